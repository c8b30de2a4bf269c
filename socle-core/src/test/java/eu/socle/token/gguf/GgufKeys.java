package eu.socle.token.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The keys of a GGUF file (version 2 or 3), read for tests: no limits, no tensors.
final class GgufKeys {

    private final ByteBuffer bytes;
    private final Map<String, Object> keys = new LinkedHashMap<>();

    GgufKeys(byte[] file) {
        bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(16); // magic, version, number of tensors
        long count = bytes.getLong();
        for (long i = 0; i < count; i++) {
            keys.put(text(), value(bytes.getInt()));
        }
    }

    VocabularyMetadata vocabulary() {
        return new VocabularyMetadata(
                String.valueOf(keys.get("tokenizer.ggml.model")),
                Optional.ofNullable((String) keys.get("tokenizer.ggml.pre")),
                texts("tokens"),
                floats("scores"),
                ints("token_type"),
                texts("merges"),
                id("bos_token_id"),
                id("eos_token_id"),
                id("unknown_token_id"),
                id("seperator_token_id"),
                flag("add_bos_token"),
                flag("add_eos_token"),
                flag("add_space_prefix"),
                flag("remove_extra_whitespaces"),
                new byte[0]);
    }

    private List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        if (keys.get("tokenizer.ggml." + key) instanceof List<?> list) {
            list.forEach(t -> texts.add((String) t));
        }
        return texts;
    }

    private float[] floats(String key) {
        List<?> list = (List<?>) keys.getOrDefault("tokenizer.ggml." + key, List.of());
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) list.get(i);
        }
        return values;
    }

    private int[] ints(String key) {
        List<?> list = (List<?>) keys.getOrDefault("tokenizer.ggml." + key, List.of());
        return list.stream().mapToInt(v -> ((Number) v).intValue()).toArray();
    }

    private OptionalInt id(String key) {
        Object value = keys.get("tokenizer.ggml." + key);
        return value == null ? OptionalInt.empty() : OptionalInt.of(((Number) value).intValue());
    }

    private Optional<Boolean> flag(String key) {
        return Optional.ofNullable((Boolean) keys.get("tokenizer.ggml." + key));
    }

    private String text() {
        byte[] text = new byte[Math.toIntExact(bytes.getLong())];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private Object value(int type) {
        return switch (type) {
            case 0, 1 -> bytes.get();
            case 2, 3 -> bytes.getShort();
            case 4, 5 -> bytes.getInt();
            case 6 -> bytes.getFloat();
            case 7 -> bytes.get() != 0;
            case 8 -> text();
            case 9 -> {
                int inner = bytes.getInt();
                long count = bytes.getLong();
                List<Object> list = new ArrayList<>();
                for (long i = 0; i < count; i++) {
                    list.add(value(inner));
                }
                yield list;
            }
            case 10, 11 -> bytes.getLong();
            case 12 -> bytes.getDouble();
            default -> throw new IllegalArgumentException("type " + type);
        };
    }
}
