#!/usr/bin/env python3
"""Count how many ways of telling a thing are read: every verb of a family with every subject, in every aspect.

usage: score_paradigms.py [--program build/release/hudna] [--rules DIR] [--family NAME] [--misses N] [--floor SHARE] [--json]

tests/data/reading/paradigms.toml holds the families. Of a family with more than 700 sentences a fixed sample is read.
Printed per family: the share of sentences that are read as one of its codes, with the verbs, aspects and subjects that
are missed most (over 15 %). These sentences are plain; the share says which constructions are known, not how well
real text is read. Exit code 1 where a family is below --floor.
"""
import argparse, collections, json, random, subprocess, sys, tempfile, tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST = 700


def sentences(family, aspects):
    """(verb, aspect, subject, sentence) of each way to tell it."""
    rows = [("", "", "", s + ".") for s in family.get("sentences", [])]
    rows += [(p, "", s, f"{s} {p}.") for p in family.get("predicates", []) for s in family["subjects"]]
    names = family.get("aspects", list(aspects))
    for b, p, n, g in family.get("verbs", []):
        for subject in family["subjects"]:
            for name in names:
                told = aspects[name].format(b=b, p=p, n=n, g=g)
                tail = family["tails"][len(rows) % len(family["tails"])]
                rows.append((b, name, subject, f"{subject} {told} {tail}."))
    return random.Random(3).sample(rows, MOST) if len(rows) > MOST else rows


def read(program, rules, lead, rows):
    """The statements of each row's own sentence."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for i, row in enumerate(rows):
            text = f"Truce in Marib\n\n12 May 2018\n\n{lead}{row[3]}\n"
            file.write(json.dumps({"url": f"http://paradigm.example/{i}", "text": text}) + "\n")
        file.flush()
        command = [program, "read", "--json", "--any-topic", file.name] + (["--rules", rules] if rules else [])
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode > 1:
            sys.exit(done.stderr.strip())
    out = []
    for row, line in zip(rows, done.stdout.splitlines(), strict=True):
        own = row[3][:-1]
        out.append([s for s in json.loads(line)["statements"] if " ".join(s["quote"].split())[:25] in own])
    return out


def most_missed(misses, all_rows, column):
    total = collections.Counter(row[column] for row in all_rows if row[column])
    missed = collections.Counter(row[column] for row in misses if row[column])
    rows = sorted(((missed[k] / total[k], k) for k in missed), key=lambda x: (-x[0], x[1]))
    return [f"{k} {missed[k]}/{total[k]}" for share, k in rows if share > 0.15][:8]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--program", default=str(ROOT / "build/release/hudna"))
    ap.add_argument("--rules", help="a folder of rules on top of the compiled-in ones")
    ap.add_argument("--family")
    ap.add_argument("--misses", type=int, default=0)
    ap.add_argument("--floor", type=float, default=0)
    ap.add_argument("--json", action="store_true")
    args = ap.parse_args()
    data = tomllib.loads((ROOT / "tests/data/reading/paradigms.toml").read_text())
    out, low = {}, []
    for family in data["family"]:
        if args.family not in (None, family["name"]):
            continue
        rows = sentences(family, data["aspects"])
        misses = []
        for row, statements in zip(rows, read(args.program, args.rules, data["lead"], rows)):
            if family.get("deaths"):
                right = any(s["deaths"] for s in statements)
            else:
                right = any(f"{s['kind']}.{s['type']}" in family["codes"] for s in statements)
            if not right:
                misses.append(row)
        share = 1 - len(misses) / len(rows)
        out[family["name"]] = {"sentences": len(rows), "read": round(share, 4)}
        if share < args.floor:
            low.append(family["name"])
        if args.json:
            continue
        print(f"{family['name']:16} {share:.3f} of {len(rows)}")
        for column, name in ((0, "verbs"), (1, "aspects"), (2, "subjects")):
            if missed := most_missed(misses, rows, column):
                print(f"    {name}: {', '.join(missed)}")
        for row in random.Random(5).sample(misses, min(args.misses, len(misses))):
            print(f"    missed: {row[3]}")
    if args.json:
        print(json.dumps(out))
    if low:
        print(f"below the floor of {args.floor}: {', '.join(low)}", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
