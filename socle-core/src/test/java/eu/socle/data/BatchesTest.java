package eu.socle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Document;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.erase.Exclusions;
import eu.socle.data.judge.JudgeConfig;
import eu.socle.data.judge.Judges;
import eu.socle.data.read.Reading;
import eu.socle.data.read.plan.Source;
import eu.socle.data.unit.Batches;
import eu.socle.data.unit.Crew;
import eu.socle.data.unit.Noting;
import eu.socle.data.unit.Permission;
import eu.socle.data.unit.UnitFiles;
import eu.socle.data.unit.UnitWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {

    @TempDir Path folder;

    private Noting noting() {
        SortedMap<String, Double> limits =
                new TreeMap<>(Map.of("minimum-words", 20.0, "minimum-alphabetic-words", 0.7));
        for (int n = 2; n <= 10; n++) {
            limits.put(
                    "repetition." + (n < 5 ? "top-" + n + "-gram" : "duplicate-" + n + "-grams"),
                    1.0);
        }
        DataConfig config =
                DataConfig.of(
                        List.of(new Source("web", "in", List.of(), List.of(), "CC0-1.0", false)),
                        List.of("en"),
                        List.of("CC0-1.0"),
                        JudgeConfig.withLimits(limits),
                        new DedupConfig(new MinHash(5, 14, 8, 1), DedupConfig.Keep.FIRST, false),
                        40,
                        16);
        Judges judges = Judges.of(config.quality(), config.personal(), folder, config.languages());
        Permission own = new Permission(config.rights(), List.of());
        return new Noting(config, judges, null, own, Exclusions.read(List.of()));
    }

    private static Reading page(int number) {
        Rights rights =
                new Rights("web", "", "", new Licence.Known("CC0-1.0", "stated"), List.of());
        return new Reading.Page(
                new Document("d" + number, Texts.english(number), rights, new TreeMap<>()));
    }

    private List<byte[]> written(String name, Noting noting, Crew crew, int readings)
            throws IOException {
        UnitFiles files = new UnitFiles(Files.createDirectories(folder.resolve(name)), 0);
        try (UnitWriter out = new UnitWriter(files)) {
            Batches batches = new Batches(noting, crew, out);
            for (int i = 0; i < readings; i++) {
                batches.add(page(i));
            }
            batches.finish();
            out.publish();
        }
        List<byte[]> bytes = new ArrayList<>();
        for (Path file : List.of(files.notes(), files.texts(), files.sites())) {
            bytes.add(Files.readAllBytes(file));
        }
        return bytes;
    }

    @Test
    void helpersLeaveTheSameFilesAndDoSomeOfTheWork() throws Exception {
        Noting noting = noting();
        List<byte[]> alone = written("alone", noting, Crew.alone(), 1000);
        Crew crew = new Crew(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            threads.add(Thread.ofPlatform().start(() -> crew.help(noting)));
        }
        while (crew.helpers() < 3) {
            Thread.onSpinWait();
        }
        List<byte[]> helped = written("helped", noting, crew, 1000);
        crew.ended();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(helped).usingRecursiveComparison().isEqualTo(alone);
        assertThat(crew.noted()).isPositive();
        assertThat(alone.get(1)).hasSizeGreaterThan(1_000_000);
    }

    @Test
    void aUnitOfNothingIsWritten() throws IOException {
        assertThat(written("none", noting(), Crew.alone(), 0).get(1)).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // what is missing is what fails
    void aFailureOfAHelperIsOneOfTheUnit() throws Exception {
        Noting broken = new Noting(noting().config(), noting().judges(), null, null, null);
        Crew crew = new Crew(1);
        Thread thread = Thread.ofPlatform().start(() -> crew.help(broken));
        while (crew.helpers() < 1) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> written("broken", broken, crew, 500))
                .isInstanceOf(NullPointerException.class);
        crew.ended();
        thread.join();
    }

    @Test
    void whoHelpsLateFindsTheEnd() throws Exception {
        Crew crew = new Crew(2);
        crew.ended();
        crew.ended();
        CountDownLatch over = new CountDownLatch(2);
        Noting noting = noting();
        for (int i = 0; i < 2; i++) {
            Thread.ofPlatform()
                    .start(() -> {
                        crew.help(noting);
                        over.countDown();
                    });
        }
        over.await();
        assertThat(crew.noted()).isZero();
    }
}
