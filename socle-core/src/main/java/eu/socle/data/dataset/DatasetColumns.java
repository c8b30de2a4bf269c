package eu.socle.data.dataset;

import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import eu.socle.data.read.page.Tags;
import eu.socle.data.write.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The columns of a dataset: a document, the right to use it, and what was measured, in one flat
/// row. A value nobody stated is absent, never empty or zero.
public final class DatasetColumns {

    static final String ID = "id";
    public static final String TEXT = "text";
    static final String SOURCE = "source";
    static final String URL = "url";
    static final String FETCHED = "fetched";
    static final String LICENCE = "licence";
    static final String LICENCE_EVIDENCE = "licence_evidence";
    static final String OPT_OUTS = "opt_outs";

    /// Columns that are no tags.
    static final Set<String> OWN =
            Set.of(ID, TEXT, SOURCE, URL, FETCHED, LICENCE, LICENCE_EVIDENCE, OPT_OUTS);

    /// Tags that are columns of their own, by type; a column is named like its tag.
    static final List<String> TEXT_TAGS =
            List.of(
                    Tags.LANGUAGE,
                    Tags.DECLARED_LANGUAGE,
                    Tags.AUTHOR,
                    Tags.TITLE,
                    Tags.PERSONAL_DATA,
                    Tags.CLUSTER,
                    Tags.ORIGIN_FILE,
                    Tags.ORIGIN_RECORD,
                    Tags.PAYLOAD_DIGEST,
                    Tags.ENCODING,
                    Tags.TRUNCATED);

    static final List<String> LONG_TAGS =
            List.of(
                    Tags.CHARACTERS,
                    Tags.CLUSTER_SIZE,
                    Tags.ORIGIN_OFFSET,
                    Tags.ORIGIN_LENGTH,
                    Tags.MASKED_EMAIL,
                    Tags.MASKED_PHONE);

    static final List<String> DECIMAL_TAGS = List.of(Tags.LANGUAGE_MARGIN);

    private final Column.Texts id = new Column.Texts(ID);
    private final Column.Texts text = new Column.Texts(TEXT);
    private final Column.Texts source = new Column.Texts(SOURCE);
    private final Column.Texts url = new Column.Texts(URL);
    private final Column.Texts fetched = new Column.Texts(FETCHED);
    private final Column.Texts licence = new Column.Texts(LICENCE);
    private final Column.Texts licenceEvidence = new Column.Texts(LICENCE_EVIDENCE);
    private final Column.Texts optOuts = new Column.Texts(OPT_OUTS);
    private final List<Column.Texts> textTags = TEXT_TAGS.stream().map(Column.Texts::new).toList();
    private final List<Column.Longs> longTags = LONG_TAGS.stream().map(Column.Longs::new).toList();
    private final List<Column.Doubles> decimalTags =
            DECIMAL_TAGS.stream().map(Column.Doubles::new).toList();
    private final List<Column> measured; // in the order of the chain; the language is a tag

    /// Columns for the tags and for what a chain measures.
    DatasetColumns(List<Annotation> annotations) {
        this.measured = annotations.stream().map(DatasetColumns::column).toList();
    }

    private static Column column(Annotation annotation) {
        return switch (annotation.type()) {
            case TEXT -> new Column.Texts(annotation.name());
            case LONG -> new Column.Longs(annotation.name());
            case DECIMAL -> new Column.Doubles(annotation.name());
        };
    }

    private static boolean isTag(Column column) {
        return column.name().equals(Tags.LANGUAGE);
    }

    List<Column> all() {
        List<Column> all =
                new ArrayList<>(
                        List.of(id, text, source, url, fetched, licence, licenceEvidence, optOuts));
        all.addAll(textTags);
        all.addAll(longTags);
        all.addAll(decimalTags);
        measured.stream().filter(column -> !isTag(column)).forEach(all::add);
        return all;
    }

    /// Adds a row.
    ///
    /// @throws IllegalArgumentException for a tag that is no column: it would be lost
    void add(Document document, Annotations annotations) {
        Rights rights = document.rights();
        id.add(document.id());
        text.add(document.text());
        source.add(rights.source());
        addStated(url, rights.url());
        addStated(fetched, rights.fetched());
        switch (rights.licence()) {
            case Licence.Known known -> {
                licence.add(known.spdx());
                licenceEvidence.add(known.evidence());
            }
            case Licence.Unknown unknown -> {
                licence.addAbsent();
                licenceEvidence.add(unknown.because());
            }
        }
        addStated(optOuts, rights.optOuts().isEmpty() ? "" : Json.canonical(rights.optOuts()));
        addTags(document);
        addMeasured(annotations);
    }

    private void addMeasured(Annotations annotations) {
        for (int place = 0; place < measured.size(); place++) {
            if (isTag(measured.get(place))) {
                continue;
            }
            boolean has = annotations.has(place);
            switch (measured.get(place)) {
                case Column.Texts texts -> addStated(texts, annotations.text(place));
                case Column.Longs longs when has -> longs.add(annotations.count(place));
                case Column.Longs longs -> longs.addAbsent();
                case Column.Doubles decimals when has -> decimals.add(annotations.decimal(place));
                case Column.Doubles decimals -> decimals.addAbsent();
            }
        }
    }

    private void addTags(Document document) {
        Set<String> left = new HashSet<>(document.tags().keySet());
        for (Column.Texts column : textTags) {
            addStated(column, document.tags().getOrDefault(column.name(), ""));
            left.remove(column.name());
        }
        for (Column.Longs column : longTags) {
            String value = document.tags().get(column.name());
            if (value == null) {
                column.addAbsent();
            } else {
                column.add(Long.parseLong(value));
            }
            left.remove(column.name());
        }
        for (Column.Doubles column : decimalTags) {
            String value = document.tags().get(column.name());
            if (value == null) {
                column.addAbsent();
            } else {
                column.add(Double.parseDouble(value));
            }
            left.remove(column.name());
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("no column for the tags " + left);
        }
    }

    private static void addStated(Column.Texts column, String value) {
        if (value.isEmpty()) {
            column.addAbsent();
        } else {
            column.add(value);
        }
    }

    /// What [#OPT_OUTS] holds.
    public static List<Rights.OptOut> optOuts(String json) {
        return json.isEmpty()
                ? List.of()
                : List.of(Json.read(json, Rights.OptOut[].class, "the column " + OPT_OUTS));
    }
}
