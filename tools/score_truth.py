#!/usr/bin/env python3
"""Score `hudna read --json` against the truth of the sample reports.

usage: score_truth.py [--program build/release/hudna] [--rules DIR] [--truth DIR [--texts DIR] [--strict]] [--misses] [--json]

Reads samples/ against tests/data/samples/truth.jsonl, and the one-paragraph
texts of tests/data/samples/paragraphs.jsonl. With --truth it reads the .txt
and .html files of that folder against its truth.jsonl instead (meta.csv and
allowed.jsonl are used where the folder has them), and prints each report too.
Recall: kind and type agree and the evidence overlaps the quoted words.
Precision: the share of produced incident, provision, stage and role statements
that match. Slots: the share of expected slots (and said_by, modality) that are
right over matched statements. Names match when all content words of one side
stand in the other.

A row of truth may carry two further keys. "also" lists codes (kind.type) that
are as right for the same words; where one of them matched, a name may stand in
any name slot, because another code asks for it under another name. "optional"
marks a row whose absence is no miss. A row of allowed.jsonl (file, begin, end)
is a passage whose statements count neither way; with "codes", only those of
these codes. --strict ignores all three, as if nobody had weighed the other code.

A folder with a sources.csv (file, from, id, published, outlet, sha256) has codes
of texts that may not be copied into the repository: --texts names the folder
(../shared) that they are cut from, and without it the script says so and stops.
Rows of such a folder have offsets and no quote.
"""
import argparse, csv, hashlib, json, re, subprocess, sys, tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DROPPED = {"the", "a", "an", "of", "and", "in", "'s", "’s"}
FIGURES = ("count", "deaths", "injured")
NAME_SLOTS = ("actor", "target", "party", "object", "from", "to", "place", "weapon")
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
    if slot == "deadline":
        # "by June 5" may be written ../2018-06-05 or, as the gold does, 2018-06-05; a term counts by its end.
        day = lambda text: text.split(" (")[0].split("/")[-1].split("T")[0].strip("~") or text
        return any(day(str(g.get("edtf") or "-")) == day(wanted) for g in got)
    if slot == "date":
        return any(str(g.get("edtf") or "-").split("T")[0].strip("~") == wanted.split("T")[0].strip("~") for g in got)
    if slot == "duration":
        return any(re.sub(r"\D", "", str(g.get("iso"))) == re.sub(r"\D", "", wanted) or str(g.get("text")) == wanted for g in got)
    return name_right(wanted, got)


def shared_bytes(statement, passage):
    """The bytes both cover; 0 also where the statement's evidence is far longer than the passage."""
    if statement["end"] - statement["begin"] > 3 * (passage["end"] - passage["begin"]) + 200:
        return 0
    return max(0, min(statement["end"], passage["end"]) - max(statement["begin"], passage["begin"]))


def best_match(want, code, statements, used):
    best = None
    for i, s in enumerate(statements):
        shared = shared_bytes(s, want) if f"{s['kind']}.{s['type']}" == code else 0
        if shared:
            key = (i not in used, s["modality"] in want["modality"], shared)
            if best is None or key > best[0]:
                best = (key, i)
    return best


def any_name_slot(statement, slots):
    """The statement with each of these slots holding the names of all slots."""
    names = [g for slot in NAME_SLOTS for g in statement.get(slot) or []]
    return {**statement, **{k: names for k in slots if k in NAME_SLOTS}}


def score(truth, read, show, tally, allowed=()):
    used = set()
    for want in truth:
        best = best_match(want, f"{want['kind']}.{want['type']}", read["statements"], used)
        exact = best is not None
        for code in want.get("also", ()):
            other = best_match(want, code, read["statements"], used)
            if other and best and other[1] not in used:
                used.add(other[1])  # Both codes are right: the second is no mistake.
            best = best or other
        if best is None and want.get("optional"):
            continue
        tally["wanted"] += 1
        if best is None:
            show(f"  missed {want['id']} {want['kind']}/{want['type']} {want['modality']}: {want['quote'][:100]}")
            continue
        used.add(best[1])
        tally["found"] += 1
        s = read["statements"][best[1]] if exact else any_name_slot(read["statements"][best[1]], want["slots"])
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
            code = f"{s['kind']}.{s['type']}"
            if i not in used and any(shared_bytes(s, a) and code in a.get("codes", [code]) for a in allowed):
                continue
            tally["made"] += 1
            tally["good"] += i in used
            if i not in used:
                show(f"  extra {s['kind']}/{s['type']} {s['modality']} {s['rule']}: {s['quote'][:100]}")


def figures(tally):
    ratio = lambda a, b: round(a / b, 4) if b else 0.0
    return {"recall": ratio(tally["found"], tally["wanted"]), "precision": ratio(tally["good"], tally["made"]),
            "slots": ratio(tally["right"], tally["slots"]), "statements": tally["wanted"]}


def rows_by_file(path):
    rows = {}
    for line in path.read_text().splitlines():
        row = json.loads(line)
        rows.setdefault(row["file"], []).append(row)
    return rows


def shared_text(path, ident):
    """The bytes that offsets into text `ident` count: a row of a CSV or a line of JSON under its title, the sentences of a
    treebank's document (a line a paragraph), or the body of a MUC message."""
    if path.suffix == ".csv":
        with open(path, encoding="utf-8", errors="replace", newline="") as source:
            row = next(r for r in csv.DictReader(source) if r["unit_id"] == ident)
        return f"{row['article_title'].strip()}\n\n{row['article_content'].strip()}\n".encode()
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".json":
        row = next(r for r in map(json.loads, text.splitlines()) if r["_id"] == ident)
        return f"{row['title'].strip()}\n\n{row['text'].strip()}\n".encode()
    if path.suffix == ".conllu":
        document = re.search(rf"(?ms)^# newdoc id = {re.escape(ident)}\n(.*?)(?=^# newdoc |\Z)", text)[1]
        paragraphs = [" ".join(re.findall(r"(?m)^# text = (.*)", part)) for part in re.split(r"(?m)^# newpar", document)]
        return ("\n\n".join(p for p in paragraphs if p) + "\n").encode()
    return re.search(rf"(?ms)^{ident} [^\n]*\n(.*?)(?=^[A-Z0-9]+-MUC\d-\d+ |\Z)", text)[1].strip("\n").encode() + b"\n"


def write_shared(sources, texts, folder):
    """Writes the texts that sources.csv lists, and their meta.csv, into `folder`; says what is not there."""
    rows = list(csv.DictReader(sources.read_text().splitlines()))
    missing = sorted({r["from"] for r in rows if not (texts / r["from"]).exists()})
    if missing:
        print(f"skipped: {', '.join(missing)} not found under {texts}; name their folder with --texts")
        return False
    with open(folder / "meta.csv", "w", newline="") as out:
        meta = csv.writer(out)
        meta.writerow(["path", "outlet", "published"])
        for row in rows:
            text = shared_text(texts / row["from"], row["id"])
            if hashlib.sha256(text).hexdigest() != row["sha256"]:
                sys.exit(f"{row['file']}: not the text that was coded; its offsets would be wrong")
            (folder / row["file"]).write_bytes(text)
            meta.writerow([row["file"], row["outlet"], row["published"]])
    return True


def main():
    with tempfile.TemporaryDirectory() as texts:
        run(Path(texts))


def run(made_here):
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--program", default=str(ROOT / "build/release/hudna"))
    ap.add_argument("--misses", action="store_true")
    ap.add_argument("--rules", help="a folder of rules in place of the compiled-in ones")
    ap.add_argument("--truth", type=Path, help="a folder of reports with its truth.jsonl in place of the samples")
    ap.add_argument("--texts", type=Path, default=ROOT.parent / "shared", help="where the texts of a folder with a sources.csv are cut from")
    ap.add_argument("--strict", action="store_true", help="ignore also, optional and allowed")
    ap.add_argument("--json", action="store_true")
    args = ap.parse_args()
    show = (lambda line: print(line)) if args.misses and not args.json else (lambda line: None)

    def read(arguments):
        done = subprocess.run([args.program, "read", "--json", *(["--rules", args.rules] if args.rules else []), *arguments],
                              capture_output=True, text=True)
        return {Path(r["report"]["source"]).name: r for r in map(json.loads, done.stdout.splitlines())}

    empty = lambda: dict.fromkeys(("wanted", "found", "made", "good", "slots", "right"), 0)
    folder = args.truth or ROOT / "samples"
    truth = rows_by_file((args.truth or ROOT / "tests/data/samples") / "truth.jsonl")
    allowed = rows_by_file(folder / "allowed.jsonl") if (folder / "allowed.jsonl").exists() else {}
    if args.strict:
        allowed = {}
        truth = {f: [{k: v for k, v in r.items() if k not in ("also", "optional")} for r in rows] for f, rows in truth.items()}
    if (folder / "sources.csv").exists():
        if not write_shared(folder / "sources.csv", args.texts, made_here):
            return
        folder = made_here
        for name, rows in truth.items():
            for row in rows:
                row["quote"] = " ".join((folder / name).read_bytes()[row["begin"]:row["end"]].decode(errors="replace").split())
    meta = ["--meta", str(folder / "meta.csv")] if (folder / "meta.csv").exists() else []
    reports = sorted(p for p in folder.iterdir() if p.suffix in (".html", ".txt"))
    got, samples, each = read([*meta, *map(str, reports)]), empty(), {}
    for name in (p.name for p in reports):
        show(name)
        each[name] = empty()
        score(truth.get(name, []), got.get(name, {"statements": []}), show, each[name], allowed.get(name, ()))
        samples = {key: samples[key] + each[name][key] for key in samples}
    if args.truth:
        out = {**{name: figures(tally) for name, tally in each.items()}, "all": figures(samples)}
        print(json.dumps(out) if args.json else "\n".join(f"{k}: {json.dumps(v)}" for k, v in out.items()))
        return
    paragraphs = empty()
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
