package eu.socle.data.read.plan;

import eu.socle.core.Digest;
import eu.socle.data.read.bytes.Compression;
import eu.socle.data.read.bytes.GzipMembers;
import eu.socle.data.read.bytes.Input;
import eu.socle.data.read.bytes.MemberScan;
import eu.socle.data.read.store.Digesting;
import eu.socle.data.read.store.Stored;
import java.io.IOException;
import java.io.InputStream;

/// What lies between two places of a file.
///
/// @param landed stored offset of the first member that begins at or behind the second place; the
///   second place itself where members do not matter; -1 when there is none
/// @param plain plain bytes
/// @param newlines among them
/// @param blanks lines among them that hold nothing
/// @param endsLine true when the last of them is a newline
/// @param damaged true when decompression broke off
/// @param sha256 of the stored bytes
public record Survey(
        long landed,
        long plain,
        long newlines,
        long blanks,
        boolean endsLine,
        boolean damaged,
        Digest sha256) {

    /// Only the digest.
    ///
    /// @throws IOException if the file cannot be read
    static Survey digested(Stored stored, long from, long to) throws IOException {
        try (Digesting in = new Digesting(stored.open(from, to), to - from)) {
            return new Survey(to, to - from, 0, 0, true, false, in.finish());
        }
    }

    /// Counts the lines of a piece, behind its compression.
    ///
    /// @throws IOException if the file cannot be read
    static Survey ofLines(Compression compression, Stored stored, long from, long to)
            throws IOException {
        Lines lines = new Lines();
        // only gzip is followed behind the end, to see where the last member ends
        long end = compression == Compression.GZIP ? Long.MAX_VALUE : to;
        try (Digesting in = new Digesting(stored.open(from, end), to - from)) {
            long landed = to;
            boolean damaged = false;
            try {
                if (compression == Compression.GZIP) {
                    landed = members(new GzipMembers(in, from), to, lines);
                } else {
                    try (InputStream plain = Input.plain(compression, in, from)) {
                        lines.all(plain);
                    }
                }
            } catch (IOException e) {
                damaged = true; // a file that cannot be read fails again below
            }
            return new Survey(
                    landed,
                    lines.plain,
                    lines.newlines,
                    lines.blanks,
                    lines.endsLine,
                    damaged,
                    in.finish());
        }
    }

    /// Goes through the members of a WARC file as its reader does, over damaged ones as well.
    ///
    /// @throws IOException if the file cannot be read
    static Survey ofMembers(Stored stored, long from, long to) throws IOException {
        try (Digesting in = new Digesting(stored.open(from, Long.MAX_VALUE), to - from)) {
            long landed = landed(stored, in, from, to);
            return new Survey(landed, to - from, 0, 0, true, false, in.finish());
        }
    }

    private static long landed(Stored stored, InputStream first, long from, long to)
            throws IOException {
        long start = land(stored, first, from, to);
        while (start >= 0 && start < to) {
            try (InputStream again = stored.open(start, Long.MAX_VALUE)) {
                start = land(stored, again, start, to);
            }
        }
        return start;
    }

    /// Where the first member behind `to` begins, or the first one behind a damage.
    private static long land(Stored stored, InputStream raw, long from, long to)
            throws IOException {
        GzipMembers members = new GzipMembers(raw, from);
        try {
            return members(members, to, new Lines());
        } catch (IOException e) {
            return afterDamage(stored, members.memberStart());
        }
    }

    /// Where the next member of a WARC file begins behind one that is damaged; -1 when none does.
    public static long afterDamage(Stored stored, long damaged) throws IOException {
        try (MemberScan scan =
                new MemberScan(stored.open(damaged + 1, Long.MAX_VALUE), damaged + 1, "WARC/")) {
            return scan.next(damaged + 1);
        }
    }

    private static long members(GzipMembers members, long to, Lines lines) throws IOException {
        byte[] block = new byte[1 << 16];
        try {
            while (members.next() && members.memberStart() < to) {
                for (int n = members.readMember(block, 0, block.length);
                        n >= 0;
                        n = members.readMember(block, 0, block.length)) {
                    lines.add(block, n);
                }
            }
        } finally {
            members.release();
        }
        return members.memberStart();
    }

    private static final class Lines {
        private long plain;
        private long newlines;
        private long blanks;
        private boolean endsLine;
        private boolean blank = true;

        void add(byte[] block, int count) {
            for (int i = 0; i < count; i++) {
                boolean newline = block[i] == '\n';
                newlines += newline ? 1 : 0;
                blanks += newline && blank ? 1 : 0;
                blank = newline || (blank && block[i] == '\r');
            }
            plain += count;
            endsLine = block[count - 1] == '\n';
        }

        void all(InputStream in) throws IOException {
            byte[] block = new byte[1 << 16];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                if (n > 0) {
                    add(block, n);
                }
            }
        }
    }
}
