"""The sheets and cells of a workbook, as they stand there; knows nothing of plans.

Read with the XML parser of Python itself rather than with a library for workbooks: those change texts that look like
escapes, hide whether a value was a formula, or read much that a plan has no use for (docs/dependencies.md).
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Literal

from galaplan.documents import MAX_BYTES
from galaplan.records import Record
from galaplan.workbook.package import Package, refused

MAX_CELLS = 500_000
"""How many cells with a value are read."""

MAX_CHARACTERS = MAX_BYTES
"""How many characters their texts may have together, as many as a plan file: a thousand cells may share one text."""

MAX_FILLED = 2_000_000
"""How many rows of a sheet are looked at for formulas that fill more cells than their own."""

FIRST_SURE_DAY = 61
"""1 March 1900; Excel counts a 29 February before it, which was not there, and other programs do not."""

Kind = Literal["text", "number", "flag", "date", "error", "formula"]


class Cell(Record):
    """What stands in a cell; of a formula or a fault the outcome that the workbook shows, as text."""

    kind: Kind
    value: str | int | float | bool | date
    percent: bool = False
    """Whether a number is shown as a percentage."""


YES, NO = "ja", "nee"
"""What stands in a cell for yes and no."""

Rows = Mapping[int, Mapping[int, Cell]]
"""The rows that have a value, by number, with their cells by column; both count from 1."""

_WORKBOOK = "xl/workbook.xml"
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}\Z")
_SIGNS_OF_NUMBERS = re.compile(r"[-+.0-9A-Za-z]*\Z")
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')

_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT_FORMATS = {9, 10}


def read_sheets(data: bytes) -> Mapping[str, Rows]:
    """The sheets of a workbook by name, in its order. Raises `Unreadable` for a workbook that is refused."""
    package = Package(data)
    book = _Book(package)
    texts = _Texts(package).found if package.has("xl/sharedStrings.xml") else []
    styles = _Styles(package) if package.has("xl/styles.xml") else None
    room = _Room()
    return {
        name: _Sheet(package, part, texts, styles, room, since_1904=book.since_1904).found()
        for name, part in book.sheets.items()
    }


class _Room:
    """How much may still be read of a workbook."""

    def __init__(self) -> None:
        self._cells = MAX_CELLS
        self._characters = MAX_CHARACTERS

    def take(self, cell: Cell) -> None:
        """Raises `Unreadable` where there is no room left for a cell."""
        self._cells -= 1
        self._characters -= len(cell.value) if isinstance(cell.value, str) else 0
        if self._cells < 0 or self._characters < 0:
            raise refused("te-groot")


class _Book:
    """The names of the sheets with the part of each, and from when days are counted."""

    def __init__(self, package: Package) -> None:
        self.since_1904 = False
        self.sheets: dict[str, str] = {}
        self._targets: dict[str, str] = {}
        relations = "xl/_rels/workbook.xml.rels"
        if package.has(relations):
            package.parse(relations, self._relation)
        package.parse(_WORKBOOK, self._opened)
        if not all(map(package.has, self.sheets.values())):
            raise refused("beschadigd")

    def _relation(self, element: str, attributes: Mapping[str, str]) -> None:
        if attributes.get("Type", "").endswith("/worksheet"):
            target = posixpath.join("/xl", attributes.get("Target", ""))
            self._targets[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/")

    def _opened(self, element: str, attributes: Mapping[str, str]) -> None:
        if element == "workbookPr":
            self.since_1904 = attributes.get("date1904") in ("1", "true")
        elif element == "sheet":
            identifier = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            name = attributes.get("name", "")
            if name in self.sheets:
                raise refused("beschadigd")
            if identifier in self._targets:
                self.sheets[name] = self._targets[identifier]


class _Texts:
    """The texts that cells refer to by number. How they sound, which Japanese workbooks add, is left out."""

    def __init__(self, package: Package) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._is_text = False
        self._is_sound = False
        package.parse("xl/sharedStrings.xml", self._opened, self._closed, self._text)

    def _opened(self, element: str, attributes: Mapping[str, str]) -> None:
        if element == "si":
            self._pieces = []
        elif element == "rPh":
            self._is_sound = True
        self._is_text = element == "t" and not self._is_sound

    def _closed(self, element: str) -> None:
        self._is_text = False
        if element == "si":
            self.found.append(_unescaped("".join(self._pieces)))
        elif element == "rPh":
            self._is_sound = False

    def _text(self, piece: str) -> None:
        if self._is_text:
            self._pieces.append(piece)


class _Styles:
    """Which styles show a number as a date, and which as a percentage."""

    def __init__(self, package: Package) -> None:
        self._formats: dict[int, str] = {}
        self._of_style: list[int] = []
        self._is_cell_style = False
        package.parse("xl/styles.xml", self._opened, self._closed)
        self.dates = {number for number, code in enumerate(self._of_style) if self._shows(code, "dmyhs", _DATE_FORMATS)}
        self.percents = {n for n, code in enumerate(self._of_style) if self._shows(code, "%", _PERCENT_FORMATS)}

    def _opened(self, element: str, attributes: Mapping[str, str]) -> None:
        if element == "cellXfs":
            self._is_cell_style = True
        elif element == "numFmt":
            self._formats[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif element == "xf" and self._is_cell_style:
            self._of_style.append(_number(attributes.get("numFmtId")))

    def _closed(self, element: str) -> None:
        if element == "cellXfs":
            self._is_cell_style = False

    def _shows(self, code: int, letters: str, built_in: set[int]) -> bool:
        stated = self._formats.get(code)
        if stated is None or stated.lower() == "general":
            return stated is None and code in built_in
        shown = _NOT_SHOWN.sub("", stated[:200]).lower()
        return any(letter in shown for letter in letters)


class _Sheet:
    """The rows of one sheet."""

    def __init__(
        self,
        package: Package,
        part: str,
        texts: list[str],
        styles: _Styles | None,
        room: _Room,
        *,
        since_1904: bool,
    ) -> None:
        self._rows: dict[int, dict[int, Cell]] = {}
        self._worked_out: list[tuple[int, int, int, int]] = []
        self._room = room
        self._texts = texts
        self._styles = styles
        self._first_day = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
        self._row = 0
        self._column = 0
        self._type = ""
        self._style = 0
        self._is_formula = False
        self._is_sound = False
        self._in = ""
        self._pieces: list[str] = []
        package.parse(part, self._opened, self._closed, self._text)

    def found(self) -> Rows:
        """The rows. Of a formula that fills more cells only the first says so; the others are outcomes as well."""
        filled = 0
        for first, left, last, right in self._worked_out:
            area = range(first, last + 1)
            numbers = area if len(area) < len(self._rows) else self._rows
            filled += len(numbers)
            if filled > MAX_FILLED:
                raise refused("te-groot")
            for row in (self._rows[number] for number in numbers if number in area and number in self._rows):
                for place in [place for place in row if left <= place <= right]:
                    row[place] = Cell("formula", text_of(row[place]))
        return self._rows

    def _opened(self, element: str, attributes: Mapping[str, str]) -> None:
        if element == "c":
            self._begin(attributes)
        elif element == "f":
            self._is_formula = True
            if attributes.get("t") in ("array", "dataTable"):
                self._note_worked_out(attributes.get("ref", ""))
        elif element == "rPh":
            self._is_sound = True
        elif element == "row":
            self._row = _number(attributes.get("r"), self._row + 1)
            self._column = 0
        self._in = element if element in ("v", "t") and not self._is_sound else ""

    def _begin(self, attributes: Mapping[str, str]) -> None:
        self._pieces = []
        self._is_formula = False
        self._type = attributes.get("t", "n")
        self._style = _number(attributes.get("s"))
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            self._row, self._column = _row_and_column(reference)

    def _note_worked_out(self, area: str) -> None:
        first, several, last = area.partition(":")
        if several:
            self._worked_out.append((*_row_and_column(first), *_row_and_column(last)))

    def _text(self, piece: str) -> None:
        if self._in:
            self._pieces.append(piece)

    def _closed(self, element: str) -> None:
        self._in = ""
        if element == "rPh":
            self._is_sound = False
        elif element == "c" and (cell := self._cell("".join(self._pieces))) is not None:
            self._room.take(cell)
            row = self._rows.setdefault(self._row, {})
            if self._column in row:
                raise refused("beschadigd")
            row[self._column] = cell

    def _cell(self, stated: str) -> Cell | None:
        """The cell that ends here, or None for an empty one."""
        if self._is_formula:
            return Cell("formula", self._text_of(stated))
        if not stated:
            return None
        match self._type:
            case "s" | "str" | "inlineStr":
                text = self._text_of(stated)
                return Cell("text", text) if text else None
            case "b":
                return Cell("flag", stated.strip() in ("1", "true"))
            case "d":
                return _iso_date(stated)
            case "e":
                return Cell("error", stated)
        return self._number(stated.strip())

    def _text_of(self, stated: str) -> str:
        if self._type != "s":
            return _unescaped(stated)
        number = _number(stated, -1)
        if not 0 <= number < len(self._texts):
            raise refused("beschadigd")
        return self._texts[number]

    def _number(self, stated: str) -> Cell:
        if not _SIGNS_OF_NUMBERS.match(stated):
            raise refused("beschadigd")
        try:
            value: int | float = int(stated) if _WHOLE.match(stated) else float(stated[:400])
        except ValueError:
            raise refused("beschadigd") from None
        if not math.isfinite(value):
            return Cell("error", stated[:40])
        if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
            value = int(value)
        if self._styles and self._style in self._styles.dates:
            return self._date(value)
        return Cell("number", value, percent=bool(self._styles and self._style in self._styles.percents))

    def _date(self, days: int | float) -> Cell:
        """A date is a number of days; one that is the number of a year was typed as a year into a cell for dates."""
        if isinstance(days, int) and 1900 <= days <= 2100:
            return Cell("number", days)
        if days < FIRST_SURE_DAY and self._first_day < date(1900, 1, 1):
            return Cell("number", days)
        try:
            day = self._first_day + timedelta(days=math.floor(days))
            time = timedelta(days=days - math.floor(days))
            at = datetime.combine(day, datetime.min.time()) + timedelta(seconds=round(time.total_seconds()))
        except (OverflowError, ValueError):
            return Cell("number", days)
        return Cell("date", day if isinstance(days, int) else at)


def text_of(cell: Cell) -> str:
    """What a Dutch workbook shows in a cell, near enough: a number typed where a text belongs is that text."""
    value = cell.value
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        shown = f"{value * 100:.10g}%" if cell.percent else repr(value)
        return shown.replace(".", ",")
    return value


def _row_and_column(reference: str) -> tuple[int, int]:
    found = _CELL.match(reference)
    if not found:
        raise refused("beschadigd")
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _iso_date(stated: str) -> Cell:
    try:
        at = datetime.fromisoformat(stated.strip()[:40])
    except ValueError:
        return Cell("text", stated)
    return Cell("date", at if at.time() != datetime.min.time() else at.date())


def _number(stated: str | None, otherwise: int = 0) -> int:
    return int(stated) if stated and stated.isascii() and stated.isdigit() and len(stated) < 10 else otherwise


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written as `_x0008_`, and so is the `_` of a text that looks like that."""
    if "_x" not in text:
        return text
    return (
        _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        .encode("utf-16", "surrogatepass")
        .decode("utf-16", "replace")
    )
