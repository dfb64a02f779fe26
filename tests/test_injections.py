"""Text of a plan reaches each place only as that place shows text: nothing in it is obeyed there.

What a place would obey is taken from what reads that place: the runner of GitHub (`github_commands` does what its
source does), the parser of XML, of HTML, of CSV, of workbooks, the schema of SARIF. `tests/test_renderers.py` looks at
reports on made-up findings; here hostile texts walk through whole plans.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.parsers import expat

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import galaplan
from galaplan.cli import main
from galaplan.files import plan_bytes
from galaplan.findings import Report
from galaplan.reports import FORMATS, renderer
from galaplan.reports.comparison import render_json, render_text
from galaplan.reports.escape import printed, visible
from tests.cases import EXAMPLES, PLANS, changed

SARIF = Draft202012Validator(json.loads((Path(__file__).parent / "official/sarif-2.1.0.json").read_text("utf-8")))

# What is tried. Each is one text; the plans of `plans_with` hold it wherever a text of a file gets into a report.
HOSTILE = {
    "a terminal: erase it": "x\x1b[2J\x1b[Hy",
    "a terminal: a link": "\x1b]8;;http://a.example\x1b\\klik\x1b]8;;\x07",
    "a terminal: the clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "a terminal: as single characters": "\x9b31m\x9d0;titel\x9c\x90q\x85z",
    "a terminal: going back": "fout\x08\x08\x08\x08goed\rgoed\x7f",
    "lines": "een\ntwee\r\ndrie\rvier\x0bvijf\x0czes\x85zeven\u2028acht\u2029negen",
    "direction": "\u202eneteM\u202c \u2066x\u2069 \u200ey\u200f\u061c",
    "what is not seen": "a\u200b\u200c\u2060\ufeff\u00ad\u034f\ufe0f\u3164\U000e0061\U000e0100b",
    "github: at the beginning": "::error file=app.js,line=1::verzonnen",
    "github: on a line of its own": "x\n::stop-commands::eind\r\n::set-output name=a::b",
    "github: after a blank": "x ::warning::verzonnen \u00a0::debug::verzonnen",
    "github: after coding": "%0A::error::x%0D%0A::set-output name=a::b%25%3A%2C",
    "github: anywhere": "x##[add-mask]e ###[stop-commands]eind ##[error]verzonnen",
    "azure: anywhere": "x##vso[task.setvariable variable=a]b ##[section]c",
    "xml": "]]><b>&lt;&#0;&x;<!-- --> <![CDATA[ \x01\ufffe\uffff\ufdd0",
    "junit: a file of the build server": "[[ATTACHMENT|/etc/passwd]]",
    "markdown": "[klik](http://a.example) ![x](http://a.example/x.png) [x](0) <img src=x onerror=y> `a` **b**",
    "markdown: escaped already": r"\[klik\](http://a.example) \\[klik\\](http://a.example) \\\[x](1)",
    "html": "</script><script>alert(1)</script><!-- <script> </SCRIPT >",
    "json": '"}],"valid":true,"x":[{"\\u0022\\',
    "formulas": "=cmd|' /C calc'!A0",
    "templates": "{0} {bedrag:euro} {__class__} %s %(x)s ${x} {{ 7*7 }}",
}

# What is shown as nothing: the property Default_Ignorable_Code_Point (Unicode 16, DerivedCoreProperties.txt).
UNSEEN = (
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F)),
    *((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF)),
    *((0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)

STEERING = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""The categories of control and format characters, half characters, separators of lines and paragraphs."""


@cache
def steers(character: str) -> bool:
    """Whether a character can move a cursor, begin a line, turn the direction of text, or is not seen."""
    code = ord(character)
    no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    unseen = any(first <= code <= last for first, last in UNSEEN)
    return no_character or unseen or unicodedata.category(character) in STEERING


def steering(text: str) -> list[str]:
    """The characters of a text that steer, apart from line ends."""
    return [character for character in text if character != "\n" and steers(character)]


def without_colours(text: str) -> str:
    """A report for people without the eight colour codes that galaplan itself puts there, and no other."""
    return re.sub(r"\x1b\[(?:0|1|31|32|33|36)m", "", text)


REGISTERED = {
    *("internal-set-repo-path", "set-env", "set-output", "save-state", "add-path", "add-mask", "add-matcher"),
    *("remove-matcher", "warning", "error", "notice", "debug", "group", "endgroup", "echo", "stop-commands"),
}
"""The commands that GitHub's runner knows."""

Command = tuple[str, dict[str, str], str]


def github_commands(output: str) -> list[Command]:
    """What GitHub's runner does with what a step prints, line by line: first the newer notation, then the older."""
    found = []
    for line in re.split("\r\n|\r|\n", output):
        start = line.lstrip()
        newer, older = start.startswith("::") and start.find("::", 2) > 0, line.find("##[")
        if newer:
            end = start.index("::", 2)
            name, _, stated = start[2:end].partition(" ")
            if name in REGISTERED:
                pairs = (pair.split("=", 1) for pair in stated.split(",") if "=" in pair)
                found.append((name, {key: unescaped(value) for key, value in pairs}, unescaped(start[end + 2 :])))
                continue
        if older >= 0 and "]" in line[older:]:
            name = line[older + 3 : line.index("]", older)].partition(" ")[0]
            if name in REGISTERED:
                found.append((name, {}, line))
    return found


def unescaped(text: str) -> str:
    for coded, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(coded, character)
    return text


def no_commands(output: str) -> None:
    """No build server finds a command in it: GitHub, or Azure DevOps, which looks for `##vso[` anywhere in a line."""
    assert github_commands(output) == []
    assert "##vso[" not in output
    assert "##[" not in output


def toml(text: str) -> str:
    """A text as TOML, each character by its number."""
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


@cache
def plans_with(text: str) -> dict[str, bytes]:
    """Plans with the text in one place each, by that place."""
    hostile = toml(text)
    component = '[[aanvraag]]\nonderdeel = "kansrijke-start"'
    acknowledged = '\n[[erkend]]\ncode = "BEG008"\npad = "aanvraag[welzijn-op-recept].bedragen.2026"\n'
    zonnedorp = (EXAMPLES / "zonnedorp.toml").read_text("utf-8")
    found = {
        "a key": f"{hostile} = 1\n" + changed("minimaal", []),
        "a key further down": changed("minimaal", [['plan = "regio-2024"', f'plan = "x"\n{hostile} = 1']]),
        "a code": changed("minimaal", [[component, f"[[aanvraag]]\nonderdeel = {hostile}"]]),
        "a key that is a code": changed("minimaal", [], f"\n[elementen.{hostile}]\ntekst = 'x'\n"),
        "an id": changed("minimaal", [['id = "langer-thuis"', f"id = {hostile}"]]),
        "a reference": changed("minimaal", [['doelen = ["goede-start"]', f"doelen = [{hostile}]"]]),
        "a name": changed("minimaal", [['naam = "Zeewolde"', f"naam = {hostile}"]]),
        "a date": changed("minimaal", [["datum = 2023-09-18", f"datum = {hostile}"]]),
        "a year": changed("minimaal", [["{ 2024 = 60_000", f"{{ {hostile} = 1, 2024 = 60_000"]]),
        "the version": changed("minimaal", [['galaplan = "1.0"', f"galaplan = {hostile}"]]),
        "the kind": changed("minimaal", [['soort = "gemeente"', f"soort = {hostile}"]]),
        "the edition": changed("minimaal", [['editie = "spuk-2023"', f"editie = {hostile}"]]),
        "a code that is acknowledged": changed(
            "minimaal", [], f"\n[[erkend]]\ncode = {hostile}\npad = ''\nreden='x'\n"
        ),
        "a place that is acknowledged": changed(
            "minimaal", [], f'\n[[erkend]]\ncode = "BEG008"\npad = {hostile}\nreden = "x"\n'
        ),
        "a reason": f"{zonnedorp}{acknowledged}reden = {hostile}\n",
    }
    workbooks = {
        "a cell": by_hand({"Plan": [["sleutel", "waarde"], ["galaplan", "1.0"], ["soort", text]]}),
        "a key in a cell": by_hand({"Plan": [["sleutel", "waarde"], ["soort", "gemeente"], [text, "1"]]}),
    }
    if not re.search("[\x00-\x1f\ufffe\uffff]", text):  # a sheet cannot be called so: XML has no such characters
        workbooks["a sheet"] = by_hand({"Plan": [["sleutel", "waarde"], ["soort", "gemeente"]], text: [["a"], ["b"]]})
    return {
        **{f"{place}.toml": plan.encode() for place, plan in found.items()},
        "a key in JSON.json": json.dumps({text: 1, "galaplan": "1.0", "soort": "gemeente"}).encode(),
        **{f"{place}.xlsx": data for place, data in workbooks.items()},
    }


def by_hand(sheets: dict[str, list[list[str]]]) -> bytes:
    """A workbook of these sheets, whatever is in them; openpyxl refuses to write such texts."""
    names = "".join(f'<sheet name="{xml(name)}" r:id="r{n}"/>' for n, name in enumerate(sheets))
    ways = "".join(f'<Relationship Id="r{n}" Type="x/worksheet" Target="{n}.xml"/>' for n, _ in enumerate(sheets))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", f'<workbook xmlns:r="r">{names}</workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{ways}</Relationships>")
        for n, rows in enumerate(sheets.values()):
            cells = ("".join(f'<c t="str"><v>{xml(cell(text))}</v></c>' for text in row) for row in rows)
            book.writestr(f"xl/{n}.xml", f"<sheet>{''.join(f'<row>{row}</row>' for row in cells)}</sheet>")
    return made.getvalue()


def cell(text: str) -> str:
    """A text as a workbook has it: what XML cannot hold as `_x001B_`."""
    return re.sub("[\x00-\x1f\ufffe\uffff]", lambda found: f"_x{ord(found[0]):04X}_", text)


def xml(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def name_with(text: str) -> str:
    """A text as the name of a file: without the two characters that no name has, and with one that is no UTF-8."""
    return text.replace("/", "").replace("\0", "")[:60] + os.fsdecode(b"\xff")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory of its own, in no pipeline."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)


@cache
def report_on(text: str, place: str) -> Report:
    """What is found in the plan with the text in that place."""
    return galaplan.validate(plans_with(text)[place])


@cache
def hostile_report(text: str) -> Report:
    """What is found in all those plans, with the text in the names of the files too."""
    files = []
    for place in plans_with(text):
        (file,) = report_on(text, place).files
        name = f"{name_with(text)}{place}"
        findings = tuple(
            finding.replace(
                location=finding.location.replace(file=name),
                related=tuple(other.replace(file=name) for other in finding.related),
            )
            for finding in file.findings
        )
        files.append(file.replace(path=name, findings=findings))
    return Report(files=tuple(files))


ALL_TEXTS = pytest.mark.parametrize("text", list(HOSTILE.values()), ids=list(HOSTILE))

AT_A_TERMINAL = [name for name in HOSTILE if name.startswith(("a terminal", "lines", "dir", "what", "github", "azure"))]

TERMINAL_TEXTS = pytest.mark.parametrize("text", [HOSTILE[name] for name in AT_A_TERMINAL], ids=AT_A_TERMINAL)
"""What means something where only people and logs of build servers read."""


class TestThePlaces:
    """That the hostile texts do reach the reports: else nothing below would mean anything."""

    @pytest.mark.parametrize("place", plans_with("x"))
    @pytest.mark.parametrize("name", ["a terminal: erase it", "github: after a blank", "direction", "html"])
    def test_each_place_gets_into_a_finding(self, place: str, name: str) -> None:
        text = HOSTILE[name]
        if place not in plans_with(text):
            assert (place, name) == ("a sheet.xlsx", "a terminal: erase it")
            return
        told = [
            (finding.message, finding.fix, finding.acknowledged, finding.location.anchor, *finding.params.values())
            for finding in report_on(text, place).findings
        ]
        assert any(text in str(item) for items in told for item in items)

    def test_the_json_report_gives_each_text_back_as_it_was(self) -> None:
        """Programs get the text itself: its escapes are those of JSON."""
        for text in HOSTILE.values():
            report = hostile_report(text)
            tree = json.loads(renderer("json")(report))
            messages = [finding["message"] for file in tree["files"] for finding in file["findings"]]
            assert messages == [finding.message for finding in report.findings]
            assert any(text in message for message in messages)


class TestCharacters:
    def test_every_character_that_steers_is_written_out_and_no_other_is(self) -> None:
        """Of the first three planes, the one with tags and the ends of all; of what Unicode has given a meaning."""
        ends = [plane | last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)]
        every = "".join(map(chr, [*range(0x30000), *range(0xE0000, 0xE1100), *ends]))
        left = set(visible(every))
        unseen = {chr(code) for first, last in UNSEEN for code in range(first, last + 1)}
        steering = {c for c in every if unicodedata.category(c) in STEERING or ord(c) & 0xFFFE == 0xFFFE} | unseen
        steering.update(map(chr, range(0xFDD0, 0xFDF0)))
        assert sorted(left & steering) == []
        assert [c for c in set(every) - steering - left if unicodedata.category(c) != "Cn"] == []

    @given(st.text())
    @settings(max_examples=300)
    def test_what_is_made_visible_stays_as_it_is(self, text: str) -> None:
        assert visible(visible(text)) == visible(text)
        assert printed(printed(text)) == printed(text)

    @pytest.mark.parametrize(
        ("text", "seen"),
        [
            ("Training 'In Balans' – één: €\u00a05", "Training 'In Balans' – één: €\u00a05"),
            ("a\tb\r\n", "a\\tb\\r\\n"),
            ("\x1b[2J\x9b\u202e", "\\x1b[2J\\x9b\\u202e"),
            ("\U000e0061", "\\U000e0061"),
            ("::error::x", "\\x3a:error::x"),
            ("a ::error::x", "a \\x3a:error::x"),
            ("a::b #1 ##2", "a::b #1 ##2"),
            ("###[x]##vso[y]", "#\\x23#[x]\\x23#vso[y]"),
        ],
    )
    def test_printed(self, text: str, seen: str) -> None:
        assert printed(text) == seen

    @given(st.text(st.sampled_from(" \n\u00a0:#[]%avso-error"), max_size=30), st.text(" \u2003", max_size=2))
    @settings(max_examples=300)
    def test_nothing_printed_is_a_command_wherever_a_line_breaks(self, text: str, indent: str) -> None:
        for line in printed(text).split(" "):
            no_commands(indent + line)


class TestReports:
    """`galaplan validate`, in every format."""

    @ALL_TEXTS
    @pytest.mark.parametrize("form", FORMATS)
    def test_no_character_steers_and_no_line_commands(self, form: str, text: str) -> None:
        output = renderer(form)(hostile_report(text))
        shown = without_colours(output) if form == "text" else output
        assert steering(shown) == []
        shown.encode()
        if form != "github":
            no_commands(output)

    @ALL_TEXTS
    def test_concise_is_a_line_for_each_finding(self, text: str) -> None:
        report = hostile_report(text)
        lines = renderer("concise")(report).split("\n")
        assert len(lines) == len(report.findings) + 1
        for line, finding in zip(lines, report.findings, strict=False):
            assert f": {finding.code} " in line

    @ALL_TEXTS
    def test_github_sees_a_command_for_each_finding_that_says_what_the_finding_says(self, text: str) -> None:
        report = hostile_report(text)
        output = renderer("github")(report)
        commands = github_commands(output)
        assert len(commands) == len(report.findings)
        assert len([line for line in output.splitlines() if line.startswith("::")]) == len(report.findings)
        for (name, properties, data), finding in zip(commands, report.findings, strict=True):
            of_severity = {"error": "error", "warning": "warning", "advice": "notice"}[finding.severity.word]
            assert name == (of_severity if finding.acknowledged is None else "notice")
            assert set(properties) <= {"title", "file", "line", "endLine", "col", "endColumn"}
            assert properties["title"] == f"{finding.code} {finding.name}"
            assert properties["file"] == visible(finding.location.file)
            message, *more = data.split("\n")
            assert message.endswith(visible(finding.message))
            assert len(more) == 1 + bool(finding.source) + (finding.acknowledged is not None)

    @ALL_TEXTS
    def test_sarif_keeps_to_its_schema_and_has_no_link(self, text: str) -> None:
        report = hostile_report(text)
        log = json.loads(renderer("sarif")(report))
        assert SARIF.is_valid(log)
        (run,) = log["runs"]
        assert len(run["results"]) == len(report.findings)
        for result, finding in zip(run["results"], report.findings, strict=True):
            message = result["message"]["text"]
            assert links(message) == []
            assert (
                re.search(r"(?<!\\)\[[^\]]*(?<!\\)\]\(", message) is None
            )  # to a reader that looks one character back
            address = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"[A-Za-z0-9._~%/-]+", address)
            assert unquote_to_bytes(address) == os.fsencode(finding.location.file)
        assert [texts for texts in decoded(log) if steering(texts)] == []

    def test_the_markdown_of_sarif_holds_no_text_of_a_plan(self) -> None:
        """It tells of the rules, so it is the same whatever the plan says."""
        tame, hostile = (
            {
                rule["id"]: rule
                for rule in json.loads(renderer("sarif")(hostile_report(text)))["runs"][0]["tool"]["driver"]["rules"]
            }
            for text in ("tam", HOSTILE["markdown"])
        )
        both = tame.keys() & hostile.keys()
        assert len(both) > 8
        assert {code: tame[code] for code in both} == {code: hostile[code] for code in both}
        found = json.dumps(json.loads(renderer("sarif")(hostile_report(HOSTILE["markdown"])))["runs"][0]["results"])
        assert '"markdown"' not in found

    @ALL_TEXTS
    def test_gitlab_gets_one_issue_a_finding_in_plain_words(self, text: str) -> None:
        report = hostile_report(text)
        issues = json.loads(renderer("gitlab")(report))
        assert len(issues) == len({issue["fingerprint"] for issue in issues}) == len(report.findings)
        for issue, finding in zip(issues, report.findings, strict=True):
            assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
            assert steering(issue["description"]) == []
            assert visible(finding.message) in issue["description"]
            assert issue["location"]["path"].encode() == finding.location.file.encode(errors="backslashreplace")

    @ALL_TEXTS
    def test_junit_is_xml_in_which_the_text_comes_back_visible(self, text: str) -> None:
        report = hostile_report(text)
        cases, said = xml_of(renderer("junit")(report))
        assert cases >= len(report.findings)
        assert steering("".join(said)) == []
        assert "[[ATTACHMENT|" not in "".join(said)
        for finding in report.findings:
            seen = visible(finding.message).replace("[[ATTACHMENT|", "[\\x5bATTACHMENT|")
            assert any(seen in words for words in said)

    @ALL_TEXTS
    @pytest.mark.parametrize("form", ["json", "sarif", "gitlab"])
    def test_json_in_a_page_stays_in_its_script(self, form: str, text: str) -> None:
        page = Page()
        output = renderer(form)(hostile_report(text))
        page.feed(f'<script type="application/json">{output}</script><p>')
        page.close()
        assert page.elements == ["script", "p"]
        assert json.loads(page.script) == json.loads(output)
        assert "<!--" not in output
        assert output.isascii()


def links(text: str) -> list[str]:
    """The links of a SARIF message, to a reader that takes a backslash and the next character as one."""
    one = r"(?:\\.|[^\[\]\\])"
    return re.findall(rf"\[({one}*)\]\(", re.sub(r"\\.", "", text))


def decoded(value: Any) -> Iterator[str]:
    """All texts in a tree."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for item in value.items() for one in item for text in decoded(one))
    elif isinstance(value, list):
        yield from (text for item in value for text in decoded(item))


def xml_of(data: str) -> tuple[int, list[str]]:
    """The number of test cases, and every attribute and text, as expat reads them. No element is the plan's own."""
    cases = 0
    said: list[str] = []
    known = {"testsuites", "testsuite", "testcase", "failure", "skipped", "system-out"}

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal cases
        assert element in known
        cases += element == "testcase"
        said.extend(attributes.values())

    def refused(*what: object) -> None:
        raise AssertionError(what)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.CharacterDataHandler = said.append
    parser.CommentHandler = refused
    parser.StartCdataSectionHandler = refused
    parser.ProcessingInstructionHandler = refused
    parser.StartDoctypeDeclHandler = refused
    parser.Parse(data, True)
    return cases, said


class Page(HTMLParser):
    """A page with one script."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        if self.elements[-1] == "script":
            self.script += data


def run(*arguments: str, color: bool = True) -> Result:
    """The command; `color`: as at a terminal, where nothing is taken out of what it prints."""
    return CliRunner().invoke(main, arguments, color=color)


class TestTheCommand:
    """What is printed, by way of real files and settings."""

    @pytest.mark.skipif(sys.platform == "win32", reason="no such names")
    @ALL_TEXTS
    def test_names_of_files(self, text: str) -> None:
        name = name_with(text)
        Path(name + ".toml").write_bytes(plans_with(text)["a key.toml"])
        Path(name + "2.toml").write_bytes((PLANS / "minimaal.toml").read_bytes())
        known = {form: run("validate", "--format", form, "--", name + ".toml", name + "2.toml") for form in FORMATS}
        for form, result in known.items():
            assert (result.exit_code, result.stderr) == (1, "")
            assert steering(without_colours(result.stdout)) == []
            if form != "github":
                no_commands(result.stdout)
        assert len(github_commands(known["github"].stdout)) == len(
            json.loads(known["json"].stdout)["files"][0]["findings"]
        ) + len(json.loads(known["json"].stdout)["files"][1]["findings"])

    @pytest.mark.skipif(sys.platform == "win32", reason="no such names")
    @TERMINAL_TEXTS
    @pytest.mark.parametrize(
        "arguments",
        [
            ("validate", "--", "*"),
            ("validate", "plan.toml", "--", "*.toml"),
            ("validate", "--output", "*/x", "plan.toml"),
            ("validate", "--config", "*", "plan.toml"),
            ("validate", "--select", "*", "plan.toml"),
            ("validate", "--format", "*", "plan.toml"),
            ("validate", "--edition", "*", "plan.toml"),
            ("validate", "--strict=*", "plan.toml"),
            ("validate", "--x*", "plan.toml"),
            ("diff", "--", "*", "plan.toml"),
            ("diff", "plan.toml", "plan.toml", "x*"),
            ("convert", "--", "*.toml", "x.json"),
            ("convert", "--", "plan.toml", "*"),
            ("convert", "--", "plan.toml", "*/x.json"),
            ("init", "--", "*"),
            ("init", "--gemeente", "*", "new.toml"),
            ("init", "--regio", "*", "new.toml"),
            ("init", "--gemeente", "GM0034", "--onderdelen", "*", "new.toml"),
            ("init", "--gemeente", "GM0034", "--onderdelen", "brc", "--", "*/x.toml"),
            ("init", "--soort", "*", "new.toml"),
            ("rules", "--", "*"),
            ("codelists", "--", "*"),
            ("codelists", "--edition", "*"),
            ("schema", "--", "*"),
            ("schema", "--write", "plan.toml/*"),
            ("x*",),
            ("--x*",),
        ],
        ids=" ".join,
    )
    def test_errors(self, arguments: tuple[str, ...], text: str) -> None:
        """Each says what it is about, in one sentence; `*` stands for the text."""
        Path("plan.toml").write_bytes((PLANS / "minimaal.toml").read_bytes())
        result = run(*(argument.replace("*", name_with(text)) for argument in arguments))
        assert result.exit_code == 2, result.output
        assert steering(result.stderr) == steering(without_colours(result.stdout)) == []
        no_commands(result.output)
        told = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
        assert len(told) == 1
        assert result.stderr.endswith(f"{told[0]}\n")

    @TERMINAL_TEXTS
    @pytest.mark.parametrize(
        "stated",
        [
            "* = 1",
            "select = [*]",
            "language = *",
            "edition = *",
            "[per-file-ignores]\n* = 1",
            '[per-file-ignores]\n"../x" = [*]',
            "strict = *",
        ],
    )
    def test_settings(self, stated: str, text: str) -> None:
        Path("plan.toml").write_bytes((PLANS / "minimaal.toml").read_bytes())
        Path("galaplan.toml").write_text(stated.replace("*", toml(text)), "utf-8")
        for arguments in (["validate", "plan.toml"], ["codelists"]):
            result = run(*arguments)
            assert (result.exit_code, result.stdout) == (2, "")
            assert result.stderr.startswith("Error: galaplan.toml:")
            assert steering(result.stderr) == []
            assert result.stderr.count("\n") == 1
            no_commands(result.stderr)

    @ALL_TEXTS
    def test_settings_that_hold(self, text: str) -> None:
        """A pattern may be any text; it is in no report."""
        Path("plan.toml").write_bytes((PLANS / "minimaal.toml").read_bytes())
        Path("galaplan.toml").write_text(f'[per-file-ignores]\n{toml("a" + text)} = ["DUB"]\n', "utf-8")
        result = run("validate", "plan.toml")
        assert steering(without_colours(result.output)) == []

    def test_the_hook_of_pre_commit_hands_on_no_name_that_is_an_option(self) -> None:
        """It names files without a `--` before them."""
        (hook,) = yaml.safe_load((EXAMPLES.parent / ".pre-commit-hooks.yaml").read_text("utf-8"))
        for name in ("--output=x-plan.toml", "--output=../plannen/x.toml", "--plan.toml", "--config=x.plan.json"):
            assert re.search(hook["files"], name)
            assert re.search(hook["exclude"], name)
        assert not re.search(hook["exclude"], "jeugd-plan.toml")

    @pytest.mark.skipif(sys.platform == "win32", reason="no such terminals")
    def test_the_bar_of_progress_says_no_names(self) -> None:
        import pty

        for number in range(3):
            text = "\x1b]0;titel\x07\u202e::error::x"
            Path(f"{number}{text}.toml").write_bytes((PLANS / "minimaal.toml").read_bytes())
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "galaplan", "validate", "--format", "json", "."]
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        told = b""
        try:
            while piece := os.read(ours, 1000):
                told += piece
        except OSError:  # the other side is closed
            pass
        finally:
            os.close(ours)
        assert child.wait() in (0, 1)
        bar = re.sub(r"\r|\x1b\[(?:\?25[lh]|K)", "", told.decode())
        assert "100%" in bar
        assert steering(bar) == []
        assert "titel" not in bar


class TestDiff:
    """`galaplan diff`, in both formats."""

    @staticmethod
    def sides(text: str) -> tuple[bytes, bytes]:
        """Two plans that differ by the text in all ways in which plans differ."""
        hostile = toml(text)
        plan = changed("minimaal", [])
        row = f'\n[[acties]]\nid = "nieuw"\ntitel = {hostile}\ngala_doelen = ["sociale-basis"]\nsoort = "organisatie"\n'
        reason = f'\n[[erkend]]\ncode = "ELE003"\npad = "x"\nreden = {hostile}\n'
        new = changed(
            "minimaal",
            [
                ['titel = "Plan van aanpak van een kleine gemeente"', f"titel = {hostile}"],
                ['naam = "Zeewolde"', f"naam = {hostile}"],
                ['omschrijving = "Trainers en zaalhuur"', f"omschrijving = {hostile}"],
                ['sociaal = "Het wijkteam verwijst door."', f"sociaal = {hostile}"],
                ['indicatoren = [{ naam = "Deelnemers uit die straten"', f"indicatoren = [{{ naam = {hostile}"],
            ],
            f"{row}{reason}\n[uitbreiding]\n{hostile} = {hostile}\nlijst = [{hostile}]\n",
        )
        return plan.encode(), new.encode()

    @ALL_TEXTS
    def test_text(self, text: str) -> None:
        for old, new in (self.sides(text), self.sides(text)[::-1]):
            output = render_text(galaplan.compare(old, new))
            assert steering(without_colours(output)) == []
            no_commands(output)

    @ALL_TEXTS
    def test_json(self, text: str) -> None:
        output = render_json(galaplan.compare(*self.sides(text)))
        assert text in set(decoded(json.loads(output)))
        assert output.isascii()
        assert "</" not in output
        assert steering(output) == []
        no_commands(output)

    @pytest.mark.skipif(sys.platform == "win32", reason="no such names")
    @ALL_TEXTS
    def test_names_and_what_is_no_plan(self, text: str) -> None:
        name = name_with(text)
        Path(name).write_bytes(plans_with(text)["a key.toml"])
        Path("plan.toml").write_bytes((PLANS / "minimaal.toml").read_bytes())
        for form in ("text", "json"):
            result = run("diff", "--format", form, "--", name, "plan.toml")
            assert (result.exit_code, result.stderr) == (1, "")
            assert steering(without_colours(result.stdout)) == []
            no_commands(result.stdout)


FORMULAS = ["=1+1", "=cmd|' /C calc'!A0", "+31 6", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x","y")']
ADDRESSES = ["http://a.example", "mailto:a", "internal:Plan!A1", "external:\\\\a\\b.xlsx", "ftp://a.example"]


class TestWorkbooks:
    """What `galaplan convert` puts into an Excel workbook."""

    TEXTS = tuple(dict.fromkeys((*FORMULAS, *ADDRESSES, *HOSTILE.values())))

    @classmethod
    def plan(cls) -> galaplan.MunicipalPlan:
        """A plan with all those texts wherever a text may be free: titles, names, lists, keys of one's own."""
        rows = "".join(
            f'\n[[acties]]\nid = "r{number}"\ntitel = {toml(text)}\nomschrijving = {toml(text)}\n'
            f"wijken = [{toml(text)}]\npartners = [{{ naam = {toml(text)} }}]\n"
            for number, text in enumerate(cls.TEXTS)
        )
        own = "".join(f"{toml(text)} = {toml(text)}\n" for text in cls.TEXTS)
        head = ['titel = "Plan van aanpak van een kleine gemeente"', f"titel = {toml(FORMULAS[1])}"]
        plan = galaplan.loads(changed("minimaal", [head], f"{rows}\n[uitbreiding]\n{own}"))
        assert isinstance(plan, galaplan.MunicipalPlan)
        return plan

    def test_every_text_is_a_text_to_another_program(self) -> None:
        data = plan_bytes(self.plan(), "xlsx")
        book = openpyxl.load_workbook(io.BytesIO(data))
        cells = [one for sheet in book for row in sheet.iter_rows() for one in row if one.value is not None]
        assert {one.data_type for one in cells} <= {"s", "n", "d"}
        shown = {str(one.value): one for one in cells}
        for text in FORMULAS:
            # openpyxl, as Excel does, reads a carriage return that was escaped
            there = shown.get(text) or shown[text.replace("\r", "_x000D_")]
            assert there.data_type == "s"
            assert there.quotePrefix or there.number_format == "@"
        assert [one.hyperlink for one in cells if one.hyperlink] == []

    def test_no_part_holds_a_formula_a_link_or_broken_xml(self) -> None:
        with zipfile.ZipFile(io.BytesIO(plan_bytes(self.plan(), "xlsx"))) as book:
            for name in book.namelist():
                elements: list[tuple[str, dict[str, str]]] = []
                parser = expat.ParserCreate()
                parser.StartElementHandler = lambda element, attributes, into=elements: into.append(
                    (element.rpartition(":")[2], attributes)
                )
                parser.Parse(book.read(name), True)
                assert not {"f", "hyperlink", "ddeLink", "oleLink"} & {element for element, _ in elements}, name
                assert all(attributes.get("TargetMode") != "External" for _, attributes in elements), name

    def test_formulas_that_a_drop_down_is_made_of_hold_no_text_of_a_plan(self) -> None:
        """They name ranges of cells, and words of the format itself."""
        book = openpyxl.load_workbook(io.BytesIO(plan_bytes(self.plan(), "xlsx")))
        stated = {rule.formula1 for sheet in book for rule in sheet.data_validations.dataValidation}
        for formula in stated:
            assert re.fullmatch(r"\"[a-z0-9(),. -]+\"|'?[A-Z][A-Za-z ]*'?!\$[A-Z]\$\d+:\$[A-Z]\$\d+|\d+", formula), (
                formula
            )

    def test_the_plan_comes_back_as_it_was(self) -> None:
        """No apostrophe is put before a text: a plan that is converted is the same plan.

        So whoever has a spreadsheet write such a sheet as CSV gets `=1+1` in it; SECURITY.md says so.
        """
        from galaplan.reading import read

        plan = self.plan()
        assert read(plan_bytes(plan, "xlsx"), "xlsx").plan == plan


class TestWrittenPlans:
    """What `galaplan convert` writes as text, which may be a terminal."""

    STEERS_A_TERMINAL = ("Cc", "Zl", "Zp")

    @ALL_TEXTS
    @pytest.mark.parametrize("form", ["toml", "json"])
    def test_what_is_printed_steers_no_terminal_and_is_the_same_plan(self, form: str, text: str) -> None:
        _, data = TestDiff.sides(text)
        Path("plan.toml").write_bytes(data)
        result = run("convert", "--to", form, "plan.toml", "-")
        assert result.exit_code == 0, result.output
        bidi = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        left = {c for c in result.stdout if unicodedata.category(c) in self.STEERS_A_TERMINAL or c in bidi}
        assert left == {"\n"}
        printed_plan = galaplan.loads(result.stdout_bytes, format="json" if form == "json" else "toml")
        assert printed_plan == galaplan.load("plan.toml")

    def test_a_text_for_people_stays_readable(self) -> None:
        plan = galaplan.loads(changed("minimaal", [['naam = "Zeewolde"', 'naam = "Súdwest-Fryslân 🏃‍♀️ – €"']]))
        for form in ("toml", "json"):
            assert "Súdwest-Fryslân 🏃‍♀️ – €" in galaplan.dumps(plan, format="json" if form == "json" else "toml")

    @ALL_TEXTS
    def test_why_a_file_cannot_be_converted(self, text: str) -> None:
        for place in ("a key.toml", "a key in JSON.json", "a cell.xlsx", "a key in a cell.xlsx"):
            Path(place).write_bytes(plans_with(text)[place])
            result = run("convert", place, "x.json")
            assert steering(without_colours(result.stderr)) == []
            no_commands(result.stderr)

    @pytest.mark.skipif(sys.platform == "win32", reason="no such terminals")
    def test_no_workbook_goes_to_a_terminal(self) -> None:
        import pty

        Path("plan.toml").write_bytes((PLANS / "minimaal.toml").read_bytes())
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "galaplan", "convert", "--to", "xlsx", "plan.toml", "-"]
        done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, text=True)
        os.close(theirs)
        with suppress(OSError):  # the other side is closed
            assert os.read(ours, 10) == b""
        os.close(ours)
        assert done.returncode == 2
        assert "name the file to write" in done.stderr


class TestCsv:
    """No command writes text of a plan as CSV: that format is for code lists, which come from the catalogue."""

    def test_one_module_writes_csv_and_it_knows_no_plan(self) -> None:
        writing = {}
        for file in Path(galaplan.__file__).parent.rglob("*.py"):
            text = file.read_text("utf-8")
            if "csv" not in text:
                continue
            nodes = list(ast.walk(ast.parse(text)))
            if any(isinstance(node, ast.Attribute) and node.attr in ("writer", "DictWriter") for node in nodes):
                modules = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
                writing[file.name] = {module for module in modules if module.startswith("galaplan")}
        assert writing == {"codelists.py": {"galaplan.catalogue", "galaplan.reports.json"}}

    @pytest.mark.parametrize("edition", ["spuk-2023", "spuk-2025"])
    def test_no_cell_of_a_code_list_is_a_formula(self, edition: str) -> None:
        lists = json.loads(run("codelists", "--format", "json", "--edition", edition, color=False).stdout)["lijsten"]
        for one in [None, *(row["lijst"] for row in lists)]:
            named = [] if one is None else [one]
            result = run("codelists", "--format", "csv", "--edition", edition, *named, color=False)
            rows = list(csv.reader(io.StringIO(result.stdout)))
            assert len(rows) > 1
            assert {len(row) for row in rows} == {len(rows[0])}
            assert [text for row in rows for text in row if text.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
