"""Immutable records: attrs classes that cost little to define.

A command that checks one plan defines some hundred and fifty classes and is done with them a twentieth of a second
later. Importing attrs and letting it make them took a fifth of that time, so a record is made here: slotted, frozen,
with one `__init__`, `__eq__` and `__repr__` for all. To attrs, and to all that builds on it, it is an attrs class:
`attrs.fields`, `attrs.evolve`, `attrs.asdict` and cattrs take it, and attrs is imported when they ask.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Never, Self, TypeVar, dataclass_transform, overload

if TYPE_CHECKING:
    import attrs
    from attrs import frozen
else:

    def frozen(**_):
        """For mypy, which looks into `attrs.evolve` where attrs seems to make the class; here it does not."""
        return lambda cls: cls


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


class _Required:
    """What stands for the default of a field that has none."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED: Any = _Required()


class Default:
    """The default of a field together with what else is to be known about the field."""

    __slots__ = ("about", "value")

    def __init__(self, value: Any, *, about: Any) -> None:
        """`value`: the default, or `REQUIRED` for a required field. `about`: kept in `Record.about_fields`."""
        self.value = value
        self.about = about


class _AttrsClass:
    """`__attrs_attrs__` of every record: its fields as attrs knows them, made when attrs first asks."""

    def __get__(self, instance: object, owner: RecordType) -> tuple[attrs.Attribute[Any], ...]:
        made: tuple[attrs.Attribute[Any], ...] | None = owner.__dict__.get("_attrs_fields")
        if made is None:
            made = owner._attrs_fields = _as_attrs(owner)
        return made


def _as_attrs(cls: RecordType) -> tuple[attrs.Attribute[Any], ...]:
    import attrs

    fields = {
        name: attrs.field(default=attrs.NOTHING if default is REQUIRED else default, type=stated, alias=name)
        for (name, default), stated in zip(cls._defaults.items(), cls.field_types.values(), strict=True)
    }
    made: tuple[attrs.Attribute[Any], ...] = attrs.fields(
        attrs.make_class(cls.__name__, fields, frozen=True, kw_only=True)
    )
    return made


class RecordType(type):
    """The class of all classes of records: makes slots of the fields that the body of a class states."""

    field_types: Mapping[str, Any]
    about_fields: Mapping[str, Any]
    _defaults: Mapping[str, Any]
    _setters: tuple[Callable[[Any, Any], None], ...]
    """By field, in order: what fills its slot, however frozen the record is."""
    _getters: tuple[Callable[[Any], Any], ...]
    _attrs_fields: tuple[attrs.Attribute[Any], ...]

    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any], **options: Any) -> RecordType:
        """`body`: what the body of the class states, its annotated fields among it."""
        types: dict[str, Any] = {}
        defaults: dict[str, Any] = {}
        about: dict[str, Any] = {}
        for base in bases:
            if isinstance(base, RecordType):
                types.update(base.field_types)
                defaults.update(base._defaults)
                about.update(base.about_fields)
        own = {field: stated for field, stated in _annotations(body).items() if not _is_of_the_class(stated)}
        for field, stated in own.items():
            default = body.pop(field, REQUIRED)
            if isinstance(default, Default):
                about[field], default = default.about, default.value
            # A field that is stated anew comes last, as in attrs.
            types.pop(field, None)
            defaults.pop(field, None)
            types[field], defaults[field] = stated, default
        body.update(
            __slots__=(*body.get("__slots__", ()), *own), field_types=types, about_fields=about, _defaults=defaults
        )
        made = super().__new__(mcs, name, bases, body, **options)
        slots = [getattr(made, field) for field in defaults]
        made._getters, made._setters = tuple([slot.__get__ for slot in slots]), tuple([slot.__set__ for slot in slots])
        return made


def _annotations(namespace: Mapping[str, Any]) -> Mapping[str, Any]:
    """The annotations in the body of a class; only their names count where they cannot be worked out yet."""
    if sys.version_info >= (3, 14) and "__annotations__" not in namespace:
        import annotationlib

        annotate = annotationlib.get_annotate_from_class_namespace(namespace)
        if annotate is None:
            return {}
        return annotationlib.call_annotate_function(annotate, annotationlib.Format.FORWARDREF)
    stated: Mapping[str, Any] = namespace.get("__annotations__", {})
    return stated


def _is_of_the_class(annotation: Any) -> bool:
    return str(annotation).startswith(("ClassVar", "typing.ClassVar"))


@frozen(init=False, eq=False, repr=False)
@dataclass_transform(frozen_default=True)
class Record(metaclass=RecordType):
    """The base of every record. Two are equal when they are of one class and all their fields are equal.

    A record does not change. A changed copy is made by `replace`, by `copy.replace` (Python 3.13) or by `attrs.evolve`.
    """

    __slots__ = ("__weakref__",)
    __attrs_attrs__: ClassVar[Any] = _AttrsClass()

    field_types: ClassVar[Mapping[str, Any]]
    """Every field in order, with its annotation."""
    _defaults: ClassVar[Mapping[str, Any]]
    """Every field in order, with its default; `REQUIRED` where it has none."""
    _setters: ClassVar[tuple[Callable[[Any, Any], None], ...]]
    _getters: ClassVar[tuple[Callable[[Any], Any], ...]]
    about_fields: ClassVar[Mapping[str, Any]]
    """What is known about fields that were given a `Default`."""

    def __init__(self, *values: Any, **stated: Any) -> None:
        cls = type(self)
        names = cls._defaults
        if values:
            if len(values) == len(names) and not stated:
                for set_field, value in zip(cls._setters, values, strict=True):
                    set_field(self, value)
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
        for set_field, value in zip(cls._setters, filled.values(), strict=True):
            if value is REQUIRED:
                missing = next(name for name, value in filled.items() if value is REQUIRED)
                raise TypeError(f"{cls.__name__} needs field {missing!r}")
            set_field(self, value)

    @classmethod
    def of(cls, stated: Mapping[str, Any]) -> Self:
        """A record of fields that are known to be its own, with nothing required left out."""
        return cls.of_all({**cls._defaults, **stated}.values())

    @classmethod
    def of_all(cls, values: Iterable[Any]) -> Self:
        """A record of the values of all its fields, in order."""
        made = cls.__new__(cls)
        for set_field, value in zip(cls._setters, values, strict=True):
            set_field(made, value)
        return made

    @classmethod
    def defaults(cls) -> Mapping[str, Any]:
        """Every field in order, with its default; `REQUIRED` where it has none."""
        return cls._defaults

    @classmethod
    def is_required(cls, field: str) -> bool:
        """Whether a record cannot be made without this field."""
        return cls._defaults[field] is REQUIRED

    def replace(self, **changes: Any) -> Self:
        """A copy with these fields changed; the rest as it is. Raises `TypeError` for an unknown field."""
        return type(self)(**{**self._stated(), **changes})

    __replace__ = replace

    def _stated(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._defaults}

    def _values(self) -> tuple[Any, ...]:
        return tuple([value_of(self) for value_of in self._getters])

    def __setattr__(self, name: str, value: Any) -> Never:
        raise _frozen()

    def __delattr__(self, name: str) -> Never:
        raise _frozen()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._values()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        fields = (f"{name}={value!r}" for name, value in self._stated().items() if value != self._defaults[name])
        return f"{type(self).__name__}({', '.join(fields)})"


def _frozen() -> AttributeError:
    from attrs.exceptions import FrozenInstanceError

    return FrozenInstanceError()
