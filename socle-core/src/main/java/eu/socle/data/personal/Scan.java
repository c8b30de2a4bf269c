package eu.socle.data.personal;

import eu.socle.data.personal.contact.Emails;
import eu.socle.data.personal.contact.IpAddresses;
import eu.socle.data.personal.contact.PhonePlan;
import eu.socle.data.personal.context.Context;
import eu.socle.data.personal.context.Nearby;
import eu.socle.data.personal.text.Chain;
import eu.socle.data.personal.text.Chars;

/// The pass over the text. Letters are skipped by one comparison with a table; only a digit, `@`
/// and `:` begin anything.
final class Scan {
    private static final byte DIGIT = 1;
    private static final byte AT = 2;
    private static final byte COLON = 3;

    /// "version" within this many characters before makes dotted numbers no address.
    private static final int VERSION_WITHIN = 24;

    /// Letters that begin an Italian tax code.
    private static final int MOST_SINGLES = 6;

    /// Shorter numbers are no identifiers and leave the words around to the next one.
    private static final int LEAST_NUMBER = 6;

    private final byte[] triggers = new byte[128];
    private final PersonalConfig config;
    private final Context context = new Context();
    private final Numbers numbers;

    Scan(PersonalConfig config, PhonePlan plan) {
        this.config = config;
        this.numbers = new Numbers(config, plan, context);
        for (char c = '0'; c <= '9'; c++) {
            triggers[c] = DIGIT;
        }
        triggers['@'] = AT;
        triggers[':'] = COLON;
    }

    /// Whether the nearest word that speaks of a number before or after [start, end) speaks of a
    /// plate.
    boolean namesPlate(Scratch s, int start, int end) {
        s.work += context.read(s.text, s.size, 0, start, end, s.nearby);
        int away = s.nearby.distance(PersonalType.LICENCE_PLATE);
        return away != Nearby.NONE && away == s.nearby.nearest() && away <= s.nearby.other();
    }

    void run(Scratch s) {
        char[] text = s.text;
        int size = s.size;
        int at = 0;
        while (true) {
            while (at < size && (text[at] >= 128 || triggers[text[at]] == 0)) {
                at++;
            }
            if (at >= size) {
                return;
            }
            at =
                    switch (triggers[text[at]]) {
                        case DIGIT -> digit(s, at);
                        case AT -> mail(s, at);
                        default -> colon(s, at);
                    };
        }
    }

    private int mail(Scratch s, int at) {
        int start = Emails.start(s.text, at, s.mailEnd);
        if (start == at) {
            return at + 1;
        }
        int end = Emails.end(s.text, s.size, at + 1);
        s.work += end - start;
        if (end == at + 1) {
            return at + 1;
        }
        if (config.types().contains(PersonalType.EMAIL_ADDRESS)) {
            s.spans.dropFrom(start);
            s.spans.add(start, end, PersonalType.EMAIL_ADDRESS, "", Confidence.CERTAIN, false);
        }
        s.mailEnd = end;
        s.wordFloor = end;
        return end;
    }

    private int colon(Scratch s, int at) {
        char before = at > 0 ? s.text[at - 1] : ' ';
        char after = at + 1 < s.size ? s.text[at + 1] : ' ';
        boolean inside = (Chars.isHex(before) && Chars.isHex(after)) || after == ':';
        if (!inside) {
            return at + 1;
        }
        int start = IpAddresses.startV6(s.text, at, s.spans.lastEnd());
        int end = start < 0 ? -1 : six(s, start);
        return end > 0 ? end : at + 1;
    }

    /// After the IPv6 address at `start`; -1 without one.
    private int six(Scratch s, int start) {
        int end = IpAddresses.endV6(s.text, s.size, start);
        s.work += end - start;
        if (end == start) {
            return -1;
        }
        boolean named = words(s, start, end).distance(PersonalType.IPV6_ADDRESS) != Nearby.NONE;
        if (!named && IpAddresses.looksLikeCode(s.text, start, end)) {
            return -1;
        }
        if (config.scopes().contains(IpAddresses.scopeV6(s.text, start, end))) {
            Confidence confidence = named ? Confidence.CERTAIN : Confidence.PROBABLE;
            add(s, start, end, PersonalType.IPV6_ADDRESS, confidence);
        }
        return end;
    }

    /// After the IPv4 address at `start`; -1 without one.
    private int four(Scratch s, int start) {
        int end = IpAddresses.endV4(s.text, s.size, start);
        if (end == start) {
            return -1;
        }
        Nearby words = words(s, start, end);
        int own = words.distance(PersonalType.IP_ADDRESS);
        boolean version = words.version() < own && words.version() <= VERSION_WITHIN;
        boolean small = own == Nearby.NONE && IpAddresses.looksLikeVersion(s.text, start, end);
        int phone = words.distance(PersonalType.PHONE_NUMBER);
        if (phone < own && phone <= VERSION_WITHIN) {
            return -1;
        }
        boolean heading =
                start < 2 || s.text[start - 1] == '\n' || Character.isWhitespace(s.text[start - 2]);
        if (version || (small && (heading || words.nearest() <= VERSION_WITHIN))) {
            return end; // nothing in it is anything else
        }
        if (config.scopes().contains(IpAddresses.scopeV4(s.text, start, end))) {
            Confidence bare = small ? Confidence.FAINT : Confidence.PROBABLE;
            Confidence confidence = own != Nearby.NONE ? Confidence.CERTAIN : bare;
            add(s, start, end, PersonalType.IP_ADDRESS, confidence);
        }
        return end;
    }

    private void add(Scratch s, int start, int end, PersonalType type, Confidence confidence) {
        boolean wanted = config.types().contains(type) && confidence.compareTo(config.least()) >= 0;
        if (wanted && start >= s.spans.lastEnd()) {
            s.spans.add(start, end, type, "", confidence, confidence == Confidence.CERTAIN);
        }
        s.wordFloor = end;
    }

    private Nearby words(Scratch s, int start, int end) {
        s.work += context.read(s.text, s.size, s.wordFloor, start, end, s.nearby);
        return s.nearby;
    }

    private int digit(Scratch s, int at) {
        char[] text = s.text;
        int floor = s.spans.lastEnd();
        int start = at;
        while (start > floor
                && at - start <= Chain.LONGEST_GROUP
                && Chars.isAlnum(text[start - 1])) {
            start--;
        }
        int end = at + 1;
        boolean digitsOnly = start == at;
        boolean hex = at - start <= 4;
        while (end < s.size && Chars.isAlnum(text[end])) {
            digitsOnly &= Chars.isDigit(text[end]);
            end++;
        }
        s.work += end - start;
        if (end - start > Chain.LONGEST_GROUP || touches(s, start, end)) {
            return end;
        }
        boolean colon = hex && end + 1 < s.size && text[end] == ':' && end - start <= 4;
        if (colon && (Chars.isHex(text[end + 1]) || text[end + 1] == ':')) {
            int first = IpAddresses.startV6(text, start, floor);
            int after = first < 0 ? -1 : six(s, first);
            if (after > 0) {
                return after;
            }
        }
        if (digitsOnly && end - start <= 3 && end < s.size && text[end] == '.') {
            int after = four(s, start);
            if (after > 0) {
                return after;
            }
        }
        if (end - start == 1) {
            int first = singlesBefore(text, start, floor);
            int after = first == start ? -1 : number(s, first, first + 1, end, false);
            if (after > end) {
                return after;
            }
        }
        if (foreigner(text, start, floor)) {
            int after = number(s, start - 2, start - 1, end, false);
            if (after > end) {
                return after;
            }
        }
        if (end - start == 5 && !digitsOnly) {
            int first = lettersBefore(text, start, floor);
            if (first >= 0) {
                int firstEnd = first;
                while (Chars.isLetter(text[firstEnd])) {
                    firstEnd++;
                }
                int after = number(s, first, firstEnd, end, false);
                if (after > end) {
                    return after;
                }
            }
        }
        return number(s, start, end, end, digitsOnly);
    }

    /// Where capitals begin that stand each for itself before a digit, as scanners read the boxes
    /// of a form: `F R 7 6 3 0`.
    private static int singlesBefore(char[] text, int start, int floor) {
        int at = start;
        while (start - at < 2 * MOST_SINGLES
                && at - 2 >= floor
                && Chars.isBlank(text[at - 1])
                && Chars.isUpper(text[at - 2])
                && (at - 2 == floor || !Chars.isWord(text[at - 3]))) {
            at -= 2;
        }
        return at;
    }

    /// Six letters in one or two groups before the year, as Italian tax codes are printed; -1
    /// without them.
    private static int lettersBefore(char[] text, int start, int floor) {
        int at = start;
        int letters = 0;
        while (letters < 6 && at - 1 > floor && Chars.separator(text[at - 1]) != 0) {
            int end = at - 1;
            int from = end;
            while (from > floor && end - from < 7 && Chars.isLetter(text[from - 1])) {
                from--;
            }
            if (end - from != 3 && end - from != 6) {
                return -1;
            }
            letters += end - from;
            at = from;
        }
        boolean apart = at == 0 || !Chars.isWord(text[at - 1]);
        return letters == 6 && apart ? at : -1;
    }

    /// `X-`, `Y` or `Z.` before the digits, as in the numbers of foreigners in Spain.
    private static boolean foreigner(char[] text, int start, int floor) {
        int letter = start - 2;
        boolean joined = letter >= floor && Chars.separator(text[start - 1]) != 0;
        return joined
                && (text[letter] | 0x20) >= 'x'
                && (text[letter] | 0x20) <= 'z'
                && (letter == 0 || !Chars.isWord(text[letter - 1]));
    }

    /// A letter of another script stands against the run: it is part of a word.
    private static boolean touches(Scratch s, int start, int end) {
        boolean before = start > 0 && Chars.isWord(s.text[start - 1]);
        return before || (end < s.size && Chars.isWord(s.text[end]));
    }

    /// @param next where to go on when the chain that begins at `start` is nothing
    private int number(Scratch s, int start, int end, int next, boolean digitsOnly) {
        s.work += s.chain.read(s.text, s.size, start, end);
        if (start >= s.chainEnd && s.chainLength >= LEAST_NUMBER) {
            s.wordFloor = Math.max(s.wordFloor, s.chainEnd);
        }
        int groups = s.chain.groups();
        if (start >= s.chainEnd) {
            s.chainLength = s.chain.digits(); // `§ 139b AO` is no number
        }
        s.chainEnd = Math.max(s.chainEnd, s.chain.end(groups - 1));
        int after = numbers.read(s, digitsOnly);
        if (after > 0) {
            s.chainEnd = after;
            s.chainLength = LEAST_NUMBER;
            return after;
        }
        return next;
    }
}
