package eu.socle.data.personal.fresh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/// A text with one number in it.
///
/// @param type what it is; empty for a number that fails its check
/// @param country ISO 3166; empty where the value does not tell
/// @param language of the text
/// @param text whole
/// @param start of the number
/// @param end of the number
/// @param named whether a word in the sentence names it
/// @param kind of case, for the table
record FreshCase(
        String type,
        String country,
        String language,
        String text,
        int start,
        int end,
        boolean named,
        String kind) {

    /// A number of a type and how it is written: `#` stands for its next character.
    private record Made(Function<Draw, String> make, List<String> forms) {}

    private static final Map<String, Made> NATIONAL = new TreeMap<>();

    private static void add(String type, Function<Draw, String> make, String... forms) {
        NATIONAL.put(type, new Made(make, List.of(forms)));
    }

    static {
        add(
                "FR_NIR",
                Numbers27::frNir,
                "###############",
                "# ## ## ## ### ### ##",
                "# ## ## ## ### ### / ##",
                "#.##.##.##.###.###.##",
                "############# ##",
                "# ## ## ## ### ###-##",
                "#-##-##-##-###-###-##");
        add(
                "FR_SIREN",
                Numbers27::frSiren,
                "#########",
                "### ### ###",
                "###.###.###",
                "###-###-###");
        add(
                "FR_SIRET",
                Numbers27::frSiret,
                "##############",
                "### ### ### #####",
                "### ### ### ## ###",
                "###.###.###.#####",
                "######### #####");
        add(
                "DE_STEUER_ID",
                Numbers27::deTax,
                "###########",
                "## ### ### ###",
                "##-###-###-###",
                "##/###/###/###");
        add(
                "DE_RVNR",
                Numbers27::dePension,
                "############",
                "## ###### # ###",
                "## ###### ####",
                "########-#-###",
                "## ## ## ## # ###");
        add(
                "AT_SVNR",
                Numbers27::at,
                "##########",
                "#### ######",
                "####-######",
                "####/######",
                "#### ## ## ##");
        add(
                "BE_NN",
                Numbers27::be,
                "###########",
                "##.##.##-###.##",
                "## ## ## ### ##",
                "######-###-##",
                "######-###.##",
                "###### ### ##",
                "##.##.##-###-##");
        add(
                "NL_BSN",
                Numbers27::nl,
                "#########",
                "####.##.###",
                "### ### ###",
                "#### ## ###",
                "###-###-###",
                "###.###.###");
        add(
                "LU_MATRICULE",
                Numbers27::lu,
                "#############",
                "#### #### #####",
                "######## #####",
                "#### ## ## ### ##",
                "#### ## ## #####",
                "########-#####");
        add("IE_PPS", Numbers27::ie, "#########", "####### ##", "#######-##");
        add(
                "IT_CODICE_FISCALE",
                Numbers27::it,
                "################",
                "### ### ##### #####",
                "###### ##### #####",
                "### ### ##### ####-#",
                "###-###-#####-#####");
        add(
                "ES_DNI",
                Numbers27::esDni,
                "#########",
                "########-#",
                "##.###.###-#",
                "######## #",
                "##.###.### #",
                "## ### ### #",
                "##.###.####");
        add(
                "ES_NIE",
                Numbers27::esNie,
                "#########",
                "#-#######-#",
                "# ####### #",
                "#-########",
                "#-#.###.###-#",
                "#########",
                "#.#######-#");
        add("PT_NIF", Numbers27::pt, "#########", "### ### ###", "###.###.###", "###-###-###");
        add("GR_AFM", Numbers27::grAfm, "#########", "### ### ###");
        add(
                "GR_AMKA",
                Numbers27::grAmka,
                "###########",
                "###### #####",
                "######-#####",
                "## ## ## #####");
        add("CY_TIC", Numbers27::cy, "#########", "########-#", "######## #");
        add("MT_ID", Numbers27::mt, "########", "#######(#)", "####### #");
        add("PL_PESEL", Numbers27::plPesel, "###########", "###### #####", "######-#####");
        add(
                "PL_NIP",
                Numbers27::plNip,
                "##########",
                "###-###-##-##",
                "###-##-##-###",
                "### ### ## ##",
                "### ## ## ###");
        add(
                "CZ_RODNE_CISLO",
                Numbers27::birthNumber,
                "######/####",
                "##########",
                "###### / ####",
                "######-####",
                "###### ####");
        add(
                "SK_RODNE_CISLO",
                Numbers27::birthNumber,
                "######/####",
                "##########",
                "###### / ####",
                "###### ####");
        add("HU_TAJ", Numbers27::huTaj, "#########", "### ### ###", "###-###-###");
        add("HU_ADOAZONOSITO", Numbers27::huTax, "##########", "### ### ####");
        add(
                "RO_CNP",
                Numbers27::ro,
                "#############",
                "# ###### ######",
                "# ## ## ## ## ### #",
                "#-######-######");
        add("BG_EGN", Numbers27::bg, "##########", "###### ####", "######-####");
        add(
                "HR_OIB",
                Numbers27::hr,
                "###########",
                "###########",
                "### ### ### ##",
                "## ### ### ###");
        add(
                "SI_EMSO",
                Numbers27::si,
                "#############",
                "####### ## ####",
                "#######-######",
                "####### ######");
        add("EE_ISIKUKOOD", Numbers27::baltic, "###########", "# ###### ####", "#-######-####");
        add("LT_ASMENS_KODAS", Numbers27::baltic, "###########", "# ###### ####", "#-######-####");
        add(
                "LV_PERSONAS_KODS",
                Numbers27::lv,
                "######-#####",
                "###########",
                "###### - #####",
                "###### #####");
        add("FI_HETU", Numbers27::fi, "###########");
        add(
                "SE_PERSONNUMMER",
                Numbers27::se,
                "######-####",
                "##########",
                "19######-####",
                "###### ####",
                "######–####");
        add("DK_CPR", Numbers27::dk, "######-####", "##########", "###### ####", "######–####");
    }

    /// So many of the first forms are usual enough to be known without a word; others stand after
    /// one.
    private static int alone(String type) {
        return switch (type) {
            case "MT_ID", "DK_CPR" -> 0; // nothing but a word tells
            case "PL_PESEL",
                    "RO_CNP",
                    "BG_EGN",
                    "HU_ADOAZONOSITO",
                    "EE_ISIKUKOOD",
                    "LT_ASMENS_KODAS",
                    "SI_EMSO",
                    "HR_OIB",
                    "GR_AFM",
                    "FI_HETU",
                    "IT_CODICE_FISCALE" ->
                    1;
            default -> 2;
        };
    }

    static List<String> nationalTypes() {
        return List.copyOf(NATIONAL.keySet());
    }

    private static String written(String form, String compact) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int i = 0; i < form.length(); i++) {
            if (form.charAt(i) != '#') {
                out.append(form.charAt(i));
            } else if (at < compact.length()) {
                out.append(compact.charAt(at++));
            }
        }
        return out.append(compact.substring(Math.min(at, compact.length()))).toString().strip();
    }

    /// Blanks that do not break and hyphens of other kinds, as typesetters put them.
    private static String typeset(Draw draw, String number) {
        return switch (draw.below(6)) {
            case 0 -> number.replace(' ', '\u00a0').replace('-', '\u2011');
            case 1 -> number.replace(' ', '\u202f').replace('-', '\u2010');
            default -> number;
        };
    }

    private static FreshCase in(String text, String number, Of of) {
        int at = text.indexOf("{}");
        return new FreshCase(
                of.type,
                of.country,
                of.language,
                text.replace("{}", number),
                at,
                at + number.length(),
                of.named,
                of.kind);
    }

    private record Of(String type, String country, String language, boolean named, String kind) {}

    /// `each` cases of a national type for each language that has words for it.
    static List<FreshCase> national(Draw draw, Words24 words, String type, int each) {
        Made made = Objects.requireNonNull(NATIONAL.get(type));
        String country = type.substring(0, 2);
        List<FreshCase> cases = new ArrayList<>();
        words.of(type)
                .forEach((language, phrases) -> {
                    for (int i = 0; i < each; i++) {
                        for (String phrase : phrases) {
                            String form = draw.of(made.forms);
                            if (form.startsWith("19") && !type.equals("SE_PERSONNUMMER")) {
                                continue;
                            }
                            String compact = made.make.apply(draw);
                            String number = typeset(draw, written(form, compact));
                            cases.add(
                                    in(
                                            words.named(draw, language, phrase),
                                            number,
                                            new Of(
                                                    type,
                                                    country,
                                                    language,
                                                    true,
                                                    language.equals("en") && !country.equals("IE")
                                                            ? "named abroad"
                                                            : "named")));
                        }
                        if (alone(type) > 0 && (!language.equals("en") || country.equals("IE"))) {
                            String form = made.forms.get(draw.below(alone(type)));
                            String number = typeset(draw, written(form, made.make.apply(draw)));
                            cases.add(
                                    in(
                                            words.sentence(draw, language),
                                            number,
                                            new Of(type, country, language, false, "alone")));
                        }
                    }
                });
        return cases;
    }

    /// Numbers on pages of an office: each label of each type on each kind of page.
    static List<FreshCase> office(Draw draw, OfficeWords words) {
        List<FreshCase> cases = new ArrayList<>();
        for (String type : NATIONAL.keySet()) {
            Made made = Objects.requireNonNull(NATIONAL.get(type));
            words.of(type)
                    .forEach((language, labels) -> {
                        for (int kind = 0; kind < OfficePages.KINDS; kind++) {
                            for (String label : labels) {
                                String compact = made.make.apply(draw);
                                String form = draw.of(made.forms);
                                String written =
                                        form.startsWith("19") ? compact : written(form, compact);
                                cases.add(
                                        onPage(
                                                draw, words, type, language, kind, label, written,
                                                compact));
                            }
                        }
                        boolean home = !language.equals("en") || type.startsWith("IE");
                        if (alone(type) > 0 && home) {
                            for (int i = 0; i < 6; i++) {
                                String form = made.forms.get(draw.below(alone(type)));
                                String number = written(form, made.make.apply(draw));
                                cases.add(
                                        in(
                                                words.letters(language).get(2),
                                                number,
                                                new Of(
                                                        type,
                                                        type.substring(0, 2),
                                                        language,
                                                        false,
                                                        "office, alone")));
                            }
                        }
                    });
        }
        return cases;
    }

    private static FreshCase onPage(
            Draw draw,
            OfficeWords words,
            String type,
            String language,
            int kind,
            String label,
            String written,
            String compact) {
        String number = OfficePages.number(draw, kind, written, compact);
        String page = OfficePages.page(draw, words, language, kind, label);
        String country = type.charAt(2) == '_' ? type.substring(0, 2) : "";
        return in(
                page,
                number,
                new Of(type, country, language, true, "office " + OfficePages.name(kind)));
    }

    /// Accounts, VAT numbers, cards and phones on the same pages.
    static List<FreshCase> officeAcross(
            Draw draw, OfficeWords words, Map<String, List<String>> homes) {
        List<FreshCase> cases = new ArrayList<>();
        for (String language : words.languages()) {
            for (int kind = 0; kind < OfficePages.KINDS; kind++) {
                for (String type : List.of("IBAN", "VAT_NUMBER", "PAYMENT_CARD", "PHONE_NUMBER")) {
                    Map<String, List<String>> own = words.of(type);
                    List<String> labels =
                            own.getOrDefault(language, own.getOrDefault("*", List.of()));
                    String state = draw.of(NumbersAcross.STATES);
                    String home = homes.getOrDefault(language, List.of(state)).getFirst();
                    String compact =
                            switch (type) {
                                case "IBAN" -> NumbersAcross.iban(draw, state);
                                case "VAT_NUMBER" -> NumbersAcross.vat(draw, state);
                                case "PAYMENT_CARD" -> NumbersAcross.card(draw);
                                default -> NumbersAcross.phone(draw, home).text();
                            };
                    if (labels.isEmpty()
                            || compact.isEmpty()
                            || (kind == 15 && type.startsWith("P"))) {
                        continue;
                    }
                    String written =
                            type.equals("IBAN") && draw.once(2)
                                    ? NumbersAcross.inFours(compact)
                                    : compact;
                    cases.add(
                            onPage(
                                    draw,
                                    words,
                                    type,
                                    language,
                                    kind,
                                    draw.of(labels),
                                    written,
                                    compact));
                }
            }
        }
        return cases;
    }

    /// A number of a national type with one digit changed, after its word.
    static List<FreshCase> failing(Draw draw, Words24 words, String type, int each) {
        Made made = Objects.requireNonNull(NATIONAL.get(type));
        List<FreshCase> cases = new ArrayList<>();
        if (type.equals("MT_ID") || type.equals("DK_CPR")) {
            return cases; // no binding check
        }
        words.of(type)
                .forEach((language, phrases) -> {
                    for (int i = 0; i < each; i++) {
                        String compact = made.make.apply(draw);
                        int last = compact.length() - 1;
                        while (!Character.isDigit(compact.charAt(last))) {
                            last--;
                        }
                        int digit = compact.charAt(last) - '0';
                        String wrong =
                                compact.substring(0, last)
                                        + (digit + draw.between(1, 8)) % 10
                                        + compact.substring(last + 1);
                        if (wrong.equals(compact)) {
                            continue;
                        }
                        String number = written(made.forms.getFirst(), wrong);
                        cases.add(
                                in(
                                        words.named(draw, language, draw.of(phrases)),
                                        number,
                                        new Of("", type, language, true, "failing " + type)));
                    }
                });
        return cases;
    }

    /// Accounts, VAT numbers, cards, phones, mail and machines in every language.
    static List<FreshCase> across(
            Draw draw, Words24 words, Map<String, List<String>> homes, int each) {
        List<FreshCase> cases = new ArrayList<>();
        for (String language : words.languages()) {
            for (int i = 0; i < each; i++) {
                String state = draw.of(NumbersAcross.STATES);
                String iban = NumbersAcross.iban(draw, state);
                cases.add(
                        one(
                                draw,
                                words,
                                "IBAN",
                                state,
                                language,
                                typeset(draw, draw.of(iban, NumbersAcross.inFours(iban))),
                                draw.once(2)));
                String vat = NumbersAcross.vat(draw, state);
                if (!vat.isEmpty()) {
                    cases.add(
                            one(
                                    draw,
                                    words,
                                    "VAT_NUMBER",
                                    state,
                                    language,
                                    draw.of(vat, vat.substring(0, 2) + " " + vat.substring(2)),
                                    true));
                }
                cases.add(
                        one(
                                draw,
                                words,
                                "EMAIL_ADDRESS",
                                "",
                                language,
                                NumbersAcross.mail(draw),
                                false));
                cases.add(
                        one(
                                draw,
                                words,
                                "IP_ADDRESS",
                                "",
                                language,
                                NumbersAcross.four(draw),
                                false));
                cases.add(
                        one(
                                draw,
                                words,
                                "IPV6_ADDRESS",
                                "",
                                language,
                                NumbersAcross.six(draw),
                                false));
                cases.add(
                        one(
                                draw,
                                words,
                                "PAYMENT_CARD",
                                "",
                                language,
                                NumbersAcross.card(draw),
                                true));
                List<String> home = homes.getOrDefault(language, List.of());
                NumbersAcross.Phone phone =
                        NumbersAcross.phone(
                                draw, home.isEmpty() || draw.once(4) ? state : home.getFirst());
                boolean atHome = !home.isEmpty();
                if (!phone.national() || (atHome && !phone.text().isEmpty())) {
                    NumbersAcross.Phone used =
                            phone.national() ? NumbersAcross.phone(draw, home.getFirst()) : phone;
                    cases.add(
                            one(
                                    draw,
                                    words,
                                    "PHONE_NUMBER",
                                    "",
                                    language,
                                    typeset(draw, used.text()),
                                    used.national()));
                }
            }
        }
        return cases;
    }

    private static FreshCase one(
            Draw draw,
            Words24 words,
            String type,
            String country,
            String language,
            String number,
            boolean wishes) {
        Map<String, List<String>> phrases = words.of(type);
        List<String> own = phrases.getOrDefault(language, phrases.getOrDefault("*", List.of()));
        boolean named = wishes && !own.isEmpty();
        String text =
                named ? words.named(draw, language, draw.of(own)) : words.sentence(draw, language);
        return in(text, number, new Of(type, country, language, named, named ? "named" : "alone"));
    }
}
