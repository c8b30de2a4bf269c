package eu.socle.data.personal.national;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.data.personal.PersonalType;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Numbers made by the published rules, written here once more in another way (as equations over
/// whole numbers, strings and tables), must pass; with one digit changed those whose scheme detects
/// every single error must not.
class NationalRulesTest {

    private static final Seed SEED = new Seed(20_261_124);
    private static final int SAMPLES = 300;
    private final NationalRules rules = new NationalRules();

    private boolean passes(PersonalType type, String compact) {
        char[] s = Arrays.copyOf(compact.toCharArray(), 40);
        for (NationalRule rule : rules.ofLength(compact.length())) {
            boolean checked = rule.strength() != NationalRule.Strength.NONE;
            if (rule.type() == type && checked && rule.check().passes(s)) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @EnumSource(
            value = PersonalType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "EMAIL_ADDRESS",
                "PHONE_NUMBER",
                "IP_ADDRESS",
                "IPV6_ADDRESS",
                "IBAN",
                "PAYMENT_CARD",
                "VAT_NUMBER",
                "POSTAL_ADDRESS",
                "PERSON_NAME",
                "LICENCE_PLATE",
                "CY_ID",
                "MT_ID"
            })
    void takesWhatThePublishedRuleMakesAndRefusesAChangedDigit(PersonalType type) {
        int changedAndTaken = 0;
        int changed = 0;
        for (int i = 0; i < SAMPLES; i++) {
            Seed draw = SEED.of(type.name()).of(i);
            String number = make(type, draw);
            assertThat(passes(type, number)).as("%s %s, sample %d", type, number, i).isTrue();
            int place = (int) draw.below(number.length(), 900);
            if (!Character.isDigit(number.charAt(place))) {
                continue;
            }
            char other = (char) ('0' + (number.charAt(place) - '0' + 1 + draw.below(9, 901)) % 10);
            String wrong = number.substring(0, place) + other + number.substring(place + 1);
            changed++;
            changedAndTaken += passes(type, wrong) ? 1 : 0;
        }
        // schemes modulo a prime above 10, and Luhn, see every single error; mod 11 reduced to one
        // digit, weights that share a factor with 10, and mod 97 with two readings of the century
        // let few through
        assertThat(changed).isGreaterThan(SAMPLES / 3);
        assertThat(changedAndTaken).as("%s of %d", type, changed).isLessThan(changed / 8);
    }

    private static int d(String s, int i) {
        return s.charAt(i) - '0';
    }

    private static int sum(String s, int... weights) {
        return IntStream.range(0, weights.length).map(i -> weights[i] * d(s, i)).sum();
    }

    private static String digits(Seed draw, int from, int count) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < count; i++) {
            s.append(draw.below(10, from + i));
        }
        return s.toString();
    }

    /// {YYYY, MM, DD} of a day between 1930 and 1999, day 28 at most.
    private static int[] day(Seed draw) {
        return new int[] {
            1930 + (int) draw.below(70, 50),
            1 + (int) draw.below(12, 51),
            1 + (int) draw.below(28, 52)
        };
    }

    private static String ymd(int[] day, int month) {
        return String.format(Locale.ROOT, "%02d%02d%02d", day[0] % 100, month, day[2]);
    }

    private static String dmy(int[] day) {
        return String.format(Locale.ROOT, "%02d%02d%02d", day[2], day[1], day[0] % 100);
    }

    /// The digit that makes the doubled-digit sum of the whole a multiple of ten.
    private static String luhn(String s) {
        for (int check = 0; check < 10; check++) {
            String all = s + check;
            int total = 0;
            for (int i = 0; i < all.length(); i++) {
                boolean twice = (all.length() - i) % 2 == 0;
                int v = d(all, i) * (twice ? 2 : 1);
                total += v / 10 + v % 10;
            }
            if (total % 10 == 0) {
                return all;
            }
        }
        throw new AssertionError(s);
    }

    /// ISO 7064 MOD 11,10 by its recursion, the check digit by search.
    private static String iso(String s) {
        for (int check = 0; check < 10; check++) {
            int p = 10;
            for (int i = 0; i < s.length(); i++) {
                int t = (p + d(s, i)) % 10;
                p = (t == 0 ? 10 : t) * 2 % 11;
            }
            if ((p + check) % 10 == 1) {
                return s + check;
            }
        }
        throw new AssertionError(s);
    }

    private String make(PersonalType type, Seed draw) {
        for (int attempt = 0; attempt < 1000; attempt++) {
            String number = attempt(type, draw.of(attempt));
            if (!number.isEmpty()) {
                return number;
            }
        }
        throw new AssertionError(type + " could not be made");
    }

    /// Empty when the draw leads to a check that is not given out.
    private String attempt(PersonalType type, Seed r) {
        int[] day = day(r);
        return switch (type) {
            case AT_SVNR -> {
                String s = (1 + r.below(9, 1)) + digits(r, 2, 2) + "0" + dmy(day);
                int check = sum(s, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11;
                yield check == 10 ? "" : s.substring(0, 3) + check + s.substring(4);
            }
            case BE_NN -> {
                String s = ymd(day, day[1]) + digits(r, 1, 3);
                yield s + String.format(Locale.ROOT, "%02d", 97 - Long.parseLong(s) % 97);
            }
            case BG_EGN -> {
                String s = ymd(day, day[1]) + digits(r, 1, 3);
                yield s + sum(s, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10;
            }
            case CY_TIC -> {
                String s = "0" + digits(r, 1, 7);
                int[] odd = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
                int total =
                        odd[d(s, 0)]
                                + d(s, 1)
                                + odd[d(s, 2)]
                                + d(s, 3)
                                + odd[d(s, 4)]
                                + d(s, 5)
                                + odd[d(s, 6)]
                                + d(s, 7);
                yield s + (char) ('A' + total % 26);
            }
            case CZ_RODNE_CISLO, SK_RODNE_CISLO -> {
                int[] later = {1954 + day[0] % 40, day[1], day[2]};
                String s = ymd(later, later[1] + (int) (r.below(2, 1) * 50)) + digits(r, 2, 3);
                long rest = Long.parseLong(s) % 11;
                yield rest == 10 ? "" : s + rest; // the whole is a multiple of eleven
            }
            case DE_STEUER_ID -> {
                String s = "8" + digits(r, 1, 9);
                int[] count = new int[10];
                s.chars().forEach(c -> count[c - '0']++);
                long twice = Arrays.stream(count).filter(c -> c == 2 || c == 3).count();
                boolean more =
                        Arrays.stream(count).anyMatch(c -> c > 3) || s.matches(".*(\\d)\\1\\1.*");
                yield twice == 1 && !more ? iso(s) : "";
            }
            case DE_RVNR -> {
                char initial = (char) ('A' + r.below(26, 1));
                String s =
                        "65"
                                + dmy(day)
                                + String.format(Locale.ROOT, "%02d", initial - 'A' + 1)
                                + digits(r, 2, 2);
                int[] weights = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
                int total =
                        IntStream.range(0, 12)
                                .map(i -> weights[i] * d(s, i))
                                .map(v -> v / 10 + v % 10)
                                .sum();
                yield s.substring(0, 8) + initial + s.substring(10) + total % 10;
            }
            case DK_CPR -> {
                String s = dmy(day) + digits(r, 1, 3);
                int rest = (11 - sum(s, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11;
                yield rest == 10 ? "" : s + rest;
            }
            case EE_ISIKUKOOD, LT_ASMENS_KODAS -> {
                String s = (3 + r.below(2, 1)) + ymd(day, day[1]) + digits(r, 2, 3);
                int check = sum(s, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11;
                int again = sum(s, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11;
                yield s + (check < 10 ? check : again < 10 ? again : 0);
            }
            case ES_DNI -> {
                String s = digits(r, 1, 8);
                yield s + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(s) % 23);
            }
            case ES_NIE -> {
                int first = (int) r.below(3, 0);
                String s = digits(r, 1, 7);
                yield "XYZ".charAt(first)
                        + s
                        + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(first + s) % 23);
            }
            case FI_HETU -> {
                String three = digits(r, 1, 3);
                char check =
                        "0123456789ABCDEFHJKLMNPRSTUVWXY"
                                .charAt(Integer.parseInt(dmy(day) + three) % 31);
                yield dmy(day) + (r.below(2, 9) == 0 ? "" : "Y") + three + check;
            }
            case FR_NIR -> {
                String department = r.below(4, 3) == 0 ? (r.below(2, 4) == 0 ? "2A" : "2B") : "75";
                String head =
                        (1 + r.below(2, 1))
                                + String.format(Locale.ROOT, "%02d%02d", day[0] % 100, day[1]);
                String tail = digits(r, 5, 6);
                String read = department.replace("2A", "19").replace("2B", "18");
                long key =
                        new BigInteger(head + read + tail).mod(BigInteger.valueOf(97)).longValue();
                yield head + department + tail + String.format(Locale.ROOT, "%02d", 97 - key);
            }
            case FR_SIREN -> luhn(digits(r, 1, 8));
            case FR_SIRET -> luhn(luhn(digits(r, 1, 8)) + digits(r, 20, 4));
            case GR_AFM -> {
                String s = digits(r, 1, 8);
                yield s + sum(s, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10;
            }
            case GR_AMKA -> luhn(dmy(day) + digits(r, 1, 4));
            case HR_OIB -> iso(digits(r, 1, 10));
            case HU_ADOAZONOSITO -> {
                String s = "8" + digits(r, 1, 8);
                int check = sum(s, 1, 2, 3, 4, 5, 6, 7, 8, 9) % 11;
                yield check == 10 ? "" : s + check;
            }
            case HU_TAJ -> {
                String s = digits(r, 1, 8);
                yield s + sum(s, 3, 7, 3, 7, 3, 7, 3, 7) % 10;
            }
            case IE_PPS -> {
                String s = digits(r, 1, 7);
                int second = (int) r.below(3, 20); // none, A, B
                int rest = (sum(s, 8, 7, 6, 5, 4, 3, 2) + 9 * second) % 23;
                yield s
                        + "WABCDEFGHIJKLMNOPQRSTUV".charAt(rest)
                        + new String[] {"", "A", "B"}[second];
            }
            case IT_CODICE_FISCALE -> italian(r, day);
            case LU_MATRICULE -> {
                String s =
                        String.format(Locale.ROOT, "%04d%02d%02d", day[0], day[1], day[2])
                                + digits(r, 1, 3);
                yield luhn(s) + verhoeff(s);
            }
            case LV_PERSONAS_KODS -> {
                String s = dmy(day) + "1" + digits(r, 1, 3);
                yield s + (1 + sum(s, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9)) % 11 % 10;
            }
            case NL_BSN -> {
                String s = digits(r, 1, 8);
                int check = sum(s, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
                yield check == 10 ? "" : s + check;
            }
            case PL_NIP -> {
                String s = "5" + digits(r, 1, 8);
                int check = sum(s, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11;
                yield check == 10 ? "" : s + check;
            }
            case PL_PESEL -> {
                String s = ymd(day, day[1] + 20) + digits(r, 1, 4);
                yield s + (100_000 - sum(s, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10;
            }
            case PT_NIF -> {
                String s = "2" + digits(r, 1, 7);
                int rest = sum(s, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
                yield s + (rest < 2 ? 0 : 11 - rest);
            }
            case RO_CNP -> {
                String s = "1" + ymd(day, day[1]) + "12" + digits(r, 1, 3);
                int check = sum(s, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
                yield s + (check == 10 ? 1 : check);
            }
            case SE_PERSONNUMMER -> luhn(ymd(day, day[1]) + digits(r, 1, 3));
            case SI_EMSO -> {
                String s =
                        String.format(Locale.ROOT, "%02d%02d%03d50", day[2], day[1], day[0] % 1000)
                                + digits(r, 1, 3);
                int rest = sum(s, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
                yield rest == 1 ? "" : s + (rest == 0 ? 0 : 11 - rest);
            }
            case EMAIL_ADDRESS,
                    PHONE_NUMBER,
                    IP_ADDRESS,
                    IPV6_ADDRESS,
                    IBAN,
                    PAYMENT_CARD,
                    VAT_NUMBER,
                    POSTAL_ADDRESS,
                    PERSON_NAME,
                    LICENCE_PLATE,
                    CY_ID,
                    MT_ID ->
                    throw new AssertionError(type);
        };
    }

    private static String italian(Seed r, int[] day) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            s.append((char) ('A' + r.below(26, i)));
        }
        boolean woman = r.below(2, 10) == 0;
        s.append(String.format(Locale.ROOT, "%02d", day[0] % 100))
                .append("ABCDEHLMPRST".charAt(day[1] - 1));
        s.append(String.format(Locale.ROOT, "%02d", day[2] + (woman ? 40 : 0)))
                .append('H')
                .append(digits(r, 20, 3));
        // pairs (character, value at odd places) of the decree
        String table = "A1B0C5D7E9F13G15H17I19J21K2L4M18N20O11P3Q6R8S12T14U16V10W22X25Y24Z23 ";
        int[] digit = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
        int total = 0;
        for (int i = 0; i < 15; i++) {
            char c = s.charAt(i);
            int even = Character.isDigit(c) ? c - '0' : c - 'A';
            int odd = Character.isDigit(c) ? digit[c - '0'] : letter(table, c);
            total += i % 2 == 0 ? odd : even;
        }
        return s.append((char) ('A' + total % 26)).toString();
    }

    private static int letter(String table, char c) {
        int at = table.indexOf(c) + 1;
        int end = at;
        while (Character.isDigit(table.charAt(end))) {
            end++;
        }
        return Integer.parseInt(table.substring(at, end));
    }

    /// Verhoeff with the tables as he printed them.
    private static int verhoeff(String s) {
        String[] product = {
            "0123456789",
            "1234067895",
            "2340178956",
            "3401289567",
            "4012395678",
            "5987604321",
            "6598710432",
            "7659821043",
            "8765932104",
            "9876543210"
        };
        String[] turn = {
            "0123456789",
            "1576283094",
            "5803796142",
            "8916043527",
            "9453126870",
            "4286573901",
            "2793806415",
            "7046913258"
        };
        String inverse = "0432156789";
        int c = 0;
        for (int i = 0; i < s.length(); i++) {
            int digit = d(s, s.length() - 1 - i);
            c = product[c].charAt(turn[(i + 1) % 8].charAt(digit) - '0') - '0';
        }
        return inverse.charAt(c) - '0';
    }

    @ParameterizedTest
    @CsvSource({
        "FR_SIRET, 35600000000048, true", // La Poste, head office
        "FR_SIRET, 35600000049837, true", // La Poste, an office whose digits add up to a multiple
        // of five
        "FR_SIRET, 35600000049838, false",
        "BE_NN, 85073003328, true",
        "BE_NN, 17073003384, true", // born in 2017
        "DE_RVNR, 15070649C103, true", // example of the pension insurance
        "DE_RVNR, 15070649C104, false",
        "IT_CODICE_FISCALE, RCCMNL83S18D969H, true",
        "IT_CODICE_FISCALE, RCCMNL83S18D969I, false",
        "ES_DNI, 54362315K, true",
        "ES_DNI, 54362315Z, false",
        "PL_PESEL, 44051401359, true",
        "PL_PESEL, 44051401358, false",
        "FI_HETU, 131052308T, true",
        "FI_HETU, 131052A308T, true",
        "DK_CPR, 3102623625, false", // no such day
        "IE_PPS, 6433435F, true",
        "IE_PPS, 6433435E, false",
        "SE_PERSONNUMMER, 8803200016, true",
        "PT_NIF, 501964843, true",
        "NL_BSN, 111222333, true",
        "NL_BSN, 000000000, false",
        "HR_OIB, 33392005961, true",
        "GR_AFM, 094259216, true"
    })
    void agreesWithNumbersThatArePublishedAsExamples(
            PersonalType type, String number, boolean valid) {
        assertThat(passes(type, number)).isEqualTo(valid);
    }

    @Test
    void knowsAnIdentifierForEachOfTheTwentySevenStates() {
        Set<String> states = new java.util.TreeSet<>();
        rules.all().forEach(rule -> states.add(rule.type().country()));
        assertThat(states).hasSize(27);
        assertThat(EnumSet.allOf(PersonalType.class)).hasSize(45);
    }
}
