package eu.socle.infer;

/// log softmax(z)[i] = z[i] - logSum(z), with sums in double after the maximum was subtracted.
final class LogSoftmax {

    private LogSoftmax() {}

    /// log of the sum of exp(z); NaN if a logit is NaN or positive infinity, or none is finite.
    static double logSum(float[] z) {
        float maximum = Float.NEGATIVE_INFINITY;
        for (float each : z) {
            maximum = Math.max(maximum, each); // NaN wins
        }
        if (!Float.isFinite(maximum)) {
            return Double.NaN;
        }
        double sum = 0;
        for (float each : z) {
            sum += Math.exp((double) each - maximum);
        }
        return maximum + Math.log(sum);
    }
}
