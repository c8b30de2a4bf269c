package eu.socle.data.judge;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The commonest words of a language, the commonest first.
///
/// Lists written for this project from knowledge of the languages; no corpus was counted.
///
/// @param language ISO 639-1 code
/// @param words lower case, split at apostrophes and hyphens
record LanguageProfile(String language, List<String> words) {

    private static final Map<String, LanguageProfile> ALL =
            index(
                    profile(
                            "en",
                            """
                            the of and to in a is that for it as was with be by on not he his but at are this have from or had
                            an they which you were her all she there would their we him been has when who will no more if out so
                            up said what its about than into them can only other time new some could these two may first then do
                            any like my now over such our man me even most made after also did many off before must well back
                            through years where much your way down should because long each just state those people too mr how
                            little good world make very year still see own work men day get here between both being under never
                            same another know while last might us great old go come since against right came take used himself
                            few house use during without again place around however small found thought part does
                            """),
                    profile(
                            "fr",
                            """
                            de la le et les des en un du une que est pour qui dans par sur au plus pas l d il à a ne se ce n s
                            qu avec son sont aux cette ou mais elle comme nous être fait on tout ses sa leur deux c même été ont
                            si ces aussi j entre bien peut y sans où vous je encore ans autres avait après leurs était très faire
                            dont mon peu toujours donc notre moins lui années avant alors quand contre jour sous autre cela temps
                            fois avoir depuis ainsi tous dit pays rien soit ils moi votre premier première doit vers m toutes chez
                            lors monde selon trois celui quelques lorsque puis ici parce grande grand toute elles vie pendant non
                            nos jamais plusieurs soit certains afin seulement
                            """),
                    profile(
                            "de",
                            """
                            der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus
                            er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber
                            vor zur bis mehr durch man sein wurde sei ihr ihre ihren wenn ich wir kann können diese dieser dieses
                            gegen vom schon hatte was unter zwei sehr sagte alle seine seit wieder dann doch muss jahr jahre jahren
                            uhr neue damit bereits da ins keine mich ihm ihn wo immer zwischen beim soll sollen zeit jetzt denn
                            mir seiner waren würde weil ohne viele gibt etwa müssen drei deutschen menschen heute hier worden ganz
                            selbst diesem diesen ab wollen eines seinen zwar anderen nun uns dort gut dabei einmal etwas
                            """),
                    profile(
                            "es",
                            """
                            de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si
                            sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi
                            porque qué sólo han yo hay vez puede todos así nos ni parte tiene él uno donde bien tiempo mismo ese
                            ahora cada e vida otro después te otros aunque esa eso hace otra gobierno tan durante siempre día tanto
                            ella tres sí dijo sido gran país según menos mundo año antes estado contra sino forma caso nada hacer
                            general estaba poco estos presidente mayor ante unos les algo hacia casa ellos ayer hecho primera mucho
                            mientras además quien momento millones esto españa están hombre tal cual nuestro fueron estas tu puedes
                            """),
                    profile(
                            "it",
                            """
                            di e il la che in a per un è del non con una sono della si da i le al più come lo dei alla gli ha nel anche
                            o delle ma l suo dal se nella d ci dell su questo essere ai cui ed questa ad alle anni sua stato degli
                            dalla tra due solo hanno fatto quando mi così c era io ne tutti sul prima sulla loro stata fra poi molto
                            tutto chi parte anche lui ancora perché all anno nei ogni dopo quello senza può dove fare altri sempre
                            mondo noi tempo tutte uno oggi già quella dai nell però proprio cosa vita suoi quanto te lei stesso volta
                            dall altro bene abbiamo casa contro qui secondo ora casa negli mio dopo sia quale durante verso italia
                            oltre meno queste questi nostra nostro città giorno quindi mentre infatti
                            """),
                    profile(
                            "pt",
                            """
                            de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou
                            quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem nas me esse
                            eles você essa num nem suas meu às minha numa pelos elas qual nós lhe deles essas esses pelas este dele
                            foi é são ser está tem ter há era pode sobre anos ainda onde dois foram todos desde estão tinha fazer bem
                            outros cada ano lá dia tempo vez parte contra bom agora assim maior então ontem governo país estado porque
                            durante grande melhor apenas segundo nosso nossa mundo vida uns umas após vai tudo outro outra meses
                            """),
                    profile(
                            "nl",
                            """
                            de van het een en in is dat op te voor zijn met die niet aan er om ook als dan maar bij of uit nog naar
                            heeft hij ik worden door ze wordt over tot je hebben zich deze was we meer al zo wat haar kan hun kunnen
                            na moet dit wel geen jaar werd zij onder u moeten had men onze ons zou waar tegen veel daar nu nieuwe
                            twee zal omdat mensen alle andere hoe toen wil eerste zien gaat goed ben doen maken hem weer wij tussen
                            uur gaan mijn hier heel echter vooral zoals waren komt binnen tijd waarin zelf alleen mij sinds jij dus
                            want per enkele soms sommige steeds altijd drie laatste verder volgens staat maakt kunt vaak hebt bent
                            """),
                    profile(
                            "ca",
                            """
                            de la i el que a en l d els les per un es no una amb del al s ha més són com o va als seva seu n ser és
                            dels aquest aquesta si però han també fins ja entre sobre m hi pel hem quan fer molt perquè tot on està
                            dos anys nos seus seves pot tots ens cada després així altres ho em ni sense fa any era part temps
                            des aquests aquestes tres segons mateix encara van li altre altra qui fet tenir havia vaig només estat
                            bé persones pels catalunya cap mai poder això gran havien ells ella quin quina què jo ara aquí vida
                            primer primera cosa casa món dia ciutat abans sempre fou foren nou menys hores doncs mentre
                            """),
                    profile(
                            "ro",
                            """
                            de și în a la cu pe o că nu este din care se mai un pentru au ai sa fi ca s sunt ce prin lui sau dar fost
                            după are al l ei fie i acest această doar cum ale cel cea celor între unui unei le el ea va ele lor am
                            tot ar dintre până când fără ani foarte despre pot într dacă asupra noi două acestea numai asta își cele
                            decât nici an aceste poate era acum trebuie mult toate toți avea aceasta acestui acestei astfel fiind timp
                            spre însă atunci cei parte dintr deci aici bine mare bun prima primul vor m ne v te mi pot în iar peste
                            sub ori oameni românia zi face tot unde cine sînt alte alt lucru lei decat si pina dupa fara catre către
                            """),
                    profile(
                            "pl",
                            """
                            i w na z do się nie to że jest o a jak od po za co dla ale przez tym był tego jej już tylko są być może
                            jego ich tak ze czy który także lub które która oraz roku było także jednak przy pod lat mnie ja bardzo
                            go ma jeszcze przed tej nad ten bo sobie była więc u im mi ten aby bez kiedy gdy będzie można też mu
                            jako pan których którzy którym pracy osób nas dwa tych wszystkich wszystko między ta te tu gdzie mają
                            właśnie swoje swoich nawet gdyż czasie jeśli ni niż nam kto tam teraz zawsze wiele trzeba ani we polski
                            jestem my on ona oni były mam jeżeli dnia zostało został została dni tys zł r lecz
                            """),
                    profile(
                            "sv",
                            """
                            och i att det som en på är av för med den till inte har de ett om han men var sig så jag vi från kan när
                            år nu här man hade hon skulle eller vid än kommer ut alla ska två mycket också under in efter upp varit
                            mot vill oss sedan mer där ha bara blir får vad bli dem utan över sin detta sina någon något finns mellan
                            andra denna hans då sitt många sina första gör hur sverige dag nya samt bra kronor stora genom varje
                            procent blev själv måste går kunna redan tre igen dess ni mig du vara honom henne deras dessa se
                            ingen vilket dig kunde inom åt ännu lite rätt tid fick säger hela även människor fler eftersom
                            """),
                    profile(
                            "da",
                            """
                            og i at det er en til af på for med den som ikke der de har et om han men var sig jeg så vi fra kan være
                            blev man skal også eller ved hvor nu havde hun over ud alle vil to meget op efter mod os mere hvis bliver
                            blive når få hvad dem uden sin dette sine nogen noget mellem andre denne hans da dig mange siden første
                            gør hvordan danmark dag nye samt godt kroner store gennem hver procent selv må går kunne allerede tre
                            igen dens min mig du deres disse se ingen hvilket inden lidt ret tid fik siger hele år mennesker fordi
                            fik kun kommer end hvem ham hende været skulle ville både bare ind ned under sit vores jer hos lige
                            """));

    /// The profiles by language, in order of their codes.
    static Map<String, LanguageProfile> all() {
        return ALL;
    }

    private static LanguageProfile profile(String language, String words) {
        return new LanguageProfile(
                language, List.of(words.strip().split("\\s+", -1)).stream().distinct().toList());
    }

    private static Map<String, LanguageProfile> index(LanguageProfile... profiles) {
        Map<String, LanguageProfile> index = new TreeMap<>();
        for (LanguageProfile profile : profiles) {
            index.put(profile.language(), profile);
        }
        return Collections.unmodifiableMap(index);
    }
}
