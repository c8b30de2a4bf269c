package eu.socle.data.read.page;

import eu.socle.core.Document;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import eu.socle.core.Rights.OptOut;
import eu.socle.data.read.plan.Kind;
import eu.socle.data.read.plan.Source;
import eu.socle.data.rights.Signals;
import eu.socle.data.rights.licence.FileLicence;
import eu.socle.data.rights.licence.FolderLicence;
import eu.socle.data.rights.licence.PageLicence;
import eu.socle.data.rights.licence.Spdx;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a page, a front matter or a record says about itself, gathered field by field.
public final class Metadata {

    /// Fields of records and columns of tables that name who made a document, and the document.
    public static final String AUTHOR = "author";

    public static final String TITLE = "title";

    private final Set<String> licences = new LinkedHashSet<>();
    private final List<OptOut> optOuts = new ArrayList<>();
    private final Signals signals;
    private @Nullable PageLicence page;
    private @Nullable Licence fileLicence;
    private @Nullable FolderLicence nearest;
    private String author = "";
    private String title = "";
    private String url = "";
    private String date = "";
    private String language = "";

    /// @param signals the names under which signals speak to us
    public Metadata(Signals signals) {
        this.signals = signals;
    }

    /// Reads reservations by the names under which signals speak to us.
    public Signals signals() {
        return signals;
    }

    /// The licence a page declares, with its scope.
    void licence(PageLicence declared) {
        page = declared;
    }

    /// Notes where in the page the words stand that declare its licence.
    void place(String html) {
        page = page == null ? null : page.at(html);
    }

    /// What the nearest LICENSE file above says.
    public void nearest(FolderLicence folder) {
        nearest = folder;
    }

    /// The usual fields of a record or columns of a table.
    ///
    /// @param names what they are called
    /// @param values empty where there is none
    public void fields(Fields names, UnaryOperator<String> values) {
        for (String name : names.licence()) {
            licence(values.apply(name));
        }
        url(values.apply(names.url()));
        date(values.apply(names.date()));
        language(values.apply(names.language()));
        author(values.apply(AUTHOR));
        title(values.apply(TITLE));
    }

    /// Who made it, as stated.
    void author(String name) {
        author = author.isEmpty() ? name.strip() : author;
    }

    /// How it is called, as stated.
    void title(String words) {
        title = title.isEmpty() ? words.strip() : title;
    }

    /// A licence statement as written; several that mean different licences make the licence
    /// unknown.
    void licence(String statement) {
        if (!statement.isBlank()) {
            licences.add(statement.strip());
        }
    }

    public void optOuts(List<OptOut> signals) {
        optOuts.addAll(signals);
    }

    public void url(String address) {
        url = address.strip();
    }

    public void date(String day) {
        date = day.strip();
    }

    public void language(String code) {
        language = code.strip();
    }

    public Document document(String id, String text, Source source, Kind kind) {
        SortedMap<String, String> tags = new TreeMap<>();
        if (kind == Kind.PROGRAM || source.programText()) {
            tags.put(Tags.LANGUAGE, Tags.PROGRAM_TEXT);
            fileLicence = FileLicence.inHead(text).orElse(null);
        } else if (kind == Kind.MARKDOWN || kind == Kind.PLAIN) {
            fileLicence = FileLicence.atTop(text).orElse(null);
        }
        if (!language.isEmpty()) {
            tags.put(Tags.DECLARED_LANGUAGE, language);
        }
        if (!author.isEmpty()) {
            tags.put(Tags.AUTHOR, author);
        }
        if (!title.isEmpty()) {
            tags.put(Tags.TITLE, title);
        }
        List<OptOut> dated = optOuts.stream().map(signal -> signal.on(date)).toList();
        return new Document(
                id, text, new Rights(source.name(), url, date, licenceOr(source), dated), tags);
    }

    /// What the document states goes before the nearest LICENSE file, and that before what the
    /// recipe declares, also when it cannot be read as a licence.
    private Licence licenceOr(Source source) {
        if (licences.isEmpty() && fileLicence != null) {
            return fileLicence;
        }
        if (licences.isEmpty()
                && page != null
                && page.scope() != PageLicence.Scope.NONE
                && page.scope() != PageLicence.Scope.MENTION
                && page.scope() != PageLicence.Scope.FRAGMENT) {
            return page.licence();
        }
        if (licences.isEmpty() && nearest != null) {
            return nearest.stated();
        }
        if (licences.isEmpty()) {
            String because = page == null ? "nothing stated" : page.because();
            return source.licence() == null
                    ? new Licence.Unknown(because)
                    : new Licence.Known(source.licence(), "declared by the recipe");
        }
        List<Licence> stated = new ArrayList<>(licences.stream().map(Spdx::licence).toList());
        if (page != null && !page.spdx().isEmpty()) {
            stated.add(page.licence());
        }
        if (stated.stream().map(Licence::label).distinct().count() > 1) {
            return new Licence.Unknown("several licences stated: " + String.join(", ", licences));
        }
        return stated.getFirst();
    }
}
