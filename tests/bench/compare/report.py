"""Figures as they come in, the table with each target beside its figure, the JSON."""
import json
import sys

from compare import growth, machine

OURS, REAL, XARGS, TSP = "minislurm", "Debian's Slurm", "xargs -P", "task-spooler"


class Figures:
    def __init__(self, described, notes, out):
        self.machine, self.notes, self.out = described, notes, out
        self.values = {}  # (row's name, size, system) -> figure

    def attempt(self, row, size, system, figure):
        """A row that fails for one system is a note, not the end of the run."""
        try:
            value = figure()
        except Exception as error:  # whatever it is, the other rows are worth having
            self.notes.append(f"{row.name}, {size}, {system}: {str(error)[:300]}")
            value = None
        if value is not None:
            self.values[row.name, size, system] = value
            print(f"{system:15} {row.name:50} {size:7} {value:12.2f} {row.unit}   load {machine.load()[0]}", file=sys.stderr)

    def get(self, row, system, size=None):
        return self.values.get((row.name, size or self._largest(row), system))

    def _largest(self, row):
        known = [size for size in row.sizes if (row.name, size, OURS) in self.values]
        return known[-1] if known else row.sizes[-1]

    def verdicts(self, row):
        """What the row promises and whether it holds: (target, holds or None)."""
        ours, found = self.get(row, OURS), []
        more = row.unit.endswith("/s")
        holds = lambda figure, bound: None if figure is None else figure >= bound if more else figure <= bound
        if row.limit is not None:
            found.append((f"{'at least' if more else 'at most'} {row.limit:g} {row.unit}", holds(ours, row.limit)))
        for bound, other in ((row.ratio, REAL), (row.of_xargs, XARGS)):
            if bound is None:
                continue
            base = self.get(row, other)
            quotient = ours / base if ours is not None and base else None
            shown = "" if quotient is None else f" (is {quotient:.2f})"
            found.append((f"{'at least' if more else 'at most'} {bound:g} of {other}{shown}", holds(quotient, bound)))
        return found

    def table(self, rows):
        lines = [f"| work | size | {OURS} | {REAL} | {XARGS} | {TSP} | target | met |", "|---|---|---|---|---|---|---|---|"]
        for row in rows:
            if self.get(row, OURS) is None:
                continue
            cells = [_shown(self.get(row, system), row.unit) for system in (OURS, REAL, XARGS, TSP)]
            verdicts = self.verdicts(row)
            met = "; ".join({True: "yes", False: "no", None: "?"}[holds] for _, holds in verdicts)
            size = f"{self._largest(row)} {row.of}" if row.of else ""
            lines.append(f"| {row.name} | {size} | {' | '.join(cells)} | {'; '.join(text for text, _ in verdicts)} | {met} |")
        facts = ", ".join(f"{key} {value}" for key, value in self.machine.items())
        return "\n".join([*lines, "", f"Machine: {facts}", *(f"Note: {note}" for note in self.notes)])

    def write(self, rows):
        self.out.mkdir(parents=True, exist_ok=True)
        figures = [{"work": name, "size": size, "system": system, "value": value}
                   for (name, size, system), value in self.values.items()]
        targets = [{"work": row.name, "unit": row.unit, "targets": [{"target": text, "met": holds} for text, holds in self.verdicts(row)]}
                   for row in rows]
        document = {"machine": self.machine, "figures": figures, "targets": targets, "notes": self.notes}
        (self.out / "bench.json").write_text(json.dumps(document, indent=1) + "\n")
        (self.out / "bench.md").write_text(self.table(rows) + "\n")
        (self.out / "growth.svg").write_text(growth.draw(rows, self.values))


def _shown(value, unit):
    return "" if value is None else f"{value:,.{0 if value >= 100 else 2}f} {unit}".strip()
