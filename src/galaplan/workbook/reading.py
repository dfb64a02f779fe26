"""The bytes of a workbook to the plain tree of a plan, with the cell in which each value stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from galaplan.documents import Document, Path, Problem, Span
from galaplan.documents.problems import MOST_TOLD
from galaplan.records import Record
from galaplan.spelling import Speller
from galaplan.structure import kind_of
from galaplan.workbook import extension
from galaplan.workbook.cells import Cell, Rows, read_sheets, text_of
from galaplan.workbook.layout import (
    CODES,
    EXTENSION,
    KEY,
    PARENT,
    PLAN,
    PLAN_COLUMNS,
    VALUE,
    Column,
    Layout,
    Sheet,
    layout,
)
from galaplan.workbook.package import refused
from galaplan.workbook.places import Places, WorkbookDocument, cell
from galaplan.workbook.values import EMPTY, Fault, fault_in, value_of

ALIKE = 0.75
"""From where on an unknown name or key counts as a known one misspelt."""

SEARCHED = 10
"""In how many rows from the top the row with the keys is looked for."""

MAX_KEYS = 500
"""How many cells such a row may have; a plan with every year of a regulation needs a tenth."""

HARMLESS = {("LEZ031", "blad-onbekend"), ("LEZ031", "kolom-zonder-sleutel")}
"""What is not read but may well be there: sheets and columns of the user's own."""

_YEAR = re.compile(r"[0-9]{1,6}\Z")
_YEAR_AT_END = re.compile(r"(?:19|20)[0-9]{2}\Z")


def read_plan(data: bytes) -> Document:
    """The plan in a workbook. Raises `Unreadable` where it is no workbook, or one to refuse."""
    return _Reader(read_sheets(data)).read()


class _Table(Record):
    """The part of a sheet below its keys."""

    sheet: str
    key_row: int
    keys: Mapping[str, int]
    """The column of each key."""
    rows: Rows


class _Target(Record):
    """Where the values of a row go."""

    path: Path
    table: dict[str, Any]
    below: tuple[str, ...] = ()
    """The key under which the one value of the row goes, where a row is nothing but a value."""


class _Reader:
    """Reads one workbook."""

    def __init__(self, sheets: Mapping[str, Rows]) -> None:
        self._problems: list[Problem] = []
        self._sheets: dict[str, tuple[str, Rows]] = {}
        for name, rows in sheets.items():
            first, _ = self._sheets.setdefault(_plain(name), (name, rows))
            if first != name and rows:
                self._tell("LEZ031", "blad-dubbel", cell(name, 1), blad=_cut(name), eerste_blad=_cut(first))
        self._places = Places()
        self._speller = Speller()
        self._tree: dict[str, Any] = {}
        self._misspelt: set[str] = set()
        self._named: dict[str, dict[str, _Target]] = {}
        self._namesakes: dict[tuple[str, str], int] = {}
        self._lost: dict[str, set[str]] = {}

    def read(self) -> Document:
        """The tree, the problems and the places."""
        if _plain(PLAN) not in self._sheets:
            raise refused("geen-plan")
        lines = self._lines()
        plan_layout = layout(_kind_in(lines))
        self._note_other_sheets(plan_layout)
        self._read_head(lines, plan_layout.head)
        for sheet in plan_layout.sheets:
            self._read_sheet(sheet)
        self._read_extension()
        problems = tuple(self._problems[: MOST_TOLD + 1])
        whole = all((problem.code, problem.variant) in HARMLESS for problem in self._problems)
        return WorkbookDocument(self._tree, problems, self._places, whole=whole)

    # --- the sheet of what is said once ---

    def _lines(self) -> dict[str, tuple[int, int, Cell | None]]:
        """By key the row of its line, the column of its value, and the cell there."""
        table = self._table(PLAN, (KEY, VALUE), titles=PLAN_COLUMNS)
        if table is None:
            return {}
        found: dict[str, tuple[int, int, Cell | None]] = {}
        of_keys, of_values = table.keys[KEY], table.keys.get(VALUE, 0)
        for number, row in table.rows.items():
            name = text_of(row[of_keys]).strip() if of_keys in row else ""
            if name in found:
                self._tell("LEZ031", "regel-dubbel", cell(table.sheet, number, of_keys), sleutel=name)
            elif name:
                found[name] = (number, of_values, row.get(of_values))
            elif of_values in row and text_of(row[of_values]).strip():
                self._tell("LEZ031", "regel-zonder-sleutel", cell(table.sheet, number, of_values))
        return found

    def _read_head(self, lines: Mapping[str, tuple[int, int, Cell | None]], head: tuple[Column, ...]) -> None:
        sheet = self._sheets[_plain(PLAN)][0]
        for name, (number, place, stated) in lines.items():
            column = _column_for(name, head)
            if column is None:
                close = self._speller.nearest(name, [column.name for column in head], alike=ALIKE)
                self._tell(
                    *("LEZ031", "regel-naaste" if close else "regel-onbekend", cell(sheet, number, place)),
                    sleutel=_cut(name),
                    naaste=close,
                )
                continue
            span = cell(sheet, number, place)
            self._places.note_line(column.path, span)
            if stated is not None:
                self._put(_Target((), self._tree), column, stated, span)

    # --- the sheets with rows ---

    def _read_sheet(self, sheet: Sheet) -> None:
        self._named[sheet.name], self._lost[sheet.name] = {}, set()
        if sheet.parent and sheet.parent.name in self._misspelt:
            self._misspelt.add(sheet.name)  # its rows will find theirs when that sheet has its name
            return
        own = sheet.own_keys
        known = [*own, *(column.name for column in sheet.columns)]
        titles = [*sheet.own_titles, *(column.title for column in sheet.columns)]
        table = self._table(sheet.name, known, sheet.columns, titles)
        if table is None:
            return
        if sheet.parent is None:
            self._places.note_sheet(sheet.steps, table.sheet)
        columns = self._columns(sheet, table, own)
        by_keys = {column.path: place for place, column in columns.items()}
        for name, place in table.keys.items():
            if name == PARENT or name in sheet.key_columns:
                by_keys.setdefault((), place)
        keyed = set(table.keys.values())
        for number, row in table.rows.items():
            if any(_is_filled(stated) for place, stated in row.items() if place in keyed):
                self._read_row(sheet, table, number, row, columns, by_keys)

    def _columns(self, sheet: Sheet, table: _Table, own: tuple[str, ...]) -> dict[int, Column]:
        """What each column holds."""
        found: dict[int, Column] = {}
        for name, place in table.keys.items():
            if name in own:
                continue
            column = _column_for(name, sheet.columns)
            if column is not None:
                found[place] = column
                continue
            close = self._speller.nearest(name, [*own, *(column.name for column in sheet.columns)], alike=ALIKE)
            self._tell(
                *("LEZ031", "kolom-naaste" if close else "kolom-onbekend", cell(table.sheet, table.key_row, place)),
                sleutel=_cut(name),
                naaste=close,
            )
        return found

    def _read_row(
        self,
        sheet: Sheet,
        table: _Table,
        number: int,
        row: Mapping[int, Cell],
        columns: Mapping[int, Column],
        by_keys: Mapping[tuple[str, ...], int],
    ) -> None:
        parent = self._parent(sheet, table, number, row)
        target = parent and self._new_row(sheet, table, number, row, parent)
        if not target:
            places = (place for place, column in columns.items() if column == sheet.identifier and place in row)
            self._lost[sheet.name].update(text_of(row[place]).strip() for place in places)
            return
        path = (*target.path, *target.below)
        self._places.note_row(path, table.sheet, number, by_keys)
        for place, column in columns.items():
            if place in row:
                self._put(target, column, row[place], cell(table.sheet, number, place))
        self._note_name(sheet, path, target)

    def _parent(self, sheet: Sheet, table: _Table, number: int, row: Mapping[int, Cell]) -> _Target | None:
        """The row that a row belongs to; None, and a problem, where there is none."""
        if sheet.parent is None:
            return _Target((), self._tree)
        known = self._named[sheet.parent.name]
        place = table.keys.get(PARENT, 1)
        name = text_of(row[place]).strip() if place in row and row[place].kind != "formula" else ""
        if name in known:
            return known[name]
        if name in self._lost[sheet.parent.name]:
            return None  # of the row that it belongs to is told why that has no place
        close = self._speller.nearest(name, known) if name else ""
        variant = "naaste" if close else "onbekend" if name else "zonder"
        facts = {"id": _cut(name), "blad": sheet.parent.name, "naaste": close}
        self._tell("LEZ033", variant, cell(table.sheet, number, place), **facts)
        return None

    def _new_row(
        self, sheet: Sheet, table: _Table, number: int, row: Mapping[int, Cell], parent: _Target
    ) -> _Target | None:
        """Where the values of a row go; None, and mostly a problem, for a row without values of its own."""
        *above, last = sheet.steps
        holder, path = parent.table, (*parent.path, *sheet.steps)
        for step in above:
            holder = holder.setdefault(step, {})
        if sheet.keys:
            return self._new_keyed_row(sheet, table, number, row, _Target(path, holder.setdefault(last, {})))
        rows = holder.setdefault(last, [])
        rows.append({})
        return _Target((*path, len(rows) - 1), rows[-1])

    def _new_keyed_row(
        self, sheet: Sheet, table: _Table, number: int, row: Mapping[int, Cell], keyed: _Target
    ) -> _Target | None:
        places = [table.keys.get(name, 0) for name in sheet.key_columns]
        stated = [row.get(place) for place in places]
        keys = ["" if one is None or one.kind in ("formula", "error") else text_of(one).strip() for one in stated]
        if not all(keys):
            missing = keys.index("")
            span = cell(table.sheet, number, places[missing] or 1)
            self._tell("LEZ033", "zonder-code", span, sleutel=sheet.key_columns[missing])
            return None
        path, holder = keyed.path, keyed.table
        for key in keys[:-1]:
            path, holder = (*path, key), holder.setdefault(key, {})
            self._places.note_row(path, table.sheet, number, {(): places[0]})
        last = keys[-1]
        if last == EMPTY and len(keys) > 1:
            return None  # the table of the first key is there, with nothing in it
        if last in holder:
            facts = {"id": _cut(last), "eerste": (*path, last)}
            self._problems.append(Problem("LEZ033", "dubbel", cell(table.sheet, number, places[-1]), facts))
            return None
        if sheet.is_of_values:
            return _Target(path, holder, (last,))
        holder[last] = {}
        return _Target((*path, last), holder[last])

    def _note_name(self, sheet: Sheet, path: Path, target: _Target) -> None:
        """Keep under which name other sheets know the row; the second of that name is `naam (2)`."""
        identifier = sheet.identifier
        if identifier is None and not sheet.keys:
            return
        name = str(target.table.get(identifier.name) if identifier else path[-1])
        named, again = self._named[sheet.name], name
        count = self._namesakes.get((sheet.name, name), 1)
        while again in named:
            count += 1
            again = f"{name} ({count})"
        self._namesakes[sheet.name, name] = count
        named[again] = target

    # --- the sheet of other programs ---

    def _read_extension(self) -> None:
        table = self._table(EXTENSION, tuple(extension.COLUMNS), titles=extension.COLUMNS.values())
        if table is None:
            return
        tables, found = extension.Tables(), False
        of_path, of_kind, of_value = (table.keys.get(name, 0) for name in extension.COLUMNS)
        for number, row in table.rows.items():
            stated = [text_of(row[place]) if place in row else "" for place in (of_path, of_kind, of_value)]
            if not any(text.strip() for text in stated):
                continue
            found = True
            faults = {place: fault for place, one in row.items() if (fault := fault_in(one)) is not None}
            if faults:
                place, fault = next(iter(faults.items()))
                self._tell_fault(fault, ("uitbreiding",), cell(table.sheet, number, place))
                continue
            self._put_free(tables, stated, cell(table.sheet, number, of_path or 1))
        if found:
            self._places.note_sheet(("uitbreiding",), table.sheet)
            self._tree["uitbreiding"] = tables.tree()

    def _put_free(self, tables: extension.Tables, stated: list[str], span: Span) -> None:
        path = extension.path_of(stated[0].strip())
        if path is None:
            self._tell("LEZ032", "pad", span, waarde=_cut(stated[0]))
            return
        kind = stated[1].strip() or extension.TEXT
        try:
            value = extension.value_of(kind, stated[2])
        except (ValueError, KeyError, RecursionError):
            self._tell("LEZ032", "vrije-waarde", span, waarde=_cut(stated[2]), soort=_cut(kind))
            return
        if not tables.put(path, value):
            self._tell("LEZ032", "pad-bezet", span, waarde=_cut(stated[0]))

    # --- what all sheets have in common ---

    def _table(
        self, name: str, known: Iterable[str], columns: tuple[Column, ...] = (), titles: Iterable[str] = ()
    ) -> _Table | None:
        """The rows of a sheet below its keys; None where the sheet is not there, is empty, or has no keys."""
        if _plain(name) not in self._sheets:
            return None
        sheet, rows = self._sheets[_plain(name)]
        rows = {number: rows[number] for number in sorted(rows)}
        if not rows:
            return None
        expected = set(known)
        searched = list(rows)[:SEARCHED]
        if any(len(rows[number]) > MAX_KEYS for number in searched):
            raise refused("te-groot")
        ranked = [(self._likeness(rows[number], expected, columns), -number) for number in searched]
        (likeness, negative) = max(ranked)
        if not likeness:
            self._tell("LEZ031", "geen-sleutels", cell(sheet, 1), blad=sheet)
            return None
        key_row = -negative
        keys: dict[str, int] = {}
        for place, stated in sorted(rows[key_row].items()):
            key = text_of(stated).strip()
            if key in keys:
                self._tell("LEZ031", "kolom-dubbel", cell(sheet, key_row, place), sleutel=_cut(key))
            elif key:
                keys[key] = place
        below = {number: row for number, row in rows.items() if number > key_row}
        self._note_keyless(sheet, key_row, rows, columns, PLAN_COLUMNS if name == PLAN else ())
        self._note_rows_above(sheet, key_row, rows, set(keys.values()), set(titles))
        return _Table(sheet, key_row, keys, below)

    def _likeness(self, row: Mapping[int, Cell], expected: set[str], columns: tuple[Column, ...]) -> int:
        """How many cells of a row are keys of the sheet."""
        names = (text_of(stated).strip() for stated in row.values())
        return sum(name in expected or (bool(name) and _column_for(name, columns) is not None) for name in names)

    def _note_keyless(
        self, sheet: str, key_row: int, rows: Rows, columns: tuple[Column, ...], expected: Iterable[str]
    ) -> None:
        """Tell of columns with values but without a key: they are not read. `expected`: titles of those of our own."""
        keyless = {
            place
            for row in rows.values()
            for place, stated in row.items()
            if place not in rows[key_row] and text_of(stated).strip()
        }
        for place in sorted(keyless):
            above = rows.get(key_row - 1, {}).get(place)
            title = text_of(above).strip() if above else ""
            if title in expected:
                continue
            shown, key = _cut(title) or f"kolom {place}", _key_for(title, columns)
            variant = "kolom-sleutel-weg" if key else "kolom-zonder-sleutel"
            self._tell("LEZ031", variant, cell(sheet, key_row, place), kolom=shown, sleutel=key)

    def _note_rows_above(self, sheet: str, key_row: int, rows: Rows, keyed: set[int], titles: set[str]) -> None:
        """Tell of rows that came to stand above the keys, as sorting does: they are not read. Titles belong there."""
        for number in (number for number in rows if number < key_row):
            row = rows[number]
            stated = {place for place in keyed if place in row and text_of(row[place]).strip()}
            has_titles = any(text_of(one).strip() in titles for one in row.values())
            is_full = stated == keyed and all(row[place].kind == "text" for place in keyed)
            if len(stated) > 1 and not has_titles and not is_full:
                self._tell("LEZ031", "rij-boven-sleutels", cell(sheet, number, min(stated)))

    def _note_other_sheets(self, plan_layout: Layout) -> None:
        known = {_plain(name): name for name in (PLAN, EXTENSION, CODES, *(s.name for s in plan_layout.sheets))}
        lacking = [sheet for sheet in plan_layout.sheets if _plain(sheet.name) not in self._sheets]
        for plain, (name, rows) in self._sheets.items():
            if plain in known or not rows:
                continue
            missing = [known[one] for one in known if one not in self._sheets]
            close = self._speller.nearest(name, missing, alike=ALIKE) or _sheet_with_keys_of(rows, lacking)
            self._misspelt.add(close)
            self._tell(
                *("LEZ031", "blad-naaste" if close else "blad-onbekend", cell(name, 1)), blad=_cut(name), naaste=close
            )

    def _put(self, target: _Target, column: Column, stated: Cell, span: Span) -> None:
        """Put the value of a cell in its place, or None where the cell cannot be read: no key of a plan takes that."""
        value = value_of(column, stated)
        if value is None:
            return
        below = (*target.below, *column.path)
        if isinstance(value, Fault):
            self._tell_fault(value, (*target.path, *below), span)
            value = None
        holder = target.table
        for step in below[:-1]:
            holder = holder.setdefault(step, {})
        if column.content == "presence":
            holder.setdefault(below[-1], {})
        else:
            holder[below[-1]] = value

    def _tell_fault(self, fault: Fault, path: Path, span: Span) -> None:
        self._problems.append(Problem("LEZ032", fault.variant, span, fault.params, path))

    def _tell(self, code: str, variant: str, span: Span, **params: Any) -> None:
        self._problems.append(Problem(code, variant, span, params))


def _sheet_with_keys_of(rows: Rows, sheets: Iterable[Sheet]) -> str:
    """The sheet that has all the keys of a row of these; nothing where there is none."""
    for number in sorted(rows)[:SEARCHED]:
        names = {text_of(stated).strip() for stated in rows[number].values()} - {""}
        if 1 < len(names) <= MAX_KEYS:
            for sheet in sheets:
                if all(name in sheet.own_keys or _column_for(name, sheet.columns) for name in names):
                    return sheet.name
    return ""


def _key_for(title: str, columns: tuple[Column, ...]) -> str:
    """The key that belongs below a title, of a year also where the title is the year alone; nothing if none does."""
    for column in columns:
        if column.content == "value" and column.title == title:
            return column.name
    by_year = [column for column in columns if column.content == "year"]
    if found := _YEAR_AT_END.search(title):
        before = title[: found.start()].rstrip()
        for column in by_year:
            if before == column.title or (not before and len(by_year) == 1):
                return f"{column.name}.{found[0]}"
    return ""


def _column_for(name: str, columns: tuple[Column, ...]) -> Column | None:
    """What a column of this key holds, or None for an unknown key. A year is any number: the shape judges it."""
    above, _, year = name.rpartition(".")
    for column in columns:
        if column.content != "year" and column.name == name:
            return column
        if column.content == "year" and column.name == above and _YEAR.match(year):
            return column.in_year(year)
    return None


def _kind_in(lines: Mapping[str, tuple[int, int, Cell | None]]) -> str:
    """The kind of plan that the sheet `Plan` says it is, or looks like most."""
    stated = lines.get("soort", (0, 0, None))[2]
    looks: dict[str, Any] = {"regio": {}} if "regio.naam" in lines and "gemeente.naam" not in lines else {}
    return kind_of({"soort": text_of(stated).strip() if stated else "", **looks})


def _is_filled(stated: Cell) -> bool:
    """Whether a cell has something in it, be it a formula that shows nothing."""
    return stated.kind == "formula" or bool(text_of(stated).strip())


def _plain(name: str) -> str:
    return name.strip().casefold()


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "…"
