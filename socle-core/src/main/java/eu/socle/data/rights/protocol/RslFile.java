package eu.socle.data.rights.protocol;

import eu.socle.core.Digest;
import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.rights.robots.CanonicalPath;
import eu.socle.data.rights.robots.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;

/// A file of terms in Really Simple Licensing (RSL 1.0, December 2025): which uses of which
/// addresses are permitted, prohibited, or sold.
public final class RslFile {

    static final String NAMESPACE = "https://rslstandard.org/rsl";

    /// Uses that training is, or that include it; older files write `train-ai`.
    private static final Set<String> TRAINING = Set.of("all", "ai-all", "ai-train", "train-ai");

    /// Uses that training is not.
    private static final Set<String> OTHER = Set.of("ai-input", "ai-index", "search");

    private static final Set<String> FREE = Set.of("free");

    /// What one licence says.
    private record Terms(Value value, String because, String words) {}

    /// @param host lower case; empty for any
    private record Content(String host, PathPattern url, List<Terms> licences) {}

    private final Digest digest;
    private final int size;
    private final String unreadable;
    private final List<Content> contents;

    private RslFile(byte[] bytes, String unreadable, List<Content> contents) {
        this.digest = Digest.of(bytes);
        this.size = bytes.length;
        this.unreadable = unreadable;
        this.contents = List.copyOf(contents);
    }

    /// Parses the file; a document type, another namespace or damage makes all of it unknown.
    public static RslFile parse(byte[] bytes) {
        Reader reader = new Reader();
        String reason = SafeXml.read(bytes, reader);
        if (reason.isEmpty() && !reader.root.equals(NAMESPACE)) {
            reason = "its root is not of the namespace " + NAMESPACE;
        }
        return new RslFile(bytes, reason, reason.isEmpty() ? reader.contents : List.of());
    }

    /// Bytes of the file.
    public int size() {
        return size;
    }

    /// Why it could not be read; empty when it was.
    public String unreadable() {
        return unreadable;
    }

    /// What the file says of training on an address. Of several licences the strictest counts:
    /// which of them would be ours is a matter of contract.
    public List<OptOut> verdict(String url, byte[] path, String date) {
        if (!unreadable.isEmpty()) {
            return List.of(signal(new Terms(Value.UNKNOWN, unreadable, ""), url, date));
        }
        List<OptOut> signals = new ArrayList<>();
        String host = host(url);
        for (Content content : contents) {
            boolean ours = content.host.isEmpty() || host.isEmpty() || content.host.equals(host);
            if (ours && content.url.matches(path)) {
                for (Terms terms : content.licences) {
                    signals.add(signal(terms, url, date));
                }
            }
        }
        return signals;
    }

    /// Host of an address, with its port; empty for a path.
    private static String host(String url) {
        int scheme = url.startsWith("//") ? 0 : url.indexOf("://");
        if (scheme < 0) {
            return "";
        }
        int start = url.indexOf("//", scheme) + 2;
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return url.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private OptOut signal(Terms terms, String url, String date) {
        return new OptOut(
                "rsl-file",
                Rsl.VERSION,
                url,
                terms.value,
                terms.because,
                terms.words,
                0,
                digest.hex(),
                date);
    }

    private static final class Reader implements SafeXml.Visitor {
        final List<Content> contents = new ArrayList<>();
        String root = "?";
        private List<Terms> licences = new ArrayList<>();
        private PathPattern url = PathPattern.of("/");
        private String host = "";
        private String server = ""; // where a licence must be asked for
        private final List<String> permitted = new ArrayList<>();
        private final List<String> prohibited = new ArrayList<>();
        private final List<String> limits = new ArrayList<>(); // to some users or places
        private final List<String> payments = new ArrayList<>();
        private String type = "";

        @Override
        public void open(XMLStreamReader at) {
            if (root.equals("?")) {
                root = at.getNamespaceURI() == null ? "" : at.getNamespaceURI();
            }
            if (!NAMESPACE.equals(at.getNamespaceURI())) {
                return;
            }
            switch (at.getLocalName()) {
                case "content" -> {
                    String location = attribute(at, "url");
                    licences = new ArrayList<>();
                    host = host(location);
                    url = pattern(location.isEmpty() ? "/" : location);
                    boolean encrypted = attribute(at, "encrypted").equalsIgnoreCase("true");
                    server = encrypted ? "the content is encrypted" : attribute(at, "server");
                }
                case "permits", "prohibits" -> type = lower(at);
                case "license" -> {
                    permitted.clear();
                    prohibited.clear();
                    limits.clear();
                    payments.clear();
                }
                case "payment" -> payments.add(lower(at).isEmpty() ? "unstated" : lower(at));
                default -> {}
            }
        }

        private static String attribute(XMLStreamReader at, String name) {
            String value = at.getAttributeValue(null, name);
            return value == null ? "" : value.strip();
        }

        private static String lower(XMLStreamReader at) {
            return attribute(at, "type").toLowerCase(Locale.ROOT);
        }

        @Override
        public void close(String namespace, String name, String text) {
            if (!NAMESPACE.equals(namespace)) {
                return;
            }
            switch (name) {
                case "permits" -> limit(text, permitted);
                case "prohibits" -> limit(text, prohibited);
                case "license" -> licences.add(terms());
                case "content" ->
                        contents.add(
                                new Content(
                                        host,
                                        url,
                                        licences.isEmpty()
                                                ? List.of(
                                                        new Terms(
                                                                Value.UNKNOWN,
                                                                "it holds no licence",
                                                                "content"))
                                                : licences));
                default -> {}
            }
        }

        private void limit(String text, List<String> uses) {
            List<String> words =
                    List.of(text.strip().toLowerCase(Locale.ROOT).split("[\\s,]+", -1));
            if (type.isEmpty() || type.equals("usage")) {
                uses.addAll(words);
            } else {
                limits.add(type);
            }
        }

        private Terms terms() {
            if (prohibited.stream().anyMatch(TRAINING::contains)) {
                return new Terms(
                        Value.DISALLOW, "", "prohibits usage: " + String.join(" ", prohibited));
            }
            String words = "permits usage: " + String.join(" ", permitted);
            if (!permitted.isEmpty() && permitted.stream().noneMatch(TRAINING::contains)) {
                return new Terms(Value.DISALLOW, "", words + " (nothing else)");
            }
            String paid =
                    String.join(" ", payments.stream().filter(p -> !FREE.contains(p)).toList());
            if (!paid.isEmpty()) {
                return new Terms(
                        Value.CONDITIONAL, "terms: payment " + paid, words + "; payment: " + paid);
            }
            if (!server.isEmpty()) {
                return new Terms(
                        Value.CONDITIONAL,
                        "terms: a licence must be asked for",
                        words + "; server: " + server);
            }
            if (!limits.isEmpty()) {
                return new Terms(
                        Value.CONDITIONAL, "terms: for some by " + String.join(" ", limits), words);
            }
            for (String use : prohibited) {
                if (!OTHER.contains(use)) {
                    return new Terms(
                            Value.UNKNOWN,
                            "it prohibits a use that is not known here",
                            "prohibits usage: " + String.join(" ", prohibited));
                }
            }
            return permitted.isEmpty()
                    ? new Terms(Value.UNKNOWN, "the licence says nothing of training", "license")
                    : new Terms(Value.ALLOW, "", words);
        }

        private static PathPattern pattern(String location) {
            boolean whole = location.startsWith("//") || location.contains("://");
            if (!whole) {
                return PathPattern.of(location);
            }
            int path = location.indexOf('/', location.indexOf("//") + 2);
            return PathPattern.of(path < 0 ? "/" : location.substring(path));
        }
    }

    /// As [#verdict(String, byte[], String)], for an address as written.
    public List<OptOut> verdict(String url, String date) {
        return verdict(url, CanonicalPath.of(url), date);
    }
}
