package eu.socle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.cli.model.ModelVerb;
import eu.socle.core.Json;
import eu.socle.infer.TinyModel;
import eu.socle.model.exchange.Checkpoint;
import eu.socle.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ModelVerbTest {

    @TempDir static Path folder;

    private record Said(int code, String out, String err) {}

    @BeforeAll
    static void make() {
        TinyModel.make(folder.resolve("tiny"));
    }

    private static Said say(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int code =
                Main.execute(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        words);
        return new Said(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void a_run_becomes_a_gguf_file_that_answers_with_the_same_words() {
        Path file = folder.resolve("tiny-f32.gguf");
        Said converted = say("model", "convert", folder.resolve("tiny"), file, "--type", "f32");
        assertThat(converted.err()).isEmpty();
        assertThat(converted.out()).contains("20 tensors as F32");
        Said ours = say("chat", folder.resolve("tiny"), "--say", "The tide", "--max-tokens", "20");
        Said theirs = say("chat", file, "--say", "The tide", "--max-tokens", "20");
        assertThat(theirs.err()).isEmpty();
        assertThat(theirs.out()).isNotBlank().isEqualTo(ours.out());
    }

    @Test
    void a_gguf_file_becomes_a_folder_with_the_same_weights() throws IOException {
        Path file = folder.resolve("tiny-back.gguf");
        say("model", "convert", folder.resolve("tiny"), file, "--type", "f32");
        Path back = folder.resolve("back");
        Said said = say("model", "convert", file, back, "--shard-size", "1");
        assertThat(said.code()).as(said.err()).isZero();
        try (Checkpoint before = Checkpoint.open(folder.resolve("tiny/model"));
                Checkpoint after = Checkpoint.open(back)) {
            assertThat(after.tensors().names()).isEqualTo(before.tensors().names());
            for (String name : after.tensors().names()) {
                Tensor was = before.tensors().tensor(name);
                long mismatch = after.tensors().tensor(name).data().mismatch(was.data());
                assertThat(mismatch).as(name).isEqualTo(-1);
            }
        }
        assertThat(back.resolve("tokenizer.json")).exists();
        Said again = say("model", "convert", file, back);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("is there already; name another target");
    }

    @Test
    void half_the_bytes_and_a_quarter_of_them() throws IOException {
        long full = Files.size(folder.resolve("tiny/model/model.safetensors"));
        Path half = folder.resolve("half");
        assertThat(say("model", "convert", folder.resolve("tiny"), half, "--type", "bf16").code())
                .isZero();
        assertThat(Files.size(half.resolve("model.safetensors")))
                .isBetween(full / 2, full * 6 / 10);
        assertThat(Files.readString(half.resolve("config.json"))).contains("\"bfloat16\"");
        Said refused =
                say(
                        "model",
                        "convert",
                        folder.resolve("tiny"),
                        folder.resolve("q"),
                        "--type",
                        "q8_0");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("safetensors does not have Q8_0");
        Said noted =
                say(
                        "model",
                        "convert",
                        folder.resolve("tiny"),
                        folder.resolve("k.gguf"),
                        "--type",
                        "q4_k",
                        "--license",
                        "EUPL-1.2",
                        "--dataset",
                        "tides");
        assertThat(noted.code()).isZero();
        assertThat(noted.err()).contains("not whole blocks of Q4_K: written as Q8_0");
        assertThat(say("model", "inspect", folder.resolve("k.gguf")).out())
                .contains("general.license = \"EUPL-1.2\"")
                .contains("general.dataset.0.name = \"tides\"")
                .contains("tokenizer.ggml.pre = ")
                .contains("bits each");
    }

    @Test
    void what_a_model_holds_is_told_to_people_and_programs() {
        Said people = say("model", "inspect", folder.resolve("tiny"));
        assertThat(people.code()).isZero();
        assertThat(people.out())
                .contains("model_type = \"llama\"")
                .contains("F32   [320, 32]            model.embed_tokens.weight")
                .contains("32.00 bits each");
        Said programs = say("model", "inspect", folder.resolve("tiny"), "--json");
        JsonNode last = Json.parse(programs.out().lines().toList().getLast(), "last line");
        assertThat(last.get("event").stringValue()).isEqualTo("model");
        assertThat(last.get("tensors").intValue()).isEqualTo(20);
    }

    /// A file of half a model would be found out only where it is used.
    @Test
    void a_model_that_its_config_does_not_describe_is_not_converted() throws IOException {
        Path wide = changed("wide", "intermediate_size", 7);
        Path deep = changed("deep", "num_hidden_layers", 1);
        for (String target : new String[] {"x.gguf", "x"}) {
            Said misshapen = say("model", "convert", wide, folder.resolve(target));
            assertThat(misshapen.code()).isEqualTo(1);
            assertThat(misshapen.err()).contains("mlp.gate_proj.weight", "config.json asks for");
            Said missing = say("model", "convert", deep, folder.resolve(target));
            assertThat(missing.code()).isEqualTo(1);
            assertThat(missing.err()).contains("lacks the tensor model.layers.");
            assertThat(folder.resolve(target)).doesNotExist();
        }
        Path unknown = changed("unknown", "no_such_key", 1);
        Said copied = say("model", "convert", unknown, folder.resolve("copied"));
        assertThat(copied.code()).as(copied.err()).isZero();
        assertThat(copied.err()).contains("without a check", "no_such_key");
    }

    /// A copy of the model whose config says so much more of something.
    private static Path changed(String name, String key, int more) throws IOException {
        Path from = folder.resolve("tiny/model");
        Path to = Files.createDirectories(folder.resolve(name));
        ObjectNode config =
                (ObjectNode) Json.parse(Files.readString(from.resolve("config.json")), "config");
        config.put(key, config.path(key).asInt(0) + more);
        Files.writeString(to.resolve("config.json"), config.toString());
        Files.copy(from.resolve("model.safetensors"), to.resolve("model.safetensors"));
        return to;
    }

    @Test
    void a_file_cannot_move_the_cursor() {
        assertThat(ModelVerb.printable("a\u001b[2Jb\u202ec\u009b"))
                .isEqualTo("a\\u001b[2Jb\\u202ec\\u009b");
    }

    @Test
    void a_measurement_has_its_figures() {
        Said said =
                say(
                        "model",
                        "bench",
                        folder.resolve("tiny"),
                        "--prompt",
                        "16",
                        "--tokens",
                        "8",
                        "--rounds",
                        "1",
                        "--threads",
                        "1",
                        "--json");
        assertThat(said.code()).as(said.err()).isZero();
        JsonNode bench = Json.parse(said.out().lines().toList().getLast(), "last line");
        assertThat(bench.get("event").stringValue()).isEqualTo("bench");
        assertThat(bench.get("decodeTokensPerSecond").doubleValue()).isPositive();
        assertThat(bench.get("prefillTokensPerSecond").doubleValue()).isPositive();
        assertThat(bench.get("readBandwidth").doubleValue()).isGreaterThan(1e8);
        // tied: every weight is read once for a token
        assertThat(bench.get("weightBytesPerToken").doubleValue())
                .isEqualTo(4 * bench.get("parameters").doubleValue());
        assertThat(bench.get("decodeEnergy").get("status").stringValue()).isNotEmpty();
        Said long_ = say("model", "bench", folder.resolve("tiny"), "--prompt", "5000");
        assertThat(long_.err()).contains("do not fit the model's context of 96");
        Said many = say("model", "bench", folder.resolve("tiny"), "--threads", "99999");
        assertThat(many.code()).isEqualTo(2);
        assertThat(many.err()).contains("the number of threads must be from 1 to 4096, not 99999");
    }

    @Test
    void what_is_not_there_is_one_sentence() {
        Said said = say("model", "inspect", folder.resolve("nowhere"));
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("there is no").contains("nowhere");
        Said bare = say("model");
        assertThat(bare.code()).isEqualTo(2);
        assertThat(bare.err()).contains("inspect, convert or bench");
    }
}
