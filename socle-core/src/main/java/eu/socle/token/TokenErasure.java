package eu.socle.token;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.token.shard.Erasure;
import eu.socle.token.shard.ShardFormat;
import eu.socle.token.shard.Whereabouts;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Takes documents out of a finished token stage: their tokens are overwritten in place, their
/// lines in documents.jsonl keep a digest of the id. Every step can be done again after an
/// interruption and gives the same bytes.
public final class TokenErasure {

    /// What stands before the digest of an erased id.
    private static final String ERASED = "sha256:";

    private TokenErasure() {}

    /// Where the tokens of documents lie.
    ///
    /// @param rows rows of the dataset from which the tokens were packed
    /// @throws Refusal if a document has no tokens, or a shard is damaged
    public static List<Whereabouts> find(Path folder, Set<Long> rows) {
        List<Whereabouts> found = new ArrayList<>();
        for (long row : rows) {
            found.add(
                    Whereabouts.find(folder, HeldOut.TRAIN, row)
                            .or(() -> Whereabouts.find(folder, HeldOut.HELD_OUT, row))
                            .orElseThrow(() ->
                                    Refusal.failure(
                                            folder
                                                    + " has no tokens of row "
                                                    + row
                                                    + " of its dataset; remove it and pack the tokens again.")));
        }
        return found;
    }

    /// Refuses a token folder of which a file that will be rewritten is not what the manifest
    /// states.
    ///
    /// @throws Refusal naming the file
    /// @throws IOException if a file cannot be read
    public static void check(Path folder, Manifest manifest, List<Whereabouts> documents)
            throws IOException {
        Set<String> names = files(documents);
        for (Manifest.Entry entry : manifest.files()) {
            if (names.contains(entry.path())
                    && !Digest.ofFile(folder.resolve(entry.path())).equals(entry.sha256())) {
                throw Refusal.failure(
                        folder.resolve(entry.path())
                                + " has other bytes than the manifest states; pack the tokens again before documents are erased.");
            }
        }
    }

    /// Erases, or goes on erasing.
    ///
    /// @param before manifest of the folder that still held all of it
    /// @param documents where their tokens lie
    /// @param ids of the documents, by row
    /// @return the manifest that takes its place; nobody has written it yet
    /// @throws Refusal if a row belongs to another document, or a shard is damaged
    /// @throws IOException if a file cannot be read or written
    public static Manifest apply(
            Path folder, Manifest before, List<Whereabouts> documents, SortedMap<Long, String> ids)
            throws IOException {
        lines(folder, ids);
        for (String split : List.of(HeldOut.TRAIN, HeldOut.HELD_OUT)) {
            Set<Long> rows = new HashSet<>();
            documents.stream()
                    .filter(document -> document.split().equals(split))
                    .forEach(document -> rows.add(document.row()));
            if (!rows.isEmpty()) {
                Erasure.erase(folder, split, rows);
            }
        }
        SortedMap<String, Long> counts = new TreeMap<>(before.counts());
        for (Whereabouts document : documents) {
            counts.merge("documents.erased", 1L, Long::sum);
            counts.merge("tokens.erased", document.tokens(), Long::sum);
        }
        return before.amended(folder, files(documents), counts);
    }

    private static Set<String> files(List<Whereabouts> documents) {
        Set<String> names = new HashSet<>();
        names.add(TokenStage.DOCUMENTS);
        for (Whereabouts d : documents) {
            Path here = Path.of("");
            names.add(ShardFormat.tokensFile(here, d.split(), d.shard()).toString());
            names.add(ShardFormat.indexFile(here, d.split(), d.shard()).toString());
        }
        return names;
    }

    private static void lines(Path folder, SortedMap<Long, String> ids) throws IOException {
        Path file = folder.resolve(TokenStage.DOCUMENTS);
        Path temporary = folder.resolve(TokenStage.DOCUMENTS + ".tmp");
        try (BufferedReader in = Files.newBufferedReader(file);
                BufferedWriter out = Files.newBufferedWriter(temporary)) {
            long row = 0;
            for (String json = in.readLine(); json != null; json = in.readLine()) {
                String id = ids.get(row);
                out.write(id == null ? json : erased(file, json, id));
                out.write('\n');
                row++;
            }
        }
        AtomicFile.publish(temporary, file);
    }

    private static String erased(Path file, String json, String id) {
        TokenStage.Line line = Json.read(json, TokenStage.Line.class, file.toString());
        String digest = ERASED + Digest.of(id);
        if (!line.id().equals(id) && !line.id().equals(digest)) {
            throw Refusal.failure(
                    file
                            + " states another document in row "
                            + line.row()
                            + " than the dataset it was packed from; remove its folder and pack the tokens again.");
        }
        return Json.canonical(line.erased(digest));
    }
}
