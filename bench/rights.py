#!/usr/bin/env python3
"""Record: robots files and verdicts on addresses in a second, ours and crawler-commons in alternating rounds.

Needs compiled classes (./mvnw -Dquick test-compile). Writes bench/records/<date>_rights/.
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
rounds = sys.argv[1] if len(sys.argv) > 1 else "7"
classpath_file = root / "socle-core/target/test.classpath"
if not classpath_file.exists():
    subprocess.run(
        ["./mvnw", "-o", "-q", "-B", "-pl", "socle-core", "dependency:build-classpath", f"-Dmdep.outputFile={classpath_file}", "-Dmdep.includeScope=test"],
        cwd=root, check=True)
java = subprocess.run(
    ["sh", "-c", ". .mvn/jdk.sh && find_jdk25 && printf %s \"$JAVA_HOME\""], cwd=root, capture_output=True, text=True, check=True
).stdout
command = [java + "/bin/java", "-Xmx1g", "-XX:+UseParallelGC", "-cp", f"socle-core/target/classes:{classpath_file.read_text()}", "bench/src/RightsSpeed.java", rounds]
done = subprocess.run(command, cwd=root, capture_output=True, text=True)
if done.returncode:
    sys.exit("failed: " + done.stderr)
line = [x for x in done.stdout.splitlines() if x.startswith("{")][-1]
print(line)
raw = json.loads(line)


def figure(name, unit, ours, peer, peer_name, target):
    ratios = sorted(a / b for a, b in zip(ours, peer))
    return {
        "name": name, "unit": unit, "ours": round(statistics.median(ours)), "peer": round(statistics.median(peer)), "peerName": peer_name,
        "ratio": round(statistics.median(ratios), 3), "ratioLowest": round(ratios[0], 3), "ratioHighest": round(ratios[-1], 3), "target": target}


figures = [
    figure("robots files parsed and digested, 2 cores", "files/s", raw["filesPerSecond2Cores"], raw["peerFilesPerSecond2Cores"], "crawler-commons 1.6, rules of one agent", 20_000),
    figure("verdicts on addresses with evidence, one core", "URL/s", raw["verdictsPerSecondCore"], raw["peerAllowedPerSecondCore"], "crawler-commons 1.6 isAllowed: crawl permission alone, no evidence", 50_000),
    figure("crawl permission alone, one core", "URL/s", raw["crawlOnlyPerSecondCore"], raw["peerAllowedPerSecondCore"], "crawler-commons 1.6 isAllowed", 50_000),
]
cpu = next((x.split(":", 1)[1].strip() for x in open("/proc/cpuinfo") if x.startswith("model name")), platform.machine())
commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True).stdout.strip()
date = datetime.date.today().isoformat()
folder = here / "records" / f"{date}_rights"
folder.mkdir(parents=True, exist_ok=True)
record = {
    "name": "rights", "date": date, "commit": commit, "host": f"{cpu}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
    "command": "python3 bench/rights.py " + rounds, "rounds": int(rounds), "bytesPerFile": raw["bytesPerFile"], "figures": figures}
(folder / "record.json").write_text(json.dumps(record, indent=2) + "\n")
(folder / "raw.log").write_text("$JAVA_HOME/bin/java -Xmx1g -XX:+UseParallelGC -cp (test class path) bench/src/RightsSpeed.java " + rounds + "\n" + line + "\n")
print(json.dumps(figures, indent=1))
