package eu.socle.data.personal;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.personal.names.PersonNames;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonalDataTest {

    private final PersonalData thorough = PersonalData.of(PersonalConfig.thorough());
    private final PersonalData standard = PersonalData.of(PersonalConfig.standard());
    private final Scratch scratch = new Scratch();

    private String found(PersonalData finder, String language, String text) {
        Spans spans = finder.find(text, language, scratch);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            String country = spans.country(i).isEmpty() ? "" : "/" + spans.country(i);
            found.add(spans.type(i) + country + "=" + text.substring(spans.start(i), spans.end(i)));
        }
        return String.join(" ; ", found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fr | 12 bis, rue de la Paix, 75002 Paris                      | FR=12 bis, rue de la Paix, 75002 Paris",
                "fr | Écrire au 3 avenue du Général-Leclerc 69100 Villeurbanne. | FR=3 avenue du Général-Leclerc 69100 Villeurbanne",
                "fr | M. X, 8 B impasse des Lilas, bât. C, 44230 Saint-Sébastien-sur-Loire | FR=8 B impasse des Lilas, bât. C, 44230 Saint-Sébastien-sur-Loire",
                "fr | siège : 45, bd Victor Hugo, 13001 Marseille (France)     | FR=45, bd Victor Hugo, 13001 Marseille",
                "fr | au 2 place de la Mairie 17000 La Rochelle depuis mai     | FR=2 place de la Mairie 17000 La Rochelle",
                "de | Berliner Straße 12a, 10115 Berlin                        | DE=Berliner Straße 12a, 10115 Berlin",
                "de | beim Bundesarchiv, Potsdamer Straße 1, 56075 Koblenz     | DE=Potsdamer Straße 1, 56075 Koblenz",
                "de | wohnhaft Lindenweg 7, D-80331 München, seit 2010         | DE=Lindenweg 7, D-80331 München",
                "de | Prinz-Eugen-Str. 4-6, 04277 Leipzig                      | DE=Prinz-Eugen-Str. 4-6, 04277 Leipzig",
                "de | Unter den Linden 5, 10117 Berlin                         | DE=Unter den Linden 5, 10117 Berlin",
                "de | Goethestraße 3, 60313 Frankfurt am Main ist               | DE=Goethestraße 3, 60313 Frankfurt am Main",
                "es | Calle Mayor, 5, 3.º B, 28013 Madrid desde 2001           | ES=Calle Mayor, 5, 3.º B, 28013 Madrid",
                "es | C/ Alcalá 100, 28009 Madrid                              | ES=C/ Alcalá 100, 28009 Madrid",
                "es | Avda. de la Constitución, nº 12, 41001 Sevilla           | ES=Avda. de la Constitución, nº 12, 41001 Sevilla",
                "es | Paseo de Gracia 43, 08007 Barcelona                      | ES=Paseo de Gracia 43, 08007 Barcelona",
                "it | Via Giuseppe Garibaldi 12/A, 00153 Roma (RM), Italia     | IT=Via Giuseppe Garibaldi 12/A, 00153 Roma (RM)",
                "it | abita in Corso Vittorio Emanuele II, 24 - 10123 Torino   | IT=Corso Vittorio Emanuele II, 24 - 10123 Torino",
                "it | Piazza Duomo 1, 50122 Firenze                            | IT=Piazza Duomo 1, 50122 Firenze",
                "nl | Kalverstraat 92-1, 1012 PH Amsterdam                     | NL=Kalverstraat 92-1, 1012 PH Amsterdam",
                "nl | Oude Delft 75, 2611BC Delft                              | ``",
                "nl | Van Goghlaan 3a, 5611 AZ Eindhoven                       | NL=Goghlaan 3a, 5611 AZ Eindhoven",
                "fr | En 1944 la rue fut bombardée, 12000 Polonais y vivaient  | ``",
                "de | Im Jahr 1900 lebten dort 10500 Menschen                  | ``",
                "it | Nel 2001 la città contava 25000 Abitanti                 | ``",
                "it | La via Roma nel 2001 contava 25000 Abitanti             | ``",
                "de | Bei Nürnberg 1999 lebten dort 10500 Menschen              | ``",
                "es | El código 28013 Madrid no basta                          | ``"
            })
    void readsPostalAddressesOfFiveCountries(String language, String text, String expected) {
        String wanted = expected.isEmpty() ? "" : "POSTAL_ADDRESS/" + expected;
        assertThat(found(standard, language, text)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // the nearest word decides between two that fit
                "sl | TAJ 012345829                          | HU_TAJ/HU=012345829",
                "sl | Tel. 012345829                         | PHONE_NUMBER/SI=012345829",
                "nl | BSN 012345829                          | NL_BSN/NL=012345829",
                "cs | rodné číslo 8301206012                 | CZ_RODNE_CISLO/CZ=8301206012",
                "sk | rodné číslo 8301206012                 | SK_RODNE_CISLO/SK=8301206012",
                // words without accents, in capitals, broken over a line
                "cs | RODNE CISLO: 830120/6012               | CZ_RODNE_CISLO/CZ=830120/6012",
                // other written forms are taken after a word
                "nl | BSN 703 08 2462                        | NL_BSN/NL=703 08 2462",
                // a list after one word
                "fr | Tél : 0142685300, 0142685301           | PHONE_NUMBER/FR=0142685300 ; PHONE_NUMBER/FR=0142685301",
                // numbers without a binding check need their word
                "da | CPR 010203-1234                        | DK_CPR/DK=010203-1234",
                "da | Side 010203-1234 i loven               | ``",
                "lv | personas kods 321234-56789             | LV_PERSONAS_KODS/LV=321234-56789",
                "lv | lapa 321234-56789                      | ``",
                "mt | Karta tal-identità 0123456M            | MT_ID/MT=0123456M",
                "mt | mudell 0123456M                        | ``",
                "cs | Narozen roku 1950, rodné číslo 500101/123 | CZ_RODNE_CISLO/CZ=500101/123",
                // VAT numbers: with the country's letters, or after a word and at home
                "fr | TVA FR 40 303 265 045                  | VAT_NUMBER/FR=FR 40 303 265 045",
                "el | ΑΦΜ EL094259216                        | VAT_NUMBER/GR=EL094259216",
                "en | paid to BE0428.759.497 in May          | VAT_NUMBER/BE=BE0428.759.497",
                "it | P.IVA 00743110157                      | VAT_NUMBER/IT=00743110157",
                "en | DE136695977                            | ``",
                // accounts and cards
                "en | de89370400440532013000                 | IBAN/DE=de89370400440532013000",
                "en | DE89 3704 0044 0532 0130 01            | ``",
                "en | 4111 1111 1111 1111                    | PAYMENT_CARD=4111 1111 1111 1111",
                "en | amex 3782-822463-10005                 | PAYMENT_CARD=3782-822463-10005",
                "en | order 4111111111111111                 | ``",
                "en | 4111 1111 1111 1112                    | ``",
                // addresses of machines
                "en | host 203.0.113.7:8080 and 203.0.113.0/24 | IP_ADDRESS=203.0.113.7 ; IP_ADDRESS=203.0.113.0",
                "en | Version 10.200.30.40 is out            | ``",
                "en | see 1.2.3.4.5 and 300.1.1.1 and 01.2.3.4 | ``",
                "en | fe80::1%eth0 [2001:db8::1]:443 ::ffff:192.0.2.1 | IPV6_ADDRESS=fe80::1 ; IPV6_ADDRESS=2001:db8::1 ; IPV6_ADDRESS=::ffff:192.0.2.1",
                "en | std::cout << a::b1 << x[1::2] at 10:20:30 | ``",
                "en | 1:2:3:4:5:6:7:8:9 1::2::3 :1:2:3:4:5:6:7:8 | ``",
                // what is no phone number although digits and words look like one
                "de | Teil C der Durchführungsverordnung (EU) 2019/2072, Telefon 1308/2013 | ``",
                "de | Diisononylester 0166412-78-8           | ``",
                "de | Anhang 4.1.3.5.5.5 und 0403 10         | ``",
                "fr | 24 617 600 appels, 230 000 téléchargements | ``",
                "de | Uhrzeit 04.08.37.81412                 | ``",
                "de | Tel.: + 49 (0) 4721/567-392            | PHONE_NUMBER/DE=+ 49 (0) 4721/567-392",
                "it | chiami 02 (1234) 5966                  | PHONE_NUMBER/IT=02 (1234) 5966",
                // e-mail
                "fr | à l'adresse d'anna@exemple.fr, ou <a.b@c.de>. | EMAIL_ADDRESS=anna@exemple.fr ; EMAIL_ADDRESS=a.b@c.de",
                "de | jürgen.müller@straße.example.de!       | EMAIL_ADDRESS=jürgen.müller@straße.example.de",
                "el | ελενη@παραδειγμα.ελ                    | EMAIL_ADDRESS=ελενη@παραδειγμα.ελ",
                "en | 0612345678.x@sms.example.org           | EMAIL_ADDRESS=0612345678.x@sms.example.org",
                "en | a@b a@@b.org @b.org a@.org a@b.c1 a.@b.org | ``",
                "en | https://example.org/79927398713/2083012011 | ``"
            })
    void decidesByWordHomeAndForm(String language, String text, String expected) {
        assertThat(found(thorough, language, text)).isEqualTo(expected);
    }

    @Test
    void asksForAWordWhereOneCheckDigitIsAllThereIs() {
        String text = "On lit 726018153 dans la marge.";
        assertThat(found(thorough, "fr", text)).isEqualTo("FR_SIREN/FR=726018153");
        assertThat(found(standard, "fr", text)).isEqualTo("FR_SIREN/FR=726018153");
        PersonalData careful = PersonalData.of(PersonalConfig.careful());
        assertThat(found(careful, "fr", text)).isEmpty();
        assertThat(found(careful, "fr", "SIREN 726018153")).isEqualTo("FR_SIREN/FR=726018153");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cs | rodné číslo 830120 / 6012              | CZ_RODNE_CISLO/CZ=830120 / 6012",
                "cs | strany 830120 / 6012                   | ``",
                "it | il signor RSS MRA 80A01 H501U di Roma  | IT_CODICE_FISCALE/IT=RSS MRA 80A01 H501U",
                "es | NIE Y 2601815 T                        | ES_NIE/ES=Y 2601815 T",
                "es | NIE X.2601815-T                        | ``",
                "mt | karta tal-identità 0123456(M)          | MT_ID/MT=0123456(M)",
                "en | Slovak birth number 830120/6012        | SK_RODNE_CISLO/SK=830120/6012",
                "en | Lithuanian personal code 35901204056   | LT_ASMENS_KODAS/LT=35901204056",
                "en | Estonian personal code 35901204056     | EE_ISIKUKOOD/EE=35901204056",
                "fr | SIREN ７２６０１８１５３              | FR_SIREN/FR=７２６０１８１５３",
                "fr | SIREN 726 018 153           | FR_SIREN/FR=726 018 153",
                "sv | personnr 590120−9717             | SE_PERSONNUMMER/SE=590120−9717",
                "sv | personnummer 140775-9838               | ``",
                "da | personnummer 140775-9838               | DK_CPR/DK=140775-9838",
                "pt | Alguém escreveu 20240503151829 aqui    | ``",
                "nl | duurde 355374778 ms                    | ``",
                "lb | Tel. 27.12.47.24                       | PHONE_NUMBER/LU=27.12.47.24",
                "en | section 1.3.2.8 and 127.0.0.1 and ::1  | ``",
                "en | ::ffff:192.0.2.1 and fe80::1:2:3       | IPV6_ADDRESS=::ffff:192.0.2.1 ; IPV6_ADDRESS=fe80::1:2:3",
                "en | geo:40.37048042,-0.90952449            | ``",
                "de | eISSN: 0928-0488                       | ``"
            })
    void readsWhatPeopleWriteAndNotWhatLooksLikeIt(String language, String text, String expected) {
        assertThat(found(standard, language, text)).isEqualTo(expected);
    }

    @Test
    void needsNoLanguageForWhatIsCertainAnywhere() {
        assertThat(
                        found(
                                standard,
                                "und",
                                "2 83 01 21 075 841 48, +33 1 42 68 53 00, 01 42 68 53 00"))
                .isEqualTo("FR_NIR/FR=2 83 01 21 075 841 48 ; PHONE_NUMBER/FR=+33 1 42 68 53 00");
    }

    @Test
    void leavesNamesAloneUnlessAListIsGiven() {
        String text = "Anna van den Berg schrieb Petra Horvat (petra@example.org); Anna ging.";
        PersonNames names = PersonNames.of(List.of("Anna", "Petra"), List.of("Berg", "Horvat"));
        PersonalData named = PersonalData.of(PersonalConfig.standard().withNames(names));
        assertThat(found(standard, "de", text)).isEqualTo("EMAIL_ADDRESS=petra@example.org");
        assertThat(found(named, "de", text))
                .isEqualTo(
                        "PERSON_NAME=Anna van den Berg ; PERSON_NAME=Petra Horvat ; EMAIL_ADDRESS=petra@example.org");
    }

    @Test
    void givesTheSameAnswerForEachKindOfText() {
        String text = "😀 NIR : 2 83 01 21 075 841 48, mél a@b.fr";
        String once = found(thorough, "fr", text);
        Spans spans = thorough.find(CharBuffer.wrap(text), "fr", scratch);
        assertThat(spans.size()).isEqualTo(2);
        assertThat(spans.codePoints(text)[0]).isEqualTo(spans.start(0) - 1);
        assertThat(found(thorough, "fr", text)).isEqualTo(once);
    }
}
