"""The data stage from JSON Lines with zstd to Parquet, with the default chain: MB/s, joules per GB, and how both grow.

    python3 bench/data_stage.py TEXTS [SIZES_IN_MB ...]

TEXTS is a folder of *.jsonl.gz with fields text, url, licence. Sizes default to 10, 100 and 1000 MB of text. Larger
sizes than the folder holds are made from it: a copy of a document takes turns between its own sentences and those of
another document of the same file, so that copies are read, judged and signed in full and few are near duplicates.
Needs the program zstd and a build (./socle --version). Each size runs in a process of its own, cold, as a user runs it.
"""

import glob
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
FRAME = int(os.environ.get("FRAME_MB", "16")) * 10**6  # of text; a file of one frame is read by one core
RECIPE = """name: bench
data:
  sources:
    - name: text
      path: text.jsonl.zst
      licence: CC-BY-4.0
  languages: [fr, de, en, es, pt, it, nl, pl, el, cs, fi, sv, ro, bg]
  rights:
    share-alike: true
"""


def documents(folder):
    """Documents of all files, then mixed copies of them without end."""
    files = [[json.loads(line) for line in gzip.open(name, "rt")] for name in sorted(glob.glob(folder + "/*.jsonl.gz"))]
    for file in files:
        yield from file
    copy = 0
    while True:
        copy += 1
        for file in files:
            for i, one in enumerate(file):
                other = file[(i * 7 + copy * 13 + 1) % len(file)]
                pair = [re.split(r"(?<=[.!?])\s+", d["text"]) for d in (one, other)]
                longest = max(map(len, pair))
                mixed = [part[k] for k in range(longest) for part in pair if k < len(part) and (k + copy) % 3 or k == 0]
                yield {**one, "text": " ".join(mixed), "url": one["url"] + "?copy=%d" % copy}


def write(folder, size, target, frame):
    """One file of zstd frames; a reader can begin at each."""
    text = 0
    count = 0
    with open(target, "wb") as out:
        zstd = None
        end = 0
        for document in documents(folder):
            if zstd is None:
                zstd = subprocess.Popen(["zstd", "-q", "-3", "-c"], stdin=subprocess.PIPE, stdout=out)
                end = text + frame
            text += len(document["text"].encode())
            count += 1
            zstd.stdin.write((json.dumps({k: document[k] for k in ("text", "url", "licence")}, ensure_ascii=False) + "\n").encode())
            if text >= min(size, end):
                zstd.stdin.close()
                zstd.wait()
                zstd = None
            if text >= size:
                break
    return text, count


def run(folder, size):
    with tempfile.TemporaryDirectory() as work:
        text, count = write(folder, size * 10**6, work + "/text.jsonl.zst", FRAME)
        with open(work + "/recipe.yaml", "w") as out:
            out.write(RECIPE)
        started = time.time()
        subprocess.run(
            [ROOT + "/socle", "data", work + "/recipe.yaml", "--into", work + "/run", "--quiet"], check=True, stdout=sys.stderr)
        seconds = time.time() - started
        energy = None
        for line in open(work + "/run/ledger.jsonl"):
            fact = json.loads(line)["fact"]
            if fact["fact"] == "StageEnergy":
                energy = fact["joules"]
        manifest = json.load(open(work + "/run/data/manifest.json"))
        joules = energy.get("joules")
        return {
            "text_mb": round(text / 1e6, 1),
            "stored_mb": round(os.path.getsize(work + "/text.jsonl.zst") / 1e6, 1),
            "documents": count,
            "kept": manifest["counts"]["documents.kept"],
            "seconds": round(seconds, 2),
            "mb_per_s": round(text / 1e6 / seconds, 2),
            "energy": energy,
            "joules_per_gb": None if joules is None else round(joules / (text / 1e9), 1),
        }


def main():
    if shutil.which("zstd") is None:
        sys.exit("the program zstd is missing; install it with the system's packages.")
    folder = sys.argv[1]
    sizes = [int(size) for size in sys.argv[2:]] or [10, 100, 1000]
    for size in sizes:
        print(json.dumps(run(folder, size)), flush=True)


if __name__ == "__main__":
    main()
