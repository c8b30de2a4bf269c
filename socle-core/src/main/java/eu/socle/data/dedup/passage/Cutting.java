package eu.socle.data.dedup.passage;

import eu.socle.data.dedup.near.WordBytes;
import eu.socle.data.dedup.span.Sentences;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// What is left of a text when passages go, and how much went.
///
/// @param text without white space at both ends; the text itself when nothing goes
/// @param went by the kinds' numbers: code points that went, each counted once
/// @param passages by the kinds' numbers: ranges that went, those that meet being one
public record Cutting(String text, List<Long> went, List<Integer> passages) {

    private static final byte STAYS = (byte) PassageKind.values().length;

    public Cutting {
        went = List.copyOf(went);
        passages = List.copyOf(passages);
    }

    /// Cuts. A code point goes when all its bytes do.
    ///
    /// @param utf8 the text
    /// @param cuts sorted by their first byte; they may overlap
    public static Cutting of(byte[] utf8, List<Cut> cuts) {
        if (cuts.isEmpty()) {
            String whole = new String(utf8, StandardCharsets.UTF_8);
            return new Cutting(whole, List.of(0L, 0L, 0L), List.of(0, 0, 0));
        }
        byte[] kinds = new byte[utf8.length];
        Arrays.fill(kinds, STAYS);
        Integer[] passages = {0, 0, 0};
        int[] ends = {-1, -1, -1};
        for (Cut cut : cuts) {
            byte code = (byte) cut.kind().code();
            passages[code] += cut.from() > ends[code] ? 1 : 0;
            ends[code] = Math.max(ends[code], cut.to());
            for (int i = cut.from(); i < cut.to(); i++) {
                kinds[i] = kinds[i] < code ? kinds[i] : code;
            }
        }
        Long[] went = {0L, 0L, 0L};
        byte[] rest = new byte[utf8.length];
        int length = 0;
        int from = 0;
        while (from < utf8.length) {
            int to = from + 1;
            byte kind = kinds[from];
            while (to < utf8.length && (utf8[to] & 0xc0) == 0x80) {
                kind = kind > kinds[to] ? kind : kinds[to];
                to++;
            }
            if (kind == STAYS) {
                System.arraycopy(utf8, from, rest, length, to - from);
                length += to - from;
            } else {
                went[kind]++;
            }
            from = to;
        }
        String text = new String(rest, 0, length, StandardCharsets.UTF_8);
        return new Cutting(text.strip(), List.of(went), List.of(passages));
    }

    /// Words that are left: what stands between white space; in a text with letters of a script
    /// that writes none also each of these.
    public int words() {
        boolean spaced = WordBytes.spaced(text).length() == text.length();
        return (spaced ? WordBytes.ofSimple(text) : WordBytes.ofAnyScript(text)).count();
    }

    /// True when so much is left that the document stays.
    public boolean enough(PassageRule rule) {
        return enough(rule, Sentences.of(text).size());
    }

    boolean enough(PassageRule rule, int sentences) {
        return !text.isEmpty()
                && words() >= rule.leastWords()
                && sentences >= rule.leastSentences();
    }
}
