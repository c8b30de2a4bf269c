#!/usr/bin/env python3
"""Record: what is left of the figures of extraction and of language identification when their settings are chosen without seeing the pages
or sentences that are scored.

    python3 bench/overfit.py WEB LANGUAGES

WEB is the article extraction benchmark (html/*.html.gz, ground-truth.json.gz), LANGUAGES the language test set. Needs a build
(./socle --version) or SOCLE_CLASSPATH. Writes bench/records/<date>_extraction-language/raw.log.
"""

import datetime
import os
import pathlib
import re
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parent.parent
web, languages = sys.argv[1:3]
java = subprocess.run(
    ["sh", "-c", ". .mvn/jdk.sh && find_jdk25 && printf %s \"$JAVA_HOME\""], cwd=root, capture_output=True, text=True, check=True
).stdout
classpath = os.environ.get("SOCLE_CLASSPATH", "socle-core/target/socle-core-0.1.0.jar:socle-core/target/lib/*")
log = [subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True).stdout.strip()]
with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    package = root / "socle-core/src/main/java/eu/socle/data/read/html"
    for source in package.glob("*.java"):  # the constants become variables, nothing else changes
        text = re.sub(r"(private )?static final (double|int|List<String>|Set<String>) ([A-Z_]+) =", r"static \2 \3 =", source.read_text())
        (scratch / source.name).write_text(text)
    sources = [str(f) for f in scratch.glob("*.java")]
    subprocess.run([java + "/bin/javac", "-nowarn", "-cp", classpath, "-d", str(scratch / "classes"), *sources], cwd=root, check=True)
    for name, path, arguments in (
        ("ExtractionChoice", f"{scratch}/classes:{classpath}", [web]),
        ("LanguageChoice", classpath, [languages, str(scratch / "text")]),
    ):
        done = subprocess.run(
            [java + "/bin/java", "-Xmx1500m", "-XX:+UseSerialGC", "-cp", path, f"bench/src/{name}.java", *arguments],
            cwd=root, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        print(done.stdout, flush=True)
        if done.returncode:
            sys.exit(done.returncode)
        log += [name, done.stdout]
folder = root / "bench/records" / (datetime.date.today().isoformat() + "_extraction-language")
folder.mkdir(parents=True, exist_ok=True)
(folder / "raw.log").write_text("\n".join(log))
