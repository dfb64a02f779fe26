"""The command, as a person or a pipeline calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import galaplan
from galaplan.cli import main
from tests.cases import PLANS, changed

MINIMAL = str(PLANS / "minimaal.toml")


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin)


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A plan with one error: a funding line above its cost by 1,000 euros in 2025."""
    old = "    bedragen = { 2024 = 10_000, 2025 = 10_000, 2026 = 10_000 }"
    text = changed("minimaal", [[old, old.replace("2025 = 10_000", "2025 = 11_000")]])
    file = tmp_path / "fout.toml"
    file.write_text(text, "utf-8")
    return file


@pytest.fixture
def warned(tmp_path: Path) -> Path:
    """A plan with a warning and no error: its name is spelled in a way of its own."""
    file = tmp_path / "waarschuwing.toml"
    file.write_text(changed("minimaal", [['naam = "Zeewolde"', 'naam = "Zeewoude"']]), "utf-8")
    return file


class TestExitStatus:
    def test_0_when_nothing_is_wrong(self) -> None:
        result = run("validate", MINIMAL)
        assert (result.exit_code, result.output) == (0, "1 bestand: geen bevindingen\n")

    def test_1_when_there_are_errors(self, wrong: Path) -> None:
        assert run("validate", str(wrong)).exit_code == 1
        assert run("validate", "--format", "json", str(wrong)).exit_code == 1

    def test_warnings_count_only_under_strict(self, warned: Path) -> None:
        assert run("validate", str(warned)).exit_code == 0
        assert run("validate", "--strict", str(warned)).exit_code == 1

    @pytest.mark.parametrize(
        "arguments",
        [
            ["validate"],
            ["validate", "weg.toml"],
            ["validate", "--format", "xml", MINIMAL],
            ["validate", "--select", "XYZ", MINIMAL],
            ["validate", "/dev/null/x"],
            ["codelists", "geen-lijst"],
            ["onzin"],
        ],
    )
    def test_2_when_it_could_not_run(self, arguments: list[str]) -> None:
        result = run(*arguments)
        assert result.exit_code == 2
        assert "Traceback" not in result.output

    def test_2_for_a_directory_without_plans(self, tmp_path: Path) -> None:
        result = run("validate", str(tmp_path))
        assert (result.exit_code, "no plan files" in result.output) == (2, True)

    def test_2_for_a_pipe_that_nobody_writes_to(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pijp.toml")
        result = run("validate", str(tmp_path / "pijp.toml"))
        assert (result.exit_code, "not a file" in result.output) == (2, True)


class TestText:
    def test_it_says_what_where_why_and_how(self, wrong: Path) -> None:
        output = run("validate", str(wrong)).output
        assert str(wrong) in output
        assert "DUB002" in output
        assert "som-boven-kosten" in output
        assert "€ 1.000" in output
        assert "Waarom: " in output
        assert "Herstel: " in output
        assert "Bron: GALA p62 L3254-3256" in output
        assert output.endswith("1 bestand: 1 fout\n")

    def test_in_english_on_request(self, wrong: Path) -> None:
        output = run("validate", "--lang", "en", str(wrong)).output
        assert "€1,000" in output
        assert output.endswith("1 file: 1 error\n")

    def test_findings_stand_by_line(self, tmp_path: Path) -> None:
        file = tmp_path / "plan.toml"
        file.write_text('galaplan = "1.0"\nonbekend = 1\nsoort = "gemeente"\nook_onbekend = 2\n', "utf-8")
        lines = [line.split()[0] for line in run("validate", str(file)).output.splitlines() if " LEZ" in line]
        assert lines == sorted(lines, key=lambda place: [int(part) for part in place.split(":")])

    def test_colour_only_on_a_terminal(self, wrong: Path) -> None:
        assert "\x1b[" not in run("validate", str(wrong)).output
        assert "\x1b[" in CliRunner().invoke(main, ["validate", str(wrong)], color=True).output

    def test_a_file_that_is_no_plan_says_that_the_rules_were_not_run(self, tmp_path: Path) -> None:
        file = tmp_path / "plan.toml"
        file.write_text("onzin", "utf-8")
        assert "de regels zelf zijn niet getoetst" in run("validate", str(file)).output


class TestHostileText:
    """Nothing of a file reaches a terminal unescaped."""

    HOSTILE = 'x"\\u001b[31mrood\\u202e\\u0007\\u0000'

    def test_control_and_direction_characters_are_shown(self, tmp_path: Path) -> None:
        file = tmp_path / "plan.toml"
        key = '"\\u001b[2J\\u202enep"'
        file.write_text(
            (PLANS / "leeg.toml").read_text("utf-8").replace("[gemeente]", f"{key} = 1\n[gemeente]"), "utf-8"
        )
        output = run("validate", str(file)).output
        assert "\\x1b[2J\\u202enep" in output
        assert not any(ord(character) < 32 and character != "\n" for character in output)
        assert "\u202e" not in output

    def test_in_json_too(self, tmp_path: Path) -> None:
        file = tmp_path / "plan.toml"
        file.write_text(changed("leeg", [['naam = "Zeewolde"', 'naam = "\\u001b[2J\\u202eX"']]), "utf-8")
        output = run("validate", "--format", "json", str(file)).output
        assert output.isascii()
        assert "\x1b" not in output


class TestJson:
    def test_the_shape_of_the_report(self, wrong: Path) -> None:
        report = json.loads(run("validate", "--format", "json", str(wrong)).output)
        assert report["galaplan"] == galaplan.__version__
        assert report["format"] == "1.0"
        assert report["valid"] is False
        assert report["summary"] == {"files": 1, "error": 1, "warning": 0, "advice": 0}
        (file,) = report["files"]
        head = {key: file[key] for key in ("path", "kenmerk", "soort", "editie", "valid")}
        assert head == {
            "path": str(wrong),
            "kenmerk": "minimaal-2024",
            "soort": "gemeente",
            "editie": "spuk-2023",
            "valid": False,
        }
        (finding,) = file["findings"]
        assert {key: finding[key] for key in ("code", "name", "severity", "path", "source")} == {
            "code": "DUB002",
            "name": "som-boven-kosten",
            "severity": "error",
            "path": "acties[0].kosten[0]",
            "source": ["GALA p62 L3254-3256"],
        }
        line = wrong.read_text("utf-8").splitlines()[finding["line"] - 1]
        assert line[finding["column"] - 1 : finding["end_column"] - 1] == "[[acties.kosten]]"
        assert finding["params"]["jaar"] == 2025
        assert finding["params"]["bedrag"] == 1000

    def test_the_same_input_gives_the_same_bytes(self, wrong: Path) -> None:
        first = run("validate", "--format", "json", str(wrong), MINIMAL).output
        assert run("validate", "--format", "json", str(wrong), MINIMAL).output == first


class TestSources:
    def test_several_files_and_a_directory(self, tmp_path: Path, wrong: Path) -> None:
        (tmp_path / "goed.json").write_text(galaplan.dumps(galaplan.load(MINIMAL), format="json"), "utf-8")
        (tmp_path / "geen-plan.txt").write_text("x", "utf-8")
        report = json.loads(run("validate", "--format", "json", str(tmp_path), MINIMAL).output)
        assert [file["path"] for file in report["files"]] == [str(wrong), str(tmp_path / "goed.json"), MINIMAL]

    def test_a_file_named_twice_is_checked_once(self) -> None:
        report = json.loads(run("validate", "--format", "json", MINIMAL, MINIMAL).output)
        assert report["summary"]["files"] == 1

    @pytest.mark.parametrize("format", ["toml", "json"])
    def test_standard_input_in_either_language(self, format: galaplan.files.Format) -> None:
        text = galaplan.dumps(galaplan.load(MINIMAL), format=format)
        result = run("validate", "-", stdin=text.encode())
        assert (result.exit_code, result.output) == (0, "1 bestand: geen bevindingen\n")


class TestSelection:
    def test_select_by_family_or_code(self, wrong: Path) -> None:
        assert run("validate", "--select", "VAL", str(wrong)).exit_code == 0
        assert run("validate", "--select", "VAL,DUB002", str(wrong)).exit_code == 1

    def test_ignore_by_family_or_code(self, wrong: Path) -> None:
        assert run("validate", "--ignore", "dub", str(wrong)).exit_code == 0
        assert run("validate", "--ignore", "DUB001", str(wrong)).exit_code == 1


class TestOtherCommands:
    def test_version(self) -> None:
        assert run("--version").output == f"galaplan, version {galaplan.__version__}\n"

    @pytest.mark.parametrize("arguments", [["--help"], ["validate", "--help"], ["codelists", "-h"]])
    def test_help_says_how(self, arguments: list[str]) -> None:
        result = run(*arguments)
        assert (result.exit_code, "Usage: " in result.output) == (0, True)

    def test_schema_is_the_published_one(self) -> None:
        published = PLANS.parent.parent / "schemas" / "1.0" / "plan.schema.json"
        assert run("schema").output == published.read_text("utf-8")

    def test_codelists_names_every_list(self) -> None:
        output = run("codelists").output
        for name in ("doel", "spuk-onderdeel", "bestedingsdoel", "deadline", "kernteamrol"):
            assert any(line.split()[0] == name for line in output.splitlines())

    def test_one_code_list_in_three_formats(self) -> None:
        assert "doorverwijzing" in run("codelists", "valpreventie-stap").output
        tree = json.loads(run("codelists", "spuk-onderdeel", "--format", "json").output)
        assert [row["code"] for row in tree["codes"]][:2] == ["sportakkoord", "brc"]
        assert tree["codes"][1]["bedragen"]["2026"] == 86_300_000
        table = run("codelists", "doel", "--format", "csv").output.splitlines()
        assert table[0] == "code,label,toelichting,bron,status"
        assert len(table) == 1 + 7

    def test_a_slip_in_the_name_of_a_list_is_helped(self) -> None:
        assert "did you mean 'spuk-onderdeel'" in run("codelists", "spuk-onderdelen").output


def test_a_closed_pipe_leaves_no_traceback() -> None:
    command = f"{sys.executable} -m galaplan codelists actor | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.stdout.count("\n"), done.stderr) == (1, "")
