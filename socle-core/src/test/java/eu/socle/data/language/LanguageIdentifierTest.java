package eu.socle.data.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import eu.socle.core.Seed;
import java.lang.management.ManagementFactory;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanguageIdentifierTest {

    private static final String FRENCH =
            "Le Parlement européen a adopté l'accord après une longue nuit de débats.";

    private final LanguageModel model = ModelFile.standard();
    private final LanguageIdentifier identifier = new LanguageIdentifier(model);
    private final Scratch scratch = new Scratch();

    private String language(String text) {
        return identifier.identify(text, scratch).language();
    }

    @Test
    void knowsTheLanguagesThatRecipesMayName() {
        assertThat(identifier.languages()).isEqualTo(Languages.ALL);
        assertThat(Languages.ALL).containsAll(Languages.EUROPEAN_UNION).isSorted();
        assertThat(model.bytes()).isLessThanOrEqualTo(8_000_000);
    }

    @Test
    void tellsLanguagesBeyondTheUnion() {
        assertThat(language("El govern ha aprovat els pressupostos d'aquest any amb retard."))
                .isEqualTo("ca");
        assertThat(
                        language(
                                "Gobernuak aurtengo aurrekontuak onartu ditu, eta herritarrek badakite."))
                .isEqualTo("eu");
        assertThat(language("O goberno galego aprobou onte os orzamentos deste ano nunha reunión."))
                .isEqualTo("gl");
        assertThat(
                        language(
                                "Ar brezhoneg a zo ur yezh keltiek komzet e kornôg Breizh gant an dud."))
                .isEqualTo("br");
        assertThat(language("L'occitan es una lenga romanica parlada dins lo sud de França."))
                .isEqualTo("oc");
        assertThat(
                        language(
                                "U corsu hè una lingua chì si parla in Corsica è in u nordu di a Sardegna."))
                .isEqualTo("co");
        assertThat(
                        language(
                                "D'Regierung huet gëschter décidéiert, datt d'Schoule méi fréi opginn."))
                .isEqualTo("lb");
        assertThat(language("Regjeringen vedtok i går at skolene skal åpne igjen etter påske."))
                .isEqualTo("no");
        assertThat(language("Ríkisstjórnin ákvað í gær að skólar verði opnaðir á ný eftir páska."))
                .isEqualTo("is");
        assertThat(language("Уряд учора вирішив, що школи знову відкриються після свят."))
                .isEqualTo("uk");
        assertThat(
                        language(
                                "Правительство вчера решило, что школы снова откроются после праздников."))
                .isEqualTo("ru");
        assertThat(language("قررت الحكومة أمس أن تفتح المدارس أبوابها من جديد بعد العطلة."))
                .isEqualTo("ar");
        assertThat(language("Hükümet dün okulların tatilden sonra yeniden açılmasına karar verdi."))
                .isEqualTo("tr");
        assertThat(language("政府昨天决定，学校将在假期后重新开放。")).isEqualTo("zh");
    }

    @Test
    void saysUndWhereThereIsNothingToTell() {
        for (String text : List.of("", " ", "12 345,67 € + 8 %", "… — !!! ??", "\u0301", "😀 🎉")) {
            assertThat(identifier.identify(text, scratch)).isEqualTo(new Guess("und", 0));
        }
        assertThat(identifier.identify("https://example.org/la/casa me@example.org", scratch))
                .as("only addresses")
                .isEqualTo(new Guess("und", 0));
    }

    @Test
    void saysUndInLanguagesThatItDoesNotKnow() {
        assertThat(language("政府は昨日、休暇の後に学校を再開することを決定しました。")).isEqualTo("und");
        assertThat(language("정부는 어제 방학 후에 학교를 다시 열기로 결정했다.")).isEqualTo("und");
        assertThat(language("सरकार ने कल छुट्टियों के बाद स्कूलों को फिर से खोलने का फैसला किया।"))
                .isEqualTo("und");
        assertThat(language("הממשלה החליטה אתמול לפתוח מחדש את בתי הספר אחרי החופשה."))
                .isEqualTo("und");
    }

    @Test
    void saysUndBelowTheMargin() {
        LanguageIdentifier strict = new LanguageIdentifier(model, 0.9999999);
        assertThat(strict.identify("Oslo", scratch).language()).isEqualTo("und");
        assertThat(strict.identify("Oslo", scratch).margin()).isBetween(0.5, 0.9999999);
    }

    @Test
    void isSurerOfMoreText() {
        double word = identifier.identify("Parlement", scratch).margin();
        double sentence = identifier.identify(FRENCH, scratch).margin();
        assertThat(sentence).isGreaterThan(word).isLessThanOrEqualTo(1);
    }

    @Test
    void readsComposedAndDecomposedLettersAlike() {
        String apart = Normalizer.normalize(FRENCH, Normalizer.Form.NFD);
        assertThat(apart).isNotEqualTo(FRENCH);
        assertThat(identifier.identify(apart, scratch))
                .isEqualTo(identifier.identify(FRENCH, scratch));
    }

    @Test
    void ignoresAddressesCaseAndDigits() {
        Guess plain = identifier.identify(FRENCH, scratch);
        assertThat(identifier.identify(FRENCH.toUpperCase(java.util.Locale.ROOT), scratch))
                .isEqualTo(plain);
        assertThat(
                        identifier.identify(
                                FRENCH + " https://the.example/of-the-and?that=with", scratch))
                .isEqualTo(plain);
        assertThat(identifier.identify(FRENCH + " www.the-and.example 2026", scratch))
                .isEqualTo(plain);
        assertThat(identifier.identify("the.of@and.example " + FRENCH, scratch)).isEqualTo(plain);
    }

    /// The slow twin: every row as numbers, every sum in doubles.
    private double[] logits(String text) {
        CharSequence composed = Features.composed(text);
        Scratch own = new Scratch();
        double[] sums = new double[model.languages().size()];
        int n = 0;
        int at = 0;
        while (at < composed.length()) {
            own.count = 0;
            at = model.features().take(composed, at, own);
            for (int i = 0; i < own.count; i++) {
                for (int l = 0; l < sums.length; l++) {
                    sums[l] += model.weight(own.buckets[i], l);
                }
            }
            n += own.count;
        }
        for (int l = 0; l < sums.length; l++) {
            sums[l] = sums[l] * model.scale(l) / Math.sqrt(n) + model.bias(l);
        }
        return sums;
    }

    @Test
    void packedRowsAddUpAsNumbersDo() {
        for (int words : new int[] {1, 2, 7, 8, 15, 16, 17, 31, 33, 1000}) {
            String text = (FRENCH + " Ελληνικά 中文 ").repeat(words);
            double[] logits = logits(text);
            Guess guess = new LanguageIdentifier(model, 0.5).identify(text, scratch);
            int best = model.languages().indexOf(guess.language());
            double second = Double.NEGATIVE_INFINITY;
            for (int l = 0; l < logits.length; l++) {
                assertThat(logits[l]).isLessThanOrEqualTo(logits[best]);
                second = l == best ? second : Math.max(second, logits[l]);
            }
            assertThat(guess.margin())
                    .isCloseTo(1 / (1 + Math.exp(second - logits[best])), within(1e-9));
        }
    }

    @Test
    void readsAnyTextAndSaysTheSameAgain() {
        Seed seed = new Seed(20261124);
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder();
            int length = (int) seed.of(i).below(200, 0);
            for (int j = 0; j < length; j++) {
                long bound = seed.of(i).below(2, 1) == 0 ? 0x250 : 0x10000; // surrogates too
                text.append((char) seed.of(i).below(bound, j + 2));
            }
            Guess guess = identifier.identify(text, scratch);
            assertThat(identifier.identify(text, new Scratch())).isEqualTo(guess);
            assertThat(guess.margin()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void readsLongRunsOfLettersAndLongTexts() {
        assertThat(language("a".repeat(100_000))).isNotEmpty();
        assertThat(language((FRENCH + "\n").repeat(2_000))).isEqualTo("fr");
    }

    @Test
    void allocatesNothingButTheAnswer() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().threadId();
        for (int i = 0; i < 20_000; i++) {
            identifier.identify(FRENCH, scratch);
        }
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < 1_000; i++) {
            identifier.identify(FRENCH, scratch);
        }
        long bytes = threads.getThreadAllocatedBytes(id) - before;
        assertThat(bytes / 1_000).as("bytes a text; an answer takes 24").isLessThan(64);
    }
}
