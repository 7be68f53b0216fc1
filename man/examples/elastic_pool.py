#!/usr/bin/env python3
"""A pool of worker processes that grows and shrinks with its job, whenever the signal says that the size has changed.
Who is one too many finishes the task at hand first."""
import argparse
import multiprocessing
import os
import queue
import signal
import time


def read_cpus():
    try:
        with open(os.environ["MINI_SLURM_CONTROL_FILE"]) as file:
            return int(dict(line.rstrip("\n").split("=", 1) for line in file)["CPUS"])
    except (KeyError, OSError):
        return int(os.environ.get("SLURM_CPUS_ON_NODE", "1"))


def allowed(pid):
    with open(f"/proc/{pid}/status") as file:
        return next(line.split()[1] for line in file if line.startswith("Cpus_allowed_list:"))


def work(tasks, done, wanted, number):
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # the signal is the pool's business
    while number < wanted.value:
        task = tasks.get()
        if task is None:
            return
        end = time.monotonic() + 0.2
        while time.monotonic() < end:
            sum(range(10000))
        done.put((task, number, allowed(os.getpid())))


class Pool:
    def __init__(self, count):
        self.tasks, self.done = multiprocessing.Queue(), multiprocessing.Queue()
        self.wanted = multiprocessing.Value("i", 0)
        self.workers = {}
        self.count = count
        for task in range(count):
            self.tasks.put(task)

    def resize(self, *_):
        cpus = max(1, read_cpus())
        if cpus != self.wanted.value:
            print(f"size {cpus}: was {self.wanted.value}, CPUs {allowed(os.getpid())}", flush=True)
        self.wanted.value = cpus
        for number in range(cpus):
            old = self.workers.get(number)
            if old is not None and old.is_alive():
                continue
            self.workers[number] = multiprocessing.Process(target=work, args=(self.tasks, self.done, self.wanted, number))
            self.workers[number].start()

    def run(self):
        self.changed = True
        signal.signal(signal.SIGUSR1, self.note)
        for _ in range(self.count):
            while True:
                if self.changed:
                    self.changed = False
                    self.resize()
                try:
                    task, number, cpus = self.done.get(timeout=0.1)  # a signal does not end the wait by itself
                    break
                except queue.Empty:
                    pass
            print(f"task {task} by worker {number} of {self.wanted.value} on CPUs {cpus}", flush=True)
        for _ in self.workers:
            self.tasks.put(None)
        for worker in self.workers.values():
            worker.join()
        print("all done")

    def note(self, *_):
        self.changed = True


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tasks", type=int, default=40)
    multiprocessing.set_start_method("fork")
    Pool(arguments.parse_args().tasks).run()
