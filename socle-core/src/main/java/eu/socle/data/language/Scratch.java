package eu.socle.data.language;

/// Working memory of one worker, so that telling the language of a text allocates nothing. Not for
/// two threads at once.
public final class Scratch {

    /// Buckets that are held before they must be added up: with weights of 8 bits in lanes of 16
    /// bits, 257 rows are the most that cannot overflow.
    static final int BUCKETS = 256;

    final int[] buckets = new int[BUCKETS];
    int count;

    /// The word being read, lower case, with what stands at both its ends.
    final char[] word = new char[Features.LONGEST_WORD + 2];

    private int[] sums = new int[64];

    public Scratch() {}

    /// Room for the sums of all classes, set to zero.
    int[] cleared(int lanes) {
        if (sums.length < lanes) {
            sums = new int[lanes];
        }
        java.util.Arrays.fill(sums, 0, lanes, 0);
        return sums;
    }
}
