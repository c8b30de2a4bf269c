package eu.socle.model;

import java.util.Map;
import java.util.TreeMap;

/// One small model of each kind that the families have, of sizes that are no powers of two.
final class TinyFamilies {

    static final int VOCABULARY = 40;
    static final int CONTEXT = 256;

    private static final String COMMON =
            "'vocab_size':40,'hidden_size':20,'intermediate_size':28,'num_hidden_layers':3,"
                    + "'num_attention_heads':4,'max_position_embeddings':256,";
    private static final String YARN =
            "'rope_scaling':{'rope_type':'yarn','factor':4.0,'original_max_position_embeddings':64";

    private TinyFamilies() {}

    /// Names and configurations.
    static Map<String, ModelConfig> all() {
        Map<String, String> texts = new TreeMap<>();
        texts.put(
                "llama with biases",
                "'model_type':'llama','num_key_value_heads':2,'head_dim':6,'attention_bias':true,'mlp_bias':true");
        texts.put(
                "llama, linear",
                "'model_type':'llama','head_dim':6,'rope_scaling':{'type':'linear','factor':3.5}");
        texts.put(
                "llama, transformers 5",
                "'model_type':'llama','tie_word_embeddings':true,'head_dim':6,'rope_parameters':{'rope_type':'llama3','rope_theta':5e5,'factor':8.0,'low_freq_factor':1.0,'high_freq_factor':4.0,'original_max_position_embeddings':32}");
        texts.put(
                "mistral",
                "'model_type':'mistral','num_key_value_heads':1,'head_dim':8,'sliding_window':7");
        texts.put(
                "mistral without a window",
                "'model_type':'mistral','num_key_value_heads':1,'head_dim':8,'sliding_window':null");
        texts.put(
                "ministral",
                "'model_type':'ministral','num_key_value_heads':2,'head_dim':8,'sliding_window':5,'layer_types':['sliding_attention','full_attention','sliding_attention']");
        texts.put(
                "ministral 3",
                "'model_type':'ministral3','num_key_value_heads':2,'head_dim':8,"
                        + YARN
                        + ",'mscale':1.0,'mscale_all_dim':0.5,'llama_4_scaling_beta':0.2}");
        texts.put(
                "mixtral",
                "'model_type':'mixtral','num_key_value_heads':2,'head_dim':6,'num_local_experts':5,'num_experts_per_tok':2,'sliding_window':9");
        texts.put(
                "qwen 2",
                "'model_type':'qwen2','num_key_value_heads':2,'head_dim':6,'use_sliding_window':true,'sliding_window':6,'max_window_layers':1");
        texts.put(
                "qwen 3",
                "'model_type':'qwen3','num_key_value_heads':2,'head_dim':10,'attention_bias':true");
        texts.put(
                "qwen 3, experts",
                "'model_type':'qwen3_moe','num_key_value_heads':2,'head_dim':6,'num_experts':6,'num_experts_per_tok':2,'moe_intermediate_size':12,'norm_topk_prob':false,'decoder_sparse_step':2,'mlp_only_layers':[]");
        texts.put("olmo 2", "'model_type':'olmo2','num_key_value_heads':2,'head_dim':6");
        texts.put(
                "smollm 3",
                "'model_type':'smollm3','num_key_value_heads':2,'head_dim':6,'no_rope_layer_interval':2,'use_sliding_window':true,'sliding_window':6");
        texts.put(
                "apertus",
                "'model_type':'apertus','num_key_value_heads':2,'head_dim':6,'hidden_act':'xielu','rope_scaling':null,'attention_bias':true");
        texts.put(
                "deepseek",
                "'model_type':'deepseek_v3','q_lora_rank':10,'kv_lora_rank':14,'qk_nope_head_dim':6,'qk_rope_head_dim':4,'v_head_dim':8,'n_routed_experts':6,'num_experts_per_tok':2,'moe_intermediate_size':10,'n_shared_experts':2,'n_group':3,'topk_group':2,'first_k_dense_replace':1,'num_nextn_predict_layers':1,'norm_topk_prob':true,'routed_scaling_factor':1.5,"
                        + YARN
                        + ",'mscale':1.0,'mscale_all_dim':1.0}");
        texts.put(
                "deepseek, queries not compressed",
                "'model_type':'deepseek_v3','q_lora_rank':null,'kv_lora_rank':10,'qk_nope_head_dim':4,'qk_rope_head_dim':6,'v_head_dim':4,'n_routed_experts':4,'num_experts_per_tok':2,'moe_intermediate_size':10,'n_shared_experts':0,'n_group':1,'topk_group':1,'first_k_dense_replace':0,'norm_topk_prob':false,'routed_scaling_factor':1.0,'rope_interleave':false");
        texts.put(
                "deepseek without experts",
                "'model_type':'deepseek_v3','q_lora_rank':8,'kv_lora_rank':10,'qk_nope_head_dim':4,'qk_rope_head_dim':6,'v_head_dim':6,'first_k_dense_replace':3,'num_nextn_predict_layers':1");
        texts.put(
                "qwen 3, experts in no layer",
                "'model_type':'qwen3_moe','num_key_value_heads':2,'head_dim':6,'mlp_only_layers':[0,1,2]");
        texts.put(
                "gpt-oss",
                "'model_type':'gpt_oss','num_key_value_heads':2,'head_dim':6,'num_local_experts':5,'num_experts_per_tok':2,'sliding_window':7,'swiglu_limit':3.0,"
                        + YARN
                        + ",'truncate':false}");
        Map<String, ModelConfig> configs = new TreeMap<>();
        texts.forEach((name, text) -> {
            String json = "{" + COMMON + text + "}";
            configs.put(name, ModelConfig.parse(json.replace('\'', '"'), name));
        });
        return configs;
    }
}
