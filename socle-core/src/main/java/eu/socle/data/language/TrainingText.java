package eu.socle.data.language;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Passages a language, as the training sees them: a folder of `<code>/*.txt` or `.txt.gz`, one
/// passage a line.
///
/// Of each file only so many characters are taken that no source and no language outweighs the
/// others; which ones, a hash of the passage decides, so that the order of lines does not matter.
///
/// @param passages code of the language, then its passages, sorted by their hash
/// @param digest of everything taken
public record TrainingText(NavigableMap<String, List<String>> passages, Digest digest) {

    private static final long MOST_OF_FILE = 800_000; // a quarter of the largest handbooks
    private static final long MOST_OF_WORD_LIST = 300_000; // dictionaries lack inflected forms

    /// Reads a folder with the usual bounds.
    ///
    /// @throws Refusal usage, if the folder has fewer than two languages or an empty one
    public static TrainingText read(Path folder) {
        return read(folder, MOST_OF_FILE, MOST_OF_WORD_LIST);
    }

    /// Reads a folder.
    ///
    /// @param mostOfFile characters taken of one file
    /// @param mostOfWordList characters taken of a file of single words (`*.words.txt.gz`)
    /// @throws Refusal usage, if the folder has fewer than two languages or an empty one
    public static TrainingText read(Path folder, long mostOfFile, long mostOfWordList) {
        NavigableMap<String, List<String>> passages = new TreeMap<>();
        MessageDigest digest = Digest.sha256();
        try {
            for (Path language : inside(folder, Files::isDirectory)) {
                String code = language.getFileName().toString();
                List<String> taken = new ArrayList<>();
                for (Path file : inside(language, TrainingText::isText)) {
                    boolean words = file.getFileName().toString().contains(".words.");
                    take(file, words ? mostOfWordList : mostOfFile, taken);
                }
                if (!code.matches("[a-z]{2,3}") || taken.isEmpty()) {
                    throw Refusal.usage(
                            language
                                    + " is no language with text; each folder in "
                                    + folder
                                    + " must be named by a code of two or three letters and hold"
                                    + " lines in *.txt or *.txt.gz.");
                }
                List<String> ordered = ordered(taken);
                digest.update((code + "\n").getBytes(StandardCharsets.UTF_8));
                ordered.forEach(p -> digest.update((p + "\n").getBytes(StandardCharsets.UTF_8)));
                passages.put(code, ordered);
            }
        } catch (IOException e) {
            throw Refusal.failure(
                    "the text in " + folder + " cannot be read: " + e.getMessage() + ".", e);
        }
        if (passages.size() < 2) {
            throw Refusal.usage(
                    folder
                            + " holds "
                            + passages.size()
                            + " languages; at least two are needed to tell them apart.");
        }
        return new TrainingText(passages, new Digest(HexFormat.of().formatHex(digest.digest())));
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".txt") || name.endsWith(".txt.gz");
    }

    private static List<Path> inside(Path folder, java.util.function.Predicate<Path> wanted)
            throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(wanted).sorted().toList();
        }
    }

    private static void take(Path file, long most, List<String> taken) throws IOException {
        List<String> lines = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain =
                        file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        plain,
                                        StandardCharsets.UTF_8
                                                .newDecoder()
                                                .onMalformedInput(CodingErrorAction.REPORT)))) {
            String line = in.readLine();
            while (line != null) {
                if (!line.isBlank()) {
                    lines.add(line.strip());
                }
                line = in.readLine();
            }
        }
        long characters = 0;
        for (String line : ordered(lines)) {
            if (characters >= most) {
                return;
            }
            taken.add(line);
            characters += line.length();
        }
    }

    private static List<String> ordered(List<String> lines) {
        record Keyed(long key, String line) {}
        return lines.stream()
                .map(line -> new Keyed(hash(line), line))
                .sorted(Comparator.comparingLong(Keyed::key).thenComparing(Keyed::line))
                .map(Keyed::line)
                .toList();
    }

    private static long hash(String line) {
        long h = 0xcbf29ce484222325L; // FNV-1a, 64 bits
        for (int i = 0; i < line.length(); i++) {
            h = (h ^ line.charAt(i)) * 0x100000001b3L;
        }
        h = (h ^ (h >>> 32)) * 0x9E3779B97F4A7C15L;
        return h ^ (h >>> 29);
    }
}
