package eu.socle.data.personal.contact;

import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Names of people from a list the user gives: a given name of the list followed by a surname of
/// the list, both written with a capital, particles between them allowed.
///
/// A list finds what it holds and takes streets and firms named after people for people: off unless
/// asked for, and its error rate depends on the list and has not been measured.
public final class PersonNames {
    private static final Set<String> PARTICLES =
            Set.of(
                    "de", "du", "des", "la", "le", "van", "der", "den", "von", "zu", "di", "da",
                    "del", "della", "dos", "e", "y", "af", "av", "ter", "ten");
    private static final int MOST_WORDS = 5;

    private final Set<String> given;
    private final Set<String> family;

    private PersonNames(Set<String> given, Set<String> family) {
        this.given = Set.copyOf(given);
        this.family = Set.copyOf(family);
    }

    /// Nobody: the recogniser is off.
    public static PersonNames none() {
        return new PersonNames(Set.of(), Set.of());
    }

    /// Whether it is off.
    public boolean isEmpty() {
        return given.isEmpty() || family.isEmpty();
    }

    /// From two lists; case does not count.
    public static PersonNames of(List<String> given, List<String> family) {
        Set<String> first = new HashSet<>();
        Set<String> last = new HashSet<>();
        given.forEach(name -> first.add(name.toLowerCase(Locale.ROOT)));
        family.forEach(name -> last.add(name.toLowerCase(Locale.ROOT)));
        return new PersonNames(first, last);
    }

    /// From a file of lines `given<TAB>Anna` and `family<TAB>Horvat`.
    ///
    /// @throws Refusal if it cannot be read or a line is neither
    public static PersonNames read(Path file) {
        Set<String> first = new HashSet<>();
        Set<String> last = new HashSet<>();
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
                (fields[0].equals("given") ? first : last)
                        .add(fields[1].strip().toLowerCase(Locale.ROOT));
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
            boolean capital = Character.isUpperCase(text[at]);
            int nameEnd =
                    capital && given.contains(word(text, at, end))
                            ? surnameEnd(text, size, end)
                            : -1;
            if (nameEnd > 0) {
                found.name(at, nameEnd);
            }
            at = Math.max(end, nameEnd);
        }
    }

    /// After the surname that follows; -1 without one.
    private int surnameEnd(char[] text, int size, int from) {
        int at = from;
        for (int words = 0; words < MOST_WORDS && at + 1 < size && text[at] == ' '; words++) {
            int end = wordEnd(text, size, at + 1);
            if (end == at + 1) {
                return -1;
            }
            String word = word(text, at + 1, end);
            boolean capital = Character.isUpperCase(text[at + 1]);
            if (capital && family.contains(word)) {
                return end;
            }
            if (!PARTICLES.contains(word) && !(capital && given.contains(word))) {
                return -1;
            }
            at = end;
        }
        return -1;
    }

    private static String word(char[] text, int from, int to) {
        return new String(text, from, to - from).toLowerCase(Locale.ROOT);
    }

    private static int wordEnd(char[] text, int size, int from) {
        int end = from;
        while (end < size && (Character.isLetter(text[end]) || (end > from && text[end] == '-'))) {
            end++;
        }
        return end;
    }
}
