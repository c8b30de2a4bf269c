package eu.socle.tensor.reference;

import static eu.socle.tensor.reference.Scalars.at;
import static eu.socle.tensor.reference.Scalars.dot;
import static eu.socle.tensor.reference.Scalars.increase;
import static eu.socle.tensor.reference.Scalars.put;
import static eu.socle.tensor.reference.Scalars.sigmoid;

import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;
import eu.socle.tensor.experts.Dispatch;
import eu.socle.tensor.experts.Experts;
import eu.socle.tensor.experts.Orientation;
import eu.socle.tensor.experts.Routing;
import java.util.Arrays;
import java.util.Optional;

/// Routers and the products of experts, row by row.
final class ReferenceExperts implements Experts {

    private static final double LEAST_SUM = 1e-20; // keeps a division by the sum of weights finite

    @Override
    public void route(
            int[] chosen,
            Tensor weights,
            Tensor logits,
            Optional<Tensor> correction,
            Routing routing) {
        Shapes.route(chosen, weights, logits, routing);
        correction.ifPresent(c -> Shapes.vector(c, logits.columns()));
        int experts = logits.columns();
        int k = routing.active();
        for (int n = 0; n < logits.rows(); n++) {
            double[] scores = scores(logits, n, routing.gate());
            double[] choice = scores.clone();
            for (int e = 0; e < experts && correction.isPresent(); e++) {
                choice[e] += correction.get().get(e);
            }
            keepBestGroups(choice, routing);
            double sum = 0;
            for (int j = 0; j < k; j++) {
                int best = best(choice);
                choice[best] = Double.NEGATIVE_INFINITY;
                chosen[n * k + j] = best;
                sum += scores[best];
            }
            for (int j = 0; j < k; j++) {
                double weight = scores[chosen[n * k + j]];
                weights.set(
                        at(n, k, j),
                        (float) (routing.scale() * (divides(routing) ? weight / sum : weight)));
            }
        }
    }

    /// Softmax of the best and softmax of all divided by the sum of the best are the same.
    private static boolean divides(Routing routing) {
        return routing.renormalised() || routing.gate() == Routing.Gate.SOFTMAX_OF_BEST;
    }

    private static double[] scores(Tensor logits, int n, Routing.Gate gate) {
        double[] z = new double[logits.columns()];
        double max = Double.NEGATIVE_INFINITY;
        for (int e = 0; e < z.length; e++) {
            z[e] = logits.get(at(n, z.length, e));
            max = Math.max(max, z[e]);
        }
        if (gate == Routing.Gate.SIGMOID) {
            for (int e = 0; e < z.length; e++) {
                z[e] = sigmoid(z[e]);
            }
            return z;
        }
        Scalars.softmax(z, max);
        return z;
    }

    private static void keepBestGroups(double[] choice, Routing routing) {
        if (routing.kept() == routing.groups()) {
            return;
        }
        int size = choice.length / routing.groups();
        double[] groups = new double[routing.groups()];
        for (int g = 0; g < groups.length; g++) {
            double[] members = Arrays.copyOfRange(choice, g * size, (g + 1) * size);
            Arrays.sort(members);
            groups[g] = members[size - 1] + (size > 1 ? members[size - 2] : 0);
        }
        boolean[] keeps = new boolean[groups.length];
        for (int i = 0; i < routing.kept(); i++) {
            int best = best(groups);
            groups[best] = Double.NEGATIVE_INFINITY;
            keeps[best] = true;
        }
        for (int e = 0; e < choice.length; e++) {
            choice[e] = keeps[e / size] ? choice[e] : Double.NEGATIVE_INFINITY;
        }
    }

    private static int best(double[] x) {
        int best = 0;
        for (int i = 1; i < x.length; i++) {
            best = x[i] > x[best] ? i : best;
        }
        return best;
    }

    @Override
    public void routeBackward(
            Tensor dLogits, Tensor dWeights, int[] chosen, Tensor logits, Routing routing) {
        Shapes.route(chosen, dWeights, logits, routing);
        Shapes.same(dLogits, logits);
        int experts = logits.columns();
        int k = routing.active();
        for (int n = 0; n < logits.rows(); n++) {
            double[] scores = scores(logits, n, routing.gate());
            double[] d = new double[experts]; // of the scores
            double sum = 0;
            double dot = 0; // of the weights and their gradients
            for (int j = 0; j < k; j++) {
                double score = scores[chosen[n * k + j]];
                sum += score;
                dot += score * dWeights.get(at(n, k, j));
            }
            for (int j = 0; j < k; j++) {
                double dWeight = dWeights.get(at(n, k, j));
                double slope =
                        divides(routing)
                                ? (dWeight - dot / (sum + LEAST_SUM)) / (sum + LEAST_SUM)
                                : dWeight;
                boolean constant = k == 1 && divides(routing); // s / s is 1
                d[chosen[n * k + j]] = constant ? 0 : routing.scale() * slope;
            }
            double all = 0;
            for (int e = 0; e < experts; e++) {
                all += d[e] * scores[e];
            }
            for (int e = 0; e < experts; e++) {
                double s = scores[e];
                double slope =
                        routing.gate() == Routing.Gate.SIGMOID
                                ? d[e] * s * (1 - s)
                                : s * (d[e] - all);
                dLogits.set(at(n, experts, e), (float) slope);
            }
        }
    }

    @Override
    public void linear(Tensor y, Tensor x, Tensor w, Dispatch dispatch, Orientation orientation) {
        Shapes.experts(y, x, w, dispatch, orientation);
        int in = x.columns();
        int out = y.columns();
        each(
                dispatch,
                (e, row) -> {
                    for (int o = 0; o < out; o++) {
                        double sum = 0;
                        for (int i = 0; i < in; i++) {
                            sum +=
                                    (double) x.get(at(row, in, i))
                                            * w.get(weight(e, o, i, out, in, orientation));
                        }
                        y.set(at(row, out, o), (float) sum);
                    }
                });
    }

    @Override
    public void inputGradient(
            Tensor dX, Tensor dY, Tensor w, Dispatch dispatch, Orientation orientation) {
        Shapes.experts(dY, dX, w, dispatch, orientation);
        int in = dX.columns();
        int out = dY.columns();
        each(
                dispatch,
                (e, row) -> {
                    for (int i = 0; i < in; i++) {
                        double sum = 0;
                        for (int o = 0; o < out; o++) {
                            sum +=
                                    (double) dY.get(at(row, out, o))
                                            * w.get(weight(e, o, i, out, in, orientation));
                        }
                        dX.set(at(row, in, i), (float) sum);
                    }
                });
    }

    @Override
    public void weightGradient(
            Tensor dW, Tensor dY, Tensor x, Dispatch dispatch, Orientation orientation) {
        Shapes.experts(dY, x, dW, dispatch, orientation);
        int in = x.columns();
        int out = dY.columns();
        for (int e = 0; e < dispatch.experts(); e++) {
            for (int o = 0; o < out; o++) {
                for (int i = 0; i < in; i++) {
                    double sum = 0;
                    for (int row = dispatch.offsets()[e]; row < dispatch.offsets()[e + 1]; row++) {
                        sum += (double) dY.get(at(row, out, o)) * x.get(at(row, in, i));
                    }
                    increase(dW, weight(e, o, i, out, in, orientation), sum);
                }
            }
        }
    }

    @Override
    public void addBias(Tensor y, Tensor bias, Dispatch dispatch) {
        Shapes.expertBias(y, bias, dispatch);
        int out = y.columns();
        each(
                dispatch,
                (e, row) -> {
                    for (int o = 0; o < out; o++) {
                        increase(y, at(row, out, o), bias.get(at(e, out, o)));
                    }
                });
    }

    @Override
    public void biasGradient(Tensor dBias, Tensor dY, Dispatch dispatch) {
        Shapes.expertBias(dY, dBias, dispatch);
        int out = dY.columns();
        for (int e = 0; e < dispatch.experts(); e++) {
            for (int o = 0; o < out; o++) {
                double sum = 0;
                for (int row = dispatch.offsets()[e]; row < dispatch.offsets()[e + 1]; row++) {
                    sum += dY.get(at(row, out, o));
                }
                increase(dBias, at(e, out, o), sum);
            }
        }
    }

    @Override
    public void combine(Tensor y, Tensor rows, Tensor weights, Dispatch dispatch, Write write) {
        Shapes.combine(y, rows, weights, dispatch);
        int columns = y.columns();
        int k = dispatch.active();
        for (int n = 0; n < y.rows(); n++) {
            for (int c = 0; c < columns; c++) {
                double sum = 0;
                for (int j = 0; j < k; j++) {
                    int row = dispatch.rows()[n * k + j];
                    sum += (double) weights.get(at(n, k, j)) * rows.get(at(row, columns, c));
                }
                put(y, at(n, columns, c), sum, write);
            }
        }
    }

    @Override
    public void combineBackward(
            Tensor dRows,
            Tensor dWeights,
            Tensor dY,
            Tensor rows,
            Tensor weights,
            Dispatch dispatch) {
        Shapes.combine(dY, rows, weights, dispatch);
        Shapes.same(dRows, rows);
        Shapes.same(dWeights, weights);
        int columns = dY.columns();
        int k = dispatch.active();
        for (int n = 0; n < dY.rows(); n++) {
            for (int j = 0; j < k; j++) {
                long row = at(dispatch.rows()[n * k + j], columns, 0);
                for (int c = 0; c < columns; c++) {
                    double d = weights.get(at(n, k, j)) * (double) dY.get(at(n, columns, c));
                    dRows.set(row + c, (float) d);
                }
                double d = dot(dY, at(n, columns, 0), rows, row, columns);
                dWeights.set(at(n, k, j), (float) d);
            }
        }
    }

    private interface Row {
        void of(int expert, int row);
    }

    private static void each(Dispatch dispatch, Row work) {
        for (int e = 0; e < dispatch.experts(); e++) {
            for (int row = dispatch.offsets()[e]; row < dispatch.offsets()[e + 1]; row++) {
                work.of(e, row);
            }
        }
    }

    private static long weight(int e, int o, int i, int out, int in, Orientation orientation) {
        long expert = (long) e * out * in;
        return expert + (orientation == Orientation.OUT_IN ? at(o, in, i) : at(i, out, o));
    }
}
