package eu.socle.dossier;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Charts as inline SVG, drawn from figures alone; colours come from the page's style sheet.
final class Charts {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 280;
    private static final int LEFT = 56;
    private static final int RIGHT = 16;
    private static final int TOP = 14;
    private static final int BOTTOM = 40;

    private Charts() {}

    /// One line of a chart.
    record Curve(String style, List<double[]> points) {}

    /// Curves over a common pair of axes.
    ///
    /// @param title for readers who hear the page, already escaped
    static String lines(String title, String xLabel, List<Curve> curves) {
        double xMost = 1;
        double yLeast = Double.MAX_VALUE;
        double yMost = -Double.MAX_VALUE;
        for (Curve curve : curves) {
            for (double[] point : curve.points()) {
                xMost = Math.max(xMost, point[0]);
                yLeast = Math.min(yLeast, point[1]);
                yMost = Math.max(yMost, point[1]);
            }
        }
        if (yLeast > yMost) {
            return "";
        }
        double step = tick(yMost - yLeast, 5);
        double low = Math.floor(yLeast / step) * step;
        double high = Math.max(Math.ceil(yMost / step) * step, low + step);
        StringBuilder svg = open(title, HEIGHT);
        for (int i = 0; low + i * step <= high + step / 1e6; i++) {
            double y = y(low + i * step, low, high);
            svg.append(line("grid", LEFT, y, WIDTH - RIGHT, y))
                    .append(text("end", LEFT - 8, y + 4, label(low + i * step)));
        }
        double xStep = tick(xMost, 6);
        for (int i = 0; i * xStep <= xMost; i++) {
            double x = LEFT + (WIDTH - LEFT - RIGHT) * i * xStep / xMost;
            svg.append(text("middle", x, HEIGHT - BOTTOM + 18, label(i * xStep)));
        }
        svg.append(text("middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 4, xLabel));
        for (Curve curve : curves) {
            StringBuilder points = new StringBuilder();
            for (double[] point : curve.points()) {
                double x = LEFT + (WIDTH - LEFT - RIGHT) * point[0] / xMost;
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(point[1], low, high)));
            }
            svg.append("<polyline class=\"")
                    .append(curve.style())
                    .append("\" points=\"")
                    .append(points.toString().strip())
                    .append("\"/>");
        }
        return svg.append("</svg>").toString();
    }

    /// One bar.
    record Bar(String label, double value, String shown) {}

    /// Horizontal bars under their labels, the longest first as given.
    static String bars(String title, List<Bar> bars) {
        double most = 1e-9;
        for (Bar bar : bars) {
            most = Math.max(most, bar.value());
        }
        List<String> rows = new ArrayList<>();
        for (Bar bar : bars) {
            double percent = 100 * bar.value() / most;
            rows.add(
                    "<div class=\"bar\"><span class=\"name\">"
                            + bar.label()
                            + "</span><span class=\"track\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\""
                            + String.format(Locale.ROOT, "%.2f", percent)
                            + "\" height=\"10\"/></svg></span><span class=\"value\">"
                            + bar.shown()
                            + "</span></div>");
        }
        return "<div class=\"bars\" role=\"img\" aria-label=\""
                + title
                + "\">"
                + String.join("", rows)
                + "</div>";
    }

    private static double y(double value, double low, double high) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / (high - low));
    }

    /// A round step that gives about `count` ticks.
    private static double tick(double range, int count) {
        double raw = Math.max(range, 1e-9) / count;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double digit = raw / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }

    private static String label(double value) {
        double rounded = Math.rint(value * 1e6) / 1e6;
        return rounded == Math.rint(rounded)
                ? String.valueOf((long) rounded)
                : String.valueOf(rounded);
    }

    private static StringBuilder open(String title, int height) {
        return new StringBuilder(
                "<svg class=\"chart\" viewBox=\"0 0 "
                        + WIDTH
                        + " "
                        + height
                        + "\" role=\"img\" aria-label=\""
                        + title
                        + "\">");
    }

    private static String line(String style, double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                style,
                x1,
                y1,
                x2,
                y2);
    }

    private static String text(String anchor, double x, double y, String content) {
        return String.format(
                Locale.ROOT,
                "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                anchor,
                x,
                y,
                content);
    }
}
