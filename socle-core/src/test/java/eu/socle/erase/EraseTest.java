package eu.socle.erase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Fact;
import eu.socle.core.Ledger;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.data.dedup.SignatureFile;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.erase.Exclusions;
import eu.socle.data.erase.Passages;
import eu.socle.data.erase.Request;
import eu.socle.data.erase.Why;
import eu.socle.data.proof.MerkleTree;
import eu.socle.data.proof.Proof;
import eu.socle.data.write.ParquetFooter;
import eu.socle.token.shard.Packing;
import eu.socle.token.shard.TokenShards;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EraseTest {

    private static final String SEVEN = "https://example.org/7";

    @TempDir Path folder;

    @BeforeEach
    void pages() throws IOException {
        Held.pages(folder.resolve("in"));
    }

    private static Request document(String id) {
        return new Request(List.of(id), List.of(), List.of());
    }

    private static Request url(String url) {
        return new Request(List.of(), List.of(url), List.of());
    }

    private static Erase.Outcome erase(Held held, Request request, Progress progress) {
        try (Run run = Held.open(held.directory(), progress)) {
            return Erase.run(run, request, new byte[0], "a request");
        }
    }

    private static Erase.Outcome erase(Held held, Request request) {
        return erase(held, request, Progress.SILENT);
    }

    private static String idOf(Held held, String url) {
        return held.documents().stream()
                .filter(d -> d.rights().url().equals(url))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /// The promise: of the document and its near double no passage is left in any file, in no form;
    /// and no other document has another byte.
    @Test
    void no_passage_of_the_document_remains_and_every_other_document_is_as_it_was()
            throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0);
        List<Document> before = held.documents();
        List<String> tokensBefore = held.decoded();
        SortedMap<String, Digest> filesBefore = held.files("data", "token");
        String id = idOf(held, SEVEN);
        String near = idOf(held, "https://other.example/near");
        Set<Long> passages = Passages.of(Held.text(7, 14));
        assertThat(before.stream().filter(d -> shares(d.text(), passages))).hasSize(3);
        assertThat(tokensBefore.stream().filter(t -> shares(t, passages))).hasSize(3);

        Receipt receipt = erase(held, document(id)).receipt();

        assertThat(receipt.documents())
                .extracting(Receipt.Gone::document)
                .containsExactlyInAnyOrder(Digest.of(id), Digest.of(near));
        assertThat(receipt.documents())
                .extracting(Receipt.Gone::why)
                .containsExactlyInAnyOrder(Why.DOCUMENT, Why.NEAR_DUPLICATE);
        assertThat(receipt.quoted().documents()).isEqualTo(1); // "quote" keeps a fifth of it
        assertThat(receipt.quoted().compared()).isEqualTo(before.size());

        List<Document> others =
                before.stream().filter(d -> !Set.of(id, near).contains(d.id())).toList();
        assertThat(held.documents()).isEqualTo(others);
        Set<Long> quoted = Passages.of(Held.text(7, 3));
        Set<Long> gone = new HashSet<>(passages);
        gone.removeAll(quoted);
        assertThat(held.documents()).noneMatch(d -> shares(d.text(), gone));
        List<String> tokensAfter = held.decoded();
        assertThat(tokensAfter).noneMatch(text -> shares(text, gone));
        assertThat(tokensAfter.stream().filter(String::isEmpty)).hasSize(2);
        for (int i = 0; i < tokensBefore.size(); i++) {
            assertThat(tokensAfter.get(i)).isIn("", tokensBefore.get(i));
        }
        assertNoFileNames(held, id, SEVEN, "Sixty", Held.text(7, 14).substring(200, 260));
        List<String> signed = new ArrayList<>();
        SignatureFile.open(folder.resolve("run"), new MinHash(5, 14, 8, 1))
                .each((of, signature) -> signed.add(of));
        assertThat(signed).isEqualTo(others.stream().map(Document::id).toList());

        assertThat(changed(filesBefore, held.files("data", "token")))
                .as("parts and shards that do not hold it are not touched")
                .isLessThan(filesBefore.size() - 2);
        assertThat(Manifest.read(folder.resolve("run/data")).damaged(folder.resolve("run/data")))
                .isEmpty();
        assertThat(Manifest.read(folder.resolve("run/token")).damaged(folder.resolve("run/token")))
                .isEmpty();
    }

    private static boolean shares(String text, Set<Long> passages) {
        return !Collections.disjoint(Passages.of(text), passages);
    }

    private static long changed(SortedMap<String, Digest> before, SortedMap<String, Digest> now) {
        assertThat(now.keySet()).isEqualTo(before.keySet());
        return before.entrySet().stream()
                .filter(file -> !file.getValue().equals(now.get(file.getKey())))
                .count();
    }

    /// Looks for words in the bytes of every file of the run.
    private void assertNoFileNames(Held held, String... words) throws IOException {
        try (Stream<Path> walk = Files.walk(held.directory())) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                if (file.endsWith("ledger.jsonl")) {
                    continue; // cannot be changed; the receipt says so
                }
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String word : words) {
                    assertThat(bytes.contains("\"" + word + "\"") || bytes.contains(word + "\n"))
                            .as(file + " names " + word)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void row_groups_that_do_not_hold_it_are_copied_byte_for_byte() throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0);
        Path part = folder.resolve("run/data/part-00000.parquet");
        Set<Digest> before = groups(part);
        erase(held, url("https://example.org/3"));
        Set<Digest> after = groups(part);
        assertThat(after).hasSameSizeAs(before);
        after.retainAll(before);
        assertThat(after).hasSize(before.size() - 1);
        assertThat(before.size()).isGreaterThan(3);
    }

    private static Set<Digest> groups(Path part) throws IOException {
        Set<Digest> digests = new HashSet<>();
        byte[] bytes = Files.readAllBytes(part);
        try (FileChannel file = FileChannel.open(part)) {
            var groups = ParquetFooter.read(file).groups();
            for (int i = 0; i < groups.size(); i++) {
                int from = (int) groups.get(i).start();
                int to = i + 1 < groups.size() ? (int) groups.get(i + 1).start() : from + 1;
                digests.add(
                        Digest.of(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)));
            }
        }
        return digests;
    }

    @Test
    void an_address_of_a_dropped_double_leads_to_the_document_that_was_kept() throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0);
        String kept = idOf(held, SEVEN);
        Receipt receipt = erase(held, url("https://mirror.example/7")).receipt();
        assertThat(receipt.documents())
                .extracting(Receipt.Gone::document)
                .contains(Digest.of(kept));
        assertThat(Files.readString(folder.resolve("run/data/rejects.jsonl")))
                .doesNotContain(kept + "\"")
                .contains("the same text as sha256:" + Digest.of(kept));
    }

    @Test
    void the_commitment_proves_that_the_document_is_gone_and_that_others_are_there()
            throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0);
        String id = idOf(held, SEVEN);
        String other = idOf(held, "https://example.org/8");
        Receipt receipt = erase(held, document(id)).receipt();
        Digest root = Objects.requireNonNull(receipt.data().rootAfter());
        assertThat(root).isNotEqualTo(receipt.data().rootBefore());
        try (MerkleTree tree = MerkleTree.open(folder.resolve("run/data"))) {
            Proof absent = tree.prove(id);
            assertThat(absent.included()).isFalse();
            assertThat(absent.verify(root)).isTrue();
            Proof present = tree.prove(other);
            assertThat(present.included()).isTrue();
            assertThat(present.verify(root)).isTrue();
        }
        assertThat(Ledger.read(folder.resolve("run/ledger.jsonl")).stream().map(Ledger.Line::fact))
                .contains(new Fact.DatasetCommitted(root, held.documents().size()));
    }

    @Test
    void later_stages_stay_valid_and_the_receipt_names_the_checkpoints_that_read_the_document()
            throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 20);
        Digest model = Manifest.read(folder.resolve("run/model")).digest();
        Receipt receipt = erase(held, url(SEVEN)).receipt();
        boolean trained =
                receipt.documents().stream().anyMatch(gone -> gone.split().equals("train"));
        assertThat(trained).isTrue();
        assertThat(receipt.models()).isNotEmpty();
        assertThat(receipt.models().getFirst().what()).isEqualTo("model");
        assertThat(receipt.models().getFirst().digest()).isEqualTo(model);
        assertThat(receipt.models().getFirst().step()).isEqualTo(20);
        assertThat(folder.resolve("run/token/train.order")).exists(); // read in an order of its own
        try (TokenShards train = TokenShards.open(folder.resolve("run/token"), "train")) {
            long gone =
                    receipt.documents().stream()
                            .filter(document -> document.split().equals("train"))
                            .mapToLong(document -> document.tokens() - 1)
                            .sum();
            assertThat(learnt(train)).isEqualTo(train.tokens() - train.documents() - gone);
        }
        for (Receipt.Model reader : receipt.models()) {
            assertThat(reader.firstStep()).isBetween(1L, reader.lastStep());
            assertThat(reader.lastStep()).isLessThanOrEqualTo(reader.step());
        }
        Held.make(folder.resolve("run"), folder, 20); // as `socle run` once more: nothing is redone
        assertThat(Manifest.read(folder.resolve("run/model")).digest()).isEqualTo(model);
        erase(held, url("https://example.org/20"));
        Held.make(folder.resolve("run"), folder, 20);
        assertThat(
                        Ledger.read(folder.resolve("run/ledger.jsonl")).stream()
                                .map(Ledger.Line::fact)
                                .filter(Fact.StageStarted.class::isInstance))
                .hasSize(3);
    }

    /// Tokens that training learns from, of all sequences.
    private static long learnt(TokenShards train) {
        Packing packing = Packing.cut(train, 1); // no rest is left out
        long learnt = 0;
        for (long k = 0; k < packing.sequences(); k++) {
            for (int label : packing.sequence(k).labels()) {
                learnt += label == TokenShards.IGNORED ? 0 : 1;
            }
        }
        return learnt;
    }

    /// Stops after each step, and once more right after, and compares everything with an erasure
    /// that was not stopped.
    @Test
    void an_erasure_stopped_after_any_step_ends_with_the_same_bytes() throws IOException {
        Held whole = Held.make(folder.resolve("whole"), folder, 0);
        Path before = folder.resolve("before");
        copy(folder.resolve("whole"), before);
        Erase.Outcome expected = erase(whole, url(SEVEN));
        for (int step = 1; step <= 4; step++) {
            Path directory = folder.resolve("stopped-" + step);
            copy(before, directory);
            Held stopped = new Held(directory);
            int at = step;
            assertThatThrownBy(() -> erase(stopped, url(SEVEN), new Stopping(at)))
                    .hasMessage("stopped");
            assertThatThrownBy(() -> erase(stopped, url(SEVEN), new Stopping(1)))
                    .hasMessage("stopped");
            Erase.Outcome outcome = erase(stopped, url(SEVEN));
            assertThat(outcome.receipt()).isEqualTo(expected.receipt());
            assertThat(stopped.files("data", "token")).isEqualTo(whole.files("data", "token"));
            assertThat(directory.resolve("erasures/journal.json")).doesNotExist();
            assertThat(facts(directory)).isEqualTo(facts(folder.resolve("whole")));
        }
    }

    private static List<Class<?>> facts(Path directory) {
        return Ledger.read(directory.resolve("ledger.jsonl")).stream()
                .<Class<?>>map(line -> line.fact().getClass())
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path file : walk.toList()) {
                Path into = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(into);
                } else {
                    Files.copy(file, into);
                }
            }
        }
    }

    @Test
    void another_request_ends_the_interrupted_one_first() throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0);
        int documents = held.documents().size();
        assertThatThrownBy(() -> erase(held, url("https://example.org/3"), new Stopping(2)))
                .hasMessage("stopped");
        Erase.Outcome outcome = erase(held, url("https://example.org/4"));
        assertThat(outcome.receipt().erasure()).isEqualTo("erasure-0002");
        assertThat(folder.resolve("run/erasures/erasure-0001.json")).exists();
        assertThat(held.documents()).hasSize(documents - 2);
    }

    @Test
    void the_same_request_again_gives_the_same_receipt_and_an_unknown_one_is_refused()
            throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0);
        Erase.Outcome first = erase(held, url(SEVEN));
        SortedMap<String, Digest> files = held.files("data", "token", "erasures");
        assertThat(erase(held, url(SEVEN))).isEqualTo(first);
        assertThatThrownBy(() -> erase(held, url("https://example.org/none")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("nothing was erased");
        assertThat(held.files("data", "token", "erasures")).isEqualTo(files);
    }

    @Test
    void many_erasures_one_after_the_other_take_each_the_right_document() throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0);
        List<Document> left = held.documents();
        for (int i : new int[] {59, 0, 30, 31, 32, 33, 34, 1, 58}) {
            String address = "https://example.org/" + i;
            erase(held, url(address));
            left = left.stream().filter(d -> !d.rights().url().equals(address)).toList();
            assertThat(held.documents()).isEqualTo(left);
        }
        List<String> decoded = held.decoded();
        assertThat(decoded.stream().filter(String::isEmpty)).hasSize(9);
        for (int i : new int[] {59, 0, 30, 31, 32, 33, 34, 1, 58}) {
            Set<Long> passages = Passages.of(Held.text(i, 14));
            assertThat(decoded).noneMatch(text -> shares(text, passages));
        }
    }

    @Test
    void words_that_name_a_person_find_documents_and_leave_a_keyed_hash_alone() throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0);
        String text = Held.text(11, 14);
        int at = text.indexOf("house of ") + 9;
        String name = text.substring(at, text.indexOf(" with", at)); // "Kalomer and Tinvosan"
        byte[] key = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
        Request request = new Request(List.of(), List.of(), List.of(name.toUpperCase(Locale.ROOT)));
        Receipt receipt;
        try (Run run = Held.open(held.directory(), Progress.SILENT)) {
            assertThatThrownBy(() -> Erase.run(run, request, new byte[3], ""))
                    .hasMessageContaining("too few");
            receipt = Erase.run(run, request, key, "").receipt();
        }
        assertThat(receipt.documents()).hasSize(1);
        assertThat(held.documents()).noneMatch(d -> d.text().contains(name));
        assertThat(receipt.asked().getFirst().kind()).isEqualTo("identifier");
        assertThat(receipt.asked().getFirst().digest()).isNotEqualTo(Digest.of(name));
    }

    @Test
    void a_receipt_is_signed_and_says_nothing_about_weights_that_is_not_true() throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0);
        Path file = erase(held, url(SEVEN)).file();
        assertThat(Receipt.Signed.looksLike(file)).isTrue();
        assertThat(Receipt.Signed.read(file).fits()).isTrue();
        String text = Files.readString(file);
        assertThat(text.toLowerCase(Locale.ROOT))
                .contains("weights")
                .doesNotContain("forgot")
                .doesNotContain("forget")
                .doesNotContain("oubli");
        for (String language : List.of("en", "fr")) {
            String page = Files.readString(file.resolveSibling("erasure-0001." + language + ".md"));
            assertThat(page.toLowerCase(Locale.ROOT))
                    .contains("a request")
                    .contains(Digest.of(eu.socle.data.dedup.UrlKey.of(SEVEN)).hex())
                    .doesNotContain("forg")
                    .doesNotContain("oubli")
                    .doesNotContain(SEVEN);
        }
        assertThat(Files.readString(file.resolveSibling("erasure-0001.fr.md")))
                .contains("n'efface pas ce qu'un modèle a appris");
        Files.writeString(file, text.replace("a request", "no request"));
        assertThat(Receipt.Signed.read(file).fits()).isFalse();
    }

    @Test
    void what_was_erased_is_known_to_later_imports_by_id_by_address_and_by_text()
            throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0);
        List<Document> before = held.documents();
        erase(held, url(SEVEN));
        Exclusions exclusions =
                Exclusions.read(List.of(folder.resolve("run/erasures/exclusions.jsonl")));
        List<String> left = held.documents().stream().map(Document::id).toList();
        for (Document document : before) {
            assertThat(exclusions.reason(document).isPresent())
                    .as(document.id())
                    .isEqualTo(!left.contains(document.id()));
            assertThat(exclusions.reason(elsewhere(document)).isPresent())
                    .isEqualTo(!left.contains(document.id()));
        }
        assertThatThrownBy(() -> Exclusions.read(List.of(folder.resolve("none.jsonl"))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("nothing is imported without it");
    }

    @Test
    void an_import_that_names_the_list_drops_what_was_erased_and_says_so() throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0);
        erase(held, url(SEVEN));
        Files.copy(folder.resolve("run/erasures/exclusions.jsonl"), folder.resolve("erased.jsonl"));
        Held again = Held.make(folder.resolve("again"), folder, 0, List.of("erased.jsonl"));
        assertThat(again.documents().stream().map(Document::id))
                .containsExactlyElementsOf(held.documents().stream().map(Document::id).toList());
        Manifest manifest = Manifest.read(folder.resolve("again/data"));
        assertThat(manifest.counts()).containsEntry("dropped.erased", 3L); // and the double
        assertThat(manifest.inputs()).containsKey("exclusions");
    }

    /// The page of a new crawl: another id and address, the text with two sentences changed.
    @Test
    void nearly_the_text_of_what_was_erased_does_not_come_back_either() throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0);
        erase(held, url(SEVEN));
        Path list = folder.resolve("run/erasures/exclusions.jsonl");
        Exclusions exclusions = Exclusions.read(List.of(list));
        String text = Held.text(7, 14);
        assertThat(exclusions.near(text.replace("great care", "much care")).isPresent()).isFalse();
        assertThat(exclusions.near("Menu Home\n" + text + "\nImprint"))
                .contains("erasure-0001, nearly its text");
        assertThat(exclusions.near(text.replaceFirst("great care", "much love")))
                .contains("erasure-0001, nearly its text");
        for (int i = 300; i < 400; i++) {
            assertThat(exclusions.near(Held.text(i, 14))).as("text " + i).isEmpty();
        }
        assertThat(Files.readString(list)).doesNotContain(text.substring(10, 24));
    }

    @Test
    void an_old_run_says_what_to_do_when_its_list_of_what_was_erased_grew() throws IOException {
        Path list = folder.resolve("erased.jsonl");
        Files.writeString(list, "");
        Held.make(folder.resolve("old"), folder, 0, List.of("erased.jsonl"));
        Held held = Held.make(folder.resolve("run"), folder, 0);
        erase(held, url(SEVEN));
        Files.copy(
                folder.resolve("run/erasures/exclusions.jsonl"),
                list,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(
                        () -> Held.make(folder.resolve("old"), folder, 0, List.of("erased.jsonl")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("socle data erase")
                .hasMessageContaining("--into");
    }

    private static Document elsewhere(Document document) {
        return new Document(
                "elsewhere",
                document.text(),
                new eu.socle.core.Rights("other", "", "", document.rights().licence(), List.of()),
                document.tags());
    }

    @Test
    void a_damaged_file_is_refused_before_anything_is_touched() throws IOException {
        Held held = Held.make(folder.resolve("run"), folder, 0);
        Path file = folder.resolve("run/data/index.urls");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        SortedMap<String, Digest> files = held.files("data", "token");
        assertThatThrownBy(() -> erase(held, document(idOf(held, SEVEN))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("index.urls")
                .hasMessageContaining("other bytes");
        assertThat(held.files("data", "token")).isEqualTo(files);
    }

    /// Stops an erasure when it has done some steps.
    private static final class Stopping implements Progress {
        private final AtomicInteger left;

        Stopping(int steps) {
            left = new AtomicInteger(steps);
        }

        @Override
        public Work begin(String name, String unit, long total) {
            Work silent = Progress.SILENT.begin(name, unit, total);
            return new Work() {
                @Override
                public void advance(long units) {
                    if (name.equals("erase") && left.decrementAndGet() == 0) {
                        throw new IllegalStateException("stopped");
                    }
                }

                @Override
                public void figure(String figure, double value) {
                    silent.figure(figure, value);
                }

                @Override
                public void close() {
                    silent.close();
                }
            };
        }

        @Override
        public void note(String line) {}
    }
}
