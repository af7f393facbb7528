#!/usr/bin/env python3
"""Builds the record of the FA-KES articles and writes what it adds up to.

usage: tools/fa_kes_report.py CSV [--hudna build/release/hudna] [--out docs/fa-kes-report.md]
                              [--verdicts docs/fa-kes-verdicts.tsv] [--pairs FILE] [--seed 7] [--work FOLDER]

The report lists events that several outlets tell of (by day and place), their tolls by outlet, and the
contradictions; words of the articles are not copied. --pairs writes 50 merges and 50 non-merges, drawn with the
seed, with their quotes, for a person to read; what the person found goes to the verdicts file, one line a pair
(statement, statement, merged or apart, right or wrong, cause), and from there into the report.
"""
import argparse
import csv
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict

MONTHS = {m: i + 1 for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split())}


def date_of(row):
    """The day at the head of the article in any of its outlets' forms; else the column, which is often wrong."""
    head = row["article_content"][:140]
    for pattern, order in ((r"\b(\d{1,2})[ -]*([A-Z][a-z]{2})[a-z]*[ -]*(20\d\d)", "dmy"),
                           (r"\b([A-Z][a-z]{2})[a-z]* (\d{1,2}) ?(20\d\d)", "mdy"),
                           (r"\b(\d{1,2})[-.](\d{1,2})[-.](20\d\d)", "dmy")):
        for found in re.finditer(pattern, head):
            parts = dict(zip(order, found.groups()))
            month = parts["m"] if parts["m"].isdigit() else MONTHS.get(parts["m"].lower())
            if month and 1 <= int(month) <= 12 and 1 <= int(parts["d"]) <= 31:
                return "%s-%02d-%02d" % (parts["y"], int(month), int(parts["d"]))
    month, day, year = row["date"].split("/")
    return "%s-%02d-%02d" % (year, int(month), int(day))


def build(options, folder):
    pages = os.path.join(folder, "pages")
    os.makedirs(pages, exist_ok=True)
    meta = os.path.join(folder, "meta.csv")
    with open(options.csv, encoding="utf-8", errors="replace", newline="") as source, \
            open(meta, "w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(["path", "url", "outlet", "published"])
        for n, row in enumerate(csv.DictReader(source)):
            path = os.path.join(pages, "%03d-%s.txt" % (n, row["source"]))
            with open(path, "w", encoding="utf-8") as page:
                page.write(row["article_title"].strip() + "\n\n" + row["article_content"].strip() + "\n")
            table.writerow([path, "", row["source"], date_of(row)])
    record = os.path.join(folder, "fa-kes.hudna")
    if os.path.exists(record):
        os.remove(record)
    subprocess.run([options.hudna, "build", pages, "--meta", meta, "--out", record, "-j", "1"], check=True,
                   stderr=open(os.path.join(folder, "build.log"), "w"))
    rows = defaultdict(list)
    for line in subprocess.run([options.hudna, "dump", record], check=True, capture_output=True).stdout.splitlines():
        for key, value in json.loads(line.decode("utf-8", "surrogateescape")).items():
            rows[key].append(value)
    return rows


def is_event(row):
    return not (row["denied"] or row["condition"] or row["aggregate"] or row["modality"] == "historical")


class Record:
    def __init__(self, rows):
        self.rows = rows
        self.reports = {row["id"]: row for row in rows["report_row"]}
        self.statements = {row["id"]: row for row in rows["statement_row"]}
        self.places = {row["id"]: row for row in rows["place"]}
        self.quotes = {}
        for report in rows["report"]:
            for stmt in report["statements"]:
                self.quotes[stmt["id"]] = " ".join(stmt["evidence"]["quote"].split())
        self.events = [row for row in rows["incident"] if is_event(row)]

    def outlet(self, statement):
        return self.reports[self.statements[statement]["report"]]["outlet"]

    def outlets(self, row):
        return sorted({self.outlet(s) for s in row["statements"]})

    def place(self, row):
        return self.places[row["places"][0]["value"]]["name"] if row["places"] else "no place"

    def tolls(self, row, slot):
        """Outlet -> figures as reported."""
        out = defaultdict(set)
        for figures in row["figures"]:
            if figures["slot"] != slot:
                continue
            for figure in figures["figures"]:
                best = figure["best"] if figure["best"] is not None else figure["low"]
                if best is not None:
                    sign = {"more": ">", "at_least": ">=", "less": "<", "at_most": "<=", "approx": "~"}.get(
                        figure["quantity"]["op"], "")
                    out[self.outlet(figure["statement"])].add(
                        sign + str(figure["quantity"]["low"] if sign in (">", ">=") else best))
        return {key: "/".join(sorted(values)) for key, values in sorted(out.items())}


def draw(record, seed):
    """50 merges between reports, and 50 pairs of events near each other that were kept apart."""
    rng = random.Random(seed)
    merges, apart = [], []
    by_place = defaultdict(list)
    for row in record.events:
        for merge in row["merges"]:
            if record.statements[merge["kept"]]["report"] != record.statements[merge["joined"]]["report"]:
                merges.append((merge["kept"], merge["joined"]))
        if row["time"]["value"]["min"] and row["places"]:
            by_place[row["places"][0]["value"]].append(row)
    for place in sorted(by_place):
        rows = by_place[place]
        for i, one in enumerate(rows):
            for two in rows[i + 1:]:
                a, b = one["time"]["value"], two["time"]["value"]
                near = a["min"] <= b["max"] and b["min"] <= a["max"]
                if near and set(one["reports"]).isdisjoint(two["reports"]):
                    apart.append((rng.choice(one["statements"]), rng.choice(two["statements"])))
    return rng.sample(merges, min(50, len(merges))), rng.sample(apart, min(50, len(apart)))


def write_report(record, options, out):
    rows = record.rows
    shared = [row for row in record.events if len(row["reports"]) > 1]
    shared.sort(key=lambda row: (-len(record.outlets(row)), row["time"]["value"]["min"] or "", row["id"]))
    put = lambda *text: print(*text, file=out)
    put("# What the FA-KES articles add up to\n")
    put("Made by `tools/fa_kes_report.py ../shared/data/fa-kes/dev.csv`; no words of the articles are copied. The articles")
    put("are from Salem et al., FA-KES (CC BY 4.0), which was made for another purpose: its `date` column is often wrong, so")
    put("the day at the head of each text is taken, and its `labels` are not used.\n")
    groups = Counter(len(row["members"]) for row in rows["source_group"])
    put("| | |\n| --- | --- |")
    put("| articles | %d, of %d outlets |" % (len(rows["report_row"]), len({r["outlet"] for r in rows["report_row"]})))
    put("| texts told apart from their copies | %d |" % len(rows["source_group"]))
    put("| statements | %d |" % len(rows["statement_row"]))
    put("| incidents (single events) | %d, of which %d in several articles |" % (len(record.events), len(shared)))
    put("| lasting, summed, earlier and denied ones, kept apart | %d |" % (len(rows["incident"]) - len(record.events)))
    put("| totals over a time or an area, never added to incidents | %d |" % len(rows["tally"]))
    put("| agreements | %d |" % len(rows["agreement"]))
    put("| points on which sources differ | %d |\n" % len(rows["contradiction"]))
    put("Groups of articles with one text, by size: " + ", ".join("%d × %d" % (n, size) for size, n in sorted(groups.items())) + ".\n")

    put("## Events told by several articles, by day and place\n")
    put("`killed` gives each outlet's figures.\n")
    put("| day | place | event | articles | outlets | killed |\n| --- | --- | --- | --- | --- | --- |")
    for row in shared:
        tolls = record.tolls(row, "deaths")
        put("| %s | %s | %s | %d | %s | %s |" % (
            row["time"]["value"]["edtf"] or "?", record.place(row), row["type"].replace("_", " "), len(row["reports"]),
            ", ".join(record.outlets(row)), "; ".join("%s %s" % item for item in tolls.items())))

    put("\n## Contradictions\n")
    put("| about | kind | positions (origins) | suggested explanation |\n| --- | --- | --- | --- |")
    for row in rows["contradiction"]:
        about = re.sub(r"[|\n]", " ", row["about"])
        positions = []
        for p in row["positions"]:
            value = p["value"] if len(p["value"]) <= 30 else p["value"][:30] + "…"
            positions.append("%s (%d: %s)" % (value, p["origins"], ", ".join(sorted({record.outlet(s) for s in p["statements"]}))))
        put("| %s | %s | %s | %s |" % (about, row["kind"], " / ".join(positions), row["explanation"].replace("_", " ")))

    if options.verdicts and os.path.exists(options.verdicts):
        put("\n## 50 merges and 50 non-merges, read one by one\n")
        put("Drawn with seed %d: merges of statements of two articles, and pairs of events of one place and time that were" % options.seed)
        put("kept apart. Read on the record of the day the table was made; the pairs are in `%s`. Most of the merges" % options.verdicts)
        put("of this table had been read before, when the causes of wrong ones were looked for: other text may do worse.\n")
        with open(options.verdicts, encoding="utf-8", newline="") as source:
            verdicts = [line.rstrip("\n").split("\t") for line in source if line.strip() and not line.startswith("#")]
        put("| | read | right | share |\n| --- | --- | --- | --- |")
        for kind in ("merged", "apart"):
            some = [v for v in verdicts if v[2] == kind]
            right = sum(v[3] == "right" for v in some)
            put("| %s | %d | %d | %.0f %% |" % (kind, len(some), right, 100.0 * right / max(1, len(some))))
        causes = Counter((v[2], v[4]) for v in verdicts if v[3] != "right")
        put("\n| wrong | cause | pairs |\n| --- | --- | --- |")
        for (kind, cause), n in sorted(causes.items(), key=lambda item: (-item[1], item[0])):
            put("| %s | %s | %d |" % (kind, cause, n))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv")
    parser.add_argument("--hudna", default="build/release/hudna")
    parser.add_argument("--out", default="docs/fa-kes-report.md")
    parser.add_argument("--verdicts", default="docs/fa-kes-verdicts.tsv")
    parser.add_argument("--pairs")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--work")
    options = parser.parse_args()
    if not os.path.exists(options.csv):
        print("no FA-KES table at " + options.csv, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        record = Record(build(options, options.work or temporary))
    if options.pairs:
        merges, apart = draw(record, options.seed)
        with open(options.pairs, "w", encoding="utf-8", errors="replace") as out:
            for kind, pairs in (("merged", merges), ("apart", apart)):
                for n, (one, two) in enumerate(pairs, 1):
                    print("%s %d" % (kind, n), file=out)
                    for s in (one, two):
                        row = record.statements[s]
                        report = record.reports[row["report"]]
                        where = [e for e in record.events if s in e["statements"]][0]
                        print("  %s %s %s %s | %s | %s | %s" % (s, row["type"], report["outlet"], report["published"],
                              where["time"]["value"]["edtf"], record.place(where), record.quotes[s]), file=out)
    with open(options.out, "w", encoding="utf-8", errors="replace") as out:
        write_report(record, options, out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
