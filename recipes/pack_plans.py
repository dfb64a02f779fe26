"""Plan files in a folder to a table of plans: python pack_plans.py FOLDER PLANS [--sets].

An engine reads a few large files faster than many small ones, and a file that cannot be read is a row like any other.
"""

from __future__ import annotations

import argparse
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

import pyarrow as pa
import pyarrow.parquet as pq
from findings import PLANS, Row

SUFFIXES = (".toml", ".json", ".xlsx")
LARGEST = 16 * 1024 * 1024  # galaplan reads no more, and says so of a file that is larger
ROWS, BYTES = 1_000, 64 * 1024 * 1024  # of a part, about


def plan_files(folder: Path) -> Iterator[Path]:
    """The plan files in a folder and below it, those of one folder together. Raises `OSError`."""

    def refuse(error: OSError) -> NoReturn:
        raise error

    for place, below, names in os.walk(folder, onerror=refuse):
        below.sort()
        yield from (Path(place, name) for name in sorted(names) if name.lower().endswith(SUFFIXES))


def read(file: Path) -> tuple[bytes | None, str | None]:
    """The bytes of a file, or why there are none."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # a pipe would keep us waiting
            return None, "not a regular file"
        with file.open("rb") as stream:
            return stream.read(LARGEST + 1), None
    except OSError as error:
        return None, error.strerror or str(error)


def rows(folder: Path, *, sets: bool) -> Iterator[Row]:
    """The rows of a folder. With `sets` the files in one folder are checked together."""
    for file in plan_files(folder):
        data, unread = read(file)
        together = _name(file.parent.relative_to(folder)) if sets else None
        yield {"path": _name(file.relative_to(folder)), "data": data, "unread": unread, "together": together}


def _name(path: Path) -> str:
    """The name as text: what is no UTF-8 in it is written out."""
    return path.as_posix().encode(errors="backslashreplace").decode()


def parts(plans: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows by the part, what is checked together in one part."""
    part: list[Row] = []
    size = 0
    for row in plans:
        goes_on = part and row["together"] is not None and row["together"] == part[-1]["together"]
        if part and not goes_on and (len(part) >= ROWS or size >= BYTES):
            yield part
            part, size = [], 0
        part.append(row)
        size += len(row["data"] or b"")
    if part:
        yield part


def pack(plans: Iterable[Row], target: Path) -> None:
    """Write rows of `PLANS` to a folder that does not exist yet."""
    target.mkdir(parents=True)
    for number, part in enumerate(parts(plans)):
        pq.write_table(pa.Table.from_pylist(part, schema=PLANS), target / f"part-{number:05}.parquet")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("plans", type=Path)
    arguments.add_argument("--sets", action="store_true", help="check the files of one folder together as well")
    asked = arguments.parse_args()
    pack(rows(asked.folder, sets=asked.sets), asked.plans)
