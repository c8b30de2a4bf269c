package eu.socle.data.dedup.near;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// xxHash with seed 0, in 64 and 32 bits (the algorithm's public description by Y. Collet).
public final class XxHash {

    private static final long A = 0x9e3779b185ebca87L;
    private static final long B = 0xc2b2ae3d27d4eb4fL;
    private static final long C = 0x165667b19e3779f9L;
    private static final long D = 0x85ebca77c2b2ae63L;
    private static final long E = 0x27d4eb2f165667c5L;

    private static final int A32 = 0x9e3779b1;
    private static final int B32 = 0x85ebca77;
    private static final int C32 = 0xc2b2ae3d;
    private static final int D32 = 0x27d4eb2f;
    private static final int E32 = 0x165667b1;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private XxHash() {}

    /// 64 bits of bytes `from` to `to`, end exclusive.
    public static long of64(byte[] bytes, int from, int to) {
        int at = from;
        long hash;
        if (to - from >= 32) {
            long v1 = 0x60ea27eeadc0b5d6L; // A + B
            long v2 = B;
            long v3 = 0;
            long v4 = -A;
            for (; at + 32 <= to; at += 32) {
                v1 = round(v1, (long) LONG.get(bytes, at));
                v2 = round(v2, (long) LONG.get(bytes, at + 8));
                v3 = round(v3, (long) LONG.get(bytes, at + 16));
                v4 = round(v4, (long) LONG.get(bytes, at + 24));
            }
            hash =
                    Long.rotateLeft(v1, 1)
                            + Long.rotateLeft(v2, 7)
                            + Long.rotateLeft(v3, 12)
                            + Long.rotateLeft(v4, 18);
            hash = (hash ^ round(0, v1)) * A + D;
            hash = (hash ^ round(0, v2)) * A + D;
            hash = (hash ^ round(0, v3)) * A + D;
            hash = (hash ^ round(0, v4)) * A + D;
        } else {
            hash = E;
        }
        hash += to - from;
        for (; at + 8 <= to; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(bytes, at)), 27) * A + D;
        }
        if (at + 4 <= to) {
            long word = (int) INT.get(bytes, at) & 0xffff_ffffL;
            hash = Long.rotateLeft(hash ^ word * A, 23) * B + C;
            at += 4;
        }
        for (; at < to; at++) {
            hash = Long.rotateLeft(hash ^ (bytes[at] & 0xff) * E, 11) * A;
        }
        hash = (hash ^ hash >>> 33) * B;
        hash = (hash ^ hash >>> 29) * C;
        return hash ^ hash >>> 32;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * B, 31) * A;
    }

    /// 32 bits of bytes `from` to `to`, end exclusive.
    public static int of32(byte[] bytes, int from, int to) {
        int at = from;
        int hash;
        if (to - from >= 16) {
            int v1 = 0x24234428; // A32 + B32
            int v2 = B32;
            int v3 = 0;
            int v4 = -A32;
            for (; at + 16 <= to; at += 16) {
                v1 = round(v1, (int) INT.get(bytes, at));
                v2 = round(v2, (int) INT.get(bytes, at + 4));
                v3 = round(v3, (int) INT.get(bytes, at + 8));
                v4 = round(v4, (int) INT.get(bytes, at + 12));
            }
            hash =
                    Integer.rotateLeft(v1, 1)
                            + Integer.rotateLeft(v2, 7)
                            + Integer.rotateLeft(v3, 12)
                            + Integer.rotateLeft(v4, 18);
        } else {
            hash = E32;
        }
        hash += to - from;
        for (; at + 4 <= to; at += 4) {
            hash = Integer.rotateLeft(hash + (int) INT.get(bytes, at) * C32, 17) * D32;
        }
        for (; at < to; at++) {
            hash = Integer.rotateLeft(hash + (bytes[at] & 0xff) * E32, 11) * A32;
        }
        hash = (hash ^ hash >>> 15) * B32;
        hash = (hash ^ hash >>> 13) * C32;
        return hash ^ hash >>> 16;
    }

    private static int round(int lane, int input) {
        return Integer.rotateLeft(lane + input * B32, 13) * A32;
    }
}
