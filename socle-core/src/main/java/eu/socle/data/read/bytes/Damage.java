package eu.socle.data.read.bytes;

import java.io.IOException;

/// A compressed stream that is not what its format says; the message is fit for reports.
public final class Damage extends IOException {
    private static final long serialVersionUID = 1L;

    Damage(String message) {
        super(message);
    }

    Damage(String message, Throwable cause) {
        super(message, cause);
    }
}
