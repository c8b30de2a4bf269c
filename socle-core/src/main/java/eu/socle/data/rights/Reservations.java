package eu.socle.data.rights;

import eu.socle.core.Rights.OptOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the signals with which an owner reserves (or expressly does not reserve) text and data
/// mining. One method for each carrier; a value that the protocol does not define is no signal.
public final class Reservations {

    private Reservations() {}

    /// The value of `tdm-reservation` (TDM Reservation Protocol, W3C community group report): 1
    /// reserved, 0 not reserved.
    ///
    /// @param protocol names the carrier, for example `tdmrep-html-meta`
    public static Optional<OptOut> tdm(String protocol, String value) {
        return switch (value.strip()) {
            case "1" -> Optional.of(new OptOut(protocol, true, "tdm-reservation: 1"));
            case "0" -> Optional.of(new OptOut(protocol, false, "tdm-reservation: 0"));
            default -> Optional.empty();
        };
    }

    /// The content of `<meta name="robots">` or of an `X-Robots-Tag` header (a vendor convention):
    /// `noai` among the comma separated tokens reserves; `noimageai` concerns images only. A
    /// `name:` before a token limits it to that crawler, and a reservation against any crawler for
    /// AI is taken as one against us.
    public static Optional<OptOut> robotsTokens(String protocol, String content) {
        for (String token : content.split(",", -1)) {
            String bare =
                    token.substring(token.lastIndexOf(':') + 1).strip().toLowerCase(Locale.ROOT);
            if (bare.equals("noai")) {
                return Optional.of(new OptOut(protocol, true, "noai"));
            }
        }
        return Optional.empty();
    }

    /// The value of a `Content-Usage` header (IETF AIPREF drafts of 2026-08): a structured-field
    /// dictionary in which `train-ai=n` reserves and `train-ai=y` does not. A value that is no such
    /// dictionary is no signal.
    public static Optional<OptOut> contentUsage(String protocol, String value) {
        Optional<String> preference =
                StructuredDictionary.tokens(value)
                        .map(tokens -> tokens.getOrDefault("train-ai", ""));
        return switch (preference.orElse("")) {
            case "n" -> Optional.of(new OptOut(protocol, true, "train-ai=n"));
            case "y" -> Optional.of(new OptOut(protocol, false, "train-ai=y"));
            default -> Optional.empty();
        };
    }

    /// The signals of one HTTP header field.
    public static List<OptOut> header(String name, String value) {
        Optional<OptOut> found =
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "tdm-reservation" -> tdm("tdmrep-header", value);
                    case "content-usage" -> contentUsage("aipref-header", value);
                    case "x-robots-tag" -> robotsTokens("robots-header-noai", value);
                    default -> Optional.empty();
                };
        List<OptOut> signals = new ArrayList<>();
        found.ifPresent(signals::add);
        return signals;
    }
}
