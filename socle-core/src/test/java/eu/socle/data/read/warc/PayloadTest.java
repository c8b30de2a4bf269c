package eu.socle.data.read.warc;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies of HTTP messages in every coding that servers send, alone and one over the other.
final class PayloadTest {

    private static final int MOST = 1 << 20;

    /// What Google's encoder makes of [#page()] (quality 11).
    private static final byte[] BROTLI =
            Base64.getDecoder()
                    .decode(
                            "G2oNAJ0HtrsJWsRNbU83NanbUh1djF1k8oPncochFCMVBmybV0Ct5qtt6SNERWA7AAx1sF0EaRTQQguMQ3rif3MH8nAZ/ZMOCllUr6Cp+ZADHlVq+wMDvVL0KhFtHd"
                                    + "sNRVlvYyDX34ysM9Dj08XRrSdf/0Ycjoavj5kRxOuP1VEOAyYs2IQt2IZdsBv20Fg6GtGIRjSiEY1oRCMa0aRJkyZNmjRp0qRJixYtWrRo0aJFy9ja91/PHdK99wU=");

    /// What it makes of 64 MiB of zeros.
    private static final byte[] BROTLI_BOMB =
            Base64.getDecoder()
                    .decode(
                            "y///P/gnAOKxQCD3/o///3/wTwDEYRGA7v0f////4J8AiMMCAN37P/7//8E/ARCHBQC693/8//+DfwIgDgsAdO//+P//B/8EQBwW"
                                    + "AOje//H//w/+CYA4LADQvf/j//8f/BMAcVgAoHv/Nw==");

    private static byte[] page() {
        StringBuilder text =
                new StringBuilder("<html><head><title>Brotli</title></head><body><article><p>");
        for (int i = 0; i < 40; i++) {
            text.append(i == 0 ? "" : " ")
                    .append("The river number ")
                    .append(i)
                    .append(" of the valley carries its stones to the sea, été comme hiver.");
        }
        return text.append("</p></article></body></html>")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] coded(String coding, byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (coding) {
            case "gzip", "x-gzip" -> {
                try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                    gzip.write(plain);
                }
            }
            case "deflate", "raw" -> {
                Deflater deflater = new Deflater(6, coding.equals("raw"));
                try (DeflaterOutputStream deflate = new DeflaterOutputStream(out, deflater)) {
                    deflate.write(plain);
                }
                deflater.end();
            }
            case "zstd" -> out.write(Zstd.compress(plain));
            case "br" -> out.write(Arrays.equals(plain, page()) ? BROTLI : storedBrotli(plain));
            case "chunked" -> {
                for (int at = 0; at < plain.length; at += 700) {
                    int length = Math.min(700, plain.length - at);
                    out.write(
                            (Integer.toHexString(length) + "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    out.write(plain, at, length);
                    out.write('\r');
                    out.write('\n');
                }
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            default -> out.write(plain);
        }
        return out.toByteArray();
    }

    /// Brotli without compression: window of 64 KiB, meta-blocks of at most 65536 plain bytes (RFC
    /// 7932, 9.2).
    private static byte[] storedBrotli(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int start = 0; // bits of the window size come before the first block: one zero bit
        for (int at = 0; at < plain.length; at += 1 << 16) {
            int length = Math.min(1 << 16, plain.length - at);
            int header = (length - 1) << 3 | 1 << 19; // not last, 4 nibbles, length - 1, stored
            if (start == 0) {
                header <<= 1;
                start = 1;
            }
            for (int i = 0; i < 3; i++) {
                out.write(header >>> (8 * i));
            }
            out.write(plain, at, length);
        }
        out.write(3); // the last and empty one
        return out.toByteArray();
    }

    private static Payload read(String fields, byte[] body) {
        byte[] head = ("HTTP/1.1 200 OK\r\n" + fields + "\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] block = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, block, head.length, body.length);
        return Payload.of(HttpMessage.of(block).orElseThrow(), MOST);
    }

    private static void assertIsPage(Payload payload, byte[] page) {
        assertThat(payload).isInstanceOf(Payload.Decoded.class);
        assertThat(((Payload.Decoded) payload).bytes()).isEqualTo(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "X-GZIP", "deflate", "br", "zstd", "identity", "none"})
    void each_coding_alone_chunked_and_over_another(String name) throws IOException {
        String coding = name.toLowerCase(java.util.Locale.ROOT);
        byte[] page = page();
        byte[] once = coded(coding, page);
        String field = "Content-Encoding: " + name + "\r\n";
        assertIsPage(read(field, once), page);
        assertIsPage(read(field + "Transfer-Encoding: chunked\r\n", coded("chunked", once)), page);
        assertIsPage(
                read("Content-Encoding: gzip\r\n" + field, coded(coding, coded("gzip", page))),
                page);
        assertIsPage(read("Content-Encoding: " + name + " , zstd\r\n", coded("zstd", once)), page);
        byte[] transfer = coded("chunked", coded("gzip", once));
        assertIsPage(read(field + "Transfer-Encoding: gzip, chunked\r\n", transfer), page);
    }

    @Test
    void deflate_has_the_zlib_header_or_not() throws IOException {
        assertIsPage(read("Content-Encoding: deflate\r\n", coded("raw", page())), page());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void a_body_that_was_stored_decoded_is_taken_as_it_is(String coding) {
        assertIsPage(read("Content-Encoding: " + coding + "\r\n", page()), page());
        byte[] latin =
                new String(page(), StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1);
        assertIsPage(read("Content-Encoding: " + coding + "\r\n", latin), latin);
        assertIsPage(
                read("Content-Encoding: " + coding + "\r\nTransfer-Encoding: chunked\r\n", page()),
                page());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "raw", "zstd", "br"})
    void a_bomb_is_too_large_also_under_other_codings(String coding) throws IOException {
        String name = coding.equals("raw") ? "deflate" : coding;
        byte[] bomb = coding.equals("br") ? BROTLI_BOMB : coded(coding, new byte[MOST + 1]);
        assertThat(read("Content-Encoding: " + name + "\r\n", bomb))
                .isInstanceOf(Payload.TooLarge.class);
        assertThat(
                        read(
                                "Content-Encoding: "
                                        + name
                                        + ", gzip\r\nTransfer-Encoding: chunked\r\n",
                                coded("chunked", coded("gzip", bomb))))
                .isInstanceOf(Payload.TooLarge.class);
        assertThat(read("Content-Encoding: gzip, gzip, gzip, gzip, gzip\r\n", bomb))
                .isInstanceOf(Payload.Damaged.class);
    }

    @ParameterizedTest
    @CsvSource({"gzip,true", "deflate,true", "raw,true", "zstd,true", "br,false"})
    void a_body_that_breaks_off_gives_what_is_there_or_is_named(String coding, boolean gives)
            throws IOException {
        byte[] whole = coded(coding, page());
        String name = coding.equals("raw") ? "deflate" : coding;
        for (int cut = whole.length / 2; cut < whole.length - 9; cut += 7) {
            Payload payload = read("Content-Encoding: " + name + "\r\n", Arrays.copyOf(whole, cut));
            if (gives) {
                byte[] bytes = ((Payload.Decoded) payload).bytes();
                assertThat(((Payload.Decoded) payload).cut()).isTrue();
                assertThat(Arrays.copyOf(page(), bytes.length)).isEqualTo(bytes);
            } else {
                assertThat(payload).isInstanceOf(Payload.Damaged.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd", "br"})
    void damaged_bodies_are_named_and_nothing_else_is_thrown(String coding) throws IOException {
        Random random = new Random(17);
        byte[] whole = coded(coding, page());
        int named = 0;
        for (int round = 0; round < 400; round++) {
            byte[] bytes = whole.clone();
            for (int i = 0; i <= round % 4; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            named +=
                    read("Content-Encoding: " + coding + "\r\n", bytes) instanceof Payload.Decoded
                            ? 0
                            : 1;
        }
        assertThat(named).isPositive();
    }

    @Test
    void an_unknown_coding_is_named() {
        assertThat(read("Content-Encoding: dcb\r\n", page()))
                .isEqualTo(new Payload.UnknownCoding("dcb"));
    }
}
