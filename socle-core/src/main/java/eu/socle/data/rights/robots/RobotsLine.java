package eu.socle.data.rights.robots;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One line of a robots file that says something, and where it stands.
public final class RobotsLine {

    private static final int LONGEST_TEXT = 300; // as evidence; the digest covers the whole line

    /// What a line can say.
    public enum Kind {
        ALLOW,
        DISALLOW,
        /// `Content-Usage:` (AIPREF).
        CONTENT_USAGE,
        /// `Content-Signal:`.
        CONTENT_SIGNAL,
        /// `License:` (RSL).
        LICENSE
    }

    private final Kind kind;
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final int valueFrom;
    private final @Nullable PathPattern pattern;

    RobotsLine(
            Kind kind,
            byte[] bytes,
            int from,
            int to,
            int valueFrom,
            @Nullable PathPattern pattern) {
        this.kind = kind;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.valueFrom = valueFrom;
        this.pattern = pattern;
    }

    public Kind kind() {
        return kind;
    }

    /// The path of an `Allow`, `Disallow` or `Content-Usage` rule; null: every path.
    public @Nullable PathPattern pattern() {
        return pattern;
    }

    /// True when the line speaks of this [CanonicalPath].
    public boolean matches(byte[] path) {
        return pattern == null || pattern.matches(path);
    }

    /// Octets of the pattern; 0 without one.
    public int specificity() {
        return pattern == null ? 0 : pattern.length();
    }

    /// What stands after the path, or after the colon when there is no path; without comment.
    public String value() {
        return new String(bytes, valueFrom, to - valueFrom, StandardCharsets.UTF_8).strip();
    }

    /// The line as written, without comment.
    public String text() {
        int end = Math.min(to, from + LONGEST_TEXT);
        String text = new String(bytes, from, end - from, StandardCharsets.UTF_8).strip();
        return end < to ? text + "..." : text;
    }

    /// Byte offset of the line in the file.
    public int at() {
        return from;
    }
}
