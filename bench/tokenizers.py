#!/usr/bin/env python3
"""Record: training of a 16k byte-level BPE on 16 MB and encoding of the same text, of ours, Hugging Face tokenizers and tiktoken.

python3 bench/tokenizers.py TEXTS [ROUNDS]: TEXTS is a folder of *.jsonl.gz whose lines have a field "text"; documents are taken from its
files in turn. Needs a built checkout (./socle --version) and, in the Python that runs it, tokenizers and tiktoken. Every encoder uses the
vocabulary that Hugging Face trained; the ids are compared. Writes bench/records/<date>_bpe/.
"""

import datetime
import gzip
import importlib.metadata
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
root = here.parent
corpus = pathlib.Path(sys.argv[1])
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
threads, vocabulary, size = 2, 16384, 16 << 20
java = subprocess.run(
    ["sh", "-c", ". .mvn/jdk.sh && find_jdk25 && printf %s \"$JAVA_HOME\""], cwd=root, capture_output=True, text=True, check=True
).stdout
log = []


def run(command):
    environment = dict(os.environ, RAYON_NUM_THREADS=str(threads), TOKENIZERS_PARALLELISM="true")
    done = subprocess.run(list(map(str, command)), cwd=root, capture_output=True, text=True, env=environment)
    if done.returncode:
        sys.exit("failed: " + " ".join(map(str, command)) + "\n" + done.stderr)
    line = [l for l in done.stdout.splitlines() if l.startswith("{")][-1]
    shown = " ".join(map(str, command)).replace(str(folder), "$TMP").replace(str(root) + "/", "")
    log.append(shown.replace(java, "$JAVA_HOME").replace(sys.executable, "python3") + "\n" + line)
    print(line, flush=True)
    return json.loads(line)


def ours(*arguments):
    return run([java + "/bin/java", "-XX:+UseParallelGC", "-Xmx2g", "-cp", "socle-core/target/socle-core-0.1.0.jar:socle-core/target/lib/*",
                "bench/src/Tokenizers.java", *arguments])


def peer(*arguments):
    return run([sys.executable, "bench/peers/tokenizers_peers.py", *arguments])


def documents():
    files = [map(json.loads, gzip.open(f, "rt", encoding="utf-8")) for f in sorted(corpus.glob("*.jsonl.gz"))]
    total = 0
    while files:
        for file in list(files):
            record = next(file, None)
            if record is None:
                files.remove(file)
                continue
            total += len(record["text"].encode())
            yield record["text"]
            if total >= size:
                return


def figure(name, unit, work, mine, other, peer_name, target, same):
    a, b = statistics.median(mine), statistics.median(other)
    ratios = sorted(y / x for x, y in zip(mine, other))
    figures.append({
        "name": name, "unit": unit, "ours": round(work / a, 2), "peer": round(work / b, 2), "peerName": peer_name,
        "ratio": round(statistics.median(ratios), 3), "ratioLowest": round(ratios[0], 3), "ratioHighest": round(ratios[-1], 3),
        "secondsOurs": round(a, 4), "secondsPeer": round(b, 4), "target": target, "sameResult": same})


figures = []
with tempfile.TemporaryDirectory() as temporary:
    folder = pathlib.Path(temporary)
    texts = list(documents())
    megabytes = sum(len(t.encode()) for t in texts) / 1e6
    (folder / "documents").write_text("".join(json.dumps(t, ensure_ascii=False) + "\n" for t in texts), encoding="utf-8")
    first = []
    mine, theirs, encode, hf, tik, same_hf, same_tik, same_merges = [], [], [], [], [], True, True, True
    for _ in range(rounds):
        mine.append(ours("train", folder / "documents", folder / "ours.json", vocabulary, "gpt-2", threads)["seconds"])
        theirs.append(peer("train", folder / "documents", folder / "peer.json", vocabulary)["seconds"])
        models = [json.loads((folder / f).read_text(encoding="utf-8"))["model"] for f in ("ours.json", "peer.json")]
        same_merges &= models[0]["vocab"] == models[1]["vocab"] and models[0]["merges"] == models[1]["merges"]
        a = ours("encode", folder / "documents", folder / "peer.json", 12, threads)
        b = peer("encode", folder / "documents", folder / "peer.json", 5)
        c = peer("tiktoken", folder / "documents", folder / "peer.json", 5, threads)
        first.append(a["first"])
        encode.append(a["seconds"]), hf.append(b["seconds"]), tik.append(c["seconds"])
        same_hf &= a["sha256"] == b["sha256"]
        same_tik &= a["sha256"] == c["sha256"]
    versions = {p: importlib.metadata.version(p) for p in ("tokenizers", "tiktoken")}
    figure("BPE training, 16k vocabulary", "MB/s", megabytes, mine, theirs, "Hugging Face tokenizers " + versions["tokenizers"], 1.0, same_merges)
    figure("BPE encoding, 16k vocabulary", "MB/s", megabytes, encode, hf,
           "Hugging Face tokenizers " + versions["tokenizers"] + ", the faster of encode_batch and encode_batch_fast", 8.0, same_hf)
    figure("BPE encoding, 16k vocabulary, against tiktoken", "MB/s", megabytes, encode, tik, "tiktoken " + versions["tiktoken"], 2.0, same_tik)

cpu = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.processor())
commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True).stdout.strip()
record = {
    "name": "bpe", "date": datetime.date.today().isoformat(), "commit": commit,
    "host": f"{cpu}, {os.cpu_count()} cores, {threads} threads used, {platform.system()} {platform.release()}",
    "command": f"python3 bench/tokenizers.py TEXTS {rounds}", "rounds": rounds,
    "text": f"{len(texts)} documents, {megabytes:.1f} MB, split of GPT-2", "coldFirstPassSeconds": first, "figures": figures}
out = here / "records" / (record["date"] + "_bpe")
out.mkdir(parents=True, exist_ok=True)
(out / "record.json").write_text(json.dumps(record, indent=2) + "\n")
(out / "raw.log").write_text("\n".join(log) + "\n")
print(json.dumps(figures, indent=2))
