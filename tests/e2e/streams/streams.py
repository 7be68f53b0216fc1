#!/usr/bin/env python3
"""Hundreds of megabytes of any bytes through srun, both ways at once, to quick and to slow readers: none is lost, none
changes place.

    streams.py PREFIX
"""
import hashlib
import random
import subprocess
import sys

from private_controller import PATIENCE, PrivateController

SEED, MEBIBYTES = 5, 256
PIECE = random.Random(SEED).randbytes(1 << 20)


def piece(number):
    """The number's mebibyte: all differ, so that one in the wrong place is seen."""
    return number.to_bytes(4, "little") + PIECE[4:]


def digest_of_all():
    whole = hashlib.sha256()
    for number in range(MEBIBYTES):
        whole.update(piece(number))
    return whole.hexdigest()


def check(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found}, not {wanted}")


def write_all(own, name):
    with open(own.work / name, "wb") as file:
        for number in range(MEBIBYTES):
            file.write(piece(number))


def srun(own, *words, stdin=subprocess.DEVNULL):
    return subprocess.Popen(["srun", *words], env=own.environment, cwd=own.work, stdin=stdin, stdout=subprocess.PIPE)


def digest(stream, size=1 << 20):
    """Of what the stream gives; `size` small: a slow reader."""
    whole = hashlib.sha256()
    while part := stream.read(size):
        whole.update(part)
    return whole.hexdigest()


def main(prefix):
    wanted = digest_of_all()
    with PrivateController(prefix) as own:
        write_all(own, "data")
        with open(own.work / "data", "rb") as data, srun(own, "-n1", "cat", stdin=data) as through:
            check("through cat", digest(through.stdout), wanted)
        with srun(own, "-n1", "cat", "data") as slow:
            check("to a slow reader", digest(slow.stdout, 5000), wanted)
        with open(own.work / "data", "rb") as data, srun(own, "-O", "-n3", "-i2", "sha256sum", stdin=data) as one:
            sums = sorted(line.split()[0] for line in one.stdout.read().decode().splitlines())
            check("to one of three", sums, sorted([wanted] + 2 * [hashlib.sha256().hexdigest()]))
        with open(own.work / "data", "rb") as data, srun(own, "-O", "-n2", "sha256sum", stdin=data) as both:
            check("to both", [line.split()[0] for line in both.stdout.read().decode().splitlines()], [wanted] * 2)
        with srun(own, "-O", "-n2", "-o", "out.%t", "cat", "data") as files:
            files.wait(PATIENCE)
        for task in range(2):
            with open(own.work / f"out.{task}", "rb") as file:
                check(f"the file of task {task}", digest(file), wanted)


if __name__ == "__main__":
    main(*sys.argv[1:])
