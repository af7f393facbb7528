#!/usr/bin/env python3
"""Score `hudna read --json` against the truth of the sample reports.

usage: score_truth.py [--program build/release/hudna] [--misses] [--json]

Reads samples/ against tests/data/samples/truth.jsonl, and the one-paragraph
texts of tests/data/samples/paragraphs.jsonl. Recall: kind and type agree and
the evidence overlaps the quoted words. Precision: the share of produced
incident, provision, stage and role statements that match. Slots: the share of
expected slots (and said_by, modality) that are right over matched statements.
Names match when all content words of one side stand in the other.
"""
import argparse, json, re, subprocess, sys, tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DROPPED = {"the", "a", "an", "of", "and", "in", "'s", "’s"}
FIGURES = ("count", "deaths", "injured")
PRECISION_KINDS = ("incident", "provision", "stage", "role")


def words(text):
    text = re.sub(r"\([^)]*\)", " ", str(text))
    return {w for w in re.findall(r"[\w’']+", text.lower().replace("-", " ")) if w not in DROPPED}


def name_right(wanted, got):
    for one in re.split(r"[,/;]", re.sub(r"\([^)]*\)", "", wanted)):
        a = words(one)
        for g in got:
            for key in ("text", "name"):
                b = words(g.get(key) or "")
                if a and b and (a <= b or b <= a):
                    return True
    return False


def slot_right(slot, wanted, statement):
    got = statement.get(slot) or []
    if slot in FIGURES:
        digits = re.findall(r"\d[\d,]*", wanted)
        for g in got:
            if digits and int(digits[0].replace(",", "")) in (g.get("low"), g.get("high"), g.get("best")):
                return True
            if not digits and wanted.lower() in str(g.get("text", "")).lower():
                return True
        return False
    if slot in ("date", "deadline"):
        return any(str(g.get("edtf") or "-").split("T")[0].strip("~") == wanted.split("T")[0].strip("~") for g in got)
    if slot == "duration":
        return any(re.sub(r"\D", "", str(g.get("iso"))) == re.sub(r"\D", "", wanted) or str(g.get("text")) == wanted for g in got)
    return name_right(wanted, got)


def score(truth, read, show, tally):
    used = set()
    for want in truth:
        best = None
        for i, s in enumerate(read["statements"]):
            if s["kind"] != want["kind"] or s["type"] != want["type"]:
                continue
            shared = min(s["end"], want["end"]) - max(s["begin"], want["begin"])
            if shared <= 0 or s["end"] - s["begin"] > 3 * (want["end"] - want["begin"]) + 200:
                continue
            key = (i not in used, s["modality"] in want["modality"], shared)
            if best is None or key > best[0]:
                best = (key, i)
        tally["wanted"] += 1
        if best is None:
            show(f"  missed {want['id']} {want['kind']}/{want['type']} {want['modality']}: {want['quote'][:100]}")
            continue
        used.add(best[1])
        tally["found"] += 1
        s = read["statements"][best[1]]
        checks = {k: slot_right(k, v, s) for k, v in want["slots"].items() if k in s}
        if want.get("said_by"):
            checks["said_by"] = name_right(want["said_by"], s["said_by"])
        checks["modality"] = s["modality"] in want["modality"]
        for slot, right in checks.items():
            tally["slots"] += 1
            tally["right"] += right
            if not right:
                wanted = want["modality"] if slot == "modality" else want.get("said_by") if slot == "said_by" else want["slots"][slot]
                got = s["modality"] if slot == "modality" else [(g.get("text"), g.get("edtf") or g.get("name")) for g in s.get(slot, [])]
                show(f"  wrong {want['id']} {want['type']}.{slot}: want {wanted} got {got}")
    for i, s in enumerate(read["statements"]):
        if s["kind"] in PRECISION_KINDS and s["section"] == "body":
            tally["made"] += 1
            tally["good"] += i in used
            if i not in used:
                show(f"  extra {s['kind']}/{s['type']} {s['modality']} {s['rule']}: {s['quote'][:100]}")


def figures(tally):
    ratio = lambda a, b: round(a / b, 4) if b else 0.0
    return {"recall": ratio(tally["found"], tally["wanted"]), "precision": ratio(tally["good"], tally["made"]),
            "slots": ratio(tally["right"], tally["slots"]), "statements": tally["wanted"]}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--program", default=str(ROOT / "build/release/hudna"))
    ap.add_argument("--misses", action="store_true")
    ap.add_argument("--rules", help="a folder of rules in place of the compiled-in ones")
    ap.add_argument("--json", action="store_true")
    args = ap.parse_args()
    show = (lambda line: print(line)) if args.misses and not args.json else (lambda line: None)

    def read(arguments):
        done = subprocess.run([args.program, "read", "--json", *(["--rules", args.rules] if args.rules else []), *arguments],
                              capture_output=True, text=True)
        return {Path(r["report"]["source"]).name: r for r in map(json.loads, done.stdout.splitlines())}

    empty = lambda: dict.fromkeys(("wanted", "found", "made", "good", "slots", "right"), 0)
    samples, paragraphs = empty(), empty()
    truth = {}
    for line in (ROOT / "tests/data/samples/truth.jsonl").read_text().splitlines():
        row = json.loads(line)
        truth.setdefault(row["file"], []).append(row)
    reports = sorted(p for p in (ROOT / "samples").iterdir() if p.suffix in (".html", ".txt"))
    for name, got in sorted(read(["--meta", str(ROOT / "samples/meta.csv"), *map(str, reports)]).items()):
        show(name)
        score(truth.get(name, []), got, show, samples)
    with tempfile.TemporaryDirectory() as folder:
        rows = [json.loads(l) for l in (ROOT / "tests/data/samples/paragraphs.jsonl").read_text().splitlines()]
        meta = ["path,published"]
        for row in rows:
            name = f"p{row['n']:03}.txt"
            (Path(folder) / name).write_text(row["text"] + "\n")
            meta.append(f"{name},{row['published']}")
            for s in row["statements"]:
                at = row["text"].encode().find(s["quote"].encode())
                s["begin"], s["end"] = at, at + len(s["quote"].encode())
        (Path(folder) / "meta.csv").write_text("\n".join(meta) + "\n")
        got = read(["--meta", f"{folder}/meta.csv", *(f"{folder}/p{row['n']:03}.txt" for row in rows)])
        for row in rows:
            show(f"paragraph {row['n']}: {row['text'][:80]}")
            if f"p{row['n']:03}.txt" in got:
                score(row["statements"], got[f"p{row['n']:03}.txt"], show, paragraphs)
            else:
                paragraphs["wanted"] += len(row["statements"])
    out = {"samples": figures(samples), "paragraphs": figures(paragraphs)}
    print(json.dumps(out) if args.json else "\n".join(f"{k}: {json.dumps(v)}" for k, v in out.items()))


if __name__ == "__main__":
    main()
