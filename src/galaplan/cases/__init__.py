"""Readable examples of rules: a small plan and one visible change. The command shows them and the tests run them.

`rules/VAL001.toml` holds the examples of VAL001, good ones under `goed` and bad ones under `fout`. Each says what it
changes in a plan of `plans/`: `vervang` replaces a piece of text that occurs once, `erbij` is added at the end. A bad
example marks the line that the finding is on with the comment `# <-- VAL001`, and says its path, its severity and a
piece of its message. An example of several files lists them under `bestanden`, each with its name and its own change;
there `# <-> VAL001` marks the lines of the other side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import rtoml

from galaplan.records import Record

_FOLDER = Path(__file__).parent


class CaseFile(Record):
    """One plan file of an example."""

    name: str
    plan: str
    """The name of the shared plan that it changes."""
    base: str
    """The text of that plan."""
    text: str
    """The text with the change."""
    encoding: str = "utf-8"
    """How the file is written; another than UTF-8 is a fault of its own."""

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.text.encode(self.encoding)


class Case(Record):
    """One example of one rule."""

    code: str
    good: bool
    description: str
    """Dutch, in a few words."""
    files: tuple[CaseFile, ...]
    path: str = ""
    """In the file's own keys where a bad example goes wrong; empty for the whole file."""
    severity: str = ""
    strict: bool = False
    """Whether it is an example of the stricter reading."""
    message: str = ""
    """A piece of the message of a bad example."""


@cache
def plan_text(name: str) -> str:
    """The text of a shared plan. Raises `OSError` when there is none of this name."""
    return (_FOLDER / "plans" / f"{name}.toml").read_text("utf-8")


def plan_names() -> tuple[str, ...]:
    """The names of the shared plans."""
    return tuple(sorted(path.stem for path in (_FOLDER / "plans").glob("*.toml")))


def codes() -> tuple[str, ...]:
    """The codes of the rules that have examples."""
    return tuple(sorted(path.stem for path in (_FOLDER / "rules").glob("*.toml")))


def cases_of(code: str) -> Iterator[Case]:
    """The examples of a rule, good ones first. Raises `OSError` when it has none."""
    raw = rtoml.loads((_FOLDER / "rules" / f"{code}.toml").read_text("utf-8"))
    for good, key in ((True, "goed"), (False, "fout")):
        for row in raw.get(key, ()):
            yield _case(code, good, row)


def changed(base: str, changes: list[list[str]], added: str = "") -> str:
    """The text of a shared plan with these changes. Raises `ValueError` when a piece does not occur exactly once."""
    text = plan_text(base)
    for old, new in changes:
        if text.count(old) != 1:
            raise ValueError(f"{old!r} occurs {text.count(old)} times in {base}")
        text = text.replace(old, new)
    return text + added


def _case(code: str, good: bool, row: Mapping[str, Any]) -> Case:
    return Case(
        code=code,
        good=good,
        description=row["omschrijving"],
        files=tuple(_file(file) for file in row.get("bestanden", [row])),
        path=row.get("pad", ""),
        severity=row.get("ernst", ""),
        strict=row.get("strikt", False),
        message=row.get("melding", ""),
    )


def _file(row: Mapping[str, Any]) -> CaseFile:
    base = row.get("plan", "minimaal")
    return CaseFile(
        name=row.get("naam", "plan.toml"),
        plan=base,
        base=plan_text(base),
        text=changed(base, row.get("vervang", []), row.get("erbij", "")),
        encoding=row.get("codering", "utf-8"),
    )
