"""The reports, hooks and jobs for pipelines, in the hands of the programs that they are for."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from conftest import npm_package, tool

import galaplan
from galaplan.documents import Span
from galaplan.findings import FileReport, Finding, Location, Report, Severity
from galaplan.reports import renderer

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent
EXAMPLES = ROOT / "examples"
GOOD, BAD = EXAMPLES / "zonnedorp.toml", EXAMPLES / "zonnedorp-dubbel.toml"

HOSTILE = "x\r\n::error::y]]>&lt;<b>\"',:%0A\x1b[31m\x00\x85\u2028\u202e\ufffe{0} [klik](http://a.example)$(id)`id`"


def run(*command: str | Path, **other: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], capture_output=True, encoding="utf-8", timeout=600, check=False, **other
    )


def hostile() -> Report:
    """A finding with such a text wherever a file can put one, acknowledged and not; and a file that is no plan."""
    at = Location(HOSTILE, HOSTILE, Span(1, 1, 1, 2), HOSTILE)
    name = "som-boven-kosten"
    finding = Finding("DUB002", name, Severity.ERROR, at, HOSTILE, "x", HOSTILE, ("GALA p62",), related=(at,))
    files = (
        FileReport(path=HOSTILE, findings=(finding, finding.replace(acknowledged=HOSTILE))),
        FileReport(path="geen plan.toml", complete=False),
    )
    return Report(files=files)


REPORTS = {
    "hostile": hostile(),
    "clean": galaplan.validate(GOOD),
    "no plan": galaplan.validate(b"onzin"),
    **{
        f"{path.name} {language}": galaplan.validate(path, language=language)
        for path in sorted(EXAMPLES.iterdir())
        for language in ("nl", "en")
    },
}


@pytest.fixture(params=list(REPORTS))
def report(request: pytest.FixtureRequest) -> Report:
    return REPORTS[request.param]


class TestReports:
    def test_sarif_pleases_the_validator_of_its_makers(self, tmp_path: Path) -> None:
        """Its one remark is that there is no address with more on the tool: there is none yet."""
        for number, one in enumerate(REPORTS.values()):
            (tmp_path / f"{number}.sarif").write_text(renderer("sarif")(one), "utf-8")
        files = sorted(tmp_path.glob("*.sarif"))
        remarks = tmp_path / "remarks.json"
        rules = ["--rule-kind", "Sarif;Gh", "--level", "Error;Warning", "--kind", "Fail"]
        environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
        done = run(
            npm_package("@microsoft/sarif-multitool-linux") / "Sarif.Multitool",
            "validate",
            *files,
            *rules,
            "--output",
            remarks,
            env=environment,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        results = json.loads(remarks.read_text("utf-8-sig"))["runs"][0]["results"]
        assert {result["ruleId"] for result in results} == {"SARIF2005"}
        assert len(results) == len(files)

    def test_junit_is_what_jenkins_reads(self, report: Report) -> None:
        etree = pytest.importorskip("lxml.etree")
        schema = etree.XMLSchema(etree.parse(str(ROOT / "tests" / "official" / "junit-10.xsd")))
        schema.assertValid(etree.fromstring(renderer("junit")(report).encode()))

    def test_github_commands_are_those_of_its_own_toolkit(self) -> None:
        """The same annotations, told to the toolkit in plain values, come out as the same bytes."""
        from galaplan.reports.escape import visible

        shown = visible(HOSTILE)
        told = f"{shown}\nHerstel: {shown}\nBron: GALA p62"
        file = visible(HOSTILE.replace("//", "/"))  # as a path it has no empty step
        place = {"title": "DUB002 som-boven-kosten", "file": file, "startLine": 1}
        place |= {"endLine": 1, "startColumn": 1, "endColumn": 2}
        annotations = [["error", told, place], ["notice", f"{told}\nErkend: {shown}", place]]
        npm_package("@actions/core")
        done = run(tool("node"), HERE / "pipelines" / "annotations.mjs", input=json.dumps(annotations))
        assert done.returncode == 0, done.stderr
        *commands, summary = renderer("github")(hostile()).splitlines()
        assert commands == done.stdout.splitlines()
        assert summary == "2 bestanden: 1 fout, 1 erkend"


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a git repository of its own, as others get it."""
    target = tmp_path_factory.mktemp("bron") / "galaplan"
    left = shutil.ignore_patterns(".*_cache", "__pycache__", "node_modules", ".git", ".venv*", ".hypothesis", "_build")
    shutil.copytree(ROOT, target, ignore=left)
    commit(tool("git"), target)
    return target


def commit(git: Path, folder: Path) -> None:
    author = ["-c", "user.name=test", "-c", "user.email=test", "-c", "commit.gpgsign=false"]
    for command in (["init", "--quiet"], ["add", "--all"], [*author, "commit", "--quiet", "--message", "x"]):
        done = run(git, "-C", folder, *command)
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """With a cache of pre-commit for these tests alone."""
    return {**os.environ, "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit"))}


class TestPreCommit:
    @pytest.fixture
    def municipality(self, tmp_path: Path) -> Path:
        """A repository as a municipality may have it: plans, and files that are none."""
        shutil.copytree(EXAMPLES / "regio-zonneland", tmp_path / "plannen" / "2024")
        for name, text in {
            "plannen/LEESMIJ.md": "geen plan",
            "pyproject.toml": "[project]",
            "galaplan.toml": "",
            "package.json": "{}",
            "bestemmingsplan.toml": "geen plan = ",
        }.items():
            (tmp_path / name).write_text(text, "utf-8")
        commit(tool("git"), tmp_path)
        return tmp_path

    def test_the_manifest_is_valid(self) -> None:
        done = run(tool("pre-commit"), "validate-manifest", ROOT / ".pre-commit-hooks.yaml")
        assert (done.returncode, done.stdout) == (0, "")

    def test_the_hook_checks_plans_and_nothing_else(
        self, source: Path, municipality: Path, environment: dict[str, str]
    ) -> None:
        pre_commit = [str(tool("pre-commit")), "try-repo", str(source), "galaplan", "--color", "never", "--verbose"]
        good = run(*pre_commit, "--all-files", cwd=municipality, env=environment)
        assert (good.returncode, "6 bestanden: " in good.stdout) == (0, True), good.stdout + good.stderr
        (municipality / "plan.toml").write_bytes(BAD.read_bytes())
        bad = run(*pre_commit, "--files", "plan.toml", "bestemmingsplan.toml", cwd=municipality, env=environment)
        assert (bad.returncode, "plan.toml\n  42:1 " in bad.stdout) == (1, True), bad.stdout + bad.stderr
        none = run(*pre_commit, "--files", "pyproject.toml", "package.json", cwd=municipality, env=environment)
        assert (none.returncode, "no files to check" in none.stdout) == (0, True), none.stdout

    @pytest.mark.parametrize(
        ("settings", "checked"),
        [
            ("files: ^begroting/", "1 bestand: "),
            ("args: [plannen/2024]\n        pass_filenames: false", "6 bestanden: "),
        ],
    )
    def test_a_project_says_otherwise(
        self, source: Path, municipality: Path, environment: dict[str, str], settings: str, checked: str
    ) -> None:
        """As in docs/pipelines.md: other files, and the whole directory when one file changes."""
        (municipality / "begroting").mkdir()
        shutil.copy(GOOD, municipality / "begroting" / "2024.toml")
        revision = run(tool("git"), "-C", source, "rev-parse", "HEAD").stdout.strip()
        (municipality / ".pre-commit-config.yaml").write_text(
            f"repos:\n  - repo: {source}\n    rev: {revision}\n    hooks:\n      - id: galaplan\n        {settings}\n",
            "utf-8",
        )
        command = [str(tool("pre-commit")), "run", "--color", "never", "--verbose", "--files"]
        files = ["begroting/2024.toml", "plannen/2024/urk.toml"]
        done = run(*command, *files, cwd=municipality, env=environment)
        assert (done.returncode, checked in done.stdout) == (0, True), done.stdout + done.stderr


@pytest.fixture(scope="session")
def temporary(tmp_path_factory: pytest.TempPathFactory, source: Path) -> Path:
    """The RUNNER_TEMP of a runner on which the first step of the action has been done."""
    target = tmp_path_factory.mktemp("runner") / "een map"
    target.mkdir()
    done = step(tool("bash"), 0, {"RUNNER_TEMP": str(target), "ACTION_PATH": str(source), "PYTHON": sys.executable})
    assert done.returncode == 0, done.stderr
    return target


def step(bash: Path, number: int, variables: dict[str, str], folder: Path | None = None) -> Any:
    """Run a step of the action as a runner does."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    script = action["runs"]["steps"][number]["run"]
    command = [bash, "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
    left = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "CI_"))}
    return run(*command, env={**left, **variables}, cwd=folder, stdin=subprocess.DEVNULL)


class TestAction:
    @pytest.fixture
    def check(self, temporary: Path, tmp_path: Path) -> Callable[..., Any]:
        """Run the second step with these inputs; the outputs that it sets are in `outputs`."""
        shutil.copy(GOOD, tmp_path / "goed.toml")
        shutil.copy(BAD, tmp_path / "fout.toml")
        action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))

        def with_inputs(**inputs: str) -> Any:
            given = {name.replace("_", "-"): value for name, value in inputs.items()}
            assert set(given) <= set(action["inputs"])
            stated = {name: given.get(name, str(row.get("default", ""))) for name, row in action["inputs"].items()}
            variables = {
                variable: stated[expression.removeprefix("${{ inputs.").removesuffix(" }}")]
                for variable, expression in action["runs"]["steps"][1]["env"].items()
            }
            output = tmp_path.parent / f"{tmp_path.name}-output"
            output.write_text("", "utf-8")
            variables |= {"RUNNER_TEMP": str(temporary), "GITHUB_OUTPUT": str(output)}
            done = step(tool("bash"), 1, variables, tmp_path)
            done.outputs = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())
            return done

        return with_inputs

    def test_it_keeps_to_the_schema(self) -> None:
        done = run(tool("check-jsonschema"), "--builtin-schema", "vendor.github-actions", ROOT / "action.yml")
        assert done.returncode == 0, done.stdout

    def test_no_input_is_pasted_into_a_script(self) -> None:
        action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
        assert all("${{" not in row["run"] for row in action["runs"]["steps"])

    def test_findings_are_annotations_and_fail(self, check: Callable[..., Any]) -> None:
        done = check(paths="fout.toml")
        assert (done.returncode, done.outputs) == (1, {"status": "1"})
        assert "::error title=VAL001 valpreventie-aangevraagd,file=fout.toml,line=95," in done.stdout

    def test_a_good_plan_passes(self, check: Callable[..., Any]) -> None:
        done = check(paths="goed.toml\r\n\n  \n", format="text", language="en")
        assert (done.returncode, done.outputs) == (0, {"status": "0"})
        assert done.stdout.endswith("1 file: 1 advice\n")

    def test_sarif_is_written_beside_the_annotations(self, check: Callable[..., Any], tmp_path: Path) -> None:
        done = check(paths="fout.toml\ngoed.toml", sarif_file="uit/galaplan.sarif")
        assert (done.returncode, done.outputs) == (2, {"status": "2"})  # there is no such folder
        done = check(paths="fout.toml\ngoed.toml", sarif_file="galaplan.sarif")
        assert (done.returncode, done.outputs) == (1, {"status": "1", "sarif-file": "galaplan.sarif"})
        assert json.loads((tmp_path / "galaplan.sarif").read_text("utf-8"))["version"] == "2.1.0"

    def test_options_go_through_one_a_line(self, check: Callable[..., Any]) -> None:
        done = check(paths="fout.toml", args="--select=VAL\n--ignore=DUB,BEG", strict="true", format="concise")
        assert {line.split()[1] for line in done.stdout.splitlines()} == {"VAL001"}

    @pytest.mark.parametrize(
        ("strict", "status"), [("True", "1"), ("false", "0"), ("", "0"), ("yes", "2"), ("true false", "2")]
    )
    def test_strict_says_yes_or_no(self, check: Callable[..., Any], tmp_path: Path, strict: str, status: str) -> None:
        # € 2,000 is requested for which there is no action: a warning, and no error.
        text = (tmp_path / "goed.toml").read_text("utf-8")
        assert text.count("2026 = 52_300") == 1
        (tmp_path / "goed.toml").write_text(text.replace("2026 = 52_300", "2026 = 54_300"), "utf-8")
        done = check(paths="goed.toml", strict=strict)
        assert done.outputs["status"] == status, done.stdout

    @pytest.mark.parametrize(
        "text",
        ["$(touch gekraakt)", "`touch gekraakt`", "; touch gekraakt", "\"; touch gekraakt; '", "* ? ~", "--help"],
    )
    @pytest.mark.parametrize("name", ["paths", "format", "sarif_file", "strict", "language", "args"])
    def test_an_input_is_never_a_command(self, check: Callable[..., Any], tmp_path: Path, name: str, text: str) -> None:
        done = check(**{"paths": "goed.toml", name: text})
        assert not (tmp_path / "gekraakt").exists()
        harmless = name == "sarif_file" or (name, text) == ("args", "--help")
        assert done.returncode == (0 if harmless else 2), done.stdout + done.stderr


class TestDocs:
    """The files that docs/pipelines.md shows are what their programs take."""

    PAGE = (ROOT / "docs" / "pipelines.md").read_text("utf-8")
    FILES: ClassVar = dict(re.findall(r"```yaml\n# (\S+)\n(.*?)```", PAGE, re.DOTALL))

    @pytest.mark.parametrize(
        ("name", "command"),
        [
            (".github/workflows/plans.yml", "check-jsonschema --builtin-schema vendor.github-workflows"),
            (".github/workflows/scanning.yml", "check-jsonschema --builtin-schema vendor.github-workflows"),
            (".gitlab-ci.yml", "check-jsonschema --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci"),
            (".pre-commit-config.yaml", "pre-commit validate-config"),
        ],
    )
    def test_a_file_of_the_page(self, name: str, command: str, tmp_path: Path) -> None:
        file = tmp_path / Path(name).name
        file.write_text(self.FILES[name], "utf-8")
        program, *arguments = command.split()
        done = run(tool(program), *arguments, file)
        assert done.returncode == 0, done.stdout

    def test_the_action_takes_the_inputs_of_the_page(self) -> None:
        inputs = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
        named = re.findall(r"`([a-z-]+)`", " ".join(re.findall(r"^\| (`[^|]+) \|", self.PAGE, re.MULTILINE)))
        assert set(inputs) <= set(named)


class TestGitlab:
    JOB = ROOT / "templates" / "gitlab-ci.yml"

    def test_it_keeps_to_the_schema(self) -> None:
        schema = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]
        done = run(tool("check-jsonschema"), *schema, self.JOB)
        assert done.returncode == 0, done.stdout

    def job(self, sh: Path, temporary: Path, folder: Path, **variables: str) -> Any:
        """Run the lines of the job as a runner does: it stops at the first that fails."""
        job = yaml.safe_load(self.JOB.read_text("utf-8"))["galaplan"]
        path = f"{temporary / 'galaplan' / 'bin'}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, **job["variables"], "PATH": path, "CI_PROJECT_DIR": str(folder), **variables}
        return run(sh, "-e", "-c", "\n".join(job["script"]), env=environment, cwd=folder)

    def test_it_writes_its_reports_and_fails_on_findings(self, temporary: Path, source: Path, tmp_path: Path) -> None:
        (tmp_path / "plannen").mkdir()
        shutil.copy(BAD, tmp_path / "plannen" / "plan.toml")
        done = self.job(tool("sh"), temporary, tmp_path, GALAPLAN_PACKAGE=str(source))
        assert (done.returncode, "VAL001" in done.stdout) == (1, True), done.stdout + done.stderr
        issues = json.loads((tmp_path / "gl-code-quality-report.json").read_text("utf-8"))
        assert {issue["location"]["path"] for issue in issues} == {"plannen/plan.toml"}
        assert b"<testsuites" in (tmp_path / "galaplan-junit.xml").read_bytes()

    def test_without_a_package_it_says_what_is_missing(self, temporary: Path, tmp_path: Path) -> None:
        done = self.job(tool("sh"), temporary, tmp_path)
        assert (done.returncode != 0, "GALAPLAN_PACKAGE: says what to install" in done.stderr) == (True, True)

    def test_a_folder_that_is_not_there_fails_at_once(self, temporary: Path, source: Path, tmp_path: Path) -> None:
        done = self.job(tool("sh"), temporary, tmp_path, GALAPLAN_PACKAGE=str(source), GALAPLAN_PLANS="$(id) weg")
        assert (done.returncode, "$(id) weg: No such file or directory" in done.stderr) == (1, True)
        assert list(tmp_path.iterdir()) == []
