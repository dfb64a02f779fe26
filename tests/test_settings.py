"""The settings of a project: where they are found, what they do, and what is wrong with them."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from galaplan import Severity, settings, validate
from galaplan.cases import plan_text
from galaplan.cli import main
from galaplan.settings import WrongSettings
from tests.cases import EXAMPLES

BARE = plan_text("leeg")
"""A plan that still has to be written: it lacks nearly everything."""

EDITION = 'editie = "spuk-2023"\n'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, in which the command runs, with one plan."""
    folder = tmp_path / "project" / "plannen"
    folder.mkdir(parents=True)
    (folder / "plan.toml").write_text(BARE)
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def families(*arguments: str) -> set[str]:
    """The families of what `galaplan validate --format json` reports."""
    return {code[:3] for code in codes(*arguments)}


def codes(*arguments: str) -> list[str]:
    tree: Any = json.loads(run("validate", "--format", "json", *arguments).stdout)
    return [finding["code"] for file in tree["files"] for finding in file["findings"]]


class TestFound:
    def test_without_a_file_nothing_is_settled(self, here: Path) -> None:
        assert settings.find() == settings.Settings()
        assert {"IDE", "ELE", "VER"} <= families("plan.toml")

    def test_in_the_current_directory(self, here: Path) -> None:
        (here / "galaplan.toml").write_text('select = ["ELE"]\n')
        assert families("plan.toml") == {"ELE"}

    def test_in_a_directory_above(self, here: Path) -> None:
        (here.parent / "galaplan.toml").write_text('select = ["ELE"]\n')
        assert families("plan.toml") == {"ELE"}

    def test_the_nearest_one_alone(self, here: Path) -> None:
        (here.parent / "galaplan.toml").write_text('select = ["ELE"]\nlanguage = "en"\n')
        (here / "galaplan.toml").write_text('ignore = ["ELE"]\n')
        assert settings.find().language == "nl"
        assert "ELE" not in families("plan.toml")

    def test_in_pyproject(self, here: Path) -> None:
        (here / "pyproject.toml").write_text('[project]\nname = "x"\n\n[tool.galaplan]\nselect = ["ELE"]\n')
        assert families("plan.toml") == {"ELE"}

    def test_a_file_of_our_own_goes_before_pyproject(self, here: Path) -> None:
        (here / "pyproject.toml").write_text('[tool.galaplan]\nselect = ["VER"]\n')
        (here / "galaplan.toml").write_text('select = ["ELE"]\n')
        assert families("plan.toml") == {"ELE"}

    @pytest.mark.parametrize("text", ['[project]\nname = "galaplan-x"\n', "[tool.ruff]\n", 'tool.x = "galaplan"\n'])
    def test_a_pyproject_of_something_else_is_passed_over(self, here: Path, text: str) -> None:
        (here.parent / "galaplan.toml").write_text('select = ["ELE"]\n')
        (here / "pyproject.toml").write_text(text)
        assert families("plan.toml") == {"ELE"}

    def test_what_does_not_name_us_is_not_even_parsed(self, here: Path) -> None:
        (here / "pyproject.toml").write_text("this is [ no TOML")
        assert settings.find() == settings.Settings()

    def test_a_directory_of_that_name_is_no_file(self, here: Path) -> None:
        (here / "galaplan.toml").mkdir()
        assert settings.find() == settings.Settings()

    def test_the_library_reads_none(self, here: Path) -> None:
        (here / "galaplan.toml").write_text('select = ["ELE"]\nlanguage = "en"\n')
        report = validate("plan.toml")
        assert report.language == "nl"
        assert {finding.code[:3] for finding in report.findings} > {"ELE"}

    def test_a_file_that_is_named(self, here: Path) -> None:
        (here / "galaplan.toml").write_text('select = ["ELE"]\n')
        (here / "streng.toml").write_text('select = ["VER"]\n')
        assert families("--config", "streng.toml", "plan.toml") == {"VER"}

    def test_a_pyproject_that_is_named(self, here: Path) -> None:
        other = here.parent / "pyproject.toml"
        other.write_text('[tool.galaplan]\nselect = ["VER"]\n')
        assert families("--config", str(other), "plan.toml") == {"VER"}

    def test_none_at_all(self, here: Path) -> None:
        (here / "galaplan.toml").write_text('this is = ["wrong"]\n')
        assert {"IDE", "ELE", "VER"} <= families("--no-config", "plan.toml")

    def test_the_settings_lie_among_the_plans_and_are_none(self, here: Path) -> None:
        (here / "galaplan.toml").write_text('select = ["ELE"]\n')
        (here / "pyproject.toml").write_text('[project]\nname = "x"\n')
        tree: Any = json.loads(run("validate", "--format", "json", ".").stdout)
        assert [file["path"] for file in tree["files"]] == ["plan.toml"]

    @pytest.mark.parametrize("name", ["galaplan.toml", "pyproject.toml"])
    def test_no_plan_is_passed_over_for_its_name(self, here: Path, name: str) -> None:
        """Else who names a plan so has it taken along unchecked."""
        folder = here / "plannen"
        folder.mkdir()
        shutil.copy(EXAMPLES / "zonnedorp.toml", folder)
        (folder / name).write_text('select = ["ELE"]\n' if name == "galaplan.toml" else "[project]\n")
        assert run("validate", "plannen").exit_code == 0
        shutil.copy(EXAMPLES / "zonnedorp-dubbel.toml", folder / name)
        tree: Any = json.loads(run("validate", "--format", "json", "plannen").stdout)
        assert {file["path"]: file["valid"] for file in tree["files"]} == {
            os.path.join("plannen", name): False,  # noqa: PTH118 (the text that is shown)
            os.path.join("plannen", "zonnedorp.toml"): True,  # noqa: PTH118
        }


class TestLeftOut:
    """A report that leaves codes out does not pass for one that has all."""

    def last_line(self, *arguments: str) -> str:
        return run("validate", "--lang", "en", *arguments).stdout.splitlines()[-1]

    @pytest.mark.parametrize("form", ["text", "github", "concise"])
    def test_the_last_line_for_people_says_so(self, here: Path, form: str) -> None:
        shutil.copy(EXAMPLES / "zonnedorp-dubbel.toml", here / "plan.toml")
        left_out = ["--ignore", "DUB,VAL,BEG", "--ignore", "IDE,ELE,DOE", "--format", form, "plan.toml"]
        assert self.last_line(*left_out) == "1 file: no findings (DUB, VAL, BEG, IDE, ELE, DOE left out)"
        assert self.last_line("--select", "ACH", "--format", form, "plan.toml") == (
            "1 file: no findings (only ACH asked for)"
        )

    def test_nothing_is_said_where_nothing_is_left_out(self, here: Path) -> None:
        shutil.copy(EXAMPLES / "zonnedorp.toml", here / "plan.toml")
        assert self.last_line("plan.toml") == "1 file: 1 advice"

    def test_what_holds_for_some_files(self, here: Path) -> None:
        for name in ("a.toml", "b.toml", "c.toml"):
            (here / name).write_text(BARE)
        settled = (
            'ignore = ["ACH"]\nselect = ["ACH"]\n\n[per-file-ignores]\n"a.toml" = ["ELE"]\n"[ab].toml" = ["VER"]\n'
        )
        (here / "galaplan.toml").write_text(settled)
        assert self.last_line("a.toml", "b.toml", "c.toml") == (
            "3 files: no findings (only ACH asked for; ACH left out; VER left out of 2 files; ELE left out of 1 file)"
        )

    def test_programs_are_told_as_well(self, here: Path) -> None:
        (here / "b.toml").write_text(BARE)
        (here / "galaplan.toml").write_text('ignore = ["ACH"]\n\n[per-file-ignores]\n"b.toml" = ["VAL001", "ACH"]\n')
        tree: Any = json.loads(
            run("validate", "--format", "json", "--select", "VAL", "--strict", "plan.toml", "b.toml").stdout
        )
        assert (tree["select"], tree["strict"]) == (["VAL"], True)
        assert [file["ignore"] for file in tree["files"]] == [["ACH", "VAL001"], ["ACH"]]
        tree = json.loads(run("validate", "--format", "json", "--no-config", "plan.toml").stdout)
        assert (tree["select"], tree["strict"], tree["files"][0]["ignore"]) == ([], False, [])


class TestSettled:
    def test_what_is_reported(self, here: Path) -> None:
        (here / "galaplan.toml").write_text('select = ["ELE", "VER001"]\nignore = ["ELE00"]\n')
        assert codes("plan.toml") == ["VER001"]

    def test_an_option_takes_the_place_of_the_setting(self, here: Path) -> None:
        (here / "galaplan.toml").write_text('select = ["ELE"]\nignore = ["ELE001"]\nlanguage = "en"\nstrict = true\n')
        assert families("--select", "VER", "plan.toml") == {"VER"}
        assert "ELE001" in codes("--ignore", "ELE002", "plan.toml")
        assert "1 file" in run("validate", "plan.toml").output
        assert "1 bestand" in run("validate", "--lang", "nl", "plan.toml").output

    def test_strict_and_not_strict(self, here: Path) -> None:
        """VER001 is a warning."""
        (here / "galaplan.toml").write_text('select = ["VER001"]\nstrict = true\n')
        assert run("validate", "plan.toml").exit_code == 1
        assert run("validate", "--no-strict", "plan.toml").exit_code == 0
        (here / "galaplan.toml").write_text('select = ["VER001"]\n')
        assert run("validate", "plan.toml").exit_code == 0
        assert run("validate", "--strict", "plan.toml").exit_code == 1

    def test_the_language_of_the_rules(self, here: Path) -> None:
        (here / "galaplan.toml").write_text('language = "en"\n')
        assert "Mend" in run("rules", "VAL001").output
        assert "Herstel" in run("rules", "--lang", "nl", "VAL001").output
        assert "Herstel" in run("rules", "--no-config", "VAL001").output

    def test_the_edition_of_the_code_lists(self, here: Path) -> None:
        (here / "galaplan.toml").write_text('edition = "spuk-2023"\n')
        as_json = ("codelists", "--format", "json")
        assert json.loads(run(*as_json).stdout)["editie"] == "spuk-2023"
        assert json.loads(run(*as_json, "--edition", "spuk-2025").stdout)["editie"] == "spuk-2025"
        assert json.loads(run(*as_json, "--no-config").stdout)["editie"] == "spuk-2025"

    def test_the_language_of_what_convert_says(self, here: Path) -> None:
        (here / "galaplan.toml").write_text('language = "en"\n')
        (here / "plan.toml").write_text(f"# a comment\n{BARE}")
        assert "Note: " in run("convert", "plan.toml", "plan.json").stderr
        assert "Let op: " in run("convert", "--lang", "nl", "plan.toml", "plan.json").stderr
        (here / "plan.toml").write_text(BARE.replace("titel = ", "tietel = "))
        refused = run("convert", "plan.toml", "other.json")
        assert (refused.exit_code, "1 file: " in refused.stderr) == (1, True)

    def test_a_file_that_is_no_plan_stays_invalid(self, here: Path) -> None:
        (here / "plan.toml").write_text(BARE.replace("titel = ", "tietel = "))
        (here / "galaplan.toml").write_text('ignore = ["LEZ"]\n\n[per-file-ignores]\n"*" = ["LEZ"]\n')
        result = run("validate", "plan.toml")
        assert (result.exit_code, "LEZ010" in result.output) == (1, True)


class TestPerFile:
    @pytest.fixture
    def plans(self, here: Path) -> Path:
        for name in ("concept-noord.toml", "archief/oud.toml", "archief/2023/ouder.toml", "zuid/concept-zuid.toml"):
            (here / name).parent.mkdir(exist_ok=True, parents=True)
            (here / name).write_text(BARE)
        return here

    @pytest.mark.parametrize(
        ("pattern", "meant"),
        [
            ("plan.toml", ["plan.toml"]),
            ("concept-*.toml", ["concept-noord.toml", "zuid/concept-zuid.toml"]),
            ("archief/", ["archief/2023/ouder.toml", "archief/oud.toml"]),
            ("archief/*.toml", ["archief/oud.toml"]),
            ("archief/**/*.toml", ["archief/2023/ouder.toml", "archief/oud.toml"]),
            ("zuid/*", ["zuid/concept-zuid.toml"]),
            ("noord/*", []),
        ],
    )
    def test_which_files_a_pattern_means(self, plans: Path, pattern: str, meant: list[str]) -> None:
        files = sorted(str(file.relative_to(plans)) for file in plans.rglob("*.toml"))
        (plans / "galaplan.toml").write_text(f'select = ["ELE001"]\n\n[per-file-ignores]\n"{pattern}" = ["ELE"]\n')
        tree: Any = json.loads(run("validate", "--format", "json", *files).stdout)
        assert [file["path"] for file in tree["files"] if not file["findings"]] == meant

    def test_patterns_are_relative_to_the_settings(self, plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (plans / "galaplan.toml").write_text('[per-file-ignores]\n"archief/*" = ["ELE"]\n')
        monkeypatch.chdir(plans / "archief")
        assert "ELE" not in families("oud.toml")
        assert "ELE" not in families(str(plans / "archief" / "oud.toml"))
        assert "ELE" in families("../plan.toml")

    def test_a_file_from_elsewhere_is_not_meant(self, here: Path, tmp_path: Path) -> None:
        (tmp_path / "elders.toml").write_text(BARE)
        (here / "galaplan.toml").write_text('[per-file-ignores]\n"*" = ["ELE"]\n')
        assert "ELE" in families(str(tmp_path / "elders.toml"))
        assert "ELE" not in families("plan.toml")

    def test_standard_input_has_no_name(self, here: Path) -> None:
        (here / "galaplan.toml").write_text('[per-file-ignores]\n"*" = ["ELE"]\n')
        assert "ELE001" in CliRunner().invoke(main, ["validate", "-"], input=BARE).output

    def test_they_are_added_to_what_is_ignored_everywhere(self, here: Path) -> None:
        (here / "galaplan.toml").write_text('ignore = ["VER"]\n\n[per-file-ignores]\n"plan.*" = ["ELE", "IDE"]\n')
        assert not families("plan.toml") & {"VER", "ELE", "IDE"}
        assert families("--ignore", "OND", "plan.toml") & {"VER", "ELE", "IDE", "OND"} == {"VER"}

    def test_the_library_takes_them_as_well(self, here: Path) -> None:
        (here / "concept.toml").write_text(BARE)
        report = validate("plan.toml", "concept.toml", select="ELE001", per_file_ignores={"concept*": "ELE,VER"})
        assert [(file.path, len(file.findings)) for file in report.files] == [("concept.toml", 0), ("plan.toml", 1)]

    def test_what_is_found_between_files_is_of_the_file_where_it_stands(self) -> None:
        """REG014 stands in the plan of Lelystad."""
        folder = EXAMPLES / "regio-zonneland-fouten"
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            others = {"urk.toml": "REG014", "regio-zonneland.toml": "REG014"}
            assert len(validate(folder, select="REG014", per_file_ignores=others).findings) == 1
            assert not validate(folder, select="REG014", per_file_ignores={"lelystad.toml": "REG014"}).findings

    @pytest.mark.parametrize(
        "pattern", ["../plan.toml", "a/../../b", "/plan.toml", "", " ", "!plan.toml", "C:/plan.toml"]
    )
    def test_a_pattern_that_leads_elsewhere_or_nowhere(self, pattern: str) -> None:
        with pytest.raises(ValueError, match="pattern"):
            validate(b"", per_file_ignores={pattern: "ELE"})


class TestEdition:
    """A plan that names no edition, and a project that says which one is meant."""

    def test_the_rules_are_checked_and_the_missing_key_stays_an_error(self, here: Path) -> None:
        (here / "plan.toml").write_text(BARE.replace(EDITION, ""))
        assert set(codes("plan.toml")) == {"LEZ011"}
        (here / "galaplan.toml").write_text('edition = "spuk-2023"\n')
        assert {"LEZ011", "ELE001"} <= set(codes("plan.toml"))
        assert run("validate", "plan.toml").exit_code == 1
        assert "spuk-2025" in run("validate", "--edition", "spuk-2025", "plan.toml").output
        assert run("validate", "--edition", "spuk-2099", "plan.toml").exit_code == 2

    def test_it_is_that_edition_and_the_report_says_so(self) -> None:
        report = validate(BARE.replace(EDITION, "").encode(), edition="spuk-2025", language="en")
        (finding,) = [finding for finding in report.findings if finding.code == "LEZ011"]
        assert (finding.location.path, finding.severity) == ("editie", Severity.ERROR)
        assert "spuk-2025" in finding.message
        assert 'editie = "spuk-2025"' in finding.fix
        assert report.files[0].complete
        assert report.files[0].edition is None

    def test_the_rest_is_what_is_said_of_the_plan_with_its_edition(self) -> None:
        default = validate(BARE.replace(EDITION, "").encode(), edition="spuk-2023")
        stated = validate(BARE.encode())
        said = [(f.code, f.location.path, f.message) for f in default.findings if f.code != "LEZ011"]
        assert said == [(f.code, f.location.path, f.message) for f in stated.findings]

    def test_nothing_makes_such_a_plan_valid(self, here: Path) -> None:
        text = plan_text("minimaal").replace(EDITION, "")
        acknowledged = '\n[[erkend]]\ncode = "LEZ011"\npad = "editie"\nreden = "Staat in de instellingen."\n'
        assert not validate(text.encode(), edition="spuk-2023", ignore="LEZ").valid
        assert not validate((text + acknowledged).encode(), edition="spuk-2023").valid
        assert validate((EDITION + text).encode(), edition="spuk-2025").valid

    def test_an_edition_that_is_stated_is_the_one(self) -> None:
        assert validate(BARE.encode(), edition="spuk-2025").files[0].edition == "spuk-2023"
        report = validate(BARE.replace("spuk-2023", "spuk-2099").encode(), edition="spuk-2025")
        assert [finding.code for finding in report.findings] == ["LEZ013"]

    def test_other_files_that_are_no_plan_get_no_edition(self) -> None:
        assert [f.code for f in validate(b"", edition="spuk-2025").findings] == ["LEZ003"]
        assert not validate(b"titel = 'x'", edition="spuk-2025").files[0].complete

    def test_an_unknown_one(self) -> None:
        with pytest.raises(ValueError, match="spuk-2099"):
            validate(b"", edition="spuk-2099")


class TestWrong:
    @pytest.mark.parametrize(
        ("text", "line", "part"),
        [
            ('igonre = ["DUB"]', 1, "unknown key 'igonre'; did you mean 'ignore'?"),
            ('language = "nl"\nper_file_ignores = {}', 2, "did you mean 'per-file-ignores'?"),
            ("qqq = 1", 1, "known are select, ignore"),
            ('ignore = "DUB"', 1, "'ignore' takes a list of codes"),
            ("select = [1]", 1, "'select' takes a list of codes"),
            ('select = [""]', 1, "'select' takes a list of codes"),
            ('select = [\n  "DUB",\n  "DUBB",\n]', 3, "'DUBB' is no code"),
            ('strict = "ja"', 1, "'strict' takes true or false"),
            ("strict = 1", 1, "'strict' takes true or false"),
            ('strict = true\nlanguage = "fr"', 2, "'language' takes 'nl' or 'en'"),
            ("language = []", 1, "'language' takes 'nl' or 'en'"),
            ('edition = "spuk-2024"', 1, "'spuk-2023' or 'spuk-2025'"),
            ('per-file-ignores = ["DUB"]', 1, "takes a table of patterns"),
            ('[per-file-ignores]\n"a" = ["DUB"]\n"../b" = ["DUB"]', 3, "leads out of the folder"),
            ('[per-file-ignores]\n"a" = "DUB"', 2, "'a' takes a list of codes"),
            ('[per-file-ignores]\n"a" = ["FOO"]', 2, "'FOO' is no code"),
            ("strict = ja", 1, "yes or no"),
            ("strict = true\nstrict = false", 2, "second time"),
            ('galaplan = "1.0"\nsoort = "gemeente"', 1, "this is a plan"),
            ("\n[tool.galaplan]\nstrict = true", 2, "settings stand in no table"),
            ("galaplan.strict = true", 1, "settings stand in no table"),
        ],
    )
    def test_one_sentence_names_file_and_line(self, here: Path, text: str, line: int, part: str) -> None:
        (here / "galaplan.toml").write_text(text)
        result = run("validate", "plan.toml")
        (sentence,) = result.stderr.splitlines()
        assert (result.exit_code, result.stdout) == (2, "")
        assert sentence.startswith(f"Error: galaplan.toml:{line}: ")
        assert part in sentence

    @pytest.mark.parametrize("command", [["rules"], ["codelists"], ["validate", "plan.toml"]])
    def test_every_command_that_reads_them_says_so(self, here: Path, command: list[str]) -> None:
        (here / "galaplan.toml").write_text("strict = 1")
        assert run(*command).exit_code == 2
        assert run(*command, "--no-config").exit_code in (0, 1)

    def test_in_pyproject_the_line_is_that_of_the_file(self, here: Path) -> None:
        (here / "pyproject.toml").write_text('[project]\nname = "x"\n\n[tool.galaplan]\nlanguage = "fr"\n')
        assert run("validate", "plan.toml").stderr.startswith("Error: pyproject.toml:5: ")

    @pytest.mark.parametrize("text", ["[tool]\ngalaplan = 1\n", "tool = 'galaplan'\n"])
    def test_a_table_that_is_none(self, here: Path, text: str) -> None:
        (here / "pyproject.toml").write_text(text)
        assert "must be a table" in run("validate", "plan.toml").stderr

    def test_a_file_that_is_named_and_not_there(self, here: Path) -> None:
        result = run("validate", "--config", "weg.toml", "plan.toml")
        assert (result.exit_code, result.stderr) == (2, "Error: weg.toml: No such file or directory\n")

    def test_a_pyproject_that_is_named_and_has_none(self, here: Path) -> None:
        (here / "pyproject.toml").write_text('[project]\nname = "galaplan"\n')
        assert "no table [tool.galaplan]" in run("validate", "--config", "pyproject.toml", "plan.toml").stderr

    def test_both_options(self, here: Path) -> None:
        result = run("validate", "--config", "galaplan.toml", "--no-config", "plan.toml")
        assert (result.exit_code, "exclude" in result.stderr) == (2, True)

    @pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x00", b"[" * 100_000, b"a" * 17_000_000], ids=len)
    def test_bytes_that_are_no_settings(self, here: Path, data: bytes) -> None:
        (here / "galaplan.toml").write_bytes(data)
        with pytest.raises(WrongSettings, match=r"galaplan\.toml:1: ") as raised:
            settings.find()
        assert len(str(raised.value)) < 300

    def test_nothing_in_them_steers_a_terminal(self, here: Path) -> None:
        (here / "galaplan.toml").write_text('"\\u001b[31m" = 1\n')
        assert "\x1b" not in run("validate", "plan.toml").stderr

    @pytest.mark.skipif(sys.platform == "win32", reason="no such rights")
    def test_a_link_that_leads_nowhere_is_not_passed_over(self, here: Path) -> None:
        (here / "galaplan.toml").symlink_to("weg.toml")
        assert run("validate", "plan.toml").stderr == "Error: galaplan.toml: No such file or directory\n"
