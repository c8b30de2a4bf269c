package eu.socle.model;

import eu.socle.model.config.Attention;
import eu.socle.model.config.Layer;
import eu.socle.tensor.AttentionShape;
import java.util.HashMap;
import java.util.Map;

/// What the queries of one pass see in each layer: their document, or the window of the layer
/// inside it.
record Sights(ModelConfig config, Map<Integer, AttentionShape> byWindow) {

    AttentionShape shape(int layer) {
        AttentionShape shape = byWindow.get(config.layer(layer).window());
        if (shape == null) {
            throw new IllegalStateException("no shape for layer " + layer);
        }
        return shape;
    }

    /// @param firstKey for each row the first position of its document
    static Sights ofTraining(ModelConfig config, int batch, int tokens, int[] firstKey) {
        Map<Integer, AttentionShape> shapes = new HashMap<>();
        for (Layer layer : config.allLayers()) {
            shapes.computeIfAbsent(
                    layer.window(),
                    window -> {
                        int[] first = behind(window, firstKey, tokens, 0);
                        return switch (config.attention()) {
                            case Attention.Grouped a -> grouped(a, batch, tokens, first);
                            case Attention.Latent a ->
                                    new AttentionShape(
                                            batch,
                                            tokens,
                                            a.heads(),
                                            a.heads(),
                                            a.headSize(),
                                            a.valueSize(),
                                            (float) a.scale(),
                                            first);
                        };
                    });
        }
        return new Sights(config, shapes);
    }

    /// @param cache what these tokens come after; has room for them
    static Sights ofCache(ModelConfig config, int tokens, KeyValueCache cache) {
        Map<Integer, AttentionShape> shapes = new HashMap<>();
        for (Layer layer : config.plan()) {
            shapes.computeIfAbsent(
                    layer.window(),
                    window -> {
                        int[] first = behind(window, new int[tokens], tokens, cache.next(window));
                        return switch (config.attention()) {
                            case Attention.Grouped a -> grouped(a, 1, tokens, first);
                            case Attention.Latent a -> // all heads meet one latent vector
                                    new AttentionShape(
                                            1,
                                            tokens,
                                            a.heads(),
                                            1,
                                            a.rank() + a.rotating(),
                                            a.rank(),
                                            (float) a.scale(),
                                            first);
                        };
                    });
        }
        return new Sights(config, shapes);
    }

    private static AttentionShape grouped(
            Attention.Grouped a, int batch, int tokens, int[] firstKey) {
        float scale = (float) (1 / Math.sqrt(a.headSize()));
        return new AttentionShape(
                batch, tokens, a.heads(), a.keyValueHeads(), a.headSize(), scale, firstKey);
    }

    private static int[] behind(int window, int[] firstKey, int tokens, int start) {
        if (window == 0) {
            return firstKey;
        }
        int[] first = new int[firstKey.length];
        for (int row = 0; row < first.length; row++) {
            first[row] = Math.max(firstKey[row], start + row % tokens - window + 1);
        }
        return first;
    }
}
