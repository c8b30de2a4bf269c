package eu.socle.erase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.core.Ledger;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.data.DataConfig;
import eu.socle.data.DataStage;
import eu.socle.data.Engine;
import eu.socle.data.Phase;
import eu.socle.data.Recipes;
import eu.socle.data.Tasks;
import eu.socle.data.erase.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stage that was compared with an existing dataset, opened again after documents were erased
/// from that dataset.
final class ErasedFromExistingTest {

    private static final DataConfig SECOND =
            Recipes.data(
                    "{'sources': [{'name': 'new', 'path': 'new', 'licence': 'CC0-1.0'}],"
                            + "'languages': ['en'], 'licences': ['CC0-1.0'],"
                            + "'quality': {'without': ['repetition', 'language', 'stop_words', 'symbols', 'word_length']},"
                            + "'dedup': {'against': ['first']}, 'shard-documents': 5}");

    @TempDir Path folder;
    private Held first;

    @BeforeEach
    void make() throws IOException {
        Held.pages(folder.resolve("in"));
        first = Held.data(folder.resolve("first"), folder, Held.config(List.of()));
        Files.createDirectories(folder.resolve("new"));
        StringBuilder lines = new StringBuilder();
        for (int i = 50; i < 70; i++) { // ten of them are in the first dataset too
            lines.append("{\"text\":")
                    .append(Json.canonical(Held.text(i, 14)))
                    .append(",\"url\":\"https://other.example/")
                    .append(i)
                    .append("\"}\n");
        }
        Files.writeString(folder.resolve("new/crawl.jsonl"), lines);
    }

    private void erase(String url) {
        try (Run run = Held.open(first.directory(), Progress.SILENT)) {
            Erase.run(
                    run,
                    new Request(List.of(), List.of("https://example.org/" + url), List.of()),
                    new byte[0],
                    "asked");
        }
    }

    private Manifest second(String name) {
        try (Run run = Held.open(folder.resolve(name), Progress.SILENT)) {
            return DataStage.run(SECOND, folder, run);
        }
    }

    private static List<String> kept(Path run) {
        return new Held(run).documents().stream().map(document -> document.rights().url()).toList();
    }

    @Test
    void a_finished_stage_stays_and_its_ledger_names_the_erasures_between() {
        Manifest made = second("second");
        assertThat(made.counts()).containsEntry("documents.kept", 10L);
        Digest before = Manifest.read(folder.resolve("first/data")).digest();
        erase("3");
        erase("55");
        assertThat(second("second").digest()).isEqualTo(made.digest());
        second("second");
        List<Fact.ManifestSuperseded> stated =
                Ledger.read(folder.resolve("second/ledger.jsonl")).stream()
                        .map(Ledger.Line::fact)
                        .filter(Fact.ManifestSuperseded.class::isInstance)
                        .map(Fact.ManifestSuperseded.class::cast)
                        .toList();
        assertThat(stated).extracting(Fact.ManifestSuperseded::stage).containsOnly("against.0");
        assertThat(stated)
                .extracting(Fact.ManifestSuperseded::erasure)
                .containsExactly("erasure-0001", "erasure-0002");
        assertThat(stated.getFirst().before()).isEqualTo(before);
        assertThat(stated.getLast().after())
                .isEqualTo(Manifest.read(folder.resolve("first/data")).digest());
    }

    @Test
    void a_dataset_that_was_changed_otherwise_or_whose_ledger_is_gone_is_another_input()
            throws IOException {
        second("second");
        erase("3");
        Path ledger = folder.resolve("first/ledger.jsonl");
        Path aside = folder.resolve("aside");
        Files.move(ledger, aside);
        assertThatThrownBy(() -> second("second"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("against.0");
        Files.writeString(
                ledger, Files.readString(aside).replaceFirst("erasure-0001", "erasure-0009"));
        assertThatThrownBy(() -> second("second")).isInstanceOf(Refusal.class);
        Files.copy(aside, ledger, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Path manifest = folder.resolve("first/data/manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace("\"documents.in\":63", "\"documents.in\":64"));
        assertThat(Files.readString(manifest)).isNotEqualTo(text);
        assertThatThrownBy(() -> second("second"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("against.0");
        Files.writeString(manifest, text);
        second("second");
    }

    /// Stopped after each phase, then the page of one of its doubles is erased from the first
    /// dataset: what is made in the end is what a new run makes.
    @Test
    void an_unfinished_stage_is_compared_anew_and_ends_like_a_new_one() throws IOException {
        Phase[] phases = {Phase.READ, Phase.WRITE, Phase.ACCOUNT};
        for (int i = 0; i < phases.length; i++) {
            Path stopped = folder.resolve("stopped-" + i);
            Phase last = phases[i];
            try (Run run = Held.open(stopped, Progress.SILENT)) {
                assertThatThrownBy(() ->
                                DataStage.run(
                                        SECOND,
                                        folder,
                                        run,
                                        new Stopping(last, new Engine.Local(run.workers()))))
                        .hasMessage("stopped");
            }
        }
        erase("55");
        Manifest fresh = second("fresh");
        assertThat(kept(folder.resolve("fresh"))).contains("https://other.example/55").hasSize(11);
        for (int i = 0; i < phases.length; i++) {
            assertThat(second("stopped-" + i).digest())
                    .as("stopped " + i)
                    .isEqualTo(fresh.digest());
            assertThat(folder.resolve("stopped-" + i + "/data/units.tmp")).doesNotExist();
        }
    }

    /// Stops when a phase is over.
    private record Stopping(Phase last, Engine engine) implements Engine {
        @Override
        public String name() {
            return engine.name();
        }

        @Override
        public void run(Tasks tasks, Phase phase, int count, Runnable done) {
            engine.run(tasks, phase, count, done);
            if (phase == last) {
                throw new IllegalStateException("stopped");
            }
        }
    }
}
