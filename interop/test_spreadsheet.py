"""Workbooks of plans in LibreOffice: opened, saved again and read back, and refused where they are something else."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import openpyxl
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


def test_an_edited_workbook_means_the_same_after_libreoffice(tmp_path: Path) -> None:
    """An action with a cost that two parties pay, and a total below the amounts, which LibreOffice works out."""
    dump(load(EXAMPLES / "zonnedorp.toml"), tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    _add(book["Acties"], {"id": "nieuw", "titel": "Nieuwe actie", "start": "1-3-2024", "onderdelen": "valpreventie"})
    _add(book["Kosten"], {"bij": "nieuw", "id": "post", "bedragen.2024": "60.000"})
    _add(book["Dekking"], {"bij": "post", "bron": "spuk", "onderdeel": "valpreventie", "bedragen.2024": 40_000})
    _add(book["Dekking"], {"bij": "post", "bron": "gemeente", "bedragen.2024": "€20.000"})
    book.save(tmp_path / "plan.xlsx")
    plan = load(saved_by_libreoffice(tmp_path / "plan.xlsx", tmp_path))
    assert isinstance(plan, galaplan.MunicipalPlan)
    (action,) = (action for action in plan.actions if action.id == "nieuw")
    (cost,) = action.costs
    assert (str(action.start), dict(cost.amounts)) == ("2024-03-01", {2024: 60_000})
    assert [dict(part.amounts) for part in cost.funding] == [{2024: 40_000}, {2024: 20_000}]

    row = _add(book["Kosten"], {"bedragen.2024": "=SUM(D3:D5)"})
    book.save(tmp_path / "plan.xlsx")
    saved = saved_by_libreoffice(tmp_path / "plan.xlsx", tmp_path)
    found = [(f.code, f.location.span.place) for f in galaplan.validate(saved).findings if f.code.startswith("LEZ")]
    assert found == [("LEZ033", f"Kosten!A{row}")]


def _add(sheet: Any, stated: dict[str, Any]) -> int:
    """Put a row below the last, by the keys of row 2; its number."""
    number = next(row for row in range(3, 1_000) if sheet.cell(row, 1).value is None)
    for head in sheet[2]:
        if head.value in stated:
            sheet.cell(number, head.column).value = stated[head.value]
    return number
