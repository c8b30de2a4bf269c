package eu.socle.data.rights.licence.repository;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import eu.socle.core.Digest;
import eu.socle.core.Rights.Licence;
import eu.socle.data.rights.licence.SpdxExpression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the files of a repository say of another one: its LICENSE file, its REUSE files.
///
/// @param file relative to the source, with `/`; several joined by a comma
/// @param sha256 digest of its bytes; of several, of their digests
/// @param spdx SPDX expression; empty: unknown
/// @param words the evidence, or why it is unknown
/// @param rank how it stands to what a file says in its own head
/// @param doubted licences whose texts in the repository are nearly theirs and not theirs: what
///   names one of these, names something else
public record FolderLicence(
        String file,
        Digest sha256,
        String spdx,
        String words,
        Rank rank,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> doubted) {

    /// How far a statement goes before what a file says of itself (REUSE specification 3.3).
    public enum Rank {
        /// The file's own words come first.
        CLOSEST,
        /// Both hold.
        AGGREGATE,
        /// It comes first.
        OVERRIDE
    }

    public FolderLicence {
        doubted = List.copyOf(doubted);
    }

    /// From a plan; those written before there were ranks have none.
    @JsonCreator
    static FolderLicence planned(
            @JsonProperty("file") String file,
            @JsonProperty("sha256") Digest sha256,
            @JsonProperty("spdx") String spdx,
            @JsonProperty("words") String words,
            @JsonProperty("rank") @Nullable Rank rank,
            @JsonProperty("doubted") @Nullable List<String> doubted) {
        return new FolderLicence(
                file,
                sha256,
                spdx,
                words,
                rank == null ? Rank.CLOSEST : rank,
                doubted == null ? List.of() : doubted);
    }

    /// A LICENSE file or its like.
    static FolderLicence closest(String file, Digest sha256, String spdx, String words) {
        return new FolderLicence(file, sha256, spdx, words, Rank.CLOSEST, List.of());
    }

    /// The same where texts of the repository are not what their names say.
    FolderLicence withDoubted(FolderLicence texts) {
        List<String> all = new ArrayList<>(doubted);
        all.addAll(texts.doubted());
        boolean named = !spdx.isEmpty() && names(spdx, texts.doubted());
        return new FolderLicence(
                file,
                sha256,
                named ? "" : spdx,
                named ? words + ", but " + texts.words() : words,
                rank,
                all);
    }

    private static boolean names(String expression, List<String> ids) {
        return SpdxExpression.parse(expression)
                .map(e -> e.ids().stream().anyMatch(ids::contains))
                .orElse(false);
    }

    /// As a document's licence.
    public Licence stated() {
        return spdx.isEmpty() ? new Licence.Unknown(words) : new Licence.Known(spdx, words);
    }

    /// As the licence of a file that says this in its own head.
    public Licence with(Licence own) {
        if (rank == Rank.OVERRIDE) {
            return stated();
        }
        if (!(own instanceof Licence.Known known)) {
            return own;
        }
        if (names(known.spdx(), doubted)) {
            return new Licence.Unknown(
                    known.evidence() + ", but its text in the repository is another: " + words);
        }
        return rank == Rank.CLOSEST ? own : both(own, stated());
    }

    /// Both hold.
    static Licence both(Licence one, Licence other) {
        if (!(one instanceof Licence.Known first)) {
            return one;
        }
        if (!(other instanceof Licence.Known second)) {
            return other;
        }
        if (first.spdx().equals(second.spdx())) {
            return first;
        }
        return new Licence.Known(
                side(first.spdx()) + " AND " + side(second.spdx()),
                first.evidence() + "; " + second.evidence());
    }

    private static String side(String expression) {
        return expression.contains(" OR ") ? "(" + expression + ")" : expression;
    }
}
