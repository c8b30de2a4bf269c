package eu.socle.data.rights.licence.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The finitely many ways to read the expression by which an SPDX template says what may stand at a
/// place: `Software|Materials` is two. Where any words may stand, there is [#NAMES].
final class Alternatives {

    /// Stands for any words that are names.
    static final char NAMES = '\u0001';

    private static final int MOST = 500;

    private final String pattern;
    private int at;

    private Alternatives(String pattern) {
        this.pattern = pattern;
    }

    /// Every way, in order.
    static Set<String> of(String pattern) {
        Alternatives reader = new Alternatives(pattern);
        Set<String> all = reader.any();
        if (reader.at != pattern.length()) {
            throw new IllegalArgumentException(pattern + " at " + reader.at);
        }
        return all;
    }

    private Set<String> any() {
        Set<String> all = new LinkedHashSet<>(row());
        while (at < pattern.length() && pattern.charAt(at) == '|') {
            at++;
            all.addAll(row());
        }
        return all;
    }

    private Set<String> row() {
        Set<String> all = new LinkedHashSet<>(List.of(""));
        while (at < pattern.length() && "|)".indexOf(pattern.charAt(at)) < 0) {
            Set<String> piece = repeated(piece());
            Set<String> longer = new LinkedHashSet<>();
            for (String begun : all) {
                for (String more : piece) {
                    longer.add(begun + more);
                }
            }
            if (longer.size() > MOST) {
                throw new IllegalArgumentException("too many ways: " + pattern);
            }
            all = longer;
        }
        return all;
    }

    private Set<String> piece() {
        char c = pattern.charAt(at++);
        return switch (c) {
            case '(' -> {
                Set<String> inner = any();
                at++;
                yield inner;
            }
            case '[' -> letters();
            case '\\' -> Set.of(escaped(pattern.charAt(at++)));
            case '.' -> Set.of(String.valueOf(NAMES));
            default -> Set.of(String.valueOf(c));
        };
    }

    private static String escaped(char c) {
        return "strn".indexOf(c) >= 0 ? " " : String.valueOf(c);
    }

    /// One of several letters; signs count as one blank.
    private Set<String> letters() {
        Set<String> all = new LinkedHashSet<>();
        while (pattern.charAt(at) != ']') {
            char c = pattern.charAt(at++);
            if (c == '\\') {
                c = escapedClass(pattern.charAt(at++));
            }
            all.add(Character.isLetterOrDigit(c) ? String.valueOf(Character.toLowerCase(c)) : " ");
        }
        at++;
        return all;
    }

    private static char escapedClass(char c) {
        return "strnf".indexOf(c) >= 0 ? ' ' : c;
    }

    /// What follows may allow it to be missing; a single `.` is one sign, no words.
    private Set<String> repeated(Set<String> piece) {
        boolean words = piece.contains(String.valueOf(NAMES));
        if (at == pattern.length() || "?+*{".indexOf(pattern.charAt(at)) < 0) {
            return words ? Set.of(" ") : piece;
        }
        char sign = pattern.charAt(at++);
        if (sign == '{') {
            at = pattern.indexOf('}', at) + 1;
            return piece;
        }
        if (sign == '+' || words) {
            return piece;
        }
        List<String> all = new ArrayList<>(piece);
        all.addFirst("");
        return new LinkedHashSet<>(all);
    }
}
