#!/usr/bin/env python3
"""Peers of bench/tokenizers.py: Hugging Face tokenizers and tiktoken. Prints one JSON line.

train DOCUMENTS OUT VOCABULARY | encode DOCUMENTS TOKENIZER ROUNDS | tiktoken DOCUMENTS TOKENIZER ROUNDS THREADS
Documents are JSON strings, one a line; threads of Hugging Face are those of RAYON_NUM_THREADS.
"""

import array
import hashlib
import json
import statistics
import sys
import time

GPT2 = r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"""


def digest(rows):
    sha, tokens = hashlib.sha256(), 0
    for ids in rows:
        sha.update(array.array("i", ids).tobytes())
        tokens += len(ids)
    return {"tokens": tokens, "sha256": sha.hexdigest()}


def timed(rounds, action):
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        result = action()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds[len(seconds) // 2 :]), result  # warm, as ours is measured


def byte_of():
    shown = [b for b in range(256) if 0x20 < b < 0x7F or (b > 0xA0 and b != 0xAD)]
    hidden = [b for b in range(256) if b not in shown]
    return {**{chr(b): b for b in shown}, **{chr(0x100 + i): b for i, b in enumerate(hidden)}}


texts = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
if sys.argv[1] == "train":
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=int(sys.argv[4]), min_frequency=2, special_tokens=["<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    start = time.perf_counter()
    tokenizer.train_from_iterator(texts, trainer)
    print(json.dumps({"seconds": time.perf_counter() - start}))
    tokenizer.save(sys.argv[3])
elif sys.argv[1] == "encode":
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(sys.argv[3])
    seconds, rows = timed(int(sys.argv[4]), lambda: tokenizer.encode_batch(texts, add_special_tokens=False))
    fast, _ = timed(int(sys.argv[4]), lambda: tokenizer.encode_batch_fast(texts, add_special_tokens=False))
    print(json.dumps({"seconds": min(seconds, fast), "plain": seconds, "fast": fast, **digest([row.ids for row in rows])}))
else:
    import tiktoken

    vocab = json.load(open(sys.argv[3], encoding="utf-8"))["model"]["vocab"]
    bytes_of = byte_of()
    ranks = {bytes(bytes_of[c] for c in token): id for token, id in vocab.items() if token != "<|endoftext|>"}
    encoding = tiktoken.Encoding("bench", pat_str=GPT2, mergeable_ranks=ranks, special_tokens={"<|endoftext|>": 0})
    threads = int(sys.argv[5])
    seconds, rows = timed(int(sys.argv[4]), lambda: encoding.encode_ordinary_batch(texts, num_threads=threads))
    print(json.dumps({"seconds": seconds, **digest(rows)}))
