"""known_names.py INPUTS > data/language/known.tsv: names that WordNet 3.0 has, as clues for the name tagger.

Persons and places: instances of its classes noun.person and noun.location; organisations: whatever noun.group writes
with capitals."""
import os
import sys

HEAD = """# Names that general knowledge has (kind TAB name): clues of a word for the name tagger, never a fact by themselves.
# Made by train/known_names.py from WordNet 3.0, Copyright 2006 by Princeton University; WordNet licence (see NOTICE).
"""
SMALL = ("of", "the", "for", "and", "in", "on", "to", "de", "&", "-")


def main():
    rows = set()
    for line in open(os.path.join(sys.argv[1], "wordnet/data.noun"), encoding="latin-1"):
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
            if kind == "organisation" and not all(w[:1].isupper() or w in SMALL for w in name.split()):
                continue
            rows.add((kind, name))
    print(HEAD + "\n".join("%s\t%s" % row for row in sorted(rows)))


if __name__ == "__main__":
    main()
