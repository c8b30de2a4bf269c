package eu.socle.data.rights.licence.text;

import eu.socle.core.Rights.Licence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// Recognises whole licence texts, as in a repository's LICENSE file: the standard text word for
/// word, with room for names and years, is the licence, whatever copyright notices and titles stand
/// around it; a text that only resembles one is unknown.
public final class LicenceText {

    private static final int MOST_WORDS = 20_000; // the longest standard text has about 6 000
    private static final double NEARLY = 0.35; // resemblance from which a neighbour is named
    private static final double ALONE =
            0.2; // a sketch this far from all needs no word by word look

    private final List<LicenceTemplate> templates;

    private LicenceText(List<LicenceTemplate> templates) {
        this.templates = List.copyOf(templates);
    }

    /// What a text is, and which of its characters say so.
    ///
    /// @param from first character of the licence text; 0 when it is unknown
    /// @param to behind its last; the whole length when it is unknown
    /// @param nearly the licences that it resembles and is not
    public record Reading(Licence licence, int from, int to, List<String> nearly) {
        public Reading {
            nearly = List.copyOf(nearly);
        }
    }

    /// The texts of the SPDX list that a class of licences is known for.
    public static LicenceText standard() {
        List<LicenceTemplate> templates = new ArrayList<>();
        for (String line : table().split("\n", -1)) {
            String[] cells = line.split("\t", -1);
            if (!line.startsWith("#") && cells.length == 3) {
                templates.add(LicenceTemplate.read(cells[0], cells[1], cells[2]));
            }
        }
        return new LicenceText(templates);
    }

    static String table() {
        String name = "licence-texts.tsv";
        try (InputStream in =
                Objects.requireNonNull(LicenceText.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /// Identifiers of the licences whose texts are known, in the order of the list.
    public List<String> ids() {
        return templates.stream().map(LicenceTemplate::id).toList();
    }

    /// What a file says that should hold a licence.
    ///
    /// @param name of the file, for the evidence
    public Licence read(String text, String name) {
        return reading(text, name).licence();
    }

    /// As [#read], with the place of the words.
    public Reading reading(String text, String name) {
        LicenceTokens words = LicenceTokens.of(text, MOST_WORDS);
        if (words.length() < 10) {
            return unknown(text, name + " is too short for a licence text");
        }
        if (words.length() == MOST_WORDS) {
            return unknown(text, name + " is longer than any licence text");
        }
        Surroundings around = new Surroundings(text, words);
        int[] sketch = LicenceTemplate.sketchOf(words);
        LicenceTemplate nearest = null;
        double best = 0;
        List<LicenceTemplate> exact = new ArrayList<>();
        List<String> nearly = new ArrayList<>();
        for (LicenceTemplate template : templates) {
            double resemblance = template.resemblance(sketch);
            if (resemblance > best) {
                best = resemblance;
                nearest = template;
            }
            if (resemblance >= NEARLY) {
                nearly.add(template.id());
            }
            boolean ends =
                    resemblance >= ALONE
                            && template.ends(words, around.starts()).intersects(around.ends());
            if (ends) {
                exact.add(template);
            }
        }
        if (!exact.isEmpty()) {
            return known(text, name, words, around, exact);
        }
        if (nearest == null || best < NEARLY) {
            return unknown(text, name + " resembles no licence text known here");
        }
        String because =
                String.format(
                        Locale.ROOT,
                        "%s is nearly %s (resemblance %.2f), not its text",
                        name,
                        nearest.id(),
                        best);
        return new Reading(new Licence.Unknown(because), 0, text.length(), nearly);
    }

    private static Reading unknown(String text, String because) {
        return new Reading(new Licence.Unknown(because), 0, text.length(), List.of());
    }

    private static Reading known(
            String text,
            String name,
            LicenceTokens words,
            Surroundings around,
            List<LicenceTemplate> exact) {
        List<String> ids = exact.stream().map(LicenceTemplate::id).toList();
        Set<String> named = around.named();
        List<String> both = ids.stream().filter(named::contains).toList();
        if (named.size() > 1 || (named.size() == 1 && both.isEmpty() && !sibling(named, ids))) {
            return unknown(
                    text,
                    name
                            + " names "
                            + String.join(", ", named)
                            + " and is the text of "
                            + ids.getFirst());
        }
        String id = both.isEmpty() ? expression(ids) : both.getFirst();
        LicenceTemplate template = exact.get(ids.indexOf(id));
        int first = 0;
        int last = words.length();
        BitSet starts = around.starts();
        for (int s = starts.length() - 1; s >= 0; s = s == 0 ? -1 : starts.previousSetBit(s - 1)) {
            BitSet one = new BitSet();
            one.set(s);
            BitSet ends = template.ends(words, one);
            ends.and(around.ends());
            if (!ends.isEmpty()) {
                first = s;
                last = ends.nextSetBit(0);
                break;
            }
        }
        return new Reading(
                new Licence.Known(id, name + " is the text of " + id),
                words.start(first),
                words.end(last - 1),
                List.of());
    }

    /// A title names a GNU licence without the word that says whether later versions are meant.
    private static boolean sibling(Set<String> named, List<String> ids) {
        String one = bare(named.iterator().next());
        return ids.stream().anyMatch(id -> bare(id).equals(one));
    }

    private static String bare(String id) {
        return id.replace("-only", "").replace("-or-later", "");
    }

    /// GNU texts are the same for a version and its successors, with invariant sections or without;
    /// what the text alone says is `only`, the shortest.
    private static String expression(List<String> exact) {
        return exact.stream()
                .filter(id -> id.endsWith("-only"))
                .min(Comparator.comparingInt(String::length))
                .orElse(exact.getFirst());
    }
}
