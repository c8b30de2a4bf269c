package eu.socle.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `socle run RECIPE`: every stage, from raw documents to the evidence.
@Command(
        name = "run",
        description =
                "Does all stages of a recipe, from raw documents to a model and its dossier; goes on where an earlier run stopped.")
final class RunVerb implements Callable<Integer> {

    @Mixin RunOptions run;

    @Override
    public Integer call() {
        try (Chain chain = run.open()) {
            chain.data();
            chain.token();
            chain.train();
            chain.eval();
            chain.dossier();
            chain.report();
            chain.farewell();
        }
        return 0;
    }
}
