package eu.socle.data.personal.fresh;

import java.util.List;
import java.util.SplittableRandom;

/// Draws from one seed.
final class Draw {
    private final SplittableRandom random;

    Draw(long seed) {
        random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    <T> T of(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    String of(String... list) {
        return list[random.nextInt(list.length)];
    }

    char letter(String letters) {
        return letters.charAt(random.nextInt(letters.length()));
    }

    /// `count` digits, the first not 0.
    String number(int count) {
        return between(1, 9) + digits(count - 1);
    }

    String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    String hex(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(letter("0123456789abcdef"));
        }
        return digits.toString();
    }

    /// A day that exists in every year.
    Day day() {
        return new Day(between(1930, 2019), between(1, 12), between(1, 28));
    }

    /// A day of birth.
    record Day(int year, int month, int day) {
        String yy() {
            return two(year % 100);
        }

        String mm() {
            return two(month);
        }

        String dd() {
            return two(day);
        }

        String yymmdd() {
            return yy() + mm() + dd();
        }

        String ddmmyy() {
            return dd() + mm() + yy();
        }

        boolean isFrom2000() {
            return year >= 2000;
        }

        static String two(int n) {
            return n < 10 ? "0" + n : "" + n;
        }
    }
}
