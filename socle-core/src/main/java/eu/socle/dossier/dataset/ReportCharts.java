package eu.socle.dossier.dataset;

import static eu.socle.dossier.Words.both;

import eu.socle.core.dataset.Histogram;
import eu.socle.core.dataset.Histogram.Bucket;
import eu.socle.core.dataset.Scale;
import java.util.List;
import java.util.Locale;

/// Charts whose bars are drawn as SVG and whose words are text of the page, so that words keep
/// their size on any screen.
final class ReportCharts {

    private static final int LABELS = 5; // along an axis; as many as a telephone shows side by side

    static final String STYLE =
            """
            .rows{display:grid;grid-template-columns:minmax(7rem,13rem) 1fr minmax(4rem,auto);gap:.4rem .8rem;align-items:center;margin:.2rem 0}.row{display:contents}
            .row .name{overflow-wrap:anywhere;line-height:1.25}
            .row svg{width:100%;height:.85rem;display:block}
            .row .value{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;font-size:.94rem}
            rect.kept{fill:var(--accent)}rect.lost{fill:var(--held);opacity:.75}
            .key{white-space:nowrap}
            .key.lost::before{background:var(--held);opacity:.75}.key.kept::before,.key.lost::before{height:.6rem;width:.9rem}
            .columns{position:relative;padding-left:2.6rem}
            .columns svg{width:100%;height:10rem;display:block;border-bottom:1px solid var(--line)}
            .small .columns svg{height:5rem}
            .columns .y{position:absolute;left:0;width:2.2rem;text-align:right;font-size:.75rem;color:var(--soft);transform:translateY(-50%)}
            .columns .x{position:relative;height:1.3rem;font-size:.75rem;color:var(--soft)}
            .columns .x span.at{position:absolute;transform:translateX(-50%);white-space:nowrap}
            .columns .x span.at:first-child{transform:none}
            .columns line{stroke:var(--line);vector-effect:non-scaling-stroke}
            .small{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:.4rem 1.6rem}
            .small figure{margin:.6rem 0;min-width:0}.small figcaption{font-size:.92rem;overflow-wrap:anywhere}
            .moments{margin:.2rem 0 .3rem;color:var(--soft);font-size:.86rem}
            .wide{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:.4rem 2rem}
            .wide figure{min-width:0}
            caption .note{font-weight:400}
            @media(max-width:34rem){.rows{display:block}.row{display:grid;grid-template-columns:1fr auto;align-items:center;gap:.1rem .6rem;margin:.4rem 0}.row svg{grid-column:1/-1;grid-row:2}}
            td.name{overflow-wrap:anywhere;min-width:8.5rem}
            """;

    private ReportCharts() {}

    /// One bar: what was kept, and behind it what was not.
    ///
    /// @param name markup
    /// @param shown markup of the number
    record Bar(String name, double kept, double lost, String shown) {}

    /// Horizontal bars, as long as the longest is wide; in one grid, so that a long number takes no
    /// room from its own bar alone.
    static String bars(String labelledBy, List<Bar> bars) {
        double most = 1e-9;
        for (Bar bar : bars) {
            most = Math.max(most, bar.kept() + bar.lost());
        }
        StringBuilder out =
                new StringBuilder("<div class=\"rows\" role=\"group\" aria-labelledby=\"");
        out.append(labelledBy).append("\">");
        for (Bar bar : bars) {
            double kept = length(bar.kept(), most);
            double lost = Math.min(length(bar.lost(), most), 100 - kept);
            out.append("<div class=\"row\"><span class=\"name\">")
                    .append(bar.name())
                    .append(
                            "</span><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">")
                    .append(rect("kept", 0, 0, kept, 10, ""))
                    .append(rect("lost", kept, 0, lost, 10, ""))
                    .append("</svg><span class=\"value\">")
                    .append(bar.shown())
                    .append("</span></div>");
        }
        return out.append("</div>").toString();
    }

    /// In per cent; what there is can be seen, however little it is.
    private static double length(double value, double most) {
        return value == 0 ? 0 : Math.max(0.4, 100 * value / most);
    }

    /// A histogram as columns, dropped documents on top of kept ones.
    ///
    /// @param labelledBy id of its title
    static String columns(String labelledBy, Histogram histogram) {
        List<Bucket> buckets = histogram.buckets();
        long most = 1;
        for (Bucket bucket : buckets) {
            most = Math.max(most, bucket.kept() + bucket.dropped());
        }
        double top = ceiling(most);
        int width = Math.max(buckets.size(), 1);
        StringBuilder out = new StringBuilder("<div class=\"columns\">");
        out.append("<span class=\"y\" style=\"top:.6rem\">")
                .append(compact(top))
                .append("</span><svg role=\"img\" aria-labelledby=\"")
                .append(labelledBy)
                .append("\" viewBox=\"0 0 ")
                .append(width)
                .append(" 100\" preserveAspectRatio=\"none\">");
        for (double y : new double[] {6, 53}) {
            out.append("<line x1=\"0\" x2=\"")
                    .append(width)
                    .append("\" y1=\"")
                    .append(decimal(y))
                    .append("\" y2=\"")
                    .append(decimal(y))
                    .append("\"/>");
        }
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            double kept = 94 * bucket.kept() / top;
            double lost = 94 * bucket.dropped() / top;
            String said =
                    "\u2265 "
                            + written(bucket.from())
                            + ": "
                            + bucket.kept()
                            + " / "
                            + bucket.dropped();
            out.append(rect("kept", i + 0.08, 100 - kept, 0.84, kept, said))
                    .append(rect("lost", i + 0.08, 100 - kept - lost, 0.84, lost, said));
        }
        return out.append("</svg>").append(axis(histogram, width)).append("</div>").toString();
    }

    private static String axis(Histogram histogram, int width) {
        StringBuilder out = new StringBuilder("<div class=\"x\" aria-hidden=\"true\">");
        int size = histogram.buckets().size();
        int every = Math.max(1, Math.ceilDiv(size, LABELS));
        for (int i = 0; i < size; i += every) {
            double value = histogram.buckets().get(i).from();
            out.append("<span class=\"at\" style=\"left:")
                    .append(decimal(100.0 * i / width))
                    .append("%\">")
                    .append(histogram.scale() == Scale.LOG ? compact(value) : from(value))
                    .append("</span>");
        }
        return out.append("</div>").toString();
    }

    private static String rect(
            String style, double x, double y, double width, double height, String title) {
        if (height <= 0 || width <= 0) {
            return "";
        }
        return "<rect class=\""
                + style
                + "\" x=\""
                + decimal(x)
                + "\" y=\""
                + decimal(y)
                + "\" width=\""
                + decimal(width)
                + "\" height=\""
                + decimal(height)
                + (title.isEmpty() ? "\"/>" : "\"><title>" + title + "</title></rect>");
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /// 1, 2 or 5 times a power of ten, or the number itself where it is below ten.
    private static double ceiling(long most) {
        if (most <= 10) {
            return most;
        }
        double power = 1;
        while (power * 10 < most) {
            power *= 10;
        }
        for (double digit : new double[] {1, 1.5, 2, 3, 4, 5, 6, 8}) {
            if (digit * power >= most) {
                return digit * power;
            }
        }
        return 10 * power;
    }

    /// The end of a bucket in both languages.
    static String from(double value) {
        String written = written(value);
        return both(written, written.replace('.', ','));
    }

    private static String written(double value) {
        return value == Math.rint(value)
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.2f", value).replaceAll("0$", "");
    }

    /// A number in few characters: 1.5k, 20M; the same prefixes in both languages.
    static String compact(double value) {
        String[] prefixes = {"", "k", "M", "G", "T", "P", "E"};
        int prefix = 0;
        double scaled = value;
        while (scaled >= 1000 && prefix < prefixes.length - 1) {
            scaled /= 1000;
            prefix++;
        }
        String digits =
                scaled == Math.rint(scaled) || scaled >= 100
                        ? String.valueOf(Math.round(scaled))
                        : String.format(Locale.ROOT, "%.1f", scaled).replace(".0", "");
        return both(digits + prefixes[prefix], digits.replace('.', ',') + prefixes[prefix]);
    }
}
