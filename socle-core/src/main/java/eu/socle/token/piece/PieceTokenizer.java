package eu.socle.token.piece;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.token.Frame;
import eu.socle.token.Specials;
import eu.socle.token.Tokenizer;
import eu.socle.token.text.Ids;
import eu.socle.token.text.TextSteps;
import eu.socle.token.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/// A tokenizer of any kind: added tokens are found, the text between them is prepared, cut into
/// pieces, and each piece becomes ids.
public final class PieceTokenizer implements Tokenizer {

    private static final int MOST_IDLE = 16; // encoders kept for the next caller, about 2 MB each
    private static final int CHUNK = 1 << 18; // characters of a long text that one thread takes

    private final PieceModel model;
    private final OptionalInt endOfText;
    private final Supplier<Digest> digest;
    private final AddedTokens all;
    private final AddedTokens allNormalised;
    private final AddedTokens plain;
    private final AddedTokens plainNormalised;
    private final Map<String, Integer> ids =
            new HashMap<>(); // added tokens only; only read after construction
    private final BitSet special = new BitSet();
    private final BlockingQueue<PieceEncoder> idle = new ArrayBlockingQueue<>(MOST_IDLE);

    /// @param endOfText the token that ends a document, if one is named
    /// @param digest of the file it was read from, asked for when it is wanted
    public PieceTokenizer(PieceModel model, OptionalInt endOfText, Supplier<Digest> digest) {
        this.model = model;
        this.endOfText = endOfText;
        this.digest = digest;
        List<Added> others = new ArrayList<>();
        for (Added token : model.added()) {
            ids.putIfAbsent(token.content(), token.id());
            if (token.special()) {
                special.set(token.id());
            } else {
                others.add(token);
            }
        }
        this.all = sought(model.added(), Added.Sought.AS_IT_CAME);
        this.allNormalised = sought(model.added(), Added.Sought.NORMALISED);
        this.plain = sought(others, Added.Sought.AS_IT_CAME);
        this.plainNormalised = sought(others, Added.Sought.NORMALISED);
    }

    @Override
    public int[] encode(String text) {
        return encode(text, plain, plainNormalised);
    }

    @Override
    public int[] encodeWithSpecials(String text) {
        return encode(text, all, allNormalised);
    }

    @Override
    public List<int[]> encodeAll(List<String> texts, Workers workers) {
        List<Chunk> chunks = chunks(texts);
        List<int[]> parts =
                workers.map(
                        chunks.size(),
                        i -> {
                            Chunk chunk = chunks.get(i);
                            String text = texts.get(chunk.text);
                            return encode(text.substring(chunk.from, chunk.to));
                        });
        List<int[]> encoded = new ArrayList<>(texts.size());
        for (int i = 0; i < parts.size(); ) {
            int end = i + 1;
            while (end < parts.size() && chunks.get(end).from > 0) {
                end++;
            }
            encoded.add(end == i + 1 ? parts.get(i) : joined(parts.subList(i, end)));
            i = end;
        }
        return encoded;
    }

    /// A part of one text.
    private record Chunk(int text, int from, int to) {}

    /// Long texts in parts, cut where that changes nothing: no expression of [eu.socle.token.split]
    /// keeps a letter and the space behind it in one piece, and none looks back.
    private List<Chunk> chunks(List<String> texts) {
        boolean cut =
                model.cuttable() == PieceModel.Cuttable.BEFORE_SPACES
                        && plain.mayBeCutBeforeSpaces()
                        && plainNormalised.mayBeCutBeforeSpaces();
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            int from = 0;
            while (cut && text.length() - from > 2 * CHUNK) {
                int to = border(text, from + CHUNK);
                chunks.add(new Chunk(i, from, to));
                from = to;
            }
            if (from == 0 || from < text.length()) {
                chunks.add(new Chunk(i, from, text.length()));
            }
        }
        return chunks;
    }

    private static int border(String text, int least) {
        for (int i = least; i < text.length(); i++) {
            char before = text.charAt(i - 1);
            boolean letter = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z');
            if (letter && text.charAt(i) == ' ') {
                return i;
            }
        }
        return text.length();
    }

    private static int[] joined(List<int[]> parts) {
        int size = parts.stream().mapToInt(p -> p.length).sum();
        int[] whole = new int[size];
        int at = 0;
        for (int[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    private static AddedTokens sought(List<Added> tokens, Added.Sought where) {
        return new AddedTokens(tokens.stream().filter(t -> t.sought() == where).toList());
    }

    private int[] encode(String text, AddedTokens asItCame, AddedTokens normalised) {
        PieceEncoder polled = idle.poll();
        PieceEncoder encoder =
                polled == null ? new PieceEncoder(model.cut(), model.mergers().get()) : polled;
        Ids out = new Ids(text.length() / 3);
        int from = 0;
        AddedTokens.Found found = asItCame.next(text, 0, 0);
        while (found != null) {
            section(text.substring(from, found.from()), from, normalised, encoder, out);
            if (found.kept()) {
                out.add(found.token().id());
            }
            from = found.to();
            found = asItCame.next(text, found.end(), from);
        }
        section(from == 0 ? text : text.substring(from), from, normalised, encoder, out);
        if (!idle.offer(encoder)) {
            return out.toArray(); // enough encoders are idle; this one goes
        }
        return out.toArray();
    }

    /// Encodes what lies between two added tokens of the text as it came.
    private void section(
            String text, int at, AddedTokens normalised, PieceEncoder encoder, Ids out) {
        if (text.isEmpty()) {
            return;
        }
        String section = model.normaliser().apply(text, at);
        String first = text.substring(0, text.offsetByCodePoints(0, 1));
        int start = at == 0 && TextSteps.leavesOut(model.normaliser(), first) ? 1 : at;
        int from = 0;
        AddedTokens.Found found = normalised.next(section, 0, 0);
        while (found != null) {
            prepared(section.substring(from, found.from()), start + from, encoder, out);
            if (found.kept()) {
                out.add(found.token().id());
            }
            from = found.to();
            found = normalised.next(section, found.end(), from);
        }
        prepared(from == 0 ? section : section.substring(from), start + from, encoder, out);
    }

    private void prepared(String text, int at, PieceEncoder encoder, Ids out) {
        if (!text.isEmpty()) {
            encoder.encode(model.preparation().apply(text, at), out);
        }
    }

    @Override
    public String decode(int[] ids, Specials specials) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * ids.length);
        boolean first = true;
        for (int id : ids) {
            if (specials == Specials.HIDDEN && isSpecial(id)) {
                continue;
            }
            bytes.writeBytes(first ? model.bytes().ofFirst(id) : model.bytes().of(id));
            first = first && !model.bytes().begins(id);
        }
        return Utf8.decode(bytes.toByteArray(), bytes.size(), malformed());
    }

    @Override
    public byte[] bytes(int id) {
        return model.bytes().of(id).clone();
    }

    @Override
    public byte[] firstBytes(int id) {
        return model.bytes().ofFirst(id).clone();
    }

    @Override
    public boolean begins(int id) {
        return model.bytes().begins(id);
    }

    @Override
    public Utf8.Malformed malformed() {
        return model.bytes().malformed();
    }

    @Override
    public int vocabularySize() {
        return model.bytes().size();
    }

    @Override
    public OptionalInt special(String content) {
        Integer id = ids.get(content);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public boolean isSpecial(int id) {
        return id >= 0 && special.get(id);
    }

    @Override
    public int endOfText() {
        return endOfText.orElseThrow(() ->
                Refusal.failure(
                        "the tokenizer names no end of text; state eos_token in a tokenizer_config.json beside its"
                                + " tokenizer.json."));
    }

    @Override
    public Frame frame() {
        return model.frame();
    }

    @Override
    public Digest digest() {
        return digest.get();
    }
}
