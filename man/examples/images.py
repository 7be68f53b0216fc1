#!/usr/bin/env python3
"""A small image pipeline on PGM files: make N pictures, find the edges of one, join what was found."""
import math
import sys

SIZE = 64


def write(path, rows):
    with open(path, "w") as file:
        file.write(f"P2\n{len(rows[0])} {len(rows)}\n255\n")
        for row in rows:
            file.write(" ".join(map(str, row)) + "\n")


def read(path):
    with open(path) as file:
        words = file.read().split()
    width, height = int(words[1]), int(words[2])
    pixels = list(map(int, words[4:]))
    return [pixels[row * width:(row + 1) * width] for row in range(height)]


def make(count):
    for index in range(count):
        radius = 8 + 6 * index
        write(f"image-{index}.pgm", [[255 if math.hypot(x - 32, y - 32) < radius else 0 for x in range(SIZE)]
                                     for y in range(SIZE)])
    print(f"made {count} images")


def edges(index):
    image = read(f"image-{index}.pgm")
    found = [[0] * SIZE for _ in range(SIZE)]
    for y in range(1, SIZE - 1):
        for x in range(1, SIZE - 1):
            across = image[y][x + 1] - image[y][x - 1]
            down = image[y + 1][x] - image[y - 1][x]
            found[y][x] = min(255, int(math.hypot(across, down)))
    write(f"edges-{index}.pgm", found)
    print(f"image {index}: {sum(value > 0 for row in found for value in row)} edge pixels")


def join(count):
    images = [read(f"edges-{index}.pgm") for index in range(count)]
    write("contact.pgm", [[pixel for image in images for pixel in image[y]] for y in range(SIZE)])
    print(f"joined {count} images into contact.pgm")


{"make": make, "edges": edges, "join": join}[sys.argv[1]](int(sys.argv[2]))
