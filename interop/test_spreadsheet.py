"""Workbooks of plans in LibreOffice: opened, saved again and read back, and refused where they are something else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conftest import tool

import galaplan
from galaplan import dump, load, loads

EXAMPLES = Path(__file__).parent.parent / "examples"
PLANS = ("zonnedorp.toml", "almere.toml", "regio-zonneland/regio-zonneland.toml")
TEXTS = [
    "=1+1",
    "+31 6 12",
    "-",
    "@naam",
    "60.000",
    "2024-03-01",
    "WAAR",
    "007",
    "3%",
    " voor en na ",
    "een\ntwee",
    "🏃 é <b>&",
]


def saved_by_libreoffice(path: Path, folder: Path, kind: str = "xlsx") -> Path:
    """The file after LibreOffice has opened it and saved it as `kind`."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [tool("soffice"), "--headless", profile, "--convert-to", kind, "--outdir", folder / "saved", path]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / "saved" / path.with_suffix(f".{kind}").name


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_that_libreoffice_saved_again_is_the_same_plan(name: str, tmp_path: Path) -> None:
    plan = load(EXAMPLES / name)
    dump(plan, tmp_path / "plan.xlsx")
    assert load(saved_by_libreoffice(tmp_path / "plan.xlsx", tmp_path)) == plan


def test_texts_that_look_like_something_else_stay_texts(tmp_path: Path) -> None:
    plan = load(EXAMPLES / "zonnedorp.toml")
    assert isinstance(plan, galaplan.MunicipalPlan)
    actions = tuple(action.replace(description=text) for action, text in zip(plan.actions, TEXTS, strict=False))
    plan = plan.replace(actions=(*actions, *plan.actions[len(TEXTS) :]))
    assert len(actions) == len(TEXTS), "one action for each text"
    dump(plan, tmp_path / "plan.xlsx")
    assert load(saved_by_libreoffice(tmp_path / "plan.xlsx", tmp_path)) == plan


def test_the_same_findings_stand_in_the_same_cells(tmp_path: Path) -> None:
    dump(load(EXAMPLES / "zonnedorp-dubbel.toml"), tmp_path / "plan.xlsx")
    again = saved_by_libreoffice(tmp_path / "plan.xlsx", tmp_path)
    before, after = (
        [(f.code, f.location.path, f.location.span.place) for f in galaplan.validate(path).findings]
        for path in (tmp_path / "plan.xlsx", again)
    )
    assert before == after


def test_a_workbook_of_another_form_is_told_to_be_that(tmp_path: Path) -> None:
    """Saved as Excel 97 or as a document of LibreOffice itself it is refused, whatever its name says."""
    dump(load(EXAMPLES / "zonnedorp.toml"), tmp_path / "plan.xlsx")
    for kind in ("xls", "ods"):
        data = saved_by_libreoffice(tmp_path / "plan.xlsx", tmp_path, kind).read_bytes()
        (tmp_path / "ander.xlsx").write_bytes(data)
        assert [f.code for f in galaplan.validate(tmp_path / "ander.xlsx").findings] == ["LEZ030"]
        with pytest.raises(galaplan.InvalidPlan):
            loads(data)
