package eu.socle.data.personal;

/// What kind of personal data a span is.
public enum PersonalType {
    EMAIL_ADDRESS("", "<EMAIL>"),
    PHONE_NUMBER("", "<PHONE>"),
    IP_ADDRESS("", "<IP_ADDRESS>"),
    IPV6_ADDRESS("", "<IPV6_ADDRESS>"),
    IBAN("", "<IBAN>"),
    PAYMENT_CARD("", "<PAYMENT_CARD>"),
    VAT_NUMBER("", "<VAT_NUMBER>"),
    POSTAL_ADDRESS("", "<POSTAL_ADDRESS>"),
    PERSON_NAME("", "<PERSON_NAME>"),
    LICENCE_PLATE("", "<LICENCE_PLATE>"),
    AT_SVNR("AT"),
    BE_NN("BE"),
    BG_EGN("BG"),
    CY_TIC("CY"),
    CY_ID("CY"),
    CZ_RODNE_CISLO("CZ"),
    DE_STEUER_ID("DE"),
    DE_RVNR("DE"),
    DK_CPR("DK"),
    EE_ISIKUKOOD("EE"),
    ES_DNI("ES"),
    ES_NIE("ES"),
    FI_HETU("FI"),
    FR_NIR("FR"),
    FR_SIREN("FR"),
    FR_SIRET("FR"),
    GR_AFM("GR"),
    GR_AMKA("GR"),
    HR_OIB("HR"),
    HU_ADOAZONOSITO("HU"),
    HU_TAJ("HU"),
    IE_PPS("IE"),
    IT_CODICE_FISCALE("IT"),
    LT_ASMENS_KODAS("LT"),
    LU_MATRICULE("LU"),
    LV_PERSONAS_KODS("LV"),
    MT_ID("MT"),
    NL_BSN("NL"),
    PL_NIP("PL"),
    PL_PESEL("PL"),
    PT_NIF("PT"),
    RO_CNP("RO"),
    SE_PERSONNUMMER("SE"),
    SI_EMSO("SI"),
    SK_RODNE_CISLO("SK");

    private final String country;
    private final String placeholder;

    PersonalType(String country) {
        this.country = country;
        this.placeholder = "<" + name() + ">";
    }

    PersonalType(String country, String placeholder) {
        this.country = country;
        this.placeholder = placeholder;
    }

    /// ISO 3166 code of the State whose identifier it is; empty where the value itself tells.
    public String country() {
        return country;
    }

    /// What a typed placeholder reads, for example `<FR_NIR>`.
    public String placeholder() {
        return placeholder;
    }
}
