package eu.socle.tensor.cpu.machine;

import java.util.Arrays;

/// Instructions of x86-64 as bytes: only those that kernels need, all vectors 512 bits wide (Intel
/// 64 and IA-32 Architectures Software Developer's Manual, volume 2).
///
/// Vectors are numbered 0..31, matrices (AMX) 0..7. The functions that this class makes take up to
/// six pointers or counts (System V calling convention) and return nothing.
public final class Assembler {

    /// General registers that hold the arguments, in their order, by their machine number.
    public static final int ARGUMENT_0 = 7; // rdi

    public static final int ARGUMENT_1 = 6; // rsi
    public static final int ARGUMENT_2 = 2; // rdx
    public static final int ARGUMENT_3 = 1; // rcx
    public static final int ARGUMENT_4 = 8;
    public static final int ARGUMENT_5 = 9;

    /// Registers of the callee's own.
    public static final int FREE_0 = 10; // r10

    public static final int FREE_1 = 11;

    /// The third free register; [#constant] uses it.
    public static final int RAX = 0;

    // opcode maps and mandatory prefixes as EVEX numbers them
    private static final int MAP_0F = 1;
    private static final int MAP_0F38 = 2;
    private static final int MAP_0F3A = 3;
    private static final int NONE = 0;
    private static final int P66 = 1;
    private static final int PF3 = 2;
    private static final int PF2 = 3;

    private byte[] code = new byte[4096];
    private int size;

    private record Operand(boolean memory, int register, int displacement) {}

    /// The instructions so far.
    public byte[] bytes() {
        return Arrays.copyOf(code, size);
    }

    /// Where the next instruction begins, for [#loopWhileDecremented].
    public int here() {
        return size;
    }

    private void put(int... values) {
        if (size + values.length > code.length) {
            code = Arrays.copyOf(code, 2 * code.length);
        }
        for (int value : values) {
            code[size++] = (byte) value;
        }
    }

    private void putInt(int value) {
        put(value, value >> 8, value >> 16, value >> 24);
    }

    private static Operand vector(int v) {
        return new Operand(false, v, 0);
    }

    private static Operand at(int base, int displacement) {
        return new Operand(true, base, displacement);
    }

    /// One EVEX instruction of 512 bits without masks. Memory operands carry displacements of four
    /// bytes, so that nothing depends on the size of what is read.
    private void evex(int map, int prefix, int opcode, int reg, int second, Operand rm) {
        int high = rm.memory() ? 1 : inverted(rm.register(), 4);
        int p0 = inverted(reg, 3) << 7 | high << 6 | inverted(rm.register(), 3) << 5;
        int p1 = (~second & 15) << 3 | 1 << 2 | prefix;
        int p2 = 2 << 5 | inverted(second, 4) << 3;
        put(0x62, p0 | inverted(reg, 4) << 4 | map, p1, p2, opcode);
        put(operands(rm.memory() ? 2 : 3, reg, rm.register()));
        if (rm.memory()) {
            putInt(rm.displacement());
        }
    }

    /// The byte that names two operands: of the second, `mode` says what it is. The byte that
    /// scales an index is made alike.
    private static int operands(int mode, int first, int second) {
        return (mode << 6) | ((first & 7) << 3) | (second & 7);
    }

    private static int inverted(int register, int bit) {
        return ~register >> bit & 1;
    }

    /// v = 64 bytes at base + displacement (vmovups).
    public void load(int v, int base, int displacement) {
        evex(MAP_0F, NONE, 0x10, v, 0, at(base, displacement));
    }

    /// 64 bytes at base + displacement = v (vmovups).
    public void store(int v, int base, int displacement) {
        evex(MAP_0F, NONE, 0x11, v, 0, at(base, displacement));
    }

    /// Every 32-bit lane of v = the four bytes at base + displacement (vpbroadcastd).
    public void broadcast(int v, int base, int displacement) {
        evex(MAP_0F38, P66, 0x58, v, 0, at(base, displacement));
    }

    /// Every 32-bit lane of v = value.
    public void constant(int v, int value) {
        put(0xb8 + RAX); // mov eax, value
        putInt(value);
        evex(MAP_0F38, P66, 0x7c, v, 0, vector(RAX));
    }

    /// v = a xor the 64 bytes at base + displacement (vpxord).
    public void xor(int v, int a, int base, int displacement) {
        evex(MAP_0F, P66, 0xef, v, a, at(base, displacement));
    }

    /// v = the 32-bit lanes at base + displacement, shifted to the right by count, zeros coming in
    /// (vpsrld).
    public void shiftRight(int v, int base, int displacement, int count) {
        evex(MAP_0F, P66, 0x72, 2, v, at(base, displacement));
        put(count);
    }

    /// v = (v xor a) and b, bit by bit (vpternlogd).
    public void xorAnd(int v, int a, int b) {
        evex(MAP_0F3A, P66, 0x25, v, a, vector(b));
        put(0x28); // true for (v, a, b) = (0, 1, 1) and (1, 0, 1)
    }

    /// Each 32-bit lane of v += the sum of four products of unsigned bytes of a and signed bytes of
    /// b (vpdpbusd).
    public void dotBytes(int v, int unsigned, int signed) {
        evex(MAP_0F38, P66, 0x50, v, unsigned, vector(signed));
    }

    /// v = the 16 binary16 numbers at base + displacement as floats (vcvtph2ps).
    public void halves(int v, int base, int displacement) {
        evex(MAP_0F38, P66, 0x13, v, 0, at(base, displacement));
    }

    /// v = 0 (vpxord).
    public void zero(int v) {
        evex(MAP_0F, P66, 0xef, v, v, vector(v));
    }

    /// v = a and the 64 bytes at base + displacement (vpandd).
    public void and(int v, int a, int base, int displacement) {
        evex(MAP_0F, P66, 0xdb, v, a, at(base, displacement));
    }

    /// v = a and b (vpandd).
    public void and(int v, int a, int b) {
        evex(MAP_0F, P66, 0xdb, v, a, vector(b));
    }

    /// v = the 16 unsigned bytes at base + displacement as integers (vpmovzxbd).
    public void unsignedBytes(int v, int base, int displacement) {
        evex(MAP_0F38, P66, 0x31, v, 0, at(base, displacement));
    }

    /// v = the 16 signed bytes at base + displacement as integers (vpmovsxbd).
    public void signedBytes(int v, int base, int displacement) {
        evex(MAP_0F38, P66, 0x21, v, 0, at(base, displacement));
    }

    /// v = a or b, bit by bit (vpord).
    public void or(int v, int a, int b) {
        evex(MAP_0F, P66, 0xeb, v, a, vector(b));
    }

    /// v = a + b in integers (vpaddd).
    public void addIntegers(int v, int a, int b) {
        evex(MAP_0F, P66, 0xfe, v, a, vector(b));
    }

    /// v = a - b in integers (vpsubd).
    public void subtractIntegers(int v, int a, int b) {
        evex(MAP_0F, P66, 0xfa, v, a, vector(b));
    }

    /// v = a b in integers (vpmulld).
    public void multiplyIntegers(int v, int a, int b) {
        evex(MAP_0F38, P66, 0x40, v, a, vector(b));
    }

    /// v = the larger of a and b in signed integers (vpmaxsd).
    public void largerIntegers(int v, int a, int b) {
        evex(MAP_0F38, P66, 0x3d, v, a, vector(b));
    }

    /// v = the smaller of a and b in signed integers (vpminsd).
    public void smallerIntegers(int v, int a, int b) {
        evex(MAP_0F38, P66, 0x39, v, a, vector(b));
    }

    /// v = the signs of the integers of a: all bits or none (vpsrad).
    public void signs(int v, int a) {
        evex(MAP_0F, P66, 0x72, 4, v, vector(a));
        put(31);
    }

    /// v = the integers that are left of the floats of a when their fractions are cut off
    /// (vcvttps2dq).
    public void integers(int v, int a) {
        evex(MAP_0F, PF3, 0x5b, v, 0, vector(a));
    }

    /// v = a (vmovaps).
    public void copy(int v, int a) {
        evex(MAP_0F, NONE, 0x28, v, 0, vector(a));
    }

    /// v = a - b in floats (vsubps).
    public void subtract(int v, int a, int b) {
        evex(MAP_0F, NONE, 0x5c, v, a, vector(b));
    }

    /// v = the larger of a and b in floats; b where one of them is NaN (vmaxps).
    public void larger(int v, int a, int b) {
        evex(MAP_0F, NONE, 0x5f, v, a, vector(b));
    }

    /// v = the smaller of a and b in floats; b where one of them is NaN (vminps).
    public void smaller(int v, int a, int b) {
        evex(MAP_0F, NONE, 0x5d, v, a, vector(b));
    }

    /// v = v a + b in floats, rounded once (vfmadd213ps).
    public void multiplyThenAdd(int v, int a, int b) {
        evex(MAP_0F38, P66, 0xa8, v, a, vector(b));
    }

    /// v = the 32-bit lanes of a, shifted to the left by count (vpslld).
    public void shiftLeft(int v, int a, int count) {
        evex(MAP_0F, P66, 0x72, 6, v, vector(a));
        put(count);
    }

    /// v = a times the 16 floats at base + displacement (vmulps).
    public void multiply(int v, int a, int base, int displacement) {
        evex(MAP_0F, NONE, 0x59, v, a, at(base, displacement));
    }

    /// v = a / b in floats (vdivps).
    public void divide(int v, int a, int b) {
        evex(MAP_0F, NONE, 0x5e, v, a, vector(b));
    }

    /// v = a xor b (vpxord).
    public void xor(int v, int a, int b) {
        evex(MAP_0F, P66, 0xef, v, a, vector(b));
    }

    /// Each 32-bit lane of v = the four bytes at base + displacement + that lane of offsets, which
    /// is another vector than v (vpgatherdd).
    public void gather(int v, int base, int displacement, int offsets) {
        put(0xc5, 0xf4, 0x46, 0xc9); // kxnorw: all bits of the mask 1, which gathering clears
        int p0 = inverted(v, 3) << 7 | inverted(offsets, 3) << 6 | inverted(base, 3) << 5;
        int p2 = 2 << 5 | inverted(offsets, 4) << 3 | 1;
        put(0x62, p0 | inverted(v, 4) << 4 | MAP_0F38, 15 << 3 | 1 << 2 | P66, p2, 0x90);
        put(operands(2, v, 4), operands(0, offsets, base));
        putInt(displacement);
    }

    /// 32 bytes at base + displacement = the low halves of the integers of v (vpmovdw).
    public void storeHalves(int v, int base, int displacement) {
        evex(MAP_0F38, PF3, 0x33, v, 0, at(base, displacement));
    }

    /// 16 bytes at base + displacement = the low bytes of the integers of v (vpmovdb).
    public void storeBytes(int v, int base, int displacement) {
        evex(MAP_0F38, PF3, 0x31, v, 0, at(base, displacement));
    }

    /// Four bytes at base + displacement = the first 32-bit lane of v (vmovss).
    public void storeFirst(int v, int base, int displacement) {
        evex(MAP_0F, PF3, 0x11, v, 0, at(base, displacement));
    }

    /// v = the integers of a as floats (vcvtdq2ps).
    public void floats(int v, int a) {
        evex(MAP_0F, NONE, 0x5b, v, 0, vector(a));
    }

    /// v = a b in floats (vmulps).
    public void multiply(int v, int a, int b) {
        evex(MAP_0F, NONE, 0x59, v, a, vector(b));
    }

    /// v = v a + the 16 floats at base + displacement, rounded once (vfmadd213ps).
    public void multiplyThenAdd(int v, int a, int base, int displacement) {
        evex(MAP_0F38, P66, 0xa8, v, a, at(base, displacement));
    }

    /// v = the 16 integers at base + displacement as floats (vcvtdq2ps).
    public void floats(int v, int base, int displacement) {
        evex(MAP_0F, NONE, 0x5b, v, 0, at(base, displacement));
    }

    /// v = a times the one float at base + displacement (vmulps).
    public void multiplyByOne(int v, int a, int base, int displacement) {
        int begin = size;
        evex(MAP_0F, NONE, 0x59, v, a, at(base, displacement));
        code[begin + 3] |= 1 << 4; // one element for all lanes
    }

    /// v += a b in floats, rounded once (vfmadd231ps).
    public void multiplyAdd(int v, int a, int b) {
        evex(MAP_0F38, P66, 0xb8, v, a, vector(b));
    }

    /// v += a times the 16 floats at base + displacement, rounded once (vfmadd231ps).
    public void multiplyAdd(int v, int a, int base, int displacement) {
        evex(MAP_0F38, P66, 0xb8, v, a, at(base, displacement));
    }

    /// v = a + b in floats (vaddps).
    public void addFloats(int v, int a, int b) {
        evex(MAP_0F, NONE, 0x58, v, a, vector(b));
    }

    /// v = two quarters of a, then two of b, as pairs of bits of `which` say from the low ones on
    /// (vshuff32x4).
    public void quarters(int v, int a, int b, int which) {
        evex(MAP_0F3A, P66, 0x23, v, a, vector(b));
        put(which);
    }

    /// Each quarter of v = two floats of that quarter of a, then two of b, as pairs of bits of
    /// `which` say from the low ones on (vshufps).
    public void floatsOfQuarters(int v, int a, int b, int which) {
        evex(MAP_0F, NONE, 0xc6, v, a, vector(b));
        put(which);
    }

    /// 16 bytes at base + displacement = one quarter of v, 0 to 3 (vextractf32x4).
    public void storeQuarter(int v, int quarter, int base, int displacement) {
        evex(MAP_0F3A, P66, 0x19, v, 0, at(base, displacement));
        put(quarter);
    }

    /// An AMX instruction: VEX, 128 bits, map 0F38.
    private void vex(int prefix, int opcode, int second, int base) {
        put(0xc4, 0xc0 | inverted(base, 3) << 5 | MAP_0F38, (~second & 15) << 3 | prefix, opcode);
    }

    /// Sets the shapes of the matrix registers from the 64 bytes at base (ldtilecfg).
    public void configureMatrices(int base) {
        vex(NONE, 0x49, 0, base);
        put(base & 7);
    }

    /// Gives the matrix registers back (tilerelease).
    public void releaseMatrices() {
        vex(NONE, 0x49, 0, 0);
        put(0xc0);
    }

    /// Matrix t = 0 (tilezero).
    public void zeroMatrix(int t) {
        vex(PF2, 0x49, 0, 0);
        put(operands(3, t, 0));
    }

    /// Matrix t = rows from base + displacement on, as many bytes apart as register `stride` times
    /// 2^scale says (tileloadd).
    public void loadMatrix(int t, int base, int displacement, int stride, int scale) {
        matrixMemory(PF2, t, base, displacement, stride, scale);
    }

    /// Rows from base + displacement on, as many bytes apart as register `stride` times 2^scale
    /// says = matrix t (tilestored).
    public void storeMatrix(int t, int base, int displacement, int stride, int scale) {
        matrixMemory(PF3, t, base, displacement, stride, scale);
    }

    private void matrixMemory(
            int prefix, int t, int base, int displacement, int stride, int scale) {
        int inverted = inverted(stride, 3) << 6 | inverted(base, 3) << 5;
        put(0xc4, 0x80 | inverted | MAP_0F38, 15 << 3 | prefix, 0x4b);
        put(operands(2, t, 4), operands(scale, stride, base));
        putInt(displacement);
    }

    /// Matrix t `[m, n]` += a `[m, k]` b, of signed bytes in 32-bit integers; a row of b holds four
    /// consecutive rows of `[k, n]` (tdpbssd).
    public void dotMatrices(int t, int a, int b) {
        vex(PF2, 0x5e, b, a);
        put(operands(3, t, a));
    }

    /// Matrix t `[m, n]` += a `[m, k]` b, of bfloat16 in floats; a row of b holds two rows of `[k,
    /// n]`. Even and odd columns of a are summed apart, each term rounded once, then both sums are
    /// added to t; subnormal numbers count as zero (tdpbf16ps).
    public void dotHalfMatrices(int t, int a, int b) {
        vex(PF3, 0x5c, b, a);
        put(operands(3, t, a));
    }

    /// v |= a | b, bit by bit (vpternlogd).
    public void orBoth(int v, int a, int b) {
        evex(MAP_0F3A, P66, 0x25, v, a, vector(b));
        put(0xfe); // true unless all are 0
    }

    /// v = the 32-bit lanes of a shifted to the right by count, zeros coming in (vpsrld).
    public void shiftRight(int v, int a, int count) {
        evex(MAP_0F, P66, 0x72, 2, v, vector(a));
        put(count);
    }

    /// v = the 16-bit lanes of a shifted to the left by count (vpsllw).
    public void shiftWordsLeft(int v, int a, int count) {
        evex(MAP_0F, P66, 0x71, 6, v, vector(a));
        put(count);
    }

    /// v = a - b, 32 words (vpsubw).
    public void subtractWords(int v, int a, int b) {
        evex(MAP_0F, P66, 0xf9, v, a, vector(b));
    }

    /// v = the greater of two unsigned words, 32 times (vpmaxuw).
    public void maximumOfWords(int v, int a, int b) {
        evex(MAP_0F38, P66, 0x3e, v, a, vector(b));
    }

    /// v = the lesser of two unsigned words, 32 times (vpminuw).
    public void minimumOfWords(int v, int a, int b) {
        evex(MAP_0F38, P66, 0x3a, v, a, vector(b));
    }

    /// In each quarter of v: a0 b0 a1 b1 of the four floats of a and of b (vunpcklps).
    public void interleaveLow(int v, int a, int b) {
        evex(MAP_0F, NONE, 0x14, v, a, vector(b));
    }

    /// In each quarter of v: a2 b2 a3 b3 (vunpckhps).
    public void interleaveHigh(int v, int a, int b) {
        evex(MAP_0F, NONE, 0x15, v, a, vector(b));
    }

    /// In each quarter of v two floats of a, then two of b, their places in pairs of bits of
    /// `places` (vshufps).
    public void shuffle(int v, int a, int b, int places) {
        evex(MAP_0F, NONE, 0xc6, v, a, vector(b));
        put(places);
    }

    /// v = two quarters of a, then two of b, their places in pairs of bits of `places`
    /// (vshuff32x4).
    public void shuffleQuarters(int v, int a, int b, int places) {
        evex(MAP_0F3A, P66, 0x23, v, a, vector(b));
        put(places);
    }

    /// register = the eight bytes at base + displacement.
    public void loadRegister(int register, int base, int displacement) {
        put(0x48 | register >> 3 << 2 | base >> 3, 0x8b, operands(2, register, base));
        putInt(displacement);
    }

    /// register += other, in 64 bits.
    public void addRegister(int register, int other) {
        put(0x48 | other >> 3 << 2 | register >> 3, 0x01, operands(3, other, register));
    }

    /// register -= other, in 64 bits.
    public void subtractRegister(int register, int other) {
        put(0x48 | other >> 3 << 2 | register >> 3, 0x29, operands(3, other, register));
    }

    /// to = from, in 64 bits.
    public void move(int to, int from) {
        put(0x48 | from >> 3 << 2 | to >> 3, 0x89, operands(3, from, to));
    }

    /// register = value, which is not negative.
    public void set(int register, int value) {
        if (register >= 8) {
            put(0x41);
        }
        put(0xb8 + (register & 7)); // clears the upper half
        putInt(value);
    }

    /// Asks for the cache line at base + displacement (prefetcht0); any address will do.
    public void prefetch(int base, int displacement) {
        prefetchInto(1, base, displacement);
    }

    /// As [#prefetch(int, int)], into the second-level cache (prefetcht1).
    public void prefetchSecond(int base, int displacement) {
        prefetchInto(2, base, displacement);
    }

    private void prefetchInto(int level, int base, int displacement) {
        if (base >= 8) {
            put(0x41);
        }
        put(0x0f, 0x18, operands(2, level, base));
        putInt(displacement);
    }

    /// Asks for the cache line at base + displacement + 8 index (prefetcht0).
    public void prefetch(int base, int displacement, int index) {
        put(0x40 | index >> 3 << 1 | base >> 3, 0x0f, 0x18, operands(2, 1, 4));
        put(operands(3, index, base));
        putInt(displacement);
    }

    /// register += value, in 64 bits.
    public void add(int register, int value) {
        put(0x48 | register >> 3, 0x81, operands(3, 0, register));
        putInt(value);
    }

    /// register -= 1; while it is not zero, goes back to `start`.
    public void loopWhileDecremented(int register, int start) {
        put(0x48 | register >> 3, 0xff, operands(3, 1, register));
        put(0x0f, 0x85);
        putInt(start - (size + 4));
    }

    /// Returns to the caller (vzeroupper, ret).
    public void end() {
        put(0xc5, 0xf8, 0x77, 0xc3);
    }
}
