package eu.socle.data;

import eu.socle.core.Workers;
import eu.socle.data.unit.Crew;

/// Where the numbered tasks of a phase run. What a task leaves depends on its number and on files
/// alone, so every engine gives the same bytes; it needs a folder that all its machines see.
public interface Engine {

    /// What the record of a run calls it, for example `local`.
    String name();

    /// Runs tasks 0 to `count - 1`, each at least once and in any order, and returns when all are
    /// done.
    ///
    /// @param done is told after each task, from any thread
    /// @throws eu.socle.core.Refusal if a task cannot be done
    void run(Tasks tasks, Phase phase, int count, Runnable done);

    /// All threads of this process.
    record Local(Workers workers) implements Engine {
        @Override
        public String name() {
            return "local";
        }

        @Override
        public void run(Tasks tasks, Phase phase, int count, Runnable done) {
            if (phase == Phase.READ) {
                read(tasks, count, done);
                return;
            }
            workers.forEach(
                    count,
                    number -> {
                        tasks.run(phase, number);
                        done.run();
                    });
        }

        /// The pieces behind the units are those of threads that find no unit left to begin.
        private void read(Tasks tasks, int count, Runnable done) {
            Crew crew = new Crew(count);
            workers.forEach(
                    count == 0 ? 0 : count + workers.threads(),
                    number -> {
                        if (number >= count) {
                            tasks.help(crew);
                            return;
                        }
                        try {
                            tasks.run(Phase.READ, number, crew);
                        } finally {
                            crew.ended();
                        }
                        done.run();
                    });
        }
    }
}
