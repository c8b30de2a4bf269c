package eu.socle.data.read.warc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An HTTP response as a crawler stored it: status, header fields in order, body as sent. Lines may
/// end with LF alone, and a header that is cut is read as far as it goes.
///
/// @param status the status code
/// @param fields every header field line, in order
/// @param body as sent; transfer and content coding are undone by [Payload]
public record HttpMessage(int status, List<Field> fields, byte[] body) {

    /// One header field line.
    public record Field(String name, String value) {}

    public HttpMessage {
        fields = List.copyOf(fields);
    }

    /// Reads the block of a response record.
    ///
    /// @return empty when it does not begin with an HTTP status line
    public static Optional<HttpMessage> of(byte[] block) {
        int end = lineEnd(block, 0);
        String[] status = text(block, 0, end).split(" +", 3);
        if (status.length < 2
                || !status[0].toUpperCase(Locale.ROOT).startsWith("HTTP")
                || !status[1].strip().matches("[0-9]{3}")) {
            return Optional.empty();
        }
        List<Field> fields = new ArrayList<>();
        int at = Math.min(block.length, end + 1);
        while (at < block.length) {
            end = lineEnd(block, at);
            String line = text(block, at, end);
            at = Math.min(block.length, end + 1);
            if (line.isEmpty()) {
                break;
            }
            add(fields, line);
        }
        return Optional.of(
                new HttpMessage(
                        Integer.parseInt(status[1].strip()),
                        fields,
                        Arrays.copyOfRange(block, at, block.length)));
    }

    private static void add(List<Field> fields, String line) {
        boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
        if (folded && !fields.isEmpty()) {
            Field before = fields.removeLast();
            fields.add(new Field(before.name(), before.value() + " " + line.strip()));
            return;
        }
        int colon = line.indexOf(':');
        if (colon > 0) {
            fields.add(
                    new Field(line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
        }
    }

    /// The first field of that name; empty when there is none.
    public String field(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return field.value();
            }
        }
        return "";
    }

    private static int lineEnd(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static String text(byte[] bytes, int from, int end) {
        int stop = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
        return new String(bytes, from, stop - from, StandardCharsets.ISO_8859_1);
    }
}
