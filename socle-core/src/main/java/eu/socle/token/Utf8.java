package eu.socle.token;

/// UTF-8 by hand, for places where a copy per piece would be felt.
final class Utf8 {

    private Utf8() {}

    /// Writes `text[from, to)` to the start of `bytes` (at least 3 per char); a lone surrogate
    /// becomes U+FFFD.
    ///
    /// @return how many bytes were written
    static int encode(String text, int from, int to, byte[] bytes) {
        int n = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[n++] = (byte) c;
            } else if (c < 0x800) {
                bytes[n++] = (byte) (0xc0 | c >> 6);
                bytes[n++] = (byte) (0x80 | c & 0x3f);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < to
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                int codePoint = Character.toCodePoint(c, text.charAt(++i));
                bytes[n++] = (byte) (0xf0 | codePoint >> 18);
                bytes[n++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
                bytes[n++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
                bytes[n++] = (byte) (0x80 | codePoint & 0x3f);
            } else {
                int codePoint = Character.isSurrogate(c) ? 0xfffd : c;
                bytes[n++] = (byte) (0xe0 | codePoint >> 12);
                bytes[n++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
                bytes[n++] = (byte) (0x80 | codePoint & 0x3f);
            }
        }
        return n;
    }

    /// How many bytes this text has in UTF-8, a lone surrogate counted as U+FFFD.
    static long length(String text) {
        long n = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                n++;
            } else if (c < 0x800) {
                n += 2;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                n += 4;
                i++;
            } else {
                n += 3;
            }
        }
        return n;
    }

    /// How many bytes at the end of `bytes[0, length)` begin a character whose rest may still come:
    /// 0 to 3.
    static int unfinished(byte[] bytes, int length) {
        for (int back = 1; back <= Math.min(3, length); back++) {
            int lead = bytes[length - back] & 0xff;
            if (lead < 0x80) {
                return 0;
            }
            if (lead >= 0xc0) {
                return startsCharacter(bytes, length - back, back) ? back : 0;
            }
        }
        return 0;
    }

    /// True when `have` bytes from `at` are a proper beginning of a longer character (Unicode 16,
    /// table 3-7).
    private static boolean startsCharacter(byte[] bytes, int at, int have) {
        int lead = bytes[at] & 0xff;
        int whole = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (have >= whole) {
            return false;
        }
        if (have == 1) {
            return true;
        }
        int second = bytes[at + 1] & 0xff;
        return switch (lead) {
            case 0xe0 -> second >= 0xa0;
            case 0xed -> second < 0xa0;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second < 0x90;
            default -> true;
        };
    }
}
