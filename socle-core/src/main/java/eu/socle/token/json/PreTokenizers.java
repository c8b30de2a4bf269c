package eu.socle.token.json;

import eu.socle.core.Refusal;
import eu.socle.token.split.Cut;
import eu.socle.token.split.Stage;
import eu.socle.token.split.Stages;
import eu.socle.token.text.SpaceSign;
import eu.socle.token.text.TextStep;
import eu.socle.token.text.TextSteps;
import eu.socle.token.wordpiece.BertWords;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads `pre_tokenizer`: steps that change the text, then stages that cut it.
final class PreTokenizers {

    private static final String SIGN = "\u2581";

    private final JsonFile json;
    private final List<TextStep> steps = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private boolean byteLevel;
    private boolean blanksRemoved;

    private PreTokenizers(JsonFile json) {
        this.json = json;
    }

    /// What is done between the added tokens.
    ///
    /// @param byteLevel whether pieces are then bytes
    /// @param blanksRemoved whether pieces of white space are left out
    record Read(TextStep preparation, Cut cut, boolean byteLevel, boolean blanksRemoved) {}

    static Read read(JsonFile json, JsonNode node) {
        PreTokenizers reader = new PreTokenizers(json);
        if (!JsonFile.absent(node)) {
            reader.add(node);
        }
        return new Read(
                TextStep.chain(reader.steps),
                new Cut(reader.stages),
                reader.byteLevel,
                reader.blanksRemoved);
    }

    private void add(JsonNode node) {
        json.require(!byteLevel, "the pre-tokenizer " + JsonFile.shown(node) + " after ByteLevel");
        switch (JsonFile.type(node)) {
            case "Sequence" -> {
                for (JsonNode inner : node.path("pretokenizers")) {
                    add(inner);
                }
            }
            case "ByteLevel" -> byteLevel(node);
            case "Split" -> split(node);
            case "Digits" ->
                    stages.add(
                            node.path("individual_digits").asBoolean(false)
                                    ? Stages.digits()
                                    : Stages.numbers());
            case "Punctuation" ->
                    stages.add(
                            switch (node.path("behavior").asString("Isolated")) {
                                case "Isolated" -> Stages.mark();
                                case "Contiguous" -> Stages.marks();
                                default -> throw unknown(node);
                            });
            case "Metaspace" -> metaspace(node);
            case "WhitespaceSplit" -> words(Stages.blanks());
            case "Whitespace" -> words(Stages.words());
            case "BertPreTokenizer" -> words(new BertWords());
            default -> throw unknown(node);
        }
    }

    private void words(Stage stage) {
        stages.add(stage);
        blanksRemoved = true;
    }

    private void byteLevel(JsonNode node) {
        byteLevel = true;
        if (node.path("add_prefix_space").asBoolean(true)) {
            json.require(stages.isEmpty(), "ByteLevel with add_prefix_space after another split");
            steps.add(TextSteps.spaceBefore());
        }
        if (node.path("use_regex").asBoolean(true)) {
            stages.add(Stages.gpt2());
        }
    }

    private void split(JsonNode node) {
        String behaviour = node.path("behavior").asString("");
        boolean invert = node.path("invert").asBoolean(false);
        String text = node.path("pattern").path("String").asString("");
        if (text.equals(" ") && replacesSpaces(json.root().path("normalizer"))) {
            return; // there are no spaces left
        }
        String regex = node.path("pattern").path("Regex").asString("");
        Stage stage =
                Stages.ofRegex(regex)
                        .orElseThrow(() -> json.refusal("the split " + JsonFile.shown(node)));
        boolean isolated = behaviour.equals("Isolated") && !invert;
        boolean matchesOnly = behaviour.equals("Removed") && invert && Stages.coversAll(stage);
        json.require(isolated || matchesOnly, "the pre-tokenizer " + JsonFile.shown(node));
        stages.add(stage);
    }

    private static boolean replacesSpaces(JsonNode normalizer) {
        boolean here =
                JsonFile.type(normalizer).equals("Replace")
                        && normalizer.path("pattern").path("String").asString("").equals(" ")
                        && !normalizer.path("content").asString(" ").contains(" ");
        for (JsonNode inner : normalizer.path("normalizers")) {
            here |= replacesSpaces(inner);
        }
        return here;
    }

    private void metaspace(JsonNode node) {
        json.require(
                node.path("replacement").asString(SIGN).equals(SIGN),
                "Metaspace with the replacement " + node.path("replacement"));
        boolean old = node.path("add_prefix_space").asBoolean(true);
        SpaceSign.Before before =
                switch (node.path("prepend_scheme").asString(old ? "always" : "never")) {
                    case "always" -> SpaceSign.Before.ALWAYS;
                    case "first" -> SpaceSign.Before.ONLY_AT_THE_BEGINNING;
                    case "never" -> SpaceSign.Before.NEVER;
                    default -> throw unknown(node);
                };
        boolean split = node.path("split").asBoolean(true);
        if (blanksRemoved && steps.isEmpty() && stages.equals(List.of(Stages.blanks()))) {
            signedWords(node, before, split);
            return;
        }
        json.require(stages.isEmpty(), "Metaspace after another split");
        steps.add(new SpaceSign(SIGN, before));
        if (split) {
            stages.add(Stages.signedWords());
        }
    }

    /// The signs after a cut at white space: each word is a text of its own.
    private void signedWords(JsonNode node, SpaceSign.Before before, boolean split) {
        if (before == SpaceSign.Before.ALWAYS) {
            json.require(split, "WhitespaceSplit before " + JsonFile.shown(node));
            steps.add(TextSteps.signedWords(SIGN));
            stages.clear();
        }
        json.require(
                before != SpaceSign.Before.ONLY_AT_THE_BEGINNING,
                "WhitespaceSplit before " + JsonFile.shown(node));
        if (split) {
            stages.add(Stages.signedWords());
        }
    }

    private Refusal unknown(JsonNode node) {
        return json.refusal("the pre-tokenizer " + JsonFile.shown(node));
    }
}
