#!/usr/bin/env python3
"""Record: the data stage from JSON Lines with zstd to Parquet, with the default chain, in MB/s and joules per GB and how both grow; and
datatrove on the smallest size.

    python3 bench/data_stage.py make TEXTS FOLDER [SIZES_IN_MB ...]
    python3 bench/data_stage.py measure FOLDER [DATATROVE-SOURCE]

TEXTS is a folder of *.jsonl.gz with fields text, url, licence. `make` writes into FOLDER one file of each size (10, 100 and 1000 MB of
text unless others are named), once in zstd frames of 16 MB of text and once as one frame. Sizes beyond what TEXTS holds are made from it:
a copy of a document takes turns between its own sentences and those of another document of the same file, so that copies are read, judged
and signed in full and few are near duplicates. `measure` runs each in a process of its own, cold, as a user runs it, and writes
bench/records/<date>_data-stage/. Needs the program zstd, a build (./socle --version) and, with a checkout of datatrove, a Python that has
what bench/peers/data_stage_datatrove.py names.
"""

import datetime
import glob
import gzip
import hashlib
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
FRAME = 16 * 10**6  # bytes of text; a reader can begin at each frame
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
    """One file of zstd frames."""
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


def make(texts, folder, sizes):
    os.makedirs(folder, exist_ok=True)
    for size in sizes:
        for kind, frame in (("frames", FRAME), ("one-frame", size * 10**6)):
            name = "%s/%05d-%s.jsonl.zst" % (folder, size, kind)
            text, count = write(texts, size * 10**6, name, frame)
            with open(name + ".json", "w") as out:
                json.dump({"text_mb": round(text / 1e6, 1), "stored_mb": round(os.path.getsize(name) / 1e6, 1), "documents": count}, out)


def run(file):
    with tempfile.TemporaryDirectory() as work:
        os.symlink(os.path.abspath(file), work + "/text.jsonl.zst")
        with open(work + "/recipe.yaml", "w") as out:
            out.write(RECIPE)
        started = time.time()
        before = os.times()
        subprocess.run(
            [ROOT + "/socle", "data", work + "/recipe.yaml", "--into", work + "/run", "--quiet"], check=True, stdout=sys.stderr)
        seconds = time.time() - started
        after = os.times()
        energy = None
        for line in open(work + "/run/ledger.jsonl"):
            fact = json.loads(line)["fact"]
            if fact["fact"] == "StageEnergy":
                energy = fact["joules"]
        manifest = json.load(open(work + "/run/data/manifest.json"))
        data = hashlib.sha256()
        for part in sorted(glob.glob(work + "/run/data/part-*.parquet")):
            data.update(open(part, "rb").read())
    about = json.load(open(file + ".json"))
    joules = energy.get("joules")
    return {
        "file": os.path.basename(file), **about,
        "kept": manifest["counts"]["documents.kept"],
        "seconds": round(seconds, 2),
        "coreSeconds": round(after.children_user + after.children_system - before.children_user - before.children_system, 1),
        "mb_per_s": round(about["text_mb"] / seconds, 2),
        "energy": energy,
        "joules_per_gb": None if joules is None else round(joules / (about["text_mb"] / 1e3), 1),
        "parquet_sha256": data.hexdigest()[:16],
    }


def measure(folder, source):
    log = []
    rows = []
    peer = None
    files = sorted(glob.glob(folder + "/*.jsonl.zst"))
    for file in files:
        rows.append(run(file))
        log.append(json.dumps(rows[-1]))
        print(log[-1], flush=True)
        if file == files[0] and source is not None:
            done = subprocess.run(
                [sys.executable, HERE + "/peers/data_stage_datatrove.py", "source=" + source, file], check=True, capture_output=True,
                text=True)
            peer = json.loads([line for line in done.stdout.splitlines() if line.startswith("{")][-1])
            peer["mb_per_s"] = round(rows[-1]["text_mb"] / peer["seconds"], 3)
            log.append(json.dumps(peer))
            print(log[-1], flush=True)
    record = {
        "name": "data-stage", "date": datetime.date.today().isoformat(),
        "commit": subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip(),
        "host": "%s, %d cores" % (
            next(l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), os.cpu_count()),
        "command": "python3 bench/data_stage.py make TEXTS FOLDER && python3 bench/data_stage.py measure FOLDER DATATROVE-SOURCE",
        "what": "JSON Lines with zstd in, Parquet out, default chain with rights, languages, native judges, personal data, exact and near "
        "duplicates, index and commitment; a cold process for each file, all cores; text in MB over wall time; one run of each",
        "runs": rows,
    }
    if peer is not None:
        record["peer"] = {
            "name": "datatrove a649de7, read, Gopher, C4 and FineWeb filters, MinHash, personal data, Parquet; no language, no rights; one "
            "process, as it divides work by files; the smallest file", **peer,
            "ratio": round(rows[0]["mb_per_s"] / peer["mb_per_s"], 1)}
    into = "%s/records/%s_data-stage" % (HERE, record["date"])
    os.makedirs(into, exist_ok=True)
    with open(into + "/record.json", "w") as out:
        json.dump(record, out, indent=2)
        out.write("\n")
    with open(into + "/raw.log", "w") as out:
        out.write("\n".join(log) + "\n")


def main():
    if shutil.which("zstd") is None:
        sys.exit("the program zstd is missing; install it with the system's packages.")
    if sys.argv[1] == "make":
        make(sys.argv[2], sys.argv[3], [int(size) for size in sys.argv[4:]] or [10, 100, 1000])
    elif sys.argv[1] == "measure":
        measure(sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
