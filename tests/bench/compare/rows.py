"""The table of what is measured: a row each, its sizes (1, 10 and 100 times), its target."""
import dataclasses
import shutil
import sys
from typing import Callable, Optional

from compare import commands, controller, many
from compare.ours import Ours


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    unit: str  # "/s": more is better; else less
    sizes: tuple  # the last is what the target is for
    of: str  # what the sizes count
    figure: Callable  # (system, size, settings) -> number, or None where it is not for this system
    ratio: Optional[float] = None  # at most so much of real Slurm's time, or at least so much of its rate
    limit: Optional[float] = None  # for ours, in the unit
    others: bool = False  # xargs and task-spooler do it too
    of_xargs: Optional[float] = None  # at least so much of the rate of xargs


FEW = (1, 10, 100)
ROWS = (
    Row("start-up (sbatch --version)", "ms", (1,), "", commands.start_up, limit=1.5),
    Row("sbatch, one after another", "ms", (10, 100, 1000), "jobs queued", commands.submit, ratio=0.5),
    Row("squeue, few jobs", "ms", FEW, "jobs", commands.listing("squeue"), ratio=0.5),
    Row("sinfo, few jobs", "ms", FEW, "jobs", commands.listing("sinfo"), ratio=0.5),
    Row("scontrol show job", "ms", FEW, "jobs", commands.show_job, ratio=0.5),
    Row("squeue, long queue", "ms", (100, 1000, 10000), "jobs queued", commands.listing("squeue"), ratio=0.3),
    Row("scancel of all", "ms", (100, 1000, 10000), "jobs queued", commands.cancel, ratio=0.3),
    Row("sbatch -W --wrap true", "ms", (1,), "", commands.wait, limit=25),
    Row("srun step inside a job", "ms", (1,), "", commands.step, ratio=0.25),
    Row("trivial jobs, one array", "/s", (10, 100, 1000), "jobs", many.as_array, ratio=10, others=True, of_xargs=0.5),
    Row("trivial jobs, sbatch from 4 clients", "/s", (10, 100, 1000), "jobs", many.as_singles, ratio=10, others=True,
        of_xargs=0.5),
    Row("8 clients submitting at once", "/s", (80, 800, 8000), "jobs", controller.burst, limit=5000),
    Row("srun carrying output", "MiB/s", (10, 100, 1024), "MiB", commands.output, limit=1024),
    Row("controller's memory, jobs queued on 1,000 nodes", "MiB", (1000, 10000, 100000), "jobs queued", controller.memory,
        limit=150),
    Row("restart until the first answer, 1,000 nodes", "ms", (1000, 10000, 100000), "jobs queued", controller.restart,
        limit=2000),
    Row("wake-ups of the idle controller in 10 s", "", (1,), "", controller.wake_ups, limit=0),
)


def measure(row, system, figures, settings):
    for size in row.sizes[:-1] if settings.small and len(row.sizes) > 1 else row.sizes:
        figures.attempt(row, size, system.name, lambda: row.figure(system, size, settings))
        if row.others and isinstance(system, Ours):
            figures.attempt(row, size, "xargs -P", lambda: many.with_xargs(system, size))
            if shutil.which("tsp"):
                figures.attempt(row, size, "task-spooler", lambda: many.with_tsp(system, size))
    if any(row.name.startswith(words) for words in ("sbatch, one", "squeue", "scancel", "sinfo", "scontrol")):
        try:
            commands.clear(system)
        except (RuntimeError, TimeoutError) as error:
            print(f"{system.name}: {error}", file=sys.stderr)
