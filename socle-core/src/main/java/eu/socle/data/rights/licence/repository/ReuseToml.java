package eu.socle.data.rights.licence.repository;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A REUSE.toml file (REUSE specification 3.3): tables of annotations, each with paths, a licence
/// and how far it goes before what the files say themselves. Read is the part of TOML 1.0 that such
/// files need: keys with strings, numbers and lists of strings, `[[annotations]]`, comments.
///
/// @param annotations in the order of the file; of those that match a path the last one counts
record ReuseToml(List<Annotation> annotations) {

    /// @param paths patterns relative to the folder of the file
    /// @param licences SPDX expressions; all of them hold; none when the table states none
    /// @param line where the table begins, counted from 1
    record Annotation(
            List<String> paths, FolderLicence.Rank rank, List<String> licences, int line) {

        boolean matches(String path) {
            return paths.stream().anyMatch(pattern -> ReuseToml.matches(pattern, path));
        }
    }

    /// Why a file cannot be read.
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(int line, String what) {
            super("line " + line + ": " + what);
        }
    }

    /// @throws Unreadable for what is not understood: an annotation read half may hide a
    ///   restriction
    static ReuseToml read(String text) throws Unreadable {
        return new Reader(text).whole();
    }

    /// The annotation that counts for a path; null without.
    @Nullable Annotation of(String path) {
        for (Annotation annotation : annotations.reversed()) {
            if (annotation.matches(path)) {
                return annotation;
            }
        }
        return null;
    }

    /// `*` stands for anything but `/`, `**` for anything; a backslash takes the next sign as it
    /// is.
    static boolean matches(String pattern, String path) {
        int width = path.length() + 1;
        boolean[] reached = new boolean[width];
        reached[0] = true;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            boolean star = c == '*';
            boolean deep = star && i + 1 < pattern.length() && pattern.charAt(i + 1) == '*';
            if (deep || (c == '\\' && i + 1 < pattern.length())) {
                i++;
                c = pattern.charAt(i);
            }
            boolean[] next = new boolean[width];
            for (int at = 0; at < width; at++) {
                if (star) {
                    boolean on = at > 0 && next[at - 1] && (deep || path.charAt(at - 1) != '/');
                    next[at] = reached[at] || on;
                } else {
                    next[at] = at > 0 && reached[at - 1] && path.charAt(at - 1) == c;
                }
            }
            reached = next;
        }
        return reached[width - 1];
    }

    /// Reads from the first character to the last.
    private static final class Reader {
        private final String text;
        private final List<Annotation> found = new ArrayList<>();
        private int at;
        private int line = 1;
        private int table; // line at which the open annotation begins; 0 outside
        private List<String> paths = new ArrayList<>();
        private List<String> licences = new ArrayList<>();
        private FolderLicence.Rank rank = FolderLicence.Rank.CLOSEST;
        private boolean versioned;

        Reader(String text) {
            this.text = text.startsWith("\ufeff") ? text.substring(1) : text;
        }

        ReuseToml whole() throws Unreadable {
            while (true) {
                blank();
                if (at >= text.length()) {
                    break;
                }
                if (text.startsWith("[[annotations]]", at)) {
                    close();
                    table = line;
                    at += "[[annotations]]".length();
                } else if (text.charAt(at) == '[') {
                    throw new Unreadable(line, "a table other than [[annotations]]");
                } else {
                    pair();
                }
                rest();
            }
            close();
            if (!versioned) {
                throw new Unreadable(line, "no `version = 1`");
            }
            return new ReuseToml(List.copyOf(found));
        }

        private void close() throws Unreadable {
            if (table > 0 && paths.isEmpty()) {
                throw new Unreadable(table, "an annotation without a path");
            }
            if (table > 0) {
                found.add(new Annotation(List.copyOf(paths), rank, List.copyOf(licences), table));
            }
            paths = new ArrayList<>();
            licences = new ArrayList<>();
            rank = FolderLicence.Rank.CLOSEST;
        }

        private void pair() throws Unreadable {
            String key = key();
            blanks();
            if (at >= text.length() || text.charAt(at) != '=') {
                throw new Unreadable(line, "no `=` after " + key);
            }
            at++;
            blanks();
            int here = line;
            List<String> values = values();
            switch (key) {
                case "version" -> {
                    if (table > 0 || !values.equals(List.of("1"))) {
                        throw new Unreadable(here, "a version other than 1");
                    }
                    versioned = true;
                }
                case "path" -> paths = values;
                case "SPDX-License-Identifier" -> licences = values;
                case "precedence" -> rank = rank(values, here);
                default -> {} // copyright, comments of tools: no licence in them
            }
        }

        private static FolderLicence.Rank rank(List<String> values, int line) throws Unreadable {
            return switch (String.join(",", values)) {
                case "closest" -> FolderLicence.Rank.CLOSEST;
                case "aggregate" -> FolderLicence.Rank.AGGREGATE;
                case "override" -> FolderLicence.Rank.OVERRIDE;
                default -> throw new Unreadable(line, "the precedence " + values + " is not known");
            };
        }

        private String key() throws Unreadable {
            if (text.charAt(at) == '"' || text.charAt(at) == '\'') {
                return string();
            }
            int start = at;
            while (at < text.length() && bare(text.charAt(at))) {
                at++;
            }
            if (start == at) {
                throw new Unreadable(line, "`" + text.charAt(at) + "` where a key should begin");
            }
            return text.substring(start, at);
        }

        private static boolean bare(char c) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || c == '.';
        }

        private List<String> values() throws Unreadable {
            if (at >= text.length()) {
                throw new Unreadable(line, "a key without a value");
            }
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                return List.of(string());
            }
            if (c != '[') {
                return List.of(key());
            }
            List<String> values = new ArrayList<>();
            at++;
            while (true) {
                blank();
                if (at < text.length() && text.charAt(at) == ']') {
                    at++;
                    return values;
                }
                if (at >= text.length() || "\"'".indexOf(text.charAt(at)) < 0) {
                    throw new Unreadable(line, "a list that is no list of strings");
                }
                values.add(string());
                blank();
                if (at < text.length() && text.charAt(at) == ',') {
                    at++;
                } else if (at >= text.length() || text.charAt(at) != ']') {
                    throw new Unreadable(line, "a list without its end");
                }
            }
        }

        private String string() throws Unreadable {
            char quote = text.charAt(at++);
            if (text.startsWith(String.valueOf(quote).repeat(2), at)) {
                throw new Unreadable(line, "a string of several lines");
            }
            StringBuilder value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != quote) {
                char c = text.charAt(at++);
                if (c == '\n') {
                    throw new Unreadable(line, "a string without its end");
                }
                if (c == '\\' && quote == '"') {
                    c = escaped();
                }
                value.append(c);
            }
            if (at >= text.length()) {
                throw new Unreadable(line, "a string without its end");
            }
            at++;
            return value.toString();
        }

        private char escaped() throws Unreadable {
            char c = at < text.length() ? text.charAt(at++) : '\n';
            return switch (c) {
                case '"', '\\' -> c;
                case 't' -> '\t';
                case 'n' -> '\n';
                default -> throw new Unreadable(line, "the escape \\" + c);
            };
        }

        /// Nothing but a comment may follow on the line.
        private void rest() throws Unreadable {
            blanks();
            if (at < text.length() && text.charAt(at) == '#') {
                comment();
            }
            if (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                throw new Unreadable(line, "more on the line than a value");
            }
        }

        private void blanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private void comment() {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        }

        /// Blanks, ends of lines, comments.
        private void blank() {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '#') {
                    comment();
                } else if (Character.isWhitespace(c)) {
                    line += c == '\n' ? 1 : 0;
                    at++;
                } else {
                    return;
                }
            }
        }
    }
}
