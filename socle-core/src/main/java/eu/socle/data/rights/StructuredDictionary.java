package eu.socle.data.rights;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A dictionary of structured HTTP fields (RFC 9651, section 4.2.2), read for those of its values
/// that are tokens. The whole value must be well formed: one wrong character and nothing of it
/// counts.
final class StructuredDictionary {

    private static final Pattern KEY = Pattern.compile("[a-z*][a-z0-9_.*-]*");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*");

    /// Numbers and dates, strings, byte sequences, booleans, display strings.
    private static final Pattern OTHER =
            Pattern.compile(
                    "@?-?[0-9]{1,15}(?![0-9.])|-?[0-9]{1,12}\\.[0-9]{1,3}(?![0-9])"
                            + "|\"(?:[ !#-\\[\\]-~]|\\\\[\\\\\"])*+\"|:[A-Za-z0-9+/=]*+:|\\?[01]"
                            + "|%\"(?:[ !#$&-~]|%[0-9a-f]{2})*+\"");

    private final String text;
    private int at;

    private StructuredDictionary(String text) {
        this.text = text;
    }

    /// The members whose value is a token; other members are checked and left out. Of equal keys
    /// the last counts.
    static Optional<Map<String, String>> tokens(String field) {
        return new StructuredDictionary(field).dictionary();
    }

    private Optional<Map<String, String>> dictionary() {
        Map<String, String> tokens = new TreeMap<>();
        skip(" ");
        if (at == text.length()) {
            return Optional.of(tokens);
        }
        while (true) {
            String key = take(KEY);
            if (key.isEmpty()) {
                return Optional.empty();
            }
            tokens.remove(key);
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                String token = take(TOKEN);
                if (!token.isEmpty()) {
                    tokens.put(key, token);
                } else if (!innerList() && take(OTHER).isEmpty()) {
                    return Optional.empty();
                }
            }
            if (!parameters()) {
                return Optional.empty();
            }
            skip(" \t");
            if (at == text.length()) {
                return Optional.of(tokens);
            }
            if (text.charAt(at++) != ',') {
                return Optional.empty();
            }
            skip(" \t");
        }
    }

    /// `(item item);parameters`; the position stays when there is none.
    private boolean innerList() {
        if (at == text.length() || text.charAt(at) != '(') {
            return false;
        }
        at++;
        while (true) {
            skip(" ");
            if (at < text.length() && text.charAt(at) == ')') {
                at++;
                return true;
            }
            if (!item() || !parameters()) {
                return false;
            }
            if (at == text.length() || " )".indexOf(text.charAt(at)) < 0) {
                return false;
            }
        }
    }

    private boolean parameters() {
        while (at < text.length() && text.charAt(at) == ';') {
            at++;
            skip(" ");
            if (take(KEY).isEmpty()) {
                return false;
            }
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                if (!item()) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean item() {
        return !take(TOKEN).isEmpty() || !take(OTHER).isEmpty();
    }

    /// What stands here and matches; empty, and nothing taken, when nothing does.
    private String take(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return "";
        }
        at = matcher.end();
        return matcher.group();
    }

    private void skip(String blanks) {
        while (at < text.length() && blanks.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
