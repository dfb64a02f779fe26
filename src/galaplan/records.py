"""Immutable records: attrs classes that cost little to define.

attrs compiles an `__init__`, an `__eq__` and more for every class, which is a third of what a command that checks one
plan does. A record states its fields as any attrs class does and is frozen and slotted by attrs; setting, comparing and
showing the fields is written once, here, for all of them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Generic, Never, Self, TypeVar, dataclass_transform, overload

import attrs
from attrs import NOTHING

T = TypeVar("T", bound="type[Record]")
V = TypeVar("V")


class once(Generic[V]):
    """A property that is worked out when it is first asked for, and then kept.

    What `functools.cached_property` is, without the lock that it takes in Python 3.11.
    """

    def __init__(self, make: Callable[[Any], V]) -> None:
        """`make`: what works it out."""
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> V: ...

    def __get__(self, instance: object | None, owner: type) -> Self | V:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._make(instance)
        return value


class _NothingStated(Mapping[str, Any]):
    """The empty mapping; unlike a `MappingProxyType` it pickles, to itself."""

    __slots__ = ()

    def __getitem__(self, key: str) -> Never:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "{}"

    def __reduce__(self) -> str:
        return "NOTHING_STATED"


NOTHING_STATED: Mapping[str, Any] = _NothingStated()
"""The default of a field that holds a mapping."""


class Default:
    """The default of a field together with what else is to be known about the field."""

    __slots__ = ("about", "value")

    def __init__(self, value: Any, *, about: Any) -> None:
        """`value`: the default, or `attrs.NOTHING` for a required field. `about`: kept in `Record.about_fields`."""
        self.value = value
        self.about = about


@attrs.frozen(eq=False, repr=False, init=False)
class Record:
    """The base of every record. Two are equal when they are of one class and all their fields are equal.

    A record does not change. A changed copy is made by `replace`, by `copy.replace` (Python 3.13) or by `attrs.evolve`.
    """

    _defaults: ClassVar[Mapping[str, Any]] = {}
    """Every field in order, with its default; `attrs.NOTHING` where the field is required."""
    about_fields: ClassVar[Mapping[str, Any]] = {}
    """What is known about fields that were given a `Default`."""

    def __init__(self, *values: Any, **stated: Any) -> None:
        cls = type(self)
        names = cls._defaults
        if values:
            if len(values) == len(names) and not stated:
                set_field = object.__setattr__
                for name, value in zip(names, values, strict=True):
                    set_field(self, name, value)
                return
            if len(values) > len(names):
                raise TypeError(f"{cls.__name__} takes {len(names)} fields, {len(values)} were given")
            for name, value in zip(names, values, strict=False):
                if name in stated:
                    raise TypeError(f"{cls.__name__} got field {name!r} twice")
                stated[name] = value
        filled = {**names, **stated}
        if len(filled) > len(names):
            unknown = next(name for name in stated if name not in names)
            raise TypeError(f"{cls.__name__} has no field {unknown!r}")
        set_field = object.__setattr__
        for name, value in filled.items():
            if value is NOTHING:
                raise TypeError(f"{cls.__name__} needs field {name!r}")
            set_field(self, name, value)

    @classmethod
    def of(cls, stated: Mapping[str, Any]) -> Self:
        """A record of fields that are known to be its own, with nothing required left out."""
        made = cls.__new__(cls)
        set_field = object.__setattr__
        for name, value in {**cls._defaults, **stated}.items():
            set_field(made, name, value)
        return made

    @classmethod
    def is_required(cls, field: str) -> bool:
        """Whether a record cannot be made without this field."""
        return cls._defaults[field] is NOTHING

    def replace(self, **changes: Any) -> Self:
        """A copy with these fields changed; the rest as it is. Raises `TypeError` for an unknown field."""
        return type(self)(**{**self._stated(), **changes})

    __replace__ = replace

    def _stated(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._defaults}

    def _values(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self._defaults])

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        fields = (f"{name}={value!r}" for name, value in self._stated().items() if value != self._defaults[name])
        return f"{type(self).__name__}({', '.join(fields)})"


# attrs need not set what `Record` sets, so it has next to nothing to compile: neither a field of the class itself, …
_FIELD = attrs.field(init=False)

_set_attribute = object.__setattr__


def _not_to_be_set(cls: type, attributes: list[Any]) -> list[Any]:
    # … nor one that is inherited.
    for attribute in attributes:
        if attribute.inherited:
            _set_attribute(attribute, "init", False)
    return attributes


@dataclass_transform(frozen_default=True)
def record(cls: T) -> T:
    """Make a subclass of `Record` from a class with annotated fields."""
    defaults, about = dict(cls._defaults), dict(cls.about_fields)
    for name in inspect.get_annotations(cls):
        default = cls.__dict__.get(name, NOTHING)
        if isinstance(default, Default):
            about[name], default = default.about, default.value
        defaults[name] = default
        setattr(cls, name, _FIELD)
    made = attrs.frozen(cls, eq=False, repr=False, init=False, match_args=False, field_transformer=_not_to_be_set)
    # `Record` does take every field: `attrs.evolve` and others that ask shall know.
    for attribute in made.__attrs_attrs__:
        _set_attribute(attribute, "init", True)
    made._defaults, made.about_fields = defaults, about
    return made
