package eu.socle.tensor.cpu.machine;

import java.util.Optional;

/// silu(gate) up, bit for bit as sixteen lanes of the Vector API give it: between two products of
/// one row nobody else works, and in the first token the Vector API is still interpreted.
public final class Gate implements AutoCloseable {

    /// Floats of a vector.
    public static final int LANES = 16;

    private static final int Y = Assembler.ARGUMENT_0;
    private static final int GATE = Assembler.ARGUMENT_1;
    private static final int UP = Assembler.ARGUMENT_2;
    private static final int COUNT = Assembler.ARGUMENT_3;

    private static final int P = 0; // and 1, 2
    private static final int X = 3;
    private static final int G = 4;
    private static final int SIGN = 5;
    private static final int CONSTANTS = 16;
    private static final int ONE = CONSTANTS + Exponential.CONSTANTS - 1;

    private final MachineCode code;

    private Gate(MachineCode code) {
        this.code = code;
    }

    /// The kernel, if this machine runs it and the system lets programs make code.
    public static Optional<Gate> of() {
        if (MachineCode.missing().isPresent()) {
            return Optional.empty();
        }
        return MachineCode.of(assemble()).map(Gate::new);
    }

    private static byte[] assemble() {
        Assembler a = new Assembler();
        Exponential.constants(a, CONSTANTS);
        a.constant(SIGN, 0x80000000);
        int start = a.here();
        a.load(G, GATE, 0);
        a.xor(X, G, SIGN);
        Exponential.of(a, P, X, CONSTANTS);
        a.addFloats(P, P, ONE);
        a.multiply(G, G, UP, 0);
        a.divide(G, G, P);
        a.store(G, Y, 0);
        for (int register : new int[] {Y, GATE, UP}) {
            a.add(register, 4 * LANES);
        }
        a.loopWhileDecremented(COUNT, start);
        a.end();
        return a.bytes();
    }

    /// y = silu(gate) up for so many whole vectors, at least one.
    public void run(long y, long gate, long up, int vectors) {
        code.call(y, gate, up, vectors, 0, 0);
    }

    @Override
    public void close() {
        code.close();
    }
}
