package eu.socle.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The right to use one document: where it comes from, under which licence and with which evidence,
/// and what its owner asked.
///
/// @param source name of the recipe's source the document was read from
/// @param url where the document was published; empty when nobody stated it
/// @param fetched date (ISO 8601) the document was fetched or published; empty when nobody stated
///   it
/// @param licence what is known of its licence
/// @param optOuts every opt-out signal found, in the order found; empty means no signal was found,
///   which is not a permission
public record Rights(
        String source, String url, String fetched, Licence licence, List<OptOut> optOuts) {

    public Rights {
        optOuts = List.copyOf(optOuts);
    }

    /// A licence as an SPDX identifier with the words that prove it.
    public sealed interface Licence {
        /// What a report prints: the SPDX identifier, or `unknown`.
        String label();

        /// A licence that was stated in words a machine can name.
        ///
        /// @param spdx SPDX identifier, for example `CC-BY-4.0`
        /// @param evidence the words or link it was read from, or `declared by the recipe`
        record Known(String spdx, String evidence) implements Licence {
            @Override
            public String label() {
                return spdx;
            }
        }

        /// No licence that can be named.
        ///
        /// @param because why it is unknown: nothing stated, or the words that could not be read as
        ///   a licence
        record Unknown(String because) implements Licence {
            @Override
            public String label() {
                return "unknown";
            }
        }
    }

    /// What a signal says about use for training.
    public enum Value {
        ALLOW("allow"),
        DISALLOW("disallow"),
        /// Allowed on terms (payment, registration, attribution by contract) that nobody has met.
        CONDITIONAL("conditional"),
        /// A signal is there and cannot be read.
        UNKNOWN("unknown");

        private final String word;

        Value(String word) {
            this.word = word;
        }

        /// The word in files.
        @JsonValue
        public String word() {
            return word;
        }
    }

    /// One machine-readable signal about text and data mining (Directive (EU) 2019/790, art. 4(3)),
    /// with what is needed to read it again. In files, empty parts are left out.
    ///
    /// @param protocol where it stood, for example `tdmrep-html-meta`, `robots`, `aipref-header`
    /// @param version of the protocol by which it was read
    /// @param subject the address it speaks of; empty: the document that carries it
    /// @param value what it says
    /// @param because why the value is unknown or conditional; empty otherwise
    /// @param evidence the words of the signal as found, or the rule that matched
    /// @param at byte offset of these words in the bytes of `digest`
    /// @param digest SHA-256 of the bytes the words were read from
    /// @param date day (ISO 8601) of these bytes; empty when nobody stated it
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record OptOut(
            String protocol,
            String version,
            String subject,
            Value value,
            String because,
            String evidence,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int at,
            String digest,
            String date) {

        @JsonCreator
        static OptOut read(
                @JsonProperty("protocol") String protocol,
                @JsonProperty("version") @Nullable String version,
                @JsonProperty("subject") @Nullable String subject,
                @JsonProperty("value") Value value,
                @JsonProperty("because") @Nullable String because,
                @JsonProperty("evidence") @Nullable String evidence,
                @JsonProperty("at") int at,
                @JsonProperty("digest") @Nullable String digest,
                @JsonProperty("date") @Nullable String date) {
            return new OptOut(
                    protocol,
                    orEmpty(version),
                    orEmpty(subject),
                    value,
                    orEmpty(because),
                    orEmpty(evidence),
                    at,
                    orEmpty(digest),
                    orEmpty(date));
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }

        /// A signal that is the whole of what it was read from: a header's value, an attribute.
        public static OptOut of(
                String protocol, String version, Value value, String because, String words) {
            return new OptOut(
                    protocol, version, "", value, because, words, 0, Digest.of(words).hex(), "");
        }

        /// True when the signal reserves the right; terms that nobody met reserve it too.
        public boolean reserved() {
            return value == Value.DISALLOW || value == Value.CONDITIONAL;
        }

        /// The same signal, with the bytes it was read from.
        public OptOut withDigest(byte[] bytes) {
            return new OptOut(
                    protocol,
                    version,
                    subject,
                    value,
                    because,
                    evidence,
                    at,
                    Digest.of(bytes).hex(),
                    date);
        }

        /// The same signal, dated, unless it has a date.
        public OptOut on(String day) {
            return date.isEmpty()
                    ? new OptOut(
                            protocol, version, subject, value, because, evidence, at, digest, day)
                    : this;
        }
    }

    /// The same rights with another licence.
    public Rights withLicence(Licence other) {
        return new Rights(source, url, fetched, other, optOuts);
    }
}
