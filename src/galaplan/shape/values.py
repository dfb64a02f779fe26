"""Values of the wrong kind, form or size, and codes that are in no list: what was meant by them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from galaplan import catalogue
from galaplan.documents import Path, Problem
from galaplan.model.fields import FORMS
from galaplan.model.moment import FIRST_YEAR, LAST_YEAR
from galaplan.model.shapes import fields_of
from galaplan.shape.places import Place, header_at, owner
from galaplan.spelling import Speller

if TYPE_CHECKING:
    from jsonschema import ValidationError

ALIKE = 0.7
"""From where on an unknown code counts as a known one misspelt."""

ALL_SHOWN, SOME_SHOWN = 12, 6
"""How many codes a message names: all of a short list, the first of a long one."""

FEW = 3
"""A code that is in more other lists than this is not told to be of them."""

# --- codes ---------------------------------------------------------------------------------------------------------


def unknown_code(stated: Any, path: Path, place: Place | None, speller: Speller) -> Problem:
    """A value that is none of the codes or choices that belong here."""
    if not isinstance(stated, str):
        return wrong_type(stated, path, place)
    if place is not None and place.key.code_list == catalogue.EDITIONS_LIST:
        params = {"waarde": shown(stated), "bekend": list(catalogue.editions())}
        return Problem("LEZ013", "editie", path=path, params=params)
    if place is not None and place.key.code_list:
        return _not_in_list(
            stated, path, place.key.code_list, sorted(catalogue.all_codes(place.key.code_list)), speller
        )
    return not_a_choice(stated, path, list(place.value.choices if place else ()), speller)


def unknown_row(name: str, path: Path, list_name: str, codes: list[str], speller: Speller) -> Problem:
    """A key of a keyed table that is not in the list of its keys."""
    return _not_in_list(name, path, list_name, codes, speller)


def not_a_choice(stated: str, path: Path, choices: list[str], speller: Speller) -> Problem:
    """A value that is none of the few words that a key takes."""
    params = {"waarde": shown(stated), "sleutel": owner(path), "codes": choices, "keuzes": _enumerated(choices)}
    close = speller.nearest(stated, choices, alike=ALIKE, beginning=True)
    return Problem(
        "LEZ013",
        "keuze-naaste" if close else "keuze",
        path=path,
        params={**params, "naaste": close} if close else params,
    )


def _not_in_list(stated: str, path: Path, list_name: str, codes: list[str], speller: Speller) -> Problem:
    params: dict[str, Any] = {
        "waarde": shown(stated),
        "lijst": list_name,
        "codes": codes,
        "keuzes": _enumerated(codes),
        "naaste": "",
    }
    is_open = "open-" if catalogue.is_open(list_name) else ""
    others = _lists_by_code().get(stated, ())
    if 0 < len(others) <= FEW:
        return Problem("LEZ013", f"{is_open}andere-lijst", path=path, params={**params, "andere_lijsten": list(others)})
    params["naaste"] = speller.nearest(stated, codes, alike=ALIKE, beginning=True)
    return Problem("LEZ013", is_open + ("naaste" if params["naaste"] else "onbekend"), path=path, params=params)


def _enumerated(codes: list[str]) -> str:
    return ", ".join(codes if len(codes) <= ALL_SHOWN else [*codes[:SOME_SHOWN], "…"])


@cache
def _lists_by_code() -> dict[str, tuple[str, ...]]:
    """The lists that have a code; lists that only serve for reference are left out."""
    found: dict[str, tuple[str, ...]] = {}
    edition = catalogue.edition(catalogue.editions()[-1])
    for name in edition.list_names:
        if not edition.codes(name).is_reference:
            for code in catalogue.all_codes(name):
                found[code] = (*found.get(code, ()), name)
    return found


# --- kinds of values -----------------------------------------------------------------------------------------------

_KIND_NAMES = {
    "text": "tekst",
    "whole": "geheel getal",
    "number": "getal",
    "flag": "ja of nee",
    "choice": "tekst",
    "amounts": "bedragen",
    "moment": "datum of jaar",
    "table": "tabel",
    "keyed": "tabel",
    "free": "tabel",
}


def wrong_type(stated: Any, path: Path, place: Place | None) -> Problem:
    """A value of another kind than belongs here."""
    if place and place.value.kind == "amounts" and place.depth < len(path):
        return _not_an_amount(stated, path)
    kind = place.value.kind if place else "table"
    expected = "lijst" if place and place.many else _KIND_NAMES[kind]
    variant, mend = _meant_by(stated, path, place, kind)
    params = {"verwacht": expected, "gevonden": _kind_of(stated), "sleutel": owner(path), "waarde": shown(stated)}
    return Problem("LEZ012", variant, path=path, params={**params, **mend})


def _meant_by(stated: Any, path: Path, place: Place | None, kind: str) -> tuple[str, dict[str, Any]]:
    """The variant of LEZ012 that knows how to mend this, and what it needs for it."""
    has_tables = kind in ("table", "keyed", "free", "amounts")
    match stated:
        case None:
            return "niets", {}
        case str() | int() | float() | date() if kind == "table" and path and isinstance(path[-1], int):
            return "dubbele-haken", {"kop": header_at(path, many=True)}
        case dict() if place and place.many:
            return ("dubbele-haken" if kind == "table" else "type"), {"kop": header_at(path, many=True)}
        case [dict(), *_] if has_tables and place and not place.many:
            return "enkele-haken", {"kop": header_at(path, many=False)}
        case str() | int() | float() | date() if place and place.many:
            if kind == "table":
                return "dubbele-haken", {"kop": header_at(path, many=True)}
            return "lijst", {"voorstel": f'["{shown(stated)}"]' if kind in ("text", "choice") else f"[{shown(stated)}]"}
        case list() | dict():
            return "type", {}
        case _ if kind == "amounts":
            return "bedragen", {}
        case _ if has_tables:
            return "tabel", {"voorstel": _as_table(stated, path, place)}
    return _plain_meant_by(stated, path, kind)


def _plain_meant_by(stated: Any, path: Path, kind: str) -> tuple[str, dict[str, Any]]:
    """The same for a single value where another single value belongs."""
    from galaplan.documents.mistakes import number_of, number_text

    match kind, stated:
        case (("text" | "choice" | "whole"), bool()):
            return "type", {}
        case "flag", str() if (word := stated.strip().lower()) in ("ja", "nee", "true", "false", "yes", "no"):
            return "ja-nee", {"voorstel": "true" if word in ("ja", "true", "yes") else "false"}
        case (("text" | "choice"), int() | float() | date() | time()):
            return ("versie" if path == ("galaplan",) else "aanhalingstekens"), {"voorstel": f'"{shown(stated)}"'}
        case "whole", date():
            return "jaar", {"voorstel": str(stated.year)}
        case "whole", float():
            return "decimaal", {}
        case (("whole" | "number"), str()) if number_of(stated) is not None:
            return "getal-als-tekst", {"voorstel": number_text(stated, "toml")}
    return "type", {}


def _as_table(stated: Any, path: Path, place: Place | None) -> str:
    """How the table is written that belongs where a single value stands."""
    name = owner(path)
    years = re.findall(r"(?:19|20)\d\d", stated) if isinstance(stated, str) else []
    if name == "periode" and len(years) == 2:
        return f"periode = {{ van = {years[0]}, tot_en_met = {years[1]} }}"
    if place is None or place.value.table is None:
        return f"{name} = {{ … }}"
    fields = fields_of(place.value.table)
    keys = [field.key.name for field in fields if field.required] or [fields[0].key.name]
    return f"{name} = {{ {', '.join(f'{key} = …' for key in keys)} }}"


def _not_an_amount(stated: Any, path: Path) -> Problem:
    from galaplan.documents.mistakes import number_of, number_text

    params: dict[str, Any] = {"waarde": shown(stated)}
    match stated:
        case bool():
            variant = "ja-nee"
        case float():
            variant = "decimaal"
        case None:
            variant = "niets"
        case str() if number_of(stated) is not None:
            variant, params["voorstel"] = "getal-als-tekst", number_text(stated, "toml")
        case str():
            variant = "tekst"
        case _:
            variant = "soort"
    return Problem("LEZ016", variant, path=path, params=params)


def _kind_of(value: Any) -> str:
    for kind, name in (
        (bool, "ja of nee"),
        (int, "geheel getal"),
        (float, "decimaal getal"),
        (str, "tekst"),
        (list, "lijst"),
        (datetime, "datum met tijd"),
        (date, "datum"),
        (time, "tijd"),
    ):
        if isinstance(value, kind):
            return name
    return "niets" if value is None else "tabel"


# --- bounds and forms ----------------------------------------------------------------------------------------------

_SHOWABLE = 10**15


def out_of_bounds(error: ValidationError, path: Path, place: Place | None) -> Problem:
    """A number below or above what can be."""
    stated: Any = error.instance
    params = {"waarde": shown(stated), "grens": error.validator_value}
    variant = "te-laag" if error.validator == "minimum" else "te-hoog"
    if place and place.value.kind == "amounts":
        if abs(stated) > _SHOWABLE:
            return Problem("LEZ016", "veel-te-hoog" if stated > 0 else "veel-te-laag", path=path, params=params)
        return Problem("LEZ016", variant, path=path, params={**params, "waarde": stated})
    if error.validator_value in (FIRST_YEAR, LAST_YEAR):
        return Problem("LEZ015", "jaar", path=path, params={**params, "van": FIRST_YEAR, "tot_en_met": LAST_YEAR})
    return Problem("LEZ015", variant, path=path, params=params)


def wrong_form(stated: Any, path: Path, place: Place | None) -> Problem:
    """A text that is empty or does not have the form that belongs here."""
    if place and place.value.kind == "text" and not place.key.form and not place.key.code_list:
        return Problem("LEZ021", "leeg", path=path, params={"sleutel": owner(path)})
    if place and place.value.kind == "moment":
        return _no_moment(stated, path)
    return wrong_key_form(str(stated), (place.key.form if place else None) or "slug", path)


def _no_moment(stated: Any, path: Path) -> Problem:
    from galaplan.documents.mistakes import day_of

    params: dict[str, Any] = {"waarde": shown(stated)}
    text = stated.isoformat() if isinstance(stated, date | time) else str(stated).strip()
    day = day_of(text)
    if re.fullmatch(r"(?:19|20)\d\d", text):
        variant, params["voorstel"] = "jaar-als-tekst", text
    elif day is None or not FIRST_YEAR <= day.year < LAST_YEAR:
        variant = "moment"
    else:
        params["voorstel"] = day.isoformat()
        variant = "tijd" if isinstance(stated, datetime) or re.match(r"\d{4}-\d\d-\d\d.", text) else "datum"
    return Problem("LEZ014", variant, path=path, params=params)


def wrong_key_form(stated: str, form: str, path: Path) -> Problem:
    """A text or key that does not have its form, with the text that was meant where that can be told."""
    meant = _meant_form(stated, form)
    params = {"waarde": shown(stated), **({"voorstel": meant} if meant else {})}
    return Problem("LEZ014", f"{form}-voorstel" if meant else form, path=path, params=params)


def _meant_form(stated: str, form: str) -> str:
    match form:
        case "slug":
            return _slug(stated)[:60].strip("-")
        case "gemeentecode":
            return _municipality_code(stated)
        case "aanbod":
            return "eigen" if stated.strip().lower() == "eigen" else _municipality_code(stated)
        case "kostenverwijzing":
            identifier, _, cost = stated.partition("#")
            meant = f"{_slug(identifier)}#{_slug(cost)}"
            return meant if re.match(FORMS["kostenverwijzing"], meant) else ""
        case "regelcode":
            code = re.sub(r"[^A-Za-z0-9]+", "", stated[:60]).upper()
            return code if re.match(FORMS["regelcode"], code) else ""
    return f"20{stated}" if re.fullmatch(r"[2-9]\d", stated) else ""


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text[:200]).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _municipality_code(stated: str) -> str:
    """The code of the municipality that a name, or a code in another notation, means."""
    if digits := re.fullmatch(r"(?i:gm)?[ -]?([0-9]{1,4})", stated.strip()):
        code = f"GM{digits[1]:0>4}"
        return code if code in catalogue.municipalities() else ""
    return _codes_by_name().get(_slug(stated).removeprefix("gemeente-"), "")


@cache
def _codes_by_name() -> dict[str, str]:
    return {_slug(municipality.name): code for code, municipality in catalogue.municipalities().items()}


def shown(value: Any) -> str:
    """A value as a message shows it: not too long."""
    text = str(value)
    return text if len(text) <= 80 else text[:77] + "…"
