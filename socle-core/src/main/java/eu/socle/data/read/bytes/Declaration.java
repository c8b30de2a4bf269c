package eu.socle.data.read.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The encoding that a page declares in its head: `charset=` of a meta element or `encoding=` of an
/// XML declaration. What stands in comments, scripts and styles, and behind the start of the body,
/// declares nothing.
final class Declaration {

    /// How far a page is searched: heads with large scripts before their declaration occur.
    private static final int SEARCHED = 1 << 16;

    private static final int LONGEST_TAG = 1 << 10;

    private static final Pattern CHARSET =
            Pattern.compile(
                    "(?:charset|encoding)\\s*=\\s*[\"']?\\s*([A-Za-z0-9_:.-]+)",
                    Pattern.CASE_INSENSITIVE);

    private Declaration() {}

    /// The name that is declared first, as written.
    static Optional<String> of(byte[] page) {
        String head =
                new String(page, 0, Math.min(page.length, SEARCHED), StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
        for (int at = head.indexOf('<'); at >= 0; at = head.indexOf('<', at)) {
            if (head.startsWith("<body", at)) {
                return Optional.empty();
            }
            String closing = passedOver(head, at);
            if (!closing.isEmpty()) {
                int end = head.indexOf(closing, at + 1);
                if (end < 0) {
                    return Optional.empty();
                }
                at = end + closing.length();
                continue;
            }
            boolean declares =
                    head.startsWith("<meta", at) || (head.startsWith("<?xml", at) && at < 8);
            int end = head.indexOf('>', at);
            if (declares && end > at && end - at <= LONGEST_TAG) {
                Matcher charset = CHARSET.matcher(head.substring(at, end));
                if (charset.find()) {
                    return Optional.of(charset.group(1));
                }
            }
            at++;
        }
        return Optional.empty();
    }

    /// What ends a part without elements that begins here; empty when none begins.
    private static String passedOver(String head, int at) {
        if (head.startsWith("<!--", at)) {
            return "-->";
        }
        if (head.startsWith("<script", at)) {
            return "</script";
        }
        return head.startsWith("<style", at) ? "</style" : "";
    }
}
