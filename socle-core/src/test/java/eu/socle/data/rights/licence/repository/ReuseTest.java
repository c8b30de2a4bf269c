package eu.socle.data.rights.licence.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Json;
import eu.socle.core.Rights.Licence;
import eu.socle.data.rights.licence.text.LicenceText;
import eu.socle.data.rights.licence.text.StandardTexts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Repositories in the manner of the REUSE specification 3.3.
class ReuseTest {

    private static final LicenceText TEXTS = LicenceText.standard();

    private static RepositoryLicences of(Map<String, String> files) {
        return RepositoryLicences.of(
                files.keySet(),
                () -> TEXTS,
                name -> files.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8));
    }

    private static final String ANNOTATIONS =
            """
            version = 1 # of the format
            SPDX-PackageName = "example"

            [[annotations]]
            path = "docs/**"
            SPDX-FileCopyrightText = ["2024 Ana", '2025 "Ben"']
            SPDX-License-Identifier = "CC-BY-4.0"

            [[annotations]]
            path = [
              "docs/img/*.png", # pictures
              "data/\\\\*.csv",
            ]
            "SPDX-License-Identifier" = ["CC0-1.0", "MIT OR ISC"]

            [[annotations]]
            path = 'vendor/*'
            precedence = "override"
            SPDX-License-Identifier = "Apache-2.0"

            [[annotations]]
            path = "models/**"
            precedence = "aggregate"
            SPDX-License-Identifier = "CC-BY-NC-4.0"
            """;

    @Test
    void annotationsSpeakForTheirPathsAndTheLastOneCounts() {
        RepositoryLicences licences = of(Map.of("REUSE.toml", ANNOTATIONS, "a.txt", ""));
        assertThat(licences.of("docs/deep/er/a.md").orElseThrow().spdx()).isEqualTo("CC-BY-4.0");
        FolderLicence pictures = licences.of("docs/img/a.png").orElseThrow();
        assertThat(pictures.spdx()).isEqualTo("CC0-1.0 AND (MIT OR ISC)");
        assertThat(pictures.words())
                .isEqualTo("REUSE.toml, line 9: CC0-1.0; REUSE.toml, line 9: MIT OR ISC");
        assertThat(licences.of("docs/img/deep/a.png").orElseThrow().spdx()).isEqualTo("CC-BY-4.0");
        assertThat(licences.of("data/*.csv").orElseThrow().spdx()).contains("CC0-1.0");
        assertThat(licences.of("data/a.csv")).isEmpty();
        assertThat(licences.of("a.txt")).isEmpty();
    }

    @Test
    void precedenceSaysWhoComesFirst() {
        RepositoryLicences licences = of(Map.of("REUSE.toml", ANNOTATIONS));
        Licence own = new Licence.Known("MIT", "line 1");
        assertThat(licences.of("docs/a.md").orElseThrow().with(own).label()).isEqualTo("MIT");
        assertThat(licences.of("vendor/a.c").orElseThrow().with(own).label())
                .isEqualTo("Apache-2.0");
        assertThat(licences.of("models/a.bin").orElseThrow().with(own).label())
                .isEqualTo("MIT AND CC-BY-NC-4.0");
        assertThat(
                        licences.of("models/a.bin")
                                .orElseThrow()
                                .with(new Licence.Unknown("words"))
                                .label())
                .isEqualTo("unknown");
    }

    @Test
    void aSidecarGoesBeforeTheFileAndAnOuterOverrideBeforeBoth() {
        String sidecar =
                "SPDX-FileCopyrightText: 2025 Ana\n\nSPDX-License-Identifier: CC-BY-SA-4.0\n";
        RepositoryLicences licences =
                of(
                        Map.of(
                                "REUSE.toml", ANNOTATIONS,
                                "docs/table.csv.license", sidecar,
                                "vendor/logo.svg.license", sidecar,
                                "models/w.bin.license", sidecar,
                                "plain.csv.license", "SPDX-FileCopyrightText: Ana\n"));
        assertThat(licences.of("docs/table.csv").orElseThrow())
                .satisfies(l -> {
                    assertThat(l.spdx()).isEqualTo("CC-BY-SA-4.0");
                    assertThat(l.rank()).isEqualTo(FolderLicence.Rank.OVERRIDE);
                    assertThat(l.words())
                            .isEqualTo(
                                    "docs/table.csv.license, line 3: SPDX-License-Identifier: CC-BY-SA-4.0");
                });
        assertThat(licences.of("vendor/logo.svg").orElseThrow().spdx()).isEqualTo("Apache-2.0");
        assertThat(licences.of("models/w.bin").orElseThrow().spdx())
                .isEqualTo("CC-BY-SA-4.0 AND CC-BY-NC-4.0");
        assertThat(licences.of("plain.csv").orElseThrow().words())
                .isEqualTo("plain.csv.license states no licence");
    }

    @Test
    void theInnermostFileCountsUnlessAnOuterOneOverrides() {
        String inner =
                "version = 1\n[[annotations]]\npath = \"**\"\nSPDX-License-Identifier = \"ISC\"\n";
        RepositoryLicences licences =
                of(
                        Map.of(
                                "REUSE.toml", ANNOTATIONS,
                                "docs/REUSE.toml", inner,
                                "vendor/REUSE.toml", inner,
                                "models/REUSE.toml", inner,
                                "LICENSE", StandardTexts.of("EUPL-1.2")));
        assertThat(licences.of("docs/a.md").orElseThrow().spdx()).isEqualTo("ISC");
        assertThat(licences.of("vendor/a.c").orElseThrow().spdx()).isEqualTo("Apache-2.0");
        assertThat(licences.of("models/a").orElseThrow().spdx()).isEqualTo("ISC AND CC-BY-NC-4.0");
        assertThat(licences.of("src/a.c").orElseThrow().spdx()).isEqualTo("EUPL-1.2");
    }

    @Test
    void aTextThatIsNearlyItsLicenceTakesTheWordFromWhatNamesIt() {
        Map<String, String> files = new TreeMap<>();
        files.put("REUSE.toml", ANNOTATIONS);
        files.put("LICENSES/MIT.txt", StandardTexts.of("MIT") + "\nNot for weapons.\n");
        files.put("LICENSES/CC-BY-4.0.txt", StandardTexts.of("CC-BY-4.0"));
        RepositoryLicences licences = of(files);
        assertThat(licences.of("docs/a.md").orElseThrow().spdx()).isEqualTo("CC-BY-4.0");
        assertThat(licences.of("docs/img/a.png").orElseThrow().spdx()).isEmpty();
        Licence own = new Licence.Known("MIT", "line 1: SPDX-License-Identifier: MIT");
        assertThat(licences.of("docs/a.md").orElseThrow().with(own))
                .isInstanceOfSatisfying(
                        Licence.Unknown.class,
                        u ->
                                assertThat(u.because())
                                        .startsWith(
                                                "line 1: SPDX-License-Identifier: MIT, but its text in the repository is another"));
        assertThat(licences.of("other.c").orElseThrow().stated().label()).isEqualTo("unknown");
        RepositoryLicences commons =
                of(
                        Map.of(
                                "LICENSE",
                                "\"Commons Clause\" License Condition v1.0\n\nThe License does not grant the right to Sell.\n\n"
                                        + StandardTexts.of("Apache-2.0")));
        assertThat(
                        commons.of("a.go")
                                .orElseThrow()
                                .with(new Licence.Known("Apache-2.0", "line 1"))
                                .label())
                .isEqualTo("unknown");
        assertThat(
                        commons.of("a.go")
                                .orElseThrow()
                                .with(new Licence.Known("ISC", "line 1"))
                                .label())
                .isEqualTo("ISC");
    }

    @Test
    void whatCannotBeReadIsUnknownForEverythingBelow() {
        for (String broken :
                List.of(
                        "version = 2\n",
                        "",
                        "version = 1\n[annotations]\npath = \"**\"\n",
                        "version = 1\n[[annotations]]\nSPDX-License-Identifier = \"MIT\"\n",
                        "version = 1\n[[annotations]]\npath = \"**\"\nprecedence = \"first\"\n",
                        "version = 1\n[[annotations]]\npath = \"**\nSPDX-License-Identifier = \"MIT\"\n",
                        "version = 1\n[[annotations]]\npath = [\"a\" \"b\"]\n",
                        "version = 1\n[[annotations]]\npath = \"\"\"a\"\"\"\n",
                        "version = 1 1\n",
                        "\u0000\u0001")) {
            FolderLicence said = of(Map.of("REUSE.toml", broken)).of("a/b.txt").orElseThrow();
            assertThat(said.stated().label()).as(broken).isEqualTo("unknown");
            assertThat(said.words()).as(broken).startsWith("REUSE.toml, line ");
            assertThat(said.with(new Licence.Known("MIT", "e")).label()).isEqualTo("unknown");
        }
    }

    @Test
    void aPlanKeepsWhatItSaysAndOlderPlansAreReadAsNearestFiles() {
        FolderLicence said = of(Map.of("REUSE.toml", ANNOTATIONS)).of("vendor/a.c").orElseThrow();
        assertThat(Json.read(Json.canonical(said), FolderLicence.class, "plan")).isEqualTo(said);
        String older =
                "{\"file\":\"LICENSE\",\"sha256\":\""
                        + said.sha256().hex()
                        + "\",\"spdx\":\"MIT\",\"words\":\"w\"}";
        assertThat(Json.read(older, FolderLicence.class, "plan"))
                .isEqualTo(FolderLicence.closest("LICENSE", said.sha256(), "MIT", "w"));
    }

    @Test
    void anyBytesAreReadOrRefused() {
        Random random = new Random(11);
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder(ANNOTATIONS);
            for (int k = random.nextInt(6); k >= 0; k--) {
                int at = random.nextInt(Math.max(1, text.length() - 1));
                switch (random.nextInt(3)) {
                    case 0 -> text.delete(at, at + 1);
                    case 1 -> text.insert(at, "\"'[]=\\\n#\u0000*".charAt(random.nextInt(10)));
                    default -> text.setLength(Math.max(1, at));
                }
            }
            assertThat(of(Map.of("REUSE.toml", text.toString())).of("docs/img/a.png")).isNotNull();
        }
        assertThat(ReuseToml.matches("**".repeat(200) + "x", "a".repeat(5000))).isFalse();
        assertThatThrownBy(() -> ReuseToml.read("[")).isInstanceOf(ReuseToml.Unreadable.class);
    }

    @Test
    void licenceFilesInOtherEncodingsAreReadAndTheirBytesCounted() {
        byte[] wide =
                ("\ufeff" + "Copyright 2024 Zo\u00eb\n\n" + StandardTexts.of("ISC"))
                        .getBytes(StandardCharsets.UTF_16LE);
        FolderLicence read =
                RepositoryLicences.of(List.of("LICENSE"), () -> TEXTS, name -> wide)
                        .of("a.c")
                        .orElseThrow();
        assertThat(read.spdx()).isEqualTo("ISC");
        assertThat(read.words()).contains("(bytes ").doesNotContain("(bytes 0 ");
        byte[] latin =
                ("\u00a9 2024 J\u00f6rg\n\n" + StandardTexts.of("MIT"))
                        .getBytes(StandardCharsets.ISO_8859_1);
        FolderLicence old =
                RepositoryLicences.of(List.of("LICENSE"), () -> TEXTS, name -> latin)
                        .of("a.c")
                        .orElseThrow();
        assertThat(old.spdx()).isEqualTo("MIT");
    }

    @Test
    void tagsOfOneFileHoldTogetherAndIgnoredLinesSayNothing() {
        assertThat(
                        FileLicence.inHead(
                                        "# SPDX-License-Identifier: MIT\n# REUSE-IgnoreStart\n# SPDX-License-Identifier: CC-BY-NC-4.0\n# REUSE-IgnoreEnd\n# SPDX-License-Identifier: ISC OR MIT\n")
                                .orElseThrow()
                                .label())
                .isEqualTo("MIT AND (ISC OR MIT)");
    }
}
