package eu.socle.data.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import eu.socle.Shared;
import eu.socle.data.dedup.disk.Clusters;
import eu.socle.data.dedup.disk.DuplicateSearch;
import eu.socle.data.dedup.disk.KeepRule;
import eu.socle.data.dedup.near.MinHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The runs of data-prep-kit that find exact copies, with and without what an earlier run saw.
class DataPrepKitOracleTest {

    private record Row(String id, String text) {}

    @TempDir Path folder;

    private static List<Path> cases() {
        return Shared.cases("oracles/dedup/data-prep-kit/universal").stream()
                .filter(c -> c.getFileName().toString().contains("dedup"))
                .toList();
    }

    private static List<Row> rows(Path folder, String idColumn, String textColumn)
            throws IOException {
        List<Path> files;
        try (Stream<Path> inside = Files.list(folder)) {
            files = inside.filter(f -> f.toString().endsWith(".parquet")).sorted().toList();
        }
        assertThat(files).isNotEmpty();
        List<Row> rows = new ArrayList<>();
        for (Path file : files) {
            try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
                    RowReader row = reader.rowReader()) {
                while (row.hasNext()) {
                    row.next();
                    rows.add(new Row(row.getString(idColumn), row.getString(textColumn)));
                }
            }
        }
        return rows;
    }

    /// @param existing what the run before it kept
    private List<String> removed(List<Row> rows, List<Row> existing) {
        MinHash minHash = new MinHash(5, 14, 8, 1);
        Signer signer = new Signer(minHash);
        Signature signature = new Signature(minHash.bands());
        List<Row> all = new ArrayList<>(existing);
        all.addAll(rows);
        try (DuplicateSearch search = DuplicateSearch.in(folder, "x", 2, 1 << 18, KeepRule.FIRST)) {
            search.existing(existing.size(), existing.size());
            for (int i = 0; i < all.size(); i++) {
                signer.sign(all.get(i).text(), "", signature);
                signature.addExact(search, i);
            }
            List<String> removed = new ArrayList<>();
            try (Clusters clusters = search.finish();
                    Clusters.Reader reader = clusters.open()) {
                for (int i = existing.size(); i < all.size(); i++) {
                    if (reader.of(i).representative() != i) {
                        removed.add(all.get(i).id());
                    }
                }
            }
            return removed;
        }
    }

    @Test
    void removedDocumentsAreThoseOfEachRun() throws IOException {
        assertThat(cases()).isNotEmpty();
        for (Path run : cases()) {
            JsonNode once = DedupOracle.json(run.resolve("expected/parameters.json"));
            String id = once.get("parameters").get("doc_id_column").asString();
            String text = once.get("parameters").get("doc_column").asString();
            List<Row> input = rows(run.resolve("input"), id, text);
            assertThat(removed(input, List.of())).isEqualTo(removedOf(once));
            List<String> left =
                    rows(run.resolve("expected"), id, text).stream().map(Row::id).toList();
            assertThat(left)
                    .isEqualTo(
                            input.stream()
                                    .map(Row::id)
                                    .filter(i -> !removedOf(once).contains(i) || left.contains(i))
                                    .distinct()
                                    .toList());
            Path incremental = run.resolve("incremental/parameters.json");
            if (Files.exists(incremental)) {
                assertThat(removed(input, input))
                        .containsExactlyElementsOf(removedOf(DedupOracle.json(incremental)));
            }
        }
    }

    private static List<String> removedOf(JsonNode parameters) {
        return DedupOracle.strings(parameters.get("statistics").get("removed_documents"));
    }
}
