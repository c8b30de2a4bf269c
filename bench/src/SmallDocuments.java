import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// Writes JSON Lines of small made-up documents to standard output: about 190 bytes of English words each, the same for the same number of
/// documents. Of a hundred documents five are exact copies of an earlier one, ten are near copies (one word differs) and two have the
/// address of an earlier one.
///
/// Arguments: how many documents.
public final class SmallDocuments {

    private static final String[] STOP = {
        "the", "of", "and", "to", "a", "in", "that", "is", "was", "for", "with", "as", "on", "be", "by", "this", "had", "not", "but", "from"
    };
    private static final String[] ONSETS = {"b", "br", "c", "cl", "d", "f", "fl", "g", "gr", "h", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr"};
    private static final String[] RIMES = {"ane", "and", "ell", "est", "ice", "ing", "oad", "old", "ound", "ust"};
    private static final int WORDS = 36;

    private SmallDocuments() {}

    public static void main(String[] arguments) throws IOException {
        long count = Long.parseLong(arguments[0]);
        StringBuilder line = new StringBuilder();
        try (PrintStream out = new PrintStream(new BufferedOutputStream(System.out, 1 << 20), false, StandardCharsets.UTF_8)) {
            for (long i = 0; i < count; i++) {
                SplittableRandom draws = new SplittableRandom(i);
                int kind = draws.nextInt(100);
                long of = i == 0 ? 0 : draws.nextLong(i);
                line.setLength(0);
                line.append("{\"text\":\"");
                text(kind < 15 ? of : i, kind >= 5 && kind < 15 ? draws.nextInt(WORDS) : -1, i, line);
                line.append("\",\"url\":\"https://pages.example/").append(kind == 15 || kind == 16 ? of : i).append("\"}\n");
                out.append(line);
            }
        }
    }

    private static void text(long document, int other, long copy, StringBuilder to) {
        SplittableRandom draws = new SplittableRandom(document * 31 + 7);
        for (int i = 0; i < WORDS; i++) {
            int at = to.length();
            if (i % 2 == 0) {
                word(draws, to);
            } else {
                to.append(STOP[draws.nextInt(STOP.length)]);
            }
            if (i == other) {
                to.setLength(at);
                word(new SplittableRandom(~copy), to);
            }
            if (i % 12 == 0) {
                to.setCharAt(at, Character.toUpperCase(to.charAt(at)));
            }
            to.append(i % 12 == 11 ? ". " : " ");
        }
        to.setLength(to.length() - 1);
    }

    private static void word(SplittableRandom draws, StringBuilder to) {
        to.append(ONSETS[draws.nextInt(ONSETS.length)]).append(RIMES[draws.nextInt(RIMES.length)]);
        if (draws.nextInt(3) == 0) {
            to.append(RIMES[draws.nextInt(RIMES.length)]);
        }
    }
}
