package eu.socle.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the backend says of itself and when it refuses to open.
final class CpuBackendTest {

    /// Opens the backend, or asks what the machine can do, in a JVM of its own and prints what it
    /// says.
    static final class Opening {
        public static void main(String[] arguments) {
            try (Workers workers = Workers.of(1)) {
                if (arguments[0].equals("features")) {
                    System.out.println("opened " + CpuFeatures.detect().oneDnn());
                    return;
                }
                try (CpuBackend backend = CpuBackend.open(workers)) {
                    System.out.println("opened " + backend.describe());
                }
            } catch (Refusal refusal) {
                System.out.println("refused " + refusal.exitCode() + " " + refusal.getMessage());
            }
        }
    }

    @Test
    void it_computes_in_vectors_and_with_one_dnn() {
        try (Workers workers = Workers.of(1);
                CpuBackend backend = CpuBackend.open(workers)) {
            assertThat(backend.name()).isEqualTo("cpu");
            assertThat(backend.describe()).startsWith("oneDNN 3.").contains("vectors of");
        }
        assertThat(Lanes.L).as("lanes of a vector").isGreaterThanOrEqualTo(4);
        assertThat(CpuFeatures.detect().vectorBits()).isEqualTo(32 * Lanes.L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"backend", "features"})
    void without_the_vector_module_it_refuses_with_the_right_command(String what) throws Exception {
        String said = inNewJvm(what, "--enable-native-access=ALL-UNNAMED");
        assertThat(said).startsWith("refused 2 ").contains("--add-modules jdk.incubator.vector");
    }

    @ParameterizedTest
    @ValueSource(strings = {"backend", "features"})
    void with_the_vector_module_it_opens(String what) throws Exception {
        String said =
                inNewJvm(
                        what,
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED");
        assertThat(said).contains("opened oneDNN");
    }

    @Test
    void the_measured_memory_bandwidth_is_that_of_a_real_machine() {
        try (Workers workers = Workers.of(1)) {
            assertThat(CpuFeatures.readBandwidth(workers)).isBetween(1e8, 1e13);
        }
    }

    /// Scores of a block of 64 queries for each head, whole vectors long; where the machine has
    /// matrix registers, the packed factors too.
    @Test
    void scratch_of_inference_is_known_before_it_is_taken() {
        try (Workers workers = Workers.of(2);
                CpuBackend portable = CpuBackend.portable(workers);
                CpuBackend best = CpuBackend.open(workers)) {
            long scores = 8L * 64 * 1000 * 4;
            assertThat(portable.inferenceScratch(1000, 8))
                    .isBetween(scores, scores + 8L * 64 * 17 * 4);
            long factors = best.trainingScratch(1, 8, 8) - portable.trainingScratch(1, 8, 8);
            assertThat(best.inferenceScratch(1000, 8))
                    .isEqualTo(portable.inferenceScratch(1000, 8) + factors);
        }
    }

    private static String inNewJvm(String what, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Opening.class.getName(), what));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
