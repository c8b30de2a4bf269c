package eu.socle.model.exchange;

import eu.socle.core.Refusal;
import eu.socle.model.file.NamedTensors;
import eu.socle.model.gguf.Gguf;
import eu.socle.model.gguf.Metadata;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/// A GGUF file seen as a Hugging Face checkpoint: a config.json and tensors by its names, in its
/// layout. Tensors that lie alike on both sides are views of the file, quantised or not; the others
/// are made when they are first asked for. One thread at a time.
public final class GgufCheckpoint implements NamedTensors {

    private record Place(Link link, int which) {}

    private final Gguf file;
    private final JsonNode config;
    private final SortedMap<String, Place> places = new TreeMap<>();
    private final Map<String, Tensor> made = new HashMap<>();
    private final Memory memory = new Memory();

    private GgufCheckpoint(Gguf file, JsonNode config) {
        this.file = file;
        this.config = config;
    }

    /// Maps a file.
    ///
    /// @throws Refusal naming the key or tensor, for a damaged file, an architecture that is not
    ///   known, or anything that would change the mathematics and is not supported
    public static GgufCheckpoint open(Path path) {
        Gguf file = Gguf.open(path);
        try {
            return of(file);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /// @param file closed with the result
    static GgufCheckpoint of(Gguf file) {
        String where = file.path().toString();
        String architecture = file.metadata().text("general.architecture");
        Family family = Family.ofArchitecture(architecture, where);
        JsonNode config = KeysToConfig.of(file, family);
        if (config.path("num_hidden_layers").intValue() > file.infos().size()) {
            throw Refusal.failure(
                    where
                            + ": the key "
                            + architecture
                            + ".block_count claims more layers than the file has tensors.");
        }
        GgufCheckpoint checkpoint = new GgufCheckpoint(file, config);
        try {
            checkpoint.link(family);
            return checkpoint;
        } catch (RuntimeException | Error e) {
            checkpoint.memory.close();
            throw e;
        }
    }

    private void link(Family family) {
        Set<String> left = new HashSet<>(file.infos().keySet());
        left.remove("rope_freqs.weight"); // said by the config
        for (Link link : Links.of(family, where(), config)) {
            for (String name : link.gguf()) {
                file.tensor(name); // refuses what is missing
                left.remove(name);
            }
            for (int i = 0; i < link.hf().size(); i++) {
                places.put(link.hf().get(i), new Place(link, i));
            }
        }
        if (!left.isEmpty()) {
            throw Refusal.failure(
                    where()
                            + " has a tensor \""
                            + new TreeSet<>(left).first()
                            + "\" that its kind of model does not know.");
        }
        if (family == Family.APERTUS) {
            made.putAll(Xielu.tensors(file.metadata(), config, memory));
        }
    }

    /// The file itself.
    public Gguf file() {
        return file;
    }

    /// What the file says beside its tensors, the vocabulary among it.
    public Metadata metadata() {
        return file.metadata();
    }

    /// The model's config.json.
    public JsonNode config() {
        return config;
    }

    @Override
    public String where() {
        return file.path().toString();
    }

    @Override
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(places.keySet());
        names.addAll(made.keySet());
        return Collections.unmodifiableSortedSet(names);
    }

    @Override
    public Tensor tensor(String name) {
        Tensor there = made.get(name);
        if (there != null) {
            return there;
        }
        Tensor tensor =
                of(
                        name,
                        (place, sources) ->
                                place.link().layout().hf(place.which(), sources, memory));
        made.put(name, tensor);
        return tensor;
    }

    @Override
    public Tensor rows(String name) {
        if (made.containsKey(name)) {
            return tensor(name);
        }
        Optional<Tensor> there =
                of(name, (place, sources) -> place.link().layout().inPlace(place.which(), sources));
        return there.orElseGet(() -> tensor(name));
    }

    private <T> T of(String name, BiFunction<Place, List<Tensor>, T> use) {
        Place place = places.get(name);
        if (place == null) {
            throw Refusal.failure(where() + " has no tensor for \"" + name + "\".");
        }
        List<Tensor> sources = place.link().gguf().stream().map(file::tensor).toList();
        try {
            return use.apply(place, sources);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw Refusal.failure(
                    where()
                            + ": the tensor \""
                            + place.link().gguf().getFirst()
                            + "\" does not fit its model: "
                            + e.getMessage()
                            + ".",
                    e);
        }
    }

    @Override
    public void close() {
        memory.close();
        file.close();
    }
}
