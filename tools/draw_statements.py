#!/usr/bin/env python3
"""Draw statements at random, to be judged by a reader: precision by reading.

usage: draw_statements.py [--program build/release/hudna] [--rules DIR] [--seed N] [--count 100]
                          [--kinds incident,provision,stage,role] FILE.csv|FOLDER

FILE.csv has a row a report with the columns unit_id, article_title,
article_content and date (as FA-KES); FOLDER holds reports. Printed are the
statements with the sentence they stand in, numbered; the same seed draws the
same ones while the readings stay the same. A person then writes down the
numbers of the wrong ones: kind, type, mode or main actors not what the words say.
"""
import argparse, csv, json, random, re, subprocess, sys, tempfile
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def write_rows(path, folder):
    meta = ["path,published"]
    for row in csv.DictReader(open(path, encoding="utf-8", errors="replace")):
        name = re.sub(r"\W", "", row["unit_id"]) + ".txt"
        (Path(folder) / name).write_text(row["article_title"] + "\n\n" + row["article_content"] + "\n")
        try:
            meta.append(f"{name},{datetime.strptime(row['date'], '%m/%d/%Y'):%Y-%m-%d}")
        except ValueError:
            pass
    (Path(folder) / "meta.csv").write_text("\n".join(meta) + "\n")


def around(text, begin, end):
    """The sentence of the evidence, with the evidence in brackets."""
    left = max(text.rfind(b". ", 0, begin) + 2, text.rfind(b"\n", 0, begin) + 1, begin - 300)
    stop = [i for i in (text.find(b". ", end), text.find(b"\n", end)) if i >= 0] + [end + 200]
    part = text[left:begin] + b"[[" + text[begin:end] + b"]]" + text[end:min(stop) + 1]
    return re.sub(r"\s+", " ", part.decode(errors="replace"))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("source")
    ap.add_argument("--program", default=str(ROOT / "build/release/hudna"))
    ap.add_argument("--rules")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--count", type=int, default=100)
    ap.add_argument("--kinds", default="incident,provision,stage,role")
    args = ap.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = args.source
        command = [args.program, "read", "--json", *(["--rules", args.rules] if args.rules else [])]
        if args.source.endswith(".csv"):
            folder = made
            write_rows(args.source, made)
            command += ["--meta", f"{made}/meta.csv"]
        done = subprocess.run([*command, folder], capture_output=True, text=True)
        found = []
        for read in map(json.loads, done.stdout.splitlines()):
            source = Path(read["report"]["source"])
            text = source.read_bytes()
            for s in read["statements"]:
                if s["kind"] in args.kinds.split(",") and s["section"] == "body":
                    found.append((source.name, s["begin"], s["id"], s, text))
    found.sort(key=lambda one: one[:3])
    print(f"{len(found)} statements; seed {args.seed}")
    drawn = random.Random(args.seed).sample(found, min(args.count, len(found)))
    for n, (name, begin, _, s, text) in enumerate(drawn, 1):
        slots = "; ".join(f"{k}={' | '.join(g.get('text') or '(' + str(g.get('name') or g.get('edtf')) + ')' for g in s[k])}"
                          for k in ("actor", "target", "party", "object", "from", "to", "place", "weapon", "date", "deadline",
                                    "count", "deaths", "injured", "said_by") if s.get(k))
        print(f"\n{n}. {s['kind']}/{s['type']} {s['modality']} by {s['rule']} in {name}\n   {around(text, s['begin'], s['end'])}\n   {slots}")


if __name__ == "__main__":
    main()
