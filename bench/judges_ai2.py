#!/usr/bin/env python3
"""Record: the profiles dolma and datamap against those projects' own code, document by document.

    python3 bench/judges_ai2.py DOLMA DATAMAP CRATES CASES TEXTS WEB

Needs a built checkout (./socle --version) or SOCLE_CLASSPATH, and what bench/peers/judges_dolma.py and judges_datamap.py name. CASES is the
folder of filter cases, TEXTS a folder of `.jsonl.gz` texts, WEB a folder with ground-truth.json.gz and html/*.gz (the article extraction
benchmark: its article bodies and, as hostile text, its raw pages). To these come texts made here, seeded, near the thresholds.
Writes bench/records/<date>_judges-ai2/ and socle-core/src/test/resources/eu/socle/data/judge/peers.jsonl, the made texts with the peers'
results. `golden` as first argument writes that file alone.
"""

import datetime
import gzip
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
root = here.parent
golden_only = sys.argv[1] == "golden"
dolma, datamap, crates, *folders = sys.argv[1 + golden_only :]
java = subprocess.run(
    ["sh", "-c", ". .mvn/jdk.sh && find_jdk25 && printf %s \"$JAVA_HOME\""], cwd=root, capture_output=True, text=True, check=True
).stdout
classpath = os.environ.get("SOCLE_CLASSPATH", "socle-core/target/socle-core-0.1.0.jar:socle-core/target/lib/*")
WORDS = (
    "the be to of and that have with stone river light Haus écouter può año žluťoučký Straße 42 3.14 don't l'été über ł'aqua niño naïve "
    "well-known e-mail 1,000 a_b C++ 東京 日本語 ไทย مرحبا שלום привет мир κόσμος 👍 x² ½ Ⅷ … # ... . - * • ● re\u0301sume\u0301 ﬁn ǅ ª \u00ad\u200b 10\u202f000 mot\u202f: «\u202fmot\u202f» \u202f été\u2009!"
).split(" ")


SYLLABLES = "ka lo mi ne pu ra se ti vo zu bel dor fin gal hup".split(" ")


def near(draw):
    """A text that everybody keeps but for one thing, which is about as much as the limit allows."""
    def word():
        return "".join(draw.choice(SYLLABLES) for _ in range(draw.choice([1, 2, 2, 3])))

    words = [word() for _ in range(draw.choice([48, 50, 52, 60, 80, 110]))]
    for _ in range(draw.choice([1, 2, 3, 6])):
        words[draw.randrange(len(words))] = draw.choice(["the", "of", "and", "The", "THAT", "with,"])
    width = draw.choice([6, 8, 12])
    lines = [" ".join(words[i : i + width]) for i in range(0, len(words), width)]
    thing = draw.choice(["lines", "paragraphs", "gram", "symbols", "bullets", "ellipses", "digits", "short", "long", "nothing"])
    share = lambda limit: limit * draw.choice([0.7, 0.85, 0.95, 1.0, 1.05, 1.2])  # noqa: E731
    some = lambda limit: draw.sample(range(len(lines)), min(len(lines), round(share(limit) * len(lines))))  # noqa: E731
    if thing in ("lines", "paragraphs"):
        for i in some(0.2):
            lines[i] = lines[0]
    elif thing == "gram":
        n = draw.randrange(2, 11)
        gram = " ".join(words[:n])
        for _ in range(draw.choice([1, 2, 3, 4])):
            lines.insert(draw.randrange(len(lines)), gram)
    elif thing == "symbols":
        lines = [" ".join(draw.choice(["#" + w, w + "...", w + "…", ". . ."]) if draw.random() < share(0.1) else w for w in l.split(" ")) for l in lines]
    elif thing == "bullets":
        for i in some(0.9):
            lines[i] = draw.choice("-*•●") + " " + lines[i]
    elif thing == "ellipses":
        for i in some(0.3):
            lines[i] += draw.choice(["...", "…", " …", ". . ."])
    elif thing == "digits":
        lines = [" ".join(draw.choice(["17", "3.5", "--", "½"]) if draw.random() < share(0.2) else w for w in l.split(" ")) for l in lines]
    elif thing in ("short", "long"):
        lines = [" ".join(w[: draw.choice([2, 3, 4])] if thing == "short" else w * draw.choice([1, 2, 3]) for w in l.split(" ")) for l in lines]
    return ("\n\n" if thing == "paragraphs" else "\n").join(lines)


def wild(draw):
    """A text whose words, marks and lines come from everywhere."""
    pool = draw.sample(WORDS, draw.choice([6, 12, 30, len(WORDS)])) + ["the", "of"] * draw.choice([0, 1, 6])
    lines = []
    for _ in range(draw.choice([1, 4, 10, 18])):
        line = " ".join(draw.choice(pool) for _ in range(draw.choice([1, 3, 8, 15])))
        line = draw.choice(["", "", "", "", "- ", "* ", "• ", "● ", "  - ", "\t"]) + line
        lines.append(line + draw.choice(["", "", "", ".", "...", "…", ". . .", " …", "\r", " "]))
    while draw.random() < 0.45:
        lines.insert(draw.randrange(len(lines) + 1), draw.choice(lines))
    return "".join(l + draw.choice(["\n", "\n", "\n\n", "\n\n\n"]) for l in lines).rstrip(draw.choice(["", "\n"]))


def made(count, seed):
    """Texts whose repetition, marks and lines lie on both sides of the limits."""
    out = []
    for number in range(count):
        draw = random.Random(f"{seed} {number}")
        out.append({"id": f"{seed}-{number}", "text": wild(draw) if number % 4 == 0 else near(draw)})
    return out + [{"id": f"{seed}-{name}", "text": text} for name, text in ODD.items()]


ODD = {
    "empty": "", "blank": "  \n \n", "newlines": "\n" * 60, "one": "word", "ideographs": "日本語のテキスト。" * 12, "dots": ". . . " * 55,
    "spaced": "a\u00a0b\u2003c\u3000d\u0085e\u2028f\x1cg\x1fh " * 20, "vertical": "one\x0btwo\x0cthree\r\nfour\rfive\u2029six " * 15,
    "long": "x" * 300 + " the of", "third": ("the of one two three four five six seven eight " * 3 + "\n") * 3,
    "joined": "👨\u200d👩\u200d👧 e\u0301\u0302 ก็ดี " * 18, "hebrew": 'צה"ל ג\'ירף ' * 26, "numbers": "1,234.56 7:30 3/4 12_000 " * 30,
}  # fmt: skip


def write(documents, file):
    with gzip.open(file, "wt", encoding="utf-8") as out:
        for d in documents:
            out.write(json.dumps({"id": d["id"], "text": d["text"]}, ensure_ascii=False) + "\n")
    return file


def groups(scratch):
    yield "made", write(made(6000, "made"), scratch / "made.jsonl.gz")
    cases, texts, web = map(pathlib.Path, folders)
    for name, folder in (("filter cases", cases), ("texts", texts)):
        documents = []
        for file in sorted(folder.glob("*.jsonl.gz")):
            with gzip.open(file, "rt", encoding="utf-8") as lines:
                documents.extend(json.loads(line) for line in lines)
        yield name, write(documents, scratch / (name.split()[0] + ".jsonl.gz"))
    with gzip.open(web / "ground-truth.json.gz", "rt", encoding="utf-8") as truth:
        bodies = [{"id": key, "text": value["articleBody"]} for key, value in json.load(truth).items()]
    yield "article bodies", write(bodies, scratch / "bodies.jsonl.gz")
    pages = [{"id": p.name, "text": gzip.open(p).read().decode("utf-8", "replace")} for p in sorted((web / "html").glob("*.gz"))]
    yield "raw pages", write(pages, scratch / "pages.jsonl.gz")


def read(file):
    with open(file, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def ours(profile, file, out):
    subprocess.run(
        [java + "/bin/java", "-Xmx1g", "-XX:+UseSerialGC", "-cp", classpath, "bench/src/PeerDecisions.java", profile, out, file], cwd=root, check=True
    )
    return read(out)


def peers(file, scratch, exact):
    command = [sys.executable, here / "peers/judges_dolma.py", dolma, scratch / "dolma", file]
    subprocess.run(command, check=True)
    command = [sys.executable, here / "peers/judges_datamap.py", *(["exact=1"] if exact else []), datamap, crates, scratch / "datamap", file]
    subprocess.run(command, check=True)
    return read(scratch / "dolma"), read(scratch / "datamap")


def compare(name, file, scratch):
    theirs, rust = peers(file, scratch, name in ("made", "filter cases"))
    mine, mapped = ours("DOLMA", file, scratch / "ours"), ours("DATAMAP", file, scratch / "ours2")
    counts = {"documents": len(mine)}
    wrong = []

    def count(what, same, about):
        agree, all_ = counts.get(what, (0, 0))
        counts[what] = (agree + bool(same), all_ + 1)
        if not same and len(wrong) < 40:
            wrong.append(f"{name} {what}: {about}")

    for m, t in zip(mine, theirs, strict=True):
        for key, value in t["values"].items():
            own = m["values"].get("dolma_gopher_v1." + key)
            count("dolma values", own is not None and round(own, 5) == value, f"{m['id']} {key} {own} instead of {value}")
        # gopher_rules gives the first reason; the mixer's configuration lists the rules in another order
        count("dolma decisions", (m["decisions"]["gopher_rules"] == "keep") == (t["meant"] == "keep"), f"{m['id']} {m['decisions']} {t['meant']}")
        count("dolma, its misnamed rules left out", (t["meant"] == "keep") == (t["decision"] == "keep"), f"{m['id']} {t['meant']}")
    for m, r in zip(mapped, rust, strict=True):
        for key, value in r["values"].items():
            own = m["values"].get("datamap." + key)
            count("datamap values", own is not None and f32(own) == f32(value), f"{m['id']} {key} {own} instead of {value}")
        for step, keeps in r["decisions"].items():
            count("datamap decisions of filters", (m["decisions"][step] == "keep") == keeps, f"{m['id']} {step} {m['decisions'][step]} {keeps}")
        all_ours = all(d == "keep" for d in m["decisions"].values())
        count("datamap decisions", all_ours == all(r["decisions"].values()), f"{m['id']} {m['decisions']} {r['decisions']}")
    return counts, wrong


def f32(x):
    import struct

    return struct.pack("f", x)


def shortest(x):
    """The shortest decimal that is this float32."""
    return x if isinstance(x, int) else next(float(t) for t in (f"{x:.{n}g}" for n in range(1, 12)) if f32(float(t)) == f32(x))


def golden(scratch):
    documents = made(60, "golden")
    theirs, rust = peers(write(documents, scratch / "golden.jsonl.gz"), scratch, True)
    folder = root / "socle-core/src/test/resources/eu/socle/data/judge"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "peers.jsonl", "w", encoding="utf-8") as out:
        for d, t, r in zip(documents, theirs, rust, strict=True):
            line = {"id": d["id"], "text": d["text"], "dolma": {"values": t["values"], "keep": t["meant"] == "keep"}}
            line["datamap"] = {"values": {k: shortest(v) for k, v in r["values"].items()}, "keep": r["decisions"]}
            out.write(json.dumps(line) + "\n")


with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    golden(scratch)
    if not golden_only:
        figures, log = [], []
        for name, file in groups(scratch):
            counts, wrong = compare(name, file, scratch)
            log.append(f"{name}: {counts}")
            log += wrong
            print(log[-1 - len(wrong)], *wrong, sep="\n", flush=True)
            figures.append({"documents": counts.pop("documents"), "group": name, **{k: {"agree": a, "of": b} for k, (a, b) in counts.items()}})
        commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True).stdout.strip()
        peer_commits = [subprocess.run(["git", "-C", p, "rev-parse", "HEAD"], capture_output=True, text=True).stdout.strip() for p in (dolma, datamap)]
        record = {
            "name": "judges-ai2", "date": datetime.date.today().isoformat(), "commit": commit,
            "command": "python3 bench/judges_ai2.py DOLMA DATAMAP CRATES CASES TEXTS WEB",
            "peers": [f"allenai/dolma {peer_commits[0]}, tagger gopher_v1, rules of configs/dolma-v1_6/mixing/cc-head.yaml",
                      f"allenai/datamap-rs {peer_commits[1]}, filters of configs/all_dressed"],
            "figures": figures,
        }  # fmt: skip
        folder = here / "records" / (record["date"] + "_judges-ai2")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "record.json").write_text(json.dumps(record, indent=1) + "\n")
        (folder / "raw.log").write_text("\n".join(log) + "\n")
