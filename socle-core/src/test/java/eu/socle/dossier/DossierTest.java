package eu.socle.dossier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Joules;
import eu.socle.core.Ledger;
import eu.socle.core.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DossierTest {

    private static final String TIME = "2026-11-24T10:00:00Z";
    private static final String HOSTILE = "<script>alert('x')</script>";

    @TempDir Path run;

    @Test
    void every_count_is_on_the_page_and_in_equals_kept_plus_dropped_plus_failed() throws Exception {
        Document page = page(new Joules.Modelled(50, 25, 100, "a stated model"));
        assertThat(page.select(".sum [lang=en]").text())
                .contains("in", "kept", "dropped", "unreadable");
        assertThat(page.select(".sum").text()).contains("1,294", "1,200", "90", "4");
        assertThat(page.select("svg.chart")).hasSize(2);
        assertThat(page.select("svg.chart polyline").getFirst().attr("points").split(" ", -1))
                .hasSize(30);
    }

    @Test
    void energy_always_stands_beside_its_status() throws Exception {
        assertThat(
                        page(new Joules.Modelled(50, 25, 100, "a stated model"))
                                .select("td .status")
                                .text())
                .contains("modelled");
        Document unknown = page(new Joules.Unknown("no counter"));
        assertThat(unknown.select("td .status").text()).contains("unknown").contains("inconnu");
        assertThat(unknown.text()).doesNotContain("0 J");
    }

    @Test
    void
            energy_of_an_interrupted_stage_is_the_sum_of_its_attempts_and_the_page_says_what_is_missing()
                    throws Exception {
        try (Ledger ledger = Ledger.open(run.resolve("ledger.jsonl"))) {
            ledger.append(started("model", 1));
            ledger.append(new Fact.StageEnergy("model", 1, 2, new Joules.Measured(10, "RAPL")));
            ledger.append(new Fact.StageEnergy("model", 1, 4, new Joules.Measured(20, "RAPL")));
            ledger.append(started("model", 2));
            ledger.append(new Fact.StageEnergy("model", 2, 3, new Joules.Measured(15, "RAPL")));
        }
        Path file = DossierStage.write(run);
        Figures figures =
                eu.socle.core.Json.read(file.resolveSibling("dossier.json"), Figures.class);
        assertThat(value(figures, "energy.total")).isEqualTo(35.0);
        assertThat(Jsoup.parse(file).text()).contains("interrupted").contains("interrompue");
    }

    @Test
    void a_stage_made_anew_forgets_what_its_first_making_stated() throws Exception {
        try (Ledger ledger = Ledger.open(run.resolve("ledger.jsonl"))) {
            ledger.append(started("data", 1));
            ledger.append(new Fact.LicenceKept("MIT", 5, 50));
            ledger.append(started("data", 1));
            ledger.append(new Fact.LicenceKept("CC0-1.0", 7, 70));
        }
        Figures figures =
                eu.socle.core.Json.read(
                        DossierStage.write(run).resolveSibling("dossier.json"), Figures.class);
        assertThat(figures.named("licence.MIT")).isNull();
        assertThat(value(figures, "licence.CC0-1.0")).isEqualTo(7.0);
    }

    @Test
    void signals_attribution_erasures_and_the_commitment_are_stated_and_recomputed()
            throws Exception {
        Digest root = Digest.of("root after");
        Digest receipt = Digest.of("receipt");
        try (Ledger ledger = Ledger.open(run.resolve("ledger.jsonl"))) {
            ledger.append(started("data", 1));
            ledger.append(new Fact.SignalsFound("robots", "disallow", 12));
            ledger.append(new Fact.SignalsFound("robots", "allow", 40));
            ledger.append(new Fact.AttributionAsked(31, 7));
            ledger.append(new Fact.DatasetCommitted(Digest.of("root before"), 50));
            ledger.append(new Fact.DocumentsErased("erasure-0001", TIME, 3, 1, 4711, 5, receipt));
            ledger.append(new Fact.DatasetCommitted(root, 47));
        }
        Path page = DossierStage.write(run);
        Figures figures =
                eu.socle.core.Json.read(page.resolveSibling("dossier.json"), Figures.class);
        assertThat(value(figures, "signal.robots.disallow")).isEqualTo(12.0);
        assertThat(value(figures, "signal.robots.allow")).isEqualTo(40.0);
        assertThat(value(figures, "attribution.asked")).isEqualTo(31.0);
        assertThat(value(figures, "attribution.without-author")).isEqualTo(7.0);
        assertThat(value(figures, "erased.erasure-0001")).isEqualTo(3.0);
        assertThat(value(figures, "documents.committed")).isEqualTo(47.0);
        String text = Jsoup.parse(page).text();
        assertThat(text).contains(root.hex()).contains("4,711").contains(receipt.brief());
        assertThat(text.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("forgot")
                .doesNotContain("oubli");
        assertThat(Verification.of(run.resolve("dossier")).faults()).isEmpty();
        Path json = page.resolveSibling("dossier.json");
        Files.writeString(json, Files.readString(json).replace("\"value\":31", "\"value\":30"));
        assertThat(Verification.of(run.resolve("dossier")).faults())
                .anyMatch(fault -> fault.contains("attribution.asked"));
    }

    @Test
    void the_policy_about_rights_stands_in_words_in_both_languages() throws Exception {
        Fact policy =
                new Fact.RightsPolicyApplied(
                        1,
                        Digest.of("policy"),
                        List.of("acmebot", HOSTILE),
                        List.of("gptbot", "ccbot"),
                        "both",
                        "drop",
                        "keep",
                        List.of("press"),
                        List.of("public-domain", "share-alike"),
                        List.of("EUPL-1.2"),
                        "rights policy 1: in a sentence");
        try (Ledger ledger = Ledger.open(run.resolve("ledger.jsonl"))) {
            ledger.append(started("data", 1));
            ledger.append(policy);
        }
        Path page = DossierStage.write(run);
        assertThat(Ledger.read(run.resolve("ledger.jsonl")).getLast().fact()).isEqualTo(policy);
        Document html = Jsoup.parse(page);
        assertThat(html.select("#policy + p + dl [lang=en]").text())
                .contains("the stricter decides", "the licence decides", "share-alike");
        assertThat(html.select("#policy + p + dl [lang=fr]").text())
                .contains("le plus strict décide", "la licence décide", "partage à l’identique");
        assertThat(html.select("#policy + p + dl").text())
                .contains("acmebot", HOSTILE, "ccbot", "press", "EUPL-1.2");
        Path json = page.resolveSibling("dossier.json");
        assertThat(Files.readString(json)).contains("rights policy 1: in a sentence");
        Files.writeString(json, Files.readString(json).replace("in a sentence", "in words"));
        assertThat(Verification.of(run.resolve("dossier")).faults())
                .anyMatch(fault -> fault.contains("other words"));
    }

    @Test
    void the_mixture_that_training_read_is_stated_and_recomputed() throws Exception {
        try (Ledger ledger = Ledger.open(run.resolve("ledger.jsonl"))) {
            ledger.append(started("token", 1));
            ledger.append(new Fact.GroupMixed("old", "en", 1, 1, 9, 9, 9, 9));
            ledger.append(started("token", 2)); // resumed: what the first attempt stated is gone
            ledger.append(new Fact.GroupMixed("law", "fr", 0.72, 0.75, 40, 61, 9_000, 3_000));
            ledger.append(new Fact.GroupMixed(HOSTILE, "mt", 0.3, 0.25, 20, 20, 3_000, 1_000));
            ledger.append(started("model", 1));
            ledger.append(new Fact.SequencesPacked("best-fit", 31, 4_000, 96));
        }
        Path page = DossierStage.write(run);
        Figures figures =
                eu.socle.core.Json.read(page.resolveSibling("dossier.json"), Figures.class);
        assertThat(value(figures, "mixture.law.fr.asked")).isEqualTo(0.72);
        assertThat(value(figures, "mixture.law.fr.reached")).isEqualTo(0.75);
        assertThat(value(figures, "mixture.law.fr.uses")).isEqualTo(61.0);
        assertThat(value(figures, "mixture.tokens")).isEqualTo(4_000.0);
        assertThat(value(figures, "sequences.padding-share")).isEqualTo(96 / 4096.0);
        assertThat(figures.named("mixture.old.en.tokens")).isNull();
        Document html = Jsoup.parse(page);
        assertThat(html.select("#mixture [lang=en]").text()).contains("training reads");
        assertThat(html.select("#mixture [lang=fr]").text()).contains("entraînement");
        assertThat(html.select("#mixture + .scroll tbody tr")).hasSize(2);
        assertThat(html.select("#mixture + .scroll tbody").text())
                .contains("law", "72 %", "75 %", "61", HOSTILE);
        assertThat(html.select("#sequences + dl").text())
                .contains("fit best", "tiennent le mieux", "96");
        assertThat(Verification.of(run.resolve("dossier")).faults()).isEmpty();
        Path json = page.resolveSibling("dossier.json");
        Files.writeString(json, Files.readString(json).replace("\"value\":0.75", "\"value\":0.7"));
        assertThat(Verification.of(run.resolve("dossier")).faults())
                .anyMatch(fault -> fault.contains("mixture.law.fr.reached"));
    }

    @Test
    void kinds_of_personal_data_have_words_also_with_a_country() throws Exception {
        try (Ledger ledger = Ledger.open(run.resolve("ledger.jsonl"))) {
            ledger.append(started("data", 1));
            ledger.append(new Fact.DocumentsCounted(2, 2, 2, 0, 0, 10, 10));
            ledger.append(new Fact.Masked("phone FR", 3, 2));
            ledger.append(new Fact.Masked("FR_NIR", 1, 1));
        }
        assertThat(Jsoup.parse(DossierStage.write(run)).text())
                .contains("telephone number", "numéro de téléphone FR", "FR_NIR");
    }

    @Test
    void names_from_outside_are_text_and_the_page_asks_the_network_for_nothing() throws Exception {
        Document page = page(new Joules.Unknown(HOSTILE));
        assertThat(page.select("script")).hasSize(1);
        assertThat(page.text()).contains(HOSTILE);
        assertThat(page.select("[src], link[href], iframe, img, object")).isEmpty();
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .startsWith("default-src 'none'");
    }

    @Test
    void the_same_ledger_gives_the_same_page() throws Exception {
        page(new Joules.Unknown("none"));
        byte[] first = Files.readAllBytes(run.resolve("dossier/index.html"));
        DossierStage.write(run);
        assertThat(Files.readAllBytes(run.resolve("dossier/index.html"))).isEqualTo(first);
    }

    @Test
    void an_untouched_dossier_verifies_and_the_private_key_is_private() throws Exception {
        page(new Joules.Measured(3, "RAPL"));
        Verification verification = Verification.of(run.resolve("dossier"));
        assertThat(verification.faults()).isEmpty();
        assertThat(verification.facts()).isEqualTo(43);
        assertThat(Files.getPosixFilePermissions(run.resolve("key/private.pkcs8")).toString())
                .doesNotContain("GROUP", "OTHERS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger.jsonl", "dossier.json", "index.html", "signature.json"})
    void a_changed_byte_in_any_file_is_named(String name) throws Exception {
        page(new Joules.Measured(3, "RAPL"));
        Path file = run.resolve("dossier").resolve(name);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 3; at < whole.length; at += Math.max(1, whole.length / 23)) {
            byte[] changed = whole.clone();
            changed[at] = (byte) (changed[at] == '7' ? '8' : '7');
            Files.write(file, changed);
            assertThat(Verification.of(run.resolve("dossier")).faults())
                    .as("byte %d", at)
                    .isNotEmpty()
                    .anyMatch(f -> f.contains(name) || f.contains("ledger"));
        }
    }

    @Test
    void a_figure_that_was_made_better_is_named_with_both_values() throws Exception {
        page(new Joules.Measured(3, "RAPL"));
        Path file = run.resolve("dossier/dossier.json");
        Matcher loss =
                Pattern.compile("(\"training.held-out-loss\".*?\"value\":)[0-9.]+")
                        .matcher(Files.readString(file));
        assertThat(loss.find()).isTrue();
        Files.writeString(file, loss.replaceFirst("$10.5"));
        assertThat(Verification.of(run.resolve("dossier")).faults())
                .anyMatch(f ->
                        f.contains("training.held-out-loss")
                                && f.contains("0.5")
                                && f.contains("2.5"));
    }

    @Test
    void a_folder_without_a_ledger_is_refused() {
        assertThatThrownBy(() -> DossierStage.write(run))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no run");
    }

    @Test
    void both_languages_have_the_same_keys() {
        Properties en = Words.load("en");
        Properties fr = Words.load("fr");
        assertThat(fr.keySet()).isEqualTo(en.keySet());
        assertThat(en.values()).doesNotContain("");
        assertThat(fr.values()).doesNotContain("");
    }

    @Test
    void numbers_follow_each_language() {
        assertThat(Words.format(1234567, java.util.Locale.ENGLISH)).isEqualTo("1,234,567");
        assertThat(Words.format(1234567, java.util.Locale.FRENCH)).isEqualTo("1\u202f234\u202f567");
        assertThat(Words.format(3.14159, java.util.Locale.FRENCH)).isEqualTo("3,142");
        assertThat(Words.format(1.35e13, java.util.Locale.ENGLISH))
                .isEqualTo("1.35 × 10<sup>13</sup>");
    }

    private static @Nullable Double value(Figures figures, String name) {
        return java.util.Objects.requireNonNull(figures.named(name), name).value();
    }

    private static Fact started(String stage, int attempt) {
        return new Fact.StageStarted(stage, attempt, TIME, Digest.of("config"), new TreeMap<>());
    }

    /// A run of four stages, thirty training steps, hostile names.
    private Document page(Joules joules) throws Exception {
        try (Ledger ledger = Ledger.open(run.resolve("ledger.jsonl"))) {
            ledger.append(
                    new Fact.RunOpened(
                            TIME,
                            "hello",
                            Digest.of("r"),
                            7,
                            "0.1.0",
                            "abc",
                            "25",
                            "Linux",
                            HOSTILE,
                            2,
                            2,
                            "a meter"));
            ledger.append(started("data", 1));
            ledger.append(new Fact.SourceRead("pages", HOSTILE, "CC0-1.0", 10, 1294, 5000));
            ledger.append(new Fact.DocumentsCounted(1294, 1200, 3, 90, 4, 10_000, 9_000));
            ledger.append(
                    new Fact.DocumentsDropped("opt-out", "opted_out", false, 90, 800, HOSTILE));
            ledger.append(new Fact.LicenceKept("CC0-1.0", 1200, 9000));
            ledger.append(new Fact.TokensPacked("train", 1100, 90_000, 300_000, 1));
            ledger.append(
                    new Fact.ModelDescribed(
                            "llama", 1000, 2, 8, 2, 1, 4, 16, 300, 32, 10, 30, "cpu"));
            for (int step = 1; step <= 30; step++) {
                ledger.append(
                        new Fact.TrainingStep(step, step * 100L, 5 - step * 0.1, 1e-3, 1, 1000));
            }
            ledger.append(new Fact.HeldOutLoss(30, 2.5));
            ledger.append(new Fact.Score("cloze", "accuracy", 0.5, "", 10, 0.25, HOSTILE));
            ledger.append(new Fact.StageEnergy("model", 1, 12.5, joules));
            ledger.append(
                    new Fact.StageFinished(
                            "model",
                            1,
                            TIME,
                            Digest.of("m"),
                            3,
                            99,
                            new TreeMap<>(java.util.Map.of("steps", 30L))));
            ledger.append(new Fact.OptOutFound("tdmrep-header", 90));
        }
        return Jsoup.parse(DossierStage.write(run));
    }

    @Test
    void facts_of_every_kind_survive_the_ledger() {
        List<Fact> facts =
                List.of(
                        new Fact.Masked("email", 2, 1),
                        new Fact.LanguageKept("fr", 1, 2),
                        new Fact.CheckpointWritten(5, Digest.of("c")));
        try (Ledger ledger = Ledger.open(run.resolve("ledger.jsonl"))) {
            facts.forEach(ledger::append);
        }
        assertThat(Ledger.read(run.resolve("ledger.jsonl")))
                .extracting(Ledger.Line::fact)
                .isEqualTo(facts);
    }
}
