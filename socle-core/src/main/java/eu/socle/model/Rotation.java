package eu.socle.model;

import eu.socle.model.config.Attention;
import eu.socle.model.config.Rope;
import eu.socle.tensor.Tensor;

/// The tables cos and sin of angle = position * frequency, times the amplitude of the scaling,
/// `[positions, rotating columns / 2]` each.
record Rotation(Tensor cos, Tensor sin) {

    static Rotation of(ModelConfig config, int positions, Room.Floats floats) {
        Rope rope = config.rope();
        Attention attention = config.attention();
        int half = attention.rotating() / 2;
        Tensor cos = floats.take(positions, half);
        Tensor sin = floats.take(positions, half);
        if (cos.size() == 0) {
            return new Rotation(cos, sin); // only counted
        }
        double[] frequencies = rope.frequencies(2 * half);
        double amplitude = rope.scaling().amplitude();
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < half; i++) {
                double angle = position * frequencies[i];
                cos.set((long) position * half + i, (float) (amplitude * StrictMath.cos(angle)));
                sin.set((long) position * half + i, (float) (amplitude * StrictMath.sin(angle)));
            }
        }
        return new Rotation(cos, sin);
    }
}
