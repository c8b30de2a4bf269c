package eu.socle.core;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Something that was done, written once into the [Ledger]. Stages state facts; only the dossier
/// reads them, and no fact knows a regulation.
///
/// Within one stage, facts are those stated since the stage's last [StageStarted]; [StageEnergy],
/// [TrainingStep], [HeldOutLoss] and [CheckpointWritten] are the exceptions: energy adds up over
/// attempts, and of two equal steps the last counts.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "fact")
public sealed interface Fact {

    /// A process opened the run. `time` is UTC, ISO 8601.
    record RunOpened(
            String time,
            String recipe,
            Digest recipeDigest,
            long seed,
            String version,
            String commit,
            String jdk,
            String system,
            String processor,
            int cores,
            int threads,
            String meter)
            implements Fact {}

    /// A stage began or went on after an interruption; attempts count from 1.
    record StageStarted(
            String stage, int attempt, String time, Digest config, SortedMap<String, Digest> inputs)
            implements Fact {}

    /// Energy and time of one attempt so far; a later fact of the same stage and attempt replaces
    /// it.
    record StageEnergy(String stage, int attempt, double seconds, Joules joules) implements Fact {}

    /// A stage finished; `manifest` is the digest of its manifest.
    record StageFinished(
            String stage,
            int attempt,
            String time,
            Digest manifest,
            long files,
            long bytes,
            SortedMap<String, Long> counts)
            implements Fact {}

    /// A stage was already finished and was used as it is.
    record StageReused(String stage, Digest manifest) implements Fact {}

    /// One source of documents was read.
    record SourceRead(
            String source, String location, String licence, long files, long documents, long bytes)
            implements Fact {}

    /// What the whole data stage did: in = kept + dropped + failed; edited documents are among the
    /// kept.
    record DocumentsCounted(
            long in,
            long kept,
            long edited,
            long dropped,
            long failed,
            long charactersIn,
            long charactersKept)
            implements Fact {}

    /// Documents that one step dropped (or could not read: step `read`) for one reason; `example`
    /// is a document id.
    record DocumentsDropped(
            String step,
            String reason,
            boolean failed,
            long documents,
            long characters,
            String example)
            implements Fact {}

    /// Passages of one kind (`repeated_paragraphs`, `repeated_sentences`, `repeated_substrings`)
    /// that were cut out of kept documents because they occurred before.
    record PassagesCut(String kind, long documents, long passages, long characters)
            implements Fact {}

    /// Kept documents of one language (ISO 639-1, `code` for program text, `und` when undecided).
    record LanguageKept(String language, long documents, long characters) implements Fact {}

    /// Kept documents under one licence.
    record LicenceKept(String licence, long documents, long characters) implements Fact {}

    /// Documents whose owner reserved the right, by protocol.
    record OptOutFound(String protocol, long documents) implements Fact {}

    /// What signals of one protocol say of the documents that were read, kept or not: `allow`,
    /// `disallow`, `conditional` or `unknown`.
    record SignalsFound(String protocol, String value, long documents) implements Fact {}

    /// Kept documents whose licence asks to name the author, and those among them that state none.
    record AttributionAsked(long documents, long withoutAuthor) implements Fact {}

    /// By which policy the rights of documents were judged. `agents` are the names that speak to
    /// us, `analogous` those of others that are heeded too; `siteFiles` says which day's count
    /// (`fetch`, `latest`, `both`), `unknown` and `noSignal` what becomes of a document with a
    /// signal that cannot be read and of one without any (`keep`, `drop`); `contracts` names
    /// sources whose contract overrides reservations; `classes` and `licences` are allowed. `words`
    /// says the same in a sentence.
    record RightsPolicyApplied(
            int version,
            Digest digest,
            List<String> agents,
            List<String> analogous,
            String siteFiles,
            String unknown,
            String noSignal,
            List<String> contracts,
            List<String> classes,
            List<String> licences,
            String words)
            implements Fact {}

    /// The Merkle root over the kept documents, against which a document's presence or absence is
    /// proved.
    record DatasetCommitted(Digest root, long documents) implements Fact {}

    /// Documents were erased from a stage's folder, so that its manifest `before` gave place to
    /// `after`; what was made from the one stays valid beside the other. `erasure` names the
    /// erasure.
    record ManifestSuperseded(String stage, Digest before, Digest after, String erasure)
            implements Fact {}

    /// What a stage's folder holds since documents were erased from it; `counts` are those of its
    /// manifest, as in [StageFinished].
    record StageAmended(
            String stage,
            String erasure,
            String time,
            Digest manifest,
            long files,
            long bytes,
            SortedMap<String, Long> counts)
            implements Fact {}

    /// An erasure was carried out; `receipt` is the digest of its signed receipt. `documents` were
    /// in the dataset, `nearDuplicates` of them only resembled what was asked for; `tokens` were
    /// overwritten.
    record DocumentsErased(
            String erasure,
            String time,
            long documents,
            long nearDuplicates,
            long tokens,
            int checkpoints,
            Digest receipt)
            implements Fact {}

    /// Personal data masked in kept documents, by kind (`email`, `phone`); never the value.
    record Masked(String kind, long occurrences, long documents) implements Fact {}

    /// The tokenizer that was trained. `bytesPerToken` is measured on the training split.
    record TokenizerTrained(
            String kind, int vocabulary, int merges, double bytesPerToken, Digest file)
            implements Fact {}

    /// One split of the packed tokens (`train` or `held-out`).
    record TokensPacked(String split, long documents, long tokens, long bytes, int shards)
            implements Fact {}

    /// The documents of one source and language in the mixture that training reads: the share of
    /// its tokens that was asked for and that was reached, in [0, 1]; documents there are, how
    /// often they are read, bytes and tokens read.
    record GroupMixed(
            String source,
            String language,
            double asked,
            double reached,
            long documents,
            long uses,
            long bytes,
            long tokens)
            implements Fact {}

    /// How the training split became sequences: `concatenate` or `best-fit`; `padding` counts
    /// places that hold no token of a document.
    record SequencesPacked(String packing, long sequences, long tokens, long padding)
            implements Fact {}

    /// The model. FLOP figures are counted from the shapes: matrix products 2 m n k, attention
    /// included.
    record ModelDescribed(
            String family,
            long parameters,
            int layers,
            int hidden,
            int heads,
            int keyValueHeads,
            int headSize,
            int feedForward,
            int vocabulary,
            int context,
            double forwardFlopPerToken,
            double trainingFlopPerToken,
            String backend)
            implements Fact {}

    /// One optimiser step. `loss` is nats per token, `gradientNorm` before clipping.
    record TrainingStep(
            long step,
            long tokensSeen,
            double loss,
            double learningRate,
            double gradientNorm,
            double tokensPerSecond)
            implements Fact {}

    /// Loss on held-out documents during training, in nats per token.
    record HeldOutLoss(long step, double loss) implements Fact {}

    /// A checkpoint was written.
    record CheckpointWritten(long step, Digest digest) implements Fact {}

    /// A result of the evaluation. `chance` is the value of guessing, absent where guessing has no
    /// meaning.
    record Score(
            String task,
            String metric,
            double value,
            String unit,
            long examples,
            @Nullable Double chance,
            String how)
            implements Fact {}
}
