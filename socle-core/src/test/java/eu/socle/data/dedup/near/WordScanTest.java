package eu.socle.data.dedup.near;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordScanTest {

    private static List<Long> words(String text) {
        List<Long> words = new ArrayList<>();
        new WordScan(words::add).scan(text);
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
}
