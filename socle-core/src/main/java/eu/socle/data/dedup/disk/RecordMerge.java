package eu.socle.data.dedup.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Goes over several sorted files as if they were one: a binary heap of their next records.
final class RecordMerge implements RecordCursor {

    private final int width;
    private final List<RunFile.Reader> runs = new ArrayList<>();
    private final long[] heads; // run -> its current record
    private final int[] heap; // runs, the one with the least record first
    private int size;
    private boolean started;

    RecordMerge(List<Path> files, int width, int bufferBytes) {
        this.width = width;
        heads = new long[files.size() * width];
        heap = new int[files.size()];
        for (Path file : files) {
            runs.add(new RunFile.Reader(file, width, bufferBytes));
        }
    }

    @Override
    public boolean next() {
        if (!started) {
            started = true;
            start();
        } else if (advance(heap[0])) {
            sink(0);
        } else {
            heap[0] = heap[--size];
            sink(0);
        }
        return size > 0;
    }

    @Override
    public long get(int word) {
        return heads[heap[0] * width + word];
    }

    private void start() {
        for (int run = 0; run < runs.size(); run++) {
            if (advance(run)) {
                heap[size++] = run;
            }
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i);
        }
    }

    private boolean advance(int run) {
        RunFile.Reader reader = runs.get(run);
        if (!reader.next()) {
            return false;
        }
        for (int word = 0; word < width; word++) {
            heads[run * width + word] = reader.get(word);
        }
        return true;
    }

    private void sink(int from) {
        int at = from;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && less(heap[child + 1], heap[child])) {
                child++;
            }
            if (!less(heap[child], heap[at])) {
                return;
            }
            int keep = heap[at];
            heap[at] = heap[child];
            heap[child] = keep;
            at = child;
        }
    }

    private boolean less(int a, int b) {
        int left = a * width;
        int right = b * width;
        for (int word = 0; word < width; word++) {
            long x = heads[left + word];
            long y = heads[right + word];
            if (x != y) {
                return Long.compareUnsigned(x, y) < 0;
            }
        }
        return false;
    }

    @Override
    public void close() {
        runs.forEach(RunFile.Reader::close);
    }
}
