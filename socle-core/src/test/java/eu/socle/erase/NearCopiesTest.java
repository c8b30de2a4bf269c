package eu.socle.erase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.data.erase.Reach;
import eu.socle.data.erase.Request;
import eu.socle.data.erase.Search;
import eu.socle.data.erase.Target;
import eu.socle.data.erase.Why;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Near copies that the data stage kept apart, found by the index and by reading every text.
final class NearCopiesTest {

    private static final int PAIRS = 40;

    @TempDir Path folder;

    /// Each page with a copy that has 11 of its 14 sentences: similarity 0.65, below what makes a
    /// double most of the time.
    @BeforeEach
    void pages() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < PAIRS; i++) {
            lines.append(line("page-" + i, Held.text(i, 14)));
            lines.append(line("near-" + i, Held.text(i, 11) + "\n" + Held.text(500 + i, 3)));
            lines.append(line("quote-" + i, Held.text(700 + i, 12) + "\n" + Held.text(i, 2)));
        }
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/web.jsonl"), lines);
    }

    private static String line(String name, String text) {
        return "{\"text\":"
                + Json.canonical(text)
                + ",\"url\":\"https://example.org/"
                + name
                + "\"}\n";
    }

    private static Request url(String name) {
        return new Request(List.of(), List.of("https://example.org/" + name), List.of());
    }

    private static Set<String> names(List<Target> targets) {
        return targets.stream()
                .map(target -> target.url().substring("https://example.org/".length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_index_finds_most_of_the_copies_that_reading_every_text_finds_and_no_others()
            throws IOException {
        Held held = Held.data(folder.resolve("run"), folder, Held.config(List.of()));
        Path data = held.directory().resolve("data");
        Set<String> kept =
                held.documents().stream()
                        .map(Document::rights)
                        .map(rights -> rights.url().substring("https://example.org/".length()))
                        .collect(Collectors.toSet());
        int copies = 0;
        int found = 0;
        try (Run run = Held.open(held.directory(), Progress.SILENT)) {
            for (int i = 0; i < PAIRS; i++) {
                if (!kept.contains("page-" + i) || !kept.contains("near-" + i)) {
                    continue; // one is a double of the other
                }
                Request request = url("page-" + i);
                Search.Finding every =
                        Search.of(data, request, Optional.empty(), run.workers(), run.progress());
                Search.Finding indexed = Search.indexed(data, request, Optional.empty());
                assertThat(names(every.targets())).containsExactly("near-" + i, "page-" + i);
                assertThat(every.quoting()).isEqualTo(kept.contains("quote-" + i) ? 1 : 0);
                assertThat(every.read()).isEqualTo(kept.size());
                assertThat(every.targets()).containsAll(indexed.targets());
                assertThat(indexed.reach()).isEqualTo(Reach.INDEX);
                assertThat(indexed.read()).isLessThan(3);
                copies++;
                found += indexed.targets().size() - 1;
            }
        }
        assertThat(copies).as("pairs that the data stage kept apart").isGreaterThan(PAIRS / 4);
        assertThat(found).isGreaterThan(copies * 3 / 4);
    }

    @Test
    void an_erasure_by_index_says_in_receipt_and_page_what_was_not_read() throws IOException {
        Held held = Held.data(folder.resolve("run"), folder, Held.config(List.of()));
        List<Document> before = held.documents();
        Receipt receipt;
        try (Run run = Held.open(held.directory(), Progress.SILENT)) {
            Search.Finding finding = indexed(held, url("page-3"));
            receipt = Erase.run(run, url("page-3"), Reach.INDEX, new byte[0], "").receipt();
            assertThat(receipt.documents()).hasSize(finding.targets().size());
            assertThat(receipt.documents().getFirst().why()).isIn(Why.ADDRESS, Why.NEAR_DUPLICATE);
        }
        assertThat(receipt.searched()).isEqualTo(Reach.INDEX);
        assertThat(receipt.notDone().getFirst()).contains("index of near copies alone");
        Path erasures = held.directory().resolve("erasures");
        assertThat(Files.readString(erasures.resolve("erasure-0001.en.md")))
                .contains("Texts were not read")
                .contains("the index of near copies: " + receipt.quoted().compared());
        assertThat(Files.readString(erasures.resolve("erasure-0001.fr.md")))
                .contains("n'ont pas \u00e9t\u00e9 lus")
                .contains("quasi-doublons\u00a0: " + receipt.quoted().compared());
        assertThat(Receipt.Signed.read(erasures.resolve("erasure-0001.json")).fits()).isTrue();
        assertThat(held.documents()).hasSize(before.size() - receipt.documents().size());
        // the index has lost them, and still finds the others
        for (Document document : held.documents()) {
            assertThat(indexed(held, url(name(document))).targets())
                    .as(document.id())
                    .anyMatch(target -> target.id().equals(document.id()));
        }
        try (Run run = Held.open(held.directory(), Progress.SILENT)) {
            Receipt whole = Erase.run(run, url("page-5"), new byte[0], "").receipt();
            assertThat(whole.searched()).isEqualTo(Reach.EVERY_TEXT);
            assertThat(whole.notDone()).noneMatch(line -> line.contains("were not read"));
        }
    }

    private static String name(Document document) {
        return document.rights().url().substring("https://example.org/".length());
    }

    private static Search.Finding indexed(Held held, Request request) {
        return Search.indexed(held.directory().resolve("data"), request, Optional.empty());
    }

    @Test
    void a_dataset_without_the_index_says_what_to_do() throws IOException {
        Held held = Held.data(folder.resolve("run"), folder, Held.withoutNearIndex());
        assertThat(held.directory().resolve("data/index.near")).doesNotExist();
        try (Run run = Held.open(held.directory(), Progress.SILENT)) {
            assertThatThrownBy(() -> Erase.run(run, url("page-3"), Reach.INDEX, new byte[0], ""))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("data.dedup.near-index")
                    .hasMessageContaining("leave --indexed out");
            List<String> left = new ArrayList<>();
            Erase.run(run, url("page-3"), new byte[0], "");
            held.documents().forEach(document -> left.add(name(document)));
            assertThat(left).doesNotContain("page-3");
        }
    }
}
