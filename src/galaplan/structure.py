"""A plain tree to a plan, and back.

Whether a tree has the shape of a plan is answered here by yes or no; the complete list of what is wrong is asked of
the schema, which is generated from the same keys.

Writing goes through cattrs. Reading does not: it must be strict where cattrs coerces in silence, so every primitive
would need a hook, and importing cattrs and compiling its functions costs a pipeline more than reading its one plan
does (figures in docs/dependencies.md).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from galaplan import catalogue
from galaplan.documents import MAX_DEPTH
from galaplan.model.amounts import Amounts
from galaplan.model.fields import (
    BLANKS,
    FORMS,
    GM_CODE,
    KEY_YEARS,
    MAX_AMOUNT,
    OWN_CODE,
    Key,
    Keyed,
    Table,
    once_per_table,
)
from galaplan.model.moment import Moment
from galaplan.model.plan import Plan
from galaplan.model.shapes import Field, Value, fields_of

if TYPE_CHECKING:
    from cattrs import Converter

    from galaplan.model import AnyPlan

FREE_NUMBER_LIMIT = 2**53 - 1
"""The largest number in an extension that every JSON reader keeps exactly."""

Read = Callable[[Any], Any]


class ShapeError(Exception):
    """The tree does not have the shape of a plan."""


def structure(tree: Mapping[str, Any]) -> AnyPlan:
    """The plan that `tree` holds. Raises `ShapeError` when it has not the shape of one."""
    kind = tree.get("soort")
    if kind not in ("gemeente", "regio"):
        raise ShapeError("soort")
    try:
        return cast("AnyPlan", _reader(plan_class(kind))(tree))
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
        raise ShapeError(type(error).__name__) from error


def unstructure(plan: Plan) -> dict[str, Any]:
    """The tree of a plan; a `Moment` that is a date becomes a `datetime.date`, a date elsewhere becomes text.

    Never raises for what the fields hold: a value of a type that has no place in a plan file stays as it is.
    """
    tree: dict[str, Any] = _converter().unstructure(plan)
    return tree


def plain(value: Any) -> Any:
    """A value of a plan as JSON has it: what `unstructure` makes of it, with dates as text."""
    return _dates_as_text(_converter().unstructure(value))


def _dates_as_text(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _dates_as_text(item) for key, item in tree.items()}
    if isinstance(tree, list):
        return [_dates_as_text(item) for item in tree]
    return tree.isoformat() if isinstance(tree, date) else tree


def kind_of(tree: Mapping[str, Any]) -> str:
    """The kind of plan that the tree says it is, or looks like most."""
    kind = tree.get("soort")
    if kind in ("gemeente", "regio"):
        return str(kind)
    return "regio" if "regio" in tree and "gemeente" not in tree else "gemeente"


def plan_class(kind: str) -> type[Plan]:
    """The class of a kind of plan; a regional file is imported only where there is one."""
    if kind == "regio":
        from galaplan.model.regional import RegionalPlan

        return RegionalPlan
    from galaplan.model.municipal import MunicipalPlan

    return MunicipalPlan


# --- reading -------------------------------------------------------------------------------------------------------


@once_per_table
def _reader(table: type[Table]) -> Read:
    """Reads one table; made when the first of its kind is met, for a plan rarely has all fifty.

    A loop over readers, where cattrs would compile a function for each class: as fast to run, and nothing to compile
    when a pipeline checks one file.
    """
    fields = fields_of(table)
    places = {name: place for place, name in enumerate(table.defaults())}
    readers = {field.key.name: (places[field.name], _field_reader(field)) for field in fields}
    required = frozenset(field.key.name for field in fields if field.required)
    defaults = list(table.defaults().values())

    def read(value: Any) -> Table:
        if type(value) is not dict or not required <= value.keys():
            raise ShapeError(table.dutch_name)
        values = defaults.copy()
        for key, item in value.items():
            place, read_item = readers[key]
            values[place] = read_item(item)
        return table.of_all(values)

    return read


def _field_reader(field: Field) -> Read:
    read = _read_value(field.value, field.key, required=field.required)
    if not field.many:
        return read

    def read_list(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise ShapeError(field.key.name)
        return tuple([read(item) for item in value])

    return read_list


def _read_value(value: Value, key: Key, *, required: bool) -> Read:
    match value.kind:
        case "text":
            return _text_reader(key, required=required)
        case "whole":
            return _bounded(key, (int,))
        case "number":
            number = _bounded(key, (int, float))
            return lambda stated: float(number(stated))
        case "flag":
            return _flag
        case "choice":
            return _one_of(frozenset(value.choices))
        case "amounts":
            return _amounts
        case "moment":
            return _moment
        case "free":
            return _free_table
        case "keyed":
            assert value.keyed is not None
            return _keyed_reader(value.keyed, key)
        case "table":
            assert value.table is not None
            return _lazy(value.table)


def _lazy(table: type[Table]) -> Read:
    reader: Read | None = None

    def read(value: Any) -> Any:
        nonlocal reader
        if reader is None:
            reader = _reader(table)
        return reader(value)

    return read


def _text_reader(key: Key, *, required: bool) -> Read:
    if key.code_list:
        return _code_reader(key.code_list)
    if key.form:
        form = FORMS[key.form]

        def formed(value: Any) -> str:
            stated = value if type(value) is str else _date_as_text(value)
            if not _matcher(form)(stated):
                raise ShapeError(key.name)
            return stated

        return formed

    says_something = required and not key.may_be_empty

    def text(value: Any) -> str:
        stated = value if type(value) is str else _date_as_text(value)
        if says_something and not stated.strip(BLANKS):
            raise ShapeError(key.name)
        return stated

    return text


@cache
def _matcher(pattern: str) -> Callable[[str], object]:
    """Whether a text has a form; `$` is its very end. Compiled when the first text comes that must have it."""
    return re.compile(pattern.removesuffix("$") + r"\Z").match


def _date_as_text(value: Any) -> str:
    """A date without quotes where a text belongs: the text it is in JSON, which has no dates."""
    if isinstance(value, date | time):
        return value.isoformat()
    raise ShapeError("tekst")


def _code_reader(name: str) -> Read:
    allowed: frozenset[str] | None = None
    open_list = False

    def code(value: Any) -> str:
        nonlocal allowed, open_list
        if allowed is None:
            allowed, open_list = catalogue.all_codes(name), catalogue.is_open(name)
        if type(value) is not str or not (value in allowed or (open_list and _matcher(OWN_CODE)(value))):
            raise ShapeError(name)
        return value

    return code


def _one_of(choices: frozenset[str]) -> Read:
    def choice(value: Any) -> str:
        if type(value) is not str or value not in choices:
            raise ShapeError(str(value))
        return value

    return choice


def _bounded(key: Key, types: tuple[type, ...]) -> Read:
    low = -math.inf if key.minimum is None else key.minimum
    high = math.inf if key.maximum is None else key.maximum

    def number(value: Any) -> Any:
        if type(value) not in types or not low <= value <= high:
            raise ShapeError(key.name)
        return value

    return number


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise ShapeError("bool")
    return value


_YEARS = {str(year): year for year in KEY_YEARS}
"""Every calendar year that may be a key."""


def _amounts(value: Any) -> Amounts:
    if type(value) is not dict:
        raise ShapeError("bedragen")
    by_year: dict[int, int] = {}
    for year, amount in value.items():
        if type(amount) is not int or not 0 <= amount <= MAX_AMOUNT:
            raise ShapeError(year)
        by_year[_YEARS[year]] = amount
    years = sorted(by_year)
    return Amounts._of(by_year if [*by_year] == years else {year: by_year[year] for year in years})


def _moment(value: Any) -> Moment:
    return Moment(value)


def _keyed_reader(value: Value, key: Key) -> Read:
    accepts = key_test(key)
    inner = _read_value(value, key.inner or key, required=True)
    special: dict[str, Read] = {code: _lazy(table) for code, table in key.special.items()}

    def read(stated: Any) -> Keyed[Any]:
        if type(stated) is not dict:
            raise ShapeError(key.name)
        result = {}
        for code, item in stated.items():
            if not accepts(code):
                raise ShapeError(code)
            result[code] = special.get(code, inner)(item)
        return Keyed(result)

    return read


def key_test(key: Key) -> Callable[[str], bool]:
    """Whether a text may be a key of the keyed table that `key` describes."""
    if key.keys == "jaar":
        return _YEARS.__contains__
    if key.keys == "gemeentecode":
        return lambda code: bool(_matcher(GM_CODE)(code))
    name = key.keys
    assert name is not None
    return lambda code: code in catalogue.all_codes(name)


def _free_table(value: Any) -> Keyed[Any]:
    if type(value) is not dict:
        raise ShapeError("uitbreiding")
    return Keyed({key: _free(item, 2) for key, item in value.items()})


def _free(value: Any, depth: int) -> Any:
    """A value of an extension in the form that TOML and JSON have in common: dates become text."""
    if depth > MAX_DEPTH:
        raise ShapeError("uitbreiding")
    kind = type(value)
    if kind is str or kind is bool:
        return value
    if kind is int or kind is float:
        if not -FREE_NUMBER_LIMIT <= value <= FREE_NUMBER_LIMIT:
            raise ShapeError("uitbreiding")
        return value
    if kind is list:
        return tuple([_free(item, depth + 1) for item in value])
    if kind is dict:
        return Keyed({key: _free(item, depth + 1) for key, item in value.items()})
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    raise ShapeError("uitbreiding")


# --- writing -------------------------------------------------------------------------------------------------------


@cache
def _converter() -> Converter:
    """Knows of each type of the model how it is written; imported only when there is something to write."""
    from decimal import Decimal
    from numbers import Integral, Real

    from cattrs import Converter

    converter = Converter()
    write = converter.unstructure
    converter.register_unstructure_hook_func(_is_table, lambda value: _write_table(value, converter))
    # `Amounts`, `Keyed`, and a `dict` where a program put one.
    converter.register_unstructure_hook(Mapping, lambda items: {str(key): write(item) for key, item in items.items()})
    converter.register_unstructure_hook(Moment, lambda moment: moment.value)
    for sequence in (tuple, list):
        converter.register_unstructure_hook(sequence, lambda items: [write(item) for item in items])
    # Kinds of text and number that a program may have put there, as the ones that are read back.
    converter.register_unstructure_hook(bool, lambda flag: flag)
    for kind, plain in ((str, str.__str__), (Integral, int), (Real, float), (Decimal, float)):
        converter.register_unstructure_hook(kind, plain)
    for moment in (date, time):
        converter.register_unstructure_hook(moment, lambda stated: stated.isoformat())
    return converter


def _is_table(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, Table)


def _write_table(table: Table, converter: Converter) -> dict[str, Any]:
    """The keys that say something, in the order of the model."""
    tree: dict[str, Any] = {}
    for field in fields_of(type(table)):
        stated = getattr(table, field.name)
        if field.required or stated not in (None, (), _NOTHING_KEYED):
            tree[field.key.name] = converter.unstructure(stated)
    return tree


_NOTHING_KEYED: Keyed[Any] = Keyed()
