package eu.socle.core;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON in, canonical JSON out (RFC 8785: sorted keys, no white space, ECMAScript numbers), so that
/// equal values have equal digests.
public final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private Json() {}

    /// Canonical JSON of a record, list, map, string or number.
    ///
    /// @throws IllegalArgumentException for NaN, infinities and integers beyond 2^53
    public static String canonical(Object value) {
        StringBuilder out = new StringBuilder();
        write(MAPPER.valueToTree(value), out);
        return out.toString();
    }

    /// JSON for programs that tell 1 from 1.0: a number with a fraction has one, be it zero.
    public static String typed(Object value) {
        return MAPPER.valueToTree(value).toString();
    }

    /// Digest of [#canonical(Object)].
    public static Digest digest(Object value) {
        return Digest.of(canonical(value));
    }

    /// Reads a record.
    ///
    /// @param where named in the refusal, for example a file name
    /// @throws Refusal if the text is not JSON of that type
    public static <T> T read(String json, Class<T> type, String where) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw Refusal.failure(where + " cannot be read: " + e.getOriginalMessage() + ".", e);
        }
    }

    /// Reads a record from a file.
    ///
    /// @throws Refusal if the file cannot be read or is not JSON of that type
    public static <T> T read(Path file, Class<T> type) {
        try {
            return read(Files.readString(file), type, file.toString());
        } catch (IOException e) {
            throw Refusal.failure(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /// Parses any JSON text.
    ///
    /// @throws Refusal if it is not JSON
    public static JsonNode parse(String json, String where) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw Refusal.failure(where + " is not valid JSON: " + e.getOriginalMessage() + ".", e);
        }
    }

    private static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                List<String> names = new ArrayList<>(node.propertyNames());
                names.sort(null); // UTF-16 order, as RFC 8785 asks
                String separator = "{";
                for (String name : names) {
                    out.append(separator);
                    string(name, out);
                    out.append(':');
                    write(node.get(name), out);
                    separator = ",";
                }
                out.append(names.isEmpty() ? "{}" : "}");
            }
            case ARRAY -> {
                out.append('[');
                for (int i = 0; i < node.size(); i++) {
                    if (i > 0) {
                        out.append(',');
                    }
                    write(node.get(i), out);
                }
                out.append(']');
            }
            case STRING -> string(node.stringValue(), out);
            case NUMBER -> number(node, out);
            case BOOLEAN -> out.append(node.booleanValue());
            case NULL -> out.append("null");
            case BINARY, MISSING, POJO ->
                    throw new IllegalArgumentException(
                            "no canonical JSON for " + node.getNodeType());
        }
    }

    private static void number(JsonNode node, StringBuilder out) {
        if (node.isIntegralNumber()) {
            long value = node.longValue();
            if (Math.abs(value) > 1L << 53) {
                throw new IllegalArgumentException(
                        "integer beyond 2^53, write it as a string: " + value);
            }
            out.append(value);
            return;
        }
        out.append(ecmaScript(node.doubleValue()));
    }

    /// A double as ECMAScript writes it (shortest digits that read back; exponents from 1e21 and
    /// below 1e-6).
    static String ecmaScript(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("no JSON number for " + value);
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        if (decimal.precision()
                == 2) { // Double.toString never writes fewer than two digits, ECMAScript does
            BigDecimal shorter = decimal.round(new MathContext(1, RoundingMode.HALF_EVEN));
            decimal =
                    shorter.doubleValue() == Math.abs(value)
                            ? shorter.stripTrailingZeros()
                            : decimal;
        }
        String digits = decimal.unscaledValue().toString();
        int point =
                digits.length()
                        - decimal.scale(); // position of the decimal point, in digits from the left
        String sign = value < 0 ? "-" : "";
        if (point > 21 || point < -5) {
            String mantissa =
                    digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
            int exponent = point - 1;
            return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
        }
        if (point <= 0) {
            return sign + "0." + "0".repeat(-point) + digits;
        }
        if (point >= digits.length()) {
            return sign + digits + "0".repeat(point - digits.length());
        }
        return sign + digits.substring(0, point) + "." + digits.substring(point);
    }

    /// A JSON string with the escapes of RFC 8785.
    private static void string(String value, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
