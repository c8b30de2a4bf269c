package eu.socle.data.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.read.PageSignals;
import eu.socle.data.rights.SiteFiles.AsOf;
import eu.socle.data.rights.licence.CreativeCommons;
import eu.socle.data.rights.licence.PageLicence;
import eu.socle.data.rights.licence.PageLicences;
import eu.socle.data.rights.protocol.Agents;
import eu.socle.data.rights.protocol.Aipref;
import eu.socle.data.rights.protocol.NoAi;
import eu.socle.data.rights.protocol.TdmRep;
import eu.socle.data.rights.robots.CanonicalPath;
import eu.socle.data.rights.robots.RobotsFile;
import eu.socle.data.rights.robots.RobotsGroup;
import eu.socle.data.rights.robots.RobotsLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Every case of the rights corpora; a case of a kind that is not known here fails.
class RightsOracleTest {

    private static final String HOST_DAY = "2026-01-01";

    @TestFactory
    Stream<DynamicTest> answersEveryCase() {
        return RightsCases.files().stream().flatMap(RightsOracleTest::ofFile);
    }

    private static Stream<DynamicTest> ofFile(Path file) {
        return RightsCases.cases(file).stream()
                .map(c -> DynamicTest.dynamicTest(c.get("id").stringValue(), () -> check(c)));
    }

    private static void check(JsonNode c) {
        JsonNode input = c.get("input");
        JsonNode expected = c.get("expected");
        if (input.has("html")) {
            licence(input, expected);
        } else if (input.has("xml")) {
            embedded(input, expected);
        } else if (input.has("tdmrep_json")
                || (expected.isObject() && expected.has("reservation"))) {
            tdmrep(input, expected);
        } else if (input.has("value")
                || input.has("separate_statements")
                || input.has("http_field_lines")) {
            contentUsage(input, expected);
        } else if (input.has("user_agents")) {
            crawl(input, expected);
        } else if (expected.isObject() && expected.has("crawl")) {
            usage(input, expected);
        } else if (expected.isString()) {
            reserved(input, expected);
        } else {
            fail("a case of an unknown kind: %s", c);
        }
    }

    private static void crawl(JsonNode input, JsonNode expected) {
        String url = input.get("url").stringValue();
        List<String> agents = RightsCases.texts(input.get("user_agents"));
        JsonNode fetch = input.get("robots_fetch");
        byte[] body = RightsCases.robots(input);
        int status = fetch == null ? 200 : fetch.isNumber() ? fetch.intValue() : 0;
        SiteFile file =
                new SiteFile(
                        SiteFile.Kind.ROBOTS,
                        SiteFile.host(url),
                        "",
                        HOST_DAY,
                        status,
                        body == null ? new byte[0] : body);
        List<OptOut> signals =
                SiteFiles.of(List.of(file), new Agents(agents, List.of()))
                        .verdicts(url, HOST_DAY, AsOf.FETCH);
        boolean closed =
                signals.stream()
                        .anyMatch(s -> s.protocol().equals("robots") && s.value() != Value.ALLOW);
        assertThat(!closed).as("%s -> %s", input, signals).isEqualTo(expected.booleanValue());
    }

    private static void usage(JsonNode input, JsonNode expected) {
        byte[] path = CanonicalPath.of(input.get("url").stringValue());
        RobotsGroup group =
                RobotsFile.parse(Objects.requireNonNull(RightsCases.robots(input)))
                        .group(List.of(input.get("user_agent").stringValue()));
        RobotsLine rule = group.decides(path);
        boolean crawl = rule == null || rule.kind() == RobotsLine.Kind.ALLOW;
        assertThat(crawl).isEqualTo(expected.get("crawl").booleanValue());
        if (!crawl) {
            assertThat(expected.get("preferences").isNull()).isTrue();
            return;
        }
        List<String> statements =
                Aipref.mostSpecific(group.lines(RobotsLine.Kind.CONTENT_USAGE), path).stream()
                        .map(RobotsLine::value)
                        .toList();
        for (String category : expected.get("preferences").propertyNames()) {
            assertThat(combined(statements, category))
                    .isEqualTo(expected.get("preferences").get(category).stringValue());
        }
        String url = input.get("url").stringValue();
        List<OptOut> signals =
                site(
                        input,
                        url,
                        new Agents(List.of(input.get("user_agent").stringValue()), List.of()));
        String training = expected.get("preferences").get(Aipref.TRAIN).stringValue();
        assertThat(word(Combination.of(signals).value())).isEqualTo(training);
    }

    private static List<OptOut> site(JsonNode input, String url, Agents agents) {
        List<SiteFile> files = new ArrayList<>();
        byte[] robots = RightsCases.robots(input);
        if (robots != null) {
            files.add(
                    new SiteFile(
                            SiteFile.Kind.ROBOTS, SiteFile.host(url), "", HOST_DAY, 200, robots));
        }
        String tdm = RightsCases.text(input, "tdmrep_json");
        if (input.has("tdmrep_json") && !input.get("tdmrep_json").isNull()) {
            files.add(
                    new SiteFile(
                            SiteFile.Kind.TDMREP,
                            SiteFile.host(url),
                            "",
                            HOST_DAY,
                            200,
                            tdm.getBytes(StandardCharsets.UTF_8)));
        }
        return SiteFiles.of(files, agents).verdicts(url, HOST_DAY, AsOf.FETCH);
    }

    private static void contentUsage(JsonNode input, JsonNode expected) {
        List<String> statements =
                input.has("value")
                        ? List.of(input.get("value").stringValue())
                        : input.has("separate_statements")
                                ? RightsCases.texts(input.get("separate_statements"))
                                : List.of(
                                        String.join(
                                                ", ",
                                                RightsCases.texts(input.get("http_field_lines"))));
        for (String category : expected.propertyNames()) {
            assertThat(combined(statements, category))
                    .as("%s of %s", category, statements)
                    .isEqualTo(expected.get(category).stringValue());
        }
        if (input.has("http_field_lines")) {
            List<Signals.Field> fields =
                    RightsCases.texts(input.get("http_field_lines")).stream()
                            .map(line -> new Signals.Field("Content-Usage", line))
                            .toList();
            assertThat(word(Combination.of(Signals.DEFAULT.headers(fields)).value()))
                    .isEqualTo(expected.get(Aipref.TRAIN).stringValue());
        }
    }

    private static String combined(List<String> statements, String category) {
        List<Value> values =
                statements.stream()
                        .flatMap(s -> Aipref.preference(s, category).value().stream())
                        .toList();
        return word(Aipref.combinedValues(values));
    }

    private static String word(Value value) {
        return switch (value) {
            case ALLOW -> "allowed";
            case DISALLOW, CONDITIONAL -> "disallowed";
            case UNKNOWN -> "unknown";
        };
    }

    private static List<OptOut> pageSignals(JsonNode input, Agents agents) {
        List<OptOut> signals = new ArrayList<>();
        JsonNode headers = input.get("http_headers");
        if (headers != null && headers.isObject()) {
            List<Signals.Field> fields = new ArrayList<>();
            headers.propertyNames()
                    .forEach(n -> fields.add(new Signals.Field(n, headers.get(n).stringValue())));
            signals.addAll(new Signals(agents).headers(fields));
        }
        if (!RightsCases.text(input, "html_head").isEmpty()) {
            signals.addAll(PageSignals.inHead(RightsCases.text(input, "html_head"), agents));
        }
        return signals;
    }

    private static void tdmrep(JsonNode input, JsonNode expected) {
        List<OptOut> signals =
                new ArrayList<>(site(input, RightsCases.text(input, "url"), Agents.DEFAULT));
        signals.addAll(pageSignals(input, Agents.DEFAULT));
        TdmRep.Outcome outcome =
                TdmRep.outcome(signals.stream().filter(s -> new TdmRep().owns(s)).toList());
        outcome(outcome, signals, expected);
        JsonNode decidedBy = expected.get("decided_by");
        String carrier = outcome.decidedBy().replace("tdmrep-", "").replace("html-", "");
        assertThat(carrier).isEqualTo(decidedBy.isNull() ? "" : decidedBy.stringValue());
    }

    private static void outcome(TdmRep.Outcome outcome, List<OptOut> signals, JsonNode expected) {
        Value value =
                expected.get("reservation").isNull()
                        ? Value.UNKNOWN
                        : expected.get("reservation").intValue() == 1
                                ? Value.DISALLOW
                                : Value.ALLOW;
        assertThat(outcome.value()).as("%s", signals).isEqualTo(value);
        JsonNode policy = expected.get("policy");
        assertThat(outcome.policy()).isEqualTo(policy.isNull() ? "" : policy.stringValue());
    }

    private static void embedded(JsonNode input, JsonNode expected) {
        String carrier = RightsCases.text(input, "kind").startsWith("EPUB") ? "epub" : "pdf-xmp";
        List<OptOut> signals =
                new TdmRep()
                        .embedded(
                                carrier,
                                RightsCases.text(input, "xml").getBytes(StandardCharsets.UTF_8));
        outcome(TdmRep.outcome(signals), signals, expected);
    }

    private static void reserved(JsonNode input, JsonNode expected) {
        Agents agents =
                new Agents(
                        List.of(RightsCases.text(input, "user_agent")), Agents.DEFAULT.analogous());
        if (RightsCases.text(input, "media").equals("image")) {
            images(input, agents, expected);
            return;
        }
        assertThat(RightsCases.text(input, "media")).isEqualTo("text");
        List<OptOut> signals = new ArrayList<>(site(input, RightsCases.text(input, "url"), agents));
        signals.addAll(pageSignals(input, agents));
        String word =
                switch (Combination.of(signals).value()) {
                    case DISALLOW, CONDITIONAL -> "reserved";
                    case ALLOW -> "not-reserved";
                    case UNKNOWN -> "unset";
                };
        assertThat(word).as("%s -> %s", input, signals).isEqualTo(expected.stringValue());
    }

    /// Words about images, in a field or a meta element.
    private static void images(JsonNode input, Agents agents, JsonNode expected) {
        List<String> contents = new ArrayList<>();
        if (input.has("http_headers")) {
            contents.add(input.get("http_headers").get("X-Robots-Tag").stringValue());
        }
        Jsoup.parse(RightsCases.text(input, "html_head"))
                .select("meta[name=robots]")
                .forEach(meta -> contents.add(meta.attr("content")));
        boolean reserved =
                contents.stream().anyMatch(c -> NoAi.reserves(c, agents, NoAi.Media.IMAGE));
        assertThat(reserved ? "reserved" : "unset").isEqualTo(expected.stringValue());
    }

    private static void licence(JsonNode input, JsonNode expected) {
        PageLicence found = PageLicences.of(Jsoup.parse(RightsCases.text(input, "html")));
        Set<String> wanted = new TreeSet<>(RightsCases.texts(expected.get("spdx")));
        if (expected.get("accept_any_of_them").booleanValue()) {
            assertThat(found.spdx()).hasSize(1);
            assertThat(wanted).containsAll(found.spdx());
        } else {
            assertThat(found.spdx()).as("%s", found).isEqualTo(wanted);
        }
        assertThat(found.scope().name().toLowerCase(java.util.Locale.ROOT))
                .as("%s", found)
                .isEqualTo(expected.get("scope").stringValue());
        JsonNode conditions = expected.get("conditions");
        if (!conditions.isNull()) {
            assertThat(
                            found.spdx().stream()
                                    .allMatch(id -> CreativeCommons.Conditions.of(id).commercial()))
                    .isEqualTo(conditions.get("commercial").booleanValue());
            assertThat(
                            found.spdx().stream()
                                    .allMatch(
                                            id -> CreativeCommons.Conditions.of(id).derivatives()))
                    .isEqualTo(conditions.get("derivatives").booleanValue());
            assertThat(
                            found.spdx().stream()
                                    .anyMatch(id -> CreativeCommons.Conditions.of(id).shareAlike()))
                    .isEqualTo(conditions.get("share_alike").booleanValue());
        }
    }
}
