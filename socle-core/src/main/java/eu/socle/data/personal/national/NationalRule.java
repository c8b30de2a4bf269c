package eu.socle.data.personal.national;

import eu.socle.data.personal.PersonalType;
import java.util.List;

/// What is published about one identifier: how long its compact form is, how it is written, and the
/// check.
///
/// @param type whose identifier
/// @param length characters of the compact form
/// @param forms usual written forms (lengths with separators); only these count without a word
/// @param strength what the check alone is worth
/// @param check whether a compact form (upper case) of that length passes
public record NationalRule(
        PersonalType type, int length, List<String> forms, Strength strength, Check check) {

    public NationalRule {
        forms = List.copyOf(forms);
    }

    /// What a passed check is worth without a word nearby.
    public enum Strength {
        /// Nothing: no check is published, or it is not binding. A word must name it.
        NONE(0),
        /// One check digit in ten or eleven.
        DIGIT(1),
        /// A check digit and a birth date, or a check letter.
        DATE(2),
        /// Two check characters or more: chance is out of the question.
        TWO(3);

        private final int worth;

        Strength(int worth) {
            this.worth = worth;
        }

        /// More is stricter.
        public int worth() {
            return worth;
        }
    }

    /// A check of a compact form.
    @FunctionalInterface
    public interface Check {
        /// Whether the form passes.
        ///
        /// @param s upper-case letters and digits; longer than the form
        boolean passes(char[] s);
    }

    static NationalRule of(PersonalType type, String forms, Strength strength, Check check) {
        List<String> all = List.of(forms.split("\\|", -1));
        int length = 0;
        for (String group : all.getFirst().split("[^0-9]", -1)) {
            length += Integer.parseInt(group);
        }
        return new NationalRule(type, length, all, strength, check);
    }
}
