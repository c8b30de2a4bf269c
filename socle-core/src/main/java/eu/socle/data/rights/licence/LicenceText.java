package eu.socle.data.rights.licence;

import eu.socle.core.Rights.Licence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Recognises whole licence texts, as in a repository's LICENSE file: the standard text word for
/// word, with room for names and years, is the licence; a text that only resembles one is unknown.
public final class LicenceText {

    private static final int MOST_WORDS = 20_000; // the longest standard text has about 6 000
    private static final double NEARLY = 0.35; // resemblance from which a neighbour is named
    private static final double ALONE =
            0.2; // a sketch this far from all needs no word by word look

    private final List<LicenceTemplate> templates;

    private LicenceText(List<LicenceTemplate> templates) {
        this.templates = List.copyOf(templates);
    }

    /// The texts of the SPDX list that a class of licences is known for.
    public static LicenceText standard() {
        List<LicenceTemplate> templates = new ArrayList<>();
        for (String line : SpdxList.resource("licence-texts.tsv").split("\n", -1)) {
            String[] cells = line.split("\t", -1);
            if (!line.startsWith("#") && cells.length == 3) {
                templates.add(LicenceTemplate.read(cells[0], cells[1], cells[2]));
            }
        }
        return new LicenceText(templates);
    }

    /// What a file says that should hold a licence.
    ///
    /// @param name of the file, for the evidence
    public Licence read(String text, String name) {
        LicenceTokens words = LicenceTokens.of(text, MOST_WORDS);
        if (words.length() < 10) {
            return new Licence.Unknown(name + " is too short for a licence text");
        }
        if (words.length() == MOST_WORDS) {
            return new Licence.Unknown(name + " is longer than any licence text");
        }
        int[] sketch = LicenceTemplate.sketchOf(words);
        LicenceTemplate nearest = null;
        double best = 0;
        List<String> exact = new ArrayList<>();
        for (LicenceTemplate template : templates) {
            double resemblance = template.resemblance(sketch);
            if (resemblance > best) {
                best = resemblance;
                nearest = template;
            }
            if (resemblance >= ALONE && template.matches(words)) {
                exact.add(template.id());
            }
        }
        if (!exact.isEmpty()) {
            return new Licence.Known(
                    expression(exact), name + " is the text of " + exact.getFirst());
        }
        if (nearest == null || best < NEARLY) {
            return new Licence.Unknown(name + " resembles no licence text known here");
        }
        return new Licence.Unknown(
                String.format(
                        Locale.ROOT,
                        "%s is nearly %s (resemblance %.2f), not its text",
                        name,
                        nearest.id(),
                        best));
    }

    /// GNU texts are the same for a version and its successors; what the text alone says is `only`.
    private static String expression(List<String> exact) {
        return exact.stream()
                .filter(id -> id.endsWith("-only"))
                .findFirst()
                .orElse(exact.getFirst());
    }
}
