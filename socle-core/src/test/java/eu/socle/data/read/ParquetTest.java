package eu.socle.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Document;
import eu.socle.core.Workers;
import eu.socle.data.read.page.Fields;
import eu.socle.data.read.plan.Plan;
import eu.socle.data.read.plan.Source;
import eu.socle.data.read.store.Bucket;
import eu.socle.data.read.store.Stores;
import eu.socle.data.write.Column;
import eu.socle.data.write.ParquetWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Parquet as others write it; the files in base 64 are of pyarrow 25
/// (`pyarrow.parquet.write_table` without statistics and Arrow schema).
class ParquetTest {

    /// `text` of `The tide turns.`, `Zweimal am Tag.` and null, by the codec of its pages.
    private static byte[] codec(String name) {
        String file =
                switch (name) {
                    case "snappy" ->
                            "UEFSMRUEFUwVTkwVBBUAEgAAJkgPAAAAVGhlIHRpZGUgdHVybnMuARM4WndlaW1hbCBhbSBUYWcuFQAV"
                                    + "EhUWLBUGFRAVBhUGHAAAAAkgAgAAAAMDAQMCFQQZLDUAGAZzY2hlbWEVAgAVDCUCGAR0ZXh0JQBMHAAA"
                                    + "ABYGGRwZHCYAHBUMGTUABhAZGAR0ZXh0FQIWBhagARamASZyJggpLBUEFQAVAgAVABUQFQIAPBY8GQYZ"
                                    + "JgIEAAAAFqABFgYmCBamAQAoIHBhcnF1ZXQtY3BwLWFycm93IHZlcnNpb24gMjUuMC4xGRwcAAAAlgAA"
                                    + "AFBBUjE=";
                    case "lz4" ->
                            "UEFSMRUEFUwVUEwVBBUAEgAA8AQPAAAAVGhlIHRpZGUgdHVybnMuEwDwAFp3ZWltYWwgYW0gVGFnLhUA"
                                    + "FRIVFCwVBhUQFQYVBhwAAACQAgAAAAMDAQMCFQQZLDUAGAZzY2hlbWEVAgAVDCUCGAR0ZXh0JQBMHAAA"
                                    + "ABYGGRwZHCYAHBUMGTUABhAZGAR0ZXh0FQ4WBhagARamASZ0JggpLBUEFQAVAgAVABUQFQIAPBY8GQYZ"
                                    + "JgIEAAAAFqABFgYmCBamAQAoIHBhcnF1ZXQtY3BwLWFycm93IHZlcnNpb24gMjUuMC4xGRwcAAAAlgAA"
                                    + "AFBBUjE=";
                    case "gzip" ->
                            "UEFSMRUEFUwVbkwVBBUAEgAAH4sIAAAAAAACA+NnYGAIyUhVKMlMARKlRXnFevxAoajy1MzcxByFxFyF"
                                    + "kMR0PQB9C//AJgAAABUAFRIVOiwVBhUQFQYVBhwAAAAfiwgAAAAAAAIDY2JgYGBmZmRmAgDOsQtZCQAA"
                                    + "ABUEGSw1ABgGc2NoZW1hFQIAFQwlAhgEdGV4dCUATBwAAAAWBhkcGRwmABwVDBk1AAYQGRgEdGV4dBUE"
                                    + "FgYWoAEW6gEmkgEmCCksFQQVABUCABUAFRAVAgA8FjwZBhkmAgQAAAAWoAEWBiYIFuoBACggcGFycXVl"
                                    + "dC1jcHAtYXJyb3cgdmVyc2lvbiAyNS4wLjEZHBwAAACXAAAAUEFSMQ==";
                    case "zstd" ->
                            "UEFSMRUEFUwVXkwVBBUAEgAAKLUv/SAmMQEADwAAAFRoZSB0aWRlIHR1cm5zLg8AAABad2VpbWFsIGFt"
                                    + "IFRhZy4VABUSFSQsFQYVEBUGFQYcAAAAKLUv/SAJSQAAAgAAAAMDAQMCFQQZLDUAGAZzY2hlbWEVAgAV"
                                    + "DCUCGAR0ZXh0JQBMHAAAABYGGRwZHCYAHBUMGTUABhAZGAR0ZXh0FQwWBhagARbEASaCASYIKSwVBBUA"
                                    + "FQIAFQAVEBUCADwWPBkGGSYCBAAAABagARYGJggWxAEAKCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJzaW9u"
                                    + "IDI1LjAuMRkcHAAAAJcAAABQQVIx";
                    default ->
                            "UEFSMRUEFUwVVEwVBBUAEgAAixKADwAAAFRoZSB0aWRlIHR1cm5zLg8AAABad2VpbWFsIGFtIFRhZy4D"
                                    + "FQAVEhUaLBUGFRAVBhUGHAAAAAsEgAIAAAADAwEDAgMVBBksNQAYBnNjaGVtYRUCABUMJQIYBHRleHQl"
                                    + "AEwcAAAAFgYZHBkcJgAcFQwZNQAGEBkYBHRleHQVCBYGFqABFrABJngmCCksFQQVABUCABUAFRAVAgA8"
                                    + "FjwZBhkmAgQAAAAWoAEWBiYIFrABACggcGFycXVldC1jcHAtYXJyb3cgdmVyc2lvbiAyNS4wLjEZHBwA"
                                    + "AACWAAAAUEFSMQ==";
                };
        return Base64.getDecoder().decode(file);
    }

    /// A struct `meta` with a `text` and a `url` of its own stands before `text`; `date` is a time.
    private static final byte[] HIDDEN =
            Base64.getDecoder()
                    .decode(
                            "UEFSMRUEFRIVFkwVAhUAEgAACSAFAAAAd3JvbmcVABUSFRYsFQQVEBUGFQYcAAAACSACAAAABAIBBAAV"
                                    + "BBUKFQ5MFQIVABIAAAUQAQAAAHgVABUSFRYsFQQVEBUGFQYcAAAACSACAAAABAIBBAAVBBUcFSBMFQQV"
                                    + "ABIAAA40AwAAAG9uZQMAAAB0d28VABUSFRYsFQQVEBUGFQYcAAAACSACAAAABAEBAwIVBBUQFRRMFQIV"
                                    + "ABIAAAgcQNNNwO0NBgAVABUSFRYsFQQVEBUGFQYcAAAACSACAAAABAEBBAAVBBlsNQAYBnNjaGVtYRUG"
                                    + "ADUCGARtZXRhFQQAFQwlAhgEdGV4dCUATBwAAAAVDCUCGAN1cmwlAEwcAAAAFQwlAhgEdGV4dCUATBwA"
                                    + "AAAVBCUCGARkYXRlJRRMjBIcLAAAAAAAFgQZHBlMJgAcFQwZNQAGEBkoBG1ldGEEdGV4dBUCFgQWZhZu"
                                    + "JjomCCksFQQVABUCABUAFRAVAgA8FhQZBhk2AAAEAAAAJgAcFQwZNQAGEBkoBG1ldGEDdXJsFQIWBBZe"
                                    + "FmYmoAEmdiksFQQVABUCABUAFRAVAgA8FgQZBhk2AAAEAAAAJgAcFQwZNQAGEBkYBHRleHQVAhYEFnAW"
                                    + "eCaYAibcASksFQQVABUCABUAFRAVAgA8FgwZBhkmAAQAAAAmABwVBBk1AAYQGRgEZGF0ZRUCFgQWZBZs"
                                    + "JoQDJtQCKSwVBBUAFQIAFQAVEBUCADwpBhkmAAQAAAAWmAMWBCYIFrgDACggcGFycXVldC1jcHAtYXJy"
                                    + "b3cgdmVyc2lvbiAyNS4wLjEZTBwAABwAABwAABwAAACYAQAAUEFSMQ==");

    /// A struct `doc` that holds the text, absent in the second row and without text in the third;
    /// `date` is a day.
    private static final byte[] INNER =
            Base64.getDecoder()
                    .decode(
                            "UEFSMRUEFQ4VDkwVAhUAEgAAAwAAAG9uZRUAFRQVFCwVBhUQFQYVBhwAAAADAAAAAxIAAQIAFQQVCBUI"
                                    + "TBUCFQASAAAMTQAAFQAVEhUSLBUGFRAVBhUGHAAAAAIAAAAGAQEGABUEGUw1ABgGc2NoZW1hFQQANQIY"
                                    + "A2RvYxUCABUMJQIYBHRleHQlAEwcAAAAFQIlAhgEZGF0ZSUMTGwAAAAWBhkcGSwmABwVDBk1AAYQGSgD"
                                    + "ZG9jBHRleHQVABYGFmQWZCYyJggpLBUEFQAVAgAVABUQFQIAPBYGGQYZNgICAgAAACYAHBUCGTUABhAZ"
                                    + "GARkYXRlFQAWBhZcFlwmkAEmbCksFQQVABUCABUAFRAVAgA8KQYZJgAGAAAAFsABFgYmCBbAAQAoIHBh"
                                    + "cnF1ZXQtY3BwLWFycm93IHZlcnNpb24gMjUuMC4xGSwcAAAcAAAA7wAAAFBBUjE=");

    @TempDir Path folder;

    private List<Reading> read(String name, byte[] bytes) {
        Readings.put(folder, name, bytes);
        return Readings.whole(folder, name);
    }

    private static List<String> texts(List<Reading> readings) {
        return readings.stream()
                .filter(Reading.Page.class::isInstance)
                .map(reading -> ((Reading.Page) reading).document().text())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy", "lz4", "gzip", "zstd"})
    void pagesOfTheUsualCodecs(String codec) {
        List<Reading> readings = read(codec + ".parquet", codec(codec));
        assertThat(texts(readings)).containsExactly("The tide turns.", "Zweimal am Tag.");
        assertThat(Readings.reasons(readings)).containsExactly("page", "page", "invalid_record");
    }

    @Test
    void anotherCodecIsNamed() {
        assertThat(Readings.words(read("a.parquet", codec("brotli"))))
                .singleElement()
                .asString()
                .contains("rows 1 to 3 are compressed with BROTLI, which is not read here");
    }

    @Test
    void aColumnInsideAnotherIsNotTakenForTheTextOfThatName() {
        assertThat(texts(read("a.parquet", HIDDEN))).containsExactly("one", "two");
    }

    @Test
    void theTextMayLieInsideAnotherColumn() {
        Readings.put(folder, "a.parquet", INNER);
        Source source =
                new Source(
                        "s",
                        "a.parquet",
                        List.of("**"),
                        List.of(),
                        "CC0-1.0",
                        false,
                        Fields.USUAL.withText("doc.text"),
                        Bucket.STANDARD);
        List<Reading> readings = new ArrayList<>();
        try (Workers workers = Workers.of(1);
                Stores stores = new Stores(folder);
                FileReader reader = new FileReader(folder)) {
            Plan.of(List.of(source), stores, workers)
                    .slices()
                    .forEach(slice -> reader.read(slice, readings::add));
        }
        assertThat(Readings.reasons(readings))
                .containsExactly("page", "invalid_record", "invalid_record");
        Document document = ((Reading.Page) readings.getFirst()).document();
        assertThat(document.text()).isEqualTo("one");
        assertThat(document.rights().fetched()).isEqualTo("2024-01-02");
        assertThat(Readings.words(read("a.parquet", INNER)).getFirst())
                .contains("there is \"doc.text\"");
    }

    @Test
    void largeTextsAreReadAFewAtATime() throws IOException {
        String large = "A sentence of a large document. ".repeat(60_000); // 2 MB
        Column.Texts text = new Column.Texts("text");
        try (ParquetWriter writer =
                ParquetWriter.create(folder.resolve("a.parquet"), List.of(text))) {
            for (int i = 0; i < 100; i++) {
                text.add(i + large);
            }
            writer.writeRowGroup();
        }
        List<Integer> lengths = new ArrayList<>();
        Plan plan = Plan.of(List.of(Readings.source("a.parquet")), folder);
        try (FileReader reader = new FileReader(folder)) {
            reader.read(
                    plan.files().getFirst(),
                    reading -> lengths.add(((Reading.Page) reading).document().text().length()));
        }
        assertThat(lengths).hasSize(100).allMatch(length -> length >= large.strip().length());
    }
}
