import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Progress;
import eu.socle.core.Workers;
import eu.socle.token.Tokenizer;
import eu.socle.token.json.TokenizerJsonText;
import eu.socle.token.split.Split;
import eu.socle.token.training.BpeTrainer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Times training and encoding of a byte-level BPE. Arguments: train DOCUMENTS OUT VOCABULARY SPLIT THREADS, or
/// encode DOCUMENTS TOKENIZER ROUNDS THREADS; documents are JSON strings, one a line. Prints one JSON line.
public final class Tokenizers {

    public static void main(String[] a) throws IOException {
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(a[1]))) {
            texts.add(Json.parse(line, a[1]).stringValue());
        }
        if (a[0].equals("train")) {
            train(texts, Path.of(a[2]), Integer.parseInt(a[3]), Split.named(a[4]).orElseThrow(), Integer.parseInt(a[5]));
        } else {
            encode(texts, Tokenizer.read(Path.of(a[2])), Integer.parseInt(a[3]), Integer.parseInt(a[4]));
        }
    }

    private static void train(List<String> texts, Path out, int vocabulary, Split split, int threads) throws IOException {
        try (Workers workers = Workers.of(threads)) {
            long start = System.nanoTime();
            BpeTrainer trainer = new BpeTrainer(split);
            trainer.count(texts, workers);
            long counted = System.nanoTime();
            String json = TokenizerJsonText.text(trainer.train(vocabulary, 2, List.of("<|endoftext|>"), Progress.SILENT));
            long end = System.nanoTime();
            Files.writeString(out, json);
            System.out.printf(Locale.ROOT, "{\"seconds\": %.4f, \"counting\": %.4f}%n", (end - start) / 1e9, (counted - start) / 1e9);
        }
    }

    private static void encode(List<String> texts, Tokenizer tokenizer, int rounds, int threads) {
        double[] seconds = new double[rounds];
        List<int[]> encoded = List.of();
        try (Workers workers = Workers.of(threads)) {
            for (int r = 0; r < rounds; r++) {
                long start = System.nanoTime();
                encoded = tokenizer.encodeAll(texts, workers);
                seconds[r] = (System.nanoTime() - start) / 1e9;
            }
        }
        MessageDigest digest = Digest.sha256();
        long tokens = 0;
        for (int[] ids : encoded) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * ids.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asIntBuffer().put(ids);
            digest.update(bytes.array());
            tokens += ids.length;
        }
        double first = seconds[0];
        double[] warm = Arrays.copyOfRange(seconds, rounds / 2, rounds);
        Arrays.sort(warm);
        System.out.printf(
                Locale.ROOT,
                "{\"seconds\": %.4f, \"first\": %.4f, \"tokens\": %d, \"sha256\": \"%s\"}%n",
                warm[warm.length / 2],
                first,
                tokens,
                HexFormat.of().formatHex(digest.digest()));
    }
}
