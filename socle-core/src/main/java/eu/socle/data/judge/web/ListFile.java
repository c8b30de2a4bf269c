package eu.socle.data.judge.web;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A list that the user gives: one entry a line, blank lines and lines that begin with `#` left
/// out. None is shipped.
///
/// @param entries without white space at their ends
/// @param digest of the file
public record ListFile(List<String> entries, Digest digest) {

    /// A list without entries.
    public static final ListFile NONE = of(List.of());

    public ListFile {
        entries = List.copyOf(entries);
    }

    /// Reads a file in UTF-8.
    ///
    /// @throws Refusal usage, if it cannot be read
    public static ListFile read(Path file) {
        try {
            return new ListFile(
                    Files.readAllLines(file).stream()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                            .toList(),
                    Digest.ofFile(file));
        } catch (IOException e) {
            throw Refusal.usage(
                    "the list "
                            + file
                            + " cannot be read; correct its path in data.quality (a text in UTF-8, one entry a line).");
        }
    }

    /// These entries.
    public static ListFile of(List<String> entries) {
        return new ListFile(entries, Digest.of(String.join("\n", entries)));
    }

    /// The entries in lower case with nothing but the letters a to z and digits.
    Set<String> plainWords() {
        return entries.stream()
                .map(Addresses::plain)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
