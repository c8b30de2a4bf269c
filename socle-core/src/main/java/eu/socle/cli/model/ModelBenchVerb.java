package eu.socle.cli.model;

import eu.socle.cli.Console;
import eu.socle.cli.ModelOptions;
import eu.socle.core.Joules;
import eu.socle.core.Meter;
import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.energy.EnergyConfig;
import eu.socle.energy.Meters;
import eu.socle.infer.LanguageModel;
import eu.socle.infer.LoadedModel;
import eu.socle.model.KeyValueCache;
import eu.socle.model.ModelConfig;
import eu.socle.tensor.cpu.CpuFeatures;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `socle model bench MODEL`.
@Command(
        name = "bench",
        description =
                "Measures a model on this machine: tokens read and written per second, bytes read for each token against the memory's bandwidth, energy. Figures are medians over rounds.")
final class ModelBenchVerb implements Callable<Integer> {

    @Mixin private ModelOptions model;

    @Option(
            names = "--prompt",
            paramLabel = "N",
            description = "Tokens of the prompt (default: ${DEFAULT-VALUE}).")
    private int prompt = 128;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description = "Tokens written after it, one by one (default: ${DEFAULT-VALUE}).")
    private int tokens = 64;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description =
                    "How often, after one round that is not counted (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    /// @param loadSeconds from the files, read before or not, to a model that is ready
    /// @param weightBytesPerToken bytes of weights that writing one token reads
    /// @param cacheBytesPerToken bytes of keys and values that it reads, on average
    /// @param readBandwidth bytes per second that these threads read from memory (measured before)
    /// @param bandwidthShare the bytes that writing read per second, as a part of that; above 1
    ///   where they fit the processor's caches
    private record Measured(
            String event,
            String model,
            int threads,
            long parameters,
            double loadSeconds,
            double firstTokenSeconds,
            int promptTokens,
            double prefillTokensPerSecond,
            int tokens,
            double decodeTokensPerSecond,
            double weightBytesPerToken,
            double cacheBytesPerToken,
            double readBandwidth,
            double bandwidthShare,
            Joules prefillEnergy,
            Joules decodeEnergy,
            String meter) {}

    private record Round(
            double prefill, double decode, Joules prefillEnergy, Joules decodeEnergy) {}

    @Override
    public Integer call() {
        if (prompt < 1 || tokens < 1 || rounds < 1) {
            throw Refusal.usage("--prompt, --tokens and --rounds must be at least 1.");
        }
        Console console = model.options.console();
        Meter meter = Meters.detect(EnergyConfig.standard());
        try (Workers workers = model.workers()) {
            long start = System.nanoTime();
            try (LoadedModel loaded = model.open(workers)) {
                measure(console, loaded, workers, meter, start);
            }
        }
        return 0;
    }

    private void measure(
            Console console, LoadedModel loaded, Workers workers, Meter meter, long start) {
        double load = (System.nanoTime() - start) / 1e9;
        if (prompt + tokens > loaded.context()) {
            throw Refusal.usage(
                    prompt
                            + " + "
                            + tokens
                            + " tokens do not fit the model's context of "
                            + loaded.context()
                            + "; choose a smaller --prompt or --tokens.");
        }
        try (LanguageModel.Reading reading = loaded.begin(1)) {
            reading.append(new int[] {0});
        }
        double first = (System.nanoTime() - start) / 1e9;
        console.note("measuring the memory's bandwidth, then " + rounds + " rounds");
        double bandwidth = CpuFeatures.readBandwidth(workers);
        loaded.settleAll();
        round(loaded, meter);
        Round[] measured = new Round[rounds];
        for (int i = 0; i < rounds; i++) {
            measured[i] = round(loaded, meter);
        }
        report(console, loaded, workers, meter, bandwidth, measured, load, first);
    }

    private Round round(LoadedModel loaded, Meter meter) {
        int[] ids = new int[prompt];
        int vocabulary = loaded.transformer().config().vocabulary();
        for (int i = 0; i < prompt; i++) {
            ids[i] = (int) (i * 7919L % vocabulary); // any ids do; a prime walks all over the table
        }
        try (LanguageModel.Reading reading = loaded.begin(prompt + tokens)) {
            Meter.Window reads = meter.start();
            long start = System.nanoTime();
            float[] logits = reading.append(ids);
            double prefill = (System.nanoTime() - start) / 1e9;
            Joules readEnergy = reads.read();
            Meter.Window writes = meter.start();
            start = System.nanoTime();
            for (int i = 0; i < tokens; i++) {
                logits = reading.append(new int[] {best(logits)});
            }
            double decode = (System.nanoTime() - start) / 1e9;
            return new Round(prompt / prefill, tokens / decode, readEnergy, writes.read());
        }
    }

    private static int best(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            best = logits[id] > logits[best] ? id : best;
        }
        return best;
    }

    private void report(
            Console console,
            LoadedModel loaded,
            Workers workers,
            Meter meter,
            double bandwidth,
            Round[] measured,
            double load,
            double first) {
        Arrays.sort(measured, (a, b) -> Double.compare(a.decode(), b.decode()));
        Round middle = measured[measured.length / 2];
        double prefill =
                Arrays.stream(measured)
                        .mapToDouble(Round::prefill)
                        .sorted()
                        .toArray()[measured.length / 2];
        ModelConfig config = loaded.transformer().config();
        double weights = loaded.transformer().weights().bytesPerToken();
        double cache = KeyValueCache.bytesRead(config, prompt + tokens / 2.0);
        double share = (weights + cache) * middle.decode() / bandwidth;
        console.event(
                new Measured(
                        "bench",
                        loaded.name(),
                        workers.threads(),
                        loaded.parameters(),
                        load,
                        first,
                        prompt,
                        prefill,
                        tokens,
                        middle.decode(),
                        weights,
                        cache,
                        bandwidth,
                        share,
                        middle.prefillEnergy(),
                        middle.decodeEnergy(),
                        meter.describe()));
        console.say(
                String.format(
                        Locale.ROOT,
                        "model      %s, %s parameters, %d threads",
                        loaded.name(),
                        Console.count(loaded.parameters()),
                        workers.threads()));
        console.say(
                String.format(
                        Locale.ROOT, "load       %.2f s, first token after %.2f s", load, first));
        console.say(
                String.format(
                        Locale.ROOT, "reads      %.1f tokens/s (prompt of %d)", prefill, prompt));
        console.say(
                String.format(
                        Locale.ROOT,
                        "writes     %.1f tokens/s (%d one by one; median of %d rounds)",
                        middle.decode(),
                        tokens,
                        rounds));
        console.say(
                String.format(
                        Locale.ROOT,
                        "per token  %.2f MB of weights and %.2f MB of keys and values are read",
                        weights / 1e6,
                        cache / 1e6));
        console.say(
                String.format(
                        Locale.ROOT,
                        "bandwidth  %.1f GB/s used of %.1f GB/s that %d threads read (%.0f %%)",
                        (weights + cache) * middle.decode() / 1e9,
                        bandwidth / 1e9,
                        workers.threads(),
                        100 * share));
        console.say(
                String.format(
                        Locale.ROOT,
                        "energy     writing: %s",
                        energy(middle.decodeEnergy(), tokens)));
        console.say(
                String.format(
                        Locale.ROOT,
                        "           reading: %s",
                        energy(middle.prefillEnergy(), prompt)));
        console.say(String.format(Locale.ROOT, "meter      %s", meter.describe()));
    }

    private static String energy(Joules joules, int tokens) {
        return switch (joules) {
            case Joules.Measured m ->
                    String.format(
                            Locale.ROOT, "%.4f J for each token, measured", m.joules() / tokens);
            case Joules.Modelled m ->
                    String.format(
                            Locale.ROOT,
                            "about %.4f J for each token (%.4f to %.4f), modelled",
                            m.joules() / tokens,
                            m.low() / tokens,
                            m.high() / tokens);
            case Joules.Unknown u -> "unknown: " + u.because();
        };
    }
}
