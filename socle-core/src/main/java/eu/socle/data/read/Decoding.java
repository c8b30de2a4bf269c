package eu.socle.data.read;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bytes to text without guessing and without replacement characters: byte-order mark, then what
/// the page declares, then UTF-8. A byte that the encoding does not have fails the document: a
/// wrong encoding is the commonest silent loss.
public sealed interface Decoding {

    /// The bytes as text, without byte-order mark.
    record Text(String text) implements Decoding {}

    /// The bytes are not text in that encoding; `detail` names the encoding and the first wrong
    /// byte.
    record Wrong(String detail) implements Decoding {}

    /// How far into a page its declaration is looked for, as browsers do.
    int PRESCAN_BYTES = 1024;

    /// `charset=` of a meta element or `encoding=` of an XML declaration.
    Pattern DECLARATION =
            Pattern.compile(
                    "<meta[^>]{0,200}?charset\\s*=\\s*[\"']?\\s*([A-Za-z0-9_:.-]+)|<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']([A-Za-z0-9_:.-]+)",
                    Pattern.CASE_INSENSITIVE);

    /// Decodes plain text.
    static Decoding ofPlain(byte[] bytes, int offset, int length) {
        return byMark(bytes, offset, length, "UTF-8");
    }

    /// Decodes a page that may declare its encoding in its first bytes.
    static Decoding ofPage(byte[] bytes) {
        String start =
                new String(
                        bytes,
                        0,
                        Math.min(bytes.length, PRESCAN_BYTES),
                        StandardCharsets.ISO_8859_1);
        Matcher declared = DECLARATION.matcher(start);
        String name = "UTF-8";
        if (declared.find()) {
            name = declared.group(1) == null ? declared.group(2) : declared.group(1);
        }
        return byMark(bytes, 0, bytes.length, name);
    }

    private static Decoding byMark(byte[] bytes, int offset, int length, String otherwise) {
        if (length >= 3
                && bytes[offset] == (byte) 0xEF
                && bytes[offset + 1] == (byte) 0xBB
                && bytes[offset + 2] == (byte) 0xBF) {
            return strict(StandardCharsets.UTF_8, bytes, offset, length, 3);
        }
        if (length >= 2 && bytes[offset] == (byte) 0xFE && bytes[offset + 1] == (byte) 0xFF) {
            return strict(StandardCharsets.UTF_16BE, bytes, offset, length, 2);
        }
        if (length >= 2 && bytes[offset] == (byte) 0xFF && bytes[offset + 1] == (byte) 0xFE) {
            return strict(StandardCharsets.UTF_16LE, bytes, offset, length, 2);
        }
        try {
            return strict(charset(otherwise), bytes, offset, length, 0);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return new Wrong("declares the encoding " + otherwise + ", which is unknown");
        }
    }

    /// The encoding a page means by this name: browsers read the first three as windows-1252, and a
    /// page whose declaration could be read byte by byte is not UTF-16.
    private static Charset charset(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "iso-8859-1", "latin1", "us-ascii", "ascii" -> Charset.forName("windows-1252");
            case "utf-16", "utf-16le", "utf-16be", "utf8" -> StandardCharsets.UTF_8;
            default -> Charset.forName(name);
        };
    }

    private static Decoding strict(
            Charset charset, byte[] bytes, int offset, int length, int mark) {
        CharsetDecoder decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, offset + mark, length - mark).slice();
        CharBuffer out =
                CharBuffer.allocate(
                        (int) Math.ceil(in.remaining() * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isUnderflow()) {
            result = decoder.flush(out);
        }
        if (result.isError()) {
            int at = in.position() + mark;
            return new Wrong("byte " + at + " is not " + charset.name());
        }
        return new Text(out.flip().toString());
    }
}
