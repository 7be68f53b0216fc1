#!/usr/bin/env python3
"""The house rules that a compiler does not check. Prints each breach as FILE:LINE: what; exit 1 where there is one.

  lint.py ROOT layers   who includes whom, against layers.txt
  lint.py ROOT pure     pure rooms: no clock, I/O, threads, logs
  lint.py ROOT size     files of at most 600 lines
  lint.py ROOT marks    no unfinished work, no switched-off tests, no sleeping tests, no process exit outside main
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1]).resolve()
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')
STANDARD = re.compile(r"^[a-z_0-9]+$|^(sys|netinet|arpa|linux|bits)/.*\.h$|^[a-z_0-9]+\.h$")
IMPURE = re.compile(r"^(thread|mutex|condition_variable|future|fstream|iostream|filesystem|unistd\.h|fcntl\.h|sys/(?!wait\.h).*|"
                    r"pthread\.h|spdlog/.*|boost/asio.*)$")
CLOCK = re.compile(r"\b(system_clock|steady_clock|high_resolution_clock)::now|\b(time|gettimeofday|clock_gettime)\(")


def sources(*tops):
    for top in tops:
        for path in sorted((ROOT / top).rglob("*")):
            if path.suffix in (".cpp", ".h"):
                yield path


def rooms():
    found = []
    for line in (ROOT / "tests/lint/layers.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        head, allowed = line.split(":", 1)
        name, *marks = head.split()
        found.append((name, "pure" in marks, allowed.split()))
    return sorted(found, key=lambda room: -len(room[0]))  # the most specific first


def room_of(path, table):
    text = path.relative_to(ROOT).as_posix()
    return next((room for room in table if text.startswith(room[0] + "/")), None)


def own_room(name, included):
    """Folders of commands never include each other: the room of commands/squeue/x.h is commands/squeue."""
    return "/".join(included.split("/")[:2]) if name == "commands" else name


def layers():
    table = rooms()
    for path in sources("libcommon", "slurmctld", "commands"):
        room = room_of(path, table)
        if room is None:
            yield path, 1, "stands in no room of layers.txt"
            continue
        name, _, allowed = room
        mine = own_room(name, path.relative_to(ROOT).as_posix())
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = INCLUDE.match(line)
            if not match or STANDARD.match(match[2]) and match[2] not in ("sqlite3.h",):
                continue
            target = match[2]
            if not any(target == place or target.startswith(place + "/") for place in [mine, *allowed]):
                yield path, number, f"{mine} may not include {target}"


def pure():
    table = rooms()
    for path in sources("libcommon", "slurmctld"):
        room = room_of(path, table)
        if room is None or not room[1]:
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = INCLUDE.match(line)
            if match and IMPURE.match(match[2]):
                yield path, number, f"{room[0]} is pure and may not include {match[2]}"
            if CLOCK.search(line.split("//")[0]):
                yield path, number, f"{room[0]} is pure and may not read a clock"


def size():
    for path in sources("libcommon", "slurmctld", "commands", "tests"):
        count = len(path.read_text().splitlines())
        if count > 600:
            yield path, count, f"{count} lines: two ideas?"


MARKS = [
    (re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|not implemented"), "unfinished work"),
    (re.compile(r"GTEST_SKIP|\bDISABLED_"), "a test switched off"),
    (re.compile(r"\b(sleep_for|sleep_until|usleep|nanosleep)\b"), "sleeping"),
    (re.compile(r"(?<![\w.:>])(std::)?(exit|quick_exit)\(\s*\w*\s*\)"), "the process ends outside main"),
]


def marks():
    for path in sources("libcommon", "slurmctld", "commands", "tests"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            code = re.sub(r'"(\\.|[^"\\])*"', '""', line).split("//")[0]
            for pattern, what in MARKS:
                if pattern.search(code) and not (what.startswith("the process") and path.name == "main.cpp"):
                    yield path, number, what


RULES = {"layers": layers, "pure": pure, "size": size, "marks": marks}


def main():
    if len(sys.argv) != 3 or sys.argv[2] not in RULES:
        sys.exit(__doc__)
    breaches = list(RULES[sys.argv[2]]())
    for path, number, what in breaches:
        print(f"{path.relative_to(ROOT)}:{number}: {what}")
    sys.exit(1 if breaches else 0)


main()
