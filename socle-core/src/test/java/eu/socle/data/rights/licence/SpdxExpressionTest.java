package eu.socle.data.rights.licence;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Document;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Expressions, and who is named for what they ask.
class SpdxExpressionTest {

    @Test
    void attributionListsWhatLicencesAskFor() throws IOException {
        StringBuilder out = new StringBuilder();
        for (String id : List.of("CC-BY-4.0", "CC0-1.0", "MIT OR CC0-1.0")) {
            Rights rights =
                    new Rights("s", "https://a.eu/x", "", new Licence.Known(id, "e"), List.of());
            Document document =
                    new Document(
                            "s/" + id,
                            "t",
                            rights,
                            new TreeMap<>(Map.of("author", "Ana", "title", "Tides")));
            Attribution.of(document)
                    .ifPresent(a -> {
                        try {
                            a.write(out);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    });
        }
        assertThat(out.toString().lines().toList()).hasSize(2);
        assertThat(out.toString())
                .startsWith(
                        "{\"author\":\"Ana\",\"document\":\"s/CC-BY-4.0\",\"licence\":\"CC-BY-4.0\",");
    }

    @Test
    void expressionsAreReadAndWritten() {
        assertThat(Spdx.expression("(mit or apache-2.0) and cc-by-4.0"))
                .contains("(MIT OR Apache-2.0) AND CC-BY-4.0");
        assertThat(Spdx.expression("GPL-2.0 WITH Classpath-exception-2.0"))
                .contains("GPL-2.0-only WITH Classpath-exception-2.0");
        assertThat(Spdx.expression("MIT OR")).isEmpty();
        assertThat(Spdx.expression("(".repeat(1000) + "MIT" + ")".repeat(900))).isEmpty();
        assertThat(Spdx.expression("MIT OR Nonsense-9")).isEmpty();
        assertThat(Spdx.expression("Apache-2.0+")).contains("Apache-2.0+");
    }

    @Test
    void anyWordsAreReadWithoutFailing() {
        Random random = new Random(4);
        String[] pieces = {
            "MIT",
            " ",
            "AND",
            "OR",
            "(",
            ")",
            "WITH",
            "cc",
            "by",
            "-nc",
            "4.0",
            "creative commons",
            "://",
            "http",
            "+",
            "é",
            "license:"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder words = new StringBuilder();
            for (int j = random.nextInt(15); j > 0; j--) {
                words.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(Spdx.licence(words.toString())).isNotNull();
        }
    }
}
