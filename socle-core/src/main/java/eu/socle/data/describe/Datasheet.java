package eu.socle.data.describe;

import eu.socle.data.describe.Census.Sum;
import eu.socle.data.describe.Description.Facts;
import eu.socle.data.describe.Statement.ProviderSize;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
        out.append("# ")
                .append(say("title"))
                .append(' ')
                .append(facts.about().name())
                .append("\n\n");
        line("manifest", "`" + facts.manifest().digest() + "`");
        line("root", "`" + facts.commitment().root() + "`");
        line("documents", census.all().documents());
        line("bytes", census.all().bytes());
        dates(facts.about().dates());
        people();
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
        summary();
        section("rights");
        out.append(say("rights.note")).append("\n\n");
        counts("signals", census.signals());
        section("personal");
        counts("personal.kinds", census.personal());
        out.append(say("personal.note")).append("\n\n");
        section("unknown");
        unknown();
    }

    private void dates(Dates dates) {
        line("made", dates.made().isEmpty() ? say("not-stated") : dates.made());
        if (!dates.amended().isEmpty()) {
            line("amended", dates.amended());
        }
    }

    /// What only people can say, also where they did not.
    private void people() {
        Statement s = facts.statement();
        section("people");
        stated("people.url", s.url());
        stated("people.creators", String.join(", ", s.creators()));
        stated("people.publisher", s.publisher());
        stated("people.date", s.datePublished());
        stated("people.version", s.version());
        stated("people.licence", s.licence());
        stated("people.cite", s.citeAs());
        s.rai()
                .forEach((property, text) ->
                        out.append("- `rai:")
                                .append(property)
                                .append('`')
                                .append(say("colon"))
                                .append(' ')
                                .append(cell(text))
                                .append('\n'));
    }

    private void stated(String key, String value) {
        line(key, value.isEmpty() ? "**" + say("not-stated") + "**" : cell(value));
    }

    /// The cut of the list of domains that the public summary of training content asks for.
    private void summary() {
        DomainCut cut = facts.cut();
        boolean said = facts.statement().provider() != null;
        line("cut.rule", say(said ? "cut." + word(facts.statement().provider()) : "cut.unsaid"));
        line("cut.domains", cut.domains());
        line("cut.listed", cut.listed());
        line("cut.share", String.format(Locale.ROOT, "%.4f", cut.share()));
        line(
                "cut.suffixes",
                facts.about().suffixes().isEmpty()
                        ? say("cut.hosts")
                        : "`" + facts.about().suffixes().digest() + "`");
    }

    private static String word(@Nullable ProviderSize provider) {
        return provider == ProviderSize.SME ? "sme" : "large";
    }

    /// Every question that neither the files nor people answered.
    private void unknown() {
        out.append(say("unknown.note")).append("\n\n");
        Set<String> answered = new TreeSet<>(Answers.of(facts).keySet());
        answered.addAll(facts.statement().rai().keySet());
        for (String property : Statement.RAI) {
            if (!answered.contains(property)) {
                out.append("- `rai:")
                        .append(property)
                        .append('`')
                        .append(say("colon"))
                        .append(' ')
                        .append(say("not-stated"))
                        .append('\n');
            }
        }
        if (!facts.statement().missing().isEmpty()) {
            line("unknown.required", String.join(", ", facts.statement().missing()));
        }
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
        out.append("- ").append(say(key)).append(say("colon")).append(' ');
        out.append(value).append('\n');
    }

    private String say(String key) {
        return Objects.requireNonNull(words.getProperty(key), () -> "no words for " + key);
    }
}
