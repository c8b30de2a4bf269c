package eu.socle.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `socle eval RECIPE`.
@Command(name = "eval", description = "Measures the model on held-out documents.")
final class EvalVerb implements Callable<Integer> {

    @Mixin RunOptions run;

    @Override
    public Integer call() {
        try (Chain chain = run.open()) {
            chain.eval();
        }
        return 0;
    }
}
