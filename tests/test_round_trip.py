"""What is loaded, written and loaded again is equal, in both formats and both directions."""

from __future__ import annotations

import datetime
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

import galaplan
from galaplan import InvalidPlan, MunicipalPlan, RegionalPlan, dump, dumps, load, loads
from galaplan.model import Plan
from galaplan.structure import structure
from galaplan.workbook import write_workbook, writing
from tests.cases import PLANS
from tests.strategies import Tree, plans, tables

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.toml"))
KINDS: list[type[Plan]] = [MunicipalPlan, RegionalPlan]
FILES = [*EXAMPLES, *sorted(PLANS.glob("*.toml"))]

many = settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_examples_survive_toml_json_toml(file: Path) -> None:
    plan = load(file)
    as_json = dumps(plan, format="json")
    assert loads(as_json, format="json") == plan
    assert loads(dumps(loads(as_json))) == plan


@many
@given(plans)
def test_writing_is_deterministic_and_settles_at_once(tree: Tree) -> None:
    plan = structure(tree)
    for format in ("toml", "json"):
        text = dumps(plan, format=format)
        assert dumps(loads(text), format=format) == text


class TestTwoThousandPlans:
    """A thousand of each kind, made from the fields of the model, through both formats and the workbook.

    Equal plans are not enough: that only compares what was understood. The text is therefore read by Python's own
    readers too, and compared with what the plan was made of, down to `1` and `1.0`.
    """

    thousand = settings(
        max_examples=1_000, suppress_health_check=list(HealthCheck), deadline=None, phases=[Phase.generate]
    )

    @pytest.mark.parametrize("kind", KINDS)
    def test_in_toml_and_json(self, kind: type[Plan]) -> None:
        seen = 0

        @self.thousand
        @given(tables(kind))
        def every_value_is_kept(tree: Tree) -> None:
            nonlocal seen
            seen += 1
            plan = structure(tree)
            as_toml, as_json = dumps(plan), dumps(plan, format="json")
            assert loads(as_toml) == loads(as_json) == plan
            assert exactly(json.loads(as_json)) == exactly(tree)
            assert exactly(tomllib.loads(as_toml)) == exactly(tree)
            assert dumps(loads(as_json)) == as_toml

        every_value_is_kept()
        assert seen >= 1_000

    @pytest.mark.parametrize("kind", KINDS)
    def test_in_a_workbook(self, kind: type[Plan], monkeypatch: pytest.MonkeyPatch) -> None:
        """Without what takes most of the time and holds no value: drop-downs, what they offer, and comments.

        tests/test_workbook.py takes plans through workbooks that have them.
        """
        for name in ("_write_codes", "_validate"):
            monkeypatch.setattr(writing._Writer, name, lambda *arguments: None)
        monkeypatch.setattr("xlsxwriter.worksheet.Worksheet.write_comment", lambda *arguments, **options: 0)
        seen = 0

        @self.thousand
        @given(tables(kind))
        def every_value_is_kept(tree: Tree) -> None:
            nonlocal seen
            seen += 1
            plan = structure(tree)
            again = loads(write_workbook(plan))
            assert again == plan
            assert exactly(json.loads(dumps(again, format="json"))) == exactly(tree)

        every_value_is_kept()
        assert seen >= 1_000


def exactly(tree: object) -> str:
    """All that a tree says, as a text; lists and keyed tables that are empty say nothing, and a date is its text."""
    return json.dumps(_without_empty(tree), sort_keys=True, default=str)


def _without_empty(value: object) -> object:
    if isinstance(value, dict):
        kept = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ([], {})}
    return [_without_empty(item) for item in value] if isinstance(value, list) else value


class TestExtension:
    TEXT = (PLANS / "leeg.toml").read_text("utf-8") + (
        "[uitbreiding.leverancier]\n"
        "versie = 3\n"
        "aandeel = 0.25\n"
        "dag = 2024-03-01\n"
        'lijst = [1, "twee", [true], { drie = 3.0 }]\n'
    )

    def test_it_is_kept_as_it_is(self) -> None:
        plan = loads(self.TEXT)
        for format in ("toml", "json"):
            assert loads(dumps(plan, format=format)) == plan
        assert json.loads(dumps(plan, format="json"))["uitbreiding"]["leverancier"] == {
            "versie": 3,
            "aandeel": 0.25,
            "dag": "2024-03-01",
            "lijst": [1, "twee", [True], {"drie": 3.0}],
        }

    def test_a_null_has_no_place_in_toml_and_is_refused(self) -> None:
        text = dumps(loads(self.TEXT), format="json").replace('"versie": 3', '"versie": null')
        with pytest.raises(InvalidPlan) as caught:
            loads(text)
        assert [f.location.path for f in caught.value.findings] == ["uitbreiding.leverancier.versie"]


class TestDates:
    def test_a_date_is_a_date_in_toml_and_text_in_json(self) -> None:
        text = (PLANS / "leeg.toml").read_text("utf-8").replace("[gemeente]", "datum = 2024-03-01\n[gemeente]")
        plan = loads(text)
        assert plan.date is not None
        assert plan.date.first == datetime.date(2024, 3, 1)
        assert "datum = 2024-03-01" in dumps(plan)
        assert '"datum": "2024-03-01"' in dumps(plan, format="json")

    @pytest.mark.parametrize("stated", ["2024-03-01", "2024-03-01T10:00:00", "10:00:00"])
    def test_a_date_without_quotes_in_a_text_is_that_text(self, stated: str) -> None:
        text = (PLANS / "leeg.toml").read_text("utf-8")
        plan = loads(text.replace('"Een plan dat nog moet worden geschreven"', stated))
        assert plan.title == stated
        assert loads(dumps(plan)) == plan


class TestFiles:
    def test_the_end_of_the_name_decides(self, tmp_path: Path) -> None:
        plan = load(PLANS / "minimaal.toml")
        for name in ("plan.toml", "plan.json", "PLAN.JSON"):
            dump(plan, tmp_path / name)
            assert load(tmp_path / name) == plan
        with pytest.raises(ValueError, match=r"\.toml, \.json or \.xlsx"):
            dump(plan, tmp_path / "plan.docx")

    def test_an_existing_file_is_kept_whole_when_writing_fails(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plan = load(PLANS / "minimaal.toml")
        file = tmp_path / "plan.toml"
        dump(plan, file)
        before = file.read_bytes()

        def full_disk(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full_disk)
        with pytest.raises(OSError, match="No space"):
            dump(plan, file)
        assert file.read_bytes() == before
        assert list(tmp_path.iterdir()) == [file]

    def test_a_plan_that_cannot_be_written_leaves_no_file(self, tmp_path: Path) -> None:
        plan = load(PLANS / "minimaal.toml")
        with pytest.raises(FileNotFoundError):
            dump(plan, tmp_path / "geen" / "map" / "plan.toml")
        assert list(tmp_path.iterdir()) == []

    def test_a_link_stays_a_link_and_permissions_stay(self, tmp_path: Path) -> None:
        plan = load(PLANS / "minimaal.toml")
        real, link = tmp_path / "echt.toml", tmp_path / "link.toml"
        dump(plan, real)
        real.chmod(0o640)
        link.symlink_to(real)
        dump(plan.replace(title="Anders"), link)
        assert link.is_symlink()
        assert load(real).title == "Anders"
        assert real.stat().st_mode & 0o777 == 0o640


class TestInvalid:
    def test_load_raises_with_the_findings_of_shape_only(self, tmp_path: Path) -> None:
        file = tmp_path / "plan.toml"
        file.write_text((PLANS / "leeg.toml").read_text("utf-8").replace('titel = "', 'tittel = "'), "utf-8")
        with pytest.raises(InvalidPlan) as caught:
            load(file)
        assert {f.code for f in caught.value.findings} == {"LEZ010"}
        assert str(file) in str(caught.value)

    def test_a_half_written_plan_loads(self) -> None:
        plan = load(PLANS / "leeg.toml")
        assert isinstance(plan, MunicipalPlan)
        assert plan.municipality.code == "GM0050"

    def test_findings_speak_the_language_asked_for(self) -> None:
        with pytest.raises(InvalidPlan) as caught:
            loads("x = 1", language="en")
        assert any("does not exist here" in f.message for f in caught.value.findings)


def test_the_public_names_are_there() -> None:
    for name in galaplan.__all__:
        assert getattr(galaplan, name) is not None
