package eu.socle.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunTest {

    private static final Meter NO_METER =
            new Meter() {
                @Override
                public Window start() {
                    return () -> new Joules.Unknown("a test measures nothing");
                }

                @Override
                public String describe() {
                    return "none";
                }
            };

    private record Config(int size) {}

    @TempDir Path folder;

    @Test
    void a_finished_stage_is_used_as_it_is() {
        AtomicInteger times = new AtomicInteger();
        Manifest first;
        try (Run run = open("hello", 1)) {
            first = stage(run, new Config(1), times);
        }
        try (Run run = open("hello", 1)) {
            assertThat(stage(run, new Config(1), times)).isEqualTo(first);
        }
        assertThat(times).hasValue(1);
        assertThat(Ledger.read(folder.resolve("run/ledger.jsonl")).getLast().fact())
                .isEqualTo(new Fact.StageReused("data", first.digest()));
    }

    @Test
    void an_interrupted_stage_goes_on_as_its_second_attempt_and_gives_the_same_manifest() {
        try (Run run = open("hello", 1)) {
            assertThatThrownBy(() ->
                            run.stage(
                                    "data",
                                    new Config(1),
                                    new TreeMap<>(),
                                    into -> {
                                        AtomicFile.write(into.resolve("a.txt"), "whole");
                                        Files.writeString(into.resolve("b.txt.tmp"), "half");
                                        throw new IllegalStateException("killed");
                                    }))
                    .hasMessage("killed");
        }
        Manifest resumed;
        try (Run run = open("hello", 1)) {
            resumed = stage(run, new Config(1), new AtomicInteger());
        }
        assertThat(resumed.files()).extracting(Manifest.Entry::path).containsExactly("a.txt");
        assertThat(Ledger.read(folder.resolve("run/ledger.jsonl")).stream().map(Ledger.Line::fact))
                .filteredOn(f -> f instanceof Fact.StageStarted)
                .extracting(f -> ((Fact.StageStarted) f).attempt())
                .containsExactly(1, 2);
    }

    @Test
    void a_directory_of_another_recipe_is_refused_with_both_names() {
        open("hello", 1).close();
        assertThatThrownBy(() -> open("bonjour", 1))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.exitCode()).isEqualTo(2))
                .hasMessageContaining("\"hello\"")
                .hasMessageContaining("\"bonjour\"")
                .hasMessageContaining("--into");
    }

    @Test
    void a_folder_that_is_no_run_is_refused() throws Exception {
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(folder.resolve("run/thesis.txt"), "years of work");
        assertThatThrownBy(() -> open("hello", 1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("not empty");
        assertThat(folder.resolve("run/thesis.txt")).hasContent("years of work");
    }

    @Test
    void other_settings_or_other_inputs_are_refused_not_mixed() {
        try (Run run = open("hello", 1)) {
            stage(run, new Config(1), new AtomicInteger());
            assertThatThrownBy(() -> stage(run, new Config(2), new AtomicInteger()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("other settings");
            SortedMap<String, Digest> inputs = new TreeMap<>();
            inputs.put("sources", Digest.of("changed"));
            assertThatThrownBy(
                            () -> run.stage("data", new Config(1), inputs, into -> new TreeMap<>()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("other inputs");
        }
    }

    @Test
    void a_changed_file_of_an_artifact_is_named() throws Exception {
        try (Run run = open("hello", 1)) {
            Manifest manifest = stage(run, new Config(1), new AtomicInteger());
            Path data = folder.resolve("run/data");
            assertThat(manifest.damaged(data)).isEmpty();
            Files.writeString(data.resolve("a.txt"), "Whole");
            assertThat(manifest.damaged(data)).singleElement().asString().contains("a.txt");
        }
    }

    private Run open(String recipe, long seed) {
        return Run.open(
                folder.resolve("run"),
                new Run.Identity(recipe, Digest.of(recipe), seed),
                InstantSource.fixed(Instant.parse("2026-11-24T10:00:00Z")),
                1,
                NO_METER,
                Progress.SILENT);
    }

    private static Manifest stage(Run run, Config config, AtomicInteger times) {
        return run.stage(
                "data",
                config,
                new TreeMap<>(),
                into -> {
                    times.incrementAndGet();
                    AtomicFile.write(into.resolve("a.txt"), "whole");
                    return new TreeMap<>();
                });
    }

    @Test
    void a_stage_made_from_inputs_that_an_erasure_on_record_superseded_stays_valid() {
        Digest first = Digest.of("first");
        Digest second = Digest.of("second");
        Digest third = Digest.of("third");
        AtomicInteger times = new AtomicInteger();
        try (Run run = open("hello", 1)) {
            later(run, first, times);
            assertThatThrownBy(() -> later(run, second, times))
                    .hasMessageContaining("other inputs");
            run.state(new Fact.ManifestSuperseded("data", first, second, "erasure-0001"));
            later(run, second, times);
            run.state(new Fact.ManifestSuperseded("data", second, third, "erasure-0002"));
        }
        try (Run run = open("hello", 1)) { // what counts is what the ledger says
            later(run, third, times);
            later(run, second, times);
            assertThatThrownBy(() -> later(run, Digest.of("fourth"), times))
                    .hasMessageContaining("other inputs");
        }
        assertThat(times).hasValue(1);
    }

    @Test
    void a_stage_made_after_an_erasure_is_not_valid_for_what_was_before_it() {
        Digest first = Digest.of("first");
        Digest second = Digest.of("second");
        AtomicInteger times = new AtomicInteger();
        try (Run run = open("hello", 1)) {
            run.state(new Fact.ManifestSuperseded("data", first, second, "erasure-0001"));
            later(run, second, times);
            assertThatThrownBy(() -> later(run, first, times)).hasMessageContaining("other inputs");
        }
    }

    @Test
    void what_an_interrupted_command_repeats_is_stated_once() {
        Fact fact = new Fact.ManifestSuperseded("data", Digest.of("a"), Digest.of("b"), "e");
        try (Run run = open("hello", 1)) {
            run.stateOnce(fact);
            run.stateOnce(fact);
        }
        assertThat(Ledger.read(folder.resolve("run/ledger.jsonl"))).hasSize(1);
    }

    private static void later(Run run, Digest data, AtomicInteger times) {
        SortedMap<String, Digest> inputs = new TreeMap<>();
        inputs.put("data", data);
        run.stage(
                "token",
                new Config(1),
                inputs,
                into -> {
                    times.incrementAndGet();
                    AtomicFile.write(into.resolve("a.txt"), "tokens");
                    return new TreeMap<>();
                });
    }
}
