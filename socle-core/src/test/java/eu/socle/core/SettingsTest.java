package eu.socle.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import eu.socle.core.Settings.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SettingsTest {

    @Test
    void a_section_stands_as_json_with_its_numbers_lists_and_sections() {
        Map<String, Value> inner = Map.of("factor", scalar("8.0"), "rope_type", scalar("llama3"));
        Map<String, Value> values = new TreeMap<>();
        values.put("a", scalar("12"));
        values.put("b", scalar("-1.5e-3"));
        values.put("c", scalar("true"));
        values.put("d", scalar("null"));
        values.put("e", new Value.Items(List.of(scalar("0"), scalar("full_attention")), 3));
        values.put("f", new Value.Section(new Settings("r.yaml", "f", 4, inner), 4));
        values.put("g", scalar("1.2.3"));
        Settings settings = new Settings("r.yaml", "model", 1, values);
        assertThat(settings.json())
                .isEqualTo(
                        "{\"a\":12,\"b\":-0.0015,\"c\":true,\"d\":null,\"e\":[0,\"full_attention\"],"
                                + "\"f\":{\"factor\":8,\"rope_type\":\"llama3\"},\"g\":\"1.2.3\"}");
        assertThatCode(settings::refuseOthers).doesNotThrowAnyException();
    }

    private static Value scalar(String text) {
        return new Value.Scalar(text, 2);
    }
}
