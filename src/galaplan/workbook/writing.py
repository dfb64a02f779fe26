"""A plan to the bytes of a workbook."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from galaplan import catalogue
from galaplan.catalogue import Edition
from galaplan.documents import Path, Problem
from galaplan.model.fields import MAX_AMOUNT, Key
from galaplan.model.plan import Plan
from galaplan.records import Record
from galaplan.structure import unstructure
from galaplan.workbook import extension
from galaplan.workbook.cells import NO, YES
from galaplan.workbook.layout import (
    CODES,
    EXTENSION,
    FIRST_ROW,
    KEY_ROW,
    PLAN,
    PLAN_COLUMNS,
    TITLE_ROW,
    VALUE,
    Column,
    Layout,
    Sheet,
    layout,
)
from galaplan.workbook.values import EMPTY, MAX_TEXT, content_of, is_free_text, is_of_codes

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

SPARE_ROWS = 500
"""How many rows below the last one have their drop-downs too."""

LINE_HEIGHT, MOST_LINES = 15, 12
"""In points, and of a row: longer texts are read in the bar above the sheet."""

MUNICIPALITIES = "gemeenten"
"""The name of the list of municipalities on the sheet `Codes`."""

_MADE_AT = datetime(2024, 1, 1)
"""When every workbook says it was made: the same plan gives the same bytes."""


class MissingExtra(ImportError):
    """XlsxWriter, which writing a workbook needs, is not installed. Reading needs nothing."""

    def __init__(self) -> None:
        super().__init__("to write a workbook (.xlsx), install what that needs: pip install 'galaplan[xlsx]'")


class Unfit(Exception):
    """The plan does not fit into a workbook; `problem` says what does not."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Row(Record):
    """One row of a sheet, taken from the tree of a plan."""

    path: Path
    stated: Any
    """What the tree has at `path`; None for a keyed table of which there is nothing but its key."""
    name: str
    """How other sheets name this row."""
    parent: str = ""
    """The name of the row that it belongs to."""
    keys: tuple[str, ...] = ()
    """The key, or keys, of a row of a keyed table."""


def write_plan(plan: Plan) -> bytes:
    """The workbook of a plan. Raises `Unfit` and `MissingExtra`."""
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise MissingExtra from None
    tree = unstructure(plan)
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": plan.title[:250], "created": _MADE_AT})
    _Writer(book, tree, catalogue.edition(plan.edition)).write(layout(str(tree["soort"])))
    book.close()
    return buffer.getvalue()


def rows_by_sheet(sheets: tuple[Sheet, ...], tree: Mapping[str, Any]) -> Mapping[str, list[Row]]:
    """The rows of every sheet by its name, in the order of the plan."""
    found: dict[str, list[Row]] = {}
    for sheet in sheets:
        parents = found[sheet.parent.name] if sheet.parent else [Row((), tree, "")]
        rows = [row for parent in parents for row in _rows_in(sheet, parent)]
        found[sheet.name] = _told_apart(rows)
    return found


def _rows_in(sheet: Sheet, parent: Row) -> Iterator[Row]:
    path, stated = (*parent.path, *sheet.steps), _at(parent.stated, sheet.steps)
    if stated is None:
        return
    if not sheet.keys:
        identifier = sheet.identifier
        for index, row in enumerate(stated):
            name = str(row[identifier.name]) if identifier else ""
            yield Row((*path, index), row, name, parent.name)
        return
    for key, row in stated.items():
        if len(sheet.keys) == 1:
            yield Row((*path, key), row, key, parent.name, (key,))
        elif not row:
            yield Row((*path, key), None, key, parent.name, (key, EMPTY))
        else:
            for inner, cell in row.items():
                yield Row((*path, key, inner), cell, "", parent.name, (key, inner))


def _told_apart(rows: list[Row]) -> list[Row]:
    """Rows with one name get a number, `cursus (2)`: only a plan with a fault has them, but it is still to be kept."""
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        seen[row.name] += 1
        found.append(row if seen[row.name] == 1 else row.replace(name=f"{row.name} ({seen[row.name]})"))
    return found


def _at(tree: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        tree = tree.get(step) if isinstance(tree, Mapping) else None
    return tree


class _Writer:
    """Fills the sheets of one workbook."""

    def __init__(self, book: Workbook, tree: Mapping[str, Any], edition: Edition) -> None:
        self._book = book
        self._tree = tree
        self._edition = edition
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._ranges: dict[str, str] = {}

    def write(self, plan_layout: Layout) -> None:
        rows = rows_by_sheet(plan_layout.sheets, self._tree)
        made = {name: self._book.add_worksheet(name) for name in (PLAN, *rows, EXTENSION, CODES)}
        self._write_codes(made[CODES], _lists_in(plan_layout))
        self._note_names(plan_layout.sheets, rows)
        self._write_head(made[PLAN], plan_layout.head)
        for sheet in plan_layout.sheets:
            self._write_rows(made[sheet.name], sheet, rows[sheet.name])
        self._write_extension(made[EXTENSION])

    # --- the sheets ---

    def _write_head(self, to: Worksheet, lines: tuple[Column, ...]) -> None:
        self._head_of(to, tuple(PLAN_COLUMNS), tuple(PLAN_COLUMNS.values()))
        for place, width in enumerate((38, 60, 70, 34)):
            to.set_column(place, place, width)
        number = FIRST_ROW - 1
        block = ""
        for line in self._expanded(lines, [self._tree]):
            if line.path[0] != block and len(line.path) > 1:
                number += 1  # an empty row before what belongs together
            block = line.path[0]
            to.write_string(number, 0, line.title, self._format(bold=line.required, text_wrap=True))
            to.write_blank(number, 1, None, self._cell_format(line))
            stated = self._put(to, number, 1, line, _at(self._tree, line.path), line.path)
            to.set_row(number, _height([(stated, 60), (_explained(line.key), 70)]))
            to.write_string(number, 2, _explained(line.key), self._format(text_wrap=True, font_color="#595959"))
            to.write_string(number, 3, line.name, self._format(font_color="#808080"))
            self._validate(to, number, 1, number, line)
            number += 1

    def _write_rows(self, to: Worksheet, sheet: Sheet, rows: list[Row]) -> None:
        columns = self._expanded(sheet.columns, [row.stated for row in rows])
        names = sheet.own_keys
        titles = (*sheet.own_titles, *(column.title for column in columns))
        self._head_of(to, titles, (*names, *(column.name for column in columns)))
        last = FIRST_ROW - 1 + len(rows) + SPARE_ROWS
        for place, name in enumerate(names):
            to.set_column(place, place, 26, self._format(num_format="@", valign="top"))
            source = f"rijen {sheet.parent.name}" if sheet.parent and not place else name
            self._drop_down(to, FIRST_ROW - 1, place, last, self._ranges.get(source), closed=False)
        for place, column in enumerate(columns, len(names)):
            to.set_column(place, place, _width(column), self._cell_format(column))
            to.write_comment(TITLE_ROW - 1, place, _explained(column.key) or column.title, {"x_scale": 2})
            self._validate(to, FIRST_ROW - 1, place, last, column)
        to.freeze_panes(FIRST_ROW - 1, max(len(names), 1))
        to.set_tab_color("#1F4E79" if rows else "#D9D9D9")
        for number, row in enumerate(rows, FIRST_ROW - 1):
            stated = [*([row.parent] if sheet.parent else []), *row.keys]
            for place, text in enumerate(stated):
                to.write_string(number, place, text, self._format(num_format="@", valign="top"))
            shown = []
            for place, column in enumerate(columns, len(names)):
                text = self._put(to, number, place, column, _at(row.stated, column.path), (*row.path, *column.path))
                shown.append((text, _width(column)))
            to.set_row(number, _height(shown))

    def _write_extension(self, to: Worksheet) -> None:
        self._head_of(to, tuple(extension.COLUMNS.values()), tuple(extension.COLUMNS))
        text = self._format(num_format="@", text_wrap=True, valign="top")
        for place, width in enumerate((50, 12, 60)):
            to.set_column(place, place, width, text)
        rows = list(extension.rows_of(self._tree.get("uitbreiding", {})))
        to.set_tab_color("#1F4E79" if rows else "#D9D9D9")
        for number, (path, *cells) in enumerate(rows, FIRST_ROW - 1):
            for place, stated in enumerate(cells):
                self._write_text(to, number, place, stated, text, ("uitbreiding", *path))
        last = FIRST_ROW - 1 + len(rows) + SPARE_ROWS
        to.data_validation(FIRST_ROW - 1, 1, last, 1, {"validate": "list", "source": list(extension.KINDS)})

    def _write_codes(self, to: Worksheet, lists: tuple[str, ...]) -> None:
        """The code lists, one below the other; a drop-down takes its codes from here."""
        self._head_of(to, ("Lijst", "Code", "Naam", "Toelichting"), ())
        wrapped = self._format(text_wrap=True, valign="top")
        for place, width in enumerate((24, 34, 60, 80)):
            to.set_column(place, place, width, wrapped if place > 1 else None)
        number = FIRST_ROW - 1
        for name in lists:
            rows = list(self._codes(name))
            self._ranges[name] = f"={CODES}!$B${number + 1}:$B${number + max(len(rows), 1)}"
            for cells in rows:
                for place, text in enumerate((name, *cells)):
                    to.write_string(number, place, text)
                number += 1
        to.autofilter(KEY_ROW - 1, 0, number - 1, 3)

    def _codes(self, name: str) -> Iterator[tuple[str, str, str]]:
        if name == MUNICIPALITIES:
            yield from ((code, row.name, row.province) for code, row in catalogue.municipalities().items())
        elif name == catalogue.EDITIONS_LIST:
            yield from ((code, catalogue.edition(code).title, "") for code in catalogue.editions())
        else:
            yield from ((code, row.label, row.note) for code, row in self._edition.codes(name).items())

    def _note_names(self, sheets: tuple[Sheet, ...], rows: Mapping[str, list[Row]]) -> None:
        """Where the names of rows stand that other sheets refer to."""
        for sheet in sheets:
            if sheet.identifier or sheet.keys:
                first = "ABC"[int(sheet.parent is not None)]
                last = FIRST_ROW + len(rows[sheet.name]) + SPARE_ROWS
                place = f"='{sheet.name}'!${first}${FIRST_ROW}:${first}${last}"
                self._ranges[f"rijen {sheet.name}"] = place
                if sheet.identifier and sheet.identifier.key.identifies:
                    self._ranges[f"ids {sheet.identifier.key.identifies}"] = place

    # --- the pieces ---

    def _expanded(self, columns: tuple[Column, ...], stated: list[Any]) -> list[Column]:
        """The columns that this plan needs: those of its years, and of empty tables only where there is one."""
        found: list[Column] = []
        for column in columns:
            if column.content == "year":
                years = {year for row in stated for year in _at(row, column.path) or ()}
                years.update(map(str, self._edition.years))
                found.extend(column.in_year(year) for year in sorted(years))
            elif column.content == "value" or any(_at(row, column.path) == {} for row in stated):
                found.append(column)
        return found

    def _head_of(self, to: Worksheet, titles: tuple[str, ...], keys: tuple[str, ...]) -> None:
        title = self._format(bold=True, text_wrap=True, valign="top", font_color="white", bg_color="#1F4E79")
        for place, text in enumerate(titles):
            to.write_string(TITLE_ROW - 1, place, text, title)
        for place, text in enumerate(keys):
            to.write_string(KEY_ROW - 1, place, text, self._format(font_color="#808080", bg_color="#F2F2F2"))
        to.set_row(TITLE_ROW - 1, 2 * LINE_HEIGHT)
        to.freeze_panes(FIRST_ROW - 1, 0)
        to.set_landscape()
        to.set_paper(9)
        to.fit_to_pages(1, 0)
        to.repeat_rows(TITLE_ROW - 1)

    def _put(self, to: Worksheet, row: int, place: int, column: Column, stated: Any, path: Path) -> str:
        """Write a value, and give the text that the cell shows."""
        if stated is None or (column.content == "presence" and stated != {}):
            return ""
        content = EMPTY if column.content == "presence" else content_of(column, stated)
        if isinstance(content, str):
            self._write_text(to, row, place, content, self._cell_format(column), path)
        elif isinstance(content, date):
            to.write_datetime(row, place, content, self._format(num_format="yyyy-mm-dd", align="left", valign="top"))
        else:
            to.write_number(row, place, content, self._cell_format(column))
        return str(content)

    def _write_text(self, to: Worksheet, row: int, place: int, text: str, shown: Format, path: Path) -> None:
        """A text stays a text, also one that a spreadsheet would take for a formula when it is typed."""
        try:
            length = len(text.encode("utf-16-le")) // 2
        except UnicodeEncodeError:
            raise Unfit(Problem("LEZ001", "half-teken", path=path)) from None
        if length > MAX_TEXT:
            raise Unfit(Problem("LEZ034", "lang", path=path, params={"lengte": length, "maximum": MAX_TEXT}))
        if text.startswith(("=", "+", "-", "@", "\t", "\r")):
            shown = self._format(num_format="@", text_wrap=True, valign="top", quote_prefix=True)
        if text and to.write_string(row, place, text, shown):
            raise Unfit(Problem("LEZ034", "rijen", path=path, params={}))

    def _cell_format(self, column: Column) -> Format:
        match column.value.kind:
            case "amounts":
                return self._format(num_format="#,##0", valign="top")
            case "whole" if not column.many:
                money = column.key.maximum == MAX_AMOUNT
                return self._format(num_format="#,##0" if money else "General", align="left", valign="top")
            case "number":
                return self._format(valign="top", align="left")
            case "moment":
                return self._format(valign="top", align="left")
        return self._format(num_format="@", text_wrap=True, valign="top")

    def _format(self, **properties: Any) -> Format:
        key = tuple(properties.items())
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    # --- drop-downs ---

    def _validate(self, to: Worksheet, first: int, place: int, last: int, column: Column) -> None:
        """What may be chosen in a cell. Of a list of codes the drop-down gives the first; more may be typed."""
        value, key = column.value, column.key
        if column.content == "presence":
            self._drop_down(to, first, place, last, [EMPTY], closed=True)
        elif value.kind == "amounts":
            self._whole_euros(to, first, place, last)
        elif value.kind == "flag":
            self._drop_down(to, first, place, last, [YES, NO], closed=True)
        elif value.kind == "choice":
            self._drop_down(to, first, place, last, list(value.choices), closed=not column.many)
        elif key.code_list:
            closed = not (column.many or catalogue.is_open(key.code_list))
            self._drop_down(to, first, place, last, self._ranges.get(key.code_list), closed=closed)
        elif key.refers_to:
            self._drop_down(to, first, place, last, self._ranges.get(f"ids {key.refers_to}"), closed=False)
        elif key.form == "gemeentecode":
            self._drop_down(to, first, place, last, self._ranges.get(MUNICIPALITIES), closed=not column.many)

    def _drop_down(
        self, to: Worksheet, first: int, place: int, last: int, source: str | list[str] | None, *, closed: bool
    ) -> None:
        if source is not None:
            options = {"validate": "list", "source": source, "show_error": closed, "error_title": "Kies uit de lijst"}
            to.data_validation(first, place, last, place, options)

    def _whole_euros(self, to: Worksheet, first: int, place: int, last: int) -> None:
        options = {
            **{"validate": "integer", "criteria": "between", "minimum": 0, "maximum": MAX_AMOUNT},
            **{"error_title": "Hele euro's", "error_message": "Vul hele euro's in, zonder centen en zonder formule."},
        }
        to.data_validation(first, place, last, place, options)


def _lists_in(plan_layout: Layout) -> tuple[str, ...]:
    """The code lists from which a plan of this kind takes codes, by name; municipalities last, for they are many."""
    columns = [*plan_layout.head, *(column for sheet in plan_layout.sheets for column in sheet.columns)]
    keyed = [name for sheet in plan_layout.sheets for name in sheet.key_columns]
    found = {column.key.code_list for column in columns if column.key.code_list}
    found.update(name for name in keyed if name not in ("jaar", "gemeentecode"))
    return (*sorted(found), MUNICIPALITIES)


def _explained(key: Key) -> str:
    absent = f" Leeg betekent: {key.meaning_of_absence}." if key.meaning_of_absence else ""
    return f"{key.description}{absent}".strip()


def _height(cells: list[tuple[str, int]]) -> int:
    """How high a row is whose cells show these texts, each in a column of so many characters."""
    lines = (sum(len(line) // width + 1 for line in text.split("\n")) for text, width in cells)
    return LINE_HEIGHT * min(max(lines, default=1), MOST_LINES)


def _width(column: Column) -> int:
    match column.value.kind:
        case "flag" | "number" | "whole" | "moment":
            return 13
        case "amounts":
            return 13
    if is_free_text(column):
        return 45 if column.name in ("tekst", "omschrijving", VALUE) else 32
    return 28 if is_of_codes(column) and column.many else 22
