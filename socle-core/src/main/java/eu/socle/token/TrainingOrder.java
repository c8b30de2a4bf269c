package eu.socle.token;

import eu.socle.core.AtomicFile;
import eu.socle.core.Copies;
import eu.socle.core.Json;
import eu.socle.core.Seed;
import eu.socle.token.mix.Group;
import eu.socle.token.mix.MixConfig;
import eu.socle.token.mix.MixTable;
import eu.socle.token.mix.Mixture;
import eu.socle.token.shard.OrderWriter;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// How often and in which order training reads the documents of its split, computed from
/// documents.jsonl when all tokens are counted. How often a document is read depends on its id, its
/// group and its cluster; where it stands, on its id: never on threads, or on the order of files.
/// Memory does not grow with the number of documents.
final class TrainingOrder {

    private final Path folder;
    private final MixConfig config;
    private final Copies copies;
    private final Seed places;
    private final SortedMap<Group, Sums> groups = new TreeMap<>();

    private TrainingOrder(Path folder, MixConfig config, Seed seed) {
        this.folder = folder;
        this.config = config;
        this.copies = new Copies(seed.of("mix"));
        this.places = seed.of("shuffle");
    }

    /// What is counted of one group.
    private static final class Sums {
        private long documents;
        private long repeatedTokens; // with repeats by cluster, before weights
        private long read;
        private long uses;
        private long mostUses;
        private long bytes;
        private long tokens;
    }

    private interface Lines {
        void take(TokenStage.Line line) throws IOException;
    }

    /// Writes the order, how often each document is used (documents.jsonl), and the table.
    ///
    /// @param folder with the lines of all documents
    /// @throws eu.socle.core.Refusal usage, for weights that do not fit the documents
    /// @throws IOException if a file cannot be read or written
    static MixTable write(Path folder, MixConfig config, Seed seed) throws IOException {
        return new TrainingOrder(folder, config, seed).write();
    }

    private MixTable write() throws IOException {
        each(line -> {
            if (line.split().equals(HeldOut.TRAIN)) {
                Sums sums = groups.computeIfAbsent(group(line), none -> new Sums());
                sums.documents++;
                sums.repeatedTokens += line.tokens() * config.repeats().of(line.cluster());
            }
        });
        SortedMap<Group, Long> sizes = new TreeMap<>();
        groups.forEach((group, sums) -> sizes.put(group, sums.repeatedTokens));
        Mixture mixture = Mixture.of(config, sizes);
        order(mixture);
        MixTable table = table(mixture, sizes);
        AtomicFile.write(folder.resolve(MixTable.FILE), Json.canonical(table) + "\n");
        return table;
    }

    private static Group group(TokenStage.Line line) {
        return new Group(line.source(), line.language());
    }

    private void order(Mixture mixture) throws IOException {
        double expected = 0;
        for (var group : groups.entrySet()) {
            expected += mixture.rateOf(group.getKey()) * group.getValue().documents;
        }
        Path lines = folder.resolve(TokenStage.DOCUMENTS);
        Path temporary = folder.resolve(TokenStage.DOCUMENTS + ".tmp");
        long[] split = {0, 0}; // documents and tokens of the training split
        try (OrderWriter order = new OrderWriter(folder, HeldOut.TRAIN, (long) expected);
                BufferedWriter out = Files.newBufferedWriter(temporary)) {
            each(line -> {
                TokenStage.Line now = line;
                if (line.split().equals(HeldOut.TRAIN)) {
                    int uses = uses(line, mixture.rateOf(group(line)));
                    Seed place = places.of(line.id());
                    for (int use = 0; use < uses; use++) {
                        order.add(place.bits(use), split[0], line.tokens());
                    }
                    count(line, uses);
                    split[0]++;
                    split[1] += line.tokens();
                    now = line.withUses(uses);
                }
                out.write(Json.canonical(now));
                out.write('\n');
            });
            order.finish(split[0], split[1]);
        }
        AtomicFile.publish(temporary, lines);
    }

    private int uses(TokenStage.Line line, double rate) {
        return copies.of(line.id(), rate * config.repeats().of(line.cluster()));
    }

    private void count(TokenStage.Line line, int uses) {
        Sums sums = Objects.requireNonNull(groups.get(group(line)));
        sums.read += uses > 0 ? 1 : 0;
        sums.uses += uses;
        sums.mostUses = Math.max(sums.mostUses, uses);
        sums.bytes += uses * line.bytes();
        sums.tokens += uses * line.tokens();
    }

    private MixTable table(Mixture mixture, SortedMap<Group, Long> sizes) {
        long all = groups.values().stream().mapToLong(sums -> sums.tokens).sum();
        long total = config.total();
        if (total == 0) {
            total = sizes.values().stream().mapToLong(Long::longValue).sum();
        }
        List<MixTable.Row> rows = new ArrayList<>();
        groups.forEach((group, sums) ->
                rows.add(
                        new MixTable.Row(
                                group.source(),
                                group.language(),
                                mixture.askedOf(group),
                                all == 0 ? 0 : (double) sums.tokens / all,
                                mixture.rateOf(group),
                                sums.documents,
                                sums.read,
                                sums.uses,
                                sums.mostUses,
                                sums.bytes,
                                sums.tokens)));
        return new MixTable(total, rows);
    }

    private void each(Lines taker) throws IOException {
        Path file = folder.resolve(TokenStage.DOCUMENTS);
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String json = in.readLine(); json != null; json = in.readLine()) {
                taker.take(Json.read(json, TokenStage.Line.class, file.toString()));
            }
        }
    }
}
