package eu.socle.data.personal.names;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Finds names of people; off unless the user gives a list ([NameList]) or a model ([NameTagger]).
/// Neither finds all, and both take other things for names: [#errorRate()] says what is known.
public sealed interface PersonNames permits NameList, NameTagger {

    /// Told of each name found, in order.
    @FunctionalInterface
    interface Found {
        void name(int start, int end);
    }

    /// Whether it is off.
    boolean isEmpty();

    /// Reads the whole text once.
    void find(char[] text, int size, Found found);

    /// How often it errs, in one sentence.
    String errorRate();

    /// Digest of everything that its finds depend on.
    Digest digest();

    /// Nobody: the recogniser is off.
    static PersonNames none() {
        return NameList.of(List.of(), List.of());
    }

    /// From two lists.
    static PersonNames of(List<String> given, List<String> family) {
        return NameList.of(given, family);
    }

    /// A list of lines `given<TAB>Anna` and `family<TAB>Horvat`, or a model as [NameTagger] writes
    /// it: its first line tells.
    ///
    /// @throws Refusal if the file cannot be read or is neither
    static PersonNames read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw Refusal.failure(
                    "the names of people " + file + " cannot be read: " + e.getMessage(), e);
        }
        boolean model = !lines.isEmpty() && lines.getFirst().startsWith("{");
        return model
                ? NameTagger.read(lines, file.toString())
                : NameList.read(lines, file.toString());
    }
}
