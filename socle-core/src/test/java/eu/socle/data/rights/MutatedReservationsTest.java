package eu.socle.data.rights;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Rights.Licence;
import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.rights.SiteFiles.AsOf;
import eu.socle.data.rights.licence.LicencePolicy;
import eu.socle.data.rights.licence.PageLicences;
import eu.socle.data.rights.licence.Spdx;
import eu.socle.data.rights.licence.repository.FileLicence;
import eu.socle.data.rights.licence.text.LicenceText;
import eu.socle.data.rights.protocol.Agents;
import eu.socle.data.rights.protocol.TdmRep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Whatever happens to the bytes of a reservation, it never turns into a permission. None of the
/// starting texts holds a permission, and no mutation inserts a letter that could spell one.
class MutatedReservationsTest {

    private static final String URL = "https://a.example/page";
    private static final String DAY = "2026-05-01";

    /// Reservations by the file or carrier they stand in.
    private static final Map<String, String> RESERVATIONS = new LinkedHashMap<>();

    static {
        RESERVATIONS.put("robots.txt", "User-agent: *\nDisallow: /\n");
        RESERVATIONS.put("robots.txt aipref", "User-agent: *\nContent-Usage: train-ai=n\n");
        RESERVATIONS.put(
                "robots.txt signal", "User-Agent: *\nContent-Signal: search=no, ai-train=no\n");
        RESERVATIONS.put(
                "robots.txt agent",
                "User-agent: GPTBot\nDisallow: /\n\nUser-agent: other\nDisallow: /x\n");
        RESERVATIONS.put(
                "tdmrep.json",
                "[{\"location\":\"/\",\"tdm-reservation\":1,\"tdm-policy\":\"https://a.example/terms\"}]");
        RESERVATIONS.put(
                "rsl.xml",
                "<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"/\"><license>"
                        + "<prohibits type=\"usage\">ai-train</prohibits></license></content></rsl>");
        RESERVATIONS.put("header content-usage", "train-ai=n");
        RESERVATIONS.put("header tdm-reservation", "1");
        RESERVATIONS.put("header content-signal", "ai-train=no");
        RESERVATIONS.put("header x-robots-tag", "noindex, noai");
        RESERVATIONS.put("meta robots", "noai, noimageai");
        RESERVATIONS.put("meta tdm-reservation", "1");
        RESERVATIONS.put(
                "xmp",
                "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/1-22-rdf-syntax-ns#\">"
                        + "<rdf:Description xmlns:tdm=\"http://www.w3.org/ns/tdmrep/\" tdm:reservation=\"1\"/></rdf:RDF></x:xmpmeta>");
    }

    private static Verdict verdict(String carrier, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int blank = carrier.indexOf(' ');
        String name = blank < 0 ? carrier : carrier.substring(blank + 1);
        List<OptOut> signals =
                switch (blank < 0 ? carrier : carrier.substring(0, blank)) {
                    case "robots.txt" -> site("/robots.txt", bytes);
                    case "tdmrep.json" -> site("/.well-known/tdmrep.json", bytes);
                    case "rsl.xml" -> terms(bytes);
                    case "header" ->
                            Signals.DEFAULT.headers(List.of(new Signals.Field(name, text)));
                    case "meta" -> Signals.DEFAULT.meta(name, text);
                    case "xmp" -> new TdmRep().embedded("pdf-xmp", bytes);
                    default -> throw new IllegalArgumentException(carrier);
                };
        return Combination.of(signals);
    }

    private static List<OptOut> site(String path, byte[] body) {
        SiteFile file = SiteFile.ofAnswer("https://a.example" + path, DAY, 200, body).orElseThrow();
        return SiteFiles.of(List.of(file), Agents.DEFAULT).verdicts(URL, DAY, AsOf.BOTH);
    }

    /// The terms that a page's link names.
    private static List<OptOut> terms(byte[] body) {
        List<OptOut> signals = new ArrayList<>();
        List<OptOut> pointers =
                Signals.DEFAULT.link(
                        List.of("license"), "application/rsl+xml", "https://a.example/rsl.xml");
        signals.addAll(pointers);
        SiteFile file =
                new SiteFile(
                        SiteFile.Kind.RSL,
                        "a.example",
                        "https://a.example/rsl.xml",
                        DAY,
                        200,
                        body);
        SiteFiles files = SiteFiles.of(List.of(file), Agents.DEFAULT);
        pointers.forEach(p -> signals.addAll(files.terms(p, URL, DAY, AsOf.BOTH)));
        return signals;
    }

    @Test
    void everyStartingTextIsAReservation() {
        RESERVATIONS.forEach((carrier, text) ->
                assertThat(verdict(carrier, text.getBytes(StandardCharsets.UTF_8)).value())
                        .as(carrier)
                        .isEqualTo(Value.DISALLOW));
    }

    /// Forms of whole files: the words are there and must be read, or be unknown.
    private static Map<String, Function<byte[], byte[]>> forms() {
        Map<String, Function<byte[], byte[]>> forms = new LinkedHashMap<>();
        forms.put("UTF-8 mark", b -> joined(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, b));
        forms.put("UTF-16 big end", b -> joined(new byte[] {-2, -1}, as(b, "UTF-16BE")));
        forms.put("UTF-16 little end", b -> joined(new byte[] {-1, -2}, as(b, "UTF-16LE")));
        forms.put("UTF-16 without mark", b -> as(b, "UTF-16LE"));
        forms.put("UTF-32", b -> joined(new byte[] {-1, -2, 0, 0}, as(b, "UTF-32LE")));
        forms.put("gzip", MutatedReservationsTest::gzip);
        forms.put("gzip of more", b -> gzip(joined(b, b, b, b)));
        forms.put(
                "PDF",
                b -> joined("%PDF-1.7\n%\u00e2\u00e3\n".getBytes(StandardCharsets.ISO_8859_1), b));
        forms.put(
                "picture",
                b ->
                        joined(
                                new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
                                new byte[] {0, 0, 0, 13}));
        forms.put("zero bytes", b -> joined(b, new byte[64]));
        forms.put(
                "cut in the middle of bytes",
                b -> joined(new byte[] {(byte) 0xc3}, new byte[4096]));
        return forms;
    }

    @TestFactory
    Stream<DynamicTest> aFileInAnotherFormIsReadOrUnknownAndNeverSilent() {
        return Stream.of(
                        "robots.txt",
                        "robots.txt aipref",
                        "robots.txt signal",
                        "tdmrep.json",
                        "rsl.xml",
                        "xmp")
                .flatMap(carrier ->
                        forms().entrySet().stream()
                                .map(form ->
                                        DynamicTest.dynamicTest(
                                                carrier + " as " + form.getKey(),
                                                () -> {
                                                    Verdict verdict =
                                                            verdict(
                                                                    carrier,
                                                                    form.getValue()
                                                                            .apply(text(carrier)));
                                                    assertThat(verdict.value())
                                                            .isIn(Value.DISALLOW, Value.UNKNOWN);
                                                    assertThat(verdict.silent()).isFalse();
                                                    assertThat(
                                                                    verdict.value()
                                                                                    == Value
                                                                                            .DISALLOW
                                                                            || !verdict.because()
                                                                                    .isEmpty())
                                                            .isTrue();
                                                })));
    }

    @Test
    void fiveMegabytesAndDeepNestingAreBoundedAndNeverAPermission() {
        byte[] filling = new byte[6 << 20];
        Arrays.fill(filling, (byte) '#');
        for (int i = 99; i < filling.length; i += 100) {
            filling[i] = '\n';
        }
        byte[] behind =
                joined(
                        "User-agent: *\nAllow: /\n".getBytes(StandardCharsets.UTF_8),
                        filling,
                        text("robots.txt aipref"));
        assertThat(verdict("robots.txt", behind).value()).isEqualTo(Value.UNKNOWN);
        assertThat(verdict("robots.txt", joined(text("robots.txt aipref"), filling)).value())
                .isEqualTo(Value.DISALLOW);
        for (String deep : List.of("[", "{\"a\":", "[{\"location\":", "[[[{\"tdm-reservation\":")) {
            assertThat(
                            verdict(
                                            "tdmrep.json",
                                            deep.repeat(200_000).getBytes(StandardCharsets.UTF_8))
                                    .value())
                    .isEqualTo(Value.UNKNOWN);
        }
        for (String deep :
                List.of("<a>", "<rsl xmlns=\"https://rslstandard.org/rsl\">", "<a b='")) {
            assertThat(
                            verdict(
                                            "rsl.xml",
                                            deep.repeat(100_000).getBytes(StandardCharsets.UTF_8))
                                    .value())
                    .isEqualTo(Value.UNKNOWN);
            assertThat(
                            verdict("xmp", deep.repeat(100_000).getBytes(StandardCharsets.UTF_8))
                                    .value())
                    .isEqualTo(Value.UNKNOWN);
        }
        assertThat(
                        verdict(
                                        "header content-usage",
                                        "train-ai=n,"
                                                .repeat(1 << 20)
                                                .getBytes(StandardCharsets.UTF_8))
                                .value())
                .isIn(Value.UNKNOWN, Value.DISALLOW);
    }

    @Test
    void contradictionsAreNeverAPermission() {
        for (String body :
                List.of(
                        "[{\"location\":\"/\",\"tdm-reservation\":1,\"tdm-reservation\":0}]",
                        "[{\"location\":\"/\",\"location\":\"/x\",\"tdm-reservation\":0}]",
                        "[{\"tdm-reservation\":1},{\"location\":\"/\",\"tdm-reservation\":0}]",
                        "[{\"location\":\"/\",\"tdm-reservation\":0}] [{\"location\":\"/\",\"tdm-reservation\":1}]",
                        "{\"location\":\"/\",\"tdm-reservation\":0}")) {
            assertThat(verdict("tdmrep.json", bytes(body)).value())
                    .as(body)
                    .isEqualTo(Value.UNKNOWN);
        }
        String head = "<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"/\"><license>";
        String tail = "</license></content></rsl>";
        String both =
                "<permits type=\"usage\">all</permits><prohibits type=\"usage\">ai-train</prohibits>";
        assertThat(verdict("rsl.xml", bytes(head + both + tail)).value()).isEqualTo(Value.DISALLOW);
        String unknown =
                "<permits type=\"usage\">all</permits><prohibits type=\"usage\">ai-training</prohibits>";
        assertThat(verdict("rsl.xml", bytes(head + unknown + tail)).value())
                .isEqualTo(Value.UNKNOWN);
        String two = head + "<permits type=\"usage\">all</permits>" + tail;
        assertThat(verdict("rsl.xml", bytes(two)).value()).isEqualTo(Value.ALLOW); // the control
        assertThat(verdict("rsl.xml", bytes(two.replace("/rsl\"", "/rsl/2\""))).value())
                .isEqualTo(Value.UNKNOWN);
        assertThat(verdict("header content-signal", bytes("ai-train=yes, ai-train=no")).value())
                .isEqualTo(Value.DISALLOW);
        assertThat(verdict("header x-robots-tag", bytes("all; noai;")).value())
                .isEqualTo(Value.DISALLOW);
        assertThat(
                        verdict(
                                        "robots.txt",
                                        bytes(
                                                "User-agent: *\nContent-Signal: ai-train=yes\nContent-Usage: train-ai=n\n"))
                                .value())
                .isEqualTo(Value.DISALLOW);
    }

    /// More than 50 000 mutated inputs.
    @TestFactory
    Stream<DynamicTest> noMutationTurnsAReservationIntoAPermission() {
        return RESERVATIONS.keySet().stream()
                .map(carrier -> DynamicTest.dynamicTest(carrier, () -> mutate(carrier, 5_000)));
    }

    private static void mutate(String carrier, int times) {
        Random random = new Random(carrier.hashCode());
        byte[] text = text(carrier);
        int reserved = 0;
        for (int i = 0; i < times; i++) {
            byte[] mutated = mutated(text, random, 1 + random.nextInt(8));
            Verdict verdict = verdict(carrier, mutated);
            assertThat(verdict.value())
                    .as(carrier + " " + i + ": " + new String(mutated, StandardCharsets.ISO_8859_1))
                    .isNotEqualTo(Value.ALLOW);
            reserved += verdict.silent() ? 0 : 1;
        }
        assertThat(reserved).as("mutations after which a signal is left").isGreaterThan(times / 50);
    }

    @Test
    void noMutationTurnsARestrictedLicenceIntoAnAllowedOne() throws IOException {
        LicenceText texts = LicenceText.standard();
        Random random = new Random(17);
        for (String id : List.of("CC-BY-NC-4.0", "CC-BY-ND-4.0", "GPL-3.0-only", "JSON")) {
            byte[] text = bytes(standard(id));
            for (int i = 0; i < 300; i++) {
                byte[] mutated = mutated(text, random, 1 + random.nextInt(8));
                refused(texts.read(new String(mutated, StandardCharsets.UTF_8), "LICENSE"), id);
            }
        }
        List<String> statements =
                List.of(
                        "CC-BY-NC-4.0",
                        "CC BY-NC-ND 4.0",
                        "https://creativecommons.org/licenses/by-nc/4.0/",
                        "https://creativecommons.org/licenses/by-nd/4.0/",
                        "Creative Commons Attribution-NonCommercial 4.0 International",
                        "GPL-3.0-or-later",
                        "MIT AND CC-BY-NC-4.0",
                        "All rights reserved");
        for (String statement : statements) {
            for (int i = 0; i < 1_500; i++) {
                String mutated =
                        new String(
                                mutated(bytes(statement), random, 1 + random.nextInt(2)),
                                StandardCharsets.UTF_8);
                refused(Spdx.licence(mutated), mutated);
                FileLicence.inHead("// SPDX-License-Identifier: " + mutated.replace('\n', ' '))
                        .ifPresent(licence -> refused(licence, mutated));
                if (i % 10 == 0) {
                    refused(
                            PageLicences.of(
                                            Jsoup.parse(
                                                    "<body><a rel=license href=\""
                                                            + mutated.replace("\"", "")
                                                            + "\">x</a>"))
                                    .licence(),
                            mutated);
                }
            }
        }
    }

    private static void refused(Licence licence, String what) {
        boolean allowed =
                licence instanceof Licence.Known known
                        && LicencePolicy.DEFAULT.allows(known.spdx());
        assertThat(allowed).as(what + " -> " + licence).isFalse();
    }

    /// Single edits of bytes: none inserts what a permission is spelt with.
    private static byte[] mutated(byte[] text, Random random, int edits) {
        byte[] now = text;
        for (int i = 0; i < edits && now.length > 0; i++) {
            int at = random.nextInt(now.length);
            byte other = OTHERS[random.nextInt(OTHERS.length)];
            switch (random.nextInt(6)) {
                case 0 -> { // another byte
                    now = now.clone();
                    now[at] = other;
                }
                case 1 -> now = joined(Arrays.copyOf(now, at), new byte[] {other}, rest(now, at));
                case 2 -> now = joined(Arrays.copyOf(now, at), rest(now, at + 1)); // one less
                case 3 -> now = edits < 3 ? now : Arrays.copyOf(now, at); // cut off
                case 4 -> { // a part twice
                    int end = Math.min(now.length, at + random.nextInt(20));
                    now = joined(Arrays.copyOf(now, end), rest(now, at));
                }
                default -> { // two bytes change places
                    int to = random.nextInt(now.length);
                    now = now.clone();
                    byte kept = now[at];
                    now[at] = now[to];
                    now[to] = kept;
                }
            }
        }
        return now;
    }

    /// No `y` (yes), `0`, `w` (Allow), `m` (permits), `f` (free).
    private static final byte[] OTHERS =
            joined(
                    bytes(" \t\n\r#:/*$=,;\"'<>[]{}()&%-_.?!abcdegjknquvxzABNOPQ12379\\|~^`@"),
                    new byte[] {
                        0, 1, 2, 27, 127, (byte) 0x80, (byte) 0xc3, (byte) 0xff, (byte) 0xfe
                    });

    private static byte[] rest(byte[] bytes, int from) {
        return from >= bytes.length ? new byte[0] : Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] text(String carrier) {
        return bytes(Objects.requireNonNull(RESERVATIONS.get(carrier)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] as(byte[] utf8, String charset) {
        return new String(utf8, StandardCharsets.UTF_8).getBytes(Charset.forName(charset));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String standard(String id) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        MutatedReservationsTest.class.getResourceAsStream(
                                "/resources/stdlicenses/" + id + ".json"),
                        id)) {
            return eu.socle.core.Json.parse(
                            new String(in.readAllBytes(), StandardCharsets.UTF_8), id)
                    .get("licenseText")
                    .stringValue();
        }
    }
}
