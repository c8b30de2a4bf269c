package eu.socle.spark;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Digest;
import eu.socle.core.Manifest;
import eu.socle.core.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real Spark processes with `local[2]`, beside the local engine on the same sources.
final class SparkEngineTest {

    private static final int FILES = 90; // more than one unit of 64 files
    private static final String[] WORDS =
            ("the river runs past old mills and fields of barley where larks rise each morning while "
                            + "people of the village walk to market with bread cheese honey and news "
                            + "that they have heard from travellers who came over the high pass in snow")
                    .split(" ");

    @TempDir Path folder;

    @Test
    void givesTheBytesOfOneThreadOfTwoAndOfSpark() throws Exception {
        Path recipe = recipe();
        Digest one = data(recipe, "one", "local", "--threads", "1");
        assertThat(data(recipe, "two", "local", "--threads", "2")).isEqualTo(one);
        assertThat(data(recipe, "spark", "spark")).isEqualTo(one);
        assertThat(Manifest.read(folder.resolve("spark/data")).counts().get("documents.kept"))
                .isGreaterThan(FILES / 2L);
        assertThat(Manifest.read(folder.resolve("spark/data")).counts())
                .containsKey("cut.repeated_paragraphs.documents");
    }

    /// Kills Spark when a random number of units is done, then lets the local engine go on.
    @Test
    void whatSparkBeganBeforeItWasKilledTheLocalEngineEndsWithTheSameBytes() throws Exception {
        Path recipe = recipe();
        Digest whole = data(recipe, "whole", "local");
        long units = 1 + new Seed(20261124).of("kill").below(2, 0);
        Path working = folder.resolve("cut/data/units.tmp");
        Process process = start(recipe, "cut", "spark");
        while (process.isAlive() && notes(working) < units) {
            Thread.onSpinWait();
        }
        process.destroyForcibly().waitFor();
        assertThat(folder.resolve("cut/data/manifest.json")).doesNotExist();
        assertThat(data(recipe, "cut", "local")).isEqualTo(whole);
    }

    @Test
    void aSourceThatIsNotThereIsOneSentence() throws Exception {
        Path recipe = recipe();
        Files.writeString(recipe, Files.readString(recipe).replace("path: pages", "path: nowhere"));
        Process process = start(recipe, "absent", "spark");
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(2);
        assertThat(said).contains("nowhere, which is not there");
    }

    private static long notes(Path working) throws IOException {
        if (!Files.isDirectory(working)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(working)) {
            return files.filter(file -> file.toString().endsWith(".notes")).count();
        }
    }

    private Path recipe() throws IOException {
        Path pages = Files.createDirectories(folder.resolve("pages"));
        Seed seed = new Seed(7);
        for (int i = 0; i < FILES; i++) {
            StringBuilder text = new StringBuilder();
            Seed page = seed.of(i % (FILES - 5)); // the last five repeat the first five
            text.append("All of these pages lie in the county library beside the old mill.\n");
            for (int word = 0; word < 120; word++) {
                text.append(WORDS[(int) page.below(WORDS.length, word)]);
                text.append(word % 12 == 11 ? ".\n" : " ");
            }
            Files.writeString(pages.resolve("page" + i + ".txt"), text);
        }
        return Files.writeString(
                folder.resolve("recipe.yaml"),
                """
                name: spark
                data:
                  sources:
                    - name: pages
                      path: pages
                      licence: CC0-1.0
                  languages: [en]
                  licences: [CC0-1.0]
                  dedup:
                    paragraphs: 60
                    sentences: 3
                    substrings: 64
                    minimum-words: 20
                    ngrams: {size: 8, capacity: 100000}
                  shard-documents: 20
                """);
    }

    private Digest data(Path recipe, String into, String engine, String... more) throws Exception {
        Process process = start(recipe, into, engine, more);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return Manifest.read(folder.resolve(into).resolve("data")).digest();
    }

    private Process start(Path recipe, String into, String engine, String... more)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-Dspark.master=local[2]", "-Dspark.ui.enabled=false"));
        command.add("-Dspark.local.dir=" + folder.resolve("spark-scratch"));
        for (String open : SparkOptions.OPENED) {
            command.add("--add-opens=" + open + "=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "eu.socle.cli.Main"));
        command.addAll(List.of("data", recipe.toString(), "--engine", engine));
        command.addAll(List.of("--into", folder.resolve(into).toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /// What Spark 4.2 opens for itself when its own scripts start it.
    private static final class SparkOptions {
        static final List<String> OPENED =
                List.of(
                        "java.base/java.lang",
                        "java.base/java.lang.invoke",
                        "java.base/java.lang.reflect",
                        "java.base/java.io",
                        "java.base/java.net",
                        "java.base/java.nio",
                        "java.base/java.util",
                        "java.base/java.util.concurrent",
                        "java.base/java.util.concurrent.atomic",
                        "java.base/sun.nio.ch",
                        "java.base/sun.nio.cs",
                        "java.base/sun.security.action",
                        "java.base/sun.util.calendar");
    }
}
