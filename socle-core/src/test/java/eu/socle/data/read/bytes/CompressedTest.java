package eu.socle.data.read.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// gzip and zstd as other programs write them, and as accidents leave them.
class CompressedTest {

    private static final byte[] PLAIN =
            "The tide turns twice a day.\n".repeat(50).getBytes(StandardCharsets.UTF_8);

    private static byte[] plain(Compression compression, byte[] stored) throws IOException {
        try (InputStream in = Input.plain(compression, new ByteArrayInputStream(stored), 0)) {
            return in.readAllBytes();
        }
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// A member with every optional field of RFC 1952 that its flags state.
    private static byte[] member(int flags, byte[] plain) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 0, 0, 0, 0, 0, 3});
        if ((flags & 4) != 0) {
            byte[] extra = new byte[40_000]; // looks like members
            for (int i = 0; i + 3 < extra.length; i += 4) {
                extra[i] = 0x1f;
                extra[i + 1] = (byte) 0x8b;
                extra[i + 2] = 8;
            }
            head.write(extra.length & 0xff);
            head.write(extra.length >> 8);
            head.writeBytes(extra);
        }
        if ((flags & 8) != 0) {
            head.writeBytes(new byte[] {'a', '.', 't', 0});
        }
        if ((flags & 16) != 0) {
            byte[] comment = new byte[70_001];
            Arrays.fill(comment, 0, 70_000, (byte) 'c');
            head.writeBytes(comment);
        }
        if ((flags & 2) != 0) {
            head.write(0);
            head.write(0);
        }
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(plain);
        deflater.finish();
        byte[] body = new byte[plain.length + 100];
        int length = deflater.deflate(body);
        deflater.end();
        CRC32 checksum = new CRC32();
        checksum.update(plain);
        ByteArrayOutputStream tail = new ByteArrayOutputStream();
        for (long word : new long[] {checksum.getValue(), plain.length}) {
            for (int i = 0; i < 4; i++) {
                tail.write((int) (word >> (8 * i)));
            }
        }
        return joined(head.toByteArray(), Arrays.copyOf(body, length), tail.toByteArray());
    }

    @Test
    void membersMayHaveAllFieldsAndHoldNothing() throws IOException {
        byte[] stored = joined(member(0, new byte[0]), member(30, PLAIN), member(0, new byte[0]));
        assertThat(plain(Compression.GZIP, stored)).isEqualTo(PLAIN);
    }

    @Test
    void zerosBehindTheLastMemberArePaddingAndOtherBytesAreDamage() throws IOException {
        byte[] member = member(0, PLAIN);
        assertThat(plain(Compression.GZIP, joined(member, new byte[100_000]))).isEqualTo(PLAIN);
        assertThatThrownBy(() -> plain(Compression.GZIP, joined(member, new byte[9], member)))
                .isInstanceOf(Damage.class);
        assertThatThrownBy(() -> plain(Compression.GZIP, joined(member, new byte[] {'x'})))
                .isInstanceOf(Damage.class)
                .hasMessage("there is no gzip member where one should begin");
        assertThatThrownBy(() -> plain(Compression.GZIP, new byte[20])).isInstanceOf(Damage.class);
    }

    @Test
    void aChecksumThatIsWrongIsNamed() {
        byte[] member = member(0, PLAIN);
        member[member.length - 6] ^= 1;
        assertThatThrownBy(() -> plain(Compression.GZIP, member))
                .hasMessage("the checksum of a gzip member is wrong");
    }

    private static byte[] frame(int windowBits, byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(out, 1)) {
            zstd.setLong(windowBits);
            zstd.write(plain);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 23, 24, 27})
    void windowsUpToThoseOfTheCommandLineAreRead(int bits) throws IOException {
        byte[] far = new byte[9 << 20]; // the second half repeats the first, 4.5 MB back
        new Random(5).nextBytes(far);
        System.arraycopy(far, 0, far, far.length / 2, far.length / 2);
        byte[] frame = frame(bits, far);
        assertThat(plain(Compression.ZSTD, joined(frame, frame(bits, PLAIN))))
                .isEqualTo(joined(far, PLAIN));
        assertThatThrownBy(() -> plain(Compression.ZSTD, Arrays.copyOf(frame, frame.length / 2)))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void aLargerWindowAndADictionaryAreNamed() throws IOException {
        byte[] wide = frame(27, PLAIN);
        wide[5] = (byte) (18 << 3); // a window of 2^28 bytes
        assertThatThrownBy(() -> plain(Compression.ZSTD, wide))
                .hasMessageContaining("needs a window of 256 MiB; compress it again");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // a frame of a window of 1 MiB and the dictionary number 7
        out.writeBytes(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x01, 0x50, 7});
        out.writeBytes(new byte[20]);
        assertThatThrownBy(() -> plain(Compression.ZSTD, out.toByteArray()))
                .hasMessage("a zstd frame needs a dictionary, which is not read here");
    }
}
