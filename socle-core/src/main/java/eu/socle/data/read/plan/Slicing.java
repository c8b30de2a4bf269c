package eu.socle.data.read.plan;

import eu.socle.core.Digest;
import eu.socle.data.read.FileReader;
import eu.socle.data.read.ParquetFile;
import eu.socle.data.read.bytes.Compression;
import eu.socle.data.read.bytes.MemberScan;
import eu.socle.data.read.bytes.ZstdFrames;
import eu.socle.data.read.plan.Plan.PlannedFile;
import eu.socle.data.read.plan.Plan.PlannedSlice;
import eu.socle.data.read.store.Digesting;
import eu.socle.data.read.store.Stored;
import eu.socle.data.read.warc.WarcRecords;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts a file into slices that can be read alone and together give what the whole file gives.
///
/// One pass over the stored bytes digests the file and finds places where it may be cut, each about
/// a target behind the one before. What lies between two places is then surveyed, by any number of
/// threads: how many lines it holds, and whether reading it really ends at the second place. A
/// place that only looked like the start of a gzip member (a stored copy of another file) fails
/// that test and is dropped, so slices never depend on luck. The places depend on the bytes and the
/// target alone, never on the number of threads.
public final class Slicing {

    private final PlannedFile file;
    private final Stored stored;
    private final Kind kind;
    private final Compression compression;

    Slicing(PlannedFile file, Stored stored) {
        this.file = file;
        this.stored = stored;
        this.kind = Kind.of(file.location());
        this.compression = Compression.of(file.location());
    }

    PlannedFile file() {
        return file;
    }

    /// A place to cut.
    ///
    /// @param at stored offset
    /// @param firstRecord number of the first record behind it; 0 when only a survey can tell
    public record Cut(long at, long firstRecord) {}

    /// What one pass over a file gives.
    record Scanned(Digest sha256, List<Cut> cuts) {}

    /// Digests the file and proposes cuts.
    ///
    /// @throws IOException if the file cannot be read
    Scanned scan(long target) throws IOException {
        try (Digesting in = new Digesting(stored.open(0, Long.MAX_VALUE), Long.MAX_VALUE)) {
            List<Cut> cuts = file.bytes() > target ? proposed(in, target) : List.of();
            return new Scanned(in.finish(), cuts);
        }
    }

    private List<Cut> proposed(InputStream in, long target) throws IOException {
        return switch (kind) {
            case JSON_LINES ->
                    switch (compression) {
                        case NONE -> lines(in, target, -1);
                        case GZIP -> members(in, target, "");
                        case ZSTD -> frames(in, target);
                    };
            case TSV -> compression == Compression.NONE ? lines(in, target, -1) : List.of();
            // a quoted field may hold a newline, so only a table without quotes is cut
            case CSV -> compression == Compression.NONE ? lines(in, target, '"') : List.of();
            case WARC ->
                    switch (compression) {
                        case NONE -> records(in, target);
                        case GZIP -> members(in, target, "WARC/");
                        case ZSTD -> List.of();
                    };
            case PARQUET ->
                    compression == Compression.NONE ? ParquetFile.cuts(stored, target) : List.of();
            case PDF, HTML, MARKDOWN, PLAIN, PROGRAM -> List.of();
        };
    }

    private static List<Cut> lines(InputStream in, long target, int never) throws IOException {
        List<Cut> cuts = new ArrayList<>();
        byte[] block = new byte[1 << 16];
        long base = 0;
        long next = target;
        boolean safe = true;
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            for (int i = 0; i < n && never >= 0 && safe; i++) {
                safe = block[i] != never;
            }
            for (int i = (int) Math.max(0, next - base - 1); i < n; i++) {
                if (block[i] == '\n' && base + i + 1 >= next) {
                    cuts.add(new Cut(base + i + 1, 0));
                    next = base + i + 1 + target;
                    i = (int) Math.min(n, next - base - 2);
                }
            }
            base += n;
        }
        return safe ? withoutEnd(cuts, base) : List.of();
    }

    private List<Cut> members(InputStream in, long target, String expected) throws IOException {
        List<Cut> cuts = new ArrayList<>();
        MemberScan scan = new MemberScan(in, 0, expected);
        for (long at = scan.next(target); at >= 0; at = scan.next(at + target)) {
            cuts.add(new Cut(at, 0));
        }
        return cuts;
    }

    private List<Cut> frames(InputStream in, long target) {
        List<Cut> cuts = new ArrayList<>();
        ZstdFrames frames = new ZstdFrames(in, 0);
        byte[] block = new byte[1 << 16];
        long next = target;
        try {
            while (frames.next()) {
                if (frames.frameStart() >= next) {
                    cuts.add(new Cut(frames.frameStart(), 0));
                    next = frames.frameStart() + target;
                }
                while (frames.read(block, 0, block.length) >= 0) {
                    // follows the frame to its end
                }
            }
        } catch (IOException e) {
            return cuts; // what is behind a damage is read with what is before it
        }
        return cuts;
    }

    private List<Cut> records(InputStream in, long target) throws IOException {
        List<Cut> cuts = new ArrayList<>();
        WarcRecords records = new WarcRecords(in, 0, offset -> stored.open(offset, Long.MAX_VALUE));
        long next = target;
        for (var found = records.next(FileReader.LARGEST_DOCUMENT);
                found.isPresent();
                found = records.next(FileReader.LARGEST_DOCUMENT)) {
            long offset = found.get().offset();
            if (offset >= next) {
                cuts.add(new Cut(offset, 0));
                next = offset + target;
            }
        }
        return cuts;
    }

    private static List<Cut> withoutEnd(List<Cut> cuts, long length) {
        return cuts.stream().filter(cut -> cut.at() < length).toList();
    }

    /// Surveys what lies before the cut of that number, or behind the last one.
    ///
    /// @throws IOException if the file cannot be read
    Survey survey(List<Cut> cuts, int number) throws IOException {
        long from = number == 0 ? 0 : cuts.get(number - 1).at();
        boolean last = number == cuts.size();
        long to = last ? file.bytes() : cuts.get(number).at();
        return last ? Survey.digested(stored, from, to) : survey(from, to);
    }

    private Survey survey(long from, long to) throws IOException {
        return switch (kind) {
            case JSON_LINES, CSV, TSV -> Survey.ofLines(compression, stored, from, to);
            case WARC ->
                    compression == Compression.GZIP
                            ? Survey.ofMembers(stored, from, to)
                            : Survey.digested(stored, from, to);
            case PARQUET, PDF, HTML, MARKDOWN, PLAIN, PROGRAM -> Survey.digested(stored, from, to);
        };
    }

    /// The slices, from what the surveys found.
    ///
    /// @param surveys one more than there are cuts
    /// @throws IOException if the file cannot be read
    List<PlannedSlice> slices(List<Cut> cuts, List<Survey> surveys) throws IOException {
        List<PlannedSlice> slices = new ArrayList<>();
        boolean lines = kind == Kind.JSON_LINES || kind == Kind.CSV || kind == Kind.TSV;
        long from = 0;
        long newlines = 0;
        boolean partial = false;
        int first = 0; // the piece that begins at `from`
        for (int i = 0; i < cuts.size(); i++) {
            Cut cut = cuts.get(i);
            Survey survey = first == i ? surveys.get(i) : survey(from, cut.at());
            if (lines && survey.damaged()) {
                break; // the rest is one slice, which ends where the damage is
            }
            if (survey.landed() != cut.at() || (lines && survey.newlines() == 0)) {
                continue; // no place to cut: this piece and the next are one
            }
            slices.add(
                    new PlannedSlice(
                            file,
                            slices.size(),
                            from,
                            cut.at(),
                            lines ? survey.plain() : PlannedSlice.ALL,
                            record(cuts, first, newlines, partial),
                            partial,
                            survey.sha256()));
            newlines += survey.newlines() - (kind == Kind.JSON_LINES ? 0 : survey.blanks());
            partial = lines && !survey.endsLine();
            from = cut.at();
            first = i + 1;
        }
        boolean surveyed = first == cuts.size();
        slices.add(
                new PlannedSlice(
                        file,
                        slices.size(),
                        from,
                        file.bytes(),
                        PlannedSlice.ALL,
                        record(cuts, first, newlines, partial),
                        partial,
                        (surveyed ? surveys.getLast() : Survey.digested(stored, from, file.bytes()))
                                .sha256()));
        return slices;
    }

    private static long record(List<Cut> cuts, int first, long newlines, boolean partial) {
        long known = first == 0 ? 0 : cuts.get(first - 1).firstRecord();
        return known > 0 ? known : newlines + (partial ? 2 : 1);
    }

    /// The whole file as one slice.
    public static PlannedSlice whole(PlannedFile file, @Nullable Digest sha256) {
        return new PlannedSlice(file, 0, 0, file.bytes(), PlannedSlice.ALL, 1, false, sha256);
    }
}
