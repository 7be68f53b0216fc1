#!/usr/bin/env python3
"""Runs libFuzzer's programs, one after the other, each for a time, and says what came of it.

    cmake --preset fuzz && cmake --build --preset fuzz
    tests/fuzz/fuzz.py --seconds 60             # all targets, a minute each
    tests/fuzz/fuzz.py --seconds 600 requests   # one

What is found is kept: inputs that reach new code in BUILD/corpus/NAME, inputs that crash in BUILD/crashes. A crash's
input belongs into seeds/NAME.seeds when its cause is mended.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LONGEST = {"slurm_conf": 16384}  # bytes of an input; else 4096


def targets_of(build):
    return sorted(path.stem for path in (build / "tests/fuzz").glob("*.list"))


def corpus_of(build, name):
    """The folder of known inputs, with the seeds in it."""
    folder = build / "corpus" / name
    folder.mkdir(parents=True, exist_ok=True)
    seeds = (build / f"tests/fuzz/{name}.list").read_text().split("\n")
    subprocess.run([build / f"tests/fuzz/replay_{name}", "--write", folder, *filter(None, seeds)], check=True)
    return folder


def fuzz(build, name, seconds):
    """True where nothing was found."""
    crashes = build / "crashes"
    crashes.mkdir(exist_ok=True)
    log = crashes / f"{name}.log"
    command = [build / f"tests/fuzz/fuzz_{name}", corpus_of(build, name), f"-max_total_time={seconds}", "-timeout=10",
               "-rss_limit_mb=2048", f"-max_len={LONGEST.get(name, 4096)}", f"-artifact_prefix={crashes}/{name}.",
               "-print_final_stats=1"]
    environment = dict(os.environ, UBSAN_OPTIONS="print_stacktrace=1")
    with open(log, "wb") as out:
        code = subprocess.run(command, stdout=out, stderr=out, env=environment).returncode
    text = log.read_text(errors="replace")
    stats = dict(re.findall(r"stat::(\w+): +(\d+)", text))
    coverage = re.findall(r"cov: (\d+)", text)
    print(f"{name:15} {stats.get('number_of_executed_units', '?'):>10} runs, {coverage[-1] if coverage else '?':>6} edges, "
          f"{stats.get('peak_rss_mb', '?'):>5} MB  {'good' if code == 0 else f'FOUND SOMETHING: see {log}'}", flush=True)
    return code == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build-fuzz")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("targets", nargs="*")
    arguments = parser.parse_args()
    known = targets_of(arguments.build)
    if not known or not set(arguments.targets) <= set(known):
        sys.exit(f"fuzz.py: targets in {arguments.build}: {' '.join(known) or 'none; build the preset fuzz first'}")
    results = [fuzz(arguments.build, name, arguments.seconds) for name in arguments.targets or known]
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
