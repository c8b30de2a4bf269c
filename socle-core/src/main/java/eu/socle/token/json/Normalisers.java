package eu.socle.token.json;

import eu.socle.token.sentencepiece.CharsMap;
import eu.socle.token.sentencepiece.CharsMapStep;
import eu.socle.token.text.NormalForm;
import eu.socle.token.text.TextStep;
import eu.socle.token.text.TextSteps;
import eu.socle.token.wordpiece.BertText;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads `normalizer`.
record Normalisers(JsonFile json) {

    TextStep read(JsonNode node) {
        if (JsonFile.absent(node)) {
            return TextStep.NONE;
        }
        return switch (JsonFile.type(node)) {
            case "Sequence" -> {
                List<TextStep> steps = new ArrayList<>();
                for (JsonNode step : node.path("normalizers")) {
                    steps.add(read(step));
                }
                yield TextStep.chain(steps);
            }
            case "NFC" -> NormalForm.NFC;
            case "NFD" -> new NormalForm(Normalizer.Form.NFD);
            case "NFKC" -> new NormalForm(Normalizer.Form.NFKC);
            case "NFKD" -> new NormalForm(Normalizer.Form.NFKD);
            case "Lowercase" -> new BertText(Set.of(BertText.Part.SMALL));
            case "StripAccents" -> TextSteps.withoutMarks();
            case "Prepend" -> TextSteps.prepend(node.path("prepend").asString(""));
            case "Replace" -> replace(node);
            case "Strip" -> {
                Set<TextSteps.End> ends = EnumSet.noneOf(TextSteps.End.class);
                if (node.path("strip_left").asBoolean(false)) {
                    ends.add(TextSteps.End.LEFT);
                }
                if (node.path("strip_right").asBoolean(false)) {
                    ends.add(TextSteps.End.RIGHT);
                }
                yield new TextSteps.Stripped(ends);
            }
            case "BertNormalizer" -> bert(node);
            case "Nmt" -> TextSteps.nmt();
            case "Precompiled" -> charsMap(node);
            default -> throw json.refusal("the normalizer " + JsonFile.shown(node));
        };
    }

    private TextStep replace(JsonNode node) {
        String by = node.path("content").asString("");
        JsonNode pattern = node.path("pattern");
        String text = pattern.path("String").asString("");
        if (!text.isEmpty()) {
            return TextSteps.replace(text, by);
        }
        json.require(
                pattern.path("Regex").asString("").equals(" {2,}"),
                "the normalizer " + JsonFile.shown(node));
        return TextSteps.spacesTogether(by);
    }

    private static TextStep bert(JsonNode node) {
        Set<BertText.Part> does = EnumSet.noneOf(BertText.Part.class);
        boolean small = node.path("lowercase").asBoolean(true);
        if (node.path("clean_text").asBoolean(true)) {
            does.add(BertText.Part.CLEAN);
        }
        if (node.path("handle_chinese_chars").asBoolean(true)) {
            does.add(BertText.Part.CHINESE_APART);
        }
        if (node.path("strip_accents").asBoolean(small)) {
            does.add(BertText.Part.WITHOUT_ACCENTS);
        }
        if (small) {
            does.add(BertText.Part.SMALL);
        }
        return new BertText(does);
    }

    private TextStep charsMap(JsonNode node) {
        JsonNode map = node.path("precompiled_charsmap");
        if (JsonFile.absent(map) || map.asString("").isEmpty()) {
            return TextStep.NONE;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(map.asString(""));
            return new CharsMapStep(new CharsMap(bytes, json.file().toString()));
        } catch (IllegalArgumentException e) {
            throw json.refusal(
                    "a precompiled_charsmap that is not Base64 (" + e.getMessage() + ")");
        }
    }
}
