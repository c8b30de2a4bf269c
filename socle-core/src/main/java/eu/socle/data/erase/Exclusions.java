package eu.socle.data.erase;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.data.dedup.UrlKey;
import eu.socle.data.dedup.near.MinHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What was erased and must not come back with a later import: digests of ids, addresses and texts,
/// and of the band keys of MinHash signatures, by which near copies are known; one line of
/// canonical JSON each, sorted, in files that every import reads. No text is on it.
///
/// ```java
/// Exclusions exclusions = Exclusions.read(List.of(Path.of("exclusions.jsonl")));
/// exclusions.reason(document);   // the erasure that forbids it, if any
/// ```
public final class Exclusions {

    /// The word under which a document on the list is counted.
    public static final String REASON = "erased";

    /// How near copies are known, whatever a recipe says of duplicates: a text of similarity 0.8 is
    /// found with a probability of 92 %, one of 0.9 with 99.9 %, one of 0.5 with 5 %, and one of
    /// 0.3 with less than one in a thousand.
    static final MinHash NEAR = new MinHash(5, 14, 8, 1);

    private static final String BAND = "band";

    private final Map<Entry, String> erasures = new HashMap<>();
    private boolean bands;

    private record Entry(String what, Digest digest) {}

    /// One line.
    private record Line(Digest digest, String erasure, String what) {}

    private Digest digest = Digest.of("");

    private Exclusions() {}

    /// The version of what was read.
    public Digest digest() {
        return digest;
    }

    /// Reads lists; later ones add to earlier ones.
    ///
    /// @throws Refusal naming the file that cannot be read
    public static Exclusions read(List<Path> files) {
        Exclusions exclusions = new Exclusions();
        for (Path file : files) {
            exclusions.add(file);
        }
        return exclusions;
    }

    private void add(Path file) {
        try {
            int number = 0;
            digest = Digest.of(digest + "\n" + Digest.ofFile(file));
            for (String json : Files.readAllLines(file)) {
                number++;
                Line line = Json.read(json, Line.class, file + " line " + number);
                erasures.put(new Entry(line.what(), line.digest()), line.erasure());
                bands |= line.what().equals(BAND);
            }
        } catch (IOException e) {
            throw Refusal.failure(
                    "the list of erased documents "
                            + file
                            + " cannot be read: "
                            + e.getMessage()
                            + "; nothing is imported without it.",
                    e);
        }
    }

    /// The erasure after which this document must not come back, if any: its id, its address or its
    /// very text was erased.
    public Optional<String> reason(Document document) {
        if (erasures.isEmpty()) {
            return Optional.empty(); // the digest of a text costs as much as judging it
        }
        return reason("id", document.id())
                .or(() -> url(document.rights().url()))
                .or(() -> reason("text", document.text()));
    }

    /// The erasure of a document of which this is nearly the text, if any.
    public Optional<String> near(String text) {
        if (!bands) {
            return Optional.empty();
        }
        for (long key : NEAR.bandKeys(text)) {
            Optional<String> erasure = reason(BAND, Long.toHexString(key));
            if (erasure.isPresent()) {
                return Optional.of(erasure.get() + ", nearly its text");
            }
        }
        return Optional.empty();
    }

    /// The erasure of a document with this id, if any.
    public Optional<String> id(String id) {
        return reason("id", id);
    }

    /// The erasure of a document from this address, if any.
    public Optional<String> url(String url) {
        return url.isEmpty() ? Optional.empty() : reason("url", UrlKey.of(url));
    }

    private Optional<String> reason(String what, String value) {
        return Optional.ofNullable(erasures.get(new Entry(what, Digest.of(value))));
    }

    /// Puts documents on a list; those that are on it stay as they are.
    ///
    /// @return digest of the list as it is now: its version
    /// @throws Refusal if it cannot be written
    public static Digest append(Path file, String erasure, List<Target> targets) {
        TreeSet<String> lines = new TreeSet<>();
        try {
            if (Files.exists(file)) {
                lines.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw Refusal.failure(file + " cannot be read: " + e.getMessage() + ".", e);
        }
        for (Target target : targets) {
            lines.add(Json.canonical(new Line(Digest.of(target.id()), erasure, "id")));
            lines.add(Json.canonical(new Line(target.text(), erasure, "text")));
            for (String key : target.bands()) {
                Digest band = Digest.of(key);
                lines.add(Json.canonical(new Line(band, erasure, BAND)));
            }
            if (!target.url().isEmpty()) {
                Digest url = Digest.of(UrlKey.of(target.url()));
                lines.add(Json.canonical(new Line(url, erasure, "url")));
            }
        }
        String text = String.join("\n", lines) + "\n";
        AtomicFile.write(file, text);
        return Digest.of(text);
    }
}
