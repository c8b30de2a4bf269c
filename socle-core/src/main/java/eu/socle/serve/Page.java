package eu.socle.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files of the chat page, by path.
final class Page {

    private record Kind(String resource, String type) {}

    private static final Map<String, Kind> FILES =
            Map.of(
                    "/", new Kind("chat.html", "text/html; charset=utf-8"),
                    "/chat.css", new Kind("chat.css", "text/css; charset=utf-8"),
                    "/chat.js", new Kind("chat.js", "text/javascript; charset=utf-8"),
                    "/icon.svg", new Kind("icon.svg", "image/svg+xml"));

    private Page() {}

    /// One file of the page.
    record File(String type, byte[] bytes) {}

    /// The file at this path, or nothing.
    static @Nullable File at(String path) {
        Kind kind = FILES.get(path);
        if (kind == null) {
            return null;
        }
        try (InputStream in = Page.class.getResourceAsStream(kind.resource)) {
            if (in == null) {
                throw new IllegalStateException(kind.resource + " is not in the jar");
            }
            return new File(kind.type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
