package eu.socle.core;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a finished stage left behind: the digest of each file, of the settings and of the inputs.
/// Its own digest names the artifact.
///
/// It holds no time and no machine name: the same work gives the same bytes.
///
/// @param stage name of the stage, which is also the name of its folder
/// @param config digest of the stage's settings with every default filled in
/// @param inputs what went in, by name (an earlier stage, or `sources`), each with its digest
/// @param files every file of the folder but the manifest, sorted by path
/// @param counts what the stage counted, by name, for example `documents.kept`
/// @param supersedes digest of the manifest that described the folder before documents were erased
///   from it; absent when nothing was. Nothing else is kept of that manifest.
public record Manifest(
        String stage,
        Digest config,
        SortedMap<String, Digest> inputs,
        List<Entry> files,
        SortedMap<String, Long> counts,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Digest supersedes) {

    /// The name of the manifest's file.
    public static final String FILE = "manifest.json";

    public Manifest {
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
        files = List.copyOf(files);
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    /// A folder from which nothing was erased.
    public Manifest(
            String stage,
            Digest config,
            SortedMap<String, Digest> inputs,
            List<Entry> files,
            SortedMap<String, Long> counts) {
        this(stage, config, inputs, files, counts, null);
    }

    /// One file of the artifact.
    ///
    /// @param path relative to the artifact's folder, with `/`
    /// @param bytes its size
    /// @param sha256 its digest
    public record Entry(String path, long bytes, Digest sha256) {}

    /// Describes a folder as it stands (files ending in `.tmp` are left-overs of a killed writer
    /// and are deleted).
    ///
    /// @throws IOException if a file cannot be read
    public static Manifest describe(
            String stage,
            Digest config,
            SortedMap<String, Digest> inputs,
            SortedMap<String, Long> counts,
            Path folder)
            throws IOException {
        List<Entry> files = new ArrayList<>();
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.filter(Files::isRegularFile).toList();
        }
        for (Path path : paths) {
            String name = folder.relativize(path).toString().replace('\\', '/');
            if (name.endsWith(".tmp")) {
                Files.delete(path);
            } else if (!name.equals(FILE)) {
                files.add(new Entry(name, Files.size(path), Digest.ofFile(path)));
            }
        }
        files.sort((a, b) -> a.path().compareTo(b.path()));
        return new Manifest(stage, config, inputs, files, counts);
    }

    /// Describes the folder again after some of its files were rewritten or deleted; only those are
    /// looked at.
    ///
    /// @param rewritten paths of files that this manifest names
    /// @param counts the counts as they are now
    /// @return the manifest that takes the place of this one
    /// @throws IOException if a file cannot be read
    public Manifest amended(Path folder, Set<String> rewritten, SortedMap<String, Long> counts)
            throws IOException {
        List<Entry> now = new ArrayList<>();
        for (Entry entry : files) {
            Path file = folder.resolve(entry.path());
            if (!rewritten.contains(entry.path())) {
                now.add(entry);
            } else if (Files.exists(file)) {
                now.add(new Entry(entry.path(), Files.size(file), Digest.ofFile(file)));
            }
        }
        return new Manifest(stage, config, inputs, now, counts, digest());
    }

    /// The artifact's name: digest of the canonical manifest.
    public Digest digest() {
        return Json.digest(this);
    }

    /// Reads the manifest of a folder.
    ///
    /// @throws Refusal if it is missing or damaged
    public static Manifest read(Path folder) {
        return Json.read(folder.resolve(FILE), Manifest.class);
    }

    /// Names the first file whose bytes are not those the manifest states, if any; reads every
    /// byte.
    ///
    /// @throws IOException if a file cannot be read
    public List<String> damaged(Path folder) throws IOException {
        List<String> damaged = new ArrayList<>();
        for (Entry entry : files) {
            Path file = folder.resolve(entry.path());
            if (!Files.isRegularFile(file)) {
                damaged.add(entry.path() + " is missing");
            } else if (Files.size(file) != entry.bytes()
                    || !Digest.ofFile(file).equals(entry.sha256())) {
                damaged.add(entry.path() + " has other bytes than the manifest states");
            }
        }
        return damaged;
    }
}
