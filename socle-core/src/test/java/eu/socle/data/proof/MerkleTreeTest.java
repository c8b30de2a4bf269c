package eu.socle.data.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Proofs of presence and absence, against a tree written out by its definition.
final class MerkleTreeTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 254, 255, 256, 257, 511, 512, 513, 1023, 1400})
    void provesEveryDocumentPresentAndEveryOtherAbsent(int count) throws IOException {
        Commitment commitment = build(count);
        assertThat(commitment.documents()).isEqualTo(count);
        assertThat(commitment.root()).isEqualTo(rootByDefinition(count));
        int step = Math.max(1, count / 97);
        try (MerkleTree tree = MerkleTree.open(folder)) {
            for (int i = 0; i < count; i += step) {
                Proof proof = tree.prove("page-" + i);
                assertThat(proof.included()).isTrue();
                assertThat(proof.verify(commitment.root())).isTrue();
                assertThat(proof.states(Digest.of("text " + i), Digest.of("rights " + i))).isTrue();
                assertThat(proof.states(Digest.of("other"), Digest.of("rights " + i))).isFalse();
            }
            for (int i = count; i < count + 50; i++) {
                Proof proof = tree.prove("page-" + i);
                assertThat(proof.included()).isFalse();
                assertThat(proof.verify(commitment.root())).isTrue();
            }
        }
    }

    @Test
    void aChangedProofProvesNothing() throws IOException {
        Commitment commitment = build(700);
        Digest other = Digest.of("other");
        try (MerkleTree tree = MerkleTree.open(folder)) {
            for (String document : List.of("page-3", "absent")) {
                Proof p = tree.prove(document);
                List<Proof> lies = new ArrayList<>();
                lies.add(
                        with(
                                p,
                                !p.included(),
                                p.document(),
                                p.index(),
                                p.key(),
                                p.next(),
                                p.path()));
                lies.add(with(p, p.included(), "page-4", p.index(), p.key(), p.next(), p.path()));
                lies.add(
                        with(
                                p,
                                p.included(),
                                document,
                                p.index() + 1,
                                p.key(),
                                p.next(),
                                p.path()));
                lies.add(with(p, p.included(), document, p.index(), other, p.next(), p.path()));
                lies.add(with(p, p.included(), document, p.index(), p.key(), other, p.path()));
                for (int i = 0; i < p.path().size(); i++) {
                    List<String> path = new ArrayList<>(p.path());
                    byte[] hash = Base64.getDecoder().decode(path.get(i));
                    hash[5] ^= 4;
                    path.set(i, Base64.getEncoder().withoutPadding().encodeToString(hash));
                    lies.add(with(p, p.included(), document, p.index(), p.key(), p.next(), path));
                    path.remove(i);
                    lies.add(with(p, p.included(), document, p.index(), p.key(), p.next(), path));
                }
                assertThat(p.verify(commitment.root())).isTrue();
                assertThat(p.verify(other)).isFalse();
                for (Proof lie : lies) {
                    assertThat(lie.verify(commitment.root())).as("%s", lie).isFalse();
                }
            }
        }
    }

    @Test
    void aProofIsBelowTwoKilobytesAtAHundredMillionDocuments() {
        String hash = Base64.getEncoder().withoutPadding().encodeToString(new byte[32]);
        Digest digest = Digest.of("x");
        Proof proof =
                new Proof(
                        "a-source-with-a-name/" + "path/".repeat(40) + "page.html#123456789",
                        false,
                        digest,
                        100_000_001L,
                        99_999_999L,
                        digest,
                        digest,
                        digest,
                        java.util.Collections.nCopies(27, hash));
        assertThat(Json.canonical(proof).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2000);
        Proof read = Json.read(Json.canonical(proof), Proof.class, "proof");
        assertThat(read).isEqualTo(proof);
    }

    @Test
    void refusesTwoDocumentsOfOneIdAndLeavesNoWorkingFiles() throws IOException {
        try (MerkleTree.Builder builder = new MerkleTree.Builder(folder)) {
            builder.add("same", Digest.of("a"), Digest.of("r"));
            builder.add("same", Digest.of("b"), Digest.of("r"));
            assertThatThrownBy(builder::finish)
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("same id");
        }
        assertThat(folder.resolve("commitment.tmp")).doesNotExist();
        assertThatThrownBy(() -> MerkleTree.open(folder.resolve("none")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("holds no commitment");
    }

    @Test
    void theOrderOfAddingDoesNotMatter() throws IOException {
        Commitment forward = build(300);
        Path other = Files.createDirectories(folder.resolve("other"));
        try (MerkleTree.Builder builder = new MerkleTree.Builder(other)) {
            for (int i = 299; i >= 0; i--) {
                builder.add("page-" + i, Digest.of("text " + i), Digest.of("rights " + i));
            }
            assertThat(builder.finish()).isEqualTo(forward);
        }
    }

    private static Proof with(
            Proof p,
            boolean included,
            String document,
            long index,
            Digest key,
            Digest next,
            List<String> path) {
        return new Proof(
                document, included, p.root(), p.leaves(), index, key, next, p.value(), path);
    }

    private Commitment build(int count) throws IOException {
        try (MerkleTree.Builder builder = new MerkleTree.Builder(folder)) {
            for (int i = 0; i < count; i++) {
                builder.add("page-" + i, Digest.of("text " + i), Digest.of("rights " + i));
            }
            return builder.finish();
        }
    }

    /// The definition, word by word, over all leaves in memory.
    private static Digest rootByDefinition(int count) {
        TreeMap<String, byte[]> values = new TreeMap<>();
        values.put("0".repeat(64), new byte[32]);
        for (int i = 0; i < count; i++) {
            values.put(
                    Digest.of("page-" + i).hex(),
                    sha256(hex(Digest.of("text " + i).hex()), hex(Digest.of("rights " + i).hex())));
        }
        List<String> keys = new ArrayList<>(values.keySet());
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String next = i + 1 < keys.size() ? keys.get(i + 1) : "f".repeat(64);
            leaves.add(
                    sha256(
                            new byte[] {0},
                            hex(keys.get(i)),
                            hex(next),
                            values.getOrDefault(keys.get(i), new byte[0])));
        }
        return new Digest(HexFormat.of().formatHex(tree(leaves)));
    }

    private static byte[] tree(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int split = 1;
        while (split * 2 < leaves.size()) {
            split *= 2;
        }
        return sha256(
                new byte[] {1},
                tree(leaves.subList(0, split)),
                tree(leaves.subList(split, leaves.size())));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] sha256(byte[]... parts) {
        MessageDigest sha256 = Digest.sha256();
        Arrays.stream(parts).forEach(sha256::update);
        return sha256.digest();
    }
}
