package eu.socle.serve;

import eu.socle.core.Json;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/// The few things every endpoint does with HTTP.
final class Http {

    /// Bytes of a refused body that are still read: a client that writes into a closed connection
    /// never sees the answer.
    private static final int HEARD_OUT = 8 << 20;

    private Http() {}

    /// The body, whole.
    ///
    /// @throws ApiError 413 if it is longer than the limit
    static byte[] body(ServerRequest request, int limit) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream()) {
            boolean announced = request.headers().contentLength().orElse(0) > limit;
            byte[] bytes = in.readNBytes(announced ? 0 : limit + 1);
            if (announced || bytes.length > limit) {
                hearOut(in);
                throw ApiError.tooLarge(limit);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hearOut(InputStream in) throws IOException {
        byte[] unused = new byte[1 << 14];
        int read = 0;
        for (int n = in.read(unused); n >= 0 && read < HEARD_OUT; n = in.read(unused)) {
            read += n;
        }
    }

    /// Refuses what a browser sends on behalf of a page of another origin: this server has no keys,
    /// so a foreign page must not use it behind its reader's back.
    ///
    /// @throws ApiError 403
    static void refuseOtherOrigins(ServerRequest request) {
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse(null);
        if (origin != null && !origin.equals("http://" + request.authority())) {
            throw ApiError.forbidden("Pages of " + origin + " may not use this server.");
        }
    }

    static void json(ServerResponse response, int status, ObjectNode node) {
        bytes(
                response,
                status,
                "application/json",
                (Json.canonical(node) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static void bytes(ServerResponse response, int status, String type, byte[] bytes) {
        harden(response);
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.status(Status.create(status));
        response.send(bytes);
    }

    static void eventStreamHead(ServerResponse response) {
        harden(response);
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.create("X-Accel-Buffering"), "no");
    }

    private static void harden(ServerResponse response) {
        response.header(HeaderNames.create("Content-Security-Policy"), "default-src 'self'");
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.header(HeaderNames.create("X-Frame-Options"), "DENY");
        response.header(HeaderNames.create("Referrer-Policy"), "no-referrer");
    }
}
