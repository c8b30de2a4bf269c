"""What the filters of AI2's datamap-rs decide about documents, one by one, and the values of its repetition filter.

    python3 bench/peers/judges_datamap.py DATAMAP CRATES OUT FILE.jsonl.gz...

DATAMAP is a checkout of allenai/datamap-rs, CRATES a folder of crates (Debian's /usr/share/cargo/registry with librust-regex-dev,
librust-serde-json-dev, librust-anyhow-dev, librust-fxhash-dev, librust-unicode-segmentation-dev). The whole program needs crates that load
models; so a program is built here of its own filters (taken from src/map_fxn.rs and src/utils.rs as they are) and a main that calls them with
the settings of configs/all_dressed. With exact=1 before OUT each threshold is searched for, which gives the filters' own values.
Writes one JSON object a document.
"""

import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile

arguments = sys.argv[1:]
exact = "exact=1" in arguments
datamap, crates, out, *files = (a for a in arguments if a != "exact=1")
source = (pathlib.Path(datamap) / "src/map_fxn.rs").read_text()
utils = (pathlib.Path(datamap) / "src/utils.rs").read_text()
FILTERS = [
    "PageLenFilter", "WordLenFilter", "SymbolRatioFilter", "BulletFilter", "EllipsisLineRatioFilter", "AlphabeticWordRatioFilter",
    "StopWordFilter", "NewlineRemovalModifier", "MassiveWebRepetitionFilter",
]  # fmt: skip
OTHERS = ["LengthType", "CompatibleRollingHash"]


def items(text):
    """Top-level items: from their first line to the first line that is a lone closing brace."""
    found, start, lines = [], None, text.split("\n")
    for i, line in enumerate(lines):
        if start is None and re.match(r"(pub )?(struct|enum|impl|trait|fn)\b|#\[derive", line):
            start = i
        if start is not None and line.rstrip() == "}":
            found.append("\n".join(lines[start : i + 1]))
            start = None
    return found


def wanted(item):
    head = next(line for line in item.split("\n") if not line.startswith("#"))
    words = re.findall(r"\w+", head)
    return any(name in words for name in FILTERS + OTHERS)


parts = [i for i in items(source) if wanted(i)]
parts += [i for i in items(source) if re.match(r"pub trait DataProcessor", i)]
parts += [i for i in items(utils) if re.match(r"pub fn (json_get|json_set|get_default)\b|(pub )?trait FromValue|impl FromValue", i)]
assert any("trait DataProcessor" in p for p in parts), "no trait DataProcessor"

MAIN = r"""
fn keeps(filter: &dyn Fn(Value) -> Result<Option<Value>, Error>, text: &str) -> bool {
    filter(json!({"text": text})).unwrap().is_some()
}

/// The least non-negative float for which a test holds (it holds from there on).
fn least(test: &dyn Fn(f32) -> bool) -> f32 {
    let (mut low, mut high) = (0u32, f32::MAX.to_bits());
    while low < high {
        let middle = low + (high - low) / 2;
        if test(f32::from_bits(middle)) { high = middle } else { low = middle + 1 }
    }
    f32::from_bits(low)
}

fn main() {
    let exact = std::env::args().nth(1).unwrap() == "1";
    let words = PageLenFilter::new(&json!({"length_type": "word", "lower_bound": 50, "upper_bound": 100000, "ignore_punctuation": true})).unwrap();
    let chars = PageLenFilter::new(&json!({"length_type": "char", "lower_bound": 150, "ignore_punctuation": false})).unwrap();
    let mean = WordLenFilter::new(&json!({"lower_bound": 3, "upper_bound": 10})).unwrap();
    let mean_f = WordLenFilter::new(&json!({"lower_bound": 3.0, "upper_bound": 10.0})).unwrap();
    let symbols = SymbolRatioFilter::new(&json!({"max_symbol_to_word_ratio": 0.1})).unwrap();
    let bullets = BulletFilter::new(&json!({"max_bullet_ratio": 0.9})).unwrap();
    let ellipses = EllipsisLineRatioFilter::new(&json!({"max_ratio": 0.3})).unwrap();
    let letters = AlphabeticWordRatioFilter::new(&json!({"max_ratio": 0.2})).unwrap();
    let stop = StopWordFilter::new(&json!({"count_unique": false, "min_stop_word": 2})).unwrap();
    let newlines = NewlineRemovalModifier::new(&json!({"max_consecutive": 2})).unwrap();
    let repetition = MassiveWebRepetitionFilter::new(&json!({})).unwrap();
    let input = std::io::stdin();
    for line in input.lock().lines() {
        let document: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = document["text"].as_str().unwrap();
        let mut values = json!({});
        values["characters"] = json!(chars.calculate_length(text).unwrap());
        values["words"] = json!(words.calculate_length(text).unwrap());
        if exact {
            values["mean_word_length"] = json!(least(&|x| {
                !WordLenFilter { text_field: "text".into(), lower_bound: f32::from_bits(x.to_bits() + 1), upper_bound: f32::MAX }
                    .process(json!({"text": text})).unwrap().is_some()
            }));
            values["symbols_per_word"] = json!(least(&|x| SymbolRatioFilter { text_field: "text".into(), max_symbol_to_word_ratio: x }
                .process(json!({"text": text})).unwrap().is_some()));
            values["bullet_lines"] = json!(least(&|x| BulletFilter { text_field: "text".into(), max_bullet_ratio: x }
                .process(json!({"text": text})).unwrap().is_some()));
            values["ellipsis_lines"] = json!(least(&|x| EllipsisLineRatioFilter { text_field: "text".into(), max_ratio: x }
                .process(json!({"text": text})).unwrap().is_some()));
        }
        let shortened = newlines.process(json!({"text": text})).unwrap().unwrap();
        let shortened = shortened["text"].as_str().unwrap();
        let lines: Vec<&str> = shortened.split('\n').filter(|w| w.len() > 0).collect();
        let pars: Vec<&str> = shortened.split("\n\n").filter(|w| w.len() > 0).collect();
        let split: Vec<&str> = shortened.unicode_words().collect();
        let value = |of: &Vec<&str>, n: usize, weighted: bool| json!(MassiveWebRepetitionFilter::_rep_counter_fraction(of, n, weighted).unwrap());
        values["repeated_lines"] = value(&lines, 1, false);
        values["repeated_paragraphs"] = value(&pars, 1, false);
        values["repeated_line_bytes"] = value(&lines, 1, true);
        values["repeated_paragraph_bytes"] = value(&pars, 1, true);
        for n in 2..11 {
            values[format!("repeated_{}_gram_bytes", n)] = value(&split, n, true);
        }
        let decisions = json!({
            "page_len_filter": keeps(&|v| chars.process(v), text) && keeps(&|v| words.process(v), text),
            "word_len_filter": keeps(&|v| mean.process(v), text) && keeps(&|v| mean_f.process(v), text),
            "symbol_ratio_filter": keeps(&|v| symbols.process(v), text),
            "bullet_filter": keeps(&|v| bullets.process(v), text),
            "ellipsis_line_ratio_filter": keeps(&|v| ellipses.process(v), text),
            "alphabetic_word_ratio_filter": keeps(&|v| letters.process(v), text),
            "stop_word_filter": keeps(&|v| stop.process(v), text),
            "massive_web_repetition_filter": keeps(&|v| repetition.process(v), shortened),
        });
        println!("{}", json!({"id": document["id"], "values": values, "decisions": decisions}));
    }
}
"""
USES = """
#![allow(dead_code, unused_imports)]
use anyhow::{anyhow, Error, Result};
use fxhash::{FxHashMap, FxHasher};
use regex::Regex;
use serde::{de::DeserializeOwned, Serialize};
use serde_json::{json, Value};
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{Hash, Hasher};
use std::io::BufRead;
use unicode_segmentation::UnicodeSegmentation;
"""
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    (folder / "src").mkdir()
    (folder / "src/main.rs").write_text(USES + "\n\n".join(parts) + MAIN)
    (folder / "Cargo.toml").write_text(
        '[package]\nname = "filters"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nanyhow = "1"\nfxhash = "0.2"\nregex = "1"\n'
        'serde = { version = "1", features = ["derive"] }\nserde_json = "1"\nunicode-segmentation = "1"\n'
    )
    (folder / ".cargo").mkdir()
    (folder / ".cargo/config.toml").write_text(
        f'[source.crates-io]\nreplace-with = "here"\n[source.here]\ndirectory = "{crates}"\n'
    )
    subprocess.run(["cargo", "build", "--release", "--offline", "--quiet"], cwd=folder, check=True)
    with open(out, "w", encoding="utf-8") as lines:
        for file in files:
            with gzip.open(file, "rb") as documents:
                text = documents.read()
            done = subprocess.run([folder / "target/release/filters", "1" if exact else "0"], input=text, stdout=subprocess.PIPE, check=True)
            lines.write(done.stdout.decode("utf-8"))
