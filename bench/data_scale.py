#!/usr/bin/env python3
"""Record: memory, disk and time of a whole data stage over millions of small made-up documents, by phase, with exact, address and near
duplicates looked for, in a heap of a stated size.

    python3 bench/data_scale.py FOLDER THREADS HEAP_MB DOCUMENTS [DOCUMENTS ...]

FOLDER needs about 2 KB of room for each document. Needs the program zstd and a build (./socle --version). Prints one JSON line for each
number of documents; the resident set is that of the process as /proc states it, looked at five times a second.
"""

import json
import os
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
RECIPE = """name: scale
data:
  sources:
    - name: text
      path: text.jsonl.zst
      licence: CC-BY-4.0
  languages: [en]
  quality:
    without: [repetition]
    minimum-words: 5
  dedup:
    addresses: true
"""


def generate(java, documents, file):
    if os.path.exists(file):
        return
    with open(file + ".tmp", "wb") as out:
        source = subprocess.Popen([java, HERE + "/src/SmallDocuments.java", str(documents)], stdout=subprocess.PIPE)
        subprocess.run(["zstd", "-q", "-3", "-c"], stdin=source.stdout, stdout=out, check=True)
        if source.wait() != 0:
            sys.exit("the documents could not be made")
    os.rename(file + ".tmp", file)


def phase(data):
    """Which phase the files that are there belong to."""
    try:
        working = os.listdir(data + "/units.tmp")
    except FileNotFoundError:
        return "end" if os.path.exists(data + "/statistics.json") else "start"
    names = set(working)
    if "pieces.json" not in names:
        return "read"
    if "ids" not in names:
        return "decide"
    if "candidates.json" not in names:
        return "doubles"
    if "shape.json" not in names:
        return "settle"
    if os.path.exists(data + "/statistics.json"):
        return "commit"
    return "account" if any(name.endswith(".rejects.jsonl") for name in names) else "write"


def resident(process):
    try:
        with open("/proc/%d/status" % process) as status:
            return next((int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS")), 0)
    except OSError:
        return 0


def disk(folder):
    total = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.path.getsize(os.path.join(path, name))
            except OSError:
                pass
    return total // 10**6


def measure(java, folder, threads, heap, documents):
    text = "%s/%d.jsonl.zst" % (folder, documents)
    generate(java, documents, text)
    work = folder + "/work"
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    os.symlink(os.path.abspath(text), work + "/text.jsonl.zst")
    with open(work + "/recipe.yaml", "w") as out:
        out.write(RECIPE)
    environment = dict(os.environ, SOCLE_JAVA_OPTIONS="-Xmx%dm %s" % (heap, os.environ.get("SOCLE_JAVA_OPTIONS", "")))
    started = time.time()
    process = subprocess.Popen(
        [ROOT + "/socle", "data", work + "/recipe.yaml", "--into", work + "/run", "--quiet", "--threads", threads], env=environment,
        stdout=sys.stderr)
    phases = {}
    last = started
    looked = 0
    room = 0
    while process.poll() is None:
        time.sleep(0.2)
        now = time.time()
        about = phases.setdefault(phase(work + "/run/data"), {"seconds": 0.0, "residentMegabytes": 0})
        about["seconds"] = round(about["seconds"] + now - last, 2)
        about["residentMegabytes"] = max(about["residentMegabytes"], resident(process.pid))
        last = now
        if now - looked > 5:
            looked = now
            room = max(room, disk(work + "/run"))
    if process.returncode != 0:
        sys.exit("socle data failed")
    counts = json.load(open(work + "/run/data/manifest.json"))["counts"]
    print(json.dumps({
        "documents": documents, "kept": counts["documents.kept"], "storedMegabytes": os.path.getsize(text) // 10**6, "threads": int(threads),
        "heapMegabytes": heap, "seconds": round(time.time() - started, 1),
        "residentMegabytes": max(about["residentMegabytes"] for about in phases.values()), "diskMegabytes": room,
        "datasetMegabytes": disk(work + "/run/data"), "phases": phases}), flush=True)
    shutil.rmtree(work)


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    if shutil.which("zstd") is None:
        sys.exit("the program zstd is missing; install it with the system's packages.")
    java = subprocess.run(
        ["sh", "-c", ". .mvn/jdk.sh && find_jdk25 && printf %s \"$JAVA_HOME\""], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout + "/bin/java"
    os.makedirs(sys.argv[1], exist_ok=True)
    for documents in sys.argv[4:]:
        measure(java, sys.argv[1], sys.argv[2], int(sys.argv[3]), int(documents))


if __name__ == "__main__":
    main()
