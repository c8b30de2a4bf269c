package eu.socle.data.describe;

import eu.socle.data.describe.Census.Sum;
import eu.socle.data.describe.Description.Facts;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// A datasheet (Gebru et al. 2021, the questions that files answer) in Markdown: every answer is a
/// number or says that nobody stated it.
final class Datasheet {

    /// Of the domains only the first are listed; all stand in domains.tsv.
    private static final int DOMAINS = 20;

    private final Facts facts;
    private final Properties words = new Properties();
    private final StringBuilder out = new StringBuilder();

    private Datasheet(Facts facts, String language) {
        this.facts = facts;
        String file = "datasheet_" + language + ".properties";
        try (InputStreamReader in =
                new InputStreamReader(
                        Objects.requireNonNull(Datasheet.class.getResourceAsStream(file), file),
                        StandardCharsets.UTF_8)) {
            words.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The sheet in `en` or `fr`.
    static String text(Facts facts, String language) {
        Datasheet sheet = new Datasheet(facts, language);
        sheet.write();
        return sheet.out.toString();
    }

    private void write() {
        Census census = facts.census();
        out.append("# ").append(say("title")).append(' ').append(facts.name()).append("\n\n");
        line("manifest", "`" + facts.manifest().digest() + "`");
        line("root", "`" + facts.commitment().root() + "`");
        line("documents", census.all().documents());
        line("bytes", census.all().bytes());
        section("composition");
        table("source", census.sources());
        table("language", census.languages());
        table("licence", census.licences());
        line("attribution", facts.attributed());
        section("collection");
        line("dates", census.earliest().isEmpty() ? say("unstated") : dates(census));
        for (String count : List.of("in", "kept", "dropped", "failed", "edited", "erased")) {
            line("count." + count, facts.count("documents." + count));
        }
        domains(census.domains());
        section("rights");
        out.append(say("rights.note")).append("\n\n");
        counts("signals", census.signals());
        section("personal");
        counts("personal.kinds", census.personal());
        out.append(say("personal.note")).append("\n\n");
        section("unknown");
        out.append(say("unknown.note")).append('\n');
    }

    private String dates(Census census) {
        return census.earliest()
                + " – "
                + census.latest()
                + " ("
                + say("undated")
                + " "
                + census.undated()
                + ")";
    }

    private void domains(List<Map.Entry<String, Sum>> domains) {
        out.append('\n');
        head(say("domain") + " (" + domains.size() + ")");
        domains.stream().limit(DOMAINS).forEach(d -> row(d.getKey(), d.getValue()));
        out.append('\n');
    }

    private void table(String what, Map<String, Sum> sums) {
        head(say(what));
        sums.forEach(this::row);
        out.append('\n');
    }

    private void head(String first) {
        out.append("| ")
                .append(first)
                .append(" | ")
                .append(say("documents"))
                .append(" | ")
                .append(say("bytes"))
                .append(" |\n|---|---:|---:|\n");
    }

    private void row(String name, Sum sum) {
        out.append("| ")
                .append(cell(name))
                .append(" | ")
                .append(sum.documents())
                .append(" | ")
                .append(sum.bytes())
                .append(" |\n");
    }

    private void counts(String what, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            line(what, say("none"));
            out.append('\n');
            return;
        }
        out.append("| ")
                .append(say(what))
                .append(" | ")
                .append(say("number"))
                .append(" |\n|---|---:|\n");
        counts.forEach((name, count) ->
                out.append("| ").append(cell(name)).append(" | ").append(count).append(" |\n"));
        out.append('\n');
    }

    /// A name from outside may not end a cell.
    private static String cell(String name) {
        return name.replace("|", "\\|").replace('\n', ' ').replace("<", "&lt;");
    }

    private void section(String key) {
        out.append("\n## ").append(say(key)).append("\n\n");
    }

    private void line(String key, Object value) {
        out.append("- ").append(say(key)).append(": ").append(value).append('\n');
    }

    private String say(String key) {
        return Objects.requireNonNull(words.getProperty(key), () -> "no words for " + key);
    }
}
