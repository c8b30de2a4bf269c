package eu.socle.data.recount;

/// How opt-out signals are named while they are counted again.
final class Signal {

    private Signal() {}

    /// A protocol and what its signal says, for example `robots disallow`.
    static String name(String protocol, String value) {
        return protocol + " " + value;
    }
}
