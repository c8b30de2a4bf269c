package eu.socle.dossier.dataset;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.core.dataset.Statistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Writes the report of a dataset: one page that needs no other file and no network. It is made
/// from `statistics.json` and the manifests alone, so that anybody who holds them gets the same
/// bytes.
public final class DatasetReport {

    private DatasetReport() {}

    /// What the page is made from.
    ///
    /// @param name as people call the dataset
    /// @param digest of its manifest
    /// @param file digest of statistics.json
    /// @param tokens counts of the token stage, and its mixture; empty when there is none
    record Facts(
            String name,
            Digest digest,
            Digest file,
            Statistics statistics,
            Optional<Manifest> tokens,
            Optional<JsonNode> mixture) {}

    /// Writes the page.
    ///
    /// @param dataset its folder
    /// @param token folder of the token stage that was made from it; it need not be there
    /// @param name as people call the dataset
    /// @param into file of the page
    /// @throws Refusal if the dataset has no statistics, or their bytes are not those of the
    ///   manifest
    /// @throws IOException if a file cannot be read or written
    public static void write(Path dataset, Path token, String name, Path into) throws IOException {
        Manifest manifest = Manifest.read(dataset);
        Path file = dataset.resolve(Statistics.FILE);
        Optional<Manifest.Entry> stated =
                manifest.files().stream()
                        .filter(entry -> entry.path().equals(Statistics.FILE))
                        .findFirst();
        if (stated.isEmpty() || !Files.isRegularFile(file)) {
            throw Refusal.usage(
                    dataset
                            + " has no "
                            + Statistics.FILE
                            + ": it is no dataset, or one from before statistics were kept; make it again with: socle data.");
        }
        Digest digest = Digest.ofFile(file);
        if (!digest.equals(stated.get().sha256())) {
            throw Refusal.failure(
                    file + " has other bytes than the manifest states; make the dataset again.");
        }
        Optional<Manifest> tokens = Optional.empty();
        Optional<JsonNode> mixture = Optional.empty();
        if (Files.isRegularFile(token.resolve(Manifest.FILE))) {
            tokens = Optional.of(Manifest.read(token));
            Path mixed = token.resolve("mixture.json");
            if (Files.isRegularFile(mixed)) {
                mixture = Optional.of(Json.parse(Files.readString(mixed), mixed.toString()));
            }
        }
        Facts facts =
                new Facts(
                        name,
                        manifest.digest(),
                        digest,
                        Json.read(file, Statistics.class),
                        tokens,
                        mixture);
        Path folder = into.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        AtomicFile.write(into, new ReportPage(facts).html());
    }
}
