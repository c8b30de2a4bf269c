package eu.socle.cli.model;

import eu.socle.cli.Console;
import eu.socle.cli.Options;
import eu.socle.core.Refusal;
import eu.socle.model.exchange.Checkpoint;
import eu.socle.model.file.Safetensors;
import eu.socle.model.gguf.Gguf;
import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `socle model inspect MODEL`.
@Command(
        name = "inspect",
        description =
                "Says what a model file holds: its keys, how many parameters in which types, and its tensors. Reads the header and maps the rest; nothing is computed.")
final class ModelInspectVerb implements Callable<Integer> {

    private static final int SHOWN = 20;

    @Mixin private Options options;

    @Parameters(
            paramLabel = "MODEL",
            description =
                    "A .gguf or .safetensors file, a Hugging Face model folder, or a run directory.")
    private Path path;

    @Option(names = "--tensors", description = "List every tensor with its type and shape.")
    private boolean tensors;

    private record Key(String event, String key, String value) {}

    private record Listed(String event, String name, String type, long[] shape, long bytes) {}

    private record Total(
            String event,
            String path,
            long tensors,
            long parameters,
            long bytes,
            double bitsEach) {}

    private record OfType(String event, String type, long tensors, long elements, long bytes) {}

    @Override
    public Integer call() {
        Path place = ModelVerb.place(path);
        Console console = options.console();
        if (Checkpoint.isGguf(place)) {
            try (Gguf file = Gguf.open(place)) {
                file.metadata().values().forEach((key, value) -> key(console, key, value.shown()));
                Map<String, Tensor> all = new LinkedHashMap<>();
                file.infos().keySet().forEach(name -> all.put(name, file.tensor(name)));
                show(console, place, all);
            }
            return 0;
        }
        if (Files.isDirectory(place)) {
            config(console, place.resolve("config.json"));
        }
        try (Safetensors file =
                Files.isDirectory(place) ? Safetensors.openModel(place) : Safetensors.open(place)) {
            Map<String, Tensor> all = new LinkedHashMap<>();
            file.names().forEach(name -> all.put(name, file.tensor(name)));
            show(console, place, all);
        }
        return 0;
    }

    private static void config(Console console, Path file) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try {
            var root = eu.socle.core.Json.parse(Files.readString(file), file.toString());
            root.properties()
                    .forEach(entry -> key(console, entry.getKey(), entry.getValue().toString()));
        } catch (IOException e) {
            throw Refusal.failure(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static void key(Console console, String key, String value) {
        console.event(new Key("key", key, value));
        String line = ModelVerb.printable(key + " = " + value);
        console.say(line.length() <= 200 ? line : line.substring(0, 197) + "...");
    }

    private void show(Console console, Path place, Map<String, Tensor> all) {
        EnumMap<DType, long[]> types = new EnumMap<>(DType.class);
        long parameters = 0;
        long bytes = 0;
        int shown = 0;
        for (Map.Entry<String, Tensor> entry : all.entrySet()) {
            Tensor tensor = entry.getValue();
            long size = tensor.data().byteSize();
            parameters += tensor.size();
            bytes += size;
            long[] sums = types.computeIfAbsent(tensor.type(), _ -> new long[3]);
            sums[0]++;
            sums[1] += tensor.size();
            sums[2] += size;
            if (tensors || shown++ < SHOWN) {
                console.say(
                        String.format(
                                Locale.ROOT,
                                "%-5s %-20s %s",
                                tensor.type(),
                                Arrays.toString(tensor.shape()),
                                ModelVerb.printable(entry.getKey())));
            }
            console.event(
                    new Listed(
                            "tensor", entry.getKey(), tensor.type().name(), tensor.shape(), size));
        }
        if (!tensors && all.size() > SHOWN) {
            console.say("... and " + (all.size() - SHOWN) + " more; --tensors lists them.");
        }
        types.forEach((type, sums) -> {
            console.event(new OfType("type", type.name(), sums[0], sums[1], sums[2]));
            console.say(
                    String.format(
                            Locale.ROOT,
                            "%-5s %d tensors, %s elements, %s bytes",
                            type,
                            sums[0],
                            Console.count(sums[1]),
                            Console.count(sums[2])));
        });
        double each = parameters == 0 ? 0 : 8.0 * bytes / parameters;
        console.event(new Total("model", place.toString(), all.size(), parameters, bytes, each));
        console.say(
                String.format(
                        Locale.ROOT,
                        "%s: %d tensors, %s parameters, %s bytes, %.2f bits each",
                        place,
                        all.size(),
                        Console.count(parameters),
                        Console.count(bytes),
                        each));
    }
}
