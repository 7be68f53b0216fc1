#!/usr/bin/env python3
"""Runs the EXAMPLES of a manual page as they stand, in one shell, in a fresh folder, with a fresh controller.

  examples.py MAN PREFIX PAGE      MAN is the folder of the pages, PREFIX an installation, PAGE such as sbatch.1

A line that begins with `$ ` is a command, also after .Dl; one that ends with a backslash goes on in the next. What stands
below a command is what it prints, to the letter; a script below `$ cat FILE` is written first. A command must end with 0,
within BOUND, without a message of an error; one that is to show a failure says so itself: `...; echo $?`.
"""
import os
import pathlib
import re
import select
import shlex
import signal
import subprocess
import sys

from private_controller import PrivateController

BOUND = 30  # seconds that a command may take; what examples do takes a few, on a busy machine a few more
CPUS = 2    # the smallest machine that the examples are meant for, whatever the test runs on
ESCAPES = {r"\e": "\\", r"\-": "-", r"\&": "", r"\(aq": "'", r"\(dq": '"', r"\(ha": "^", r"\(ti": "~"}


class Example:
    def __init__(self, line, command):
        self.line = line
        self.command = command
        self.shown = []

    def add(self, text):
        if self.command.endswith("\\") and not self.shown:
            self.command += "\n" + text
        else:
            self.shown.append(text)


def plain(text):
    """A line of mdoc's literal text as the reader sees it."""
    return re.sub(r"\\(?:\(..|.)", lambda found: ESCAPES[found[0]], text)


def examples_of(page):
    found, section, literal = [], "", False
    for number, line in enumerate(page.read_text().splitlines(), start=1):
        if line.startswith((".Sh ", ".Bd", ".Ed")):
            section = line[4:] if line.startswith(".Sh ") else section
            literal = line.startswith(".Bd -literal")
        elif section != "EXAMPLES":
            continue
        elif re.match(r"\.Dl \$ ", line) or (literal and line.startswith("$ ")):
            found.append(Example(number, plain(line.partition("$ ")[2])))
        elif literal:
            assert found, f"{page.name}:{number}: no command precedes {line!r}"
            found[-1].add(plain(line))
    return found


class Shell:
    """One bash for all commands of a page, for what they set; in a process group of its own, to be killed as a whole."""

    def __init__(self, own):
        self.streams = [own.folder / "stdout", own.folder / "stderr"]
        self.status, self.told = os.pipe()
        self.bash = subprocess.Popen(["bash", "--norc", "-o", "pipefail"], stdin=subprocess.PIPE, text=True,
                                     cwd=own.work, env=own.environment, pass_fds=[self.told], start_new_session=True)
        os.close(self.told)

    def run(self, command):
        """The exit status, None where the command hung or took the shell with it, and what it wrote to stdout and stderr."""
        for stream in self.streams:
            stream.write_text("")
        out, err = self.streams
        self.bash.stdin.write(f"eval {shlex.quote(command)} </dev/null >{out} 2>{err} {self.told}>&-; echo $? >&{self.told}\n")
        self.bash.stdin.flush()
        said = select.select([self.status], [], [], BOUND)[0] and os.read(self.status, 16)
        return int(said) if said else None, *(stream.read_text(errors="replace") for stream in self.streams)

    def end(self):
        try:
            os.killpg(self.bash.pid, signal.SIGKILL)  # not waited for yet, thus still ours
        except ProcessLookupError:
            pass
        self.bash.wait()


def given_script(example, folder):
    """Where the script goes whose text the page gives, or None."""
    named = re.fullmatch(r"cat ([\w.-]+)", example.command)
    return folder / named[1] if named and "".join(example.shown[:1]).startswith("#!") else None


def complaint(example, shell, folder):
    """Runs one example; what is wrong with it, or None."""
    path = given_script(example, folder)
    if path:
        path.write_text("\n".join(example.shown) + "\n")
    status, printed, errors = shell.run(example.command)
    if status is None:
        return f"has not ended after {BOUND} s, or ended the shell\n{printed}{errors}"
    if status != 0:
        return f"ended with {status}\n{printed}{errors}"
    if re.search(r"^\w+: error: ", errors, re.MULTILINE):
        return f"complained\n{errors}"
    if example.shown and printed.splitlines() != example.shown:
        return f"printed\n{printed}{errors}where the page shows\n" + "\n".join(example.shown)
    return None


def main():
    man, prefix, name = sys.argv[1:]
    examples = examples_of(pathlib.Path(man) / name)
    assert examples, f"{name} has no examples"
    with PrivateController(prefix) as own:
        own.run("slurmctld", "--total-cpus", CPUS, "--total-mem", "4GB")
        shell = Shell(own)
        try:
            for example in examples:
                wrong = complaint(example, shell, own.work)
                assert not wrong, f"{name}:{example.line}: {example.command}\n{wrong}"
        finally:
            shell.end()


main()
