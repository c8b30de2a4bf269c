package eu.socle.erase;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.core.Ledger;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Run;
import eu.socle.core.Seed;
import eu.socle.data.DataConfig;
import eu.socle.data.erase.Request;
import eu.socle.data.judge.PersonalSettings;
import eu.socle.data.recount.Recount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random datasets (pages, doubles, near doubles, quotes), random documents erased from them: what
/// goes and what stays is what a plain comparison of all texts says, in every file of the run.
final class ErasePropertyTest {

    private static final int WORDS = 13;
    private static final int PAGES = 36;

    @TempDir Path folder;

    /// The runs of 13 words of a text, as words; nothing of the product's own scan.
    private static Set<String> grams(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).strip().split("[^\\p{L}\\p{N}]+", -1);
        List<String> list = new ArrayList<>(List.of(words));
        list.removeIf(String::isEmpty);
        Set<String> grams = new HashSet<>();
        int length = Math.min(WORDS, list.size());
        for (int i = 0; i + length <= list.size() && length > 0; i++) {
            grams.add(String.join(" ", list.subList(i, i + length)));
        }
        return grams;
    }

    private static boolean isCopy(Set<String> one, Set<String> other) {
        Set<String> common = new HashSet<>(one);
        common.retainAll(other);
        return 2 * common.size() >= Math.min(one.size(), other.size()) && !common.isEmpty();
    }

    /// Pages of which each but the first may be a double of an earlier one, nearly it, or quote it.
    private List<String> pages(Seed seed) throws IOException {
        List<String> texts = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < PAGES; i++) {
            Seed draw = seed.of(i);
            long own = draw.bits(0) >>> 1;
            // a head of its own, so that no passage reaches from one text of a file into the next
            String head =
                    "Page " + Long.toString(own, 36).replaceAll("\\d", "x") + " of the book.\n";
            String text = head + Held.text(own, 4 + (int) draw.below(10, 1));
            if (i > 0) {
                String earlier = texts.get((int) draw.below(i, 2));
                List<String> sentences = earlier.lines().toList();
                int some = 1 + (int) draw.below(sentences.size(), 3);
                String part = String.join("\n", sentences.subList(0, some));
                switch ((int) draw.below(6, 4)) {
                    case 0 -> text = earlier.replace("\n", draw.below(2, 5) == 0 ? " " : "\n");
                    case 1 -> text = part + "\n" + Held.text(own, 1 + (int) draw.below(6, 6));
                    case 2 -> text = text + "\n" + sentences.getLast();
                    default -> {}
                }
            }
            texts.add(text);
            lines.append("{\"text\":")
                    .append(Json.canonical(text))
                    .append(",\"url\":\"https://example.org/")
                    .append(i)
                    .append("\"}\n");
        }
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/web.jsonl"), lines);
        return texts;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void what_goes_and_what_stays_is_what_a_plain_comparison_says(long number) throws IOException {
        Seed seed = new Seed(number).of("erase");
        pages(seed);
        boolean kept = number % 2 == 0; // what is kept for deciding again
        DataConfig config = Held.config(List.of(), kept, PersonalSettings.STANDARD);
        Held held = Held.make(folder.resolve("run"), folder, number == 1 ? 8 : 0, config);
        for (int round = 0; round < 3; round++) {
            erase(held, seed.of("round").of(round), round + 1);
        }
    }

    private void erase(Held held, Seed draw, int round) throws IOException {
        List<Document> before = held.documents();
        List<String> decodedBefore = held.decoded();
        Document asked = before.get((int) draw.below(before.size(), 0));
        Request request =
                draw.below(2, 1) == 0
                        ? new Request(List.of(asked.id()), List.of(), List.of())
                        : new Request(List.of(), List.of(asked.rights().url()), List.of());
        Set<String> sought = grams(asked.text());
        Set<String> goes = new TreeSet<>();
        List<Document> stays = new ArrayList<>();
        for (Document document : before) {
            if (isCopy(sought, grams(document.text()))) {
                goes.add(document.id());
            } else {
                stays.add(document);
            }
        }
        Receipt receipt;
        try (Run run = Held.open(held.directory(), Progress.SILENT)) {
            receipt = Erase.run(run, request, new byte[0], "round " + round).receipt();
        }
        assertThat(receipt.documents().stream().map(Receipt.Gone::document))
                .containsExactlyInAnyOrderElementsOf(goes.stream().map(Digest::of).toList());
        assertThat(held.documents()).isEqualTo(stays);

        Set<String> quoted = new HashSet<>();
        stays.forEach(document -> quoted.addAll(grams(document.text())));
        Set<String> gone = new HashSet<>(sought);
        gone.removeAll(quoted);
        Set<Long> passages =
                gone.stream()
                        .flatMap(gram -> eu.socle.data.erase.Passages.of(gram).stream())
                        .collect(Collectors.toSet());
        assertThat(EveryFile.holding(held, passages)).isEmpty();
        quoted.retainAll(sought);
        assertThat(receipt.quoted().passages()).isEqualTo(quoted.size());
        assertThat(receipt.quoted().compared()).isEqualTo(before.size());

        List<String> left = new ArrayList<>(decodedBefore);
        held.decoded().stream().filter(text -> !text.isEmpty()).forEach(left::remove);
        left.removeIf(String::isEmpty); // of earlier rounds
        assertThat(left.stream().map(ErasePropertyTest::grams))
                .as("token texts that are gone")
                .allMatch(grams -> isCopy(sought, grams));
        check(held, round);
    }

    /// Manifests, receipts, chain and every figure.
    private void check(Held held, int round) throws IOException {
        for (String stage : List.of("data", "token")) {
            Path at = held.directory().resolve(stage);
            assertThat(Manifest.read(at).damaged(at)).isEmpty();
        }
        List<Fact> facts =
                Ledger.read(held.directory().resolve("ledger.jsonl")).stream()
                        .map(Ledger.Line::fact)
                        .toList();
        assertThat(ReceiptCheck.faults(held.directory(), facts)).isEmpty();
        assertThat(
                        Collections.frequency(
                                facts.stream().<Object>map(Object::getClass).toList(),
                                Fact.DocumentsErased.class))
                .isEqualTo(round);
        try (Run run = Held.open(folder.resolve("counting"), Progress.SILENT)) {
            Recount recount =
                    Recount.of(
                            held.directory().resolve("data"),
                            facts,
                            Files.createTempDirectory(folder, "recount"),
                            run.workers(),
                            Progress.SILENT);
            assertThat(recount.faults()).isEmpty();
        }
    }
}
