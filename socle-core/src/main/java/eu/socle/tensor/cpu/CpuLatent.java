package eu.socle.tensor.cpu;

import eu.socle.core.Workers;
import eu.socle.tensor.LatentAttention;
import eu.socle.tensor.LatentShape;
import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;

/// Multi-head latent attention around the attention itself: copies by rows, products by heads.
final class CpuLatent implements LatentAttention {

    private static final int ROWS = 32; // rows of a piece of copying

    private final OneDnn dnn;
    private final Workers workers;

    CpuLatent(OneDnn dnn, Workers workers) {
        this.dnn = dnn;
        this.workers = workers;
    }

    @Override
    public void expand(
            Tensor qkv, Tensor queries, Tensor keyValues, Tensor rotated, LatentShape s) {
        Shapes.latentExpand(qkv, queries, keyValues, rotated, s);
        int keys = s.heads() * s.head();
        rows(
                qkv.rows(),
                n -> {
                    long to = row(qkv, n);
                    long pairs = row(keyValues, n);
                    Lanes.copy(row(queries, n), to, keys);
                    for (int h = 0; h < s.heads(); h++) {
                        long pair = pairs + 4L * h * s.keyValue();
                        long key = to + 4L * (keys + h * s.head());
                        Lanes.copy(pair, key, s.plain());
                        Lanes.copy(row(rotated, n), key + 4L * s.plain(), s.rotating());
                        Lanes.copy(
                                pair + 4L * s.plain(),
                                to + 4L * (2 * keys + h * s.value()),
                                s.value());
                    }
                });
    }

    @Override
    public void expandBackward(
            Tensor dQueries, Tensor dKeyValues, Tensor dRotated, Tensor dQkv, LatentShape s) {
        Shapes.latentExpand(dQkv, dQueries, dKeyValues, dRotated, s);
        int keys = s.heads() * s.head();
        rows(
                dQkv.rows(),
                n -> {
                    long from = row(dQkv, n);
                    long pairs = row(dKeyValues, n);
                    Lanes.copy(from, row(dQueries, n), keys);
                    Lanes.zero(row(dRotated, n), s.rotating());
                    for (int h = 0; h < s.heads(); h++) {
                        long pair = pairs + 4L * h * s.keyValue();
                        long key = from + 4L * (keys + h * s.head());
                        Lanes.copy(key, pair, s.plain());
                        Lanes.addScaled(row(dRotated, n), key + 4L * s.plain(), 1, s.rotating());
                        Lanes.copy(
                                from + 4L * (2 * keys + h * s.value()),
                                pair + 4L * s.plain(),
                                s.value());
                    }
                });
    }

    @Override
    public void absorb(Tensor absorbed, Tensor queries, Tensor w, LatentShape s) {
        Shapes.latentAbsorb(absorbed, queries, w, s);
        int width = s.rank() + s.rotating();
        workers.forEach(
                s.heads(),
                h -> {
                    long query = queries.data().address() + 4L * h * s.head();
                    long to = absorbed.data().address() + 4L * h * width;
                    dnn.sgemm(
                            'N',
                            'N',
                            queries.rows(),
                            s.rank(),
                            s.plain(),
                            query,
                            queries.columns(),
                            row(w, h * s.keyValue()),
                            s.rank(),
                            0,
                            to,
                            absorbed.columns());
                    for (int n = 0; n < queries.rows(); n++) {
                        Lanes.copy(
                                query + 4L * ((long) n * queries.columns() + s.plain()),
                                to + 4L * ((long) n * absorbed.columns() + s.rank()),
                                s.rotating());
                    }
                });
    }

    @Override
    public void values(Tensor y, Tensor mixed, Tensor w, LatentShape s) {
        Shapes.latentValues(y, mixed, w, s);
        workers.forEach(
                s.heads(),
                h ->
                        dnn.sgemm(
                                'N',
                                'T',
                                y.rows(),
                                s.value(),
                                s.rank(),
                                mixed.data().address() + 4L * h * s.rank(),
                                mixed.columns(),
                                row(w, h * s.keyValue() + s.plain()),
                                s.rank(),
                                0,
                                y.data().address() + 4L * h * s.value(),
                                y.columns()));
    }

    private interface Row {
        void run(int n);
    }

    private void rows(int count, Row row) {
        workers.forEach(
                (count + ROWS - 1) / ROWS,
                piece -> {
                    int end = Math.min(count, (piece + 1) * ROWS);
                    for (int n = piece * ROWS; n < end; n++) {
                        row.run(n);
                    }
                });
    }

    private static long row(Tensor x, int n) {
        return x.data().address() + 4L * n * x.columns();
    }
}
