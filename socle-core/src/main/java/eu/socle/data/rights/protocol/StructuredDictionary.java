package eu.socle.data.rights.protocol;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A dictionary of structured HTTP fields (RFC 9651, section 4.2.2), read for those of its values
/// that are tokens. The whole value must be well formed: one wrong character and nothing of it
/// counts. Scans by hand, in time linear in the field and without recursion.
final class StructuredDictionary {

    private static final String TOKEN_EXTRA = "!#$%&'*+-.^_`|~:/";

    private final String text;
    private int at;

    private StructuredDictionary(String text) {
        this.text = text;
    }

    /// The members, with the token that is their value; one that has another value is empty. Of
    /// equal keys the last counts.
    static Optional<Map<String, String>> members(String field) {
        return new StructuredDictionary(field).dictionary();
    }

    private Optional<Map<String, String>> dictionary() {
        Map<String, String> tokens = new TreeMap<>();
        skip(" ");
        if (at == text.length()) {
            return Optional.of(tokens);
        }
        while (true) {
            int start = at;
            if (!key()) {
                return Optional.empty();
            }
            String key = text.substring(start, at);
            tokens.put(key, "");
            if (take('=')) {
                int value = at;
                if (token()) {
                    tokens.put(key, text.substring(value, at));
                } else if (!innerList() && !bareItem()) {
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
            if (!take(',')) {
                return Optional.empty();
            }
            skip(" \t");
        }
    }

    /// `(item item);parameters`; nothing is taken when there is none.
    private boolean innerList() {
        if (!take('(')) {
            return false;
        }
        while (true) {
            skip(" ");
            if (take(')')) {
                return true;
            }
            if (!item() || !parameters() || " )".indexOf(peek()) < 0) {
                return false;
            }
        }
    }

    private boolean parameters() {
        while (take(';')) {
            skip(" ");
            if (!key() || (take('=') && !item())) {
                return false;
            }
        }
        return true;
    }

    private boolean item() {
        return token() || bareItem();
    }

    private boolean bareItem() {
        return switch (peek()) {
            case '"' -> string();
            case ':' -> bytes();
            case '?' -> bool();
            case '%' -> displayString();
            case '@' -> {
                at++;
                yield number(false);
            }
            default -> number(true);
        };
    }

    private boolean key() {
        char c = peek();
        if (!(c >= 'a' && c <= 'z') && c != '*') {
            return false;
        }
        while (at < text.length() && keyCharacter(text.charAt(at))) {
            at++;
        }
        return true;
    }

    private static boolean keyCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "_-.*".indexOf(c) >= 0;
    }

    private boolean token() {
        char c = peek();
        if (!letter(c) && c != '*') {
            return false;
        }
        while (at < text.length() && tokenCharacter(text.charAt(at))) {
            at++;
        }
        return true;
    }

    private static boolean tokenCharacter(char c) {
        return letter(c) || digit(c) || TOKEN_EXTRA.indexOf(c) >= 0;
    }

    private boolean string() {
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return true;
            }
            if (c == '\\') {
                at++;
                if (peek() != '"' && peek() != '\\') {
                    return false;
                }
            } else if (c < ' ' || c > '~') {
                return false;
            }
        }
        return false;
    }

    private boolean displayString() {
        at++;
        if (!take('"')) {
            return false;
        }
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return true;
            }
            if (c == '%') {
                if (at + 2 >= text.length()
                        || !hex(text.charAt(at + 1))
                        || !hex(text.charAt(at + 2))) {
                    return false;
                }
                at += 2;
            } else if (c < ' ' || c > '~') {
                return false;
            }
        }
        return false;
    }

    private boolean bytes() {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == ':') {
                return true;
            }
            if (!letter(c) && !digit(c) && "+/=".indexOf(c) < 0) {
                return false;
            }
        }
        return false;
    }

    private boolean bool() {
        at++;
        return take('0') || take('1');
    }

    /// At most 15 digits, or 12 and a fraction of 1 to 3.
    private boolean number(boolean fraction) {
        take('-');
        int whole = digits();
        if (whole == 0) {
            return false;
        }
        if (!fraction || peek() != '.') {
            return whole <= 15;
        }
        at++;
        int places = digits();
        return whole <= 12 && places >= 1 && places <= 3;
    }

    private int digits() {
        int start = at;
        while (digit(peek())) {
            at++;
        }
        return at - start;
    }

    /// The character here; one that no field holds at the end.
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private boolean take(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void skip(String blanks) {
        while (at < text.length() && blanks.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean hex(char c) {
        return digit(c) || (c >= 'a' && c <= 'f');
    }
}
