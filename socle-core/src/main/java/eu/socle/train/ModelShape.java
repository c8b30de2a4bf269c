package eu.socle.train;

import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.core.Settings;
import eu.socle.model.ModelConfig;
import tools.jackson.databind.node.ObjectNode;

/// The model to train, without the vocabulary, which the tokenizer decides.
public sealed interface ModelShape {

    /// The whole configuration, once the vocabulary is known.
    ///
    /// @param context tokens of one sequence
    /// @param endId of the token that ends a document
    /// @throws Refusal usage, if this model cannot read sequences that long
    ModelConfig with(int vocabulary, int context, int endId);

    /// A Llama in a recipe's words.
    record Llama(
            int layers,
            int hidden,
            int heads,
            int keyValueHeads,
            int headSize,
            int feedForward,
            double ropeTheta,
            double normEpsilon,
            boolean tied)
            implements ModelShape {

        @Override
        public ModelConfig with(int vocabulary, int context, int endId) {
            return new ModelConfig(
                    vocabulary,
                    hidden,
                    feedForward,
                    layers,
                    heads,
                    keyValueHeads,
                    headSize,
                    context,
                    ropeTheta,
                    normEpsilon,
                    tied,
                    endId,
                    endId);
        }
    }

    /// Any family, in the keys of its config.json. The vocabulary and the ids of its begin and end
    /// are the tokenizer's; a missing `max_position_embeddings` is the context.
    ///
    /// @param where named in refusals
    /// @param json the keys
    record Stated(String where, String json) implements ModelShape {

        @Override
        public ModelConfig with(int vocabulary, int context, int endId) {
            ObjectNode config = (ObjectNode) Json.parse(json, where);
            config.put("vocab_size", vocabulary);
            config.put("bos_token_id", endId);
            config.put("eos_token_id", endId);
            if (!config.has("max_position_embeddings")) {
                config.put("max_position_embeddings", context);
            }
            ModelConfig read = ModelConfig.parse(Json.canonical(config), where);
            if (read.context() < context) {
                throw Refusal.usage(
                        where
                                + ": \"max_position_embeddings\" is "
                                + read.context()
                                + ", less than train.context "
                                + context
                                + ".");
            }
            return read;
        }
    }

    /// Reads `train.model`: a Llama's sizes, or `config`, a section with the keys of a config.json.
    ///
    /// @throws Refusal usage, naming file and line
    static ModelShape from(Settings s) {
        if (s.has("config")) {
            Settings config = s.section("config");
            s.refuseOthers();
            return new Stated(config.where() + ": train.model.config", config.json());
        }
        return llama(s);
    }

    private static ModelShape llama(Settings s) {
        int hidden = TrainConfig.whole(s, "hidden", 256);
        int heads = TrainConfig.whole(s, "heads", 4);
        if (!s.has("head-size") && hidden % heads != 0) {
            throw s.wrong(
                    "heads", "a divisor of hidden (" + hidden + "), or head-size must be stated");
        }
        int keyValueHeads = TrainConfig.whole(s, "key-value-heads", heads);
        if (heads % keyValueHeads != 0) {
            throw s.wrong("key-value-heads", "a divisor of heads (" + heads + ")");
        }
        int headSize = TrainConfig.whole(s, "head-size", hidden / heads);
        if (headSize % 2 != 0) {
            throw s.wrong("head-size", "even, because rotation works on pairs, not " + headSize);
        }
        ModelShape shape =
                new Llama(
                        TrainConfig.whole(s, "layers", 4),
                        hidden,
                        heads,
                        keyValueHeads,
                        headSize,
                        TrainConfig.whole(s, "feed-forward", (8 * hidden / 3 + 31) / 32 * 32),
                        TrainConfig.positive(s, "rope-theta", 10_000),
                        TrainConfig.positive(s, "norm-epsilon", 1e-5),
                        s.flag("tied", true));
        s.refuseOthers();
        return shape;
    }
}
