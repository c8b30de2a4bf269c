package eu.socle.data.rights.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// What the metadata inside an EPUB or PDF say: values of `reservation` and `policy` as written.
///
/// @param unreadable why the XML could not be read to its end; empty when it was
record EmbeddedTdm(List<String> reservations, List<String> policies, String unreadable) {

    private static final String NAMESPACE = "http://www.w3.org/ns/tdmrep";

    static EmbeddedTdm read(byte[] xml) {
        Reader reader = new Reader();
        String unreadable = SafeXml.read(xml, reader);
        return new EmbeddedTdm(reader.reservations, reader.policies, unreadable);
    }

    private static final class Reader implements SafeXml.Visitor {
        final List<String> reservations = new ArrayList<>();
        final List<String> policies = new ArrayList<>();
        private final Map<String, String> prefixes = new TreeMap<>(); // of EPUB 3
        private final Deque<String> properties = new ArrayDeque<>(); // of open elements

        @Override
        public void open(XMLStreamReader at) {
            String property = "";
            String content = null;
            for (int i = 0; i < at.getAttributeCount(); i++) {
                String value = at.getAttributeValue(i);
                switch (at.getAttributeLocalName(i).toLowerCase(Locale.ROOT)) {
                    case "prefix" -> declare(value);
                    case "property", "name" -> property = value.strip();
                    case "content" -> content = value;
                    default -> {}
                }
                if (isTdm(at.getNamespaceURI()) && at.getAttributeLocalName(i).equals("resource")) {
                    add(at.getLocalName(), value);
                }
                if (isTdm(at.getAttributeNamespace(i))) { // XMP writes properties as attributes too
                    add(at.getAttributeLocalName(i), value);
                }
            }
            String term = term(property);
            properties.push(content == null ? term : "");
            if (content != null) {
                add(term, content);
            }
        }

        @Override
        public void close(String namespace, String name, String text) {
            String term = properties.pop();
            add(isTdm(namespace) ? name : term, text);
        }

        private void add(String term, String value) {
            if (term.equals("reservation")) {
                reservations.add(value);
            } else if (term.equals("policy")) {
                policies.add(value);
            }
        }

        /// The term behind the prefix of TDMRep; empty for other properties.
        private String term(String property) {
            int colon = property.indexOf(':');
            if (colon < 0) {
                return "";
            }
            String prefix = property.substring(0, colon);
            String namespace = prefixes.getOrDefault(prefix, prefix.equals("tdm") ? NAMESPACE : "");
            return isTdm(namespace) ? property.substring(colon + 1) : "";
        }

        /// `prefix="tdm: http://www.w3.org/ns/tdmrep# other: ..."`.
        private void declare(String value) {
            String[] words = value.strip().split("\\s+", -1);
            for (int i = 0; i + 1 < words.length; i += 2) {
                if (words[i].endsWith(":")) {
                    prefixes.put(words[i].substring(0, words[i].length() - 1), words[i + 1]);
                }
            }
        }

        private static boolean isTdm(@Nullable String namespace) {
            return namespace != null
                    && namespace.startsWith(NAMESPACE)
                    && (namespace.length() == NAMESPACE.length()
                            || (namespace.length() == NAMESPACE.length() + 1
                                    && "/#".indexOf(namespace.charAt(NAMESPACE.length())) >= 0));
        }
    }
}
