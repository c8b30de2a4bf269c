package eu.socle.data.settle;

import eu.socle.core.Refusal;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.SignatureFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Datasets that new documents are compared with. All their documents together are numbered from 0,
/// in the order of the recipe; behind them the doubles that they dropped, in the same order.
///
/// @param names as the recipe writes them
/// @param files what each of them keeps of its documents
/// @param first number of the first document of each, then of the first double of each, and of all
///   at the end
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
        files.forEach(file -> first.add(first.getLast() + file.doubles()));
        return new Existing(config.against(), files, first);
    }

    /// Documents that the datasets hold.
    long kept() {
        return first.get(files.size());
    }

    /// Those, and the doubles that they dropped.
    long documents() {
        return first.getLast();
    }

    /// The name of the dataset that a document lies in.
    String dataset(long number) {
        int dataset = 0;
        while (first.get(dataset + 1) <= number) {
            dataset++;
        }
        return names.get(dataset % names.size());
    }

    /// Goes through the documents of all of them in order, then through the doubles.
    ///
    /// @throws IOException if they cannot be read
    void each(SignatureFile.Taker taker) throws IOException {
        for (SignatureFile file : files) {
            file.each(taker);
        }
        for (SignatureFile file : files) {
            file.eachDouble(taker);
        }
    }
}
