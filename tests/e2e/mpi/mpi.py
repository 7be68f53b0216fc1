#!/usr/bin/env python3
"""An MPI program on several virtual nodes, as MPICH and as Open MPI build it, by srun and by each one's mpirun.

    mpi.py PREFIX mpich|openmpi      exits 77 where this machine has no such MPI
"""
import pathlib
import shutil
import sys

from private_controller import PrivateController

SOURCE = pathlib.Path(__file__).resolve().parent / "ring.c"
NO_SUCH_MPI = 77
TASKS, NODES = 4, 2
KINDS = {  # srun's options, mpirun's program
    "mpich": ([[], ["--mpi=pmi2"]], "mpiexec.hydra"),
    "openmpi": ([["--mpi=pmix"]], "mpirun.openmpi"),
}


def expected(nodes):
    total = sum(range(TASKS))
    return [f"rank {rank} of {TASKS} on {nodes[rank]}: sum {total}, left {(rank - 1) % TASKS}" for rank in range(TASKS)]


def check(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found}\ninstead of {wanted}")


def main(prefix, kind):
    compiler, (ways, launcher) = f"mpicc.{kind}", KINDS[kind]
    if shutil.which(compiler) is None or shutil.which(launcher) is None:
        print(f"skipped: no {compiler} or {launcher} here")
        sys.exit(NO_SUCH_MPI)
    with PrivateController(prefix) as own:
        own.environment.update(OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")
        own.run(compiler, "-o", "ring", SOURCE)
        place = ["-p", "virtual", f"-N{NODES}", f"-n{TASKS}", "--ntasks-per-node=2"]
        blocks = ["vnode1", "vnode1", "vnode2", "vnode2"]
        for way in ways:
            lines = own.ask("srun", *way, *place, "-m", "block", "./ring").splitlines()
            check(f"srun {way}", sorted(lines), expected(blocks))
            ended = own.run("srun", *way, *place, "./ring", "7", check=False)
            if ended.returncode == 0 or "CANCELLED" not in ended.stderr:
                sys.exit(f"srun {way}, MPI_Abort: {ended.returncode}\n{ended.stderr}")
        lines = own.ask("salloc", *place, launcher, "./ring").splitlines()
        ranks = sorted(line.split(" on ")[0] for line in lines if line.startswith("rank"))
        nodes = sorted(line.split(" on ")[1].split(":")[0] for line in lines if line.startswith("rank"))
        check(launcher, ranks, [f"rank {rank} of {TASKS}" for rank in range(TASKS)])
        check(launcher, nodes, blocks)


if __name__ == "__main__":
    main(*sys.argv[1:])
