"""Plans at random: trees of the right shape, made from the fields of the model, and small damage to them."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from galaplan import catalogue
from galaplan.model.fields import BLANKS, FORMS, Key, Table
from galaplan.model.municipal import MunicipalPlan
from galaplan.model.plan import Plan
from galaplan.model.regional import RegionalPlan
from galaplan.model.shapes import Field, Value, fields_of

Tree = dict[str, Any]

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
slugs = st.from_regex(FORMS["slug"].removeprefix("^").removesuffix("$"), fullmatch=True)
years = st.integers(2023, 2026).map(str)
amounts = st.dictionaries(years, st.integers(0, 10**12), max_size=4)
moments = st.one_of(st.integers(1900, 2100), st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)).map(str))
free = st.recursive(
    st.one_of(text, st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), st.floats(-1e15, 1e15)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(text, inner, max_size=3)),
    max_leaves=6,
)


def codes(name: str) -> st.SearchStrategy[str]:
    known = st.sampled_from(sorted(catalogue.all_codes(name)))
    return st.one_of(known, slugs.map(lambda slug: f"eigen:{slug}")) if catalogue.is_open(name) else known


def tables(table: type[Table], depth: int = 0) -> st.SearchStrategy[Tree]:
    """Trees of one table; deeper down fewer of the optional fields are there."""
    required = {f.key.name: values(f, depth) for f in fields_of(table) if f.required}
    optional = {f.key.name: _later(f, depth) for f in fields_of(table) if not f.required}
    if issubclass(table, Plan):
        optional.pop("soort")
        required["soort"] = st.just("gemeente" if table is MunicipalPlan else "regio")

    def some(names: list[str]) -> st.SearchStrategy[Tree]:
        return st.fixed_dictionaries({**required, **{name: optional[name] for name in names}})

    if not optional:
        return st.fixed_dictionaries(required)
    most = max(1, 6 - 2 * depth)
    return st.lists(st.sampled_from(sorted(optional)), unique=True, max_size=most).flatmap(some)


def _later(field: Field, depth: int) -> st.SearchStrategy[Any]:
    """Made when it is drawn from: tables lie in each other."""
    return st.deferred(lambda: values(field, depth))


def values(field: Field, depth: int) -> st.SearchStrategy[Any]:
    one = value(field.value, field.key, depth, required=field.required)
    return st.lists(one, max_size=2) if field.many else one


def value(kind: Value, key: Key, depth: int, *, required: bool = False) -> st.SearchStrategy[Any]:
    match kind.kind:
        case "text":
            if key.code_list:
                return codes(key.code_list)
            if key.form:
                return st.from_regex(FORMS[key.form].removeprefix("^").removesuffix("$"), fullmatch=True)
            return text.filter(lambda stated: bool(stated.strip(BLANKS))) if required and not key.may_be_empty else text
        case "whole":
            return st.integers(key.minimum, key.maximum)
        case "number":
            return st.floats(key.minimum, key.maximum)
        case "flag":
            return st.booleans()
        case "choice":
            return st.sampled_from(kind.choices)
        case "amounts":
            return amounts
        case "moment":
            return moments
        case "free":
            return st.dictionaries(text, free, max_size=3)
        case "table":
            assert kind.table is not None
            return tables(kind.table, depth + 1)
        case "keyed":
            return keyed(kind, key, depth)


def keyed(kind: Value, key: Key, depth: int) -> st.SearchStrategy[Tree]:
    assert kind.keyed is not None
    inner = kind.keyed
    if key.keys == "jaar":
        return st.dictionaries(years, value(inner, key, depth, required=True), max_size=2)
    if key.keys == "gemeentecode":
        assert key.inner is not None
        gm_codes = st.from_regex("GM[0-9]{4}", fullmatch=True)
        return st.dictionaries(gm_codes, value(inner, key.inner, depth), max_size=2)
    assert key.keys is not None

    def rows(chosen: list[str]) -> st.SearchStrategy[Tree]:
        return st.fixed_dictionaries(
            {
                code: tables(key.special[code], depth + 1)
                if code in key.special
                else value(inner, key.inner or key, depth, required=True)
                for code in chosen
            }
        )

    known = sorted(catalogue.all_codes(key.keys))
    return st.lists(st.sampled_from(known), unique=True, max_size=2).flatmap(rows)


plans = st.one_of(tables(MunicipalPlan), tables(RegionalPlan))
"""Trees of the right shape, of both kinds, with dates as text."""

_WRONG: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    60_000.0,
    10**13,
    "",
    "x",
    "Ééн",
    "2024",
    "GM0034",
    "GM00341",
    "a\n",
    "eigen:",
]
_WRONG += ["2024-02-30", "2024-01-01\n", [], [1], {}, {"tekst": "x"}, {"2024": -1}, {"24": 1}, {"2024\n": 1}]


@st.composite
def damaged(draw: st.DrawFn) -> Tree:
    """A plan in which something is replaced, removed or added; it may happen to be right still."""
    tree = copy.deepcopy(draw(plans))
    for _ in range(draw(st.integers(1, 2))):
        places = list(_places(tree))
        if not places:
            break
        draw(st.sampled_from(places))(
            draw(st.sampled_from(["replace", "remove", "add"])), draw(st.sampled_from(_WRONG))
        )
    return tree


def _places(tree: Any) -> list[Callable[[str, Any], None]]:
    """One function that does damage for each value of the tree."""
    found: list[Callable[[str, Any], None]] = []
    waiting: list[Any] = [tree]
    while waiting:
        holder = waiting.pop()
        for step in list(holder) if isinstance(holder, dict) else range(len(holder)):
            found.append(_damage(holder, step))
            if isinstance(holder[step], dict | list):
                waiting.append(holder[step])
    return found


def _damage(holder: Any, step: Any) -> Callable[[str, Any], None]:
    def damage(how: str, wrong: Any) -> None:
        if how == "replace" or not isinstance(holder, dict):
            holder[step] = copy.deepcopy(wrong)
        elif how == "remove":
            holder.pop(step, None)
        else:
            holder["toegevoegd"] = copy.deepcopy(wrong)

    return damage
