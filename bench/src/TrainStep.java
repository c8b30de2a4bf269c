import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.model.Batch;
import eu.socle.model.ModelConfig;
import eu.socle.model.Training;
import eu.socle.model.Transformer;
import eu.socle.model.Weights;
import eu.socle.tensor.AdamW;
import eu.socle.tensor.Memory;
import eu.socle.tensor.cpu.CpuBackend;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeMap;

/// Times whole training steps (forward, backward, clipping, AdamW) of one model shape, as `eu.socle.train.Pretrain` takes them.
///
/// Arguments: name=value for layers, hidden, heads, kv, ff, vocabulary, tokens, batch, steps, warm, threads. Prints one JSON line.
public final class TrainStep {

    public static void main(String[] arguments) {
        TreeMap<String, Integer> a = new TreeMap<>();
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            a.put(argument.substring(0, at), Integer.parseInt(argument.substring(at + 1)));
        }
        int tokens = a.get("tokens");
        int batch = a.get("batch");
        int hidden = a.get("hidden");
        int heads = a.get("heads");
        int vocabulary = a.get("vocabulary");
        ModelConfig config =
                new ModelConfig(vocabulary, hidden, a.get("ff"), a.get("layers"), heads, a.get("kv"), hidden / heads, tokens, 10_000, 1e-5, true, 0, 0);
        try (Workers workers = Workers.of(a.getOrDefault("threads", 2));
                Memory memory = new Memory();
                CpuBackend backend = CpuBackend.open(workers)) {
            Weights weights = Weights.random(config, new Seed(1), memory);
            Weights gradients = Weights.zeros(config, memory);
            Weights first = Weights.zeros(config, memory);
            Weights second = Weights.zeros(config, memory);
            Seed seed = new Seed(2);
            int[][] ids = new int[batch][tokens];
            for (int b = 0; b < batch; b++) {
                for (int t = 0; t < tokens; t++) {
                    ids[b][t] = (int) seed.below(vocabulary, (long) b * tokens + t);
                }
            }
            Batch input = Batch.of(ids);
            int warm = a.get("warm");
            double[] seconds = new double[a.get("steps")];
            double loss = 0;
            try (Training training = new Transformer(config, weights, backend).training(batch, tokens)) {
                for (int step = 1; step <= warm + seconds.length; step++) {
                    long start = System.nanoTime();
                    gradients.all().clear();
                    loss = training.lossAndGradients(input, gradients, input.counted()) / input.counted();
                    double norm = Math.sqrt(backend.sumOfSquares(gradients.all()));
                    double scale = Math.min(1, 1 / (norm + 1e-6));
                    for (String name : weights.named().keySet()) {
                        AdamW constants = new AdamW(0.9f, 0.95f, 1e-8f, weights.named().get(name).rank() > 1 ? 0.1f : 0);
                        backend.adamW(
                                weights.named().get(name), gradients.named().get(name), first.named().get(name), second.named().get(name),
                                constants, 3e-4, step, scale);
                    }
                    if (step > warm) {
                        seconds[step - warm - 1] = (System.nanoTime() - start) / 1e9;
                    }
                }
            }
            Arrays.sort(seconds);
            double median = seconds[seconds.length / 2];
            System.out.printf(
                    Locale.ROOT,
                    "{\"engine\":\"socle\",\"backend\":\"%s\",\"parameters\":%d,\"medianSeconds\":%.5f,\"minimumSeconds\":%.5f,\"tokensPerSecond\":%.1f,\"lastLoss\":%.5f}%n",
                    backend.describe(), config.parameters(), median, seconds[0], batch * (double) tokens / median, loss);
        }
    }
}
