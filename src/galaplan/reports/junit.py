"""JUnit XML, which every build server shows: a suite for each file, a test case for each finding."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as Xml
from xml.etree.ElementTree import Element, SubElement

from galaplan.findings import FileReport, Finding, Report
from galaplan.reports.escape import harmless_xml, visible
from galaplan.reports.places import project_path
from galaplan.reports.summary import limits
from galaplan.texts import words


def render_junit(report: Report) -> str:
    """The report as XML in ASCII.

    What counts for the exit status is a failure, what the plan acknowledges is skipped, with the reason, and all else
    passes and says what it has to say in its output.
    """
    suites = [_suite(file, report) for file in report.files]
    root = Element("testsuites", {"name": "galaplan", **_totals(suites)})
    root.extend(suites)
    Xml.indent(root)
    data: bytes = Xml.tostring(root, encoding="us-ascii", xml_declaration=True)
    return harmless_xml(data.decode()) + "\n"


def _text(text: str) -> str:
    """A text as it may stand in a report: GitLab and Jenkins take `[[ATTACHMENT|file]]` for a file to be shown."""
    return visible(text).replace("[[ATTACHMENT|", "[\\x5bATTACHMENT|")


def _totals(suites: list[Element]) -> dict[str, str]:
    return {key: str(sum(int(suite.attrib[key]) for suite in suites)) for key in ("tests", "failures", "errors")}


def _suite(file: FileReport, report: Report) -> Element:
    name = _text(project_path(file.path))
    cases = list(_cases(file, name, report))
    suite = Element(
        "testsuite",
        name=name,
        tests=str(len(cases)),
        failures=str(sum(case.find("failure") is not None for case in cases)),
        errors="0",
        skipped=str(sum(case.find("skipped") is not None for case in cases)),
    )
    suite.extend(cases)
    return suite


def _cases(file: FileReport, name: str, report: Report) -> Iterator[Element]:
    word = words(report.language)
    if not file.complete:
        case = Element("testcase", classname=name, name=word["regels"])
        SubElement(case, "skipped", message=word["niet-getoetst"])
        yield case
    elif not file.findings:
        left_out = limits(report.select, [file.ignore], report.language)
        yield Element("testcase", classname=name, name=word["geen-bevindingen"] + left_out)
    for finding in file.findings:
        yield _case(finding, name, report)


def _case(finding: Finding, name: str, report: Report) -> Element:
    title = f"{finding.code} {finding.name} {_text(finding.location.path)}".rstrip()
    case = Element("testcase", classname=name, name=title)
    told = "\n".join(_told(finding, report.language))
    if finding.acknowledged is not None:
        SubElement(case, "skipped", message=_text(finding.acknowledged)).text = told
    elif report.counts(finding):
        SubElement(case, "failure", type=finding.severity.word, message=_text(finding.message)).text = told
    else:
        SubElement(case, "system-out").text = told
    return case


def _told(finding: Finding, language: str) -> Iterator[str]:
    """All about a finding, a line each."""
    word = words(language)
    place = _text(f"{project_path(finding.location.file)}:{finding.location.span.place}")
    yield f"{place}: {word[finding.severity.word]}"
    yield _text(finding.message)
    yield f"{word['waarom']}: {_text(finding.why)}"
    for other in finding.related:
        yield _text(f"{word['zie-ook']}: {project_path(other.file)}:{other.span.place}  {other.path}".rstrip())
    yield f"{word['herstel']}: {_text(finding.fix)}"
    if finding.source:
        yield f"{word['bron']}: {'; '.join(finding.source)}"
