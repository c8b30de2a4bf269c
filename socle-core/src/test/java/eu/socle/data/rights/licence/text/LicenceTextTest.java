package eu.socle.data.rights.licence.text;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Rights.Licence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Whole licence texts: the standard ones are known, a changed word makes them unknown.
class LicenceTextTest {

    private static final LicenceText TEXTS = LicenceText.standard();

    private static String text(String id) {
        return StandardTexts.of(id);
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
    void theTableIsMadeOfTheTemplatesOfTheList() throws IOException {
        assertThat(LicenceText.table()).isEqualTo(TextTables.texts());
    }

    @Test
    void theEvidenceIsTheLicenceWithoutTheNoticesAroundIt() {
        String notice = "# MIT License\n\nCopyright 2020 Ana\n\n";
        String mit = text("MIT");
        mit = mit.substring(mit.indexOf("Permission"));
        LicenceText.Reading read = TEXTS.reading(notice + mit + "\n\n(c) Ben\n", "LICENSE");
        assertThat(read.licence().label()).isEqualTo("MIT");
        assertThat((notice + mit).substring(read.from(), read.to()))
                .isEqualTo(mit.strip().replaceAll("\\.$", ""));
    }

    @Test
    void aTitleOfAnotherLicenceIsNoTitle() {
        assertThat(TEXTS.read("GNU GPL v3\n\n" + text("MIT"), "LICENSE").label())
                .isEqualTo("unknown");
        assertThat(TEXTS.read("ISC License\n\n" + text("0BSD"), "LICENSE"))
                .isInstanceOfSatisfying(
                        Licence.Unknown.class,
                        u ->
                                assertThat(u.because())
                                        .isEqualTo("LICENSE names ISC and is the text of 0BSD"));
        assertThat(
                        TEXTS.read(
                                        "SPDX-License-Identifier: GPL-3.0-or-later\n\n"
                                                + text("GPL-3.0-only"),
                                        "COPYING")
                                .label())
                .isEqualTo("GPL-3.0-or-later");
    }
}
