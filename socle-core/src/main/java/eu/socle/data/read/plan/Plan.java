package eu.socle.data.read.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.data.read.store.Glob;
import eu.socle.data.read.store.Stored;
import eu.socle.data.read.store.Stores;
import eu.socle.data.rights.licence.FolderLicence;
import eu.socle.data.rights.licence.LicenceText;
import eu.socle.data.rights.licence.RepositoryLicences;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The files that a recipe's sources mean, in byte order of their document ids, each with its
/// digest, cut into slices. A resumed stage compares the digest of the plan, so that no document
/// changes sides in between.
///
/// @param files every file to read, in order
/// @param slices the same files cut by size alone; slices of one file stand together and in order
public record Plan(List<PlannedFile> files, List<PlannedSlice> slices) {

    /// Stored bytes of a slice: seconds of work on pages, and little enough that eight cores share
    /// a file of half a gigabyte evenly.
    public static final long SLICE_BYTES = 16 << 20;

    public Plan {
        files = List.copyOf(files);
        slices = List.copyOf(slices);
    }

    /// One file to read.
    ///
    /// @param source the source it belongs to
    /// @param id id of the document it holds, or the beginning of the ids of its records
    /// @param location relative to the recipe's base, with `/`, or `s3://bucket/key`
    /// @param bytes its size
    /// @param version what tells one state of it from another at its place; empty where only the
    ///   digest can
    /// @param sha256 its digest; null when the file could not be read
    /// @param licence what the nearest LICENSE file of its source says; null when there is none
    public record PlannedFile(
            Source source,
            String id,
            String location,
            long bytes,
            String version,
            @Nullable Digest sha256,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FolderLicence licence) {}

    /// A part of a file that can be read alone. Ids of records do not depend on how a file is cut.
    ///
    /// @param number its place among the slices of its file
    /// @param from first stored byte
    /// @param to behind its last stored byte
    /// @param plain for lines: plain bytes between the two; a line belongs to the slice in which it
    ///   begins
    /// @param firstRecord number of the first record that begins in it, for lines and rows
    /// @param partial true when it begins inside a line of the slice before
    /// @param sha256 digest of its stored bytes; null when the file could not be read
    public record PlannedSlice(
            PlannedFile file,
            int number,
            long from,
            long to,
            long plain,
            long firstRecord,
            boolean partial,
            @Nullable Digest sha256) {

        /// More plain bytes than any file has, and still a whole number for JSON.
        static final long ALL = (1L << 53) - 1;

        /// Stored bytes.
        public long bytes() {
            return to - from;
        }
    }

    private record Fingerprint(
            String id,
            long bytes,
            @Nullable Digest sha256,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FolderLicence licence) {}

    /// As [#of(List, Stores, Workers)] on one thread.
    ///
    /// @throws Refusal usage, if a source or what a glob should match is missing
    public static Plan of(List<Source> sources, Path base) {
        try (Workers alone = Workers.of(1);
                Stores stores = new Stores(base)) {
            return of(sources, stores, alone);
        }
    }

    /// Lists, digests and cuts the files. Names that begin with a dot and links to folders are not
    /// followed. Every byte is read once, and those of large compressed files once more.
    ///
    /// @throws Refusal usage, if a source or what a glob should match is missing; failure, if an
    ///   object storage cannot be reached
    public static Plan of(List<Source> sources, Stores stores, Workers workers) {
        return of(sources, stores, workers, SLICE_BYTES);
    }

    public static Plan of(List<Source> sources, Stores stores, Workers workers, long sliceBytes) {
        TreeMap<String, Listed> listed = new TreeMap<>(Ids.ORDER);
        for (Source source : sources) {
            List<Stores.Found> all = stores.list(source.path(), source.bucket(), source.name());
            RepositoryLicences licences = licences(all);
            for (Stores.Found found : all) {
                listed.put(
                        Ids.ofFile(source.name(), found.name()),
                        new Listed(source, found, licences.of(found.name()).orElse(null)));
            }
            chosen(source, listed);
        }
        List<Map.Entry<String, Listed>> entries = List.copyOf(listed.entrySet());
        List<Looked> looked =
                workers.map(
                        entries.size(),
                        i -> look(entries.get(i).getKey(), entries.get(i).getValue(), sliceBytes));
        return new Plan(looked.stream().map(Looked::file).toList(), cut(looked, workers));
    }

    /// Digest of the ids, sizes, digests and nearest LICENSE files of all files.
    public Digest digest() {
        return Json.digest(
                files.stream()
                        .map(f -> new Fingerprint(f.id(), f.bytes(), f.sha256(), f.licence()))
                        .toList());
    }

    private record Listed(Source source, Stores.Found found, @Nullable FolderLicence licence) {}

    /// What the LICENSE files of a source say, also those that its globs leave out.
    private static RepositoryLicences licences(List<Stores.Found> found) {
        Map<String, Stored> folder = new HashMap<>();
        for (Stores.Found file : found) {
            if (!file.single()) {
                folder.put(file.name(), file.stored());
            }
        }
        return RepositoryLicences.of(
                folder.keySet(),
                LicenceText::standard,
                name -> {
                    int most = RepositoryLicences.LARGEST + 1;
                    try (InputStream in = Objects.requireNonNull(folder.get(name)).open(0, most)) {
                        return in.readNBytes(most);
                    }
                });
    }

    /// What one pass over a file gave; `slicing` is null when it could not be read.
    private record Looked(PlannedFile file, @Nullable Slicing slicing, List<Slicing.Cut> cuts) {}

    private static Looked look(String id, Listed listed, long sliceBytes) {
        Stored stored = listed.found().stored();
        PlannedFile file =
                new PlannedFile(
                        listed.source(),
                        id,
                        listed.found().location(),
                        stored.length(),
                        stored.version(),
                        null,
                        listed.licence());
        Slicing slicing = new Slicing(file, stored);
        try {
            Slicing.Scanned scanned = slicing.scan(sliceBytes);
            PlannedFile known =
                    new PlannedFile(
                            file.source(),
                            id,
                            file.location(),
                            file.bytes(),
                            file.version(),
                            scanned.sha256(),
                            file.licence());
            return new Looked(known, new Slicing(known, stored), scanned.cuts());
        } catch (IOException e) {
            return new Looked(file, null, List.of());
        }
    }

    private record Piece(Slicing slicing, List<Slicing.Cut> cuts, int number) {}

    private static List<PlannedSlice> cut(List<Looked> looked, Workers workers) {
        List<Piece> pieces = new ArrayList<>();
        for (Looked file : looked) {
            if (file.slicing() != null && !file.cuts().isEmpty()) {
                for (int i = 0; i <= file.cuts().size(); i++) {
                    pieces.add(new Piece(file.slicing(), file.cuts(), i));
                }
            }
        }
        List<Survey> surveys = workers.map(pieces.size(), i -> survey(pieces.get(i)));
        List<PlannedSlice> slices = new ArrayList<>();
        int next = 0;
        for (Looked file : looked) {
            if (file.slicing() == null || file.cuts().isEmpty()) {
                slices.add(Slicing.whole(file.file(), file.file().sha256()));
                continue;
            }
            int count = file.cuts().size() + 1;
            try {
                slices.addAll(
                        file.slicing().slices(file.cuts(), surveys.subList(next, next + count)));
            } catch (IOException e) {
                throw unreadable(file.file(), e);
            }
            next += count;
        }
        return slices;
    }

    private static Survey survey(Piece piece) {
        try {
            return piece.slicing().survey(piece.cuts(), piece.number());
        } catch (IOException e) {
            throw unreadable(piece.slicing().file(), e);
        }
    }

    private static Refusal unreadable(PlannedFile file, IOException e) {
        return Refusal.failure(
                file.location()
                        + " could be read a moment ago and cannot now: "
                        + e.getMessage()
                        + "; run the same command again.",
                e);
    }

    /// Leaves out of the listing what the globs of the source do not want.
    private static void chosen(Source source, TreeMap<String, Listed> listed) {
        List<Glob> include = source.include().stream().map(Glob::of).toList();
        List<Glob> exclude = source.exclude().stream().map(Glob::of).toList();
        boolean[] used = new boolean[include.size()];
        boolean single = false;
        for (Listed file : List.copyOf(listed.values())) {
            if (!file.source().name().equals(source.name())) {
                continue;
            }
            single |= file.found().single();
            String name = file.found().name();
            boolean wanted = file.found().single();
            for (int i = 0; i < used.length; i++) {
                if (include.get(i).matches(name)) {
                    used[i] = true;
                    wanted = true;
                }
            }
            if (!wanted || exclude.stream().anyMatch(glob -> glob.matches(name))) {
                listed.remove(Ids.ofFile(source.name(), name));
            }
        }
        for (int i = 0; i < used.length && !single; i++) {
            if (!used[i]) {
                throw Refusal.usage(
                        "no file in "
                                + source.path()
                                + " matches \""
                                + source.include().get(i)
                                + "\" of the source \""
                                + source.name()
                                + "\"; correct the pattern, or remove it.");
            }
        }
    }
}
