package eu.socle.serve;

import eu.socle.core.Meter;
import eu.socle.core.Refusal;
import eu.socle.infer.ChatTemplate;
import eu.socle.infer.Engine;
import eu.socle.infer.LanguageModel;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A running server. It owns its engine, not its model.
public final class Server implements AutoCloseable {

    private static final Logger HELIDON =
            Logger.getLogger("io.helidon"); // kept, or its level is forgotten
    private static final Logger LOG = Logger.getLogger(Server.class.getName());

    private final LanguageModel model;
    private final ChatTemplate template = ChatTemplate.PLAIN;
    private final ServeConfig config;
    private final Meter meter;
    private final long started;
    private final Engine engine;
    private final Completions completions;
    private final WebServer web;

    private Server(
            LanguageModel model,
            ServeConfig config,
            Meter meter,
            InstantSource clock,
            InetAddress address) {
        this.model = model;
        this.config = config;
        this.meter = meter;
        this.started = clock.instant().getEpochSecond();
        this.engine = new Engine(model, config.underWay(), config.waiting());
        this.completions = new Completions(model, template, engine, config, meter, clock);
        this.web =
                WebServer.builder()
                        .address(address)
                        .port(config.port())
                        .shutdownHook(false)
                        .shutdownGracePeriod(Duration.ofMillis(500))
                        .routing(this::route)
                        .build();
    }

    /// Starts to listen.
    ///
    /// @throws Refusal if the address is unknown or the port is taken
    public static Server start(
            LanguageModel model, ServeConfig config, Meter meter, InstantSource clock) {
        HELIDON.setLevel(Level.WARNING);
        InetAddress address;
        try {
            address = InetAddress.getByName(config.host());
        } catch (UnknownHostException e) {
            throw Refusal.usage(
                    "there is no address \""
                            + config.host()
                            + "\" to listen on; 127.0.0.1 is this machine only.");
        }
        probe(config, address);
        model.digest(); // reads all weights once; no request shall wait for it
        Server server = new Server(model, config, meter, clock, address);
        server.web.start();
        if (!server.web.isRunning()) {
            server.engine.close();
            throw cannotListen(config, "the address was taken a moment ago; try again");
        }
        return server;
    }

    /// Helidon reports a taken port to its log only, so it is tried first.
    private static void probe(ServeConfig config, InetAddress address) {
        try (ServerSocket socket = new ServerSocket(config.port(), 1, address)) {
            socket.getLocalPort();
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            throw cannotListen(
                    config,
                    why.contains("in use")
                            ? "another program listens there; stop it, or name another port with --port"
                            : why
                                    + "; name another address with --host or another port with --port");
        }
    }

    private static Refusal cannotListen(ServeConfig config, String why) {
        return Refusal.failure(
                "cannot listen on " + config.host() + ":" + config.port() + ": " + why + ".");
    }

    /// The port it listens on.
    public int port() {
        return web.port();
    }

    /// Where the page is.
    public URI address() {
        String host =
                config.host().equals("0.0.0.0") || config.host().equals("::")
                        ? "localhost"
                        : config.host();
        return URI.create(
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/");
    }

    /// How many requests wait and are under way.
    public Engine.Load load() {
        return engine.load();
    }

    /// Takes no more requests, waits for the answers under way as long as the settings say, then
    /// stops.
    @Override
    public void close() {
        try {
            engine.drain(config.drain());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        engine.close();
        web.stop();
    }

    private void route(HttpRouting.Builder routing) {
        routing.any((request, response) -> {
            try {
                handle(request, response);
            } catch (ApiError e) {
                refuse(e, request, response);
            } catch (CloseConnectionException e) {
                throw e;
            } catch (UncheckedIOException e) {
                throw new CloseConnectionException("the client is gone", e);
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.log(Level.SEVERE, "a request failed", e);
                refuse(ApiError.failed("The server failed; its log says why."), request, response);
            }
        });
    }

    private static void refuse(ApiError e, ServerRequest request, ServerResponse response) {
        if (response.isSent()) {
            throw new CloseConnectionException("the answer had begun", e);
        }
        if (e.status() == 405) {
            String path = request.path().path();
            response.header(HeaderNames.ALLOW, isPost(path) ? "POST" : "GET");
        }
        if (e.status() == 429) {
            response.header(HeaderNames.RETRY_AFTER, "1");
        }
        if (e.status() == 413) {
            response.header(HeaderNames.CONNECTION, "close"); // the rest of the body is not read
        }
        Http.json(response, e.status(), e.json());
    }

    private static boolean isPost(String path) {
        return path.equals("/v1/chat/completions") || path.equals("/v1/completions");
    }

    private void handle(ServerRequest request, ServerResponse response) {
        String path = request.path().path();
        String method = request.prologue().method().text();
        Page.File file = Page.at(path);
        if (isPost(path)) {
            allow("POST", method, path);
            Http.refuseOtherOrigins(request);
            boolean chat = path.equals("/v1/chat/completions");
            completions.answer(chat ? Shape.Form.CHAT : Shape.Form.COMPLETION, request, response);
        } else if (file != null) {
            allow("GET", method, path);
            Http.bytes(response, 200, file.type(), file.bytes());
        } else if (path.equals("/v1/models")) {
            allow("GET", method, path);
            ObjectNode list = JsonNodeFactory.instance.objectNode();
            list.put("object", "list");
            list.putArray("data").add(describe());
            Http.json(response, 200, list);
        } else if (path.equals("/v1/models/" + model.name())) {
            allow("GET", method, path);
            Http.json(response, 200, describe());
        } else if (path.startsWith("/v1/models/")) {
            throw ApiError.unknownModel(path.substring("/v1/models/".length()), model.name());
        } else if (path.equals("/health")) {
            allow("GET", method, path);
            Http.json(response, 200, health());
        } else {
            throw ApiError.unknownPath(path);
        }
    }

    private static void allow(String allowed, String method, String path) {
        if (!method.equals(allowed)) {
            throw ApiError.wrongMethod(method, path, allowed);
        }
    }

    private ObjectNode describe() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", model.name());
        node.put("object", "model");
        node.put("created", started);
        node.put("owned_by", "socle");
        node.put("context", model.context());
        node.put("parameters", model.parameters());
        node.put("weights_sha256", model.digest().hex());
        node.put("tokenizer_sha256", model.tokenizer().digest().hex());
        node.put("chat_template", template.label());
        return node;
    }

    private ObjectNode health() {
        Engine.Load load = engine.load();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("status", "ok");
        node.put("model", model.name());
        node.put("chat_template", template.label());
        node.put("energy", meter.describe());
        node.put("active", load.active());
        node.put("waiting", load.waiting());
        return node;
    }
}
