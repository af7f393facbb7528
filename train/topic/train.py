#!/usr/bin/env python3
"""Learn the words that tell reports of conflict and truce from all other pages: data/reading/topic.tsv.

usage: train/topic/train.py SHARED [--program build/release/hudna] [--out data/reading/topic.tsv]

SHARED is the folder with data/fa-kes, data/re3d, data/muc and the sets of data/pages. On the topic: articles of FA-KES and
re3d, and our own texts of samples/ and tests/data. Off the topic: the English pages of the three page sets, but for those
with three or more of the plainest words of armed conflict, which nobody has sorted. A logistic regression over the
presence of lower-case words in windows of text; words that are mostly written with a capital (names) are left out, so that
it learns the topic and not the country. Standard library only, fixed seed: the same data give the same bytes. A minute.

A quarter of FA-KES and of the pages is left out by a hash of its name, MUC DEV is not learned from at all; the script
prints what would be lost and kept of both, and of the coded set tests/data/coded/test.
"""
import argparse
import collections
import csv
import glob
import hashlib
import json
import math
import os
import random
import re
import subprocess
import tarfile
import tempfile

WINDOW = 120          # words, as in src/reading/topic.cpp
THRESHOLD = -4.0      # of the log odds: below it in every window, a report is off the topic
PLAIN = re.compile(r"\b(ceasefire|cease-fire|truce|militants?|rebels?|hostages?|airstrikes?|air strikes?|shelling|gunmen|"
                   r"insurgents?|insurgency|peace talks|peace deal|militia|mortars?|genocide|warlords?|troops|soldiers|"
                   r"terrorists?|war crimes?)\b", re.IGNORECASE)
WORD = re.compile(r"[A-Za-z]{3,}")


def held_out(name):
    return hashlib.sha256(name.encode()).hexdigest()[0] in "0123"


def read_pages(program, paths):
    """(name, words) of the reporting of each English page."""
    out = []
    for begin in range(0, len(paths), 500):
        lines = subprocess.run([program, "page", "--json"] + paths[begin:begin + 500], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, check=False).stdout.decode().split("\n")
        for line in lines:
            if not line:
                continue
            page = json.loads(line)
            if page["report"]["language"][:2] not in ("en", ""):
                continue
            text = "\n".join(s["text"] for s in page["sections"] if s["kind"] in ("body", "heading", "caption"))
            out.append((os.path.basename(page["report"]["source"]), text))
    return out


def load(shared, program):
    on, off, ambiguous = [], [], 0
    csv.field_size_limit(1 << 30)
    with open(shared + "/data/fa-kes/dev.csv", encoding="utf-8", errors="replace") as file:
        for row in csv.DictReader(file):
            on.append(("fa-kes " + row["unit_id"], row["article_title"] + "\n" + row["article_content"], held_out(row["unit_id"])))
    for path in sorted(glob.glob(shared + "/data/re3d/*/documents.json")):
        with open(path, encoding="utf-8") as file:
            for line in filter(str.strip, file):
                row = json.loads(line)
                on.append((row["_id"], row["text"], False))
    own = sorted(glob.glob("samples/*.html") + glob.glob("samples/*.txt"))
    for name in ("dev", "dev2", "dev3"):
        own += sorted(glob.glob(f"tests/data/coded/{name}/*.txt") + glob.glob(f"tests/data/coded/{name}/*.html"))
    on += [(name, text, False) for name, text in read_pages(program, own)]
    with open("tests/data/samples/paragraphs.jsonl", encoding="utf-8") as file:
        on += [("paragraph", json.loads(line)["text"], False) for line in file]
    with tempfile.TemporaryDirectory() as folder:
        for name in ("fundus-fixtures", "trafilatura", "wcxb-dev"):
            tarfile.open(f"{shared}/data/pages/{name}.tar.xz").extractall(folder)
        paths = sorted(glob.glob(folder + "/*/html/*"))
        for name, text in read_pages(program, paths):
            if len(PLAIN.findall(text)) >= 3:
                ambiguous += 1
            elif text:
                off.append((name, text, held_out(name)))
    muc = []
    for path in sorted(glob.glob(shared + "/data/muc/dev/dev*")):
        with open(path, encoding="utf-8", errors="replace") as file:
            for message in re.split(r"\n(?=DEV-MUC3-\d+)", file.read()):
                if message.startswith("DEV-MUC3"):
                    muc.append((message[:13], message[13:].lower()))
    test = read_pages(program, sorted(glob.glob("tests/data/coded/test/*.txt") + glob.glob("tests/data/coded/test/*.html")))
    return on, off, ambiguous, muc, test


def vocabulary(texts):
    documents, forms, small = collections.Counter(), collections.Counter(), collections.Counter()
    for text in texts:
        words = WORD.findall(text)
        documents.update({word.lower() for word in words})
        forms.update(word.lower() for word in words)
        small.update(word.lower() for word in words if word.islower())
    return {word for word, count in documents.items() if count >= 6 and small[word] >= 0.7 * forms[word]}


def learn(on, off, words):
    rng = random.Random(20261122)
    examples = []
    for label, texts in ((1, on), (0, off)):
        for text in texts:
            tokens = [word.lower() for word in WORD.findall(text)]
            cuts = [tokens] if len(tokens) <= WINDOW else []
            for size in (30, 60, WINDOW, WINDOW):
                if len(tokens) > size:
                    for _ in range(2):
                        at = rng.randrange(len(tokens) - size)
                        cuts.append(tokens[at:at + size])
            for cut in cuts:
                features = sorted({word for word in cut if word in words})
                if features:
                    examples.append((label, features))
    weight, square = collections.defaultdict(float), collections.defaultdict(lambda: 1e-6)
    total = collections.defaultdict(float)
    bias, bias_square, bias_total, steps = 0.0, 1.0, 0.0, 0
    for epoch in range(8):
        rng.shuffle(examples)
        for label, features in examples:
            score = bias + sum(weight[word] for word in features)
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
            # A report lost is worse than a page read in vain.
            slope = (p - label) * (3.0 if label else 1.0)
            bias_square += slope * slope
            bias -= 0.1 * slope / math.sqrt(bias_square)
            for word in features:
                pull = slope + 0.002 * weight[word]
                square[word] += pull * pull
                weight[word] -= 0.15 * pull / math.sqrt(square[word])
        # The average of the later passes: single pages count for less.
        if epoch >= 3:
            steps += 1
            bias_total += bias
            for word in sorted(weight):
                total[word] += weight[word]
    rounded = {word: round(100 * value / steps) for word, value in total.items()}
    return {word: value for word, value in rounded.items() if abs(value) >= 5}, round(100 * bias_total / steps)


def score(text, weights, bias):
    """Log odds of the best window, as src/reading/topic.cpp takes it; None where there is too little to judge."""
    tokens = [word.lower() for word in WORD.findall(text)]
    if len(tokens) < WINDOW // 2:
        return None
    best = -10**9
    for at in range(0, len(tokens) - WINDOW // 2 + 1, WINDOW):
        best = max(best, bias + sum(weights.get(word, 0) for word in set(tokens[at:at + WINDOW])))
    return best / 100


def report(name, texts, weights, bias):
    scores = [score(text, weights, bias) for text in texts]
    lost = sum(s is not None and s < THRESHOLD for s in scores)
    print(f"{name}: {lost} of {len(scores)} are off the topic")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared")
    parser.add_argument("--program", default="build/release/hudna")
    parser.add_argument("--out", default="data/reading/topic.tsv")
    options = parser.parse_args()
    on, off, ambiguous, muc, test = load(options.shared, options.program)
    learned_on = [text for _, text, out in on if not out]
    learned_off = [text for _, text, out in off if not out]
    print(f"learning from {len(learned_on)} texts on the topic and {len(learned_off)} off it; {ambiguous} pages in between left out")
    weights, bias = learn(learned_on, learned_off, vocabulary(learned_on + learned_off))
    report("FA-KES, the quarter left out", [text for _, text, out in on if out], weights, bias)
    report("pages, the quarter left out", [text for _, text, out in off if out], weights, bias)
    report("MUC DEV, not learned from", [text for _, text in muc], weights, bias)
    report("tests/data/coded/test, not learned from", [text for _, text in test], weights, bias)
    with open(options.out, "w", encoding="utf-8") as file:
        file.write("# Which words tell a report of conflict or truce from other pages? Hundredths of log odds, by train/topic/train.py.\n"
                   "# A report is read when in some window of its words the sum of the different ones reaches the threshold.\n")
        file.write(f"*window\t{WINDOW}\n*threshold\t{round(100 * THRESHOLD)}\n*bias\t{bias}\n")
        for word in sorted(weights):
            file.write(f"{word}\t{weights[word]}\n")
    print(f"{len(weights)} words in {options.out}")


if __name__ == "__main__":
    main()
