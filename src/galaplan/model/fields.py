"""How a field of a plan states its shape, once.

Every table of the plan file is a record, and every field of it has a `Key`: the Dutch key,
title and description, and the limits that a value must keep. Reading, writing and the JSON Schema all derive from the
class and its keys; nothing states a limit again.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping
from functools import wraps
from typing import Any, ClassVar, Literal, TypeVar, dataclass_transform

from galaplan.records import REQUIRED, Default, Record

Form = Literal["slug", "gemeentecode", "aanbod", "kostenverwijzing", "regelcode"]
"""Text with a fixed form, see `FORMS`."""

SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
GM_CODE = "GM[0-9]{4}"

FORMS: Mapping[Form, str] = {
    "slug": f"^{SLUG}$",
    "gemeentecode": f"^{GM_CODE}$",
    "aanbod": f"^(eigen|{GM_CODE})$",
    "kostenverwijzing": f"^{SLUG}#{SLUG}$",
    "regelcode": "^[A-Z]{3}[0-9]{3}$",
}
"""The regular expression of each form, in the subset that all JSON Schema validators read alike."""

OWN_CODE = f"^eigen:{SLUG}$"
"""An addition of one's own to an open code list."""

BLANKS = " \t\n\r"
"""What does not count as content in a required text; spelled out, for languages differ on what white space is."""

YEAR_KEY = "^20[0-9]{2}$"
"""A calendar year as the key of a table: one of `KEY_YEARS`."""

KEY_YEARS = range(2000, 2100)

MAX_AMOUNT = 10**12
"""The largest amount a file may state, in whole euros; more than the budget of the state."""


class Key:
    """What one field is called in the file and which values it takes.

    The Python type of the field says what kind of value it is; the key narrows it.
    """

    __slots__ = (
        "code_list",
        "description",
        "form",
        "identifies",
        "inner",
        "keys",
        "labels",
        "maximum",
        "may_be_empty",
        "meaning_of_absence",
        "minimum",
        "name",
        "refers_to",
        "special",
        "title",
    )

    def __init__(
        self,
        name: str,
        title: str,
        description: str = "",
        *,
        code_list: str | None = None,
        form: Form | None = None,
        minimum: int | None = None,
        maximum: int | None = None,
        keys: str | None = None,
        special: Mapping[str, type[Table]] | None = None,
        inner: Key | None = None,
        identifies: str | None = None,
        refers_to: str | None = None,
        absent: str | None = None,
        labels: Mapping[str, str] | None = None,
        may_be_empty: bool = False,
    ) -> None:
        """`name`: the Dutch key. `title`, `description`: Dutch, for people.

        `code_list`: the value, or each value of a list, is a code of this list. `form`: the value, or each value
        of a list, has this form. `minimum`, `maximum`: bounds of a number, both included. `keys`: the keys of a
        keyed table: a code list, "jaar" or "gemeentecode"; `special`: keys whose table has a class of its own;
        `inner`: the key of the values where these are keyed tables again. `identifies`: the field is the id in
        this namespace, unique in the file; `refers_to`: the value, or each value, is an id of that namespace.
        `absent`: what it means when the key is left out. `labels`: Dutch words for the choices that do not speak for
        themselves. `may_be_empty`: the text must be there, but the empty text says something too.
        """
        self.name = name
        self.title = title
        self.description = description
        self.code_list = code_list
        self.form = form
        self.minimum = minimum
        self.maximum = maximum
        self.keys = keys
        self.special = special or {}
        self.inner = inner
        self.identifies = identifies
        self.refers_to = refers_to
        self.meaning_of_absence = absent
        self.labels = labels or {}
        self.may_be_empty = may_be_empty


def key(name: str, title: str, description: str = "", *, default: Any = REQUIRED, **limits: Any) -> Any:
    """The value of a field in the body of a class: its `Key`, and its default unless it is required."""
    return Default(default, about=Key(name, title, description, **limits))


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(key,))
class Table(Record):
    """A table of the plan file: the base of every class of the model, whose fields are named when one is made."""

    dutch_name: ClassVar[str]
    """The name of the table in the schema and the reference page."""
    dutch_title: ClassVar[str]
    """One Dutch sentence: what the table holds."""


R = TypeVar("R")


def once_per_table(make: Callable[[type[Table]], R]) -> Callable[[type[Table]], R]:
    """Keep what `make` made of a class; as `functools.cache` does, but typed for classes."""
    made: dict[type[Table], R] = {}

    @wraps(make)
    def remembered(table: type[Table]) -> R:
        if table not in made:
            made[table] = make(table)
        return made[table]

    return remembered


V = TypeVar("V", covariant=True)
C = TypeVar("C", bound=Table)


class Keyed(Mapping[str, V]):
    """An immutable, hashable table from key to value, in the order of the file.

    Order does not count for equality, as in the file formats themselves.
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, V] | None = None) -> None:
        self._items: dict[str, V] = dict(items or {})

    def of(self, table: type[C]) -> C | None:
        """The value under the key that has `table` as a class of its own, or None where the key is left out.

        >>> plan.chains.of(FallChain)             # what plan.chains["valpreventie"] is, with its type
        >>> plan.components.of(KansrijkeStart)
        >>> plan.elements.of(GoalsElement)
        """
        found: Any = (value for value in self._items.values() if type(value) is table)
        return next(found, None)

    def __getitem__(self, key: str) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def items(self) -> ItemsView[str, V]:
        """Keys and values, in the order of the file."""
        return self._items.items()

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Keyed):
            return self._items == other._items
        return NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"Keyed({self._items!r})"
