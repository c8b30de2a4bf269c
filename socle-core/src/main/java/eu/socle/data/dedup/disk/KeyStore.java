package eu.socle.data.dedup.disk;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The keys of the documents of a dataset, sorted and kept on disk, so that a new crawl is compared
/// with them without reading the dataset again.
///
/// @param file sorted records of key and document, little-endian longs; `keys.json` beside it says
///   which file counts
/// @param documents how many documents have been numbered so far; new ones go on from there
/// @param keyLongs longs per key
/// @param method digest of all that decides the keys (normalisation, shingles, seed, bands)
public record KeyStore(Path file, long documents, int keyLongs, Digest method) {

    private static final String INDEX = "keys.json";

    private record Index(String file, long documents, int keyLongs, Digest method, long bytes) {}

    /// Opens a store.
    ///
    /// @param method how the caller makes keys
    /// @throws Refusal if there is none, it is damaged or its keys were made in another way
    public static KeyStore open(Path folder, Digest method) {
        try {
            Path file = folder.resolve(INDEX);
            Index index = Json.read(Files.readString(file), Index.class, file.toString());
            if (!index.method().equals(method)) {
                throw Refusal.usage(
                        "the keys in "
                                + folder
                                + " were made with other settings of data.dedup; use the settings"
                                + " of the existing dataset, or start a new folder of keys.");
            }
            Path keys = folder.resolve(index.file());
            if (Files.size(keys) != index.bytes()) {
                throw Refusal.failure(
                        keys
                                + " has not the length that "
                                + INDEX
                                + " states; make the keys again from the dataset.");
            }
            return new KeyStore(keys, index.documents(), index.keyLongs(), method);
        } catch (IOException e) {
            throw RunFile.cannotRead(folder.resolve(INDEX), e);
        }
    }

    /// Keeps the keys of a finished search, those of the store it was compared with included.
    ///
    /// @param folder an existing folder; may be that of the older store
    /// @param documents the number of documents, those of the older store included
    /// @throws Refusal failure, when the disk is full
    public static KeyStore save(
            Path folder, DuplicateSearch search, long documents, Digest method) {
        Path keys = folder.resolve("keys-" + documents + ".bin");
        Path temporary = folder.resolve("keys.tmp");
        search.keys().save(temporary);
        try {
            Index index =
                    new Index(
                            "keys-" + documents + ".bin",
                            documents,
                            search.keyLongs(),
                            method,
                            Files.size(temporary));
            AtomicFile.publish(temporary, keys);
            AtomicFile.write(folder.resolve(INDEX), Json.canonical(index));
            deleteOthers(folder, keys);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(keys, e);
        }
        return new KeyStore(keys, documents, search.keyLongs(), method);
    }

    private static void deleteOthers(Path folder, Path keys) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "keys-*.bin")) {
            for (Path file : all) {
                if (!file.equals(keys)) {
                    Files.delete(file);
                }
            }
        }
    }
}
