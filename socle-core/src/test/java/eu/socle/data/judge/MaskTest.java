package eu.socle.data.judge;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Document;
import eu.socle.core.Rights;
import eu.socle.data.personal.PersonalConfig;
import eu.socle.data.personal.PersonalData;
import eu.socle.data.personal.PersonalType;
import eu.socle.data.personal.replace.Replacement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {

    private static final Mask NATURAL =
            new Mask(PersonalData.of(PersonalConfig.standard()), new Replacement.Placeholder());
    private static final Mask PROGRAM =
            new Mask(
                    PersonalData.of(
                            PersonalConfig.standard()
                                    .withTypes(Set.of(PersonalType.EMAIL_ADDRESS))),
                    new Replacement.Placeholder());

    private static Verdict judge(String language, String text) {
        Rights rights = new Rights("s", "", "", new Rights.Licence.Unknown("a test"), List.of());
        Document document =
                new Document("s/x", text, rights, new TreeMap<>(Map.of("language", language)));
        return (language.equals("code") ? PROGRAM : NATURAL).judge(document);
    }

    private static String masked(String language, String text) {
        return switch (judge(language, text)) {
            case Verdict.Keep keep -> keep.document().text();
            case Verdict.Edit edit -> edit.document().text();
            case Verdict.Drop drop -> drop.reason();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fr | Appelez le 01 42 68 53 00 avant midi.    | Appelez le <PHONE> avant midi.",
                "fr | Mairie : 05.56.10.20.30, rue du Port      | Mairie : <PHONE>, rue du Port",
                "fr | Tél. 0612345678                           | Tél. <PHONE>",
                "fr | depuis l'étranger : +33 1 42 68 53 00     | depuis l'étranger : <PHONE>",
                "de | Telefon: 030 227 32152                    | Telefon: <PHONE>",
                "de | Gäste erreichen uns unter +33 6 39 98 12 34. | Gäste erreichen uns unter <PHONE>.",
                "de | Rufen Sie uns an: +49 30 22732152.        | Rufen Sie uns an: <PHONE>.",
                "es | Llame al 912 345 678 por la mañana        | Llame al <PHONE> por la mañana",
                "it | telefono 06 6982 1234                     | telefono <PHONE>",
                "en | Call 020 7946 0958 today                  | Call <PHONE> today",
                "en | Write to Jane.Doe+x@mail.example.org.     | Write to <EMAIL>.",
                "fr | contact : prénom.nom@exemple.fr, merci    | contact : <EMAIL>, merci",
                "fr | IBAN FR76 3000 6000 0112 3456 7890 189    | IBAN <IBAN>",
                "fr | SIRET 732 829 320 00074                  | SIRET <FR_SIRET>",
                "de | Der Rechner 203.0.113.9 antwortet, 10.0.0.1 auch | Der Rechner <IP_ADDRESS> antwortet, 10.0.0.1 auch",
                "code | author: a.b@example.org 01 42 68 53 00 | author: <EMAIL> 01 42 68 53 00"
            })
    void masksAddressesAndNumbers(String language, String text, String expected) {
        assertThat(masked(language, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fr | Le 12/05/2019 à 10h30, puis le 2020-01-02 08:15.",
                "fr | ISBN 978-2-07-036822-8 ou 2-07-036822-X",
                "fr | Applied Cryptography (ISBN 0-471-11709-9), ISBN-10: 0-471-12845-7",
                "it | la stringa Jan-01-1998, poi Jan-06-69821234",
                "fr | En 1914, 1915 et 1916, 1 250 000 habitants",
                "fr | SIRET 732 829 320 00075",
                "fr | IBAN FR76 3000 6000 0112 3456 7890 188",
                "fr | version 10.2.30.40 du 01.02.2003",
                "de | Im Jahr 1990 lebten dort 3 433 695 Menschen, 2019 3.669.491.",
                "de | ISBN 3-16-148410-0, DIN 5008, 12.03.1987",
                "es | 612 345 678 euros de presupuesto en 2021",
                "it | 3 200 000 000 di euro nel 2020, 06.05.1998",
                "en | The 2011 census counted 020 parishes and 8,173,941 people on 27 March 2011.",
                "en | @Override public void run() // see user@host and actions/checkout@v4",
                "en | pi is 3.14159265358979, ratio 0.123456789012"
            })
    void leavesDatesBooksAccountsAndVersionsAlone(String language, String text) {
        assertThat(masked(language, text)).isEqualTo(text);
    }

    @Test
    void countsByKindAndNeverKeepsTheValue() {
        Verdict verdict = judge("fr", "a@b.fr, c@d.fr ou 01 42 68 53 00");
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Edit.class,
                        edit -> {
                            assertThat(edit.document().text())
                                    .isEqualTo("<EMAIL>, <EMAIL> ou <PHONE>");
                            assertThat(edit.document().tags())
                                    .containsEntry("masked_email", "2")
                                    .containsEntry("masked_phone", "1")
                                    .containsEntry(
                                            "personal_data",
                                            "{\"EMAIL_ADDRESS\":2,\"PHONE_NUMBER FR\":1}");
                        });
    }
}
