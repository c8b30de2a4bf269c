package eu.socle.token.sentencepiece;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.token.Frame;
import eu.socle.token.Tokenizer;
import eu.socle.token.piece.Added;
import eu.socle.token.piece.PieceModel;
import eu.socle.token.piece.PieceTokenizer;
import eu.socle.token.piece.TokenBytes.FirstSpace;
import eu.socle.token.sentencepiece.SentenceNormaliser.Blanks;
import eu.socle.token.sentencepiece.SentenceNormaliser.Prefix;
import eu.socle.token.split.Cut;
import eu.socle.token.text.TextStep;
import eu.socle.token.text.Trie;
import eu.socle.token.text.Utf8;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Reads tokenizer.model, the file of SentencePiece (sentencepiece_model.proto): BPE and unigram.
public final class ModelFile {

    private static final long MOST_BYTES = 1 << 28; // the largest published one has 7 MB
    private static final int MOST_PIECES = 1 << 24;
    private static final int UNIGRAM = 1;
    private static final int BPE = 2;
    private static final String UNKNOWN_TEXT = " \u2047 "; // what SentencePiece writes by default

    private final String where;
    private final List<String> pieces = new ArrayList<>();
    private float[] scores = new float[1024];
    private int[] types = new int[1024];
    private int kind = UNIGRAM;
    private int unknown = 0;
    private int begin = 1;
    private int end = 2;
    private boolean spaceAfter;
    private boolean prefix = true;
    private boolean oneSpace = true;
    private boolean sign = true;
    private String unknownText = UNKNOWN_TEXT;
    private byte[] charsMap = new byte[0];

    private ModelFile(String where) {
        this.where = where;
    }

    /// Reads a file.
    ///
    /// @throws Refusal if it is missing, damaged, or of a kind that is not known, which it names
    public static Tokenizer read(Path file) {
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw Refusal.failure(
                        file + " has " + size + " bytes, too many for a tokenizer; get it again.");
            }
            return read(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw Refusal.failure(
                    file
                            + " cannot be read: "
                            + e.getMessage()
                            + "; name a tokenizer.model that is there.",
                    e);
        }
    }

    /// Reads the bytes of a file.
    ///
    /// @param where the file, for messages
    /// @throws Refusal as [#read(Path)]
    public static Tokenizer read(byte[] bytes, String where) {
        ModelFile file = new ModelFile(where);
        try {
            file.model(ByteBuffer.wrap(bytes));
        } catch (Fields.Damaged e) {
            throw file.refusal(e.what());
        }
        return file.tokenizer(Digest.of(bytes));
    }

    private void model(ByteBuffer bytes) throws Fields.Damaged {
        Fields fields = new Fields(bytes);
        for (int field = fields.next(); field != 0; field = fields.next()) {
            switch (field) {
                case 1 -> piece(fields.content());
                case 2 -> trainer(fields.content());
                case 3 -> normaliser(fields.content());
                default -> {} // nothing that encoding or decoding needs
            }
        }
    }

    private void piece(ByteBuffer bytes) throws Fields.Damaged {
        if (pieces.size() == MOST_PIECES) {
            throw new Fields.Damaged("more than " + MOST_PIECES + " pieces");
        }
        String piece = "";
        float score = 0;
        int type = 1;
        Fields fields = new Fields(bytes);
        for (int field = fields.next(); field != 0; field = fields.next()) {
            switch (field) {
                case 1 -> piece = text(fields.content());
                case 2 -> score = fields.decimal();
                case 3 -> type = fields.number();
                default -> {} // extensions
            }
        }
        if (scores.length == pieces.size()) {
            scores = Arrays.copyOf(scores, 2 * scores.length);
            types = Arrays.copyOf(types, 2 * types.length);
        }
        scores[pieces.size()] = score;
        types[pieces.size()] = type;
        pieces.add(piece);
    }

    private void trainer(ByteBuffer bytes) throws Fields.Damaged {
        Fields fields = new Fields(bytes);
        for (int field = fields.next(); field != 0; field = fields.next()) {
            switch (field) {
                case 3 -> kind = fields.number();
                case 24 -> spaceAfter = fields.number() != 0;
                case 40 -> unknown = fields.number();
                case 41 -> begin = fields.number();
                case 42 -> end = fields.number();
                case 44 -> unknownText = text(fields.content());
                default -> {} // how it was trained
            }
        }
    }

    private void normaliser(ByteBuffer bytes) throws Fields.Damaged {
        Fields fields = new Fields(bytes);
        for (int field = fields.next(); field != 0; field = fields.next()) {
            switch (field) {
                case 2 -> charsMap = bytes(fields.content());
                case 3 -> prefix = fields.number() != 0;
                case 4 -> oneSpace = fields.number() != 0;
                case 5 -> sign = fields.number() != 0;
                default -> {} // names
            }
        }
    }

    private Tokenizer tokenizer(Digest digest) {
        check();
        SentencePieces table =
                new SentencePieces(
                        pieces,
                        Arrays.copyOf(scores, pieces.size()),
                        Arrays.copyOf(types, pieces.size()),
                        unknown,
                        unknownText);
        Trie kept = new Trie();
        List<Added> added = new ArrayList<>();
        for (int id = 0; id < pieces.size(); id++) {
            if (types[id] == 4) { // user-defined: never split, never normalised
                kept.add(Utf8.bytes(pieces.get(id)), id);
                if (kind == UNIGRAM) {
                    continue; // found with the others
                }
                added.add(
                        new Added(
                                id,
                                pieces.get(id),
                                false,
                                Added.Sought.NORMALISED,
                                Added.Blanks.STAY,
                                Added.Blanks.STAY,
                                Added.Border.ANYTHING));
            } else if (types[id] == 3) { // control
                added.add(Added.plain(id, pieces.get(id), true));
            }
        }
        SentenceNormaliser normaliser =
                new SentenceNormaliser(
                        charsMap.length == 0 ? null : new CharsMap(charsMap, where),
                        prefix ? Prefix.ONLY_AT_THE_BEGINNING : Prefix.NEVER,
                        oneSpace ? Blanks.ONE_BETWEEN_WORDS : Blanks.STAY,
                        kept);
        PieceModel model =
                new PieceModel(
                        normaliser,
                        TextStep.NONE,
                        kind == BPE ? table.cut() : Cut.NONE, // sums of words round otherwise
                        kind == BPE ? table::scoreBpe : table::likeliest,
                        table.bytes(
                                oneSpace
                                        ? FirstSpace.ALL_DROPPED
                                        : prefix ? FirstSpace.DROPPED : FirstSpace.KEPT),
                        added,
                        new Frame(begin >= 0 ? List.of(begin) : List.of(), List.of()),
                        PieceModel.Cuttable.NO);
        return new PieceTokenizer(
                model, end >= 0 ? OptionalInt.of(end) : OptionalInt.empty(), () -> digest);
    }

    private void check() {
        if (kind != UNIGRAM && kind != BPE) {
            throw refusal("a model of the type " + kind + " (known are unigram, 1, and BPE, 2)");
        }
        if (spaceAfter || !sign) {
            throw refusal(
                    spaceAfter
                            ? "white space treated as a suffix, which is not known"
                            : "spaces that are not escaped, which is not known");
        }
        if (pieces.isEmpty() || unknown < 0 || unknown >= pieces.size()) {
            throw refusal(pieces.size() + " pieces of which number " + unknown + " is the unknown");
        }
        if (Math.max(begin, end) >= pieces.size()) {
            throw refusal(
                    pieces.size()
                            + " pieces of which number "
                            + Math.max(begin, end)
                            + " begins or ends a text");
        }
        Set<String> seen = new HashSet<>();
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.get(id).isEmpty() || !seen.add(pieces.get(id))) {
                throw refusal("the piece \"" + pieces.get(id) + "\" twice, or an empty one");
            }
            if (types[id] == 5 && kind == BPE) {
                throw refusal("the unused piece \"" + pieces.get(id) + "\" of a BPE");
            }
            if (types[id] < 1 || types[id] > 6 || Float.isNaN(scores[id])) {
                throw refusal(
                        "the piece number "
                                + id
                                + " of the type "
                                + types[id]
                                + " with the score "
                                + scores[id]);
            }
        }
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private static byte[] bytes(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }

    private Refusal refusal(String what) {
        return Refusal.failure(
                where
                        + " is no tokenizer.model that can be read: it holds "
                        + what
                        + "; get it again.");
    }
}
