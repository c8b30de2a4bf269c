package eu.socle.dossier.dataset;

import static eu.socle.dossier.Words.both;
import static eu.socle.dossier.Words.escape;

import eu.socle.core.dataset.Histogram;
import eu.socle.core.dataset.Histogram.Bucket;
import eu.socle.core.dataset.Histogram.Moments;
import eu.socle.core.dataset.Statistics;
import eu.socle.core.dataset.Statistics.Breakdown;
import eu.socle.core.dataset.Statistics.Dropped;
import eu.socle.core.dataset.Statistics.Row;
import eu.socle.core.dataset.Statistics.Sums;
import eu.socle.dossier.PageFrame;
import eu.socle.dossier.Words;
import eu.socle.dossier.dataset.ReportCharts.Bar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The page of a dataset: every number stands in its statistics or in the manifest of its tokens,
/// or is a sum, a share or a mean of such numbers.
final class ReportPage {

    private static final int BARS = 20; // of a long list; the table holds all of it
    private static final int NAME_CHARACTERS = 120; // of a name from outside

    /// Histograms that are shown large; the others follow as small ones.
    private static final List<String> LARGE =
            List.of("characters", "words", "bytes", "mean_word_length", "language_margin");

    private static final String CLUSTERS = "dedup_cluster_size";

    private final Words w = new Words(ReportPage.class, "report");
    private final DatasetReport.Facts facts;
    private final Statistics statistics;
    private final StringBuilder out = new StringBuilder(1 << 16);
    private int figures;

    ReportPage(DatasetReport.Facts facts) {
        this.facts = facts;
        this.statistics = facts.statistics();
    }

    String html() {
        out.append(PageFrame.head(escape(facts.name()), ReportCharts.STYLE))
                .append("<header><p class=\"kicker\">")
                .append(w.say("report.kicker"))
                .append("</p><h1>")
                .append(name(facts.name()))
                .append("</h1><p class=\"verdict\">")
                .append(w.say("report.manifest"))
                .append(" <code class=\"hash\">")
                .append(facts.digest())
                .append("</code></p></header>");
        tiles();
        dropped();
        breakdown("language", true);
        breakdown("source", false);
        breakdown("licence", false);
        breakdown("year", false);
        domains();
        lengths();
        duplicates();
        mixture();
        others();
        recompute();
        return out.append(PageFrame.FOOT).toString();
    }

    private void tiles() {
        Sums total = statistics.total();
        out.append("<section class=\"tiles\" aria-label=\"summary\">");
        tile(total.documentsKept(), "report.tile.kept");
        tile(total.documentsIn(), "report.tile.in");
        tile(total.charactersKept(), "report.tile.characters");
        tile(total.bytesKept(), "report.tile.bytes");
        if (!statistics.wordsBy().isEmpty()) {
            tile(total.wordsKept(), "report.tile.words");
        }
        facts.tokens()
                .ifPresent(tokens ->
                        tile(
                                tokens.counts().getOrDefault("tokens.train", 0L)
                                        + tokens.counts().getOrDefault("tokens.held-out", 0L),
                                "report.tile.tokens"));
        out.append("</section>");
        if (statistics.erased() > 0) {
            out.append("<p class=\"note\">")
                    .append(w.number(statistics.erased()))
                    .append(' ')
                    .append(w.say("report.erased"))
                    .append("</p>");
        }
    }

    private void tile(long value, String label) {
        out.append("<div class=\"tile\"><span class=\"big\">")
                .append(w.number(value))
                .append("</span><span class=\"label\">")
                .append(w.say(label))
                .append("</span></div>");
    }

    private void dropped() {
        section("report.dropped");
        Sums total = statistics.total();
        out.append("<p class=\"sum\">")
                .append(w.number(total.documentsIn()))
                .append(' ')
                .append(w.say("in"))
                .append(" = ")
                .append(w.number(total.documentsKept()))
                .append(' ')
                .append(w.say("kept"))
                .append(" + ")
                .append(w.number(total.documentsIn() - total.documentsKept()))
                .append(' ')
                .append(w.say("report.not-kept"))
                .append("</p>");
        List<Dropped> drops = new ArrayList<>(statistics.dropped());
        drops.sort(Comparator.comparingLong(Dropped::documents).reversed());
        if (drops.isEmpty()) {
            out.append("<p>").append(w.say("report.dropped.none")).append("</p>");
            return;
        }
        String title = figure("report.dropped.chart", "lost");
        List<Bar> bars = new ArrayList<>();
        for (Dropped drop : drops) {
            bars.add(new Bar(reason(drop), 0, drop.documents(), w.number(drop.documents())));
        }
        out.append(ReportCharts.bars(title, first(bars))).append("</figure>");
        table(
                "report.dropped.table",
                "dropped.step",
                "dropped.reason",
                "#documents",
                "#report.share",
                "#characters");
        for (Dropped drop : drops) {
            row(
                    "<code>" + name(drop.step()) + "</code>",
                    reason(drop) + " <code>" + name(drop.reason()) + "</code>",
                    w.number(drop.documents()),
                    share(drop.documents(), total.documentsIn()),
                    w.number(drop.characters()));
        }
        end();
    }

    private String reason(Dropped drop) {
        return w.sayOr("reason." + drop.reason(), shortened(drop.reason()));
    }

    /// All documents by one property, those with the most bytes first.
    private void breakdown(String property, boolean worded) {
        section("report." + property);
        List<Row> rows = new ArrayList<>();
        statistics.breakdowns().stream()
                .filter(breakdown -> breakdown.name().equals(property))
                .map(Breakdown::rows)
                .forEach(rows::addAll);
        boolean byName = property.equals("year");
        rows.sort(byName ? Comparator.comparing(Row::value) : mostBytes());
        out.append("<p class=\"note\">")
                .append(w.say("report." + property + ".note"))
                .append("</p>");
        String title = figure("report." + property + ".chart", "kept", "lost");
        List<Bar> bars = new ArrayList<>();
        for (Row row : rows) {
            bars.add(bar(label(row.value(), worded), row.sums()));
        }
        out.append(ReportCharts.bars(title, first(bars))).append("</figure>");
        sums("report." + property + ".table", "report." + property + ".column");
        for (Row row : rows) {
            sumsRow(label(row.value(), worded), row.sums());
        }
        end();
    }

    private static Comparator<Row> mostBytes() {
        return Comparator.comparingLong((Row row) -> row.sums().bytesKept())
                .thenComparingLong(row -> row.sums().documentsIn())
                .reversed()
                .thenComparing(Row::value);
    }

    private Bar bar(String label, Sums sums) {
        return new Bar(
                label,
                sums.documentsKept(),
                sums.documentsIn() - sums.documentsKept(),
                w.number(sums.documentsKept()));
    }

    private String label(String value, boolean worded) {
        if (value.isEmpty()) {
            return "<em>" + w.say("report.unstated") + "</em>";
        }
        return worded ? w.sayOr("language." + value, shortened(value)) : name(value);
    }

    private void domains() {
        section("report.domains");
        Statistics.Domains registrable = statistics.registrable();
        if (registrable.different() > 0) {
            domains("report.registrable", registrable);
        }
        domains("report.domains", statistics.domains());
    }

    private void domains(String key, Statistics.Domains domains) {
        out.append("<p>")
                .append(w.number(domains.differentKept()))
                .append(' ')
                .append(w.say(key + ".kept"))
                .append(' ')
                .append(w.number(domains.different()))
                .append(' ')
                .append(w.say(key + ".in"))
                .append("</p><p class=\"note\">")
                .append(w.say(key + ".note"))
                .append("</p>");
        if (domains.first().isEmpty()) {
            return;
        }
        String title = figure(key + ".chart", "kept", "lost");
        List<Bar> bars = new ArrayList<>();
        domains.first().forEach(row -> bars.add(bar(name(row.value()), row.sums())));
        out.append(ReportCharts.bars(title, first(bars))).append("</figure>");
        details(key + ".table");
        sums(key + ".table", key + ".column");
        domains.first().forEach(row -> sumsRow(name(row.value()), row.sums()));
        sumsRow("<em>" + w.say(key + ".rest") + "</em>", domains.rest());
        sumsRow("<em>" + w.say("report.domains.none") + "</em>", domains.none());
        end();
        out.append("</details>");
    }

    private void lengths() {
        section("report.lengths");
        out.append("<p class=\"note\">")
                .append(w.say("report.lengths.note"))
                .append("</p><div class=\"wide\">");
        for (String name : LARGE) {
            statistics.histograms().stream()
                    .filter(histogram -> histogram.name().equals(name))
                    .forEach(this::histogram);
        }
        out.append("</div>");
    }

    private void duplicates() {
        section("report.duplicates");
        out.append("<p class=\"note\">").append(w.say("report.duplicates.note")).append("</p>");
        statistics.histograms().stream()
                .filter(histogram -> histogram.name().equals(CLUSTERS))
                .forEach(this::histogram);
    }

    private void others() {
        section("report.measured");
        out.append("<p class=\"note\">")
                .append(w.say("report.measured.note"))
                .append(key("kept"))
                .append(key("lost"))
                .append("</p><div class=\"small\">");
        Set<String> shown = Set.copyOf(LARGE);
        for (Histogram histogram : statistics.histograms()) {
            if (!shown.contains(histogram.name()) && !histogram.name().equals(CLUSTERS)) {
                histogram(histogram);
            }
        }
        out.append("</div>");
    }

    private void histogram(Histogram histogram) {
        if (histogram.buckets().isEmpty()) {
            return;
        }
        String title = "figure-" + figures++;
        String value = w.sayOr("value." + histogram.name(), shortened(histogram.name()));
        out.append("<figure><figcaption><span id=\"")
                .append(title)
                .append("\">")
                .append(value)
                .append("</span>");
        boolean both =
                histogram.kept().count() > 0
                        && histogram.dropped().count() > 0
                        && LARGE.contains(histogram.name());
        out.append(both ? key("kept") + key("lost") : "")
                .append("</figcaption>")
                .append(moments(histogram))
                .append(ReportCharts.columns(title, histogram));
        out.append("<details><summary>").append(w.say("report.table")).append("</summary>");
        out.append("<div class=\"scroll\" tabindex=\"0\"><table><caption>")
                .append(value)
                .append("</caption>");
        head("#report.from", "#report.kept", "#report.dropped-documents");
        for (Bucket bucket : histogram.buckets()) {
            row(
                    ReportCharts.from(bucket.from()),
                    w.number(bucket.kept()),
                    w.number(bucket.dropped()));
        }
        end();
        out.append("</details></figure>");
    }

    private String moments(Histogram histogram) {
        Moments kept = histogram.kept();
        boolean none = kept.count() == 0;
        Moments shown = none ? histogram.dropped() : kept;
        return "<p class=\"moments\">"
                + (none ? w.say("report.dropped-documents") + ": " : "")
                + w.say("report.mean")
                + " "
                + w.number(shown.sum() / shown.count())
                + ", "
                + w.say("report.least")
                + " "
                + w.number(shown.least())
                + ", "
                + w.say("report.most")
                + " "
                + w.number(shown.most())
                + "</p>";
    }

    private void mixture() {
        if (facts.mixture().isEmpty()) {
            return;
        }
        section("report.mixture");
        JsonNode mixture = facts.mixture().get();
        out.append("<p class=\"note\">").append(w.say("report.mixture.note")).append("</p>");
        table(
                "report.mixture.table",
                "report.source.column",
                "report.language.column",
                "#report.mixture.asked",
                "#report.mixture.reached",
                "#documents",
                "#report.mixture.uses",
                "#bytes",
                "#report.mixture.tokens");
        for (JsonNode row : mixture.path("rows")) {
            row(
                    name(row.path("source").asString("")),
                    label(row.path("language").asString(""), true),
                    share(row.path("asked").asDouble(), 1),
                    share(row.path("reached").asDouble(), 1),
                    w.number(row.path("documents").asLong()),
                    w.number(row.path("uses").asLong()),
                    w.number(row.path("bytes").asLong()),
                    w.number(row.path("tokens").asLong()));
        }
        end();
    }

    private void recompute() {
        section("report.recompute");
        out.append("<p>")
                .append(w.say("report.recompute.text"))
                .append("</p><dl><dt><code>")
                .append(Statistics.FILE)
                .append("</code></dt><dd><code class=\"hash\">")
                .append(facts.file())
                .append("</code></dd></dl><ul>");
        for (String key : List.of("bytes", "tokens", "domains", "words", "year")) {
            out.append("<li>").append(w.say("report.limit." + key));
            if (key.equals("words") && !statistics.wordsBy().isEmpty()) {
                out.append(" <code>").append(name(statistics.wordsBy())).append("</code>");
            }
            out.append("</li>");
        }
        out.append("</ul>");
    }

    private static List<Bar> first(List<Bar> bars) {
        return bars.subList(0, Math.min(BARS, bars.size()));
    }

    private void section(String key) {
        out.append("<h2 id=\"")
                .append(key.substring("report.".length()))
                .append("\">")
                .append(w.say(key + ".title"))
                .append("</h2>");
    }

    /// Opens a figure.
    ///
    /// @return the id of its title
    private String figure(String caption, String... keys) {
        String id = "figure-" + figures++;
        out.append("<figure><figcaption><span id=\"")
                .append(id)
                .append("\">")
                .append(w.say(caption))
                .append("</span>");
        for (String key : keys) {
            out.append(key(key));
        }
        out.append("</figcaption>");
        return id;
    }

    private String key(String style) {
        return " <span class=\"key " + style + "\">" + w.say("report.key." + style) + "</span>";
    }

    private void details(String key) {
        out.append("<details><summary>").append(w.say(key)).append("</summary>");
    }

    private void sums(String caption, String first) {
        table(
                caption,
                first,
                "#report.read",
                "#report.kept",
                "#report.share-kept",
                "#report.characters",
                "#report.bytes",
                "#report.words");
    }

    private void sumsRow(String name, Sums sums) {
        row(
                name,
                w.number(sums.documentsIn()),
                w.number(sums.documentsKept()),
                share(sums.documentsKept(), sums.documentsIn()),
                w.number(sums.charactersKept()),
                w.number(sums.bytesKept()),
                statistics.wordsBy().isEmpty() ? "\u2013" : w.number(sums.wordsKept()));
    }

    /// Opens a table; columns that begin with `#` hold numbers.
    private void table(String caption, String... columns) {
        out.append("<div class=\"scroll\" tabindex=\"0\"><table><caption>")
                .append(w.say(caption))
                .append("</caption>");
        head(columns);
    }

    private final List<Boolean> numbers = new ArrayList<>(); // which columns of this table are

    private void head(String... columns) {
        numbers.clear();
        out.append("<thead><tr>");
        for (String column : columns) {
            boolean number = column.startsWith("#");
            numbers.add(number);
            out.append(number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
                    .append(w.say(number ? column.substring(1) : column))
                    .append("</th>");
        }
        out.append("</tr></thead><tbody>");
    }

    private void row(String... cells) {
        out.append("<tr>");
        for (int i = 0; i < cells.length; i++) {
            out.append(numbers.get(i) ? "<td class=\"n\">" : "<td class=\"name\">")
                    .append(cells[i])
                    .append("</td>");
        }
        out.append("</tr>");
    }

    private void end() {
        out.append("</tbody></table></div>");
    }

    private static String share(double part, double whole) {
        if (whole == 0) {
            return "\u2013";
        }
        String digits = String.format(java.util.Locale.ROOT, "%.1f", 100 * part / whole);
        if (part > 0 && digits.equals("0.0")) {
            return both("&lt;\u00a00.1\u00a0%", "&lt;\u00a00,1\u00a0%"); // few is not none
        }
        return both(digits + "\u00a0%", digits.replace('.', ',') + "\u00a0%");
    }

    /// A name from outside: shortened, escaped, and kept from turning the text around it.
    private static String name(String name) {
        return "<bdi>" + escape(shortened(name)) + "</bdi>";
    }

    private static String shortened(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints()
                .limit(NAME_CHARACTERS)
                .map(c -> Character.isISOControl(c) || c == 0xfffe || c == 0xffff ? ' ' : c)
                .forEach(out::appendCodePoint);
        return out.length() < name.length() ? out.append('\u2026').toString() : out.toString();
    }
}
