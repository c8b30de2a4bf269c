package eu.socle.data.personal.context;

import eu.socle.data.personal.PersonalType;
import java.util.function.ObjIntConsumer;

/// The words themselves, type by type. A `*` leaves that end of the word open, for endings and
/// compounds. Letters are compared without accents and case ([eu.socle.data.personal.text.Fold]).
final class ContextWords {
    /// Type: words.
    private static final String NATIONAL =
            """
            AT_SVNR: svnr, sv-nr, sv-nummer, *versicherungsnummer*, vsnr, ecard, e-card, sozialversicherung, austrian social*, austrian insurance*, austrian health insurance*, oesterreichische sozialversicherung*, sv nr, sv-nr., vers.-nr, versnr, sozialversicherungs-nr*, sozialversicherungsnr*, sv-nr*, sozialversicherungs nr*
            BE_NN: registre national, rijksregister*, numero national, nationaal nummer, rrn, insz*, niss, nationalregister*, bisnummer, numero bis, national register, belgian national*, belgian identi*, national number, inszn*, n° national, rijksregisternr*, rrnr, registre nat, belgian social*, numero nn, n° nn, nr nn, nn n°
            BG_EGN: егн, единен граждански номер, *граждански номер, egn, личен номер, единния граждански номер, bulgarian personal*, bulgarian citizen*, bulgarian unified*, uniform civil number, unified civil number, егн-то, единен гражд*
            CY_TIC: tic, αφτ, φορολογικης ταυτοτητας, φορολογικη ταυτοτητα, αριθμος φορολογικης, tax identification code, α.φ.τ, cyprus tax*, cypriot tax*, κυπριακη φορολογικη*, t.i.c, t i c
            CY_ID: αριθμος ταυτοτητας, δελτιο ταυτοτητας, ταυτοτητα, αδτ, identity card, id card, cypriot identity*, cyprus identity*, cypriot id*, cyprus id*
            CZ_RODNE_CISLO: rodne cislo, rodneho cisla, rodnym cislem, rodna cisla, rc, r.c, r. c, rod. c, rod. cislo, birth number, czech birth*, czech personal*, rodneho c*, rod.c, rodnemu cislu, czech birth number, rodne c, rodne c.
            DE_STEUER_ID: steuer-id*, steuerid*, steueridentifikation*, steuer-identifikation*, idnr, id-nr, identifikationsnummer, steuerliche identifikation*, st-id, tin, tax id, idno, german tax*, identnummer, identnr, steuer-idnr*, steueridnr*, steuerident*, steuer id*, identifikationsnr, idnummer
            DE_RVNR: rentenversicherungsnummer*, rvnr, rv-nummer, *versicherungsnummer*, svnr, sv-nummer, german pension*, german social*, pension insurance number, sv-nr, sv-nr., vsnr, rv-nr, rv-nr., sozialversicherungsnr*, versicherungsnr*, sozialvers.-nr, rentenvers*, sozialversicherungs-nr*, sozialversicherungs nr*
            DK_CPR: cpr*, cpr-nr*, cpr-nummer*, cprnr, personnummer*, personnr, danish cpr*, danish personal*, danish social*, danish civil*, cpr nr*, pers.nr, persnr
            EE_ISIKUKOOD: isikukood*, ik, personal code, estonian personal*, estonian id*, estonian national*, isiku kood*, estonian personal code, estonian personal identification code
            ES_DNI: dni, d.n.i, nif, n.i.f, documento nacional de identidad, numero de identificacion fiscal, documento de identidad, spanish id*, spanish national*, spanish tax*, d.n.i*, n.i.f*, identificacion fiscal, carne de identidad, cedula de identidad
            ES_NIE: nie, n.i.e, identidad de extranjero*, extranjero*, nif, numero de identidad, spanish foreign*, foreigner identi*, n.i.e*, tarjeta de residencia, permiso de residencia
            FI_HETU: hetu*, henkilotunnu*, henkilo-tunnu*, hlotunnus, personbeteckning*, sotu, sosiaaliturvatunnu*, henkilokoodi*, finnish personal*, finnish identi*, finnish social*, finnish national*, henkilotunnis*, hlo-tunnus*, personsignum*
            FR_NIR: nir, securite sociale, n° secu*, secu, numero secu, num secu, insee, inscription au repertoire, assure social, assuree sociale, immatriculation sociale, numero d'assure, nss, french social*, french national insurance, n° ss, no ss, numero ss, carte vitale, securite sociale n*, secu., n.i.r, n° insee, assurance maladie, nss
            FR_SIREN: siren, rcs, r.c.s, registre du commerce, identifiant entreprise, french company*, registre national des entreprises, rne, n° d'identification, identification unique, immatricul* au rcs
            FR_SIRET: siret, n° siret, etablissement, french establishment*, etablissements
            GR_AFM: αφμ, α.φ.μ*, φορολογικου μητρωου, φορολογικο μητρωο, afm, vat, α.φ.μ, greek tax*, greek vat*, αφμ*
            GR_AMKA: αμκα, α.μ.κ.α*, μητρωου κοινωνικης, κοινωνικης ασφαλισης, amka, greek social*, αμκα*, αριθμος κοινωνικης, αριθμο κοινωνικης
            HR_OIB: oib*, osobni identifikacijski*, osobnog identifikacijskog*, identifikacijski broj, croatian personal*, croatian identi*, croatian tax*, osobnim identifikacijskim*, osobnom identifikacijskom*, identifikacijskog broja
            HU_ADOAZONOSITO: adoazonosito*, ado azonosito*, adoaz*, adojel*, adoigazolvany*, adoszam*, hungarian tax*, adoszam*, ado azon*, adoazon*
            HU_TAJ: taj*, taj-szam*, tajszam*, tarsadalombiztositasi*, tb-szam*, biztositasi azonosito*, hungarian social*, hungarian health*, taj szam*, tb szam*, tarsadalombizt*
            IE_PPS: pps, ppsn, pps no, p.p.s, personal public service, uimhir psp, psp, uimhir phearsanta, upsp, rsi number, irish pps*, irish personal*, personal public*, pps number*, ppsn*, irish social*, rsi
            IT_CODICE_FISCALE: codice fiscale, cod. fisc*, c.f, cf, cod fisc, codfisc, codice fisc*, italian tax*, italian fiscal*, italian social*, codici fiscali, cod.fisc*, c. f, c.fisc*
            LT_ASMENS_KODAS: asmens kod*, a.k, a. k, ak, asm. kod*, lithuanian personal*, lithuanian identi*, lithuanian national*, asm. k, asm.k, asmens identifik*, lithuanian personal code, personal code
            LU_MATRICULE: matricul*, matrikelnummer*, numero d'identification national*, identifikatiounsnummer*, identifikationsnummer*, cns, nationalnummer*, sozialversecherungsnummer*, ccss, luxembourg national*, luxembourgish national*, luxembourg identi*, luxembourg social*, luxembourg tax*, nationale identifikationsnummer*, national identifikatiounsnummer*, identifikatiounsnummer*, cnsnummer*, *matrikel
            LV_PERSONAS_KODS: personas kod*, pers. kod*, p.k, p. k, pk, personaskod*, latvian personal*, latvian identi*, latvian national*, pers.kod*, personu kod*, latvian personal code, personal code, pers kods
            MT_ID: karta tal-identita, identita, karta tal-id, id card, identity card, numru tal-id, i.d, identity number, numru tal-karta, id no, maltese id*, maltese identity*, malta id*, dokument ta' identita*, karta tal-id*, nru. id, nru id, numru id, i.d. card*, i d card*, id card no, id card num*
            NL_BSN: bsn*, burgerservicenummer*, burger service nummer, sofinummer*, sofi-nummer*, burgerservicenr, dutch citizen*, dutch social*, dutch national*, citizen service*, burgerservicen*, bsn-nr*, persoonsnummer*
            PL_NIP: nip*, identyfikacji podatkowej, nip-em, polish tax*, polish vat*, identyfikator podatkowy, nip*
            PL_PESEL: pesel*, nr pesel, polish national*, polish personal*, polish identi*, numer ewidencyjny*
            PT_NIF: nif, n.i.f, contribuinte*, identificacao fiscal, nipc, numero fiscal, portuguese tax*, portuguese fiscal*, n. contribuinte, identif. fiscal, id. fiscal
            RO_CNP: cnp*, c.n.p, cod numeric personal, codul numeric personal, codului numeric personal, numeric personal, romanian personal*, romanian numeric*, romanian identi*, cnp-ul*, codul personal*
            SE_PERSONNUMMER: personnummer*, personnr, person nr, pnr, samordningsnummer*, personnumret, swedish personal*, swedish identi*, swedish coordination*, swedish social*, pers.nr, persnr, pers nr, personnummer/*, person-nr*
            SI_EMSO: emso, maticna stevilka, maticne stevilke, maticno stevilko, enotna maticna, slovenian personal*, slovenian citizen*, slovenian unique*, emso-m*, maticno st*, maticna st*, enotno maticno, jmbg, unique master citizen*
            SK_RODNE_CISLO: rodne cislo, rodneho cisla, rodnym cislom, rodne cisla, rc, r.c, r. c, rod. c, rod. cislo, slovak birth*, slovak personal*, rodnemu cislu, rod.c, slovak birth number, birth number, rodne c, rodne c.
            """;

    /// In all languages at once.
    private static final String COMMON =
            """
            IBAN: iban*, bankkonto*, bankverbindung*, kontoverbindung*, konto*, kontonummer*, compte bancaire, rib, cuenta bancaria, numero de cuenta, conto corrente, conto bancario, conta bancaria, rekeningnummer*, bankrekening*, numer konta, rachunek*, rachunku, bankovni ucet, cislo uctu, bankovy ucet, bankszamla*, szamlaszam*, cont bancar, contul, bankovni racun, bancni racun, ziro racun, transakcijski racun, banko saskaita, bankas konts, pangakonto*, arvelduskonto*, tilinumero*, pankkitili*, τραπεζικος λογαριασμος, λογαριασμο*, банкова сметка, сметка, cuntas bainc, kont tal-bank, kont bankarju, bank account, account number, ueberweis*, uberweis*, virement
            LICENCE_PLATE: immatricul*, plaque d'immatriculation, plaque mineralogique, plaque, kennzeichen*, *kennzeichen, autokennzeichen*, nummernschild*, kfz*, matricula*, placa*, targa*, targhe, targato*, targata*, kenteken*, nummerplaat*, nummerplate*, numero de plaque, numer rejestracyjn*, nr rejestracyjn*, nr rej, tablica rejestracyjn*, tablice rejestracyjn*, numerem rejestracyjnym, numerze rejestracyjnym, rejestracj*, chapa de matricula, license plate*, licence plate*, number plate*, registration number, registration plate*, vehicle registration
            PAYMENT_CARD: credit card, debit card, card number, card no, payment card, carte bancaire, carte de credit, numero de carte, carte bleue, kreditkart*, kartennummer*, tarjeta*, carta di credito, numero di carta, carta di debito, cartao*, creditcard*, betaalkaart*, kaartnummer*, karta kredytowa, numer karty, karty kredytowej, kreditni karta, cislo karty, platebni karta, kreditna karta, bankkartya*, hitelkartya*, kartyaszam*, card de credit, numarul cardului, card bancar, kreditna kartica, broj kartice, stevilka kartice, plačilna kartica, kredito kortel*, korteles numer*, kreditkarte*, kartes numur*, krediitkaart*, kaardinumber*, luottokort*, kortin numero, pankkikort*, kreditkort*, kortnummer*, betalingskort*, πιστωτικη καρτα, πιστωτικης καρτας, αριθμος καρτας, кредитна карта, номер на карта, carta creidmheasa, karta ta' kreditu, visa, mastercard, maestro, amex, american express
            VAT_NUMBER: vat*, tva, t.v.a, n° tva, tva intracommunautaire, ust-id*, ustid*, umsatzsteuer-id*, umsatzsteuer*, uid, uid-nummer*, iva, partita iva, p.iva, p. iva, p.i, piva, cif, c.i.f, nif-iva, btw*, btw-nummer*, ondernemingsnummer*, numero d'entreprise, cvr*, cvr-nr*, moms*, momsnr*, momsregistrering*, y-tunnus*, alv-numero*, alv*, organisationsnummer*, org.nr, orgnr, dic, ic dph, dph, ico, nip, nipc, adoszam*, kozossegi adoszam*, cui, c.u.i, cod fiscal, cif, cod unic, идн по ддс, ддс*, еик, булстат, αφμ, φπα, pdv*, pdv-id, id za ddv, ddv*, davcna stevilka, pvm*, pvm kod*, pvn*, kmkr*, kmkr number, uimhir cbl, cbl, taxxa fuq il-valur, vat no, tva-nummer*
            PHONE_NUMBER: tel, tels, *telefon*, *telefoon*, tlf*, tlf.nr, telf*, phone*, telephone*, *phone number, mobil*, movil*, movel, telemovel*, cellul*, *handy*, fax*, telefax*, gsm, call, ring, ringe*, appelez, appeler, m'appeler, joindre, joignable*, whatsapp*, signal, sms, ruf*, *anrufen, *uruffen, erreich*, llam*, chiam*, contatt*, *kontakt, kontaktier*, kontaktuj*, kontaktnummer*, contact*, contact-us, contactez, contacta*, dzwon*, zadzwon*, kom., tel.kom*, komork*, numer telefonu, bel, bellen, bel ons, ligue*, ligar*, volejte*, volat, zavolej*, zavolajte*, volajte*, hivja*, hivjon*, telefonszam*, mobilszam*, suna*, sunati*, apelati*, nazovi*, nazvati, broj telefona, poklicite*, stevilka telefona, skambink*, skambinti, mob*, zvaniet*, zvanit*, talrun*, talr*, helista*, helistage*, mobiiltelefon*, puh*, puhelin*, puhelimitse, soita*, soittaa, kannykka*, gsm-numero*, ring, ringa*, telefonnummer*, mobilnummer*, telefonnr, τηλ*, τηλεφων*, καλεστε*, κινητο*, φαξ, тел*, телефон*, мобилен*, обадете*, гсм, факс, guthan*, fon, teileafon*, glaoigh*, cuir glao, uimhir ghuthain, cempel*, ccempil*, mowbajl*, numru tat-telefon, ruffen, uruff*, hotline*, helpline*, infoline*, durchwahl*, mobitel*, telef, telefown*, *telefown, tfno
            IP_ADDRESS: ip, ip-*, ipv4, adresse ip, ip address*, server*, serveur*, servidor*, serwer*, kiszolgal*, szerver*, streznik*, posluzitelj*, palvelin*, palvelime*, serveri*, διακομιστη*, сървър*, freastalai*, tarnybin*, host*, router*, gateway*, firewall*, ping, dns, subnet*, proxy*
            IPV6_ADDRESS: ip, ip-*, ipv6, adresse ip, ip address*, server*, serveur*, servidor*, serwer*, kiszolgal*, szerver*, streznik*, posluzitelj*, palvelin*, serveri*, διακομιστη*, сървър*, freastalai*, host*, router*, gateway*, firewall*, ping, dns, subnet*
            EMAIL_ADDRESS: e-mail*, email*, mail*, courriel*, adresse electronique, correo*, posta elettronica, e-post*, epost*, sahkoposti*, pasts, e-past*, el. past*, el. pasto, ηλεκτρονικο ταχυδρομειο, имейл*, poczta*, posta, e-posta, r-phost*, skriv*, write, ecri*, schreib*, escrib*, scriv*, schrijf*, napis*, пишете, γραψτε
            """;

    /// Words that say the number is no personal identifier.
    private static final String OTHER =
            """
            *isbn*, *issn*, ean*, gtin*, doi, upc, sku, order, orders, order no, order nr, purchase order, parcel*, tracking*, shipment*, reference*, ref, invoice*, ticket*, serial*, article*, item no, model, part no, commande*, colis, facture*, n° de suivi, numero de suivi, dossier*, bestell*, sendung*, sendungsnummer*, paket*, auftrag*, rechnung*, aktenzeichen*, artikel*, artikelnummer*, seriennummer*, lieferung*, pedido*, paquete*, envio*, factura*, referencia*, encomenda*, fatura*, pacote*, ordine*, ordini, pacco*, spedizione*, fattura*, riferimento*, bestelling*, zending*, pakket*, factuur*, kenmerk*, zamowien*, przesylk*, paczk*, faktur*, objednavk*, zasilk*, zasielk*, balik*, cislo baliku, referenc*, rendeles*, csomag*, kuldemeny*, szamla szama, szamu, comanda*, colet*, coletul*, factur*, expedier*, porudzb*, narudzb*, narudzba*, posiljk*, paketa, narocil*, racun st*, uzsakym*, siunt*, saskaita fakt*, sask. fakt*, pasutijum*, paka, paka*, sutijum*, rekin*, tellimus*, tellimu*, saadetis*, pakk*, arve*, tilaus*, paketi*, paketin*, lahety*, lasku*, viite*, ordre*, ordrenr*, ordrenummer*, pakke*, forsendelse*, bestallning*, forsandelse*, ordernummer*, order nr, παραγγελι*, δεμα*, δεματο*, αποστολη*, τιμολογι*, поръчк*, пратк*, пакет*, фактура*, ordu*, seoladh ordu, beart*, sonrasc*, ordni*, ordnijiet*, pakkett*, fattura, kunsinna*, bestellung*, colli*, kolli*, pack, package*, barcode*, code-barres, strichcode*, codigo de barras, codice a barre, streepjescode*, kod kreskowy, transaktion*, transaction*, uuid*, guid*, hash*, sha*, md5, checksum*, commit*, isan*, population, einwohner*, habitants, habitantes, abitanti, inwoners
            """;

    private static final String VERSION =
            """
            version*, versio*, versie*, versao*, verze*, verzi*, verzij*, verzio*, wersj*, versij*, versj*, versjon*, verzjon*, εκδοση*, εκδοσης, верси*, leagan*, release*, rel., build*, firmware*, revision*, v., ver, ver., chapter*, section*, kapitel*, abschnitt*, chapitre*, article*, paragraph*, punkt*, python, java, kernel*, php, git
            """;

    private ContextWords() {}

    /// Hands over each word with its meaning: the ordinal of a type, or one of [Nearby]'s two more.
    static void forEach(WordTaker taker) {
        lines(NATIONAL, taker);
        lines(COMMON, taker);
        split(OTHER, (word, meaning) -> taker.word(meaning, word), Nearby.OTHER);
        split(VERSION, (word, meaning) -> taker.word(meaning, word), Nearby.VERSION);
    }

    /// Takes one word.
    interface WordTaker {
        void word(int meaning, String pattern);
    }

    private static void lines(String table, WordTaker taker) {
        table.lines()
                .forEach(line -> {
                    int colon = line.indexOf(':');
                    String name = line.substring(0, colon).replace("*", "").strip();
                    int meaning = Nearby.meaning(PersonalType.valueOf(name));
                    split(line.substring(colon + 1), (word, m) -> taker.word(m, word), meaning);
                });
    }

    private static void split(String words, ObjIntConsumer<String> taker, int meaning) {
        for (String word : words.split(",", -1)) {
            if (!word.isBlank()) {
                taker.accept(word.strip(), meaning);
            }
        }
    }
}
