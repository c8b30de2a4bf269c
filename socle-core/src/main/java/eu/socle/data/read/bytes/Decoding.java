package eu.socle.data.read.bytes;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Bytes to text without guessing and without replacement characters: byte-order mark, then what
/// the page declares, then UTF-8. A byte that the encoding does not have fails the document: a
/// wrong encoding is the commonest silent loss.
public sealed interface Decoding {

    /// The bytes as text, without byte-order mark.
    ///
    /// @param mended the encoding that was read instead of the declared one, or `utf-8, mended`
    ///   where bytes were replaced by U+FFFD; empty when the bytes were what they should be
    record Text(String text, String mended) implements Decoding {
        public Text(String text) {
            this(text, "");
        }
    }

    /// The bytes are not text in that encoding; `detail` names the encoding and the first wrong
    /// byte.
    record Wrong(String detail) implements Decoding {}

    /// Decodes plain text.
    static Decoding ofPlain(byte[] bytes, int offset, int length) {
        return byMark(bytes, offset, length);
    }

    /// Decodes what must be UTF-8 and has no byte-order mark of its own: a field of a record.
    static Decoding ofField(byte[] bytes) {
        return strict(StandardCharsets.UTF_8, bytes, 0, bytes.length, 0);
    }

    /// Decodes a page that may declare its encoding in its head. Bytes that are UTF-8 throughout,
    /// beyond ASCII as well, are UTF-8 also where the page declares an encoding of one byte for
    /// each character: text in such an encoding hardly ever happens to be UTF-8, and pages
    /// converted to it often keep their old declaration.
    static Decoding ofPage(byte[] bytes) {
        if (isMarked(bytes)) {
            return ofPlain(bytes, 0, bytes.length);
        }
        String name = Declaration.of(bytes).orElse("UTF-8");
        return Encodings.declared(name)
                .map(charset -> declaredAs(bytes, charset))
                .orElseGet(() -> new Wrong("declares the encoding " + name + ", which is unknown"));
    }

    private static Decoding declaredAs(byte[] bytes, Charset charset) {
        Decoding decoding = strict(charset, bytes, 0, bytes.length, 0);
        if (!(decoding instanceof Text text) || !isSingleByte(charset)) {
            return decoding;
        }
        Utf8Share share = Utf8Share.of(bytes);
        return share.characters() > 0 && share.wrong() == 0
                ? new Text(new String(bytes, StandardCharsets.UTF_8), "utf-8")
                : text;
    }

    private static boolean isSingleByte(Charset charset) {
        return charset.canEncode() && charset.newEncoder().maxBytesPerChar() <= 1;
    }

    private static boolean isMarked(byte[] bytes) {
        return beginsWith(bytes, 0xEF, 0xBB, 0xBF)
                || beginsWith(bytes, 0xFE, 0xFF)
                || beginsWith(bytes, 0xFF, 0xFE);
    }

    private static boolean beginsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i == bytes.length || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /// Decodes a page as fetched from the web: byte-order mark, then the charset of its HTTP
    /// header, then its own declaration, then UTF-8. What is wrong there is wrong for good, so a
    /// page that is not what it says is mended ([Mending]), and [Text#mended()] says so.
    ///
    /// @param charset of the HTTP header; empty when it states none
    static Decoding ofFetchedPage(byte[] bytes, String charset) {
        if (isMarked(bytes) && ofPlain(bytes, 0, bytes.length) instanceof Text text) {
            return text;
        }
        List<Charset> stated = new ArrayList<>();
        Encodings.of(charset).ifPresent(stated::add);
        Declaration.of(bytes).flatMap(Encodings::declared).ifPresent(stated::add);
        if (stated.isEmpty()) {
            stated.add(StandardCharsets.UTF_8);
        }
        for (Charset one : stated) {
            if (declaredAs(bytes, one) instanceof Text text) {
                boolean first = one.equals(stated.getFirst());
                return first || !text.mended().isEmpty()
                        ? text
                        : new Text(text.text(), one.name().toLowerCase(Locale.ROOT));
            }
        }
        return Mending.of(bytes, stated);
    }

    /// Characters of several bytes that are UTF-8, and bytes beyond ASCII that are not.
    record Utf8Share(long characters, long wrong) {
        static Utf8Share of(byte[] bytes) {
            long characters = 0;
            long wrong = 0;
            for (int i = 0; i < bytes.length; ) {
                int length = bytes[i] >= 0 ? 1 : sequence(bytes, i);
                characters += length > 1 ? 1 : 0;
                wrong += length == 0 ? 1 : 0;
                i += Math.max(1, length);
            }
            return new Utf8Share(characters, wrong);
        }

        /// Bytes of the sequence that begins here; 0 when it is none.
        private static int sequence(byte[] bytes, int at) {
            int lead = bytes[at] & 0xFF;
            int length = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
            if (lead >= 0xF5 || at + length > bytes.length) {
                return 0;
            }
            for (int i = 1; i < length; i++) {
                if ((bytes[at + i] & 0xC0) != 0x80) {
                    return 0;
                }
            }
            return length;
        }
    }

    private static Decoding byMark(byte[] bytes, int offset, int length) {
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
        return strict(StandardCharsets.UTF_8, bytes, offset, length, 0);
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
