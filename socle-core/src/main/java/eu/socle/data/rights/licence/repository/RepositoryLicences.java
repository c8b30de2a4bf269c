package eu.socle.data.rights.licence.repository;

import eu.socle.core.Digest;
import eu.socle.data.rights.licence.text.LicenceText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The licence of the files of a repository: what its REUSE files say ([Reuse]), else that of the
/// nearest folder above with a LICENSE file. Several such files in one folder that say the same are
/// that licence; if they differ, they may mean a choice or a list of parts, so they are unknown. A
/// text in `LICENSES/` or a LICENSE file that is nearly a licence takes the word from whatever
/// names that licence below it.
public final class RepositoryLicences {

    /// Bytes of a file that are looked at; no licence text is as long.
    public static final int LARGEST = 1 << 20;

    /// Opens the files of a repository.
    @FunctionalInterface
    public interface Bytes {
        /// The bytes of a file, at most [#LARGEST] and one.
        ///
        /// @throws IOException if it cannot be read
        byte[] of(String name) throws IOException;
    }

    private static final String TEXTS = "LICENSES/";

    private final Map<String, FolderLicence> byFolder;
    private final Reuse reuse;
    private final @Nullable FolderLicence doubtful; // texts of LICENSES/ that are not what they say

    private RepositoryLicences(
            Map<String, FolderLicence> byFolder, Reuse reuse, @Nullable FolderLicence doubtful) {
        this.byFolder = Map.copyOf(byFolder);
        this.reuse = reuse;
        this.doubtful = doubtful;
    }

    /// Reads the LICENSE and REUSE files among the files of a repository.
    ///
    /// @param names of all its files, relative to its root, with `/`
    /// @param texts asked only if there is a LICENSE file
    public static RepositoryLicences of(
            Iterable<String> names, java.util.function.Supplier<LicenceText> texts, Bytes bytes) {
        Map<String, List<FolderLicence>> found = new TreeMap<>();
        Reuse reuse = new Reuse();
        FolderLicence doubtful = null;
        LicenceText known = null;
        TreeSet<String> sorted = new TreeSet<>();
        names.forEach(sorted::add);
        for (String name : sorted) {
            if (Reuse.isReuseFile(name)) {
                LicenceFile file = LicenceFile.read(name, bytes);
                reuse.add(name, file.sha256(), file.text());
                continue;
            }
            boolean listed = name.startsWith(TEXTS) && name.indexOf('/', TEXTS.length()) < 0;
            if (!listed && !FileLicence.isLicenceFile(name.substring(name.lastIndexOf('/') + 1))) {
                continue;
            }
            known = known == null ? texts.get() : known;
            FolderLicence read = LicenceFile.read(name, bytes).licence(known);
            if (!listed) {
                found.computeIfAbsent(folder(name), folder -> new ArrayList<>()).add(read);
            } else if (!read.doubted().isEmpty()) {
                doubtful = doubtful == null ? read : together(List.of(doubtful, read));
            }
        }
        Map<String, FolderLicence> byFolder = new HashMap<>();
        found.forEach((folder, files) -> byFolder.put(folder, together(files)));
        return new RepositoryLicences(byFolder, reuse, doubtful);
    }

    /// The licence that governs a file; empty when neither a REUSE file nor a LICENSE file in a
    /// folder up to the root speaks of it.
    ///
    /// @param name relative to the root, with `/`
    public Optional<FolderLicence> of(String name) {
        FolderLicence nearest = reuse.of(name).orElseGet(() -> nearest(name));
        if (doubtful == null) {
            return Optional.ofNullable(nearest);
        }
        if (nearest == null) {
            return Optional.of(doubtful);
        }
        FolderLicence checked = nearest.withDoubted(doubtful);
        return Optional.of(checked);
    }

    private @Nullable FolderLicence nearest(String name) {
        for (String folder = folder(name); ; folder = folder(folder)) {
            FolderLicence here = byFolder.get(folder);
            if (here != null || folder.isEmpty()) {
                return here;
            }
        }
    }

    /// Empty for the root.
    private static String folder(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private static FolderLicence together(List<FolderLicence> files) {
        FolderLicence first = files.getFirst();
        if (files.size() == 1) {
            return first;
        }
        String names = String.join(", ", files.stream().map(FolderLicence::file).toList());
        StringBuilder digests = new StringBuilder();
        files.forEach(file -> digests.append(file.sha256()));
        Digest digest = Digest.of(digests.toString());
        List<String> doubted =
                files.stream().flatMap(f -> f.doubted().stream()).distinct().toList();
        @Nullable String same = same(files);
        return new FolderLicence(
                names,
                digest,
                same == null ? "" : same,
                same == null ? "several licence files: " + names : first.words(),
                FolderLicence.Rank.CLOSEST,
                doubted);
    }

    /// The licence that all of them state; null when they differ or one is unknown.
    private static @Nullable String same(List<FolderLicence> files) {
        Set<String> stated = new TreeSet<>();
        files.forEach(file -> stated.add(file.spdx()));
        return stated.size() == 1 && !stated.contains("") ? stated.iterator().next() : null;
    }
}
