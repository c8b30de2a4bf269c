package eu.socle.model.exchange;

import java.util.List;

/// Tensors that hold the same numbers in both notations.
///
/// @param hf names of Hugging Face's
/// @param gguf names of GGUF's
record Link(List<String> hf, List<String> gguf, Layout layout) {

    static Link same(String hf, String gguf) {
        return new Link(List.of(hf), List.of(gguf), new Layout.Same());
    }

    static Link of(String hf, String gguf, Layout layout) {
        return new Link(List.of(hf), List.of(gguf), layout);
    }
}
