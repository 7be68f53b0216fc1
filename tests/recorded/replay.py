#!/usr/bin/env python3
"""Replays recorded Slurm sessions on the installation below PREFIX and compares what is printed.

  replay.py --prefix PREFIX [CASE...]     all cases without a name; exit 1 where one differs
"""
import argparse
import difflib
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
HOST = os.uname().nodename.split(".")[0]

# What the cases call. Waiting ends by a condition, or by a bound that makes the case differ.
HELPERS = r'''
submit() { local out rc; out=$(sbatch --parsable "$@" 2>"$REPLAY_TMP/err"); rc=$?; J=${out%%;*}
  if [ $rc -ne 0 ]; then echo "submit failed rc=$rc"; cat "$REPLAY_TMP/err"; J=0; fi; }
show() { local rc; echo "\$ $*"; "$@" 2>&1; rc=$?; [ $rc -eq 0 ] || echo "[rc=$rc]"; }
state() { squeue -h -t all -o %T -j "$1" 2>/dev/null | sort -u | paste -sd,; }
wait_state() { local i; for ((i = 0; i < ${3:-200}; i++)); do [ "$(state "$1")" = "$2" ] && return 0; sleep 0.1; done
  echo "job did not reach $2: it is $(state "$1")"; return 1; }
wait_end() { local i s; for ((i = 0; i < ${2:-300}; i++)); do s=$(state "$1")
  case $s in *PENDING*|*RUNNING*|*COMPLETING*|*SUSPENDED*|*CONFIGURING*) ;; *) return 0 ;; esac; sleep 0.1; done
  echo "job did not end: it is $s"; return 1; }
wait_file() { local i; for ((i = 0; i < ${2:-100}; i++)); do [ -s "$1" ] && return 0; sleep 0.1; done; echo "no $1"; return 1; }
acct() { sacct -n -P "$@"; }
'''

# Times, and the values that belong to the machine rather than to the answer.
PLACEHOLDERS = [
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", "<TIME>"),
    (r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d \d{4}",
     "<DATE>"),
    (r"\b(RunTime|CPULoad|FreeMem|OS|BootTime|SlurmdStartTime|LastBusyTime|AllocNode:Sid|Port|NodeAddr|NodeHostName|"
     r"Version|LastSchedEval|Scheduler|Arch|ResumeAfterTime|MailUser|SrunHost:Pid|AccrueTime|Priority|SchedNodeList)"
     r"=([^\n]*?)(?=\s+\w[\w:/]*=|\s*$)", r"\1=<*>"),
]


def normalise(text, folder, conf):
    text = text.replace(folder, "<CWD>").replace(conf, "<SLURM_CONF>")
    ids = {}
    text = re.sub(r"(?<!\d)7\d{4}(?!\d)", lambda match: ids.setdefault(match[0], f"JOB{len(ids) + 1:02}"), text)
    for pattern, placeholder in PLACEHOLDERS:
        text = re.sub(pattern, placeholder, text, flags=re.M)
    text = re.sub(rf"\b{re.escape(HOST)}\b", "<HOST>", text)
    return [line.rstrip() for line in text.splitlines()]


class Controller:
    """slurmctld on the recorded cluster, in a folder of its own; ends with the block."""

    def __init__(self, prefix, folder):
        self.prefix, self.folder = prefix, folder

    def __enter__(self):
        for name in ("state", "log", "spool"):
            (self.folder / name).mkdir(parents=True)
        places = {"@DIR@": str(self.folder), "@PORT@": "16800", "@DBDPORT@": "16801", "@HOST@": HOST}
        places.update({f"@P{node}@": str(16810 + node) for node in range(1, 9)})
        for file in (HERE / "cluster").iterdir():
            text = file.read_text()
            for place, value in places.items():
                text = text.replace(place, value)
            (self.folder / file.name).write_text(text)
        self.conf = str(self.folder / "slurm.conf")
        subprocess.run([f"{self.prefix}/sbin/slurmctld"], env=dict(os.environ, SLURM_CONF=self.conf), check=True)
        self.pid = int((self.folder / "slurmctld.pid").read_text())
        return self

    def __exit__(self, *_):
        handle = os.pidfd_open(self.pid)
        os.kill(self.pid, signal.SIGTERM)
        try:
            signal.signal(signal.SIGALRM, lambda *_: os.kill(self.pid, signal.SIGKILL))
            signal.alarm(20)
            select.select([handle], [], [])
        finally:
            signal.alarm(0)
            os.close(handle)


def replay(case, prefix):
    top = pathlib.Path(tempfile.mkdtemp(prefix="replay-"))
    work = top / "work"
    work.mkdir()
    top.chmod(0o755)
    try:
        with Controller(prefix, top / "cluster") as controller:
            env = {name: value for name, value in os.environ.items()
                   if not re.match(r"(SBATCH|SQUEUE|SINFO|SALLOC|SRUN|SLURM|SACCT|SCANCEL|SCONTROL)_", name)}
            env.update(REPLAY_TMP=str(top), LC_ALL="C", TZ="UTC", COLUMNS="200", SLURM_CONF=controller.conf,
                       PATH=f"{prefix}/bin:{env['PATH']}")
            end = "\nscancel --me -Q >/dev/null 2>&1; for j in $(squeue -h -o %A); do wait_end $j; done\n"
            script = HELPERS + (HERE / "cases" / f"{case}.sh").read_text() + end
            done = subprocess.run(["bash", "-c", script], cwd=work, env=env, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=150)
            got = normalise(done.stdout.decode("utf-8", "replace"), str(work), controller.conf)
    finally:
        shutil.rmtree(top, ignore_errors=True)
    wanted = (HERE / "answers" / f"{case}.txt").read_text().splitlines()
    return wanted, got


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prefix", required=True)
    parser.add_argument("cases", nargs="*")
    options = parser.parse_args()
    os.environ["TZ"] = "UTC"
    prefix = os.path.realpath(options.prefix)
    differ = 0
    for case in options.cases or sorted(path.stem for path in (HERE / "cases").glob("*.sh")):
        wanted, got = replay(case, prefix)
        differ += wanted != got
        print(f"{case:32} {'same' if wanted == got else 'DIFFERS'}", flush=True)
        for line in difflib.unified_diff(wanted, got, "Slurm", "ours", lineterm="", n=1):
            print("    " + line)
    sys.exit(1 if differ else 0)


main()
