package eu.socle.data.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.core.Rights;
import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.dataset.PartWriter;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Schema;
import io.airlift.compress.v3.zstd.ZstdJavaInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class ExportTest {

    private static final List<Annotation> MEASURED =
            List.of(
                    Annotation.text("language"),
                    Annotation.count("words"),
                    Annotation.decimal("mean_word_length"));

    @TempDir Path folder;

    private static Document document(int n) {
        Seed seed = new Seed(5).of(n);
        StringBuilder text = new StringBuilder("Text " + n + ": \u00e9t\u00e9 \ud83d\udc4d\n");
        for (int i = 0; i < seed.below(200, 0); i++) {
            text.append("word ").append(seed.below(1000, i)).append(' ');
        }
        TreeMap<String, String> tags = new TreeMap<>(Map.of("characters", "" + text.length()));
        if (n % 3 == 0) {
            tags.put("language", "fr");
            tags.put("language_margin", "0.25");
        }
        Rights.Licence licence =
                n % 4 == 0
                        ? new Rights.Licence.Unknown("nothing stated")
                        : new Rights.Licence.Known("CC0-1.0", "recipe");
        String url = n % 5 == 0 ? "" : "https://h" + n + ".eu/";
        return new Document(
                "s/" + n,
                text.toString(),
                new Rights("s", url, "2026-01-02", licence, List.of()),
                tags);
    }

    /// A dataset of some documents in parts.
    private Path dataset(String name, int from, int to, int parts) throws IOException {
        return dataset(name, from, to, parts, "", 500);
    }

    /// @param more behind each text
    /// @param characters of a document, as the manifest says
    private Path dataset(String name, int from, int to, int parts, String more, long characters)
            throws IOException {
        Path data = Files.createDirectories(folder.resolve(name));
        Schema schema = new Schema(MEASURED);
        for (int part = 0; part < parts; part++) {
            try (PartWriter out =
                    new PartWriter(
                            data.resolve("part-0000" + part + ".parquet"),
                            37,
                            MEASURED,
                            Optional.empty())) {
                int first = from + (to - from) * part / parts;
                int end = from + (to - from) * (part + 1) / parts;
                for (int n = first; n < end; n++) {
                    Annotations values = new Annotations(schema);
                    values.set(1, (long) n);
                    if (n % 2 == 0) {
                        values.set(2, n / 7.0);
                    }
                    Document d = document(n);
                    String text = d.text() + more;
                    out.add(new Document(d.id(), text, d.rights(), d.tags()), values);
                }
                out.finish();
            }
        }
        TreeMap<String, Long> counts = new TreeMap<>();
        counts.put("documents.kept", (long) to - from);
        counts.put("characters.kept", characters * (to - from));
        Manifest manifest =
                Manifest.describe("data", Digest.of("c"), new TreeMap<>(), counts, data);
        Files.writeString(data.resolve(Manifest.FILE), Json.canonical(manifest) + "\n");
        return data;
    }

    private Manifest export(Path data, String into, Export export, int threads) throws IOException {
        try (Workers workers = Workers.of(threads)) {
            return export.write(data, folder.resolve(into), workers);
        }
    }

    private List<Document> read(String into) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(into))) {
            List<Path> parts =
                    files.filter(f -> f.toString().endsWith(".parquet")).sorted().toList();
            try (Stream<Document> documents = new ParquetDataset(parts, 1).open()) {
                List<Document> all = new ArrayList<>();
                documents.iterator().forEachRemaining(all::add);
                return all;
            }
        }
    }

    private List<String> ids(String into) throws IOException {
        return read(into).stream().map(Document::id).toList();
    }

    @Test
    void every_row_is_there_once_with_all_its_columns_in_another_order() throws IOException {
        Path data = dataset("data", 0, 900, 3);
        Manifest manifest = export(data, "out", new Export(Format.PARQUET, 7, 1 << 18), 2);
        assertThat(manifest.files()).hasSizeGreaterThan(5);
        assertThat(manifest.counts()).containsEntry("documents", 900L);
        assertThat(manifest.inputs()).containsEntry("data", Manifest.read(data).digest());
        assertThat(manifest.damaged(folder.resolve("out"))).isEmpty();
        List<Document> before;
        try (Stream<Document> documents = ParquetDataset.open(data).open()) {
            before = documents.toList();
        }
        List<Document> after = read("out");
        Comparator<Document> byId = Comparator.comparing(Document::id);
        assertThat(after.stream().sorted(byId)).isEqualTo(before.stream().sorted(byId).toList());
        assertThat(before.getFirst().tags()).containsKey("mean_word_length");
        double sum = 0; // rank correlation of the two orders
        Map<String, Integer> place = new HashMap<>();
        before.forEach(d -> place.put(d.id(), place.size()));
        for (int i = 0; i < after.size(); i++) {
            double d = i - place.getOrDefault(after.get(i).id(), -1);
            sum += d * d;
        }
        double n = after.size();
        assertThat(1 - 6 * sum / (n * (n * n - 1))).isBetween(-0.1, 0.1); // 3 deviations
        assertThat(Files.exists(folder.resolve("out.tmp"))).isFalse();
    }

    @Test
    void threads_change_no_byte_and_the_size_of_files_no_place() throws IOException {
        Path data = dataset("data", 0, 500, 4);
        Manifest one = export(data, "one", new Export(Format.PARQUET, 7, 1 << 18), 1);
        Manifest three = export(data, "three", new Export(Format.PARQUET, 7, 1 << 18), 3);
        assertThat(three).isEqualTo(one);
        export(data, "whole", new Export(Format.PARQUET, 7, Export.BUCKET_BYTES), 2);
        assertThat(ids("whole")).isEqualTo(ids("one"));
        export(data, "other", new Export(Format.PARQUET, 8, 1 << 18), 2);
        assertThat(ids("other")).isNotEqualTo(ids("one"));
    }

    @Test
    void a_file_that_is_larger_than_meant_is_sorted_in_pieces() throws IOException {
        String more = "long ".repeat(4_000); // of which the manifest knows nothing
        Path data = dataset("data", 0, 300, 2, more, 1);
        Manifest few = export(data, "few", new Export(Format.PARQUET, 7, 1 << 18), 2);
        assertThat(few.files()).hasSize(2); // of three megabytes each, sorted in a dozen pieces
        export(data, "whole", new Export(Format.PARQUET, 7, Export.BUCKET_BYTES), 1);
        assertThat(ids("few")).hasSize(300).isEqualTo(ids("whole"));
        assertThat(read("few")).isEqualTo(read("whole"));
        try (Stream<Path> files = Files.list(folder.resolve("few"))) {
            assertThat(files).hasSize(3); // nothing is left but two files and the manifest
        }
    }

    @Test
    void the_order_does_not_depend_on_parts_and_added_documents_move_no_others()
            throws IOException {
        Export export = new Export(Format.PARQUET, 7, 1 << 18);
        export(dataset("few", 0, 300, 2), "few-out", export, 2);
        export(dataset("more", 0, 400, 5), "more-out", export, 2);
        List<String> few = ids("few-out");
        List<String> more = new ArrayList<>(ids("more-out"));
        more.retainAll(few);
        assertThat(more).isEqualTo(few);
    }

    @Test
    void json_lines_hold_the_same_rows_in_the_same_order() throws IOException {
        Path data = dataset("data", 0, 200, 2);
        export(data, "parquet", new Export(Format.PARQUET, 3, 1 << 18), 1);
        Manifest manifest = export(data, "lines", new Export(Format.JSONL, 3, 1 << 18), 2);
        List<JsonNode> lines = new ArrayList<>();
        for (Manifest.Entry entry : manifest.files()) {
            assertThat(entry.path()).endsWith(".jsonl.zst");
            try (InputStream in =
                    new ZstdJavaInputStream(
                            Files.newInputStream(folder.resolve("lines").resolve(entry.path())))) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .forEach(line -> lines.add(Json.parse(line, "a line")));
            }
        }
        List<Document> rows = read("parquet");
        assertThat(lines).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            Document row = rows.get(i);
            JsonNode line = lines.get(i);
            assertThat(line.path("id").stringValue()).isEqualTo(row.id());
            assertThat(line.path("text").stringValue()).isEqualTo(row.text());
            assertThat(line.has("licence"))
                    .isEqualTo(row.rights().licence() instanceof Rights.Licence.Known);
            assertThat(line.has("url")).isEqualTo(!row.rights().url().isEmpty());
            assertThat("" + line.path("words").longValue()).isEqualTo(row.tags().get("words"));
            assertThat(line.has("mean_word_length"))
                    .isEqualTo(row.tags().containsKey("mean_word_length"));
        }
    }

    @Test
    void what_is_there_is_not_made_again_and_nothing_else_is_overwritten() throws IOException {
        Path data = dataset("data", 0, 40, 1);
        Export export = new Export(Format.PARQUET, 7, 1 << 18);
        Files.createDirectories(folder.resolve("out.tmp")); // of an interrupted attempt
        Files.writeString(folder.resolve("out.tmp/bucket-00000.tmp"), "half");
        Manifest first = export(data, "out", export, 1);
        assertThat(export(data, "out", export, 1)).isEqualTo(first);
        assertThatThrownBy(() -> export(data, "out", new Export(Format.PARQUET, 8, 1 << 18), 1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is not this export");
        Files.createDirectories(folder.resolve("mine"));
        Files.writeString(folder.resolve("mine/letter.txt"), "dear");
        assertThatThrownBy(() -> export(data, "mine", export, 1)).isInstanceOf(Refusal.class);
        assertThat(folder.resolve("mine/letter.txt")).hasContent("dear");
    }

    @Test
    void a_damaged_part_is_named_and_an_empty_dataset_is_empty() throws IOException {
        Path data = dataset("data", 0, 40, 2);
        Path part = data.resolve("part-00001.parquet");
        byte[] bytes = Files.readAllBytes(part);
        java.util.Arrays.fill(bytes, 40, bytes.length / 2, (byte) 0x55);
        Files.write(part, bytes);
        assertThatThrownBy(() -> export(data, "out", new Export(Format.PARQUET, 7, 1 << 18), 2))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("part-00001.parquet");
        assertThat(Files.exists(folder.resolve("out"))).isFalse();
        Manifest none =
                export(dataset("none", 0, 0, 0), "empty", new Export(Format.JSONL, 7, 1 << 18), 1);
        assertThat(none.files()).isEmpty();
    }
}
