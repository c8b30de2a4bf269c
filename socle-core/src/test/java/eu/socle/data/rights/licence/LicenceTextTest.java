package eu.socle.data.rights.licence;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Whole licence texts: the standard ones are known, a changed word makes them unknown.
class LicenceTextTest {

    private static final LicenceText TEXTS = LicenceText.standard();

    private static String text(String id) {
        try (InputStream in =
                Objects.requireNonNull(
                        LicenceTextTest.class.getResourceAsStream(
                                "/resources/stdlicenses/" + id + ".json"),
                        id)) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), id)
                    .get("licenseText")
                    .stringValue();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> knowsTheStandardTextInAnyLayoutAndNotWithAWordMore() {
        return Stream.of(
                        "MIT",
                        "Apache-2.0",
                        "BSD-2-Clause",
                        "BSD-3-Clause",
                        "ISC",
                        "Zlib",
                        "0BSD",
                        "Unlicense",
                        "BSL-1.0",
                        "CC0-1.0",
                        "CC-BY-4.0",
                        "CC-BY-SA-4.0",
                        "MPL-2.0",
                        "EPL-2.0",
                        "GPL-3.0-only",
                        "GPL-2.0-only",
                        "LGPL-3.0-only",
                        "AGPL-3.0-only",
                        "EUPL-1.2",
                        "etalab-2.0",
                        "ODC-By-1.0",
                        "PostgreSQL",
                        "UPL-1.0")
                .map(id -> DynamicTest.dynamicTest(id, () -> check(id)));
    }

    private static void check(String id) {
        String text = text(id);
        assertThat(TEXTS.read(text, "LICENSE"))
                .isInstanceOfSatisfying(
                        Licence.Known.class, known -> assertThat(known.spdx()).isEqualTo(id));
        String wrapped = "// " + text.replace("\n", "\n// ").replace("\"", "''");
        assertThat(TEXTS.read(wrapped, "LICENSE").label()).isEqualTo(id);
        Random random = new Random(id.hashCode());
        String[] words = text.split(" ", -1);
        List<String> changed = new ArrayList<>(List.of(words));
        int middle = words.length / 2 + random.nextInt(words.length / 4);
        changed.add(middle, "noncommercial");
        assertThat(TEXTS.read(String.join(" ", changed), "LICENSE"))
                .isInstanceOfSatisfying(
                        Licence.Unknown.class,
                        unknown -> assertThat(unknown.because()).contains("is nearly"));
    }

    @Test
    void realNoticesAreTheLicence() {
        String mit =
                text("MIT")
                        .replace(
                                "<year> <copyright holders>",
                                "2019-2026 Ana Example and 12 contributors");
        assertThat(
                        TEXTS.read(
                                        "The MIT License (MIT)\n\n"
                                                + mit.replaceFirst("MIT License\n", ""),
                                        "LICENSE")
                                .label())
                .isEqualTo("MIT");
        String bsd =
                text("BSD-3-Clause")
                        .replace("<year> <owner>", "2001, The Example Group")
                        .replace("1.", "*");
        assertThat(TEXTS.read(bsd, "COPYING").label()).isEqualTo("BSD-3-Clause");
    }

    @Test
    void aTextThatIsNearlyALicenceIsUnknownWithTheResemblance() {
        String clause =
                "\"Commons Clause\" License Condition v1.0\nThe License does not grant to you the right to Sell the Software.\n";
        assertThat(TEXTS.read(clause + text("MIT"), "LICENSE").label()).isEqualTo("unknown");
        assertThat(TEXTS.read(text("MIT") + "\nNot for training of AI models.\n", "LICENSE"))
                .isInstanceOfSatisfying(
                        Licence.Unknown.class,
                        u ->
                                assertThat(u.because())
                                        .matches(
                                                "LICENSE is nearly MIT \\(resemblance 0\\.[0-9]+\\), not its text"));
        String json = text("JSON"); // MIT with one sentence of its own
        assertThat(TEXTS.read(json, "LICENSE").label()).isEqualTo("unknown");
        assertThat(TEXTS.read("All rights reserved.", "LICENSE").label()).isEqualTo("unknown");
        assertThat(TEXTS.read("word ".repeat(100_000), "LICENSE"))
                .isInstanceOf(Licence.Unknown.class);
    }

    @Test
    void fileHeadersAreRead() {
        assertThat(
                        FileLicence.inHead(
                                        "#!/bin/sh\n# SPDX-License-Identifier: MIT OR Apache-2.0\n")
                                .orElseThrow())
                .isEqualTo(
                        new Licence.Known(
                                "MIT OR Apache-2.0",
                                "line 2: SPDX-License-Identifier: MIT OR Apache-2.0"));
        assertThat(
                        FileLicence.inHead("/* SPDX-License-Identifier: GPL-2.0+ */\n")
                                .orElseThrow()
                                .label())
                .isEqualTo("GPL-2.0-or-later");
        assertThat(
                        FileLicence.inHead("// SPDX-License-Identifier: Weird-1\n")
                                .orElseThrow()
                                .label())
                .isEqualTo("unknown");
        assertThat(
                        FileLicence.inHead(
                                        "# SPDX-License-Identifier: MIT\n# SPDX-License-Identifier: ISC\n")
                                .orElseThrow()
                                .label())
                .isEqualTo("unknown");
        assertThat(FileLicence.inHead("String tag = \"SPDX-License-Identifier: MIT\";\n"))
                .isEmpty();
        assertThat(FileLicence.inHead("\n".repeat(100) + "// SPDX-License-Identifier: MIT\n"))
                .isEmpty();
        assertThat(FileLicence.isLicenceFile("LICENSE.md")).isTrue();
        assertThat(FileLicence.isLicenceFile("licenses.html")).isFalse();
    }

    @Test
    void filesOfARepositoryStandUnderTheNearestLicence() {
        Map<String, String> files =
                Map.of(
                        "LICENSE", text("Apache-2.0"),
                        "a.c", "",
                        "vendor/lib/COPYING.txt", text("ISC"),
                        "two/LICENSE-MIT", text("MIT"),
                        "two/LICENSE-APACHE", text("Apache-2.0"),
                        "same/LICENSE", text("MIT"),
                        "same/COPYING", text("MIT"),
                        "nearly/LICENSE", text("MIT") + " Not for training of AI models.");
        RepositoryLicences licences =
                RepositoryLicences.of(
                        files.keySet(),
                        () -> TEXTS,
                        name -> files.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8));
        assertThat(licences.of("a.c").orElseThrow().stated())
                .isInstanceOfSatisfying(
                        Licence.Known.class,
                        known -> {
                            assertThat(known.spdx()).isEqualTo("Apache-2.0");
                            assertThat(known.evidence())
                                    .isEqualTo(
                                            "LICENSE is the text of Apache-2.0 (bytes 0 to "
                                                    + text("Apache-2.0").length()
                                                    + ", sha256 "
                                                    + eu.socle.core.Digest.of(text("Apache-2.0"))
                                                    + ")");
                        });
        assertThat(licences.of("vendor/lib/src/b.c").orElseThrow().spdx()).isEqualTo("ISC");
        assertThat(licences.of("vendor/other.c").orElseThrow().spdx()).isEqualTo("Apache-2.0");
        assertThat(licences.of("two/c.c").orElseThrow().stated().label()).isEqualTo("unknown");
        assertThat(licences.of("same/d.c").orElseThrow().spdx()).isEqualTo("MIT");
        assertThat(licences.of("nearly/e.c").orElseThrow().words()).contains("is nearly MIT");
        assertThat(
                        RepositoryLicences.of(
                                        List.of("sub/LICENSE", "x.c"),
                                        () -> TEXTS,
                                        name -> {
                                            throw new IOException("no");
                                        })
                                .of("x.c"))
                .isEmpty();
    }

    @Test
    void textsStateALicenceAtTheirTopAndNoFurtherDown() {
        assertThat(
                        FileLicence.atTop(
                                        "<!--\nSPDX-FileCopyrightText: 2026 Ana\n\nSPDX-License-Identifier: MIT\n-->\n# Title\n")
                                .orElseThrow()
                                .label())
                .isEqualTo("MIT");
        assertThat(
                        FileLicence.atTop("SPDX-License-Identifier: CC0-1.0\n\nText.")
                                .orElseThrow()
                                .label())
                .isEqualTo("CC0-1.0");
        assertThat(FileLicence.atTop("# How to\n\nSPDX-License-Identifier: MIT\n")).isEmpty();
        assertThat(FileLicence.atTop("Write this:\n# SPDX-License-Identifier: MIT\n")).isEmpty();
        assertThat(FileLicence.atTop("\n".repeat(100_000))).isEmpty();
    }

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
