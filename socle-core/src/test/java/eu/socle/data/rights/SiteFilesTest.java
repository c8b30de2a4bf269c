package eu.socle.data.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.rights.SiteFiles.AsOf;
import eu.socle.data.rights.protocol.Agents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFilesTest {

    private static final String OPEN = "User-agent: *\nAllow: /\nContent-Usage: train-ai=y\n";
    private static final String CLOSED = "User-agent: *\nContent-Usage: train-ai=n\n";

    @TempDir Path folder;

    private void put(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static SiteFile file(SiteFile.Kind kind, String date, int status, String body) {
        return new SiteFile(
                kind,
                "a.eu",
                "https://a.eu/rsl.xml",
                date,
                status,
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static Verdict verdict(SiteFiles files, String url, String day, AsOf asOf) {
        return Combination.of(files.verdicts(url, day, asOf));
    }

    @Test
    void snapshotsAreJoinedByHostAndDay() throws IOException {
        put("a.eu/2024-01-01/robots.txt", OPEN);
        put("a.eu/2025-01-01/robots.txt", CLOSED);
        SiteFiles files = SiteFiles.ofFolder(folder, Agents.DEFAULT);
        String url = "https://A.eu:443/page";
        assertThat(verdict(files, url, "2024-06-01", AsOf.FETCH).value()).isEqualTo(Value.ALLOW);
        assertThat(verdict(files, url, "2024-06-01", AsOf.LATEST).value())
                .isEqualTo(Value.DISALLOW);
        assertThat(verdict(files, url, "2024-06-01T10:00:00Z", AsOf.BOTH).value())
                .isEqualTo(Value.DISALLOW);
        assertThat(verdict(files, url, "2025-01-01", AsOf.FETCH).value()).isEqualTo(Value.DISALLOW);
        assertThat(verdict(files, "https://b.eu/page", "2025-01-01", AsOf.BOTH).silent()).isTrue();
    }

    @Test
    void aPermissionOfALaterDayDoesNotReachBackButAReservationDoes() throws IOException {
        put("a.eu/2025-01-01/robots.txt", OPEN);
        put("b.eu/2025-01-01/robots.txt", CLOSED);
        SiteFiles files = SiteFiles.ofFolder(folder, Agents.DEFAULT);
        Verdict early = verdict(files, "https://a.eu/", "2013-05-05", AsOf.FETCH);
        assertThat(early.value()).isEqualTo(Value.UNKNOWN);
        assertThat(early.because()).contains("later day");
        assertThat(verdict(files, "https://b.eu/", "2013-05-05", AsOf.FETCH).value())
                .isEqualTo(Value.DISALLOW);
    }

    @Test
    void aVerdictCitesRulePlaceDigestAndDay() throws IOException {
        put("a.eu/2025-01-01/robots.txt", CLOSED);
        OptOut signal =
                SiteFiles.ofFolder(folder, Agents.DEFAULT)
                        .verdicts("https://a.eu/x", "2025-02-01", AsOf.FETCH)
                        .getFirst();
        assertThat(signal.evidence()).isEqualTo("Content-Usage: train-ai=n");
        assertThat(signal.at()).isEqualTo(CLOSED.indexOf("Content-Usage"));
        assertThat(signal.digest()).isEqualTo(Digest.of(CLOSED).hex());
        assertThat(signal.date()).isEqualTo("2025-01-01");
        assertThat(signal.subject()).isEqualTo("https://a.eu/x");
    }

    @Test
    void anotherCrawlerForAiThatIsKeptOutByNameMeansUsToo() throws IOException {
        put(
                "a.eu/2025-01-01/robots.txt",
                "User-agent: GPTBot\nDisallow: /news/\n\nUser-agent: *\nAllow: /\n");
        SiteFiles files = SiteFiles.ofFolder(folder, Agents.DEFAULT);
        Verdict news = verdict(files, "https://a.eu/news/1", "2025-02-01", AsOf.FETCH);
        assertThat(news.value()).isEqualTo(Value.DISALLOW);
        assertThat(news.atCrawl()).isFalse();
        assertThat(news.evidence().getFirst().evidence())
                .isEqualTo("User-agent: gptbot / Disallow: /news/");
        assertThat(verdict(files, "https://a.eu/other", "2025-02-01", AsOf.FETCH).silent())
                .isTrue();
    }

    @Test
    void aServerErrorClosesTheSiteAndAMissingFileDoesNot() throws IOException {
        put("a.eu/2025-01-01/robots.txt.status", "503\n");
        put("b.eu/2025-01-01/robots.txt.status", "404\n");
        put("c.eu/2025-01-01/tdmrep.json.status", "0\n");
        SiteFiles files = SiteFiles.ofFolder(folder, Agents.DEFAULT);
        Verdict closed = verdict(files, "https://a.eu/", "", AsOf.BOTH);
        assertThat(closed.value()).isEqualTo(Value.DISALLOW);
        assertThat(closed.atCrawl()).isTrue();
        assertThat(verdict(files, "https://b.eu/", "", AsOf.BOTH).silent()).isTrue();
        assertThat(verdict(files, "https://c.eu/", "", AsOf.BOTH).because())
                .contains("could not be fetched");
    }

    @Test
    void anUnreadableFileIsUnknownBecause() {
        for (String body :
                List.of(
                        "",
                        "{",
                        "{\"location\":\"/\"}",
                        "[{\"tdm-reservation\":1}]",
                        "[{\"location\":\"/\",\"tdm-reservation\":\"1\"}]",
                        "[".repeat(100_000),
                        "null",
                        "[] []")) {
            SiteFiles files =
                    SiteFiles.of(
                            List.of(file(SiteFile.Kind.TDMREP, "2025-01-01", 200, body)),
                            Agents.DEFAULT);
            Verdict verdict = verdict(files, "https://a.eu/", "2025-01-01", AsOf.FETCH);
            assertThat(verdict.value())
                    .as(body.length() < 99 ? body : "deep")
                    .isEqualTo(Value.UNKNOWN);
            assertThat(verdict.because()).startsWith("tdmrep-file: ");
        }
        SiteFiles binary =
                SiteFiles.of(
                        List.of(
                                file(
                                        SiteFile.Kind.ROBOTS,
                                        "2025-01-01",
                                        200,
                                        "User-agent: *\0\nAllow: /\n")),
                        Agents.DEFAULT);
        assertThat(verdict(binary, "https://a.eu/", "2025-01-01", AsOf.FETCH).because())
                .contains("zero byte");
    }

    @Test
    void termsInRslAreReadWhereARobotsFilePointsToThem() {
        String robots = "License: https://a.eu/rsl.xml\nUser-agent: *\nAllow: /\n";
        String paid =
                rsl(
                        "<content url=\"/\"><license><permits type=\"usage\">ai-train search</permits><payment type=\"subscription\"/></license></content>");
        String closed =
                rsl(
                        "<content url=\"/\"><license><prohibits type=\"usage\">ai-all</prohibits></license></content>");
        String open =
                rsl(
                        "<content url=\"/\"><license><permits type=\"usage\">all</permits><payment type=\"free\"/></license></content>");
        String bomb =
                "<!DOCTYPE rsl [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><rsl xmlns=\"https://rslstandard.org/rsl\">&b;</rsl>";
        String other = paid.replace("https://rslstandard.org/rsl", "https://rslstandard.org/rsl/7");
        assertThat(withTerms(robots, paid).value()).isEqualTo(Value.CONDITIONAL);
        assertThat(withTerms(robots, closed).value()).isEqualTo(Value.DISALLOW);
        assertThat(withTerms(robots, open).value()).isEqualTo(Value.ALLOW);
        assertThat(withTerms(robots, bomb).because()).contains("document type");
        assertThat(withTerms(robots, other).because()).contains("namespace");
        SiteFiles without =
                SiteFiles.of(
                        List.of(file(SiteFile.Kind.ROBOTS, "2025-01-01", 200, robots)),
                        Agents.DEFAULT);
        assertThat(verdict(without, "https://a.eu/", "2025-01-01", AsOf.FETCH).because())
                .contains("not read");
    }

    private static String rsl(String inside) {
        return "<rsl xmlns=\"https://rslstandard.org/rsl\">" + inside + "</rsl>";
    }

    private static Verdict withTerms(String robots, String terms) {
        SiteFiles files =
                SiteFiles.of(
                        List.of(
                                file(SiteFile.Kind.ROBOTS, "2025-01-01", 200, robots),
                                file(SiteFile.Kind.RSL, "2025-01-01", 200, terms)),
                        Agents.DEFAULT);
        return verdict(files, "https://a.eu/page", "2025-01-01", AsOf.FETCH);
    }

    @Test
    void aFolderLaidOutOtherwiseIsRefused() throws IOException {
        put("a.eu/yesterday/robots.txt", OPEN);
        assertThatThrownBy(() -> SiteFiles.ofFolder(folder, Agents.DEFAULT))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is no day");
    }

    @Test
    void aFileOfAnotherNameIsRefused() throws IOException {
        put("a.eu/2025-01-01/Robots.TXT.bak", OPEN);
        assertThatThrownBy(() -> SiteFiles.ofFolder(folder, Agents.DEFAULT))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is no site file");
    }

    @Test
    void manyBodiesDoNotFillMemory() {
        List<SiteFile> files = new java.util.ArrayList<>();
        String body = OPEN + "#".repeat(100_000);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 2_000; i++) {
            files.add(
                    new SiteFile(
                            SiteFile.Kind.ROBOTS, "h" + i + ".eu", "", "2025-01-01", 200, bytes));
        }
        SiteFiles all = SiteFiles.of(files, Agents.DEFAULT);
        for (int i = 0; i < 2_000; i++) { // 200 MB of files, of which 64 MiB stay parsed
            assertThat(all.verdicts("https://h" + i + ".eu/", "2025-01-01", AsOf.FETCH))
                    .isNotEmpty();
        }
        assertThat(all.parsedBytes()).isLessThan(65L << 20);
    }
}
