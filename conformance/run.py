#!/usr/bin/env python3
"""Ask a program what it says of the cases of the suite, and tell where it says something else.

    python conformance/run.py galaplan validate --format json

The command gets the names of plan files, after `--strict` where the case is one of the stricter reading, and writes the
JSON report of galaplan (`schemas/1.0/report.schema.json`) to standard output; of that report only `valid`, `files` and
the places of the findings are looked at. Nothing but Python is needed.
"""

from __future__ import annotations

import argparse
import base64
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

HERE = Path(__file__).parent
SUITE = HERE / "1.0"
LEVELS = {1: "reading", 2: "shape", 3: "rules", 4: "several files"}
PATIENCE = 60
"""Seconds that a program has for one case."""
SHOWN = 50
"""So many cases with differences are told in full."""

Report = Mapping[str, Any]
Ask = Callable[[list[Path], bool], Report]
"""What a program reports of files; the second argument is whether the stricter reading holds."""


class NoReport(Exception):
    """The program gave no report that can be compared."""


@dataclass(frozen=True)
class Case:
    """One case: plan files, and what has to be said of them."""

    group: str
    name: str
    level: int
    description: str
    strict: bool
    files: Mapping[str, bytes]
    """The bytes of each file, by name."""
    expected: Mapping[str, Any]


@dataclass
class Score:
    """What a program made of the cases."""

    agreed: Counter[str] = field(default_factory=Counter)
    """By group how many cases are as expected."""
    differences: dict[str, list[str]] = field(default_factory=dict)
    """By case what is otherwise."""
    differed: Counter[str] = field(default_factory=Counter)

    def add(self, case: Case, differences: list[str]) -> None:
        """Count one case."""
        if differences:
            self.differences[f"{case.group}/{case.name}"] = differences
            self.differed[case.group] += 1
        else:
            self.agreed[case.group] += 1


def cases(suite: Path = SUITE) -> Iterator[Case]:
    """Every case of the suite, in its order."""
    for group in json.loads((suite / "manifest.json").read_text("utf-8"))["groups"]:
        for row in json.loads((suite / group["file"]).read_text("utf-8")):
            yield Case(
                group=group["name"],
                name=row["name"],
                level=row["level"],
                description=row["description"],
                strict=row.get("strict", False),
                files={file["name"]: contents(file, suite) for file in row["files"]},
                expected=row["expected"],
            )


def contents(file: Mapping[str, Any], suite: Path) -> bytes:
    """The bytes of one file of a case."""
    if "base64" in file:
        return base64.b64decode(file["base64"])
    if "path" in file:
        return Path(suite, file["path"]).read_bytes()
    text: str = Path(suite, file["base"]).read_bytes().decode() if "base" in file else file["text"]
    for old, new in file.get("replace", ()):
        before, found, after = text.partition(old)
        if not found:
            raise ValueError(f"{old!r} is not in {file['base']}")
        text = before + new + after
    appended: str = file.get("append", "")
    return (text + appended).encode()


def write(case: Case, folder: Path) -> list[Path]:
    """Write the files of a case; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in case.files]
    for path, data in zip(paths, case.files.values(), strict=True):
        path.write_bytes(data)
    return paths


def compared(case: Case, report: Report, *, columns: bool = False) -> list[str]:
    """Where a report differs from what is expected of the case, in sentences."""
    try:
        reported = {PurePath(file["path"]).name: file for file in report["files"]}
        differences = _verdict("the whole", case.expected["valid"], report["valid"])
        for expected in case.expected["files"]:
            name = expected["name"]
            if name not in reported:
                differences.append(f"{name}: not in the report")
                continue
            differences += _verdict(name, expected["valid"], reported[name]["valid"])
            differences += _findings(name, expected["findings"], reported[name]["findings"], columns)
    except (KeyError, TypeError, AttributeError) as error:
        return [f"not the report of galaplan: {type(error).__name__} {error}"]
    return differences


def _verdict(name: str, expected: bool, reported: object) -> list[str]:
    if reported is expected:
        return []
    return [f"{name}: valid is {json.dumps(reported)}, expected {json.dumps(expected)}"]


def _findings(name: str, expected: list[Any], reported: list[Any], columns: bool) -> list[str]:
    columns = columns and all("column" in finding for finding in expected)  # not every case lays them down
    wanted, given = (Counter(_place(finding, columns) for finding in some) for some in (expected, reported))
    return [
        *(f"{name}: missing {place}" for place in (wanted - given).elements()),
        *(f"{name}: not expected {place}" for place in (given - wanted).elements()),
    ]


def _place(finding: Mapping[str, Any], columns: bool) -> str:
    """What two reports have to have in common about a finding, in words."""
    at = f"{finding['line']}:{finding['column']}" if columns else f"line {finding['line']}"
    known = " acknowledged" if finding.get("acknowledged") else ""
    return f"{finding['severity']} {finding['code']} at {finding['path'] or 'the file'}, {at}{known}"


def score(chosen: Iterable[Case], ask: Ask, *, columns: bool = False, jobs: int = 1) -> Score:
    """Put the cases before a program."""
    result = Score()

    def judged(case: Case) -> tuple[Case, list[str]]:
        with tempfile.TemporaryDirectory() as folder:
            try:
                report = ask(write(case, Path(folder)), case.strict)
            except NoReport as error:
                return case, [str(error)]
        return case, compared(case, report, columns=columns)

    with ThreadPoolExecutor(jobs) as threads:
        for case, differences in threads.map(judged, chosen):
            result.add(case, differences)
    return result


def asking(command: list[str]) -> Ask:
    """A command as a program that can be asked. It runs in the folder of the files."""

    def ask(paths: list[Path], strict: bool) -> Report:
        arguments = [*command, *(["--strict"] if strict else []), *(path.name for path in paths)]
        try:
            run = subprocess.run(arguments, cwd=paths[0].parent, capture_output=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise NoReport(f"no answer within {PATIENCE} seconds") from None
        try:
            report = json.loads(run.stdout)
        except ValueError:
            said = run.stderr.decode(errors="replace").strip().splitlines()
            raise NoReport(f"no JSON (exit status {run.returncode}) {said[-1] if said else ''}".rstrip()) from None
        return report if isinstance(report, dict) else {}

    return ask


def table(result: Score) -> str:
    """The score by group, and the cases that are otherwise."""
    groups = list(dict.fromkeys([*result.agreed, *result.differed]))
    rows = [(group, result.agreed[group], result.differed[group]) for group in sorted(groups, key=str.lower)]
    rows.append(("all", result.agreed.total(), result.differed.total()))
    lines = [f"{'group':<14}{'as expected':>12}{'otherwise':>12}"]
    lines += [f"{group:<14}{agreed:>12}{differed:>12}" for group, agreed, differed in rows]
    for name, differences in list(result.differences.items())[:SHOWN]:
        lines += ["", name, *(f"  {ascii_only(difference)}" for difference in differences)]
    if len(result.differences) > SHOWN:
        lines += ["", f"and {len(result.differences) - SHOWN} cases more"]
    return "\n".join(lines) + "\n"


def ascii_only(text: str) -> str:
    """The text without anything that a terminal could take for a command: paths come from plan files."""
    return "".join(c if c.isascii() and c.isprintable() else f"\\u{{{ord(c):x}}}" for c in text)


def write_all(chosen: Iterable[Case], folder: Path) -> int:
    """Write every case in a folder of its own, with what is expected of it; how many there are."""
    number = 0
    for case in chosen:
        own = folder / case.group / case.name
        write(case, own)
        expected = {"description": case.description, "level": case.level, "strict": case.strict, **case.expected}
        (own / "expected.json").write_text(json.dumps(expected, indent=2, ensure_ascii=False) + "\n", "utf-8")
        number += 1
    return number


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        description="Score a validator of plan files.", usage="%(prog)s [options] COMMAND…"
    )
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="cases whose group/name begins so")
    parser.add_argument("--level", type=int, choices=list(LEVELS), help="cases up to this level")
    parser.add_argument("--columns", action="store_true", help="columns have to agree where they are laid down")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="so many at a time (default 2)")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the cases as files instead of asking")
    parser.add_argument("command", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    options = parser.parse_args()
    chosen = [
        case
        for case in cases()
        if case.level <= (options.level or max(LEVELS))
        and (not options.only or f"{case.group}/{case.name}".startswith(tuple(options.only)))
    ]
    if not chosen:
        parser.error("there are no such cases")
    if options.write:
        print(f"{write_all(chosen, options.write)} cases in {options.write}")
        return 0
    if not options.command or options.jobs < 1:
        parser.error("a command is needed, such as: galaplan validate --format json")
    try:
        result = score(chosen, asking(options.command), columns=options.columns, jobs=options.jobs)
    except OSError as error:
        parser.error(f"{options.command[0]}: {error.strerror}")
    print(table(result), end="")
    return 1 if result.differences else 0


if __name__ == "__main__":
    sys.exit(main())
