"""Keys of the plan file with nothing in them yet, each with a few words on what belongs there.

What a key takes is read off the model, as the JSON Schema does. A value that has an empty form (`""`, `[]`) stands
there empty; any other (a yes or no, a year, amounts) is a comment with an example.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from galaplan import catalogue
from galaplan.catalogue import Edition
from galaplan.documents.writing import serialise
from galaplan.model.fields import Form, Key, Table
from galaplan.model.shapes import Field, Value, fields_of
from galaplan.model.shared import Content
from galaplan.template.layout import WIDTH, block

ROW_KEYS = 3
"""Keys in the example of a row."""

_TEXT = '"…"'
"""Some text, in an example."""

_OF_FORM: Mapping[Form, str] = {
    "slug": "kenmerk-2024",
    "gemeentecode": "GM0000",
    "aanbod": "eigen",
    "kostenverwijzing": "kenmerk-2024#kostenpost",
}
"""A text of each form."""

_EVERYWHERE = {field.key.name for field in fields_of(Content)}


class Blanks:
    """Writes what is still to be filled in, for one edition and the years of a plan."""

    def __init__(self, edition: Edition, years: range) -> None:
        """`years`: those that amounts are asked for."""
        self._edition = edition
        self._years = years

    def table(
        self,
        header: str,
        table: type[Table],
        known: Mapping[str, Any] | None = None,
        *,
        shown: Collection[str] | None = None,
        hints: Mapping[str, str] | None = None,
    ) -> Iterator[str]:
        """The lines of a table: what is known of it, then what is to be filled in, then the tables in it.

        `header`: `[ggd]` or `[[acties]]`. `shown`: the keys to be filled in; without it all but `tekst` and
        `vindplaats`. `hints`: words that take the place of those of the model.
        """
        known, hints = known or {}, hints or {}
        yield header
        wanted = [field for field in fields_of(table) if field.key.name not in known]
        if shown is None:
            wanted = [field for field in wanted if field.key.name not in _EVERYWHERE]
        else:
            wanted = [field for field in wanted if field.key.name in shown]
        for key, value in known.items():
            yield assigned(key, value)
        # A table in a row of a list stands in the row itself, so that the rows remain easy to move and to copy.
        inner = [] if header.startswith("[[") else [field for field in wanted if _is_table(field)]
        for field in sorted(wanted, key=lambda field: field.key.name != "tekst"):
            if field not in inner:
                yield from self.line(field, hints.get(field.key.name, ""))
        for field in inner:
            yield from self._inner(header.strip("[]"), field)

    def line(self, field: Field, hint: str = "") -> Iterator[str]:
        """One key with its empty value, or an example of one as a comment; with what belongs there."""
        empty = "[]" if field.many else '""' if _takes_any_text(field) else ""
        line = f"{field.key.name} = {empty}" if empty else f"# {field.key.name} = {self._example(field)}"
        words = hint or self._words(field)
        if not words:
            yield line
        elif len(line) + len(words) + 3 <= WIDTH and not _has_rows(field):
            yield f"{line} # {words}"
        else:
            yield from block(words)
            yield line

    def amounts(self, years: Collection[int] | None = None) -> str:
        """An example of amounts for these years; without them for all years of the plan."""
        stated = self._years if years is None else years
        return f"{{ {', '.join(f'{year} = 0' for year in stated)} }}"

    def _inner(self, path: str, field: Field) -> Iterator[str]:
        """A table in a table, or the rows by code of a keyed one."""
        inner = f"{path}.{field.key.name}"
        yield ""
        if field.value.table:
            yield from self.table(f"[{inner}]", field.value.table)
            return
        assert field.value.keyed is not None
        yield f"[{inner}] # {field.key.description}"
        yield from self._choices_in(field.value.keyed)
        yield from self.rows(field.key, field.value.keyed)

    def rows(self, key: Key, value: Value) -> Iterator[str]:
        """A row for each code of the list that the keys of a table are from, or for each year."""
        if key.keys == "jaar":
            assert value.table is not None
            yield from (f"# {year} = {self._row(value.table)}" for year in self._years)
            return
        assert key.keys is not None
        for code, row in self._edition.codes(key.keys).items():
            if _bears_text(value):
                yield f"{code} = {_empty_row(value)} # {row.label}"
            else:
                example = self._row(value.table) if value.table else _TEXT
                yield f"# {code} = {example} # {row.label}"

    def _choices_in(self, value: Value) -> Iterator[str]:
        """Which codes may stand in the rows of a keyed table that is to be filled in with words."""
        if value.table and _bears_text(value):
            for field in fields_of(value.table):
                if field.key.code_list and not field.many:
                    yield from block(f"Zet erbij: {field.key.name} = {' of '.join(self._codes(field))}.")

    def _codes(self, field: Field) -> list[str]:
        assert field.key.code_list is not None
        return [json.dumps(code) for code in self._edition.codes(field.key.code_list)]

    def _row(self, table: type[Table]) -> str:
        own = [field for field in fields_of(table) if field.key.name not in _EVERYWHERE and not _is_table(field)]
        first = sorted(own, key=lambda field: not field.required)[:ROW_KEYS]
        return f"{{ {', '.join(f'{field.key.name} = {self._example(field)}' for field in first)} }}"

    def _example(self, field: Field) -> str:
        """A value of the kind that the field takes."""
        kind, key = field.value.kind, field.key
        if field.many:
            return "[]"
        if kind == "table":
            assert field.value.table is not None
            return self._row(field.value.table)
        if key.code_list:
            return json.dumps(next(iter(self._edition.codes(key.code_list))))
        if kind == "choice":
            return json.dumps(field.value.choices[0])
        if kind == "whole":
            return str(self._years[0] if key.minimum else 0)
        if kind == "amounts":
            return self.amounts()
        if key.form:
            return json.dumps(_OF_FORM[key.form])
        simple = {"flag": "true", "number": "0.5", "moment": str(self._years[0])}
        return simple.get(kind, _TEXT)

    def _words(self, field: Field) -> str:
        """What belongs in a field: its description, and its codes or where to find them. Of `tekst` nothing."""
        key, table = field.key, field.value.table
        if key.name in _EVERYWHERE:
            return ""
        words = sentence(key.description or key.title)
        if table and field.many:
            return f"{words} Rijen als {self._row(table)}."
        codes = field.value.choices or tuple(self._edition.codes(key.code_list) if key.code_list else ())
        if all(code in words for code in codes):
            return words
        named = f"{words} Codes: {', '.join(codes)}."
        return f"{words} Codes: galaplan codelists {key.code_list}" if key.code_list and len(named) > WIDTH else named


def assigned(key: str, value: Any) -> str:
    """A key with a known value, as plan files are written."""
    return serialise({key: value}, "toml").rstrip("\n")


def heading(row: catalogue.Code, prefix: str = "") -> str:
    """A row of a code list in a line of comment: what it is called, what is meant, where it says so."""
    note = f" {row.note}" if row.note else ""
    return f"{prefix}{sentence(row.label)}{note} ({'; '.join(row.source)})"


def _is_table(field: Field) -> bool:
    return field.value.kind in ("table", "keyed") and not field.many


def _has_rows(field: Field) -> bool:
    return field.many and field.value.table is not None


def _bears_text(value: Value) -> bool:
    """Whether the rows of a keyed table say what they hold in words, rather than with a choice."""
    return value.table is not None and all(field.value.kind != "choice" for field in fields_of(value.table))


def _takes_any_text(field: Field) -> bool:
    key = field.key
    return field.value.kind == "text" and not (key.code_list or key.form or key.refers_to)


def _empty_row(value: Value) -> str:
    """A row of a keyed table with its texts empty."""
    assert value.table is not None
    texts = [field.key.name for field in fields_of(value.table) if _takes_any_text(field) and not field.many]
    empty = ", ".join(f'{name} = ""' for name in texts if name != "vindplaats")
    return f"{{ {empty} }}"


def sentence(text: str) -> str:
    """A text that ends as a sentence does."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
