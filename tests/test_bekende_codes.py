"""IDE010 on codes that only another edition has: the shape takes the codes of all editions, so a rule must tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rtoml

import galaplan
from galaplan import catalogue
from galaplan.catalogue import Edition
from galaplan.documents import path_text
from galaplan.documents.writing import serialise
from galaplan.rules import PlanView
from galaplan.rules.identiteit import bekende_codes

MUNICIPAL = """
galaplan = "1.0"
soort = "gemeente"
editie = "spuk-2023"
kenmerk = "zeewolde"
titel = "Plan"
[gemeente]
code = "GM0050"
naam = "Zeewolde"
[[acties]]
id = "huisbezoek"
titel = "Huisbezoek"
keten = "valpreventie"
doelgroepen = ["lage-ses", "mantelzorgers", "eigen:tweelingen"]
fasering = { 2024 = "Begin" }
[ketens.valpreventie.stappen.screening]
tekst = "De huisarts doet de valanalyse."
"""

REGIONAL = """
galaplan = "1.0"
soort = "regio"
editie = "spuk-2023"
kenmerk = "flevoland"
titel = "Regio"
uitbreiding = { portaal = { valpreventie = "groen" } }
[regio]
naam = "Flevoland"
gemeenten = ["GM0034", "GM0050"]
[ketenmatrix.GM0034.valpreventie]
status = "gestart"
"""


def _edition_without(list_name: str, code: str) -> Edition:
    """The packaged edition as an older one would be: without this code."""
    folder = Path(catalogue.__file__).parent / "editions"
    raw: dict[str, Any] = rtoml.loads((folder / "spuk-2023.toml").read_text("utf-8"))
    del raw["lijsten"][list_name]["codes"][code]
    return Edition(serialise({**raw, "editie": "spuk-2022"}, "toml"))


def _places(text: str, edition: Edition) -> list[str]:
    view = PlanView(galaplan.loads(text), edition)
    return [path_text(hit.path) for hit in bekende_codes(view)]


@pytest.mark.parametrize("text", [MUNICIPAL, REGIONAL])
def test_the_codes_of_the_own_edition_are_known(text: str) -> None:
    assert _places(text, catalogue.edition("spuk-2023")) == []


@pytest.mark.parametrize(
    ("text", "list_name", "code", "place"),
    [
        (MUNICIPAL, "risicogroep", "mantelzorgers", "acties[0].doelgroepen[1]"),
        (MUNICIPAL, "valpreventie-stap", "screening", "ketens.valpreventie.stappen.screening"),
        (REGIONAL, "ketenaanpak", "valpreventie", "ketenmatrix.GM0034.valpreventie"),
    ],
)
def test_a_code_that_the_edition_lacks_is_told_at_its_place(text: str, list_name: str, code: str, place: str) -> None:
    assert _places(text, _edition_without(list_name, code)) == [place]


def test_a_code_counts_wherever_it_is_used() -> None:
    assert _places(MUNICIPAL, _edition_without("ketenaanpak", "valpreventie")) == [
        "acties[0].keten",
        "ketens.valpreventie",
    ]
