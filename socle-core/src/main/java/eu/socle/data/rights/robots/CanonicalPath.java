package eu.socle.data.rights.robots;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The path and query of an address in the one spelling in which paths are compared (RFC 9309,
/// section 2.2.2): encoded unreserved characters are decoded, all other octets that are not plain
/// ASCII are encoded with upper-case digits. `*` and `$` are encoded too, so that in a pattern they
/// are never characters of a path.
public final class CanonicalPath {

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private byte[] out;
    private int length;

    private CanonicalPath(int room) {
        out = new byte[room];
    }

    /// Path and query of an address, at least `/`. What has no scheme is a path.
    public static byte[] of(String url) {
        int scheme = url.indexOf("://");
        int from = scheme < 0 ? 0 : endOfHost(url, scheme + 3);
        int fragment = url.indexOf('#', from);
        int to = fragment < 0 ? url.length() : fragment;
        byte[] raw = url.substring(from, to).getBytes(StandardCharsets.UTF_8);
        CanonicalPath path = new CanonicalPath(raw.length * 3 + 1);
        if (raw.length == 0 || raw[0] != '/') {
            path.put('/');
        }
        path.append(raw, 0, raw.length, false);
        return Arrays.copyOf(path.out, path.length);
    }

    /// A pattern's octets from `from` to `to`, its `*` kept, a `$` kept where it ends the pattern.
    static byte[] ofPattern(byte[] raw, int from, int to) {
        CanonicalPath pattern = new CanonicalPath((to - from) * 3);
        boolean anchored = to > from && raw[to - 1] == '$';
        pattern.append(raw, from, anchored ? to - 1 : to, true);
        if (anchored) {
            pattern.put('$');
        }
        return Arrays.copyOf(pattern.out, pattern.length);
    }

    private static int endOfHost(String url, int from) {
        for (int i = from; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == '/' || c == '?' || c == '#') {
                return i;
            }
        }
        return url.length();
    }

    private void append(byte[] raw, int from, int to, boolean pattern) {
        for (int i = from; i < to; i++) {
            int c = raw[i] & 0xff;
            if (c == '%' && i + 2 < to && digit(raw[i + 1]) >= 0 && digit(raw[i + 2]) >= 0) {
                int octet = digit(raw[i + 1]) << 4 | digit(raw[i + 2]);
                if (unreserved(octet)) {
                    put(octet);
                } else {
                    encode(octet);
                }
                i += 2;
            } else if (c == '*' && pattern) {
                put('*');
            } else if (c <= ' ' || c >= 0x7f || c == '*' || c == '$') {
                encode(c);
            } else {
                put(c);
            }
        }
    }

    private void encode(int octet) {
        put('%');
        put(HEX[octet >> 4]);
        put(HEX[octet & 15]);
    }

    private void put(int octet) {
        out[length++] = (byte) octet;
    }

    private static boolean unreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static int digit(byte b) {
        return b < 0 ? -1 : Character.digit((char) b, 16);
    }
}
