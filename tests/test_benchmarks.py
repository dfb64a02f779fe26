"""What `benchmarks/` measures is what it says: the plans, their faults, who is compared, and when a target is met."""

from __future__ import annotations

import importlib
import json
import sys
import tomllib
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest

from galaplan import validate
from galaplan.catalogue import municipalities

ROOT = Path(__file__).parent.parent
PLAN_SCHEMA = json.loads((ROOT / "schemas" / "1.0" / "plan.schema.json").read_text("utf-8"))


def module(name: str) -> ModuleType:
    """A module of the benchmarks, which are scripts in a folder and no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        return importlib.import_module(name)


plans, planted, pyprojects = module("plans"), module("planted"), module("pyprojects")
figures, targets = module("figures"), module("targets")
material, programs, processes, cores = module("material"), module("programs"), module("processes"), module("cores")


@pytest.fixture(scope="module")
def plan() -> Any:
    return plans.plan_tree(municipalities()["GM0034"], 33_500, 1)


def fits_schema(text: str) -> bool:
    tree = json.loads(json.dumps(tomllib.loads(text), default=str))
    return jsonschema.Draft7Validator(PLAN_SCHEMA).is_valid(tree)


class TestMaterial:
    def test_the_valid_plan_has_its_length_and_nothing_wrong(self, plan: Any) -> None:
        text = plans.toml_text(plan)
        assert 32_000 < len(text.encode()) < 35_000
        assert validate(text.encode()).findings == ()
        assert fits_schema(text)

    def test_twenty_findings_of_many_families_and_no_schema_sees_them(self, plan: Any) -> None:
        text = planted.faulty(plan, planted.TWENTY)
        found = Counter(finding.severity.word for finding in validate(text.encode()).findings)
        assert found == {"error": 10, "warning": 6, "advice": 4}
        assert len({fault.code[:3] for fault in planted.TWENTY}) == 12
        assert fits_schema(text)

    def test_every_schema_sees_the_faults_of_shape(self, plan: Any) -> None:
        for fault in planted.OF_SHAPE:
            assert not fits_schema(planted.faulty(plan, [fault])), fault.code

    def test_a_fault_that_is_another_than_meant_is_not_measured(self, plan: Any) -> None:
        advice = planted.Fault("ACH007", "error", "communicatie", planted.GONE)
        with pytest.raises(ValueError, match="not the findings that were meant"):
            planted.faulty(plan, [advice])

    def test_files_for_the_peer_that_reads_no_plans_are_as_long_and_differ(self) -> None:
        texts = [pyprojects.pyproject_text(33_000, number) for number in range(3)]
        assert all(33_000 <= len(text.encode()) < 34_000 for text in texts)
        assert len(set(texts)) == 3
        assert all(isinstance(tomllib.loads(text)["project"]["readme"], str) for text in texts)
        assert tomllib.loads(pyprojects.faulty_pyproject_text(33_000))["project"]["readme"] == 3


class TestProcesses:
    """With Python itself as the program that is run."""

    def measured(self, folder: Path, script: str, sees: Any) -> tuple[Any, list[str]]:
        file = folder / "plan.toml"
        file.write_text("")
        work = material.Work("a plan with faults", [file], [], frozenset({programs.Sees.RULES}))
        program = programs.Program("someone", [sys.executable, "-c", script], sees)
        kept, notes = figures.Figures(), list[str]()
        processes.Processes(kept, folder, notes).measure([(work, program)], rounds=2)
        return kept, notes

    def test_who_finds_what_there_is_to_find_is_measured(self, tmp_path: Path) -> None:
        script = "import sys; sys.exit(sys.argv[1].endswith('plan.toml'))"
        kept, notes = self.measured(tmp_path, script, programs.Sees.RULES)
        ((who, figure),) = kept.of("a plan with faults")
        assert who == "someone"
        assert len(figure.seconds) == 2
        assert min(figure.seconds) > 0
        assert min(figure.peaks) > 1
        assert notes == []

    @pytest.mark.parametrize(
        ("script", "sees", "told"),
        [
            ("pass", "RULES", "ended with status 0 instead of 1"),
            ("raise SystemExit(2)", "RULES", "ended with status 2 instead of 1"),
            ("raise SystemExit(1)", "SHAPE", "ended with status 1 instead of 0"),
        ],
    )
    def test_who_does_something_else_is_left_out_and_told(
        self, tmp_path: Path, script: str, sees: str, told: str
    ) -> None:
        kept, notes = self.measured(tmp_path, script, programs.Sees[sees])
        assert kept.works() == []
        (note,) = notes
        assert told in note


class TestTargets:
    @pytest.mark.parametrize(
        ("sense", "value", "met"),
        [
            ("at most", 2.0, "yes"),
            ("at most", 2.01, "NO"),
            ("at least", 2.0, "yes"),
            ("at least", 1.99, "NO"),
            ("more than", 2.0, "NO"),
            ("more than", 2.01, "yes"),
        ],
    )
    def test_the_median_decides(self, sense: str, value: float, met: str) -> None:
        assert targets.Line("", targets.Target(sense, 2), [0.0, value, 99.0]).met == met

    def test_what_is_not_measured_is_not_met(self) -> None:
        assert targets.Line("", targets.Target("at most", 2), []).met == "not measured"

    def test_ratios_are_of_the_rounds_in_which_both_ran(self) -> None:
        kept = figures.Figures()
        kept["plan", "slow"] = figures.Figure([6.0, 12.0])
        kept["plan", "quick"] = figures.Figure([2.0, 3.0, 100.0])
        assert kept.ratios(("plan", "slow"), ("plan", "quick")) == [3.0, 4.0]
        assert kept.ratios(("plan", "slow"), ("plan", "nobody")) == []

    def test_instructions_are_compared_where_both_were_counted(self) -> None:
        kept = figures.Figures()
        for who in ("slow", "quick", "uncounted"):
            kept["plan", who] = figures.Figure([1.0])
        kept.count(("plan", "slow"), 900)
        kept.count(("plan", "quick"), 300)
        assert kept.counted(("plan", "slow"), ("plan", "quick")) == 3
        assert kept.counted(("plan", "slow"), ("plan", "uncounted")) is None
        assert kept.counted(("plan", "slow"), ("plan", "nobody")) is None


class TestCores:
    @pytest.mark.parametrize(
        ("option", "found"),
        [
            ("-j, --jobs INTEGER  Processes.", {"one process": ["--jobs", "1"], "two processes": ["--jobs", "2"]}),
            ("--strict            Strictly.", {}),
        ],
    )
    def test_the_option_for_processes_is_read_off_the_help(self, option: str, found: dict[str, list[str]]) -> None:
        command = [sys.executable, "-c", f"print({option!r})"]
        given = {program.name: program.command for program in programs.in_processes(command)}
        assert given == {f"galaplan, {name}": [*command, "validate", *jobs] for name, jobs in found.items()}

    @pytest.mark.parametrize(
        ("gains", "told"),
        [
            ({2: 0.5, 10: 1.1, 50: 1.6}, "faster from 10 files on"),
            ({2: 1.1, 10: 0.9, 50: 1.6}, "faster from 50 files on"),
            ({2: 1.1, 10: 1.2, 50: 1.0}, "not faster"),
        ],
    )
    def test_two_processes_win_where_they_do_from_there_on(self, gains: dict[int, float], told: str) -> None:
        points = [cores.Point(files, [1.0], [1.0], [1.0], [gain]) for files, gain in gains.items()]
        assert told in cores.verdict(points)
