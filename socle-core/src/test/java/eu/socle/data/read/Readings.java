package eu.socle.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Workers;
import eu.socle.data.read.plan.Plan;
import eu.socle.data.read.plan.Source;
import eu.socle.data.read.store.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Reads files as the data stage does, for tests.
final class Readings {

    private Readings() {}

    static Source source(String path) {
        return new Source("s", path, List.of("**"), List.of(), "CC0-1.0", false);
    }

    /// Everything a file of a folder gives, cut into slices of about that many bytes.
    static List<Reading> sliced(Path folder, String name, long sliceBytes) {
        try (Workers workers = Workers.of(2);
                Stores stores = new Stores(folder)) {
            Plan plan = Plan.of(List.of(source(name)), stores, workers, sliceBytes);
            List<Reading> readings = new ArrayList<>();
            try (FileReader reader = new FileReader(folder)) {
                plan.slices().forEach(slice -> reader.read(slice, readings::add));
            }
            return readings;
        }
    }

    static int slices(Path folder, String name, long sliceBytes) {
        try (Workers workers = Workers.of(1);
                Stores stores = new Stores(folder)) {
            return Plan.of(List.of(source(name)), stores, workers, sliceBytes).slices().size();
        }
    }

    /// Everything a file gives when it is read once from end to end.
    static List<Reading> whole(Path folder, String name) {
        Plan plan = Plan.of(List.of(source(name)), folder);
        List<Reading> readings = new ArrayList<>();
        try (FileReader reader = new FileReader(new Stores(folder), Manner.STANDARD)) {
            reader.read(plan.files().getFirst(), readings::add);
        }
        return readings;
    }

    /// Readings in words that can be compared, bodies included.
    static List<String> words(List<Reading> readings) {
        return readings.stream().map(Readings::words).toList();
    }

    /// Fails with the first difference alone.
    static void assertSame(List<String> found, List<String> expected, String what) {
        for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
            assertThat(found.get(i)).as(what + ", number " + i).isEqualTo(expected.get(i));
        }
        assertThat(found).as(what).hasSameSizeAs(expected);
    }

    private static String words(Reading reading) {
        return switch (reading) {
            case Reading.SiteFile site ->
                    site.id() + " " + site.url() + " " + HexFormat.of().formatHex(site.body());
            case Reading.Page page -> page.toString();
            case Reading.Failed failed -> failed.toString();
            case Reading.Skipped skipped -> skipped.toString();
        };
    }

    static String id(Reading reading) {
        return switch (reading) {
            case Reading.SiteFile site -> site.id();
            case Reading.Page page -> page.document().id();
            case Reading.Failed failed -> failed.id();
            case Reading.Skipped skipped -> skipped.id();
        };
    }

    /// Failures and reasons alone, for a look at what went wrong.
    static List<String> reasons(List<Reading> readings) {
        return readings.stream()
                .map(reading ->
                        switch (reading) {
                            case Reading.SiteFile _ -> "site_file";
                            case Reading.Page _ -> "page";
                            case Reading.Failed failed -> failed.reason().word();
                            case Reading.Skipped skipped -> skipped.reason().word();
                        })
                .toList();
    }

    static void put(Path folder, String name, byte[] bytes) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        parts.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
