"""One value of a plan as the content of a cell, and back.

What is written reads back as it was. Besides, cells are read as people fill them in: a number typed as text, `ja` or a
tick for a yes, a date however it is written. What could be meant in two ways is a fault, never a guess.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from galaplan.documents.mistakes import day_of
from galaplan.model.fields import MAX_AMOUNT
from galaplan.model.moment import FIRST_YEAR, LAST_YEAR
from galaplan.records import NOTHING_STATED, Record
from galaplan.workbook.cells import NO, YES, Cell, text_of
from galaplan.workbook.layout import Column

EMPTY = "(leeg)"
"""What stands in the cell of a text, list or table that is there although nothing is in it."""

MAX_TEXT = 32_767
"""How many characters a cell can hold."""

FIRST_DATE = date(1950, 1, 1)
"""Days before this are written as text: their numbers look like years, and Excel counts the first of them wrongly."""

_EMPTY_TEXT = re.compile(r"\\*\(leeg\)\Z")
_GROUPED = r"-?(?:\d{1,3}(?:[.\s]\d{3})+|\d{1,18})"
_WHOLE = re.compile(rf"{_GROUPED}\Z")
_AMOUNT = re.compile(rf"(?:€\s*)?({_GROUPED})(?:,(?:-{{1,2}}|00))?\Z")
_NUMBER = re.compile(r"-?\d{1,20}(?:[.,]\d{1,400})?(?:[eE][+-]?\d{1,3})?\Z")
_TWO_WAYS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}\Z")
"""A thousand and more, or a little over one: which sign stands between thousands differs from country to country."""

_WORD = re.compile(r"[^\s,;\"()]+\Z")
_WORDS = re.compile(r'\s*"(?:[^"\\]|\\.)*"|[^,;\n]+')
_YEAR = re.compile(r"(?:19|20)\d\d\Z|2100\Z")
_YES_AND_NO = {YES: True, "waar": True, "true": True, NO: False, "onwaar": False, "false": False}


class Fault(Record):
    """Why a cell cannot be read: a wording of LEZ032, with its facts."""

    variant: str
    params: Any = NOTHING_STATED


# --- writing -------------------------------------------------------------------------------------------------------


def content_of(column: Column, stated: Any) -> str | int | float | date:
    """What is written in the cell of a value."""
    if column.many:
        return _list_text(column, stated)
    return _single(column, stated)


def _single(column: Column, stated: Any) -> str | int | float | date:
    if isinstance(stated, bool):
        return YES if stated else NO
    if isinstance(stated, int | float):
        return stated if float(f"{stated:.16G}") == stated else repr(stated)  # a cell is written with 16 digits
    if isinstance(stated, date):
        return stated if stated >= FIRST_DATE else stated.isoformat()
    return _escaped(stated) if stated else EMPTY


def _list_text(column: Column, stated: list[Any]) -> str:
    if not stated:
        return EMPTY
    if is_of_codes(column):
        return ", ".join(str(item) if _WORD.match(str(item)) else json.dumps(item) for item in stated)
    return "\n".join(map(_item_text, stated))


def _item_text(item: str) -> str:
    """An item of a list of texts on a line; between quotes, as in JSON, where it would not be read as it is."""
    plain = item and item == item.strip() and len(item.splitlines()) == 1 and item[0] not in '"\\('
    return item if plain else json.dumps(item)


def _escaped(text: str) -> str:
    return f"\\{text}" if _EMPTY_TEXT.match(text) else text


def is_of_codes(column: Column) -> bool:
    """Whether a list holds words without blanks or commas, so that it is written on one line."""
    key = column.key
    return column.value.kind != "text" or bool(key.code_list or key.form or key.refers_to)


def is_free_text(column: Column) -> bool:
    """Whether it is text for people, of which every blank is kept."""
    return column.value.kind == "text" and not is_of_codes(column)


# --- reading -------------------------------------------------------------------------------------------------------


def value_of(column: Column, cell: Cell) -> Any:
    """The value in a cell, a `Fault`, or None where it holds nothing but blanks."""
    if (fault := fault_in(cell)) is not None:
        return fault
    if column.content == "presence":
        return _nothing_in_it(column, cell)
    if isinstance(cell.value, str) and not cell.value.strip():
        return cell.value if is_free_text(column) and not column.many else None
    if column.many:
        return _list_of(column, cell)
    return _read_single(column, cell)


def fault_in(cell: Cell) -> Fault | None:
    """Why a cell holds no value at all: it is worked out from others, or that failed."""
    if cell.kind == "formula":
        return Fault("formule", {"uitkomst": _cut(str(cell.value)) or "?"})
    return Fault("fout", {"waarde": _cut(str(cell.value))}) if cell.kind == "error" else None


def _nothing_in_it(column: Column, cell: Cell) -> Any:
    if isinstance(cell.value, str) and cell.value.strip() in (EMPTY, ""):
        return {} if cell.value.strip() else None
    return Fault("niet-leeg", {"waarde": _cut(text_of(cell)), "sleutel": column.name})


def _list_of(column: Column, cell: Cell) -> Any:
    if cell.value == EMPTY:
        return []
    one = column.replace(many=False)
    if cell.kind != "text":
        value = _read_single(one, cell)
        return value if isinstance(value, Fault) else [value]
    text = str(cell.value)
    if not is_of_codes(column):
        return list(_items(text))
    found = []
    for word in _words(text):
        value = _read_single(one, Cell("text", word))
        if isinstance(value, Fault):
            return value
        found.append(value)
    return found


def _words(text: str) -> Iterator[str]:
    """The words of a list of codes; one that no code looks like may stand between quotes, as in JSON."""
    for word in _WORDS.findall(text):
        if word.strip():
            yield _unquoted(word.strip())


def _items(text: str) -> Iterator[str]:
    """The items of a list of texts, each on its line."""
    for line in text.split("\n"):
        if line.strip():
            yield _unquoted(line.strip())


def _unquoted(stated: str) -> str:
    if not (stated.startswith('"') and stated.endswith('"')):
        return stated
    try:
        item = json.loads(stated)
    except ValueError:
        return stated
    return item if _is_text(item) else stated


def _is_text(item: Any) -> bool:
    try:
        return isinstance(item, str) and bool(item.encode() or True)
    except UnicodeEncodeError:  # half a character
        return False


def _read_single(column: Column, cell: Cell) -> Any:
    match column.value.kind:
        case "amounts":
            return _amount(cell)
        case "whole":
            return _amount(cell) if column.key.maximum == MAX_AMOUNT else _whole(cell)
        case "number":
            return _decimal(cell)
        case "flag":
            return _flag(cell)
        case "moment":
            return _moment(cell)
    if cell.kind == "text" and cell.value == EMPTY:
        return ""
    text = text_of(cell)
    if not is_free_text(column):
        return text if column.key.refers_to else text.strip()
    return text[1:] if _EMPTY_TEXT.match(text) else text


def _amount(cell: Cell) -> Any:
    value = cell.value
    if cell.kind == "number" and not cell.percent:
        return value if isinstance(value, int) else Fault("breuk", {"waarde": text_of(cell)})
    if isinstance(value, str):
        found = _AMOUNT.match(value.strip())
        if found and len(found[1]) < 30:
            return int(re.sub(r"[.\s]", "", found[1]))
    return Fault("geen-bedrag", {"waarde": _cut(text_of(cell))})


def _whole(cell: Cell) -> Any:
    value = cell.value
    if cell.kind == "number" and isinstance(value, int) and not cell.percent:
        return value
    if isinstance(value, str) and _WHOLE.match(value.strip()):
        return int(re.sub(r"[.\s]", "", value))
    return Fault("procent" if cell.percent else "geen-geheel-getal", {"waarde": _cut(text_of(cell))})


def _decimal(cell: Cell) -> Any:
    value = cell.value
    if cell.kind == "number" and not cell.percent:
        return value
    if isinstance(value, str) and _NUMBER.match(value.strip()) and not _TWO_WAYS.match(value.strip()):
        stated = value.strip().replace(",", ".")
        return int(stated) if stated.lstrip("-").isdigit() else float(stated)
    return Fault("procent" if cell.percent else "geen-getal", {"waarde": _cut(text_of(cell))})


def _flag(cell: Cell) -> Any:
    if cell.kind == "flag":
        return cell.value
    meant = _YES_AND_NO.get(str(cell.value).strip().lower())
    return Fault("geen-ja-nee", {"waarde": _cut(text_of(cell))}) if meant is None else meant


def _moment(cell: Cell) -> Any:
    value = cell.value
    if cell.kind == "number" and isinstance(value, int) and FIRST_YEAR <= value <= LAST_YEAR:
        return value
    if isinstance(value, datetime):
        return Fault("tijd", {"waarde": _cut(text_of(cell))})
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        stated = value.strip()
        if _YEAR.match(stated):
            return int(stated)
        if (day := day_of(stated)) is not None:
            return day
    return Fault("geen-datum", {"waarde": _cut(text_of(cell))})


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "…"
