package eu.socle.token.sentencepiece;

import eu.socle.token.text.TextStep;
import eu.socle.token.text.Trie;
import eu.socle.token.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What SentencePiece does to a text before it looks for tokens: characters are replaced by the
/// table, spaces become U+2581, one is put before the text, superfluous ones are left out.
///
/// @param map the table, or null where characters stay as they are
/// @param prefix where a space is put before the text
/// @param blanks what becomes of superfluous spaces
/// @param kept texts that the table does not touch
public record SentenceNormaliser(@Nullable CharsMap map, Prefix prefix, Blanks blanks, Trie kept)
        implements TextStep {

    /// Where a space is put before a text.
    public enum Prefix {
        NEVER,
        ONLY_AT_THE_BEGINNING,
        EVERYWHERE
    }

    /// Whether spaces at both ends, and all but one of several, are left out.
    public enum Blanks {
        STAY,
        ONE_BETWEEN_WORDS
    }

    private static final byte[] SIGN = Utf8.bytes("\u2581");

    @Override
    public String apply(String text, int at) {
        byte[] in = Utf8.bytes(text);
        boolean merge = blanks == Blanks.ONE_BETWEEN_WORDS;
        int from = merge ? behindBlanks(in) : 0;
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length + in.length / 4 + 16);
        boolean prefixed =
                switch (prefix) {
                    case NEVER -> false;
                    case ONLY_AT_THE_BEGINNING -> at == 0 && from < in.length;
                    case EVERYWHERE -> true;
                };
        if (prefixed) {
            out.writeBytes(SIGN);
        }
        boolean afterSpace = merge;
        for (int i = from; i < in.length; ) {
            Part part = part(in, i);
            int start = part.from;
            while (afterSpace && start < part.to && part.bytes[start] == ' ') {
                start++;
            }
            write(part.bytes, start, part.to, out);
            if (start < part.to) {
                afterSpace = merge && part.bytes[part.to - 1] == ' ';
            }
            i += part.length;
        }
        byte[] bytes = out.toByteArray();
        int end = bytes.length;
        while (merge && endsWithSign(bytes, end)) { // a sign that came as one is left out as well
            end -= SIGN.length;
        }
        return Utf8.decode(bytes, end);
    }

    /// What the beginning of a text becomes: `bytes[from, to)`.
    ///
    /// @param length how many bytes of the text it takes
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(byte[] bytes, int from, int to, int length) {}

    /// A kept text as it is, else what the table knows, else one character.
    private Part part(byte[] in, int at) {
        int length = kept(in, at);
        if (length > 0) {
            return new Part(in, at, at + length, length);
        }
        CharsMap.Match match = map == null ? null : map.longest(in, at, in.length);
        if (match != null && match.length() > 0 && map != null) {
            byte[] by = map.replacement(match.value());
            return new Part(by, 0, by.length, match.length());
        }
        int size = Utf8.size(in[at]);
        return new Part(in, at, at + size, size);
    }

    /// Where the first part that is not one space begins.
    private int behindBlanks(byte[] in) {
        int at = 0;
        while (at < in.length) {
            Part part = part(in, at);
            if (part.to - part.from != 1 || part.bytes[part.from] != ' ') {
                return at;
            }
            at += part.length;
        }
        return at;
    }

    private static void write(byte[] bytes, int from, int to, ByteArrayOutputStream out) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == ' ') {
                out.writeBytes(SIGN);
            } else {
                out.write(bytes[i]);
            }
        }
    }

    private static boolean endsWithSign(byte[] bytes, int end) {
        return end >= SIGN.length
                && Arrays.equals(bytes, end - SIGN.length, end, SIGN, 0, SIGN.length);
    }

    /// Bytes of the longest kept text that begins at `from`, or 0.
    private int kept(byte[] text, int from) {
        int node = 0;
        int found = 0;
        for (int i = from; i < text.length; i++) {
            node = kept.child(node, text[i] & 0xff);
            if (node < 0) {
                return found;
            }
            found = kept.value(node) >= 0 ? i + 1 - from : found;
        }
        return found;
    }
}
