package eu.socle.data.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.Runs;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Rights;
import eu.socle.core.Run;
import eu.socle.data.DataConfig;
import eu.socle.data.DataStage;
import eu.socle.data.Recipes;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.judge.JudgeConfig;
import eu.socle.data.judge.web.ListFile;
import eu.socle.data.judge.web.PublicSuffixes;
import eu.socle.data.read.plan.Source;
import eu.socle.data.rights.licence.Attribution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class DescriptionTest {

    private static final List<String> HOSTS =
            List.of("a.example", "www.a.example", "b.example:8080", "C.example", "d.example");

    @TempDir static Path folder;
    private static Path data;
    private Path out;

    @BeforeAll
    static void make() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            String text =
                    ("The people of the town number " + "abcdefghij".charAt(i % 10))
                            + ("klmnopqrstuvwxyz".charAt(i / 10) + " have built the old bridge. ")
                                    .repeat(3 + i);
            lines.append("{\"text\":")
                    .append(Json.canonical(text))
                    .append(
                            i % 7 == 0
                                    ? ""
                                    : ",\"url\":\"https://" + HOSTS.get(i % 5) + "/" + i + "\"")
                    .append(i % 2 == 0 ? ",\"author\":\"Writer " + i + "\"" : "")
                    .append(",\"license\":\"https://creativecommons.org/licenses/by/4.0/\"}\n");
        }
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/web.jsonl"), lines);
        TreeMap<String, Double> limits =
                new TreeMap<>(Map.of("minimum-words", 5.0, "minimum-alphabetic-words", 0.1));
        for (int n = 2; n <= 10; n++) {
            limits.put(
                    "repetition." + (n < 5 ? "top-" + n + "-gram" : "duplicate-" + n + "-grams"),
                    1.0);
        }
        DataConfig config =
                DataConfig.of(
                        List.of(new Source("web", "in", List.of("**"), List.of(), null, false)),
                        List.of("en"),
                        List.of("CC-BY-4.0"),
                        JudgeConfig.withLimits(limits),
                        new DedupConfig(new MinHash(5, 1, 64, 1), DedupConfig.Keep.FIRST, false),
                        10,
                        4);
        try (Run run = Runs.open(folder.resolve("run"), 2, Progress.SILENT)) {
            DataStage.run(config, folder, run);
        }
        data = folder.resolve("run/data");
    }

    @BeforeEach
    void describe() throws IOException {
        out = Files.createTempDirectory(folder, "out");
        Description.write(data, out, Description.About.named("tiny"));
    }

    private static Statement statement(String json) {
        return Statement.from(Recipes.settings("data.description", json));
    }

    private static final String STATED =
            "{'url':'https://data.example/tiny','creators':['Ana Example','Town library'],'publisher':'Town library',"
                    + "'date-published':'2026-11-24','version':'1.0.0','licence':'ODC-By-1.0','keywords':['towns'],"
                    + "'provider':'sme','rai':{'dataSocialImpact':'None is known.','dataUseCases':'Tests.','dataBiases':'Bridges.'}}";

    private static List<Document> documents() {
        try (Stream<Document> documents = ParquetDataset.open(data).open()) {
            return documents.toList();
        }
    }

    @Test
    void the_domains_are_those_of_a_recount_most_bytes_first() throws IOException {
        Map<String, long[]> expected = new TreeMap<>();
        for (Document document : documents()) {
            String url = document.rights().url();
            String host = url.isEmpty() ? "-" : url.substring(8, url.indexOf('/', 8));
            String domain = host.toLowerCase(java.util.Locale.ROOT).replace(":8080", "");
            domain = domain.startsWith("www.") ? domain.substring(4) : domain;
            long[] sums = expected.computeIfAbsent(domain, d -> new long[2]);
            sums[0]++;
            sums[1] += document.text().getBytes(StandardCharsets.UTF_8).length;
        }
        assertThat(expected).hasSizeGreaterThan(3);
        List<String> lines = Files.readAllLines(out.resolve("domains.tsv"));
        assertThat(lines.getFirst()).isEqualTo("domain\tdocuments\tbytes");
        long last = Long.MAX_VALUE;
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            long[] sums = expected.remove(cells[0]);
            assertThat(sums).containsExactly(Long.parseLong(cells[1]), Long.parseLong(cells[2]));
            assertThat(Long.parseLong(cells[2])).isLessThanOrEqualTo(last);
            last = Long.parseLong(cells[2]);
        }
        assertThat(expected).isEmpty();
    }

    @Test
    void croissant_satisfies_the_rules_of_the_specification_once_people_stated_their_part()
            throws IOException {
        assertThat(CroissantRules.faults(croissant(), data))
                .containsExactlyInAnyOrder(
                        "required: url", "required: creator", "required: datePublished");
        Dates dates = Dates.of(folder.resolve("run"), Manifest.read(data).digest());
        List<String> missing =
                Description.write(
                        data,
                        out,
                        new Description.About(
                                "tiny", statement(STATED), PublicSuffixes.NONE, dates));
        assertThat(missing).isEmpty();
        JsonNode croissant = croissant();
        assertThat(CroissantRules.faults(croissant, data)).isEmpty();
        for (String property : Statement.RAI) {
            assertThat(croissant.has("rai:" + property)).as(property).isTrue();
        }
        assertThat(Statement.RAI).hasSize(20).doesNotHaveDuplicates();
        assertThat(croissant.path("rai:dataBiases").asString()).startsWith("Bridges. Documents by");
        assertThat(croissant.path("license").toString())
                .isEqualTo("[\"https://spdx.org/licenses/ODC-By-1.0.html\"]");
        assertThat(croissant.path("dateCreated").asString()).isEqualTo(dates.made()).isNotEmpty();
        assertThat(read("datasheet.fr.md"))
                .contains("Town library")
                .contains("À citer comme\u00a0: **non indiqué**");
    }

    @Test
    void the_rules_find_what_is_wrong_with_a_description() throws IOException {
        Description.write(
                data,
                out,
                new Description.About(
                        "tiny", statement(STATED), PublicSuffixes.NONE, Dates.UNKNOWN));
        String whole = read("croissant.json");
        for (List<String> change :
                List.of(
                        List.of("\"recordSet\":\"cr:recordSet\"", "\"recordSet\":\"recordSet\""),
                        List.of("\"@id\":\"parts\"}", "\"@id\":\"part\"}"),
                        List.of("documents/text", "documents/id"),
                        List.of("\"column\":\"text\"", "\"column\":\"texts\""),
                        List.of("\"sha256\":\"", "\"sha256\":\"0"),
                        List.of("rai:dataUseCases", "rai:useCases"),
                        List.of("croissant/1.1", "croissant/1.0"),
                        List.of("sc:Organization", "sc:Nobody"),
                        List.of("2026-11-24", "yesterday"),
                        List.of("part-*.parquet", "*.csv"),
                        List.of("\"creator\":", "\"creators\":"))) {
            String changed = whole.replace(change.getFirst(), change.getLast());
            assertThat(changed).isNotEqualTo(whole);
            assertThat(CroissantRules.faults(Json.parse(changed, "changed"), data))
                    .as(change.toString())
                    .isNotEmpty();
        }
    }

    @Test
    void what_nobody_stated_is_named_as_missing_in_both_languages() {
        assertThat(read("datasheet.en.md"))
                .contains("Page of the dataset: **not stated**")
                .contains("`rai:dataSocialImpact`: not stated")
                .contains("Required by Croissant 1.1 and not stated: url, creators, date-published")
                .contains("nobody said whether the provider is small");
        assertThat(read("datasheet.fr.md"))
                .contains("`rai:dataUseCases`\u00a0: non indiqué")
                .contains("Exigé par Croissant 1.1 et non indiqué\u00a0: url");
        assertThat(croissant().has("datePublished")).isFalse();
        assertThat(croissant().has("rai:dataSocialImpact")).isFalse();
    }

    @Test
    void statements_that_cannot_be_meant_are_refused() {
        for (String wrong :
                List.of(
                        "{'url':'data.example'}",
                        "{'date-published':'24.11.2026'}",
                        "{'licence':'free'}",
                        "{'provider':'small'}",
                        "{'rai':{'dataCases':'x'}}",
                        "{'author':'x'}")) {
            assertThatThrownBy(() -> statement(wrong)).as(wrong).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void the_list_of_domains_is_cut_by_the_rule_of_the_template() {
        int[] domains = {0, 1, 9, 10, 11, 999, 1000, 1001, 30_000};
        int[] large = {0, 1, 1, 1, 2, 100, 100, 101, 3000};
        int[] small = {0, 1, 1, 1, 1, 50, 50, 51, 1000};
        for (int i = 0; i < domains.length; i++) {
            assertThat(DomainCut.count(domains[i], Statement.ProviderSize.LARGE))
                    .isEqualTo(large[i]);
            assertThat(DomainCut.count(domains[i], Statement.ProviderSize.SME)).isEqualTo(small[i]);
        }
    }

    @Test
    void registrable_domains_are_those_of_the_given_list_and_the_cut_is_that_of_a_recount()
            throws IOException {
        Path list = folder.resolve("suffixes.dat");
        Files.writeString(list, "// comment\nexample\n*.ck\n!www.ck\nco.uk\nuk\ngithub.io\nио\n");
        PublicSuffixes suffixes = new PublicSuffixes(ListFile.read(list));
        assertThat(suffixes.registrable("www.a.example")).isEqualTo("a.example");
        assertThat(suffixes.registrable("a.b.co.uk")).isEqualTo("b.co.uk");
        assertThat(suffixes.registrable("me.github.io")).isEqualTo("me.github.io");
        assertThat(suffixes.registrable("x.y.ck")).isEqualTo("x.y.ck");
        assertThat(suffixes.registrable("www.ck")).isEqualTo("www.ck");
        assertThat(suffixes.registrable("a.unlisted.net")).isEqualTo("unlisted.net");
        assertThat(suffixes.registrable("a.b.xn--h1aax")).isEqualTo("b.xn--h1aax");
        assertThat(suffixes.registrable("example")).isEmpty();
        Census census = new Census(suffixes);
        Map<String, Long> bytes = new TreeMap<>();
        java.util.Random random = new java.util.Random(5);
        for (int i = 0; i < 5_000; i++) {
            String domain = "d" + random.nextInt(731) + ".example";
            String text = "é".repeat(random.nextInt(40));
            census.add(
                    new Document(
                            "s/" + i,
                            text,
                            new Rights(
                                    "s",
                                    "https://h" + random.nextInt(9) + "." + domain + "/" + i,
                                    "",
                                    new Rights.Licence.Known("MIT", "e"),
                                    List.of()),
                            new TreeMap<>()));
            bytes.merge(domain, 2L * text.length(), Long::sum);
        }
        List<String> expected =
                bytes.entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Long>comparingByValue()
                                        .reversed()
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .map(Map.Entry::getKey)
                        .toList();
        assertThat(census.domains().stream().map(Map.Entry::getKey)).isEqualTo(expected);
        DomainCut cut = DomainCut.of(census.domains(), Statement.ProviderSize.LARGE);
        assertThat(cut.listed()).isEqualTo((bytes.size() + 9) / 10);
        assertThat(cut.bytes())
                .isEqualTo(expected.subList(0, cut.listed()).stream().mapToLong(bytes::get).sum());
        assertThat(cut.allBytes()).isEqualTo(bytes.values().stream().mapToLong(b -> b).sum());
    }

    @Test
    void the_attribution_list_is_complete_and_recomputable_from_the_documents() throws IOException {
        StringBuilder expected = new StringBuilder();
        for (Document document : documents()) {
            Attribution asked = Attribution.of(document).orElseThrow();
            asked.write(expected);
            assertThat(asked.licence()).isEqualTo("CC-BY-4.0");
        }
        assertThat(read("attribution.jsonl")).isEqualTo(expected.toString());
        assertThat(Manifest.read(data).counts())
                .containsEntry("attribution.asked", (long) documents().size())
                .containsEntry(
                        "attribution.without-author",
                        documents().stream().filter(d -> !d.tags().containsKey("author")).count());
    }

    private JsonNode croissant() {
        return Json.parse(read("croissant.json"), "croissant.json");
    }

    @Test
    void both_datasheets_state_the_counts_of_the_manifest_and_every_by_licence_its_author()
            throws IOException {
        Manifest manifest = Manifest.read(data);
        for (String sheet : List.of("datasheet.en.md", "datasheet.fr.md")) {
            assertThat(read(sheet))
                    .contains(manifest.digest().hex())
                    .contains(": " + manifest.counts().get("documents.in"))
                    .contains("| CC-BY-4.0 | " + documents().size());
        }
        assertThat(Files.readAllLines(out.resolve("attribution.jsonl")))
                .hasSize(documents().size())
                .anyMatch(line -> line.contains("Writer 2"));
    }

    @Test
    void the_same_dataset_gives_the_same_bytes() throws IOException {
        Description.write(data, folder.resolve("again"), Description.About.named("tiny"));
        for (String file : Description.FILES) {
            assertThat(folder.resolve("again").resolve(file))
                    .hasSameBinaryContentAs(out.resolve(file));
        }
    }

    private String read(String file) {
        try {
            return Files.readString(out.resolve(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
