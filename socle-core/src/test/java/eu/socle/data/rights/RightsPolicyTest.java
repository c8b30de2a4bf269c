package eu.socle.data.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.core.Settings;
import eu.socle.data.rights.licence.LicencePolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RightsPolicyTest {

    private static Rights rights(String licence, OptOut... signals) {
        return new Rights("s", "", "", new Licence.Known(licence, "a test"), List.of(signals));
    }

    private static OptOut signal(Value value) {
        return OptOut.of(
                "tdmrep-header",
                "1",
                value,
                value == Value.UNKNOWN ? "neither 0 nor 1" : "",
                "tdm-reservation: x");
    }

    private static Settings settings(String... pairs) {
        Map<String, Settings.Value> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], new Settings.Value.Scalar(pairs[i + 1], 1));
        }
        return new Settings("r.yaml", "data.rights", 1, values);
    }

    @Test
    void whatCannotBeReadIsDroppedUnlessTheRecipeSaysOtherwise() {
        Decision drop = RightsPolicy.DEFAULT.decide(rights("MIT", signal(Value.UNKNOWN)));
        assertThat(drop.reason()).isEqualTo("rights_unknown");
        assertThat(drop.detail()).contains("neither 0 nor 1");
        RightsPolicy keeping = RightsPolicy.from(settings("unknown", "keep"), List.of());
        assertThat(keeping.decide(rights("MIT", signal(Value.UNKNOWN))).keep()).isTrue();
        assertThat(keeping.describe()).contains("a signal that cannot be read: keep");
        assertThat(keeping.digest()).isNotEqualTo(RightsPolicy.DEFAULT.digest());
    }

    @Test
    void silenceLeavesTheLicenceToDecideUnlessTheRecipeSaysOtherwise() {
        assertThat(RightsPolicy.DEFAULT.decide(rights("MIT")).keep()).isTrue();
        assertThat(
                        RightsPolicy.from(settings("no-signal", "drop"), List.of())
                                .decide(rights("MIT"))
                                .reason())
                .isEqualTo("no_signal");
    }

    @Test
    void reservationsAndTermsDropWhateverTheLicence() {
        assertThat(RightsPolicy.DEFAULT.decide(rights("CC0-1.0", signal(Value.DISALLOW))).reason())
                .isEqualTo("opted_out");
        assertThat(
                        RightsPolicy.DEFAULT
                                .decide(rights("CC0-1.0", signal(Value.CONDITIONAL)))
                                .reason())
                .isEqualTo("conditional");
        RightsPolicy contract = RightsPolicy.from(settings("contracts", "s"), List.of());
        assertThat(contract.decide(rights("CC0-1.0", signal(Value.DISALLOW))).keep()).isTrue();
    }

    @Test
    void theDefaultAllowsOpenLicencesAndNothingElse() {
        for (String open :
                List.of(
                        "CC0-1.0",
                        "CC-BY-4.0",
                        "ODC-By-1.0",
                        "etalab-2.0",
                        "OGL-UK-3.0",
                        "MIT",
                        "Apache-2.0",
                        "MIT OR GPL-3.0-only")) {
            assertThat(RightsPolicy.DEFAULT.decide(rights(open)).keep()).as(open).isTrue();
        }
        for (String closed :
                List.of(
                        "CC-BY-SA-4.0",
                        "CC-BY-NC-4.0",
                        "CC-BY-ND-3.0",
                        "GPL-3.0-only",
                        "MIT AND GPL-3.0-only",
                        "JSON",
                        "LicenseRef-x",
                        "nonsense words")) {
            assertThat(RightsPolicy.DEFAULT.decide(rights(closed)).reason())
                    .as(closed)
                    .isEqualTo("licence_not_allowed");
        }
        assertThat(
                        RightsPolicy.from(settings("share-alike", "true"), List.of())
                                .decide(rights("CC-BY-SA-4.0"))
                                .keep())
                .isTrue();
        assertThat(LicencePolicy.DEFAULT.allows("GPL-2.0-only WITH Classpath-exception-2.0"))
                .isFalse();
        assertThat(LicencePolicy.DEFAULT.allows("Apache-2.0 WITH LLVM-exception")).isTrue();
    }

    @Test
    void wrongWordsAreRefused() {
        assertThatThrownBy(() -> RightsPolicy.from(settings("unknown", "maybe"), List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("keep, drop");
        assertThatThrownBy(() -> RightsPolicy.from(settings("unkown", "keep"), List.of()))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> RightsPolicy.from(settings("licence-classes", "open"), List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("share-alike");
    }
}
