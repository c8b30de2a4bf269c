package eu.socle.data.language;

import java.io.ByteArrayOutputStream;

/// An adaptive binary range coder with carry (Martin 1979, in the form of LZMA): each decision is
/// coded with the probability that its context has learned so far. Writer and reader in one file,
/// for they must agree on every bit.
final class BitCoder {

    private static final int PROBABILITY_BITS = 12;
    private static final int RATE = 5; // a context forgets over about 32 decisions
    private static final int TOP = 1 << 24;

    private BitCoder() {}

    /// Contexts that know nothing yet.
    static short[] contexts(int count) {
        short[] contexts = new short[count];
        java.util.Arrays.fill(contexts, (short) (1 << (PROBABILITY_BITS - 1)));
        return contexts;
    }

    private static short learned(short probability, int bit) {
        return (short)
                (bit == 0
                        ? probability + (((1 << PROBABILITY_BITS) - probability) >> RATE)
                        : probability - (probability >> RATE));
    }

    static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private long low;
        private long range = 0xFFFFFFFFL;
        private int held; // the last byte, which a carry may still change
        private long waiting; // bytes 0xFF after it
        private boolean begun;

        void write(short[] contexts, int context, int bit) {
            long bound = (range >>> PROBABILITY_BITS) * contexts[context];
            if (bit == 0) {
                range = bound;
            } else {
                low += bound;
                range -= bound;
            }
            contexts[context] = learned(contexts[context], bit);
            while (range < TOP) {
                range = (range << 8) & 0xFFFFFFFFL;
                shift();
            }
        }

        private void shift() {
            boolean carry = low > 0xFFFFFFFFL;
            if (low < 0xFF000000L || carry) {
                if (begun) {
                    out.write(held + (carry ? 1 : 0));
                }
                for (; waiting > 0; waiting--) {
                    out.write(carry ? 0 : 0xFF);
                }
                begun = true;
                held = (int) (low >>> 24) & 0xFF;
            } else {
                waiting++;
            }
            low = (low & 0x00FFFFFFL) << 8;
        }

        byte[] finish() {
            for (int i = 0; i < 5; i++) {
                shift();
            }
            return out.toByteArray();
        }
    }

    static final class Reader {
        private final byte[] bytes;
        private int at;
        private long code;
        private long range = 0xFFFFFFFFL;

        Reader(byte[] bytes) {
            this.bytes = bytes;
            for (int i = 0; i < 4; i++) {
                code = (code << 8) | next();
            }
        }

        private int next() {
            int value = at < bytes.length ? bytes[at] & 0xFF : 0;
            at++;
            return value;
        }

        /// True where exactly the bytes of the writer were used.
        boolean finished() {
            return at == bytes.length;
        }

        int read(short[] contexts, int context) {
            long bound = (range >>> PROBABILITY_BITS) * contexts[context];
            int bit;
            if (code < bound) {
                range = bound;
                bit = 0;
            } else {
                code -= bound;
                range -= bound;
                bit = 1;
            }
            contexts[context] = learned(contexts[context], bit);
            while (range < TOP) {
                range = (range << 8) & 0xFFFFFFFFL;
                code = ((code << 8) | next()) & 0xFFFFFFFFL;
            }
            return bit;
        }
    }
}
