"""How figures are printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from figures import Figure, Figures, middle, middle_half, ratios
from targets import Line

Row = Sequence[str]

NOTHING = "-"


def print_table(header: Row, rows: Sequence[Row]) -> None:
    """Print rows as columns: the first to the left, figures to the right; an empty line below."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    for row in [header, ["-" * width for width in widths], *rows]:
        first, *rest = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        right = [cell.strip().rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        print("  ".join([first, *right]).rstrip())
    print()


def print_targets(lines: Iterable[Line], counting: bool) -> None:
    """Print the table of targets; beside the clock what the processors say, and the instructions where counted."""
    header = ["", "measured", "middle half", "CPU", *(["counted"] if counting else []), "target", "met"]
    rows = []
    for line in lines:
        unit = line.target.unit
        value = f"{middle(line.values):.2f} {unit}" if line.values else NOTHING
        others = [line.cpu, line.counted] if counting else [line.cpu]
        shown = [f"{ratio:.2f}" if ratio else NOTHING for ratio in others]
        rows.append([line.what, value, spread(line.values), *shown, str(line.target), line.met])
    print_table(header, rows)


def print_work(figures: Figures, work: str, ours: str, counting: bool) -> None:
    """Print what one work took of each program, side by side, also as a ratio of what it took of `ours`."""
    taken = dict(figures.of(work))
    counting = counting and any(figure.instructions for figure in taken.values())
    header = [work, "median", "middle half", "least", "CPU", f"/ {ours}", "runs"]
    rows = [_row(who, figure, taken.get(ours)) for who, figure in taken.items()]
    if counting:
        header += ["instructions", f"/ {ours}"]
        rows = [row + _counted(figure, taken.get(ours)) for row, figure in zip(rows, taken.values(), strict=True)]
    print_table(header, rows)


def duration(seconds: float) -> str:
    """A time, with as many figures as it is worth."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def _row(who: str, figure: Figure, ours: Figure | None) -> list[str]:
    low, high = middle_half(figure.seconds)
    compared = f"{middle(ratios(figure.seconds, ours.seconds)):.2f}" if ours else NOTHING
    between = f"{duration(low)} - {duration(high)}"
    times = [duration(middle(figure.seconds)), between, duration(min(figure.seconds))]
    cpu = duration(middle(figure.cpu)) if figure.cpu else NOTHING
    return [who, *times, cpu, compared, str(len(figure.seconds))]


def _counted(figure: Figure, ours: Figure | None) -> list[str]:
    if not figure.instructions:
        return [NOTHING, NOTHING]
    compared = f"{figure.instructions / ours.instructions:.2f}" if ours and ours.instructions else NOTHING
    return [f"{figure.instructions / 1e6:,.0f} million", compared]


def spread(values: Sequence[float]) -> str:
    """Where the middle half of the values lies."""
    if not values:
        return NOTHING
    low, high = middle_half(values)
    return f"{low:.2f} - {high:.2f}"
