package eu.socle.data.read.warc;

import eu.socle.data.read.bytes.Input.Bytes;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// The body of an HTTP message after its transfer and content coding are undone, and only those
/// that its own header states. A body that does not begin as its coding does was stored decoded, as
/// many crawlers do, and is taken as it is; a coded body that ends early gives what is there.
public sealed interface Payload {

    /// The bytes that the server meant.
    record Decoded(byte[] bytes) implements Payload {}

    /// A coding that is not read here.
    record UnknownCoding(String name) implements Payload {}

    /// More bytes than the reader takes.
    record TooLarge() implements Payload {}

    /// A coded body that is damaged.
    record Damaged(String detail) implements Payload {}

    /// Undoes the codings of a message.
    ///
    /// @param most bytes that are taken
    static Payload of(HttpMessage message, int most) {
        byte[] body = message.body();
        if (message.field("Transfer-Encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
            body = Chunks.joined(body);
        }
        String[] codings =
                message.field("Content-Encoding").toLowerCase(Locale.ROOT).split(",", -1);
        for (int i = codings.length - 1; i >= 0; i--) {
            Payload step = undo(codings[i].strip(), body, most);
            if (!(step instanceof Decoded decoded)) {
                return step;
            }
            body = decoded.bytes();
        }
        return body.length > most ? new TooLarge() : new Decoded(body);
    }

    private static Payload undo(String coding, byte[] body, int most) {
        return switch (coding) {
            case "", "identity", "utf-8", "none" -> new Decoded(body);
            case "gzip", "x-gzip" ->
                    isGzip(body)
                            ? inflate(
                                    () -> new GZIPInputStream(new ByteArrayInputStream(body)), most)
                            : new Decoded(body);
            case "deflate" -> inflate(() -> deflated(body), most);
            default -> new UnknownCoding(coding);
        };
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 2 && body[0] == 0x1F && body[1] == (byte) 0x8B;
    }

    /// With the zlib header of the standard, or without as some servers send it.
    private static InputStream deflated(byte[] body) {
        boolean zlib =
                body.length > 1
                        && (body[0] & 0x0F) == 8
                        && (((body[0] & 0xFF) << 8) | (body[1] & 0xFF)) % 31 == 0;
        return new InflaterInputStream(new ByteArrayInputStream(body), new Inflater(!zlib));
    }

    /// Opens a decoded stream.
    @FunctionalInterface
    interface Opened {
        /// Opens it.
        ///
        /// @throws IOException if it does not begin as it should
        InputStream open() throws IOException;
    }

    private static Payload inflate(Opened stream, int most) {
        Bytes plain = new Bytes();
        byte[] block = new byte[1 << 14];
        try (InputStream in = stream.open()) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                plain.append(block, 0, n);
                if (plain.length() > most) {
                    return new TooLarge();
                }
            }
        } catch (EOFException e) {
            return new Decoded(plain.exact());
        } catch (IOException e) {
            return new Damaged("the coded body is damaged");
        }
        return new Decoded(plain.exact());
    }
}
