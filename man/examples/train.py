#!/usr/bin/env python3
"""A two-layer network that learns the two-moons problem, in plain Python. Checkpoints after every epoch."""
import argparse
import json
import math
import os
import random
import signal
import sys

HIDDEN = 12


def moons(count, rng):
    """Two half circles, one inside the other: a classic that no straight line separates."""
    points = []
    for index in range(count):
        angle = rng.random() * math.pi
        label = index % 2
        x, y = (math.cos(angle), math.sin(angle)) if label == 0 else (1 - math.cos(angle), 0.5 - math.sin(angle))
        points.append((x + rng.gauss(0, 0.1), y + rng.gauss(0, 0.1), label))
    return points


def fresh(rng):
    return {
        "epoch": 0,
        "first": [[rng.gauss(0, 1) for _ in range(3)] for _ in range(HIDDEN)],
        "second": [rng.gauss(0, 1) for _ in range(HIDDEN + 1)],
    }


def forward(model, x, y):
    hidden = [math.tanh(a * x + b * y + c) for a, b, c in model["first"]]
    score = sum(w * h for w, h in zip(model["second"], hidden)) + model["second"][-1]
    return hidden, 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def train_epoch(model, data, rate):
    loss = 0.0
    for x, y, label in data:
        hidden, guess = forward(model, x, y)
        loss -= math.log(max(1e-12, guess if label else 1 - guess))
        error = guess - label
        for index, value in enumerate(hidden):
            slope = error * model["second"][index] * (1 - value * value)
            model["second"][index] -= rate * error * value
            row = model["first"][index]
            row[0] -= rate * slope * x
            row[1] -= rate * slope * y
            row[2] -= rate * slope
        model["second"][-1] -= rate * error
    model["epoch"] += 1
    return loss / len(data)


def save(model, path):
    """Replaced atomically: a kill in the middle leaves the checkpoint before it."""
    with open(path + ".new", "w") as file:
        json.dump(model, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".new", path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--rate", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # the checkpoint is already on disk

    rng = random.Random(options.seed)
    data = moons(300, rng)
    model = fresh(rng)
    if os.path.exists(options.checkpoint):
        with open(options.checkpoint) as file:
            model = json.load(file)
        print(f"resumed at epoch {model['epoch']}", flush=True)
    while model["epoch"] < options.epochs:
        loss = train_epoch(model, data, options.rate)
        save(model, options.checkpoint)
        print(f"epoch {model['epoch']:3} loss {loss:.4f}", flush=True)
    right = sum((forward(model, x, y)[1] > 0.5) == bool(label) for x, y, label in data)
    print(f"trained: accuracy {right / len(data):.3f}")


main()
