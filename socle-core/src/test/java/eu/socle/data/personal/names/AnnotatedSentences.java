package eu.socle.data.personal.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Sentences of eight languages with names of people marked, made from patterns: `{P}` is a name,
/// `{S}` a street, `{F}` a firm, `{L}` a place, `{G}` a given name alone. Two disjoint sets of
/// patterns and names.
final class AnnotatedSentences {

    /// Patterns and names of one set.
    record Stock(
            List<String> patterns, List<String> given, List<String> family, List<String> places) {}

    private AnnotatedSentences() {}

    static final Stock LEARNT =
            new Stock(
                    List.of(
                            "fr {P} habite {S} \u00e0 {L} .",
                            "fr Hier , {P} a \u00e9crit \u00e0 {P} .",
                            "fr Le rapport de {F} est sign\u00e9 par Mme {P} .",
                            "fr La ville de {L} remercie {G} pour son aide .",
                            "fr Les Fran\u00e7ais votent dimanche \u00e0 {L} .",
                            "de {P} wohnt in der {S} in {L} .",
                            "de Gestern schrieb {P} an Herrn {P} .",
                            "de Der Bericht der {F} stammt von Dr. {P} .",
                            "de Die Stadt {L} dankt {G} f\u00fcr die Hilfe .",
                            "de Am Montag tagt der Ausschuss in {L} .",
                            "en {P} lives in {S} near {L} .",
                            "en Yesterday {P} wrote to Mr {P} .",
                            "en The report of {F} was signed by {P} .",
                            "en {L} thanks {G} for the help .",
                            "en The Council meets on Monday in {L} .",
                            "es {P} vive en la {S} de {L} .",
                            "es Ayer {P} escribi\u00f3 a Don {P} .",
                            "es El informe de {F} lo firma {P} .",
                            "es El Ayuntamiento de {L} agradece a {G} su ayuda .",
                            "it {P} abita in {S} a {L} .",
                            "it Ieri {P} ha scritto a {P} .",
                            "it La relazione della {F} porta la firma di {P} .",
                            "it Il Comune di {L} ringrazia {G} .",
                            "nl {P} woont aan de {S} in {L} .",
                            "nl Gisteren schreef {P} aan mevrouw {P} .",
                            "nl Het verslag van {F} is van {P} .",
                            "nl De gemeente {L} dankt {G} .",
                            "pl {P} mieszka przy {S} w {L} .",
                            "pl Wczoraj {P} napisa\u0142 do pana {P} .",
                            "pl Raport {F} podpisa\u0142a {P} .",
                            "pl Miasto {L} dzi\u0119kuje {G} .",
                            "pt {P} mora na {S} em {L} .",
                            "pt Ontem {P} escreveu ao senhor {P} .",
                            "pt O relat\u00f3rio da {F} \u00e9 de {P} .",
                            "pt A cidade de {L} agradece a {G} ."),
                    words(
                            "Marie Pierre Claire Julien Anna Peter Sabine J\u00fcrgen Emma John Lucy George Carmen Javier Luc\u00eda Pablo Giulia Marco Paolo Chiara Sanne Pieter Kees Lotte Agnieszka Piotr Ewa Marek Ana Jo\u00e3o In\u00eas Rui"),
                    words(
                            "Dubois Moreau Lefebvre Girard Schulz Fischer Weber Hoffmann Smith Taylor Walker Green Garc\u00eda P\u00e9rez Romero Ortega Rossi Ferrari Bianchi Greco Jansen Bakker Visser Smit Kowalski Nowak Zieli\u0144ska W\u00f3jcik Silva Santos Ferreira Costa"),
                    words(
                            "Lyon Nantes Bonn Wien Leeds Oxford Madrid Sevilla Torino Bari Utrecht Gent Krak\u00f3w Gda\u0144sk Porto Braga"));

    static final Stock UNSEEN =
            new Stock(
                    List.of(
                            "fr Selon {P} , la r\u00e9union de {L} est annul\u00e9e .",
                            "fr Merci d' envoyer la facture \u00e0 {P} avant vendredi .",
                            "fr L' entreprise {F} a ferm\u00e9 son site de {L} .",
                            "de Laut {P} f\u00e4llt das Treffen in {L} aus .",
                            "de Bitte die Rechnung bis Freitag an {P} senden .",
                            "de Die Firma {F} schlie\u00dft ihr Werk in {L} .",
                            "en According to {P} , the meeting in {L} is off .",
                            "en Please send the bill to {P} by Friday .",
                            "en {F} has closed its plant in {L} .",
                            "es Seg\u00fan {P} , la reuni\u00f3n de {L} se cancela .",
                            "es Env\u00ede la factura a {P} antes del viernes .",
                            "it Secondo {P} , la riunione di {L} salta .",
                            "it Inviare la fattura a {P} entro venerd\u00ec .",
                            "nl Volgens {P} gaat de vergadering in {L} niet door .",
                            "nl Stuur de rekening v\u00f3\u00f3r vrijdag naar {P} .",
                            "pl Wed\u0142ug {P} spotkanie w {L} jest odwo\u0142ane .",
                            "pl Prosz\u0119 wys\u0142a\u0107 faktur\u0119 do {P} .",
                            "pt Segundo {P} , a reuni\u00e3o em {L} foi cancelada .",
                            "pt Envie a fatura a {P} at\u00e9 sexta ."),
                    words(
                            "Th\u00e9o Margaux Hannes Greta Oliver Harriet Nuria Iker Matteo Ludovica Femke Joris Zofia Stanis\u0142aw Beatriz Tiago"),
                    words(
                            "Chevalier Perrin Lehmann Krause Bennett Hughes Navarro Iglesias Moretti Caruso Hendriks Kuipers Lewandowska Mazur Carvalho Teixeira"),
                    words(
                            "Dijon Rouen Kassel Graz Derby Bath Bilbao Murcia Lecce Pavia Breda Delft Radom Opole Faro Viseu"));

    private static List<String> words(String list) {
        return List.of(list.split(" ", -1));
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /// `count` sentences in columns, from one seed.
    static List<String> columns(long seed, int count, Stock stock) {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String pattern = one(random, stock.patterns());
            lines.add("# language = " + pattern.substring(0, 2));
            for (String word : pattern.substring(3).split(" ", -1)) {
                switch (word) {
                    case "{P}" -> name(random, stock, lines);
                    case "{G}" -> lines.add(one(random, stock.given()) + "\tB-PER");
                    case "{L}" -> lines.add(one(random, stock.places()) + "\tO");
                    case "{S}" -> street(random, stock, lines, pattern.substring(0, 2));
                    case "{F}" -> firm(random, stock, lines);
                    default -> lines.add(word + "\tO");
                }
            }
            lines.add("");
        }
        return lines;
    }

    private static void name(Random random, Stock stock, List<String> lines) {
        lines.add(one(random, stock.given()) + "\tB-PER");
        if (random.nextInt(6) == 0) {
            lines.add(one(random, List.of("van", "de", "von", "da")) + "\tI-PER");
        }
        lines.add(one(random, stock.family()) + "\tI-PER");
    }

    private static void street(Random random, Stock stock, List<String> lines, String language) {
        String given = one(random, stock.given());
        String family = one(random, stock.family());
        switch (language) {
            case "de" -> lines.add(given + "-" + family + "-Stra\u00dfe\tO");
            case "nl" -> lines.add(given + "-" + family + "straat\tO");
            case "en" -> {
                lines.add(given + "\tO");
                lines.add(family + "\tO");
                lines.add("Street\tO");
            }
            default -> {
                String kind =
                        switch (language) {
                            case "fr" -> "rue";
                            case "it" -> "via";
                            case "es" -> "calle";
                            case "pl" -> "ulicy";
                            default -> "rua";
                        };
                lines.add(kind + "\tO");
                lines.add(given + "\tO");
                lines.add(family + "\tO");
            }
        }
    }

    private static void firm(Random random, Stock stock, List<String> lines) {
        lines.add(one(random, stock.family()) + "\tO");
        if (random.nextBoolean()) {
            lines.add("&\tO");
            lines.add(one(random, stock.family()) + "\tO");
        }
        lines.add(one(random, List.of("GmbH", "SA", "Ltd", "SpA", "BV", "Lda")) + "\tO");
    }
}
