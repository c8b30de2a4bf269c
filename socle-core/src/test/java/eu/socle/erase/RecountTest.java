package eu.socle.erase;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.core.Ledger;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Run;
import eu.socle.core.dataset.Statistics;
import eu.socle.data.DataConfig;
import eu.socle.data.DataStage;
import eu.socle.data.Recipes;
import eu.socle.data.dataset.PartRewrite;
import eu.socle.data.erase.Request;
import eu.socle.data.recount.Recount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Figures counted again from the documents: true ones hold, and a wrong one is named.
final class RecountTest {

    /// The pages of the hello recipe, in several parts: reservations, licences, personal data,
    /// languages, doubles.
    private static final DataConfig HELLO =
            Recipes.data(
                    "{'sources': [{'name': 'pages', 'path': 'documents', 'licence': 'CC-BY-4.0'}],"
                            + "'languages': ['fr', 'en', 'de', 'es', 'it'],"
                            + "'licences': ['CC0-1.0', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'etalab-2.0', 'EUPL-1.2', 'MIT'],"
                            + "'shard-documents': 9, 'row-group-documents': 4}");

    @TempDir Path folder;
    private Path run;
    private Path data;

    @BeforeEach
    void make() {
        run = folder.resolve("run");
        data = run.resolve("data");
        try (Run stage = Held.open(run, Progress.SILENT)) {
            DataStage.run(HELLO, Shared.repository().resolve("recipes/hello"), stage);
        }
    }

    private List<Fact> facts() {
        return Ledger.read(run.resolve("ledger.jsonl")).stream().map(Ledger.Line::fact).toList();
    }

    private Recount recount(List<Fact> facts) throws IOException {
        Path temporary = Files.createTempDirectory(folder, "recount");
        try (Run threads = Held.open(folder.resolve("other"), Progress.SILENT)) {
            return Recount.of(data, facts, temporary, threads.workers(), Progress.SILENT);
        }
    }

    private Recount recount() throws IOException {
        return recount(facts());
    }

    @Test
    void a_dataset_is_what_every_figure_says_before_and_after_erasures() throws IOException {
        Recount recount = recount();
        assertThat(recount.faults()).isEmpty();
        assertThat(recount.figures()).isGreaterThan(200);
        assertThat(facts()) // what is to be counted is there
                .anyMatch(Fact.SignalsFound.class::isInstance)
                .anyMatch(Fact.OptOutFound.class::isInstance)
                .anyMatch(Fact.Masked.class::isInstance);
        Held held = new Held(run);
        for (int number : List.of(3, 8)) {
            String id = held.documents().get(number).id();
            try (Run erasing = Held.open(run, Progress.SILENT)) {
                Erase.run(
                        erasing,
                        new Request(List.of(id), List.of(), List.of()),
                        new byte[0],
                        "asked");
            }
            Recount after = recount();
            assertThat(after.faults()).isEmpty();
            assertThat(after.documents()).isLessThan(recount.documents());
            assertThat(ReceiptCheck.faults(run, facts())).isEmpty();
        }
    }

    @Test
    void a_row_that_is_missing_is_found_in_every_count_and_in_the_commitment() throws IOException {
        String id = new Held(run).documents().getFirst().id();
        PartRewrite.without(data.resolve("part-00000.parquet"), new TreeSet<>(List.of(0L)));
        assertThat(recount().faults())
                .anyMatch(fault -> fault.startsWith("documents.kept in the manifest is stated as"))
                .anyMatch(fault -> fault.startsWith("all documents in statistics.json, bytes kept"))
                .anyMatch(fault -> fault.startsWith("the root in commitment.json is"))
                .anyMatch(fault -> fault.contains("in the commitment and in no row"))
                .noneMatch(fault -> fault.contains("the document " + id));
    }

    /// A row with another text of the same length, made by a stage that read a changed page.
    @Test
    void a_row_with_another_text_of_the_same_length_is_named() throws IOException {
        Held.pages(folder.resolve("in"));
        run = folder.resolve("first");
        data = run.resolve("data");
        Held first = Held.data(run, folder, Held.config(List.of()));
        assertThat(recount().faults()).isEmpty();
        Path pages = folder.resolve("in/web.jsonl");
        String name = Held.text(30, 14).substring(60, 70);
        Files.writeString(
                pages, Files.readString(pages).replace(name, name.replace(name.charAt(9), 'x')));
        Held second = Held.data(folder.resolve("second"), folder, Held.config(List.of()));
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < first.documents().size(); i++) {
            if (!first.documents().get(i).text().equals(second.documents().get(i).text())) {
                changed.add(first.documents().get(i).id());
            }
        }
        assertThat(changed).hasSize(1);
        for (String part : List.of("part-00000.parquet", "part-00001.parquet")) {
            Files.copy(
                    second.directory().resolve("data").resolve(part),
                    data.resolve(part),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(recount().faults())
                .anyMatch(fault ->
                        fault.startsWith(
                                "the document " + changed.getFirst() + " has another text"))
                .anyMatch(fault -> fault.startsWith("the root in commitment.json is"))
                .anyMatch(fault -> fault.startsWith("the root that the ledger names last is"));
    }

    @Test
    void a_wrong_figure_of_the_manifest_the_statistics_or_the_ledger_is_named() throws IOException {
        Manifest manifest = Manifest.read(data);
        String wrong =
                manifest.counts().keySet().stream()
                        .filter(name -> name.startsWith("masked."))
                        .findFirst()
                        .orElseThrow();
        Path file = data.resolve(Manifest.FILE);
        String whole = Files.readString(file);
        Files.writeString(
                file,
                whole.replaceFirst(
                        "\"" + wrong.replace(".", "\\.") + "\":\\d+", "\"" + wrong + "\":77"));
        assertThat(recount().faults())
                .singleElement()
                .asString()
                .startsWith(wrong + " in the manifest is stated as 77");
        Files.writeString(file, whole);

        Path statistics = data.resolve(Statistics.FILE);
        Statistics stated = Json.read(statistics, Statistics.class);
        long bytes = stated.breakdowns().getFirst().rows().getLast().sums().bytesKept();
        String text = Files.readString(statistics);
        Files.writeString(
                statistics,
                text.replace("\"bytesKept\":" + bytes + ",", "\"bytesKept\":" + (bytes + 1) + ","));
        assertThat(recount().faults())
                .isNotEmpty()
                .anyMatch(fault ->
                        fault.startsWith("language \"")
                                && fault.contains("bytes kept is stated as " + (bytes + 1)));
        Files.writeString(statistics, text);

        List<Fact> facts = new ArrayList<>(facts());
        facts.replaceAll(fact ->
                fact instanceof Fact.SignalsFound f
                        ? new Fact.SignalsFound(f.protocol(), f.value(), f.documents() + 1)
                        : fact);
        assertThat(recount(facts).faults())
                .isNotEmpty()
                .allMatch(fault -> fault.startsWith("signals of "));
        facts = new ArrayList<>(facts());
        facts.removeIf(Fact.OptOutFound.class::isInstance);
        assertThat(recount(facts).faults())
                .isNotEmpty()
                .allMatch(fault -> fault.startsWith("opt-outs by "));
    }

    @Test
    void a_receipt_that_was_changed_or_is_missing_is_named() throws IOException {
        try (Run erasing = Held.open(run, Progress.SILENT)) {
            String id = new Held(run).documents().get(2).id();
            Erase.run(erasing, new Request(List.of(id), List.of(), List.of()), new byte[0], "");
        }
        assertThat(ReceiptCheck.faults(run, facts())).isEmpty();
        Path receipt = run.resolve("erasures/erasure-0001.json");
        String text = Files.readString(receipt);
        Files.writeString(receipt, text.replace("\"reason\":\"\"", "\"reason\":\"x\""));
        assertThat(ReceiptCheck.faults(run, facts()))
                .singleElement()
                .asString()
                .contains("other bytes");
        Files.delete(receipt);
        assertThat(ReceiptCheck.faults(run, facts()))
                .singleElement()
                .asString()
                .contains("missing");
    }
}
