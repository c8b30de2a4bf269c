#!/usr/bin/env python3
"""Makes tokenizers.json beside it: small tokenizers of the kinds that the oracles lack, with ids by Hugging Face tokenizers 0.23 and
SentencePiece 0.2. python3 make_tokenizers.py SAMPLE (any text in several languages; the published file is from the Universal Declaration
of Human Rights)."""

import base64
import io
import json
import os
import pathlib
import random
import sys
import tempfile

import sentencepiece
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

here = pathlib.Path(__file__).resolve().parent
sample = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
lines = [line for line in sample.splitlines() if line.strip()][:240]
draw = random.Random(7)
parts = ["Hello", " ", "  ", "\n", "\t", "héé", "ﬁn", "①", "漢字", "🦙", "é", "e\u0301", "İ", "ß", "don't", "(x)", "A.B", "\u00a0", "\u3000", "▁",
         "<mask>", "<b>", "naïve", "12345", "!?", "�", "\u200b", "\u0000", "Σς", "word", "ﬀ", "한국", "\u0939\u093f", "[CLS]", "<s>", "¡hola!"]
texts = ["", " ", "  ", "a", " a", "a  b", "\n", "x" * 120, "Hello world", "<mask>Hello <mask> world<mask>", "a<b>b <b> c", "▁▁a ▁"]
texts += ["".join(draw.choice(parts) for _ in range(draw.randrange(1, 12))) for _ in range(60)]
texts += [draw.choice(lines)[:90] for _ in range(20)]
joined = ["Ⓐ", "\u200d", "\u200c", "a", "<w>", "<w> ", "  a", "\n\n", "\n", " ", "\u00a0", "\x1c", "\u0301", "\u093f", "the", "▁the", "漢", "-", "x"]
beside = ["".join(draw.choice(joined) for _ in range(draw.randrange(1, 14))) for _ in range(60)]
cases = []


def keep(name, tokenizer):
    text = tokenizer.to_str()
    fast = Tokenizer.from_str(text)
    rows = []
    for t in texts:
        ids = fast.encode(t, add_special_tokens=False).ids
        rows.append({"text": t, "ids": ids, "decoded": fast.decode(ids, skip_special_tokens=False)})
    frame = fast.encode("", add_special_tokens=True).ids
    cases.append({"name": name, "frame": frame, "tokenizer": json.loads(text), "strings": rows})


def variant(name, tokenizer, rows=()):
    """As keep, of texts that stress what stands beside what, and of lists of ids to decode."""
    document = json.loads(tokenizer.to_str())
    fast = Tokenizer.from_str(json.dumps(document))
    strings = []
    for t in beside + texts[:40]:
        ids = fast.encode(t, add_special_tokens=False).ids
        strings.append({"text": t, "ids": ids, "decoded": fast.decode(ids, skip_special_tokens=False)})
    known = sorted(fast.get_vocab().values())
    lists = [list(row) for row in rows] or [[draw.choice(known) for _ in range(draw.randrange(1, 8))] for _ in range(30)]
    decode = [{"ids": ids, "decoded": fast.decode(ids, skip_special_tokens=False)} for ids in lists]
    cases.append({"name": name, "frame": [], "tokenizer": document, "strings": strings, "decode": decode})


def byte_tokens(vocabulary, text, cut):
    """The ids of the bytes of a text, the last few left out."""
    return [vocabulary[f"<0x{b:02X}>"] for b in text.encode()[:len(text.encode()) - cut]]


def sentence(kind, **options):
    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=out, vocab_size=500, model_type=kind, minloglevel=2, **options)
    return out.getvalue()


def proto_variant(name, kind, **options):
    raw = sentence(kind, **options)
    processor = sentencepiece.SentencePieceProcessor(model_proto=raw)
    strings = []
    for t in beside + texts[:40] + [" " * n + "b" + "\t" * n for n in range(2, 30)]:
        t = t.replace("\0", "")
        ids = processor.encode(t)
        strings.append({"text": t, "ids": ids, "decoded": processor.decode(ids)})
    lists = [[processor.unk_id(), i] for i in range(270, 290)]
    lists += [[i, 290] for i in (3, 3 + 0x20, 3 + 0xe3, 3 + 0x81) if options.get("byte_fallback")]
    decode = [{"ids": ids, "decoded": processor.decode(ids)} for ids in lists]
    cases.append({"name": name, "frame": [], "model": base64.b64encode(raw).decode(), "strings": strings, "decode": decode})


def proto(name, kind, **options):
    raw = sentence(kind, **options)
    processor = sentencepiece.SentencePieceProcessor(model_proto=raw)
    rows = []
    for t in texts:
        ids = processor.encode(t)
        rows.append({"text": t, "ids": ids, "decoded": processor.decode(ids)})
    cases.append({"name": name, "frame": [], "model": base64.b64encode(raw).decode(), "strings": rows})
    return raw


# Llama 2: BPE over characters with bytes to fall back on, spaces by the normaliser
tokenizer = Tokenizer(models.BPE(byte_fallback=True, fuse_unk=True, unk_token="<unk>"))
tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never")
tokenizer.train_from_iterator(lines, trainers.BpeTrainer(
    vocab_size=700, special_tokens=["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)], show_progress=False))
document = json.loads(tokenizer.to_str())
document["pre_tokenizer"] = None
document["added_tokens"] = [t for t in document["added_tokens"] if not t["content"].startswith("<0x")]
tokenizer = Tokenizer.from_str(json.dumps(document))
tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 1)])
keep("llama-2", tokenizer)

# BPE with an unknown token, Metaspace at the beginning only
tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first")
tokenizer.train_from_iterator(lines, trainers.BpeTrainer(vocab_size=400, special_tokens=["<unk>", "<s>", "</s>"], show_progress=False))
tokenizer.decoder = decoders.Metaspace(prepend_scheme="first")
tokenizer.add_tokens([AddedToken("<b>", normalized=True)])
keep("metaspace", tokenizer)

# WordPiece as BERT has it
for cased in (False, True):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=not cased)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(lines, trainers.WordPieceTrainer(
        vocab_size=420, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], show_progress=False))
    tokenizer.decoder = decoders.WordPiece(cleanup=not cased)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    keep("bert-cased" if cased else "bert", tokenizer)

# Unigram with the table of a SentencePiece file, as T5 and XLM-R have it; the table is a small one of our own
with tempfile.NamedTemporaryFile("w", suffix=".tsv", delete=False) as rules:
    for source, target in [("ﬁ", "fi"), ("①", "1"), ("\u00a0", " "), ("\u3000", " "), ("e\u0301", "é"), ("\t", " "), ("\n", " "), ("ß", "ss"), ("\u200b", "")]:
        rules.write(" ".join(f"{ord(c):X}" for c in source) + "\t" + " ".join(f"{ord(c):X}" for c in target) + "\n")
raw = proto("sentencepiece-unigram", "unigram", normalization_rule_tsv=rules.name, user_defined_symbols=["<b>"])
proto("sentencepiece-unigram-bytes", "unigram", byte_fallback=True, remove_extra_whitespaces=False, normalization_rule_name="identity")
proto("sentencepiece-bpe", "bpe", byte_fallback=True, remove_extra_whitespaces=False, normalization_rule_name="identity")
proto("sentencepiece-bpe-unknown", "bpe", normalization_rule_tsv=rules.name, add_dummy_prefix=False)
os.unlink(rules.name)
import sentencepiece.sentencepiece_model_pb2 as messages

message = messages.ModelProto.FromString(raw)
tokenizer = Tokenizer(models.Unigram([(p.piece, p.score) for p in message.pieces], unk_id=0))
tokenizer.normalizer = normalizers.Sequence([
    normalizers.Precompiled(message.normalizer_spec.precompiled_charsmap), normalizers.Replace(Regex(" {2,}"), " ")])
tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")])
tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
tokenizer.add_special_tokens([AddedToken("<s>"), AddedToken("</s>"), AddedToken("<mask>", lstrip=True)])
tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 2)])
keep("unigram", tokenizer)

# byte-level with every kind of added token, and RoBERTa's way of framing
tokenizer = Tokenizer(models.BPE())
tokenizer.normalizer = normalizers.Lowercase()
tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
    pre_tokenizers.Punctuation("contiguous"), pre_tokenizers.Digits(True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
tokenizer.decoder = decoders.ByteLevel()
tokenizer.train_from_iterator(lines, trainers.BpeTrainer(
    vocab_size=400, special_tokens=["<s>", "</s>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, rstrip=True)])
tokenizer.add_tokens([AddedToken("<b>", rstrip=True, normalized=False), AddedToken("Hello", normalized=True), AddedToken("word", single_word=True)])
tokenizer.post_processor = processors.RobertaProcessing(("</s>", 1), ("<s>", 0))
keep("byte-level-added", tokenizer)

# added tokens that take white space which another one took, and words by the letters of Unicode
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.train_from_iterator(lines, trainers.BpeTrainer(
    vocab_size=300, special_tokens=["<s>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
tokenizer.add_special_tokens([AddedToken("\n\n", lstrip=True, rstrip=True)])
tokenizer.add_tokens([AddedToken("<w>", single_word=True), AddedToken("  a", rstrip=True, normalized=False)])
variant("added-beside", tokenizer)

# signs inside the first token, and bytes that are not whole characters
for scheme in ("always", "never"):
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    tokenizer.train_from_iterator(lines, trainers.BpeTrainer(
        vocab_size=600, special_tokens=["<unk>"] + [f"<0x{b:02X}>" for b in range(256)], show_progress=False))
    document = json.loads(tokenizer.to_str())
    document["added_tokens"] = document["added_tokens"][:1]
    tokenizer = Tokenizer.from_str(json.dumps(document))
    tokenizer.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Metaspace(prepend_scheme=scheme)])
    vocabulary = tokenizer.get_vocab()
    rows = [byte_tokens(vocabulary, t, cut) for t in ("漢", "é", "🦙") for cut in (1, 2) if len(t.encode()) > cut]
    rows += [[draw.choice(range(257, 600)) for _ in range(6)] for _ in range(20)]
    variant("metaspace-whole-" + scheme, tokenizer, rows)

# normalisers that leave out the beginning of a text, before a sign that only the beginning gets
for steps in ([normalizers.Strip(True, True)], [normalizers.Strip(False, True)], [normalizers.StripAccents()], [normalizers.Nmt()]):
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first")
    tokenizer.train_from_iterator(lines, trainers.BpeTrainer(vocab_size=300, special_tokens=["<unk>"], show_progress=False))
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="first")
    variant("leaves-out-" + json.loads(tokenizer.to_str())["normalizer"]["normalizers"][0]["type"].lower() + str(len(cases)), tokenizer)

# cuts that remove white space, before models that are not WordPiece
for cut in (pre_tokenizers.Whitespace(), pre_tokenizers.WhitespaceSplit(), pre_tokenizers.BertPreTokenizer(),
            pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="never")])):
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = cut
    tokenizer.train_from_iterator(lines, trainers.BpeTrainer(vocab_size=300, special_tokens=["<unk>"], show_progress=False))
    tokenizer.decoder = decoders.Fuse()
    variant("blanks-removed-" + str(len(cases)), tokenizer)

# WordPiece that begins with a continuation
tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
tokenizer.train_from_iterator(lines, trainers.WordPieceTrainer(vocab_size=300, special_tokens=["[UNK]"], show_progress=False))
tokenizer.decoder = decoders.WordPiece()
variant("wordpiece-decoded", tokenizer)

# symbols with spaces in them, runs of spaces that are pieces, an unknown that stands for nothing
for kind in ("unigram", "bpe"):
    proto_variant("sentencepiece-symbols-" + kind, kind, user_defined_symbols=["  ", "▁the", "\t"], unk_surface="",
                  normalization_rule_name="identity")
    proto_variant("sentencepiece-runs-" + kind, kind, allow_whitespace_only_pieces=True, remove_extra_whitespaces=False, byte_fallback=True,
                  normalization_rule_name="identity")

(here / "tokenizers.json").write_text(json.dumps({"cases": cases}, ensure_ascii=True, separators=(",", ":")) + "\n", encoding="utf-8")
