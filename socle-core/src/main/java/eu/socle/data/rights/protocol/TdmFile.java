package eu.socle.data.rights.protocol;

import eu.socle.core.Digest;
import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.rights.robots.PathPattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/.well-known/tdmrep.json` of a site: a list of locations with their reservation, of which the
/// first that matches decides (W3C TDMRep, section on the file on the origin server).
public final class TdmFile {

    private static final int LARGEST = 5 << 20;
    private static final int MOST_RULES = 100_000;
    private static final TdmRep PROTOCOL = new TdmRep();

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(20)
                                                    .maxStringLength(100_000)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private record Rule(
            @Nullable PathPattern location, Value value, String because, String words) {}

    private final Digest digest;
    private final int size;
    private final String unreadable;
    private final List<Rule> rules;

    private TdmFile(byte[] bytes, String unreadable, List<Rule> rules) {
        this.digest = Digest.of(bytes);
        this.size = bytes.length;
        this.unreadable = unreadable;
        this.rules = List.copyOf(rules);
    }

    /// Parses the body of the file.
    public static TdmFile parse(byte[] bytes) {
        if (bytes.length > LARGEST) {
            return new TdmFile(
                    bytes, "it has " + bytes.length + " bytes, more than " + LARGEST, List.of());
        }
        JsonNode root;
        try {
            root = MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            return new TdmFile(bytes, "it is not JSON that can be read in one way", List.of());
        }
        if (root == null || !root.isArray()) {
            return new TdmFile(bytes, "it is no list of rules", List.of());
        }
        if (root.size() > MOST_RULES) {
            return new TdmFile(bytes, "it has more than " + MOST_RULES + " rules", List.of());
        }
        List<Rule> rules = new ArrayList<>();
        for (JsonNode entry : root) {
            rules.add(rule(entry));
        }
        return new TdmFile(bytes, "", rules);
    }

    private static Rule rule(JsonNode entry) {
        JsonNode location = entry.get("location");
        String words = entry.toString();
        String brief = words.length() > 300 ? words.substring(0, 300) + "..." : words;
        if (location == null || !location.isString()) {
            return new Rule(null, Value.UNKNOWN, "a rule has no location", brief);
        }
        PathPattern pattern = PathPattern.of(location.stringValue());
        JsonNode reservation = entry.get("tdm-reservation");
        boolean integer = reservation != null && reservation.isIntegralNumber();
        if (!integer || reservation.longValue() < 0 || reservation.longValue() > 1) {
            return new Rule(pattern, Value.UNKNOWN, "tdm-reservation is neither 0 nor 1", brief);
        }
        boolean reserved = reservation.longValue() == 1;
        JsonNode policy = entry.get("tdm-policy");
        String terms =
                policy != null && policy.isString() ? ", tdm-policy: " + policy.stringValue() : "";
        return new Rule(
                pattern,
                reserved ? Value.DISALLOW : Value.ALLOW,
                "",
                location.stringValue() + " tdm-reservation: " + (reserved ? "1" : "0") + terms);
    }

    /// SHA-256 of the bytes.
    public Digest digest() {
        return digest;
    }

    /// Bytes of the file.
    public int size() {
        return size;
    }

    /// Why it could not be read; empty when it was.
    public String unreadable() {
        return unreadable;
    }

    /// What the file says of an address: the first rule that matches its canonical path. A rule
    /// without location before that makes the answer unknown, since it may have been meant.
    public List<OptOut> verdict(String url, byte[] path, String date) {
        if (!unreadable.isEmpty()) {
            return List.of(signal(Value.UNKNOWN, unreadable, "", url, date));
        }
        List<OptOut> signals = new ArrayList<>(1);
        for (Rule rule : rules) {
            PathPattern location = rule.location;
            if (location == null) {
                if (signals.isEmpty()) {
                    signals.add(signal(rule.value, rule.because, rule.words, url, date));
                }
            } else if (location.matches(path)) {
                if (!signals.isEmpty() && rule.value == Value.ALLOW) {
                    return signals; // the rule without location may have been meant
                }
                signals.add(signal(rule.value, rule.because, rule.words, url, date));
                return signals;
            }
        }
        return signals;
    }

    private OptOut signal(Value value, String because, String words, String url, String date) {
        return new OptOut(
                "tdmrep-file",
                PROTOCOL.version(),
                url,
                value,
                because,
                words,
                0,
                digest.hex(),
                date);
    }
}
