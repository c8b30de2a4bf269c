package eu.socle.data.dedup.disk;

import java.nio.file.Path;

/// Connected components of a graph that does not fit into memory, by sorting alone: the alternating
/// large-star and small-star steps of Kiveris et al., Connected Components in MapReduce and Beyond
/// (2014). Each step sorts the edges once; the number of rounds is two to five in practice.
final class Components {

    private final Path folder;
    private final String name;
    private final long memoryBytes; // of one sorter; two live at a time
    private int step;

    Components(Path folder, String name, long memoryBytes) {
        this.folder = folder;
        this.name = name;
        this.memoryBytes = memoryBytes;
    }

    /// Finds the components.
    ///
    /// @param edges (greater, lesser) pairs; closed by this method
    /// @return (node, least node of its component), once for each node that is not the least one
    RecordSorter of(RecordSorter edges) {
        RecordSorter current = edges;
        while (true) {
            RecordSorter large = sorter();
            boolean stars;
            try (RecordSorter both = bothWays(current)) {
                stars = largeStar(both, large);
            }
            if (stars) {
                large.close();
                return current;
            }
            current.close();
            current = smallStar(large);
        }
    }

    private RecordSorter sorter() {
        return new RecordSorter(folder, name + "-graph-" + step++, 2, memoryBytes);
    }

    private RecordSorter bothWays(RecordSorter edges) {
        RecordSorter both = sorter();
        try (RecordCursor all = edges.sorted()) {
            long from = -1;
            long to = -1;
            while (all.next()) {
                if (all.get(0) != from || all.get(1) != to) {
                    from = all.get(0);
                    to = all.get(1);
                    both.add(from, to);
                    both.add(to, from);
                }
            }
        }
        return both;
    }

    /// Joins each greater neighbour of a node to the least of the node and its neighbours.
    ///
    /// @return true when every node already is a least one or knows only its least one
    private static boolean largeStar(RecordSorter both, RecordSorter large) {
        boolean stars = true;
        try (RecordCursor all = both.sorted()) {
            long node = -1;
            long least = -1;
            while (all.next()) {
                long neighbour = all.get(1);
                if (all.get(0) != node) {
                    node = all.get(0);
                    least = Math.min(node, neighbour); // neighbours come in ascending order
                } else if (least < node) {
                    stars = false; // knows more than its least one
                }
                if (neighbour > node) {
                    large.add(neighbour, least);
                }
            }
        }
        return stars;
    }

    /// Joins each node and its lesser neighbours to the least of these.
    private RecordSorter smallStar(RecordSorter large) {
        RecordSorter small = sorter();
        try (RecordSorter closing = large;
                RecordCursor all = closing.sorted()) {
            long node = -1;
            long least = -1;
            long before = -1;
            while (all.next()) {
                long neighbour = all.get(1);
                if (all.get(0) != node) {
                    node = all.get(0);
                    least = neighbour;
                    small.add(node, least);
                } else if (neighbour != before && neighbour != least) {
                    small.add(neighbour, least);
                }
                before = neighbour;
            }
        }
        return small;
    }
}
