#!/usr/bin/env python3
"""Score `hudna read --json` against the sentences of tests/data/reading/*.jsonl.

usage: score_cases.py [--program build/release/hudna] [--rules DIR] [--misses] [--json] [FILE.jsonl …]

Each line is a short text with what a careful coder certainly codes (`expect`)
and what must not appear (`not`). Printed per file: recall of the expected
statements (kind and type agree, evidence overlaps), modality and slots among
those found, and the share of texts in which nothing forbidden appears.
"""
import argparse, json, re, subprocess, sys, tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from score_truth import ROOT, name_right, slot_right


def any_right(slot, wanted, statement):
    return any(slot_right(slot, one.strip(), statement) for one in str(wanted).split("|"))


def forbidden(rule, statement):
    return (rule["kind"] in ("*", statement["kind"]) and rule.get("type", statement["type"]) == statement["type"]
            and rule.get("modality", statement["modality"]) == statement["modality"])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("files", nargs="*", default=sorted(map(str, (ROOT / "tests/data/reading").glob("*.jsonl"))))
    ap.add_argument("--program", default=str(ROOT / "build/release/hudna"))
    ap.add_argument("--rules", help="a folder of rules in place of the compiled-in ones")
    ap.add_argument("--misses", action="store_true")
    ap.add_argument("--json", action="store_true")
    args = ap.parse_args()
    out = {}
    for file in args.files:
        rows = [json.loads(line) for line in Path(file).read_text().splitlines()]
        with tempfile.TemporaryDirectory() as folder:
            meta = ["path,published"]
            for i, row in enumerate(rows):
                (Path(folder) / f"c{i:05}.txt").write_text(row["text"] + "\n")
                meta.append(f"c{i:05}.txt,{row['date']}")
            (Path(folder) / "meta.csv").write_text("\n".join(meta) + "\n")
            command = [args.program, "read", "--json", "--meta", f"{folder}/meta.csv", folder]
            if args.rules:
                command += ["--rules", args.rules]
            done = subprocess.run(command, capture_output=True, text=True)
            reads = {Path(r["report"]["source"]).name: r for r in map(json.loads, done.stdout.splitlines())}
        n = dict.fromkeys(("expected", "found", "modality", "slots", "right", "texts", "clean", "made", "stray"), 0)
        for i, row in enumerate(rows):
            read = reads.get(f"c{i:05}.txt", {"statements": []})
            lines, data = [], row["text"].encode()
            used = set()
            for want in row["expect"]:
                n["expected"] += 1
                begin = data.find(want["quote"].encode())
                end = begin + len(want["quote"].encode())
                fits = [(s["modality"] in want.get("modality", [s["modality"]]), k) for k, s in enumerate(read["statements"])
                        if s["kind"] == want["kind"] and s["type"] == want["type"] and s["begin"] < end and begin < s["end"]]
                if not fits:
                    lines.append(f"  missed {want['kind']}/{want['type']} {want.get('modality')}: {want['quote'][:110]}")
                    continue
                n["found"] += 1
                good, k = max(fits)
                used.add(k)
                n["modality"] += good
                s = read["statements"][k]
                if not good:
                    lines.append(f"  modality of {want['type']}: want {want.get('modality')} got {s['modality']}")
                checks = {slot: any_right(slot, value, s) for slot, value in want.get("slots", {}).items() if slot in s}
                if want.get("said_by"):
                    checks["said_by"] = any(name_right(one, s["said_by"]) for one in want["said_by"].split("|"))
                for slot, right in checks.items():
                    n["slots"] += 1
                    n["right"] += right
                    if not right:
                        value = want["said_by"] if slot == "said_by" else want["slots"][slot]
                        lines.append(f"  wrong {want['type']}.{slot}: want {value} got {[(g.get('text'), g.get('edtf') or g.get('name')) for g in s[slot]]}")
            bad = [s for s in read["statements"] for rule in row.get("not", []) if forbidden(rule, s)]
            n["texts"] += 1
            n["clean"] += not bad
            lines += [f"  FORBIDDEN {s['kind']}/{s['type']} {s['modality']} {s['rule']}: {s['quote'][:90]}" for s in bad]
            for k, s in enumerate(read["statements"]):
                if s["kind"] in ("incident", "provision", "stage", "role"):
                    n["made"] += 1
                    n["stray"] += k not in used
            if args.misses and lines:
                print(f"{row['code']} {row['n']}: {row['text']}")
                print("\n".join(lines))
        ratio = lambda a, b: round(n[a] / n[b], 4) if n[b] else 0.0
        out[Path(file).stem] = {"expected": n["expected"], "recall": ratio("found", "expected"), "modality": ratio("modality", "found"),
                                "slots": ratio("right", "slots"), "clean": ratio("clean", "texts"), "made": n["made"], "unlisted": n["stray"]}
    print(json.dumps(out) if args.json else "\n".join(f"{k}: {json.dumps(v)}" for k, v in out.items()))


if __name__ == "__main__":
    main()
