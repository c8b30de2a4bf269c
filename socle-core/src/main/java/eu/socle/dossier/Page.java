package eu.socle.dossier;

import static eu.socle.dossier.Words.escape;

import eu.socle.core.Fact;
import eu.socle.dossier.Findings.Stated;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The page of a dossier: every number comes from [Figures] or a fact and names the ledger line it
/// was read from.
final class Page {

    private static final int ROWS_SHOWN = 40; // of the loss table: enough to check the curve by eye

    /// A cell that holds a number: plain, in both languages, or a dash where there is none.
    private static final Pattern NUMBER = Pattern.compile("(<span lang=\"en\">)?-?[0-9]|\u2013");

    private final Words w = new Words();
    private final Findings findings;
    private final Figures figures;
    private final StringBuilder out = new StringBuilder(1 << 16);

    Page(Findings findings, Figures figures) {
        this.findings = findings;
        this.figures = figures;
    }

    String html() {
        String name = findings.last(Fact.RunOpened.class).map(s -> s.fact().recipe()).orElse("?");
        out.append(PageFrame.head(escape(name)));
        out.append("<header><p class=\"kicker\">")
                .append(w.say("kicker"))
                .append("</p><h1>")
                .append(escape(name))
                .append("</h1>");
        out.append("<p class=\"verdict\">")
                .append(w.say("verdict"))
                .append(" <code>./socle dossier --verify</code></p></header>");
        summary();
        origin();
        sources();
        dropped();
        RightsTables rights = new RightsTables(this, w, findings);
        rights.policy();
        rights.kept();
        rights.duties();
        tokens();
        model();
        scores();
        energy();
        new ArtifactTable(this, w, new Present(findings)).write();
        recompute();
        unknowns();
        out.append(PageFrame.FOOT);
        return out.toString();
    }

    private void summary() {
        out.append("<section class=\"tiles\" aria-label=\"summary\">");
        tile("documents.kept", "tile.kept");
        tile("tokens.train", "tile.tokens");
        tile("model.parameters", "tile.parameters");
        tile("training.held-out-loss", "tile.loss");
        tile("energy.total", "tile.energy");
        out.append("</section>");
    }

    private void tile(String figure, String label) {
        out.append("<div class=\"tile\"><span class=\"big\">")
                .append(figure(figure))
                .append("</span><span class=\"label\">")
                .append(w.say(label))
                .append("</span>");
        Figures.Figure known = figures.named(figure);
        if (known != null && known.unit().equals("J")) {
            out.append(" <span class=\"status ")
                    .append(escape(known.status()))
                    .append("\">")
                    .append(w.say("status." + known.status()))
                    .append("</span>");
        }
        out.append("</div>");
    }

    private void origin() {
        section("origin");
        out.append("<p>").append(w.say("origin.text")).append("</p>");
        findings.last(Fact.RunOpened.class)
                .ifPresentOrElse(
                        s -> {
                            Fact.RunOpened o = s.fact();
                            out.append("<dl>");
                            term("origin.date", escape(o.time()), s);
                            term(
                                    "origin.recipe",
                                    escape(o.recipe())
                                            + " <code>"
                                            + o.recipeDigest().brief()
                                            + "</code>",
                                    s);
                            term("origin.seed", String.valueOf(o.seed()), s);
                            term("origin.commit", "<code>" + escape(o.commit()) + "</code>", s);
                            term(
                                    "origin.version",
                                    escape(o.version()) + ", JDK " + escape(o.jdk()),
                                    s);
                            term(
                                    "origin.machine",
                                    escape(o.processor())
                                            + ", "
                                            + o.cores()
                                            + " "
                                            + w.say("cores")
                                            + ", "
                                            + escape(o.system()),
                                    s);
                            term("origin.meter", escape(o.meter()), s);
                            out.append("</dl>");
                        },
                        () -> unknown("origin.missing"));
    }

    private void sources() {
        section("sources");
        List<Stated<Fact.SourceRead>> sources = findings.all(Fact.SourceRead.class);
        if (sources.isEmpty()) {
            unknown("sources.missing");
            return;
        }
        table(
                "sources.caption",
                "sources.source",
                "sources.location",
                "sources.licence",
                "#sources.files",
                "#documents",
                "#bytes");
        for (Stated<Fact.SourceRead> s : sources) {
            Fact.SourceRead f = s.fact();
            row(
                    s,
                    escape(f.source()),
                    "<code>" + escape(f.location()) + "</code>",
                    escape(f.licence()),
                    w.number(f.files()),
                    w.number(f.documents()),
                    w.number(f.bytes()));
        }
        out.append("</tbody></table></div>");
    }

    private void dropped() {
        section("dropped");
        if (figures.named("documents.kept") == null) {
            unknown("dropped.missing");
            return;
        }
        out.append("<p class=\"sum\">")
                .append(figure("documents.in"))
                .append(" ")
                .append(w.say("in"))
                .append(" = ")
                .append(figure("documents.kept"))
                .append(" ")
                .append(w.say("kept"))
                .append(" + ")
                .append(figure("documents.dropped"))
                .append(" ")
                .append(w.say("dropped"))
                .append(" + ")
                .append(figure("documents.failed"))
                .append(" ")
                .append(w.say("failed"));
        if (figures.named("documents.erased") != null) {
            out.append(" + ")
                    .append(figure("documents.erased"))
                    .append(" ")
                    .append(w.say("erased"));
        }
        out.append("</p>");
        List<Stated<Fact.DocumentsDropped>> drops =
                new ArrayList<>(findings.all(Fact.DocumentsDropped.class));
        drops.sort((a, b) -> Long.compare(b.fact().documents(), a.fact().documents()));
        List<Charts.Bar> bars = new ArrayList<>();
        for (Stated<Fact.DocumentsDropped> s : drops) {
            bars.add(
                    new Charts.Bar(
                            reason(s.fact().reason()),
                            s.fact().documents(),
                            w.number(s.fact().documents())));
        }
        out.append(Charts.bars("documents by reason", bars));
        table(
                "dropped.caption",
                "dropped.step",
                "dropped.reason",
                "#documents",
                "#characters",
                "dropped.example");
        for (Stated<Fact.DocumentsDropped> s : drops) {
            Fact.DocumentsDropped f = s.fact();
            row(
                    s,
                    escape(f.step()),
                    reason(f.reason()) + " <code>" + escape(f.reason()) + "</code>",
                    w.number(f.documents()),
                    w.number(f.characters()),
                    "<code>" + escape(f.example()) + "</code>");
        }
        out.append("</tbody></table></div><p class=\"note\">")
                .append(w.say("dropped.note"))
                .append("</p>");
        new PassageTable(this, w, findings).show();
    }

    private String reason(String reason) {
        return w.sayOr("reason." + reason, reason);
    }

    private void tokens() {
        section("tokens");
        out.append("<dl>");
        termFigure("tokens.vocabulary", "tokenizer.vocabulary");
        termFigure("tokens.bytes", "tokenizer.bytes-per-token");
        termFigure("tokens.train", "tokens.train");
        termFigure("tokens.held", "tokens.held-out");
        if (figures.named("tokens.erased") != null) {
            termFigure("tokens.erased", "tokens.erased");
        }
        out.append("</dl>");
        new Mixing(findings).show(this, w);
    }

    private void model() {
        section("model");
        findings.last(Fact.ModelDescribed.class)
                .ifPresentOrElse(
                        s -> {
                            Fact.ModelDescribed m = s.fact();
                            out.append("<p>").append(w.say("model.text")).append("</p><dl>");
                            termFigure("model.parameters", "model.parameters");
                            term(
                                    "model.shape",
                                    escape(m.family())
                                            + ": "
                                            + m.layers()
                                            + " × "
                                            + m.hidden()
                                            + ", "
                                            + m.heads()
                                            + "/"
                                            + m.keyValueHeads()
                                            + " × "
                                            + m.headSize()
                                            + ", "
                                            + m.feedForward()
                                            + ", "
                                            + m.context(),
                                    s);
                            term("model.backend", escape(m.backend()), s);
                            termFigure("model.flop", "model.training-flop-per-token");
                            termFigure("model.total", "training.flop");
                            termFigure("model.seen", "training.tokens");
                            out.append("</dl>");
                        },
                        () -> unknown("model.missing"));
        List<Stated<Fact.TrainingStep>> steps = findings.steps();
        if (steps.isEmpty()) {
            return;
        }
        List<double[]> loss = new ArrayList<>();
        List<double[]> rate = new ArrayList<>();
        steps.forEach(s -> {
            loss.add(new double[] {s.fact().step(), s.fact().loss()});
            rate.add(new double[] {s.fact().step(), 1000 * s.fact().learningRate()});
        });
        List<double[]> held = new ArrayList<>();
        findings.heldOut().forEach(s -> held.add(new double[] {s.fact().step(), s.fact().loss()}));
        out.append("<figure><figcaption>")
                .append(w.say("model.curve"))
                .append(" <span class=\"key train\">")
                .append(w.say("model.training"))
                .append("</span> <span class=\"key held\">")
                .append(w.say("model.heldout"))
                .append("</span></figcaption>");
        out.append(
                        Charts.lines(
                                "loss by step",
                                "",
                                List.of(
                                        new Charts.Curve("train", loss),
                                        new Charts.Curve("held", held))))
                .append("</figure>");
        out.append("<figure><figcaption>").append(w.say("model.rate")).append("</figcaption>");
        out.append(
                        Charts.lines(
                                "learning rate by step",
                                "",
                                List.of(new Charts.Curve("train", rate))))
                .append("</figure>");
        lossTable(steps);
    }

    private void lossTable(List<Stated<Fact.TrainingStep>> steps) {
        out.append("<details><summary>").append(w.say("model.table")).append("</summary>");
        table("model.table", "#step", "#loss", "#rate", "#norm", "#speed");
        int every = Math.max(1, steps.size() / ROWS_SHOWN);
        for (int i = 0; i < steps.size(); i++) {
            if (i % every == 0 || i == steps.size() - 1) {
                Fact.TrainingStep f = steps.get(i).fact();
                row(
                        steps.get(i),
                        w.number(f.step()),
                        w.number(f.loss()),
                        w.number(f.learningRate()),
                        w.number(f.gradientNorm()),
                        w.number(f.tokensPerSecond()));
            }
        }
        out.append("</tbody></table></div></details>");
    }

    private void scores() {
        section("scores");
        List<Stated<Fact.Score>> scores = findings.all(Fact.Score.class);
        if (scores.isEmpty()) {
            unknown("scores.missing");
            return;
        }
        table(
                "scores.caption",
                "scores.task",
                "scores.metric",
                "#scores.value",
                "#scores.chance",
                "#scores.examples",
                "scores.how");
        for (Stated<Fact.Score> s : scores) {
            Fact.Score f = s.fact();
            Double chance = f.chance();
            row(
                    s,
                    escape(f.task()),
                    escape(f.metric()),
                    w.number(f.value()) + " " + escape(f.unit()),
                    chance == null ? "–" : w.number(chance),
                    w.number(f.examples()),
                    escape(f.how()));
        }
        out.append("</tbody></table></div>");
    }

    private void energy() {
        section("energy");
        table(
                "energy.caption",
                "energy.stage",
                "#energy.joules",
                "energy.status",
                "#energy.seconds",
                "#energy.attempts");
        for (Findings.StageEnergy e : findings.energy()) {
            Figures.Figure figure = figures.named("energy." + e.stage());
            out.append("<tr><td>")
                    .append(w.sayOr("stage." + e.stage(), e.stage()))
                    .append("</td><td class=\"n\">")
                    .append(figure("energy." + e.stage()))
                    .append("</td><td>")
                    .append(status(figure))
                    .append("</td><td class=\"n\">")
                    .append(w.number(Math.rint(e.seconds() * 10) / 10))
                    .append("</td><td class=\"n\">")
                    .append(e.attempts())
                    .append("</td></tr>");
        }
        out.append("</tbody></table></div><dl>");
        termFigure("energy.total", "energy.total");
        termFigure("energy.token", "energy.per-trained-token");
        out.append("</dl><p class=\"note\">").append(w.say("energy.note")).append("</p>");
        if (findings.energy().stream().anyMatch(e -> e.attempts() > 1)) {
            out.append("<p class=\"note\">").append(w.say("energy.interrupted")).append("</p>");
        }
    }

    private String status(Figures.@Nullable Figure figure) {
        if (figure == null) {
            return w.say("status.unknown");
        }
        return "<span class=\"status "
                + escape(figure.status())
                + "\">"
                + w.say("status." + figure.status())
                + "</span> <small>"
                + escape(figure.note())
                + "</small>";
    }

    private void recompute() {
        section("recompute");
        String name =
                findings.last(Fact.RunOpened.class)
                        .map(s -> escape(s.fact().recipe()))
                        .orElse("RECIPE");
        out.append("<p>")
                .append(w.say("recompute.text"))
                .append("</p><pre><code>./socle run recipes/")
                .append(name)
                .append(".yaml --into runs/again\n")
                .append("./socle dossier --verify runs/")
                .append(name)
                .append("\nsha256sum runs/")
                .append(name)
                .append("/data/manifest.json runs/again/data/manifest.json</code></pre>");
        out.append("<p>")
                .append(w.say("recompute.ledger"))
                .append(" <code class=\"hash\">")
                .append(findings.head())
                .append("</code> (")
                .append(w.number(findings.lines()))
                .append(" ")
                .append(w.say("facts"))
                .append(").</p>");
    }

    private void unknowns() {
        section("unknown");
        out.append("<ul>");
        for (String key :
                List.of("unknown.robots", "unknown.names", "unknown.signer", "unknown.rest")) {
            out.append("<li>").append(w.say(key)).append("</li>");
        }
        out.append("</ul>");
    }

    void section(String key) {
        out.append("<h2 id=\"")
                .append(key)
                .append("\">")
                .append(w.say(key + ".title"))
                .append("</h2>");
    }

    /// Appends markup as it is.
    void markup(String html) {
        out.append(html);
    }

    void unknown(String key) {
        out.append("<p class=\"status unknown\">")
                .append(w.say("status.unknown"))
                .append(": ")
                .append(w.say(key))
                .append("</p>");
    }

    /// Opens a table; columns that begin with `#` hold numbers.
    void table(String caption, String... columns) {
        out.append("<div class=\"scroll\"><table><caption>")
                .append(w.say(caption))
                .append("</caption><thead><tr>");
        for (String column : columns) {
            boolean number = column.startsWith("#");
            out.append(number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
                    .append(w.say(number ? column.substring(1) : column))
                    .append("</th>");
        }
        out.append("</tr></thead><tbody>");
    }

    void row(Stated<?> stated, String... cells) {
        out.append("<tr title=\"").append(reference(stated)).append("\">");
        for (String cell : cells) {
            boolean number = NUMBER.matcher(cell).lookingAt();
            out.append(number ? "<td class=\"n\">" : "<td>").append(cell).append("</td>");
        }
        out.append("</tr>");
    }

    void term(String key, String value, Stated<?> stated) {
        out.append("<dt>")
                .append(w.say(key))
                .append("</dt><dd title=\"")
                .append(reference(stated))
                .append("\">")
                .append(value)
                .append("</dd>");
    }

    void termFigure(String key, String figure) {
        out.append("<dt>").append(w.say(key)).append("</dt><dd>").append(figure(figure));
        Figures.Figure f = figures.named(figure);
        if (f != null && !f.status().equals("counted")) {
            out.append(" ").append(status(f));
        }
        out.append("</dd>");
    }

    private static String reference(Stated<?> stated) {
        return String.format(
                Locale.ROOT, "ledger line %d, %s", stated.number(), stated.line().brief());
    }

    /// A figure with its unit and the ledger lines it comes from; "unknown" where nobody stated it.
    private String figure(String name) {
        Figures.Figure figure = figures.named(name);
        if (figure == null) {
            return "<span class=\"status unknown\">" + w.say("status.unknown") + "</span>";
        }
        Double value = figure.value();
        if (value == null) {
            return "<span class=\"status unknown\" title=\""
                    + escape(figure.note())
                    + "\">"
                    + w.say("status.unknown")
                    + "</span>";
        }
        String from =
                figure.lines().isEmpty()
                        ? ""
                        : "ledger "
                                + figure.lines().getFirst().brief()
                                + (figure.lines().size() > 1 ? " …" : "");
        String unit =
                figure.unit().isEmpty() || figure.unit().equals("documents")
                        ? ""
                        : " " + w.sayOr("unit." + figure.unit(), figure.unit());
        return "<span class=\"figure\" title=\""
                + escape(name)
                + ": "
                + from
                + "\">"
                + w.number(value)
                + unit
                + "</span>";
    }
}
