package eu.socle.data.read.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private static byte[] page(String declared, String text, String charset) {
        return bytes("<head><meta charset='" + declared + "'></head><p>" + text, charset);
    }

    /// Pages use the characters of the larger encoding under the name of the smaller one.
    @ParameterizedTest
    @CsvSource({
        "gb2312,GB18030,网页的编码。朱镕基说",
        "shift_jis,windows-31j,文字コード。①㈱髙橋",
        "euc-kr,x-windows-949,인코딩을 확인. 똠방각하",
        "ks_c_5601-1987,x-windows-949,인코딩을 확인. 똠방각하",
        "iso-8859-9,windows-1254,“Türkçe” ğüşıöç",
        "iso8859-1,windows-1252,“café” – naïve",
        "iso-8859-11,x-windows-874,ประโยคภาษาไทย",
        "macintosh,x-MacRoman,“café” – naïve",
        "x-sjis,windows-31j,文字コード",
        "koi8,KOI8-R,Это предложение",
        "iso_8859-2,ISO-8859-2,zażółć gęślą jaźń"
    })
    void aNameMeansWhatBrowsersMeanByIt(String label, String charset, String text) {
        assertThat(((Decoding.Text) Decoding.ofPage(page(label, text, charset))).text())
                .endsWith(text);
        byte[] plain = bytes("<p>" + text, charset);
        assertThat(((Decoding.Text) Decoding.ofFetchedPage(plain, label)).text()).endsWith(text);
        assertThat(Decoding.ofFetchedPage(page(label, text, charset), "utf-8"))
                .as("the header is wrong, the page is right")
                .isInstanceOfSatisfying(
                        Decoding.Text.class,
                        read -> {
                            assertThat(read.text()).endsWith(text);
                            assertThat(read.mended()).isEqualToIgnoringCase(charset);
                        });
    }

    @Test
    void aFewWrongBytesDoNotMakeAnotherEncodingOfAPage() {
        byte[] page = page("shift_jis", "文字コードを確認するための十分に長い文です。".repeat(3), "windows-31j");
        page[page.length - 1] = (byte) 0xFF;
        Decoding.Text text = (Decoding.Text) Decoding.ofFetchedPage(page, "");
        assertThat(text.text()).contains("確認するための").endsWith("\uFFFD");
        assertThat(text.mended()).isEqualTo("windows-31j, mended");
    }

    @Test
    void textOfAnotherScriptIsNotTakenForAWesternOne() {
        byte[] russian = bytes("<p>Это предложение без объявления кодировки", "windows-1251");
        assertThat(Decoding.ofFetchedPage(russian, "")).isInstanceOf(Decoding.Wrong.class);
        byte[] french = bytes("<p>À côté, l’été, déjà vu", "windows-1252");
        assertThat(Decoding.ofFetchedPage(french, ""))
                .isEqualTo(new Decoding.Text("<p>À côté, l’été, déjà vu", "windows-1252"));
    }

    @Test
    void onlyTheHeadDeclaresAndNoCommentOrScriptDoes() {
        String text = "zażółć gęślą jaźń";
        for (String before :
                List.of(
                        "<!-- <meta charset=windows-1251> -->",
                        "<script>'<meta charset=windows-1251>'</script>",
                        "<script>" + "x=1;".repeat(4_000) + "</script>")) {
            byte[] page = bytes(before + "<meta charset=iso-8859-2><p>" + text, "ISO-8859-2");
            assertThat(((Decoding.Text) Decoding.ofPage(page)).text()).endsWith(text);
        }
        byte[] quoted = bytes("<body><p>" + text + "<meta charset=iso-8859-2>", "UTF-8");
        assertThat(((Decoding.Text) Decoding.ofPage(quoted)).mended()).isEmpty();
    }

    @Test
    void utf16IsReadWhereTheHeaderOfTheAnswerSaysSo() {
        byte[] page = bytes("<meta charset=utf-16><p>été", "UTF-16LE");
        assertThat(((Decoding.Text) Decoding.ofFetchedPage(page, "utf-16le")).text())
                .endsWith("été");
    }
}
