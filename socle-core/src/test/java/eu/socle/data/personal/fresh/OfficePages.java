package eu.socle.data.personal.fresh;

import java.text.Normalizer;
import java.util.Locale;

/// How a number and its label stand on a page: forms, tables, e-mails, logs, records, addresses,
/// scanned text. Each gives a text with `{}` at the number's place.
final class OfficePages {

    private OfficePages() {}

    /// The kinds of pages with a label.
    static final int KINDS = 18;

    static String name(int kind) {
        return switch (kind) {
            case 0, 1 -> "letter";
            case 2, 3 -> "form";
            case 4 -> "form in two lines";
            case 5 -> "table with bars";
            case 6 -> "table with tabs";
            case 7 -> "csv";
            case 8 -> "e-mail";
            case 9 -> "log";
            case 10 -> "json";
            case 11 -> "xml";
            case 12 -> "web address";
            case 13 -> "list";
            case 14 -> "end of a line";
            case 15 -> "scan, spaced digits";
            case 16 -> "full width";
            default -> "scan, broken layout";
        };
    }

    /// Whether a key of letters without blanks stands there, as programs have them.
    static boolean keyed(int kind) {
        return kind >= 9 && kind <= 12;
    }

    static String page(Draw draw, OfficeWords words, String language, int kind, String label) {
        var fields = words.fields(language);
        var letters = words.letters(language);
        String surname = draw.of("Horvat", "Lindgren", "Marchetti", "Papp", "Vidal", "Kask");
        String town = draw.of("Aarhus", "Graz", "Leuven", "Tartu", "Braga", "Split");
        Draw.Day day = draw.day();
        String date = day.dd() + "." + day.mm() + "." + day.year();
        String key = key(label);
        return switch (kind) {
            case 0 -> letters.get(0).replace("W", label);
            case 1 -> letters.get(1).replace("W", label);
            case 2 ->
                    fields.get(0)
                            + ": "
                            + surname
                            + "\n"
                            + label
                            + ": {}\n"
                            + fields.get(1)
                            + ": "
                            + date
                            + "\n";
            case 3 ->
                    fields.get(0)
                            + " ......... "
                            + surname
                            + "\n"
                            + label
                            + " ......... {}\n"
                            + fields.get(2)
                            + " ......... "
                            + town
                            + "\n";
            case 4 -> "1. " + label + "\n   {}\n2. " + fields.get(2) + "\n   " + town + "\n";
            case 5 ->
                    "| "
                            + fields.get(0)
                            + " | "
                            + label
                            + " |\n|---|---|\n| "
                            + surname
                            + " | {} |\n";
            case 6 -> fields.get(0) + "\t" + label + "\n" + surname + "\t{}\n";
            case 7 -> "\"" + fields.get(0) + "\";\"" + label + "\"\n\"" + surname + "\";\"{}\"\n";
            case 8 ->
                    "> " + label + ": {}\n> " + fields.get(2) + ": " + town + "\n\n-- \n" + surname;
            case 9 ->
                    day.year()
                            + "-"
                            + day.mm()
                            + "-"
                            + day.dd()
                            + "T08:15:42Z INFO form.save user="
                            + surname
                            + " "
                            + key
                            + "={} status=200 ms=37";
            case 10 -> "{\"surname\":\"" + surname + "\",\"" + key + "\":\"{}\",\"active\":true}";
            case 11 -> "<person><surname>" + surname + "</surname><" + key + ">{}</" + key + ">";
            case 12 -> "https://portal.example.eu/form?" + key + "={}&step=2";
            case 13 -> "\u2022 " + surname + " (" + label + " {}), " + town;
            case 14 ->
                    surname + ", " + town + ", " + label + " {}\n" + date + " " + town + ", 3 p.\n";
            case 17 -> surname + "   " + town + "     " + label + "    :    {}     " + date;
            default -> label + ": {}\n";
        };
    }

    /// The letters of a label as a key: `numero_de_secu`.
    private static String key(String label) {
        StringBuilder key = new StringBuilder();
        String plain = Normalizer.normalize(label, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (Character.isLetter(c)) {
                key.append(c);
            } else if (Character.getType(c) != Character.NON_SPACING_MARK
                    && !key.isEmpty()
                    && key.charAt(key.length() - 1) != '_') {
                key.append('_');
            }
        }
        while (!key.isEmpty() && key.charAt(key.length() - 1) == '_') {
            key.setLength(key.length() - 1);
        }
        return key.toString();
    }

    /// The number as this kind of page has it.
    static String number(Draw draw, int kind, String written, String compact) {
        return switch (kind) {
            case 9, 10, 11, 12 -> compact;
            case 15 -> String.join(" ", compact.split("", -1)).strip();
            case 16 -> wide(written);
            case 17 -> written.replace(" ", draw.of("  ", "\u00a0", "\u2009", " "));
            default -> written;
        };
    }

    private static String wide(String written) {
        StringBuilder wide = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            wide.append(c >= '0' && c <= '9' ? (char) (c + 0xfee0) : c);
        }
        return wide.toString();
    }

    /// What only looks like an identifier, on pages of the same kinds.
    static Traps.Trap trap(Draw draw, OfficeWords words) {
        String language = draw.of(words.languages());
        String town = draw.of("Aarhus", "Graz", "Leuven", "Tartu");
        int kind = draw.below(16);
        String text =
                switch (kind) {
                    case 0 -> "EAN 40" + draw.digits(11) + ", 12 x 250 ml";
                    case 1 -> "ISIN DE000" + draw.digits(7) + " 104,25";
                    case 2 ->
                            "https://doi.org/10."
                                    + draw.number(4)
                                    + "/s"
                                    + draw.number(5)
                                    + "-0"
                                    + draw.digits(2)
                                    + "-"
                                    + draw.digits(5)
                                    + "-"
                                    + draw.digits(1);
                    case 3 -> "arXiv:2" + draw.digits(3) + "." + draw.digits(5) + "v2";
                    case 4 -> "IMEI: " + draw.number(15);
                    case 5 -> "VIN WVWZZZ1JZ3W" + draw.digits(6);
                    case 6 -> "MSKU" + draw.number(7) + " 40'HC 22G1";
                    case 7 ->
                            "EP"
                                    + draw.number(7)
                                    + "B1, US "
                                    + draw.number(4)
                                    + "/0"
                                    + draw.digits(6)
                                    + " A1";
                    case 8 -> "commit " + draw.hex(40);
                    case 9 ->
                            draw.hex(8)
                                    + "-"
                                    + draw.hex(4)
                                    + "-4"
                                    + draw.hex(3)
                                    + "-a"
                                    + draw.hex(3)
                                    + "-"
                                    + draw.hex(12);
                    case 10 ->
                            "GET /img/"
                                    + draw.number(12)
                                    + ".png?v="
                                    + draw.number(9)
                                    + " HTTP/1.1";
                    case 11 -> "{\"id\":" + draw.number(10) + ",\"size\":" + draw.number(9) + "}";
                    case 12 ->
                            "row "
                                    + draw.number(3)
                                    + ": "
                                    + draw.number(6)
                                    + " "
                                    + draw.number(6)
                                    + " "
                                    + draw.number(6)
                                    + " "
                                    + draw.number(5);
                    case 13 ->
                            "CELEX 3"
                                    + draw.between(1990, 2024)
                                    + "R0"
                                    + draw.digits(3)
                                    + ", OJ L "
                                    + draw.number(3)
                                    + ", p. "
                                    + draw.number(2);
                    case 14 -> town + " 48." + draw.digits(7) + ", 16." + draw.digits(7);
                    default ->
                            "sensor;"
                                    + draw.number(4)
                                    + ";"
                                    + draw.digits(3)
                                    + "."
                                    + draw.digits(6)
                                    + ";1"
                                    + draw.digits(9);
                };
        return new Traps.Trap(language, text, "office " + kind);
    }
}
