package eu.socle.infer;

import eu.socle.core.Digest;
import eu.socle.token.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// A model that says one text byte by byte, whatever it reads, then ends; each token takes a
/// permit. What the tests of streams, stops and cancellation need to be exact.
public final class ScriptedModel implements LanguageModel {

    /// A logit in place of which NaN is given.
    public static final String NAN = "\u0001";

    public final Semaphore permits;
    public final AtomicInteger open = new AtomicInteger();
    private final Tokenizer tokenizer;
    private final int[] script;
    private final int context;

    public ScriptedModel(Tokenizer tokenizer, String text, int context, int permits) {
        this.tokenizer = tokenizer;
        this.context = context;
        this.permits = new Semaphore(permits);
        int[] idOfByte = new int[256];
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            byte[] bytes = tokenizer.bytes(id);
            if (bytes.length == 1 && !tokenizer.isSpecial(id)) {
                idOfByte[bytes[0] & 0xff] = id;
            }
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        this.script = new int[bytes.length + 1];
        for (int i = 0; i < bytes.length; i++) {
            script[i] = bytes[i] == 1 ? -1 : idOfByte[bytes[i] & 0xff];
        }
        script[bytes.length] = tokenizer.endOfText();
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Digest digest() {
        return Digest.of("scripted");
    }

    @Override
    public int context() {
        return context;
    }

    @Override
    public long parameters() {
        return 0;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public Reading begin(int capacity) {
        open.incrementAndGet();
        return new Reading() {
            private int said;
            private final float[] logits = new float[tokenizer.vocabularySize()];

            @Override
            public float[] append(int[] ids) {
                permits.acquireUninterruptibly();
                Arrays.fill(logits, 0);
                int next = script[said++ % script.length];
                if (next < 0) {
                    logits[3] = Float.NaN;
                } else {
                    logits[next] = 50;
                }
                return logits;
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    }

    @Override
    public double[] logProbabilities(int[] ids) {
        throw new UnsupportedOperationException();
    }
}
