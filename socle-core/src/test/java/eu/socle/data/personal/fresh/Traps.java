package eu.socle.data.personal.fresh;

import java.util.List;
import java.util.Locale;

/// What looks like a personal identifier and is none.
final class Traps {

    private static final List<String> ORDER =
            List.of(
                    "en Order no. ",
                    "en Tracking number: ",
                    "en Invoice ",
                    "fr Commande n° ",
                    "fr Facture n° ",
                    "fr Colis ",
                    "de Bestellnummer: ",
                    "de Rechnung Nr. ",
                    "de Sendungsnummer ",
                    "es Pedido n.º ",
                    "es Factura ",
                    "it Ordine n. ",
                    "it Fattura n. ",
                    "nl Bestelling ",
                    "nl Factuurnummer ",
                    "pl Zamówienie nr ",
                    "pl Faktura nr ",
                    "pt Encomenda n.º ",
                    "pt Fatura ",
                    "cs Objednávka č. ",
                    "cs Faktura č. ",
                    "sk Objednávka č. ",
                    "hu Rendelés: ",
                    "ro Comanda nr. ",
                    "ro Factura nr. ",
                    "bg Поръчка № ",
                    "bg Фактура № ",
                    "hr Narudžba br. ",
                    "sl Naročilo št. ",
                    "et Tellimus nr ",
                    "lv Pasūtījums Nr. ",
                    "lt Užsakymas Nr. ",
                    "fi Tilaus nro ",
                    "sv Beställning nr ",
                    "da Ordre nr. ",
                    "el Παραγγελία ",
                    "el Τιμολόγιο ",
                    "ga Ordú uimh. ",
                    "mt Ordni nru ",
                    "lb Bestellung Nr. ");

    private Traps() {}

    /// A language, a text, and what kind of trap it is.
    record Trap(String language, String text, String kind) {}

    static Trap draw(Draw draw, Words24 words) {
        String language = draw.of(words.languages());
        return switch (draw.below(18)) {
            case 0 -> {
                String order = draw.of(ORDER);
                yield new Trap(
                        order.substring(0, 2),
                        order.substring(3) + draw.number(draw.between(8, 14)) + ".",
                        "order");
            }
            case 1 -> in(draw, words, language, "version", version(draw));
            case 2 -> in(draw, words, language, "isbn", "ISBN " + isbn(draw));
            case 3 -> in(draw, words, language, "date", date(draw));
            case 4 -> in(draw, words, language, "maths", maths(draw));
            case 5 -> in(draw, words, language, "coordinates", coordinates(draw));
            case 6 -> in(draw, words, language, "digest", draw.hex(draw.of(List.of(32, 40, 64))));
            case 7 -> in(draw, words, language, "uuid", uuid(draw));
            case 8 -> in(draw, words, language, "money", money(draw));
            case 9 -> in(draw, words, language, "time stamp", stamp(draw));
            case 10 ->
                    in(
                            draw,
                            words,
                            language,
                            "url",
                            "https://example.org/"
                                    + draw.number(draw.between(9, 13))
                                    + "/"
                                    + draw.of("", "x", "a?id=" + draw.number(11)));
            case 11 ->
                    in(
                            draw,
                            words,
                            language,
                            "decimal",
                            draw.below(100) + draw.of(".", ",") + draw.digits(draw.between(9, 13)));
            case 12 -> in(draw, words, language, "in a longer run", longer(draw));
            case 13 -> in(draw, words, language, "mac", mac(draw));
            case 14 -> in(draw, words, language, "code", code(draw));
            case 15 -> in(draw, words, language, "reference", reference(draw));
            case 16 -> in(draw, words, language, "large number", thousands(draw));
            default ->
                    in(
                            draw,
                            words,
                            language,
                            "issn",
                            draw.of("ISSN ", "eISSN: ") + draw.digits(4) + "-" + draw.digits(4));
        };
    }

    private static Trap in(Draw draw, Words24 words, String language, String kind, String text) {
        return new Trap(language, words.sentence(draw, language).replace("{}", text), kind);
    }

    private static String version(Draw draw) {
        return draw.of("version ", "v", "release ", "Version: ")
                + draw.below(30)
                + "."
                + draw.below(100)
                + "."
                + draw.below(1000)
                + draw.of(
                        "",
                        "." + draw.below(40),
                        "-rc" + draw.below(9),
                        "+build." + draw.number(6));
    }

    private static String isbn(Draw draw) {
        String body = "978" + draw.digits(9);
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += (body.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        String all = body + (10 - sum % 10) % 10;
        return draw.of(
                all,
                all.substring(0, 3)
                        + "-"
                        + all.charAt(3)
                        + "-"
                        + all.substring(4, 8)
                        + "-"
                        + all.substring(8, 12)
                        + "-"
                        + all.charAt(12));
    }

    private static String date(Draw draw) {
        Draw.Day day = draw.day();
        return draw.of(
                day.year() + "-" + day.mm() + "-" + day.dd(),
                day.dd() + "." + day.mm() + "." + day.year(),
                day.dd() + "/" + day.mm() + "/" + day.year(),
                day.year() + day.mm() + day.dd(),
                day.dd()
                        + "."
                        + day.mm()
                        + "."
                        + day.year()
                        + " "
                        + draw.between(10, 23)
                        + ":"
                        + draw.between(10, 59),
                day.year()
                        + "-"
                        + day.mm()
                        + "-"
                        + day.dd()
                        + "T"
                        + draw.between(10, 23)
                        + ":30:"
                        + draw.between(10, 59)
                        + "Z",
                day.dd()
                        + "."
                        + day.mm()
                        + "."
                        + day.year()
                        + "–"
                        + day.dd()
                        + "."
                        + day.mm()
                        + "."
                        + (day.year() + 1));
    }

    private static String maths(Draw draw) {
        long a = Long.parseLong(draw.number(6));
        long b = Long.parseLong(draw.number(5));
        return draw.of(
                a + " × " + b + " = " + a * b,
                a + " + " + b + " = " + (a + b),
                "2^" + draw.between(30, 60) + " = " + (1L << draw.between(30, 60)),
                "x = " + a + "/" + b + ", y = " + draw.number(4) + "." + draw.digits(9),
                "1." + draw.digits(8) + "e" + draw.between(3, 20),
                "π ≈ 3.14159265358979");
    }

    private static String coordinates(Draw draw) {
        return draw.of(
                draw.between(35, 70)
                        + "."
                        + draw.digits(6)
                        + ", "
                        + draw.between(0, 30)
                        + "."
                        + draw.digits(6),
                draw.between(35, 70)
                        + "°"
                        + draw.between(10, 59)
                        + "'"
                        + draw.between(10, 59)
                        + "\"N "
                        + draw.between(10, 30)
                        + "°"
                        + draw.between(10, 59)
                        + "'"
                        + draw.between(10, 59)
                        + "\"E",
                "geo:"
                        + draw.between(35, 70)
                        + "."
                        + draw.digits(8)
                        + ",-"
                        + draw.between(0, 9)
                        + "."
                        + draw.digits(8));
    }

    private static String uuid(Draw draw) {
        return draw.hex(8)
                + "-"
                + draw.hex(4)
                + "-4"
                + draw.hex(3)
                + "-a"
                + draw.hex(3)
                + "-"
                + draw.hex(12);
    }

    private static String money(Draw draw) {
        return draw.of(
                draw.number(3) + " " + draw.digits(3) + " " + draw.digits(3) + " €",
                "€" + draw.number(3) + "," + draw.digits(3) + "," + draw.digits(3),
                draw.number(3) + "." + draw.digits(3) + "." + draw.digits(3) + ",00 EUR",
                "EUR " + draw.number(9),
                "$" + draw.number(9),
                draw.number(2) + " " + draw.digits(3) + " " + draw.digits(3) + " zł",
                draw.number(9) + " Kč",
                draw.number(9) + " Ft",
                draw.number(2) + " " + draw.digits(3) + " " + draw.digits(3) + " kr");
    }

    private static String stamp(Draw draw) {
        Draw.Day day = draw.day();
        return "2024"
                + day.mm()
                + day.dd()
                + draw.between(10, 23)
                + draw.between(10, 59)
                + draw.between(10, 59);
    }

    private static String longer(Draw draw) {
        String valid =
                draw.of(
                        Numbers27.frSiren(draw),
                        Numbers27.hr(draw),
                        Numbers27.plPesel(draw),
                        Numbers27.esDni(draw),
                        Numbers27.ro(draw),
                        Numbers27.it(draw));
        return draw.of(
                valid + draw.number(3),
                draw.number(12) + valid,
                draw.of("AB", "XQ") + valid + "_1",
                valid + "_" + draw.number(2),
                "0x" + valid,
                valid + "." + draw.digits(5),
                draw.number(2) + "," + valid,
                "/" + valid + "/" + draw.number(2));
    }

    private static String mac(Draw draw) {
        String sign = draw.of(":", "-");
        return draw.hex(2)
                + sign
                + draw.hex(2)
                + sign
                + draw.hex(2)
                + sign
                + draw.hex(2)
                + sign
                + draw.hex(2)
                + sign
                + draw.hex(2);
    }

    private static String code(Draw draw) {
        return draw.of(
                "const N = 0x" + draw.hex(8) + ";",
                "id_" + draw.number(9),
                "#" + draw.number(9),
                "rgb(" + draw.below(256) + ", " + draw.below(256) + ", " + draw.below(256) + ")",
                "std::vector<int> v{" + draw.number(3) + "," + draw.number(3) + "};",
                "fn" + draw.number(10) + "()",
                "@Since(\"" + draw.below(9) + "." + draw.below(9) + "\")",
                "sudo chmod 0" + draw.number(3),
                "git checkout " + draw.hex(7).toLowerCase(Locale.ROOT));
    }

    private static String reference(Draw draw) {
        return draw.of(
                "(EU) 2016/679",
                "2019/" + draw.number(4) + "/EU",
                "doi:10." + draw.number(4) + "/" + draw.number(8),
                "CAS " + draw.number(5) + "-" + draw.digits(2) + "-" + draw.digits(1),
                "C-" + draw.number(3) + "/" + draw.digits(2),
                "§ " + draw.number(3) + " Abs. " + draw.below(9),
                "arXiv:" + draw.number(4) + "." + draw.digits(5),
                "pp. " + draw.number(3) + "-" + draw.number(3),
                "1." + draw.below(9) + "." + draw.below(9) + "." + draw.below(9) + " Heading",
                "EP " + draw.number(7) + " B1",
                "IMO " + draw.number(7),
                "ISO 13616-1:2020",
                "HTTP/1.1 200 15342");
    }

    private static String thousands(Draw draw) {
        return draw.of(
                draw.number(2) + " " + draw.digits(3) + " " + draw.digits(3) + " km",
                draw.number(2) + "." + draw.digits(3) + "." + draw.digits(3) + " kWh",
                draw.number(2) + "," + draw.digits(3) + "," + draw.digits(3) + " bytes",
                draw.number(3) + "'" + draw.digits(3) + "'" + draw.digits(3),
                draw.number(10) + " bytes",
                draw.number(9) + " ms",
                draw.number(11) + " kg");
    }
}
