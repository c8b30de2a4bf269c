package eu.socle.data.personal.contact;

import eu.socle.core.Refusal;
import eu.socle.data.personal.text.Chars;
import eu.socle.data.personal.text.Fold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Names of people from a list the user gives: given names of the list and a surname of the list,
/// both written with a capital, particles between them allowed (`Anna van den Berg`); or the
/// surname first, in capitals or before a comma (`DURAND Marie`, `Durand, Marie`). Accents and case
/// do not count.
///
/// A list finds what it holds and takes streets and firms named after people for people: off unless
/// asked for. How often it errs is said in docs/reference/personal-data.md.
public final class PersonNames {
    private static final Set<String> PARTICLES =
            Set.of(
                    "de", "du", "des", "la", "le", "van", "der", "den", "von", "zu", "di", "da",
                    "del", "della", "dos", "e", "y", "af", "av", "ter", "ten");
    private static final int MOST_WORDS = 5;

    private final Fold fold = new Fold();
    private final Set<String> given;
    private final Set<String> family;

    private PersonNames(Collection<String> given, Collection<String> family) {
        this.given = given.stream().map(fold::of).collect(Collectors.toUnmodifiableSet());
        this.family = family.stream().map(fold::of).collect(Collectors.toUnmodifiableSet());
    }

    /// Nobody: the recogniser is off.
    public static PersonNames none() {
        return new PersonNames(Set.of(), Set.of());
    }

    /// Whether it is off.
    public boolean isEmpty() {
        return given.isEmpty() || family.isEmpty();
    }

    /// From two lists.
    public static PersonNames of(List<String> given, List<String> family) {
        return new PersonNames(given, family);
    }

    /// From a file of lines `given<TAB>Anna` and `family<TAB>Horvat`.
    ///
    /// @throws Refusal if it cannot be read or a line is neither
    public static PersonNames read(Path file) {
        List<String> first = new ArrayList<>();
        List<String> last = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw Refusal.failure(
                    "the list of names " + file + " cannot be read: " + e.getMessage(), e);
        }
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
        return new PersonNames(first, last);
    }

    /// Told of each name found, in order.
    @FunctionalInterface
    public interface Found {
        void name(int start, int end);
    }

    /// Reads the whole text once.
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
