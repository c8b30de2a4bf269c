package eu.socle.cli;

import eu.socle.core.Meter;
import eu.socle.core.Workers;
import eu.socle.energy.EnergyConfig;
import eu.socle.energy.Meters;
import eu.socle.infer.LoadedModel;
import eu.socle.serve.ServeConfig;
import eu.socle.serve.Server;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `socle serve DIRECTORY`.
@Command(
        name = "serve",
        description =
                "Serves a model over HTTP (OpenAI-compatible) with a page to chat with it; Ctrl-C ends.")
final class ServeVerb implements Callable<Integer> {

    @Mixin private ModelOptions model;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on (default: ${DEFAULT-VALUE}, this machine only).")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen on; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    private record Listening(String event, String address, String model) {}

    @Override
    public Integer call() throws InterruptedException {
        Console console = model.options.console();
        Meter meter = Meters.detect(EnergyConfig.standard());
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch drained = new CountDownLatch(1);
        Workers workers = model.workers();
        LoadedModel loaded = model.open(workers);
        Server server =
                Server.start(
                        loaded, ServeConfig.DEFAULT.at(host, port), meter, InstantSource.system());
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            ended.countDown();
                            try {
                                drained.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        }));
        console.event(new Listening("listening", server.address().toString(), loaded.name()));
        console.say(
                loaded.name()
                        + " listens on "
                        + server.address()
                        + "  (page: /   API: /v1   energy: "
                        + meter.describe()
                        + ")");
        try {
            ended.await();
            server.close();
            loaded.close();
            workers.close();
        } finally {
            drained.countDown();
        }
        return 0;
    }
}
