package eu.socle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import eu.socle.core.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlFileTest {

    @Test
    void values_lists_and_sections_are_read() {
        Settings s =
                YamlFile.parse(
                        "r.yaml",
                        "name: hello\nseed: 20_261\nrate: 3e-4\ntied: true\nlist: [a, b]\none: c\nin:\n  deep: 7\n");
        assertThat(s.text("name")).isEqualTo("hello");
        assertThat(s.integer("seed")).isEqualTo(20261);
        assertThat(s.decimal("rate")).isEqualTo(3e-4);
        assertThat(s.flag("tied", false)).isTrue();
        assertThat(s.texts("list", List.of())).containsExactly("a", "b");
        assertThat(s.texts("one", List.of())).containsExactly("c");
        assertThat(s.section("in").integer("deep")).isEqualTo(7);
        assertThat(s.integer("absent", 5)).isEqualTo(5);
        s.refuseOthers();
    }

    @Test
    void an_unknown_key_is_refused_with_file_line_and_the_nearest_name() {
        Settings s =
                YamlFile.parse("r.yaml", "name: x\ntoken:\n  vocabluary: 9\n").section("token");
        s.integer("vocabulary", 1);
        s.text("split", "gpt-2");
        assertThatThrownBy(s::refuseOthers)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.exitCode()).isEqualTo(2))
                .hasMessageContaining("r.yaml:3")
                .hasMessageContaining("\"token.vocabluary\"")
                .hasMessageContaining("nearest known key is \"vocabulary\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a: 1\na: 2' | r.yaml:2 | stands twice",
                "'- a' | r.yaml:1 | key: value",
                "'a: [1' | r.yaml:1 | not valid YAML",
                "'' | r.yaml | empty",
                "'a: &x [*x]' | r.yaml:1 | alias that refers to itself",
                "'a: !!java.net.URL [x]\nb: : c' | r.yaml:2 | not valid YAML",
            })
    void what_is_no_recipe_is_refused_with_its_line(String yaml, String where, String why) {
        assertThatThrownBy(() -> YamlFile.parse("r.yaml", yaml))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(where)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({"seven", "1.5", "0x10", "''", "99999999999999999999"})
    void a_wrong_number_is_refused_with_its_line_and_what_was_expected(String value) {
        Settings s = YamlFile.parse("r.yaml", "name: x\nseed: '" + value + "'\n");
        assertThatThrownBy(() -> s.integer("seed"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("r.yaml:2")
                .hasMessageContaining("a whole number");
    }
}
