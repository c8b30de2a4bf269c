package eu.socle.data.read.warc;

import eu.socle.data.read.bytes.Compression;
import eu.socle.data.read.bytes.Input;
import eu.socle.data.read.bytes.Input.Bytes;
import io.airlift.compress.v3.MalformedInputException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;

/// The body of an HTTP message after its transfer and content codings are undone, the last one
/// first, and only those that its own header states: chunked, gzip, deflate, br, zstd. A body that
/// does not begin as its coding does was stored decoded, as many crawlers do, and is taken as it
/// is; a coded body that ends early gives what is there.
public sealed interface Payload {

    /// The bytes that the server meant.
    ///
    /// @param cut true when the body ends before its codings do
    record Decoded(byte[] bytes, boolean cut) implements Payload {}

    /// A coding that is not read here.
    record UnknownCoding(String name) implements Payload {}

    /// More bytes than the reader takes.
    record TooLarge() implements Payload {}

    /// A coded body that is damaged.
    record Damaged(String detail) implements Payload {}

    /// From here on a body of printable ASCII is no coded one: four bytes in ten of those are.
    int TELLING_ASCII = 16;

    /// From here on a body without a control byte is no coded one: one byte in ten of those is.
    int TELLING = 160;

    /// How much of a body is looked at to tell text from coded bytes.
    int LOOKED_AT = 512;

    /// More codings than any server applies; each may multiply what the one before gave.
    int MOST_CODINGS = 4;

    /// Undoes the codings of a message.
    ///
    /// @param most bytes that are taken, after each coding
    static Payload of(HttpMessage message, int most) {
        List<String> codings = new ArrayList<>(codings(message, "Content-Encoding"));
        codings.addAll(codings(message, "Transfer-Encoding"));
        if (codings.size() > MOST_CODINGS) {
            return new Damaged("more than " + MOST_CODINGS + " codings");
        }
        byte[] body = message.body();
        boolean cut = false;
        for (String coding : codings.reversed()) {
            Payload step = undo(coding, body, most);
            if (!(step instanceof Decoded decoded)) {
                return step;
            }
            body = decoded.bytes();
            cut |= decoded.cut();
        }
        return body.length > most ? new TooLarge() : new Decoded(body, cut);
    }

    /// In the order they were applied; those that change nothing left out.
    private static List<String> codings(HttpMessage message, String name) {
        List<String> codings = new ArrayList<>();
        for (HttpMessage.Field field : message.fields()) {
            if (field.name().equalsIgnoreCase(name)) {
                for (String coding : field.value().toLowerCase(Locale.ROOT).split(",", -1)) {
                    int parameters = coding.indexOf(';');
                    codings.add(
                            (parameters < 0 ? coding : coding.substring(0, parameters)).strip());
                }
            }
        }
        codings.removeIf(coding ->
                switch (coding) {
                    case "", "identity", "utf-8", "none", "binary", "7bit", "8bit" -> true;
                    default -> false;
                });
        return codings;
    }

    private static Payload undo(String coding, byte[] body, int most) {
        ByteArrayInputStream in = new ByteArrayInputStream(body);
        return switch (coding) {
            case "chunked" -> Chunks.joined(body);
            case "gzip", "x-gzip" ->
                    begins(body, 0x1F, 0x8B)
                            ? expand(() -> new GZIPInputStream(in), most)
                            : new Decoded(body, false);
            case "zstd" ->
                    begins(body, 0x28, 0xB5, 0x2F, 0xFD)
                            ? expand(() -> Input.plain(Compression.ZSTD, in, 0), most)
                            : new Decoded(body, false);
            case "deflate" ->
                    isText(body) ? new Decoded(body, false) : expand(() -> deflated(body), most);
            case "br" ->
                    isText(body)
                            ? new Decoded(body, false)
                            : expand(() -> new BrotliInputStream(in), most);
            default -> new UnknownCoding(coding);
        };
    }

    private static boolean begins(byte[] body, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= body.length || body[i] != (byte) mark[i]) {
                return false;
            }
        }
        return true;
    }

    /// Whether a body is text for sure; for codings that begin with no mark.
    private static boolean isText(byte[] body) {
        boolean ascii = true;
        for (int i = 0; i < Math.min(body.length, LOOKED_AT); i++) {
            boolean space = body[i] == '\t' || body[i] == '\n' || body[i] == '\r';
            if (!space && ((body[i] >= 0 && body[i] < ' ') || body[i] == 0x7F)) {
                return false;
            }
            ascii &= body[i] >= 0;
        }
        return body.length >= (ascii ? TELLING_ASCII : TELLING);
    }

    /// With the zlib header of the standard, or without as some servers send it.
    private static InputStream deflated(byte[] body) {
        boolean zlib =
                body.length > 1
                        && (body[0] & 0x0F) == 8
                        && (((body[0] & 0xFF) << 8) | (body[1] & 0xFF)) % 31 == 0;
        Inflater inflater = new Inflater(!zlib);
        return new InflaterInputStream(new ByteArrayInputStream(body), inflater) {
            @Override
            public void close() throws IOException {
                super.close();
                inflater.end();
            }
        };
    }

    /// Opens a decoded stream.
    @FunctionalInterface
    interface Opened {
        /// Opens it.
        ///
        /// @throws IOException if it does not begin as it should
        InputStream open() throws IOException;
    }

    private static Payload expand(Opened stream, int most) {
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
            return new Decoded(plain.exact(), true);
        } catch (IOException | MalformedInputException | IndexOutOfBoundsException e) {
            return new Damaged("the coded body is damaged");
        }
        return new Decoded(plain.exact(), false);
    }
}
