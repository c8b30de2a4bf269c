package eu.socle.erase;

import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.data.proof.MerkleTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether the erasures of a run are what its ledger states: each has its receipt with the bytes
/// that were stated and a signature that fits, all of them together are as many documents as the
/// manifest states, and no erased document is in the commitment.
public final class ReceiptCheck {

    private ReceiptCheck() {}

    /// What does not hold, one sentence each.
    ///
    /// @param run a run directory
    /// @param facts of its ledger since the dataset was made
    /// @throws Refusal if a file cannot be read
    public static List<String> faults(Path run, List<Fact> facts) {
        List<String> faults = new ArrayList<>();
        Set<Digest> erased = new HashSet<>();
        List<Digest> ends = new ArrayList<>(); // manifests of the dataset after each erasure
        long documents = 0;
        try {
            for (Fact fact : facts) {
                if (fact instanceof Fact.DocumentsErased stated) {
                    documents += stated.documents();
                    receipt(run, stated, erased, ends, faults);
                }
            }
            Path data = run.resolve("data");
            if (Files.exists(data.resolve(Manifest.FILE))) {
                dataset(data, documents, erased, faults);
            }
        } catch (IOException e) {
            throw Refusal.failure(run + " cannot be read: " + e.getMessage() + ".", e);
        }
        return faults;
    }

    private static void receipt(
            Path run,
            Fact.DocumentsErased stated,
            Set<Digest> erased,
            List<Digest> ends,
            List<String> faults)
            throws IOException {
        Path file = run.resolve(Erase.FOLDER).resolve(stated.erasure() + ".json");
        if (!Files.exists(file)) {
            faults.add(file + " is missing; the ledger states that erasure.");
            return;
        }
        if (!Digest.ofFile(file).equals(stated.receipt())) {
            faults.add(file + " has other bytes than the ledger states.");
            return;
        }
        Receipt.Signed signed = Receipt.Signed.read(file);
        if (!signed.fits()) {
            faults.add(file + " does not fit its signature.");
        }
        Receipt receipt = signed.receipt();
        if (receipt.documents().size() != stated.documents()) {
            faults.add(
                    file
                            + " names "
                            + receipt.documents().size()
                            + " documents, the ledger "
                            + stated.documents()
                            + ".");
        }
        receipt.documents().forEach(gone -> erased.add(gone.document()));
        if (!ends.isEmpty() && !ends.getLast().equals(receipt.data().before())) {
            faults.add(file + " does not begin at the manifest at which the one before it ended.");
        }
        ends.add(receipt.data().after());
    }

    private static void dataset(Path data, long documents, Set<Digest> erased, List<String> faults)
            throws IOException {
        long stated = Manifest.read(data).counts().getOrDefault("documents.erased", 0L);
        if (stated != documents) {
            faults.add(
                    "documents.erased in the manifest is "
                            + stated
                            + ", the ledger's erasures are "
                            + documents
                            + " documents.");
        }
        try (MerkleTree tree = MerkleTree.open(data)) {
            for (Digest id : erased) {
                if (tree.holds(id)) {
                    faults.add(
                            "the erased document with the id of digest "
                                    + id.brief()
                                    + " is in the commitment.");
                }
            }
        }
    }
}
