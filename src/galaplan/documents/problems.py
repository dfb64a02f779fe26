"""What can be wrong with a file before anything in it is understood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from galaplan.documents.paths import Path
from galaplan.records import NOTHING_STATED, Record


class Span(Record):
    """A stretch of text: line and column of its first character and of the one after its last.

    Lines and columns count from 1; a column counts characters, not bytes. In a workbook they are the row and the column
    of a cell of `sheet`.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    sheet: str = ""

    @property
    def place(self) -> str:
        """Where it begins, as people say it: `95:1`, or `Acties!C5` in a workbook."""
        return f"{self.sheet}!{_letters(self.column)}{self.line}" if self.sheet else f"{self.line}:{self.column}"

    @property
    def line_or_cell(self) -> int | str:
        """What a sentence names of it: the number of the line, or the cell."""
        return self.place if self.sheet else self.line


def _letters(column: int) -> str:
    """The column of a sheet by its letters: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


WHOLE_FILE = Span(1, 1, 1, 1)

MOST_TOLD = 1_000
"""How many faults of reading and shape are told of one file: who mends so many runs it again anyway.

A file of 16 MiB has room for a million and a half, which would take minutes and gigabytes to tell.
"""


class Problem(Record):
    """Something wrong with a file that is found before any rule looks at the plan."""

    code: str
    """The code of the rule that tells it (`LEZ001` …)."""
    variant: str
    """Which of its wordings."""
    span: Span | None = None
    """Where it stands, when that is not where `path` stands."""
    params: Mapping[str, Any] = NOTHING_STATED
    """The facts that the message needs."""
    path: Path = ()


class Unreadable(Exception):
    """The bytes hold no tree; `problems` says why, at least one."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems
