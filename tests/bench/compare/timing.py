"""Time, as the rows measure it."""
import os
import statistics
import time


def spawn(path, arguments, environment, output=os.devnull):
    """Milliseconds from starting a program to its end, at the least cost to the measuring process. Fails where it does."""
    actions = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
               (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT, 0o644),
               (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
    begin = time.perf_counter()
    pid = os.posix_spawn(path, [path, *map(str, arguments)], environment, file_actions=actions)
    _, status = os.waitpid(pid, 0)
    end = time.perf_counter()
    if status:
        raise RuntimeError(f"{path} {arguments} ended with {os.waitstatus_to_exitcode(status)}")
    return (end - begin) * 1e3


def median(sample, count, warm_up=2):
    """The median of `count` samples after those that warm up. `sample` returns its own figure."""
    for _ in range(warm_up):
        sample()
    return statistics.median(sample() for _ in range(count))


def elapsed(work):
    """Milliseconds that `work` takes."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1e3
