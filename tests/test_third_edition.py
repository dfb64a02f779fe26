"""A new edition costs one data file and no code: one is written here, and a plan is checked against it.

The rules run in a process of their own, because what was read of the editions is kept for as long as one lives.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from galaplan import catalogue, validate
from tests.cases import PLANS

EDITION = """
editie = "spuk-2027"
basis = "spuk-2025"
titel = "Een derde editie"

[schotten]
jaren = [2023, 2024, 2025]

[indiening]
eerste_ronde = true

[overloop.2024]
naar = 2025
procent = 50
per_onderdeel = true
bron = ["Brief van morgen"]

[lijsten.deadline.codes]
plan-bij-kerngroep = { datum = 2023-09-01 }

[lijsten.risicogroep.codes]
nieuwkomers = { label = "Nieuwkomers", bron = ["Brief van morgen"] }

[lijsten.kennisbron.codes]
vervallen = ["loket-gezond-leven"]

[lijsten.wijktype]
titel = "Soorten wijken"
naslag = true

[lijsten.wijktype.codes]
dorp = { label = "Dorp", bron = ["Brief van morgen"] }

[toegekend.gemeenten]
GM0050 = { 2026 = 70_000 }
"""

CHECK = """
import json, sys
from pathlib import Path
from galaplan import catalogue
catalogue.EDITION_FOLDERS.append(Path(sys.argv[1]))
from galaplan import validate
edition = catalogue.edition("spuk-2027")
told = {
    "findings": [
        [(f.code, f.severity.word, f.location.path, f.message) for f in validate(file).findings]
        for file in sys.argv[2:]
    ],
    "editions": catalogue.editions(),
    "granted": dict(edition.granted("GM0050")),
    "neighbour": edition.granted("GM0995") == edition.basis.granted("GM0995"),
    "lists": [name for name in edition.list_names if name not in edition.basis.list_names],
    "differing": catalogue.lists_that_differ(),
    "limits": {year: limit.percent for year, limit in edition.carry_over_limits.items()},
}
print(json.dumps(told))
"""


def plan(edition: str, *changes: tuple[str, str]) -> str:
    """The minimal plan, of another edition and with these changes."""
    text = (PLANS / "minimaal.toml").read_text("utf-8").replace('editie = "spuk-2023"', f'editie = "{edition}"')
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


NEW_GROUP = ('doelgroepen = ["gezinnen-kwetsbare-situatie"]', 'doelgroepen = ["nieuwkomers"]')
LINES_WITHOUT_COMPONENT = (
    """
    doel = "ks-lokale-coalities"
    bedragen = { 2024 = 20_000, 2025 = 20_000, 2026 = 20_000 }
""",
    """
    bedragen = { 2024 = 20_000 }

    [[acties.kosten.dekking]]
    bron = "spuk"
    bedragen = { 2025 = 20_000 }

    [[acties.kosten.dekking]]
    bron = "spuk"
    bedragen = { 2026 = 20_000 }
""",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a process says that knows the third edition."""
    folder = tmp_path_factory.mktemp("editions")
    (folder / "spuk-2027.toml").write_text(EDITION, "utf-8")
    texts = [
        plan("spuk-2027", NEW_GROUP),
        plan("spuk-2025", NEW_GROUP),
        plan("spuk-2027", LINES_WITHOUT_COMPONENT),
        plan("spuk-2025", LINES_WITHOUT_COMPONENT),
    ]
    files = [folder / f"plan-{number}.plan" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CHECK, folder, *files], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return json.loads(done.stdout)


def findings(told: Any, number: int, *codes: str) -> list[tuple[str, str, str]]:
    return [(code, severity, path) for code, severity, path, _ in told["findings"][number] if code in codes]


def test_this_process_does_not_know_it() -> None:
    assert "spuk-2027" not in catalogue.editions()
    assert [f.code for f in validate(plan("spuk-2027").encode()).findings] == ["LEZ013"]


def test_it_stands_beside_the_others(told: Any) -> None:
    assert told["editions"] == ["spuk-2023", "spuk-2025", "spuk-2027"]
    assert told["lists"] == ["wijktype"]
    assert told["differing"] == ["bestedingsdoel", "deadline", "kennisbron", "risicogroep", "spuk-onderdeel"]


def test_a_ceiling_of_its_own(told: Any) -> None:
    """60,000 + 20,000 a year are asked; what the edition does not say of a municipality it has from its basis."""
    assert told["granted"] == {"2025": 332_001, "2026": 70_000}
    assert told["neighbour"]
    assert findings(told, 0, "BEG014") == [("BEG014", "error", "aanvraag")]
    assert findings(told, 1, "BEG014") == []


def test_a_limit_of_its_own(told: Any) -> None:
    assert told["limits"] == {"2023": 20, "2024": 50, "2025": 10}


def test_a_deadline_of_its_own(told: Any) -> None:
    """The plan was filed on 20 September."""
    assert findings(told, 0, "IDE006") == [("IDE006", "warning", "indiening.kerngroep")]
    assert findings(told, 1, "IDE006") == []


def test_one_code_more_and_one_less(told: Any) -> None:
    assert findings(told, 0, "LEZ013", "IDE010") == [("IDE010", "error", "acties[1].interventies[0].bron")]
    assert findings(told, 1, "LEZ013", "IDE010") == [("IDE010", "error", "acties[2].doelgroepen[0]")]


def test_walls_of_its_own(told: Any) -> None:
    """Money of 2025 is bound again, that of 2026 is free."""
    lines = [f"acties[2].kosten[0].dekking[{number}]" for number in (1, 2)]
    assert findings(told, 2, "DOE005") == [("DOE005", "error", lines[0]), ("DOE005", "advice", lines[1])]
    assert findings(told, 3, "DOE005") == [("DOE005", "advice", lines[0]), ("DOE005", "advice", lines[1])]


@pytest.mark.parametrize("name", catalogue.editions())
def test_nothing_is_said_of_the_minimal_plan_in_any_edition(name: str) -> None:
    assert [f"{f.code} {f.location.path}" for f in validate(plan(name).encode()).findings] == []
