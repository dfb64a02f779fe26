"""The shape of a field, read off its annotation: what reading, writing and the schema all ask."""

from __future__ import annotations

from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from galaplan.model.amounts import Amounts
from galaplan.model.fields import Key, Table, once_per_table
from galaplan.model.moment import Moment
from galaplan.model.plan import HEAD, Plan
from galaplan.model.shared import Content
from galaplan.records import Record

Kind = Literal["text", "whole", "number", "flag", "choice", "amounts", "moment", "table", "keyed", "free"]


class Value(Record):
    """What kind of value a field takes, without its key."""

    kind: Kind
    choices: tuple[str, ...] = ()
    table: type[Table] | None = None
    keyed: Value | None = None


class Field(Record):
    """One field of a table: the Python name, the key, the value, and whether it is a list and required."""

    name: str
    key: Key
    value: Value
    many: bool
    required: bool


@once_per_table
def fields_of(table: type[Table]) -> tuple[Field, ...]:
    """The fields of a table in the order in which they are written.

    That is the order of its classes, but what every content table bears comes last. A plan opens with its head, goes on
    with what its kind has of its own, then with what all plans have, and ends with what it
    acknowledges and its extension.
    """
    types = table.field_types
    if issubclass(table, Plan):
        order = {name: place - len(HEAD) for place, name in enumerate(HEAD)} | {"acknowledgements": 2, "extension": 3}
        names = sorted(types, key=lambda name: order.get(name, int(name in Plan.field_types)))
    else:
        names = sorted(types, key=Content.field_types.__contains__)
    return tuple(_field(table, name, types[name]) for name in names)


def _field(table: type[Table], name: str, annotation: Any) -> Field:
    key: Key = table.about_fields[name]
    many = get_origin(annotation) is tuple
    return Field(
        name=name,
        key=key,
        value=_value(get_args(annotation)[0] if many else annotation, key),
        many=many,
        required=table.is_required(name),
    )


_SIMPLE: dict[Any, Kind] = {
    str: "text",
    int: "whole",
    float: "number",
    bool: "flag",
    Amounts: "amounts",
    Moment: "moment",
}


def _value(annotation: Any, key: Key) -> Value:
    if key.keys is None:
        return _value_of(annotation)
    if key.keys == "vrij":
        return Value("free")
    return Value("keyed", keyed=_value(get_args(annotation)[0], key.inner or _NO_KEY))


_NO_KEY = Key("", "")


@cache
def _value_of(annotation: Any) -> Value:
    """What a type takes, where the key has nothing to say in it; the same for each of the many fields of one type."""
    if get_origin(annotation) in (Union, UnionType):
        (annotation,) = (part for part in get_args(annotation) if part is not NoneType)
    if annotation in _SIMPLE:
        return Value(_SIMPLE[annotation])
    if get_origin(annotation) is Literal:
        return Value("choice", choices=get_args(annotation))
    assert isinstance(annotation, type), f"no shape for {annotation}"
    assert issubclass(annotation, Table), f"no shape for {annotation}"
    return Value("table", table=annotation)
