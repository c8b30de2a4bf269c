package eu.socle.token;

import static eu.socle.token.TokenTesting.config;
import static eu.socle.token.TokenTesting.stage;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Document;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.core.Ledger;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.token.shard.TokenShards;
import eu.socle.token.split.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class TokenStageTest {

    private static final TokenConfig CONFIG = config(Split.GPT_2, 400, 3000);

    @TempDir Path folder;

    @Test
    void every_token_can_be_traced_to_its_document() throws IOException {
        List<Document> documents = TokenTesting.documents(300);
        Path token = stage(folder, CONFIG, new TokenTesting.Listed(documents), 1);
        Tokenizer tokenizer = Tokenizer.read(token.resolve("tokenizer.json"));
        List<String> lines = Files.readAllLines(token.resolve("documents.jsonl"));
        assertThat(lines).hasSize(documents.size());
        List<Long> rows = new ArrayList<>();
        for (String split : List.of("train", "held-out")) {
            long bytes = 0;
            try (TokenShards shards = TokenShards.open(token, split)) {
                for (long i = 0; i < shards.documents(); i++) {
                    TokenShards.PackedDocument packed = shards.document(i);
                    Document document = documents.get((int) packed.row());
                    JsonNode line = Json.parse(lines.get((int) packed.row()), "documents.jsonl");
                    assertThat(tokenizer.decode(packed.ids()))
                            .isEqualTo(document.text() + "<|endoftext|>");
                    assertThat(line.path("id").stringValue()).isEqualTo(document.id());
                    assertThat(line.path("split").stringValue()).isEqualTo(split);
                    assertThat(line.path("licence").stringValue()).isEqualTo("CC0-1.0");
                    assertThat(line.path("tokens").longValue()).isEqualTo(packed.ids().length);
                    assertThat(line.path("bytes").longValue()).isEqualTo(packed.bytes());
                    rows.add(packed.row());
                    bytes +=
                            document.text()
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                                    .length;
                }
                assertThat(shards.bytes()).isEqualTo(bytes);
            }
        }
        assertThat(rows).doesNotHaveDuplicates().hasSize(documents.size());
        assertThat(token.resolve("train-00002.tokens")).exists(); // the test means several shards
    }

    @Test
    void one_and_two_threads_write_the_same_bytes() {
        List<Document> documents = TokenTesting.documents(700);
        stage(folder.resolve("one"), CONFIG, new TokenTesting.Listed(documents), 1);
        stage(folder.resolve("two"), CONFIG, new TokenTesting.Listed(documents), 2);
        assertThat(Manifest.read(folder.resolve("two/token")))
                .isEqualTo(Manifest.read(folder.resolve("one/token")));
    }

    @Test
    void a_stage_killed_anywhere_goes_on_and_writes_the_same_bytes() throws IOException {
        List<Document> documents = TokenTesting.documents(700);
        stage(folder.resolve("whole"), CONFIG, new TokenTesting.Listed(documents), 1);
        Manifest whole = Manifest.read(folder.resolve("whole/token"));
        Path killed = folder.resolve("killed");
        for (int failAt : new int[] {0, 130, 260, 400, 520, 699}) {
            assertThatThrownBy(() ->
                            stage(killed, CONFIG, new TokenTesting.Listed(documents, failAt), 2))
                    .hasMessage("killed");
            if (failAt == 130) { // killed while learning; now the tokenizer is there, as if killed
                // while packing
                Files.copy(
                        folder.resolve("whole/token/tokenizer.json"),
                        killed.resolve("token/tokenizer.json"));
            }
        }
        assertThat(killed.resolve("token/train-00001.index"))
                .exists(); // shards were there to be kept
        Files.writeString(killed.resolve("token/train-00099.tokens.tmp"), "half");
        stage(killed, CONFIG, new TokenTesting.Listed(documents), 1);
        assertThat(Manifest.read(killed.resolve("token"))).isEqualTo(whole);
    }

    @Test
    void a_finished_shard_with_other_bytes_is_refused_not_repaired() throws IOException {
        List<Document> documents = TokenTesting.documents(300);
        Path token = stage(folder, CONFIG, new TokenTesting.Listed(documents), 1);
        Files.delete(token.resolve(Manifest.FILE));
        Path shard = token.resolve("train-00000.tokens");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[100] ^= 1;
        Files.write(shard, bytes);
        assertThatThrownBy(() -> stage(folder, CONFIG, new TokenTesting.Listed(documents), 1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("train-00000.tokens is damaged");
    }

    @Test
    void facts_say_what_the_shards_hold() {
        List<Document> documents = TokenTesting.documents(300);
        Path token = stage(folder, CONFIG, new TokenTesting.Listed(documents), 1);
        Map<String, Fact> facts = new HashMap<>();
        for (Ledger.Line line : Ledger.read(folder.resolve("ledger.jsonl"))) {
            if (line.fact() instanceof Fact.TokensPacked packed) {
                facts.put(packed.split(), packed);
            }
            if (line.fact() instanceof Fact.TokenizerTrained trained) {
                facts.put("tokenizer", trained);
            }
        }
        Tokenizer tokenizer = Tokenizer.read(token.resolve("tokenizer.json"));
        try (TokenShards train = TokenShards.open(token, "train");
                TokenShards kept = TokenShards.open(token, "held-out")) {
            int shards = 0;
            while (Files.exists(token.resolve("train-0000" + shards + ".tokens"))) {
                shards++;
            }
            assertThat(facts.get("train"))
                    .isEqualTo(
                            new Fact.TokensPacked(
                                    "train",
                                    train.documents(),
                                    train.tokens(),
                                    train.bytes(),
                                    shards));
            assertThat(facts.get("held-out"))
                    .isEqualTo(
                            new Fact.TokensPacked(
                                    "held-out", kept.documents(), kept.tokens(), kept.bytes(), 1));
            Fact.TokenizerTrained trained =
                    (Fact.TokenizerTrained) requireNonNull(facts.get("tokenizer"));
            assertThat(trained.vocabulary()).isEqualTo(400).isEqualTo(tokenizer.vocabularySize());
            assertThat(trained.merges()).isEqualTo(400 - 256 - 2);
            assertThat(trained.file()).isEqualTo(tokenizer.digest());
            assertThat(trained.bytesPerToken() * (train.tokens() - train.documents()))
                    .isCloseTo((double) train.bytes(), org.assertj.core.data.Offset.offset(1e-6));
        }
    }

    @Test
    void the_tokenizer_learns_nothing_from_held_out_documents() {
        List<Document> documents = TokenTesting.documents(200);
        Path before =
                stage(folder.resolve("before"), CONFIG, new TokenTesting.Listed(documents), 1);
        HeldOut heldOut =
                HeldOut.choose(
                        new TokenTesting.Listed(documents),
                        CONFIG.heldOut(),
                        new Seed(7).of("token").of("held-out"));
        List<Document> other =
                documents.stream()
                        .map(d -> heldOut.holds(d.id()) ? d.withText("zqzqzqzq ".repeat(500)) : d)
                        .toList();
        assertThat(other).isNotEqualTo(documents);
        Path after = stage(folder.resolve("after"), CONFIG, new TokenTesting.Listed(other), 1);
        assertThat(Tokenizer.read(after.resolve("tokenizer.json")).digest())
                .isEqualTo(Tokenizer.read(before.resolve("tokenizer.json")).digest());
    }

    @Test
    void adding_documents_moves_no_other_between_the_splits() {
        List<Document> documents = TokenTesting.documents(1000);
        HeldOut few =
                HeldOut.choose(
                        new TokenTesting.Listed(documents.subList(0, 300)), 0.05, new Seed(1));
        HeldOut many = HeldOut.choose(new TokenTesting.Listed(documents), 0.05, new Seed(1));
        assertThat(documents).allMatch(d -> few.holds(d.id()) == many.holds(d.id()));
        assertThat(documents.stream().filter(d -> many.holds(d.id())).count()).isBetween(30L, 70L);
    }

    @Test
    void two_documents_or_more_leave_neither_split_empty() {
        for (int count = 0; count < 12; count++) {
            List<Document> documents = TokenTesting.documents(count);
            for (double share : new double[] {0.0001, 0.05, 0.5}) {
                for (int seed = 0; seed < 50; seed++) {
                    HeldOut heldOut =
                            HeldOut.choose(
                                    new TokenTesting.Listed(documents), share, new Seed(seed));
                    long held = documents.stream().filter(d -> heldOut.holds(d.id())).count();
                    assertThat(held).isBetween(count < 2 ? 0L : 1L, count < 2 ? 0L : count - 1L);
                }
            }
        }
    }

    @Test
    void one_document_makes_an_empty_held_out_split_and_no_text_is_refused() {
        Path token =
                stage(
                        folder.resolve("one"),
                        CONFIG,
                        new TokenTesting.Listed(List.of(TokenTesting.document("a", "bonjour"))),
                        1);
        try (TokenShards kept = TokenShards.open(token, "held-out")) {
            assertThat(kept.tokens()).isZero();
            assertThat(kept.sequences(8)).isZero();
            assertThat(kept.stream()).isEmpty();
        }
        assertThatThrownBy(() ->
                        stage(
                                folder.resolve("none"),
                                CONFIG,
                                new TokenTesting.Listed(List.of()),
                                1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no text to learn a tokenizer from");
    }
}
