package eu.socle.serve;

import java.time.Duration;

/// How a server listens and how much it takes on.
///
/// @param host the address to listen on; `127.0.0.1` is reachable from this machine only
/// @param port 0 lets the system choose
/// @param underWay how many requests take turns on the model at once; each holds a key-value cache
/// @param waiting how many more may wait; beyond that, 429
/// @param bodyBytes the largest request body; beyond that, 413
/// @param keepAlive how long a stream may be silent before a comment line is sent
/// @param drain how long closing waits for answers under way
public record ServeConfig(
        String host,
        int port,
        int underWay,
        int waiting,
        int bodyBytes,
        Duration keepAlive,
        Duration drain) {

    /// This machine only, port 8080.
    public static final ServeConfig DEFAULT =
            new ServeConfig(
                    "127.0.0.1",
                    8080,
                    4,
                    64,
                    1 << 20,
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(10));

    public ServeConfig at(String otherHost, int otherPort) {
        return new ServeConfig(
                otherHost, otherPort, underWay, waiting, bodyBytes, keepAlive, drain);
    }
}
