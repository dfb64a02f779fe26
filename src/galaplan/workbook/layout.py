"""Which sheets and columns a plan has in a workbook, read off the model.

What a plan says once stands on the sheet `Plan`, a line for each key. A list of tables has a sheet of its own with a
row for each of its rows, and so has a table with codes for keys. What lies in such a row is on a further sheet, whose
column `bij` names the row that it belongs to. Calendar years are columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Literal

from galaplan.model.fields import Key, Table
from galaplan.model.plan import Plan
from galaplan.model.shapes import Field, Value, fields_of
from galaplan.records import Record
from galaplan.structure import plan_class

PLAN, CODES, EXTENSION = "Plan", "Codes", "Uitbreiding"
"""The sheets that every workbook has: the head, the code lists, the free tables of other programs."""

PARENT = "bij"
"""The key of the column that names the row a row belongs to."""

VALUE = "waarde"
"""The key of the column with the value, where a row is nothing but a value."""

KEY = "sleutel"
"""The column of the sheet `Plan` with the key of each line."""

PLAN_COLUMNS = {"Gegeven": "", "Waarde": VALUE, "Toelichting": "", "Sleutel": KEY}
"""The columns of the sheet `Plan`: titles and keys."""

TITLE_ROW, KEY_ROW, FIRST_ROW = 1, 2, 3
"""The row that people read, the row with the keys, and the first row with values; rows count from 1."""

Content = Literal["value", "year", "presence"]
"""A column holds a value of the row, or the value of one year, or only says that a table is there although empty."""


class Column(Record):
    """A column of a sheet, or a line of the sheet `Plan`."""

    path: tuple[str, ...]
    """Keys from the row down; for the column of a year those of the table of years."""
    titles: tuple[str, ...]
    """The Dutch title of each key of `path`."""
    key: Key
    value: Value
    many: bool = False
    required: bool = False
    content: Content = "value"

    @property
    def name(self) -> str:
        """The key in the key row; of a year column without its year."""
        return ".".join(self.path) or VALUE

    @property
    def title(self) -> str:
        """What stands above the key, for people."""
        *above, last = self.titles
        if above and last.isdigit():
            return f"{' – '.join(above)} {last}"
        return f"{' – '.join(self.titles)}{' (zonder inhoud)' if self.content == 'presence' else ''}"

    def in_year(self, year: str) -> Column:
        """The column of one year."""
        return self.replace(path=(*self.path, year), titles=(*self.titles, year), content="value", many=False)


class Sheet(Record):
    """A sheet with a row for each row of a list or of a keyed table."""

    name: str
    title: str
    """What its rows are, for people."""
    steps: tuple[str, ...]
    """Keys from the row of the parent, or from the plan, down to the table."""
    columns: tuple[Column, ...]
    keys: tuple[Key, ...] = ()
    """Of a keyed table what its rows are keyed by, one or two deep; empty for a list."""
    parent: Sheet | None = None

    @property
    def key_columns(self) -> tuple[str, ...]:
        """The keys of the columns that say which row it is."""
        return tuple(str(key.keys) for key in self.keys)

    @property
    def own_keys(self) -> tuple[str, ...]:
        """The keys of the columns that say which row it is, and to which it belongs."""
        return (*([PARENT] if self.parent else []), *self.key_columns)

    @property
    def own_titles(self) -> tuple[str, ...]:
        """What stands above those columns."""
        return (*([f"Bij ({self.parent.name})"] if self.parent else []), *(key.title for key in self.keys))

    @property
    def is_of_values(self) -> bool:
        """Whether a row is nothing but a key and a value."""
        return not self.columns[0].path

    @property
    def identifier(self) -> Column | None:
        """The column with which other sheets name a row; None for a keyed table, which has its key columns."""
        return next((column for column in self.columns if column.key.identifies and not column.many), None)


class Layout(Record):
    """All sheets of one kind of plan, parents before what lies in their rows."""

    head: tuple[Column, ...]
    """The lines of the sheet `Plan`."""
    sheets: tuple[Sheet, ...]


class _Nested(Record):
    """A list or keyed table that needs a sheet of its own."""

    path: tuple[str, ...]
    field: Field


@cache
def layout(kind: str) -> Layout:
    """The sheets of a municipal (`gemeente`) or regional (`regio`) plan."""
    root: type[Plan] = plan_class(kind)
    columns, nested = _split([fields_of(root)])
    found = [sheet for one in nested for sheet in _sheets(one, None)]
    return Layout(head=tuple(columns), sheets=tuple(_named(found)))


def _split(tables: Iterable[Iterable[Field]]) -> tuple[list[Column], list[_Nested]]:
    """The columns of the tables that may stand in one row, each key once, and what needs a sheet of its own."""
    columns: dict[tuple[tuple[str, ...], Content], Column] = {}
    nested: dict[tuple[str, ...], _Nested] = {}
    for fields in tables:
        for item in _of_fields(fields, (), ()):
            if isinstance(item, Column):
                columns.setdefault((item.path, item.content), item)
            else:
                nested.setdefault(item.path, item)
    return list(columns.values()), list(nested.values())


def _of_fields(fields: Iterable[Field], above: tuple[str, ...], titles: tuple[str, ...]) -> Iterator[Column | _Nested]:
    for field in fields:
        path, names, value = (*above, field.key.name), (*titles, field.key.title), field.value
        column = Column(path, names, field.key, value, field.many, field.required)
        if value.kind == "free":
            continue
        if value.table is not None and not field.many:
            yield column.replace(content="presence")
            yield from _of_fields(fields_of(value.table), path, names)
        elif value.table is not None or (value.keyed is not None and not _by_year(field)):
            yield _Nested(path, field)
        elif value.kind == "amounts":
            yield column.replace(content="presence")
            yield column.replace(content="year")
        elif value.keyed is not None:
            yield Column(path, names, field.key, value.keyed, content="year")
        else:
            yield column


def _by_year(field: Field) -> bool:
    """Whether it is a table from year to a single value, which fits into columns."""
    return field.key.keys == "jaar" and field.value.keyed is not None and field.value.keyed.table is None


def _sheets(nested: _Nested, parent: Sheet | None) -> Iterator[Sheet]:
    key, value = nested.field.key, nested.field.value
    keys: list[Key] = []
    special: Mapping[str, type[Table]] = {}
    while value.keyed is not None:
        keys.append(key)
        special = key.special
        key, value = key.inner or key, value.keyed
    tables = [table for table in (value.table, *special.values()) if table is not None]
    columns, below = _split(map(fields_of, tables))
    if not tables:
        columns = [Column((), (key.title,), key, value, required=True)]
    name = " ".join(nested.path[-1:])
    sheet = Sheet(name, nested.field.key.title, nested.path, tuple(columns), tuple(keys), parent)
    yield sheet
    for one in below:
        yield from _sheets(one, sheet)


def _named(sheets: list[Sheet]) -> Iterator[Sheet]:
    """The sheets with names that differ: of tables that bear one name, that of the table above comes first."""
    keys = [sheet.steps[-1] for sheet in sheets]
    named: dict[tuple[str, ...], Sheet] = {}
    for sheet in sheets:
        parent = named[_spot(sheet.parent)] if sheet.parent else None
        above = parent.name if parent else " ".join(sheet.steps[:-1])
        twice = keys.count(sheet.steps[-1]) > 1
        name = _spoken(f"{above} {sheet.steps[-1]}" if twice and above else sheet.steps[-1])
        named[_spot(sheet)] = sheet.replace(name=name, parent=parent)
        yield named[_spot(sheet)]


def _spot(sheet: Sheet) -> tuple[str, ...]:
    return (*(_spot(sheet.parent) if sheet.parent else ()), *sheet.steps)


def _spoken(key: str) -> str:
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]
