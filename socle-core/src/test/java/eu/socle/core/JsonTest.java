package eu.socle.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonTest {

    /// Appendix B of RFC 8785: IEEE 754 bits and the text they must give.
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2",
    })
    void numbers_are_written_as_ecmascript_writes_them(String bits, String text) {
        assertThat(Json.ecmaScript(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(text);
    }

    @Test
    void keys_are_sorted_by_utf16_and_strings_escaped_as_the_rfc_says() {
        Map<String, String> map =
                new TreeMap<>(
                        Map.of(
                                "\u20ac",
                                "Euro Sign",
                                "\r",
                                "Carriage Return",
                                "1",
                                "One",
                                "\ud83d\ude00",
                                "Emoji",
                                "\ufb33",
                                "Hebrew"));
        assertThat(Json.canonical(map))
                .isEqualTo(
                        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji\",\"\ufb33\":\"Hebrew\"}");
        assertThat(Json.canonical(List.of("\u0001\"\\/\t"))).isEqualTo("[\"\\u0001\\\"\\\\/\\t\"]");
    }

    @Test
    void integers_that_a_double_cannot_hold_are_refused() {
        assertThat(Json.canonical(1L << 53)).isEqualTo("9007199254740992");
        assertThatThrownBy(() -> Json.canonical((1L << 53) + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.canonical(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
