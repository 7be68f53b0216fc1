"""How figures grow with the size: a small plot for each row, both axes logarithmic, as one SVG."""
import html
import math

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 330, 220, 52, 30, 34
ACROSS = 3
COLOURS = {"minislurm": "#0b6e4f", "Debian's Slurm": "#c1292e", "xargs -P": "#235789", "task-spooler": "#b8860b"}


def draw(rows, values):
    shown = [row for row in rows if len({size for name, size, _ in values if name == row.name}) > 1]
    height = HEIGHT * math.ceil(len(shown) / ACROSS) + 30
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH * ACROSS}" height="{height}" '
             'font-family="sans-serif" font-size="10"><rect width="100%" height="100%" fill="white"/>']
    for at, (name, colour) in enumerate(COLOURS.items()):
        parts.append(f'<text x="{20 + at * 130}" y="18" fill="{colour}" font-weight="bold">{html.escape(name)}</text>')
    for at, row in enumerate(shown):
        x, y = at % ACROSS * WIDTH, 30 + at // ACROSS * HEIGHT
        parts.append(f'<g transform="translate({x},{y})">{"".join(_plot(row, values))}</g>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _plot(row, values):
    lines = {system: [(size, values[row.name, size, system]) for size in row.sizes if values.get((row.name, size, system), 0) > 0]
             for system in COLOURS}
    points = [point for line in lines.values() for point in line]
    across, up = _scale([size for size, _ in points]), _scale([value for _, value in points])
    place = lambda point: (LEFT + across(point[0]) * (WIDTH - LEFT - 20),
                           HEIGHT - BOTTOM - up(point[1]) * (HEIGHT - BOTTOM - TOP))
    yield f'<text x="{LEFT}" y="20" font-weight="bold">{html.escape(row.name)}, {row.unit}</text>'
    yield (f'<path d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - 20}" fill="none" stroke="black"/>'
           f'<text x="{WIDTH / 2}" y="{HEIGHT - 4}">{html.escape(row.of)}</text>')
    for size in sorted({size for size, _ in points}):
        yield f'<text x="{place((size, points[0][1]))[0]:.1f}" y="{HEIGHT - BOTTOM + 12}" text-anchor="middle">{size:,}</text>'
    for value in _decades([value for _, value in points]):
        yield f'<text x="{LEFT - 4}" y="{place((points[0][0], value))[1] + 3:.1f}" text-anchor="end">{value:g}</text>'
    for system, line in lines.items():
        if line:
            yield (f'<polyline fill="none" stroke-width="2" stroke="{COLOURS[system]}" points="'
                   + " ".join(f"{px:.1f},{py:.1f}" for px, py in map(place, line)) + '"/>')
            yield "".join(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{COLOURS[system]}"/>' for px, py in map(place, line))


def _decades(numbers):
    return [10.0 ** power for power in range(math.floor(math.log10(min(numbers))), math.ceil(math.log10(max(numbers))) + 1)]


def _scale(numbers):
    marks = _decades(numbers)
    low, high = math.log10(marks[0]), math.log10(marks[-1])
    return lambda number: (math.log10(number) - low) / max(high - low, 1e-9)
