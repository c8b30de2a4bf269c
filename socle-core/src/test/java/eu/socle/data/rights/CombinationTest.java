package eu.socle.data.rights;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Json;
import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.rights.protocol.Agents;
import eu.socle.data.rights.protocol.Protocol;
import eu.socle.data.rights.protocol.Protocols;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What holds for every set of signals.
class CombinationTest {

    private static final List<String> NAMES =
            List.of(
                    "robots",
                    "robots-ai-agents",
                    "aipref-header",
                    "aipref-robots",
                    "tdmrep-file",
                    "tdmrep-header",
                    "tdmrep-html-meta",
                    "tdmrep-epub",
                    "content-signal-robots",
                    "rsl-file",
                    "robots-meta-noai",
                    "new-thing");

    private static OptOut signal(String name, Value value) {
        String because = value == Value.UNKNOWN || value == Value.CONDITIONAL ? "a reason" : "";
        return OptOut.of(name, "1", value, because, name + " " + value.word());
    }

    private static List<OptOut> signals(Random random) {
        List<OptOut> signals = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            Value[] values = Value.values();
            signals.add(
                    signal(
                            NAMES.get(random.nextInt(NAMES.size())),
                            values[random.nextInt(values.length)]));
        }
        return signals;
    }

    /// How much a verdict permits; silence permits more than a signal that cannot be read, less
    /// than nothing at all can be said of an express permission.
    private static int width(Verdict verdict) {
        return switch (verdict.value()) {
            case DISALLOW -> 0;
            case CONDITIONAL -> 1;
            case UNKNOWN -> verdict.silent() ? 3 : 2;
            case ALLOW -> 4;
        };
    }

    @Test
    void aRestrictiveStatementNeverWidensAVerdict() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            List<OptOut> before = signals(random);
            // inside TDMRep a later carrier supersedes: a restriction there still restricts
            String name = NAMES.get(random.nextInt(NAMES.size()));
            List<OptOut> after = new ArrayList<>(before);
            after.add(signal(name, Value.DISALLOW));
            assertThat(width(Combination.of(after)))
                    .as("%s + %s", before, name)
                    .isLessThanOrEqualTo(width(Combination.of(before)));
        }
    }

    @Test
    void theOrderOfStatementsIsIrrelevant() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            List<OptOut> signals = signals(random);
            Verdict verdict = Combination.of(signals);
            Collections.shuffle(signals, random);
            Verdict other = Combination.of(signals);
            assertThat(other.value()).isEqualTo(verdict.value());
            assertThat(other.because()).isEqualTo(verdict.because());
            assertThat(other.evidence()).containsExactlyInAnyOrderElementsOf(verdict.evidence());
        }
    }

    @Test
    void everyVerdictCitesItsEvidence() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            List<OptOut> signals = signals(random);
            Verdict verdict = Combination.of(signals);
            assertThat(signals).containsAll(verdict.evidence());
            if (verdict.value() == Value.UNKNOWN || verdict.value() == Value.CONDITIONAL) {
                assertThat(verdict.because()).isNotEmpty();
            } else {
                assertThat(verdict.evidence()).isNotEmpty();
            }
        }
    }

    @Test
    void permissionToCrawlIsNoPermissionToUse() {
        Verdict verdict = Combination.of(List.of(signal("robots", Value.ALLOW)));
        assertThat(verdict.value()).isEqualTo(Value.UNKNOWN);
        assertThat(verdict.silent()).isTrue();
    }

    @Test
    void metadataOfAPageLiftTheHeaderWithinTdmRepOnly() {
        OptOut header = signal("tdmrep-header", Value.DISALLOW);
        OptOut meta = signal("tdmrep-html-meta", Value.ALLOW);
        assertThat(Combination.of(List.of(header, meta)).value()).isEqualTo(Value.ALLOW);
        OptOut noai = signal("robots-meta-noai", Value.DISALLOW);
        assertThat(Combination.of(List.of(header, meta, noai)).value()).isEqualTo(Value.DISALLOW);
    }

    @Test
    void aProtocolOfTheFutureIsUnknownButItsReservationHolds() {
        assertThat(Combination.of(List.of(signal("new-thing", Value.ALLOW))).value())
                .isEqualTo(Value.UNKNOWN);
        assertThat(Combination.of(List.of(signal("new-thing", Value.DISALLOW))).value())
                .isEqualTo(Value.DISALLOW);
    }

    @Test
    void everyNameBelongsToOneProtocol() {
        for (String name : NAMES) {
            long owners =
                    Protocols.ALL.stream().filter(p -> p.owns(signal(name, Value.ALLOW))).count();
            assertThat(owners).as(name).isEqualTo(name.equals("new-thing") ? 0 : 1);
        }
        assertThat(Protocols.ALL.stream().map(Protocol::version)).allMatch(v -> !v.isEmpty());
    }

    @Test
    void aSignalIsASmallReadableRowAndReadsBack() {
        OptOut signal = signal("tdmrep-header", Value.DISALLOW).on("2026-01-31");
        String json = Json.canonical(List.of(signal));
        assertThat(json)
                .contains("\"value\":\"disallow\"")
                .doesNotContain("because")
                .doesNotContain("\"at\"");
        assertThat(Json.read(json, OptOut[].class, "a test")).containsExactly(signal);
        OptOut all = new OptOut("p", "1", "s", Value.UNKNOWN, "b", "e", 12, "d", "2026-01-31");
        assertThat(Json.read(Json.canonical(all), OptOut.class, "a test")).isEqualTo(all);
    }

    @Test
    void longAndWildValuesAreReadWithoutFailing() {
        Random random = new Random(5);
        String alphabet = "train-ai=yn,;:\"()?%@\\ \t0129.é<>relcs/noi";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int j = random.nextInt(40); j > 0; j--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (String field :
                    List.of(
                            "content-usage",
                            "tdm-reservation",
                            "x-robots-tag",
                            "link",
                            "content-signal")) {
                Combination.of(new Signals(Agents.DEFAULT).header(field, value.toString()));
            }
        }
        String huge = "train-ai=n, x=\"" + "a\\\"".repeat(2_000_000) + "\"";
        assertThat(Combination.of(Signals.DEFAULT.header("content-usage", huge)).value())
                .isEqualTo(Value.UNKNOWN);
        assertThat(Signals.DEFAULT.header("x-robots-tag", "otherbot: noai")).isEmpty();
        assertThat(Signals.DEFAULT.header("x-robots-tag", "otherbot: noindex, gptbot: noai"))
                .hasSize(1);
        assertThat(
                        Signals.DEFAULT.header(
                                "x-robots-tag",
                                "unavailable_after: 25 Jun 2026 15:00:00 PST, noai"))
                .hasSize(1);
    }
}
