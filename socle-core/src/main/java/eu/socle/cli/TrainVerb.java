package eu.socle.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `socle train RECIPE`.
@Command(name = "train", description = "Trains the model on the token shards.")
final class TrainVerb implements Callable<Integer> {

    @Mixin RunOptions run;

    @Override
    public Integer call() {
        try (Chain chain = run.open()) {
            chain.train();
        }
        return 0;
    }
}
