package eu.socle.data.personal.context;

import eu.socle.data.personal.PersonalType;
import java.util.Arrays;
import java.util.Set;

/// How far the nearest word for each type is from one place in the text. Reused from place to
/// place.
@SuppressWarnings("EnumOrdinal") // places in an array in memory, stored nowhere
public final class Nearby {
    /// No word.
    public static final int NONE = Integer.MAX_VALUE;

    private static final PersonalType[] TYPE_LIST = PersonalType.values();
    static final int TYPES = TYPE_LIST.length;
    static final int OTHER = TYPES; // an order, a book, an invoice: no personal identifier
    static final int VERSION = TYPES + 1;

    /// Words for addresses with an `@` or dots say nothing about other numbers.
    private static final Set<Integer> UNMISTAKABLE =
            Set.of(
                    PersonalType.EMAIL_ADDRESS.ordinal(),
                    PersonalType.IP_ADDRESS.ordinal(),
                    PersonalType.IPV6_ADDRESS.ordinal());

    private final int[] distance = new int[TYPES + 2];
    private final int[] length = new int[TYPES + 2]; // of the nearest word
    private int nearest;

    public Nearby() {
        clear();
    }

    static int meaning(PersonalType type) {
        return type.ordinal();
    }

    void clear() {
        Arrays.fill(distance, NONE);
        nearest = NONE;
    }

    void see(int meaning, int away, int letters) {
        if (away < distance[meaning]) {
            distance[meaning] = away;
            length[meaning] = letters;
        } else if (away == distance[meaning]) {
            length[meaning] = Math.max(length[meaning], letters);
        }
        if (!UNMISTAKABLE.contains(meaning)) {
            nearest = Math.min(nearest, away);
        }
    }

    /// The number before was named so, and this one follows it in a list.
    public void inherit(PersonalType type, int away) {
        see(type.ordinal(), away, 0);
    }

    /// Characters between the nearest word for the type and the number; [#NONE] without one.
    public int distance(PersonalType type) {
        return distance[type.ordinal()];
    }

    /// Letters of that word: `Slovak birth number` says more than `birth number`.
    public int letters(PersonalType type) {
        return length[type.ordinal()];
    }

    /// Whether the nearest word for a type names another State's number as well.
    public boolean isShared(PersonalType type) {
        int own = distance[type.ordinal()];
        for (PersonalType other : TYPE_LIST) {
            boolean national =
                    !other.country().isEmpty() && !other.country().equals(type.country());
            if (national && distance[other.ordinal()] == own) {
                return true;
            }
        }
        return false;
    }

    /// As above for words that say it is something else: an order, a parcel, a book.
    public int other() {
        return distance[OTHER];
    }

    /// As above for "version".
    public int version() {
        return distance[VERSION];
    }

    /// The nearest word that can speak of a number.
    public int nearest() {
        return nearest;
    }
}
