package eu.socle.erase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.data.erase.Request;
import eu.socle.data.erase.Search;
import eu.socle.data.erase.Target;
import eu.socle.data.judge.PersonalSettings;
import eu.socle.data.judge.PersonalSettings.Find;
import eu.socle.data.judge.PersonalSettings.Put;
import eu.socle.data.personal.IdentifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Identifiers that were masked are found again by whoever holds the key, and by nobody else.
final class IdentifierIndexTest {

    private static final byte[] KEY =
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private static Request naming(String identifier) {
        return new Request(List.of(), List.of(), List.of(identifier));
    }

    @BeforeEach
    void pages() throws IOException {
        Files.write(folder.resolve("secret.key"), KEY);
        Files.createDirectories(folder.resolve("in"));
        StringBuilder lines = new StringBuilder();
        List<String> notes =
                List.of(
                        "Write to anna@mail.example.com.",
                        "Her account is DE89 3704 0044 0532 0130 00.",
                        "Tel. +33 1 42 68 53 00 in Paris.",
                        "Write to Anna@mail.example.com and to DE89370400440532013000.",
                        "No number at all.");
        for (int i = 0; i < 20; i++) {
            String note = i < notes.size() ? notes.get(i) : notes.getLast();
            lines.append(
                    "{\"text\":"
                            + Json.canonical(Held.text(i, 14) + "\n" + note)
                            + ",\"url\":\"https://example.org/"
                            + i
                            + "\"}\n");
        }
        Files.writeString(folder.resolve("in/web.jsonl"), lines);
    }

    private Held make(String name, String key) throws IOException {
        PersonalSettings personal =
                new PersonalSettings(Find.STANDARD, Put.PLACEHOLDER, "", "", false, key);
        return Held.make(folder.resolve(name), folder, 0, Held.config(List.of(), true, personal));
    }

    private static List<String> found(Held held, String identifier) {
        return Search.indexed(
                        held.directory().resolve("data"),
                        naming(identifier),
                        Optional.of(IdentifierKey.of(KEY, "a key")))
                .targets()
                .stream()
                .map(Target::url)
                .map(url -> url.substring(url.lastIndexOf('/') + 1))
                .toList();
    }

    @Test
    void what_was_masked_is_found_through_the_index_however_it_is_written() throws IOException {
        Held held = make("run", "secret.key");
        assertThat(held.documents()).noneMatch(d -> d.text().contains("anna@"));
        assertThat(found(held, "anna@mail.example.com")).containsExactly("0", "3");
        assertThat(found(held, "DE89 3704 0044 0532 0130 00")).containsExactly("1", "3");
        assertThat(found(held, "de89-3704-0044-0532-0130-00")).containsExactly("1", "3");
        assertThat(found(held, "01 42 68 53 00")).containsExactly("2");
        assertThat(found(held, "0033142685300")).containsExactly("2");
        assertThat(found(held, "annamailexamplecom")).isEmpty();
        assertThat(found(held, "anna@mail.example.org")).isEmpty();
    }

    @Test
    void they_are_erased_and_the_index_loses_them() throws IOException {
        Held held = make("run", "secret.key");
        List<Document> before = held.documents();
        try (Run run = Held.open(held.directory(), Progress.SILENT)) {
            Receipt receipt = Erase.run(run, naming("ANNA@mail.example.com"), KEY, "").receipt();
            assertThat(receipt.documents()).hasSize(2);
        }
        assertThat(held.documents()).hasSize(before.size() - 2);
        assertThat(found(held, "anna@mail.example.com")).isEmpty();
        assertThat(found(held, "DE89370400440532013000")).containsExactly("1");
    }

    /// Neither the values nor their plain digests are in any file but what keep-annotated kept.
    @Test
    void no_file_of_the_dataset_names_a_value() throws IOException {
        Held held = make("run", "secret.key");
        try (Stream<Path> walk = Files.walk(held.directory())) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                if (file.toString().contains("annotated")) {
                    continue;
                }
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(bytes)
                        .as(file.toString())
                        .doesNotContain("anna@mail.example.com")
                        .doesNotContain("DE89370400440532013000")
                        .doesNotContain("identifiers\":");
            }
        }
        assertThat(held.documents()).noneMatch(d -> d.tags().containsKey("identifiers"));
    }

    @Test
    void another_key_is_refused_and_a_dataset_without_an_index_has_none() throws IOException {
        Held held = make("run", "secret.key");
        byte[] other = "fedcba9876543210".getBytes(StandardCharsets.UTF_8);
        try (Run run = Held.open(held.directory(), Progress.SILENT)) {
            assertThatThrownBy(() -> Erase.run(run, naming("anna@mail.example.com"), other, ""))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("another key");
        }
        Held plain = make("plain", "");
        assertThat(found(plain, "anna@mail.example.com")).isEmpty();
        assertThat(plain.directory().resolve("data/index.identifiers")).doesNotExist();
    }
}
