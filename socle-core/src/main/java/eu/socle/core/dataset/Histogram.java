package eu.socle.core.dataset;

import java.util.List;

/// How a measured value is distributed over documents; counts are exact.
///
/// @param name of the value, for example `words`
/// @param scale how values are cut
/// @param buckets from the first that holds a document to the last, ascending
/// @param kept over documents of the dataset
/// @param dropped over documents that were measured and are not kept
public record Histogram(
        String name, Scale scale, List<Bucket> buckets, Moments kept, Moments dropped) {

    public Histogram {
        buckets = List.copyOf(buckets);
    }

    /// Documents whose value is at least `from` and below that of the next bucket.
    public record Bucket(double from, long kept, long dropped) {}

    /// Number, sum and ends; the ends are 0 and mean nothing where the number is 0.
    public record Moments(long count, double sum, double least, double most) {

        /// No value at all.
        public static final Moments NONE = new Moments(0, 0, 0, 0);

        /// One value more.
        public Moments plus(double value) {
            return plus(new Moments(1, value, value, value));
        }

        /// Both; in one order of parts the sum is always the same.
        public Moments plus(Moments other) {
            if (count == 0 || other.count == 0) {
                return count == 0 ? other : this;
            }
            return new Moments(
                    count + other.count,
                    sum + other.sum,
                    Math.min(least, other.least),
                    Math.max(most, other.most));
        }
    }
}
