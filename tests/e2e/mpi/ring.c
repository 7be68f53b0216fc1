/* What an MPI program does at the least: finds its world, meets everybody, and tells its neighbour who it is. */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

int main(int count, char** words) {
  int rank, size, sum = 0, left = -1;
  const char* node = getenv("SLURMD_NODENAME");
  MPI_Init(&count, &words);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  MPI_Allreduce(&rank, &sum, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  MPI_Sendrecv(&rank, 1, MPI_INT, (rank + 1) % size, 0, &left, 1, MPI_INT, (rank + size - 1) % size, 0, MPI_COMM_WORLD,
               MPI_STATUS_IGNORE);
  printf("rank %d of %d on %s: sum %d, left %d\n", rank, size, node != NULL ? node : "-", sum, left);
  fflush(stdout);
  if (count > 1 && rank == 1) MPI_Abort(MPI_COMM_WORLD, atoi(words[1]));
  if (count > 1) MPI_Barrier(MPI_COMM_WORLD); /* where the others wait for one that never comes */
  MPI_Finalize();
  return 0;
}
