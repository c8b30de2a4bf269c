package eu.socle.data.rights.licence.text;

import java.util.List;
import java.util.Set;

/// Words that names, years and titles do not have and that sentences do: what stands where a
/// licence leaves room for a name is no name when one of these is in it. The lists lean to the
/// strict side: a holder with such a word in its name leaves a text unknown.
final class TurningWords {

    private static final Set<String> WORDS =
            Set.copyOf(
                    List.of(
                            """
                            not no nor non never neither none without unless except excepting exception exceptions only solely
                            exclude excludes excluded excluding exclusion exclusively however but if when where while until
                            is are be been being was were am has have had do does did may might can cannot could will would shall should must
                            require requires required requirement requirements agree agrees agreed agreement subject
                            commercial commercially noncommercial nonprofit profit evaluation educational education
                            personal internal private academic academics student students hobby demo trial
                            military weapon weapons warfare surveillance nuclear immigration police
                            train training ai ml model models dataset datasets scraping mining crawl crawling
                            restriction restrictions restricted restrict prohibited prohibit prohibits forbidden forbid forbids
                            ban bans banned disallow disallowed deny denied refuse refused revoke revoked revocable terminate terminated
                            clause clauses sell sale selling resale sold hosting saas fee fees pay paid payment royalty
                            condition conditions term terms permission permissions permit permits permitted allow allows allowed
                            grant grants granted use uses used using usage user users purpose purposes
                            copy copies copying modify modified modification modifications redistribute redistribution distribute distributed distribution
                            derivative derivatives employees competitor competitors competing compete
                            license licensed licensee licensees licensor
                            nicht kein keine keinen nur ausser außer ohne gewerblich gewerbliche kommerziell kommerzielle verboten untersagt ist sind darf dürfen nutzung zweck zwecke ausgenommen ausgeschlossen militär militärische
                            ne pas sauf seulement uniquement interdit interdite interdits utilisation usages est sont peut doit fins commerciale commerciales
                            solo soltanto uso usi vietato vietata tranne eccetto può deve sono
                            sólo solamente excepto prohibido prohibida puede debe salvo
                            não apenas exceto proibido proibida pode deve
                            niet geen alleen behalve verboden gebruik commercieel mag
                            nie tylko zakaz zabronione oprócz użytek
                            inte endast ikke kun ei vain
                            """
                                    .strip()
                                    .split("\\s+", -1)));

    private TurningWords() {}

    /// Whether a word in lower case is one of them.
    static boolean has(String word) {
        return WORDS.contains(word);
    }
}
