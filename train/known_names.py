"""known_names.py INPUTS > data/language/known.tsv: names that general knowledge has, as clues for the name tagger.

WordNet 3.0: persons and places are instances of its classes noun.person and noun.location, organisations whatever
noun.group writes with capitals, surnames the last words of its persons. name-suggestion-index: chains of shops, banks
and eating houses, lines and operators of the English-speaking countries or of the whole world. simple-icons: makes.
compromise: organisations, teams and surnames of its word list. @stdlib first names: what parents call a child."""
import glob
import json
import os
import re
import subprocess
import sys

HEAD = """# Names that general knowledge has (kind TAB name): clues of a word for the name tagger, never a fact by themselves.
# Made by train/known_names.py from WordNet 3.0, Copyright 2006 by Princeton University (WordNet licence), name-suggestion-index
# (BSD-3-Clause), simple-icons (CC0), compromise (MIT) and @stdlib first names (PDDL, CC0); see NOTICE.
"""
SMALL = ("of", "the", "for", "and", "in", "on", "to", "de", "&", "-")
ENGLISH = {"001", "us", "gb", "ca", "au", "nz", "ie", "in", "za", "ng", "ke", "ph", "sg", "pk"}


def capitals(name):
    return all(w[:1].isupper() or w[:1].isdigit() or w in SMALL for w in name.split())


def wordnet(inputs, rows):
    for line in open(os.path.join(inputs, "wordnet/data.noun"), encoding="latin-1"):
        if line.startswith(" "):
            continue
        cols = line.split(" | ")[0].split(" ")
        instance = "@i" in cols
        kind = {"18": "person" if instance else None, "15": "place" if instance else None, "14": "organisation"}.get(cols[1])
        if kind is None:
            continue
        for k in range(int(cols[3], 16)):
            name = cols[4 + 2 * k].replace("_", " ")
            if len(name) < 2 or not name[0].isupper():
                continue
            if kind == "organisation" and not capitals(name):
                continue
            rows.add((kind, name))
            last = name.split()[-1]
            if kind == "person" and " " in name and last.isalpha() and last.istitle() and len(last) > 2:
                rows.add(("family", last))


def brands(inputs, rows):
    (path,) = glob.glob(os.path.join(inputs, "npm/name-suggestion-index-*/package/dist/json/nsi.json"))
    for key, group in json.load(open(path, encoding="utf-8"))["nsi"].items():
        if key.startswith("flags"):
            continue
        for item in group["items"]:
            where = {str(x).split("-")[0].split(".")[0] for x in item["locationSet"].get("include", [])}
            if where & ENGLISH:
                rows.add(("brand", re.sub(r"\s*\(.*", "", item["displayName"])))
    (path,) = glob.glob(os.path.join(inputs, "npm/simple-icons-*/package/data/simple-icons.json"))
    for item in json.load(open(path, encoding="utf-8")):
        rows.add(("brand", item["title"]))


def words(inputs, rows):
    """compromise writes its lists in small letters; a name has capitals."""
    (path,) = glob.glob(os.path.join(inputs, "npm/compromise-*/package/builds/two/compromise-two.cjs"))
    out = subprocess.run(["node", "-e", "console.log(JSON.stringify(require(%s).model().one.lexicon))" % json.dumps(os.path.abspath(path))],
                         stdout=subprocess.PIPE, check=True).stdout
    kinds = {"Organization": "organisation", "SportsTeam": "organisation", "LastName": "family", "Person": "person"}
    for word, tags in json.loads(out).items():
        kind = kinds.get(tags if isinstance(tags, str) else tags[0])
        if kind:
            rows.add((kind, " ".join(w if w in SMALL else w[:1].upper() + w[1:] for w in word.split())))
    for path in sorted(glob.glob(os.path.join(inputs, "npm/*first-names*/package/data/names.json"))):
        for name in json.load(open(path, encoding="utf-8")):
            rows.add(("given", name))


def main():
    rows = set()
    wordnet(sys.argv[1], rows)
    brands(sys.argv[1], rows)
    words(sys.argv[1], rows)
    rows = {(kind, name) for kind, name in rows if len(name) > 1 and (kind != "brand" or (capitals(name) and name.isascii()))}
    print(HEAD + "\n".join("%s\t%s" % row for row in sorted(rows)))


if __name__ == "__main__":
    main()
