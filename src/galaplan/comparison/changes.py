"""Every difference between two plans, in terms of the format; a row is known by its name, not by its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from galaplan.comparison.rows import paired
from galaplan.documents import Path
from galaplan.documents.paths import Anchors, place_text
from galaplan.model.amounts import Amounts
from galaplan.model.fields import MAX_AMOUNT, Key, Keyed, Table
from galaplan.model.plan import Plan
from galaplan.model.shapes import Field, fields_of
from galaplan.reading import ROW_WORDS
from galaplan.records import Record
from galaplan.structure import plain

Kind = Literal["added", "removed", "changed"]


class Change(Record):
    """A value, a row or a table that came, went or changed."""

    kind: Kind
    path: str
    """Where it stands in the new file; of what went, where it stood in the old one."""
    anchor: str
    """The path with rows by name instead of number: `acties[valtraining].status`."""
    title: str
    """What the key is called, in Dutch."""
    label: str
    """What a row is called in the file: its title, name or description; empty for all else."""
    old: Any
    """The value as JSON has it, None where there is none; of a row that changed inside None on both sides."""
    new: Any
    is_money: bool = False
    """Whether the values are whole euros."""
    details: tuple[Change, ...] = ()
    """What changed inside a row that has a name of its own (an action, a goal)."""

    @property
    def block(self) -> str:
        """The first key of the path: `acties`, `elementen`."""
        return self.path.partition(".")[0].partition("[")[0]

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a list of tables, as a whole or with changes inside."""
        return bool(self.details) or self.path.endswith("]")


Place = tuple[Path, Path]
"""The path in the old and in the new tree."""


def changes_between(
    old: Plan, new: Plan, old_tree: Mapping[str, Any], new_tree: Mapping[str, Any]
) -> tuple[Change, ...]:
    """What changed from `old` to `new`, in the order of the format.

    A key that is left out and a key that states what leaving it out means are the same. Lists of codes and rows of
    tables have no order.
    """
    walk = _Walk(Anchors(old_tree, ROW_WORDS), Anchors(new_tree, ROW_WORDS))
    if type(old) is not type(new):
        was, now = old_tree.get("soort"), new_tree.get("soort")
        return (Change("changed", "soort", "soort", "Soort bestand", "", was, now),)
    return tuple(walk.tables(((), ()), old, new))


class _Walk:
    def __init__(self, old: Anchors, new: Anchors) -> None:
        self._old = old
        self._new = new

    def tables(self, at: Place, old: Table, new: Table) -> Iterator[Change]:
        for field in fields_of(type(new)):
            was, now = (_meant(field, getattr(table, field.name, None)) for table in (old, new))
            if not _same(was, now):
                for change in self._field(_below(at, field.key.name), field, was, now):
                    yield change.replace(is_money=True) if _is_money(field) else change

    def _field(self, at: Place, field: Field, old: Any, new: Any) -> Iterator[Change]:
        if field.many and field.value.kind == "table":
            yield from self._rows(at, field, old, new)
        elif field.many:
            if Counter(old) != Counter(new):
                yield self._change(at, field.key, old or None, new or None)
        else:
            yield from self._values(at, field.key, old, new)

    def _rows(self, at: Place, field: Field, old: tuple[Table, ...], new: tuple[Table, ...]) -> Iterator[Change]:
        named = any(inner.key.identifies for inner in fields_of(field.value.table)) if field.value.table else False
        for was, now in paired(old, new):
            there = (
                (*at[0], was) if was is not None else at[0],
                (*at[1], now) if now is not None else at[1],
            )
            if was is None or now is None:
                before = None if was is None else old[was]
                after = None if now is None else new[now]
                yield self._change(there, field.key, before, after, row=after or before)
            elif named:
                details = tuple(self.tables(there, old[was], new[now]))
                if details:
                    yield self._change(there, field.key, None, None, row=new[now], details=details)
            else:
                yield from self.tables(there, old[was], new[now])

    def _values(self, at: Place, key: Key, old: Any, new: Any) -> Iterator[Change]:
        if isinstance(old, Table) and type(old) is type(new):
            yield from self.tables(at, old, new)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            for name in dict.fromkeys((*old, *new)):
                if not _same(old.get(name), new.get(name)):
                    yield from self._values(_below(at, str(name)), key, old.get(name), new.get(name))
        elif new is None and isinstance(old, Mapping) and old:
            for name, value in old.items():
                yield from self._values(_below(at, str(name)), key, value, None)
        elif old is None and isinstance(new, Mapping) and new:
            for name, value in new.items():
                yield from self._values(_below(at, str(name)), key, None, value)
        else:
            yield self._change(at, key, old, new)

    def _change(
        self, at: Place, key: Key, old: Any, new: Any, *, row: Any = None, details: tuple[Change, ...] = ()
    ) -> Change:
        gone = new is None and not details
        path = at[0] if gone else at[1]
        kind: Kind = "removed" if gone else "changed" if details or old is not None else "added"
        return Change(
            kind=kind,
            path=place_text(path),
            anchor=(self._old if gone else self._new).text(path),
            title=key.title,
            label=_label(row),
            old=plain(old),
            new=plain(new),
            details=details,
        )


def _below(at: Place, key: str) -> Place:
    return (*at[0], key), (*at[1], key)


def _same(old: Any, new: Any) -> bool:
    """Whether they say the same; to Python a yes is also a one, in the free values of an extension."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(_same(value, new[name]) for name, value in old.items())
    if isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        return all(map(_same, old, new))
    return isinstance(old, bool) == isinstance(new, bool) and bool(old == new)


def _is_money(field: Field) -> bool:
    return field.value.kind == "amounts" or field.key.maximum == MAX_AMOUNT


def _meant(field: Field, value: Any) -> Any:
    """The value, or what leaving it out means where that can be stated as well."""
    absent = field.key.meaning_of_absence
    if absent is not None and value in (None, ()):
        if field.many:
            return (absent,) if field.key.code_list else field.value.choices
        return absent
    if isinstance(value, Keyed | Amounts) and not value:
        return None if not field.required else value
    return value


def _label(row: Any) -> str:
    """What a row is called in the file."""
    for name in ("title", "name", "description", "subject", "who", "function"):
        text = getattr(row, name, None)
        if isinstance(text, str) and text:
            return text
    return ""
