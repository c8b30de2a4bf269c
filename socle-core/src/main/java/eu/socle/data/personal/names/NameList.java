package eu.socle.data.personal.names;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.data.personal.text.Chars;
import eu.socle.data.personal.text.Fold;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Names of people from a list the user gives: given names of the list and a surname of the list,
/// both written with a capital, particles between them allowed (`Anna van den Berg`); or the
/// surname first, in capitals or before a comma (`DURAND Marie`, `Durand, Marie`). Accents and case
/// do not count.
///
/// A list finds what it holds and takes streets and firms named after people for people: off unless
/// asked for. How often it errs is said in docs/reference/personal-data.md.
public final class NameList implements PersonNames {
    private static final Set<String> PARTICLES =
            Set.of(
                    "de", "du", "des", "la", "le", "van", "der", "den", "von", "zu", "di", "da",
                    "del", "della", "dos", "e", "y", "af", "av", "ter", "ten");
    private static final int MOST_WORDS = 5;

    private final Fold fold = new Fold();
    private final Set<String> given;
    private final Set<String> family;

    private NameList(Collection<String> given, Collection<String> family) {
        this.given = given.stream().map(fold::of).collect(Collectors.toUnmodifiableSet());
        this.family = family.stream().map(fold::of).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean isEmpty() {
        return given.isEmpty() || family.isEmpty();
    }

    @Override
    public Digest digest() {
        return Digest.of(
                String.join("\n", new TreeSet<>(given))
                        + "\n\n"
                        + String.join("\n", new TreeSet<>(family)));
    }

    @Override
    public String errorRate() {
        return "a list of "
                + given.size()
                + " given and "
                + family.size()
                + " family names: it finds names whose parts it holds, and no others; streets and"
                + " firms called like people are taken for people";
    }

    /// From two lists.
    static NameList of(List<String> given, List<String> family) {
        return new NameList(given, family);
    }

    /// From lines `given<TAB>Anna` and `family<TAB>Horvat`.
    ///
    /// @param file its name, for refusals
    /// @throws Refusal if a line is neither
    static NameList read(List<String> lines, String file) {
        List<String> first = new ArrayList<>();
        List<String> last = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String[] fields = lines.get(i).strip().split("\t", -1);
            boolean known =
                    fields.length == 2 && (fields[0].equals("given") || fields[0].equals("family"));
            if (!known && !lines.get(i).isBlank()) {
                throw Refusal.usage(
                        file
                                + ", line "
                                + (i + 1)
                                + ": write `given`, a tab and a name, or `family`, a tab and a name");
            }
            if (known) {
                (fields[0].equals("given") ? first : last).add(fields[1].strip());
            }
        }
        return new NameList(first, last);
    }

    Set<String> given() {
        return given;
    }

    Set<String> family() {
        return family;
    }

    @Override
    public void find(char[] text, int size, Found found) {
        int at = 0;
        while (at < size) {
            int end = wordEnd(text, size, at);
            if (end == at) {
                at++;
                continue;
            }
            int nameEnd = Character.isUpperCase(text[at]) ? nameEnd(text, size, at, end) : -1;
            if (nameEnd > 0) {
                found.name(at, nameEnd);
            }
            at = Math.max(end, nameEnd);
        }
    }

    /// After the name whose first word is [at, end); -1 without one.
    private int nameEnd(char[] text, int size, int at, int end) {
        if (isGiven(text, at, end)) {
            int after = surnameEnd(text, size, end);
            if (after > 0) {
                return after;
            }
        }
        if (!family.contains(word(text, at, end))) {
            return -1;
        }
        boolean comma = end < size && text[end] == ',';
        int next = comma ? end + 1 : end;
        boolean first = comma || Character.isUpperCase(text[end - 1]);
        if (!first || next + 1 >= size || !Chars.isBlank(text[next])) {
            return -1;
        }
        int after = wordEnd(text, size, next + 1);
        boolean named = Character.isUpperCase(text[next + 1]) && isGiven(text, next + 1, after);
        return named ? after : -1;
    }

    /// A given name of the list, or several with hyphens.
    private boolean isGiven(char[] text, int from, int to) {
        if (given.contains(word(text, from, to))) {
            return true;
        }
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || text[i] == '-') {
                if (start == from && i == to) {
                    return false;
                }
                if (!given.contains(word(text, start, i))) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    /// After the surnames that follow; -1 without one.
    private int surnameEnd(char[] text, int size, int from) {
        int at = from;
        int found = -1;
        for (int words = 0;
                words < MOST_WORDS && at + 1 < size && Chars.isBlank(text[at]);
                words++) {
            int end = wordEnd(text, size, at + 1);
            if (end == at + 1) {
                return found;
            }
            String word = word(text, at + 1, end);
            boolean capital = Character.isUpperCase(text[at + 1]);
            if (capital && family.contains(word)) {
                found = end;
            } else if (!PARTICLES.contains(word) && !(capital && isGiven(text, at + 1, end))) {
                return found;
            }
            at = end;
        }
        return found;
    }

    private String word(char[] text, int from, int to) {
        StringBuilder folded = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char c = fold.of(text[i]);
            if (c != Fold.NOTHING) {
                folded.append(c);
            }
        }
        return folded.toString();
    }

    private static int wordEnd(char[] text, int size, int from) {
        int end = from;
        while (end < size && (Character.isLetter(text[end]) || (end > from && text[end] == '-'))) {
            end++;
        }
        return end;
    }
}
