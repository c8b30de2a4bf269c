package eu.socle.dossier;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/// The page's words and numbers, always in both languages side by side; the style sheet shows one
/// of them.
public final class Words {

    private final Properties en = load("en");
    private final Properties fr = load("fr");

    /// The words of a dossier.
    public Words() {}

    /// The words of a dossier and those of a page of its own.
    ///
    /// @param page a class beside its files
    /// @param name of the files before the language, for example `report`
    public Words(Class<?> page, String name) {
        en.putAll(load(page, name, "en"));
        fr.putAll(load(page, name, "fr"));
    }

    static Properties load(String language) {
        return load(Words.class, "words", language);
    }

    /// The words of one language: `name_en.properties` beside a class.
    static Properties load(Class<?> page, String name, String language) {
        Properties words = new Properties();
        String file = name + "_" + language + ".properties";
        try (InputStreamReader in =
                new InputStreamReader(
                        Objects.requireNonNull(page.getResourceAsStream(file), file),
                        StandardCharsets.UTF_8)) {
            words.load(in);
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The text of a key, in both languages.
    public String say(String key) {
        return both(escape(text(en, key)), escape(text(fr, key)));
    }

    /// The text of a key where it has one, else the word itself (a reason that another release may
    /// have added).
    public String sayOr(String key, String otherwise) {
        return en.containsKey(key) ? say(key) : escape(otherwise);
    }

    /// A number with about four significant digits, in the manner of each language.
    public String number(double value) {
        return both(format(value, Locale.ENGLISH), format(value, Locale.FRENCH));
    }

    public static String both(String english, String french) {
        return english.equals(french)
                ? english
                : "<span lang=\"en\">" + english + "</span><span lang=\"fr\">" + french + "</span>";
    }

    static String format(double value, Locale locale) {
        double size = Math.abs(value);
        if (size >= 1e9 || (size > 0 && size < 1e-3)) {
            int exponent = (int) Math.floor(Math.log10(size));
            return point(String.format(Locale.ROOT, "%.2f", value / Math.pow(10, exponent)), locale)
                    + " × 10<sup>"
                    + exponent
                    + "</sup>";
        }
        String digits =
                value == Math.rint(value)
                        ? String.format(Locale.ROOT, "%,d", (long) value)
                        : String.format(
                                Locale.ROOT,
                                size >= 1000
                                        ? "%,.0f"
                                        : size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : "%.3f",
                                value);
        return point(digits, locale);
    }

    /// English 1,234.5 becomes 1 234,5 with a narrow no-break space.
    private static String point(String digits, Locale locale) {
        if (!locale.getLanguage().equals("fr")) {
            return digits;
        }
        char decimal = DecimalFormatSymbols.getInstance(Locale.FRENCH).getDecimalSeparator();
        return digits.replace(",", "\u202f").replace('.', decimal);
    }

    /// The day of an ISO 8601 time.
    static String day(String time) {
        int hour = time.indexOf('T');
        return hour < 0 ? time : time.substring(0, hour);
    }

    /// Everything that comes from outside goes through here.
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    private static String text(Properties words, String key) {
        return Objects.requireNonNull(words.getProperty(key), () -> "no words for " + key);
    }
}
