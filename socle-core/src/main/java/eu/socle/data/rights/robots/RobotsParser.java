package eu.socle.data.rights.robots;

import eu.socle.core.Digest;
import eu.socle.data.rights.robots.RobotsFile.Block;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the lines of a robots file, in one pass over its bytes.
final class RobotsParser {

    /// How files of other formats begin: gzip, zip, zstd, bzip2, xz, PNG, JPEG, GIF, PDF, ELF.
    private static final int[][] MARKS = {
        {0x1f, 0x8b},
        {'P', 'K', 3, 4},
        {0x28, 0xb5, 0x2f, 0xfd},
        {'B', 'Z', 'h'},
        {0xfd, '7', 'z', 'X', 'Z'},
        {0x89, 'P', 'N', 'G'},
        {0xff, 0xd8, 0xff},
        {'G', 'I', 'F', '8'},
        {'%', 'P', 'D', 'F', '-'},
        {0x7f, 'E', 'L', 'F'}
    };

    private static final int LONGEST_NAME = 16; // of those that mean something here

    /// What lines are read.
    private enum Name {
        USER_AGENT,
        DISALLOW,
        ALLOW,
        CONTENT_USAGE,
        CONTENT_SIGNAL,
        LICENSE
    }

    private final byte[] source;
    private final byte[] text;
    private final String unreadable;
    private final Map<String, List<Block>> agents = new HashMap<>();
    private final List<RobotsLine> outside = new ArrayList<>();

    // Unknown lines end no group (RFC 9309); a Content-Usage line does for what AIPREF says, but
    // not
    // for Allow and Disallow: so the two kinds of lines are gathered in blocks of their own.
    private Block rules = new Block();
    private Block others = new Block();
    private boolean anyAgent;
    private boolean rulesClosed = true;
    private boolean othersClosed = true;

    RobotsParser(byte[] source) {
        this.source = source;
        byte[] start =
                source.length > RobotsFile.LARGEST
                        ? Arrays.copyOf(source, RobotsFile.LARGEST)
                        : source;
        String reason =
                source.length > RobotsFile.LARGEST
                        ? "only the first 5 MiB of " + source.length + " bytes were read"
                        : "";
        byte[] plain = start;
        if (startsWith(start, 0xfe, 0xff)) {
            plain = decoded(start, StandardCharsets.UTF_16BE, 2);
        } else if (startsWith(start, 0xff, 0xfe)) {
            plain = decoded(start, StandardCharsets.UTF_16LE, 2);
        }
        String binary = binary(plain);
        if (!binary.isEmpty()) {
            reason = binary;
        } else if (isHtml(plain)) {
            plain = withoutTags(plain);
        }
        this.text = plain;
        this.unreadable = reason;
    }

    RobotsFile parse() {
        int at = startsWith(text, 0xef, 0xbb, 0xbf) ? 3 : 0;
        while (at < text.length) {
            int end = at;
            while (end < text.length && text[end] != '\n' && text[end] != '\r') {
                end++;
            }
            line(at, end);
            at = end + 1;
        }
        String reason = unreadable;
        if (reason.isEmpty() && !anyAgent && outside.isEmpty() && isHtml(source)) {
            reason = "it is a page of HTML without any robots line";
        }
        return new RobotsFile(Digest.of(source), source.length, reason, agents, outside);
    }

    private void line(int start, int lineEnd) {
        int end = start;
        while (end < lineEnd && text[end] != '#') {
            end++;
        }
        int from = skip(start, end);
        end = trimmed(from, end);
        if (from == end) {
            return;
        }
        int colon = from;
        while (colon < end && text[colon] != ':') {
            colon++;
        }
        int nameEnd = colon;
        if (colon == end) { // no colon: the first blank separates
            nameEnd = from;
            while (nameEnd < end && !blank(text[nameEnd])) {
                nameEnd++;
            }
            colon = nameEnd;
        }
        nameEnd = trimmed(from, nameEnd);
        Name name = name(from, nameEnd);
        if (name != null) {
            record(name, from, end, skip(Math.min(colon + 1, end), end));
        }
    }

    private void record(Name name, int from, int end, int value) {
        switch (name) {
            case USER_AGENT ->
                    userAgent(new String(text, value, end - value, StandardCharsets.UTF_8));
            case ALLOW, DISALLOW -> rule(name == Name.ALLOW, from, end, value);
            case CONTENT_USAGE -> withPath(RobotsLine.Kind.CONTENT_USAGE, from, end, value);
            case CONTENT_SIGNAL -> withPath(RobotsLine.Kind.CONTENT_SIGNAL, from, end, value);
            case LICENSE ->
                    other(new RobotsLine(RobotsLine.Kind.LICENSE, text, from, end, value, null));
        }
    }

    private void userAgent(String value) {
        if (rulesClosed) {
            rules = new Block();
        }
        if (rulesClosed || othersClosed) {
            others = new Block();
        }
        anyAgent = true;
        rulesClosed = false;
        othersClosed = false;
        for (String token : tokens(value)) {
            List<Block> blocks = agents.computeIfAbsent(token, k -> new ArrayList<>(2));
            addOnce(blocks, rules);
            addOnce(blocks, others);
        }
    }

    /// The same block object at most once, of the few that were opened last.
    private static void addOnce(List<Block> blocks, Block block) {
        for (int i = blocks.size() - 1; i >= Math.max(0, blocks.size() - 2); i--) {
            if (blocks.get(i) == block) {
                return;
            }
        }
        blocks.add(block);
    }

    /// The names a user-agent line gives: the whole value, and of each part between commas the
    /// product token (what stands before a blank, a slash or a bracket).
    private static Set<String> tokens(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        Set<String> tokens = new LinkedHashSet<>();
        int start = 0;
        while (start <= lower.length()) {
            int comma = lower.indexOf(',', start);
            int end = comma < 0 ? lower.length() : comma;
            while (start < end && lower.charAt(start) <= ' ') {
                start++;
            }
            int stop = start;
            while (stop < end && " \t/;(".indexOf(lower.charAt(stop)) < 0) {
                stop++;
            }
            if (stop > start) {
                tokens.add(lower.substring(start, stop));
            }
            start = end + 1;
        }
        if (!lower.isEmpty()) {
            tokens.add(lower);
        }
        return tokens;
    }

    private void rule(boolean allow, int from, int end, int value) {
        if (!anyAgent) {
            return; // a rule of no group
        }
        rulesClosed = true;
        othersClosed = true;
        if (value == end) {
            return; // an empty path matches nothing
        }
        RobotsLine.Kind kind = allow ? RobotsLine.Kind.ALLOW : RobotsLine.Kind.DISALLOW;
        rules.rules()
                .add(new RobotsLine(kind, text, from, end, end, PathPattern.of(text, value, end)));
        int index = allow ? indexPage(value, end) : -1;
        if (index > 0) { // what opens the page of a folder opens the folder's own address
            byte[] folder = Arrays.copyOfRange(text, value, index + 1);
            folder[folder.length - 1] = '$';
            rules.rules()
                    .add(
                            new RobotsLine(
                                    kind,
                                    text,
                                    from,
                                    end,
                                    end,
                                    PathPattern.of(folder, 0, folder.length)));
        }
    }

    /// Where `index.htm` or `index.html` begins when the path ends in it; -1 otherwise.
    private int indexPage(int from, int end) {
        String path = new String(text, from, end - from, StandardCharsets.ISO_8859_1);
        int slash = path.lastIndexOf('/');
        String page = path.substring(slash + 1);
        return slash >= 0 && (page.equals("index.html") || page.equals("index.htm"))
                ? from + slash + 1
                : -1;
    }

    private void withPath(RobotsLine.Kind kind, int from, int end, int value) {
        int preferences = value;
        PathPattern pattern = null;
        if (value < end && text[value] == '/') {
            while (preferences < end && !blank(text[preferences])) {
                preferences++;
            }
            pattern = PathPattern.of(text, value, preferences);
        }
        other(new RobotsLine(kind, text, from, end, preferences, pattern));
    }

    private void other(RobotsLine line) {
        if (!anyAgent) {
            outside.add(line);
            return;
        }
        othersClosed = true;
        others.others().add(line);
    }

    /// The kind of line, misspelled as large crawlers forgive it; null for other lines.
    private @Nullable Name name(int from, int end) {
        if (end - from > LONGEST_NAME) {
            return null;
        }
        String word = new String(text, from, end - from, StandardCharsets.ISO_8859_1);
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "user-agent", "useragent", "user agent", "user-agents" -> Name.USER_AGENT;
            case "disallow",
                    "dissallow",
                    "dissalow",
                    "disalow",
                    "diasllow",
                    "disallaw",
                    "desallow" ->
                    Name.DISALLOW;
            case "allow" -> Name.ALLOW;
            case "content-usage" -> Name.CONTENT_USAGE;
            case "content-signal", "content-signals" -> Name.CONTENT_SIGNAL;
            case "license", "licence" -> Name.LICENSE;
            default -> null;
        };
    }

    private int skip(int from, int end) {
        int at = from;
        while (at < end) {
            int width = blank(text[at]) ? 1 : wideBlank(at, end);
            if (width == 0) {
                return at;
            }
            at += width;
        }
        return at;
    }

    /// Before blanks at the end.
    private int trimmed(int from, int to) {
        int end = to;
        while (end > from) {
            boolean two = end - 2 >= from && wideBlank(end - 2, end) == 2;
            boolean three = end - 3 >= from && wideBlank(end - 3, end) == 3;
            if (!blank(text[end - 1]) && !two && !three) {
                return end;
            }
            end -= three ? 3 : two ? 2 : 1;
        }
        return end;
    }

    /// Bytes of a blank that editors put in unseen: a blank that does not break, one of no width, a
    /// byte-order mark inside the file. No standard takes them for blanks, but `Disallow:` with one
    /// of them is no other line for its author. 0 for anything else.
    private int wideBlank(int at, int end) {
        if (at + 1 < end && text[at] == (byte) 0xc2 && text[at + 1] == (byte) 0xa0) {
            return 2;
        }
        if (at + 2 >= end) {
            return 0;
        }
        int three = (text[at] & 0xff) << 16 | (text[at + 1] & 0xff) << 8 | (text[at + 2] & 0xff);
        return three == 0xefbbbf || three == 0xe2808b ? 3 : 0;
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t' || b == 0x0b || b == 0x0c;
    }

    private static byte[] decoded(byte[] bytes, Charset charset, int from) {
        return new String(bytes, from, bytes.length - from, charset)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /// Why these bytes are no text; empty when they can be.
    private static String binary(byte[] bytes) {
        for (int[] mark : MARKS) {
            if (startsWith(bytes, mark)) {
                return "it is no text: it begins as compressed files, pictures or PDF do";
            }
        }
        int controls = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == 0) {
                return "it is no text: a zero byte at offset " + i;
            }
            controls +=
                    b > 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' ? 1 : 0;
        }
        return controls > 8 + bytes.length / 20 // more than a slip or two of an editor
                ? "it is no text: " + controls + " control characters"
                : "";
    }

    /// True when the first tag of the file's beginning is one of a page.
    private static boolean isHtml(byte[] bytes) {
        int from = startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
        while (from < bytes.length && bytes[from] <= ' ' && bytes[from] >= 0) {
            from++;
        }
        if (from == bytes.length || bytes[from] != '<') {
            return false;
        }
        String start =
                new String(
                        bytes,
                        from,
                        Math.min(bytes.length - from, 2000),
                        StandardCharsets.ISO_8859_1);
        String lower = start.toLowerCase(Locale.ROOT);
        return lower.startsWith("<!doctype html")
                || lower.contains("<html")
                || lower.contains("<body");
    }

    private static byte[] withoutTags(byte[] bytes) {
        byte[] out = new byte[bytes.length];
        int length = 0;
        boolean inTag = false;
        for (byte b : bytes) {
            if (b == '<') {
                inTag = true;
            } else if (b == '>') {
                inTag = false;
            } else if (b == '\n' || b == '\r') {
                inTag = false; // a tag that never closes must not swallow the rules after it
                out[length++] = b;
            } else if (!inTag) {
                out[length++] = b;
            }
        }
        return Arrays.copyOf(out, length);
    }
}
