package eu.socle.data.language;

import java.util.List;

/// The languages that the model of this project knows, ISO 639-1: the official languages of the
/// European Union and some of its neighbours and regions.
public final class Languages {

    /// The 24 official languages of the European Union.
    public static final List<String> EUROPEAN_UNION =
            List.of(
                    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu",
                    "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv");

    /// Every code that can be answered; `no` is Norwegian in both its written forms, `zh` Chinese
    /// in both its scripts.
    public static final List<String> ALL =
            List.of(
                    "ar", "bg", "br", "ca", "co", "cs", "da", "de", "el", "en", "es", "et", "eu",
                    "fi", "fr", "ga", "gl", "hr", "hu", "is", "it", "lb", "lt", "lv", "mt", "nl",
                    "no", "oc", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "uk", "zh");

    /// Languages of regions and of small states, beside a large and similar neighbour.
    public static final List<String> REGIONAL =
            List.of("br", "ca", "co", "eu", "gl", "is", "lb", "oc");

    private Languages() {}
}
