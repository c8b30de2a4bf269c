package eu.socle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.Runs;
import eu.socle.core.Document;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.core.Seed;
import eu.socle.core.Settings;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.unit.Annotated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A changed policy over what was measured once, and what sites say of their pages.
final class DecidedAgainTest {

    private static final String[] WORDS =
            ("the river runs past old mills and fields of barley where larks rise each morning while "
                            + "people of the village walk to market with bread cheese honey and news "
                            + "that they have heard from travellers who came over the high pass in snow")
                    .split(" ");

    @TempDir Path folder;

    @BeforeEach
    void fill() throws IOException {
        Path pages = Files.createDirectories(folder.resolve("pages"));
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            lines.append("{\"url\":\"https://")
                    .append(i % 3 == 0 ? "closed" : "open")
                    .append(".example/p")
                    .append(i)
                    .append("\",\"date\":\"2026-05-01\",\"text\":\"")
                    .append(text(i, 40 + 5 * i))
                    .append("\"}\n");
        }
        Files.writeString(pages.resolve("pages.jsonl"), lines);
        Path site = Files.createDirectories(folder.resolve("sites/closed.example/2026-04-01"));
        Files.writeString(site.resolve("robots.txt"), "User-agent: *\nContent-Usage: train-ai=n\n");
    }

    private static String text(int page, int words) {
        StringBuilder text = new StringBuilder();
        Seed seed = new Seed(3).of(page);
        for (int word = 0; word < words; word++) {
            text.append(WORDS[(int) seed.below(WORDS.length, word)]);
            text.append(word % 12 == 11 ? ".\\n" : " ");
        }
        return text.toString();
    }

    @Test
    void aChangedPolicyDecidesAsIfTheSourcesHadBeenReadAgain() throws IOException {
        Map<String, String> loose = Map.of("minimum-words", "45");
        Map<String, String> strict = Map.of("minimum-words", "120");
        run("first", config(strict, "", true), null);
        Manifest expected = run("expected", config(loose, "", true), null);
        Files.move(folder.resolve("pages"), folder.resolve("gone"));
        Annotated kept = Annotated.of(folder.resolve("first"));
        Manifest again = run("again", config(loose, "", true), kept);
        assertThat(again.counts()).isEqualTo(expected.counts());
        assertThat(again.digest()).isEqualTo(expected.digest());
        assertThat(again.counts().get("documents.kept"))
                .isGreaterThan(
                        run("same", config(strict, "", true), kept).counts().get("documents.kept"));
    }

    @Test
    void aMeasureThatWasNotTakenIsRefusedByName() throws IOException {
        run("first", config(Map.of(), "", true), null);
        Annotated kept = Annotated.of(folder.resolve("first"));
        assertThatThrownBy(() -> run("other", config(Map.of("statistics", "true"), "", true), kept))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("measures");
        run("plain", config(Map.of(), "", false), null);
        assertThatThrownBy(() -> Annotated.of(folder.resolve("plain")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("keep-annotated");
    }

    @Test
    void whatASiteSaysOfItsPagesIsJoinedByHostAndDay() throws IOException {
        run("with", config(Map.of(), "sites", false), null);
        List<String> kept = kept("with");
        assertThat(kept).isNotEmpty().noneMatch(url -> url.contains("closed.example"));
        run("without", config(Map.of(), "", false), null);
        assertThat(kept("without")).anyMatch(url -> url.contains("closed.example"));
        String rejects = Files.readString(folder.resolve("with/data/rejects.jsonl"));
        assertThat(rejects).contains("\"step\":\"opt-out\"").contains("train-ai=n");
    }

    @Test
    void examplesOfEvaluationSetsAreKeptOutAndASourceIsSampledByIds() throws IOException {
        String planted = text(4, 60).replace("\\n", " ");
        Files.writeString(
                folder.resolve("exam.jsonl"), "{\"query\":\"" + planted + "\",\"label\":\"\"}\n");
        Map<String, Settings.Value> more = new LinkedHashMap<>();
        more.put("decontaminate", section(Map.of("items", "exam.jsonl")));
        run("clean", config(Map.of(), "", false, more), null);
        assertThat(Files.readString(folder.resolve("clean/data/rejects.jsonl")))
                .contains("\"reason\":\"contaminated\"")
                .doesNotContain(planted.substring(0, 40));
        assertThat(kept("clean")).noneMatch(url -> url.endsWith("/p4"));
        run("all", config(Map.of(), "", false), null);
        Map<String, Settings.Value> half = new LinkedHashMap<>();
        half.put("sample", section(Map.of("pages", "0.5")));
        run("half", config(Map.of(), "", false, half), null);
        Map<String, Settings.Value> tenth = new LinkedHashMap<>();
        tenth.put("sample", section(Map.of("pages", "0.1")));
        run("tenth", config(Map.of(), "", false, tenth), null);
        assertThat(kept("half")).hasSizeBetween(8, 22).isSubsetOf(kept("all"));
        assertThat(kept("half")).containsAll(kept("tenth"));
    }

    private List<String> kept(String name) {
        try (Stream<Document> documents =
                ParquetDataset.open(folder.resolve(name).resolve("data")).open()) {
            return documents.map(d -> d.rights().url()).toList();
        }
    }

    private Manifest run(
            String name,
            DataConfig config,
            @org.jspecify.annotations.Nullable Annotated annotated) {
        try (Run run = Runs.open(folder.resolve(name), 2, Progress.SILENT)) {
            return annotated == null
                    ? DataStage.run(config, folder, run)
                    : DataStage.decideAgain(
                            config, folder, run, new Engine.Local(run.workers()), annotated);
        }
    }

    private static DataConfig config(Map<String, String> quality, String sites, boolean keep) {
        return config(quality, sites, keep, Map.of());
    }

    private static DataConfig config(
            Map<String, String> quality,
            String sites,
            boolean keep,
            Map<String, Settings.Value> more) {
        Map<String, Settings.Value> data = new LinkedHashMap<>(more);
        data.put(
                "sources",
                new Settings.Value.Items(
                        List.of(
                                section(
                                        Map.of(
                                                "name", "pages", "path", "pages", "licence",
                                                "CC0-1.0"))),
                        1));
        data.put("languages", new Settings.Value.Scalar("en", 1));
        data.put("licences", new Settings.Value.Scalar("CC0-1.0", 1));
        data.put("quality", section(quality));
        data.put("keep-annotated", new Settings.Value.Scalar(Boolean.toString(keep), 1));
        if (!sites.isEmpty()) {
            data.put("rights", section(Map.of("snapshots", sites)));
        }
        return DataConfig.from(new Settings("r.yaml", "data", 1, data));
    }

    private static Settings.Value section(Map<String, String> values) {
        Map<String, Settings.Value> inner = new LinkedHashMap<>();
        values.forEach((key, value) -> inner.put(key, new Settings.Value.Scalar(value, 1)));
        return new Settings.Value.Section(new Settings("r.yaml", "x", 1, inner), 1);
    }
}
