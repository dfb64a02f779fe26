"""The reports that pipelines and editors read, against their official schemas and on hostile text."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import galaplan
from galaplan.cli import main
from galaplan.documents import Span
from galaplan.findings import FileReport, Finding, Location, Report, Severity
from galaplan.reports import FORMATS, renderer
from tests.cases import EXAMPLES, PLANS, changed

MINIMAL = PLANS / "minimaal.toml"
OFFICIAL = Path(__file__).parent / "official"
SARIF = Draft202012Validator(json.loads((OFFICIAL / "sarif-2.1.0.json").read_text("utf-8")))

HOSTILE = "x\r\n::error::y]]>&lt;<b>\"',:%0A\x1b[31m\x00\x85\u2028\u202e\ufffe\ud800{0} [klik](http://a.example)"
"""Ends of lines, commands, markup, escapes of a terminal, marks of direction, what XML and UTF-8 do not know."""

HOSTILE_NAME = HOSTILE.replace("\ud800", "\udcff")  # as a byte of a file name that is no UTF-8

COST_OF_2025 = "    bedragen = { 2024 = 10_000, 2025 = 10_000, 2026 = 10_000 }"
DUB002 = [COST_OF_2025, COST_OF_2025.replace("2025 = 10_000", "2025 = 11_000")]
"""One error: a funding line above its cost by 1,000 euros in 2025."""


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory of its own, in no pipeline."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str, stdin: str | bytes | None = None, color: bool = False) -> Result:
    return CliRunner().invoke(main, ["validate", *arguments], input=stdin, color=color)


def location(path: str, span: Span, *, file: str = "plan.toml", anchor: str | None = None) -> Location:
    return Location(file, path, span, path if anchor is None else anchor)


def finding(code: str = "DUB002", at: Location | None = None, **other: Any) -> Finding:
    """A finding; what is not stated is of no interest to the test."""
    stated = {
        "name": "som-boven-kosten",
        "severity": Severity.ERROR,
        "location": at or location("acties[0]", Span(3, 1, 3, 11)),
        "message": "Er is iets mis.",
        "why": "Daarom.",
        "fix": "Herstel het.",
        "source": ("GALA p62 L3254-3256",),
        **other,
    }
    return Finding(code=code, **stated)


def report(*findings: Finding, file: str = "plan.toml", **other: Any) -> Report:
    return Report(files=(FileReport(path=file, findings=findings),), **other)


def sarif(of: Report) -> dict[str, Any]:
    """The one run of a SARIF log that keeps to the official schema."""
    log = json.loads(renderer("sarif")(of))
    assert [error.message for error in SARIF.iter_errors(log)] == []
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def gitlab(of: Report) -> list[dict[str, Any]]:
    issues = json.loads(renderer("gitlab")(of))
    assert isinstance(issues, list)
    return issues


def junit(of: Report) -> Xml.Element:
    return Xml.fromstring(renderer("junit")(of))


ADVICE = finding("BEG008", severity=Severity.ADVICE, name="wor-2026", at=location("", Span(1, 1, 1, 1)))
WARNING = finding("IDE003", severity=Severity.WARNING, name="naam", at=location("gemeente", Span(9, 1, 12, 4)))
ERROR = finding()
CELL = finding(at=location("acties[0].titel", Span(5, 3, 5, 4, "Acties")))
ACKNOWLEDGED = ERROR.replace(acknowledged="Zo afgesproken")
ALL = report(ADVICE, WARNING, ERROR, ACKNOWLEDGED)


class TestConcise:
    def test_a_line_each(self) -> None:
        assert renderer("concise")(ALL).splitlines() == [
            "plan.toml:1:1: BEG008 Er is iets mis.",
            "plan.toml:9:1: IDE003 Er is iets mis.",
            "plan.toml:3:1: DUB002 Er is iets mis.",
            "plan.toml:3:1: DUB002 Er is iets mis. (erkend: Zo afgesproken)",
        ]

    def test_a_cell_of_a_workbook(self) -> None:
        assert renderer("concise")(report(CELL)) == "plan.toml:Acties!C5: DUB002 Er is iets mis.\n"

    def test_without_findings_it_says_so(self) -> None:
        assert renderer("concise")(report()) == "1 bestand: geen bevindingen\n"
        assert renderer("concise")(report(language="en")) == "1 file: no findings\n"


class TestGithub:
    def test_a_command_each_and_the_number(self) -> None:
        message = "Er is iets mis.%0AHerstel: Herstel het.%0ABron: GALA p62 L3254-3256"
        assert renderer("github")(ALL).splitlines() == [
            f"::notice title=BEG008 wor-2026,file=plan.toml,line=1,endLine=1,col=1,endColumn=1::{message}",
            f"::warning title=IDE003 naam,file=plan.toml,line=9,endLine=12::{message}",
            f"::error title=DUB002 som-boven-kosten,file=plan.toml,line=3,endLine=3,col=1,endColumn=11::{message}",
            "::notice title=DUB002 som-boven-kosten,file=plan.toml,line=3,endLine=3,col=1,endColumn=11::"
            f"{message}%0AErkend: Zo afgesproken",
            "1 bestand: 1 fout, 1 waarschuwing, 1 advies, 1 erkend",
        ]

    def test_what_has_a_meaning_in_commands_is_escaped(self) -> None:
        told = finding(
            message="50% :: van, dat", fix="a\r\nb", source=(), at=location("", Span(1, 1, 1, 1), file="a:b,c%.toml")
        )
        assert renderer("github")(report(told, file="a:b,c%.toml")).splitlines()[0] == (
            "::error title=DUB002 som-boven-kosten,file=a%3Ab%2Cc%25.toml,line=1,endLine=1,col=1,endColumn=1::"
            "50%25 :: van, dat%0AHerstel: a\\r\\nb"
        )

    def test_a_cell_of_a_workbook(self) -> None:
        assert renderer("github")(report(CELL)).startswith(
            "::error title=DUB002 som-boven-kosten,file=plan.toml::Acties!C5: Er is iets mis.%0A"
        )


class TestGitlab:
    def test_an_issue_has_what_gitlab_asks(self) -> None:
        *_, issue, acknowledged = gitlab(ALL)
        assert issue == {
            "description": "Er is iets mis. Herstel: Herstel het.",
            "check_name": "DUB002 som-boven-kosten",
            "fingerprint": issue["fingerprint"],
            "severity": "critical",
            "location": {"path": "plan.toml", "lines": {"begin": 3, "end": 3}},
        }
        assert (acknowledged["severity"], acknowledged["description"]) == (
            "info",
            "Er is iets mis. Herstel: Herstel het. Erkend: Zo afgesproken",
        )

    def test_severities_are_gitlabs(self) -> None:
        assert [issue["severity"] for issue in gitlab(ALL)] == ["info", "major", "critical", "info"]

    def test_nothing_found_is_an_empty_list(self) -> None:
        assert renderer("gitlab")(report()) == "[]\n"

    def test_a_cell_of_a_workbook(self) -> None:
        (issue,) = gitlab(report(CELL))
        assert issue["description"].startswith("Acties!C5: Er is iets mis.")
        assert issue["location"]["lines"] == {"begin": 5, "end": 5}


class TestSarif:
    def test_the_rules_are_those_with_findings(self) -> None:
        run = sarif(report(ERROR, ADVICE, ERROR))
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == ["BEG008", "DUB002"]
        assert [result["ruleIndex"] for result in run["results"]] == [1, 0, 1]

    def test_a_rule_tells_why_how_to_mend_and_where_it_stands(self) -> None:
        (rule,) = sarif(report(ERROR, language="en"))["tool"]["driver"]["rules"]
        assert rule["defaultConfiguration"] == {"level": "error"}
        assert rule["properties"] == {"tags": ["DUB", "money that counts double"], "problem.severity": "error"}
        for words in ("Why: What exceeds the cost", "\nMend: ", "\nSource: GALA p62 L3254-3256"):
            assert words in rule["help"]["text"]
        assert "**Source:** GALA p62 L3254-3256" in rule["help"]["markdown"]

    def test_the_tool_and_its_language(self) -> None:
        run = sarif(report(language="en"))
        assert {key: run["tool"]["driver"][key] for key in ("name", "version", "language")} == {
            "name": "galaplan",
            "version": galaplan.__version__,
            "language": "en",
        }

    def test_levels(self) -> None:
        assert [result["level"] for result in sarif(ALL)["results"]] == ["note", "warning", "error", "error"]

    def test_the_place_is_in_characters(self) -> None:
        run = sarif(report(WARNING))
        assert run["columnKind"] == "unicodeCodePoints"
        (place,) = run["results"][0]["locations"]
        assert place == {
            "physicalLocation": {
                "artifactLocation": {"uri": "plan.toml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 9, "startColumn": 1, "endLine": 12, "endColumn": 4},
            },
            "logicalLocations": [{"fullyQualifiedName": "gemeente"}],
        }

    def test_the_whole_file_has_no_path(self) -> None:
        (place,) = sarif(report(ADVICE))["results"][0]["locations"]
        assert "logicalLocations" not in place

    def test_a_cell_of_a_workbook_has_a_name_and_no_lines(self) -> None:
        (result,) = sarif(report(CELL))["results"]
        (place,) = result["locations"]
        assert "region" not in place["physicalLocation"]
        assert place["logicalLocations"] == [{"name": "Acties!C5", "fullyQualifiedName": "acties[0].titel"}]
        assert result["message"]["text"].startswith("Acties!C5: Er is iets mis.")

    def test_other_places_are_related(self) -> None:
        other = location("acties[1]", Span(8, 1, 8, 2), file="regio.toml")
        (result,) = sarif(report(finding(related=(other,))))["results"]
        (related,) = result["relatedLocations"]
        assert related["physicalLocation"]["artifactLocation"]["uri"] == "regio.toml"
        assert related["physicalLocation"]["region"]["startLine"] == 8

    def test_what_is_acknowledged_is_suppressed_with_its_reason(self) -> None:
        assert [result["suppressions"] for result in sarif(report(ERROR, ACKNOWLEDGED))["results"]] == [
            [],
            [{"kind": "inSource", "status": "accepted", "justification": "Zo afgesproken"}],
        ]
        assert all("suppressions" not in result for result in sarif(report(ERROR))["results"])

    def test_a_file_that_could_not_be_checked_is_a_notification(self) -> None:
        files = (FileReport(path="a.toml"), FileReport(path="b.toml", complete=False))
        (invocation,) = sarif(Report(files=files))["invocations"]
        assert invocation["executionSuccessful"] is True
        (told,) = invocation["toolExecutionNotifications"]
        assert told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "b.toml"

    def test_that_codes_were_left_out_is_a_notification_of_its_settings(self) -> None:
        assert (
            "toolConfigurationNotifications" not in sarif(Report(files=(FileReport(path="a.toml"),)))["invocations"][0]
        )
        left_out = Report(files=(FileReport(path="a.toml", ignore=("DUB",)),), select=("DUB", "VAL"), language="en")
        (told,) = sarif(left_out)["invocations"][0]["toolConfigurationNotifications"]
        assert told["message"]["text"] == "1 file: no findings (only DUB, VAL asked for; DUB left out)"

    def test_a_link_in_a_plan_is_no_link_in_the_message(self) -> None:
        (result,) = sarif(report(finding(message="[klik](http://a.example)", fix="x")))["results"]
        assert result["message"]["text"] == "\\[klik\\](http://a.example) Herstel: x"

    @pytest.mark.parametrize(
        ("file", "uri"),
        [
            ("a b.toml", "a%20b.toml"),
            ("./x/../plan#1?.toml", "plan%231%3F.toml"),
            ("http:plan.toml", "http%3Aplan.toml"),
            ("50%.toml", "50%25.toml"),
            ("één.toml", "%C3%A9%C3%A9n.toml"),
            (os.fsdecode(b"d\xff.toml"), "d%FF.toml"),
            ("-", "-"),
            ("<bytes 1>", "%3Cbytes%201%3E"),
            ("../plan.toml", "../plan.toml"),
        ],
    )
    def test_a_file_is_an_address_relative_to_the_project(self, file: str, uri: str) -> None:
        (result,) = sarif(report(finding(at=location("", Span(1, 1, 1, 1), file=file)), file=file))["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri, "uriBaseId": "%SRCROOT%"}

    def test_an_absolute_path_outside_the_project_is_a_file_address(self) -> None:
        (result,) = sarif(report(finding(at=location("", Span(1, 1, 1, 1), file="/srv/a b.toml"))))["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///srv/a%20b.toml"}

    @pytest.mark.parametrize("example", ["almere.toml", "zonnedorp-dubbel.toml", "regio-zonneland-fouten"])
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_examples_keep_to_the_official_schema(self, example: str, language: str) -> None:
        found = galaplan.validate(EXAMPLES / example, language=language)
        assert len(sarif(found)["results"]) == len(found.findings) > 5


class TestJunit:
    def test_a_suite_for_each_file_and_a_case_for_each_finding(self) -> None:
        files = (FileReport(path="a.toml", findings=(ADVICE, ERROR)), FileReport(path="b.toml"))
        suites = junit(Report(files=files))
        counted = ("name", "tests", "failures", "errors", "skipped")
        assert [tuple(suite.attrib[key] for key in counted) for suite in suites] == [
            ("a.toml", "2", "1", "0", "0"),
            ("b.toml", "1", "0", "0", "0"),
        ]
        assert {key: suites.attrib[key] for key in ("tests", "failures", "errors")} == {
            "tests": "3",
            "failures": "1",
            "errors": "0",
        }

    def test_a_clean_file_passes(self) -> None:
        (case,) = junit(report()).iter("testcase")
        assert (case.attrib, list(case)) == ({"classname": "plan.toml", "name": "geen bevindingen"}, [])

    def test_what_counts_fails_and_the_rest_passes(self) -> None:
        def outcomes(strict: bool) -> list[str]:
            return [case[0].tag for case in junit(ALL.replace(strict=strict)).iter("testcase")]

        assert outcomes(False) == ["system-out", "system-out", "failure", "skipped"]
        assert outcomes(True) == ["system-out", "failure", "failure", "skipped"]

    def test_a_failure_tells_all(self) -> None:
        (case,) = junit(report(ERROR)).iter("testcase")
        assert case.attrib == {"classname": "plan.toml", "name": "DUB002 som-boven-kosten acties[0]"}
        assert case[0].attrib == {"type": "error", "message": "Er is iets mis."}
        assert (case[0].text or "").splitlines() == [
            "plan.toml:3:1: fout",
            "Er is iets mis.",
            "Waarom: Daarom.",
            "Herstel: Herstel het.",
            "Bron: GALA p62 L3254-3256",
        ]

    def test_what_is_acknowledged_is_skipped_with_its_reason(self) -> None:
        (case,) = junit(report(ACKNOWLEDGED)).iter("testcase")
        assert case[0].attrib == {"message": "Zo afgesproken"}

    def test_of_a_file_that_is_no_plan_the_rules_are_skipped(self) -> None:
        first, second = junit(Report(files=(FileReport(path="a", complete=False, findings=(ERROR,)),))).iter("testcase")
        assert (first[0].tag, second[0].tag) == ("skipped", "failure")

    def test_no_findings_among_the_codes_that_were_asked_for_is_said_to_be_that(self) -> None:
        (case,) = junit(Report(files=(FileReport(path="a"),), select=("DUB",), language="en")).iter("testcase")
        assert case.attrib["name"] == "no findings (only DUB asked for)"


class TestText:
    def test_what_is_acknowledged_is_marked(self) -> None:
        output = renderer("text")(report(ACKNOWLEDGED))
        assert "som-boven-kosten  (acties[0])  [erkend]\n" in output
        assert "           Erkend: Zo afgesproken\n" in output
        assert output.endswith("1 bestand: 1 erkend\n")

    def test_a_cell_of_a_workbook(self) -> None:
        assert "  Acties!C5 " in renderer("text")(report(CELL))

    def test_a_place_elsewhere_in_a_workbook(self) -> None:
        other = location("acties[1]", Span(8, 27, 8, 28, "Kosten"), file="b.xlsx")
        assert "Zie ook: b.xlsx:Kosten!AA8  acties[1]\n" in renderer("text")(report(finding(related=(other,))))


class TestJson:
    def test_what_is_acknowledged_and_the_anchor(self) -> None:
        at = location("acties[0]", Span(3, 1, 3, 11), anchor="acties[valtraining]")
        tree = json.loads(renderer("json")(report(finding(at=at, acknowledged="Zo afgesproken"))))
        assert tree["summary"] == {"files": 1, "error": 0, "warning": 0, "advice": 0, "acknowledged": 1}
        (told,) = tree["files"][0]["findings"]
        assert (told["anchor"], told["acknowledged"]) == ("acties[valtraining]", "Zo afgesproken")
        assert "cell" not in told

    def test_the_cell_in_a_workbook(self) -> None:
        (told,) = json.loads(renderer("json")(report(CELL)))["files"][0]["findings"]
        assert (told["cell"], told["line"], told["column"]) == ("Acties!C5", 5, 3)


class TestHostileText:
    """Nothing of a file steers a terminal, a log, a page or a parser."""

    REPORT = report(
        finding(
            at=location(HOSTILE, Span(1, 1, 1, 1, HOSTILE), file=HOSTILE_NAME),
            message=HOSTILE,
            fix=HOSTILE,
            acknowledged=HOSTILE,
            params={"tekst": HOSTILE},
            related=(location(HOSTILE, Span(1, 1, 1, 1), file=HOSTILE_NAME),),
        ),
        finding(at=location(HOSTILE, Span(1, 1, 1, 1), file=HOSTILE_NAME), message=HOSTILE, fix=HOSTILE),
        file=HOSTILE_NAME,
    )

    @pytest.mark.parametrize("form", FORMATS)
    def test_no_character_that_steers_is_left(self, form: str) -> None:
        output = (
            re.sub(r"\x1b\[\d*m", "", renderer(form)(self.REPORT)) if form == "text" else renderer(form)(self.REPORT)
        )
        assert "\x1b" not in output
        steering = [c for c in output if (ord(c) < 32 and c != "\n") or c in "\x7f\x85\u2028\u202e\ufffe"]
        assert steering == []
        output.encode()

    @pytest.mark.parametrize("form", ["sarif", "gitlab"])
    def test_none_is_left_in_what_a_program_decodes(self, form: str) -> None:
        decoded = json.loads(renderer(form)(self.REPORT))
        for words in _texts(decoded):
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e\ud800]", words.replace(HOSTILE[:-40], "")), (
                words
            )

    def test_github_sees_one_command_a_finding(self) -> None:
        lines = renderer("github")(self.REPORT).splitlines()
        assert [line.partition(" ")[0] for line in lines] == ["::notice", "::error", "1"]

    def test_concise_has_one_line_a_finding(self) -> None:
        assert len(renderer("concise")(self.REPORT).splitlines()) == 2

    def test_sarif_keeps_to_the_official_schema(self) -> None:
        assert len(sarif(self.REPORT)["results"]) == 2

    def test_junit_is_xml_with_the_text_made_visible(self) -> None:
        told = junit(self.REPORT)
        failure = next(told.iter("failure"))
        assert "]]>&lt;<b>" in failure.attrib["message"]
        assert "\\x1b[31m\\x00\\x85\\u2028\\u202e\\ufffe\\ud800" in failure.attrib["message"]

    @given(st.lists(st.text(max_size=30), min_size=5, max_size=5))
    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_whatever_a_file_says_each_report_can_be_read(self, texts: list[str]) -> None:
        message, fix, path, reason, sheet = texts
        places = (location(path, Span(1, 1, 1, 1)), location(path, Span(2, 2, 2, 3, sheet)))
        told = report(
            *(
                finding(at=at, message=message, fix=fix, acknowledged=acknowledged, related=places)
                for at in places
                for acknowledged in (None, reason)
            )
        )
        assert len(sarif(told)["results"]) == 4
        assert len({issue["fingerprint"] for issue in gitlab(told)}) == 4
        assert len(list(junit(told).iter("testcase"))) == 4
        assert len(renderer("concise")(told).splitlines()) == 4
        commands = renderer("github")(told).splitlines()[:-1]
        assert all(
            re.fullmatch(r"::(error|notice) title=DUB002 som-boven-kosten,file=[^:]*::.*", one) for one in commands
        )
        assert len(commands) == len(json.loads(renderer("json")(told))["files"][0]["findings"]) == 4

    @pytest.mark.parametrize("form", FORMATS)
    def test_a_plan_full_of_it(self, form: str, tmp_path: Path) -> None:
        hostile = json.dumps(HOSTILE.replace("\ud800", "")).replace("\\u0000", "\\u0001")
        plan = changed(
            "minimaal",
            [
                ['naam = "Zeewolde"', f"naam = {hostile}"],
                ['titel = "Training In Balans"', f"titel = {hostile}"],
                DUB002,
            ],
            f"\n[uitbreiding]\n{hostile} = {hostile}\n",
        )
        (tmp_path / "plan.toml").write_text(plan, "utf-8")
        (tmp_path / "geen-plan.toml").write_text(f"{hostile} = 1\n{plan}", "utf-8")
        result = run("--format", form, "geen-plan.toml", "plan.toml")
        assert result.exit_code == 1
        assert not any(ord(character) < 32 and character != "\n" for character in result.stdout)
        if form == "sarif":
            assert SARIF.is_valid(json.loads(result.stdout))
        elif form == "junit":
            assert {suite.attrib["name"] for suite in Xml.fromstring(result.stdout)} == {"plan.toml", "geen-plan.toml"}
        elif form == "github":
            assert all(
                re.match(r"::(error|warning|notice) title=[A-Z]{3}[0-9]{3} [a-z0-9-]+,file=", line)
                for line in result.stdout.splitlines()[:-1]
            )


def _texts(value: Any) -> Iterator[str]:
    """All texts in a tree save the paths of files, which stay what they are."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "path":
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


class TestFingerprints:
    def fingerprints(self, text: str, form: str = "gitlab") -> dict[tuple[str, str], str]:
        """By code and path."""
        Path("plan.toml").write_text(text, "utf-8")
        found = galaplan.validate("plan.toml")
        if form == "gitlab":
            marks = [issue["fingerprint"] for issue in gitlab(found)]
        else:
            marks = [result["partialFingerprints"]["galaplan/v1"] for result in sarif(found)["results"]]
        return {(one.code, one.location.path): mark for one, mark in zip(found.findings, marks, strict=True)}

    @pytest.mark.parametrize("form", ["gitlab", "sarif"])
    def test_they_stay_when_lines_move_rows_come_and_amounts_change(self, form: str) -> None:
        before = self.fingerprints(changed("minimaal", [DUB002]), form)
        row = '\n[[acties]]\nid = "nieuw"\ntitel = "Nieuw"\ngala_doelen = ["sociale-basis"]\nsoort = "organisatie"\n'
        amount = [DUB002[0], DUB002[0].replace("2025 = 10_000", "2025 = 12_345")]
        first = '[[acties]]\nid = "valrisico"'
        after = self.fingerprints(f"# één\n# twee\n{changed('minimaal', [amount, [first, row + first]])}", form)
        assert before["DUB002", "acties[0].kosten[0]"] == after["DUB002", "acties[1].kosten[0]"]

    def test_the_same_fault_in_two_years_has_two(self) -> None:
        both = COST_OF_2025.replace("10_000", "11_000").replace("2024 = 11_000", "2024 = 10_000")
        Path("plan.toml").write_text(changed("minimaal", [[COST_OF_2025, both]]), "utf-8")
        marks = {
            one.params["jaar"]: issue["fingerprint"]
            for found in [galaplan.validate("plan.toml")]
            for one, issue in zip(found.findings, gitlab(found), strict=True)
            if one.code == "DUB002"
        }
        assert len(set(marks.values())) == len(marks) == 2
        one = COST_OF_2025.replace("2026 = 10_000", "2026 = 11_000")
        mended = self.fingerprints(changed("minimaal", [[COST_OF_2025, one]]))
        assert mended["DUB002", "acties[0].kosten[0]"] == marks[2026]

    @pytest.mark.parametrize("name", ["5", "a b", "valtest"])
    def test_rows_are_known_by_whatever_tells_them_apart(self, name: str) -> None:
        head = 'galaplan = "1.0"\nsoort = "gemeente"\n'
        action = f'[[acties]]\nid = "{name}"\nsport = 1\n'
        line = '[[acties.kosten]]\nid = "1"\ndekking = [ROWS{ bron = "gemeente", sport = 1 }]\n'
        before = self.fingerprints(head + action + line.replace("ROWS", ""))
        above = '[[acties]]\nid = "4"\n[[acties.kosten]]\nid = "2"\n'
        cost = '[[acties.kosten]]\nid = "3"\n'
        after = self.fingerprints(head + above + action + cost + line.replace("ROWS", '{ bron = "spuk" }, '))
        was, now = "acties[0].kosten[0].dekking[0].sport", "acties[1].kosten[1].dekking[1].sport"
        assert before["LEZ010", was] == after["LEZ010", now]
        assert before["LEZ010", "acties[0].sport"] == after["LEZ010", "acties[1].sport"]

    def test_two_wordings_of_a_rule_at_one_place_keep_their_own(self) -> None:
        one, other = finding(variant="geen"), finding(variant="onvolledig")
        marks = [issue["fingerprint"] for issue in gitlab(report(one, other))]
        assert [issue["fingerprint"] for issue in gitlab(report(other))] == marks[1:]
        # As far as the examples go there are no two that only their order tells apart.
        found = galaplan.validate(EXAMPLES / "regio-zonneland-fouten").findings
        identities = [(f.code, f.variant, f.location.file, f.location.anchor, f.params.get("jaar")) for f in found]
        assert len(set(identities)) == len(identities)

    def test_no_two_in_a_report_are_the_same(self) -> None:
        found = galaplan.validate(*sorted(EXAMPLES.glob("*.toml")), EXAMPLES / "regio-zonneland-fouten")
        marks = [issue["fingerprint"] for issue in gitlab(found)]
        assert len(set(marks)) == len(marks) > 50
        same = [issue["fingerprint"] for issue in gitlab(report(ERROR, ERROR, ERROR))]
        assert len(set(same)) == 3

    def test_they_are_the_same_in_both_languages_and_from_both_formats(self) -> None:
        dutch, english = (galaplan.validate(EXAMPLES / "zonnedorp-dubbel.toml", language=name) for name in ("nl", "en"))
        marks = [issue["fingerprint"] for issue in gitlab(dutch)]
        assert [issue["fingerprint"] for issue in gitlab(english)] == marks
        assert [result["partialFingerprints"] for result in sarif(dutch)["results"]] == [
            {"galaplan/v1": mark} for mark in marks
        ]


class TestProject:
    """Paths are those of the project, wherever in it the command runs."""

    @pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
    def test_below_the_project(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
        monkeypatch.setenv(variable, str(tmp_path))
        (tmp_path / "plannen").mkdir()
        monkeypatch.chdir(tmp_path / "plannen")
        told = finding(at=location("", Span(1, 1, 1, 1)))
        assert gitlab(report(told))[0]["location"]["path"] == "plannen/plan.toml"
        assert renderer("github")(report(told)).startswith(
            "::error title=DUB002 som-boven-kosten,file=plannen/plan.toml,"
        )

    def test_absolute_paths_become_relative_ones(self, tmp_path: Path) -> None:
        told = finding(at=location("", Span(1, 1, 1, 1), file=f"{tmp_path}/x/plan.toml"))
        assert gitlab(report(told))[0]["location"]["path"] == "x/plan.toml"

    def test_a_project_behind_a_link(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "bouw" / "plannen").mkdir(parents=True)
        (tmp_path / "link").symlink_to("bouw")
        monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path / "link"))
        monkeypatch.chdir(tmp_path / "bouw" / "plannen")
        told = finding(at=location("", Span(1, 1, 1, 1)))
        assert gitlab(report(told))[0]["location"]["path"] == "plannen/plan.toml"

    def test_a_file_that_is_a_link_keeps_its_name(self, tmp_path: Path) -> None:
        (tmp_path / "plan.toml").symlink_to("/srv/elders.toml")
        assert gitlab(report(ERROR))[0]["location"]["path"] == "plan.toml"

    def test_the_fingerprint_does_not_depend_on_how_a_file_is_named(self, tmp_path: Path) -> None:
        marks = {
            gitlab(report(finding(at=location("", Span(1, 1, 1, 1), file=name)), file=name))[0]["fingerprint"]
            for name in ("plan.toml", "./plan.toml", f"{tmp_path}/plan.toml")
        }
        assert len(marks) == 1


class TestOutput:
    """`--output`: whole or not at all."""

    @pytest.fixture(autouse=True)
    def _plan(self, tmp_path: Path) -> None:
        (tmp_path / "plan.toml").write_text(changed("minimaal", [DUB002]), "utf-8")

    @pytest.mark.parametrize("form", FORMATS)
    def test_the_file_holds_what_would_be_printed(self, form: str) -> None:
        printed = run("--format", form, "plan.toml")
        written = run("--format", form, "--output", "uit", "plan.toml", color=True)
        assert (written.exit_code, written.output) == (printed.exit_code, "") == (1, "")
        assert Path("uit").read_bytes() == printed.stdout_bytes
        assert sorted(path.name for path in Path().iterdir()) == ["plan.toml", "uit"]

    def test_a_dash_is_standard_output(self) -> None:
        assert "DUB002" in run("--output", "-", "plan.toml").stdout
        assert not Path("-").exists()

    def test_0_when_nothing_is_wrong(self) -> None:
        result = run("--output", "uit", str(MINIMAL))
        assert (result.exit_code, Path("uit").read_text("utf-8")) == (0, "1 bestand: geen bevindingen\n")

    @pytest.mark.parametrize("output", ["geen/map/uit", "map", "x" * 5000, "a\0b", ""])
    def test_2_with_a_sentence_when_it_cannot_be_written(self, output: str) -> None:
        Path("map").mkdir()
        result = run("--output", output, "plan.toml")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("Error: ")
        assert len(result.stderr.splitlines()) == 1
        assert sorted(path.name for path in Path().iterdir()) == ["map", "plan.toml"]

    def test_what_was_there_stays_when_writing_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Path("uit").write_text("oud", "utf-8")

        def full(handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        result = run("--output", "uit", "plan.toml")
        assert (result.exit_code, result.stderr) == (2, "Error: uit: No space left on device\n")
        assert Path("uit").read_text("utf-8") == "oud"
        assert sorted(path.name for path in Path().iterdir()) == ["plan.toml", "uit"]

    def test_a_file_without_a_name(self) -> None:
        result = run("--output", "", "plan.toml")
        assert (result.exit_code, result.stderr) == (2, "Error: the name of the file to write is empty\n")

    @pytest.mark.parametrize("output", ["plan.toml", "./plan.toml"])
    def test_a_report_never_takes_the_place_of_a_plan(self, output: str) -> None:
        before = Path("plan.toml").read_bytes()
        result = run("--output", output, "plan.toml")
        assert (result.exit_code, "is one of the files to read" in result.stderr) == (2, True)
        assert Path("plan.toml").read_bytes() == before

    def test_other_files_that_cannot_be_read_are_told_as_ever(self) -> None:
        result = run("--output", "uit", "plan.toml", "weg.toml")
        assert (result.exit_code, result.stderr) == (2, "Error: weg.toml: No such file or directory\n")
        assert "DUB002" in Path("uit").read_text("utf-8")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
    def test_a_pipe_or_device_is_written_to_and_stays(self) -> None:
        os.mkfifo("pijp")
        reader = os.open("pijp", os.O_RDONLY | os.O_NONBLOCK)
        try:
            assert run("--output", "pijp", str(MINIMAL)).exit_code == 0
            assert os.read(reader, 1000) == b"1 bestand: geen bevindingen\n"
        finally:
            os.close(reader)
        assert Path("pijp").is_fifo()
