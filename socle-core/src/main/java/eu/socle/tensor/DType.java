package eu.socle.tensor;

/// How elements are stored: plain types one by one, block types several in a block with a common
/// scale.
///
/// Sizes of the block types are those of GGUF (ggml); what lies inside a block stands with its
/// codec in `tensor.block`.
public enum DType {
    F64(8),
    F32(4),
    BF16(2),
    F16(2),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U8(1),
    BOOL(1),
    /// 4 bits and a scale.
    Q4_0(32, 18),
    /// 4 bits, a scale and a minimum.
    Q4_1(32, 20),
    /// 5 bits and a scale.
    Q5_0(32, 22),
    /// 5 bits, a scale and a minimum.
    Q5_1(32, 24),
    /// 8 bits and a scale.
    Q8_0(32, 34),
    /// 4 bits, 6-bit scales and minima of 8 sub-blocks.
    Q4_K(256, 144),
    /// 5 bits, 6-bit scales and minima of 8 sub-blocks.
    Q5_K(256, 176),
    /// 6 bits, 8-bit scales of 16 sub-blocks.
    Q6_K(256, 210),
    /// 4-bit floating point (e2m1) and a power of two (OCP Microscaling).
    MXFP4(32, 17),
    /// Q8_0 in tiles of 64 rows ([eu.socle.tensor.block.Tiles]); only in memory.
    Q8_0_TILES(32, 34),
    /// Q4_0 in tiles of 64 rows; only in memory.
    Q4_0_TILES(32, 18),
    /// Q4_K in tiles of 64 rows ([eu.socle.tensor.block.SuperTiles]); only in memory.
    Q4_K_TILES(256, 148),
    /// Q5_K in tiles of 64 rows; only in memory.
    Q5_K_TILES(256, 276),
    /// Q6_K in tiles of 64 rows; only in memory.
    Q6_K_TILES(256, 274);

    private final int blockElements;
    private final int blockBytes;

    DType(int bytes) {
        this(1, bytes);
    }

    DType(int blockElements, int blockBytes) {
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
    }

    /// Bytes per element of a plain type.
    ///
    /// @throws IllegalStateException for a block type, whose elements have no bytes of their own
    public int bytes() {
        if (isBlock()) {
            throw new IllegalStateException("an element of " + this + " has no bytes of its own");
        }
        return blockBytes;
    }

    /// True if elements are stored in blocks.
    public boolean isBlock() {
        return blockElements > 1;
    }

    /// Elements in one block; 1 for a plain type.
    public int blockElements() {
        return blockElements;
    }

    /// Bytes of one block; those of an element for a plain type.
    public int blockBytes() {
        return blockBytes;
    }

    /// Bytes of this many elements of one row.
    ///
    /// @throws IllegalArgumentException if they are not whole blocks
    /// @throws ArithmeticException if they are more than 2^63
    public long bytesOf(long elements) {
        if (elements % blockElements != 0) {
            throw new IllegalArgumentException(
                    elements + " elements are not whole blocks of " + this);
        }
        return Math.multiplyExact(elements / blockElements, (long) blockBytes);
    }

    /// Bytes of a row-major tensor of this shape; each row is whole blocks.
    ///
    /// @throws IllegalArgumentException if a row is not whole blocks
    /// @throws ArithmeticException if they are more than 2^63
    public long bytesOf(long[] shape) {
        long bytes = bytesOf(shape.length == 0 ? 1 : shape[shape.length - 1]);
        for (int i = 0; i < shape.length - 1; i++) {
            bytes = Math.multiplyExact(bytes, shape[i]);
        }
        return bytes;
    }
}
