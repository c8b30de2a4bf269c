package eu.socle.core;

/// Something a person can put right, said in one sentence: what was found, where, what to do.
///
/// The command line prints the sentence alone and exits with [#exitCode()]; it never shows a stack
/// trace for it unless asked.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private Refusal(String sentence, int exitCode, Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
    }

    private Refusal(String sentence, int exitCode) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /// The person asked for something that cannot be meant (a wrong key, a missing folder): exit
    /// code 2.
    public static Refusal usage(String sentence) {
        return new Refusal(sentence, 2);
    }

    /// The work could not be done (a full disk, a damaged file): exit code 1.
    public static Refusal failure(String sentence) {
        return new Refusal(sentence, 1);
    }

    /// As [#failure(String)], keeping what caused it for `--debug`.
    public static Refusal failure(String sentence, Throwable cause) {
        return new Refusal(sentence, 1, cause);
    }

    /// 2 for usage, 1 for failure.
    public int exitCode() {
        return exitCode;
    }
}
