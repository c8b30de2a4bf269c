package eu.socle.data.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.data.dedup.near.MinHash;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureFileTest {

    private static final MinHash MIN_HASH = new MinHash(2, 4, 2, 1);

    @TempDir Path folder;

    private static Signature signature(int document) {
        Signature signature = new Signature(MIN_HASH.bands());
        String url = document % 2 == 0 ? "https://example.org/" + document : "";
        // one of them too short for band keys
        new Signer(MIN_HASH)
                .sign(document == 3 ? "x" : "a b c d number " + document, url, signature);
        return signature;
    }

    private static String bytes(Signature signature) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            signature.write(out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private void describe() throws IOException {
        Manifest manifest =
                Manifest.describe(
                        "data", Digest.of("config"), new TreeMap<>(), new TreeMap<>(), folder);
        AtomicFile.write(folder.resolve(Manifest.FILE), Json.canonical(manifest));
    }

    private Map<String, String> all() throws IOException {
        Map<String, String> all = new TreeMap<>();
        SignatureFile file = SignatureFile.open(folder, MIN_HASH);
        file.verify();
        file.each((id, signature) -> all.put(id, bytes(signature)));
        assertThat(all).hasSize((int) file.documents());
        return all;
    }

    @BeforeEach
    void write() throws IOException {
        try (SignatureFile.Writer out = new SignatureFile.Writer(folder)) {
            for (int i = 0; i < 6; i++) {
                out.add("web/é" + i, signature(i));
            }
            out.addDouble("web/ö0", "web/é2", signature(10));
            out.addDouble("web/ö1", "web/é4", signature(11).withoutBands());
            out.finish(MIN_HASH);
        }
        describe();
    }

    @Test
    void givesBackWhatWasWritten() throws IOException {
        assertThat(all()).hasSize(6);
        for (int i = 0; i < 6; i++) {
            assertThat(all()).containsEntry("web/é" + i, bytes(signature(i)));
        }
    }

    @Test
    void anErasedDocumentLeavesNothingBehindAndErasingTwiceIsErasingOnce() throws IOException {
        assertThat(SignatureFile.erase(folder, Set.of("web/é2", "web/é9")))
                .containsExactlyInAnyOrder(
                        "signatures.json", "signatures.bin", "signatures.doubles");
        assertThat(
                        HexFormat.of()
                                .formatHex(
                                        Files.readAllBytes(folder.resolve("signatures.doubles"))))
                .as("a double of an erased document goes with it")
                .doesNotContain(bytes(signature(10)))
                .contains(bytes(signature(11).withoutBands()));
        byte[] once = Files.readAllBytes(folder.resolve("signatures.bin"));
        SignatureFile.erase(folder, Set.of("web/é2"));
        assertThat(Files.readAllBytes(folder.resolve("signatures.bin"))).isEqualTo(once);
        assertThat(HexFormat.of().formatHex(once)).doesNotContain(bytes(signature(2)));
        assertThatThrownBy(() -> SignatureFile.open(folder, MIN_HASH).verify())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("other bytes");
        describe();
        assertThat(all().keySet())
                .containsExactly("web/é0", "web/é1", "web/é3", "web/é4", "web/é5");
    }

    @Test
    void doublesAreGivenBackBehindTheDocuments() throws IOException {
        SignatureFile file = SignatureFile.open(folder, MIN_HASH);
        Map<String, String> doubles = new TreeMap<>();
        file.eachDouble((id, signature) -> doubles.put(id, bytes(signature)));
        assertThat(file.doubles()).isEqualTo(2);
        assertThat(doubles)
                .containsExactly(
                        Map.entry("web/ö0", bytes(signature(10))),
                        Map.entry("web/ö1", bytes(signature(11).withoutBands())));
    }

    @Test
    void signaturesOfAnotherVersionAreRefused() throws IOException {
        Path method = folder.resolve("signatures.json");
        Files.writeString(
                method, Files.readString(method).replace("\"version\":2", "\"version\":1"));
        describe();
        assertThatThrownBy(() -> SignatureFile.open(folder, MIN_HASH))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("another version")
                .hasMessageContaining("socle data");
    }

    @Test
    void otherParametersAndAbsentSignaturesAreRefused() throws IOException {
        for (MinHash other :
                Arrays.asList(
                        new MinHash(3, 4, 2, 1),
                        new MinHash(2, 5, 2, 1),
                        new MinHash(2, 4, 3, 1),
                        new MinHash(2, 4, 2, 2),
                        new MinHash(MinHash.Profile.DATATROVE, 2, 4, 2, 1))) {
            assertThatThrownBy(() -> SignatureFile.open(folder, other))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("profile native, ngram 2, bands 4, rows 2, seed 1");
        }
        Files.delete(folder.resolve("signatures.json"));
        describe();
        assertThatThrownBy(() -> SignatureFile.open(folder, MIN_HASH))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("signatures: true");
        assertThat(SignatureFile.erase(folder, Set.of("web/é1"))).isEmpty();
    }
}
