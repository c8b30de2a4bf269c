package eu.socle.token.split;

import com.fasterxml.jackson.annotation.JsonValue;
import eu.socle.token.split.CasedWords.Contractions;
import eu.socle.token.split.Runs.Lead;
import eu.socle.token.text.Characters;
import eu.socle.token.text.NormalForm;
import eu.socle.token.text.TextStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How text is cut into pieces before merging: the published ways, by name. A test compares each
/// with its expressions.
@SuppressWarnings("ImmutableEnumChecker") // lists are copies, stages have no state
public enum Split {
    /// GPT-2 (2019).
    GPT_2(
            "gpt-2",
            List.of(
                    "gpt-2",
                    "phi-2",
                    "jina-es",
                    "jina-de",
                    "gigachat",
                    "jina-v1-en",
                    "jina-v2-es",
                    "jina-v2-de",
                    "jina-v2-code",
                    "roberta-bpe",
                    "mpt",
                    "olmo",
                    "jais"),
            new Gpt2Words()),

    /// Llama 3 (2024).
    LLAMA_3(
            "llama-3",
            List.of(
                    "llama-bpe",
                    "llama3",
                    "llama-v3",
                    "falcon3",
                    "dbrx",
                    "smaug-bpe",
                    "chatglm-bpe"),
            new NewerWords(3)),

    /// Qwen 2 (2024): as Llama 3 with single digits; its tokenizers also normalise text to NFC.
    QWEN_2(
            "qwen-2",
            List.of("qwen2", "deepseek-r1-qwen", "stablelm2", "megrez"),
            new NewerWords(1)),

    /// StarCoder (2023): single digits, then GPT-2.
    STARCODER(
            "starcoder",
            List.of(
                    "starcoder",
                    "refact",
                    "command-r",
                    "smollm",
                    "codeshell",
                    "exaone",
                    "minerva-7b"),
            digit(),
            new Gpt2Words()),

    /// Falcon (2023): marks, then GPT-2, then digits by three.
    FALCON(
            "falcon",
            List.of("falcon"),
            marks("$+<=>^~|`", "[\\p{P}\\$\\+<=>\\^~\\|`]+"),
            new Gpt2Words(),
            threeDigits()),

    /// What llama.cpp does where a vocabulary names no way.
    LLAMA_CPP_DEFAULT(
            "llama.cpp-default",
            List.of("default"),
            marks("$+<=>^~|", "[\\p{P}\\$\\+<=>\\^~\\|]+"),
            new Gpt2Words(),
            new Runs("\\p{N}+", Lead.NOTHING, CharacterSet.kinds(Characters.NUMBER), 1, Runs.ANY),
            threeDigits()),

    /// DeepSeek LLM (2023).
    DEEPSEEK_LLM(
            "deepseek-llm",
            List.of("deepseek-llm"),
            lineEnd(),
            ranges("\\s?", Lead.BLANK, DeepSeekSets.CASED_LETTERS),
            ranges("\\s?", Lead.BLANK, DeepSeekSets.MARKS),
            new TrailingBlanks(),
            ranges("", Lead.NOTHING, DeepSeekSets.WIDE),
            new Runs("\\p{N}+", Lead.NOTHING, CharacterSet.kinds(Characters.NUMBER), 1, Runs.ANY)),

    /// DeepSeek Coder (2023).
    DEEPSEEK_CODER(
            "deepseek-coder",
            List.of("deepseek-coder"),
            lineEnd(),
            new Runs("\\s?\\p{L}+", Lead.BLANK, CharacterSet.kinds(Characters.LETTER), 1, Runs.ANY),
            new Runs(
                    "\\s?\\p{P}+",
                    Lead.BLANK,
                    CharacterSet.kinds(Characters.PUNCTUATION),
                    1,
                    Runs.ANY),
            ranges("", Lead.NOTHING, DeepSeekSets.WIDE),
            digit()),

    /// DeepSeek V3 (2024).
    DEEPSEEK_V3(
            "deepseek-v3",
            List.of("deepseek-v3"),
            new Runs("\\p{N}{1,3}", Lead.NOTHING, CharacterSet.kinds(Characters.NUMBER), 1, 3),
            ranges("", Lead.NOTHING, DeepSeekSets.CHINESE_AND_KANA),
            new DeepSeekWords()),

    /// Tekken (Mistral, 2024).
    TEKKEN("tekken", List.of("tekken"), new CasedWords(1, Contractions.APART)),

    /// o200k (2024).
    GPT_4O("gpt-4o", List.of("gpt-4o", "llama4"), new CasedWords(3, Contractions.WITH_WORD)),

    /// BLOOM (2022).
    BLOOM("bloom", List.of("bloom", "poro-chat", "gpt3-finnish"), bloomWords()),

    /// Viking (2024): BLOOM, then single digits.
    VIKING("viking", List.of("viking"), bloomWords(), digit());

    private final String label;
    private final List<String> ggufNames;
    private final Cut cut;

    Split(String label, List<String> ggufNames, Stage... stages) {
        this.label = label;
        this.ggufNames = ggufNames;
        this.cut = Cut.of(stages);
    }

    /// The name in a recipe.
    @JsonValue
    public String label() {
        return label;
    }

    /// The stages that do it.
    public Cut cut() {
        return cut;
    }

    /// Its expressions, as tokenizer.json writes them.
    public List<String> regexes() {
        return cut.stages().stream().map(Stage::regex).toList();
    }

    /// What the published tokenizers with this split do to a text before.
    public TextStep usualNormaliser() {
        return this == QWEN_2 ? NormalForm.NFC : TextStep.NONE;
    }

    /// The name that llama.cpp knows it by (`tokenizer.ggml.pre`).
    public String ggufName() {
        return ggufNames.getFirst();
    }

    /// The names in a recipe.
    public static List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (Split split : values()) {
            labels.add(split.label);
        }
        return labels;
    }

    /// The split of this name, if there is one.
    public static Optional<Split> named(String label) {
        for (Split split : values()) {
            if (split.label.equals(label)) {
                return Optional.of(split);
            }
        }
        return Optional.empty();
    }

    /// The split that a GGUF vocabulary names in `tokenizer.ggml.pre`, if it is known.
    public static Optional<Split> ofGguf(String pre) {
        for (Split split : values()) {
            if (split.ggufNames.contains(pre)) {
                return Optional.of(split);
            }
        }
        return Optional.empty();
    }

    /// The split of this one expression, if there is one.
    public static Optional<Split> ofRegex(String regex) {
        for (Split split : values()) {
            if (split.regexes().equals(List.of(regex))) {
                return Optional.of(split);
            }
        }
        return Optional.empty();
    }

    private static Stage digit() {
        return new Runs("\\p{N}", Lead.NOTHING, CharacterSet.kinds(Characters.NUMBER), 1, 1);
    }

    private static Stage threeDigits() {
        return new Runs("[0-9][0-9][0-9]", Lead.NOTHING, CharacterSet.ranges("0-9"), 3, 3);
    }

    private static Stage lineEnd() {
        return new Runs("[\\r\\n]", Lead.NOTHING, CharacterSet.of("\r\n"), 1, 1);
    }

    private static Stage marks(String more, String regex) {
        CharacterSet set = CharacterSet.kinds(Characters.PUNCTUATION).or(CharacterSet.of(more));
        return new Runs(regex, Lead.NOTHING, set, 1, Runs.ANY);
    }

    private static Stage ranges(String before, Lead lead, String bracket) {
        return new Runs(
                before + "[" + bracket + "]+", lead, CharacterSet.ranges(bracket), 1, Runs.ANY);
    }

    private static Stage bloomWords() {
        String marks = "|.,!?\u2026\u3002\uff0c\u3001\u0964\u06d4\u060c";
        CharacterSet set =
                CharacterSet.kinds(Characters.SPACE).or(CharacterSet.of("()" + marks)).not();
        return new Runs(" ?[^(\\s" + marks + ")]+", Lead.SPACE, set, 1, Runs.ANY);
    }
}
