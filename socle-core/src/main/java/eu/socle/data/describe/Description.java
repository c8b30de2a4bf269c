package eu.socle.data.describe;

import eu.socle.core.AtomicFile;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.describe.Statement.ProviderSize;
import eu.socle.data.judge.web.PublicSuffixes;
import eu.socle.data.proof.Commitment;
import eu.socle.data.rights.licence.Attribution;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Writes what a dataset says of itself, from its manifest and files alone, so that anybody who
/// holds them gets the same bytes: `croissant.json`, `datasheet.en.md`, `datasheet.fr.md`,
/// `domains.tsv`, `domains-listed.tsv`, `attribution.jsonl`. What only people know comes from
/// outside, or is named as missing.
public final class Description {

    /// The files that are written.
    public static final List<String> FILES =
            List.of(
                    "croissant.json",
                    "datasheet.en.md",
                    "datasheet.fr.md",
                    "domains.tsv",
                    "domains-listed.tsv",
                    Attribution.FILE);

    /// Its folder in a run directory.
    public static final String FOLDER = "description";

    /// The page of statistics beside them, which another verb writes.
    public static final String REPORT = "report.html";

    private Description() {}

    /// Takes away a description that no longer holds; it names documents.
    ///
    /// @throws IOException if a file cannot be deleted
    public static void remove(Path folder) throws IOException {
        for (String file : FILES) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.deleteIfExists(folder.resolve(REPORT));
    }

    /// What is known beside the dataset's files.
    ///
    /// @param name of the dataset, as people call it
    /// @param statement what only people know
    /// @param suffixes under which names anybody may register a domain
    /// @param dates when it was made
    public record About(String name, Statement statement, PublicSuffixes suffixes, Dates dates) {

        /// Nothing but a name.
        public static About named(String name) {
            return new About(name, Statement.NONE, PublicSuffixes.NONE, Dates.UNKNOWN);
        }
    }

    /// Reads a dataset once and describes it.
    ///
    /// @param dataset its folder
    /// @param into where the files go
    /// @return what Croissant requires and nobody stated, by the keys of a recipe's description
    /// @throws eu.socle.core.Refusal if the dataset cannot be read
    /// @throws IOException if a file cannot be written
    public static List<String> write(Path dataset, Path into, About about) throws IOException {
        Files.createDirectories(into);
        Manifest manifest = Manifest.read(dataset);
        Commitment commitment = Json.read(dataset.resolve(Commitment.FILE), Commitment.class);
        Census census = new Census(about.suffixes());
        Path attribution = into.resolve(Attribution.FILE);
        Path temporary = into.resolve(Attribution.FILE + ".tmp");
        long attributed = 0;
        try (Stream<Document> documents = ParquetDataset.open(dataset).open();
                BufferedWriter out = Files.newBufferedWriter(temporary)) {
            Iterator<Document> iterator = documents.iterator();
            while (iterator.hasNext()) {
                Document document = iterator.next();
                census.add(document);
                Optional<Attribution> asked = Attribution.of(document);
                if (asked.isPresent()) {
                    asked.get().write(out);
                    attributed++;
                }
            }
        }
        AtomicFile.publish(temporary, attribution);
        Facts facts = new Facts(about, manifest, commitment, census, attributed);
        AtomicFile.write(into.resolve("domains.tsv"), domains(census.domains()));
        AtomicFile.write(
                into.resolve("domains-listed.tsv"),
                domains(
                        census.domains().stream()
                                .filter(d -> !d.getKey().equals(Census.NO_DOMAIN))
                                .limit(facts.cut().listed())
                                .toList()));
        AtomicFile.write(
                into.resolve("croissant.json"),
                Json.canonical(Croissant.of(facts, Columns.of(dataset, manifest))) + "\n");
        AtomicFile.write(into.resolve("datasheet.en.md"), Datasheet.text(facts, "en"));
        AtomicFile.write(into.resolve("datasheet.fr.md"), Datasheet.text(facts, "fr"));
        return about.statement().missing();
    }

    /// Everything that the forms state.
    ///
    /// @param attributed documents whose licence asks to name the author
    record Facts(
            About about, Manifest manifest, Commitment commitment, Census census, long attributed) {

        Statement statement() {
            return about.statement();
        }

        /// The domains to be listed; by the rule that lists more where nobody said whose applies.
        DomainCut cut() {
            ProviderSize provider = statement().provider();
            return DomainCut.of(census.domains(), provider == null ? ProviderSize.LARGE : provider);
        }

        long count(String count) {
            return manifest.counts().getOrDefault(count, 0L);
        }
    }

    private static String domains(List<Map.Entry<String, Census.Sum>> domains) {
        StringBuilder out = new StringBuilder("domain\tdocuments\tbytes\n");
        for (Map.Entry<String, Census.Sum> domain : domains) {
            out.append(domain.getKey())
                    .append('\t')
                    .append(domain.getValue().documents())
                    .append('\t')
                    .append(domain.getValue().bytes())
                    .append('\n');
        }
        return out.toString();
    }
}
