package eu.socle.data;

import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.data.dedup.Signature;
import eu.socle.data.dedup.SignatureFile;
import eu.socle.data.index.DatasetIndex;
import eu.socle.data.proof.MerkleTree;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the tasks leave about documents for the index, the commitment and the signatures of the
/// dataset: ids, addresses and digests, never text.
final class Traces {

    private static final int BUFFER = 1 << 16;
    private static final int HASH = 16; // hexadecimal digits of one, a blank behind it

    private Traces() {}

    /// Writes the traces of one task.
    static final class Writer implements AutoCloseable {
        private final DataOutputStream out;

        /// @throws IOException if the file cannot be written
        Writer(Path file) throws IOException {
            out =
                    new DataOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
        }

        /// A kept document, with its text as it was written.
        ///
        /// @param identifiers keyed hashes of what was masked in it
        void kept(Document document, Signature signature, String identifiers) throws IOException {
            text(document.id());
            text(document.rights().url());
            text(Digest.of(document.text()).hex());
            text(Json.digest(document.rights()).hex());
            text(identifiers);
            signature.write(out);
        }

        /// A double that was dropped in favour of `keptId`.
        ///
        /// @param signature what a later run knows it by; empty when it says nothing that others do
        ///   not say, or when the other document is not kept
        void dropped(String id, String url, String keptId, Optional<Signature> signature)
                throws IOException {
            text(id);
            text(url);
            text(keptId);
            out.writeBoolean(signature.isPresent());
            if (signature.isPresent()) {
                signature.get().write(out);
            }
        }

        private void text(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        @Override
        public void close() throws IOException {
            out.writeInt(-1);
            out.close();
        }
    }

    /// Adds the kept documents of a part.
    ///
    /// @param firstRow number of its first document
    static void addKept(
            Path file,
            long firstRow,
            DatasetIndex.Builder index,
            MerkleTree.Builder tree,
            SignatureFile.@Nullable Writer signatures)
            throws IOException {
        try (DataInputStream in = open(file)) {
            long row = firstRow;
            for (int length = in.readInt(); length >= 0; length = in.readInt()) {
                String id = text(in, length);
                String url = text(in, in.readInt());
                Digest text = new Digest(text(in, in.readInt()));
                Digest rights = new Digest(text(in, in.readInt()));
                String identifiers = text(in, in.readInt());
                for (int at = 0; at < identifiers.length(); at += HASH + 1) {
                    index.names(HexFormat.fromHexDigitsToLong(identifiers, at, at + HASH), row);
                }
                index.kept(id, url, row++);
                tree.add(id, text, rights);
                Signature signature = Signature.read(in);
                if (signatures != null) {
                    signatures.add(id, signature);
                }
            }
        }
    }

    /// Adds the doubles that were dropped from a unit.
    static void addDropped(
            Path file, DatasetIndex.Builder index, SignatureFile.@Nullable Writer signatures)
            throws IOException {
        try (DataInputStream in = open(file)) {
            for (int length = in.readInt(); length >= 0; length = in.readInt()) {
                String id = text(in, length);
                String url = text(in, in.readInt());
                String kept = text(in, in.readInt());
                index.dropped(id, url, kept);
                if (!in.readBoolean()) {
                    continue;
                }
                Signature signature = Signature.read(in);
                if (signatures != null) {
                    signatures.addDouble(id, kept, signature);
                }
            }
        }
    }

    private static DataInputStream open(Path file) throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
    }

    private static String text(DataInputStream in, int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
