package eu.socle.data.personal;

import eu.socle.data.personal.contact.PhonePlan;
import eu.socle.data.personal.contact.Phones;
import eu.socle.data.personal.contact.PostalAddresses;
import eu.socle.data.personal.context.Context;
import eu.socle.data.personal.context.Nearby;
import eu.socle.data.personal.national.Checks;
import eu.socle.data.personal.national.NationalRule;
import eu.socle.data.personal.national.NationalRule.Strength;
import eu.socle.data.personal.national.NationalRules;
import eu.socle.data.personal.national.VatRules;
import eu.socle.data.personal.payment.Cards;
import eu.socle.data.personal.payment.Ibans;
import eu.socle.data.personal.text.Chain;
import eu.socle.data.personal.text.Chars;
import eu.socle.data.personal.text.Edges;
import java.util.Arrays;

/// Decides what a number is. Every reading that passes its check is offered with a rank; the
/// highest wins.
///
/// Ranks: a reading that a word names stands above all others, the nearer the word the higher;
/// below come a country's code, the home of the text's language, the strictness of the check.
final class Numbers {
    private static final int NAMED = 1_000_000;
    private static final int FURTHER = 5_000; // less for each character between word and number
    private static final int LETTER = 50; // more for each letter of the word
    private static final int WITH_LETTERS = 2_500; // the country's letters before the number
    private static final int INTERNATIONAL = 5_000;
    private static final int AT_HOME = 1_000;
    private static final int NATIONAL_PHONE = 900;
    private static final int THOUSANDS_PHONE = 800;
    private static final int FAR_FROM_HOME = 500;

    /// A word names a number although another word stands nearer, by so much at most.
    private static final int NAMED_WITHIN = 20;

    /// An order, a book or a version this near speaks against an unnamed number.
    private static final int OTHER_WITHIN = 40;

    /// A word for another identifier this near does too.
    private static final int FOREIGN_WITHIN = 16;

    /// In `numbers 1, 2 and 3` a word names them all when they follow each other this closely.
    private static final int LIST_WITHIN = 7;

    private static final int LEAST_LENGTH = 6;
    private static final int LONGEST = 19;

    private final PersonalConfig config;
    private final Context context;
    private final NationalRules rules = new NationalRules();
    private final Ibans ibans = new Ibans();
    private final PostalAddresses addresses = new PostalAddresses();
    private final Phones phones;

    Numbers(PersonalConfig config, PhonePlan plan, Context context) {
        this.config = config;
        this.context = context;
        this.phones = new Phones(plan);
    }

    /// Reads the chain in `s`.
    ///
    /// @return after what was found, wanted or not; -1 if it is nothing
    int read(Scratch s, boolean digitsFirst) {
        Chain chain = s.chain;
        int first = chain.end(0) - chain.start(0);
        if (digitsFirst && (first == 5 || first == 4) && address(s)) {
            return s.address.end();
        }
        if (chain.length(chain.groups()) < LEAST_LENGTH && !bracketed(s)) {
            return -1;
        }
        int groups = ibans.groups(s.text, s.size, chain);
        if (groups > 0) {
            return account(s, groups);
        }
        s.choice.clear();
        for (int k = chain.groups(); k >= 1; k--) {
            int length = chain.length(k);
            if (length >= LEAST_LENGTH && length <= LONGEST + 2) {
                identifiers(s, k);
            }
        }
        if (digitsFirst) {
            phone(s);
        }
        return s.choice.rank == 0 ? -1 : take(s);
    }

    /// A sign or a bracket beside a short run: a phone number may go on behind it.
    private static boolean bracketed(Scratch s) {
        int before = s.chain.start(0) - 1;
        before -= before > 0 && Chars.isBlank(s.text[before]) ? 1 : 0;
        if (before >= 0 && (s.text[before] == '(' || s.text[before] == '+')) {
            return true;
        }
        int after = s.chain.end(s.chain.groups() - 1);
        after += after < s.size && Chars.isBlank(s.text[after]) ? 1 : 0;
        return after < s.size && s.text[after] == '(';
    }

    private boolean address(Scratch s) {
        Chain chain = s.chain;
        int floor = s.spans.lastEnd();
        if (!addresses.read(s.text, s.size, chain.start(0), chain.end(0), floor, s.address)) {
            return false;
        }
        s.work += s.address.end() - s.address.start();
        PostalAddresses.Found found = s.address;
        emit(
                s,
                found.start(),
                found.end(),
                PersonalType.POSTAL_ADDRESS,
                found.country(),
                Confidence.PROBABLE,
                false);
        return true;
    }

    private int account(Scratch s, int groups) {
        int start = s.chain.start(0);
        int end = s.chain.end(groups - 1);
        boolean named = words(s, start, end).distance(PersonalType.IBAN) != Nearby.NONE;
        emit(s, start, end, PersonalType.IBAN, ibans.country(s.chain), Confidence.CERTAIN, named);
        return end;
    }

    private int take(Scratch s) {
        Scratch.Choice c = s.choice;
        emit(s, c.start, c.end, c.type, c.country, c.confidence, c.named);
        if (c.named) {
            s.named = c.type;
            s.namedEnd = c.end;
        }
        return c.end;
    }

    private void emit(
            Scratch s,
            int start,
            int end,
            PersonalType type,
            String country,
            Confidence confidence,
            boolean named) {
        boolean wanted = config.types().contains(type) && confidence.compareTo(config.least()) >= 0;
        if (wanted && start >= s.spans.lastEnd()) {
            s.spans.add(start, end, type, country, confidence, named);
        }
        s.wordFloor = end;
    }

    private Nearby words(Scratch s, int start, int end) {
        s.work += context.read(s.text, s.size, s.wordFloor, start, end, s.nearby);
        int gap = start - s.namedEnd;
        if (s.namedEnd >= 0 && gap <= LIST_WITHIN) {
            s.nearby.inherit(s.named, gap);
        }
        return s.nearby;
    }

    /// National identifiers, VAT numbers and cards in the first `k` groups.
    private void identifiers(Scratch s, int k) {
        Chain chain = s.chain;
        int start = chain.start(0);
        int end = chain.end(k - 1);
        boolean blanks = false;
        for (int g = 1; g < k; g++) {
            blanks |= chain.separator(g) == ' ';
        }
        if (!Edges.closed(s.text, s.size, end, blanks)
                || !Edges.open(s.text, start, blanks)
                || isDay(chain, k)) {
            return;
        }
        boolean read = false;
        int length = chain.length(k);
        for (NationalRule rule : rules.ofLength(length)) {
            if (!rule.check().passes(chain.compact())) {
                continue;
            }
            if (!read) {
                words(s, start, end);
                read = true;
            }
            national(s, rule, k, start, end);
        }
        if (Cards.passes(chain.compact(), length)) {
            if (!read) {
                words(s, start, end);
                read = true;
            }
            card(s, k, start, end);
        }
        vat(s, k, start, end, read);
    }

    private void national(Scratch s, NationalRule rule, int k, int start, int end) {
        PersonalType type = rule.type();
        int away = s.nearby.distance(type);
        int home = s.homes.indexOf(type.country());
        int order = rule.strength().worth() + (home < 0 ? 0 : 40 - 8 * home);
        boolean named = named(s.nearby, away);
        if (named && rule.strength() == Strength.NONE && home < 0 && s.nearby.isShared(type)) {
            return; // the word may mean another State's number, which has a check and failed it
        }
        if (named) {
            s.choice.offer(
                    name(s.nearby, type, away) + order,
                    start,
                    end,
                    type,
                    type.country(),
                    Confidence.CERTAIN,
                    true);
            return;
        }
        if (rule.strength() == Strength.NONE
                || contradicted(s.nearby)
                || (rule.strength() == Strength.DIGIT && Edges.isValue(s.text, start))
                || isTime(s.chain.compact(), rule.length())
                || !isWritten(s.chain, rule, k)) {
            return;
        }
        if (home >= 0) {
            Confidence confidence =
                    switch (rule.strength()) {
                        case NONE, DIGIT -> Confidence.WEAK;
                        case DATE -> Confidence.PROBABLE;
                        case TWO -> Confidence.CERTAIN;
                    };
            s.choice.offer(AT_HOME + order, start, end, type, type.country(), confidence, false);
            return;
        }
        boolean anywhere = rule.strength() == Strength.TWO && rule.length() >= 13;
        if (anywhere) {
            s.choice.offer(
                    FAR_FROM_HOME + order,
                    start,
                    end,
                    type,
                    type.country(),
                    Confidence.PROBABLE,
                    false);
        }
    }

    /// Fourteen digits that read as a day and a time of these two centuries: a time stamp.
    private static boolean isTime(char[] s, int length) {
        return length == 14
                && Checks.digits(s, 0, 14)
                && ((s[0] == '1' && s[1] == '9') || (s[0] == '2' && s[1] == '0'))
                && two(s, 4) >= 1
                && two(s, 4) <= 12
                && two(s, 6) >= 1
                && two(s, 6) <= 31
                && two(s, 8) < 24
                && two(s, 10) < 60
                && two(s, 12) < 60;
    }

    /// `26.10.1980`, `1980-10-26`: a day, though its digits may pass a check.
    private static boolean isDay(Chain chain, int k) {
        if (k != 3 || chain.length(3) != 8 || chain.separator(1) != chain.separator(2)) {
            return false;
        }
        char sign = chain.separator(1);
        char[] s = chain.compact();
        boolean last = chain.isWritten("2" + sign + "2" + sign + "4", 3);
        boolean first = chain.isWritten("4" + sign + "2" + sign + "2", 3);
        if (sign == ' ' || (!last && !first) || !Checks.digits(s, 0, 8)) {
            return false;
        }
        int year = last ? 4 : 0;
        int one = two(s, last ? 0 : 4);
        int other = two(s, last ? 2 : 6);
        boolean century = two(s, year) == 19 || two(s, year) == 20;
        return century
                && one >= 1
                && other >= 1
                && Math.max(one, other) <= 31
                && Math.min(one, other) <= 12;
    }

    private static int two(char[] s, int at) {
        return (s[at] - '0') * 10 + s[at + 1] - '0';
    }

    private static boolean isWritten(Chain chain, NationalRule rule, int k) {
        for (String form : rule.forms()) {
            if (chain.isWritten(form, k)) {
                return true;
            }
        }
        return false;
    }

    /// The rank of a reading that a word names.
    private static int name(Nearby words, PersonalType type, int away) {
        return NAMED - FURTHER * away + LETTER * Math.min(words.letters(type), 40);
    }

    /// The type's own word is near, and no nearer word says otherwise.
    private static boolean named(Nearby words, int away) {
        return away != Nearby.NONE
                && away <= words.other()
                && away - words.nearest() <= NAMED_WITHIN;
    }

    private static boolean contradicted(Nearby words) {
        return words.other() <= OTHER_WITHIN
                || words.version() <= FOREIGN_WITHIN
                || words.nearest() <= FOREIGN_WITHIN;
    }

    private static void card(Scratch s, int k, int start, int end) {
        int away = s.nearby.distance(PersonalType.PAYMENT_CARD);
        if (named(s.nearby, away)) {
            s.choice.offer(
                    name(s.nearby, PersonalType.PAYMENT_CARD, away),
                    start,
                    end,
                    PersonalType.PAYMENT_CARD,
                    "",
                    Confidence.CERTAIN,
                    true);
            return;
        }
        if (contradicted(s.nearby)) {
            return;
        }
        boolean printed = Cards.isPrinted(s.chain, k);
        if (printed || k == 1) {
            Confidence confidence = printed ? Confidence.PROBABLE : Confidence.WEAK;
            s.choice.offer(
                    printed ? AT_HOME : FAR_FROM_HOME, // in fours it is no phone number
                    start,
                    end,
                    PersonalType.PAYMENT_CARD,
                    "",
                    confidence,
                    false);
        }
    }

    /// A VAT number with its country's letters, or without them after a word and at home.
    private void vat(Scratch s, int k, int start, int end, boolean read) {
        Chain chain = s.chain;
        char[] compact = chain.compact();
        int length = chain.length(k);
        boolean inside = length > 4 && Chars.isUpper(compact[0]) && Chars.isUpper(compact[1]);
        int before = inside ? -1 : prefix(s, start);
        if (inside || before >= 0) {
            String country =
                    inside
                            ? code(s.text[start], s.text[start + 1])
                            : code(s.text[before], s.text[before + 1]);
            char[] number = inside ? Arrays.copyOfRange(compact, 2, length) : compact;
            int digits = inside ? length - 2 : length;
            if (digits > 12 || !VatRules.passes(country, padded(number), digits)) {
                return;
            }
            int from = inside ? start : before;
            words(s, from, end);
            int away = s.nearby.distance(PersonalType.VAT_NUMBER);
            boolean named = named(s.nearby, away);
            if (!named && (contradicted(s.nearby) || digits < 8)) {
                return;
            }
            int rank =
                    named
                            ? name(s.nearby, PersonalType.VAT_NUMBER, away) + WITH_LETTERS
                            : INTERNATIONAL - 1;
            Confidence confidence = named ? Confidence.CERTAIN : Confidence.PROBABLE;
            s.choice.offer(rank, from, end, PersonalType.VAT_NUMBER, country, confidence, named);
            return;
        }
        bareVat(s, k, start, end, read);
    }

    private void bareVat(Scratch s, int k, int start, int end, boolean read) {
        int length = s.chain.length(k);
        for (int h = 0; h < s.homes.size(); h++) {
            String home = s.homes.get(h);
            if (length > 12 || !VatRules.passes(home, s.chain.compact(), length)) {
                continue;
            }
            if (!read) {
                words(s, start, end);
            }
            int away = s.nearby.distance(PersonalType.VAT_NUMBER);
            if (named(s.nearby, away)) {
                s.choice.offer(
                        name(s.nearby, PersonalType.VAT_NUMBER, away) - 1 - h,
                        start,
                        end,
                        PersonalType.VAT_NUMBER,
                        home,
                        Confidence.CERTAIN,
                        true);
            }
            return;
        }
    }

    /// The rules read up to twelve characters.
    private static char[] padded(char[] number) {
        return number.length >= 13 ? number : Arrays.copyOf(number, 13);
    }

    /// Where two capitals and a blank stand before `start`; -1 if they do not.
    private static int prefix(Scratch s, int start) {
        int at = start - 3;
        boolean letters =
                at >= 0
                        && Chars.isBlank(s.text[start - 1])
                        && Chars.isUpper(s.text[at])
                        && Chars.isUpper(s.text[at + 1])
                        && (at == 0 || !Chars.isWord(s.text[at - 1]));
        return letters ? at : -1;
    }

    private static String code(char first, char second) {
        String code = new String(new char[] {first, second});
        return code.equals("EL") ? "GR" : code;
    }

    private void phone(Scratch s) {
        int floor = s.spans.lastEnd();
        boolean found =
                phones.read(
                        s.text,
                        s.size,
                        s.chain.start(0),
                        floor,
                        s.homes,
                        (start, end) -> {
                            words(s, start, end);
                            return named(s.nearby, s.nearby.distance(PersonalType.PHONE_NUMBER));
                        },
                        s.phone);
        if (!found) {
            return;
        }
        Phones.Found p = s.phone;
        words(s, p.start(), p.end());
        int away = s.nearby.distance(PersonalType.PHONE_NUMBER);
        if (named(s.nearby, away)) {
            s.choice.offer(
                    name(s.nearby, PersonalType.PHONE_NUMBER, away) + 1,
                    p.start(),
                    p.end(),
                    PersonalType.PHONE_NUMBER,
                    p.country(),
                    Confidence.CERTAIN,
                    true);
            return;
        }
        boolean plus =
                s.text[p.start()] == '+' || s.text[Math.min(p.start() + 1, s.size - 1)] == '+';
        if (contradicted(s.nearby) && !plus) {
            return;
        }
        switch (p.shape()) {
            case INTERNATIONAL ->
                    offerPhone(s, INTERNATIONAL, plus ? Confidence.CERTAIN : Confidence.PROBABLE);
            case NATIONAL -> offerPhone(s, NATIONAL_PHONE, Confidence.PROBABLE);
            case THOUSANDS -> offerPhone(s, THOUSANDS_PHONE, Confidence.WEAK);
            case NONE, BARE -> {}
        }
    }

    private static void offerPhone(Scratch s, int rank, Confidence confidence) {
        Phones.Found p = s.phone;
        s.choice.offer(
                rank,
                p.start(),
                p.end(),
                PersonalType.PHONE_NUMBER,
                p.country(),
                confidence,
                false);
    }
}
