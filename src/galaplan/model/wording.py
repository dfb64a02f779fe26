"""What to fill in at a key, in Dutch sentences: what an editor shows, and the page on the format."""

from __future__ import annotations

from collections.abc import Iterator

from galaplan.model.fields import Form, Key
from galaplan.model.moment import FIRST_YEAR, LAST_YEAR
from galaplan.model.shapes import Field, Kind

_FORMS: dict[Form, str] = {
    "slug": "Kleine letters, cijfers en streepjes, zoals beweegmaatje-2025.",
    "gemeentecode": "GM en vier cijfers, zoals GM0034.",
    "aanbod": "Schrijf eigen, of een gemeentecode zoals GM0034.",
    "kostenverwijzing": "Schrijf het kenmerk van het andere bestand, een # en het id van de kostenpost.",
    "regelcode": "Drie hoofdletters en drie cijfers.",
}

_KINDS: dict[Kind, str] = {
    "flag": "true is ja, false is nee.",
    "moment": "Een datum, zoals 2024-03-01, of een heel jaar, zoals 2024.",
    "free": "Elke inhoud mag.",
}

LARGE = 10**6
"""A bound that only keeps out slips; nobody needs to read it."""


def explained(field: Field) -> str:
    """All there is to say at the key itself: what it is for, how to write it, what it means to leave it out."""
    return _sentences(field.key.description, *_spelling(field), *_hints(field))


def purpose(field: Field) -> str:
    """The same for a reader who knows how a date, an id or a yes is written."""
    return _sentences(field.key.description, *_hints(field))


def _sentences(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _spelling(field: Field) -> Iterator[str]:
    if field.key.form:
        yield _FORMS[field.key.form]
    yield _KINDS.get(field.value.kind, "")


def _hints(field: Field) -> Iterator[str]:
    key, kind = field.key, field.value.kind
    if kind == "amounts" and "hele euro" not in key.description.lower():
        yield "Hele euro's per kalenderjaar."
    if kind in ("whole", "number"):
        yield _number(key, whole=kind == "whole")
    if key.keys == "jaar":
        yield "De sleutels zijn kalenderjaren, zoals 2025."
    if key.keys == "gemeentecode":
        yield "De sleutels zijn gemeentecodes, zoals GM0034."
    if key.refers_to:
        yield f"Noem de id's zoals ze onder [[{key.refers_to}]] staan."
    if key.meaning_of_absence:
        yield f"Zonder deze sleutel: {key.meaning_of_absence}."


def _number(key: Key, *, whole: bool) -> str:
    if (key.minimum, key.maximum) == (FIRST_YEAR, LAST_YEAR):
        return "Een kalenderjaar, zoals 2025."
    sort = "Een geheel getal" if whole else "Een getal, met een punt voor de decimalen"
    if key.maximum is None or key.maximum >= LARGE:
        return f"{sort}."
    return f"{sort}, van {key.minimum or 0} tot en met {key.maximum}."
