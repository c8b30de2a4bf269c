package eu.socle.model.exchange;

import eu.socle.core.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Which tensor of a checkpoint is which of a GGUF file, in the order of the layers.
///
/// Sources: tensor names of transformers 5 (saved models), of gguf-py 0.19 (its tables of names).
final class Links {

    private static final int MOST_LAYERS = 4096; // several times the deepest model known
    private static final int MOST_EXPERTS = 1 << 20; // of all layers together

    private final Family family;
    private final Fields config;
    private final List<Link> links = new ArrayList<>();
    private String hf = "";
    private String gguf = "";

    private Links(Family family, Fields config) {
        this.family = family;
        this.config = config;
    }

    /// @param where named in refusals
    /// @param config a config.json
    static List<Link> of(Family family, String where, JsonNode config) {
        return new Links(family, new Fields(where, config)).all();
    }

    private List<Link> all() {
        int layers = config.whole("num_hidden_layers");
        if (layers > MOST_LAYERS || (long) layers * experts() > MOST_EXPERTS) {
            throw Refusal.failure(
                    config.where()
                            + " claims "
                            + layers
                            + " layers of "
                            + experts()
                            + " experts, more than any known model.");
        }
        links.add(Link.same("model.embed_tokens.weight", "token_embd.weight"));
        for (int layer = 0; layer < layers; layer++) {
            hf = "model.layers." + layer + ".";
            gguf = "blk." + layer + ".";
            norms();
            if (family == Family.DEEPSEEK2) {
                latentAttention();
            } else {
                attention();
            }
            feedForward(layer);
        }
        links.add(Link.same("model.norm.weight", "output_norm.weight"));
        if (!config.flag("tie_word_embeddings")) {
            links.add(Link.same("lm_head.weight", "output.weight"));
        }
        return links;
    }

    private void same(String hfName, String ggufName) {
        links.add(Link.same(hf + hfName, gguf + ggufName));
    }

    private void norms() {
        switch (family) {
            case OLMO2 -> {
                same("post_attention_layernorm.weight", "post_attention_norm.weight");
                same("post_feedforward_layernorm.weight", "post_ffw_norm.weight");
            }
            case APERTUS -> {
                same("attention_layernorm.weight", "attn_norm.weight");
                same("feedforward_layernorm.weight", "ffn_norm.weight");
            }
            case GPT_OSS -> {
                same("input_layernorm.weight", "attn_norm.weight");
                same("post_attention_layernorm.weight", "post_attention_norm.weight");
            }
            case LLAMA, QWEN2, QWEN3, QWEN3_MOE, SMOLLM3, DEEPSEEK2 -> {
                same("input_layernorm.weight", "attn_norm.weight");
                same("post_attention_layernorm.weight", "ffn_norm.weight");
            }
        }
    }

    private void attention() {
        int heads = config.whole("num_attention_heads");
        int keyValueHeads = config.whole("num_key_value_heads", heads);
        boolean outputBias = config.flag("attention_bias");
        boolean bias = outputBias || family == Family.QWEN2;
        for (String part : bias ? List.of("weight", "bias") : List.of("weight")) {
            Layout queries = family.pairsRows() ? new Layout.Paired(heads, 0) : new Layout.Same();
            Layout keys =
                    family.pairsRows() ? new Layout.Paired(keyValueHeads, 0) : new Layout.Same();
            links.add(Link.of(hf + "self_attn.q_proj." + part, gguf + "attn_q." + part, queries));
            links.add(Link.of(hf + "self_attn.k_proj." + part, gguf + "attn_k." + part, keys));
            same("self_attn.v_proj." + part, "attn_v." + part);
            if (part.equals("weight") || outputBias) {
                same("self_attn.o_proj." + part, "attn_output." + part);
            }
        }
        switch (family) {
            case QWEN3, QWEN3_MOE, OLMO2, APERTUS -> {
                same("self_attn.q_norm.weight", "attn_q_norm.weight");
                same("self_attn.k_norm.weight", "attn_k_norm.weight");
            }
            case GPT_OSS -> same("self_attn.sinks", "attn_sinks.weight");
            case LLAMA, QWEN2, SMOLLM3, DEEPSEEK2 -> {}
        }
    }

    /// GGUF rotates pairs; a checkpoint with `rope_interleave` false has halves.
    private void latentAttention() {
        int heads = config.whole("num_attention_heads");
        int nope = config.whole("qk_nope_head_dim");
        int latent = config.whole("kv_lora_rank");
        boolean pairs = !config.has("rope_interleave") || config.flag("rope_interleave");
        Layout queries = pairs ? new Layout.Same() : new Layout.Paired(heads, nope);
        if (config.has("q_lora_rank")) {
            same("self_attn.q_a_proj.weight", "attn_q_a.weight");
            same("self_attn.q_a_layernorm.weight", "attn_q_a_norm.weight");
            links.add(Link.of(hf + "self_attn.q_b_proj.weight", gguf + "attn_q_b.weight", queries));
        } else {
            links.add(Link.of(hf + "self_attn.q_proj.weight", gguf + "attn_q.weight", queries));
        }
        links.add(
                Link.of(
                        hf + "self_attn.kv_a_proj_with_mqa.weight",
                        gguf + "attn_kv_a_mqa.weight",
                        pairs ? new Layout.Same() : new Layout.Paired(1, latent)));
        same("self_attn.kv_a_layernorm.weight", "attn_kv_a_norm.weight");
        links.add(
                new Link(
                        List.of(hf + "self_attn.kv_b_proj.weight"),
                        List.of(gguf + "attn_k_b.weight", gguf + "attn_v_b.weight"),
                        new Layout.Latent(heads, nope, config.whole("v_head_dim"))));
        same("self_attn.o_proj.weight", "attn_output.weight");
    }

    private void feedForward(int layer) {
        switch (family) {
            case LLAMA -> {
                if (experts() == 0) {
                    dense();
                    return;
                }
                same("block_sparse_moe.gate.weight", "ffn_gate_inp.weight");
                stacked("block_sparse_moe.experts.", ".w1.weight", "ffn_gate_exps.weight");
                stacked("block_sparse_moe.experts.", ".w2.weight", "ffn_down_exps.weight");
                stacked("block_sparse_moe.experts.", ".w3.weight", "ffn_up_exps.weight");
            }
            case QWEN2, QWEN3, OLMO2, SMOLLM3 -> dense();
            case QWEN3_MOE -> {
                same("mlp.gate.weight", "ffn_gate_inp.weight");
                experts("gate");
                experts("up");
                experts("down");
            }
            case APERTUS -> {
                same("mlp.up_proj.weight", "ffn_up.weight");
                same("mlp.down_proj.weight", "ffn_down.weight");
            }
            case DEEPSEEK2 -> {
                if (layer < config.whole("first_k_dense_replace", 0)) {
                    dense();
                    return;
                }
                same("mlp.gate.weight", "ffn_gate_inp.weight");
                same("mlp.gate.e_score_correction_bias", "exp_probs_b.bias");
                for (String part : List.of("gate", "up", "down")) {
                    experts(part);
                    same(
                            "mlp.shared_experts." + part + "_proj.weight",
                            "ffn_" + part + "_shexp.weight");
                }
            }
            case GPT_OSS -> clampedExperts();
        }
    }

    private void dense() {
        same("mlp.gate_proj.weight", "ffn_gate.weight");
        same("mlp.up_proj.weight", "ffn_up.weight");
        same("mlp.down_proj.weight", "ffn_down.weight");
    }

    private void experts(String part) {
        stacked("mlp.experts.", "." + part + "_proj.weight", "ffn_" + part + "_exps.weight");
    }

    private void stacked(String before, String after, String ggufName) {
        List<String> names =
                IntStream.range(0, experts()).mapToObj(e -> hf + before + e + after).toList();
        links.add(new Link(names, List.of(gguf + ggufName), new Layout.Stacked(experts())));
    }

    private void clampedExperts() {
        same("mlp.router.weight", "ffn_gate_inp.weight");
        same("mlp.router.bias", "ffn_gate_inp.bias");
        links.add(
                new Link(
                        List.of(hf + "mlp.experts.gate_up_proj"),
                        List.of(gguf + "ffn_gate_exps.weight", gguf + "ffn_up_exps.weight"),
                        new Layout.GateUp()));
        links.add(
                new Link(
                        List.of(hf + "mlp.experts.gate_up_proj_bias"),
                        List.of(gguf + "ffn_gate_exps.bias", gguf + "ffn_up_exps.bias"),
                        new Layout.GateUpBias()));
        links.add(
                Link.of(
                        hf + "mlp.experts.down_proj",
                        gguf + "ffn_down_exps.weight",
                        new Layout.Turned()));
        same("mlp.experts.down_proj_bias", "ffn_down_exps.bias");
    }

    private int experts() {
        return switch (family) {
            case LLAMA, GPT_OSS -> config.whole("num_local_experts", 0);
            case QWEN3_MOE -> config.whole("num_experts");
            case DEEPSEEK2 -> config.whole("n_routed_experts");
            case QWEN2, QWEN3, OLMO2, SMOLLM3, APERTUS -> 0;
        };
    }
}
