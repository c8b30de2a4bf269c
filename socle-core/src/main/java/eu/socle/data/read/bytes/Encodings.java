package eu.socle.data.read.bytes;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What pages mean by the name of an encoding (WHATWG Encoding Standard, section 4.2): many names
/// stand for a larger encoding than the one that they once named, because pages use its characters.
/// `gb2312` is read as GB18030, `shift_jis` with NEC's and IBM's characters, `euc-kr` as
/// windows-949, `iso-8859-1` as windows-1252.
final class Encodings {

    private static final Map<String, Charset> LABELS = labels();

    private Encodings() {}

    private static Map<String, Charset> labels() {
        Map<String, Charset> all = new HashMap<>();
        put(
                all,
                "UTF-8",
                "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8");
        put(all, "IBM866", "ibm866 866 cp866 csibm866");
        latin(all, 2, "csisolatin2 iso-ir-101 l2 latin2");
        latin(all, 3, "csisolatin3 iso-ir-109 l3 latin3");
        latin(all, 4, "csisolatin4 iso-ir-110 l4 latin4");
        latin(all, 5, "csisolatincyrillic cyrillic iso-ir-144");
        latin(
                all,
                6,
                "arabic asmo-708 csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127");
        latin(all, 7, "csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 sun_eu_greek");
        latin(
                all,
                8,
                "csisolatinhebrew hebrew iso-8859-8-e iso-8859-8-i iso-ir-138 logical visual");
        latin(all, 13, "");
        latin(all, 15, "csisolatin9 l9");
        latin(all, 16, "");
        put(all, "KOI8-R", "koi8-r koi8_r koi8 koi cskoi8r");
        put(all, "KOI8-U", "koi8-u koi8-ru");
        put(all, "x-MacRoman", "macintosh mac csmacintosh x-mac-roman");
        put(all, "x-MacCyrillic", "x-mac-cyrillic x-mac-ukrainian");
        put(all, "x-windows-874", "windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620");
        put(
                all,
                "windows-1252",
                "ansi_x3.4-1968 ascii us-ascii cp1252 x-cp1252 cp819 ibm819 csisolatin1 iso-ir-100 l1"
                        + " latin1 iso-8859-1 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987");
        put(
                all,
                "windows-1254",
                "cp1254 x-cp1254 csisolatin5 iso-ir-148 l5 latin5 iso-8859-9 iso8859-9 iso88599"
                        + " iso_8859-9 iso_8859-9:1989");
        for (int page : new int[] {1250, 1251, 1253, 1255, 1256, 1257, 1258}) {
            put(all, "windows-" + page, "windows-" + page + " cp" + page + " x-cp" + page);
        }
        put(
                all,
                "GB18030",
                "gb18030 gbk x-gbk gb2312 gb_2312 gb_2312-80 csgb2312 chinese iso-ir-58"
                        + " csiso58gb231280");
        put(all, "Big5-HKSCS", "big5 big5-hkscs cn-big5 csbig5 x-x-big5");
        put(all, "EUC-JP", "euc-jp x-euc-jp cseucpkdfmtjapanese");
        put(all, "ISO-2022-JP", "iso-2022-jp csiso2022jp");
        put(
                all,
                "windows-31j",
                "shift_jis shift-jis sjis x-sjis ms_kanji ms932 csshiftjis windows-31j");
        put(
                all,
                "x-windows-949",
                "euc-kr cseuckr korean iso-ir-149 ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601"
                        + " csksc56011987 windows-949");
        put(all, "UTF-16LE", "utf-16le utf-16 csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff");
        put(all, "UTF-16BE", "utf-16be unicodefffe");
        return Map.copyOf(all);
    }

    private static void latin(Map<String, Charset> all, int part, String others) {
        String number = Integer.toString(part);
        put(
                all,
                "ISO-8859-" + number,
                ("iso-8859-N iso8859-N iso8859N iso_8859-N " + others).replace("N", number));
    }

    /// Names that this machine has no encoding for stay unknown.
    private static void put(Map<String, Charset> all, String charset, String labels) {
        if (Charset.isSupported(charset)) {
            Charset known = Charset.forName(charset);
            for (String label : List.of(labels.strip().split(" +", -1))) {
                all.put(label, known);
            }
        }
    }

    /// The encoding that is meant by this name, whatever its case.
    ///
    /// @return empty when nobody knows it
    static Optional<Charset> of(String name) {
        Charset known = LABELS.get(name.strip().toLowerCase(Locale.ROOT));
        if (known != null) {
            return Optional.of(known);
        }
        try {
            return Optional.of(Charset.forName(name.strip()));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    /// The encoding that a page means which says so in its own bytes: a declaration that could be
    /// read byte by byte is not in UTF-16.
    static Optional<Charset> declared(String name) {
        return of(name).map(charset ->
                charset.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : charset);
    }
}
