package eu.socle.data.dedup.span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import eu.socle.Shared;
import eu.socle.data.dedup.DedupOracle;
import eu.socle.data.dedup.bloom.BloomFilter;
import eu.socle.data.dedup.near.XxHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The deduplication runs of dolma: configuration and documents in, attributes out.
class DolmaOracleTest {

    private static Path root() {
        return Shared.folder("oracles/dedup/dolma");
    }

    static Stream<Path> configurations() throws IOException {
        List<Path> all;
        try (Stream<Path> inside = Files.list(root().resolve("tests/config"))) {
            all =
                    inside.filter(f -> f.getFileName().toString().endsWith(".json"))
                            .filter(f -> DedupOracle.json(f).has("dedupe"))
                            .filter(f -> Files.exists(expected(f)))
                            .sorted()
                            .toList();
        }
        assertThat(all).isNotEmpty();
        return all.stream();
    }

    private static Path expected(Path configuration) {
        String name = configuration.getFileName().toString().replace(".json", "");
        return root().resolve("tests/data/expected/" + name + ".json.gz");
    }

    private static List<JsonNode> documents(JsonNode patterns) {
        List<JsonNode> documents = new ArrayList<>();
        for (String pattern : DedupOracle.strings(patterns)) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            try (Stream<Path> all = Files.walk(root())) {
                all.filter(f -> matcher.matches(root().relativize(f)))
                        .sorted()
                        .forEach(f -> documents.addAll(DedupOracle.lines(f)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return documents;
    }

    private record Attributes(String id, List<RepeatedParagraphs.Span> spans) {}

    @ParameterizedTest
    @MethodSource("configurations")
    void attributesAreThoseOfTheOracle(Path file) {
        JsonNode configuration = DedupOracle.json(file);
        JsonNode filter = configuration.get("bloom_filter");
        BloomFilter seen =
                BloomFilter.of(
                        10_000 + filter.get("estimated_doc_count").asLong(),
                        filter.get("desired_false_positive_rate").asDouble() / 1000);
        JsonNode dedupe = configuration.get("dedupe");
        List<Attributes> found = new ArrayList<>();
        String attribute;
        if (dedupe.has("paragraphs")) {
            attribute = dedupe.get("paragraphs").get("attribute_name").asString();
            RepeatedParagraphs paragraphs = new RepeatedParagraphs(seen, rule(dedupe));
            for (JsonNode d : documents(configuration.get("documents"))) {
                found.add(
                        new Attributes(
                                d.get("id").asString(), paragraphs.next(d.get("text").asString())));
            }
        } else if (dedupe.has("documents")) {
            attribute = dedupe.get("documents").get("attribute_name").asString();
            String path = dedupe.get("documents").get("key").asString();
            for (JsonNode d : documents(configuration.get("documents"))) {
                byte[] key = at(d, path).getBytes(StandardCharsets.UTF_8);
                long hash = XxHash.of64(key, 0, key.length);
                found.add(
                        new Attributes(
                                d.get("id").asString(),
                                seen.contains(hash)
                                        ? List.of(new RepeatedParagraphs.Span(0, key.length, 1))
                                        : List.of()));
                seen.add(hash);
            }
        } else {
            attribute = fail("an unknown kind of run: " + file);
        }
        List<Attributes> expected = new ArrayList<>();
        for (JsonNode line : DedupOracle.lines(expected(file))) {
            List<RepeatedParagraphs.Span> spans = new ArrayList<>();
            JsonNode all = line.get("attributes").get(attribute);
            if (all != null) {
                all.forEach(s ->
                        spans.add(
                                new RepeatedParagraphs.Span(
                                        s.get(0).asInt(), s.get(1).asInt(), s.get(2).asDouble())));
            }
            expected.add(new Attributes(line.get("id").asString(), spans));
        }
        assertThat(found).isEqualTo(expected);
    }

    private static RepeatedParagraphs.Rule rule(JsonNode dedupe) {
        JsonNode ngrams = dedupe.get("paragraphs").get("by_ngram");
        return ngrams == null
                ? RepeatedParagraphs.Rule.WHOLE
                : RepeatedParagraphs.Rule.ofNgrams(
                        ngrams.get("ngram_length").asInt(),
                        ngrams.get("stride").asInt(),
                        ngrams.get("overlap_threshold").asDouble());
    }

    private static String at(JsonNode document, String path) {
        JsonNode node = document;
        for (String name : path.substring(2).split("\\.", -1)) {
            node = node.get(name);
        }
        return node.asString();
    }
}
