package eu.socle.data.rights.protocol;

import java.io.ByteArrayInputStream;
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
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            try {
                return walk(reader, visitor);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException e) { // the parser throws both on bad bytes
            return "it is not well-formed XML";
        }
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
