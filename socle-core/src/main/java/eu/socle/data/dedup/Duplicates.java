package eu.socle.data.dedup;

import eu.socle.core.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Clusters of documents that say the same. Of each cluster the first document stays; callers
/// number documents in byte order of their ids, so the order in which they were read does not
/// matter.
public final class Duplicates {

    private final int[] exactFirst; // first document with the same text
    private final int[]
            parent; // union-find over near copies; a root is the least number of its cluster
    private final int[] sizes;

    private Duplicates(int count) {
        exactFirst = new int[count];
        parent = new int[count];
        sizes = new int[count];
        for (int i = 0; i < count; i++) {
            parent[i] = i;
        }
    }

    /// Clusters these documents, numbered in the order of the list.
    public static Duplicates of(List<Fingerprint> documents) {
        Duplicates clusters = new Duplicates(documents.size());
        Map<Digest, Integer> byText = new HashMap<>();
        Map<Band, Integer> byBand = new HashMap<>();
        for (int i = 0; i < documents.size(); i++) {
            Fingerprint document = documents.get(i);
            Integer same = byText.putIfAbsent(document.exact(), i);
            clusters.exactFirst[i] = same == null ? i : same;
            if (same != null) {
                clusters.join(same, i);
                continue;
            }
            for (int band = 0; band < document.bandKeys().size(); band++) {
                Integer near = byBand.putIfAbsent(new Band(band, document.bandKeys().get(band)), i);
                if (near != null) {
                    clusters.join(near, i);
                }
            }
        }
        for (int i = 0; i < documents.size(); i++) {
            clusters.sizes[clusters.root(i)]++;
        }
        return clusters;
    }

    private record Band(int number, long key) {}

    /// The document that stays instead of this one; itself when it stays.
    public int keptInsteadOf(int document) {
        return root(document);
    }

    /// True when an earlier document has the same text.
    public boolean isExactCopy(int document) {
        return exactFirst[document] != document;
    }

    /// The first document with the same text.
    public int firstWithSameText(int document) {
        return exactFirst[document];
    }

    /// How many documents the cluster has.
    public int clusterSize(int document) {
        return sizes[root(document)];
    }

    private void join(int a, int b) {
        int first = root(a);
        int second = root(b);
        parent[Math.max(first, second)] = Math.min(first, second);
    }

    private int root(int document) {
        int root = document;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]]; // path halving
            root = parent[root];
        }
        return root;
    }
}
