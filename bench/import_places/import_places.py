#!/usr/bin/env python3
"""How long and how much memory does `hudna data places` take for a large dump?

usage: import_places.py [--program build/release/hudna] [--rows 1000000]

Writes a made-up dump of GeoNames' 19 columns, compiles it, opens it with --data,
and prints seconds (CPU) and megabytes (largest) of both.
"""
import argparse, random, resource, subprocess, tempfile
from pathlib import Path

SYLLABLES = "ba ra ka to mi su la ne do gar bel shi fo zu ha vin tor el um qa".split()


def name(rng):
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 5))).capitalize()


def measured(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, after.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/release/hudna")
    parser.add_argument("--rows", type=int, default=1_000_000)
    args = parser.parse_args()
    rng = random.Random(5)
    kinds = [("P", "PPL")] * 12 + [("S", "SCH"), ("H", "STM"), ("T", "MT"), ("A", "ADM3")]
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "made-up.txt"
        with dump.open("w") as out:
            for i in range(args.rows):
                kind, code = rng.choice(kinds)
                own, further = name(rng), ",".join(name(rng) for _ in range(rng.randint(0, 4)))
                out.write(f"{20_000_000 + i}\t{own}\t{own}\t{further}\t{rng.uniform(-60, 70):.5f}\t"
                          f"{rng.uniform(-180, 180):.5f}\t{kind}\t{code}\tML\t\t{rng.randint(1, 9):02d}\t\t\t\t"
                          f"{rng.choice([0, 0, 120, 900, 20000])}\t\t200\tAfrica/Bamako\t2020-01-01\n")
        size = dump.stat().st_size / 1e6
        cpu, memory = measured([args.program, "data", "places", str(dump), "--out", folder])
        print(f"compiled {args.rows} rows, {size:.0f} MB: {cpu:.1f} s, {memory:.0f} MB at most")
        dump.unlink()
        cpu, memory = measured([args.program, "ground", "Shells hit the town of Taiz in Yemen.", "--data", folder])
        table = (Path(folder) / "places" / "made-up.bin").stat().st_size / 1e6
        print(f"a run with the table of {table:.0f} MB on top: {cpu:.1f} s, at most {memory:.0f} MB in either")


main()
