package eu.socle.data.judge;

import com.fasterxml.jackson.annotation.JsonProperty;
import eu.socle.Shared;
import eu.socle.data.judge.english.EnglishWords;
import eu.socle.data.judge.english.MarkedSentences;
import eu.socle.data.judge.gopher.StopWordLists;
import eu.socle.data.judge.profile.Datatrove;
import eu.socle.data.judge.text.GivenWords;
import eu.socle.data.judge.text.RunWords;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.WhiteSpaceWords;
import eu.socle.data.judge.text.WordSplit;
import eu.socle.data.judge.web.C4Quality;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The filter cases: every `.jsonl.gz` file of the folder, one document a line.
final class FilterCases {

    static final String FOLDER = "oracles/filters";

    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private FilterCases() {}

    record Verdict(boolean keep, @Nullable String reason, @Nullable String error) {}

    record Quality(
            long words,
            @JsonProperty("non_symbol_words") long contentWords,
            @JsonProperty("non_symbol_word_chars") long contentCharacters,
            long hashes,
            long ellipses,
            long lines,
            @JsonProperty("bullet_lines") long bulletLines,
            @JsonProperty("ellipsis_lines") long ellipsisLines,
            @JsonProperty("alpha_words") long alphabeticWords,
            @JsonProperty("stop_words") long stopWords) {}

    record Repetition(
            @JsonProperty("chars") long characters,
            long paragraphs,
            @JsonProperty("dup_paragraphs") long copiedParagraphs,
            @JsonProperty("dup_paragraph_chars") long copiedParagraphCharacters,
            long lines,
            @JsonProperty("dup_lines") long copiedLines,
            @JsonProperty("dup_line_chars") long copiedLineCharacters,
            @JsonProperty("top_ngram_chars") Map<String, @Nullable Long> top,
            @JsonProperty("dup_ngram_chars") Map<String, Long> repeated) {}

    record FineWeb(
            long lines,
            @JsonProperty("punct_lines") long punctuatedLines,
            @JsonProperty("short_lines") long shortLines,
            @JsonProperty("dup_line_chars") long copiedCharacters,
            @JsonProperty("chars_without_newlines") long characters,
            long newlines) {}

    record C4(List<String> lines, long sentences, @Nullable String output) {}

    record FineWeb2Verdicts(
            String config,
            @JsonProperty("gopher_repetition") Verdict gopherRepetition,
            @JsonProperty("fineweb_quality") Verdict fineWebQuality,
            @JsonProperty("gopher_quality") Verdict gopherQuality) {}

    record DolmaFigures(
            @JsonProperty("fraction_of_characters_in_most_common_ngram") Map<String, Double> top,
            @JsonProperty("fraction_of_characters_in_duplicate_ngrams")
                    Map<String, Double> repeated,
            @JsonProperty("median_word_length") @Nullable Double medianWordLength,
            @JsonProperty("symbol_to_word_ratio") @Nullable Double symbols,
            @JsonProperty("fraction_of_words_with_alpha_character") @Nullable Double alphabetic,
            @JsonProperty("fraction_of_lines_starting_with_bullet_point") @Nullable Double bullets,
            @JsonProperty("fraction_of_lines_ending_with_ellipsis") @Nullable Double ellipses,
            @JsonProperty("fraction_of_duplicate_lines") @Nullable Double copiedLines,
            @JsonProperty("fraction_of_characters_in_duplicate_lines")
                    @Nullable Double copiedLineCharacters,
            @JsonProperty("character_count") @Nullable Long characters,
            @JsonProperty("word_count") @Nullable Long words,
            @JsonProperty("required_word_count") @Nullable Long stopWords) {}

    record Dolma(
            @JsonProperty("gopher_v1") DolmaFigures first,
            @JsonProperty("gopher_v2") DolmaFigures second) {}

    record Case(
            String id,
            String lang,
            @JsonProperty("word_tokenizer") String wordTokenizer,
            @Nullable List<String> words,
            String text,
            Map<String, Verdict> decisions,
            @JsonProperty("gopher_quality") Quality quality,
            @JsonProperty("gopher_repetition") Repetition repetition,
            @JsonProperty("fineweb_quality") FineWeb fineWeb,
            @JsonProperty("c4_quality") C4 c4,
            @Nullable FineWeb2Verdicts fineweb2,
            Dolma dolma) {

        /// The words the reference saw.
        WordSplit split() {
            return switch (wordTokenizer) {
                case "ws" -> new WhiteSpaceWords();
                case "rx1" -> new RunWords();
                case "spacy-en" -> new GivenWords(java.util.Objects.requireNonNull(words));
                default -> throw new AssertionError(id + ": unknown tokenizer " + wordTokenizer);
            };
        }
    }

    /// The chain of cases whose words came from spaCy: edited lines are cut as it cuts them.
    static Chain english(Scan scan, StopWordLists stopWords) {
        EnglishWords words = new EnglishWords();
        return Datatrove.chain(scan, words, new MarkedSentences(words), stopWords);
    }

    static C4Quality c4(Chain chain) {
        return chain.measures().stream()
                .filter(C4Quality.class::isInstance)
                .map(C4Quality.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /// All files, in the order of their names; at least one.
    static List<Path> files() {
        try (Stream<Path> inside = Files.list(Shared.folder(FOLDER))) {
            List<Path> files =
                    inside.filter(f -> f.toString().endsWith(".jsonl.gz")).sorted().toList();
            if (files.isEmpty()) {
                throw new AssertionError("no cases in " + FOLDER);
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void forEach(Path file, Consumer<Case> use) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file), 1 << 16),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                use.accept(JSON.readValue(line, Case.class));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
