"""What Dolma's own tagger and mixer rules make of documents: attributes of gopher_v1 as written (five digits), and who is dropped.

    python3 bench/peers/judges_dolma.py DOLMA OUT FILE.jsonl.gz...

DOLMA is a checkout of allenai/dolma; its tagger runs from there (without its compiled mixer, whose rules are read from the configuration
dolma-v1_6 and compared here). Needs msgspec. Writes one JSON object a document: values, decision (as configured), meant (as configured,
with the names of the most frequent n-grams that its tagger really writes).
"""

import gzip
import importlib
import json
import pathlib
import re
import sys
import types

dolma, out, files = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
for name in ("dolma", "dolma.core", "dolma.taggers"):  # packages without their __init__, which loads what is not needed
    package = types.ModuleType(name)
    package.__path__ = [str(dolma / "python" / name.replace(".", "/"))]
    sys.modules[name] = package
tagger = importlib.import_module("dolma.taggers.gopher").GopherTagger()
spec = importlib.import_module("dolma.core.data_types").InputSpec

mixer = (dolma / "configs/dolma-v1_6/mixing/cc-head.yaml").read_text()
rules = [
    (name, sign, float(limit))
    for name, sign, limit in re.findall(r"@\.gopher_rules__gopher_v1__(\w+)\[0\]\[2\]\s*([<>]=?)\s*([0-9.]+)", mixer)
]
assert len(rules) == 20, rules


def hit(values, rule, meant):
    name, sign, limit = rule
    if meant and re.fullmatch(r".*most_common_\dgram", name):
        name += "s"
    if name not in values:
        return False
    return values[name] < limit if sign == "<" else values[name] > limit


def first(values, meant):
    return next((f"{name} {sign} {limit}" for name, sign, limit in rules if hit(values, (name, sign, limit), meant)), "keep")


with open(out, "w", encoding="utf-8") as lines:
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as documents:
            for line in documents:
                document = json.loads(line)
                tags = tagger.tag(spec(id=document["id"], text=document["text"]))
                values = {name: spans[0][2] for name, spans in tags.items()}
                result = {"id": document["id"], "values": values, "decision": first(values, False), "meant": first(values, True)}
                lines.write(json.dumps(result) + "\n")
