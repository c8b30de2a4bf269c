package eu.socle.data.read.table;

import eu.socle.data.read.bytes.Input;
import eu.socle.data.read.bytes.Input.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The rows of a table whose fields are parted by one character. CSV as RFC 4180 has it: a field in
/// quotes may hold separators, line ends and doubled quotes; a quote inside a bare field is itself.
/// TSV has no quotes (IANA text/tab-separated-values): a tab or line end always parts.
public final class Rows {

    private static final int UNCLOSED = -3;

    private final Input in;
    private final int separator;
    private final boolean quotes;

    private Rows(Input in, int separator, boolean quotes) {
        this.in = in;
        this.separator = separator;
        this.quotes = quotes;
    }

    /// Rows of CSV, whose fields may stand in quotes.
    public static Rows ofCsv(Input in, char separator) {
        return new Rows(in, separator, true);
    }

    /// Rows of TSV.
    public static Rows ofTsv(Input in) {
        return new Rows(in, '\t', false);
    }

    /// What comes next.
    public sealed interface Row {}

    /// A row.
    ///
    /// @param fields as bytes, quotes taken off
    /// @param start plain offset of its first byte
    /// @param length plain bytes, its line end not counted
    public record Fields(List<byte[]> fields, long start, long length) implements Row {
        public Fields {
            fields = List.copyOf(fields);
        }
    }

    /// A row of more bytes than the reader takes; it was passed over.
    public record TooLarge() implements Row {}

    /// A quoted field that is never closed: no row can be told from here on.
    public record Unclosed() implements Row {}

    /// No more rows.
    public record End() implements Row {}

    /// Plain bytes that were used up.
    public long position() {
        return in.plainPosition();
    }

    /// The next row that is not an empty line.
    ///
    /// @param most bytes of a row that are held
    /// @param end plain offset from which on rows are somebody else's
    /// @throws IOException if the stream breaks off
    public Row next(int most, long end) throws IOException {
        int first = in.read();
        while (first == '\n' || first == '\r') {
            first = in.read();
        }
        if (first < 0 || position() > end) {
            return new End();
        }
        long start = position() - 1;
        List<byte[]> fields = new ArrayList<>();
        Bytes field = new Bytes();
        long held = 0;
        int next = first;
        while (true) {
            if (quotes && next == '"') {
                next = quoted(field, most - held);
                if (next == UNCLOSED) {
                    return new Unclosed();
                }
            }
            while (next >= 0 && next != separator && next != '\n') {
                if (held + field.length() < most) {
                    field.append((byte) next);
                }
                next = in.read();
            }
            held += field.length();
            boolean more = next == separator;
            fields.add(more ? field.exact() : withoutReturn(field.exact()));
            field.clear();
            if (!more) {
                long length = position() - start - (next == '\n' ? 1 : 0);
                return held >= most ? new TooLarge() : new Fields(fields, start, length);
            }
            next = in.read();
        }
    }

    /// Reads a quoted field behind its first quote; of one that is too large only the start is
    /// held.
    ///
    /// @return the byte behind its last quote; -1 at the end, [#UNCLOSED] if it is not closed
    private int quoted(Bytes field, long most) throws IOException {
        while (true) {
            int next = in.read();
            if (next < 0) {
                return UNCLOSED;
            }
            if (next == '"') {
                int behind = in.read();
                if (behind != '"') {
                    return behind;
                }
            }
            if (field.length() < most) {
                field.append((byte) next);
            }
        }
    }

    private static byte[] withoutReturn(byte[] field) {
        int end = field.length;
        return end > 0 && field[end - 1] == '\r' ? Arrays.copyOf(field, end - 1) : field;
    }
}
