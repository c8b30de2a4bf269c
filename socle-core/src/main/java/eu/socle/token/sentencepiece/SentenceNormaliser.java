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
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length + in.length / 4 + 16);
        boolean prefixed =
                switch (prefix) {
                    case NEVER -> false;
                    case ONLY_AT_THE_BEGINNING -> at == 0;
                    case EVERYWHERE -> true;
                };
        if (prefixed) {
            out.writeBytes(SIGN);
        }
        int begun = out.size();
        boolean merge = blanks == Blanks.ONE_BETWEEN_WORDS;
        boolean spaceDue = false;
        for (int i = 0; i < in.length; ) {
            int length = kept(in, i);
            byte[] by = in;
            int from = i;
            int to = i + length;
            CharsMap.Match match = length > 0 || map == null ? null : map.longest(in, i, in.length);
            if (match != null && match.length() > 0 && map != null) {
                by = map.replacement(match.value());
                from = 0;
                to = by.length;
                length = match.length();
            } else if (length == 0) {
                length = Utf8.size(in[i]);
                to = i + length;
            }
            for (int b = from; b < to; b++) {
                if (by[b] != ' ') {
                    if (spaceDue && out.size() > begun) {
                        out.writeBytes(SIGN);
                    }
                    spaceDue = false;
                    out.write(by[b]);
                } else if (merge) {
                    spaceDue = true;
                } else {
                    out.writeBytes(SIGN);
                }
            }
            i += length;
        }
        byte[] bytes = out.toByteArray();
        int end = bytes.length;
        while (merge && endsWithSign(bytes, end)) { // a sign that came as one is left out as well
            end -= SIGN.length;
        }
        return Utf8.decode(bytes, end);
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
