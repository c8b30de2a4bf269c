package eu.socle.data.recount;

import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.data.DataStage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What the list of rejects adds up to.
///
/// @param documents lines
/// @param failed those that could not be read
/// @param reasons lines by step and reason, a blank between them
/// @param sources lines by source
/// @param signals lines by protocol and value of their signals
/// @param reserved lines by protocol, of those that a rule dropped
record RejectSums(
        long documents,
        long failed,
        NavigableMap<String, Long> reasons,
        NavigableMap<String, Long> sources,
        NavigableMap<String, Long> signals,
        NavigableMap<String, Long> reserved) {

    /// Reads the list of a dataset.
    ///
    /// @throws Refusal if it cannot be read
    static RejectSums of(Path folder) {
        Path file = folder.resolve(DataStage.REJECTS);
        long documents = 0;
        long failed = 0;
        NavigableMap<String, Long> reasons = new TreeMap<>();
        NavigableMap<String, Long> sources = new TreeMap<>();
        NavigableMap<String, Long> signals = new TreeMap<>();
        NavigableMap<String, Long> reserved = new TreeMap<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                documents++;
                JsonNode reject = Json.parse(line, file + " line " + documents);
                failed += reject.path("failed").asBoolean(false) ? 1 : 0;
                String step = reject.path("step").asString("");
                String reason = step + " " + reject.path("reason").asString("");
                reasons.merge(reason, 1L, Long::sum);
                sources.merge(reject.path("source").asString(""), 1L, Long::sum);
                for (JsonNode signal : reject.path("signals")) {
                    signals.merge(signal.asString(""), 1L, Long::sum);
                }
                for (JsonNode protocol : reject.path("reserved")) {
                    reserved.merge(protocol.asString(""), 1L, Long::sum);
                }
            }
        } catch (IOException e) {
            throw Refusal.failure(file + " cannot be read: " + e.getMessage() + ".", e);
        }
        return new RejectSums(documents, failed, reasons, sources, signals, reserved);
    }
}
