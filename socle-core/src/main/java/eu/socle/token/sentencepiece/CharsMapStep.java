package eu.socle.token.sentencepiece;

import eu.socle.token.text.TextStep;
import eu.socle.token.text.Utf8;
import java.text.BreakIterator;
import java.util.Locale;

/// The normaliser `Precompiled` of tokenizer.json: as Hugging Face tokenizers applies the table, to
/// whole grapheme clusters of fewer than six bytes (by their shortest known beginning), else to
/// each character.
public record CharsMapStep(CharsMap map) implements TextStep.Beginning {

    @Override
    public String apply(String text, int at) {
        StringBuilder out = new StringBuilder(text.length());
        BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(text);
        int from = clusters.first();
        for (int to = clusters.next(); to != BreakIterator.DONE; to = clusters.next()) {
            cluster(text.substring(from, to), out);
            from = to;
        }
        return out.toString();
    }

    /// Never: what this normaliser leaves out at the beginning still counts as its first character
    /// to Hugging Face tokenizers.
    @Override
    public boolean leavesOut(String first) {
        return false;
    }

    private void cluster(String cluster, StringBuilder out) {
        byte[] bytes = Utf8.bytes(cluster);
        if (bytes.length < 6 && replaced(bytes, out)) {
            return;
        }
        cluster.codePoints()
                .forEach(c -> {
                    String character = Character.toString(c);
                    if (!replaced(Utf8.bytes(character), out)) {
                        out.append(character);
                    }
                });
    }

    private boolean replaced(byte[] bytes, StringBuilder out) {
        CharsMap.Match match = map.shortest(bytes, 0, bytes.length);
        if (match.length() == 0) {
            return false;
        }
        byte[] by = map.replacement(match.value());
        out.append(Utf8.decode(by, by.length));
        return true;
    }
}
