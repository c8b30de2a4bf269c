package eu.socle.tensor;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Multi-head latent attention in both forms.
final class LatentOperators extends OracleCase {

    LatentOperators(Path folder, Backend backend) throws Exception {
        super(folder, backend);
    }

    @Override
    @Nullable Runnable operator() {
        return has("in.q_a", "in.q_b", "in.kv_a", "in.kv_b", "out.cache") ? this::latent : null;
    }

    private int number(String name) {
        return attributes.get(name).asInt();
    }

    private void latent() {
        LatentShape s =
                new LatentShape(
                        number("heads"),
                        number("nope"),
                        number("rope"),
                        number("v_head_dim"),
                        number("kv_lora"));
        float epsilon = (float) attributes.get("eps").asDouble();
        float scale = (float) attributes.get("scale").asDouble();
        int batch = (int) f32("in.x").dimension(0);
        int tokens = (int) f32("in.x").dimension(1);
        int n = batch * tokens;
        int rank = s.rank();
        Tensor x = flat(f32("in.x"));
        Tensor qa = f32("in.q_a");
        Tensor latentRows = f32("in.kv_a").rows(0, rank);
        Tensor rotatedRows = f32("in.kv_a").rows(rank, rank + s.rotating());
        Tensor kvb = f32("in.kv_b");
        int[] positions = new int[n];
        for (int row = 0; row < n; row++) {
            positions[row] = row % tokens;
        }
        Tensor cos = memory.zeros(tokens, s.rotating() / 2);
        Tensor sin = memory.zeros(cos.shape());
        for (int i = 0; i < cos.size(); i++) {
            int position = i / cos.columns();
            int pair = i % cos.columns();
            double theta = attributes.get("theta").asDouble();
            double angle = position * Math.pow(theta, -2.0 * pair / s.rotating());
            cos.set(i, (float) Math.cos(angle));
            sin.set(i, (float) Math.sin(angle));
        }
        Slices queries = new Slices(s.plain(), s.head(), s.heads());
        Slices key = new Slices(0, s.rotating(), 1);

        Tensor qRaw = memory.zeros(n, qa.rows());
        Tensor qInverse = memory.zeros(n);
        Tensor qNorm = memory.zeros(qRaw.shape());
        Tensor q = memory.zeros(n, (long) s.heads() * s.head());
        Tensor c = memory.zeros(n, rank);
        Tensor cInverse = memory.zeros(n);
        Tensor cNorm = memory.zeros(c.shape());
        Tensor rotated = memory.zeros(n, s.rotating());
        backend.linear(qRaw, x, qa, Write.SET);
        backend.rmsNorm(qNorm, qInverse, qRaw, f32("in.q_a_norm"), epsilon);
        backend.linear(q, qNorm, f32("in.q_b"), Write.SET);
        backend.linear(c, x, latentRows, Write.SET);
        backend.rmsNorm(cNorm, cInverse, c, f32("in.kv_a_norm"), epsilon);
        backend.linear(rotated, x, rotatedRows, Write.SET);
        backend.rope(q, cos, sin, positions, queries, Pairing.NEIGHBOURS);
        backend.rope(rotated, cos, sin, positions, key, Pairing.NEIGHBOURS);
        Tensor cache = memory.zeros(n, rank + s.rotating());
        for (int row = 0; row < n; row++) {
            for (int i = 0; i < cache.columns(); i++) {
                long at = (long) row * cache.columns() + i;
                cache.set(
                        at,
                        i < rank
                                ? cNorm.get((long) row * rank + i)
                                : rotated.get((long) row * s.rotating() + i - rank));
            }
        }
        near(cache, f32("out.cache"));

        Tensor kv = memory.zeros(n, (long) s.heads() * s.keyValue());
        Tensor qkv = memory.zeros(n, s.rowLength());
        Tensor mixed = memory.zeros(n, (long) s.heads() * s.value());
        Tensor lse = memory.zeros(n, s.heads());
        Tensor y = memory.zeros(n, x.columns());
        AttentionShape shape =
                new AttentionShape(
                        batch,
                        tokens,
                        s.heads(),
                        s.heads(),
                        s.head(),
                        s.value(),
                        scale,
                        new int[n]);
        backend.linear(kv, cNorm, kvb, Write.SET);
        backend.latent().expand(qkv, q, kv, rotated, s);
        backend.attention(mixed, lse, qkv, shape);
        backend.linear(y, mixed, f32("in.o"), Write.SET);
        near(y, f32("out.y"));
        absorbed(s, q, cache, kvb, scale, tokens);

        Tensor dMixed = memory.zeros(mixed.shape());
        Tensor dQkv = memory.zeros(qkv.shape());
        Tensor dQ = memory.zeros(q.shape());
        Tensor dKv = memory.zeros(kv.shape());
        Tensor dRotated = memory.zeros(rotated.shape());
        Tensor d = flat(f32("grad_out.y"));
        Tensor dO = memory.zeros(f32("in.o").shape());
        backend.linearWeightGradient(dO, d, mixed, Write.ADD);
        backend.linearInputGradient(dMixed, d, f32("in.o"), Write.SET);
        backend.attentionBackward(dQkv, dMixed, mixed, lse, qkv, shape);
        backend.latent().expandBackward(dQ, dKv, dRotated, dQkv, s);
        backend.ropeBackward(dQ, cos, sin, positions, queries, Pairing.NEIGHBOURS);
        backend.ropeBackward(dRotated, cos, sin, positions, key, Pairing.NEIGHBOURS);
        Tensor dKvb = memory.zeros(kvb.shape());
        Tensor dCNorm = memory.zeros(c.shape());
        Tensor dC = memory.zeros(c.shape());
        Tensor dCGain = memory.zeros(rank);
        backend.linearWeightGradient(dKvb, dKv, cNorm, Write.ADD);
        backend.linearInputGradient(dCNorm, dKv, kvb, Write.SET);
        backend.rmsNormBackward(dC, dCGain, dCNorm, c, f32("in.kv_a_norm"), cInverse, Write.SET);
        Tensor dQb = memory.zeros(f32("in.q_b").shape());
        Tensor dQNorm = memory.zeros(qRaw.shape());
        Tensor dQRaw = memory.zeros(qRaw.shape());
        Tensor dQGain = memory.zeros(qRaw.columns());
        backend.linearWeightGradient(dQb, dQ, qNorm, Write.ADD);
        backend.linearInputGradient(dQNorm, dQ, f32("in.q_b"), Write.SET);
        backend.rmsNormBackward(
                dQRaw, dQGain, dQNorm, qRaw, f32("in.q_a_norm"), qInverse, Write.SET);
        Tensor dX = memory.zeros(x.shape());
        Tensor dKva = memory.zeros(f32("in.kv_a").shape());
        Tensor dQa = memory.zeros(qa.shape());
        backend.linearInputGradient(dX, dQRaw, qa, Write.SET);
        backend.linearInputGradient(dX, dC, latentRows, Write.ADD);
        backend.linearInputGradient(dX, dRotated, rotatedRows, Write.ADD);
        backend.linearWeightGradient(dKva.rows(0, rank), dC, x, Write.ADD);
        backend.linearWeightGradient(dKva.rows(rank, rank + s.rotating()), dRotated, x, Write.ADD);
        backend.linearWeightGradient(dQa, dQRaw, x, Write.ADD);
        relative(dX, f32("grad.x"));
        relative(dO, f32("grad.o"));
        relative(dKvb, f32("grad.kv_b"));
        relative(dCGain, f32("grad.kv_a_norm"));
        relative(dKva, f32("grad.kv_a"));
        relative(dQb, f32("grad.q_b"));
        relative(dQGain, f32("grad.q_a_norm"));
        relative(dQa, f32("grad.q_a"));
    }

    /// The same outputs from the latent vectors themselves, sequence by sequence, all tokens at
    /// once and one after the other.
    private void absorbed(
            LatentShape s, Tensor q, Tensor cache, Tensor kvb, float scale, int tokens) {
        int width = s.rank() + s.rotating();
        Tensor want = flat(f32("out.y"));
        Tensor met = memory.zeros(tokens, (long) s.heads() * width);
        Tensor mixed = memory.zeros(tokens, (long) s.heads() * s.rank());
        Tensor values = memory.zeros(tokens, (long) s.heads() * s.value());
        Tensor lse = memory.zeros(tokens, s.heads());
        Tensor y = memory.zeros(tokens, want.columns());
        for (int from = 0; from < cache.rows(); from += tokens) {
            Tensor latents = cache.rows(from, from + tokens);
            for (int step : new int[] {tokens, 1}) {
                for (int t = 0; t < tokens; t += step) {
                    backend.latent()
                            .absorb(met.rows(0, step), q.rows(from + t, from + t + step), kvb, s);
                    backend.attentionWithCache(
                            mixed.rows(0, step),
                            lse.rows(0, step),
                            met.rows(0, step),
                            latents,
                            latents,
                            t,
                            new AttentionShape(
                                    1, step, s.heads(), 1, width, s.rank(), scale, new int[step]));
                    backend.latent().values(values.rows(0, step), mixed.rows(0, step), kvb, s);
                    backend.linear(
                            y.rows(t, t + step), values.rows(0, step), f32("in.o"), Write.SET);
                }
                near(y, want.rows(from, from + tokens));
            }
        }
    }
}
