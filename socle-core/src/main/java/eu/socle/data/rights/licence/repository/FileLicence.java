package eu.socle.data.rights.licence.repository;

import eu.socle.core.Rights.Licence;
import eu.socle.data.rights.licence.Spdx;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The licence that a source file states in its first lines: `SPDX-License-Identifier:` in a
/// comment (SPDX 2.3, annex E).
public final class FileLicence {

    private static final String TAG = "SPDX-License-Identifier:";
    private static final String OTHER = "SPDX-"; // other tags, as for the copyright
    private static final String IGNORE = "REUSE-Ignore" + "Start";
    private static final String HEED = "REUSE-Ignore" + "End";
    private static final int FIRST_LINES = 60;
    private static final int LONGEST_LINE = 400;
    private static final Set<String> COMMENTS =
            Set.of(
                    "//", "///", "//!", "/*", "**", "*", "#", "--", ";", "%", "<!--", "\"\"\"",
                    "rem", "dnl", "'", "!", "{-");

    private FileLicence() {}

    /// The licence in the head of a file; empty when it states none. Several tags hold together
    /// (REUSE specification 3.3); lines between `REUSE-IgnoreStart` and `REUSE-IgnoreEnd` say
    /// nothing.
    public static Optional<Licence> inHead(String text) {
        Licence found = null;
        boolean ignored = false;
        int at = 0;
        for (int line = 1; line <= FIRST_LINES && at < text.length(); line++) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            String words = text.substring(at, Math.min(end, at + LONGEST_LINE));
            ignored = (ignored || words.contains(IGNORE)) && !words.contains(HEED);
            int tag = ignored ? -1 : words.indexOf(TAG);
            if (tag >= 0 && comment(words.substring(0, tag))) {
                Licence licence = licence(words.substring(tag + TAG.length()), line);
                found = found == null ? licence : FolderLicence.both(found, licence);
            }
            at = end + 1;
        }
        return Optional.ofNullable(found);
    }

    /// The licence at the very top of a text that is no program: in a comment or on a line of its
    /// own before anything else. Further down, the same words may be an example.
    public static Optional<Licence> atTop(String text) {
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            String words = text.substring(at, Math.min(end, at + LONGEST_LINE)).strip();
            boolean before = words.isEmpty() || COMMENTS.contains(words) || words.startsWith(OTHER);
            int tag = words.indexOf(TAG);
            if (tag >= 0 && comment(words.substring(0, tag))) {
                return inHead(text.substring(0, block(text, end)));
            }
            if (!before && !words.startsWith("<!-- " + OTHER) && !words.startsWith("# " + OTHER)) {
                return Optional.empty();
            }
            at = end + 1;
        }
        return Optional.empty();
    }

    /// Where the lines end that stand together with the one that ends here.
    private static int block(String text, int end) {
        int blank = text.indexOf("\n\n", end);
        return blank < 0 ? text.length() : blank;
    }

    private static boolean comment(String before) {
        String mark = before.strip().toLowerCase(Locale.ROOT);
        return mark.isEmpty()
                || COMMENTS.contains(mark)
                || mark.startsWith("/*")
                || mark.startsWith("#");
    }

    private static Licence licence(String rest, int line) {
        String words = rest.strip();
        for (String closing : new String[] {"*/", "-->", "\"\"\"", "-}"}) {
            words =
                    words.endsWith(closing)
                            ? words.substring(0, words.length() - closing.length()).strip()
                            : words;
        }
        return switch (Spdx.licence(words)) {
            case Licence.Known known ->
                    new Licence.Known(known.spdx(), "line " + line + ": " + TAG + " " + words);
            case Licence.Unknown unknown ->
                    new Licence.Unknown("line " + line + ": " + unknown.because());
        };
    }

    /// True for names that files of licence texts have: LICENSE, LICENCE, COPYING, UNLICENSE, with
    /// or without an ending.
    public static boolean isLicenceFile(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        String ending = dot < 0 ? "" : name.substring(dot);
        int part = stem.indexOf('-'); // LICENSE-MIT, LICENSE-APACHE
        String word = part < 0 ? stem : stem.substring(0, part);
        return Set.of("license", "licence", "copying", "unlicense").contains(word)
                && Set.of("", ".txt", ".md", ".rst").contains(ending);
    }
}
