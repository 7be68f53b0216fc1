"""Rows of many trivial jobs: from the first submission to the last end, in jobs a second."""
import os
import shutil
import subprocess
import time

from compare.system import PATIENCE, wait_until


def script(system):
    """Each leaves a byte behind: the last end is when all have."""
    path = system.work / "trivial.sh"
    path.write_text(f"#!/bin/sh\necho >>{system.work}/done\n")
    path.chmod(0o755)
    (system.work / "done").write_bytes(b"")
    return str(path)


def rate(system, size, work):
    begin = time.perf_counter()
    work()
    wait_until(lambda: (system.work / "done").stat().st_size >= size, "the jobs", PATIENCE, step=0.002)
    return size / (time.perf_counter() - begin)


def as_array(system, size, _):
    path = script(system)
    figure = rate(system, size, lambda: system.run("sbatch", "-Q", "-o", "/dev/null", f"--array=1-{size}", path))
    system.drain()
    return figure


def as_singles(system, size, _):
    path = script(system)
    sbatch = ["xargs", "-P4", "-I{}", system.command("sbatch"), "-Q", "-o", "/dev/null", path]
    work = lambda: subprocess.run(sbatch, input="\n".join(map(str, range(size))), env=system.environment, text=True,
                                  cwd=system.work, stdout=subprocess.DEVNULL, check=True)
    figure = rate(system, size, work)
    system.drain()
    return figure


def with_xargs(system, size):
    path = script(system)
    work = lambda: subprocess.run(["xargs", f"-P{os.cpu_count()}", "-I{}", path], input="\n".join(map(str, range(size))),
                                  text=True, check=True)
    return rate(system, size, work)


def with_tsp(system, size):
    """task-spooler's client submits one job a call; it has as many slots as there are CPUs."""
    path = script(system)
    socket = {**os.environ, "TS_SOCKET": str(system.work / "tsp"), "TS_MAXFINISHED": "10", "TMPDIR": str(system.work)}
    tsp = lambda *words: subprocess.run([shutil.which("tsp"), *words], env=socket, check=True, stdout=subprocess.DEVNULL)
    tsp("-S", str(os.cpu_count()))
    try:
        return rate(system, size, lambda: [tsp("-n", path) for _ in range(size)])
    finally:
        tsp("-K")
