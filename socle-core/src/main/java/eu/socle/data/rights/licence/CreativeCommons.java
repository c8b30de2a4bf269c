package eu.socle.data.rights.licence;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Creative Commons licences by address, code (`CC BY-NC 4.0`) or name in the languages of the
/// Union. Ports to a country stand for the identifier without country; the evidence keeps the
/// address. A name with a word that is not understood is no licence: the word might be the
/// condition.
public final class CreativeCommons {

    private static final Pattern ADDRESS =
            Pattern.compile(
                    "creativecommons\\.org/(?:licenses/([a-z-]{2,12})|publicdomain/(zero|mark))/([1-4]\\.[0-9])(?:/[a-z0-9_./-]*)?");

    private static final Pattern CODE =
            Pattern.compile(
                    "\\bcc[ -]?(by(?:[ -](?:nc|nd|sa)){0,2})[ -]?(?:v\\.? ?)?([1-4]\\.[0-9])(?![0-9]|\\.[0-9])");

    private static final Pattern ZERO =
            Pattern.compile("\\bcc[ -]?0(?:[ -]?1\\.0)?(?![0-9]|\\.[0-9])");

    private static final Pattern VERSION =
            Pattern.compile("(?<![0-9.])([1-4]\\.[0-9])(?![0-9]|\\.[0-9])");

    private static final int LONGEST_NAME =
            160; // characters from "creative commons" to the version

    /// A condition and its names, longest first where one contains another.
    private record Condition(String code, List<String> names) {}

    private static final List<Condition> CONDITIONS =
            List.of(
                    new Condition(
                            "nc",
                            List.of(
                                    "pas d'utilisation commerciale",
                                    "utilisation non commerciale",
                                    "nicht-kommerziell",
                                    "nicht kommerziell",
                                    "keine kommerzielle nutzung",
                                    "non-commercial",
                                    "noncommercial",
                                    "non commercial",
                                    "non commerciale",
                                    "no comercial",
                                    "nocomercial",
                                    "não comercial",
                                    "nãocomercial",
                                    "niet-commercieel",
                                    "nietcommercieel",
                                    "użycie niekomercyjne",
                                    "ickekommersiell",
                                    "icke-kommersiell",
                                    "ikke-kommersiell",
                                    "ikkekommersiell",
                                    "eikaupallinen",
                                    "ei kaupallinen",
                                    "neužívejte komerčně",
                                    "necomercial",
                                    "nekomercijalno")),
                    new Condition(
                            "nd",
                            List.of(
                                    "pas de modifications",
                                    "pas de modification",
                                    "pas d'œuvre dérivée",
                                    "keine bearbeitungen",
                                    "keine bearbeitung",
                                    "no derivative works",
                                    "no derivatives",
                                    "noderivatives",
                                    "noderivs",
                                    "no derivs",
                                    "non opere derivate",
                                    "sin obras derivadas",
                                    "sin obra derivada",
                                    "sinobraderivada",
                                    "sinderivadas",
                                    "sem derivações",
                                    "semderivações",
                                    "sem derivados",
                                    "geen afgeleide werken",
                                    "geenafgeleidewerken",
                                    "bez utworów zależnych",
                                    "inga bearbetningar",
                                    "ingabearbetningar",
                                    "ingen bearbeidelse",
                                    "ei muutoksia",
                                    "eimuutoksia",
                                    "fără derivate")),
                    new Condition(
                            "sa",
                            List.of(
                                    "partage dans les mêmes conditions",
                                    "partage des conditions initiales à l'identique",
                                    "partage à l'identique",
                                    "weitergabe unter gleichen bedingungen",
                                    "share-alike",
                                    "share alike",
                                    "sharealike",
                                    "condividi allo stesso modo",
                                    "compartir igual",
                                    "compartirigual",
                                    "compartilha igual",
                                    "compartilhaigual",
                                    "gelijk delen",
                                    "gelijkdelen",
                                    "na tych samych warunkach",
                                    "dela lika",
                                    "delalika",
                                    "del på samme vilkår",
                                    "del på samme vilkår",
                                    "jaa samoin",
                                    "jaasamoin",
                                    "zachovejte licenci")),
                    new Condition(
                            "by",
                            List.of(
                                    "attribution",
                                    "paternité",
                                    "namensnennung",
                                    "attribuzione",
                                    "reconocimiento",
                                    "atribución",
                                    "atribuição",
                                    "naamsvermelding",
                                    "uznanie autorstwa",
                                    "erkännande",
                                    "navngivelse",
                                    "nimeä",
                                    "uveďte původ",
                                    "uveďte autora",
                                    "atribuire",
                                    "imenovanje",
                                    "by")));

    /// Words of a name that say nothing about conditions.
    private static final List<String> FILLERS =
            List.of(
                    "international public",
                    "international",
                    "internationale",
                    "internazionale",
                    "internacional",
                    "internationaal",
                    "internationell",
                    "unported",
                    "generic",
                    "licence",
                    "license",
                    "licenza",
                    "licencia",
                    "licença",
                    "licentie",
                    "lizenz",
                    "licencja",
                    "licens",
                    "public",
                    "version",
                    "deed",
                    "the",
                    "of",
                    "v");

    private CreativeCommons() {}

    /// A licence named in a text.
    ///
    /// @param spdx identifier
    /// @param start of the name in the text
    /// @param end behind the name
    public record Named(String spdx, int start, int end) {}

    /// The licence at an address without scheme, in lower case.
    static Optional<String> atAddress(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String version = matcher.group(3);
        if (matcher.group(2) != null) {
            return SpdxList.standard()
                    .identifier((matcher.group(2).equals("zero") ? "CC0-" : "CC-PDM-") + version);
        }
        return identifier(matcher.group(1), version);
    }

    /// The licence that these words are the name of, from the first to the last.
    static Optional<String> whole(String words) {
        Optional<Named> named = named(words);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        String rest =
                plain(
                        words.substring(0, named.get().start())
                                + " "
                                + words.substring(named.get().end()));
        return leftOver(rest).isEmpty() ? named.map(Named::spdx) : Optional.empty();
    }

    /// The first licence that a text names; the caller bounds the text.
    public static Optional<Named> named(String text) {
        String plain = plain(text);
        Matcher code = CODE.matcher(plain);
        if (code.find()) {
            return identifier(code.group(1).replace(' ', '-'), code.group(2))
                    .map(spdx -> new Named(spdx, code.start(), code.end()));
        }
        Matcher zero = ZERO.matcher(plain);
        if (zero.find()) {
            return Optional.of(new Named("CC0-1.0", zero.start(), zero.end()));
        }
        int start = plain.indexOf("creative commons");
        if (start < 0) {
            return Optional.empty();
        }
        int from = start + "creative commons".length();
        Matcher version =
                VERSION.matcher(plain).region(from, Math.min(plain.length(), from + LONGEST_NAME));
        if (!version.find()) {
            return Optional.empty();
        }
        return byName(plain.substring(from, version.start()), version.group(1))
                .map(spdx -> new Named(spdx, start, version.end()));
    }

    private static Optional<String> byName(String name, String version) {
        String rest = name;
        StringBuilder code = new StringBuilder();
        boolean by = false;
        for (String wanted : List.of("nc", "nd", "sa", "by")) {
            Condition condition =
                    CONDITIONS.stream()
                            .filter(c -> c.code().equals(wanted))
                            .findFirst()
                            .orElseThrow();
            String without = without(rest, condition.names());
            if (!without.equals(rest)) {
                by |= wanted.equals("by");
                code.append(wanted.equals("by") ? "" : "-" + wanted);
            }
            rest = without;
        }
        return by && leftOver(rest).isEmpty() ? identifier("by" + code, version) : Optional.empty();
    }

    private static String without(String text, List<String> names) {
        String rest = text;
        for (String name : names) {
            rest = replaceWords(rest, name);
        }
        return rest;
    }

    /// Takes out a name where it stands as words of its own.
    private static String replaceWords(String text, String name) {
        String rest = text;
        int at = rest.indexOf(name);
        while (at >= 0) {
            int end = at + name.length();
            boolean whole =
                    (at == 0 || !Character.isLetter(rest.charAt(at - 1)))
                            && (end == rest.length() || !Character.isLetter(rest.charAt(end)));
            rest = whole ? rest.substring(0, at) + " " + rest.substring(end) : rest;
            at = rest.indexOf(name, whole ? at : end);
        }
        return rest;
    }

    /// The letters that are left of a name when all that is understood is taken out.
    private static String leftOver(String text) {
        String rest = without(text, FILLERS);
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < rest.length(); i++) {
            if (Character.isLetter(rest.charAt(i))) {
                letters.append(rest.charAt(i));
            }
        }
        return letters.toString();
    }

    private static Optional<String> identifier(String code, String version) {
        boolean nc = code.contains("-nc");
        boolean nd = code.contains("-nd");
        boolean sa = code.contains("-sa");
        boolean plain = code.matches("by(-(nc|nd|sa)){0,3}");
        if (!plain || (nd && sa)) {
            return Optional.empty();
        }
        String id =
                "CC-BY" + (nc ? "-NC" : "") + (nd ? "-ND" : "") + (sa ? "-SA" : "") + "-" + version;
        return SpdxList.standard().identifier(id);
    }

    /// Lower case, one kind of apostrophe, hyphen and blank; the same length as before.
    private static String plain(String text) {
        char[] out = text.toCharArray();
        for (int i = 0; i < out.length; i++) {
            char c = out[i];
            if (c == '\u2019' || c == '\u02bc' || c == '`' || c == '\u00b4') {
                out[i] = '\'';
            } else if (c >= '\u2010' && c <= '\u2015') {
                out[i] = '-';
            } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                out[i] = ' ';
            } else {
                out[i] = Character.toLowerCase(c);
            }
        }
        return new String(out);
    }

    /// The conditions in an identifier.
    public record Conditions(boolean commercial, boolean derivatives, boolean shareAlike) {
        /// Of a Creative Commons identifier; other licences bring none of the three.
        public static Conditions of(String spdx) {
            String id = spdx.toUpperCase(Locale.ROOT);
            boolean commons = id.startsWith("CC-BY");
            return new Conditions(
                    !(commons && id.contains("-NC")),
                    !(commons && id.contains("-ND")),
                    commons && id.contains("-SA"));
        }
    }
}
