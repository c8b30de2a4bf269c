package eu.socle.data.personal.fresh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A second stock of words and sentences, which shares neither with [Words24] nor with the seeds
/// that were read while the rules were mended: labels of forms, keys of records, sentences of
/// letters. Written before any result was looked at.
final class OfficeWords {

    /// `type language: label | label`.
    private static final String LABELS =
            """
            FR_NIR fr: N° de sécu | Numéro d'inscription au répertoire (NIR) | Immatriculation Sécurité sociale | Votre numéro de Sécurité Sociale
            FR_SIREN fr: Numéro d'identification SIREN | SIREN de la société | Entreprise (SIREN)
            FR_SIRET fr: SIRET du siège | Numéro de SIRET | Établissement (SIRET)
            DE_STEUER_ID de: Persönliche Steuer-ID | Identifikationsnummer (§ 139b AO) | Steuerliche IdNr. | Ihre Steueridentifikationsnummer
            DE_RVNR de: Rentenversicherungs-Nr. | RVNR | Ihre Versicherungsnummer bei der Rentenversicherung
            AT_SVNR de: Sozialversicherungs-Nr. | SV-Nr. laut e-card | SVNr
            BE_NN fr: Numéro NN | n° national (registre national) | Numéro d'identification du registre national
            BE_NN nl: Rijksregister nr. | Uw rijksregisternummer | Identificatienummer van het Rijksregister
            NL_BSN nl: BSN werknemer | Uw burgerservicenummer | Burgerservicenr.
            LU_MATRICULE fr: N° matricule | Matricule de l'assuré | Votre matricule
            LU_MATRICULE de: Ihre Matrikelnummer | Sozialversicherungsmatrikel
            IE_PPS en: Your PPSN | PPS Number | Personal Public Service (PPS) Number
            IT_CODICE_FISCALE it: Cod. Fisc. | Codice fiscale del dichiarante | CF richiedente
            ES_DNI es: Nº DNI | NIF del titular | DNI/NIF
            ES_NIE es: Nº de NIE | NIE del solicitante | Número de identificación de extranjero
            PT_NIF pt: N.I.F. | Nº de identificação fiscal (NIF) | Nº contribuinte
            GR_AFM el: ΑΦΜ υπόχρεου | Αριθμός Φορολογικού Μητρώου (ΑΦΜ) | Α.Φ.Μ. πελάτη
            GR_AMKA el: ΑΜΚΑ ασφαλισμένου | Αριθμός ΑΜΚΑ | Ο ΑΜΚΑ σας
            CY_TIC el: Α.Φ.Τ. εργοδότη | Αριθμός φορολογικής ταυτότητας (ΑΦΤ)
            CY_TIC en: Tax Identification Code (TIC) | T.I.C.
            MT_ID mt: Numru tal-Karta tal-Identità | Nru. ID
            MT_ID en: ID Card Number | I.D. Card No.
            PL_PESEL pl: Nr ewidencyjny PESEL | PESEL dziecka | PESEL wnioskodawcy
            PL_NIP pl: NIP płatnika | NIP nabywcy | Numer NIP
            CZ_RODNE_CISLO cs: Rodné č. | Rodné číslo dítěte | RČ pojištěnce
            SK_RODNE_CISLO sk: Rodné č. | Rodné číslo dieťaťa | RČ poistenca
            HU_TAJ hu: TAJ-száma | TAJ azonosító | Társadalombiztosítási Azonosító Jel (TAJ)
            HU_ADOAZONOSITO hu: Adóazonosító jele | Adóazonosító jel (magánszemély) | Adóazonosító
            RO_CNP ro: CNP titular | C.N.P. | Codul numeric personal (CNP)
            BG_EGN bg: ЕГН на лицето | ЕГН/ЛНЧ | Единен граждански номер (ЕГН)
            HR_OIB hr: OIB obveznika | Osobni identifikacijski broj (OIB) | OIB korisnika
            SI_EMSO sl: EMŠO zavarovanca | EMŠO otroka | Enotna matična številka (EMŠO)
            EE_ISIKUKOOD et: Isikukood | Lapse isikukood | Taotleja isikukood
            LV_PERSONAS_KODS lv: Personas kods | Bērna personas kods | Pers. kods
            LT_ASMENS_KODAS lt: Asmens kodas | Vaiko asmens kodas | A.k.
            FI_HETU fi: Henkilötunnus (HETU) | Lapsen henkilötunnus | Hakijan hetu
            FI_HETU sv: Sökandens personbeteckning | Barnets personbeteckning
            SE_PERSONNUMMER sv: Barnets personnummer | Person-/samordningsnummer | Sökandes personnr
            DK_CPR da: CPR-nr. | Barnets CPR-nummer | Ansøgers personnummer
            IBAN *: IBAN | IBAN/BIC
            IBAN fr: Coordonnées bancaires (IBAN)
            IBAN de: IBAN des Empfängers
            VAT_NUMBER *: VAT No. | VAT ID
            VAT_NUMBER de: USt-ID | Umsatzsteuer-ID
            VAT_NUMBER fr: TVA intracom.
            VAT_NUMBER it: Partita IVA n.
            VAT_NUMBER es: NIF intracomunitario (VAT)
            PAYMENT_CARD en: Visa | Card no.
            PAYMENT_CARD fr: N° de carte bancaire
            PAYMENT_CARD de: Kreditkartennummer
            PHONE_NUMBER fr: Téléphone fixe | Tél. domicile
            PHONE_NUMBER de: Telefon privat | Rufnummer
            PHONE_NUMBER en: Daytime telephone | Phone no.
            PHONE_NUMBER nl: Telefoon overdag | Tel.nr.
            PHONE_NUMBER it: Recapito telefonico | Tel./cell.
            PHONE_NUMBER es: Teléfono de contacto | Tfno.
            PHONE_NUMBER pt: Contacto telefónico | Telef.
            PHONE_NUMBER pl: Telefon kontaktowy | Nr tel.
            PHONE_NUMBER cs: Kontaktní telefon | Tel. č.
            PHONE_NUMBER sk: Telefónny kontakt | Tel. č.
            PHONE_NUMBER sl: Kontaktni telefon | Tel. št.
            PHONE_NUMBER hr: Kontakt telefon | Tel. br.
            PHONE_NUMBER hu: Telefonszáma | Napközbeni telefonszám
            PHONE_NUMBER ro: Telefon de contact | Nr. tel.
            PHONE_NUMBER bg: Телефон за връзка | Тел. №
            PHONE_NUMBER el: Τηλέφωνο επικοινωνίας | Τηλ. οικίας
            PHONE_NUMBER lt: Kontaktinis telefonas | Tel. Nr.
            PHONE_NUMBER lv: Kontakttālrunis | Tālr. nr.
            PHONE_NUMBER et: Kontakttelefon | Tel nr
            PHONE_NUMBER fi: Puhelinnumero päivisin | Puh.nro
            PHONE_NUMBER sv: Telefon dagtid | Tel.nr
            PHONE_NUMBER da: Telefon i dagtimerne | Tlf.nr.
            PHONE_NUMBER ga: Uimhir ghutháin | Fón póca
            PHONE_NUMBER mt: Numru tat-telefown | Tel. nru
            PHONE_NUMBER lb: Telefonsnummer | Tel.
            """;

    /// `language: with a label | with a label | without`; `W` is the label, `{}` the number.
    private static final String LETTERS =
            """
            bg: Долуподписаният, с W {}, декларирам следното. | Моля, впишете W ({}) в заявлението. | В приложената разписка се среща {} без обяснение.
            cs: Níže podepsaný, W {}, prohlašuji následující. | Do žádosti prosím doplňte W ({}). | V přiložené stvrzence se objevuje {} bez vysvětlení.
            da: Undertegnede, W {}, erklærer følgende. | Skriv venligst W ({}) i ansøgningen. | I den vedlagte kvittering optræder {} uden forklaring.
            de: Der Unterzeichner, W {}, erklärt Folgendes. | Bitte tragen Sie W ({}) in den Antrag ein. | Auf der beigefügten Quittung taucht {} ohne Erklärung auf.
            el: Ο υπογράφων, W {}, δηλώνω τα εξής. | Παρακαλούμε συμπληρώστε W ({}) στην αίτηση. | Στη συνημμένη απόδειξη εμφανίζεται {} χωρίς εξήγηση.
            en: The undersigned, W {}, declares as follows. | Please enter W ({}) in the application. | The attached slip shows {} without any explanation.
            es: El abajo firmante, con W {}, declara lo siguiente. | Indique W ({}) en la solicitud. | En el resguardo adjunto aparece {} sin explicación.
            et: Allakirjutanu, W {}, kinnitab järgmist. | Palun kirjutage W ({}) avaldusele. | Lisatud kviitungil esineb {} ilma selgituseta.
            fi: Allekirjoittanut, W {}, vakuuttaa seuraavaa. | Merkitkää W ({}) hakemukseen. | Oheisessa kuitissa esiintyy {} ilman selitystä.
            fr: Je soussignée, W {}, déclare ce qui suit. | Veuillez reporter W ({}) dans le dossier. | Le reçu ci-joint porte {} sans autre précision.
            ga: Dearbhaímse, W {}, an méid seo a leanas. | Scríobh W ({}) san iarratas le do thoil. | Ar an admháil faoi iamh feictear {} gan mhíniú.
            hr: Ja, dolje potpisana, W {}, izjavljujem sljedeće. | Molimo upišite W ({}) u zahtjev. | Na priloženoj potvrdi stoji {} bez objašnjenja.
            hu: Alulírott, W {}, az alábbiakat nyilatkozom. | Kérjük, írja be: W ({}) a kérelembe. | A mellékelt bizonylaton {} szerepel magyarázat nélkül.
            it: La sottoscritta, W {}, dichiara quanto segue. | Si prega di indicare W ({}) nella domanda. | Nella ricevuta allegata compare {} senza spiegazioni.
            lb: D'Ënnerschriwwen, W {}, erkläert dat hei. | Schreift w.e.g. W ({}) an d'Ufro. | Op der Quittung am Anhang steet {} ouni Erklärung.
            lt: Aš, žemiau pasirašiusi, W {}, pareiškiu. | Prašome įrašyti W ({}) į prašymą. | Pridėtame kvite yra {} be paaiškinimo.
            lv: Es, apakšā parakstījusies, W {}, apliecinu. | Lūdzu, ierakstiet W ({}) iesniegumā. | Pievienotajā kvītī redzams {} bez paskaidrojuma.
            mt: Jien hawn taħt iffirmat, W {}, niddikjara dan. | Jekk jogħġbok daħħal W ({}) fl-applikazzjoni. | Fl-irċevuta mehmuża jidher {} mingħajr spjegazzjoni.
            nl: Ondergetekende, W {}, verklaart het volgende. | Vul W ({}) in op de aanvraag. | Op het bijgevoegde bonnetje prijkt {} zonder uitleg.
            pl: Ja, niżej podpisana, W {}, oświadczam, co następuje. | Proszę wpisać W ({}) we wniosku. | Na załączonym pokwitowaniu pojawia się {} bez wyjaśnienia.
            pt: A abaixo assinada, com W {}, declara o seguinte. | Indique W ({}) no requerimento. | No talão anexo surge {} sem explicação.
            ro: Subsemnata, W {}, declar următoarele. | Vă rugăm să treceți W ({}) în cerere. | Pe chitanța anexată apare {} fără explicații.
            sk: Dolupodpísaná, W {}, vyhlasujem nasledovné. | Do žiadosti prosím doplňte W ({}). | V priloženom doklade sa objavuje {} bez vysvetlenia.
            sl: Spodaj podpisana, W {}, izjavljam naslednje. | Prosimo, vpišite W ({}) v vlogo. | Na priloženem potrdilu se pojavi {} brez pojasnila.
            sv: Undertecknad, W {}, intygar följande. | Ange W ({}) i ansökan. | På det bifogade kvittot förekommer {} utan förklaring.
            """;

    /// `language: surname | date of birth | town`, as forms have them.
    private static final String FIELDS =
            """
            bg: Фамилия | Дата на раждане | Град
            cs: Příjmení | Datum narození | Obec
            da: Efternavn | Fødselsdato | By
            de: Nachname | Geburtsdatum | Ort
            el: Επώνυμο | Ημερομηνία γέννησης | Πόλη
            en: Surname | Date of birth | Town
            es: Apellidos | Fecha de nacimiento | Localidad
            et: Perekonnanimi | Sünniaeg | Linn
            fi: Sukunimi | Syntymäaika | Kunta
            fr: Nom de famille | Date de naissance | Commune
            ga: Sloinne | Dáta breithe | Baile
            hr: Prezime | Datum rođenja | Mjesto
            hu: Vezetéknév | Születési idő | Település
            it: Cognome | Data di nascita | Comune
            lb: Familljennumm | Gebuertsdatum | Uertschaft
            lt: Pavardė | Gimimo data | Miestas
            lv: Uzvārds | Dzimšanas datums | Pilsēta
            mt: Kunjom | Data tat-twelid | Belt
            nl: Achternaam | Geboortedatum | Woonplaats
            pl: Nazwisko | Data urodzenia | Miejscowość
            pt: Apelido | Data de nascimento | Localidade
            ro: Nume de familie | Data nașterii | Localitate
            sk: Priezvisko | Dátum narodenia | Obec
            sl: Priimek | Datum rojstva | Kraj
            sv: Efternamn | Födelsedatum | Ort
            """;

    private final Map<String, Map<String, List<String>>> labels = new LinkedHashMap<>();
    private final Map<String, List<String>> letters = new HashMap<>();
    private final Map<String, List<String>> fields = new HashMap<>();

    OfficeWords() {
        LABELS.lines()
                .forEach(line -> {
                    int blank = line.indexOf(' ');
                    int colon = line.indexOf(':');
                    labels.computeIfAbsent(line.substring(0, blank), k -> new LinkedHashMap<>())
                            .put(line.substring(blank + 1, colon), list(line.substring(colon + 1)));
                });
        LETTERS.lines().forEach(line -> letters.put(line.substring(0, 2), list(line.substring(3))));
        FIELDS.lines().forEach(line -> fields.put(line.substring(0, 2), list(line.substring(3))));
    }

    private static List<String> list(String bars) {
        List<String> list = new ArrayList<>();
        for (String item : bars.split("\\|", -1)) {
            list.add(item.strip());
        }
        return list;
    }

    List<String> languages() {
        return letters.keySet().stream().sorted().toList();
    }

    /// Languages with labels for a type; `*` for all.
    Map<String, List<String>> of(String type) {
        return labels.getOrDefault(type, Map.of());
    }

    /// Two sentences with a label, one without.
    List<String> letters(String language) {
        return letters.getOrDefault(language, List.of());
    }

    /// Surname, date of birth, town.
    List<String> fields(String language) {
        return fields.getOrDefault(language, List.of());
    }
}
