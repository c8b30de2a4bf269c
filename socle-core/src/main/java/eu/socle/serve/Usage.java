package eu.socle.serve;

import eu.socle.core.Joules;
import eu.socle.infer.Event;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What one request used: tokens, and energy with its status.
final class Usage {

    private Usage() {}

    /// @param whole energy of the machine from the arrival of the request to its end
    static ObjectNode json(Event.Done done, Joules whole) {
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        usage.put("prompt_tokens", done.promptTokens());
        usage.put("completion_tokens", done.tokens());
        usage.put("total_tokens", done.promptTokens() + done.tokens());
        usage.put("engine_seconds", done.busySeconds());
        usage.set("energy_j", energy(share(whole, done.share())));
        return usage;
    }

    /// The part of a request that had the engine to itself for a share of its time. The idle power
    /// of the machine is shared by the same measure. What is shared is no longer measured: the
    /// interval says that it lies between nothing and everything.
    static Joules share(Joules whole, double share) {
        return switch (whole) {
            case Joules.Unknown unknown -> unknown;
            case Joules.Measured measured -> {
                if (share >= 1) {
                    yield measured;
                }
                String model = "share of the engine's working time x " + measured.instrument();
                yield new Joules.Modelled(measured.joules() * share, 0, measured.joules(), model);
            }
            case Joules.Modelled modelled -> {
                if (share >= 1) {
                    yield modelled;
                }
                String model = "share of the engine's working time x (" + modelled.model() + ")";
                yield new Joules.Modelled(modelled.joules() * share, 0, modelled.high(), model);
            }
        };
    }

    private static ObjectNode energy(Joules joules) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        switch (joules) {
            case Joules.Measured measured -> {
                node.put("status", "measured");
                node.put("joules", measured.joules());
                node.put("instrument", measured.instrument());
            }
            case Joules.Modelled modelled -> {
                node.put("status", "modelled");
                node.put("joules", modelled.joules());
                node.put("low", modelled.low());
                node.put("high", modelled.high());
                node.put("instrument", modelled.model());
            }
            case Joules.Unknown unknown -> {
                node.put("status", "unknown");
                node.put("because", unknown.because());
            }
        }
        return node;
    }
}
