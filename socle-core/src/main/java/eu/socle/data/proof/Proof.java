package eu.socle.data.proof;

import eu.socle.core.Digest;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// A proof, checked from itself and a root alone, that a document is in a dataset or is not. As
/// JSON it stays below 2 kB at a hundred million documents.
///
/// @param document the document id it speaks of
/// @param included whether the document is in the dataset
/// @param root of the dataset's commitment
/// @param leaves of the tree: the documents and one
/// @param index of the leaf that proves it
/// @param key of that leaf: the document's own, or the greatest one below it
/// @param next key of the leaf after it
/// @param value what is committed of the leaf's document: SHA-256 of the digests of text and rights
/// @param path hashes beside the way up, the lowest first, in Base64
public record Proof(
        String document,
        boolean included,
        Digest root,
        long leaves,
        long index,
        Digest key,
        Digest next,
        Digest value,
        List<String> path) {

    public Proof {
        path = List.copyOf(path);
    }

    static Proof of(
            String document, Leaf leaf, long index, long leaves, List<byte[]> path, Digest root) {
        return new Proof(
                document,
                Arrays.equals(leaf.key(), Leaf.keyOf(document)),
                root,
                leaves,
                index,
                digest(leaf.key()),
                digest(leaf.next()),
                digest(leaf.value()),
                path.stream().map(Base64.getEncoder().withoutPadding()::encodeToString).toList());
    }

    private static Digest digest(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(bytes));
    }

    /// True when this leads to the root that the asker trusts, and says of the document what it
    /// claims.
    public boolean verify(Digest trusted) {
        byte[] wanted = Leaf.keyOf(document);
        Leaf leaf = new Leaf(Leaf.bytes(key), Leaf.bytes(next), Leaf.bytes(value));
        boolean own = Arrays.equals(leaf.key(), wanted);
        boolean between =
                Arrays.compareUnsigned(leaf.key(), wanted) < 0
                        && Arrays.compareUnsigned(wanted, leaf.next()) < 0;
        return root.equals(trusted)
                && (included ? own : between)
                && index >= 0
                && index < leaves
                && climb(leaf).equals(trusted.hex());
    }

    /// True when the document has this text and these rights, as far as the root that was verified
    /// says.
    public boolean states(Digest text, Digest rights) {
        return included && Arrays.equals(Leaf.bytes(value), Leaf.valueOf(text, rights));
    }

    /// RFC 9162, 2.1.3.2; no root at all when the path has another length than the tree asks for.
    private String climb(Leaf leaf) {
        MessageDigest sha256 = Digest.sha256();
        long position = index;
        long last = leaves - 1;
        byte[] hash = leaf.hash(sha256);
        for (String step : path) {
            byte[] beside;
            try {
                beside = Base64.getDecoder().decode(step);
            } catch (IllegalArgumentException e) {
                return "";
            }
            if (last == 0 || beside.length != Leaf.BYTES) {
                return "";
            }
            if ((position & 1) == 1 || position == last) {
                hash = Leaf.node(sha256, beside, hash);
                while ((position & 1) == 0) {
                    position >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Leaf.node(sha256, hash, beside);
            }
            position >>= 1;
            last >>= 1;
        }
        return last == 0 ? HexFormat.of().formatHex(hash) : "";
    }
}
