package eu.socle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Digest;
import eu.socle.core.Ledger;
import eu.socle.core.Manifest;
import eu.socle.core.Seed;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
              languages: [en]
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

    private static final List<String> SUBJECTS =
            List.of(
                    "harbour",
                    "mountain",
                    "library",
                    "garden",
                    "railway",
                    "market",
                    "river",
                    "kitchen",
                    "theatre",
                    "bridge",
                    "forest",
                    "island");

    private record Said(int code, String out, String err) {}

    @TempDir Path folder;

    @Test
    void a_run_is_the_same_on_one_thread_and_on_two_and_its_dossier_verifies() throws Exception {
        Path recipe = recipe(RECIPE);
        assertThat(
                        socle(
                                        "run",
                                        recipe.toString(),
                                        "--into",
                                        folder.resolve("one").toString(),
                                        "--threads",
                                        "1")
                                .code())
                .isZero();
        assertThat(
                        socle(
                                        "run",
                                        recipe.toString(),
                                        "--into",
                                        folder.resolve("two").toString(),
                                        "--threads",
                                        "2")
                                .code())
                .isZero();
        assertThat(manifests(folder.resolve("two"))).isEqualTo(manifests(folder.resolve("one")));
        Said verified = socle("dossier", "--verify", folder.resolve("two").toString());
        assertThat(verified.err()).isEmpty();
        assertThat(verified.code()).isZero();
        assertThat(verified.out()).contains("verified");
        Said again = socle("run", recipe.toString(), "--into", folder.resolve("two").toString());
        assertThat(again.code()).isZero();
        Said answer =
                socle(
                        "chat",
                        folder.resolve("two").toString(),
                        "--say",
                        "The harbour",
                        "--max-tokens",
                        "8",
                        "--temperature",
                        "0");
        assertThat(answer.code()).isZero();
        assertThat(answer.out()).isNotBlank();

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
        assertThat(socle("run", recipe.toString(), "--into", whole.toString()).code()).isZero();
        Seed seed = new Seed(20261124).of("kills");
        Path killed = folder.resolve("killed");
        int kills = 0;
        boolean ended = false;
        for (int attempt = 0; !ended; attempt++) {
            assertThat(attempt).as("attempts").isLessThan(40);
            long lines = 1 + seed.below(14, attempt);
            ended = !killedAfter(lines, recipe, killed);
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
    void bad_input_is_one_sentence_and_the_right_exit_code() throws Exception {
        refused(
                2,
                "tiny.yaml:13",
                recipe(RECIPE.replace("vocabulary:", "vocabluary:")),
                "nearest known key is \"vocabulary\"");
        refused(2, "tiny.yaml", recipe(RECIPE.replace("path: pages", "path: nowhere")), "nowhere");
        refused(2, "absent.yaml", folder.resolve("absent.yaml"), "cannot be read");
        refused(2, "tiny.yaml:2", recipe(RECIPE.replace("seed: 5", "seed: five")), "whole number");
        refused(2, "tiny.yaml", recipe(RECIPE.replace("heads: 2", "heads: 3")), "heads");
        refused(
                1,
                "training split",
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
        assertThat(socle("data", recipe(RECIPE).toString(), "--into", run.toString()).code())
                .isZero();
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
        assertThat(
                        socle(
                                        "run",
                                        recipe(RECIPE.replace("steps: 40", "steps: 2")).toString(),
                                        "--into",
                                        run.toString())
                                .code())
                .isZero();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Said said = socle("serve", run.toString(), "--port", "" + taken.getLocalPort());
            assertThat(said.code()).isEqualTo(1);
            assertThat(said.err()).contains("" + taken.getLocalPort()).doesNotContain("\tat ");
        }
    }

    /// A file system of 200 kB that fills up: the run stops with one sentence, and goes on when
    /// there is room.
    @Test
    void a_full_disk_stops_the_run_with_one_sentence_and_loses_nothing() throws Exception {
        Path full = Path.of("/dev/full");
        org.assertj.core.api.Assumptions.assumeThat(Files.exists(full)).isTrue();
        Path run = folder.resolve("run");
        assertThat(socle("data", recipe(RECIPE).toString(), "--into", run.toString()).code())
                .isZero();
        byte[] ledger = Files.readAllBytes(run.resolve("ledger.jsonl"));
        Files.move(run.resolve("ledger.jsonl"), run.resolve("ledger.kept"));
        Files.createSymbolicLink(run.resolve("ledger.jsonl"), full);
        Said said = socle("token", recipe(RECIPE).toString(), "--into", run.toString());
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("cannot write").doesNotContain("\tat ");
        Files.delete(run.resolve("ledger.jsonl"));
        Files.write(run.resolve("ledger.jsonl"), ledger);
        Files.delete(run.resolve("ledger.kept"));
        assertThat(socle("run", recipe(RECIPE).toString(), "--into", run.toString()).code())
                .isZero();
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
                        "  chat ",
                        "  serve ",
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
        assertThat(socle("data", recipe.toString(), "--into", run.toString()).code()).isZero();
        assertThat(socle("token", recipe.toString(), "--into", run.toString()).code()).isZero();
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

    /// @return true when the process was killed, false when it ended by itself
    private static boolean killedAfter(long lines, Path recipe, Path into)
            throws IOException, InterruptedException {
        Process process =
                process(
                        List.of("--add-modules", "jdk.incubator.vector"),
                        "run",
                        recipe.toString(),
                        "--into",
                        into.toString(),
                        "--json");
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            long seen = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("{") && ++seen >= lines) {
                    process.destroyForcibly();
                    process.waitFor();
                    return true;
                }
            }
        }
        assertThat(process.waitFor()).isZero();
        return false;
    }

    private static Process process(List<String> options, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString()));
        command.addAll(options);
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "eu.socle.cli.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static List<Digest> manifests(Path run) {
        return java.util.stream.Stream.of("data", "token", "model", "eval")
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
            int n = 0;
            for (String subject : SUBJECTS) {
                Files.writeString(
                        pages.resolve("page-" + (char) ('a' + n) + ".txt"), page(subject, n++));
            }
        }
        Path file = folder.resolve("tiny.yaml");
        Files.writeString(file, text);
        return file;
    }

    /// About 120 English words about one subject, never the same two sentences.
    private static String page(String subject, int n) {
        List<String> people =
                List.of(
                        "the painter",
                        "a young doctor",
                        "my neighbour",
                        "the old captain",
                        "an engineer",
                        "the baker");
        List<String> deeds =
                List.of(
                        "walked slowly to",
                        "wrote a long letter about",
                        "remembered every corner of",
                        "was afraid of",
                        "had never been told about",
                        "wanted to buy");
        List<String> times =
                List.of(
                        "in the morning",
                        "before the war",
                        "on a rainy Sunday",
                        "when the snow came",
                        "at the end of the year",
                        "after the party");
        StringBuilder text = new StringBuilder("About the " + subject + "\n\n");
        for (int i = 0; i < 9; i++) {
            text.append(people.get((i * 5 + n) % 6))
                    .append(' ')
                    .append(deeds.get((i * 7 + n * 2) % 6))
                    .append(" the ")
                    .append(subject)
                    .append(' ')
                    .append(times.get((i + n * 3) % 6))
                    .append(", and that was ")
                    .append(i + n)
                    .append(" years ago, with the help of ")
                    .append(people.get((i + n + 1) % 6))
                    .append(". ");
        }
        return text.append('\n').toString();
    }
}
