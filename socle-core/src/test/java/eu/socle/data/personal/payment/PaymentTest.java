package eu.socle.data.personal.payment;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.personal.text.Chain;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentTest {

    private static int groups(String text) {
        Chain chain = new Chain();
        int end = 0;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        chain.read(text.toCharArray(), text.length(), 0, end);
        return new Ibans().groups(text.toCharArray(), text.length(), chain);
    }

    /// Check digits as ISO 13616 computes them, over one large number.
    private static String account(String country, String rest) {
        StringBuilder digits = new StringBuilder();
        String all = rest + country + "00";
        for (int i = 0; i < all.length(); i++) {
            digits.append(Character.digit(all.charAt(i), 36));
        }
        long check = 98 - new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).longValue();
        return country + String.format(Locale.ROOT, "%02d", check) + rest;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AT16", "BE12", "BG18", "HR17", "CY24", "CZ20", "DK14", "EE16", "FI14", "FR23",
                        "DE18", "GR23",
                "HU24", "IE18", "IT23", "LV17", "LT16", "LU16", "MT27", "NL14", "PL24", "PT21",
                        "RO20", "SK20",
                "SI15", "ES20", "SE20"
            })
    void takesAccountsOfEachStateInItsLengthAndNoOther(String entry) {
        String country = entry.substring(0, 2);
        int rest = Integer.parseInt(entry.substring(2));
        for (int i = 0; i < 50; i++) {
            String number =
                    ("7" + i * 7919L * 104_729L + "0123456789012345678901234567")
                            .substring(0, rest);
            String right = account(country, number);
            assertThat(groups(right)).as(right).isEqualTo(1);
            String spaced = right.replaceAll("(.{4})(?!$)", "$1 ");
            assertThat(groups(spaced)).as(spaced).isEqualTo((right.length() + 3) / 4);
            assertThat(groups(spaced + " 0")).as("one more").isZero();
            assertThat(groups(account(country, number + "1"))).as("one too long").isZero();
            assertThat(groups(account(country, number.substring(1)))).as("one too short").isZero();
            char last = right.charAt(right.length() - 1);
            String wrong =
                    right.substring(0, right.length() - 1) + (char) ('0' + (last - '0' + 1) % 10);
            assertThat(groups(wrong)).as(wrong).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4111111111111111, true", // test numbers that issuers publish
        "4222222222222, true",
        "5500000000000004, true",
        "2223003122003222, true",
        "378282246310005, true",
        "30569309025904, true",
        "6011111111111117, true",
        "3530111333300000, true",
        "4111111111111112, false",
        "9111111111111113, false", // passes Luhn, belongs to no issuer
        "37828224631000, false",
        "0000000000000000, false"
    })
    void takesCardsOfAnIssuersRange(String number, boolean valid) {
        assertThat(Cards.passes(Arrays.copyOf(number.toCharArray(), 30), number.length()))
                .isEqualTo(valid);
    }
}
