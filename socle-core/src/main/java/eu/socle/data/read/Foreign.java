package eu.socle.data.read;

import eu.socle.data.read.bytes.Input;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Files that hold documents in a wrapping that is not read here, told from their first bytes.
final class Foreign {

    private static final Map<String, String> STARTS = starts();

    private Foreign() {}

    private static Map<String, String> starts() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PK\u0003\u0004", "is a ZIP archive (or an office document); unpack it");
        all.put("BZh", "is compressed with bzip2; decompress it");
        all.put("\u00fd7zXZ", "is compressed with xz; decompress it");
        all.put("7z\u00bc\u00af", "is a 7z archive; unpack it");
        all.put("Rar!", "is a RAR archive; unpack it");
        all.put("\u0004\"M\u0018", "is compressed with lz4; decompress it");
        all.put("\u001f\u008b", "is compressed with gzip; let its name end with .gz");
        all.put("(\u00b5/\u00fd", "is compressed with zstd; let its name end with .zst");
        return all;
    }

    /// What a file is whose bytes are no text, and what to do with it.
    static Optional<String> of(Input.Bytes bytes) {
        String start =
                new String(
                        bytes.array(), 0, Math.min(bytes.length(), 8), StandardCharsets.ISO_8859_1);
        for (var known : STARTS.entrySet()) {
            if (start.startsWith(known.getKey())) {
                return Optional.of(known.getValue());
            }
        }
        return Optional.empty();
    }
}
