package eu.socle.data.rights.licence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// An SPDX licence expression (SPDX 2.3, annex D): identifiers joined by AND, OR and WITH.
public sealed interface SpdxExpression {

    /// One licence, perhaps any later version, perhaps with an exception.
    ///
    /// @param id as the list spells it, or as written when it does not have it
    /// @param exception empty without
    /// @param known true when the list has identifier and exception, or it is a `LicenseRef-`
    record Single(String id, boolean orLater, String exception, boolean known)
            implements SpdxExpression {
        @Override
        public String toString() {
            return id + (orLater ? "+" : "") + (exception.isEmpty() ? "" : " WITH " + exception);
        }
    }

    /// All of them hold.
    record And(List<SpdxExpression> parts) implements SpdxExpression {
        @Override
        public String toString() {
            return String.join(
                    " AND ",
                    parts.stream()
                            .map(p -> p instanceof Or ? "(" + p + ")" : p.toString())
                            .toList());
        }
    }

    /// The user chooses one.
    record Or(List<SpdxExpression> parts) implements SpdxExpression {
        @Override
        public String toString() {
            return String.join(" OR ", parts.stream().map(SpdxExpression::toString).toList());
        }
    }

    /// Reads an expression; empty when it is none.
    static Optional<SpdxExpression> parse(String text) {
        return new Parser(text).whole();
    }

    /// True for `LicenseRef-` and `DocumentRef-` names of letters, digits, dots and hyphens.
    static boolean isReference(String word) {
        return (word.startsWith("LicenseRef-") || word.startsWith("DocumentRef-"))
                && word.chars().allMatch(c -> Parser.idCharacter((char) c) || c == ':');
    }

    /// True when every licence in it is known.
    default boolean known() {
        return switch (this) {
            case Single single -> single.known();
            case And and -> and.parts().stream().allMatch(SpdxExpression::known);
            case Or or -> or.parts().stream().allMatch(SpdxExpression::known);
        };
    }

    /// True when what is allowed suffices: one side of an OR, all sides of an AND. An exception
    /// only adds permissions, so the licence before WITH decides.
    default boolean allowed(Predicate<String> allowedId) {
        return switch (this) {
            case Single single -> single.known() && allowedId.test(single.id());
            case And and -> and.parts().stream().allMatch(p -> p.allowed(allowedId));
            case Or or -> or.parts().stream().anyMatch(p -> p.allowed(allowedId));
        };
    }

    /// The identifiers in it.
    default Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        switch (this) {
            case Single single -> ids.add(single.id());
            case And and -> and.parts().forEach(p -> ids.addAll(p.ids()));
            case Or or -> or.parts().forEach(p -> ids.addAll(p.ids()));
        }
        return ids;
    }

    /// Recursive descent over at most a few hundred words; brackets nest to a bound.
    final class Parser {
        private static final int LONGEST = 2000;
        private static final int DEEPEST = 40;

        private final List<String> words = new ArrayList<>();
        private int at;
        private int depth;

        private Parser(String text) {
            int i = text.length() > LONGEST ? text.length() : 0;
            while (i < text.length()) {
                char c = text.charAt(i);
                int start = i++;
                if (c == '(' || c == ')') {
                    words.add(String.valueOf(c));
                } else if (!Character.isWhitespace(c)) {
                    while (i < text.length()
                            && !Character.isWhitespace(text.charAt(i))
                            && "()".indexOf(text.charAt(i)) < 0) {
                        i++;
                    }
                    words.add(text.substring(start, i));
                }
            }
        }

        private Optional<SpdxExpression> whole() {
            Optional<SpdxExpression> expression = or();
            return at == words.size() ? expression : Optional.empty();
        }

        private Optional<SpdxExpression> or() {
            List<SpdxExpression> parts = new ArrayList<>();
            do {
                Optional<SpdxExpression> part = and();
                if (part.isEmpty()) {
                    return part;
                }
                parts.add(part.get());
            } while (take("OR"));
            return Optional.of(parts.size() == 1 ? parts.getFirst() : new Or(List.copyOf(parts)));
        }

        private Optional<SpdxExpression> and() {
            List<SpdxExpression> parts = new ArrayList<>();
            do {
                Optional<SpdxExpression> part = primary();
                if (part.isEmpty()) {
                    return part;
                }
                parts.add(part.get());
            } while (take("AND"));
            return Optional.of(parts.size() == 1 ? parts.getFirst() : new And(List.copyOf(parts)));
        }

        private Optional<SpdxExpression> primary() {
            if (take("(")) {
                if (++depth > DEEPEST) {
                    return Optional.empty();
                }
                Optional<SpdxExpression> inner = or();
                depth--;
                return inner.isPresent() && take(")") ? inner : Optional.empty();
            }
            if (at == words.size() || !isId(words.get(at))) {
                return Optional.empty();
            }
            return single(words.get(at++));
        }

        private Optional<SpdxExpression> single(String word) {
            Optional<String> listed = SpdxList.standard().identifier(word);
            boolean later = listed.isEmpty() && word.endsWith("+");
            String plain = later ? word.substring(0, word.length() - 1) : word;
            Optional<String> id =
                    listed.isPresent() ? listed : SpdxList.standard().identifier(plain);
            boolean known = id.isPresent() || isReference(plain);
            String exception = "";
            if (take("WITH")) {
                if (at == words.size() || !isId(words.get(at))) {
                    return Optional.empty();
                }
                String written = words.get(at++);
                Optional<String> listedException = SpdxList.standard().exception(written);
                known &= listedException.isPresent();
                exception = listedException.orElse(written);
            }
            return Optional.of(new Single(id.orElse(plain), later, exception, known));
        }

        private boolean take(String word) {
            boolean here =
                    at < words.size()
                            && (words.get(at).equals(word)
                                    || words.get(at)
                                            .equals(word.toLowerCase(java.util.Locale.ROOT)));
            at += here ? 1 : 0;
            return here;
        }

        private static boolean isId(String word) {
            if (word.equalsIgnoreCase("AND")
                    || word.equalsIgnoreCase("OR")
                    || word.equalsIgnoreCase("WITH")) {
                return false;
            }
            return word.chars().allMatch(c -> idCharacter((char) c) || c == '+' || c == ':');
        }

        static boolean idCharacter(char c) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '.';
        }
    }
}
