package eu.socle.core;

/// Where long work says how far it is. The command line draws it; tests use [#SILENT].
public interface Progress {

    /// Begins a piece of work.
    ///
    /// @param name what is done, for example `train`
    /// @param unit what is counted, for example `steps`
    /// @param total how many there are, or -1 when nobody knows
    Work begin(String name, String unit, long total);

    /// One line a person should read (not a figure of the work).
    void note(String line);

    /// A piece of work in progress. Methods may be called from any thread.
    interface Work extends AutoCloseable {
        /// This many units more are done.
        void advance(long units);

        /// The figure that matters now, for example `loss` 2.31, `documents/s` 812.
        void figure(String name, double value);

        @Override
        void close();
    }

    /// Says nothing.
    Progress SILENT =
            new Progress() {
                @Override
                public Work begin(String name, String unit, long total) {
                    return new Work() {
                        @Override
                        public void advance(long units) {}

                        @Override
                        public void figure(String name, double value) {}

                        @Override
                        public void close() {}
                    };
                }

                @Override
                public void note(String line) {}
            };
}
