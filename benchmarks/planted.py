"""Plans with findings to measure with: a valid plan and a fixed list of small faults in it.

`TWENTY` are faults that only the rules see: the plan still has its shape, so a validator by schema has nothing to say.
`OF_SHAPE` are faults that every validator by schema sees. Each fault is one finding of galaplan, which `faulty` checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from plans import Table, toml_text

GONE: Any = object()
"""In the place of a value: the key is left out."""


@dataclass(frozen=True)
class Fault:
    """One change that makes a plan worse."""

    code: str
    """Of the finding that it is."""
    severity: str
    """Of that finding."""
    path: str
    """Where the value stands: keys, the number of a row, or its `id` or `onderdeel`, with dots between them."""
    value: Any
    """What stands there instead, or `GONE`."""


TWENTY = (
    Fault("LEZ019", "error", "acties.valrisico.afspraken", ["ketenafspraak"]),
    Fault("IDE008", "error", "indiening.advies.uitkomst", "negatief"),
    Fault("ELE003", "error", "elementen.verbinding-sociaal-fysiek.fysiek", GONE),
    Fault("DOE002", "error", "acties.valtraining.doelen", GONE),
    Fault("OND030", "error", "onderdelen.oko-va.monitor_jaren", GONE),
    Fault("VAL002", "error", "ketens.valpreventie.stappen.screening", GONE),
    Fault("BEG002", "error", "acties.gezond-rondkomen.kosten.0.bedragen.2024", 9_000_000),
    Fault("BEG003", "error", "aanvraag.brc.bedragen.2025", 900_000),
    Fault("OOR001", "error", "acties.koele-routes.kosten.0.dekking.0.doel", "val-opsporen"),
    Fault("DUB001", "error", "acties.buurthuizen.kosten.0.afbakening", GONE),
    Fault("IDE005", "warning", "acties.kansrijk-opgroeien.eind", 2024),
    Fault("ELE009", "warning", "elementen.samenwerking-lokaal.tekst", "Volgt nog"),
    Fault("DOE010", "warning", "acties.kennis-ggd.eigenaar", GONE),
    Fault("OND024", "warning", "onderdelen.leefomgeving.position_paper", GONE),
    Fault("KET007", "warning", "ketens.gli-volwassenen.onderdelen.0.verantwoordelijk", GONE),
    Fault("VER008", "warning", "onderbouwing", GONE),
    Fault("IDE011", "advice", "organisatie.mandaat", GONE),
    Fault("OND034", "advice", "alcohol_drugs", GONE),
    Fault("ACH007", "advice", "communicatie", GONE),
    Fault("DUB004", "advice", "acties.buurthuizen.kosten.0.referentie", GONE),
)
OF_SHAPE = (
    Fault("LEZ010", "error", "acties.koele-routes.eigenaars", "De gemeente"),
    Fault("LEZ011", "error", "acties.valtraining.titel", GONE),
    Fault("LEZ012", "error", "monitoring.gegevenslevering", "ja"),
    Fault("LEZ013", "error", "ketens.valpreventie.status", "gestrat"),
    Fault("LEZ016", "error", "aanvraag.leefomgeving.bedragen.2024", "125.830"),
)


def faulty(plan: Table, faults: Sequence[Fault]) -> str:
    """The TOML text of a plan with these faults in it.

    Raises:
        ValueError: galaplan does not find in it exactly these faults.
    """
    from galaplan import validate

    tree = deepcopy(plan)
    for fault in faults:
        _put(tree, fault)
    text = toml_text(tree)
    found = Counter((finding.code, finding.severity.word) for finding in validate(text.encode()).findings)
    meant = Counter((fault.code, fault.severity) for fault in faults)
    if found != meant:
        more, less = sorted((found - meant).elements()), sorted((meant - found).elements())
        raise ValueError(f"not the findings that were meant: too many {more}, too few {less}")
    return text


def _put(tree: Table, fault: Fault) -> None:
    *above, last = fault.path.split(".")
    place: Any = tree
    for part in above:
        place = place[_key(place, part)]
    if fault.value is GONE:
        del place[_key(place, last)]
    else:
        place[_key(place, last)] = fault.value


def _key(place: Any, part: str) -> str | int:
    """The part of a path as `place` knows it."""
    if isinstance(place, list) and not part.isdigit():
        return next(index for index, row in enumerate(place) if part in (row.get("id"), row.get("onderdeel")))
    return int(part) if part.isdigit() else part
