package eu.socle.train;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Tables of the learning rate by step: every column, and an unknown one fails.
final class ScheduleOracleTest {

    @TestFactory
    List<DynamicTest> every_table_agrees() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path folder : Shared.cases("oracles/ops")) {
            Path table = folder.resolve("schedules.csv");
            if (Files.exists(table)) {
                tests.add(
                        DynamicTest.dynamicTest(
                                folder.getFileName().toString(),
                                () -> check(folder, Files.readAllLines(table))));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    private static void check(Path folder, List<String> lines) throws Exception {
        JsonNode e =
                Json.parse(Files.readString(folder.resolve("expected.json")), folder.toString());
        double peak = e.get("peak").asDouble();
        double floor = e.get("floor").asDouble();
        long warmUp = e.get("warmup").asLong();
        long total = e.get("total").asLong();
        long decay = e.get("decay_steps").asLong();
        List<String> names = List.of(lines.getFirst().split(",", -1));
        assertThat(names).hasSizeGreaterThan(1);
        for (int column = 1; column < names.size(); column++) {
            Schedule schedule =
                    switch (names.get(column)) {
                        case "cosine" -> new Schedule.Cosine(peak, floor, warmUp, total);
                        case "linear" -> new Schedule.Linear(peak, floor, warmUp, total);
                        case "constant" -> new Schedule.Constant(peak, warmUp);
                        default ->
                                new Schedule.Wsd(
                                        peak,
                                        floor,
                                        warmUp,
                                        decay,
                                        total,
                                        shape(names.get(column)));
                    };
            for (String line : lines.subList(1, lines.size())) {
                List<String> cells = List.of(line.split(",", -1));
                double want = Double.parseDouble(cells.get(column));
                double got = schedule.at(Long.parseLong(cells.getFirst()));
                assertThat(Math.abs(got - want))
                        .as("%s at step %s", names.get(column), cells.getFirst())
                        .isLessThanOrEqualTo(1e-12 * Math.abs(want) + 1e-18);
            }
        }
    }

    private static Schedule.Shape shape(String column) {
        for (Schedule.Shape shape : Schedule.Shape.values()) {
            String name = shape.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (column.equals("wsd-" + name)) {
                return shape;
            }
        }
        throw new AssertionError("no schedule " + column);
    }
}
