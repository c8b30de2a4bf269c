package eu.socle.data.personal.national;

/// The check-digit schemes that identifiers share.
public final class Checks {
    private static final int[][] VERHOEFF_PRODUCT = verhoeffProduct();
    private static final int[][] VERHOEFF_TURN = verhoeffTurn();

    private Checks() {}

    static int digit(char[] s, int i) {
        return s[i] - '0';
    }

    /// Whether [from, to) holds ASCII digits only.
    public static boolean digits(char[] s, int from, int to) {
        for (int i = from; i < to; i++) {
            if (s[i] < '0' || s[i] > '9') {
                return false;
            }
        }
        return true;
    }

    static boolean letters(char[] s, int from, int to) {
        for (int i = from; i < to; i++) {
            if (s[i] < 'A' || s[i] > 'Z') {
                return false;
            }
        }
        return true;
    }

    /// Whether all characters of [from, to) are the same.
    static boolean uniform(char[] s, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (s[i] != s[from]) {
                return false;
            }
        }
        return true;
    }

    /// Sum of weight x digit, from `from` on.
    static int weighted(char[] s, int from, int[] weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * (s[from + i] - '0');
        }
        return sum;
    }

    /// The value of digits [from, to); at most 18 of them.
    static long number(char[] s, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + s[i] - '0';
        }
        return value;
    }

    /// Luhn over [from, to), the check digit last (ISO/IEC 7812-1, annex B).
    public static boolean luhn(char[] s, int from, int to) {
        int sum = 0;
        for (int i = to - 1, k = 0; i >= from; i--, k++) {
            int d = s[i] - '0';
            int twice = d * 2 > 9 ? d * 2 - 9 : d * 2;
            sum += k % 2 == 0 ? d : twice;
        }
        return sum % 10 == 0;
    }

    /// ISO/IEC 7064 MOD 11,10 over [from, to), the check digit last.
    static boolean iso7064(char[] s, int from, int to) {
        int product = 10;
        for (int i = from; i < to - 1; i++) {
            int sum = (product + s[i] - '0') % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (product + s[to - 1] - '0') % 10 == 1;
    }

    /// ISO/IEC 7064 MOD 97-10 of [from, to) continued: letters count 10..35.
    ///
    /// @param rest the remainder of what came before, 0 at first
    public static int mod97(char[] s, int from, int to, int rest) {
        int r = rest;
        for (int i = from; i < to; i++) {
            char c = s[i];
            r = c <= '9' ? (r * 10 + c - '0') % 97 : (r * 100 + c - 'A' + 10) % 97;
        }
        return r;
    }

    /// Verhoeff's scheme (1969) over the digits [from, to) and a check digit.
    static boolean verhoeff(char[] s, int from, int to, int check) {
        int c = VERHOEFF_PRODUCT[0][VERHOEFF_TURN[0][check]];
        for (int i = to - 1, k = 1; i >= from; i--, k++) {
            c = VERHOEFF_PRODUCT[c][VERHOEFF_TURN[k % 8][s[i] - '0']];
        }
        return c == 0;
    }

    /// The dihedral group of the pentagon: 0..4 turn, 5..9 turn and mirror.
    private static int[][] verhoeffProduct() {
        int[][] product = new int[10][10];
        for (int a = 0; a < 10; a++) {
            for (int b = 0; b < 10; b++) {
                int turn = a < 5 ? a % 5 + b % 5 : a % 5 - b % 5 + 5;
                boolean mirror = (a < 5) != (b < 5);
                product[a][b] = turn % 5 + (mirror ? 5 : 0);
            }
        }
        return product;
    }

    /// Powers of the permutation that moves digits with their place.
    private static int[][] verhoeffTurn() {
        int[] once = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
        int[][] turn = new int[8][10];
        for (int d = 0; d < 10; d++) {
            turn[0][d] = d;
        }
        for (int k = 1; k < 8; k++) {
            for (int d = 0; d < 10; d++) {
                turn[k][d] = turn[k - 1][once[d]];
            }
        }
        return turn;
    }
}
