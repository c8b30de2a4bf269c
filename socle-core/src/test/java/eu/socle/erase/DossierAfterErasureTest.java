package eu.socle.erase;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Run;
import eu.socle.data.dataset.KeptCounts;
import eu.socle.data.erase.Request;
import eu.socle.dossier.DossierStage;
import eu.socle.dossier.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the dossier says once documents were erased: what is there now, and what was made.
class DossierAfterErasureTest {

    @TempDir Path folder;

    @Test
    void itStatesTheCountsAndManifestsOfNowAndTheOldDossierNoLongerVerifies() throws IOException {
        Held.pages(folder.resolve("in"));
        Path directory = folder.resolve("run");
        Held held = Held.make(directory, folder, 0);
        DossierStage.write(directory);
        assertThat(Verification.stages(directory)).isEmpty();
        Manifest made = Manifest.read(directory.resolve("data"));
        assertThat(recounted(held)).isEqualTo(counts(made));
        long before = held.documents().size();

        String id = held.documents().getFirst().id();
        try (Run run = Held.open(directory, Progress.SILENT)) {
            Erase.run(run, new Request(List.of(id), List.of(), List.of()), new byte[0], "asked");
        }
        assertThat(Verification.stages(directory))
                .isNotEmpty()
                .allMatch(fault -> fault.contains("write the dossier again"));

        Path page = DossierStage.write(directory);
        assertThat(Verification.stages(directory)).isEmpty();
        assertThat(Verification.of(directory.resolve("dossier")).faults()).isEmpty();
        Manifest now = Manifest.read(directory.resolve("data"));
        assertThat(counts(now)).isEqualTo(recounted(held)).isNotEqualTo(counts(made));
        Map<String, Long> figures = figures(page);
        long left = held.documents().size();
        assertThat(figures)
                .containsEntry("documents.kept", left)
                .containsEntry("documents.kept.as-made", before)
                .containsEntry("documents.erased", before - left);
        assertThat(figures.getOrDefault("documents.in", -1L))
                .isEqualTo(
                        figures.getOrDefault("documents.kept", -1L)
                                + figures.getOrDefault("documents.dropped", -1L)
                                + figures.getOrDefault("documents.failed", -1L)
                                + figures.getOrDefault("documents.erased", -1L));
        counts(now)
                .forEach((name, count) -> {
                    if (name.startsWith(KeptCounts.LICENCE) && count > 0) {
                        String licence = name.substring(KeptCounts.LICENCE.length());
                        assertThat(figures).containsEntry("licence." + licence, count);
                    }
                });
        String text = Jsoup.parse(page).text();
        assertThat(text)
                .contains(made.digest().hex())
                .contains(now.digest().hex())
                .contains("superseded", "remplacé", "holds", "en vigueur", "erasure-0001");
    }

    private static SortedMap<String, Long> recounted(Held held) {
        SortedMap<String, Long> sums = new TreeMap<>();
        for (Document document : held.documents()) {
            KeptCounts.of(document).forEach((name, amount) -> sums.merge(name, amount, Long::sum));
        }
        sums.values().removeIf(sum -> sum == 0);
        return sums;
    }

    /// Those that concern kept documents.
    private static SortedMap<String, Long> counts(Manifest manifest) {
        SortedMap<String, Long> counts = new TreeMap<>(manifest.counts());
        counts.values().removeIf(sum -> sum == 0);
        counts.keySet()
                .removeIf(name ->
                        name.startsWith("dropped.")
                                || name.startsWith("failed.")
                                || name.startsWith("skipped.")
                                || List.of(
                                                "documents.in",
                                                "documents.dropped",
                                                "documents.failed",
                                                "documents.skipped",
                                                "documents.erased",
                                                "characters.in")
                                        .contains(name));
        return counts;
    }

    private static Map<String, Long> figures(Path page) throws IOException {
        Map<String, Long> figures = new TreeMap<>();
        JsonNode dossier =
                Json.parse(Files.readString(page.resolveSibling("dossier.json")), "dossier.json");
        dossier.path("figures")
                .forEach(figure ->
                        figures.put(
                                figure.path("name").asString(),
                                figure.path("value").isNumber()
                                        ? figure.path("value").asLong()
                                        : -1L));
        return figures;
    }
}
