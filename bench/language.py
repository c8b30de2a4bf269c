#!/usr/bin/env python3
"""Record: sentences a second and accuracy a language, ours and fastText in alternating rounds.

    python3 bench/language.py CORPUS FASTTEXT MODEL [ROUNDS]

CORPUS holds sentences/, word-pairs/ and single-words/; FASTTEXT is the program, MODEL a model it trained. Needs
compiled classes and the table of LanguageOracleTest in TABLE (an environment variable that names the file). Writes
bench/records/<date>_language/.
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
corpus, program, model = sys.argv[1:4]
rounds = sys.argv[4] if len(sys.argv) > 4 else "5"
java = subprocess.run(["sh", "-c", ". .mvn/jdk.sh && find_jdk25 && printf %s \"$JAVA_HOME\""], cwd=root, capture_output=True,
                      text=True, check=True).stdout
classpath = (root / "socle-core/target/test.classpath").read_text()
command = [java + "/bin/java", "-Xmx1g", "-XX:+UseSerialGC", "-cp", f"socle-core/target/classes:{classpath}",
           "bench/src/LanguageSpeed.java", corpus + "/sentences", program, model, rounds]
done = subprocess.run(command, cwd=root, capture_output=True, text=True)
if done.returncode:
    sys.exit("failed: " + done.stderr)
line = [x for x in done.stdout.splitlines() if x.startswith("{")][-1]
raw = json.loads(line)
table = pathlib.Path(os.environ["TABLE"]).read_text()


def figure(name, ours, peer, peer_name, target=None):
    ratios = sorted(a / b for a, b in zip(ours, peer))
    return {"name": name, "unit": "sentences/s", "ours": round(statistics.median(ours)),
            "peer": round(statistics.median(peer)), "peerName": peer_name, "ratio": round(statistics.median(ratios), 3),
            "ratioLowest": round(ratios[0], 3), "ratioHighest": round(ratios[-1], 3), "target": target}


figures = [
    figure("language identification, one thread", raw["ours"], raw["fastTextProgram"],
           "fastText 0.9.2 program, dim 16, letter groups 2 to 4, softmax over the same languages", 200_000),
    figure("our reader of that fastText model, one thread", raw["fastTextReader"], raw["fastTextProgram"], "fastText 0.9.2 program"),
]
accuracy = {row.split()[0]: [float(x) for x in row.split()[1:]] for row in table.splitlines()[1:]}
cpu = next((x.split(":", 1)[1].strip() for x in open("/proc/cpuinfo") if x.startswith("model name")), platform.machine())
commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True).stdout.strip()
date = datetime.date.today().isoformat()
folder = here / "records" / f"{date}_language"
folder.mkdir(parents=True, exist_ok=True)
record = {"name": "language", "date": date, "commit": commit,
          "host": f"{cpu}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
          "command": "python3 bench/language.py CORPUS FASTTEXT MODEL " + rounds, "rounds": int(rounds),
          "sentences": raw["sentences"], "meanCharacters": raw["meanCharacters"], "figures": figures,
          "accuracy": {"unit": "percent, strict", "columns": ["sentences", "word pairs", "words"], "rows": accuracy}}
(folder / "record.json").write_text(json.dumps(record, indent=2) + "\n")
(folder / "raw.log").write_text("java -Xmx1g -XX:+UseSerialGC bench/src/LanguageSpeed.java SENTENCES FASTTEXT MODEL " + rounds
                                + "\n" + line + "\n\nLanguageOracleTest\n" + table)
print(json.dumps(figures, indent=1))
