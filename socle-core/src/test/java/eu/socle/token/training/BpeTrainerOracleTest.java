package eu.socle.token.training;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Json;
import eu.socle.core.Progress;
import eu.socle.core.Workers;
import eu.socle.token.split.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every file of oracles/tokenizers/training: documents in, the merges of Hugging Face tokenizers
/// out.
final class BpeTrainerOracleTest {

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(Shared.folder("oracles/tokenizers/training"))) {
            List<Path> cases = files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
            assertThat(cases).isNotEmpty();
            return cases.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void learns_the_expected_merges_with_one_and_with_two_threads(Path file) throws IOException {
        JsonNode expected = Json.parse(Files.readString(file), file.toString());
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : expected.path("merges")) {
            merges.add(merge.get(0).stringValue() + " " + merge.get(1).stringValue());
        }
        assertThat(merges(expected, 1)).isEqualTo(merges);
        assertThat(merges(expected, 2)).isEqualTo(merges);
    }

    private static List<String> merges(JsonNode expected, int threads) {
        BpeTrainer trainer =
                new BpeTrainer(Split.ofRegex(expected.path("split").stringValue()).orElseThrow());
        try (Workers workers = Workers.of(threads)) {
            trainer.count(texts(expected.path("documents")), workers);
        }
        TrainedBpe bpe =
                trainer.train(
                        expected.path("vocab_size").intValue(),
                        expected.path("min_frequency").longValue(),
                        texts(expected.path("special")),
                        Progress.SILENT);
        String[] spellings = bpe.spellings();
        List<String> merges = new ArrayList<>();
        for (TrainedBpe.Merge merge : bpe.merges()) {
            merges.add(spellings[merge.left()] + " " + spellings[merge.right()]);
        }
        return merges;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : list) {
            texts.add(text.stringValue());
        }
        return texts;
    }
}
