package eu.socle.data.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.dedup.near.MinHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SignerTest {

    private static String signed(String text, String url) {
        MinHash minHash = new MinHash(5, 14, 8, 1);
        Signature signature = new Signature(minHash.bands());
        new Signer(minHash).sign(text, url, signature);
        return written(signature);
    }

    private static String written(Signature signature) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            signature.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    /// The 128 bits behind the number of bands.
    private static String exact(String text) {
        return signed(text, "").substring(4, 4 + 32);
    }

    @Test
    void theExactDigestSeesWordsAndNotWhiteSpace() {
        assertThat(exact(" a\n\n b\u00a0c ")).isEqualTo(exact("a b c"));
        assertThat(exact("a b c")).isNotEqualTo(exact("a bc")).isNotEqualTo(exact("A b c"));
        assertThat(exact("\ud800")).isNotEqualTo(exact("\ud801")).isNotEqualTo(exact("?"));
        assertThat(exact("x".repeat(100_000))).isNotEqualTo(exact("x".repeat(100_001)));
        assertThat(exact("")).isEqualTo(exact("  "));
    }

    @Test
    void aSignatureIsReadBackAsItWasWritten() throws IOException {
        for (String text : new String[] {"", "one two three", "one two three four five six"}) {
            for (String url : new String[] {"", "https://example.eu/a"}) {
                String signed = signed(text, url);
                byte[] bytes = HexFormat.of().parseHex(signed);
                DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
                assertThat(written(Signature.read(in))).isEqualTo(signed);
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void aSignerLeavesNothingOfTheTextBefore() {
        MinHash minHash = new MinHash(5, 14, 8, 1);
        Signer signer = new Signer(minHash);
        Signature signature = new Signature(minHash.bands());
        signer.sign("a long text of more than five words", "https://example.eu/", signature);
        signer.sign("short", "", signature);
        assertThat(written(signature)).isEqualTo(signed("short", ""));
    }

    @Test
    void addressesOfOnePageAreEqual() {
        String normal = UrlKey.of("https://example.eu/a%2fb?b=2&a=1");
        assertThat(UrlKey.of("http://WWW.Example.eu:80/a%2Fb/?a=1&utm_source=x&b=2#top"))
                .isEqualTo(normal);
        assertThat(UrlKey.of("https://user@example.eu.:443/%61%2Fb?a=1&b=2&fbclid=9"))
                .isEqualTo(normal);
        assertThat(UrlKey.of("https://example.eu/A%2Fb?a=1&b=2")).isNotEqualTo(normal);
        assertThat(UrlKey.of("https://example.eu/a/b?a=1&b=2")).isNotEqualTo(normal);
        assertThat(UrlKey.of(" urn:x:1 ")).isEqualTo("urn:x:1");
        assertThat(UrlKey.of("https://")).isEmpty();
        assertThat(UrlKey.of("https://example.eu?x=%")).isEqualTo("example.eu?x=%");
    }
}
