import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import eu.socle.core.Rights.OptOut;
import eu.socle.data.rights.Combination;
import eu.socle.data.rights.SiteFile;
import eu.socle.data.rights.SiteFiles;
import eu.socle.data.rights.Verdict;
import eu.socle.data.rights.protocol.Agents;
import eu.socle.data.rights.robots.CanonicalPath;
import eu.socle.data.rights.robots.RobotsFile;
import eu.socle.data.rights.robots.RobotsGroup;
import eu.socle.data.rights.robots.RobotsLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Robots files parsed in a second, and verdicts on addresses in a second, ours and crawler-commons in alternating rounds.
///
/// The files are made from a seed in the shapes of real ones: a `*` group of 5 to 60 rules with stars, ten to thirty named crawlers for AI, sitemaps and comments, some with Content-Usage and Content-Signal lines; about 2 kB each. Our verdict is the whole one (crawl, named crawlers, AIPREF, Content-Signal, RSL, combined, with its evidence); the peer's is the crawl permission alone.
///
/// Arguments: rounds. Prints one line of JSON.
public final class RightsSpeed {

    private static final int FILES = 2_000;
    private static final int URLS = 200_000;
    private static final String[] AI = {"GPTBot", "CCBot", "ClaudeBot", "Google-Extended", "Bytespider", "anthropic-ai", "Applebot-Extended", "meta-externalagent"};
    private static final String[] WORDS = {"admin", "search", "cart", "tag", "news", "private", "wp-content", "img", "user", "feed", "api", "print"};

    private static volatile long sink;

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        Random random = new Random(20261124);
        List<byte[]> files = new ArrayList<>();
        List<SiteFile> sites = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] file = file(random);
            bytes += file.length;
            files.add(file);
            sites.add(new SiteFile(SiteFile.Kind.ROBOTS, "h" + i + ".eu", "", "2026-01-15", 200, file));
        }
        String[] urls = new String[URLS];
        int[] host = new int[URLS];
        for (int i = 0; i < URLS; i++) {
            host[i] = random.nextInt(FILES);
            urls[i] = "https://h" + host[i] + ".eu/" + WORDS[random.nextInt(WORDS.length)] + "/" + random.nextInt(100_000) + "/article-about-something.html?page=" + i % 7;
        }
        SiteFiles store = SiteFiles.of(sites, Agents.DEFAULT);
        SimpleRobotRulesParser parser = new SimpleRobotRulesParser();
        List<SimpleRobotRules> theirs = new ArrayList<>();
        List<RobotsGroup> groups = new ArrayList<>();
        for (byte[] file : files) {
            groups.add(RobotsFile.parse(file).group(List.of("socle")));
            theirs.add(peerParse(parser, file));
        }
        double[] ourFiles = new double[rounds];
        double[] peerFiles = new double[rounds];
        double[] ourUrls = new double[rounds];
        double[] ourCrawl = new double[rounds];
        double[] peerUrls = new double[rounds];
        for (int round = -2; round < rounds; round++) { // two rounds to warm up
            int at = Math.max(0, round);
            ourFiles[at] = onTwoCores(files, file -> sink += RobotsFile.parse(file).size());
            peerFiles[at] = onTwoCores(files, file -> sink += peerParse(new SimpleRobotRulesParser(), file).hashCode());
            ourUrls[at] = verdicts(store, urls);
            ourCrawl[at] = crawlOnly(groups, urls, host);
            peerUrls[at] = peerVerdicts(theirs, urls, host);
        }
        System.out.printf(
                Locale.ROOT,
                "{\"bytesPerFile\":%d,\"rounds\":%d,\"filesPerSecond2Cores\":%s,\"peerFilesPerSecond2Cores\":%s,\"verdictsPerSecondCore\":%s,\"crawlOnlyPerSecondCore\":%s,\"peerAllowedPerSecondCore\":%s}%n",
                bytes / FILES, rounds, Arrays.toString(rounded(ourFiles)), Arrays.toString(rounded(peerFiles)), Arrays.toString(rounded(ourUrls)), Arrays.toString(rounded(ourCrawl)), Arrays.toString(rounded(peerUrls)));
    }

    private interface Work {
        void on(byte[] file);
    }

    private static SimpleRobotRules peerParse(SimpleRobotRulesParser parser, byte[] file) {
        return parser.parseContent("https://h.eu/robots.txt", file, "text/plain", List.of("socle"));
    }

    private static double onTwoCores(List<byte[]> files, Work work) throws Exception {
        int times = 5;
        long start = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            List<Future<?>> halves = new ArrayList<>();
            for (int half = 0; half < 2; half++) {
                int first = half;
                halves.add(pool.submit(() -> {
                    for (int t = 0; t < times; t++) {
                        for (int i = first; i < files.size(); i += 2) {
                            work.on(files.get(i));
                        }
                    }
                }));
            }
            for (Future<?> half : halves) {
                half.get();
            }
        }
        return times * files.size() / ((System.nanoTime() - start) / 1e9);
    }

    private static double verdicts(SiteFiles store, String[] urls) {
        long start = System.nanoTime();
        long evidence = 0;
        for (String url : urls) {
            List<OptOut> signals = store.verdicts(url, "2026-01-15", SiteFiles.AsOf.BOTH);
            Verdict verdict = Combination.of(signals);
            evidence += verdict.evidence().size() + verdict.value().ordinal();
        }
        sink += evidence;
        return urls.length / ((System.nanoTime() - start) / 1e9);
    }

    /// The same question as the peer's: the crawl permission alone.
    private static double crawlOnly(List<RobotsGroup> groups, String[] urls, int[] host) {
        long start = System.nanoTime();
        long allowed = 0;
        for (int i = 0; i < urls.length; i++) {
            RobotsLine rule = groups.get(host[i]).decides(CanonicalPath.of(urls[i]));
            allowed += rule == null || rule.kind() == RobotsLine.Kind.ALLOW ? 1 : 0;
        }
        sink += allowed;
        return urls.length / ((System.nanoTime() - start) / 1e9);
    }

    private static double peerVerdicts(List<SimpleRobotRules> rules, String[] urls, int[] host) {
        long start = System.nanoTime();
        long allowed = 0;
        for (int i = 0; i < urls.length; i++) {
            allowed += rules.get(host[i]).isAllowed(urls[i]) ? 1 : 0;
        }
        sink += allowed;
        return urls.length / ((System.nanoTime() - start) / 1e9);
    }

    private static long[] rounded(double[] values) {
        return Arrays.stream(values).mapToLong(Math::round).toArray();
    }

    private static byte[] file(Random random) {
        StringBuilder file = new StringBuilder("# robots.txt of a site\nUser-agent: *\n");
        int rules = 5 + random.nextInt(56);
        for (int i = 0; i < rules; i++) {
            String word = WORDS[random.nextInt(WORDS.length)];
            file.append(random.nextInt(4) == 0 ? "Allow: /" : "Disallow: /")
                    .append(random.nextInt(5) == 0 ? "*/" : "")
                    .append(word)
                    .append('/')
                    .append(random.nextInt(1_000))
                    .append(random.nextInt(8) == 0 ? "*.php$" : "/")
                    .append(random.nextInt(10) == 0 ? " # note\n" : "\n");
        }
        if (random.nextInt(4) == 0) {
            file.append("Content-Signal: search=yes, ai-train=no\n");
        }
        if (random.nextInt(4) == 0) {
            file.append("Content-Usage: train-ai=n\nContent-Usage: /news/ train-ai=y\n");
        }
        int named = 10 + random.nextInt(20);
        for (int i = 0; i < named; i++) {
            file.append("\nUser-agent: ").append(i < AI.length ? AI[i] : "Crawler" + i).append("\nDisallow: /");
            file.append(random.nextInt(3) == 0 ? "\n" : WORDS[random.nextInt(WORDS.length)] + "/\n");
        }
        file.append("\nSitemap: https://example.eu/sitemap.xml\n");
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }
}
