package eu.socle.data.dedup;

import eu.socle.data.dedup.disk.DuplicateSearch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// What is compared of a document: 128 bits of its text, 128 bits of its address, and its band
/// keys. Filled by a [Signer] and used again for the next document.
public final class Signature {

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

    /// Reads what [#write(DataOutput)] wrote.
    ///
    /// @throws IOException if it cannot be read
    public static Signature read(DataInput in) throws IOException {
        Signature signature = new Signature(in.readUnsignedShort());
        signature.exactHigh = in.readLong();
        signature.exactLow = in.readLong();
        signature.hasUrl = in.readBoolean();
        if (signature.hasUrl) {
            signature.urlHigh = in.readLong();
            signature.urlLow = in.readLong();
        }
        signature.hasBandKeys = in.readBoolean();
        for (int band = 0; signature.hasBandKeys && band < signature.bandKeys.length; band++) {
            signature.bandKeys[band] = in.readLong();
        }
        return signature;
    }

    /// Writes it.
    ///
    /// @throws IOException if it cannot be written
    public void write(DataOutput out) throws IOException {
        out.writeShort(bandKeys.length);
        out.writeLong(exactHigh);
        out.writeLong(exactLow);
        out.writeBoolean(hasUrl);
        if (hasUrl) {
            out.writeLong(urlHigh);
            out.writeLong(urlLow);
        }
        out.writeBoolean(hasBandKeys);
        for (int band = 0; hasBandKeys && band < bandKeys.length; band++) {
            out.writeLong(bandKeys[band]);
        }
    }

    /// True when the document has an address.
    public boolean hasAddress() {
        return hasUrl;
    }

    /// The digests of text and address alone.
    public Signature withoutBands() {
        Signature whole = new Signature(bandKeys.length);
        whole.exactHigh = exactHigh;
        whole.exactLow = exactLow;
        whole.hasUrl = hasUrl;
        whole.urlHigh = urlHigh;
        whole.urlLow = urlLow;
        return whole;
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
