package eu.socle.cli;

import eu.socle.core.Json;
import eu.socle.core.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Where everything that a person or a program reads is printed: results on standard output;
/// progress, notes and refusals on standard error.
///
/// On a terminal work is one line that is drawn again; elsewhere a plain line every few seconds;
/// with `--json` every event is one JSON line on standard output; with `--quiet` only results and
/// refusals appear.
public final class Console implements Progress {

    /// How much is said, and to whom.
    enum Manner {
        TERMINAL,
        LINES,
        JSON,
        QUIET
    }

    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 5_000_000_000L;
    private static final int BAR = 24;

    private final PrintStream out;
    private final PrintStream err;
    private final Manner manner;
    private final int columns;

    Console(PrintStream out, PrintStream err, Manner manner, int columns) {
        this.out = out;
        this.err = err;
        this.manner = manner;
        this.columns = columns;
    }

    Manner manner() {
        return manner;
    }

    /// A line of the result.
    public synchronized void say(String line) {
        if (manner != Manner.JSON) {
            out.println(line);
        }
    }

    /// Text without a line end, for streamed answers.
    synchronized void print(String text) {
        out.print(text);
        out.flush();
    }

    /// An event for programs; nothing in the other manners.
    public synchronized void event(Record event) {
        if (manner == Manner.JSON) {
            out.println(Json.canonical(event));
        }
    }

    /// One sentence about what went wrong.
    synchronized void refuse(String sentence) {
        err.println("socle: " + sentence);
    }

    @Override
    public synchronized void note(String line) {
        switch (manner) {
            case TERMINAL, LINES -> err.println(line);
            case JSON -> out.println(Json.canonical(new Note("note", line)));
            case QUIET -> {}
        }
    }

    @Override
    public Progress.Work begin(String name, String unit, long total) {
        return manner == Manner.QUIET
                ? Progress.SILENT.begin(name, unit, total)
                : new Drawn(name, unit, total);
    }

    private record Note(String event, String text) {}

    private record Step(
            String event,
            String work,
            String unit,
            long done,
            long total,
            double perSecond,
            Map<String, Double> figures) {}

    private final class Drawn implements Progress.Work {
        private final String name;
        private final String unit;
        private final long total;
        private final long started = System.nanoTime();
        private final Map<String, Double> figures = new TreeMap<>();
        private long done;
        private long shown;
        private boolean closed;

        Drawn(String name, String unit, long total) {
            this.name = name;
            this.unit = unit;
            this.total = total;
            this.shown = started - (manner == Manner.TERMINAL ? REDRAW_NANOS : 0);
        }

        @Override
        public synchronized void advance(long units) {
            done += units;
            show(manner == Manner.TERMINAL ? REDRAW_NANOS : LINE_NANOS);
        }

        @Override
        public synchronized void figure(String figure, double value) {
            figures.put(figure, value);
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                show(0);
                if (manner == Manner.TERMINAL) {
                    err.println();
                }
            }
        }

        private void show(long every) {
            long now = System.nanoTime();
            if (now - shown < every) {
                return;
            }
            shown = now;
            double rate = done / Math.max(1e-9, (now - started) / 1e9);
            synchronized (Console.this) {
                switch (manner) {
                    case TERMINAL -> {
                        String line = line(rate, (now - started) / 1e9, bar());
                        int width = Math.max(20, columns - 1);
                        err.print(
                                "\r"
                                        + (line.length() > width
                                                ? line.substring(0, width)
                                                : line + " ".repeat(width - line.length())));
                        err.flush();
                    }
                    case LINES -> err.println(line(rate, (now - started) / 1e9, ""));
                    case JSON ->
                            out.println(
                                    Json.canonical(
                                            new Step(
                                                    "progress",
                                                    name,
                                                    unit,
                                                    done,
                                                    total,
                                                    rate,
                                                    figures)));
                    case QUIET -> {}
                }
            }
        }

        private String bar() {
            if (total <= 0) {
                return "";
            }
            int full = (int) (BAR * Math.min(done, total) / total);
            return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] ";
        }

        private String line(double rate, double seconds, String bar) {
            StringBuilder line = new StringBuilder();
            line.append(String.format(Locale.ROOT, "%-9s %s", name, bar))
                    .append(count((double) done));
            if (total > 0) {
                line.append('/').append(count((double) total));
            }
            line.append(' ')
                    .append(unit)
                    .append("  ")
                    .append(count(rate))
                    .append(' ')
                    .append(unit)
                    .append("/s");
            figures.forEach((figure, value) ->
                    line.append("  ").append(figure).append(' ').append(count(value)));
            line.append("  ");
            if (closed || total <= 0) {
                line.append(time(seconds));
            } else if (done > 0) {
                line.append(time((total - done) / rate)).append(" left");
            }
            return line.toString();
        }
    }

    /// A number in few characters: 3 significant digits below 100, whole above.
    public static String count(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return String.format(Locale.ROOT, "%,d", (long) value).replace(',', ' ');
        }
        double size = Math.abs(value);
        String form = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.3f" : "%.2g";
        return String.format(Locale.ROOT, form, value).replace(',', ' ');
    }

    /// Seconds as `2:05` or `1:02:05`; below ten with one decimal.
    static String time(double seconds) {
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(
                        Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
