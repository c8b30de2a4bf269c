package eu.socle.token;

import eu.socle.core.AtomicFile;
import eu.socle.core.Document;
import eu.socle.core.Documents;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.token.json.TokenizerJson;
import eu.socle.token.json.TokenizerJsonText;
import eu.socle.token.mix.Group;
import eu.socle.token.mix.MixTable;
import eu.socle.token.mix.Mixture;
import eu.socle.token.shard.ShardFormat;
import eu.socle.token.shard.ShardWriter;
import eu.socle.token.text.TextStep;
import eu.socle.token.text.Utf8;
import eu.socle.token.training.BpeTrainer;
import eu.socle.token.training.TrainedBpe;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Documents in; tokenizer.json, tokenizer_config.json, token shards and documents.jsonl out, and
/// with a mixture or a shuffle the order in which training reads the shards.
///
/// The tokenizer learns from the training split only. What an earlier attempt finished (the
/// tokenizer, whole shards) is kept; the bytes are the same as without an interruption and with any
/// number of threads.
public final class TokenStage {

    /// One line for each document, in the order of its rows.
    static final String DOCUMENTS = "documents.jsonl";

    /// Names of tags that the data stage gives.
    static final String LANGUAGE_TAG = "language";

    static final String CLUSTER_TAG = "dedup_cluster_size";

    private static final int BATCH_DOCUMENTS = 256;
    private static final int BATCH_CHARACTERS =
            1 << 22; // 8 MB of text in memory, enough to keep every thread busy

    private final TokenConfig config;
    private final Documents documents;
    private final Run run;
    private final Path folder;
    private final HeldOut heldOut;

    private TokenStage(TokenConfig config, Documents documents, Run run, Path folder) {
        this.config = config;
        this.documents = documents;
        this.run = run;
        this.folder = folder;
        this.heldOut =
                HeldOut.choose(documents, config.heldOut(), run.seed("token").of("held-out"));
    }

    /// Does the stage `token`, or uses it as it is when it is finished.
    ///
    /// @param dataset manifest of the stage the documents come from
    /// @return the stage's manifest
    /// @throws Refusal if there is no text to learn from, or something cannot be read or written
    public static Manifest run(TokenConfig config, Documents documents, Manifest dataset, Run run) {
        return run.stage(
                "token",
                config,
                Run.inputs(List.of(dataset)),
                folder -> new TokenStage(config, documents, run, folder).work());
    }

    private SortedMap<String, Long> work() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        AtomicFile.write(
                folder.resolve("tokenizer_config.json"),
                TokenizerJsonText.configText(config.endOfText(), config.sequence()));
        if (!Files.exists(file)) {
            AtomicFile.write(file, TokenizerJsonText.text(learn()));
        }
        TokenizerJson.Read read = TokenizerJson.open(file);
        Tokenizer tokenizer = read.tokenizer();
        ShardFormat.Coding coding =
                new ShardFormat.Coding(
                        tokenizer.vocabularySize(), tokenizer.endOfText(), tokenizer.digest());
        try (ShardWriter train =
                        new ShardWriter(folder, HeldOut.TRAIN, coding, config.shardTokens());
                ShardWriter kept =
                        new ShardWriter(folder, HeldOut.HELD_OUT, coding, config.shardTokens())) {
            pack(tokenizer, train, kept);
            SortedMap<String, Long> counts = state(tokenizer, read.merges(), train, kept);
            if (config.shuffle()) {
                MixTable mixed = TrainingOrder.write(folder, config.mix(), run.seed("token"));
                state(mixed);
                counts.put("documents.mixed", mixed.uses());
                counts.put("tokens.mixed", mixed.tokens());
            }
            return counts;
        }
    }

    private SortedMap<String, Long> state(
            Tokenizer tokenizer, int merges, ShardWriter train, ShardWriter kept) {
        double bytesPerToken =
                (double) train.bytes()
                        / (train.tokens() - train.documents()); // ends of documents are not text
        run.state(
                new Fact.TokenizerTrained(
                        "byte-level BPE, split of " + config.split().label(),
                        tokenizer.vocabularySize(),
                        merges,
                        bytesPerToken,
                        tokenizer.digest()));
        run.state(packed(HeldOut.TRAIN, train));
        run.state(packed(HeldOut.HELD_OUT, kept));
        SortedMap<String, Long> counts = new TreeMap<>();
        counts.put("vocabulary", (long) tokenizer.vocabularySize());
        counts.put("documents.train", train.documents());
        counts.put("documents.held-out", kept.documents());
        counts.put("tokens.train", train.tokens());
        counts.put("tokens.held-out", kept.tokens());
        return counts;
    }

    private void state(MixTable mixed) {
        for (MixTable.Row row : mixed.rows()) {
            run.state(
                    new Fact.GroupMixed(
                            row.source(),
                            row.language(),
                            row.asked(),
                            row.reached(),
                            row.documents(),
                            row.uses(),
                            row.bytes(),
                            row.tokens()));
        }
        if (!config.mix().none()) {
            mixed.lines().forEach(run.progress()::note);
        }
    }

    private static Fact packed(String split, ShardWriter writer) {
        return new Fact.TokensPacked(
                split, writer.documents(), writer.tokens(), writer.bytes(), writer.shards());
    }

    private TrainedBpe learn() {
        BpeTrainer trainer = new BpeTrainer(config.split());
        TextStep normaliser = config.split().usualNormaliser();
        long characters = 0;
        TreeMap<Group, Long> groups = new TreeMap<>();
        try (Progress.Work work =
                        run.progress().begin("tokenizer", "documents", documents.count());
                Stream<Document> stream = documents.open()) {
            Iterator<Document> iterator = stream.iterator();
            while (iterator.hasNext()) {
                List<String> texts = new ArrayList<>();
                long read = 0;
                int inBatch = 0;
                while (iterator.hasNext() && read < BATCH_DOCUMENTS && inBatch < BATCH_CHARACTERS) {
                    Document document = iterator.next();
                    read++;
                    if (!heldOut.holds(document.id())) {
                        texts.add(normaliser.apply(document.text(), 0));
                        groups.merge(group(document), 1L, Long::sum);
                        inBatch += document.text().length();
                    }
                }
                characters += inBatch;
                trainer.count(texts, run.workers());
                work.advance(read);
                run.unitDone();
            }
        }
        if (characters == 0) {
            throw Refusal.failure(
                    "there is no text to learn a tokenizer from; look in the data stage why no document was kept.");
        }
        Mixture.of(config.mix(), groups); // weights that fit no document are refused now, not later
        TrainedBpe bpe =
                trainer.train(
                        config.vocabulary(),
                        config.minimumFrequency(),
                        config.specials(),
                        run.progress());
        if (bpe.size() < config.vocabulary()) {
            run.progress()
                    .note(
                            "the vocabulary has "
                                    + bpe.size()
                                    + " tokens, not "
                                    + config.vocabulary()
                                    + ": no other pair occurs "
                                    + config.minimumFrequency()
                                    + " times");
        }
        return bpe;
    }

    /// A document between reading and writing; `tokens` is -1 until it is encoded.
    private record Pending(long row, Document document, String split, long tokens) {}

    /// One line of documents.jsonl.
    ///
    /// @param cluster documents that were like it, itself included
    /// @param uses how often training reads it in one epoch
    record Line(
            long row,
            String id,
            String split,
            long tokens,
            String licence,
            long bytes,
            String source,
            String language,
            long cluster,
            int uses) {

        Line withUses(int other) {
            return new Line(
                    row, id, split, tokens, licence, bytes, source, language, cluster, other);
        }

        /// The same line of a document that was erased.
        Line erased(String digest) {
            return new Line(
                    row, digest, split, tokens, licence, 0, source, language, cluster, uses);
        }
    }

    private void pack(Tokenizer tokenizer, ShardWriter train, ShardWriter kept) throws IOException {
        Path lines = folder.resolve(DOCUMENTS);
        Path temporary = folder.resolve("documents.jsonl.tmp");
        long started = System.nanoTime();
        long encoded = 0;
        long row = 0;
        try (Progress.Work work = run.progress().begin("tokens", "documents", documents.count());
                Stream<Document> stream = documents.open();
                BufferedWriter out = Files.newBufferedWriter(temporary)) {
            Iterator<Document> iterator = stream.iterator();
            while (iterator.hasNext()) {
                List<Pending> batch = new ArrayList<>();
                int characters = 0;
                while (iterator.hasNext()
                        && batch.size() < BATCH_DOCUMENTS
                        && characters < BATCH_CHARACTERS) {
                    Document document = iterator.next();
                    String split = heldOut.split(document.id());
                    long tokens = (split.equals(HeldOut.TRAIN) ? train : kept).skip(row);
                    batch.add(new Pending(row++, document, split, tokens));
                    characters += tokens < 0 ? document.text().length() : 0;
                }
                encoded += write(batch, tokenizer, train, kept, out);
                work.advance(batch.size());
                work.figure("tokens/s", encoded / ((System.nanoTime() - started) / 1e9));
                run.unitDone();
            }
        }
        train.finish();
        kept.finish();
        AtomicFile.publish(temporary, lines);
    }

    /// Encodes what no finished shard holds, and writes a line for every document.
    ///
    /// @return how many tokens were encoded
    private long write(
            List<Pending> batch,
            Tokenizer tokenizer,
            ShardWriter train,
            ShardWriter kept,
            BufferedWriter out)
            throws IOException {
        List<String> texts = new ArrayList<>();
        for (Pending pending : batch) {
            if (pending.tokens < 0) {
                texts.add(pending.document.text());
            }
        }
        List<int[]> encoded = tokenizer.encodeAll(texts, run.workers());
        int next = 0;
        long sum = 0;
        for (Pending pending : batch) {
            long bytes = Utf8.length(pending.document.text());
            long tokens = pending.tokens;
            if (tokens < 0) {
                int[] ids = encoded.get(next++);
                (pending.split.equals(HeldOut.TRAIN) ? train : kept).add(ids, pending.row, bytes);
                tokens = ids.length + 1L;
                sum += tokens;
            }
            out.write(Json.canonical(line(pending, tokens, bytes)));
            out.write('\n');
        }
        return sum;
    }

    private static Group group(Document document) {
        return new Group(
                document.rights().source(),
                document.tags().getOrDefault(LANGUAGE_TAG, Group.UNDECIDED));
    }

    private static Line line(Pending pending, long tokens, long bytes) {
        Document document = pending.document;
        return new Line(
                pending.row,
                document.id(),
                pending.split,
                tokens,
                document.rights().licence().label(),
                bytes,
                group(document).source(),
                group(document).language(),
                Long.parseLong(document.tags().getOrDefault(CLUSTER_TAG, "1")),
                1);
    }
}
