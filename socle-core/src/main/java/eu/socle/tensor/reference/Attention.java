package eu.socle.tensor.reference;

import static eu.socle.tensor.reference.Scalars.at;
import static eu.socle.tensor.reference.Scalars.dot;
import static eu.socle.tensor.reference.Scalars.increase;
import static eu.socle.tensor.reference.Scalars.softmax;

import eu.socle.tensor.AttentionShape;
import eu.socle.tensor.Tensor;

/// Attention, one query and head after the other. S = scale Q K^T, P = softmax(S), Y = P V.
final class Attention {

    private Attention() {}

    static void forward(Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape) {
        int size = shape.headSize();
        int row = shape.rowLength();
        for (int b = 0; b < shape.batch(); b++) {
            for (int head = 0; head < shape.heads(); head++) {
                for (int t = 0; t < shape.tokens(); t++) {
                    int n = b * shape.tokens() + t;
                    int first = shape.firstKey()[n];
                    double[] p = new double[Math.max(0, t - first + 1)];
                    double max = Double.NEGATIVE_INFINITY;
                    for (int j = 0; j < p.length; j++) {
                        long key = at(b * shape.tokens() + first + j, row, shape.keyColumn(head));
                        p[j] = shape.scale() * dot(qkv, at(n, row, head * size), qkv, key, size);
                        max = Math.max(max, p[j]);
                    }
                    double total = softmax(p, max);
                    logSumExp.set(at(n, shape.heads(), head), (float) (max + Math.log(total)));
                    for (int i = 0; i < shape.valueSize(); i++) {
                        double sum = 0;
                        for (int j = 0; j < p.length; j++) {
                            int m = b * shape.tokens() + first + j;
                            sum += p[j] * qkv.get(at(m, row, shape.valueColumn(head) + i));
                        }
                        y.set(
                                at(n, shape.outputLength(), head * shape.valueSize() + i),
                                (float) sum);
                    }
                }
            }
        }
    }

    static void backward(
            Tensor dQkv, Tensor dY, Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape) {
        int size = shape.headSize();
        int row = shape.rowLength();
        int values = shape.valueSize();
        double[] d = new double[Math.toIntExact(dQkv.size())];
        for (int b = 0; b < shape.batch(); b++) {
            for (int head = 0; head < shape.heads(); head++) {
                for (int t = 0; t < shape.tokens(); t++) {
                    int n = b * shape.tokens() + t;
                    long query = at(n, row, head * size);
                    long out = at(n, shape.outputLength(), head * values);
                    double outDot = dot(dY, out, y, out, values); // sum_j p_j dp_j
                    double lse = logSumExp.get(at(n, shape.heads(), head));
                    for (int j = shape.firstKey()[n]; j <= t; j++) {
                        int m = b * shape.tokens() + j;
                        long key = at(m, row, shape.keyColumn(head));
                        long value = at(m, row, shape.valueColumn(head));
                        double p = Math.exp(shape.scale() * dot(qkv, query, qkv, key, size) - lse);
                        double dp = dot(dY, out, qkv, value, values);
                        double ds = p * (dp - outDot) * shape.scale();
                        for (int i = 0; i < size; i++) {
                            d[(int) query + i] += ds * qkv.get(key + i);
                            d[(int) key + i] += ds * qkv.get(query + i);
                        }
                        for (int i = 0; i < values; i++) {
                            d[(int) value + i] += p * dY.get(out + i);
                        }
                    }
                }
            }
        }
        for (int i = 0; i < d.length; i++) {
            dQkv.set(i, (float) d[i]);
        }
    }

    static void withCache(
            Tensor y,
            Tensor logSumExp,
            Tensor queries,
            Tensor keys,
            Tensor values,
            int start,
            AttentionShape shape) {
        int size = shape.headSize();
        int group = shape.heads() / shape.keyValueHeads();
        for (int n = 0; n < shape.tokens(); n++) {
            for (int head = 0; head < shape.heads(); head++) {
                int first = shape.firstKey()[n];
                double[] p = new double[Math.max(0, start + n - first + 1)];
                double max = Double.NEGATIVE_INFINITY;
                for (int j = 0; j < p.length; j++) {
                    long key = at(first + j, keys.columns(), head / group * size);
                    p[j] =
                            shape.scale()
                                    * dot(
                                            queries,
                                            at(n, queries.columns(), head * size),
                                            keys,
                                            key,
                                            size);
                    max = Math.max(max, p[j]);
                }
                double total = softmax(p, max);
                logSumExp.set(at(n, shape.heads(), head), (float) (max + Math.log(total)));
                int column = head / group * shape.valueSize();
                for (int i = 0; i < shape.valueSize(); i++) {
                    double sum = 0;
                    for (int j = 0; j < p.length; j++) {
                        sum += p[j] * values.get(at(first + j, values.columns(), column + i));
                    }
                    y.set(at(n, shape.outputLength(), head * shape.valueSize() + i), (float) sum);
                }
            }
        }
    }

    static void sink(Tensor y, Tensor logSumExp, Tensor sinks) {
        int heads = Math.toIntExact(sinks.size());
        int size = y.columns() / heads;
        for (int n = 0; n < y.rows(); n++) {
            for (int head = 0; head < heads; head++) {
                double before = logSumExp.get(at(n, heads, head));
                double sink = sinks.get(head);
                double max = Math.max(before, sink);
                double after = max + Math.log(Math.exp(before - max) + Math.exp(sink - max));
                logSumExp.set(at(n, heads, head), (float) after);
                for (int i = 0; i < size; i++) {
                    long k = at(n, y.columns(), head * size + i);
                    y.set(k, (float) (y.get(k) * Math.exp(before - after)));
                }
            }
        }
    }

    static void sinkBackward(Tensor dSinks, Tensor dY, Tensor y, Tensor logSumExp, Tensor sinks) {
        int heads = Math.toIntExact(sinks.size());
        int size = y.columns() / heads;
        for (int head = 0; head < heads; head++) {
            double sum = 0;
            for (int n = 0; n < y.rows(); n++) {
                long out = at(n, y.columns(), head * size);
                double p = Math.exp(sinks.get(head) - (double) logSumExp.get(at(n, heads, head)));
                sum -= p * dot(dY, out, y, out, size);
            }
            increase(dSinks, head, sum);
        }
    }
}
