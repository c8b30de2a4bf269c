package eu.socle.data.personal.names;

import eu.socle.core.Refusal;
import java.util.ArrayList;
import java.util.List;

/// Sentences with their names marked, read from columns as CoNLL writes them: one word a line, the
/// word in the first column, its tag in the last (`B-PER`, `I-PER`, `O`; `PERSON` and bare `B`, `I`
/// too; tags of other things count as outside), columns parted by blanks or tabs, an empty line
/// behind each sentence. `# language = fr` tells the language of what follows; other lines with `#
/// ` and `-DOCSTART-` are skipped.
///
/// @param language of the sentence, `und` when nothing tells
/// @param text its words with one blank between them
/// @param starts first characters of the names, ascending
/// @param ends behind their last
record AnnotatedNames(String language, String text, List<Integer> starts, List<Integer> ends) {

    AnnotatedNames {
        starts = List.copyOf(starts);
        ends = List.copyOf(ends);
    }

    /// @param file its name, for refusals
    /// @throws Refusal usage, for a line without a tag or with one that is none
    static List<AnnotatedNames> read(List<String> lines, String file) {
        List<AnnotatedNames> all = new ArrayList<>();
        String language = "und";
        Sentence open = new Sentence();
        for (int i = 0; i <= lines.size(); i++) {
            String line = i < lines.size() ? lines.get(i).strip() : "";
            boolean comment = line.startsWith("# ") && line.indexOf('\t') < 0;
            if (line.isEmpty() || line.startsWith("-DOCSTART-") || comment) {
                if (open.text.length() > 0) {
                    all.add(open.closed(language));
                    open = new Sentence();
                }
                language = comment ? language(line, language) : language;
                continue;
            }
            int tag = Math.max(line.lastIndexOf('\t'), line.lastIndexOf(' ')) + 1;
            if (tag == 0 || !open.add(firstColumn(line), line.substring(tag))) {
                throw Refusal.usage(
                        file
                                + ", line "
                                + (i + 1)
                                + ": write a word, a tab and its tag (O, B-PER or I-PER)");
            }
        }
        return all;
    }

    private static String language(String comment, String before) {
        int equals = comment.indexOf('=');
        boolean told = equals > 0 && comment.substring(1, equals).strip().equals("language");
        return told ? comment.substring(equals + 1).strip() : before;
    }

    private static String firstColumn(String line) {
        int end = 0;
        while (line.charAt(end) != '\t' && line.charAt(end) != ' ') {
            end++;
        }
        return line.substring(0, end);
    }

    /// The sentence being read.
    private static final class Sentence {
        private final StringBuilder text = new StringBuilder();
        private final List<Integer> starts = new ArrayList<>();
        private final List<Integer> ends = new ArrayList<>();
        private boolean inName;

        /// False for a tag that is none.
        boolean add(String word, String tag) {
            String kind = tag.length() > 2 && tag.charAt(1) == '-' ? tag.substring(2) : "";
            boolean person = kind.isEmpty() || kind.equals("PER") || kind.equals("PERSON");
            char place =
                    tag.equals("O") || tag.length() == 1 || !kind.isEmpty() ? tag.charAt(0) : 0;
            if ("OBIES".indexOf(place) < 0) {
                return false;
            }
            if (text.length() > 0) {
                text.append(' ');
            }
            int start = text.length();
            text.append(word);
            boolean name = place != 'O' && person;
            if (name && inName && (place == 'I' || place == 'E')) {
                ends.set(ends.size() - 1, text.length());
            } else if (name) {
                starts.add(start);
                ends.add(text.length());
            }
            inName = name;
            return true;
        }

        AnnotatedNames closed(String language) {
            return new AnnotatedNames(language, text.toString(), starts, ends);
        }
    }
}
