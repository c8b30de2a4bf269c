package eu.socle.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Rights;
import eu.socle.data.read.page.Tags;
import eu.socle.token.mix.Group;
import eu.socle.token.mix.MixConfig;
import eu.socle.token.mix.MixTable;
import eu.socle.token.mix.Repeats;
import eu.socle.token.shard.DocumentOrder;
import eu.socle.token.shard.TokenShards;
import eu.socle.token.split.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MixedTrainingTest {

    private static final String[] LANGUAGES = {"fr", "fr", "fr", "de", "mt"};

    @TempDir Path folder;

    @Test
    void a_shuffle_is_a_permutation_that_depends_on_the_ids_alone() throws IOException {
        List<Document> documents = documents(600);
        TokenConfig config = config(MixConfig.NONE, true);
        List<String> order = read(token("a", config, documents, 1));
        assertThat(new HashSet<>(order)).hasSize(order.size());
        assertThat(order)
                .containsExactlyInAnyOrderElementsOf(
                        lines(folder.resolve("a/token")).stream()
                                .filter(line -> line.split().equals("train"))
                                .map(TokenStage.Line::id)
                                .toList());
        List<Document> reversed = documents.reversed();
        assertThat(read(token("b", config, reversed, 2))).isEqualTo(order);
        assertThat(rankCorrelation(order)).isBetween(-0.13, 0.13); // 3 deviations of 1/sqrt(540)
    }

    @Test
    void one_and_two_threads_and_a_kill_while_packing_give_the_same_bytes() {
        List<Document> documents = documents(700);
        TokenConfig config = config(mix(Map.of("web", 1.0, "books", 2.0)), true);
        token("one", config, documents, 1);
        Manifest one = Manifest.read(folder.resolve("one/token"));
        token("two", config, documents, 2);
        assertThat(Manifest.read(folder.resolve("two/token"))).isEqualTo(one);
        for (int failAt : new int[] {500, 699}) {
            assertThatThrownBy(() ->
                            TokenTesting.stage(
                                    folder.resolve("killed"),
                                    config,
                                    new TokenTesting.Listed(documents, failAt),
                                    2))
                    .hasMessage("killed");
        }
        token("killed", config, documents, 1);
        assertThat(Manifest.read(folder.resolve("killed/token"))).isEqualTo(one);
        assertThat(one.files().stream().map(Manifest.Entry::path))
                .contains("train.order", "mixture.json");
    }

    @Test
    void what_was_reached_is_what_the_order_reads_and_near_what_was_asked() throws IOException {
        List<Document> documents = documents(3000);
        MixConfig mix = mix(Map.of("web", 1.0, "books", 2.0));
        Path token = token("run", config(mix, true), documents, 2);
        MixTable table = Json.read(token.resolve("mixture.json"), MixTable.class);
        Map<String, Long> uses = new HashMap<>();
        read(token).forEach(id -> uses.merge(id, 1L, Long::sum));
        Map<Group, long[]> recount = new TreeMap<>();
        for (TokenStage.Line line : lines(token)) {
            long of = line.split().equals("train") ? uses.getOrDefault(line.id(), 0L) : 1;
            assertThat((long) line.uses()).isEqualTo(of);
            if (line.split().equals("train")) {
                long[] sums =
                        recount.computeIfAbsent(
                                new Group(line.source(), line.language()), none -> new long[3]);
                sums[0] += of;
                sums[1] += of * line.tokens();
                sums[2] += of * line.bytes();
            }
        }
        double books = 0;
        for (MixTable.Row row : table.rows()) {
            long[] sums = recount.remove(new Group(row.source(), row.language()));
            assertThat(new long[] {row.uses(), row.tokens(), row.bytes()}).isEqualTo(sums);
            assertThat(row.reached()).isCloseTo(row.asked(), within(0.02));
            books += row.source().equals("books") ? row.reached() : 0;
        }
        assertThat(recount).isEmpty();
        assertThat(books).isCloseTo(2 / 3.0, within(0.02));
        assertThat((double) table.tokens()).isCloseTo(table.total(), within(0.03 * table.total()));
        assertThat(table.lines()).hasSize(table.rows().size() + 2);
        assertThat(Manifest.read(token).counts())
                .containsEntry("tokens.mixed", table.tokens())
                .containsEntry("documents.mixed", table.uses());
    }

    @Test
    void repeats_by_cluster_multiply_documents_and_never_held_out_ones() throws IOException {
        MixConfig mix = new MixConfig(new TreeMap<>(), new TreeMap<>(), 1, Repeats.FINEWEB_2, 4, 0);
        Path token = token("run", config(mix, true), documents(300), 1);
        for (TokenStage.Line line : lines(token)) {
            int copies = line.split().equals("train") ? Repeats.FINEWEB_2.of(line.cluster()) : 1;
            assertThat(line.uses()).as(line.id()).isEqualTo(copies);
        }
    }

    @Test
    void a_document_keeps_its_uses_and_neighbours_when_others_come() throws IOException {
        TokenConfig config = config(MixConfig.NONE, true);
        List<String> few = read(token("few", config, documents(300), 1));
        List<String> many = read(token("many", config, documents(600), 1));
        assertThat(many.stream().filter(new HashSet<>(few)::contains)).isEqualTo(few);
    }

    @Test
    void weights_that_fit_no_document_are_refused_before_anything_is_packed() {
        TokenConfig config = config(mix(Map.of("web", 1.0, "books", 2.0, "films", 1.0)), true);
        assertThatThrownBy(() -> token("run", config, documents(50), 1))
                .hasMessageContaining("weighs films");
        assertThat(folder.resolve("run/token/tokenizer.json")).doesNotExist();
    }

    @Test
    void an_order_that_was_damaged_or_belongs_to_other_shards_is_refused() throws IOException {
        Path token = token("a", config(MixConfig.NONE, true), documents(100), 1);
        Path other = token("b", config(MixConfig.NONE, true), documents(101), 1);
        Path file = DocumentOrder.file(token, "train");
        byte[] bytes = Files.readAllBytes(file);
        bytes[70] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> TokenShards.open(token, "train").close())
                .hasMessageContaining("train.order is damaged");
        Files.copy(
                DocumentOrder.file(other, "train"),
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> TokenShards.open(token, "train").close())
                .hasMessageContaining("other shards");
    }

    @Test
    void the_tags_are_those_that_the_data_stage_gives() {
        assertThat(TokenStage.LANGUAGE_TAG).isEqualTo(Tags.LANGUAGE);
        assertThat(TokenStage.CLUSTER_TAG).isEqualTo(Tags.CLUSTER_SIZE);
    }

    /// Pearson's correlation of the place in the order with the number in the id.
    private static double rankCorrelation(List<String> order) {
        int n = order.size();
        double[] x = new double[n];
        double sumX = 0;
        for (int i = 0; i < n; i++) {
            x[i] = Double.parseDouble(order.get(i).replaceAll("[^0-9]", ""));
            sumX += x[i];
        }
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < n; i++) {
            double dx = x[i] - sumX / n;
            double dy = i - (n - 1) / 2.0;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
        return xy / Math.sqrt(xx * yy);
    }

    private Path token(String name, TokenConfig config, List<Document> documents, int threads) {
        return TokenTesting.stage(
                folder.resolve(name), config, new TokenTesting.Listed(documents), threads);
    }

    /// The ids in the order that training reads.
    private static List<String> read(Path token) throws IOException {
        List<TokenStage.Line> lines = lines(token);
        List<String> ids = new ArrayList<>();
        try (TokenShards shards = TokenShards.open(token, "train")) {
            DocumentOrder order = shards.order().orElseThrow();
            for (long entry = 0; entry < order.size(); entry++) {
                long row = shards.document(order.document(entry)).row();
                ids.add(lines.get((int) row).id());
            }
        }
        return ids;
    }

    private static List<TokenStage.Line> lines(Path token) throws IOException {
        return Files.readAllLines(token.resolve("documents.jsonl")).stream()
                .map(json -> Json.read(json, TokenStage.Line.class, "documents.jsonl"))
                .toList();
    }

    private static MixConfig mix(Map<String, Double> sources) {
        return new MixConfig(new TreeMap<>(sources), new TreeMap<>(), 0.5, Repeats.NONE, 4, 0);
    }

    private static TokenConfig config(MixConfig mix, boolean shuffle) {
        return new TokenConfig(
                400,
                2,
                Split.GPT_2,
                List.of("<|endoftext|>", "<|user|>"),
                0.1,
                0,
                3000,
                mix,
                shuffle);
    }

    /// Documents of two sources and three languages, some of them one of many.
    private static List<Document> documents(int count) {
        List<Document> documents = new ArrayList<>();
        List<Document> plain = TokenTesting.documents(count);
        for (int i = 0; i < count; i++) {
            Document document = plain.get(i);
            String source = i % 3 == 0 ? "books" : "web";
            Rights rights = new Rights(source, "", "", document.rights().licence(), List.of());
            documents.add(
                    new Document(document.id(), document.text(), rights, new TreeMap<>())
                            .withTag(Tags.LANGUAGE, LANGUAGES[i % LANGUAGES.length])
                            .withTag(Tags.CLUSTER_SIZE, Integer.toString(1 + i % 7)));
        }
        return documents;
    }
}
