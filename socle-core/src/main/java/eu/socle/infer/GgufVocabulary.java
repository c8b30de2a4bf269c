package eu.socle.infer;

import eu.socle.core.Refusal;
import eu.socle.model.exchange.VocabularyFiles;
import eu.socle.model.gguf.Metadata;
import eu.socle.token.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The tokenizer that a GGUF file carries, by way of the files that it would be in a folder.
final class GgufVocabulary {

    private GgufVocabulary() {}

    /// @throws Refusal if the vocabulary is of a kind that is not known
    static Tokenizer read(Metadata metadata) {
        Path folder;
        try {
            folder = Files.createTempDirectory("vocabulary");
        } catch (IOException e) {
            throw Refusal.failure("no temporary folder can be made: " + e.getMessage() + ".", e);
        }
        try {
            VocabularyFiles.write(folder, metadata.where(), metadata.values());
            return Tokenizer.read(folder.resolve("tokenizer.json"));
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        for (String name : List.of("tokenizer.json", "tokenizer_config.json", ".")) {
            try {
                Files.deleteIfExists(folder.resolve(name).normalize());
            } catch (IOException e) {
                throw Refusal.failure(folder + " cannot be deleted: " + e.getMessage() + ".", e);
            }
        }
    }
}
