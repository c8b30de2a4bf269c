/// An OpenAI-compatible HTTP server over one model, and a page to talk to it. Streams are written
/// by hand, event by event; each connection has a virtual thread of its own, which waits; the model
/// has one thread, which works.
///
/// Read first: [eu.socle.serve.Server] (start and stop), [eu.socle.serve.Ask] (what a request may
/// say), [eu.socle.serve.Shape] (what an answer looks like).
///
/// ```java
/// try (Server server = Server.start(model, ServeConfig.DEFAULT, meter, clock)) {
///     show(server.address());
///     stopped.await();
/// }
/// ```
@NullMarked
package eu.socle.serve;

import org.jspecify.annotations.NullMarked;
