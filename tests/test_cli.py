"""The command, as a person or a pipeline calls it."""

from __future__ import annotations

import csv
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import galaplan
from galaplan.cli import main
from tests.cases import EXAMPLES, PLANS, changed

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

    def test_1_for_a_file_that_is_no_plan_whatever_is_selected(self, tmp_path: Path) -> None:
        file = tmp_path / "plan.toml"
        file.write_text("onzin", "utf-8")
        for arguments in (["--select", "DUB"], ["--ignore", "LEZ"]):
            result = run("validate", *arguments, str(file))
            assert (result.exit_code, "LEZ003" in result.output) == (1, True)

    def test_2_with_a_sentence_for_an_unknown_code(self) -> None:
        result = run("validate", "--ignore", "DUB,XYZ", MINIMAL)
        assert (result.exit_code, "Invalid value for '--ignore': 'XYZ' is no code" in result.output) == (2, True)

    def test_130_for_an_interrupt(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(source: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("galaplan.processes.open_source", interrupt)
        result = run("validate", MINIMAL)
        assert (result.exit_code, result.output) == (130, "Error: interrupted\n")


class TestUnreadable:
    """Each unreadable file in one sentence; the report on the others is not lost."""

    def test_the_others_are_reported(self, tmp_path: Path, wrong: Path) -> None:
        weg = str(tmp_path / "weg.toml")
        (tmp_path / "leeg").mkdir()
        result = run("validate", "--format", "json", weg, str(wrong), str(tmp_path / "leeg"), MINIMAL)
        assert result.exit_code == 2
        assert [file["path"] for file in json.loads(result.stdout)["files"]] == sorted([str(wrong), MINIMAL])
        assert result.stderr.splitlines() == [
            f"Error: {weg}: No such file or directory",
            f"Error: {tmp_path / 'leeg'}: no plan files (.toml, .json) in this directory",
        ]

    def test_without_any_there_is_no_report(self) -> None:
        result = run("validate", "weg.toml")
        assert (result.stdout, result.stderr) == ("", "Error: weg.toml: No such file or directory\n")

    def test_an_empty_path_is_a_usage_error(self) -> None:
        result = run("validate", "")
        assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, "Error: a PATH is empty")

    def test_a_name_that_is_too_long(self) -> None:
        result = run("validate", "a" * 5000)
        assert (result.exit_code, "name too long" in result.stderr) == (2, True)

    @pytest.mark.parametrize("inside", ["", "plan.toml"])
    def test_a_directory_that_may_not_be_entered(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str
    ) -> None:
        stat = Path.stat

        def refuse(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
            if path.is_relative_to(tmp_path):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return stat(path, follow_symlinks=follow_symlinks)

        monkeypatch.setattr(Path, "stat", refuse)
        result = run("validate", str(tmp_path / inside), MINIMAL)
        assert (result.exit_code, result.stdout) == (2, "1 bestand: geen bevindingen\n")
        assert result.stderr == f"Error: {tmp_path / inside}: Permission denied\n"

    def test_a_link_to_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "a.toml").symlink_to("weg.toml")
        (tmp_path / "b.toml").write_bytes(Path(MINIMAL).read_bytes())
        result = run("validate", str(tmp_path))
        assert (result.exit_code, result.stdout) == (2, "1 bestand: geen bevindingen\n")
        assert result.stderr == f"Error: {tmp_path / 'a.toml'}: a link to a file that is not there\n"


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

    def test_of_several_files_it_names_those(self, tmp_path: Path) -> None:
        names = [str(tmp_path / name) for name in ("x.toml", "y\x1b.toml")]
        for name in names:
            Path(name).write_text("onzin", "utf-8")
        output = run("validate", "--lang", "en", names[0], MINIMAL, names[1]).output
        head = "Not to be read as a plan yet, and therefore not checked against the rules:"
        assert output.splitlines()[-3:] == [head, f"  {names[0]}", f"  {names[1]}".replace("\x1b", "\\x1b")]


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
        assert report["summary"] == {"files": 1, "error": 1, "warning": 0, "advice": 0, "acknowledged": 0}
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

    def test_a_file_name_that_is_no_utf_8_is_written_out(self, tmp_path: Path) -> None:
        name = os.fsencode(tmp_path) + b"/d\xff.toml"
        try:
            Path(os.fsdecode(name)).write_bytes(Path(MINIMAL).read_bytes())
        except OSError:
            pytest.skip("this system has only UTF-8 names")
        report = json.loads(run("validate", "--format", "json", os.fsdecode(name)).output)
        assert report["files"][0]["path"] == f"{tmp_path}/d\\udcff.toml"

    def test_half_a_character_in_a_file_is_written_out(self) -> None:
        output = run("validate", "--format", "json", "-", stdin='{"\\ud800": 1, "\\ud83d\\ude00": 2}').output
        json.dumps(json.loads(output), ensure_ascii=False).encode()

    def test_a_whole_character_stays_itself(self, tmp_path: Path) -> None:
        file = tmp_path / "\U0001f600.toml"
        file.write_bytes(Path(MINIMAL).read_bytes())
        report = json.loads(run("validate", "--format", "json", str(file)).output)
        assert report["files"][0]["path"] == str(file)

    def test_the_same_input_gives_the_same_bytes(self, wrong: Path) -> None:
        first = run("validate", "--format", "json", str(wrong), MINIMAL).output
        assert run("validate", "--format", "json", str(wrong), MINIMAL).output == first


class TestSources:
    def test_several_files_and_a_directory(self, tmp_path: Path, wrong: Path) -> None:
        (tmp_path / "goed.json").write_text(galaplan.dumps(galaplan.load(MINIMAL), format="json"), "utf-8")
        (tmp_path / "geen-plan.txt").write_text("x", "utf-8")
        report = json.loads(run("validate", "--format", "json", str(tmp_path), MINIMAL).output)
        assert [file["path"] for file in report["files"]] == sorted([str(wrong), str(tmp_path / "goed.json"), MINIMAL])

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
        published = EXAMPLES.parent / "schemas" / "1.0" / "plan.schema.json"
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

    def test_the_municipalities_are_lists_too(self) -> None:
        assert "GM0034  Almere\n        Flevoland; GGD Flevoland\n" in run("codelists", "gemeenten").output
        tree = json.loads(run("codelists", "gemeenten", "--format", "json").output)
        assert tree["aantal"] == len(tree["codes"]) == 342
        (almere,) = [row for row in tree["codes"] if row["code"] == "GM0034"]
        assert (almere["label"], almere["provincie"], almere["inwoners_2024"]) == ("Almere", "Flevoland", 226_500)
        rows = csv.DictReader(run("codelists", "gemeenten", "--format", "csv").output.splitlines())
        assert {row["code"]: row["ggd_regio"] for row in rows}["GM0034"] == "GGD Flevoland"

    def test_the_ended_municipalities_are_a_list_too(self) -> None:
        assert (
            "GM0370  Beemster\n        sinds 2022-01-01: GM0439 Purmerend\n" in run("codelists", "herindelingen").output
        )
        tree = json.loads(run("codelists", "herindelingen", "--format", "json").output)
        assert (tree["codes"][0]["opvolger"], tree["codes"][0]["datum"]) == ("GM0439", "2022-01-01")
        rows = list(csv.DictReader(run("codelists", "herindelingen", "--format", "csv").output.splitlines()))
        assert (rows[0]["code"], rows[0]["naam_opvolger"]) == ("GM0370", "Purmerend")

    def test_a_slip_in_the_name_of_a_list_is_helped(self) -> None:
        assert "did you mean 'spuk-onderdeel'" in run("codelists", "spuk-onderdelen").output


@pytest.mark.skipif(not (Path("/dev/full").exists() and shutil.which("bash")), reason="needs /dev/full and bash")
class TestSurroundings:
    """The command as a process of its own, in a shell."""

    EXAMPLE = str(EXAMPLES / "zonnedorp-dubbel.toml")

    @staticmethod
    def shell(command: str, **variables: str) -> tuple[int, bytes, str]:
        """Exit status, standard output and standard error of a command line, in which `galaplan` is the command."""
        done = subprocess.run(
            ["bash", "-c", command.replace("galaplan ", f"{sys.executable} -m galaplan ")],
            capture_output=True,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr.decode()

    @pytest.mark.parametrize("command", ["galaplan codelists gemeenten", f"galaplan validate {MINIMAL} {MINIMAL}"])
    def test_who_stops_reading_hears_nothing_and_changes_nothing(self, command: str) -> None:
        assert self.shell(f"set -o pipefail; {command} | head -c 1")[::2] == (0, "")
        assert self.shell(f"set -o pipefail; {command} | true")[::2] == (0, "")

    @pytest.mark.parametrize("command", [f"validate {MINIMAL}", "schema", "codelists", "--help", "--version"])
    def test_2_when_nothing_can_be_written(self, command: str) -> None:
        full = self.shell(f"galaplan {command} > /dev/full")
        assert full == (2, b"", "Error: standard output: No space left on device\n")
        assert self.shell(f"galaplan {command} >&-") == (2, b"", "Error: standard output is closed\n")

    def test_without_standard_error_the_exit_status_tells(self) -> None:
        assert self.shell(f"galaplan validate {MINIMAL} {MINIMAL} 2>&-")[0] == 0
        assert self.shell("galaplan validate weg.toml 2>&-")[0] == 2
        assert self.shell("galaplan validate weg.toml 2>/dev/full")[0] == 2

    def test_2_when_standard_input_is_closed(self) -> None:
        assert self.shell("galaplan validate - <&-") == (2, b"", "Error: -: standard input is closed\n")

    @pytest.mark.parametrize(
        ("encoding", "euro"),
        [("cp437", b"\\u20ac"), ("ascii", b"\\u20ac"), ("cp1252", b"\x80"), ("utf-8", b"\xe2\x82\xac")],
    )
    def test_a_terminal_that_lacks_a_character_shows_its_number(self, encoding: str, euro: bytes) -> None:
        status, output, error = self.shell(f"galaplan validate {self.EXAMPLE}", PYTHONIOENCODING=encoding)
        assert (status, error) == (1, "")
        assert euro + b" 35.700" in output

    def test_what_programs_read_is_utf_8_on_any_terminal(self) -> None:
        for command in ("galaplan schema", "galaplan codelists gemeenten --format csv"):
            assert self.shell(command, PYTHONIOENCODING="ascii") == self.shell(command, PYTHONIOENCODING="utf-8")

    @pytest.mark.parametrize(
        "command",
        [
            f"galaplan validate <(cat {MINIMAL})",
            f"galaplan validate /dev/stdin < {MINIMAL}",
            f"cat {MINIMAL} | galaplan validate /dev/stdin",
        ],
    )
    def test_a_pipe_that_is_named_is_read(self, command: str) -> None:
        assert self.shell(command) == (0, b"1 bestand: geen bevindingen\n", "")

    @pytest.mark.parametrize("command", ["galaplan validate /dev/zero", "galaplan validate - < /dev/zero"])
    def test_what_has_no_end_is_too_large(self, command: str) -> None:
        status, output, _ = self.shell(command)
        assert (status, b"LEZ002" in output) == (1, True)

    def test_an_interrupt_is_one_line(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pijp"
        os.mkfifo(pipe)
        # As in a terminal: what is started in the background ignores Ctrl-C.
        begin = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
        command = [sys.executable, "-c", f"{begin}; from galaplan.__main__ import main; main()", "validate", str(pipe)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            with pipe.open("wb"):  # waits until the command reads
                process.send_signal(signal.SIGINT)
                assert process.communicate(timeout=60) == (b"", b"Error: interrupted\n")
            assert process.returncode == 130


class TestOptionsOfSeveralCommands:
    @pytest.mark.parametrize("option", ["--edition", "--editie"])
    @pytest.mark.parametrize("command", [["codelists"], ["validate", MINIMAL], ["init", "-", "--regio", "Flevoland"]])
    def test_an_edition_goes_by_both_names_and_an_unknown_one_is_refused_alike(
        self, command: list[str], option: str
    ) -> None:
        assert run(*command, option, "spuk-2023", "--no-config").exit_code == 0
        refused = run(*command, option, "spuk-\x1b1999")
        sentence = r"Error: there is no edition 'spuk-\x1b1999'; this release has spuk-2023, spuk-2025"
        assert (refused.exit_code, refused.stderr.splitlines()[-1]) == (2, sentence)

    @pytest.mark.parametrize(
        "command",
        [
            ["validate", MINIMAL],
            ["diff", MINIMAL, MINIMAL],
            ["rules", "VAL001"],
            ["rules", "--format", "json"],
            ["codelists", "spuk-onderdeel", "--format", "csv"],
            ["codelists"],
            ["schema", "gemeente"],
        ],
        ids=" ".join,
    )
    def test_output_is_what_standard_output_would_have_been(self, command: list[str], tmp_path: Path) -> None:
        file = tmp_path / "out"
        shown = run(*command, "--no-config") if command[0] != "schema" else run(*command)
        assert run(*command, "--output", str(file)).stdout == ""
        assert file.read_bytes() == shown.stdout_bytes
        refused = run(*command, "--output", str(tmp_path / "nowhere" / "out"))
        assert (refused.exit_code, refused.stderr.endswith(": No such file or directory\n")) == (2, True)

    @pytest.mark.parametrize("command", [["validate"], ["diff", MINIMAL], ["convert", "--to", "json"]], ids=" ".join)
    def test_a_file_that_cannot_be_read_is_told_alike(self, command: list[str], tmp_path: Path) -> None:
        (tmp_path / "link.toml").symlink_to(tmp_path / "gone.toml")
        (tmp_path / "map.toml").mkdir()
        (tmp_path / "map.toml" / "plan.txt").touch()
        out = [str(tmp_path / "out.json")] if command[0] == "convert" else []
        for name, reason in {
            "gone.toml": "No such file or directory",
            "link.toml": "a link to a file that is not there",
            "map.toml": "no plan files (.toml, .json) in this directory"
            if command == ["validate"]
            else "Is a directory",
        }.items():
            result = run(*command, str(tmp_path / name), *out)
            assert (result.exit_code, result.stderr) == (2, f"Error: {tmp_path / name}: {reason}\n")
