package eu.socle.data.rights.robots;

import static org.assertj.core.api.Assertions.assertThat;

import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Our answers are those of crawler-commons on random files. Patterns with both a star and an end
/// marker are left out: version 1.6 looks for the end behind the first place that fits only (`/*b$`
/// does not match `/ab/ab` there); [RobotsFileTest] compares those with the evident matcher.
class RobotsPeerTest {

    private static final String[] PIECES = {
        "/", "/a", "/ab", "/a/b", "*", "*b", "$", "/a*b", ".php", "%61", "%2F", "%2f", "?q=1", "/é",
        "/index", "b", "/a/"
    };
    private static final String[] AGENTS = {
        "*", "mybot", "otherbot", "mybotany", "MyBot", "a", "mybot/1.0"
    };

    @Test
    void allowsWhatThePeerAllows() {
        long seed = 20261124;
        Random random = new Random(seed);
        SimpleRobotRulesParser peer = new SimpleRobotRulesParser();
        int closed = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] file = file(random).getBytes(StandardCharsets.UTF_8);
            SimpleRobotRules theirs =
                    peer.parseContent(
                            "https://example.org/robots.txt", file, "text/plain", List.of("mybot"));
            RobotsGroup ours = RobotsFile.parse(file).group(List.of("mybot"));
            for (int j = 0; j < 8; j++) {
                String url =
                        "https://example.org" + path(random).replace("*", "x").replace("$", "y");
                RobotsLine rule = ours.decides(CanonicalPath.of(url));
                boolean allowed = rule == null || rule.kind() == RobotsLine.Kind.ALLOW;
                closed += allowed ? 0 : 1;
                assertThat(allowed)
                        .as(
                                "seed %d, file %d, %s%n%s",
                                seed, i, url, new String(file, StandardCharsets.UTF_8))
                        .isEqualTo(theirs.isAllowed(url));
            }
        }
        assertThat(closed).isBetween(4_000, 36_000); // both answers occur
    }

    private static String file(Random random) {
        StringBuilder file = new StringBuilder();
        int lines = 1 + random.nextInt(12);
        for (int i = 0; i < lines; i++) {
            file.append(
                            switch (random.nextInt(7)) {
                                case 0, 1 -> "User-agent: " + AGENTS[random.nextInt(AGENTS.length)];
                                case 2, 3 -> "Disallow: " + path(random);
                                case 4 -> "Allow: " + path(random);
                                case 5 -> "Crawl-delay: 3";
                                default ->
                                        random.nextBoolean()
                                                ? ""
                                                : "Sitemap: https://example.org/s.xml";
                            })
                    .append(random.nextInt(10) == 0 ? " # note" : "")
                    .append(random.nextInt(5) == 0 ? "\r\n" : "\n");
        }
        return file.toString();
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder("/");
        int pieces = random.nextInt(4);
        for (int i = 0; i < pieces; i++) {
            path.append(PIECES[random.nextInt(PIECES.length)]);
        }
        boolean both = path.indexOf("*") >= 0 && path.toString().endsWith("$");
        return both ? path.substring(0, path.length() - 1) : path.toString();
    }
}
