package eu.socle.erase;

import eu.socle.core.Document;
import eu.socle.data.erase.Passages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Every file of a run, read as what it is and as plain bytes.
final class EveryFile {

    private EveryFile() {}

    /// Names what holds any of these passages: files by their path, documents of the dataset and of
    /// the token shards, whose files are compressed or of numbers.
    static List<String> holding(Held held, Set<Long> passages) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(held.directory())) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        List<String> holders = new ArrayList<>();
        for (Path file : files) {
            if (holds(file, passages)) {
                holders.add(held.directory().relativize(file).toString());
            }
        }
        for (Document document : held.documents()) {
            if (Passages.of(document.text()).stream().anyMatch(passages::contains)) {
                holders.add("data: " + document.id());
            }
        }
        for (String text : held.decoded()) {
            if (Passages.of(text).stream().anyMatch(passages::contains)) {
                holders.add("token");
            }
        }
        return holders;
    }

    /// A file as one text, with zeros and other bytes as blanks.
    private static boolean holds(Path file, Set<Long> passages) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        Set<Long> inside = new HashSet<>(Passages.of(text));
        inside.addAll(Passages.of(text.replace("\\n", " ").replace("\\t", " ")));
        inside.retainAll(passages);
        return !inside.isEmpty();
    }
}
