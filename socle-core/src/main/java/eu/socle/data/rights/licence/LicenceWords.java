package eu.socle.data.rights.licence;

import eu.socle.data.rights.licence.PageLicence.Scope;
import java.util.List;
import java.util.Locale;

/// Phrases by which a text places itself under a licence, and those that speak of a picture.
final class LicenceWords {

    private static final List<String> CUES =
            List.of(
                    // a heading in front of a name
                    "licence:",
                    "license:",
                    "licenza:",
                    "licencia:",
                    "licença:",
                    "lizenz:",
                    "licentie:",
                    "licencja:",
                    "licens:",
                    "licencija:",
                    "licence :",
                    "license :",
                    "licenza :",
                    "lizenz :",
                    "lisenssi:",
                    "rights:",
                    "droits :",
                    // a sentence
                    "licensed under",
                    "licensed with",
                    "licenciado com",
                    "licenciada com",
                    "licenciado bajo",
                    "licenciada bajo",
                    "sujeta a la licencia",
                    "rilasciato secondo",
                    "rilasciata con",
                    "secondo i termini",
                    "lizenz creative",
                    "nach maßgabe",
                    "licenced under",
                    "is under a",
                    "are under a",
                    "released under",
                    "available under",
                    "published under",
                    "distributed under",
                    "shared under",
                    "made available under",
                    "provided under",
                    "under the terms of",
                    "is subject to",
                    "licensed as",
                    "under license",
                    "under licence",
                    "content under",
                    "under the",
                    "sous licence",
                    "sous la licence",
                    "selon les termes",
                    "mis à disposition",
                    "mise à disposition",
                    "mises à disposition",
                    "placé sous",
                    "diffusé sous",
                    "publié sous",
                    "lizenziert unter",
                    "unter der lizenz",
                    "unter einer",
                    "unter den bedingungen",
                    "steht unter",
                    "stehen unter",
                    "lizenziert als",
                    "veröffentlicht unter",
                    "distribuito con",
                    "distribuita con",
                    "distribuiti con",
                    "rilasciato con",
                    "rilasciato sotto",
                    "rilasciata sotto",
                    "sotto licenza",
                    "con licenza",
                    "concesso in licenza",
                    "bajo licencia",
                    "bajo una licencia",
                    "bajo la licencia",
                    "bajo los términos",
                    "publicado bajo",
                    "distribuye bajo",
                    "sob licença",
                    "sob uma licença",
                    "sob a licença",
                    "licenciado sob",
                    "disponível sob",
                    "onder een",
                    "onder de licentie",
                    "gelicenseerd onder",
                    "beschikbaar onder",
                    "na licencji",
                    "udostępniany na",
                    "licensierad under",
                    "tillgänglig under",
                    "lisensieret under",
                    "licenseret under",
                    "lisensoitu",
                    "pod licencí",
                    "pod licencou",
                    "sub licența",
                    "sub licenţa",
                    "pod licencijom");

    /// Words that say the opposite, or that a licence is only spoken of.
    private static final List<String> TURNING =
            List.of(
                    " not licensed",
                    " not available under",
                    " not released",
                    " nicht unter",
                    " n'est pas",
                    " ne sont pas",
                    " non è ",
                    " no está",
                    " não está",
                    " isn't ",
                    " not under",
                    "explain",
                    "compare",
                    "what is ",
                    "what does",
                    "for example",
                    "e.g.",
                    "such as",
                    "zum beispiel",
                    "par exemple",
                    "formerly",
                    "previously");

    private static final List<String> PICTURES =
            List.of(
                    "photo",
                    "picture",
                    "image",
                    "foto",
                    "bild",
                    "grafik",
                    "illustration",
                    "immagine",
                    "fotografía",
                    "imagen",
                    "figure",
                    "video",
                    "icon",
                    "map ",
                    "karte",
                    "logo",
                    "banner",
                    "header image",
                    "quelle:",
                    "source code",
                    "font",
                    "dataset",
                    "comments");

    private LicenceWords() {}

    /// True when a text may name a licence; cheap.
    static boolean mayName(String text) {
        for (int i = 0; i + 1 < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == 'C' || c == 'c')
                    && (text.regionMatches(true, i, "CC", 0, 2)
                            || text.regionMatches(true, i, "creative", 0, 8))) {
                return true;
            }
        }
        return false;
    }

    /// True when the sentence before a name places something under it.
    static boolean cueBefore(String before) {
        String sentence = lastSentence(before);
        return CUES.stream().anyMatch(sentence::contains)
                && TURNING.stream().noneMatch((" " + sentence)::contains);
    }

    /// What the sentence before a name speaks of: the page, or a picture.
    static Scope subject(String before) {
        String sentence = lastSentence(before);
        return PICTURES.stream().anyMatch(sentence::contains) ? Scope.FRAGMENT : Scope.PAGE;
    }

    private static String lastSentence(String before) {
        String plain =
                before.toLowerCase(Locale.ROOT).replace('\u2019', '\'').replace('\u00a0', ' ');
        int stop = plain.length() - 1;
        while (stop > 0 && !(plain.charAt(stop - 1) == '.' && plain.charAt(stop) == ' ')) {
            stop--;
        }
        return plain.substring(Math.max(0, stop));
    }
}
