#!/usr/bin/env python3
"""Ours beside what people would use instead, on the same work in the same run. Not part of the tests; nothing fails by time.

  python3 tests/bench/bench.py --prefix PREFIX [--real] [--out FOLDER] [--only WORDS] [--small]

PREFIX is an installed minislurm. --real: Debian's Slurm too, started from its packages in a private folder. xargs is
always there, task-spooler where it is installed. Prints a table, each target beside its figure; writes FOLDER/bench.json
and FOLDER/growth.svg.
"""
import argparse
import pathlib
import shutil
import sys
import tempfile

from compare import machine, real, report, rows
from compare.ours import Ours


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prefix", required=True)
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--out", default="bench-out")
    parser.add_argument("--only", default="", help="words; rows whose name has one of them")
    parser.add_argument("--small", action="store_true", help="leave out the largest size of each row")
    parser.add_argument("--build", default="", help="a build tree with the target bench: more rows")
    return parser.parse_args()


def measure(systems, chosen, figures, settings):
    for make in systems:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="bench-", dir="/var/tmp"))  # on a disk: syncs are a part of it
        folder.chmod(0o755)
        try:
            with make(folder / "system") as system:
                for row in chosen:
                    rows.measure(row, system, figures, settings)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def main():
    settings = arguments()
    words = settings.only.split()
    chosen = [row for row in rows.ROWS if not words or any(word in row.name for word in words)]
    systems = [lambda folder: Ours(settings.prefix, folder)]
    notes = []
    if settings.real and not real.missing():
        systems.append(real.Real)
    else:
        notes.append("Debian's Slurm not measured: " + (real.missing() or "without --real"))
    if not shutil.which("tsp"):
        notes.append("task-spooler not measured: not installed (apt install task-spooler)")
    figures = report.Figures(machine.describe(settings.prefix), notes, pathlib.Path(settings.out))
    measure(systems, chosen, figures, settings)
    figures.machine["load_after"] = machine.load()
    figures.write(rows.ROWS)
    print(figures.table(rows.ROWS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
