package eu.socle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model of names from the command line.
final class TrainNamesVerbTest {

    @TempDir Path folder;

    private record Said(int code, String out, String err) {}

    private static Said socle(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                Main.execute(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        arguments);
        return new Said(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theModelIsWrittenWithItsFiguresAndDamagedTextIsRefused() throws IOException {
        StringBuilder columns = new StringBuilder("# language = fr\n");
        for (int i = 0; i < 60; i++) {
            columns.append("Hier\tO\nAnna\tB-PER\nDurand\tI-PER\na\tO\nvu\tO\nn").append(i);
            columns.append("\tO\n.\tO\n\n");
        }
        Path text = Files.writeString(folder.resolve("names.conll"), columns);
        Path list = Files.writeString(folder.resolve("list"), "given\tAnna\nfamily\tDurand\n");
        Path model = folder.resolve("names.model");
        Said said =
                socle(
                        "data",
                        "train-names",
                        "--text",
                        text.toString(),
                        "--names",
                        list.toString(),
                        "--out",
                        model.toString());
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("SHA-256 ")
                .containsPattern(
                        "(?m)^all +[0-9]+ sentences kept back, +[0-9]+ names: precision [01]\\.[0-9]{4}, recall [01]\\.[0-9]{4}$")
                .containsPattern("(?m)^fr ");
        assertThat(Files.readString(model)).startsWith("{").contains("\ngiven\t", "\nsteps\t");
        Files.writeString(text, "Anna B-PER\nDurand\n");
        Said refused =
                socle("data", "train-names", "--text", text.toString(), "--out", model.toString());
        assertThat(refused.code()).isNotZero();
        assertThat(refused.err()).contains("names.conll, line 2: write a word, a tab and its tag");
    }
}
