package eu.socle.data.personal.replace;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.data.personal.Confidence;
import eu.socle.data.personal.PersonalConfig;
import eu.socle.data.personal.PersonalData;
import eu.socle.data.personal.PersonalType;
import eu.socle.data.personal.Scratch;
import eu.socle.data.personal.Spans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

    private static final Seed SEED = new Seed(42);
    private final PersonalData finder = PersonalData.of(PersonalConfig.thorough());

    private Redaction redacted(String language, String text, Replacement replacement, String id) {
        Spans spans = finder.find(text, language, new Scratch());
        return Redaction.of(text, spans, replacement, id);
    }

    @Test
    void putsTypedPlaceholdersAndCountsByTypeAndCountry() {
        Redaction redaction =
                redacted(
                        "fr",
                        "NIR : 2 83 01 21 075 841 48, IBAN DE89370400440532013000 et FR7630006000011234567890189, a@b.fr",
                        new Replacement.Placeholder(),
                        "x");
        assertThat(redaction.text()).isEqualTo("NIR : <FR_NIR>, IBAN <IBAN> et <IBAN>, <EMAIL>");
        assertThat(redaction.counts())
                .containsOnlyKeys("EMAIL_ADDRESS", "FR_NIR", "IBAN DE", "IBAN FR")
                .containsEntry("IBAN DE", 1L);
        Redaction.Place first = redaction.places().getFirst();
        assertThat(first).isEqualTo(new Redaction.Place(PersonalType.FR_NIR, 6, 8));
    }

    @Test
    void inventsTheSameForTheSameValueInADocumentAndAnotherElsewhere() {
        String text = "Tél. 01 42 68 53 00 ou 0142685300, a@b.fr";
        Replacement synthetic = new Replacement.Synthetic(SEED);
        String one = redacted("fr", text, synthetic, "one").text();
        assertThat(redacted("fr", text, synthetic, "one").text()).isEqualTo(one);
        assertThat(redacted("fr", text, synthetic, "two").text()).isNotEqualTo(one);
        assertThat(redacted("fr", text, new Replacement.Synthetic(new Seed(43)), "one").text())
                .isNotEqualTo(one);
        String grouped = one.substring(5, 19);
        assertThat(grouped).matches("\\d\\d \\d\\d \\d\\d \\d\\d \\d\\d");
        assertThat(one).contains("ou " + grouped.replace(" ", "") + ", ");
    }

    /// The invented value has the same written form, and is nobody's: the finder's own rules refuse
    /// it, or it lies in a range kept for examples.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "fr ; NIR 2 83 01 21 075 841 48       ; [0-9] [0-9]{2} [0-9]{2} [0-9]{2} [0-9]{3} [0-9]{3} [0-9]{2}",
                "it ; codice fiscale RCCMNL83S18D969H ; [A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]",
                "fi ; hetu 131052-308T                ; [0-9]{6}-[0-9]{3}[A-Z]",
                "nl ; BSN 111222333                   ; [0-9]{9}",
                "da ; CPR 010203-1234                 ; [0-9]{6}-[0-9]{4}",
                "mt ; identity card 0123456M          ; [0-9]{7}[A-Z]",
                "de ; IBAN DE89370400440532013000     ; DE00[0-9]{18}",
                "nl ; IBAN NL91 ABNA 0417 1643 00     ; NL00 [A-Z]{4} [0-9]{4} [0-9]{4} [0-9]{2}",
                "en ; card number 4111 1111 1111 1111 ; [0-9]{4} [0-9]{4} [0-9]{4} [0-9]{4}",
                "fr ; TVA FR40303265045               ; FR[0-9]{11}",
                "de ; UID ATU13585627                 ; ATU[0-9]{8}",
                "en ; host 8.8.8.8                    ; (192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.[0-9]{1,3}",
                "en ; host 2a00:1450:4007:80e::200e   ; 2001:db8::[0-9a-f]{1,4}:[0-9a-f]{1,4}",
                "en ; mail anna@firm.eu               ; user\\.[0-9a-z]+@example\\.(org|com|net)",
                "fr ; Tél. 01 42 68 53 00             ; 0(1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98) [0-9]{2} [0-9]{2}",
                "fr ; Tél. +33 1 42 68 53 00          ; \\+33 (1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98) [0-9]{2} [0-9]{2}",
                "pl ; tel. 512 345 097                ; [0-9]{3} [0-9]{3} [0-9]{3}",
                "de ; Lindenweg 7, 80331 München      ; Beispielstraße [0-9]{1,2}, 00000 Beispielstadt"
            })
    void inventsInTheSameFormWhatIsNobodys(String language, String text, String form) {
        for (int i = 0; i < 40; i++) {
            Spans before = finder.find(text, language, new Scratch());
            assertThat(before.size()).as(text).isEqualTo(1);
            PersonalType type = before.type(0);
            String value = text.substring(before.start(0), before.end(0));
            String other = Inventions.of(SEED, "d" + i, type, before.country(0), value);
            assertThat(other).isNotEqualTo(value).matches(form);
            boolean reserved =
                    type == PersonalType.EMAIL_ADDRESS
                            || type == PersonalType.IP_ADDRESS
                            || type == PersonalType.IPV6_ADDRESS
                            || (type == PersonalType.PHONE_NUMBER && language.equals("fr"));
            if (reserved) {
                continue;
            }
            Spans after = finder.find(text.replace(value, other), language, new Scratch());
            for (int k = 0; k < after.size(); k++) {
                boolean same = after.type(k) == type && after.confidence(k) == Confidence.CERTAIN;
                assertThat(same).as("%s became %s", value, other).isFalse();
            }
        }
    }
}
