"""In which cell each path of a plan stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from galaplan.documents import WHOLE_FILE, Document, Path, Problem, Span
from galaplan.records import Record
from galaplan.workbook.layout import PLAN

Keys = tuple[str, ...]


def cell(sheet: str, row: int, column: int = 1) -> Span:
    """The span of one cell; rows and columns count from 1."""
    return Span(row, column, row, column + 1, sheet)


class _Row(Record):
    """A row of a sheet and the columns of that sheet by the keys below the row."""

    sheet: str
    number: int
    columns: Mapping[Keys, int]


class Places:
    """The cells of one workbook."""

    def __init__(self) -> None:
        self._rows: dict[Path, _Row] = {}
        self._lines: dict[Keys, Span] = {}
        self._sheets: dict[Path, Span] = {}

    def note_row(self, path: Path, sheet: str, number: int, columns: Mapping[Keys, int]) -> None:
        """The table at `path` stands in this row."""
        self._rows[path] = _Row(sheet, number, columns)

    def note_line(self, path: Keys, span: Span) -> None:
        """The value at `path` stands in this cell of the sheet `Plan`."""
        self._lines[path] = span

    def note_sheet(self, path: Path, sheet: str) -> None:
        """The rows of the list at `path` stand on this sheet."""
        self._sheets[path] = cell(sheet, 1)

    def find(self, path: Path) -> Span:
        """The cell of a path; where there is none the one that it would stand in, or else its row or its sheet."""
        for length in range(len(path), 0, -1):
            row = self._rows.get(path[:length])
            if row is not None:
                return cell(row.sheet, row.number, _column(row.columns, path[length:]))
            sheet = self._sheets.get(path[:length])
            if sheet is not None and length == len(path):
                return sheet
        return self._line(path)

    def _line(self, path: Path) -> Span:
        keys: Keys = tuple(str(step) for step in path)
        while keys:
            below = (span for line, span in self._lines.items() if line[: len(keys)] == keys)
            found = self._lines.get(keys) or self._sheets.get(keys) or next(below, None)
            if found:
                return found
            keys = keys[:-1]
        return cell(PLAN, 1) if path else WHOLE_FILE


def _column(columns: Mapping[Keys, int], below: Path) -> int:
    keys: Keys = tuple(str(step) for step in below)
    while keys:
        if keys in columns:
            return columns[keys]
        if found := [place for column, place in columns.items() if column[: len(keys)] == keys]:
            return min(found)
        keys = keys[:-1]
    return columns.get((), min(columns.values(), default=1))


class WorkbookDocument(Document):
    """A workbook that could be read."""

    def __init__(self, tree: dict[str, Any], problems: tuple[Problem, ...], places: Places, *, whole: bool) -> None:
        """`whole`: whether the tree holds all that the workbook says."""
        super().__init__(tree, problems, whole=whole)
        self._places = places

    def locate(self, path: Path) -> Span:
        """The cell of `path`, or else of its nearest ancestor."""
        return self._places.find(path) if path else WHOLE_FILE
