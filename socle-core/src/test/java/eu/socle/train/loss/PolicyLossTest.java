package eu.socle.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.socle.core.Seed;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The gradient is the derivative at random points, and what the gradient says about training
/// holds.
final class PolicyLossTest {

    private static final Seed SEED = new Seed(20261124).of("policies");
    private static final PolicyLoss.Divisors DIVISORS = new PolicyLoss.Divisors(9, 23, 2);

    /// Of CISPO the weight is held constant by definition: the oracles test it.
    @ParameterizedTest
    @EnumSource(value = PolicyLoss.Form.class, names = "CISPO", mode = EnumSource.Mode.EXCLUDE)
    void the_gradient_is_the_derivative(PolicyLoss.Form form) {
        double[] advantages = {1.2, -0.7, 0, -1.5};
        for (PolicyLoss.Level level : PolicyLoss.Level.values()) {
            PolicyLoss loss = new PolicyLoss(form, level, 0.1, 0.2, 0.3, OptionalDouble.of(1.6));
            double[][] p = table("p", 0.4);
            PolicyLoss.Answers answers = answers(p);
            double[][] gradient = loss.apply(answers, advantages, DIVISORS).gradient();
            double h = 1e-6;
            for (int a = 0; a < p.length; a++) {
                for (int t = 0; t < p[a].length; t++) {
                    double old = p[a][t];
                    p[a][t] = old + h;
                    double more = loss.apply(answers, advantages, DIVISORS).loss();
                    p[a][t] = old - h;
                    double less = loss.apply(answers, advantages, DIVISORS).loss();
                    p[a][t] = old;
                    assertThat(gradient[a][t]).isCloseTo((more - less) / (2 * h), within(1e-8));
                }
            }
        }
    }

    @Test
    void tokens_that_do_not_count_change_nothing_even_if_they_are_not_numbers() {
        double[] advantages = {1.2, -0.7, 0.3, -1.5};
        PolicyLoss loss = PolicyLoss.of(PolicyLoss.Form.GRPO, PolicyLoss.Level.ANSWER);
        double[][] p = table("p", 0.4);
        PolicyLoss.Answers answers = answers(p);
        double before = loss.apply(answers, advantages, DIVISORS).loss();
        p[0][2] = Double.NaN;
        assertThat(loss.apply(answers, advantages, DIVISORS).loss()).isEqualTo(before);
        assertThat(loss.apply(answers, advantages, DIVISORS).gradient()[0][2]).isZero();
    }

    @Test
    void a_divergence_without_a_reference_is_refused() {
        PolicyLoss loss =
                new PolicyLoss(
                        PolicyLoss.Form.GRPO,
                        PolicyLoss.Level.TOKEN,
                        0.1,
                        0.2,
                        0.2,
                        OptionalDouble.empty());
        PolicyLoss.Answers answers =
                new PolicyLoss.Answers(
                        new double[][] {{-1}},
                        new double[][] {{-1}},
                        Optional.empty(),
                        new boolean[][] {{true}});
        assertThatThrownBy(() -> loss.apply(answers, new double[] {1}, DIVISORS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reference");
    }

    private static PolicyLoss.Answers answers(double[][] policy) {
        boolean[][] mask = {
            {true, true, false, true, true},
            {true, true, true, true, true},
            {true, false, false, false, false},
            {false, false, false, false, false}
        };
        return new PolicyLoss.Answers(policy, table("o", 0.4), Optional.of(table("r", 0.4)), mask);
    }

    private static double[][] table(String name, double width) {
        Seed own = SEED.of(name);
        double[][] table = new double[4][5];
        for (int i = 0; i < 20; i++) {
            table[i / 5][i % 5] = -2 + width * own.normal(i);
        }
        return table;
    }
}
