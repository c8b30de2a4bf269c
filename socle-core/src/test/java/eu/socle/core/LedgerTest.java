package eu.socle.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerTest {

    private static final List<Fact> FACTS =
            List.of(
                    new Fact.StageStarted(
                            "data",
                            1,
                            "2026-11-24T10:00:00Z",
                            Digest.of("config"),
                            new TreeMap<>()),
                    new Fact.StageEnergy(
                            "data", 1, 1.5, new Joules.Modelled(12.5, 8, 17, "2 cores x 5 W")),
                    new Fact.StageEnergy("data", 1, 2.5, new Joules.Unknown("no counter")),
                    new Fact.StageEnergy("data", 1, 3.5, new Joules.Measured(3, "RAPL package-0")),
                    new Fact.Score("cloze", "accuracy", 0.5, "", 8, 0.25, "run it again"),
                    new Fact.Score(
                            "bytes", "bits per byte", 2.25, "bit/B", 8, null, "run it again"));

    @TempDir Path folder;

    @Test
    void what_is_appended_is_read_back_in_order() {
        Path file = write(FACTS);
        assertThat(Ledger.read(file)).extracting(Ledger.Line::fact).isEqualTo(FACTS);
    }

    @Test
    void a_torn_last_line_is_cut_off_and_the_chain_goes_on() throws Exception {
        Path file = write(FACTS);
        byte[] whole = Files.readAllBytes(file);
        int lastLine =
                new String(whole, 0, whole.length - 1, java.nio.charset.StandardCharsets.UTF_8)
                                .lastIndexOf('\n')
                        + 1;
        for (int cut = lastLine + 1; cut < whole.length; cut += 7) {
            Files.write(file, java.util.Arrays.copyOf(whole, cut));
            try (Ledger ledger = Ledger.open(file)) {
                ledger.append(FACTS.getLast());
            }
            assertThat(Files.readAllBytes(file)).as("cut at byte %d", cut).isEqualTo(whole);
        }
    }

    @Test
    void any_changed_byte_is_found() throws Exception {
        Path file = write(FACTS);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += 13) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            assertThatThrownBy(() -> Ledger.read(file))
                    .as("byte %d", at)
                    .isInstanceOf(Refusal.class);
        }
    }

    @Test
    void a_removed_line_is_found() throws Exception {
        Path file = write(FACTS);
        List<String> lines = Files.readAllLines(file);
        for (int gone = 0; gone < lines.size() - 1; gone++) {
            List<String> fewer = new java.util.ArrayList<>(lines);
            fewer.remove(gone);
            Files.write(file, fewer);
            assertThatThrownBy(() -> Ledger.open(file))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("was changed");
        }
    }

    private Path write(List<Fact> facts) {
        Path file = folder.resolve("ledger.jsonl");
        try (Ledger ledger = Ledger.open(file)) {
            facts.forEach(ledger::append);
        }
        return file;
    }
}
