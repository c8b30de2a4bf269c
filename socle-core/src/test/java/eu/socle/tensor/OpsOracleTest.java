package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Json;
import eu.socle.core.Workers;
import eu.socle.model.file.Safetensors;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.reference.ReferenceBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Operators with outputs and gradients computed elsewhere in float64. What a case asks is read
/// from its tensors and attributes, not from its name.
final class OpsOracleTest {

    private interface Opening {
        OracleCase open(Path folder, Backend backend) throws Exception;
    }

    private static final List<Opening> KINDS =
            List.of(
                    BasicOperators::new,
                    AttentionOperators::new,
                    ExpertOperators::new,
                    LatentOperators::new,
                    LossOperators::new,
                    UpdateOperators::new);

    @TestFactory
    List<DynamicTest> every_case_agrees_on_both_backends() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path folder : Shared.cases("oracles/ops")) {
            if (isTestedElsewhere(folder)) {
                continue;
            }
            List<Opening> kinds = kinds(folder);
            assertThat(kinds).as("operators that %s is about", folder).hasSize(1);
            Opening kind = kinds.getFirst();
            tests.add(
                    DynamicTest.dynamicTest(
                            folder.getFileName() + " on reference",
                            () -> check(kind, folder, new ReferenceBackend())));
            for (int threads : new int[] {1, 2}) {
                tests.add(
                        DynamicTest.dynamicTest(
                                folder.getFileName() + " on cpu, threads: " + threads,
                                () -> {
                                    try (Workers workers = Workers.of(threads);
                                            CpuBackend backend = CpuBackend.open(workers)) {
                                        check(kind, folder, backend);
                                    }
                                }));
            }
        }
        assertThat(tests).hasSizeGreaterThan(30);
        return tests;
    }

    /// Tables without tensors (`train` and `model.config` read them) and the layer that predicts a
    /// second token (`model` has it); anything else unknown is a failure.
    private static boolean isTestedElsewhere(Path folder) throws Exception {
        if (!Files.exists(folder.resolve("tensors.safetensors"))) {
            JsonNode expected =
                    Json.parse(
                            Files.readString(folder.resolve("expected.json")), folder.toString());
            boolean frequencies = expected.at("/rows/0").has("inv_freq");
            boolean schedules = Files.exists(folder.resolve("schedules.csv"));
            assertThat(frequencies || schedules).as("a known table in %s", folder).isTrue();
            return true;
        }
        try (Safetensors file = Safetensors.open(folder.resolve("tensors.safetensors"))) {
            return file.names().containsAll(List.of("in.eh_proj", "in.enorm", "in.hnorm"));
        }
    }

    private static List<Opening> kinds(Path folder) throws Exception {
        List<Opening> kinds = new ArrayList<>();
        for (Opening kind : KINDS) {
            try (OracleCase probe = kind.open(folder, new ReferenceBackend())) {
                if (probe.operator() != null) {
                    kinds.add(kind);
                }
            }
        }
        return kinds;
    }

    private static void check(Opening kind, Path folder, Backend backend) throws Exception {
        try (OracleCase c = kind.open(folder, backend)) {
            Runnable operator = java.util.Objects.requireNonNull(c.operator());
            operator.run();
            assertThat(c.compared).as("comparisons made").isPositive();
        }
    }
}
