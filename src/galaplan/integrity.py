"""What no schema can say: ids that are unique, references that lead somewhere, codes and names that fit.

Walks the plain tree by the fields of the model and skips what has another shape, so that these faults and the faults
of shape are told at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from galaplan import catalogue
from galaplan.catalogue import Edition, Municipality
from galaplan.documents import Path, Problem
from galaplan.model.fields import KEY_YEARS, Key, Table, once_per_table
from galaplan.model.shapes import Field, Value, fields_of
from galaplan.spelling import Speller
from galaplan.structure import kind_of, plan_class

_YEARS = {str(year): year for year in KEY_YEARS}
_GM_CODE = re.compile(r"GM[0-9]{4}\Z")
"""Only codes of the right form are looked up; the form itself is the business of the shape."""

_WITH_MUNICIPALITY = ("gemeentecode", "aanbod")
"""The forms of a text that may be the code of a municipality."""


def integrity_problems(tree: dict[str, Any], edition: Edition | None, *, at_most: int | None = None) -> list[Problem]:
    """All faults of ids, references, codes of municipalities and of other editions, and years.

    `edition`: the edition of the file, or None where it names none that is known. `at_most`: after how many to stop.
    """
    plan = plan_class(kind_of(tree))
    # Most plans have no such fault, and keeping the path of every value is half the work: it is done when there is one.
    for located in (False, True):
        found = _Found(located=located)
        _walk(tree, plan, (), found)
        problems = list(islice(_problems(found, tree, edition), at_most))
        if not problems:
            break
    return problems


def _problems(found: _Found, tree: dict[str, Any], edition: Edition | None) -> Iterator[Problem]:
    yield from _duplicates(found)
    yield from _dangling(found, tree)
    yield from _municipality_codes(found, tree)
    yield from _name_and_code(tree)
    if edition:
        yield from _codes_of_another(found, edition)
        yield from _years(found, edition)


ROWS = ("aanvraag", "niet_aangevraagd", "niet_uitgewerkt")
"""Tables that have one row for each code, rather than an id of their own."""


class _Found:
    """What the walk met; each with its path, or with an empty one where the walk keeps none."""

    def __init__(self, *, located: bool) -> None:
        self.located = located
        self.contested = catalogue.codes_that_differ()
        self.ids: list[tuple[str, str, Path]] = []
        self.references: list[tuple[str, str, Path]] = []
        self.municipality_codes: list[tuple[str, Path]] = []
        self.differing_codes: list[tuple[str, str, Path]] = []
        self.amount_years: list[tuple[int, Path]] = []
        self.other_years: list[tuple[int, Path]] = []

    def below(self, path: Path, *steps: str | int) -> Path:
        return (*path, *steps) if self.located else path


@once_per_table
def _stops(table: type[Table]) -> Mapping[str, Field]:
    """The fields that the walk stops at, by key: their own value counts, or something inside it does."""
    return {field.key.name: field for field in fields_of(table) if _has_stops(field.value, field.key)}


def _has_stops(value: Value, key: Key) -> bool:
    """Whether `_visit` keeps anything of such a value."""
    if value.table is not None:
        return bool(_stops(value.table))
    if value.keyed is None:
        return bool(
            value.kind == "amounts"
            or key.identifies
            or key.code_list in catalogue.codes_that_differ()
            or key.refers_to
            or key.form in (*_WITH_MUNICIPALITY, "kostenverwijzing")
        )
    return bool(
        key.keys in ("jaar", "gemeentecode", *catalogue.codes_that_differ())
        or any(_stops(table) for table in key.special.values())
        or _has_stops(value.keyed, key.inner or key)
    )


def _walk(tree: Any, table: type[Table], path: Path, found: _Found) -> None:
    if type(tree) is not dict:
        return
    stops = _stops(table)
    for name, stated in tree.items():
        stop = stops.get(name)
        if stop is None:
            continue
        if not stop.many:
            _visit(stated, stop.key, stop.value, found.below(path, name), found)
        elif type(stated) is list:
            for index, item in enumerate(stated):
                _visit(item, stop.key, stop.value, found.below(path, name, index), found)


def _visit(stated: Any, key: Key, value: Value, path: Path, found: _Found) -> None:
    if value.table is not None:
        _walk(stated, value.table, path, found)
    elif value.kind == "amounts":
        _visit_years(stated, path, found, found.amount_years)
    elif value.keyed is not None:
        _visit_keyed(stated, key, value.keyed, path, found)
    elif isinstance(stated, str):
        _note_code(stated, key.code_list, path, found)
        if key.identifies:
            found.ids.append((key.identifies, stated, path))
        elif key.refers_to:
            found.references.append((key.refers_to, stated, path))
        elif key.form == "kostenverwijzing":
            found.references.append(("verwijzing", stated, path))
        elif key.form in _WITH_MUNICIPALITY and _GM_CODE.match(stated):
            found.municipality_codes.append((stated, path))


def _note_code(stated: str, list_name: str | None, path: Path, found: _Found) -> None:
    """Keep a code that not every edition has."""
    if list_name and stated in found.contested.get(list_name, ()):
        found.differing_codes.append((list_name, stated, path))


def _visit_keyed(stated: Any, key: Key, inner: Value, path: Path, found: _Found) -> None:
    if type(stated) is not dict:
        return
    if key.keys == "jaar":
        _visit_years(stated, path, found, found.other_years)
    for name, item in stated.items():
        here = found.below(path, name)
        if key.keys == "gemeentecode" and _GM_CODE.match(name):
            found.municipality_codes.append((name, here))
        _note_code(name, key.keys, here, found)
        if name in key.special:
            _walk(item, key.special[name], here, found)
        else:
            _visit(item, key.inner or key, inner, here, found)


def _visit_years(stated: Any, path: Path, found: _Found, years: list[tuple[int, Path]]) -> None:
    if type(stated) is dict:
        years.extend([(_YEARS[name], found.below(path, name)) for name in stated if name in _YEARS])


def _duplicates(found: _Found) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Path] = {}
    for namespace, identifier, path in found.ids:
        if (namespace, identifier) not in seen:
            seen[namespace, identifier] = path
            continue
        params = {"id": identifier, "soort": namespace, "eerste": seen[namespace, identifier]}
        yield Problem("LEZ018", "dubbele-rij" if namespace in ROWS else "dubbel", path=path, params=params)
    for namespace, component, path in found.ids:
        if namespace == "niet_aangevraagd" and (first := seen.get(("aanvraag", component))) is not None:
            yield Problem("LEZ022", "wel-en-niet", path=path, params={"onderdeel": component, "eerste": first})


def _dangling(found: _Found, tree: dict[str, Any]) -> Iterator[Problem]:
    known: dict[str, set[str]] = {}
    speller = Speller()
    for namespace, identifier, _ in found.ids:
        known.setdefault(namespace, set()).add(identifier)
    own = str(tree.get("kenmerk", ""))
    for namespace, identifier, path in found.references:
        name, before = identifier, ""
        if namespace == "verwijzing":
            plan, _, name = identifier.partition("#")
            if plan != own:
                continue  # another file, which is not here to look into
            before = f"{own}#"
        names = known.get("kosten" if namespace == "verwijzing" else namespace, ())
        if name not in names:
            close = speller.nearest(name, names)
            params = {"id": identifier, "soort": namespace, "naaste": f"{before}{close}" if close else ""}
            yield Problem("LEZ019", "naaste" if close else "onbekend", path=path, params=params)


def _municipality_codes(found: _Found, tree: dict[str, Any]) -> Iterator[Problem]:
    for code, path in found.municipality_codes:
        if code in catalogue.municipalities():
            continue
        rule = "IDE001" if path[:1] == ("gemeente",) else "IDE010"
        if merger := catalogue.mergers().get(code):
            params = {
                "code": code,
                "naam": merger.name,
                "datum": merger.day.isoformat(),
                "opvolger": merger.successor,
                "opvolger_naam": merger.successor_name,
            }
            yield Problem(rule, "vervallen-code", path=path, params=params)
        elif path == ("gemeente", "code") and (named := _municipality_called(tree["gemeente"].get("naam"))):
            params = {"code": code, "naam": named.name, "code_bij_naam": named.code}
            yield Problem(rule, "code-van-naam", path=path, params=params)
        else:
            yield Problem(rule, "onbekende-code", path=path, params={"code": code})


def _codes_of_another(found: _Found, edition: Edition) -> Iterator[Problem]:
    """Codes that only another edition has: the shape takes the codes of all."""
    for list_name, code, path in found.differing_codes:
        if not edition.has(list_name, code):
            params = {"code": code, "lijst": list_name, "editie": edition.name}
            yield Problem("IDE010", "andere-editie", path=path, params=params)


def _name_and_code(tree: dict[str, Any]) -> Iterator[Problem]:
    stated = tree.get("gemeente")
    if not isinstance(stated, dict):
        return
    code, name = stated.get("code"), stated.get("naam")
    if not isinstance(code, str) or not isinstance(name, str):
        return
    municipality = catalogue.municipalities().get(code)
    if municipality is None or not name or _same_name(name, municipality.name):
        return
    other = _municipality_called(name)
    params = {"naam": name, "code": code, "naam_bij_code": municipality.name}
    if other:
        yield Problem(
            "LEZ020", "andere-gemeente", path=("gemeente", "naam"), params={**params, "code_bij_naam": other.code}
        )
    else:
        yield Problem("LEZ020", "andere-naam", path=("gemeente", "naam"), params=params)


def _municipality_called(name: object) -> Municipality | None:
    if not isinstance(name, str):
        return None
    return next((m for m in catalogue.municipalities().values() if _same_name(name, m.name)), None)


_ALSO_CALLED = {"denhaag": "sgravenhage", "denbosch": "shertogenbosch"}


def _same_name(stated: str, official: str) -> bool:
    return plain_name(stated) == plain_name(official)


LONGEST_NAME = 200
"""Characters of the name of a municipality that are compared; the longest there is has thirty."""


@lru_cache(maxsize=1024)
def plain_name(name: str) -> str:
    """The name of a municipality to compare with others, without what is only spelling."""
    import unicodedata

    without_accents = unicodedata.normalize("NFKD", name[:LONGEST_NAME]).encode("ascii", "ignore").decode().lower()
    without_province = re.sub(r"\([^()]*+\)", "", without_accents)
    plain = re.sub(r"[^a-z]", "", without_province.removeprefix("gemeente "))
    return _ALSO_CALLED.get(plain, plain)


def _years(found: _Found, edition: Edition) -> Iterator[Problem]:
    for years, rule in ((found.amount_years, "IDE004"), (found.other_years, "LEZ017")):
        for year, path in years:
            if year not in edition.years:
                params = {"jaar": year, "van": edition.first_year, "tot_en_met": edition.last_year}
                yield Problem(rule, "buiten-regeling", path=path, params=params)
