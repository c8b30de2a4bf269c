package eu.socle.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import eu.socle.core.Settings;
import eu.socle.token.mix.MixConfig;
import eu.socle.token.mix.Repeats;
import eu.socle.token.split.Split;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
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
        assertThat(config.mix()).isEqualTo(MixConfig.NONE);
        assertThat(config.shuffle()).isFalse();
    }

    @Test
    void a_mixture_is_read_and_shuffled() {
        TokenConfig config =
                mixed(
                        Map.of("exponent", "0.3", "repeats", "fineweb-2", "total", "1_000"),
                        Map.of("web", "2", "books", "0.5"),
                        Map.of());
        assertThat(config.shuffle()).isTrue();
        assertThat(config.mix())
                .isEqualTo(
                        new MixConfig(
                                new TreeMap<>(Map.of("web", 2.0, "books", 0.5)),
                                new TreeMap<>(),
                                0.3,
                                Repeats.FINEWEB_2,
                                4,
                                1000));
    }

    @ParameterizedTest
    @CsvSource({
        "exponent, 2, exponent",
        "exponent, -0.1, exponent",
        "repeats, many, none or fineweb-2",
        "most-copies, 0, above 0",
        "total, -5, tokens",
        "wieghts, 3, unknown key"
    })
    void a_wrong_mixture_is_refused_with_its_line(String key, String value, String reason) {
        assertThatThrownBy(() -> mixed(Map.of(key, value), Map.of(), Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("a.yaml:12")
                .hasMessageContaining(reason);
    }

    @Test
    void a_mixture_that_cannot_be_meant_is_refused() {
        Map<String, String> none = Map.of();
        assertThatThrownBy(() -> mixed(none, Map.of("web", "-1"), none))
                .hasMessageContaining("token.mix.sources.web\" must be a weight of at least 0");
        assertThatThrownBy(() -> mixed(none, Map.of("web", "0"), none))
                .hasMessageContaining("at least one is above 0");
        assertThatThrownBy(() -> mixed(none, Map.of("web", "1"), Map.of("shuffle", "false")))
                .hasMessageContaining("a mixture is always shuffled");
        assertThatThrownBy(
                        () -> {
                            Map<String, Settings.Value> mix = new LinkedHashMap<>();
                            mix.put("exponent", scalar("0.3"));
                            mix.put("languages", section("token.mix.languages", Map.of("fr", "1")));
                            MixConfig.from(new Settings("a.yaml", "token.mix", 10, mix));
                        })
                .hasMessageContaining("left out where languages have weights");
    }

    private static TokenConfig mixed(
            Map<String, String> mix, Map<String, String> sources, Map<String, String> token) {
        Map<String, Settings.Value> inside = new LinkedHashMap<>();
        mix.forEach((key, value) -> inside.put(key, scalar(value)));
        inside.put("sources", section("token.mix.sources", sources));
        Map<String, Settings.Value> values = new LinkedHashMap<>();
        token.forEach((key, value) -> values.put(key, scalar(value)));
        values.put(
                "mix",
                new Settings.Value.Section(new Settings("a.yaml", "token.mix", 10, inside), 10));
        return TokenConfig.from(new Settings("a.yaml", "token", 10, values));
    }

    private static Settings.Value section(String path, Map<String, String> scalars) {
        Map<String, Settings.Value> values = new LinkedHashMap<>();
        scalars.forEach((key, value) -> values.put(key, scalar(value)));
        return new Settings.Value.Section(new Settings("a.yaml", path, 11, values), 11);
    }

    private static Settings.Value scalar(String text) {
        return new Settings.Value.Scalar(text, 12);
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
