#!/usr/bin/env python3
"""Record: finding personal data in one thread, warm and cold, in a folder of `.jsonl.gz` texts.

    python3 bench/personal_data.py TEXTS [PROCESSES [ROUNDS]]

Needs compiled classes (./mvnw -Dquick test-compile). Each process times its first pass over all texts (cold: tables and
machine code not yet made) and then ROUNDS passes (warm). Writes bench/records/<date>_personal-data/.
"""

import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
root = here.parent
texts = sys.argv[1]
processes = int(sys.argv[2]) if len(sys.argv) > 2 else 5
rounds = sys.argv[3] if len(sys.argv) > 3 else "7"
classpath_file = root / "socle-core/target/test.classpath"
if not classpath_file.exists():
    subprocess.run(
        ["./mvnw", "-o", "-q", "-B", "-pl", "socle-core", "dependency:build-classpath", f"-Dmdep.outputFile={classpath_file}", "-Dmdep.includeScope=test"],
        cwd=root, check=True)
java = subprocess.run(
    ["sh", "-c", ". .mvn/jdk.sh && find_jdk25 && printf %s \"$JAVA_HOME\""], cwd=root, capture_output=True, text=True, check=True
).stdout
log = []
warm = {"standard": [], "thorough": []}
cold = {"standard": [], "thorough": []}
slowest = []
for i in range(processes):
    for settings in ("standard", "thorough"):
        done = subprocess.run(
            [java + "/bin/java", "-Xmx1500m", "-XX:+UseParallelGC", "-cp", f"socle-core/target/classes:{classpath_file.read_text()}",
             "bench/src/PersonalDataSpeed.java", texts, rounds, settings],
            cwd=root, capture_output=True, text=True)
        if done.returncode:
            sys.exit("failed: " + done.stderr)
        log.append(f"process {i + 1}, {settings}\n{done.stdout}")
        speeds = {line.split()[0]: float(line.split()[-2]) for line in done.stdout.splitlines() if line.endswith("MB/s")}
        warm[settings].append(speeds.pop("all"))
        cold[settings].append(speeds.pop("cold"))
        slowest.append(min(speeds.items(), key=lambda s: s[1]))


def figure(name, values, target=None):
    return {
        "name": name, "unit": "MB of UTF-8 per second of processor time, one thread", "ours": round(statistics.median(values), 1),
        "lowest": min(values), "highest": max(values), "peer": None, "peerName": "none could be had on this machine", "ratio": None, "target": target}


figures = [figure(f"{state}, {settings} settings, all texts", speeds[settings], 50.0)
           for state, speeds in (("warm", warm), ("cold, first pass of a process", cold)) for settings in ("standard", "thorough")]
figures.append(figure("warm, the slowest file: " + statistics.mode(s[0] for s in slowest), [s[1] for s in slowest], 50.0))
cpu = next((x.split(":", 1)[1].strip() for x in open("/proc/cpuinfo") if x.startswith("model name")), platform.machine())
commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True).stdout.strip()
date = datetime.date.today().isoformat()
folder = here / "records" / f"{date}_personal-data"
folder.mkdir(parents=True, exist_ok=True)
record = {
    "name": "personal-data", "date": date, "commit": commit, "host": f"{cpu}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
    "command": f"python3 bench/personal_data.py TEXTS {processes} {rounds}", "processes": processes, "rounds": int(rounds), "figures": figures}
(folder / "record.json").write_text(json.dumps(record, indent=2) + "\n")
(folder / "raw.log").write_text("\n".join(log))
print(json.dumps(figures, indent=1))
