package eu.socle.core.dataset;

/// How the values of a histogram are cut into buckets. The cut is fixed, so histograms of parts add
/// up exactly.
public enum Scale {
    /// 0, 1, 2, 3, 4, 6, 8, 12, 16 and on: two buckets for each doubling.
    LOG(128),
    /// Steps of 0.05 from 0 to 1; the last bucket holds 1 and what is above.
    SHARE(21),
    /// Steps of a half from 0 to 20; the last bucket holds 20 and what is above.
    HALF(41);

    private final int buckets;

    Scale(int buckets) {
        this.buckets = buckets;
    }

    /// How many buckets there are.
    public int buckets() {
        return buckets;
    }

    /// The bucket of a value; what is below 0 counts as 0.
    public int bucket(double value) {
        return switch (this) {
            case LOG -> log(value);
            case SHARE -> (int) Math.clamp(Math.floor(value * 20), 0, buckets - 1);
            case HALF -> (int) Math.clamp(Math.floor(value * 2), 0, buckets - 1);
        };
    }

    private int log(double value) {
        if (value < 2) {
            return value < 1 ? 0 : 1;
        }
        int exponent = Math.getExponent(value);
        int upper = value >= 1.5 * Math.scalb(1.0, exponent) ? 1 : 0;
        return Math.min(2 * exponent + upper, buckets - 1);
    }

    /// The least value of a bucket.
    public double from(int bucket) {
        return switch (this) {
            case LOG ->
                    bucket < 2 ? bucket : (bucket % 2 == 0 ? 1 : 1.5) * Math.scalb(1.0, bucket / 2);
            case SHARE -> bucket / 20.0;
            case HALF -> bucket / 2.0;
        };
    }
}
