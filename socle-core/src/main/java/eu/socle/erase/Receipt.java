package eu.socle.erase;

import com.fasterxml.jackson.annotation.JsonInclude;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.data.erase.Reach;
import eu.socle.data.erase.Why;
import eu.socle.dossier.RunKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was done after a request for erasure, and what was not. It names documents by digests.
///
/// @param format of this record
/// @param erasure its name within the run
/// @param time when it began, UTC, ISO 8601
/// @param reason as the controller stated it; empty when nobody did
/// @param asked what was asked for
/// @param documents what was erased
/// @param data what became of the dataset
/// @param token what became of the tokens; absent when there are none
/// @param exclusions digest of the list that later imports read: its version
/// @param searched how far copies were looked for
/// @param quoted what other documents still hold, as far as they were compared
/// @param proof commands with which anybody checks that a document is no longer in the dataset
/// @param models what had read the documents before they were erased
/// @param notDone what an erasure does not do, one sentence each
public record Receipt(
        String format,
        String erasure,
        String time,
        String reason,
        List<Asked> asked,
        List<Gone> documents,
        Change data,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Change token,
        Digest exclusions,
        Reach searched,
        Quoted quoted,
        List<String> proof,
        List<Model> models,
        List<String> notDone) {

    static final String FORMAT = "socle erasure receipt 2";

    public Receipt {
        asked = List.copyOf(asked);
        documents = List.copyOf(documents);
        proof = List.copyOf(proof);
        models = List.copyOf(models);
        notDone = List.copyOf(notDone);
    }

    /// A document that was erased.
    ///
    /// @param document SHA-256 of its id
    /// @param why it was meant
    /// @param shared share of passages it had in common with what was asked for
    /// @param split of its tokens, `train` or `held-out`; empty when there were none
    /// @param tokens how many were overwritten
    public record Gone(Digest document, Why why, double shared, String split, long tokens) {}

    /// What became of one stage's folder.
    ///
    /// @param before manifest that described it
    /// @param after manifest that describes it now
    /// @param documentsBefore how many there were
    /// @param documentsAfter how many there are
    /// @param rootBefore of the commitment to the documents; absent for tokens
    /// @param rootAfter of the commitment to the documents; absent for tokens
    /// @param files those that were rewritten
    public record Change(
            Digest before,
            Digest after,
            long documentsBefore,
            long documentsAfter,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Digest rootBefore,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Digest rootAfter,
            List<File> files) {
        public Change {
            files = List.copyOf(files);
        }
    }

    /// One file that was rewritten, or deleted (`after` is absent then).
    public record File(
            String path,
            Digest before,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Digest after) {}

    /// Passages (13 words in a row) of the documents asked for that other documents hold.
    ///
    /// @param compared how many documents were read
    /// @param documents how many hold any; they stay
    /// @param passages how many different ones
    public record Quoted(long compared, long documents, long passages) {}

    /// A model, or a checkpoint of one, that had read an erased document.
    ///
    /// @param what `model` or `checkpoint`
    /// @param digest of its manifest or of the checkpoint
    /// @param step after which it was written
    /// @param firstStep the first that read any of the documents
    /// @param lastStep the last one up to `step`
    /// @param steps how many of them read any
    public record Model(
            String what, Digest digest, long step, long firstStep, long lastStep, long steps) {}

    /// A receipt with its signature.
    ///
    /// @param receipt what was done
    /// @param algorithm always Ed25519
    /// @param publicKey of the run
    /// @param signature over the receipt as canonical JSON
    public record Signed(Receipt receipt, String algorithm, String publicKey, String signature) {

        static Signed by(RunKey key, Receipt receipt) {
            return new Signed(
                    receipt, RunKey.ALGORITHM, key.publicKey(), key.sign(Json.canonical(receipt)));
        }

        /// Reads a receipt.
        ///
        /// @throws Refusal if the file is none, or of another version
        public static Signed read(Path file) {
            Signed signed = Json.read(file, Signed.class);
            if (!signed.receipt().format().equals(FORMAT)) {
                throw Refusal.failure(
                        file
                                + " is of the format \""
                                + signed.receipt().format()
                                + "\", not \""
                                + FORMAT
                                + "\"; check it with the version of Socle that wrote it.");
            }
            return signed;
        }

        /// True when this file is meant to be a receipt.
        public static boolean looksLike(Path file) {
            try {
                return Json.parse(Files.readString(file), file.toString()).has("receipt");
            } catch (java.io.IOException e) {
                throw Refusal.failure(file + " cannot be read: " + e.getMessage() + ".", e);
            }
        }

        /// True when the signature fits what the receipt says.
        public boolean fits() {
            return algorithm.equals(RunKey.ALGORITHM)
                    && RunKey.fits(publicKey, Json.canonical(receipt), signature);
        }
    }
}
