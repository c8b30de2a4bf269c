package eu.socle.cli;

/// Which build of Socle this is.
final class Build {

    private Build() {}

    /// Version of the artifact, or `unpackaged` when run from class files.
    static String version() {
        String version = Build.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    /// Commit of the checkout, as the launcher found it.
    static String commit() {
        return System.getProperty("socle.commit", "unknown");
    }
}
