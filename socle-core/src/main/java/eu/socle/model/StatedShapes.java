package eu.socle.model;

import eu.socle.core.Refusal;
import eu.socle.model.file.NamedTensors;
import eu.socle.tensor.Memory;
import java.nio.file.Path;

/// What a config.json says of the tensors beside it.
public final class StatedShapes {

    private StatedShapes() {}

    /// Holds a checkpoint against its configuration: every tensor of every layer must be there in
    /// its shape, whatever else there is. Nothing is loaded. Layers that guess further ahead are
    /// not asked for.
    ///
    /// @param where named in refusals
    /// @throws Refusal naming the first tensor that is missing or of another shape
    public static void require(ModelConfig config, NamedTensors file, Path where) {
        WeightsSource.Compared source = new WeightsSource.Compared(file, file.names(), where);
        try (Memory memory = new Memory()) {
            WeightsLayout layout = new WeightsLayout(config, source, memory);
            layout.take("model.embed_tokens.weight", config.vocabulary(), config.hidden());
            for (int layer = 0; layer < config.layers(); layer++) {
                layout.block("model.layers." + layer + ".", config.layer(layer));
            }
            layout.take("model.norm.weight", config.hidden());
            if (!config.tied()) {
                layout.take("lm_head.weight", config.vocabulary(), config.hidden());
            }
            layout.fixed()
                    .forEach((name, tensor) -> {
                        source.floats(new WeightsSource.Part(name, tensor.shape()));
                    });
        }
    }
}
