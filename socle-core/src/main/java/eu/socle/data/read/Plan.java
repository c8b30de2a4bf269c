package eu.socle.data.read;

import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The files that a recipe's sources mean, in byte order of their document ids, each with its
/// digest. A resumed stage compares the digest of the plan, so that no document changes sides in
/// between.
///
/// @param files every file to read, in order
public record Plan(List<PlannedFile> files) {

    public Plan {
        files = List.copyOf(files);
    }

    /// One file to read.
    ///
    /// @param source the source it belongs to
    /// @param id id of the document it holds, or the beginning of the ids of its records
    /// @param location relative to the recipe's base, with `/`
    /// @param bytes its size
    /// @param sha256 its digest; null when the file could not be read
    public record PlannedFile(
            Source source, String id, String location, long bytes, @Nullable Digest sha256) {}

    private record Fingerprint(String id, long bytes, @Nullable Digest sha256) {}

    /// Lists and digests the files. Names that begin with a dot and links to folders are not
    /// followed.
    ///
    /// @throws Refusal usage, if a source or what a glob should match is missing
    public static Plan of(List<Source> sources, Path base) {
        TreeMap<String, PlannedFile> files = new TreeMap<>(Ids.ORDER);
        for (Source source : sources) {
            Path root = base.resolve(source.path());
            if (Files.isRegularFile(root)) {
                String name = root.getFileName().toString();
                add(files, source, name, source.path(), root);
            } else if (Files.isDirectory(root)) {
                addFolder(files, source, root);
            } else {
                throw Refusal.usage(
                        "the source \""
                                + source.name()
                                + "\" names "
                                + root
                                + ", which is not there; correct its path, or put the documents there.");
            }
        }
        return new Plan(List.copyOf(files.values()));
    }

    /// Digest of the ids, sizes and digests of all files.
    public Digest digest() {
        return Json.digest(
                files.stream().map(f -> new Fingerprint(f.id(), f.bytes(), f.sha256())).toList());
    }

    private static void addFolder(TreeMap<String, PlannedFile> files, Source source, Path root) {
        List<String> names = filesUnder(source, root);
        List<Glob> include = source.include().stream().map(Glob::of).toList();
        List<Glob> exclude = source.exclude().stream().map(Glob::of).toList();
        boolean[] used = new boolean[include.size()];
        String prefix = source.path().equals(".") ? "" : source.path().replaceAll("/+$", "") + "/";
        for (String name : names) {
            boolean wanted = false;
            for (int i = 0; i < used.length; i++) {
                if (include.get(i).matches(name)) {
                    used[i] = true;
                    wanted = true;
                }
            }
            if (wanted && exclude.stream().noneMatch(glob -> glob.matches(name))) {
                add(files, source, name, prefix + name, root.resolve(name));
            }
        }
        for (int i = 0; i < used.length; i++) {
            if (!used[i]) {
                throw Refusal.usage(
                        "no file in "
                                + root
                                + " matches \""
                                + source.include().get(i)
                                + "\" of the source \""
                                + source.name()
                                + "\"; correct the pattern, or remove it.");
            }
        }
    }

    private static void add(
            TreeMap<String, PlannedFile> files,
            Source source,
            String name,
            String location,
            Path path) {
        String id = Ids.ofFile(source.name(), name);
        try {
            files.put(
                    id,
                    new PlannedFile(source, id, location, Files.size(path), Digest.ofFile(path)));
        } catch (IOException e) {
            files.put(id, new PlannedFile(source, id, location, 0, null));
        }
    }

    private static List<String> filesUnder(Source source, Path root) {
        List<String> names = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            return hidden(folder) && !folder.equals(root)
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            boolean readable =
                                    attributes.isRegularFile() || attributes.isSymbolicLink();
                            if (readable && !hidden(file) && !Files.isDirectory(file)) {
                                names.add(root.relativize(file).toString().replace('\\', '/'));
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw Refusal.failure(
                    "the source \""
                            + source.name()
                            + "\" cannot be listed: "
                            + e.getMessage()
                            + "; make its folders readable.",
                    e);
        }
        return names;
    }

    private static boolean hidden(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().startsWith(".");
    }
}
