"""A form made from the plan schema by a form library, filled in by a person in a browser."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import npm_package, tool

import galaplan
from galaplan import catalogue

HERE = Path(__file__).parent / "form"
SCHEMA = Path(__file__).parent.parent / "schemas" / "1.0" / "gemeente.schema.json"


def run(*command: str | Path, **environment: str) -> str:
    """What a program writes; the test fails with all it said when it does not end well."""
    done = subprocess.run(
        [*map(str, command)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a person saw in the form, and the plan that came out of it."""
    for package in ("@rjsf/core", "esbuild", "playwright-core"):
        npm_package(package)
    page = tmp_path_factory.mktemp("form")
    run(tool("node"), HERE / "build.mjs", SCHEMA, page)
    seen: dict[str, Any] = json.loads(
        run(tool("node"), HERE / "invullen.mjs", page, page / "form.png", CHROMIUM=str(tool("chromium")))
    )
    return seen


def test_the_page_works_without_a_complaint_and_asks_nothing_from_elsewhere(session: dict[str, Any]) -> None:
    assert session["complaints"] == []


def test_fields_and_blocks_bear_the_dutch_titles_of_the_schema(session: dict[str, Any]) -> None:
    shown = [label.removesuffix("*") for label in session["labels"]]
    for title in ("Editie", "Kenmerk", "Titel", "Gemeentecode", "Aanvraag", "Acties", "Ketenaanpakken", "Monitoring"):
        assert title in shown
    assert "Kenmerk*" in session["labels"], "a key that must be there is marked"


def test_drop_downs_show_the_labels_of_the_codes(session: dict[str, Any]) -> None:
    for name, shown in session["options"].items():
        codes = catalogue.edition("spuk-2023").codes(name)
        assert shown == [row.label for row in codes.values()]


def test_descriptions_are_sentences_without_the_list_of_codes_that_editors_get(session: dict[str, Any]) -> None:
    assert "Hoe ver de actie is." in " ".join(session["descriptions"])
    assert not [text for text in session["descriptions"] if "`" in text]


def test_wrong_values_are_told_at_the_form_and_nothing_comes_out(session: dict[str, Any]) -> None:
    assert session["faults"] == [
        "Kenmerk: niet geschreven zoals gevraagd",
        "Titel: nog niet ingevuld",
        "2025: moet >= 0 zijn",
    ]
    assert session["early"] == 0


def test_what_was_filled_in_comes_back_as_a_plan_and_no_more(session: dict[str, Any]) -> None:
    assert session["plan"] == {
        "galaplan": "1.0",
        "soort": "gemeente",
        "editie": "spuk-2023",
        "kenmerk": "zonnedorp-2024",
        "titel": "Plan van aanpak Zonnedorp",
        "fase": "plan-van-aanpak",
        "status": "concept",
        "datum": 2024,
        "periode": {"van": 2024, "tot_en_met": 2026},
        "gemeente": {"code": "GM0050", "naam": "Zeewolde"},
        "aanvraag": [{"onderdeel": "valpreventie", "bedragen": {"2024": 50700, "2025": 50700, "2026": 52300}}],
        "acties": [
            {
                "id": "valtraining",
                "titel": "Valtraining in het dorpshuis",
                "status": "gepland",
                "doelgroepen": ["ouderen-valrisico"],
                "start": "2024-03-01",
                "soort": "uitvoering",
                "kosten": [{"id": "trainers", "bedragen": {"2024": 30000}}],
            }
        ],
    }


def test_galaplan_reads_it_and_says_what_a_half_written_plan_lacks(session: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(session["plan"]), "utf-8")
    plan = galaplan.load(path)
    assert isinstance(plan, galaplan.MunicipalPlan)
    assert plan.requests[0].amounts == galaplan.Amounts({2024: 50_700, 2025: 50_700, 2026: 52_300})

    report = galaplan.validate(path)
    families = {finding.code[:3] for finding in report.findings}
    assert "LEZ" not in families
    assert {"ELE", "VAL"} <= families
    done = subprocess.run([tool("galaplan"), "validate", path], capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
