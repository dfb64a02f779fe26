"""Measure how time and memory grow: with the size of a plan, with rows that meet each other, with the number of files.

    python benchmarks/growth.py [--quick] [plans] [shapes] [files]

Seconds are those of the processor, all of them together, and the least of a few runs: others on the machine make them
more, never less. Memory is the largest resident memory of a whole process `galaplan validate`.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from facts import machine
from measuring import calls_in_turn
from plans import plan_tree, regions, toml_text
from shapes import PLANS, SETS, text_of
from tables import print_table

from galaplan.catalogue import mergers, municipalities
from galaplan.documents import MAX_BYTES

MEGABYTE, KILOBYTE = 1_000_000, 1000
MUNICIPALITY = "GM0034"
SMALL = 33_500
"""Bytes of a plan of a set."""


@dataclass(frozen=True)
class Effort:
    """How much is measured."""

    sizes: Sequence[float]
    """Of one plan, in megabytes of its TOML text; a file of more than 16 MB is not read."""
    rows: int
    """Of a shape; and four times as many."""
    files: Sequence[int]
    rounds: int


FULL = Effort(sizes=(0.1, 0.3, 1, 3, 10, 16), rows=1000, files=(100, 300, 1000, 3000, 10_000), rounds=3)
QUICK = Effort(sizes=(0.1, 0.3, 1), rows=200, files=(30, 100, 300), rounds=1)


def main() -> None:
    """Measure and print, table by table."""
    tables = {"plans": plans, "shapes": shapes, "files": files}
    parser = argparse.ArgumentParser(description="Measure how time and memory grow.")
    parser.add_argument("--quick", action="store_true", help="smaller plans and sets: to try it out, not to quote")
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=f"which: {', '.join(tables)} (default: all)")
    options = parser.parse_args()
    if strange := set(options.tables) - set(tables):
        parser.error(f"no such table: {', '.join(sorted(strange))}")
    effort = QUICK if options.quick else FULL
    for name in options.tables or tables:
        with tempfile.TemporaryDirectory() as folder:
            tables[name](Path(folder), effort)
    print(machine())


# --- one plan ------------------------------------------------------------------------------------------------------


def plans(folder: Path, effort: Effort) -> None:
    """One plan in each of its three forms: right, and with a finding in every tenth action."""
    municipality = municipalities()[MUNICIPALITY]
    rows = []
    nothing = min(_checked([_written(folder, "none", plan_tree(municipality, 0, 1), "toml")], effort.rounds))
    for megabytes in effort.sizes:
        tree = plan_tree(municipality, int(min(megabytes * MEGABYTE, MAX_BYTES * 0.97)), 1)
        count = len(tree["acties"])
        for what in ("right", "with findings"):
            if what != "right":
                for action in tree["acties"][::10]:
                    action |= {"doelen": [], "gala_doelen": []}
            for form in ("toml", "json", "xlsx"):
                path = _written(folder, f"{megabytes}", tree, form)
                if path.stat().st_size > MAX_BYTES:
                    continue
                seconds, peak, status = min(_checked([path], effort.rounds))
                size, refused = path.stat().st_size, status not in ((0,) if what == "right" else (1,))
                rows.append(
                    [
                        f"{form}, {what}{', REFUSED' if refused else ''}",
                        f"{size / MEGABYTE:.2f}",
                        f"{count:,}",
                        f"{seconds:.2f}",
                        f"{(seconds - nothing[0]) / size * MEGABYTE:.2f}",
                        f"{peak / MEGABYTE:.0f}",
                        f"{(peak - nothing[1]) / size:.0f}",
                    ]
                )
    print_table(["one plan", "MB", "actions", "CPU s", "s / MB", "peak MB", "bytes / byte"], sorted(rows, key=_by_form))
    print(
        f"s / MB and bytes / byte: above those of a plan without added actions, {nothing[0]:.2f} s and "
        f"{nothing[1] / MEGABYTE:.0f} MB\n"
    )


def _by_form(row: Sequence[str]) -> tuple[int, bool, float]:
    return ("toml", "json", "xlsx").index(row[0][:4]), "findings" in row[0], float(row[1])


def _written(folder: Path, name: str, tree: dict[str, Any], form: str) -> Path:
    path = folder / f"{name}.{form}"
    if form == "toml":
        path.write_text(toml_text(tree), "utf-8")
    elif form == "json":
        path.write_text(json.dumps(tree, default=str, ensure_ascii=False, indent=1), "utf-8")
    else:
        from galaplan import dump, loads

        dump(loads(toml_text(tree)), path)
    return path


LAUNCHER = """
import os, sys
null = os.open(os.devnull, os.O_RDWR)
files = [(os.POSIX_SPAWN_DUP2, null, to) for to in (0, 1, 2)]
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=files)
_, status, usage = os.wait4(pid, 0)
unit = 1 if sys.platform == "darwin" else 1024
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, os.waitstatus_to_exitcode(status))
"""
"""Starts a command. A process counts as no smaller than the one that started it, and this one has sets in memory."""


def _checked(paths: Sequence[Path], rounds: int) -> list[tuple[float, int, int]]:
    """Processor seconds, peak memory and status of whole processes that check these."""
    command = [sys.executable, "-m", "galaplan", "validate", "--format", "concise", *map(str, paths)]
    found = []
    for _ in range(rounds):
        told = subprocess.run(
            [sys.executable, "-S", "-c", LAUNCHER, *command], capture_output=True, text=True, check=True
        )
        cpu, peak, status = told.stdout.split()
        found.append((float(cpu), int(peak), int(status)))
    return found


# --- rows that meet each other -------------------------------------------------------------------------------------


def shapes(folder: Path, effort: Effort) -> None:
    """What many rows with one thing in common take, and four times as many; in a process that has done its imports."""
    few, many = effort.rows, 4 * effort.rows
    rows = []
    for shape in PLANS:
        texts = {count: text_of(shape, count).encode() for count in (0, few, many)}
        rows.append(_grown(shape.__name__, {count: [text] for count, text in texts.items()}, few, effort.rounds))
    for shape in SETS:
        texts_of = {
            count: [toml_text(tree).encode() for tree in shape(count)] for count in (2, effort.rows // 10, many // 10)
        }
        rows.append(_grown(shape.__name__, texts_of, few // 10, effort.rounds))
    print_table(["shape", "rows or files", "MB", "CPU s", "four times as many", "ratio", "s / MB"], rows)


def _grown(name: str, texts: dict[int, list[bytes]], few: int, rounds: int) -> list[str]:
    from galaplan import validate

    calls: dict[int, Callable[[], object]] = {
        count: lambda given=given: validate(*given) for count, given in texts.items()
    }
    gc.disable()
    taken = {count: min(cpu for _, cpu in times) for count, times in calls_in_turn(calls, rounds, 1).items()}
    gc.enable()
    nothing, small, large = taken.values()
    size = sum(map(len, texts[4 * few])) / MEGABYTE
    ratio = (large - nothing) / max(small - nothing, 1e-3)
    shown = name.replace("_", " ")
    return [shown, f"{few:,}", f"{size:.2f}", f"{small:.3f}", f"{large:.3f}", f"{ratio:.1f}", f"{large / size:.2f}"]


# --- many files ----------------------------------------------------------------------------------------------------


def files(folder: Path, effort: Effort) -> None:
    """Regions with the plans of their members, given together; and plans that are all broken."""
    made = [folder / name for name in _written_sets(folder, max(effort.files))]
    broken = folder / "broken"
    broken.mkdir()
    rows = []
    for what in ("regions with their members", "none has the shape of a plan"):
        for count in effort.files:
            given = made[:count]
            if what.startswith("none"):
                given = [broken / path.name for path in given]
                for path, origin in zip(given, made, strict=False):
                    path.write_text(origin.read_text("utf-8").replace("titel = ", "title = ", 1), "utf-8")
            seconds, peak, _ = min(_checked(given, 1))
            size = sum(path.stat().st_size for path in given)
            rows.append(
                [
                    what,
                    f"{count:,}",
                    f"{size / MEGABYTE:.0f}",
                    f"{seconds:.1f}",
                    f"{seconds / count * 1000:.1f}",
                    f"{peak / MEGABYTE:.0f}",
                    f"{peak / count / KILOBYTE:.0f}",
                ]
            )
    print_table(["files given together", "files", "MB", "CPU s", "ms / file", "peak MB", "KB / file"], rows)


def _written_sets(folder: Path, count: int) -> Iterator[str]:
    """Files of one country after another, each with codes and names that no municipality has.

    There are ten thousand codes, of which 342 are of municipalities: real plans would soon be each other's copies.
    """
    known = sorted(municipalities())
    free = (f"GM{number:04}" for number in range(10_000) if f"GM{number:04}" not in {*known, *mergers()})
    texts = [text for _, text in islice(regions(SMALL, 1), count)]
    for number in range(count):
        land, place = divmod(number, len(texts))
        if place == 0:
            codes = dict(zip(known, free, strict=False))
        if len(codes) < len(known):
            return
        path = folder / f"{number:05}.toml"
        path.write_text(_of_country(texts[place], land, codes), "utf-8")
        yield path.name


def _of_country(text: str, number: int, codes: Mapping[str, str]) -> str:
    text = re.sub(r"GM\d{4}|gm\d{4}", lambda found: _in_case_of(found[0], codes[found[0].upper()]), text)
    text = re.sub(r"regio-(\d+)-2024", rf"regio-\1-{number}-2024", text)
    text = re.sub(r"Regio (\d+)", rf"Regio \1 van land {number}", text)
    return re.sub(r'^(tekst|sociaal|fysiek) = "', rf'\1 = "Land {number}. ', text, flags=re.MULTILINE)


def _in_case_of(stated: str, code: str) -> str:
    return code if stated.isupper() else code.lower()


if __name__ == "__main__":
    main()
