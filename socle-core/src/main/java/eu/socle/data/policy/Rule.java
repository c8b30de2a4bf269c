package eu.socle.data.policy;

import java.util.List;

/// One rule of a policy. Its step groups rules in reports; its reason is one word of a fixed list.
public sealed interface Rule {

    String step();

    /// All reasons it may give.
    List<String> reasons();

    /// The annotations it reads.
    List<String> names();

    /// As people write it; goes into the policy's digest.
    String written();

    /// On which side of the limit a document is dropped.
    enum Side {
        BELOW("<"),
        ABOVE(">");

        private final String sign;

        Side(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /// Drops when an amount is strictly beyond a limit. Passes when the amount is absent.
    ///
    /// @param key name of the threshold in recipes, unique in a policy; `a.b` is key b of section a
    /// @param step the step's name
    /// @param reason given when it drops
    /// @param amount what is compared
    /// @param side where a document is dropped
    /// @param limit the threshold
    record Limit(String key, String step, String reason, Amount amount, Side side, double limit)
            implements Rule {

        /// A rule whose threshold has the name of its reason.
        public static Limit of(String step, String reason, Amount amount, Side side, double limit) {
            return new Limit(reason, step, reason, amount, side, limit);
        }

        @Override
        public List<String> reasons() {
            return List.of(reason);
        }

        @Override
        public List<String> names() {
            return amount.names();
        }

        @Override
        public String written() {
            return step + " " + reason + ": " + amount.written() + " " + side.sign() + " " + limit;
        }

        /// The same rule with another threshold.
        public Limit withLimit(double other) {
            return new Limit(key, step, reason, amount, side, other);
        }
    }

    /// Drops when any of some findings was made; the one with the smallest number (the first line)
    /// gives the reason.
    ///
    /// @param step the step's name
    /// @param findings reasons and the annotations that are present when they apply
    record Earliest(String step, List<Finding> findings) implements Rule {

        public Earliest {
            findings = List.copyOf(findings);
        }

        @Override
        public List<String> reasons() {
            return findings.stream().map(Finding::reason).toList();
        }

        @Override
        public List<String> names() {
            return findings.stream().map(Finding::name).toList();
        }

        @Override
        public String written() {
            return step + " earliest of " + findings;
        }
    }

    /// A reason and the annotation that is present when it applies.
    record Finding(String reason, String name) {}

    /// Drops when a text is none of a list.
    record OneOf(String step, String reason, String name, List<String> values) implements Rule {

        public OneOf {
            values = List.copyOf(values);
        }

        @Override
        public List<String> reasons() {
            return List.of(reason);
        }

        @Override
        public List<String> names() {
            return List.of(name);
        }

        @Override
        public String written() {
            return step + " " + reason + ": " + name + " is none of " + values;
        }
    }
}
