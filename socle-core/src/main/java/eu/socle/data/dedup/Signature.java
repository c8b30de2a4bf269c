package eu.socle.data.dedup;

import eu.socle.data.dedup.disk.DuplicateSearch;
import java.util.HexFormat;

/// What is compared of a document: 128 bits of its text, 128 bits of its address, and its band
/// keys. Filled by a [Signer] and used again for the next document.
public final class Signature {

    private static final int DIGITS = 16; // hexadecimal, of a long

    long exactHigh;
    long exactLow;
    long urlHigh;
    long urlLow;
    boolean hasUrl;
    final long[] bandKeys;
    boolean hasBandKeys;

    /// @param bands how many band keys there are
    public Signature(int bands) {
        bandKeys = new long[bands];
    }

    /// Reads what [#encoded()] wrote.
    ///
    /// @throws IllegalArgumentException if it is nothing of that kind
    public static Signature decoded(String encoded) {
        String[] parts = encoded.split("-", -1);
        if (parts.length != 3
                || parts[0].length() != 2 * DIGITS
                || (!parts[1].isEmpty() && parts[1].length() != 2 * DIGITS)
                || parts[2].length() % DIGITS != 0) {
            throw new IllegalArgumentException("not a signature: " + encoded);
        }
        Signature signature = new Signature(parts[2].length() / DIGITS);
        signature.exactHigh = number(parts[0], 0);
        signature.exactLow = number(parts[0], 1);
        signature.hasUrl = !parts[1].isEmpty();
        if (signature.hasUrl) {
            signature.urlHigh = number(parts[1], 0);
            signature.urlLow = number(parts[1], 1);
        }
        signature.hasBandKeys = !parts[2].isEmpty();
        for (int band = 0; band < signature.bandKeys.length; band++) {
            signature.bandKeys[band] = number(parts[2], band);
        }
        return signature;
    }

    private static long number(String digits, int index) {
        return HexFormat.fromHexDigitsToLong(digits, index * DIGITS, (index + 1) * DIGITS);
    }

    /// Three groups of hexadecimal digits: text, address (empty when there is none), band keys
    /// (empty when there are none).
    public String encoded() {
        HexFormat hex = HexFormat.of();
        StringBuilder out = new StringBuilder(4 * DIGITS + 2 + DIGITS * bandKeys.length);
        out.append(hex.toHexDigits(exactHigh)).append(hex.toHexDigits(exactLow)).append('-');
        if (hasUrl) {
            out.append(hex.toHexDigits(urlHigh)).append(hex.toHexDigits(urlLow));
        }
        out.append('-');
        if (hasBandKeys) {
            for (long key : bandKeys) {
                out.append(hex.toHexDigits(key));
            }
        }
        return out.toString();
    }

    /// Gives the digest of the text to a search with keys of two longs.
    public void addExact(DuplicateSearch search, long document) {
        search.add(document, exactHigh, exactLow);
    }

    /// Gives the digest of the address, if there is one, to a search with keys of two longs.
    public void addUrl(DuplicateSearch search, long document) {
        if (hasUrl) {
            search.add(document, urlHigh, urlLow);
        }
    }

    /// Gives the band keys, if there are any, to a search with keys of one long.
    public void addBandKeys(DuplicateSearch search, long document) {
        if (hasBandKeys) {
            search.add(document, bandKeys);
        }
    }
}
