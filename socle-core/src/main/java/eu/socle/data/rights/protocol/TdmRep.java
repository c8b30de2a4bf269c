package eu.socle.data.rights.protocol;

import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import java.util.ArrayList;
import java.util.List;

/// The TDM Reservation Protocol (W3C community group report, state of 2025-12-07):
/// `tdm-reservation` is 1 (reserved) or 0 (not reserved), `tdm-policy` is the address of terms. A
/// header supersedes the site's file, metadata of a page supersede the header, metadata inside an
/// EPUB or PDF supersede all; absence never resets.
public record TdmRep() implements Protocol {

    private static final String RESERVATION = "tdm-reservation";
    private static final String POLICY = "tdm-policy";
    private static final String POLICY_ALONE = "a policy without a reservation reserves nothing";

    /// What all signals say together.
    ///
    /// @param value allow (0), disallow (1) or unknown (unset)
    /// @param policy address of the terms to ask for; empty without reservation or without terms
    /// @param decidedBy protocol name of the deciding signal; empty when unset
    public record Outcome(Value value, String policy, String decidedBy) {}

    @Override
    public String family() {
        return "tdmrep";
    }

    @Override
    public String version() {
        return "CG report, 2025-12-07";
    }

    @Override
    public List<OptOut> header(String field, String value, Agents agents) {
        return named("header", field, value);
    }

    @Override
    public List<OptOut> meta(String name, String content, Agents agents) {
        return named("html-meta", name, content);
    }

    @Override
    public List<OptOut> frontMatter(String key, String value, Agents agents) {
        return named("front-matter", key, value);
    }

    /// The signals of metadata inside a file: the package document of an EPUB (2 or 3) or the XMP
    /// packet of a PDF.
    ///
    /// @param carrier `epub` or `pdf-xmp`
    /// @param xml the bytes; a document that declares a type, that is not well formed or too large
    ///   is one unknown signal
    public List<OptOut> embedded(String carrier, byte[] xml) {
        EmbeddedTdm found = EmbeddedTdm.read(xml);
        List<OptOut> signals = new ArrayList<>();
        if (!found.unreadable().isEmpty()) {
            signals.add(signal(carrier, Value.UNKNOWN, found.unreadable(), "").withDigest(xml));
        }
        for (String value : found.reservations()) {
            named(carrier, RESERVATION, value).forEach(s -> signals.add(s.withDigest(xml)));
        }
        for (String value : found.policies()) {
            named(carrier, POLICY, value).forEach(s -> signals.add(s.withDigest(xml)));
        }
        return signals;
    }

    private List<OptOut> named(String carrier, String name, String value) {
        String word = value.strip();
        return switch (name) {
            case RESERVATION -> List.of(reservation(carrier, word));
            case POLICY ->
                    word.isEmpty()
                            ? List.of()
                            : List.of(
                                    signal(
                                            carrier,
                                            Value.UNKNOWN,
                                            POLICY_ALONE,
                                            POLICY + ": " + word));
            default -> List.of();
        };
    }

    private OptOut reservation(String carrier, String word) {
        String words = RESERVATION + ": " + word;
        return switch (ofLines(word)) {
            case "1" -> signal(carrier, Value.DISALLOW, "", words);
            case "0" -> signal(carrier, Value.ALLOW, "", words);
            default -> {
                String brief = word.length() > 80 ? word.substring(0, 80) + "..." : word;
                yield signal(
                        carrier,
                        Value.UNKNOWN,
                        RESERVATION + " is neither 0 nor 1",
                        RESERVATION + ": " + brief);
            }
        };
    }

    /// Several header lines are one value with commas: 1 when one says so, 0 when all do.
    private static String ofLines(String word) {
        boolean reserved = false;
        boolean free = true;
        for (String line : word.split(",", -1)) {
            reserved |= line.strip().equals("1");
            free &= line.strip().equals("0");
        }
        return reserved ? "1" : free ? "0" : word;
    }

    @Override
    public Value combined(List<OptOut> signals) {
        return outcome(signals).value();
    }

    /// What these signals say together, whatever their order. Two values in carriers of one rank
    /// that contradict each other: the reservation holds. A value that cannot be read is unset: it
    /// leaves what other carriers say.
    public static Outcome outcome(List<OptOut> signals) {
        Value value = Value.UNKNOWN;
        String decidedBy = "";
        int best = -1;
        for (OptOut signal : signals) {
            if (signal.value() == Value.UNKNOWN) {
                continue;
            }
            int rank = rank(signal.protocol());
            boolean stricter = Protocol.stricter(signal.value(), value) != value;
            if (rank > best || (rank == best && stricter)) {
                best = rank;
                value = signal.value();
                decidedBy = signal.protocol();
            }
        }
        return new Outcome(value, value == Value.DISALLOW ? policy(signals) : "", decidedBy);
    }

    private static String policy(List<OptOut> signals) {
        int best = -1;
        String policy = "";
        for (OptOut signal : signals) {
            int start = signal.evidence().indexOf(POLICY + ": ");
            if (start < 0) {
                continue;
            }
            String address = signal.evidence().substring(start + POLICY.length() + 2);
            int rank = rank(signal.protocol());
            if (rank > best || (rank == best && address.compareTo(policy) < 0)) {
                best = rank;
                policy = address;
            }
        }
        return policy;
    }

    private static int rank(String protocol) {
        return switch (protocol) {
            case "tdmrep-file" -> 0;
            case "tdmrep-header" -> 1;
            case "tdmrep-html-meta", "tdmrep-front-matter" -> 2;
            default -> 3;
        };
    }
}
