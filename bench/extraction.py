#!/usr/bin/env python3
"""Extraction of main content: speed on one core and F1 against expected texts, ours and resiliparse, in one go.

Usage: python3 bench/extraction.py CORPUS [ROUNDS]
CORPUS holds html/*.html.gz and ground-truth.json.gz (the article extraction benchmark, 181 pages). Needs a Python with resiliparse; build
the jar first (./socle --version). Writes bench/records/<date>_extraction.
"""
import collections
import datetime
import gzip
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOKEN = re.compile(r"\w+")


def shingles(text):
    tokens = TOKEN.findall(text)
    return collections.Counter(tuple(tokens[i:i + 4]) for i in range(max(1, len(tokens) - 3)))


def f1(pairs):
    """Mean precision and mean recall of 4-token shingles over the pages, then F1 of the two means."""
    precision = recall = 0.0
    for expected, found in pairs:
        want, got = shingles(expected), shingles(found)
        common = sum((want & got).values())
        precision += common / sum(got.values())
        recall += common / sum(want.values())
    return 2 * precision * recall / (precision + recall) / len(pairs)


def main():
    corpus = pathlib.Path(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 8
    from resiliparse.extract.html2text import extract_plain_text
    import resiliparse

    truth = json.loads(gzip.decompress((corpus / "ground-truth.json.gz").read_bytes()))
    pages = {k: gzip.decompress((corpus / "html" / f"{k}.html.gz").read_bytes()).decode("utf-8") for k in sorted(truth)}
    log = []
    with tempfile.TemporaryDirectory() as texts:
        jars = ROOT / "socle-core" / "target"
        command = ["taskset", "-c", "0", os.environ.get("JAVA", "java"), "-Xmx1g", "-XX:+UseSerialGC", "-cp",
                   f"{jars}/classes:{jars}/lib/*", str(ROOT / "bench/src/Extraction.java"), str(corpus / "html"), str(rounds), texts]
        ours = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().splitlines()[-1])
        log.append(json.dumps(ours))
        found = {k: pathlib.Path(texts, f"{k}.txt").read_text(encoding="utf-8") for k in pages}
    os.sched_setaffinity(0, {0})
    peer, peer_found = [], {}
    for _ in range(max(3, rounds // 2)):
        started = time.perf_counter()
        peer_found = {k: extract_plain_text(page, main_content=True) for k, page in pages.items()}
        peer.append(len(pages) / (time.perf_counter() - started))
    log.append(json.dumps({"peer": [round(x, 1) for x in peer]}))
    steady = ours["pagesPerSecond"][rounds // 2:]
    keys = list(pages)
    score = {name: f1([(truth[k]["articleBody"], found[k]) for k in part])
             for name, part in (("all", keys), ("even", keys[::2]), ("odd", keys[1::2]))}
    peer_score = f1([(truth[k]["articleBody"], peer_found[k]) for k in keys])
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    record = {
        "name": "extraction", "date": str(datetime.date.today()), "commit": commit,
        "host": f"{platform.processor() or platform.machine()}, 1 core used, Linux {platform.release()}",
        "command": f"python3 bench/extraction.py CORPUS {rounds}", "rounds": rounds,
        "figures": [
            {"name": "main content, pages of news and blogs, parsing included", "unit": "pages/s on one core",
             "ours": statistics.median(steady), "lowest": min(steady), "highest": max(steady), "firstRound": ours["pagesPerSecond"][0],
             "peer": round(statistics.median(peer), 1), "peerName": f"resiliparse {getattr(resiliparse, '__version__', '')} extract_plain_text(main_content=True), C++",
             "ratio": round(statistics.median(steady) / statistics.median(peer), 3), "target": 400},
            {"name": "F1 of 4-token shingles", "unit": "", "ours": round(score["all"], 4), "evenPages": round(score["even"], 4),
             "oddPages": round(score["odd"], 4), "peer": round(peer_score, 4), "peerName": "resiliparse", "target": 0.955},
        ],
    }
    folder = ROOT / "bench" / "records" / f"{record['date']}_extraction"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "record.json").write_text(json.dumps(record, indent=2) + "\n")
    (folder / "raw.log").write_text("\n".join(log) + "\n")
    print(json.dumps(record, indent=2))


if __name__ == "__main__":
    main()
