"""What no schema can say: ids that are unique, references that lead somewhere, codes and names that fit.

Walks the plain tree by the fields of the model and skips what has another shape, so that these faults and the faults
of shape are told at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs

from galaplan import catalogue
from galaplan.catalogue import Edition
from galaplan.documents import Path
from galaplan.model.fields import Key, Table
from galaplan.model.shapes import Field, Value, fields_of
from galaplan.shape import ShapeProblem, kind_of, nearest
from galaplan.structure import plan_class

_YEAR = re.compile(r"20[0-9]{2}\Z")
_GM_CODE = re.compile(r"GM[0-9]{4}\Z")
"""Only codes of the right form are looked up; the form itself is the business of the shape."""


def integrity_problems(tree: dict[str, Any], edition: Edition | None) -> list[ShapeProblem]:
    """All faults of ids, references, municipality codes and years, in the order of the file.

    `edition`: the edition of the file, or None where it names none that is known.
    """
    found = _Found()
    _walk(tree, plan_class(kind_of(tree)), (), found)
    return [
        *_duplicates(found),
        *_dangling(found, tree),
        *_municipality_codes(found),
        *_name_and_code(tree),
        *(_years(found, edition) if edition else ()),
    ]


@attrs.define
class _Found:
    ids: list[tuple[str, str, Path]] = attrs.field(factory=list)
    references: list[tuple[str, str, Path]] = attrs.field(factory=list)
    municipality_codes: list[tuple[str, Path]] = attrs.field(factory=list)
    amount_years: list[tuple[int, Path]] = attrs.field(factory=list)
    other_years: list[tuple[int, Path]] = attrs.field(factory=list)


@attrs.frozen
class _Stop:
    """A field that the walk stops at: its own value counts, or something inside it does."""

    key: Key
    value: Value
    many: bool


@cache
def _stops(table: type[Table]) -> tuple[_Stop, ...]:
    return tuple(_Stop(field.key, field.value, field.many) for field in fields_of(table) if _counts(field))


def _counts(field: Field) -> bool:
    key = field.key
    return bool(
        field.value.kind in ("amounts", "table", "keyed")
        or key.identifies
        or key.refers_to
        or key.form in ("gemeentecode", "aanbod", "kostenverwijzing")
    )


def _walk(tree: Any, table: type[Table], path: Path, found: _Found) -> None:
    if type(tree) is not dict:
        return
    for stop in _stops(table):
        stated = tree.get(stop.key.name)
        if stated is None:
            continue
        here = (*path, stop.key.name)
        if not stop.many:
            _visit(stated, stop.key, stop.value, here, found)
        elif type(stated) is list:
            for index, item in enumerate(stated):
                _visit(item, stop.key, stop.value, (*here, index), found)


def _visit(stated: Any, key: Key, value: Value, path: Path, found: _Found) -> None:
    if value.table is not None:
        _walk(stated, value.table, path, found)
    elif value.kind == "amounts":
        _visit_years(stated, path, found.amount_years)
    elif value.keyed is not None:
        _visit_keyed(stated, key, value.keyed, path, found)
    elif isinstance(stated, str):
        if key.identifies:
            found.ids.append((key.identifies, stated, path))
        elif key.refers_to:
            found.references.append((key.refers_to, stated, path))
        elif key.form == "kostenverwijzing":
            found.references.append(("verwijzing", stated, path))
        elif _GM_CODE.match(stated):
            found.municipality_codes.append((stated, path))


def _visit_keyed(stated: Any, key: Key, inner: Value, path: Path, found: _Found) -> None:
    if type(stated) is not dict:
        return
    if key.keys == "jaar":
        _visit_years(stated, path, found.other_years)
    for name, item in stated.items():
        here = (*path, name)
        if key.keys == "gemeentecode" and _GM_CODE.match(name):
            found.municipality_codes.append((name, here))
        if name in key.special:
            _walk(item, key.special[name], here, found)
        else:
            _visit(item, key.inner or key, inner, here, found)


def _visit_years(stated: Any, path: Path, years: list[tuple[int, Path]]) -> None:
    if type(stated) is dict:
        years.extend((int(name), (*path, name)) for name in stated if _YEAR.match(name))


def _duplicates(found: _Found) -> Iterator[ShapeProblem]:
    seen: dict[tuple[str, str], Path] = {}
    for namespace, identifier, path in found.ids:
        first = seen.setdefault((namespace, identifier), path)
        if first != path:
            params = {"id": identifier, "soort": namespace, "eerste": first}
            yield ShapeProblem("LEZ018", "dubbel", path, params)


def _dangling(found: _Found, tree: dict[str, Any]) -> Iterator[ShapeProblem]:
    known: dict[str, set[str]] = {}
    for namespace, identifier, _ in found.ids:
        known.setdefault(namespace, set()).add(identifier)
    own = str(tree.get("kenmerk", ""))
    known["verwijzing"] = {f"{own}#{cost}" for cost in known.get("kosten", ())}
    for namespace, identifier, path in found.references:
        if namespace == "verwijzing" and not identifier.startswith(f"{own}#"):
            continue  # another file, which is not here to look into
        if identifier not in known.get(namespace, ()):
            close = nearest(identifier, known.get(namespace, ()))
            params = {"id": identifier, "soort": namespace, "naaste": close}
            yield ShapeProblem("LEZ019", "naaste" if close else "onbekend", path, params)


def _municipality_codes(found: _Found) -> Iterator[ShapeProblem]:
    for code, path in found.municipality_codes:
        if code in catalogue.municipalities():
            continue
        rule = "IDE001" if path[0] == "gemeente" else "IDE010"
        if merger := catalogue.mergers().get(code):
            params = {
                "code": code,
                "naam": merger.name,
                "datum": merger.day.isoformat(),
                "opvolger": merger.successor,
                "opvolger_naam": merger.successor_name,
            }
            yield ShapeProblem(rule, "vervallen-code", path, params)
        else:
            close = nearest(code, catalogue.municipalities())
            params = {"code": code, "naaste": close}
            yield ShapeProblem(rule, "onbekende-code", path, params)


def _name_and_code(tree: dict[str, Any]) -> Iterator[ShapeProblem]:
    stated = tree.get("gemeente")
    if not isinstance(stated, dict):
        return
    code, name = stated.get("code"), stated.get("naam")
    if not isinstance(code, str) or not isinstance(name, str):
        return
    municipality = catalogue.municipalities().get(code)
    if municipality is None or not name or _same_name(name, municipality.name):
        return
    other = next((m for m in catalogue.municipalities().values() if _same_name(name, m.name)), None)
    params = {"naam": name, "code": code, "naam_bij_code": municipality.name}
    if other:
        yield ShapeProblem("LEZ020", "andere-gemeente", ("gemeente", "naam"), {**params, "code_bij_naam": other.code})
    else:
        yield ShapeProblem("LEZ020", "andere-naam", ("gemeente", "naam"), params)


_ALSO_CALLED = {"denhaag": "sgravenhage", "denbosch": "shertogenbosch"}


def _same_name(stated: str, official: str) -> bool:
    return _plain_name(stated) == _plain_name(official)


@cache
def _plain_name(name: str) -> str:
    without_accents = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    without_province = re.sub(r"\(.*?\)", "", without_accents)
    plain = re.sub(r"[^a-z]", "", without_province.removeprefix("gemeente "))
    return _ALSO_CALLED.get(plain, plain)


def _years(found: _Found, edition: Edition) -> Iterator[ShapeProblem]:
    for years, rule in ((found.amount_years, "IDE004"), (found.other_years, "LEZ017")):
        for year, path in years:
            if year not in edition.years:
                params = {"jaar": year, "van": edition.first_year, "tot_en_met": edition.last_year}
                yield ShapeProblem(rule, "buiten-regeling", path, params)
