package eu.socle.data.rights.protocol;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLResolver;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads XML that nobody vouches for: no document types, so no entities; nothing is fetched; size
/// and depth are bounded.
final class SafeXml {

    private static final int LARGEST = 4 << 20;
    private static final int DEEPEST = 50;

    /// What is told of the document, element by element.
    interface Visitor {
        /// An element begins; its attributes are the reader's.
        void open(XMLStreamReader at);

        /// An element ends.
        ///
        /// @param text the characters that stood directly in it, at most a few thousand
        void close(String namespace, String name, String text);
    }

    private SafeXml() {}

    /// Goes through the document.
    ///
    /// @return why it could not be read to its end; empty when it was
    static String read(byte[] xml, Visitor visitor) {
        if (xml.length > LARGEST) {
            return "it has " + xml.length + " bytes, more than " + LARGEST;
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        XMLResolver nothing =
                (publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]);
        factory.setXMLResolver(nothing);
        factory.setXMLReporter((message, type, related, at) -> {}); // else it prints
        try {
            String text =
                    charset(xml)
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(xml))
                            .toString();
            XMLStreamReader reader =
                    factory.createXMLStreamReader(
                            new StringReader(text.startsWith("\ufeff") ? text.substring(1) : text));
            try {
                return walk(reader, visitor);
            } finally {
                reader.close();
            }
        } catch (CharacterCodingException | XMLStreamException | RuntimeException e) {
            return "it is not well-formed XML";
        }
    }

    /// The encoding by mark, by the first signs or by the declaration; UTF-8 without (XML 1.0,
    /// appendix F). The parser is given characters, since it prints what it thinks of bad bytes.
    ///
    /// @throws IllegalArgumentException if it is one that is not known here
    private static Charset charset(byte[] xml) {
        int first = xml.length < 2 ? 0 : (xml[0] & 0xff) << 8 | (xml[1] & 0xff);
        boolean wide = xml.length >= 4 && xml[2] == 0 && xml[3] == 0;
        return switch (first) {
            case 0xfeff, 0x003c -> StandardCharsets.UTF_16BE;
            case 0xfffe, 0x3c00 -> wide ? Charset.forName("UTF-32LE") : StandardCharsets.UTF_16LE;
            case 0x0000 -> Charset.forName("UTF-32BE");
            default -> declared(xml);
        };
    }

    private static Charset declared(byte[] xml) {
        String head = new String(xml, 0, Math.min(xml.length, 200), StandardCharsets.ISO_8859_1);
        int end = head.indexOf("?>");
        int name = head.indexOf("encoding");
        int quote = name < 0 || end < name ? -1 : nextQuote(head, name);
        int close = quote < 0 ? -1 : head.indexOf(head.charAt(quote), quote + 1);
        return !head.startsWith("<?xml") || close < 0
                ? StandardCharsets.UTF_8
                : Charset.forName(head.substring(quote + 1, close));
    }

    private static int nextQuote(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '"' || text.charAt(i) == '\'') {
                return i;
            }
        }
        return -1;
    }

    private static String walk(XMLStreamReader reader, Visitor visitor) throws XMLStreamException {
        StringBuilder[] texts = new StringBuilder[DEEPEST];
        int depth = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD -> {
                    return "it declares a document type, which is refused";
                }
                case XMLStreamConstants.ENTITY_REFERENCE -> {
                    return "it refers to an entity, which is refused";
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    if (depth == DEEPEST) {
                        return "its elements lie deeper than " + DEEPEST;
                    }
                    texts[depth++] = new StringBuilder();
                    visitor.open(reader);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (depth > 0 && texts[depth - 1].length() < 4000) {
                        texts[depth - 1].append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    String namespace = reader.getNamespaceURI();
                    visitor.close(
                            namespace == null ? "" : namespace,
                            reader.getLocalName(),
                            texts[--depth].toString());
                }
                default -> {}
            }
        }
        return "";
    }
}
