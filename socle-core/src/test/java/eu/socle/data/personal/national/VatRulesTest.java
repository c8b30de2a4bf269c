package eu.socle.data.personal.national;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VatRulesTest {

    private static boolean passes(String country, String number) {
        return VatRules.passes(country, Arrays.copyOf(number.toCharArray(), 20), number.length());
    }

    /// Numbers of companies and authorities, as they print them, and public examples.
    @ParameterizedTest
    @CsvSource({
        "AT, U13585627",
        "BE, 0428759497",
        "BG, 175074752",
        "CZ, 25123891",
        "DE, 136695976",
        "DK, 13585628",
        "EE, 100931558",
        "GR, 094259216",
        "ES, A58818501",
        "ES, 54362315K",
        "FI, 20774740",
        "FR, 40303265045",
        "HR, 33392005961",
        "HU, 12892312",
        "IE, 6433435F",
        "IT, 00743110157",
        "LT, 119511515",
        "LT, 100001919017",
        "LU, 15027442",
        "LV, 40003521600",
        "MT, 11679112",
        "NL, 004495445B01",
        "PL, 8567346215",
        "PT, 501964843",
        "RO, 18547290",
        "SE, 556188840401",
        "SI, 50223054",
        "SK, 2022749619",
        "CY, 10259033P"
    })
    void takesPublishedNumbersAndRefusesTheirNeighbours(String country, String number) {
        assertThat(passes(country, number)).isTrue();
        int end = number.length();
        int last =
                IntStream.iterate(end - 1, i -> i - 1)
                        .filter(i -> Character.isDigit(number.charAt(i)))
                        .findFirst()
                        .orElseThrow();
        int place = country.equals("SE") || country.equals("NL") ? 5 : last;
        char other = (char) ('0' + (number.charAt(place) - '0' + 1) % 10);
        String wrong = number.substring(0, place) + other + number.substring(place + 1);
        assertThat(passes(country, wrong)).as(wrong).isFalse();
        assertThat(passes(country, number + "1")).isFalse();
        assertThat(passes("XX", number)).isFalse();
    }

    /// Of a hundred thousand random numbers about one in as many as the scheme has values may pass.
    @Test
    void letsFewRandomNumbersThrough() {
        eu.socle.core.Seed seed = new eu.socle.core.Seed(7);
        for (String entry :
                "BE10 DE9 DK8 EE9 FI8 HU8 IT11 LU8 PL10 PT9 SI8 SK10 FR11 GR9 HR11"
                        .split(" ", -1)) {
            String country = entry.substring(0, 2);
            int length = Integer.parseInt(entry.substring(2));
            int passed = 0;
            for (int i = 0; i < 20_000; i++) {
                String number =
                        String.format(
                                Locale.ROOT,
                                "%0" + length + "d",
                                seed.of(country).below((long) Math.pow(10, length), i));
                passed += passes(country, number) ? 1 : 0;
            }
            assertThat(passed).as(country).isBetween(1, 20_000 * 12 / 100);
        }
    }
}
