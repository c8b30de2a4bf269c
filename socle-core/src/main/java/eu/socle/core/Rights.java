package eu.socle.core;

import java.util.List;

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

    /// One machine-readable signal about text and data mining (Directive (EU) 2019/790, art. 4(3)).
    ///
    /// @param protocol for example `tdmrep-html-meta`, `robots-meta-noai`, `tdmrep-header`,
    ///   `aipref-header`
    /// @param reserved true when the signal reserves the right
    /// @param evidence the words of the signal as found
    public record OptOut(String protocol, boolean reserved, String evidence) {}

    /// True when any signal reserves the right: the most restrictive one wins.
    public boolean optedOut() {
        return optOuts.stream().anyMatch(OptOut::reserved);
    }

    /// The same rights with another licence.
    public Rights withLicence(Licence other) {
        return new Rights(source, url, fetched, other, optOuts);
    }
}
