package eu.socle.model.exchange;

import eu.socle.core.Refusal;
import eu.socle.model.file.NamedTensors;
import eu.socle.model.gguf.Metadata;
import eu.socle.model.gguf.MetadataValue;
import eu.socle.model.gguf.ValueType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The four numbers of each xIELU (arXiv 2411.13010): tensors of one element on Hugging Face's
/// side, one array of all layers on GGUF's, both before the softplus.
final class Xielu {

    private static final List<String> NUMBERS = List.of("alpha_p", "alpha_n", "beta", "eps");

    private Xielu() {}

    static String name(int layer, String number) {
        return "model.layers." + layer + ".mlp.act_fn." + number;
    }

    /// The tensors that the keys stand for; a key with one number stands for all layers.
    static SortedMap<String, Tensor> tensors(Metadata metadata, JsonNode config, Memory memory) {
        int layers = config.path("num_hidden_layers").intValue();
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        for (String number : NUMBERS) {
            String key = "xielu." + number;
            double[] values =
                    metadata.get(key).orElse(null) instanceof MetadataValue.Reals
                            ? metadata.reals(key)
                            : new double[] {metadata.real(key)};
            if (values.length != 1 && values.length != layers) {
                throw Refusal.failure(
                        metadata.where()
                                + ": the key "
                                + key
                                + " has "
                                + values.length
                                + " numbers for "
                                + layers
                                + " layers.");
            }
            for (int layer = 0; layer < layers; layer++) {
                Tensor one = number.startsWith("alpha") ? memory.zeros(1) : memory.zeros();
                one.set(0, (float) values[values.length == 1 ? 0 : layer]);
                tensors.put(name(layer, number), one);
            }
        }
        return tensors;
    }

    /// The keys that the tensors stand for; takes their names out of `left`.
    static void keys(
            NamedTensors tensors,
            int layers,
            java.util.Set<String> left,
            Map<String, MetadataValue> keys) {
        try (Memory memory = new Memory()) {
            for (String number : NUMBERS) {
                double[] values = new double[layers];
                for (int layer = 0; layer < layers; layer++) {
                    Tensor one = memory.zeros(1);
                    tensors.copy(name(layer, number), one);
                    left.remove(name(layer, number));
                    values[layer] = one.get(0);
                }
                keys.put("xielu." + number, new MetadataValue.Reals(ValueType.F32, values));
            }
        }
    }
}
