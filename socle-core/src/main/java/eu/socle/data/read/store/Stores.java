package eu.socle.data.read.store;

import eu.socle.core.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// All the places a recipe's sources lie at: folders below its base, and buckets. Holds the
/// connections to object storage; closed by who made it.
public final class Stores implements AutoCloseable {

    private static final String S3 = "s3://";

    private final Path base;
    private final Buckets buckets;

    /// @param base what local paths are relative to
    public Stores(Path base) {
        this(base, new Buckets());
    }

    Stores(Path base, Buckets buckets) {
        this.base = base;
        this.buckets = buckets;
    }

    /// A file that was found.
    ///
    /// @param name relative to the place that was listed, with `/`
    /// @param location names it for [#find]
    /// @param single true when the place is this file, not a folder
    public record Found(String name, String location, Stored stored, boolean single) {}

    /// The files at a place, not sorted. Names that begin with a dot and links to folders are not
    /// followed.
    ///
    /// @param place a folder or a file below the base, or `s3://bucket/prefix`
    /// @param source whose place it is, for messages
    /// @throws Refusal usage if the place is not there, failure if it cannot be listed
    public List<Found> list(String place, Bucket bucket, String source) {
        if (place.startsWith(S3)) {
            return buckets.list(place, bucket, source);
        }
        Path root = base.resolve(place);
        if (Files.isRegularFile(root)) {
            String name = String.valueOf(root.getFileName());
            return List.of(new Found(name, place, local(root), true));
        }
        if (!Files.isDirectory(root)) {
            throw Refusal.usage(
                    "the source \""
                            + source
                            + "\" names "
                            + root
                            + ", which is not there; correct its path, or put the documents there.");
        }
        return folder(place, root, source);
    }

    /// A file again, as it was listed.
    ///
    /// @param location as [Found#location()] gave it
    public Stored find(String location, Bucket bucket, long length, String version) {
        return location.startsWith(S3)
                ? buckets.find(location, bucket, length, version)
                : new LocalFile(base.resolve(location), length);
    }

    private static LocalFile local(Path path) {
        try {
            return new LocalFile(path, Files.size(path));
        } catch (IOException e) {
            return new LocalFile(path, 0); // opening it will fail and say so
        }
    }

    private static List<Found> folder(String place, Path folder, String source) {
        List<Found> found = new ArrayList<>();
        String prefix = place.equals(".") ? "" : withoutSlash(place) + "/";
        try {
            Path root = folder.toRealPath(); // the source itself may be a link
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
                                found.add(found(prefix, root.relativize(file), file));
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw Refusal.failure(
                    "the source \""
                            + source
                            + "\" cannot be listed: "
                            + e.getMessage()
                            + "; make its folders readable.",
                    e);
        }
        return found;
    }

    private static Found found(String prefix, Path relative, Path file) {
        String separator = relative.getFileSystem().getSeparator();
        if (isText(relative)) {
            String name = relative.toString().replace(separator, "/");
            return new Found(name, prefix + name, local(file), false);
        }
        StringJoiner name = new StringJoiner("/");
        for (Path part : relative) { // the bytes of the name, escaped
            String raw = part.toUri().getRawPath();
            name.add(raw.substring(raw.lastIndexOf('/') + 1));
        }
        return new Found(name.toString(), prefix + name, new Unnameable(), false);
    }

    /// Whether a path can be written down and found again; on disks any bytes may be a name.
    private static boolean isText(Path relative) {
        try {
            return relative.equals(relative.getFileSystem().getPath(relative.toString()));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /// A file whose name is no text.
    private record Unnameable() implements Stored {
        @Override
        public long length() {
            return 0;
        }

        @Override
        public String version() {
            return "";
        }

        @Override
        public InputStream open(long from, long to) throws IOException {
            throw new IOException("the name of the file is no text");
        }
    }

    private static String withoutSlash(String place) {
        int end = place.length();
        while (end > 1 && place.charAt(end - 1) == '/') {
            end--;
        }
        return place.substring(0, end);
    }

    private static boolean hidden(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().startsWith(".");
    }

    @Override
    public void close() {
        buckets.close();
    }
}
