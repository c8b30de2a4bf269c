package eu.socle.tensor.reference;

import static eu.socle.tensor.reference.Scalars.at;

import eu.socle.tensor.LatentAttention;
import eu.socle.tensor.LatentShape;
import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;

/// The two forms of multi-head latent attention, around the attention itself.
final class ReferenceLatent implements LatentAttention {

    @Override
    public void expand(
            Tensor qkv, Tensor queries, Tensor keyValues, Tensor rotated, LatentShape s) {
        Shapes.latentExpand(qkv, queries, keyValues, rotated, s);
        int keys = s.heads() * s.head();
        for (int n = 0; n < qkv.rows(); n++) {
            for (int h = 0; h < s.heads(); h++) {
                for (int i = 0; i < s.head(); i++) {
                    int column = h * s.head() + i;
                    qkv.set(
                            at(n, s.rowLength(), column),
                            queries.get(at(n, queries.columns(), column)));
                    float key =
                            i < s.plain()
                                    ? keyValues.get(
                                            at(n, keyValues.columns(), h * s.keyValue() + i))
                                    : rotated.get(at(n, s.rotating(), i - s.plain()));
                    qkv.set(at(n, s.rowLength(), keys + column), key);
                }
                for (int i = 0; i < s.value(); i++) {
                    qkv.set(
                            at(n, s.rowLength(), 2 * keys + h * s.value() + i),
                            keyValues.get(
                                    at(n, keyValues.columns(), h * s.keyValue() + s.plain() + i)));
                }
            }
        }
    }

    @Override
    public void expandBackward(
            Tensor dQueries, Tensor dKeyValues, Tensor dRotated, Tensor dQkv, LatentShape s) {
        Shapes.latentExpand(dQkv, dQueries, dKeyValues, dRotated, s);
        int keys = s.heads() * s.head();
        for (int n = 0; n < dQkv.rows(); n++) {
            double[] shared = new double[s.rotating()];
            for (int h = 0; h < s.heads(); h++) {
                for (int i = 0; i < s.head(); i++) {
                    int column = h * s.head() + i;
                    dQueries.set(
                            at(n, dQueries.columns(), column),
                            dQkv.get(at(n, s.rowLength(), column)));
                    float d = dQkv.get(at(n, s.rowLength(), keys + column));
                    if (i < s.plain()) {
                        dKeyValues.set(at(n, dKeyValues.columns(), h * s.keyValue() + i), d);
                    } else {
                        shared[i - s.plain()] += d;
                    }
                }
                for (int i = 0; i < s.value(); i++) {
                    dKeyValues.set(
                            at(n, dKeyValues.columns(), h * s.keyValue() + s.plain() + i),
                            dQkv.get(at(n, s.rowLength(), 2 * keys + h * s.value() + i)));
                }
            }
            for (int i = 0; i < s.rotating(); i++) {
                dRotated.set(at(n, s.rotating(), i), (float) shared[i]);
            }
        }
    }

    @Override
    public void absorb(Tensor absorbed, Tensor queries, Tensor w, LatentShape s) {
        Shapes.latentAbsorb(absorbed, queries, w, s);
        int width = s.rank() + s.rotating();
        for (int n = 0; n < queries.rows(); n++) {
            for (int h = 0; h < s.heads(); h++) {
                long query = at(n, queries.columns(), h * s.head());
                long to = at(n, absorbed.columns(), h * width);
                for (int l = 0; l < s.rank(); l++) {
                    double sum = 0;
                    for (int i = 0; i < s.plain(); i++) {
                        sum +=
                                (double) queries.get(query + i)
                                        * w.get(at(h * s.keyValue() + i, s.rank(), l));
                    }
                    absorbed.set(to + l, (float) sum);
                }
                for (int i = 0; i < s.rotating(); i++) {
                    absorbed.set(to + s.rank() + i, queries.get(query + s.plain() + i));
                }
            }
        }
    }

    @Override
    public void values(Tensor y, Tensor mixed, Tensor w, LatentShape s) {
        Shapes.latentValues(y, mixed, w, s);
        for (int n = 0; n < y.rows(); n++) {
            for (int h = 0; h < s.heads(); h++) {
                long from = at(n, mixed.columns(), h * s.rank());
                for (int i = 0; i < s.value(); i++) {
                    long row = at(h * s.keyValue() + s.plain() + i, s.rank(), 0);
                    y.set(
                            at(n, y.columns(), h * s.value() + i),
                            (float) Scalars.dot(mixed, from, w, row, s.rank()));
                }
            }
        }
    }
}
