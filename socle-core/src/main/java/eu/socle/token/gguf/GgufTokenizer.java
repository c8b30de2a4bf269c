package eu.socle.token.gguf;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.token.Frame;
import eu.socle.token.Tokenizer;
import eu.socle.token.bpe.ByteAlphabet;
import eu.socle.token.bpe.ByteLevelBpe;
import eu.socle.token.bpe.MergeTable;
import eu.socle.token.piece.Added;
import eu.socle.token.piece.PieceModel;
import eu.socle.token.piece.PieceTokenizer;
import eu.socle.token.piece.TokenBytes;
import eu.socle.token.piece.TokenBytes.FirstSpace;
import eu.socle.token.piece.TokenMap;
import eu.socle.token.sentencepiece.CharsMap;
import eu.socle.token.sentencepiece.SentenceNormaliser;
import eu.socle.token.sentencepiece.SentenceNormaliser.Blanks;
import eu.socle.token.sentencepiece.SentenceNormaliser.Prefix;
import eu.socle.token.sentencepiece.SentencePieces;
import eu.socle.token.split.Cut;
import eu.socle.token.split.Split;
import eu.socle.token.text.TextStep;
import eu.socle.token.text.Trie;
import eu.socle.token.text.Utf8;
import eu.socle.token.wordpiece.BertText;
import eu.socle.token.wordpiece.BertWords;
import eu.socle.token.wordpiece.WordPiece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A GGUF vocabulary as a tokenizer, with the ids of llama.cpp.
public final class GgufTokenizer {

    private static final Set<String> WHOLE_PIECES =
            Set.of("llama-bpe", "llama3", "llama-v3", "falcon3", "tekken"); // ignore_merges
    private static final int LONGEST_WORD = 100; // characters, as in BERT
    private static final String SPACE = "\u2581";

    private final VocabularyMetadata vocabulary;
    private final String where;
    private final Map<String, Integer> ids = new HashMap<>();

    private GgufTokenizer(VocabularyMetadata vocabulary, String where) {
        this.vocabulary = vocabulary;
        this.where = where;
    }

    /// As [Tokenizer#of(VocabularyMetadata, Supplier, String)].
    public static Tokenizer of(
            VocabularyMetadata vocabulary, Supplier<Digest> digest, String where) {
        GgufTokenizer reader = new GgufTokenizer(vocabulary, where);
        reader.check();
        PieceModel model =
                switch (vocabulary.model()) {
                    case "gpt2" -> reader.byteLevel();
                    case "llama" -> reader.sentencePieceBpe();
                    case "t5" -> reader.unigram();
                    case "bert" -> reader.wordPiece();
                    default ->
                            throw reader.refusal(
                                    "of the kind \""
                                            + vocabulary.model()
                                            + "\"; known are gpt2, llama, t5 and bert");
                };
        OptionalInt end =
                vocabulary.model().equals("bert")
                        ? reader.orElse(vocabulary.separator(), 102)
                        : vocabulary.endOfText();
        return new PieceTokenizer(model, end, digest);
    }

    private void check() {
        int size = vocabulary.tokens().size();
        for (int id = 0; id < size; id++) {
            String token = vocabulary.tokens().get(id);
            Integer before = ids.put(token, id);
            if (before != null) {
                throw refusal(
                        "whose tokens " + before + " and " + id + " are both " + shown(token));
            }
        }
        if (size == 0) {
            throw refusal("without tokens");
        }
        if (vocabulary.types().length != 0 && vocabulary.types().length != size) {
            throw refusal("of " + size + " tokens with kinds for " + vocabulary.types().length);
        }
        if (vocabulary.scores().length != 0 && vocabulary.scores().length != size) {
            throw refusal("of " + size + " tokens with scores for " + vocabulary.scores().length);
        }
        for (float score : vocabulary.scores()) {
            if (Float.isNaN(score)) {
                throw refusal("with a score that is not a number");
            }
        }
        inside("begin of text", vocabulary.beginOfText());
        inside("end of text", vocabulary.endOfText());
        inside("unknown token", vocabulary.unknown());
        inside("separator", vocabulary.separator());
    }

    private void inside(String what, OptionalInt id) {
        if (id.isPresent() && (id.getAsInt() < 0 || id.getAsInt() >= vocabulary.tokens().size())) {
            throw refusal(
                    "of "
                            + vocabulary.tokens().size()
                            + " tokens whose "
                            + what
                            + " is number "
                            + id.getAsInt());
        }
    }

    private PieceModel byteLevel() {
        String pre = vocabulary.pre().orElse("default");
        Split split =
                Split.ofGguf(pre)
                        .orElseThrow(() ->
                                refusal(
                                        "that cuts text in the way \""
                                                + pre
                                                + "\" (tokenizer.ggml.pre), which this version does not know"));
        byte[] @Nullable [] tokens = new byte[vocabulary.tokens().size()][];
        List<byte[]> plain = new ArrayList<>();
        List<Integer> plainIds = new ArrayList<>();
        for (int id = 0; id < tokens.length; id++) {
            String token = vocabulary.tokens().get(id);
            byte[] bytes = type(id) == VocabularyMetadata.NORMAL ? ByteAlphabet.read(token) : null;
            tokens[id] = bytes == null ? Utf8.bytes(token) : bytes;
            if (bytes != null) {
                plain.add(bytes);
                plainIds.add(id);
            }
        }
        int[] byteIds = new int[256];
        for (int b = 0; b < 256; b++) {
            Integer id = ids.get(String.valueOf(ByteAlphabet.character(b)));
            if (id == null && !ByteAlphabet.mayLack(b)) {
                throw refusal("without the byte " + b + ", which a byte-level one needs");
            }
            byteIds[b] = id == null ? -1 : id;
        }
        MergeTable merges = merges();
        TokenMap whole = WHOLE_PIECES.contains(pre) ? map(plain, plainIds) : null;
        return new PieceModel(
                TextStep.NONE,
                TextStep.NONE,
                split.cut(),
                () -> new ByteLevelBpe(byteIds, merges, whole),
                new TokenBytes(tokens, FirstSpace.KEPT),
                added(),
                frame(WHOLE_PIECES.contains(pre), vocabulary.beginOfText(), vocabulary.endOfText()),
                PieceModel.Cuttable.BEFORE_SPACES);
    }

    private MergeTable merges() {
        int count = vocabulary.merges().size();
        int[] left = new int[count];
        int[] right = new int[count];
        int[] merged = new int[count];
        Map<Long, Integer> seen = new HashMap<>();
        for (int rank = 0; rank < count; rank++) {
            String merge = vocabulary.merges().get(rank);
            int space = merge.indexOf(' ', 1);
            Integer a = space < 0 ? null : ids.get(merge.substring(0, space));
            Integer b = space < 0 ? null : ids.get(merge.substring(space + 1));
            Integer whole =
                    space < 0
                            ? null
                            : ids.get(merge.substring(0, space) + merge.substring(space + 1));
            if (a == null || b == null || whole == null) {
                throw refusal(
                        "whose merge number "
                                + rank
                                + ", "
                                + shown(merge)
                                + ", is of tokens that it does not have");
            }
            if (seen.put((long) a << 32 | b, rank) != null) {
                throw refusal("with the merge " + shown(merge) + " twice");
            }
            left[rank] = a;
            right[rank] = b;
            merged[rank] = whole;
        }
        return new MergeTable(left, right, merged);
    }

    private PieceModel sentencePieceBpe() {
        scored();
        SentencePieces pieces = pieces();
        boolean prefix = vocabulary.addSpacePrefix().orElse(true);
        return new PieceModel(
                TextStep.NONE,
                new SentenceNormaliser(
                        null, prefix ? Prefix.EVERYWHERE : Prefix.NEVER, Blanks.STAY, new Trie()),
                pieces.cut(),
                pieces::scoreBpe,
                pieces.bytes(prefix ? FirstSpace.DROPPED : FirstSpace.KEPT),
                added(),
                frame(true, orElse(vocabulary.beginOfText(), 1), orElse(vocabulary.endOfText(), 2)),
                PieceModel.Cuttable.NO);
    }

    private PieceModel unigram() {
        scored();
        SentencePieces pieces = pieces();
        boolean prefix = vocabulary.addSpacePrefix().orElse(true);
        Trie kept = new Trie();
        for (int id = 0; id < vocabulary.tokens().size(); id++) {
            if (type(id) == VocabularyMetadata.USER_DEFINED) {
                kept.add(Utf8.bytes(vocabulary.tokens().get(id)), id);
            }
        }
        SentenceNormaliser normaliser =
                new SentenceNormaliser(
                        vocabulary.charsMap().length == 0
                                ? null
                                : new CharsMap(vocabulary.charsMap(), where),
                        prefix ? Prefix.EVERYWHERE : Prefix.NEVER,
                        vocabulary.removeExtraSpaces().orElse(false)
                                ? Blanks.ONE_BETWEEN_WORDS
                                : Blanks.STAY,
                        kept);
        return new PieceModel(
                TextStep.NONE,
                normaliser,
                Cut.NONE, // sums of words round otherwise
                pieces::unigram,
                pieces.bytes(prefix ? FirstSpace.DROPPED : FirstSpace.KEPT),
                added(),
                frame(false, vocabulary.beginOfText(), orElse(vocabulary.endOfText(), 1)),
                PieceModel.Cuttable.NO);
    }

    private SentencePieces pieces() {
        int unknown = vocabulary.unknown().orElse(vocabulary.model().equals("t5") ? 2 : 0);
        inside("unknown token", OptionalInt.of(unknown));
        return new SentencePieces(
                vocabulary.tokens(),
                vocabulary.scores(),
                vocabulary.types(),
                unknown,
                vocabulary.tokens().get(unknown));
    }

    private void scored() {
        if (vocabulary.scores().length == 0 || vocabulary.types().length == 0) {
            throw refusal("without scores or kinds of its tokens");
        }
    }

    private PieceModel wordPiece() {
        int unknown = vocabulary.unknown().orElse(100);
        inside("unknown token", OptionalInt.of(unknown));
        List<byte[]> beginnings = new ArrayList<>();
        List<Integer> beginningIds = new ArrayList<>();
        List<byte[]> others = new ArrayList<>();
        List<Integer> otherIds = new ArrayList<>();
        byte[] @Nullable [] tokens = new byte[vocabulary.tokens().size()][];
        for (int id = 0; id < tokens.length; id++) {
            String token = vocabulary.tokens().get(id);
            if (type(id) != VocabularyMetadata.NORMAL) {
                tokens[id] = Utf8.bytes(token);
            } else if (token.startsWith(SPACE)) {
                beginnings.add(Utf8.bytes(token.substring(1)));
                beginningIds.add(id);
                tokens[id] = Utf8.bytes(" " + token.substring(1));
            } else {
                others.add(Utf8.bytes(token));
                otherIds.add(id);
                tokens[id] = Utf8.bytes(token);
            }
        }
        TokenMap first = map(beginnings, beginningIds);
        TokenMap rest = map(others, otherIds);
        return new PieceModel(
                TextStep.NONE,
                new BertText(Set.of(BertText.Part.values())),
                Cut.of(new BertWords()),
                () -> new WordPiece(first, rest, unknown, LONGEST_WORD),
                new TokenBytes(tokens, FirstSpace.DROPPED),
                added(),
                new Frame(
                        List.of(orElse(vocabulary.beginOfText(), 101).orElseThrow()),
                        List.of(orElse(vocabulary.separator(), 102).orElseThrow())),
                PieceModel.Cuttable.NO);
    }

    private OptionalInt orElse(OptionalInt id, int usual) {
        inside("usual token", OptionalInt.of(id.orElse(usual)));
        return OptionalInt.of(id.orElse(usual));
    }

    private List<Added> added() {
        List<Added> added = new ArrayList<>();
        for (int id = 0; id < vocabulary.tokens().size(); id++) {
            int type = type(id);
            if (type == VocabularyMetadata.CONTROL || type == VocabularyMetadata.USER_DEFINED) {
                boolean control = type == VocabularyMetadata.CONTROL;
                added.add(Added.plain(id, vocabulary.tokens().get(id), control));
            }
        }
        return added;
    }

    private Frame frame(boolean usualBegin, OptionalInt begin, OptionalInt end) {
        boolean before = vocabulary.addBegin().orElse(usualBegin) && begin.isPresent();
        boolean usualEnd = vocabulary.model().equals("t5");
        boolean after = vocabulary.addEnd().orElse(usualEnd) && end.isPresent();
        return new Frame(
                before ? List.of(begin.getAsInt()) : List.of(),
                after ? List.of(end.getAsInt()) : List.of());
    }

    private int type(int id) {
        return vocabulary.types().length == 0 ? VocabularyMetadata.NORMAL : vocabulary.types()[id];
    }

    private static TokenMap map(List<byte[]> tokens, List<Integer> ids) {
        return new TokenMap(tokens.toArray(byte[][]::new), ids.stream().mapToInt(i -> i).toArray());
    }

    private Refusal refusal(String what) {
        return Refusal.failure(
                where + " holds a vocabulary " + what + "; get the file again or convert it anew.");
    }

    private static String shown(String token) {
        String start = token.length() <= 60 ? token : token.substring(0, 60) + "...";
        return "\"" + start + "\"";
    }
}
