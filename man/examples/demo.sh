#!/bin/bash
# The main job, from nothing: a controller of its own is started by the first command, two example scripts run through
# the installed commands, and what became of them is shown. Ends with an error when a job does.
#   demo.sh PREFIX FOLDER      PREFIX: where minislurm is installed; FOLDER: for the state and the output
set -euo pipefail
prefix=$(realpath "$1")
mkdir -p "$2"
folder=$(realpath "$2")
examples=$(realpath "$(dirname "$0")")
rm -rf "${folder:?}"/{state,run,work}
mkdir -p "$folder/run" "$folder/work"

# Nothing of the caller's may leak in, and the caller's own controller stays untouched.
for name in $(compgen -e | grep -E '^(SLURM|SBATCH|SRUN|SALLOC|SQUEUE|SINFO|SACCT|SCANCEL|SCONTROL|MINISLURM)' || true); do
  unset "$name"
done
export XDG_STATE_HOME=$folder/state XDG_RUNTIME_DIR=$folder/run EXAMPLES=$examples
export PATH=$prefix/bin:$prefix/sbin:$PATH
cd "$folder/work"

run() {
  printf '\n$ %s\n' "$*"
  "$@"
}

finish() {
  status=$?
  set +e
  if [ $status != 0 ]; then
    tail -n 20 ./*.out "$XDG_STATE_HOME/minislurm/slurmctld.log"
    printf '\nThe demo failed (%s).\n' $status
  fi
  if [ -e "$XDG_STATE_HOME/minislurm/slurmctld.pid" ]; then run scontrol shutdown; fi
  exit $status
}
trap finish EXIT

cp "$examples/hello.sh" "$examples/train.sh" .
run sinfo
run cat hello.sh
run sbatch -W hello.sh
run cat hello-1.out

printf '\n# A neural network learns; its checkpoints would survive a requeue.\n'
run sbatch -W train.sh 12
run cat train-2.out

printf '\n# What waits, and what was.\n'
run sbatch --begin=now+1hour hello.sh
run squeue
run scancel 3
run sacct --format=JobID,JobName%12,Partition,AllocCPUS,Elapsed,State%18,ExitCode
