package eu.socle.serve;

import eu.socle.core.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/// Server-sent events (WHATWG HTML, section 9.2), each flushed as it is written. A write waits
/// while the reader is slow.
final class EventStream {

    private final OutputStream out;

    EventStream(OutputStream out) {
        this.out = out;
    }

    /// @throws IOException if the reader is gone
    void send(ObjectNode event) throws IOException {
        write("data: " + Json.canonical(event) + "\n\n");
    }

    /// The line that OpenAI clients take as the end.
    ///
    /// @throws IOException if the reader is gone
    void done() throws IOException {
        write("data: [DONE]\n\n");
    }

    /// A comment, which keeps proxies from closing a silent connection.
    ///
    /// @throws IOException if the reader is gone
    void keepAlive() throws IOException {
        write(": the model is working\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
