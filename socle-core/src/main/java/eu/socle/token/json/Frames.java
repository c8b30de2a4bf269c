package eu.socle.token.json;

import eu.socle.token.Frame;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads `post_processor`: the ids around one text.
record Frames(JsonFile json) {

    Frame read(JsonNode node) {
        if (JsonFile.absent(node)) {
            return Frame.NONE;
        }
        return switch (JsonFile.type(node)) {
            case "ByteLevel" -> Frame.NONE; // it only moves offsets
            case "Sequence" -> {
                Frame frame = Frame.NONE;
                for (JsonNode inner : node.path("processors")) {
                    Frame outer = read(inner);
                    List<Integer> before = new ArrayList<>(outer.before());
                    before.addAll(frame.before());
                    List<Integer> after = new ArrayList<>(frame.after());
                    after.addAll(outer.after());
                    frame = new Frame(before, after);
                }
                yield frame;
            }
            case "BertProcessing", "RobertaProcessing" ->
                    new Frame(
                            List.of(node.path("cls").path(1).asInt(0)),
                            List.of(node.path("sep").path(1).asInt(0)));
            case "TemplateProcessing" -> template(node);
            default -> throw json.refusal("the post-processor " + JsonFile.shown(node));
        };
    }

    private Frame template(JsonNode node) {
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        boolean text = false;
        for (JsonNode part : node.path("single")) {
            if (part.has("Sequence")) {
                json.require(!text, "a template with the text twice");
                text = true;
                continue;
            }
            String name = part.path("SpecialToken").path("id").asString("");
            JsonNode ids = node.path("special_tokens").path(name).path("ids");
            json.require(!ids.isEmpty(), "a template with the unknown token \"" + name + "\"");
            for (JsonNode id : ids) {
                (text ? after : before).add(id.asInt(0));
            }
        }
        json.require(text, "a template without the text");
        return new Frame(before, after);
    }
}
