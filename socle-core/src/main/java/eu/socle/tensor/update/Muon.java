package eu.socle.tensor.update;

/// The constants of Muon (Jordan et al., "Muon: An optimizer for hidden layers in neural networks",
/// 2024) that do not change with the step.
///
/// ```
/// AVERAGE  m = momentum m + (1 - momentum) g    u = (1 - momentum) g + momentum m, or m
/// SUM      m = momentum m + g                   u = g + momentum m, or m
/// w = w (1 - rate weightDecay) - rate factor orthogonal(u)
/// ```
///
/// @param momentum of the gradients
/// @param weightDecay decoupled; applied first
/// @param steps of the iteration, usually 5
/// @param average how gradients gather
/// @param direction what is made orthogonal
/// @param factor by which the shape scales the update
public record Muon(
        float momentum,
        float weightDecay,
        int steps,
        Average average,
        Direction direction,
        Factor factor) {

    /// How gradients gather in the momentum.
    public enum Average {
        /// An exponential average (Jordan; torch).
        AVERAGE,
        /// A decaying sum (Moonlight, arXiv 2502.16982).
        SUM
    }

    /// What is made orthogonal.
    public enum Direction {
        /// The momentum.
        MOMENTUM,
        /// The momentum one step ahead.
        NESTEROV
    }

    /// The scale of an update of `[rows, columns]`.
    public enum Factor {
        /// sqrt(max(1, rows / columns)) (Jordan).
        ORIGINAL,
        /// 0.2 sqrt(max(rows, columns)): as large as an update of AdamW, whose learning rate it
        /// takes (Moonlight).
        AS_ADAMW;

        /// The factor itself.
        public double of(int rows, int columns) {
            return switch (this) {
                case ORIGINAL -> Math.sqrt(Math.max(1, (double) rows / columns));
                case AS_ADAMW -> 0.2 * Math.sqrt(Math.max(rows, columns));
            };
        }
    }

    /// As torch has it by default, with a factor of choice.
    public static Muon of(float momentum, float weightDecay, Factor factor) {
        return new Muon(momentum, weightDecay, 5, Average.AVERAGE, Direction.NESTEROV, factor);
    }

    /// As in Moonlight.
    public static Muon moonlight(float momentum, float weightDecay) {
        return new Muon(momentum, weightDecay, 5, Average.SUM, Direction.NESTEROV, Factor.AS_ADAMW);
    }

    /// What a gradient weighs in the momentum.
    public double fresh() {
        return average == Average.AVERAGE ? 1 - (double) momentum : 1;
    }

    /// What a gradient weighs in the direction, beside the momentum.
    public double own() {
        return direction == Direction.NESTEROV ? fresh() : 0;
    }

    /// What the momentum weighs in the direction.
    public double kept() {
        return direction == Direction.NESTEROV ? momentum : 1;
    }
}
