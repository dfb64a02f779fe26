"""The conformance suite: what it holds has not moved, galaplan keeps it, and its runner sees who does not."""

from __future__ import annotations

import copy
import importlib.util
import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft7Validator

from galaplan import validate
from galaplan.cases import codes
from galaplan.reports.json import report_tree
from galaplan.schema import plan_schema
from tests.cases import all_cases

CONFORMANCE = Path(__file__).parent.parent / "conformance"
RUNNER = CONFORMANCE / "run.py"


def _loaded() -> ModuleType:
    """The runner, which is a script of its own and no part of the package."""
    spec = importlib.util.spec_from_file_location("conformance_run", RUNNER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look
    spec.loader.exec_module(module)
    return module


run = _loaded()
CASES = list(run.cases())
MANIFEST = json.loads((CONFORMANCE / "1.0" / "manifest.json").read_text("utf-8"))


def galaplan_says(paths: list[Path], strict: bool) -> Any:
    return report_tree(validate(*paths, strict=strict))


def chosen(*names: str) -> list[Any]:
    return [case for case in CASES if case.name in names]


class TestGalaplanKeepsIt:
    @pytest.mark.parametrize("group", [group["name"] for group in MANIFEST["groups"]])
    def test_every_case_is_as_it_was_laid_down(self, group: str) -> None:
        """A failure is a change of what galaplan says. If it is meant: python conformance/generate.py."""
        result = run.score([case for case in CASES if case.group == group], galaplan_says, columns=True)
        assert result.differences == {}
        assert result.agreed[group] > 0

    def test_as_a_command(self) -> None:
        names = ("lezen/toml-dubbel", "OOR/OOR001-fout-1")
        done = _runner("--only", names[0], "--only", names[1], *GALAPLAN)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines()[-1].split() == ["all", str(_count(*names)), "0"]


class TestWhatIsInIt:
    def test_it_holds_the_examples_of_the_rules_word_for_word(self) -> None:
        """A failure: an example was changed or added. python conformance/generate.py takes it over."""
        examples = [{file.name: file.data for file in case.files} for case in all_cases()]
        assert [case.files for case in CASES if case.group.isupper()] == examples

    def test_every_rule_that_can_be_shown_is_found_somewhere(self) -> None:
        found = {f["code"] for case in CASES for file in case.expected["files"] for f in file["findings"]}
        assert set(codes()) <= found

    def test_it_counts_its_own_cases(self) -> None:
        assert MANIFEST["cases"] == len(CASES) == sum(group["cases"] for group in MANIFEST["groups"])
        assert len({f"{case.group}/{case.name}" for case in CASES}) == len(CASES)

    def test_every_level_has_cases_that_are_right_and_cases_that_are_not(self) -> None:
        verdict = {1: "reads", 2: "shape", 3: "valid", 4: "valid"}
        for level in run.LEVELS:
            files = [file for case in CASES if case.level == level for file in case.expected["files"]]
            assert {file[verdict[level]] for file in files} >= {True, False}

    def test_it_is_small_enough_to_take_along(self) -> None:
        files = [path for path in (CONFORMANCE / "1.0").rglob("*") if path.is_file()]
        assert len(files) < 40
        assert sum(path.stat().st_size for path in files) < 3_500_000

    def test_the_trees_are_those_of_other_readers(self) -> None:
        trees = 0
        for case in CASES:
            for file in case.expected["files"]:
                if "tree" in file:
                    assert _as_json(_read(case.files[file["name"]], file["name"])) == file["tree"], case.name
                    trees += 1
        assert trees > 20

    def test_the_shape_is_what_the_published_schema_says(self) -> None:
        validator = Draft7Validator(plan_schema())
        for case in CASES:
            if case.group == "vorm":
                (file,) = case.expected["files"]
                ((name, data),) = case.files.items()
                assert validator.is_valid(_as_json(_read(data, name))) is file["shape"], case.name


def _read(data: bytes, name: str) -> Any:
    return json.loads(data) if name.endswith(".json") else tomllib.loads(data.decode())


def _as_json(tree: Any) -> Any:
    return json.loads(json.dumps(tree, default=lambda moment: moment.isoformat()))


class TestTheRunnerSees:
    CASE = "VAL001-fout-1"

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda report, finding: report["files"][0]["findings"].remove(finding), "missing error VAL001"),
            (lambda report, finding: report["files"][0]["findings"].append(finding), "not expected error VAL001"),
            (lambda _, finding: finding.update(severity="warning"), "not expected warning VAL001"),
            (lambda _, finding: finding.update(line=finding["line"] + 1), "not expected error VAL001"),
            (lambda _, finding: finding.update(path="elders"), "not expected error VAL001 at elders"),
            (lambda _, finding: finding.update(code="VAL002"), "missing error VAL001"),
            (lambda report, _: report.update(valid=True), "the whole: valid is true, expected false"),
            (lambda report, _: report["files"][0].update(valid=True), "plan.toml: valid is true, expected false"),
            (lambda report, _: report.update(files=[]), "plan.toml: not in the report"),
            (lambda report, _: report.pop("files"), "not the report of galaplan"),
            (lambda report, _: report.update(files=None), "not the report of galaplan"),
        ],
    )
    def test_another_answer(self, change: Callable[[Any, Any], None], said: str) -> None:
        def other(paths: list[Path], strict: bool) -> Any:
            report = copy.deepcopy(galaplan_says(paths, strict))
            (finding,) = (f for f in report["files"][0]["findings"] if f["code"] == "VAL001")
            change(report, finding)
            return report

        result = run.score(chosen(self.CASE), other)
        assert said in "\n".join(result.differences[f"VAL/{self.CASE}"])

    @pytest.mark.parametrize("free", ["message", "why", "fix", "source", "params", "column", "name"])
    def test_what_may_be_otherwise(self, free: str) -> None:
        def other(paths: list[Path], strict: bool) -> Any:
            report = copy.deepcopy(galaplan_says(paths, strict))
            for finding in report["files"][0]["findings"]:
                del finding[free]
            return report

        assert run.score(chosen(self.CASE), other).differences == {}

    def test_that_the_stricter_reading_is_asked_for(self) -> None:
        strict = [case for case in CASES if case.strict]
        lenient = run.score(strict, lambda paths, strict: galaplan_says(paths, strict=False))
        assert len(lenient.differences) > len(strict) / 3

    def test_a_program_that_gives_no_report(self) -> None:
        done = _runner("--only", "OOR/OOR001-fout-1", sys.executable, "-c", "import sys; sys.exit('kapot')")
        assert done.returncode == 1
        assert "no JSON (exit status 1) kapot" in done.stdout

    def test_a_program_that_is_not_there(self) -> None:
        done = _runner("--only", "OOR/OOR001-fout-1", "no-such-program")
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1].endswith("no-such-program: No such file or directory")

    def test_what_a_program_says_is_shown_without_its_control_characters(self) -> None:
        assert run.ascii_only("acties.\x1b[2J é") == "acties.\\u{1b}[2J \\u{e9}"


def test_the_cases_as_files(tmp_path: Path) -> None:
    done = _runner("--only", "VAL/VAL001-fout-1", "--write", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    folder = tmp_path / "VAL" / "VAL001-fout-1"
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    (found,) = (f for f in expected["files"][0]["findings"] if f["code"] == "VAL001")
    lines = (folder / "plan.toml").read_text("utf-8").splitlines()
    assert "# <-- VAL001" in lines[found["line"] - 1]


GALAPLAN = [sys.executable, "-m", "galaplan", "validate", "--format", "json"]


def _runner(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, RUNNER, *arguments], capture_output=True, text=True, check=False)


def _count(*beginnings: str) -> int:
    return sum(f"{case.group}/{case.name}".startswith(beginnings) for case in CASES)
