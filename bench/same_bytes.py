#!/usr/bin/env python3
"""Draws recipes from every feature of the data and token stages and compares the bytes that each way of running them gives.

python3 bench/same_bytes.py COUNT SEED [SPARK_CLASSPATH]: for each of COUNT recipes the digest of the dataset (and of the token shards) of one
thread, of two or four, of a process that is killed (SIGKILL) at random moments and started again until it ends, and, where the class path
of socle-spark is given, for every second recipe of Spark with local[2], of which each other one is killed and ended by the local engine.
Needs a built checkout (./socle --version). Prints one line a recipe and ends with 1 if two digests differ; a folder whose digests differ is kept.
"""

import gzip
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

root = pathlib.Path(__file__).resolve().parent.parent
count, seed = int(sys.argv[1]), int(sys.argv[2])
spark = sys.argv[3] if len(sys.argv) > 3 else None
java = subprocess.run(
    ["sh", "-c", ". .mvn/jdk.sh && find_jdk25 && printf %s \"$JAVA_HOME\""], cwd=root, capture_output=True, text=True, check=True
).stdout + "/bin/java"
opened = "lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic".split()
pages = sorted((root / "recipes/hello/documents").rglob("*.*"))


def sources(folder, draw):
    """Pages as they are, JSON lines with repeated, changed, empty and long texts, and a second source that overlaps with the first."""
    (folder / "pages").mkdir()
    for page in draw.sample(pages, draw.randint(20, len(pages))):
        if page.is_file():
            shutil.copy(page, folder / "pages" / f"{draw.randrange(1000)}-{page.name}")
    texts = [p.read_text(encoding="utf-8", errors="replace") for p in pages if p.suffix in (".txt", ".md")]
    for name, lines in (("lines", draw.randint(50, 400)), ("more", draw.randint(20, 200))):
        (folder / name).mkdir()
        for number in range(draw.randint(1, 3)):
            with gzip.open(folder / name / f"{number}.jsonl.gz", "wt", encoding="utf-8") as out:
                for line in range(lines):
                    out.write(json.dumps({"id": f"{name}-{number}-{line}", "url": f"https://site{draw.randrange(9)}.eu/{draw.randrange(99)}",
                                          "text": text(texts, draw)}) + "\n")
    with open(folder / "items.jsonl", "w", encoding="utf-8") as out:
        for _ in range(5):
            words = draw.choice(texts).split()
            at = draw.randrange(max(1, len(words) - 30))
            out.write(json.dumps({"query": " ".join(words[at:at + 25]), "label": " ".join(words[at + 25:at + 30]) or "none"}) + "\n")


def text(texts, draw):
    kind = draw.randrange(12)
    one = draw.choice(texts)
    if kind == 0:
        return ""
    if kind == 1:
        return "\n\n".join(draw.sample(texts, 6)) * draw.randint(1, 4)
    if kind < 5:
        return one
    words = one.split(" ")
    for _ in range(draw.randint(1, 12)):
        words[draw.randrange(len(words))] = draw.choice(["river", "Straße", "écrit à jean.dupont@example.org", "+33 6 12 34 56 78", "漢字", "IT60X0542811101000000123456"])
    if kind < 9:
        return " ".join(words)
    paragraphs = one.split("\n") + draw.choice(texts).split("\n")
    draw.shuffle(paragraphs)
    return "\n".join(paragraphs[:draw.randint(3, 40)])


def recipe(draw, name):
    chance = lambda p: draw.random() < p
    dedup = {"keep": draw.choice(["first", "longest"]), "addresses": chance(0.3), "signatures": chance(0.7), "near-index": chance(0.7),
             "minimum-words": draw.choice([5, 20, 50]), "minimum-sentences": draw.choice([1, 3])}
    if chance(0.2):
        dedup["profile"] = "datatrove"
    if chance(0.3):
        dedup.update({"bands": draw.choice([9, 14, 20]), "rows": draw.choice([5, 8, 13]), "ngram": draw.choice([3, 5])})
    if chance(0.4):
        dedup["prefer"] = ["more"]
    if chance(0.4):
        dedup["paragraphs"] = draw.choice([20, 60])
        if chance(0.4):
            dedup["paragraph-ngrams"] = 6
    if chance(0.4):
        dedup["sentences"] = draw.choice([1, 3])
    if chance(0.4):
        dedup["substrings"] = draw.choice([40, 100])
    if chance(0.4) or "paragraph-ngrams" in dedup:
        dedup["ngrams"] = {"capacity": 100000}
        if "paragraph-ngrams" not in dedup or chance(0.5):
            dedup["ngrams"]["size"] = draw.choice([5, 13])
    data = {"sources": [{"name": "pages", "path": "pages", "licence": "CC0-1.0"}, {"name": "lines", "path": "lines", "licence": "CC-BY-4.0"},
                        {"name": "more", "path": "more", "licence": "CC0-1.0"}],
            "licences": draw.choice([["CC0-1.0", "CC-BY-4.0"], ["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "MIT"]]),
            "languages": draw.choice([["en", "fr", "de", "es", "it"], ["en", "fr"]]),
            "quality": {"profile": draw.choice(["native", "datatrove", "dolma", "datamap"])},
            "personal": {"find": draw.choice(["standard", "thorough", "careful", "nothing"]), "plates": chance(0.3)}, "dedup": dedup}
    if chance(0.3):
        data["quality"]["statistics"] = True
    if chance(0.4):
        data["decontaminate"] = {"items": ["items.jsonl"], "ngram": draw.choice([3, 5])}
    if chance(0.3):
        data["sample"] = {"lines": draw.choice([0.3, 0.8])}
    if chance(0.3):
        data["keep-annotated"] = True
    token = {"vocabulary": draw.choice([400, 1000]), "split": draw.choice(["gpt-2", "llama-3", "qwen-2"]), "held-out": draw.choice([0.05, 0.3]),
             "shuffle": chance(0.5)}
    if chance(0.5):
        mix = {"repeats": draw.choice(["none", "fineweb-2"]), "most-copies": draw.choice([1, 4])}
        if chance(0.5):
            mix["exponent"] = draw.choice([0, 0.3, 1])
        token["mix"] = mix
        token["shuffle"] = True
    return {"name": name, "seed": draw.randrange(1 << 30), "data": data, "token": token}


def command(stage, folder, into, engine, threads):
    options = ["--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Xmx1g",
               "-XX:+UseParallelGC", "-XX:TieredStopAtLevel=1"]  # short runs: compiling well costs more than it saves
    path = f"{root}/socle-core/target/socle-core-0.1.0.jar:{root}/socle-core/target/lib/*"
    if engine == "spark":
        options += ["-Dspark.master=local[2]", "-Dspark.ui.enabled=false", f"-Dspark.local.dir={folder}/scratch"]
        options += [f"--add-opens=java.base/java.{name}=ALL-UNNAMED" for name in opened]
        options += [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar")]
        path = f"{root}/socle-core/target/classes:{root}/socle-spark/target/classes:{spark}"
    more = ["--engine", "spark"] if engine == "spark" else ["--threads", str(threads)]
    return [java, *options, "-cp", path, "eu.socle.cli.Main", stage, str(folder / "recipe.yaml"), "--into", str(folder / into), "--quiet", *more]


def run(folder, into, stages, engine="local", threads=2):
    for stage in stages:
        done = subprocess.run(command(stage, folder, into, engine, threads), capture_output=True, text=True)
        if done.returncode:
            return f"failed ({stage}, {done.returncode}): " + done.stderr.strip().splitlines()[-1]
    return digests(folder, into, stages)


def digests(folder, into, stages):
    manifests = [json.loads((folder / into / stage / "manifest.json").read_text()) for stage in stages]
    return [json.dumps(manifest, sort_keys=True) for manifest in manifests]


def killed(folder, into, stages, draw, longest, engine="local"):
    """Runs the stages, each killed up to four times at a random moment of its usual time."""
    kills = 0
    for stage in stages:
        for attempt in range(1 if engine == "spark" else 4):
            process = subprocess.Popen(command(stage, folder, into, engine, 2), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(draw.uniform(0.3, 1) * longest)
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                kills += 1
    return run(folder, into, stages), kills


bad = 0
for number in range(count):
    draw = random.Random(seed * 1000 + number)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="same-bytes-"))
    sources(folder, draw)
    text_of_recipe = recipe(draw, f"fuzz-{number}")
    (folder / "recipe.yaml").write_text(json.dumps(text_of_recipe))  # JSON is YAML
    stages = ["data", "token"]
    began = time.time()
    one = run(folder, "one", stages, threads=1)
    took = (time.time() - began) / 2
    threads = draw.choice([2, 2, 4])
    ways = {f"{threads} threads": run(folder, "many", stages, threads=threads)}
    ways["killed"], kills = killed(folder, "killed", stages, draw, took)
    if spark and number % 2 == 0:
        if number % 4 == 0:
            ways["spark killed"], more = killed(folder, "spark", ["data"], draw, took + 4, "spark")
            kills += more
        else:
            ways["spark"] = run(folder, "spark", ["data"], "spark")
    same = isinstance(one, list) and all(digest == (one[:1] if way.startswith("spark") and isinstance(one, list) else one) for way, digest in ways.items())
    failed = isinstance(one, str)
    bad += not same
    differing = [way for way, digest in ways.items() if digest != one and not (way.startswith("spark") and digest == one[:1])]
    kept = "" if failed else json.loads(one[0])["counts"].get("documents.kept")
    print(json.dumps({"recipe": number, "same": same, "ways": 1 + len(ways), "kills": kills, "kept": kept, "differing": differing,
                      "refused": one if failed else "", "folder": "" if same else str(folder)}), flush=True)
    if same:
        shutil.rmtree(folder)
sys.exit(1 if bad else 0)
