package eu.socle.data.rights;

import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.rights.protocol.Protocol;
import eu.socle.data.rights.protocol.Protocols;
import java.util.ArrayList;
import java.util.List;

/// The precedence between signals: within a protocol its own rule, between protocols the most
/// restrictive. Permission to crawl and preference on use are two stages: that a page may be
/// fetched does not say that it may be used.
public final class Combination {

    private Combination() {}

    /// What these signals mean together; their order is irrelevant.
    public static Verdict of(List<OptOut> signals) {
        Verdict strictest = new Verdict(Value.UNKNOWN, "no signal was found", false, List.of());
        for (Protocol protocol : Protocols.ALL) {
            List<OptOut> own = signals.stream().filter(protocol::owns).toList();
            if (own.isEmpty()) {
                continue;
            }
            Value value = protocol.combined(own);
            boolean crawl = protocol.stage() == Protocol.Stage.CRAWL;
            if (crawl && value == Value.ALLOW) {
                continue;
            }
            Verdict verdict = new Verdict(value, because(value, own), crawl, deciding(value, own));
            if (strictest.silent() || stricter(value, strictest.value())) {
                strictest = verdict;
            }
        }
        List<OptOut> foreign = signals.stream().filter(s -> Protocols.of(s).isEmpty()).toList();
        return foreign.isEmpty() ? strictest : withForeign(strictest, foreign);
    }

    /// Signals of a protocol that this version does not know: a reservation holds, anything else is
    /// unknown.
    private static Verdict withForeign(Verdict verdict, List<OptOut> foreign) {
        List<OptOut> reserved = foreign.stream().filter(OptOut::reserved).toList();
        if (!reserved.isEmpty()) {
            Value value = Protocol.mostRestrictive(reserved);
            return stricter(value, verdict.value())
                    ? new Verdict(value, because(value, reserved), false, deciding(value, reserved))
                    : verdict;
        }
        return verdict.silent() || verdict.value() == Value.ALLOW
                ? new Verdict(Value.UNKNOWN, foreign(foreign), false, foreign)
                : verdict;
    }

    private static String foreign(List<OptOut> signals) {
        return String.join(
                "; ",
                signals.stream()
                        .map(signal ->
                                signal.because().isEmpty()
                                        ? "the protocol " + signal.protocol() + " is not known here"
                                        : signal.protocol() + ": " + signal.because())
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static boolean stricter(Value a, Value b) {
        return a != b && Protocol.stricter(a, b) == a;
    }

    private static List<OptOut> deciding(Value value, List<OptOut> own) {
        List<OptOut> deciding = own.stream().filter(s -> s.value() == value).toList();
        return deciding.isEmpty() ? own : deciding;
    }

    private static String because(Value value, List<OptOut> own) {
        if (value == Value.ALLOW || value == Value.DISALLOW) {
            return "";
        }
        List<String> reasons = new ArrayList<>();
        for (OptOut signal : own) {
            String reason = signal.protocol() + ": " + signal.because();
            if (signal.value() == value && !reasons.contains(reason)) {
                reasons.add(reason);
            }
        }
        reasons.sort(null);
        return String.join("; ", reasons);
    }
}
