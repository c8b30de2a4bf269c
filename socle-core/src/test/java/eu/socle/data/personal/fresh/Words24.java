package eu.socle.data.personal.fresh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How people of each State speak of its numbers, inflected as they stand in sentences, and
/// sentences that say nothing about the number in them.
final class Words24 {

    /// `type language: phrase | phrase`.
    private static final String PHRASES =
            """
            FR_NIR fr: numéro de sécurité sociale | n° de Sécurité sociale | NIR | numéro Insee | N° SS | numéro d'assuré social | n° d'immatriculation à la Sécurité sociale
            FR_NIR en: French social security number | NIR
            FR_SIREN fr: SIREN | n° Siren | numéro SIREN | RCS Paris | immatriculée au registre du commerce sous le numéro | R.C.S. Lyon B
            FR_SIREN en: SIREN number | French company number (SIREN)
            FR_SIRET fr: SIRET | n° Siret | numéro SIRET | Siret de l'établissement
            FR_SIRET en: SIRET number
            DE_STEUER_ID de: Steuer-ID | Steueridentifikationsnummer | steuerliche Identifikationsnummer | IdNr. | Steuer-Identifikationsnummer | Identifikationsnummer (IdNr) | Steuer-IdNr.
            DE_STEUER_ID en: German tax ID | German tax identification number
            DE_RVNR de: Rentenversicherungsnummer | Sozialversicherungsnummer | RV-Nummer | SV-Nummer | Versicherungsnummer
            DE_RVNR en: German pension insurance number
            AT_SVNR de: Sozialversicherungsnummer | SVNR | SV-Nr. | Versicherungsnummer | SV-Nummer | VSNR
            AT_SVNR en: Austrian social security number | Austrian social insurance number
            BE_NN fr: numéro de registre national | registre national n° | NISS | numéro national | n° de registre national | numéro NISS
            BE_NN nl: rijksregisternummer | INSZ-nummer | INSZ | rijksregisternr. | nationaal nummer
            BE_NN de: Nationalregisternummer
            BE_NN en: Belgian national register number | national number
            NL_BSN nl: BSN | burgerservicenummer | BSN-nummer | sofinummer | burgerservicenummer (BSN)
            NL_BSN en: Dutch citizen service number | BSN
            LU_MATRICULE fr: numéro de matricule | matricule national | matricule | numéro d'identification national
            LU_MATRICULE de: Matrikelnummer | Matricule | nationale Identifikationsnummer
            LU_MATRICULE lb: Matricule | Matrikelnummer | national Identifikatiounsnummer
            LU_MATRICULE en: Luxembourg national identification number | matricule
            IE_PPS en: PPS number | PPSN | PPS No. | Personal Public Service Number | PPS
            IE_PPS ga: Uimhir PSP | uimhir phearsanta seirbhíse poiblí | UPSP
            IT_CODICE_FISCALE it: codice fiscale | C.F. | cod. fisc. | CF | Codice Fiscale
            IT_CODICE_FISCALE en: Italian tax code | codice fiscale
            ES_DNI es: DNI | N.I.F. | D.N.I. | documento nacional de identidad | NIF | DNI núm. | DNI nº
            ES_DNI en: Spanish ID number (DNI) | DNI
            ES_NIE es: NIE | N.I.E. | número de identidad de extranjero | NIE nº
            ES_NIE en: Spanish foreigner number (NIE) | NIE
            PT_NIF pt: NIF | contribuinte n.º | número de identificação fiscal | N.º de contribuinte | número de contribuinte | número fiscal
            PT_NIF en: Portuguese tax number (NIF) | NIF
            GR_AFM el: ΑΦΜ | Α.Φ.Μ. | αριθμός φορολογικού μητρώου | Αριθμό Φορολογικού Μητρώου | Α.Φ.Μ
            GR_AFM en: AFM | Greek tax number (AFM)
            GR_AMKA el: ΑΜΚΑ | Α.Μ.Κ.Α. | Αριθμός Μητρώου Κοινωνικής Ασφάλισης | αριθμό μητρώου κοινωνικής ασφάλισης
            GR_AMKA en: AMKA | Greek social security number (AMKA)
            CY_TIC el: Αριθμός Φορολογικής Ταυτότητας | ΑΦΤ | Α.Φ.Τ. | αριθμό φορολογικής ταυτότητας
            CY_TIC en: Cyprus tax identification code | TIC
            MT_ID mt: karta tal-identità | Nru tal-karta tal-identità | numru tal-ID
            MT_ID en: Maltese ID card | ID card no. | identity card number
            PL_PESEL pl: PESEL | nr PESEL | numer PESEL | numerem PESEL | numeru PESEL
            PL_PESEL en: PESEL | PESEL number
            PL_NIP pl: NIP | nr NIP | numer identyfikacji podatkowej | NIP-em | numerem identyfikacji podatkowej
            PL_NIP en: Polish tax number (NIP) | NIP
            CZ_RODNE_CISLO cs: rodné číslo | RČ | r. č. | rod. číslo | rodného čísla | rodným číslem | r.č.
            CZ_RODNE_CISLO en: Czech birth number | birth number
            SK_RODNE_CISLO sk: rodné číslo | RČ | r. č. | rodného čísla | rodným číslom | rodnému číslu
            SK_RODNE_CISLO en: Slovak birth number
            HU_TAJ hu: TAJ-szám | TAJ szám | TAJ | társadalombiztosítási azonosító jel | TAJ-száma | TAJ-számom
            HU_TAJ en: Hungarian social security number (TAJ) | TAJ
            HU_ADOAZONOSITO hu: adóazonosító jel | adóazonosító | adóazonosító jele | adóazonosító jelem | adóazonosító száma
            HU_ADOAZONOSITO en: Hungarian tax identification number
            RO_CNP ro: CNP | cod numeric personal | codul numeric personal | C.N.P. | CNP-ul
            RO_CNP en: Romanian personal numeric code (CNP) | CNP
            BG_EGN bg: ЕГН | единен граждански номер | ЕГН-то | единния граждански номер
            BG_EGN en: EGN | Bulgarian EGN
            HR_OIB hr: OIB | osobni identifikacijski broj | OIB-om | OIB-a | osobnim identifikacijskim brojem
            HR_OIB en: OIB | Croatian personal identification number
            SI_EMSO sl: EMŠO | enotna matična številka občana | EMŠO-m | enotno matično številko | matična številka
            SI_EMSO en: EMSO | Slovenian EMŠO
            EE_ISIKUKOOD et: isikukood | isikukoodi | isikukoodiga | IK
            EE_ISIKUKOOD en: Estonian personal identification code | isikukood
            LV_PERSONAS_KODS lv: personas kods | personas kodu | personas koda | p.k. | personas kods Nr.
            LV_PERSONAS_KODS en: Latvian personal code
            LT_ASMENS_KODAS lt: asmens kodas | asmens kodą | asmens kodo | a. k. | asmens kodu
            LT_ASMENS_KODAS en: Lithuanian personal code
            FI_HETU fi: henkilötunnus | hetu | henkilötunnuksensa | henkilötunnukseni | HETU | henkilötunnuksella
            FI_HETU sv: personbeteckning | personbeteckningen
            FI_HETU en: Finnish personal identity code | henkilötunnus
            SE_PERSONNUMMER sv: personnummer | personnr | pnr | personnumret | pers.nr | samordningsnummer
            SE_PERSONNUMMER en: Swedish personal identity number | personnummer
            DK_CPR da: CPR-nummer | cpr-nr. | personnummer | CPR | CPR-nummeret
            DK_CPR en: Danish CPR number | CPR number
            IBAN *: IBAN
            IBAN fr: compte n° | RIB
            IBAN de: Bankverbindung | Konto
            IBAN en: bank account | account number
            VAT_NUMBER *: VAT
            VAT_NUMBER fr: n° de TVA intracommunautaire | TVA
            VAT_NUMBER de: USt-IdNr. | Umsatzsteuer-Identifikationsnummer
            VAT_NUMBER nl: btw-nummer | btw-nr.
            VAT_NUMBER it: partita IVA | P. IVA
            VAT_NUMBER es: NIF-IVA | CIF
            VAT_NUMBER pl: NIP UE | VAT UE
            PAYMENT_CARD fr: carte bancaire n° | numéro de carte
            PAYMENT_CARD en: credit card | card number
            PAYMENT_CARD de: Kreditkarte | Kartennummer
            PAYMENT_CARD es: tarjeta de crédito | tarjeta nº
            PAYMENT_CARD it: carta di credito
            PAYMENT_CARD pl: numer karty
            PAYMENT_CARD nl: creditcard
            PHONE_NUMBER fr: Tél. | téléphone | Tél | portable | joignable au | fax
            PHONE_NUMBER de: Tel. | Telefon | Telefonnummer | Handy | Mobil | Fax
            PHONE_NUMBER en: phone | Tel. | call | telephone number | mobile
            PHONE_NUMBER nl: tel. | telefoonnummer | bel | mobiel
            PHONE_NUMBER it: tel. | telefono | cellulare | cell.
            PHONE_NUMBER es: tel. | teléfono | móvil | llame al
            PHONE_NUMBER pt: tel. | telefone | telemóvel
            PHONE_NUMBER pl: tel. | telefon | numer telefonu | kom.
            PHONE_NUMBER cs: tel. | telefon | telefonní číslo | mobil
            PHONE_NUMBER sk: tel. | telefón | telefónne číslo | mobil
            PHONE_NUMBER sl: tel. | telefon | telefonska številka
            PHONE_NUMBER hr: tel. | telefon | broj telefona | mobitel
            PHONE_NUMBER hu: tel. | telefon | telefonszám | mobil
            PHONE_NUMBER ro: tel. | telefon | număr de telefon | mobil
            PHONE_NUMBER bg: тел. | телефон | телефонен номер | моб.
            PHONE_NUMBER el: τηλ. | τηλέφωνο | κινητό | Τηλέφωνο επικοινωνίας
            PHONE_NUMBER lt: tel. | telefonas | telefono numeris | mob.
            PHONE_NUMBER lv: tālr. | tālrunis | tālruņa numurs | mob.
            PHONE_NUMBER et: tel. | telefon | telefoninumber | mob.
            PHONE_NUMBER fi: puh. | puhelin | puhelinnumero | p.
            PHONE_NUMBER sv: tel. | telefon | telefonnummer | mobil
            PHONE_NUMBER da: tlf. | telefon | telefonnummer | mobil
            PHONE_NUMBER ga: fón | teileafón | uimhir theileafóin | guthán
            PHONE_NUMBER mt: tel. | telefown | numru tat-telefon | mobile
            PHONE_NUMBER lb: Tel. | Telefon | Handy
            """;

    private static final String SENTENCES =
            """
            bg: Получихме писмото вчера, в него се чете {} и нищо друго. | На гърба на листа някой е написал {}. | {} стои в третата колона.
            cs: V dopise, který přišel včera, stojí {} a nic víc. | Na zadní stranu listu někdo napsal {}. | {} je ve třetím sloupci.
            da: I brevet, som kom i går, står der {} og ikke mere. | Bag på arket har nogen skrevet {}. | {} findes i tredje kolonne.
            de: In dem Brief, der gestern ankam, steht {} und sonst nichts. | Auf die Rückseite hat jemand {} geschrieben. | {} steht in der dritten Spalte.
            el: Στο γράμμα που ήρθε χθες γράφει {} και τίποτα άλλο. | Στο πίσω μέρος κάποιος έγραψε {}. | {} βρίσκεται στην τρίτη στήλη.
            en: The letter that came yesterday says {} and no more. | Somebody wrote {} on the back of the sheet. | {} is in the third column.
            es: La carta que llegó ayer dice {} y nada más. | Alguien escribió {} en el dorso de la hoja. | {} está en la tercera columna.
            et: Eile saabunud kirjas on {} ja rohkem midagi. | Keegi on lehe taha kirjutanud {}. | {} on kolmandas veerus.
            fi: Eilen tulleessa kirjeessä lukee {} eikä muuta. | Joku on kirjoittanut arkin taakse {}. | {} on kolmannessa sarakkeessa.
            fr: La lettre arrivée hier dit {} et rien de plus. | Quelqu'un a écrit {} au dos de la feuille. | {} est dans la troisième colonne.
            ga: Sa litir a tháinig inné tá {} agus faic eile. | Scríobh duine éigin {} ar chúl an leathanaigh. | Tá {} sa tríú colún.
            hr: U pismu koje je jučer stiglo piše {} i ništa više. | Netko je na poleđini lista napisao {}. | {} je u trećem stupcu.
            hu: A tegnap érkezett levélben {} áll és semmi más. | Valaki a lap hátuljára azt írta, hogy {}. | {} a harmadik oszlopban van.
            it: La lettera arrivata ieri dice {} e niente altro. | Qualcuno ha scritto {} sul retro del foglio. | {} si trova nella terza colonna.
            lb: Am Bréif, dee gëschter ukoum, steet {} an näischt méi. | Een huet {} op d'Récksäit geschriwwen. | {} steet an der drëtter Kolonn.
            lt: Vakar gautame laiške parašyta {} ir nieko daugiau. | Kažkas kitoje lapo pusėje užrašė {}. | {} yra trečiame stulpelyje.
            lv: Vakar saņemtajā vēstulē rakstīts {} un nekas cits. | Kāds lapas otrā pusē uzrakstījis {}. | {} ir trešajā ailē.
            mt: Fl-ittra li waslet ilbieraħ hemm {} u xejn aktar. | Xi ħadd kiteb {} fuq wara tal-folja. | {} jinsab fit-tielet kolonna.
            nl: In de brief die gisteren kwam staat {} en verder niets. | Iemand schreef {} op de achterkant van het blad. | {} staat in de derde kolom.
            pl: W liście, który przyszedł wczoraj, widnieje {} i nic więcej. | Ktoś napisał {} na odwrocie kartki. | {} jest w trzeciej kolumnie.
            pt: A carta que chegou ontem diz {} e mais nada. | Alguém escreveu {} no verso da folha. | {} está na terceira coluna.
            ro: În scrisoarea sosită ieri scrie {} și nimic altceva. | Cineva a scris {} pe spatele foii. | {} se află în a treia coloană.
            sk: V liste, ktorý prišiel včera, stojí {} a nič viac. | Na zadnú stranu hárka niekto napísal {}. | {} je v treťom stĺpci.
            sl: V pismu, ki je prišlo včeraj, piše {} in nič drugega. | Nekdo je na hrbtno stran lista napisal {}. | {} je v tretjem stolpcu.
            sv: I brevet som kom i går står det {} och inget mer. | Någon har skrivit {} på baksidan av arket. | {} finns i tredje kolumnen.
            """;

    /// What goes before a word and between it and its number, in any language.
    private static final List<String> JOINS =
            List.of(
                    "W: N",
                    "W N",
                    "W = N",
                    "W N.",
                    "(W: N)",
                    "(W N)",
                    "W:N",
                    "W\u00a0: N",
                    "W\tN",
                    "W – N",
                    "W:\nN",
                    "W, N",
                    "N (W)",
                    "| W | N |",
                    "<b>W</b> N",
                    "\"W\": \"N\"",
                    "**W:** N",
                    "W; N");

    private final Map<String, Map<String, List<String>>> phrases = new LinkedHashMap<>();
    private final Map<String, List<String>> sentences = new HashMap<>();

    Words24() {
        PHRASES.lines()
                .forEach(line -> {
                    int blank = line.indexOf(' ');
                    int colon = line.indexOf(':');
                    phrases.computeIfAbsent(line.substring(0, blank), k -> new LinkedHashMap<>())
                            .put(line.substring(blank + 1, colon), list(line.substring(colon + 1)));
                });
        SENTENCES
                .lines()
                .forEach(line -> sentences.put(line.substring(0, 2), list(line.substring(3))));
    }

    private static List<String> list(String bars) {
        List<String> list = new ArrayList<>();
        for (String item : bars.split("\\|", -1)) {
            list.add(item.strip());
        }
        return list;
    }

    List<String> languages() {
        return sentences.keySet().stream().sorted().toList();
    }

    List<String> types() {
        return List.copyOf(phrases.keySet());
    }

    /// Languages with words for a type; `*` for all.
    Map<String, List<String>> of(String type) {
        return phrases.getOrDefault(type, Map.of());
    }

    /// A sentence with the number, its place marked `{}`.
    String sentence(Draw draw, String language) {
        List<String> some = sentences.getOrDefault(language, List.of());
        return draw.of(some);
    }

    /// A sentence whose number `{}` is named by the phrase.
    String named(Draw draw, String language, String phrase) {
        String join = draw.of(JOINS).replace("N", "{}").replace("W", phrase);
        String around = sentence(draw, language);
        return switch (draw.below(4)) {
            case 0 -> join;
            case 1 -> join + "\n" + around.replace("{} ", "").replace(" {}", "");
            case 2 -> around.replace("{} ", "").replace(" {}", "") + " " + join;
            default -> around.replace("{}", join);
        };
    }
}
