package eu.socle.data.read;

import eu.socle.core.Document;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import eu.socle.core.Rights.OptOut;
import eu.socle.data.rights.Spdx;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a page, a front matter or a record says about itself, gathered field by field.
final class Metadata {

    private final Set<String> licences = new LinkedHashSet<>();
    private final List<OptOut> optOuts = new ArrayList<>();
    private String url = "";
    private String date = "";
    private String language = "";

    /// A licence statement as written; several that mean different licences make the licence
    /// unknown.
    void licence(String statement) {
        if (!statement.isBlank()) {
            licences.add(statement.strip());
        }
    }

    void optOuts(List<OptOut> signals) {
        optOuts.addAll(signals);
    }

    void url(String address) {
        url = address.strip();
    }

    void date(String day) {
        date = day.strip();
    }

    void language(String code) {
        language = code.strip();
    }

    Document document(String id, String text, Source source, Kind kind) {
        SortedMap<String, String> tags = new TreeMap<>();
        if (kind == Kind.PROGRAM || source.programText()) {
            tags.put(Tags.LANGUAGE, Tags.PROGRAM_TEXT);
        }
        if (!language.isEmpty()) {
            tags.put(Tags.DECLARED_LANGUAGE, language);
        }
        return new Document(
                id, text, new Rights(source.name(), url, date, licenceOr(source), optOuts), tags);
    }

    /// What the document states goes before what the recipe declares, also when it cannot be read
    /// as a licence.
    private Licence licenceOr(Source source) {
        if (licences.isEmpty()) {
            return source.licence() == null
                    ? new Licence.Unknown("nothing stated")
                    : new Licence.Known(source.licence(), "declared by the recipe");
        }
        List<Licence> stated = licences.stream().map(Spdx::licence).toList();
        if (stated.stream().map(Licence::label).distinct().count() > 1) {
            return new Licence.Unknown("several licences stated: " + String.join(", ", licences));
        }
        return stated.getFirst();
    }
}
