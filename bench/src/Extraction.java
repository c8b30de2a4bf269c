import eu.socle.data.read.html.MainContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;

/// Times parsing and extraction of pages on one thread.
///
/// Arguments: folder of `*.html.gz`, rounds, folder for the texts of the last round. Prints one JSON line with the pages per second of each
/// round.
public final class Extraction {

    public static void main(String[] arguments) throws IOException {
        List<Path> files;
        try (Stream<Path> inside = Files.list(Path.of(arguments[0]))) {
            files = inside.filter(file -> file.toString().endsWith(".html.gz")).sorted().toList();
        }
        List<String> pages = new ArrayList<>();
        for (Path file : files) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                pages.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        StringBuilder rounds = new StringBuilder();
        List<String> texts = List.of();
        for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
            long started = System.nanoTime();
            texts =
                    pages.stream()
                            .map(page -> MainContent.of(Jsoup.parse(page).body(), eu.socle.data.read.html.Extraction.STANDARD))
                            .toList();
            double seconds = (System.nanoTime() - started) / 1e9;
            rounds.append(round == 0 ? "" : ", ").append(String.format(Locale.ROOT, "%.1f", pages.size() / seconds));
        }
        Path out = Files.createDirectories(Path.of(arguments[2]));
        for (int i = 0; i < files.size(); i++) {
            String name = String.valueOf(files.get(i).getFileName()).replace(".html.gz", ".txt");
            Files.writeString(out.resolve(name), texts.get(i));
        }
        System.out.println("{\"pages\": " + pages.size() + ", \"pagesPerSecond\": [" + rounds + "]}");
    }
}
