package eu.socle.data.rights.licence;

import eu.socle.core.Digest;
import eu.socle.core.Rights.Licence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The licence of the files of a repository: that of the nearest folder above with a LICENSE file.
/// Several such files in one folder that say the same are that licence; if they differ, they may
/// mean a choice or a list of parts, so they are unknown.
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

    private final Map<String, FolderLicence> byFolder;

    private RepositoryLicences(Map<String, FolderLicence> byFolder) {
        this.byFolder = Map.copyOf(byFolder);
    }

    /// Reads the LICENSE files among the files of a repository.
    ///
    /// @param names of all its files, relative to its root, with `/`
    /// @param texts asked only if there is a LICENSE file
    public static RepositoryLicences of(
            Iterable<String> names, java.util.function.Supplier<LicenceText> texts, Bytes bytes) {
        Map<String, List<FolderLicence>> found = new TreeMap<>();
        LicenceText known = null;
        TreeSet<String> sorted = new TreeSet<>();
        names.forEach(sorted::add);
        for (String name : sorted) {
            int slash = name.lastIndexOf('/');
            if (FileLicence.isLicenceFile(name.substring(slash + 1))) {
                known = known == null ? texts.get() : known;
                found.computeIfAbsent(folder(name), folder -> new ArrayList<>())
                        .add(read(name, known, bytes));
            }
        }
        Map<String, FolderLicence> byFolder = new HashMap<>();
        found.forEach((folder, files) -> byFolder.put(folder, together(files)));
        return new RepositoryLicences(byFolder);
    }

    /// The licence that governs a file; empty when no folder up to the root has a LICENSE file.
    ///
    /// @param name relative to the root, with `/`
    public Optional<FolderLicence> of(String name) {
        for (String folder = folder(name); ; folder = folder(folder)) {
            FolderLicence here = byFolder.get(folder);
            if (here != null || folder.isEmpty()) {
                return Optional.ofNullable(here);
            }
        }
    }

    /// Empty for the root.
    private static String folder(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private static FolderLicence read(String name, LicenceText texts, Bytes opened) {
        byte[] bytes;
        try {
            bytes = opened.of(name);
        } catch (IOException e) {
            return new FolderLicence(name, Digest.of(""), "", name + " cannot be read");
        }
        Digest digest = Digest.of(bytes);
        if (bytes.length > LARGEST) {
            return new FolderLicence(name, digest, "", name + " is longer than any licence text");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        String place = " (bytes 0 to " + bytes.length + ", sha256 " + digest + ")";
        return switch (texts.read(text, name)) {
            case Licence.Known licence ->
                    new FolderLicence(name, digest, licence.spdx(), licence.evidence() + place);
            case Licence.Unknown licence ->
                    new FolderLicence(name, digest, "", licence.because() + place);
        };
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
        @Nullable String same = same(files);
        return same == null
                ? new FolderLicence(names, digest, "", "several licence files: " + names)
                : new FolderLicence(names, digest, same, first.words());
    }

    /// The licence that all of them state; null when they differ or one is unknown.
    private static @Nullable String same(List<FolderLicence> files) {
        Set<String> stated = new TreeSet<>();
        files.forEach(file -> stated.add(file.spdx()));
        return stated.size() == 1 && !stated.contains("") ? stated.iterator().next() : null;
    }
}
