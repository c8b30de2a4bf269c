package eu.socle.cli;

import eu.socle.core.Refusal;
import eu.socle.core.Settings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads a YAML 1.2 file as [Settings], node by node, so that every refusal can name the line; no
/// tag ever makes an object.
final class YamlFile {

    private static final int MAXIMUM_BYTES = 1 << 20; // a recipe is written by hand

    private YamlFile() {}

    /// @throws Refusal usage, if the file is missing, too large or no UTF-8
    static String text(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MAXIMUM_BYTES) {
                throw Refusal.usage(file + " is larger than 1 MiB, which no recipe is.");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw Refusal.usage(file + " is not UTF-8 text; save it as UTF-8.");
        } catch (IOException e) {
            throw Refusal.usage("the recipe " + file + " cannot be read; check the path.");
        }
    }

    /// @throws Refusal usage, if the text is no YAML, or holds the same key twice
    static Settings parse(String name, String text) {
        try {
            Node root =
                    new Compose(
                                    LoadSettings.builder()
                                            .setLabel(name)
                                            .setMaxAliasesForCollections(10)
                                            .build())
                            .composeString(text)
                            .orElseThrow(() ->
                                    Refusal.usage(
                                            name + " is empty; a recipe needs at least a name."));
            if (!(root instanceof MappingNode mapping)) {
                throw Refusal.usage(
                        name + ":" + line(root) + ": a recipe is a list of `key: value` lines.");
            }
            return section(name, "", mapping, 0);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
            throw Refusal.usage(name + ":" + line + ": not valid YAML: " + e.getProblem() + ".");
        } catch (YamlEngineException e) {
            throw Refusal.usage(name + ": not valid YAML: " + e.getMessage() + ".");
        }
    }

    private static Settings section(String name, String path, MappingNode mapping, int depth) {
        Map<String, Settings.Value> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw Refusal.usage(
                        name + ":" + line(tuple.getKeyNode()) + ": a key must be one word.");
            }
            String inner = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            Settings.Value value = value(name, inner, tuple.getValueNode(), depth);
            if (values.put(key.getValue(), value) != null) {
                throw Refusal.usage(
                        name + ":" + line(key) + ": the key \"" + inner + "\" stands twice.");
            }
        }
        return new Settings(name, path, line(mapping), values);
    }

    private static Settings.Value value(String name, String path, Node node, int depth) {
        if (depth > 20) {
            throw Refusal.usage(
                    name
                            + ":"
                            + line(node)
                            + ": nested more than 20 levels deep, or an alias that refers to itself.");
        }
        return switch (node) {
            case ScalarNode scalar -> new Settings.Value.Scalar(scalar.getValue(), line(node));
            case SequenceNode sequence -> {
                List<Settings.Value> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(value(name, path, item, depth + 1));
                }
                yield new Settings.Value.Items(List.copyOf(items), line(node));
            }
            case MappingNode mapping ->
                    new Settings.Value.Section(section(name, path, mapping, depth + 1), line(node));
            default ->
                    throw Refusal.usage(
                            name
                                    + ":"
                                    + line(node)
                                    + ": this kind of value is not understood; write texts, lists and sections.");
        };
    }

    private static int line(Node node) {
        return node.getStartMark().map(m -> m.getLine() + 1).orElse(1);
    }
}
