#!/usr/bin/env python3
"""Record: one training step (forward, backward, clipping, AdamW) of ours and of PyTorch, in alternating rounds on the same cores.

Needs a built checkout (./socle --version) and, in the Python that runs it, torch. With a second argument, a checkout of llm.c, its
GPT-2 is compiled by gcc and measured too. Writes bench/records/<date>_train-step/.
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
rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
llmc = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
threads = 2
shapes = {
    "12 M GPT": dict(layers=6, hidden=384, heads=6, kv=6, ff=1024, vocabulary=4096, tokens=256, batch=8),
    "124 M GPT-2 shape": dict(layers=12, hidden=768, heads=12, kv=12, ff=2048, vocabulary=50304, tokens=64, batch=4),
    "hello model": dict(layers=4, hidden=192, heads=6, kv=2, ff=512, vocabulary=2048, tokens=256, batch=8),
}
java = subprocess.run(
    ["sh", "-c", ". .mvn/jdk.sh && find_jdk25 && printf %s \"$JAVA_HOME\""], cwd=root, capture_output=True, text=True, check=True
).stdout
log = []


def run(command):
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads))
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, env=environment)
    if done.returncode:
        sys.exit("failed: " + " ".join(map(str, command)) + "\n" + done.stderr)
    line = [l for l in done.stdout.splitlines() if l.startswith("{")][-1]
    log.append(" ".join(map(str, command)).replace(str(root) + "/", "").replace(java, "$JAVA_HOME").replace(sys.executable, "python3") + "\n" + line)
    print(line, flush=True)
    return json.loads(line)["medianSeconds"]


def ours(shape):
    return run(
        [java + "/bin/java", "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-XX:+UseParallelGC", "-cp",
         "socle-core/target/socle-core-0.1.0.jar:socle-core/target/lib/*", "bench/src/TrainStep.java",
         *[f"{k}={v}" for k, v in shape.items()], "steps=11", "warm=8", f"threads={threads}"])


def peer(shape, *more):
    options = [x for k, v in shape.items() for x in ("--" + k, str(v))]
    return run([sys.executable, "bench/peers/train_step_torch.py", *options, "--steps", "11", "--warm", "3", "--threads", str(threads), *more])


def llm_c(shape):
    with tempfile.TemporaryDirectory() as folder:
        program, weights = folder + "/train_step_llmc", folder + "/weights.bin"
        subprocess.run(
            ["gcc", "-Ofast", "-fno-finite-math-only", "-march=native", "-fopenmp", "-DOMP", "-I", str(llmc),
             str(here / "peers" / "train_step_llmc.c"), "-lm", "-o", program], check=True, capture_output=True)
        return run(
            [program, *map(str, (shape["layers"], shape["heads"], shape["hidden"], shape["vocabulary"] - 47, shape["vocabulary"],
                                 shape["tokens"], shape["batch"], 5, 2)), weights])


figures = []


def figure(name, shape, mine, other, peer_name, target):
    tokens = shape["tokens"] * shape["batch"]
    a, b = statistics.median(mine), statistics.median(other)
    ratios = sorted(y / x for x, y in zip(mine, other))
    figures.append({
        "name": name, "unit": "tokens/s", "ours": round(tokens / a, 1), "peer": round(tokens / b, 1), "peerName": peer_name,
        "ratio": round(statistics.median(ratios), 3), "ratioLowest": round(ratios[0], 3), "ratioHighest": round(ratios[-1], 3),
        "secondsOurs": round(a, 4), "secondsPeer": round(b, 4), "target": target})


import torch

version = "PyTorch " + torch.__version__ + " eager"
for name, shape in shapes.items():
    mine, llama, gpt2, compiled, c = [], [], [], [], []
    for _ in range(rounds):
        mine.append(ours(shape))
        llama.append(min(peer(shape), peer(shape, "--optimizer", "foreach")))
        if name != "hello model":
            gpt2.append(peer(shape, "--gpt2"))
            compiled.append(peer(shape, "--compile"))
        if llmc and name.startswith("124 M"):
            c.append(llm_c(shape))
    figure(f"training step, {name}", shape, mine, llama, version + ", the same architecture, the faster of fused and foreach AdamW", 1.2)
    if gpt2:
        figure(f"training step, {name}, against a GPT-2-shaped peer", shape, mine, gpt2, version + ", LayerNorm, GELU, learned positions, fused AdamW", 1.2)
        figure(f"training step, {name}, against torch.compile", shape, mine, compiled, "PyTorch " + torch.__version__ + " compiled, the same architecture, fused AdamW", 1.0)
    if c:
        figure(f"training step, {name}, against llm.c", shape, mine, c, "llm.c train_gpt2 (GPT-2: GELU of 4 x width, LayerNorm), gcc -Ofast -march=native -fopenmp", 2.0)

cpu = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.processor())
commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True).stdout.strip()
record = {
    "name": "train-step", "date": datetime.date.today().isoformat(), "commit": commit,
    "host": f"{cpu}, {os.cpu_count()} cores, {threads} threads used, {platform.system()} {platform.release()}",
    "command": f"python3 bench/train_step.py {rounds}", "rounds": rounds, "figures": figures}
folder = here / "records" / (record["date"] + "_train-step")
folder.mkdir(parents=True, exist_ok=True)
(folder / "record.json").write_text(json.dumps(record, indent=2) + "\n")
(folder / "raw.log").write_text("\n".join(log) + "\n")
print(json.dumps(figures, indent=2))
