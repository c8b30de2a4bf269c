#!/usr/bin/env python3
"""Record: the judge chain (Gopher repetition and quality, C4, FineWeb), ours and datatrove's, in alternating rounds on one thread.

    python3 bench/judges.py FOLDER-OF-FILTER-CASES DATATROVE-SOURCE

Needs a built checkout (./socle --version) or SOCLE_CLASSPATH and, in the Python that runs it, what bench/peers/judges_datatrove.py names.
Both judge the same texts (spacy-words.jsonl.gz), each with its own English tokenizer, and all their decisions are compared.
Writes bench/records/<date>_judges/.
"""

import datetime
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
cases, source = pathlib.Path(sys.argv[1]), sys.argv[2]
file = str(cases / "spacy-words.jsonl.gz")
rounds, documents = 3, 400
java = subprocess.run(
    ["sh", "-c", ". .mvn/jdk.sh && find_jdk25 && printf %s \"$JAVA_HOME\""], cwd=root, capture_output=True, text=True, check=True
).stdout
classpath = os.environ.get("SOCLE_CLASSPATH", "socle-core/target/socle-core-0.1.0.jar:socle-core/target/lib/*")
log = []
scratch = tempfile.TemporaryDirectory()


def run(command):
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    if done.returncode:
        sys.exit("failed: " + " ".join(command) + "\n" + done.stderr)
    line = [l for l in done.stdout.splitlines() if l.startswith("{")][-1]
    shown = " ".join(command)
    for path, name in ((java, "$JAVA_HOME"), (classpath, "$CLASSPATH"), (sys.executable, "python3"), (file, "spacy-words.jsonl.gz"),
                       (source, "$DATATROVE"), (scratch.name, "$TEMPORARY"), (str(root) + "/", "")):
        shown = shown.replace(path, name)
    log.append(shown + "\n" + line)
    print(line, flush=True)
    return json.loads(line)


def ours(*more):
    return run([java + "/bin/java", "-Xmx1g", "-XX:+UseSerialGC", "-cp", classpath, "bench/src/JudgeChain.java", *more, file])


def peer(*more):
    return run([sys.executable, "bench/peers/judges_datatrove.py", "source=" + source, *more, file])


mine, other = [], []
for _ in range(rounds):
    mine.append(ours("rounds=25", f"documents={documents}"))
    other.append(peer(f"documents={documents}"))
everything = ours("rounds=15", "decisions=" + scratch.name + "/ours")
everything_spaces = ours("rounds=15", "words=white-space")
peer("decisions=" + scratch.name + "/peer")
a = pathlib.Path(scratch.name, "ours").read_text(encoding="utf-8").split()
b = pathlib.Path(scratch.name, "peer").read_text(encoding="utf-8").split()
same = sum(x == y for x, y in zip(a, b, strict=True))
log.append(f"decisions: {same} of {len(a)} are the same")
print(log[-1])

speed = [m["documentsPerSecond"] for m in mine]
peer_speed = [o["documentsPerSecond"] for o in other]
ratios = sorted(m / o for m, o in zip(speed, peer_speed))
cpu = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.processor())
commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True).stdout.strip()
record = {
    "name": "judges", "date": datetime.date.today().isoformat(), "commit": commit,
    "host": f"{cpu}, {os.cpu_count()} cores, 1 thread used, {platform.system()} {platform.release()}",
    "command": "python3 bench/judges.py FOLDER-OF-FILTER-CASES DATATROVE-SOURCE", "rounds": rounds,
    "figures": [
        {"name": "judge chain, each with its own English tokenizer", "unit": "documents/s per core", "ours": statistics.median(speed),
         "peer": statistics.median(peer_speed), "peerName": "datatrove with " + other[0]["words"],
         "ratio": round(statistics.median(ratios), 1), "ratioLowest": round(ratios[0], 1), "ratioHighest": round(ratios[-1], 1), "target": 200},
        {"name": "judge chain, English words", "unit": "MB/s of raw text per core", "ours": everything["megabytesPerSecond"],
         "peer": statistics.median(o["megabytesPerSecond"] for o in other), "peerName": "datatrove", "target": 40},
        {"name": "judge chain, white-space words", "unit": "MB/s of raw text per core", "ours": everything_spaces["megabytesPerSecond"], "target": 40},
        {"name": "decisions that agree", "unit": "share", "ours": same / len(a), "decisions": len(a), "target": 0.999},
    ],
}
folder = here / "records" / (record["date"] + "_judges")
folder.mkdir(parents=True, exist_ok=True)
(folder / "record.json").write_text(json.dumps(record, indent=2) + "\n")
(folder / "raw.log").write_text("\n".join(log) + "\n")
print(json.dumps(record["figures"], indent=2))
