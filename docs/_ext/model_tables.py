"""The fields of a class of the model, below its docstring: name in Python, key in the file, value, words."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx

from galaplan.model.fields import Table
from galaplan.model.shapes import Field, Value, fields_of

INTERNAL = {"about_fields", "dutch_name", "dutch_title", "__new__"}

TYPES = {
    "text": "``str``",
    "whole": "``int``",
    "number": "``int`` or ``float``",
    "flag": "``bool``",
    "amounts": ":py:class:`Amounts <galaplan.model.Amounts>`",
    "moment": ":py:class:`Moment <galaplan.model.Moment>`",
    "free": "free",
}


def add_fields(app: Sphinx, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """Put the table of fields below the docstring of a class."""
    if what == "class" and isinstance(thing, type) and issubclass(thing, Table):
        lines += ["", *_table(thing)] if _own(thing) else []


def skip(app: Sphinx, what: str, name: str, thing: Any, skipped: bool, options: Any) -> bool | None:
    """Leave out what is there for the other rooms of galaplan, and not for who reads plans."""
    return True if name in INTERNAL else None


def _own(table: type[Table]) -> list[Field]:
    """The fields that a class has beside those of its bases."""
    stated = inspect.get_annotations(table)
    return [field for field in fields_of(table) if field.name in stated]


def _table(table: type[Table]) -> Iterator[str]:
    yield from (".. list-table::", "   :header-rows: 1", "   :class: fields", "")
    yield from _row("field", "key", "value", "what (Dutch)")
    for field in _own(table):
        value = _value(field.value)
        value = f"tuple of {value}" if field.many else value
        value = value if field.required or field.many or field.value.kind == "keyed" else f"{value}, or None"
        words = f"**{_plain(field.key.title)}** {_plain(field.key.description)}"
        yield from _row(f"``{field.name}``", f"``{field.key.name}``", value, words.strip())
    yield ""


def _row(*cells: str) -> Iterator[str]:
    for number, cell in enumerate(cells):
        yield f"   {'*' if number == 0 else ' '} - {cell}"


def _value(value: Value) -> str:
    if value.kind == "choice":
        return ", ".join(f"``{choice}``" for choice in value.choices)
    if value.table is not None:
        return f":py:class:`{value.table.__name__} <galaplan.model.{value.table.__name__}>`"
    if value.keyed is not None:
        return f":py:class:`Keyed <galaplan.model.Keyed>` of {_value(value.keyed)}"
    return TYPES[value.kind]


def _plain(text: str) -> str:
    """A text in which nothing is markup."""
    return "".join(f"\\{letter}" if letter in r"\*`|_:<>" else letter for letter in text)


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    app.connect("autodoc-process-docstring", add_fields)
    app.connect("autodoc-skip-member", skip)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
