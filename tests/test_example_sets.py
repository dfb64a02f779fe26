"""The region with its municipalities: clean where it should be, and with the faults that the documentation lists."""

from __future__ import annotations

import re
from itertools import islice, permutations
from pathlib import Path

import pytest

from galaplan import Amounts, Finding, MunicipalPlan, RegionalPlan, Severity, dumps, load, loads, validate

ROOT = Path(__file__).parent.parent
CLEAN = ROOT / "examples" / "regio-zonneland"
FAULTY = ROOT / "examples" / "regio-zonneland-fouten"
DOCUMENTATION = (ROOT / "docs" / "regio-zonneland.md").read_text("utf-8")

Row = tuple[str, int, str, str, tuple[str, ...]]
"""File, line, code, severity, and the other side as `file:line`."""


def table() -> dict[int, Row]:
    """The faults by number, as the documentation has them."""
    rows: dict[int, Row] = {}
    for line in DOCUMENTATION.splitlines():
        if re.match(r"\| \d+ \|", line):
            number, file, at, code, severity, _, other = [cell.strip() for cell in line.strip().strip("|").split("|")]
            rows[int(number)] = (file, int(at), code, severity, tuple(filter(None, other.split(", "))))
    return rows


def as_row(finding: Finding) -> Row:
    related = tuple(f"{Path(place.file).name}:{place.span.line}" for place in finding.related)
    place = finding.location
    return Path(place.file).name, place.span.line, finding.code, finding.severity.name.lower(), related


def plans(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def municipal_plans() -> tuple[MunicipalPlan, ...]:
    loaded = map(load, plans(CLEAN))
    return tuple(plan for plan in loaded if isinstance(plan, MunicipalPlan))


class TestClean:
    def test_it_has_neither_errors_nor_warnings(self) -> None:
        assert [as_row(f) for f in validate(CLEAN).findings if f.severity >= Severity.WARNING] == []

    @pytest.mark.parametrize("order", [*islice(permutations(plans(CLEAN)), 0, 720, 97)], ids=lambda o: o[0].stem)
    def test_the_order_of_the_files_does_not_matter(self, order: tuple[Path, ...]) -> None:
        assert validate(*order).findings == validate(*plans(CLEAN)).findings

    @pytest.mark.parametrize("file", plans(CLEAN), ids=lambda file: file.name)
    def test_each_file_by_itself_has_no_errors_and_no_warnings(self, file: Path) -> None:
        assert [as_row(f) for f in validate(file).findings if f.severity >= Severity.WARNING] == []

    def test_the_advice_is_what_the_documentation_says(self) -> None:
        advice = {finding.code for finding in validate(CLEAN).findings}
        assert advice == set(re.findall(r"\(([A-Z]{3}\d{3})\)", DOCUMENTATION.partition("## The faults")[0]))


class TestJoins:
    """What the documentation says of how the files fit; a set that says nothing of one another is clean as well."""

    region = load(CLEAN / "regio-zonneland.toml")
    municipal = municipal_plans()

    def test_the_plans_are_those_of_all_members(self) -> None:
        assert isinstance(self.region, RegionalPlan)
        codes = [code for p in self.municipal for code in (p.municipality.code, *p.municipality.on_behalf_of)]
        assert sorted(codes) == sorted(self.region.region.municipalities)
        assert {plan.edition for plan in self.municipal} == {"spuk-2023", "spuk-2025"}

    def test_the_local_iza_money_is_stated_three_times_alike(self) -> None:
        costs = [cost for action in self.region.actions for cost in action.costs]
        for plan in self.municipal:
            members = (plan.municipality.code, *plan.municipality.on_behalf_of)
            lines = [line for a in plan.actions for cost in a.costs for line in cost.funding if line.source == "iza"]
            assert plan.regional_reference
            stated = plan.regional_reference.local_iza
            assert stated
            local = Amounts.sum(cost.amounts for cost in costs if cost.municipality in members)
            assert local.only(stated) == stated
            if any(action.costs for action in plan.actions):
                assert Amounts.sum(line.amounts for line in lines) == stated

    def test_a_reference_leads_to_a_cost_that_refers_back(self) -> None:
        costs = {
            f"{plan.identifier}#{cost.id}": cost
            for plan in (self.region, *self.municipal)
            for action in plan.actions
            for cost in action.costs
        }
        references = {(key, line.counterpart) for key, c in costs.items() for line in c.funding if line.counterpart}
        assert len(references) > 30
        assert references == {(there, here) for here, there in references}

    def test_three_plans_share_one_activity(self) -> None:
        holders = [
            plan.identifier
            for plan in self.municipal
            for action in plan.actions
            for cost in action.costs
            if cost.join_key == action.join_key == "valtrainers-opleiden"
        ]
        assert len(holders) == 3

    @pytest.mark.parametrize("key", ["ketencoordinator-valpreventie", "wijkverbinder-lelystad"])
    def test_one_person_is_paid_half_by_spuk_and_half_by_iza(self, key: str) -> None:
        deployed = [
            (cost.deployment.fte, cost.funding[0].source, bool(cost.delimitation))
            for plan in (self.region, *self.municipal)
            for action in plan.actions
            for cost in action.costs
            if cost.deployment and cost.deployment.join_key == key
        ]
        assert set(deployed) == {(0.5, "spuk", True), (0.5, "iza", True)}


class TestFaulty:
    def test_what_is_found_is_what_the_documentation_says(self) -> None:
        found = [as_row(f) for f in validate(FAULTY).findings if f.severity >= Severity.WARNING]
        assert sorted(found) == sorted(row for row in table().values() if row[3] != "advice")

    def test_the_advice_of_the_table_is_given(self) -> None:
        assert {row for row in table().values() if row[3] == "advice"} <= set(map(as_row, validate(FAULTY).findings))

    def test_the_order_of_the_files_does_not_matter(self) -> None:
        assert validate(*reversed(plans(FAULTY))).findings == validate(FAULTY).findings

    def test_each_fault_has_a_comment_above_its_line(self) -> None:
        marked: dict[int, tuple[str, int]] = {}
        for file in plans(FAULTY):
            for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
                if mark := re.match(r"\s*# fout (\d+)(?: \(advies\))?: ", line):
                    assert int(mark[1]) not in marked
                    marked[int(mark[1])] = (file.name, number + 1)
        assert marked == {number: row[:2] for number, row in table().items()}
        assert sorted(marked) == list(range(1, len(marked) + 1))

    def test_the_codes_that_need_more_than_one_file_are_those_that_the_documentation_names(self) -> None:
        alone = {row[:3] for file in plans(FAULTY) for row in map(as_row, validate(file).findings)}
        together = {row[2] for row in map(as_row, validate(FAULTY).findings) if row[:3] not in alone}
        (named,) = re.findall(r"checked together:(.*?)\. One by one", DOCUMENTATION, re.S)
        codes = set()
        for first, last in re.findall(r"([A-Z]{3}\d{3})(?:\s+to\s+[A-Z]{3}(\d{3}))?", named):
            codes |= {f"{first[:3]}{number:03}" for number in range(int(first[3:]), int(last or first[3:]) + 1)}
        assert together == codes


@pytest.mark.parametrize("file", [*plans(CLEAN), *plans(FAULTY)], ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_files_survive_writing_and_reading(file: Path) -> None:
    plan = load(file)
    assert loads(dumps(plan)) == plan
