package eu.socle.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import eu.socle.core.Settings;
import eu.socle.model.ModelConfig;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrainConfigTest {

    @Test
    void an_empty_section_has_every_default() {
        TrainConfig config = TrainConfig.from(Settings.empty("r.yaml", "train"));
        ModelConfig model = config.model().with(300, 256, 0);
        assertThat(model.headSize() * model.heads()).isEqualTo(model.hidden());
        assertThat(config.microBatch()).isEqualTo(config.batch());
        assertThat(config.schedule().at(config.steps())).isEqualTo(1e-4); // a tenth of the peak
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    layer           | 2        | unknown key "train.layer"
                    steps           | 0        | from 1
                    micro-batch     | 3        | a divisor of batch (8)
                    backend         | gpu      | cpu or reference
                    schedule        | steps    | cosine, linear, constant or wsd
                    packing         | worst    | concatenate or best-fit
                    learning-rate   | -1e-3    | above 0
                    beta2           | 1        | from 0 to below 1
                    clip            | 0        | above 0
                    warm-up         | 2000     | fit into the 1000 steps
                    heads           | 7        | a divisor of hidden (256)
                    key-value-heads | 3        | a divisor of heads (4)
                    head-size       | 9        | even
                    """)
    void a_wrong_value_is_refused_with_its_line(String key, String value, String reason) {
        Settings.Value scalar = new Settings.Value.Scalar(value, 12);
        boolean ofModel = key.contains("head");
        Map<String, Settings.Value> model = new TreeMap<>();
        Map<String, Settings.Value> train = new TreeMap<>();
        (ofModel ? model : train).put(key, scalar);
        train.put(
                "model",
                new Settings.Value.Section(new Settings("r.yaml", "train.model", 2, model), 2));
        Settings settings = new Settings("r.yaml", "train", 1, train);
        assertThatThrownBy(() -> TrainConfig.from(settings))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("r.yaml:12:")
                .hasMessageContaining(reason);
    }
}
