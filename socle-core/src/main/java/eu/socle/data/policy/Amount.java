package eu.socle.data.policy;

import java.util.List;

/// A number computed from annotations, for a rule to compare.
public sealed interface Amount {

    /// The annotations it is computed from.
    List<String> names();

    /// As people write it, for example `gopher.hashes / gopher.words`.
    String written();

    /// One annotation.
    record Value(String name) implements Amount {
        @Override
        public List<String> names() {
            return List.of(name);
        }

        @Override
        public String written() {
            return name;
        }
    }

    /// One annotation, rounded to some decimal digits as its peer writes it before it compares: to
    /// the nearest, and of two equally near to the even one.
    ///
    /// @param digits after the point
    record Rounded(String name, int digits) implements Amount {
        @Override
        public List<String> names() {
            return List.of(name);
        }

        @Override
        public String written() {
            return name + " to " + digits + " digits";
        }
    }

    /// The quotient of two annotations as an IEEE double; 0 / 0 is 0 (where the peers raise), and
    /// anything else by 0 is without bound.
    record Ratio(String numerator, String denominator) implements Amount {
        @Override
        public List<String> names() {
            return List.of(numerator, denominator);
        }

        @Override
        public String written() {
            return numerator + " / " + denominator;
        }
    }
}
