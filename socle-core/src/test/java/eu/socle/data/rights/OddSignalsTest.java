package eu.socle.data.rights;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.read.PageSignals;
import eu.socle.data.rights.SiteFiles.AsOf;
import eu.socle.data.rights.protocol.Agents;
import eu.socle.data.rights.protocol.RslFile;
import eu.socle.data.rights.protocol.TdmRep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Signals in the odd forms in which sites write them, each with the reason for its answer.
class OddSignalsTest {

    private static final String DAY = "2026-05-01";

    /// One answer, and why it must be so.
    private record Case(String why, Value value, List<OptOut> signals) {}

    private static Case robots(Value value, String why, String body) {
        return robots(
                value, why, body.getBytes(StandardCharsets.UTF_8), "https://a.example/news/1");
    }

    private static Case robots(Value value, String why, byte[] body, String url) {
        return new Case("robots: " + why, value, site("/robots.txt", body, url));
    }

    private static List<OptOut> site(String path, byte[] body, String url) {
        SiteFile file = SiteFile.ofAnswer("https://a.example" + path, DAY, 200, body).orElseThrow();
        return SiteFiles.of(List.of(file), Agents.DEFAULT).verdicts(url, DAY, AsOf.BOTH);
    }

    private static Case headers(Value value, String why, String... lines) {
        List<Signals.Field> fields = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            fields.add(new Signals.Field(line.substring(0, colon), line.substring(colon + 1)));
        }
        return new Case("header: " + why, value, Signals.DEFAULT.headers(fields));
    }

    private static Case head(Value value, String why, String html) {
        return new Case("page: " + why, value, PageSignals.inHead(html, Agents.DEFAULT));
    }

    private static Case tdm(Value value, String why, String json, String url) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return new Case("tdmrep.json: " + why, value, site("/.well-known/tdmrep.json", body, url));
    }

    private static Case rsl(Value value, String why, String content) {
        String xml = "<rsl xmlns=\"https://rslstandard.org/rsl\">" + content + "</rsl>";
        return new Case(
                "rsl: " + why,
                value,
                RslFile.parse(xml.getBytes(StandardCharsets.UTF_8))
                        .verdict("https://a.example/news/1", DAY));
    }

    private static Case xml(Value value, String why, String carrier, byte[] bytes) {
        return new Case(carrier + ": " + why, value, new TdmRep().embedded(carrier, bytes));
    }

    private static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        String nbsp = "\u00a0";
        all.add(robots(Value.DISALLOW, "lines end with CR alone", "User-agent: *\rDisallow: /\r"));
        all.add(
                robots(
                        Value.DISALLOW,
                        "CR and LF mixed",
                        "User-agent: *\r\n\r\nDisallow: /news\r"));
        all.add(robots(Value.DISALLOW, "no line end at the end", "User-agent: *\nDisallow: /"));
        all.add(
                robots(
                        Value.DISALLOW,
                        "blank that does not break behind the colon",
                        "User-agent:" + nbsp + "*\nDisallow:" + nbsp + "/\n"));
        all.add(
                robots(
                        Value.DISALLOW,
                        "blank that does not break before names",
                        nbsp + "User-agent: *" + nbsp + "\n" + nbsp + nbsp + "Disallow: /news\n"));
        all.add(
                robots(
                        Value.DISALLOW,
                        "blank of no width before a name",
                        "\u200bUser-agent: *\n\u200bDisallow: /\u200b\n"));
        all.add(
                robots(
                        Value.DISALLOW,
                        "two files joined, a mark inside",
                        "\ufeffUser-agent: bad\nDisallow: /x\n\ufeffUser-agent: *\nDisallow: /\n"));
        all.add(
                robots(
                        Value.DISALLOW,
                        "path encoded in another spelling",
                        "User-agent: *\nDisallow: /%6eews/\n"));
        all.add(
                robots(
                        Value.DISALLOW,
                        "names in any case, no blanks",
                        "USER-AGENT:*\nDISALLOW:/NEWS\ndisallow:/news\n"));
        all.add(
                robots(
                        Value.DISALLOW,
                        "the named group with a version",
                        "User-agent: *\nAllow: /\n\nUser-agent: Socle/2.0 (+https://example.org)\nDisallow: /\n"));
        all.add(
                robots(
                        Value.UNKNOWN,
                        "an AI crawler alone may not: by analogy or nothing, no permission",
                        "User-agent: Unheard\nDisallow: /\n"));
        all.add(
                robots(
                        Value.DISALLOW,
                        "signals parted by blanks",
                        "User-agent: *\nContent-Signal: search=yes ai-train=no\n"));
        all.add(
                robots(
                        Value.DISALLOW,
                        "signals parted by semicolons, blanks around =",
                        "User-agent: *\nContent-Signal: search=yes; ai-train = no\n"));
        all.add(
                robots(
                        Value.DISALLOW,
                        "signals in capitals and quotes",
                        "User-agent: *\nContent-Signal: AI-Train=\"NO\"\n"));
        all.add(
                robots(
                        Value.UNKNOWN,
                        "a signal without its value",
                        "User-agent: *\nContent-Signal: ai-train\n"));
        all.add(
                robots(
                        Value.UNKNOWN,
                        "a value that is none",
                        "User-agent: *\nContent-Signal: ai-train=maybe\n"));
        all.add(
                robots(
                        Value.UNKNOWN,
                        "another signal is no statement on training",
                        "User-agent: *\nContent-Signal: no-ai-train=yes, ai-trainer=no\n"));
        all.add(
                robots(
                        Value.DISALLOW,
                        "preferences: equal paths, the stricter",
                        "User-agent: *\nContent-Usage: /news train-ai=y\nContent-Usage: /news train-ai=n\n"));
        all.add(
                robots(
                        Value.ALLOW,
                        "preferences: the longer path decides",
                        "User-agent: *\nContent-Usage: train-ai=n\nContent-Usage: /news/ train-ai=y\n"));
        all.add(
                robots(
                        Value.UNKNOWN,
                        "preferences: upper case is no dictionary",
                        "User-agent: *\nContent-Usage: Train-AI=n\n"));
        all.add(
                robots(
                        Value.UNKNOWN,
                        "preferences of another draft are not silent",
                        "User-agent: *\nContent-Usage: genai=n\n"));
        all.add(
                robots(
                        Value.UNKNOWN,
                        "terms that were not read",
                        "User-agent: *\nAllow: /\nLicense: https://a.example/license.xml\n"));
        all.add(
                robots(
                        Value.UNKNOWN,
                        "a page instead of the file",
                        "<!DOCTYPE html><html><body>Not found</body></html>"));
        byte[] wide = "\ufeffUser-agent: *\r\nDisallow: /\r\n".getBytes(StandardCharsets.UTF_16LE);
        all.add(robots(Value.DISALLOW, "UTF-16", wide, "https://a.example/news/1"));
        all.add(
                robots(
                        Value.UNKNOWN,
                        "UTF-16 without its mark",
                        Arrays.copyOfRange(wide, 2, wide.length),
                        "https://a.example/"));
        byte[] edge =
                ("#" + "x".repeat(500 * 1024 - 30) + "\nUser-agent: *\nDisallow: /news\n")
                        .getBytes(StandardCharsets.UTF_8);
        all.add(
                robots(
                        Value.DISALLOW,
                        "rules across the 500 KiB that must be read",
                        edge,
                        "https://a.example/news/1"));
        all.add(
                robots(
                        Value.DISALLOW,
                        "a line of a megabyte before the rule",
                        ("User-agent: *\nAllow: /" + "a".repeat(1 << 20) + "\nDisallow: /news\n")
                                .getBytes(StandardCharsets.UTF_8),
                        "https://a.example/news/1"));
        all.add(
                robots(
                        Value.DISALLOW,
                        "the query is a part of the path",
                        "User-agent: *\nDisallow: /*?page=\n".getBytes(StandardCharsets.UTF_8),
                        "https://a.example/n?page=2#top"));

        all.add(
                headers(
                        Value.DISALLOW,
                        "one line names a crawler, the next nobody",
                        "X-Robots-Tag: googlebot: noindex",
                        "X-Robots-Tag: noai"));
        all.add(
                headers(
                        Value.DISALLOW,
                        "the same the other way round",
                        "X-Robots-Tag: noai",
                        "X-Robots-Tag: googlebot: noindex"));
        all.add(
                headers(
                        Value.UNKNOWN,
                        "what is said to another crawler",
                        "X-Robots-Tag: otherbot: noai"));
        all.add(
                headers(
                        Value.DISALLOW,
                        "a value with a colon names no crawler",
                        "x-robots-tag: max-snippet: 20, noai"));
        all.add(
                headers(
                        Value.DISALLOW,
                        "the same reservation twice",
                        "TDM-Reservation: 1",
                        "tdm-reservation: 1"));
        all.add(
                headers(
                        Value.DISALLOW,
                        "two reservations that differ: the stricter",
                        "tdm-reservation: 0",
                        "tdm-reservation: 1"));
        all.add(headers(Value.UNKNOWN, "a number that is no value", "tdm-reservation: 2"));
        all.add(headers(Value.UNKNOWN, "a version nobody knows", "tdm-reservation: v2;reserved"));
        all.add(
                headers(
                        Value.UNKNOWN,
                        "two lines of one dictionary: the last key",
                        "Content-Usage: train-ai=n",
                        "Content-Usage: train-ai=?0"));
        all.add(
                headers(
                        Value.DISALLOW,
                        "two lines of one dictionary",
                        "Content-Usage: search=y",
                        "Content-Usage: train-ai=n;x=\"a, b\""));
        all.add(
                headers(
                        Value.UNKNOWN,
                        "terms with two relations",
                        "Link: <https://a.example/l.xml>; rel=\"nofollow license\"; type=\"application/rsl+xml\""));
        all.add(
                headers(
                        Value.UNKNOWN,
                        "terms behind another link with commas and signs",
                        "Link: <https://a.example/a,b>; title=\"a, <b>\"; rel=next, </l.xml>; type=application/rsl+xml; rel=license"));

        all.add(
                head(
                        Value.DISALLOW,
                        "capitals and single quotes",
                        "<META NAME='TDM-RESERVATION' CONTENT='1'>"));
        all.add(head(Value.DISALLOW, "no quotes", "<meta content=1 name=tdm-reservation>"));
        all.add(
                head(
                        Value.DISALLOW,
                        "inside noscript",
                        "<noscript><meta name=\"robots\" content=\"noai\"></noscript>"));
        all.add(
                head(
                        Value.DISALLOW,
                        "in the body",
                        "</head><body><p>x</p><meta name=\"tdm-reservation\" content=\" 1 \">"));
        all.add(
                head(
                        Value.DISALLOW,
                        "as a property",
                        "<meta property=\"tdm-reservation\" content=\"1\">"));
        all.add(
                head(
                        Value.DISALLOW,
                        "a field of the answer in the page",
                        "<meta http-equiv=\"X-Robots-Tag\" content=\"noai\">"));
        all.add(
                head(
                        Value.UNKNOWN,
                        "a comment says nothing",
                        "<!-- <meta name=\"tdm-reservation\" content=\"0\"> -->"));
        all.add(
                head(
                        Value.UNKNOWN,
                        "words in a script say nothing",
                        "<script>'<meta name=\"tdm-reservation\" content=\"0\">'</script>"));
        all.add(
                head(
                        Value.DISALLOW,
                        "two that differ: the stricter",
                        "<meta name=tdm-reservation content=0><meta name=tdm-reservation content=1>"));

        String url = "https://a.example/News/1.pdf";
        all.add(
                tdm(
                        Value.DISALLOW,
                        "the first match, not the longest",
                        "[{\"location\":\"/\",\"tdm-reservation\":1},{\"location\":\"/News/\",\"tdm-reservation\":0}]",
                        url));
        all.add(
                tdm(
                        Value.UNKNOWN,
                        "case counts",
                        "[{\"location\":\"/news/\",\"tdm-reservation\":0}]",
                        url));
        all.add(
                tdm(
                        Value.DISALLOW,
                        "star and end",
                        "[{\"location\":\"/*.pdf$\",\"tdm-reservation\":1}]",
                        url));
        all.add(
                tdm(
                        Value.UNKNOWN,
                        "a word instead of a number",
                        "[{\"location\":\"/\",\"tdm-reservation\":\"0\"}]",
                        url));
        all.add(
                tdm(
                        Value.UNKNOWN,
                        "true is no value",
                        "[{\"location\":\"/\",\"tdm-reservation\":true}]",
                        url));
        all.add(
                tdm(
                        Value.UNKNOWN,
                        "0.0 is no value",
                        "[{\"location\":\"/\",\"tdm-reservation\":0.0}]",
                        url));
        all.add(
                tdm(
                        Value.UNKNOWN,
                        "a list as location",
                        "[{\"location\":[\"/\"],\"tdm-reservation\":0}]",
                        url));
        all.add(
                tdm(
                        Value.UNKNOWN,
                        "an entry that is no rule, before a permission",
                        "[null,{\"location\":\"/\",\"tdm-reservation\":0}]",
                        url));
        all.add(
                tdm(
                        Value.UNKNOWN,
                        "an object of another version",
                        "{\"version\":2,\"rules\":[{\"location\":\"/\",\"tdm-reservation\":0}]}",
                        url));
        all.add(
                tdm(
                        Value.DISALLOW,
                        "a policy that is no text",
                        "[{\"location\":\"/\",\"tdm-reservation\":1,\"tdm-policy\":7}]",
                        url));
        all.add(
                tdm(
                        Value.DISALLOW,
                        "a mark before the list",
                        "\ufeff[{\"location\":\"/\",\"tdm-reservation\":1}]",
                        url));

        String permits = "<license><permits type=\"usage\">all</permits></license>";
        all.add(rsl(Value.ALLOW, "the control", "<content url=\"/\">" + permits + "</content>"));
        all.add(
                rsl(
                        Value.UNKNOWN,
                        "another host's permission",
                        "<content url=\"https://b.example/\">" + permits + "</content>"));
        all.add(
                rsl(
                        Value.ALLOW,
                        "the own host, in capitals",
                        "<content url=\"https://A.EXAMPLE/news/\">" + permits + "</content>"));
        all.add(
                rsl(
                        Value.CONDITIONAL,
                        "a server that gives licences",
                        "<content url=\"/\" server=\"https://rsl.example\">"
                                + permits
                                + "</content>"));
        all.add(
                rsl(
                        Value.CONDITIONAL,
                        "encrypted content",
                        "<content url=\"/\" encrypted=\"true\">" + permits + "</content>"));
        all.add(
                rsl(
                        Value.CONDITIONAL,
                        "sold",
                        "<content url=\"/\"><license><permits type=\"usage\">all</permits><payment type=\"subscription\"><amount currency=\"EUR\">10</amount></payment></license></content>"));
        all.add(
                rsl(
                        Value.ALLOW,
                        "free of charge",
                        "<content url=\"/\"><license><permits type=\"usage\">ai-train</permits><payment type=\"free\"/></license></content>"));
        all.add(
                rsl(
                        Value.CONDITIONAL,
                        "for a name in return",
                        "<content url=\"/\"><license><permits type=\"usage\">ai-all</permits><payment type=\"attribution\"/></license></content>"));
        all.add(
                rsl(
                        Value.DISALLOW,
                        "one of two licences prohibits",
                        "<content url=\"/\">"
                                + permits
                                + "<license><prohibits type=\"usage\">ai-train</prohibits></license></content>"));
        all.add(
                rsl(
                        Value.DISALLOW,
                        "one of two contents prohibits",
                        "<content url=\"/\">"
                                + permits
                                + "</content><content url=\"/news/\"><license><prohibits type=\"usage\">all</prohibits></license></content>"));
        all.add(
                rsl(
                        Value.DISALLOW,
                        "permitted is something else",
                        "<content url=\"/\"><license><permits type=\"usage\">search</permits></license></content>"));
        all.add(
                rsl(
                        Value.CONDITIONAL,
                        "for some places only",
                        "<content url=\"/\"><license><permits type=\"usage\">all</permits><permits type=\"geo\">FR</permits></license></content>"));
        all.add(
                rsl(
                        Value.UNKNOWN,
                        "elements of another namespace permit nothing",
                        "<content url=\"/\"><license xmlns:x=\"https://x.example\"><x:permits type=\"usage\">all</x:permits></license></content>"));
        all.add(
                rsl(
                        Value.CONDITIONAL,
                        "an element inside does not change the kind",
                        "<content url=\"/\"><license><permits type=\"geo\"><b xmlns=\"urn:x\" type=\"usage\"/>all</permits></license></content>"));
        all.add(rsl(Value.UNKNOWN, "content without licence", "<content url=\"/\"/>"));

        String packet =
                "<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' xmlns:q='http://www.w3.org/ns/tdmrep/' %s</rdf:RDF></x:xmpmeta>"
                        + " ".repeat(2000)
                        + "<?xpacket end='w'?>";
        all.add(
                xml(
                        Value.DISALLOW,
                        "a packet with padding, a property as attribute",
                        "pdf-xmp",
                        packet.formatted("q:reservation='1'/>").getBytes(StandardCharsets.UTF_8)));
        all.add(
                xml(
                        Value.DISALLOW,
                        "the same in UTF-16",
                        "pdf-xmp",
                        ("\ufeff"
                                        + packet.formatted(
                                                "><q:reservation> 1 </q:reservation></rdf:Description>"))
                                .getBytes(StandardCharsets.UTF_16BE)));
        all.add(
                xml(
                        Value.UNKNOWN,
                        "a list instead of a value",
                        "pdf-xmp",
                        packet.formatted(
                                        "><q:reservation><rdf:Bag><rdf:li>0</rdf:li></rdf:Bag></q:reservation></rdf:Description>")
                                .getBytes(StandardCharsets.UTF_8)));
        all.add(
                xml(
                        Value.UNKNOWN,
                        "cut off",
                        "pdf-xmp",
                        packet.formatted("q:reservation='0'/>")
                                .substring(0, 200)
                                .getBytes(StandardCharsets.UTF_8)));
        all.add(
                xml(
                        Value.DISALLOW,
                        "another prefix in EPUB 3",
                        "epub",
                        "<package prefix='r: http://www.w3.org/ns/tdmrep# x: http://x.example' xmlns='http://www.idpf.org/2007/opf'><metadata><meta property='r:reservation'>1</meta></metadata></package>"
                                .getBytes(StandardCharsets.UTF_8)));
        all.add(
                xml(
                        Value.UNKNOWN,
                        "the usual prefix bound to something else",
                        "epub",
                        "<package prefix='tdm: http://x.example/' xmlns='http://www.idpf.org/2007/opf'><metadata><meta property='tdm:reservation'>0</meta></metadata></package>"
                                .getBytes(StandardCharsets.UTF_8)));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> oddFormsAreReadByTheirRuleOrUnknown() {
        return cases().stream()
                .map(one ->
                        DynamicTest.dynamicTest(
                                one.why(),
                                () -> {
                                    Verdict verdict = Combination.of(one.signals());
                                    assertThat(verdict.value())
                                            .as(one.signals().toString())
                                            .isEqualTo(one.value());
                                    assertThat(
                                                    verdict.value() == Value.ALLOW
                                                            || verdict.value() == Value.DISALLOW
                                                            || !verdict.because().isEmpty())
                                            .isTrue();
                                }));
    }

    /// What the precedence promises, on mixtures of all the signals above.
    @Test
    void moreRestrictionsNeverWidenOrderIsIrrelevantAndEvidenceIsCited() {
        List<OptOut> pool = new ArrayList<>();
        cases().forEach(one -> pool.addAll(one.signals()));
        Random random = new Random(29);
        for (int i = 0; i < 5_000; i++) {
            List<OptOut> some = new ArrayList<>();
            for (int k = random.nextInt(6); k >= 0; k--) {
                some.add(pool.get(random.nextInt(pool.size())));
            }
            Verdict verdict = Combination.of(some);
            List<OptOut> other = new ArrayList<>(some);
            Collections.shuffle(other, random);
            assertThat(Combination.of(other).value()).isEqualTo(verdict.value());
            assertThat(verdict.evidence()).allMatch(some::contains);
            assertThat(verdict.evidence().isEmpty()).isEqualTo(verdict.silent());
            OptOut more = pool.get(random.nextInt(pool.size()));
            if (more.value() == Value.DISALLOW && !more.protocol().startsWith("tdmrep")) {
                some.add(more);
                assertThat(Combination.of(some).value()).isEqualTo(Value.DISALLOW);
            }
        }
    }
}
