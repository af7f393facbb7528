"""Text without trees for the second stage of training: news and war histories of ../shared/data as paragraphs.

    python3 train/raw_text.py ../shared/data OUT

Writes OUT/00.txt and so on, each short enough for one document. Test documents
of re3d are left out. Deterministic; the text is cut in the order of its sources
at --words."""
import argparse
import csv
import io
import json
import os
import re
import sys
import tarfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import treebank

COMMON = set("the of and to in that is was for on with as by at it from he be are".split())


def english(text):
    words = re.findall(r"[a-z]+", text.lower())
    return len(words) >= 40 and sum(w in COMMON for w in words) > 0.2 * len(words)


def re3d(data):
    for doc in treebank.read_re3d(os.path.join(data, "re3d")):
        if not doc["test"]:
            yield doc["text"]


def fa_kes(data):
    for row in csv.DictReader(open(os.path.join(data, "fa-kes/dev.csv"), encoding="utf-8", errors="replace")):
        yield row["article_content"]


def wikiwars(data):
    folder = os.path.join(data, "wikiwars/in")
    for name in sorted(os.listdir(folder)):
        text = open(os.path.join(folder, name), encoding="utf-8", errors="replace").read()
        m = re.search(r"<TEXT>(.*?)</TEXT>", text, re.S)
        yield re.sub(r"&amp;", "&", re.sub(r"<[^>]*>", "", m.group(1) if m else text))


def pages(data):
    for name in ("fundus-fixtures", "wcxb-dev"):
        with tarfile.open(os.path.join(data, "pages", name + ".tar.xz")) as tar:
            for member in tar:
                if member.name.endswith("gold.json"):
                    gold = json.load(io.TextIOWrapper(tar.extractfile(member), encoding="utf-8"))
                    for key in sorted(gold):
                        body = gold[key].get("body") or ""
                        yield body if isinstance(body, str) else "\n".join(body)
                    break


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("data")
    ap.add_argument("out")
    ap.add_argument("--words", type=int, default=400000)
    opt = ap.parse_args()
    os.makedirs(opt.out, exist_ok=True)
    words, part, size, out = 0, 0, 0, None
    for source in (re3d, fa_kes, wikiwars, pages):
        before = words
        for text in source(opt.data):
            if not english(text) or words > opt.words:
                continue
            for paragraph in re.split(r"\n\s*\n" if source is wikiwars else r"\n", text):
                line = " ".join(paragraph.split())
                if len(line) <= 40:
                    continue
                if out is None or size > 800000:
                    out = open(os.path.join(opt.out, "%02d.txt" % part), "w", encoding="utf-8")
                    part, size = part + 1, 0
                out.write(line + "\n\n")
                size += len(line.encode("utf-8")) + 2
                words += line.count(" ") + 1
        print("%s: %d words" % (source.__name__, words - before))


if __name__ == "__main__":
    main()
