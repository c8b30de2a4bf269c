package eu.socle.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import eu.socle.core.Settings;
import eu.socle.token.split.Split;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenConfigTest {

    @Test
    void an_empty_section_takes_the_defaults() {
        TokenConfig config = TokenConfig.from(Settings.empty("a.yaml", "token"));
        assertThat(config.vocabulary()).isEqualTo(4096);
        assertThat(config.minimumFrequency()).isEqualTo(2);
        assertThat(config.split()).isEqualTo(Split.GPT_2);
        assertThat(config.specials())
                .containsExactly("<|endoftext|>", "<|user|>", "<|assistant|>", "<|end|>");
        assertThat(config.heldOut()).isEqualTo(0.05);
        assertThat(config.sequence()).isZero();
        assertThat(config.shardTokens()).isEqualTo(64L * 1024 * 1024);
    }

    @ParameterizedTest
    @CsvSource({
        "vocabulary, 259",
        "vocabulary, 99999999",
        "vocabulary, many",
        "minimum-frequency, 0",
        "split, gpt-9",
        "specials, user",
        "held-out, 0",
        "held-out, 0.6",
        "sequence, -1",
        "shard-tokens, 0",
        "vocabulry, 4096"
    })
    void a_wrong_value_is_refused_with_file_line_and_key(String key, String value) {
        Map<String, Settings.Value> values = new LinkedHashMap<>();
        values.put(key, new Settings.Value.Scalar(value, 12));
        assertThatThrownBy(() -> TokenConfig.from(new Settings("a.yaml", "token", 10, values)))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.exitCode()).isEqualTo(2))
                .hasMessageContaining("a.yaml:12")
                .hasMessageContaining("token." + key);
    }
}
