#!/usr/bin/env python3
"""Times datatrove's MinHash stages 1 to 3 (signatures, buckets, clusters) in one process, on texts in memory.

Words stand between white space, as in the oracle: datatrove's own tokenizers (spaCy) are slower. Needs datatrove and its requirements
for minhash (numpy, xxhash, fsspec, ...) on the path. Arguments: file of texts (4 bytes big-endian length, UTF-8), megabytes to read.
Prints one JSON line.
"""

import json
import struct
import sys
import tempfile
import time

from loguru import logger

logger.remove()

from datatrove.data import Document
from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupSignature
from datatrove.utils.hashing import HashConfig
from datatrove.utils.word_tokenizers import WordTokenizer
import xxhash

try:
    xxhash.xxh64_intdigest("a")
except TypeError:  # xxhash 4 takes bytes only; datatrove gives it texts
    of_bytes = xxhash.xxh64_intdigest
    xxhash.xxh64_intdigest = lambda text: of_bytes(text.encode())


class Whitespace(WordTokenizer):
    def word_tokenize(self, text):
        return text.split()

    def sent_tokenize(self, text):
        return [text]

    def span_tokenize(self, text):
        return [(0, len(text))]


limit = float(sys.argv[2]) * 1e6
texts, size = [], 0
with open(sys.argv[1], "rb") as f:
    while (head := f.read(4)) and size < limit:
        text = f.read(struct.unpack(">I", head)[0])
        size += len(text)
        texts.append(text)

config = MinhashConfig(hash_config=HashConfig(precision=64, hash_fc="xxhash"))
with tempfile.TemporaryDirectory() as folder:
    start = time.perf_counter()
    documents = (Document(text=t.decode(), id=str(i)) for i, t in enumerate(texts))
    MinhashDedupSignature(folder + "/signatures", config=config, language=Whitespace()).run(documents, 0, 1)
    signed = time.perf_counter()
    for bucket in range(config.num_buckets):
        MinhashDedupBuckets(folder + "/signatures", folder + "/buckets", config=config).run(None, bucket, config.num_buckets)
    cluster = MinhashDedupCluster(folder + "/buckets", folder + "/remove", config=config)
    cluster.run(None, 0, 1)
    seconds = time.perf_counter() - start
removed = cluster.stats["to_remove"].total if "to_remove" in cluster.stats.stats else 0
print(json.dumps({
    "documents": len(texts), "bytes": size, "kept": len(texts) - int(removed), "medianSeconds": round(seconds, 4),
    "signingSeconds": round(signed - start, 4), "megabytesPerSecond": round(size / 1e6 / seconds, 3)}))
