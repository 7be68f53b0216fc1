#!/usr/bin/env python3
"""Types at a real interactive bash, presses TAB, and reads what stands on the line then.

  completion.py PREFIX DATADIR direct|packaged

direct: the file is sourced; packaged: bash-completion finds it under the command's name, as on a user's machine.
"""
import os
import pathlib
import pty
import select
import subprocess
import sys
import time

from private_controller import PATIENCE, PrivateController

PREFIX, DATA, LOADING = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3]
COMPLETIONS = PREFIX / DATA / "bash-completion" / "completions"
TAB, ALL, SHOW, CLEAR = "\t", "\x1b*", "\x18p", "\x05\x15"  # M-*: insert all completions; C-x p: ours; C-e C-u

# C-x p prints the line between marks that no echo of the typing can hold.
START = r"""
PS1='ready> ' PROMPT_COMMAND=
bind 'set bell-style none' 'set enable-bracketed-paste off' 'set completion-query-items 0' 'set page-completions off'
bind 'set show-all-if-ambiguous off'
show() { printf '\1%s\2' "$READLINE_LINE"; }
bind -x '"\C-xp": show'
"""


class Shell:
    def __init__(self, own, loading):
        start = own.work / "start"
        load = {"direct": f"source {COMPLETIONS}/sbatch",
                "packaged": "source /usr/share/bash-completion/bash_completion"}[loading]
        start.write_text(START + load + "\nprintf '\\1started\\2'\n")
        environment = dict(own.environment, XDG_DATA_DIRS=f"{PREFIX / DATA}:/usr/share", TERM="dumb", INPUTRC="/dev/null", COLUMNS="500")
        self.terminal, theirs = pty.openpty()
        self.process = subprocess.Popen(["bash", "--norc", "--noprofile", "-i"], stdin=theirs, stdout=theirs, stderr=theirs,
                                        cwd=own.work, env=environment, start_new_session=True)
        os.close(theirs)
        self.type(f"source {start}\n")
        self.marked()

    def type(self, text):
        os.write(self.terminal, text.encode())

    def marked(self):
        """What stands between the next pair of marks."""
        seen, end = b"", time.monotonic() + PATIENCE
        while b"\2" not in seen:
            ready = select.select([self.terminal], [], [], max(0, end - time.monotonic()))[0]
            if not ready:
                raise AssertionError(f"bash said only {seen!r}")
            seen += os.read(self.terminal, 65536)
        return seen.partition(b"\1")[2].partition(b"\2")[0].decode()

    def line(self, typed, key=TAB):
        """The line after typing and pressing the key."""
        self.type(typed + key + SHOW)
        shown = self.marked()
        self.type(CLEAR)
        return shown

    def offers(self, typed):
        """All completions of the last word, without what bash leaves alone: that up to the last = or :."""
        line = self.line(typed, ALL)
        last = typed.split(" ")[-1]
        kept = typed[:len(typed) - len(last)] + last[:max(last.rfind("="), last.rfind(":")) + 1]
        assert line.startswith(kept), f"{typed!r} became {line!r}"
        return line[len(kept):].split()

    def close(self):
        self.type("\x05\x15exit\n")
        os.close(self.terminal)
        self.process.wait(PATIENCE)


class Failures(list):
    def same(self, what, got, wanted):
        if got != wanted:
            self.append(f"{what}: {got!r}, not {wanted!r}")

    def among(self, what, got, wanted):
        if not set(wanted) <= set(got):
            self.append(f"{what}: {got!r} without {sorted(set(wanted) - set(got))!r}")


def options(shell, bad):
    bad.same("a long option", shell.line("squeue --part"), "squeue --partitions=")
    bad.same("an option that many share", shell.line("sbatch --cpus-per-t"), "sbatch --cpus-per-task=")
    bad.among("options of sbatch", shell.offers("sbatch --mem"), ["--mem=", "--mem-per-cpu=", "--mem-per-gpu="])
    for command in ("sbatch", "srun", "salloc", "squeue", "sinfo", "scontrol", "scancel", "sacct", "sacctmgr", "sreport", "seff", "sstat", "sdiag", "sprio", "sshare", "sattach", "sbcast"):
        bad.among(f"options of {command}", shell.offers(f"{command} --"), ["--help", "--version"])
    bad.same("an option without a value", shell.line("squeue --nohe"), "squeue --noheader ")
    bad.same("a state", shell.line("squeue -t pend"), "squeue -t pending ")
    bad.same("a state behind =", shell.line("squeue --states=suspe"), "squeue --states=suspended ")
    bad.same("a verb", shell.line("scontrol reconf"), "scontrol reconfigure ")
    bad.among("what can be shown", shell.offers("scontrol show "), ["job", "node", "partition", "config"])


def cluster(shell, bad, node, jobs, name):
    bad.same("a partition", shell.line("squeue -p deb"), "squeue -p debug ")
    bad.same("a partition behind =", shell.line("sbatch --partition=vir"), "sbatch --partition=virtual ")
    bad.same("partitions", shell.offers("sbatch --partition="), ["debug", "virtual"])
    bad.same("a list of partitions", shell.line("sinfo -p debug,vir"), "sinfo -p debug,virtual ")
    bad.same("a list behind =", shell.line("sbatch --partition=debug,vir"), "sbatch --partition=debug,virtual ")
    bad.same("jobs to cancel", sorted(shell.offers("scancel ")), jobs)
    bad.same("jobs to show", sorted(shell.offers("scontrol show job ")), jobs)
    bad.same("jobs to list", sorted(shell.offers("squeue -j ")), jobs)
    bad.same("jobs to hold", sorted(shell.offers("scontrol hold ")), jobs)
    bad.same("a job to change", sorted(shell.offers("scontrol update JobId=")), jobs)
    bad.same("jobs to wait for", sorted(shell.offers("sbatch -d afterok:")), jobs)
    bad.among("nodes", shell.offers("scontrol show node "), [node, "vnode1", "vnode8"])
    bad.same("a node", shell.line("scontrol show node vnode3"), "scontrol show node vnode3 ")
    bad.same("nodes to exclude", shell.offers("sbatch -x vnode"), [f"vnode{index}" for index in range(1, 9)])
    bad.same("a list of nodes", shell.line("sinfo -n vnode1,vnode7"), "sinfo -n vnode1,vnode7 ")
    bad.same("a node to change", shell.line("scontrol update NodeName=vnode5"), "scontrol update NodeName=vnode5 ")
    bad.same("partitions to change", shell.offers("scontrol update PartitionName="), ["debug", "virtual"])
    bad.same("a key", shell.line("scontrol update JobId=1 TimeL"), "scontrol update JobId=1 TimeLimit=")
    bad.same("a name of jobs", shell.line("scancel -n very"), f"scancel -n {name} ")
    bad.same("a script", shell.line("sbatch my-sc"), "sbatch my-script.sh ")


def main():
    bad = Failures()
    with PrivateController(PREFIX) as own:
        (own.work / "my-script.sh").write_text("#!/bin/sh\n")
        shell = Shell(own, LOADING)
        try:
            options(shell, bad)
            bad.same("no controller was started by it", (own.state / "slurmctld.log").exists(), False)
            node = own.ask("sinfo", "-h", "-p", "debug", "-o", "%N")
            name = "very-long-name"
            jobs = sorted(own.ask("sbatch", "--parsable", "-H", "-J", name, "--wrap", "true") for _ in range(3))
            cluster(shell, bad, node, jobs, name)
        finally:
            shell.close()
    print("\n".join(bad))
    sys.exit(1 if bad else 0)


main()
