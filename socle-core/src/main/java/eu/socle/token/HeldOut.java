package eu.socle.token;

import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Documents;
import eu.socle.core.Seed;
import java.util.Iterator;
import java.util.stream.Stream;

/// Which documents are kept from training. The choice is a keyed hash of each document's id, so
/// adding documents moves no other; only where the hash would leave a split empty is the nearest
/// document moved.
///
/// @param seed key of the hash
/// @param threshold documents whose hash, uniform in [0, 1), is below it are held out
record HeldOut(Seed seed, double threshold) {

    /// The names of the two splits, which begin their shards' names.
    static final String TRAIN = "train";

    static final String HELD_OUT = "held-out";

    /// Chooses with this share; reads only as many documents as it takes to see one of each split.
    ///
    /// @return with two documents (of different ids) or more neither split is empty; a single
    ///   document is for training
    static HeldOut choose(Documents documents, double share, Seed seed) {
        double least = 1;
        double greatest = 0;
        HeldOut plain = new HeldOut(seed, share);
        try (Stream<Document> stream = documents.open()) {
            Iterator<Document> iterator = stream.iterator();
            while (iterator.hasNext() && !(least < share && greatest >= share)) {
                double hash = plain.hash(iterator.next().id());
                least = Math.min(least, hash);
                greatest = Math.max(greatest, hash);
            }
        }
        if (least >= greatest) { // none, or one
            return new HeldOut(seed, 0);
        }
        if (least >= share) {
            return new HeldOut(seed, Math.nextUp(least));
        }
        return greatest < share ? new HeldOut(seed, greatest) : plain;
    }

    /// True when this document is kept from training.
    boolean holds(String id) {
        return hash(id) < threshold;
    }

    /// The split of this document.
    String split(String id) {
        return holds(id) ? HELD_OUT : TRAIN;
    }

    private double hash(String id) {
        return seed.of(Long.parseUnsignedLong(Digest.of(id).hex().substring(0, 16), 16)).uniform(0);
    }
}
