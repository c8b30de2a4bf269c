package eu.socle.data.read.bytes;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// What a fetched page is read as when its bytes are in none of the encodings it states: in UTF-8
/// where most of it is UTF-8, in a stated one where few bytes are wrong, in windows-1252 where it
/// can be text of a western language, and not at all otherwise. Wrong bytes become U+FFFD.
final class Mending {

    /// Of the characters beyond ASCII, one in so many may be wrong.
    private static final int FEW = 10;

    /// Bytes beyond ASCII that stand together: three hardly ever do in western languages, and
    /// nearly all do in those that have another script.
    private static final int RUN = 3;

    private static final char REPLACEMENT = '\uFFFD';

    private Mending() {}

    /// @param stated the encodings that the page's header and the page itself name
    static Decoding of(byte[] bytes, List<Charset> stated) {
        Decoding.Utf8Share share = Decoding.Utf8Share.of(bytes);
        if (share.characters() > share.wrong()) {
            return new Decoding.Text(new String(bytes, StandardCharsets.UTF_8), "utf-8, mended");
        }
        for (Charset charset : stated) {
            String text = new String(bytes, charset);
            if (!charset.equals(StandardCharsets.UTF_8) && fewAreWrong(text)) {
                return new Decoding.Text(
                        text, charset.name().toLowerCase(Locale.ROOT) + ", mended");
            }
        }
        if (isWestern(bytes)) {
            return new Decoding.Text(
                    new String(bytes, Charset.forName("windows-1252")), "windows-1252");
        }
        return new Decoding.Wrong("the bytes are in none of the encodings that the page states");
    }

    private static boolean fewAreWrong(String text) {
        long wrong = 0;
        long beyond = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            wrong += c == REPLACEMENT ? 1 : 0;
            beyond += c > 0x7F ? 1 : 0;
        }
        return wrong * FEW <= beyond;
    }

    private static boolean isWestern(byte[] bytes) {
        long all = 0;
        long together = 0;
        int run = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i < bytes.length && bytes[i] < 0) {
                run++;
                continue;
            }
            all += run;
            together += run >= RUN ? run : 0;
            run = 0;
        }
        return together * 2 <= all;
    }
}
