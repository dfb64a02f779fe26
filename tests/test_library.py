"""The library as its users meet it: names, copies, typed tables, and writing that never writes what cannot be read."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import tomllib
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import galaplan
import galaplan.model
from galaplan import Amounts, InvalidPlan, Moment, MunicipalPlan, RegionalPlan, dump, dumps, load, loads, validate
from galaplan.documents import Unreadable
from galaplan.documents.toml import parse_toml
from galaplan.documents.writing import serialise
from galaplan.model import (
    Action,
    Chain,
    Cost,
    Element,
    FallChain,
    GoalsElement,
    KansrijkeStart,
    Keyed,
    OkoVa,
    SocialPhysicalElement,
)
from galaplan.model.fields import Table
from galaplan.structure import structure
from tests.cases import PLANS
from tests.strategies import Tree, damaged, text

ROOT = Path(__file__).parent.parent
many = settings(max_examples=200, suppress_health_check=list(HealthCheck), deadline=None)


@pytest.fixture
def plan() -> MunicipalPlan:
    plan = load(ROOT / "examples" / "zonnedorp.toml")
    assert isinstance(plan, MunicipalPlan)
    return plan


def cost(amounts: Any) -> Action:
    return Action(id="a", title="A", costs=(Cost(id="k", amounts=amounts),))


class Kind(StrEnum):
    LOCAL = "lokaal"


class TestNames:
    def test_what_all_says_is_what_is_there(self) -> None:
        assert set(galaplan.__all__) == {*galaplan._HOMES, "__version__"}
        for name in galaplan.__all__:
            assert getattr(galaplan, name) is not None

    def test_the_model_gives_every_table(self) -> None:
        def tables(base: type[Table]) -> set[str]:
            return {cls.__name__ for cls in base.__subclasses__()}.union(*map(tables, base.__subclasses__()))

        others = {"AnyPlan", "Amounts", "FORMAT_VERSION", "Keyed", "Moment"}
        assert set(galaplan.model.__all__) == tables(Table) | others
        for name in galaplan.model.__all__:
            assert getattr(galaplan.model, name) is not None

    def test_an_unknown_name_is_an_attribute_error(self) -> None:
        for module in (galaplan, galaplan.model):
            with pytest.raises(AttributeError, match="valdate"):
                module.valdate  # noqa: B018

    def test_either_kind_is_any_plan(self, plan: MunicipalPlan) -> None:
        assert isinstance(plan, galaplan.AnyPlan)

    def test_a_municipal_plan_is_read_without_the_regional_classes(self) -> None:
        program = "import sys, galaplan; galaplan.load(sys.argv[1]); print('galaplan.model.regional' in sys.modules)"
        shown = subprocess.run(
            [sys.executable, "-c", program, str(PLANS / "leeg.toml")], capture_output=True, text=True, check=True
        )
        assert shown.stdout.strip() == "False"


class TestCopies:
    def test_each_way_to_change_a_copy(self, plan: MunicipalPlan) -> None:
        ways: list[Callable[..., MunicipalPlan]] = [MunicipalPlan.replace, attrs.evolve]
        if sys.version_info >= (3, 13):
            ways.append(copy.replace)
        for way in ways:
            changed = way(plan, title="Anders")
            assert changed.title == "Anders"
            assert plan.title != "Anders"
            assert changed.replace(title=plan.title) == plan
            with pytest.raises(TypeError):
                way(plan, titel="Anders")

    def test_attrs_knows_the_fields_and_sets_none(self) -> None:
        assert all(field.init for field in attrs.fields(MunicipalPlan))
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            cost({}).title = "x"  # type: ignore[misc]


class TestTablesWithAClassOfTheirOwn:
    def test_they_are_found_by_class(self, plan: MunicipalPlan) -> None:
        assert plan.chains.of(FallChain) is plan.chains["valpreventie"]
        assert plan.components.of(OkoVa) is plan.components["oko-va"]
        assert plan.components.of(KansrijkeStart) is plan.components["kansrijke-start"]
        assert plan.elements.of(GoalsElement) is plan.elements["doelen-en-acties"]

    def test_what_is_left_out_is_none(self) -> None:
        plan = load(PLANS / "leeg.toml")
        assert plan.chains.of(FallChain) is None
        assert Keyed({"x": GoalsElement(text="x")}).of(SocialPhysicalElement) is None

    def test_a_class_does_not_stand_for_the_classes_made_from_it(self) -> None:
        assert Keyed({"doelen-en-acties": GoalsElement()}).of(Element) is None
        assert Keyed({"valpreventie": FallChain()}).of(Chain) is None


class TestPickling:
    def test_plan_and_report(self, plan: MunicipalPlan) -> None:
        report = validate(ROOT / "examples" / "zonnedorp-dubbel.toml", ROOT / "examples" / "almere.toml", b"x = 1")
        assert report.findings
        assert any(not finding.params for finding in report.findings)
        for value in (plan, report, *report.findings):
            again = pickle.loads(pickle.dumps(value))
            assert again == value
            assert hash(again) == hash(value)
            assert copy.deepcopy(value) == value

    def test_invalid_plan(self) -> None:
        with pytest.raises(InvalidPlan) as caught:
            loads("x = 1")
        again = pickle.loads(pickle.dumps(caught.value))
        assert type(again) is InvalidPlan
        assert again.findings == caught.value.findings
        assert str(again) == str(caught.value)


class TestArguments:
    @pytest.mark.parametrize(
        "call",
        [
            lambda plan: loads("x = 1", language="fr"),
            lambda plan: load("there-is-no-such-file.toml", language="fr"),
            lambda plan: dumps(plan, language="fr"),
            lambda plan: dump(plan, "there-is-no-such-folder/plan.toml", language="fr"),
            lambda plan: loads("x = 1", format="yaml"),  # type: ignore[arg-type]
            lambda plan: dumps(plan, format="yaml"),  # type: ignore[arg-type]
        ],
    )
    def test_an_unknown_language_or_format(self, call: Callable[[MunicipalPlan], object], plan: MunicipalPlan) -> None:
        with pytest.raises(ValueError, match=r"'fr' is not one of|'yaml' is not one of") as caught:
            call(plan)
        assert not isinstance(caught.value, InvalidPlan)

    def test_what_is_no_plan_at_all(self) -> None:
        with pytest.raises(TypeError, match="not str"):
            dumps("plan")  # type: ignore[arg-type]


class TestWritingRefuses:
    """What cannot be read is not written; the finding says where in the plan it stands."""

    @pytest.mark.parametrize(
        ("changes", "path", "code"),
        [
            ({"title": 3}, "titel", "LEZ012"),
            ({"title": None}, "titel", "LEZ012"),
            ({"title": ["x"]}, "titel", "LEZ012"),
            ({"title": " "}, "titel", "LEZ021"),
            ({"title": "\ud800"}, "", "LEZ001"),
            ({"identifier": "Met Spatie"}, "kenmerk", "LEZ014"),
            ({"edition": "spuk-1900"}, "editie", "LEZ013"),
            ({"status": "klaar"}, "status", "LEZ013"),
            ({"revision": True}, "versie", "LEZ012"),
            ({"revision": -1}, "versie", "LEZ015"),
            ({"period": 2024}, "periode", "LEZ012"),
            ({"actions": (None,)}, "acties[0]", "LEZ012"),
            ({"actions": (cost({2024: 1.5}),)}, "acties[0].kosten[0].bedragen.2024", "LEZ016"),
            ({"actions": (cost({2024: "1"}),)}, "acties[0].kosten[0].bedragen.2024", "LEZ016"),
            ({"actions": (cost(Amounts({1999: 1})),)}, "acties[0].kosten[0].bedragen.1999", "LEZ014"),
            (
                {"actions": (cost(Amounts({2024: 10**12}) + Amounts({2024: 1})),)},
                "acties[0].kosten[0].bedragen.2024",
                "LEZ016",
            ),
            ({"chains": Keyed({"gebiedskoers": Chain()})}, "ketens.gebiedskoers", "LEZ013"),
            ({"chains": Keyed({"kansrijke-start": FallChain(steps=Keyed({}))})}, None, None),
            ({"extension": Keyed({"x": float("nan")})}, "uitbreiding.x", "LEZ006"),
            ({"extension": Keyed({"x": float("inf")})}, "uitbreiding.x", "LEZ006"),
            ({"extension": Keyed({"x": object()})}, "uitbreiding.x", "LEZ012"),
            ({"extension": Keyed({"x": None})}, "uitbreiding.x", "LEZ012"),
            ({"extension": Keyed({"x": {1, 2}})}, "uitbreiding.x", "LEZ012"),
            ({"extension": Keyed({"x": 2**60})}, "uitbreiding.x", "LEZ015"),
        ],
        ids=str,
    )
    @pytest.mark.parametrize("format", ["toml", "json"])
    def test_it(
        self, changes: dict[str, Any], path: str | None, code: str, format: Any, tmp_path: Path, plan: MunicipalPlan
    ) -> None:
        wrong = plan.replace(**changes)
        if path is None:
            assert loads(dumps(wrong, format=format))
            return
        with pytest.raises(InvalidPlan) as caught:
            dumps(wrong, format=format)
        found = {(finding.code, finding.location.path) for finding in caught.value.findings}
        assert (code, path) in found
        assert {finding.location.file for finding in caught.value.findings} == {"<plan>"}
        file = tmp_path / f"plan.{format}"
        file.write_text("als het was", "utf-8")
        with pytest.raises(InvalidPlan) as caught:
            dump(wrong, file, language="en")
        assert {finding.location.file for finding in caught.value.findings} == {str(file)}
        assert file.read_text("utf-8") == "als het was"
        assert list(tmp_path.iterdir()) == [file]

    def test_an_extension_without_end(self, plan: MunicipalPlan) -> None:
        endless: dict[str, Any] = {}
        endless["x"] = endless
        with pytest.raises(InvalidPlan) as caught:
            dumps(plan.replace(extension=endless))
        assert [finding.code for finding in caught.value.findings] == ["LEZ007"]

    def test_what_is_meant_plainly_is_written_plainly(self, plan: MunicipalPlan) -> None:
        stated = plan.replace(
            actions=[cost({2024: 60_000}).replace(level=Kind.LOCAL, start=Moment("2024-03-01").first)],
            extension={"deel": Decimal("0.5")},
        )
        action = cost(Amounts({2024: 60_000})).replace(level="lokaal", start=Moment("2024-03-01"))
        for format in ("toml", "json"):
            assert loads(dumps(stated, format=format)) == plan.replace(
                actions=(action,), extension=Keyed({"deel": 0.5})
            )

    @many
    @given(damaged(), st.sampled_from(["toml", "json"]))
    def test_whatever_is_put_in_a_plan(self, tree: Tree, format: Any) -> None:
        """A damaged tree put into the fields of a plan as it stands is either refused or can be read."""
        plan = loads((PLANS / "leeg.toml").read_bytes())
        wrong = plan.replace(extension=tree, title=tree.get("titel"), actions=tree.get("acties", ()))
        try:
            written = dumps(wrong, format=format)
        except InvalidPlan:
            return
        assert loads(written, format=format)


def values(leaves: st.SearchStrategy[Any], keys: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    def wider(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        tables = st.dictionaries(keys, inner, max_size=3)
        return st.one_of(st.lists(inner, max_size=3), tables, st.lists(tables, min_size=1, max_size=3))

    return st.recursive(leaves, wider, max_leaves=20)


awkward = st.one_of(text, st.text(st.sampled_from("\"'\\\n\r\t\0\x7f\x85\u2028 a#={}[]"), max_size=14))
leaves = st.one_of(
    awkward,
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
)


class TestToml:
    @many
    @given(st.dictionaries(awkward, values(leaves, awkward), max_size=5))
    def test_nothing_is_lost_and_it_is_toml_1_0(self, tree: Tree) -> None:
        written = serialise(tree, "toml")
        assert tomllib.loads(written) == tree
        assert parse_toml(written) == tree
        assert serialise(copy.deepcopy(tree), "toml") == written

    def test_it_is_made_for_people(self) -> None:
        tree: Tree = {
            "galaplan": "1.0",
            "periode": {"van": 2024, "tot_en_met": 2026},
            "gemeente": {"code": "GM0050"},
            "acties": [
                {
                    "id": "a",
                    "tekst": 'Een "lange"\ntekst.',
                    "doelen": ["een", "twee"],
                    "partners": [{"naam": "GGD", "soort": "ggd"}, {"naam": "School"}],
                    "kosten": [{"bedragen": {"2024": 60000, "2025": 0}, "referentie": "x" * 90}],
                    "wijken": ["x" * 60, "y" * 60],
                }
            ],
        }
        assert serialise(tree, "toml") == (
            'galaplan = "1.0"\n'
            "periode = {van = 2024, tot_en_met = 2026}\n"
            "\n"
            "[gemeente]\n"
            'code = "GM0050"\n'
            "\n"
            "[[acties]]\n"
            'id = "a"\n'
            'tekst = """\n'
            'Een "lange"\n'
            'tekst."""\n'
            'doelen = ["een", "twee"]\n'
            "partners = [\n"
            '    {naam = "GGD", soort = "ggd"},\n'
            '    {naam = "School"},\n'
            "]\n"
            "wijken = [\n"
            f'    "{"x" * 60}",\n'
            f'    "{"y" * 60}",\n'
            "]\n"
            "\n"
            "[[acties.kosten]]\n"
            "bedragen = {2024 = 60_000, 2025 = 0}\n"
            f'referentie = "{"x" * 90}"\n'
        )

    @pytest.mark.parametrize("file", sorted((ROOT / "examples").glob("*.toml")), ids=lambda file: file.name)
    def test_a_plan_opens_with_its_head_and_its_kind_comes_before_its_actions(self, file: Path) -> None:
        keys = list(tomllib.loads(dumps(load(file))))
        head = ["galaplan", "soort", "editie", "kenmerk", "titel", "fase", "status", "datum", "periode"]
        assert keys[: len(head)] == head
        blocks = ["gemeente", "regio", "indiening", "aanvraag", "doelen", "onderdelen", "acties", "ketens"]
        assert [key for key in keys if key in blocks] == [key for key in blocks if key in keys]


def test_a_plan_from_the_rules_is_of_the_class_of_its_kind() -> None:
    for file in (ROOT / "examples" / "regio-zonneland" / "regio-zonneland.toml", ROOT / "examples" / "almere.toml"):
        plan = structure(tomllib.loads(file.read_text("utf-8")))
        assert isinstance(plan, RegionalPlan if plan.kind == "regio" else MunicipalPlan)


def test_what_is_imported_when_first_asked_for_is_listed_before() -> None:
    assert set(galaplan.model.__all__) <= set(dir(galaplan.model))


def test_a_character_without_a_form_in_utf8_is_no_toml() -> None:
    with pytest.raises(Unreadable) as refused:
        parse_toml("titel = '\ud800'")
    assert [(problem.code, problem.variant) for problem in refused.value.problems] == [("LEZ003", "toml-zonder-plaats")]
