package eu.socle.erase;

import eu.socle.data.erase.Reach;
import java.util.List;
import java.util.Locale;

/// A receipt as a page that a person can read, in English and in French. The signed file is the
/// record; the page says the same in words.
final class ReceiptPage {

    /// Whose words are used.
    enum Language {
        EN(
                "Receipt of an erasure",
                "Reason",
                "none stated",
                "Time",
                "Asked for (as digests)",
                "Erased",
                "documents; %d tokens overwritten",
                "Documents in the dataset",
                "before",
                "after",
                "Models that had read them",
                "none",
                "%s %s, step %d: read at %d steps, from %d to %d",
                "Passages of 13 words that other documents still hold",
                "%d passages in %d documents, which stay",
                "What was not done",
                "The signed record is %s.json; check it with `socle verify`.",
                "Copies were looked for in",
                "every text: %d documents were read",
                "the index of near copies: %d documents were compared"),
        FR(
                "Re\u00e7u d'un effacement",
                "Motif",
                "non indiqu\u00e9",
                "Date",
                "Demand\u00e9 (sous forme d'empreintes)",
                "Effac\u00e9",
                "documents\u00a0; %d jetons \u00e9cras\u00e9s",
                "Documents du jeu de donn\u00e9es",
                "avant",
                "apr\u00e8s",
                "Mod\u00e8les qui les avaient lus",
                "aucun",
                "%s %s, pas %d\u00a0: lus \u00e0 %d pas, de %d \u00e0 %d",
                "Passages de 13 mots que d'autres documents contiennent encore",
                "%d passages dans %d documents, qui restent",
                "Ce qui n'a pas \u00e9t\u00e9 fait",
                "L'enregistrement sign\u00e9 est %s.json\u00a0; il se v\u00e9rifie avec `socle verify`.",
                "O\u00f9 des copies ont \u00e9t\u00e9 cherch\u00e9es",
                "tous les textes\u00a0: %d documents lus",
                "l'index des quasi-doublons\u00a0: %d documents compar\u00e9s");

        private final String words; // one a line

        Language(String... words) {
            this.words = String.join("\n", words);
        }

        /// The ending of its file.
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final List<String> words;
    private final StringBuilder page = new StringBuilder();

    private ReceiptPage(Language language) {
        this.words = language.words.lines().toList();
    }

    /// The page.
    ///
    /// @param notDone what an erasure does not do, in the page's language
    static String of(Receipt receipt, Language language, List<String> notDone) {
        return new ReceiptPage(language).write(receipt, notDone);
    }

    private String word(int number, Object... values) {
        return String.format(Locale.ROOT, words.get(number), values);
    }

    private String write(Receipt r, List<String> notDone) {
        page.append("# ").append(word(0)).append(": ").append(r.erasure()).append("\n\n");
        line(word(1), r.reason().isEmpty() ? word(2) : r.reason());
        line(word(3), r.time());
        long tokens = r.documents().stream().mapToLong(Receipt.Gone::tokens).sum();
        line(word(5), r.documents().size() + " " + word(6, tokens));
        line(
                word(7),
                word(8)
                        + " "
                        + r.data().documentsBefore()
                        + ", "
                        + word(9)
                        + " "
                        + r.data().documentsAfter());
        int where = r.searched() == Reach.EVERY_TEXT ? 18 : 19;
        line(word(17), word(where, r.quoted().compared()));
        line(word(13), word(14, r.quoted().passages(), r.quoted().documents()));
        list(word(4), r.asked().stream().map(a -> a.kind() + " " + a.digest()).toList());
        list(
                word(10),
                r.models().isEmpty()
                        ? List.of(word(11))
                        : r.models().stream()
                                .map(m ->
                                        word(
                                                12,
                                                m.what(),
                                                m.digest(),
                                                m.step(),
                                                m.steps(),
                                                m.firstStep(),
                                                m.lastStep()))
                                .toList());
        list(word(15), notDone);
        return page.append(word(16, r.erasure())).append('\n').toString();
    }

    private void line(String name, String value) {
        page.append("- ").append(name).append(": ").append(value).append('\n');
    }

    private void list(String title, List<String> lines) {
        page.append("\n## ").append(title).append("\n\n");
        lines.forEach(line -> page.append("- ").append(line).append('\n'));
        page.append('\n');
    }
}
