#!/bin/bash
# Submits three jobs that depend on each other: make images, work on each as an array, collect. Run it, don't submit it:
#   ./pipeline.sh [DIRECTORY]
set -euo pipefail
here=$(dirname "$(realpath "$0")")
work=${1:-pipeline}
mkdir -p "$work"

make=$(sbatch --parsable -J make -D "$work" -o make.out -t 5 --wrap "python3 $here/images.py make 4")
each=$(sbatch --parsable -J each -D "$work" -o each-%a.out -t 5 -a 0-3 -d "afterok:$make" \
  --wrap "python3 $here/images.py edges \$SLURM_ARRAY_TASK_ID")
join=$(sbatch --parsable -J join -D "$work" -o join.out -t 5 -d "afterok:$each" --wrap "python3 $here/images.py join 4")
echo "$make $each $join"
