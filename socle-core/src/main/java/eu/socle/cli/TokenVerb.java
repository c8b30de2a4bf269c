package eu.socle.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `socle token RECIPE`.
@Command(
        name = "token",
        description = "Trains the tokenizer on the dataset and packs it into token shards.")
final class TokenVerb implements Callable<Integer> {

    @Mixin RunOptions run;

    @Override
    public Integer call() {
        try (Chain chain = run.open()) {
            chain.token();
        }
        return 0;
    }
}
