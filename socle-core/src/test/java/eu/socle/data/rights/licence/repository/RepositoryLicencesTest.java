package eu.socle.data.rights.licence.repository;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Rights.Licence;
import eu.socle.data.rights.licence.text.LicenceText;
import eu.socle.data.rights.licence.text.StandardTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What files and folders of a repository say about its licence.
class RepositoryLicencesTest {

    private static final LicenceText TEXTS = LicenceText.standard();

    private static String text(String id) {
        return StandardTexts.of(id);
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
                                                    + (text("Apache-2.0").stripTrailing().length()
                                                            - 1) // its last full stop
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
}
