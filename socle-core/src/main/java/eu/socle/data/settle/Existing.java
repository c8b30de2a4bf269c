package eu.socle.data.settle;

import eu.socle.core.Digest;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.SignatureFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/// Datasets that new documents are compared with. All their documents together are numbered from 0,
/// in the order of the recipe.
///
/// @param names as the recipe writes them
/// @param files what each of them keeps of its documents
/// @param first number of the first document of each, and of all documents at the end
public record Existing(List<String> names, List<SignatureFile> files, List<Long> first) {

    /// Opens them.
    ///
    /// @param base what their paths are relative to
    /// @throws Refusal if one cannot be compared with
    public static Existing open(DedupConfig config, Path base) {
        List<SignatureFile> files = new ArrayList<>();
        List<Long> first = new ArrayList<>(List.of(0L));
        Set<Path> seen = new HashSet<>();
        for (String name : config.against()) {
            Path folder = base.resolve(name);
            if (!seen.add(SignatureFile.folder(folder).toAbsolutePath().normalize())) {
                throw Refusal.usage("data.dedup.against names the dataset " + name + " twice.");
            }
            SignatureFile file = SignatureFile.open(folder, config.minHash());
            files.add(file);
            first.add(first.getLast() + file.documents());
        }
        return new Existing(config.against(), files, first);
    }

    /// Adds what the datasets are to the inputs of a stage.
    ///
    /// @throws Refusal if one is not there
    public static void inputs(DedupConfig config, Path base, SortedMap<String, Digest> inputs) {
        for (int i = 0; i < config.against().size(); i++) {
            Path folder = SignatureFile.folder(base.resolve(config.against().get(i)));
            inputs.put("against." + i, Manifest.read(folder).digest());
        }
    }

    long documents() {
        return first.getLast();
    }

    /// The name of the dataset that a document lies in.
    String dataset(long number) {
        int dataset = 0;
        while (first.get(dataset + 1) <= number) {
            dataset++;
        }
        return names.get(dataset);
    }

    /// Goes through the documents of all of them in order.
    ///
    /// @throws IOException if they cannot be read
    void each(SignatureFile.Taker taker) throws IOException {
        for (SignatureFile file : files) {
            file.each(taker);
        }
    }
}
