// Multiplies two matrices with OpenMP and checks one element against the formula.
#include <omp.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

int main(int argc, char** argv) {
  const int n = argc > 1 ? std::atoi(argv[1]) : 300;
  const auto size = static_cast<std::size_t>(n) * static_cast<std::size_t>(n);
  std::vector<double> a(size), b(size), c(size);
  const auto at = [n](std::vector<double>& m, int row, int column) -> double& {
    return m[static_cast<std::size_t>(row) * static_cast<std::size_t>(n) + static_cast<std::size_t>(column)];
  };
  for (int row = 0; row < n; ++row)
    for (int column = 0; column < n; ++column) {
      at(a, row, column) = row;
      at(b, row, column) = column;
    }
  const double start = omp_get_wtime();
#pragma omp parallel for
  for (int row = 0; row < n; ++row)
    for (int k = 0; k < n; ++k)
      for (int column = 0; column < n; ++column) at(c, row, column) += at(a, row, k) * at(b, k, column);
  const bool right = at(c, n - 1, n - 1) == static_cast<double>(n) * (n - 1) * (n - 1);
  std::printf("%d x %d with %d threads in %.3f s: %s\n", n, n, omp_get_max_threads(), omp_get_wtime() - start,
              right ? "right" : "wrong");
  return right ? 0 : 1;
}
