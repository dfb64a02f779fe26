"""Shows what the fuzzers found, or whether two processes say the same.

`python -m fuzz.replay TARGET FILE...` checks files again, without instrumentation, and tells each fault with its
traceback; `--smaller` writes beside each faulty file one that shows the same fault with less. `--digest` prints one
line over all that galaplan says of the files: it must be the same with any `PYTHONHASHSEED`.
"""

from __future__ import annotations

import argparse
import hashlib
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import galaplan
from fuzz.ledger import begin, fault_of
from fuzz.promises import CHECK, Hang
from galaplan.reports import FORMATS, renderer


def main() -> int:
    """1 when a file shows a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=tuple(CHECK))
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="or a folder")
    parser.add_argument("--smaller", action="store_true")
    parser.add_argument("--digest", action="store_true")
    chosen = parser.parse_args()
    begin()
    if chosen.digest:
        print(_digest(_files(chosen.files)))
        return 0
    faulty = [path for path in _files(chosen.files) if _shown(chosen.target, path, chosen.smaller)]
    return 1 if faulty else 0


def _files(named: list[Path]) -> Iterator[Path]:
    for path in named:
        yield from sorted(path.iterdir()) if path.is_dir() else [path]


def _shown(target: str, path: Path, smaller: bool) -> bool:
    data = path.read_bytes()
    fault = fault_of(CHECK[target], data)
    if fault is None:
        return False
    print(f"{path}: {fault}")
    try:
        CHECK[target](data)
    except (Exception, Hang):
        traceback.print_exc()
    if smaller:
        least = smallest(data, lambda less: fault_of(CHECK[target], less) == fault)
        path.with_name(f"{path.name}.small").write_bytes(least)
        print(f"{len(data)} bytes, the same with {len(least)}: {least[:2000]!r}")
    return True


def smallest(data: bytes, shows: Callable[[bytes], bool]) -> bytes:
    """What is left when no stretch of lines, and then of bytes, can go without the fault going too."""
    for pieces in (data.splitlines(keepends=True), None):
        left = [data[at : at + 1] for at in range(len(data))] if pieces is None else pieces
        size = max(1, len(left) // 2)
        while left:
            at = 0
            while at < len(left):
                less = left[:at] + left[at + size :]
                if shows(b"".join(less)):
                    left = less
                else:
                    at += size
            if size == 1:
                break
            size //= 2
        data = b"".join(left)
    return data


def _digest(paths: Iterator[Path]) -> str:
    """Of every report on every file, in both languages."""
    said = hashlib.sha256()
    for path in paths:
        for language in ("nl", "en"):
            report = galaplan.validate(path.read_bytes(), language=language)
            for name in FORMATS:
                said.update(renderer(name)(report).encode())
    return said.hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
