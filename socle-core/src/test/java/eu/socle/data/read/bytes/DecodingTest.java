package eu.socle.data.read.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DecodingTest {

    private static byte[] bytes(String text, String charset) {
        return text.getBytes(Charset.forName(charset));
    }

    private static byte[] marked(int... mark) {
        byte[] bytes = new byte[mark.length];
        for (int i = 0; i < mark.length; i++) {
            bytes[i] = (byte) mark[i];
        }
        return bytes;
    }

    @Test
    void aMarkGoesBeforeADeclarationAndADeclarationBeforeUtf8() {
        String page = "<meta charset=\"iso-8859-1\"><p>café</p>";
        assertThat(Decoding.ofPage(bytes(page, "windows-1252"))).isEqualTo(new Decoding.Text(page));
        assertThat(Decoding.ofPage(bytes("\uFEFF" + page, "UTF-8")))
                .isEqualTo(new Decoding.Text(page));
        assertThat(Decoding.ofPage(bytes("\uFEFF" + page, "UTF-16LE")))
                .isEqualTo(new Decoding.Text(page));
        assertThat(Decoding.ofPage(bytes("<p>café</p>", "UTF-8")))
                .isEqualTo(new Decoding.Text("<p>café</p>"));
    }

    @Test
    void readsTheThreeFormsOfADeclaration() {
        String xml = "<?xml version='1.0' encoding='windows-1252'?><html>é</html>";
        String old = "<META http-equiv=content-type CONTENT='text/html; charset=windows-1252'>é";
        assertThat(Decoding.ofPage(bytes(xml, "windows-1252"))).isEqualTo(new Decoding.Text(xml));
        assertThat(Decoding.ofPage(bytes(old, "windows-1252"))).isEqualTo(new Decoding.Text(old));
    }

    @Test
    void namesTheFirstByteThatIsWrong() {
        assertThat(Decoding.ofPage(bytes("<meta charset=utf-8>café", "windows-1252")))
                .isEqualTo(new Decoding.Wrong("byte 23 is not UTF-8"));
        byte[] text = bytes("abcé", "windows-1252");
        assertThat(Decoding.ofPlain(text, 0, text.length))
                .isEqualTo(new Decoding.Wrong("byte 3 is not UTF-8"));
    }

    @Test
    void refusesAnUnknownName() {
        assertThat(Decoding.ofPage(bytes("<meta charset=klingon>", "UTF-8")))
                .isEqualTo(new Decoding.Wrong("declares the encoding klingon, which is unknown"));
    }

    @Test
    void takesSurrogatesAndCutCharactersForWrong() {
        byte[] half = marked(0xED, 0xA0, 0x80);
        assertThat(Decoding.ofPlain(half, 0, 3)).isInstanceOf(Decoding.Wrong.class);
        byte[] cut = java.util.Arrays.copyOf("é".getBytes(StandardCharsets.UTF_8), 1);
        assertThat(Decoding.ofPlain(cut, 0, 1)).isInstanceOf(Decoding.Wrong.class);
        assertThat(Decoding.ofPlain(new byte[0], 0, 0)).isEqualTo(new Decoding.Text(""));
    }
}
