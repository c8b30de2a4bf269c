package eu.socle.data.read.store;

import java.util.regex.Pattern;

/// A file pattern over paths written with `/`: `*` and `?` stay inside a name, `**` crosses folders
/// and `**/` may match none, `{a,b}` is either.
public record Glob(String text, Pattern pattern) {

    /// Reads a pattern.
    public static Glob of(String text) {
        StringBuilder regex = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (text.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (text.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '{' && text.indexOf('}', i) > 0) {
                regex.append("(?:");
                depth++;
            } else if (c == '}' && depth > 0) {
                regex.append(')');
                depth--;
            } else if (c == ',' && depth > 0) {
                regex.append('|');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return new Glob(text, Pattern.compile(regex + ")".repeat(depth), Pattern.DOTALL));
    }

    /// Whether the whole path matches.
    public boolean matches(String path) {
        return pattern.matcher(path).matches();
    }
}
