package eu.socle.token.shard;

import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;

/// All tokens in a row, cut every `length` tokens; a shorter rest is left out.
record Concatenated(TokenShards shards, int length) implements Packing {

    @Override
    public long sequences() {
        return shards.order().map(DocumentOrder::tokens).orElse(shards.tokens()) / length;
    }

    @Override
    public TokenShards.Sequence sequence(long k) {
        Optional<DocumentOrder> order = shards.order();
        return order.isPresent() ? ordered(order.get(), k) : shards.sequence(k, length);
    }

    private TokenShards.Sequence ordered(DocumentOrder order, long k) {
        if (k < 0 || k >= sequences()) {
            throw new IllegalArgumentException("sequence " + k + " of " + sequences());
        }
        int[] ids = new int[length];
        int[] labels = new int[length];
        int[] firstKey = new int[length];
        int[] positions = new int[length];
        long begin = k * length;
        long entry = order.at(begin);
        for (int t = 0; t < length; entry++) {
            long start = order.start(entry);
            long from = begin + t - start;
            long to = Math.min(order.end(entry) - start, from + length - t);
            shards.copy(order.document(entry), from, to, t, ids, labels);
            int first = (int) Math.max(0, start - begin);
            for (int last = t + (int) (to - from); t < last; t++) {
                firstKey[t] = first;
                positions[t] = t - first;
            }
        }
        return new TokenShards.Sequence(ids, labels, firstKey, positions);
    }

    @Override
    public NavigableSet<Long> holding(long document) {
        NavigableSet<Long> holding = new TreeSet<>();
        Optional<DocumentOrder> order = shards.order();
        if (order.isEmpty()) {
            long first = shards.first(document);
            add(holding, first, first + shards.length(document));
            return holding;
        }
        DocumentOrder there = order.get();
        LongStream.range(0, there.size())
                .filter(entry -> there.document(entry) == document)
                .forEach(entry -> add(holding, there.start(entry), there.end(entry)));
        return holding;
    }

    private void add(NavigableSet<Long> holding, long first, long end) {
        for (long k = first / length; k <= (end - 1) / length && k < sequences(); k++) {
            holding.add(k);
        }
    }

    @Override
    public long padding() {
        return 0;
    }
}
