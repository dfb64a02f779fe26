"""Wrong shape: values of another kind, keys that are not there or not known, slips in the text of the file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from galaplan import Severity
from galaplan.documents import MAX_BYTES
from tests.faults.clean import Clean, Tree, all_of, nothing, put, remove
from tests.faults.kinds import ERROR, KINDS, WARNING, Change, Kind, change, kind, removes
from tests.faults.money import AMOUNTS

REQUIRED = (
    "kenmerk",
    "titel",
    "gemeente.naam",
    "gemeente.code",
    "regio.naam",
    "regio.gemeenten",
    "acties.*.titel",
    "acties.*.kosten.*.id",
    "acties.*.kosten.*.bedragen",
    "acties.*.kosten.*.dekking.*.bron",
    "acties.*.partners.*.naam",
    "afspraken.*.niveau",
    "afspraken.*.partijen.*.soort",
    "participatie.*.wie",
    "verklaringen.*.aanvrager",
    "bijdragen.*.bedragen",
    "niet_uitgewerkt.*.reden",
)
for _pattern in REQUIRED:
    removes("LEZ011", ERROR, _pattern, most=1)

WRONG_VALUES: Mapping[str, Mapping[str, Any]] = {
    "LEZ012": {
        "acties.*.doelgroepen": "alle-inwoners",
        "aanvraag.*.gala": "gezonde-leefstijl",
        "acties.*.partners": {"naam": "Huisartsen"},
        "periode.van": "2024",
        "titel": 2024,
        "regio.gemeenten": "GM0034, GM0050",
        "aanvraag_iza.iza_commitment": "ja",
        "elementen.*.tekst": ["Eerste alinea.", "Tweede alinea."],
    },
    "LEZ013": {
        "aanvraag.*.onderdeel": "valpreventi",
        "aanvraag.*.gala": ["valpreventie"],
        "doelen.*.gala": ["gezond-leven"],
        "acties.*.resultaten": ["keten-valpreventie"],
        "acties.*.gala_acties": ["lokale-keten-kansrijke-start"],
        "acties.*.doelgroepen": ["ouderen"],
        "acties.*.iza_afspraken": ["regionale-samenwerking"],
        "acties.*.keten": "mantelzorg",
        "acties.*.kosten.*.dekking.*.bron": "subsidie",
        "acties.*.kosten.*.dekking.*.doel": "valtraining",
        "acties.*.kosten.*.dekking.*.iza_categorie": "ggz-steunpunten",
        "afspraken.*.partijen.*.soort": "verzekeraar",
        "ketens.*.status": "loopt",
        "beleidsdocumenten.*.soort": "gezondheidsnota",
        "ketenmatrix.*.*.status": "bijna",
        "voorwaarden.*.status": "gereed",
    },
    "LEZ014": {
        "kenmerk": "Plan van Aanpak 2024",
        "acties.*.start": "najaar 2024",
        "acties.*.kosten.*.id": "Inkoop & beheer",
        "gemeente.code": "0050",
        "mandaat.bekend_op": "12-06-2023",
        "ketens.*.aanbod": "Lelystad",
    },
    "LEZ015": {
        "ketens.valpreventie.aantallen.*.risico_inschattingen": -5,
        "ketens.valpreventie.aantallen.*.risico_percentage": 140,
        "onderbouwing.*.jaar": 222,
        "periode.tot_en_met": 20260,
    },
    "LEZ021": {"titel": "", "acties.*.titel": "  ", "afspraken.*.onderwerp": "", "gemeente.naam": ""},
}
"""By code of the rule a value that is not of the right shape, for what a pattern finds."""


def wrong_value(code: str, pattern: str, value: Any) -> None:
    @kind(code, ERROR, most=1)
    def places(plan: Clean) -> Iterator[Change]:
        for path in plan.each(pattern):
            yield change(f"{plan.named(path[:-1])} {path[-1]} = {json.dumps(value)}", put(path, value), path)


for _code, _values in WRONG_VALUES.items():
    for _pattern, _value in _values.items():
        wrong_value(_code, _pattern, _value)
for _pattern in AMOUNTS[:6]:
    for _value in (60.5, "60.000", -2_500, True, 10**13):
        wrong_value("LEZ016", _pattern, _value)

RENAMED = {
    "acties.*.doelgroepen": "doelgroep",
    "acties.*.omschrijving": "beschrijving",
    "acties.*.kosten.*.referentie": "grootboeknummer",
    "acties.*.kosten.*.dekking.*.doel": "bestedingsdoel",
    "monitoring.momenten": "moment",
    "ketens.*.start": "begin",
    "afspraken.*.partijen": "partners",
    "mandaat.bestuurder": "bestuurders",
    "aanvraag": "aanvragen",
}
"""Keys under a name that is not one of the format."""


def renamed(pattern: str, name: str) -> None:
    @kind("LEZ010", ERROR, most=2)
    def places(plan: Clean) -> Iterator[Change]:
        for path in plan.each(pattern):
            other = (*path[:-1], name)
            edit = all_of(remove(path), put(other, plan.get(path)))
            yield change(f"{plan.named(path)} is called {name}", edit, other)


for _pattern, _name in RENAMED.items():
    renamed(_pattern, _name)


@kind("LEZ010", ERROR)
def a_key_of_the_other_kind_of_file(plan: Clean) -> Iterator[Change]:
    key, value = ("regiobeeld", {"preventie": True}) if plan.municipal else ("organisatie", {"team": "Een team."})
    yield change(f"{key} in a file of this kind", put((key,), value), (key,))


@kind("LEZ007", ERROR, most=2)
def tables_that_lie_too_deep(plan: Clean) -> Iterator[Change]:
    deep: Tree = {}
    for _ in range(60):
        deep = {"in": deep}
    yield change("60 tables in each other", put(("uitbreiding",), deep), ("uitbreiding",))


# --- slips in the text ---


def slip(code: str, what: str, wrong: Callable[[str], str], encoding: str = "utf-8", weight: Severity = ERROR) -> None:
    """A slip in the text of a file; where it makes no difference there is no fault."""

    def places(plan: Clean) -> Iterator[Change]:
        data = wrong(plan.text).encode(encoding, errors="replace")
        if data != plan.text.encode():
            yield Change(what, nothing, ((),), write=lambda: data)

    KINDS.append(Kind(code, weight, {}, 2, places))


def first(old: str, new: str) -> Callable[[str], str]:
    """Replace what a regular expression finds first."""
    return lambda text: re.sub(old, new, text, count=1, flags=re.MULTILINE)


slip("LEZ001", "written in UTF-16", str, encoding="utf-16")
slip("LEZ001", "written in Latin-1", str, encoding="latin-1")
slip("LEZ003", "a quote is not closed", first(r'^(titel = ".*)"$', r"\1"))
slip("LEZ003", "the day before the year", first(r"= (\d{4})-(\d\d)-(\d\d)$", r"= \3-\2-\1"))
slip("LEZ003", "dots between thousands", first(r"= (\d+)_000\b", r"= \1.000.000"))
slip("LEZ003", "a colon for an equals sign", first(r'^naam = "', 'naam: "'))
slip("LEZ003", "a text without quotes", first(r'^naam = "(\w+)"', r"naam = \1"))
slip("LEZ003", "a comment with slashes", first(r"^galaplan", "// plan\ngalaplan"))
slip("LEZ003", "curly quotes", first(r'^titel = "(.*)"$', 'titel = \N{LEFT DOUBLE QUOTATION MARK}\\1"'))
slip("LEZ003", "a comma is missing", first(r'^(\w+ = \["[\w-]+"), ', r"\1 "))
slip("LEZ003", "a bracket is missing", first(r"^\[\[acties\]\]$", "[[acties]"))
slip("LEZ003", "nothing but a bracket", lambda text: "[")
slip("LEZ003", "an empty file", lambda text: "")
slip("LEZ004", "a table over two lines", first(r"^( *bedragen = \{ \d{4} = [\d_]+), ", "\\1,\n  "))
slip("LEZ004", "a comma before the brace", first(r"^( *bedragen = \{.*\d) \}$", r"\1, }"))
slip("LEZ005", "a key twice", first(r"^(titel = .*)$", r"\1\n\1"))
slip("LEZ005", "a table twice", first(r"^(\[(gemeente|regio)\])$", r"\1\nnaam = 'Een'\n\n\1"))
slip("LEZ006", "not a number", first(r"^(inwoners) = [\d_]+", r"\1 = nan"))
slip("LEZ006", "an infinite amount", first(r"^( *bedragen = \{ \d{4}) = [\d_]+", r"\1 = inf"))
slip("LEZ008", "a byte order mark", lambda text: "\ufeff" + text, weight=WARNING)


@kind("LEZ002", ERROR, most=1)
def a_file_that_is_too_large(plan: Clean) -> Iterator[Change]:
    yield Change("16 MiB of comment", nothing, ((),), write=lambda: plan.text.encode() + b"#" * MAX_BYTES)
