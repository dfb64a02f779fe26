"""Which findings are reported, and how: what a user may ask for, once for the library, the command and its settings."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from galaplan.records import Record
from galaplan.sources import STDIN

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

PerFile = tuple[tuple[str, tuple[str, ...]], ...]
"""Patterns of file names, each with the codes that are not reported of the files that it means."""


class Options(Record):
    """What a validation looks at and how it speaks."""

    select: tuple[str, ...] = ()
    """Codes or beginnings of codes (`DUB`, `VAL001`) to report; empty for all."""
    ignore: tuple[str, ...] = ()
    """Codes or beginnings of codes not to report."""
    strict: bool = False
    """Whether the stricter reading of the text holds where the rulebook knows one."""
    language: str = "nl"
    per_file_ignores: PerFile = ()
    folder: str = "."
    """The folder that those patterns are relative to."""
    edition: str | None = None
    """The edition to check a plan against that names none."""

    def reports(self, code: str) -> bool:
        """Whether findings of this code are reported."""
        selected = not self.select or code.startswith(self.select)
        return selected and not code.startswith(self.ignore or ("\0",))

    def for_file(self, name: str) -> Options:
        """What holds for one file: its own codes not to report are added."""
        if not self.per_file_ignores or (place := _below(name, self.folder)) is None:
            return self
        more = [codes for pattern, codes in self.per_file_ignores if _spec(pattern).match_file(place)]
        return self.replace(ignore=(*self.ignore, *(code for codes in more for code in codes)))


def codes(stated: str | Iterable[str]) -> tuple[str, ...]:
    """Codes and beginnings of codes, from `dub,VAL001` or several of these. Raises `ValueError` for an unknown one."""
    from galaplan.rules import all_rules

    parts = (stated,) if isinstance(stated, str) else stated
    found = tuple(code.strip().upper() for part in parts for code in part.split(",") if code.strip())
    for code in found:
        if not any(known.startswith(code) for known in all_rules()):
            raise ValueError(f"{code!r} is no code and no beginning of one")
    return found


def pattern(stated: str) -> str:
    """A pattern of file names, as in a `.gitignore`: `concept-*.toml`, `gemeenten/**/oud.json`, `archief/`.

    Raises `ValueError` for one that means nothing, or that leads out of the folder that it is relative to.
    """
    parts = stated.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or parts[0].endswith(":"):
        raise ValueError(f"{stated!r} leads out of the folder; a pattern is relative to it")
    if stated.startswith(("!", "#")) or not stated.strip():
        raise ValueError(f"{stated!r} is no pattern of file names")
    import re

    try:
        _spec(stated)
    except (ValueError, re.error):  # of `pathspec`, and of what it makes of a range such as `[z-a]`
        raise ValueError(f"{stated!r} is no pattern of file names") from None
    return stated


@cache
def _spec(stated: str) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines([stated])


def _below(name: str, folder: str) -> str | None:
    """The place of a file as seen from a folder; None for what is no file, or is not in the folder."""
    if name == STDIN or name.startswith("<"):
        return None
    try:
        place = os.path.relpath(name, folder)
    except ValueError:  # another drive
        return None
    return None if Path(place).parts[0] == os.pardir else place
