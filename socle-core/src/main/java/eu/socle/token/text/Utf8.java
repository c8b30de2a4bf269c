package eu.socle.token.text;

import java.nio.charset.StandardCharsets;

/// UTF-8 by hand, for places where a copy per piece would be felt.
public final class Utf8 {

    private Utf8() {}

    /// The bytes of a text; a lone surrogate becomes U+FFFD.
    public static byte[] bytes(String text) {
        byte[] bytes = new byte[Math.toIntExact(length(text))];
        encode(text, 0, text.length(), bytes);
        return bytes;
    }

    /// The character that begins at `i`, in bytes known to be UTF-8.
    public static int codePoint(byte[] text, int i) {
        int lead = text[i];
        if (lead >= 0) {
            return lead;
        }
        if ((lead & 0xe0) == 0xc0) {
            return (lead & 0x1f) << 6 | (text[i + 1] & 0x3f);
        }
        if ((lead & 0xf0) == 0xe0) {
            return (lead & 0xf) << 12 | (text[i + 1] & 0x3f) << 6 | (text[i + 2] & 0x3f);
        }
        return (lead & 7) << 18
                | (text[i + 1] & 0x3f) << 12
                | (text[i + 2] & 0x3f) << 6
                | (text[i + 3] & 0x3f);
    }

    /// How many bytes a character with this first byte has, in bytes known to be UTF-8.
    public static int size(byte lead) {
        return lead >= 0 ? 1 : lead < (byte) 0xe0 ? 2 : lead < (byte) 0xf0 ? 3 : 4;
    }

    /// Writes `text[from, to)` to the start of `bytes` (at least 3 per char); a lone surrogate
    /// becomes U+FFFD.
    ///
    /// @return how many bytes were written
    public static int encode(String text, int from, int to, byte[] bytes) {
        int n = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[n++] = (byte) c;
            } else if (c < 0x800) {
                bytes[n++] = (byte) (0xc0 | c >> 6);
                bytes[n++] = tail(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < to
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                int codePoint = Character.toCodePoint(c, text.charAt(++i));
                bytes[n++] = (byte) (0xf0 | codePoint >> 18);
                bytes[n++] = tail(codePoint >> 12);
                bytes[n++] = tail(codePoint >> 6);
                bytes[n++] = tail(codePoint);
            } else {
                int codePoint = Character.isSurrogate(c) ? 0xfffd : c;
                bytes[n++] = (byte) (0xe0 | codePoint >> 12);
                bytes[n++] = tail(codePoint >> 6);
                bytes[n++] = tail(codePoint);
            }
        }
        return n;
    }

    /// A byte after the first: the last six of these bits.
    private static byte tail(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }

    /// How many bytes this text has in UTF-8, a lone surrogate counted as U+FFFD.
    public static long length(String text) {
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

    /// What bytes that are not UTF-8 become.
    public enum Malformed {
        /// One U+FFFD for each maximal subpart (Unicode 16, section 3.9), as in Rust and Python.
        ONE_FOR_EACH_SUBPART,
        /// One U+FFFD for each byte, as in SentencePiece.
        ONE_FOR_EACH_BYTE
    }

    /// The text of `bytes[0, length)`: each maximal subpart that is not UTF-8 becomes one U+FFFD
    /// (Unicode 16, section 3.9), as in Rust and Python. The decoder of the JDK makes one of a
    /// whole encoded surrogate, where three are due.
    public static String decode(byte[] bytes, int length) {
        return decode(bytes, length, Malformed.ONE_FOR_EACH_SUBPART);
    }

    /// As [#decode(byte[], int)], with this for bytes that are not UTF-8.
    public static String decode(byte[] bytes, int length, Malformed malformed) {
        StringBuilder text = new StringBuilder(length);
        int from = 0;
        for (int at = 0; at < length; ) {
            int unit = unit(bytes, at, length);
            if (unit < 0) {
                text.append(new String(bytes, from, at - from, StandardCharsets.UTF_8))
                        .repeat('\ufffd', malformed == Malformed.ONE_FOR_EACH_BYTE ? -unit : 1);
                from = at - unit;
            }
            at += Math.abs(unit);
        }
        return text.append(new String(bytes, from, length - from, StandardCharsets.UTF_8))
                .toString();
    }

    /// How many bytes at the end of `bytes[0, length)` begin a character whose rest may still come:
    /// 0 to 3.
    public static int unfinished(byte[] bytes, int length) {
        for (int back = 1; back <= Math.min(3, length); back++) {
            int lead = bytes[length - back] & 0xff;
            if (lead < 0x80 || lead >= 0xc0) {
                return announced(lead) > back && unit(bytes, length - back, length) == -back
                        ? back
                        : 0;
            }
        }
        return 0;
    }

    /// The size of the character at `at`; where there is none, minus the size of the maximal
    /// subpart of one.
    private static int unit(byte[] bytes, int at, int length) {
        int size = announced(bytes[at] & 0xff);
        int have = 1;
        while (have < size && at + have < length && continues(bytes, at, have)) {
            have++;
        }
        return have == size ? size : -have;
    }

    /// How many bytes a character with this first byte has; 0 when none has it.
    private static int announced(int lead) {
        if (lead < 0x80) {
            return 1;
        }
        return lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }

    /// True when byte number `have` of the character at `at` can follow those before it (Unicode
    /// 16, table 3-7).
    private static boolean continues(byte[] bytes, int at, int have) {
        int next = bytes[at + have] & 0xff;
        int least = 0x80;
        int most = 0xbf;
        if (have == 1) {
            switch (bytes[at] & 0xff) {
                case 0xe0 -> least = 0xa0;
                case 0xed -> most = 0x9f;
                case 0xf0 -> least = 0x90;
                case 0xf4 -> most = 0x8f;
                default -> {} // any continuation
            }
        }
        return next >= least && next <= most;
    }
}
