#!/usr/bin/env python3
"""datatrove from JSON Lines with zstd to Parquet, in one process: read, Gopher repetition and quality, C4 and FineWeb filters, MinHash in
its four stages, personal data, write. As in datatrove's own example for FineWeb, without what needs a model (language) or a list (URLs).

Arguments: source=FOLDER (datatrove's src, when it is not installed) FILE.jsonl.zst. Words come from datatrove's own tokenizer for English
(spaCy), loaded before the clock starts. Needs spacy, numpy, loguru, fsspec, huggingface-hub, tokenizers, xxhash, orjson, nltk, pyarrow,
zstandard. Prints one JSON line.
"""

import json
import os
import sys
import tempfile
import time

options = dict(a.split("=", 1) for a in sys.argv[1:] if "=" in a)
(file,) = [a for a in sys.argv[1:] if "=" not in a]
if "source" in options:
    sys.path.insert(0, options["source"])

from loguru import logger  # noqa: E402

logger.remove()

import xxhash  # noqa: E402

try:
    xxhash.xxh64_intdigest("a")
except TypeError:  # xxhash 4 takes bytes only; datatrove gives it texts
    of_bytes = xxhash.xxh64_intdigest
    xxhash.xxh64_intdigest = lambda text: of_bytes(text.encode())

from datatrove.data import Document  # noqa: E402
from datatrove.pipeline.dedup.minhash import (  # noqa: E402
    MinhashConfig,
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
    MinhashDedupSignature,
)
from datatrove.pipeline.filters import C4QualityFilter, FineWebQualityFilter, GopherQualityFilter, GopherRepetitionFilter  # noqa: E402
from datatrove.pipeline.formatters import PIIFormatter  # noqa: E402
from datatrove.pipeline.readers import JsonlReader  # noqa: E402
from datatrove.pipeline.writers import JsonlWriter, ParquetWriter  # noqa: E402
from datatrove.utils.hashing import HashConfig  # noqa: E402

counted = {"documents": 0, "kept": 0}


def chained(steps):
    data = None
    for step in steps:
        data = step(data, 0, 1)
    if data is not None:
        for _ in data:
            pass


def counting(name):
    def step(data, rank, world_size):
        for document in data:
            counted[name] += 1
            yield document

    return step


GopherQualityFilter().filter(Document(text="The tokenizer is loaded by this text.", id="x"))
config = MinhashConfig(hash_config=HashConfig(precision=64, hash_fc="xxhash"))
with tempfile.TemporaryDirectory() as work:
    start = time.perf_counter()
    folder, name = os.path.split(os.path.abspath(file))
    chained([
        JsonlReader(folder, glob_pattern=name, compression="zstd"),
        counting("documents"),
        GopherRepetitionFilter(),
        GopherQualityFilter(),
        C4QualityFilter(),
        FineWebQualityFilter(),
        JsonlWriter(work + "/filtered"),
    ])
    filtered = time.perf_counter()
    chained([JsonlReader(work + "/filtered"), MinhashDedupSignature(work + "/signatures", config=config)])
    for bucket in range(config.num_buckets):
        MinhashDedupBuckets(work + "/signatures", work + "/buckets", config=config).run(None, bucket, config.num_buckets)
    MinhashDedupCluster(work + "/buckets", work + "/remove", config=config).run(None, 0, 1)
    chained([
        JsonlReader(work + "/filtered"),
        MinhashDedupFilter(work + "/remove"),
        PIIFormatter(),
        counting("kept"),
        ParquetWriter(work + "/out"),
    ])
    seconds = time.perf_counter() - start
print(json.dumps({"engine": "datatrove", **counted, "seconds": round(seconds, 2), "filterSeconds": round(filtered - start, 2)}))
