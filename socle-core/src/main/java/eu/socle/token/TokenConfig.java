package eu.socle.token;

import eu.socle.core.Settings;
import eu.socle.token.json.TokenizerJson;
import eu.socle.token.mix.MixConfig;
import eu.socle.token.split.Split;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The settings of the token stage.
///
/// @param vocabulary most ids the tokenizer may have, special tokens and the 256 bytes included
/// @param minimumFrequency a pair that occurs less often is not merged
/// @param split how text is cut into pieces
/// @param specials content of the special tokens, ids 0 on; the first ends every document
/// @param heldOut share of the documents kept from training, in (0, 0.5]
/// @param sequence longest input in tokens, written into tokenizer_config.json; 0 when training
///   decides
/// @param shardTokens a shard ends with the document that brings it to this many tokens
/// @param mix how often training reads the documents of each source and language
/// @param shuffle true when training reads the documents in an order of their ids' hashes
public record TokenConfig(
        int vocabulary,
        long minimumFrequency,
        Split split,
        List<String> specials,
        double heldOut,
        int sequence,
        long shardTokens,
        MixConfig mix,
        boolean shuffle) {

    private static final int MOST_IDS = 1 << 20;

    public TokenConfig {
        specials = List.copyOf(specials);
    }

    /// The token that ends every document.
    public String endOfText() {
        return specials.getFirst();
    }

    /// Reads the section `token` of a recipe.
    ///
    /// @throws eu.socle.core.Refusal usage, naming file, line and key
    public static TokenConfig from(Settings settings) {
        List<String> specials = specials(settings);
        int least = 256 + specials.size();
        int vocabulary =
                (int)
                        within(
                                settings,
                                "vocabulary",
                                4096,
                                least,
                                MOST_IDS,
                                "256 bytes and the special tokens need room");
        long minimumFrequency =
                within(
                        settings,
                        "minimum-frequency",
                        2,
                        1,
                        Integer.MAX_VALUE,
                        "a pair that never occurs cannot be merged");
        String name = settings.text("split", Split.GPT_2.label());
        Split split =
                Split.named(name)
                        .orElseThrow(() ->
                                settings.wrong(
                                        "split",
                                        "one of "
                                                + String.join(", ", Split.labels())
                                                + ", not \""
                                                + name
                                                + "\""));
        double heldOut = settings.decimal("held-out", 0.05);
        if (!(heldOut > 0 && heldOut <= 0.5)) {
            throw settings.wrong(
                    "held-out", "a share of the documents above 0 and at most 0.5, not " + heldOut);
        }
        int sequence = (int) within(settings, "sequence", 0, 0, MOST_IDS, "0 lets training decide");
        long shardTokens =
                within(
                        settings,
                        "shard-tokens",
                        64L << 20,
                        1,
                        1L << 40,
                        "a shard is one file of two or four bytes a token");
        MixConfig mix = MixConfig.from(settings.section("mix"));
        boolean shuffle = settings.flag("shuffle", !mix.none());
        if (!shuffle && !mix.none()) {
            throw settings.wrong("shuffle", "true or left out: a mixture is always shuffled");
        }
        settings.refuseOthers();
        return new TokenConfig(
                vocabulary,
                minimumFrequency,
                split,
                specials,
                heldOut,
                sequence,
                shardTokens,
                mix,
                shuffle);
    }

    private static List<String> specials(Settings settings) {
        List<String> usual =
                List.of(TokenizerJson.END_OF_TEXT, "<|user|>", "<|assistant|>", "<|end|>");
        List<String> specials = new ArrayList<>(settings.texts("specials", usual));
        for (String special : specials) {
            // No split leaves letters and marks on both sides in one piece, so no merge can ever
            // spell such a token.
            if (!special.matches("<\\|[A-Za-z0-9_-]{1,64}\\|>")) {
                throw settings.wrong(
                        "specials", "a list of names such as <|user|>, not \"" + special + "\"");
            }
        }
        if (specials.isEmpty() || new HashSet<>(specials).size() < specials.size()) {
            throw settings.wrong(
                    "specials", "a list of different names, the one that ends a document first");
        }
        return specials;
    }

    private static long within(
            Settings settings, String key, long otherwise, long least, long most, String why) {
        long value = settings.integer(key, otherwise);
        if (value < least || value > most) {
            throw settings.wrong(
                    key,
                    "a whole number from "
                            + least
                            + " to "
                            + most
                            + " ("
                            + why
                            + "), not "
                            + value);
        }
        return value;
    }
}
