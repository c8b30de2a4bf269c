package eu.socle.model.config;

/// What may differ from one layer to the next.
///
/// @param window how many keys a query sees, itself included; 0 when it sees all before it
/// @param rotates false in layers without rotary positions (SmolLM3)
/// @param feedForward dense or experts
public record Layer(int window, boolean rotates, FeedForward feedForward) {

    public Layer {
        if (window < 0) {
            throw new IllegalArgumentException("a window of " + window);
        }
    }
}
