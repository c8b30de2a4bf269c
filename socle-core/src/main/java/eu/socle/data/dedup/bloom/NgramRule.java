package eu.socle.data.dedup.bloom;

/// When a document says too little that was not said before it.
///
/// @param size words per n-gram, 13 is common; 0 for no comparison
/// @param share a document goes when a greater share of its n-grams was seen before
/// @param capacity different n-grams that are expected; with the next it decides the memory
/// @param falsePositives probability that a new n-gram is taken for one that was seen
public record NgramRule(int size, double share, long capacity, double falsePositives) {

    /// No comparison; the usual of everything else. 100 million n-grams take 240 MB.
    public static final NgramRule NONE = new NgramRule(0, 0.8, 100_000_000, 1e-4);
}
