package eu.socle.data.dedup.near;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordScanTest {

    private static List<Long> words(String text) {
        return words(text, 64);
    }

    private static List<Long> words(String text, int room) {
        List<Long> words = new ArrayList<>();
        long[] some = new long[room];
        WordScan scan = new WordScan();
        scan.begin(text);
        for (int count = scan.next(some, 0); count > 0; count = scan.next(some, 0)) {
            for (int i = 0; i < count; i++) {
                words.add(some[i]);
            }
        }
        return words;
    }

    @Test
    void caseAccentsPunctuationAndNumbersDoNotCount() {
        assertThat(words("Été, à 12,5 % — ÇA VA ?")).isEqualTo(words("ete a 0 ca va"));
        assertThat(words("e\u0301te\u0301")).isEqualTo(words("ÉTÉ"));
        assertThat(words("ΟΔΟΣ")).isEqualTo(words("οδος"));
        assertThat(words("a12.5b")).isEqualTo(words("A0B")).hasSize(1);
        assertThat(words("1.2.3")).isEqualTo(words("7 8")).hasSize(2);
        assertThat(words("3. Mai")).isEqualTo(words("0 mai")).hasSize(2);
        assertThat(words("٣٫٥")).isEqualTo(words("0"));
    }

    @Test
    void emptyAndSeparatorsAloneHaveNoWords() {
        assertThat(words("")).isEmpty();
        assertThat(words(" .,;\n\u3002")).isEmpty();
    }

    @Test
    void writingWithoutSpacesHasOneWordForEachLetter() {
        assertThat(words("数据集の言語")).hasSize(6);
        assertThat(words("GPUは速い")).hasSize(4);
        assertThat(words("ภาษา").size()).isGreaterThan(2);
        assertThat(words("한국어 데이터")).hasSize(2);
    }

    @Test
    void theBordersOfItsBlocksDoNotShow() {
        for (int shift = 0; shift < 8; shift++) {
            String text = "x".repeat(shift) + " 12.34 mot été 5,6. fin ".repeat(1000);
            List<Long> whole = words(text);
            assertThat(whole).hasSize((shift > 0 ? 1 : 0) + 5 * 1000);
            assertThat(whole.subList(whole.size() - 5, whole.size()))
                    .isEqualTo(words("12.34 mot été 5,6. fin"));
            assertThat(whole.stream().distinct().count()).isEqualTo(shift > 0 ? 5 : 4);
        }
    }

    @Test
    void lettersFoldAsTheNormaliserOfTheJdkSays() {
        for (int c = 0; c < 0x600; c++) {
            String letter = Character.toString(c);
            if (Character.isLetter(c)) {
                String lower = letter.toLowerCase(Locale.ROOT);
                String bare = Normalizer.normalize(lower, Normalizer.Form.NFD);
                assertThat(words(letter)).as("U+%04X", c).isEqualTo(words(bare)).hasSize(1);
            }
        }
    }

    @Test
    void findsTheWordsOfASlowerDescription() {
        Random random = new Random(20261125);
        String parts = "aZéÉ09٣.,٫ \n'-’数の速ภาΣςάЙʹßǅ\u0301\u200b\u200d\u0903\u30fc\ud835\udc00";
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(200); k > 0; k--) {
                text.append(parts.charAt(random.nextInt(parts.length())));
            }
            List<Long> expected =
                    slower(text.toString()).map(word -> words(word).getFirst()).toList();
            for (int room : new int[] {3, 9, 5000}) {
                assertThat(words(text.toString(), room)).as("'%s'", text).isEqualTo(expected);
            }
        }
    }

    private static Stream<String> slower(String text) {
        String bare =
                Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                        .replace('\u200b', ' ')
                        .replaceAll("[\\p{Mn}\\p{Me}\\p{Cf}]", "")
                        .replace('ς', 'σ')
                        .replaceAll("\\p{Nd}+([.,٫]\\p{Nd}+)?", "0");
        String single = "[\\p{IsHan}\\p{IsHiragana}\\p{IsThai}\u30fc]";
        return Pattern.compile(single + "|(?:(?!" + single + ")[\\p{L}\\p{Mc}\\p{Cs}0])+")
                .matcher(bare)
                .results()
                .map(MatchResult::group);
    }
}
