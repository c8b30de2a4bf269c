package eu.socle.data.personal.fresh;

import eu.socle.data.personal.fresh.Draw.Day;
import java.math.BigInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/// Numbers of people and firms of the 27 States, each made from its published rule: the body is
/// drawn, the check computed; where the rule gives no check for a body, another one is drawn.
final class Numbers27 {

    private Numbers27() {}

    private static int at(String s, int i) {
        return s.charAt(i) - '0';
    }

    private static int sum(String s, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += at(s, i) * weights[i];
        }
        return sum;
    }

    private static String until(Draw draw, Function<Draw, String> make, Predicate<String> good) {
        String made = make.apply(draw);
        while (!good.test(made)) {
            made = make.apply(draw);
        }
        return made;
    }

    /// The digit that completes a Luhn number.
    static int luhn(String body) {
        int sum = 0;
        for (int i = body.length() - 1, k = 1; i >= 0; i--, k++) {
            int d = at(body, i) * (k % 2 == 1 ? 2 : 1);
            sum += d / 10 + d % 10;
        }
        return (10 - sum % 10) % 10;
    }

    /// The digit that completes an ISO/IEC 7064 MOD 11,10 number.
    static int mod1110(String body) {
        int p = 10;
        for (int i = 0; i < body.length(); i++) {
            int s = (p + at(body, i)) % 10;
            p = (s == 0 ? 10 : s) * 2 % 11;
        }
        return (11 - p) % 10;
    }

    private static int mod(String number, int by) {
        return new BigInteger(number).mod(BigInteger.valueOf(by)).intValue();
    }

    static String frNir(Draw draw) {
        Day day = draw.day();
        boolean corsica = draw.once(12);
        int department = draw.between(1, 95);
        String place = corsica ? draw.of("2A", "2B") : Day.two(department == 20 ? 21 : department);
        String head = draw.of("1", "2") + day.yy() + day.mm();
        String tail =
                Day.two(draw.between(0, 9))
                        + draw.between(1, 9)
                        + draw.digits(2)
                        + draw.between(1, 9);
        String read = place.equals("2A") ? "19" : place.equals("2B") ? "18" : place;
        int key = 97 - mod(head + read + tail, 97);
        return head + place + tail + Day.two(key);
    }

    static String frSiren(Draw draw) {
        String body = draw.number(8);
        return body + luhn(body);
    }

    static String frSiret(Draw draw) {
        String body = frSiren(draw) + "000" + draw.between(1, 9);
        return body + luhn(body);
    }

    static String deTax(Draw draw) {
        return until(
                draw,
                d -> {
                    String body = d.number(10);
                    return body + mod1110(body);
                },
                Numbers27::deTaxBody);
    }

    /// One digit twice or three times, but not thrice in a row; the others once at most.
    private static boolean deTaxBody(String number) {
        int[] seen = new int[10];
        for (int i = 0; i < 10; i++) {
            seen[at(number, i)]++;
            if (i > 1
                    && number.charAt(i) == number.charAt(i - 1)
                    && number.charAt(i) == number.charAt(i - 2)) {
                return false;
            }
        }
        int more = 0;
        for (int n : seen) {
            if (n > 3) {
                return false;
            }
            more += n > 1 ? 1 : 0;
        }
        return more == 1;
    }

    static String dePension(Draw draw) {
        Day day = draw.day();
        char letter = draw.letter("ABDEFGHKLMNPRSTW");
        String area = draw.of("02", "10", "15", "25", "50", "65", "80");
        String serial = Day.two(draw.between(0, 99));
        String digits = area + day.ddmmyy() + Day.two(letter - 'A' + 1) + serial;
        int[] weights = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            int p = at(digits, i) * weights[i];
            sum += p / 10 + p % 10;
        }
        return area + day.ddmmyy() + letter + serial + sum % 10;
    }

    static String at(Draw draw) {
        return until(
                draw,
                d -> {
                    String three = d.number(3);
                    String birth = d.day().ddmmyy();
                    int check = (sum(three, 3, 7, 9) + sum(birth, 5, 8, 4, 2, 1, 6)) % 11;
                    return check == 10 ? "" : three + check + birth;
                },
                s -> !s.isEmpty());
    }

    static String be(Draw draw) {
        Day day = draw.day();
        int serial = draw.between(1, 997);
        String nine = day.yymmdd() + (serial < 10 ? "00" : serial < 100 ? "0" : "") + serial;
        return nine + Day.two(97 - mod((day.isFrom2000() ? "2" : "") + nine, 97));
    }

    static String nl(Draw draw) {
        return until(
                draw,
                d -> {
                    String body = d.number(8);
                    int check = sum(body, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
                    return check == 10 ? "" : body + check;
                },
                s -> !s.isEmpty());
    }

    static String lu(Draw draw) {
        Day day = draw.day();
        String body = day.year() + day.mm() + day.dd() + draw.digits(3);
        return body + luhn(body) + verhoeff(body);
    }

    /// Verhoeff 1969: the dihedral group of ten, the permutation (1 5 8 9 4 2 7 0)(3 6).
    private static int verhoeff(String body) {
        String[] times = {
            "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
            "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"
        };
        String[] turn = {
            "0123456789", "1576283094", "5803796142", "8916043527",
            "9453126870", "4286573901", "2793806415", "7046913258"
        };
        int c = 0;
        for (int i = 0; i < body.length(); i++) {
            int d = at(body, body.length() - 1 - i);
            c = at(times[c], at(turn[(i + 1) % 8], d));
        }
        return at("0432156789", c);
    }

    static String ie(Draw draw) {
        String body = draw.digits(7);
        boolean second = draw.once(2);
        char extra = draw.letter("AB");
        int sum = sum(body, 8, 7, 6, 5, 4, 3, 2) + (second ? 9 * (extra - 'A' + 1) : 0);
        char check = "WABCDEFGHIJKLMNOPQRSTUV".charAt(sum % 23);
        return body + check + (second ? "" + extra : "");
    }

    static String it(Draw draw) {
        String consonants = "BCDFGLMNPRSTVZ";
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            code.append(draw.letter(consonants));
        }
        Day day = draw.day();
        code.append(day.yy()).append("ABCDEHLMPRST".charAt(day.month() - 1));
        code.append(Day.two(day.day() + (draw.once(2) ? 40 : 0)));
        code.append(draw.letter("ABCDEFGHILZ")).append(draw.number(3));
        String odd = "BAFHJNPRTVCESULDGIMOQKWZYX"; // value of the nth letter: its place in A..Z
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char c = code.charAt(i);
            int plain = c <= '9' ? c - '0' : c - 'A';
            sum += i % 2 == 0 ? odd.charAt(plain) - 'A' : plain;
        }
        return code.append((char) ('A' + sum % 26)).toString();
    }

    static String esDni(Draw draw) {
        String body = draw.number(8);
        return body + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(body) % 23);
    }

    static String esNie(Draw draw) {
        int first = draw.below(3);
        String body = draw.digits(7);
        int value = Integer.parseInt(first + body);
        return "XYZ".charAt(first) + body + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(value % 23);
    }

    static String pt(Draw draw) {
        String body = draw.of("1", "2", "3") + draw.digits(7);
        int check = 11 - sum(body, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return body + (check > 9 ? 0 : check);
    }

    static String grAfm(Draw draw) {
        String body = draw.of("0", "1") + draw.number(7);
        return body + sum(body, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10;
    }

    static String grAmka(Draw draw) {
        String body = draw.day().ddmmyy() + draw.digits(4);
        return body + luhn(body);
    }

    static String cy(Draw draw) {
        String body = "0" + draw.number(7);
        int[] odd = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += i % 2 == 0 ? odd[at(body, i)] : at(body, i);
        }
        return body + (char) ('A' + sum % 26);
    }

    static String mt(Draw draw) {
        return "0" + draw.number(6) + draw.letter("MG");
    }

    static String plPesel(Draw draw) {
        Day day = draw.day();
        int month = day.month() + (day.isFrom2000() ? 20 : 0);
        String body = day.yy() + Day.two(month) + day.dd() + draw.digits(4);
        return body + (10 - sum(body, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) % 10) % 10;
    }

    static String plNip(Draw draw) {
        return until(
                draw,
                d -> {
                    String body = d.between(1, 9) + "" + d.between(1, 9) + d.number(7);
                    int check = sum(body, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11;
                    return check == 10 ? "" : body + check;
                },
                s -> !s.isEmpty());
    }

    /// Czechia and Slovakia.
    static String birthNumber(Draw draw) {
        return until(
                draw,
                d -> {
                    Day day = d.day();
                    if (day.year() < 1954) {
                        return "";
                    }
                    int month = day.month() + (d.once(2) ? 50 : 0);
                    String nine = day.yy() + Day.two(month) + day.dd() + d.digits(3);
                    int check = mod(nine, 11);
                    return check == 10 ? "" : nine + check;
                },
                s -> !s.isEmpty());
    }

    static String huTaj(Draw draw) {
        String body = draw.digits(8);
        return body + sum(body, 3, 7, 3, 7, 3, 7, 3, 7) % 10;
    }

    static String huTax(Draw draw) {
        return until(
                draw,
                d -> {
                    String body = "8" + d.between(23000, 55000) + d.digits(3);
                    int check = sum(body, 1, 2, 3, 4, 5, 6, 7, 8, 9) % 11;
                    return check == 10 ? "" : body + check;
                },
                s -> !s.isEmpty());
    }

    static String ro(Draw draw) {
        Day day = draw.day();
        int sex = draw.between(0, 1) + (day.isFrom2000() ? 5 : 1);
        String body = sex + day.yymmdd() + Day.two(draw.between(1, 46)) + draw.number(3);
        int check = sum(body, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
        return body + (check == 10 ? 1 : check);
    }

    static String bg(Draw draw) {
        Day day = draw.day();
        int month = day.month() + (day.isFrom2000() ? 40 : 0);
        String body = day.yy() + Day.two(month) + day.dd() + draw.digits(3);
        return body + sum(body, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10;
    }

    static String hr(Draw draw) {
        String body = draw.number(10);
        return body + mod1110(body);
    }

    static String si(Draw draw) {
        return until(
                draw,
                d -> {
                    Day day = d.day();
                    String year = String.valueOf(day.year()).substring(1);
                    String body = day.dd() + day.mm() + year + "50" + d.digits(3);
                    int check = 11 - sum(body, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
                    return check == 10 ? "" : body + (check == 11 ? 0 : check);
                },
                s -> !s.isEmpty());
    }

    /// Estonia and Lithuania.
    static String baltic(Draw draw) {
        Day day = draw.day();
        String body =
                (draw.between(3, 4) + (day.isFrom2000() ? 2 : 0)) + day.yymmdd() + draw.digits(3);
        int check = sum(body, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11;
        if (check == 10) {
            check = sum(body, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10;
        }
        return body + check;
    }

    static String lv(Draw draw) {
        Day day = draw.day();
        String body = day.ddmmyy() + (day.isFrom2000() ? 2 : 1) + draw.digits(3);
        int check = (1101 - sum(body, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11;
        return body + check % 10;
    }

    static String fi(Draw draw) {
        Day day = draw.day();
        String sign = day.isFrom2000() ? draw.of("A", "A", "B", "F") : draw.of("-", "-", "Y", "U");
        int serial = draw.between(2, 899);
        String three = (serial < 10 ? "00" : serial < 100 ? "0" : "") + serial;
        String all = "0123456789ABCDEFHJKLMNPRSTUVWXY";
        return day.ddmmyy() + sign + three + all.charAt(mod(day.ddmmyy() + three, 31));
    }

    static String se(Draw draw) {
        Day day = draw.day();
        boolean coordination = draw.once(8);
        String body =
                day.yy() + day.mm() + Day.two(day.day() + (coordination ? 60 : 0)) + draw.digits(3);
        return body + luhn(body);
    }

    static String dk(Draw draw) {
        return until(
                draw,
                d -> {
                    Day day = d.day();
                    String body =
                            day.ddmmyy()
                                    + d.between(day.isFrom2000() ? 4 : 0, day.isFrom2000() ? 9 : 3)
                                    + d.digits(2);
                    int check = (11 - sum(body, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11;
                    return check == 10 ? "" : body + check;
                },
                s -> !s.isEmpty());
    }
}
