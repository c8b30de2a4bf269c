package eu.socle.tensor.cpu;

import eu.socle.core.Refusal;

/// Whether this JVM has the Vector API. Asked before any class that names a vector type is linked:
/// after that the JVM fails by itself, in words nobody can act on.
final class VectorModule {

    private VectorModule() {}

    /// @throws Refusal usage, with the right command, if the JVM was started without the Vector API
    static void require() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            throw Refusal.usage(
                    "this JVM was started without the Vector API, so the engine would be slow; start it with `java --add-modules jdk.incubator.vector ...`, or use ./socle, which does.");
        }
    }
}
