package eu.socle.data.read.warc;

import eu.socle.core.Document;
import eu.socle.data.read.FileReader;
import eu.socle.data.read.Manner;
import eu.socle.data.read.Origin;
import eu.socle.data.read.Reading;
import eu.socle.data.read.Unreadable;
import eu.socle.data.read.bytes.Compression;
import eu.socle.data.read.bytes.GzipMembers;
import eu.socle.data.read.bytes.Input;
import eu.socle.data.read.plan.Ids;
import eu.socle.data.read.plan.Plan.PlannedFile;
import eu.socle.data.read.plan.Plan.PlannedSlice;
import eu.socle.data.read.plan.Survey;
import eu.socle.data.read.store.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/// A slice of a WARC or WET file. A record's id is the file's with the stored offset of its gzip
/// member, or of the record in a plain file: where others' indexes say it is, whatever the cut.
///
/// @param slice what to read
/// @param stored its file
/// @param manner how it is read
/// @param out takes the readings in order
public record WarcFile(PlannedSlice slice, Stored stored, Manner manner, Consumer<Reading> out) {

    public void read(InputStream raw) throws IOException {
        switch (Compression.of(slice.file().location())) {
            case GZIP -> readMembers(raw);
            case NONE ->
                    readRecords(
                            new WarcRecords(
                                    raw,
                                    slice.from(),
                                    offset -> stored.open(offset, Long.MAX_VALUE)));
            case ZSTD -> readStream(raw);
        }
    }

    private void readRecords(WarcRecords records) throws IOException {
        while (true) {
            long start = records.position();
            Optional<WarcRecord> found = records.next(FileReader.LARGEST_DOCUMENT);
            if (found.isEmpty() || found.get().offset() >= slice.to()) {
                return;
            }
            long length = records.position() - start;
            accept(found.get(), found.get().offset(), length, id(found.get().offset()));
        }
    }

    /// Compressed other than by record: records have no place of their own.
    private void readStream(InputStream raw) {
        WarcRecords records = null;
        try (InputStream plain = Input.plain(Compression.ZSTD, raw, 0)) {
            records = new WarcRecords(plain, 0, offset -> InputStream.nullInputStream());
            for (var found = records.next(FileReader.LARGEST_DOCUMENT);
                    found.isPresent();
                    found = records.next(FileReader.LARGEST_DOCUMENT)) {
                accept(found.get(), -1, -1, id(found.get().offset()));
            }
        } catch (IOException e) {
            broken(id(records == null ? 0 : records.position()), e);
        }
    }

    private void readMembers(InputStream first) throws IOException {
        long start = readMembers(first, slice.from());
        while (start >= 0 && start < slice.to()) {
            try (InputStream again = stored.open(start, Long.MAX_VALUE)) {
                start = readMembers(again, start);
            }
        }
    }

    /// Reads members until one breaks off.
    ///
    /// @return where the next one begins behind the damage; -1 when nothing is left
    private long readMembers(InputStream raw, long from) throws IOException {
        GzipMembers members = new GzipMembers(raw, from);
        try {
            boolean whole = true;
            while (whole && begins(members) && members.memberStart() < slice.to()) {
                whole = readMember(members);
            }
            return whole ? -1 : Survey.afterDamage(stored, members.memberStart());
        } catch (NoMember e) {
            return Survey.afterDamage(stored, members.memberStart());
        } finally {
            members.release();
        }
    }

    /// There should be a member and is none; that was handed over as a failure.
    private static final class NoMember extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private boolean begins(GzipMembers members) throws NoMember {
        try {
            return members.next();
        } catch (IOException e) {
            if (members.memberStart() < slice.to()) {
                broken(id(members.memberStart()), e);
            }
            throw new NoMember();
        }
    }

    /// The records of one member; most members hold one. A record is handed over when the one
    /// behind it, or the end of the member with its checksum, was seen.
    ///
    /// @return false when the member broke off
    private boolean readMember(GzipMembers members) {
        long start = members.memberStart();
        WarcRecords records =
                new WarcRecords(new Member(members), 0, offset -> InputStream.nullInputStream());
        Optional<WarcRecord> found = Optional.empty();
        int number = 0;
        try {
            found = records.next(FileReader.LARGEST_DOCUMENT);
            number = 1;
            while (found.isPresent()) {
                Optional<WarcRecord> next = records.next(FileReader.LARGEST_DOCUMENT);
                long length = next.isEmpty() && number == 1 ? members.position() - start : -1;
                accept(found.get(), start, length, id(start, number));
                found = next;
                number++;
            }
            return true;
        } catch (IOException e) {
            if (number > 1 && found.isPresent()) {
                accept(found.get(), start, -1, id(start, number));
                number++;
            }
            broken(id(start, Math.max(1, number)), e);
            return false;
        }
    }

    private void broken(String id, IOException e) {
        out.accept(FileReader.failed(slice.file(), id, FileReader.reason(e), FileReader.detail(e)));
    }

    private void accept(WarcRecord found, long offset, long length, String id) {
        PlannedFile file = slice.file();
        out.accept(
                switch (found) {
                    case WarcRecord.Broken broken ->
                            FileReader.failed(
                                    file,
                                    id,
                                    broken.truncated()
                                            ? Unreadable.TRUNCATED_RECORD
                                            : Unreadable.INVALID_RECORD,
                                    broken.detail());
                    case WarcRecord.TooLarge large ->
                            new WarcPage(file, id, manner).tooLarge(large);
                    case WarcRecord.Whole record ->
                            switch (new WarcPage(file, id, manner).read(record)) {
                                case Reading.Page page ->
                                        new Reading.Page(
                                                placed(record, page.document(), offset, length));
                                case Reading.Failed failed -> failed;
                                case Reading.Skipped skipped -> skipped;
                                case Reading.SiteFile site -> site;
                            };
                });
    }

    private Document placed(WarcRecord.Whole record, Document document, long offset, long length) {
        return new Origin(slice.file().location(), offset, length, record.header("WARC-Record-ID"))
                .on(document);
    }

    private String id(long member, int number) {
        return number == 1 ? id(member) : id(member) + "." + number;
    }

    private String id(long offset) {
        return Ids.ofRecord(slice.file().id(), offset);
    }

    /// The plain bytes of the current member.
    private static final class Member extends InputStream {
        private final GzipMembers members;

        Member(GzipMembers members) {
            this.members = members;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return length == 0 ? 0 : members.readMember(into, offset, length);
        }
    }
}
