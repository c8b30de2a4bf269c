package eu.socle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Ledger;
import eu.socle.core.Manifest;
import eu.socle.core.Seed;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.proof.Commitment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line as a person meets it: real files, real processes, real signals.
final class CommandLineTest {

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
              model: {layers: 2, hidden: 32, heads: 2, feed-forward: 64}
              context: 32
              batch: 4
              steps: 40
              checkpoint-every: 5
              evaluate-every: 10
              evaluate-sequences: 4
            eval:
              cloze-examples: 10
            """;

    private record Said(int code, String out, String err) {}

    @TempDir Path folder;

    @Test
    void a_run_is_the_same_on_one_thread_and_on_two_and_its_dossier_verifies() throws Exception {
        Path recipe = recipe(RECIPE);
        done(
                "run",
                recipe.toString(),
                "--into",
                folder.resolve("one").toString(),
                "--threads",
                "1");
        done(
                "run",
                recipe.toString(),
                "--into",
                folder.resolve("two").toString(),
                "--threads",
                "2");
        assertThat(manifests(folder.resolve("two"))).isEqualTo(manifests(folder.resolve("one")));
        Said verified = socle("dossier", "--verify", folder.resolve("two").toString());
        assertThat(verified.err()).isEmpty();
        assertThat(verified.code()).isZero();
        assertThat(verified.out()).contains("verified");
        Said again = socle("run", recipe.toString(), "--into", folder.resolve("two").toString());
        assertThat(again.code()).isZero();
        Said answer =
                done(
                        "chat",
                        folder.resolve("two").toString(),
                        "--say",
                        "The sea",
                        "--max-tokens",
                        "8",
                        "--json");
        assertThat(answer.out()).contains("\"event\":\"answer\"").doesNotContain("\"tokens\":0}");

        Path model = folder.resolve("two/model/model.safetensors");
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length - 5] ^= 1;
        Files.write(model, bytes);
        Said damaged = socle("dossier", "--verify", folder.resolve("two").toString());
        assertThat(damaged.code()).isEqualTo(1);
        assertThat(damaged.err()).contains("model.safetensors");
    }

    /// Kills the process with SIGKILL at random points of its work, again and again, until it ends
    /// by itself.
    @Test
    void a_run_killed_at_random_points_ends_with_the_same_bytes() throws Exception {
        Path recipe = recipe(RECIPE);
        Path whole = folder.resolve("whole");
        done("run", recipe.toString(), "--into", whole.toString());
        Seed seed = new Seed(20261124).of("kills");
        Path killed = folder.resolve("killed");
        int kills = 0;
        boolean ended = false;
        for (int attempt = 0; !ended; attempt++) {
            assertThat(attempt).as("attempts").isLessThan(40);
            // the data stage states about 10 000 at once, a training step about 400
            long bytes = 300 + seed.below(11_000, attempt);
            ended = !killedAfter(bytes, recipe, killed);
            kills += ended ? 0 : 1;
        }
        assertThat(kills).isGreaterThanOrEqualTo(4);
        assertThat(manifests(killed)).isEqualTo(manifests(whole));
        for (String stage : List.of("data", "token", "model", "eval")) {
            assertThat(Manifest.read(killed.resolve(stage)).damaged(killed.resolve(stage)))
                    .isEmpty();
        }
        assertThat(Ledger.read(killed.resolve("ledger.jsonl"))).isNotEmpty();
    }

    @Test
    void a_proof_is_checked_offline_against_a_root_and_a_changed_one_is_refused() throws Exception {
        Path recipe = recipe(RECIPE);
        Path run = folder.resolve("run");
        Said data = done("data", recipe.toString(), "--into", run.toString());
        assertThat(data.out() + data.err()).contains("a signal that cannot be read: drop");
        String root = Json.read(run.resolve("data/commitment.json"), Commitment.class).root().hex();
        Path proof = folder.resolve("proof.json");
        String kept = firstKept(run);
        for (String document : List.of(kept, "pages/absent.txt")) {
            done(
                    "data",
                    "prove",
                    run.toString(),
                    "--document",
                    document,
                    "--out",
                    proof.toString());
            Said verified = done("verify", proof.toString(), "--root", root);
            assertThat(verified.out()).contains(document.equals(kept) ? " is among" : " is not");
            assertThat(Files.size(proof)).isLessThan(2000);
        }
        done("verify", proof.toString(), "--dataset", run.toString());
        assertThat(socle("verify", proof.toString()).code()).isEqualTo(2);
        Files.writeString(proof, Files.readString(proof).replace("absent", "absinth"));
        Said changed = socle("verify", proof.toString(), "--root", "0".repeat(64));
        assertThat(changed.code()).isEqualTo(1);
        assertThat(changed.err()).contains("proves nothing");
        assertThat(socle("data").err()).contains("name a recipe");
    }

    private static String firstKept(Path run) {
        try (Stream<Document> documents = ParquetDataset.open(run.resolve("data")).open()) {
            return documents.findFirst().orElseThrow().id();
        }
    }

    @Test
    void bad_input_is_one_sentence_and_the_right_exit_code() throws Exception {
        refused(
                2,
                "tiny.yaml:11",
                recipe(RECIPE.replace("vocabulary:", "vocabluary:")),
                "nearest known key is \"vocabulary\"");
        refused(2, "pages", recipe(RECIPE.replace("path: pages", "path: nowhere")), "nowhere");
        refused(2, "absent.yaml", folder.resolve("absent.yaml"), "cannot be read");
        refused(2, "tiny.yaml:2", recipe(RECIPE.replace("seed: 5", "seed: five")), "whole number");
        refused(2, "train.model.heads", recipe(RECIPE.replace("heads: 2", "heads: 3")), "heads");
        refused(
                1,
                "train split",
                recipe(RECIPE.replace("context: 32", "context: 20000")),
                "fewer than one sequence");

        Path recipe = recipe(RECIPE);
        Files.createDirectories(folder.resolve("thesis"));
        Files.writeString(folder.resolve("thesis/chapter.txt"), "years of work");
        Said other = socle("run", recipe.toString(), "--into", folder.resolve("thesis").toString());
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("not empty");
        assertThat(socle("chat", folder.resolve("nowhere").toString()).code()).isEqualTo(2);
        assertThat(socle("frobnicate").code()).isEqualTo(2);
        assertThat(socle("run").code()).isEqualTo(2);
        assertThat(
                        socle(
                                        "run",
                                        recipe.toString(),
                                        "--threads",
                                        "0",
                                        "--into",
                                        folder.resolve("x").toString())
                                .code())
                .isEqualTo(2);
    }

    @Test
    void another_recipe_in_the_same_directory_is_refused_and_nothing_is_lost() throws Exception {
        Path run = folder.resolve("run");
        done("data", recipe(RECIPE).toString(), "--into", run.toString());
        List<Digest> before = List.of(Manifest.read(run.resolve("data")).digest());
        Said said =
                socle(
                        "run",
                        recipe(RECIPE.replace("seed: 5", "seed: 6")).toString(),
                        "--into",
                        run.toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("belongs to the recipe");
        assertThat(Manifest.read(run.resolve("data")).digest()).isEqualTo(before.getFirst());
    }

    @Test
    void a_stage_whose_input_is_not_there_names_the_command_that_makes_it() throws Exception {
        Said said =
                socle(
                        "train",
                        recipe(RECIPE).toString(),
                        "--into",
                        folder.resolve("run").toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("./socle token");
    }

    @Test
    void a_port_in_use_is_one_sentence() throws Exception {
        Path run = folder.resolve("run");
        done(
                "run",
                recipe(RECIPE.replace("steps: 40", "steps: 2")).toString(),
                "--into",
                run.toString());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Said said = socle("serve", run.toString(), "--port", "" + taken.getLocalPort());
            assertThat(said.code()).isEqualTo(1);
            assertThat(said.err()).contains("" + taken.getLocalPort()).doesNotContain("\tat ");
        }
    }

    /// A process that may write no file beyond 4 kB: what a full disk does to a writer, with a real
    /// failing write.
    @Test
    void a_write_that_fails_stops_the_run_with_one_sentence_and_loses_nothing() throws Exception {
        Path recipe = recipe(RECIPE);
        Path run = folder.resolve("run");
        done("data", recipe.toString(), "--into", run.toString());
        Digest before = Manifest.read(run.resolve("data")).digest();
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -f 8; exec \"$@\"", "sh"));
        List<String> options = List.of("--add-modules", "jdk.incubator.vector", "-XX:-UsePerfData");
        command.addAll(java(options, "run", recipe.toString(), "--into", run.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said).contains("cannot write").doesNotContain("\tat ");
        assertThat(Manifest.read(run.resolve("data")).digest()).isEqualTo(before);
        done("run", recipe.toString(), "--into", run.toString());
    }

    @Test
    void help_shows_the_verbs_in_the_order_data_flows_and_json_speaks_json() throws Exception {
        Said help = socle("--help");
        assertThat(help.code()).isZero();
        List<Integer> places = new ArrayList<>();
        for (String verb :
                List.of(
                        "  data ",
                        "  token ",
                        "  train ",
                        "  eval ",
                        "  dossier ",
                        "  verify ",
                        "  chat ",
                        "  serve ",
                        "  model ",
                        "  doctor ")) {
            places.add(help.out().indexOf(verb));
        }
        assertThat(places).isSorted().doesNotContain(-1);
        Said json =
                socle(
                        "data",
                        recipe(RECIPE).toString(),
                        "--into",
                        folder.resolve("json").toString(),
                        "--json");
        assertThat(json.out().lines().toList())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("{\"").endsWith("}"));
        Said quiet =
                socle(
                        "data",
                        recipe(RECIPE).toString(),
                        "--into",
                        folder.resolve("quiet").toString(),
                        "--quiet");
        assertThat(quiet.err()).isEmpty();
    }

    @Test
    void without_the_vector_module_the_engine_refuses_with_the_right_command() throws Exception {
        Path recipe = recipe(RECIPE);
        Path run = folder.resolve("run");
        done("data", recipe.toString(), "--into", run.toString());
        done("token", recipe.toString(), "--into", run.toString());
        Process process = process(List.of(), "train", recipe.toString(), "--into", run.toString());
        String err = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(err).contains("--add-modules jdk.incubator.vector").doesNotContain("\tat ");
    }

    private void refused(int code, String where, Path recipe, String why) {
        Said said =
                socle(
                        "run",
                        recipe.toString(),
                        "--into",
                        folder.resolve("refused-" + why.hashCode()).toString());
        assertThat(said.err()).contains(where).contains(why).doesNotContain("\tat ");
        assertThat(said.code()).as(said.err()).isEqualTo(code);
    }

    /// Kills the process when its ledger has grown by this many bytes.
    ///
    /// @return true when it was killed, false when it ended by itself
    private static boolean killedAfter(long bytes, Path recipe, Path into) throws Exception {
        Path ledger = into.resolve("ledger.jsonl");
        long before = Files.exists(ledger) ? Files.size(ledger) : 0;
        return killedWhen(
                () -> Files.exists(ledger) && Files.size(ledger) >= before + bytes,
                "run",
                recipe,
                into);
    }

    private interface Moment {
        boolean come() throws IOException;
    }

    /// @return true when it was killed, false when it ended by itself
    private static boolean killedWhen(Moment moment, String verb, Path recipe, Path into)
            throws Exception {
        List<String> options = List.of("--add-modules", "jdk.incubator.vector");
        Path said = into.resolveSibling(into.getFileName() + ".log");
        Process process =
                new ProcessBuilder(
                                java(options, verb, recipe.toString(), "--into", into.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        while (process.isAlive()) {
            if (moment.come()) {
                process.destroyForcibly().waitFor();
                return true;
            }
            Thread.onSpinWait();
        }
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return false;
    }

    /// Kills the data stage as soon as a file is there that a random phase leaves, dozens of times.
    @Test
    void a_data_stage_killed_in_each_phase_ends_with_the_same_bytes() throws Exception {
        Path recipe =
                recipe(
                        RECIPE.replace(
                                "token:",
                                "  dedup: {paragraphs: 40, sentences: 3, substrings: 100,"
                                        + " minimum-words: 10, minimum-sentences: 1,"
                                        + " ngrams: {size: 8, capacity: 1000000}}\ntoken:"));
        Path whole = folder.resolve("whole");
        done("data", recipe.toString(), "--into", whole.toString());
        Digest expected = Manifest.read(whole.resolve("data")).digest();
        List<String> left =
                List.of(
                        "units.tmp/plan.json",
                        "units.tmp/unit-000000.texts",
                        "units.tmp/unit-000000.notes",
                        "units.tmp/ids",
                        "units.tmp/standing.json",
                        "units.tmp/unit-000000.passages",
                        "units.tmp/half-windows",
                        "units.tmp/unit-000000.windows",
                        "units.tmp/cuts",
                        "units.tmp/settled.json",
                        "part-00000.parquet.tmp",
                        "units.tmp/part-00000.account.json",
                        "units.tmp/unit-000000.account.json",
                        "rejects.jsonl",
                        "signatures.bin.tmp",
                        "index.json",
                        "commitment.leaves",
                        "units.over.tmp",
                        "manifest.json");
        int kills = 0;
        for (String file : left) {
            Path run = folder.resolve("killed-" + file.replace('/', '-'));
            Path awaited = run.resolve("data").resolve(file);
            kills += killedWhen(() -> Files.exists(awaited), "data", recipe, run) ? 1 : 0;
            done("data", recipe.toString(), "--into", run.toString());
            assertThat(Manifest.read(run.resolve("data")).digest()).as(file).isEqualTo(expected);
            assertThat(Manifest.read(run.resolve("data")).damaged(run.resolve("data"))).isEmpty();
        }
        assertThat(kills).isGreaterThan(left.size() / 2);
    }

    private static Process process(List<String> options, String... arguments) throws IOException {
        return new ProcessBuilder(java(options, arguments)).redirectErrorStream(true).start();
    }

    private static List<String> java(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), "eu.socle.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Said done(String... arguments) {
        Said said = socle(arguments);
        assertThat(said.code()).as(said.err()).isZero();
        return said;
    }

    private static List<Digest> manifests(Path run) {
        return Stream.of("data", "token", "model", "eval")
                .map(stage -> Manifest.read(run.resolve(stage)).digest())
                .toList();
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

    private Path recipe(String text) throws IOException {
        Path pages = folder.resolve("pages");
        if (!Files.exists(pages)) {
            Files.createDirectories(pages);
            Path hello = Shared.repository().resolve("recipes/hello/documents");
            try (Stream<Path> files = Files.walk(hello)) {
                for (Path page : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
                    String name = hello.relativize(page).toString().replace('/', '-');
                    Files.copy(page, pages.resolve(name));
                }
            }
        }
        Path file = folder.resolve("tiny.yaml");
        Files.writeString(file, text);
        return file;
    }
}
