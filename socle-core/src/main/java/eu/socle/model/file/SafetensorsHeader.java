package eu.socle.model.file;

import eu.socle.core.Refusal;
import eu.socle.tensor.DType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the JSON header of one safetensors file says about its tensors, believed only after every
/// claim was checked: types known, sizes equal to shapes, offsets without gap or overlap from the
/// first to the last byte of the data.
///
/// @param entries by tensor name
record SafetensorsHeader(SortedMap<String, Entry> entries) {

    private static final JsonMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// One tensor: bytes `begin` (inclusive) to `end` (exclusive) of the data, which starts after
    /// the header.
    @SuppressWarnings("ArrayRecordComponent") // a shape, never compared
    record Entry(DType type, long[] shape, long begin, long end) {}

    /// @param header the bytes between the length and the data
    /// @param dataBytes how many bytes follow the header
    /// @throws Refusal naming file and tensor
    static SafetensorsHeader parse(Path file, byte[] header, long dataBytes) {
        SortedMap<String, Entry> entries = new TreeMap<>();
        for (Map.Entry<String, JsonNode> property : object(file, header).properties()) {
            String name = property.getKey();
            if (name.equals("__metadata__")) {
                checkMetadata(file, property.getValue());
            } else {
                entries.put(name, entry(file, name, property.getValue(), dataBytes));
            }
        }
        checkTiling(file, entries, dataBytes);
        return new SafetensorsHeader(entries);
    }

    /// Parses a JSON object in UTF-8 without duplicate names.
    static JsonNode object(Path file, byte[] header) {
        if (header.length == 0 || header[0] != '{') {
            throw damaged(file, "its header does not begin with {");
        }
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(header))
                            .toString();
            JsonNode root = STRICT.readTree(text);
            if (!root.isObject()) {
                throw damaged(file, "its header is not a JSON object");
            }
            return root;
        } catch (CharacterCodingException e) {
            throw damaged(file, "its header is not UTF-8");
        } catch (JacksonException e) {
            throw damaged(file, "its header is not valid JSON (" + e.getOriginalMessage() + ")");
        }
    }

    private static void checkMetadata(Path file, JsonNode metadata) {
        if (!metadata.isObject()) {
            throw damaged(file, "its __metadata__ is not an object");
        }
        for (Map.Entry<String, JsonNode> property : metadata.properties()) {
            if (!property.getValue().isString()) {
                throw damaged(
                        file, "its __metadata__ \"" + property.getKey() + "\" is not a string");
            }
        }
    }

    private static Entry entry(Path file, String name, JsonNode node, long dataBytes) {
        if (!node.isObject() || node.size() != 3) {
            throw damaged(file, name, "is not described by dtype, shape and data_offsets alone");
        }
        DType type = type(file, name, node.get("dtype"));
        long[] shape = numbers(file, name, "shape", node.get("shape"));
        long[] offsets = numbers(file, name, "data_offsets", node.get("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes) {
            throw damaged(
                    file,
                    name,
                    "has data_offsets "
                            + node.get("data_offsets")
                            + " outside the "
                            + dataBytes
                            + " bytes of data");
        }
        long bytes = bytes(file, name, type, shape);
        if (bytes != offsets[1] - offsets[0]) {
            throw damaged(
                    file,
                    name,
                    "takes "
                            + bytes
                            + " bytes by its shape and "
                            + (offsets[1] - offsets[0])
                            + " by its data_offsets");
        }
        return new Entry(type, shape, offsets[0], offsets[1]);
    }

    private static DType type(Path file, String name, @Nullable JsonNode node) {
        String text =
                node == null ? "missing" : node.isString() ? node.stringValue() : node.toString();
        for (DType type : DType.values()) {
            if (type.name().equals(text) && !type.isBlock()) { // the format has no block types
                return type;
            }
        }
        throw damaged(file, name, "has the dtype " + text + ", which is not known here");
    }

    private static long[] numbers(Path file, String name, String key, @Nullable JsonNode node) {
        if (node == null || !node.isArray()) {
            throw damaged(file, name, "has no list \"" + key + "\"");
        }
        long[] numbers = new long[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode item = node.get(i);
            if (!item.isIntegralNumber() || !item.canConvertToLong() || item.longValue() < 0) {
                throw damaged(
                        file,
                        name,
                        "has " + item + " in its " + key + ", where a size was expected");
            }
            numbers[i] = item.longValue();
        }
        return numbers;
    }

    private static long bytes(Path file, String name, DType type, long[] shape) {
        long bytes = type.bytes();
        try {
            for (long dimension : shape) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
        } catch (ArithmeticException e) {
            throw damaged(file, name, "has a shape of more than 2^63 bytes");
        }
        return bytes;
    }

    /// Every byte of the data belongs to exactly one tensor.
    private static void checkTiling(Path file, SortedMap<String, Entry> entries, long dataBytes) {
        List<Map.Entry<String, Entry>> ordered = new ArrayList<>(entries.entrySet());
        ordered.sort(
                Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin())
                        .thenComparingLong(e -> e.getValue().end()));
        long at = 0;
        for (Map.Entry<String, Entry> next : ordered) {
            long begin = next.getValue().begin();
            if (begin != at) {
                throw damaged(
                        file,
                        next.getKey(),
                        "begins at byte "
                                + begin
                                + " of the data, "
                                + (begin < at
                                        ? "inside another tensor"
                                        : "after a gap from byte " + at));
            }
            at = next.getValue().end();
        }
        if (at != dataBytes) {
            throw damaged(
                    file, "its tensors end at byte " + at + " of " + dataBytes + " bytes of data");
        }
    }

    static Refusal damaged(Path file, String name, String why) {
        return damaged(file, "its tensor \"" + name + "\" " + why);
    }

    static Refusal damaged(Path file, String why) {
        return Refusal.failure(
                file + " cannot be read as safetensors: " + why + "; fetch or write it again.");
    }
}
