"""Times datatrove's Gopher repetition, Gopher quality, C4 and FineWeb filters on one thread over texts in memory, and writes the decisions.

Arguments: source=FOLDER (datatrove's src, when it is not installed) documents=N rounds=N decisions=FILE FILE.jsonl.gz...
Each filter sees every document, as in ours, so that all decisions can be compared. Words come from datatrove's own tokenizer for English
(spaCy). Needs spacy, numpy, loguru, fsspec, huggingface-hub. Prints one JSON line.
"""

import gzip
import json
import statistics
import sys
import time

options = dict(a.split("=", 1) for a in sys.argv[1:] if "=" in a)
files = [a for a in sys.argv[1:] if "=" not in a]
if "source" in options:
    sys.path.insert(0, options["source"])

import spacy  # noqa: E402
from datatrove.data import Document  # noqa: E402
from datatrove.pipeline.filters import C4QualityFilter, FineWebQualityFilter, GopherQualityFilter, GopherRepetitionFilter  # noqa: E402

texts = []
for file in files:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        texts.extend(json.loads(line)["text"] for line in lines)
texts = texts[: int(options.get("documents", len(texts)))]
filters = [GopherRepetitionFilter(), GopherQualityFilter(), C4QualityFilter(), FineWebQualityFilter()]


def decide(filter, text):
    try:
        result = filter.filter(Document(text=text, id="x"))
    except ZeroDivisionError:
        return "error"
    return result[1] if isinstance(result, tuple) else "keep" if result else "drop"


for text in texts[:5]:  # loads the tokenizer
    [decide(f, text) for f in filters]
seconds = []
for _ in range(int(options.get("rounds", 1))):
    start = time.perf_counter()
    decisions = [[decide(f, text) for f in filters] for text in texts]
    seconds.append(time.perf_counter() - start)
if "decisions" in options:
    with open(options["decisions"], "w", encoding="utf-8") as out:
        out.writelines(" ".join(line) + "\n" for line in decisions)
size = sum(len(t.encode("utf-8", "surrogatepass")) for t in texts)
median = statistics.median(seconds)
print(
    json.dumps(
        {
            "engine": "datatrove",
            "words": "spacy " + spacy.__version__,
            "documents": len(texts),
            "bytes": size,
            "kept": sum(all(d == "keep" for d in line) for line in decisions),
            "medianSeconds": round(median, 4),
            "minimumSeconds": round(min(seconds), 4),
            "documentsPerSecond": round(len(texts) / median, 2),
            "megabytesPerSecond": round(size / 1e6 / median, 4),
        }
    )
)
