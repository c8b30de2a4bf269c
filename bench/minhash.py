#!/usr/bin/env python3
"""Record: near-duplicate detection (MinHash 14 x 8 on word 5-grams: signatures, bands, clusters) of ours and of datatrove, in alternating
rounds on one core, on the texts of a folder of .jsonl.gz files; and repeated strings of 100 bytes.

Java starts with a heap of 2200 MB and the serial collector. The launcher's own options (parallel collector, vector module, class archive)
change nothing here: nothing of it is in vectors of that module, and the classes are few. The texts lie in memory and what reading them left
behind is collected before the clock starts; the first pass is cold: nothing of the product was loaded or compiled before.

Needs a built checkout (./socle --version), and in the Python that runs it datatrove and its requirements.
Arguments: folder of the texts, rounds (3). Writes bench/records/<date>_minhash/.
"""

import datetime
import glob
import gzip
import json
import os
import pathlib
import platform
import statistics
import struct
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
root = here.parent
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
peer_megabytes = 8  # about four seconds of the peer
java = subprocess.run(
    ["sh", "-c", ". .mvn/jdk.sh && find_jdk25 && printf %s \"$JAVA_HOME\""], cwd=root, capture_output=True, text=True, check=True
).stdout
log = []


def run(command):
    done = subprocess.run(["taskset", "-c", "0", *command], cwd=root, capture_output=True, text=True)
    if done.returncode:
        sys.exit("failed: " + " ".join(map(str, command)) + "\n" + done.stderr)
    line = [l for l in done.stdout.splitlines() if l.startswith("{")][-1]
    shown = " ".join(map(str, command)).replace(str(root) + "/", "").replace(java, "$JAVA_HOME").replace(sys.executable, "python3")
    log.append(shown.replace(work, "$WORK").replace(classpath, "$CLASSPATH") + "\n" + line)
    print(line, flush=True)
    return json.loads(line)


classpath = os.environ.get("CLASSPATH") or "socle-core/target/socle-core-0.1.0.jar:socle-core/target/lib/*"
with tempfile.TemporaryDirectory() as work:
    texts = work + "/texts"
    with open(texts, "wb") as out:
        for name in sorted(glob.glob(sys.argv[1] + "/*.jsonl.gz")):
            for line in gzip.open(name, "rt"):
                text = json.loads(line)["text"].encode()
                out.write(struct.pack(">I", len(text)) + text)

    def ours(program, *arguments):
        return run([java + "/bin/java", "-Xmx2200m", "-XX:+UseSerialGC", "-cp", classpath, "bench/src/" + program + ".java", *arguments])

    mine, parity, peer = [], [], []
    for _ in range(rounds):
        mine.append(ours("MinHashSpeed", texts, "native", "7"))
        peer.append(run([sys.executable, "bench/peers/minhash_datatrove.py", texts, str(peer_megabytes)]))
    parity.append(ours("MinHashSpeed", texts, "datatrove", "3"))
    strings = ours("SubstringSpeed", texts, "3", "table")


def figure(name, us, them, peer_name, target):
    a = statistics.median(us)
    figures.append({
        "name": name, "unit": "MB/s of raw text per core", "ours": round(a, 1), "target": target,
        **({"peer": round(statistics.median(them), 2), "peerName": peer_name, "ratio": round(a / statistics.median(them), 1)} if them else {})})


figures = []
name = "datatrove a649de7, stages 1 to 3, words between white space, one process, Python " + platform.python_version()
speeds = [p["megabytesPerSecond"] for p in peer]
figure("MinHash, LSH and clusters, steady", [m["megabytesPerSecond"] for m in mine], speeds, name, 25.0)
figure("the same, first pass of a cold JVM", [m["bytes"] / 1e6 / m["coldSeconds"] for m in mine], speeds, name, 25.0)
figure("the same in the datatrove profile (equal signatures)", [m["megabytesPerSecond"] for m in parity], speeds, name, None)
figure("repeated strings of 100 bytes, keep first", [strings["megabytesPerSecond"]], [], "", 10.0)
cpu = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.processor())
commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True).stdout.strip()
record = {
    "name": "minhash", "date": datetime.date.today().isoformat(), "commit": commit,
    "host": f"{cpu}, one of {os.cpu_count()} cores used, {platform.system()} {platform.release()}",
    "command": f"python3 bench/minhash.py <folder of texts> {rounds}", "rounds": rounds, "figures": figures}
folder = here / "records" / (record["date"] + "_minhash")
folder.mkdir(parents=True, exist_ok=True)
(folder / "record.json").write_text(json.dumps(record, indent=2) + "\n")
(folder / "raw.log").write_text("\n".join(log) + "\n")
print(json.dumps(figures, indent=2))
