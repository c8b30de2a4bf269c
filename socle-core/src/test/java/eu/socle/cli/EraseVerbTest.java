package eu.socle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Manifest;
import eu.socle.core.Seed;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.erase.Passages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Erasing from the command line, with real pages, real processes and real kills.
final class EraseVerbTest {

    private static final String RECIPE =
            """
            name: tiny
            seed: 5
            data:
              sources:
                - name: pages
                  path: pages
                  licence: CC0-1.0
              languages: [en, fr, de, es, it]
              licences: [CC0-1.0]
            token:
              vocabulary: 400
              held-out: 0.3
            train:
              model: {layers: 1, hidden: 16, heads: 2, feed-forward: 16}
              context: 32
              batch: 4
              steps: 6
              checkpoint-every: 3
              evaluate-every: 6
              evaluate-sequences: 2
            eval:
              cloze-examples: 4
            """;

    private record Said(int code, String out, String err) {}

    @TempDir Path folder;

    @Test
    void a_document_is_erased_the_receipt_verifies_and_the_run_stays_whole() throws Exception {
        Path recipe = recipe();
        Path run = folder.resolve("run");
        done("run", recipe.toString(), "--into", run.toString());
        Document document = documents(run).get(3);
        List<Document> others = new ArrayList<>(documents(run));
        others.remove(document);

        Said listed = done("data", "erase", run.toString(), "--document", document.id(), "--list");
        assertThat(listed.out()).contains(document.id()).contains("nothing was touched");
        assertThat(documents(run)).contains(document);

        Said said = done("data", "erase", run.toString(), "--document", document.id());
        assertThat(said.out())
                .contains("erasure-0001: 1 document was erased")
                .contains("its weights were not changed")
                .doesNotContain(document.id());
        assertThat(said.out().toLowerCase(Locale.ROOT)).doesNotContain("forg");
        assertThat(documents(run)).isEqualTo(others);
        Set<Long> passages = Passages.of(document.text());
        assertThat(documents(run))
                .noneMatch(d -> !Collections.disjoint(Passages.of(d.text()), passages));

        Path receipt = run.resolve("erasures/erasure-0001.json");
        assertThat(done("verify", receipt.toString()).out()).contains("verified: the receipt");
        done("run", recipe.toString(), "--into", run.toString()); // nothing is made again
        assertThat(done("dossier", "--verify", "--documents", run.toString()).out())
                .contains("verified")
                .contains("figures were counted again from " + others.size() + " documents");
        Files.writeString(receipt, Files.readString(receipt).replace("\"train\"", "\"none\""));
        assertThat(socle("verify", receipt.toString()).code()).isEqualTo(1);
    }

    @Test
    void what_cannot_be_meant_is_refused_in_one_sentence() throws Exception {
        Path run = folder.resolve("run");
        done("data", recipe().toString(), "--into", run.toString());
        assertThat(socle("data", "erase", run.toString()).err()).contains("name what is to be");
        assertThat(socle("data", "erase", folder.toString(), "--url", "x").err())
                .contains("holds no run.json");
        Said unknown = socle("data", "erase", run.toString(), "--document", "none.txt");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("nothing was erased");
        Said keyless = socle("data", "erase", run.toString(), "--identifier", "Ada Lovelace");
        assertThat(keyless.code()).isEqualTo(2);
        assertThat(keyless.err()).contains("needs --key");
        assertThat(run.resolve("erasures/journal.json")).doesNotExist();
    }

    /// Kills the process as soon as it has left a file that each step leaves, and ends the erasure
    /// with the same command.
    @Test
    void an_erasure_killed_at_each_step_ends_with_the_same_bytes() throws Exception {
        Path whole = folder.resolve("whole");
        Path recipe = recipe();
        done("data", recipe.toString(), "--into", whole.toString());
        done("token", recipe.toString(), "--into", whole.toString());
        String id = documents(whole).get(3).id();
        Path before = folder.resolve("before");
        copy(whole, before);
        done("data", "erase", whole.toString(), "--document", id);
        SortedMap<String, Digest> expected = files(whole);
        List<String> left =
                List.of(
                        "erasures/journal.json",
                        "erasures/exclusions.jsonl",
                        "data/part-00000.parquet.tmp",
                        "data/index.documents.tmp",
                        "data/commitment.leaves.tmp",
                        "data/rejects.jsonl.tmp",
                        "token/documents.jsonl.tmp",
                        "token/train-00000.tokens.tmp",
                        "erasures/erasure-0001.json");
        int kills = 0;
        for (String file : left) {
            Path run = folder.resolve("killed-" + file.replace('/', '-'));
            copy(before, run);
            kills += killedAt(run.resolve(file), run, id) ? 1 : 0;
            done("data", "erase", run.toString(), "--document", id);
            assertThat(files(run)).as(file).isEqualTo(expected);
            for (String stage : List.of("data", "token")) {
                assertThat(Manifest.read(run.resolve(stage)).damaged(run.resolve(stage))).isEmpty();
            }
            assertThat(run.resolve("erasures/journal.json")).doesNotExist();
        }
        assertThat(kills).isGreaterThan(left.size() / 2);
    }

    /// Kills the process when the names of the files of the run have changed a random number of
    /// times, then kills the one that goes on, and ends the erasure with the same command.
    @Test
    void an_erasure_killed_at_random_twice_ends_with_the_same_bytes() throws Exception {
        Path whole = folder.resolve("whole");
        Path recipe = recipe();
        done("data", recipe.toString(), "--into", whole.toString());
        done("token", recipe.toString(), "--into", whole.toString());
        String id = documents(whole).get(5).id();
        Path before = folder.resolve("before");
        copy(whole, before);
        done("data", "erase", whole.toString(), "--document", id, "--indexed");
        SortedMap<String, Digest> expected = files(whole);
        Seed seed = new Seed(20261125).of("kills");
        int kills = 0;
        for (int i = 0; i < 2; i++) {
            Path run = folder.resolve("random-" + i);
            copy(before, run);
            for (int kill = 0; kill < 2; kill++) {
                long changes = 1 + seed.below(25, 2L * i + kill);
                kills += killedAfter(changes, run, id) ? 1 : 0;
            }
            done("data", "erase", run.toString(), "--document", id, "--indexed");
            assertThat(files(run)).as("seed 20261125, run " + i).isEqualTo(expected);
            String receipt = run.resolve("erasures/erasure-0001.json").toString();
            assertThat(done("verify", receipt).out()).contains("verified: the receipt");
        }
        assertThat(kills).isPositive();
    }

    private static boolean killedAfter(long changes, Path run, String id) throws Exception {
        Path said = run.resolveSibling(run.getFileName() + ".log");
        Process process = erasing(said, run, "--document", id, "--indexed");
        Set<String> seen = names(run);
        long changed = 0;
        while (process.isAlive()) {
            Set<String> now = names(run);
            if (!now.equals(seen) && ++changed == changes) {
                process.destroyForcibly().waitFor();
                return true;
            }
            seen = now;
        }
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return false;
    }

    private static Set<String> names(Path run) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String folder : List.of("data", "token", "erasures")) {
            if (Files.exists(run.resolve(folder))) {
                try (Stream<Path> inside = Files.list(run.resolve(folder))) {
                    inside.forEach(file -> names.add(folder + "/" + file.getFileName()));
                }
            }
        }
        return names;
    }

    private static boolean killedAt(Path awaited, Path run, String id) throws Exception {
        Path said = run.resolveSibling(run.getFileName() + ".log");
        Process process = erasing(said, run, "--document", id);
        while (process.isAlive()) {
            if (Files.exists(awaited)) {
                process.destroyForcibly().waitFor();
                return true;
            }
            Thread.onSpinWait();
        }
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return false;
    }

    private static Process erasing(Path said, Path run, String... options) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--add-modules",
                                "jdk.incubator.vector",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "eu.socle.cli.Main",
                                "data",
                                "erase",
                                run.toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
    }

    /// Digest of each file of dataset, tokens and exclusions, without left-overs.
    private static SortedMap<String, Digest> files(Path run) throws IOException {
        SortedMap<String, Digest> files = new TreeMap<>();
        for (String name : List.of("data", "token", "erasures/exclusions.jsonl")) {
            try (Stream<Path> walk = Files.walk(run.resolve(name))) {
                for (Path file : walk.filter(Files::isRegularFile).toList()) {
                    if (!file.toString().endsWith(".tmp")) {
                        files.put(run.relativize(file).toString(), Digest.ofFile(file));
                    }
                }
            }
        }
        return files;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path file : walk.toList()) {
                Path into = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(into);
                } else {
                    Files.copy(file, into);
                }
            }
        }
    }

    private static List<Document> documents(Path run) {
        try (Stream<Document> documents = ParquetDataset.open(run.resolve("data")).open()) {
            return documents.toList();
        }
    }

    private static Said done(String... arguments) {
        Said said = socle(arguments);
        assertThat(said.code()).as(said.err()).isZero();
        return said;
    }

    private static Said socle(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                Main.execute(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        arguments);
        return new Said(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Path recipe() throws IOException {
        Path pages = Files.createDirectories(folder.resolve("pages"));
        Path hello = Shared.repository().resolve("recipes/hello/documents");
        try (Stream<Path> files = Files.walk(hello)) {
            for (Path page : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
                Files.copy(
                        page, pages.resolve(hello.relativize(page).toString().replace('/', '-')));
            }
        }
        Path file = folder.resolve("tiny.yaml");
        Files.writeString(file, RECIPE);
        return file;
    }
}
