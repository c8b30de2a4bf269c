package eu.socle.data.rights.licence.text;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Rights.Licence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every known licence text changed in its sense: a clause less, a `not` more, a restriction at any
/// place. None of them is taken for the licence. The restrictions were written without looking at
/// the words that the reader stops at.
class LicenceMutationsTest {

    private static final long SEED = 20261125;
    private static final int EACH = 7; // restrictions for a text; no divisor of their number
    private static final LicenceText TEXTS = LicenceText.standard();

    private static final List<String> RESTRICTIONS =
            List.of(
                    "No military use.",
                    "\"Commons Clause\" License Condition v1.0\nThe License does not include the right to Sell the Software.",
                    "You may not use the Software for the training of machine learning systems.",
                    "The Software shall be used for Good, not Evil.",
                    "This permission is void for companies with more than 50 employees.",
                    "Non-commercial use only.",
                    "Personal and educational use.",
                    "Free for academic research.",
                    "Users in the aviation industry are excluded.",
                    "Hosting the Software as a service requires a paid licence.",
                    "Redistribution on physical media is prohibited.",
                    "Each user must send a postcard to the author.",
                    "Permission ends after thirty days.",
                    "All use by governments needs written consent.",
                    "Military applications: forbidden.",
                    "The rights above do not extend to text and data mining.",
                    "Nur für nichtkommerzielle Zwecke.",
                    "Die Nutzung für das Training künstlicher Intelligenz ist untersagt.",
                    "Usage commercial interdit.",
                    "Sauf pour l'apprentissage automatique.",
                    "Vietato l'uso militare.",
                    "Prohibido el uso comercial.",
                    "Alleen voor persoonlijk gebruik.",
                    "Z wyjątkiem użytku komercyjnego.");

    /// The list's text has words that the list's template does not have.
    private static final Set<String> REFUSED_BY_ITS_OWN_TEMPLATE =
            Set.of("Apache-1.1", "SAX-PD-2.0");

    private record Text(String id, String words, String required) {}

    private static List<Text> texts() throws IOException {
        List<Text> all = new ArrayList<>();
        for (String id : TEXTS.ids()) {
            var json = TextTables.json(id + ".json");
            String template = json.get("standardLicenseTemplate").stringValue();
            all.add(
                    new Text(
                            id,
                            json.get("licenseText").stringValue(),
                            letters(withoutOptional(template))));
        }
        return all;
    }

    private static String withoutOptional(String template) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        for (String piece : template.split("<<", -1)) {
            int close = piece.indexOf(">>");
            String tag = close < 0 ? "" : piece.substring(0, close);
            depth += tag.startsWith("beginOptional") ? 1 : tag.startsWith("endOptional") ? -1 : 0;
            String words = piece.substring(close < 0 ? 0 : close + 2);
            boolean notice = tag.contains("match=\".{0,5000}\"");
            String own = notice ? " \u0001 " : TextTables.value(tag, "original");
            String said = tag.startsWith("var") ? own + words : words;
            out.append(depth > 0 ? " \u0001 " : said).append(' ');
        }
        return out.toString();
    }

    private static String letters(String text) {
        StringBuilder out = new StringBuilder(" ");
        String lower = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                out.append(c);
            } else if (out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        return " " + out.toString().strip() + " ";
    }

    /// Texts of the GNU licences that are one text.
    private static String base(String id) {
        return id.replace("-only", "")
                .replace("-or-later", "")
                .replace("-no-invariants", "")
                .replace("-invariants", "");
    }

    @Test
    void everyTextIsKnownAlsoBelowNotices() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> before =
                List.of(
                        "",
                        "Copyright (c) 2021 Ana Example <ana@example.eu>\nAll rights reserved.\n\n",
                        "/*\n * \u00a9 2019-2026 The Example Authors\n * Portions Copyright 2003 Example Institute for Open Science, Ltd\n */\n\n",
                        "SPDX-FileCopyrightText: 2024 Jan de Vries\n\n==========\n");
        for (Text text : texts()) {
            if (REFUSED_BY_ITS_OWN_TEMPLATE.contains(text.id())) {
                assertThat(TEXTS.read(text.words(), "LICENSE").label()).isEqualTo("unknown");
                continue;
            }
            for (String notice : before) {
                Licence read = TEXTS.read(notice + text.words(), "LICENSE");
                if (!base(read.label()).equals(base(text.id()))) {
                    wrong.add(text.id() + " below \"" + notice.strip() + "\": " + read);
                }
            }
        }
        assertThat(wrong).as(String.join("\n", wrong)).isEmpty();
    }

    @Test
    void noTextWithARestrictionIsTheLicence() throws IOException {
        Random random = new Random(SEED);
        List<String> wrong = new ArrayList<>();
        int count = 0;
        int next = 0;
        for (Text text : texts()) {
            for (int i = 0; i < EACH; i++) {
                String restriction = RESTRICTIONS.get(next++ % RESTRICTIONS.size());
                for (String changed : with(restriction, text.words(), random)) {
                    count++;
                    refused(text, restriction, changed, wrong);
                }
            }
        }
        assertThat(count).isGreaterThan(3_000);
        assertThat(wrong).as(String.join("\n", wrong)).isEmpty();
    }

    /// At the top, at the end, in the copyright line, behind it, and at two places between words.
    private static List<String> with(String restriction, String text, Random random) {
        List<String> all = new ArrayList<>();
        switch (random.nextInt(4)) {
            case 0 -> all.add(restriction + "\n\n" + text);
            case 1 -> all.add(text + "\n" + restriction + "\n");
            case 2 -> all.add("Copyright (c) 2020 Ana Example. " + restriction + "\n" + text);
            default -> all.add("Copyright (c) 2020 Ana Example\n" + restriction + "\n\n" + text);
        }
        int notice = text.toLowerCase(Locale.ROOT).indexOf("copyright (c)");
        int line = notice < 0 ? -1 : text.indexOf('\n', notice);
        if (line > 0) {
            all.add(text.substring(0, line) + " " + restriction + text.substring(line));
        }
        for (int i = 0; i < 2; i++) {
            int blank = text.indexOf(' ', random.nextInt(text.length()));
            if (blank > 0) {
                all.add(text.substring(0, blank) + " " + restriction + text.substring(blank));
            }
        }
        return all;
    }

    @Test
    void noTextWithAWordTurnedIsTheLicence() throws IOException {
        Random random = new Random(SEED);
        List<String> wrong = new ArrayList<>();
        String[] turns = {"not", "no", "never", "except", "only", "commercially"};
        for (Text text : texts()) {
            for (int i = 0; i < 20; i++) {
                int blank = text.words().indexOf(' ', random.nextInt(text.words().length()));
                if (blank > 0) {
                    String turn = turns[i % turns.length];
                    refused(
                            text,
                            turn,
                            text.words().substring(0, blank)
                                    + " "
                                    + turn
                                    + text.words().substring(blank),
                            wrong);
                }
            }
        }
        assertThat(wrong).as(String.join("\n", wrong)).isEmpty();
    }

    @Test
    void noTextWithoutOneOfItsClausesIsTheLicence() throws IOException {
        Random random = new Random(SEED);
        List<String> wrong = new ArrayList<>();
        int count = 0;
        for (Text text : texts()) {
            List<String> sentences = List.of(text.words().split("(?<=[.;:])\\s+"));
            for (int i = 0; i < 12; i++) {
                int one = random.nextInt(sentences.size());
                String clause = sentences.get(one);
                String plain = letters(clause);
                boolean required =
                        plain.length() > 30
                                && text.required().contains(plain)
                                && text.required().indexOf(plain)
                                        == text.required().lastIndexOf(plain);
                if (!required) {
                    continue;
                }
                List<String> rest = new ArrayList<>(sentences);
                rest.remove(one);
                count++;
                Licence read = TEXTS.read(String.join(" ", rest), "LICENSE");
                if (base(read.label()).equals(base(text.id()))) {
                    wrong.add(text.id() + " without \"" + clause + "\"");
                }
            }
        }
        assertThat(count).isGreaterThan(500);
        assertThat(wrong).as(String.join("\n", wrong)).isEmpty();
    }

    private static void refused(Text text, String what, String changed, List<String> wrong) {
        Licence read = TEXTS.read(changed, "LICENSE");
        if (read instanceof Licence.Known) {
            int at = Math.max(0, changed.indexOf(what) - 60);
            wrong.add(
                    text.id()
                            + " with \""
                            + what
                            + "\" is "
                            + read.label()
                            + ": "
                            + changed.substring(
                                            at,
                                            Math.min(changed.length(), at + 120 + what.length()))
                                    .replace('\n', ' '));
        }
    }
}
