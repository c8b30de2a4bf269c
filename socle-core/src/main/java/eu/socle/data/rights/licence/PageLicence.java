package eu.socle.data.rights.licence;

import eu.socle.core.Rights.Licence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The licence that a page declares, and for how much of it.
///
/// @param spdx identifiers declared for the page; several when they differ
/// @param scope what the declarations speak of
/// @param evidence the words or link that decided; empty without
/// @param because why there is no single licence for the page; empty when there is one
public record PageLicence(Set<String> spdx, Scope scope, String evidence, String because) {

    /// What a declaration of a licence speaks of.
    public enum Scope {
        /// The page's own content.
        PAGE,
        /// A picture or another part.
        FRAGMENT,
        /// Nothing: the licence is only talked about.
        MENTION,
        /// The page, by declarations that differ.
        AMBIGUOUS,
        /// The page, by words that are not understood or a link to terms of the site's own.
        UNKNOWN,
        /// No licence is named.
        NONE
    }

    public PageLicence {
        spdx = Collections.unmodifiableSet(new TreeSet<>(spdx));
    }

    /// One place of a page that names a licence, or should.
    ///
    /// @param statement the words or address
    /// @param scope PAGE, FRAGMENT, MENTION, or UNKNOWN for terms of the site's own
    /// @param kind for the evidence: which element
    record Declaration(String statement, Scope scope, String kind) {}

    /// What these declarations say together; their order is irrelevant but for the evidence.
    static PageLicence of(List<Declaration> declarations) {
        Set<String> page = new TreeSet<>();
        List<String> evidence = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        Scope other = Scope.NONE;
        for (Declaration declaration : declarations) {
            if (declaration.scope() == Scope.FRAGMENT || declaration.scope() == Scope.MENTION) {
                other =
                        declaration.scope() == Scope.FRAGMENT || other == Scope.FRAGMENT
                                ? Scope.FRAGMENT
                                : Scope.MENTION;
                continue;
            }
            String statement = declaration.statement().strip();
            switch (Spdx.licence(statement)) {
                case Licence.Known known -> {
                    page.add(known.spdx());
                    evidence.add(words(declaration, known.evidence()));
                }
                case Licence.Unknown unknown -> {
                    unread.add(unknown.because());
                    other =
                            declaration.scope() == Scope.UNKNOWN && other == Scope.NONE
                                    ? Scope.UNKNOWN
                                    : other;
                }
            }
        }
        if (page.size() > 1) {
            return new PageLicence(
                    page,
                    Scope.AMBIGUOUS,
                    evidence.getFirst(),
                    "several licences stated: " + String.join(", ", page));
        }
        if (page.size() == 1) {
            return new PageLicence(page, Scope.PAGE, evidence.getFirst(), "");
        }
        return new PageLicence(Set.of(), other, "", because(other, unread));
    }

    /// An address speaks for itself; other words are shown with the place they stand in.
    private static String words(Declaration declaration, String words) {
        return LicenceAddress.of(words).isEmpty() ? declaration.kind() + ": " + words : words;
    }

    private static String because(Scope scope, List<String> unread) {
        if (!unread.isEmpty()) {
            return unread.getFirst();
        }
        return switch (scope) {
            case FRAGMENT -> "the licence stated is that of a picture or part";
            case MENTION -> "a licence is mentioned, none is declared";
            default -> "nothing stated";
        };
    }

    /// The same with the place of the deciding words in the page, where they stand there as they
    /// were read: an attribute with entities, or words with markup between, do not.
    ///
    /// @param page as decoded
    public PageLicence at(String page) {
        if (scope != Scope.PAGE) {
            return this;
        }
        int colon = LicenceAddress.of(evidence).isEmpty() ? evidence.indexOf(": ") : -1;
        String words = colon < 0 ? evidence : evidence.substring(colon + 2);
        int from = page.indexOf(words);
        String place = " (characters " + from + " to " + (from + words.length()) + ")";
        return from < 0 ? this : new PageLicence(spdx, scope, evidence + place, because);
    }

    /// The licence for a record of rights.
    public Licence licence() {
        return scope == Scope.PAGE
                ? new Licence.Known(spdx.iterator().next(), evidence)
                : new Licence.Unknown(because);
    }
}
