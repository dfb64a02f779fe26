"""IDE010 on codes that only another edition has: the shape takes the codes of all editions, so reading must tell.

The files are read in a process of their own, because what was read of the editions is kept for as long as one lives.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

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

LACKING = {
    "spuk-2021": {"risicogroep": "mantelzorgers", "valpreventie-stap": "screening"},
    "spuk-2022": {"ketenaanpak": "valpreventie"},
}
"""Editions as older ones would be: each with the codes that it lacks."""

READ = """
import json, sys
from pathlib import Path
from galaplan import catalogue
from galaplan.documents import path_text
from galaplan.reading import read
catalogue.EDITION_FOLDERS.append(Path(sys.argv[1]))
texts = json.load(sys.stdin)
print(json.dumps([
    [(problem.code, problem.variant, path_text(problem.path)) for problem in read(text.encode()).problems]
    for text in texts
]))
"""


def _edition(name: str, lacking: dict[str, str]) -> str:
    lists = (f'[lijsten.{list_name}.codes]\nvervallen = ["{code}"]\n' for list_name, code in lacking.items())
    return f'editie = "{name}"\nbasis = "spuk-2023"\n{"".join(lists)}'


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """By kind and edition, where IDE010 speaks."""
    folder = tmp_path_factory.mktemp("editions")
    for name, lacking in LACKING.items():
        (folder / f"{name}.toml").write_text(_edition(name, lacking), "utf-8")
    cases = [(text, name) for text in (MUNICIPAL, REGIONAL) for name in ("spuk-2023", *LACKING)]
    done = subprocess.run(
        [sys.executable, "-c", READ, folder],
        input=json.dumps([text.replace('editie = "spuk-2023"', f'editie = "{name}"') for text, name in cases]),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert all(problem[:2] == ["IDE010", "andere-editie"] for problems in found for problem in problems)
    return {case: [place for _, _, place in problems] for case, problems in zip(cases, found, strict=True)}


@pytest.mark.parametrize("text", [MUNICIPAL, REGIONAL], ids=["gemeente", "regio"])
def test_the_codes_of_the_own_edition_are_known(text: str, places: Any) -> None:
    assert places[text, "spuk-2023"] == []


def test_a_code_that_the_edition_lacks_is_told_at_its_place(places: Any) -> None:
    assert places[MUNICIPAL, "spuk-2021"] == ["acties[0].doelgroepen[1]", "ketens.valpreventie.stappen.screening"]
    assert places[REGIONAL, "spuk-2021"] == []


def test_a_code_counts_wherever_it_is_used_and_not_in_what_other_tools_keep(places: Any) -> None:
    assert places[MUNICIPAL, "spuk-2022"] == ["acties[0].keten", "ketens.valpreventie"]
    assert places[REGIONAL, "spuk-2022"] == ["ketenmatrix.GM0034.valpreventie"]
