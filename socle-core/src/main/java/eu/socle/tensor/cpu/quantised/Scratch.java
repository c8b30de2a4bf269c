package eu.socle.tensor.cpu.quantised;

import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Pieces of scratch memory, as many as threads ever worked at once.
public final class Scratch {

    private final Memory memory;
    private final long bytes;
    private final ConcurrentLinkedQueue<Long> free = new ConcurrentLinkedQueue<>();

    Scratch(Memory memory, long bytes) {
        this.memory = memory;
        this.bytes = bytes;
    }

    /// Address of a piece that nobody else uses until [#put].
    long take() {
        Long address = free.poll();
        return address != null ? address : memory.allocate(DType.I8, bytes).data().address();
    }

    void put(long address) {
        free.add(address);
    }
}
