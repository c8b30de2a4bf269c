package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Workers;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.reference.ReferenceBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

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
                    LatentOperators::new);

    @TestFactory
    List<DynamicTest> every_case_of_an_implemented_operator_agrees_on_both_backends()
            throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        List<String> notYet = new ArrayList<>();
        for (Path folder : Shared.cases("oracles/ops")) {
            if (!Files.exists(folder.resolve("tensors.safetensors"))) {
                continue; // tables of numbers, tested where they belong
            }
            List<Opening> kinds = kinds(folder);
            if (kinds.isEmpty()) {
                notYet.add(folder.getFileName().toString());
                continue;
            }
            assertThat(kinds).as("operators that %s is about", folder).hasSize(1);
            Opening kind = kinds.getFirst();
            tests.add(
                    DynamicTest.dynamicTest(
                            folder.getFileName() + " on reference",
                            () -> check(kind, folder, new ReferenceBackend())));
            tests.add(
                    DynamicTest.dynamicTest(
                            folder.getFileName() + " on cpu",
                            () -> {
                                try (Workers workers = Workers.of(2);
                                        CpuBackend backend = CpuBackend.open(workers)) {
                                    check(kind, folder, backend);
                                }
                            }));
        }
        System.err.println("operators not yet implemented: " + notYet);
        assertThat(tests).hasSizeGreaterThan(10);
        return tests;
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
