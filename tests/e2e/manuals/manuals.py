#!/usr/bin/env python3
"""The manual pages against the programs. Prints what is missing; exit 1 where something is.

  manuals.py MAN lint              every page passes mandoc's lint
  manuals.py MAN options PROGRAM   what PROGRAM --help lists is in its page
  manuals.py MAN columns PROGRAM   likewise its letters and fields (--helpformat, --helpFormat)
  manuals.py MAN verbs PROGRAM     likewise its verbs (help)
  manuals.py MAN keys FOLDER       every key of slurm.conf that the tables in FOLDER know is in slurm.conf(5)
  manuals.py MAN schema FILE       the schema that slurmctld(8) shows is that of FILE
"""
import os
import pathlib
import re
import subprocess
import sys

MAN = pathlib.Path(sys.argv[1])


def rendered(page):
    """The page as plain text, in one line."""
    text = subprocess.run(["mandoc", "-Tascii", page], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s+", " ", re.sub(r".\x08", "", text))


def page_of(program):
    return next(MAN.glob(f"{pathlib.Path(program).name}.[1-8]"))


def answer(program, *arguments):
    environment = dict(os.environ, MINISLURM_AUTOSTART="0")
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=True, env=environment).stdout


def has_word(text, word):
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)


def lint():
    for page in sorted(MAN.glob("*.[1-8]")):
        run = subprocess.run(["mandoc", "-Tlint", "-Wwarning", page], capture_output=True, text=True)
        yield from run.stdout.splitlines()


def options(program):
    page = page_of(program)
    text = rendered(page)
    listed = answer(program, "-h" if page.name == "slurmctld.8" else "--help")
    found = set()
    for line in listed.splitlines():
        match = re.match(r"\s+(-\w)?,?\s*(--[\w-]+)?", line)
        found |= {word for word in match.groups() if word} if match else set()
    assert len(found) > 3, f"{program} lists no options"
    yield from (f"{page.name}: {word} is missing" for word in sorted(found) if not has_word(text, word))


def columns(program):
    page = page_of(program)
    text = rendered(page)
    calls = {"squeue": [["--helpformat"], ["--helpFormat"], ["-s", "--helpformat"], ["-s", "--helpFormat"]]}
    found = set()
    for call in calls.get(page.stem, [["--helpformat"]]):
        found |= set(answer(program, *call).split())
    assert len(found) > 30, f"{program} lists no columns"
    yield from (f"{page.name}: {word} is missing" for word in sorted(found) if not has_word(text, word))


def verbs(program):
    text = rendered(page_of(program))
    for line in answer(program, "help").splitlines():
        if not has_word(text, line.split()[0]):
            yield f"{page_of(program).name}: {line.split()[0]} is missing"


def keys(folder):
    text = rendered(MAN / "slurm.conf.5")
    for name in ("setting_table", "node_keys", "partition_keys"):
        table = (pathlib.Path(folder) / f"{name}.cpp").read_text()
        for key in re.findall(r'^    \{"(\w+)", ', table, re.M):
            if not has_word(text, key):
                yield f"slurm.conf.5: {key} is missing"


def schema(file):
    tables = re.search(r'R"sql\((.*?)\)sql"', pathlib.Path(file).read_text(), re.S)[1].strip("\n")
    if tables not in (MAN / "slurmctld.8").read_text():
        yield "slurmctld.8: the schema differs from " + file


RULES = {"lint": lint, "options": options, "columns": columns, "verbs": verbs, "keys": keys, "schema": schema}


def main():
    missing = list(RULES[sys.argv[2]](*sys.argv[3:]))
    print("\n".join(missing))
    sys.exit(1 if missing else 0)


main()
