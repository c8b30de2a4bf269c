package eu.socle.core;

import org.jspecify.annotations.Nullable;

/// Memory that ran out inside a library which reports it as any other failure: a file that was
/// being read then is not damaged.
public final class Exhaustion {

    private static final int DEEPEST = 20; // causes may form a circle

    private Exhaustion() {}

    /// Throws the error that lies under a failure, if there is one.
    ///
    /// @throws OutOfMemoryError when memory ran out
    public static void passOn(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof OutOfMemoryError error) {
                throw error;
            }
            cause = cause.getCause();
        }
    }
}
