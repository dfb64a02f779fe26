"""Four times the rows, or the files, take no more than about four times the work and the memory.

Work is counted in lines of galaplan that are run, for seconds depend on what else the machine does. A scan within a
scan takes sixteen times the lines. The shapes are those of `benchmarks/growth.py`, which has the seconds.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from galaplan import Comparison, Report, compare, validate
from galaplan.documents import WHOLE_FILE
from galaplan.reports import comparison
from galaplan.reports.concise import render_concise
from galaplan.reports.github import render_github
from galaplan.reports.gitlab import render_gitlab
from galaplan.reports.json import render_json
from galaplan.reports.junit import render_junit
from galaplan.reports.sarif import render_sarif
from galaplan.reports.text import render_text
from galaplan.rules import samenloop
from galaplan.rules.dubbel import namen
from galaplan.selection import Options
from galaplan.sources import on_disk, open_source
from galaplan.spelling import Speller
from galaplan.validation import Validation
from tests.test_benchmarks import module

shapes, plans = module("shapes"), module("plans")

RENDERERS = (render_text, render_concise, render_github, render_gitlab, render_json, render_junit, render_sarif)

FEW = 40
MOST = 4.6
"""A little above 4: sorting, for one, grows faster than what is sorted."""
HOME = str(Path(sys.modules["galaplan"].__file__ or "").parent)


def lines_run(*sources: bytes) -> int:
    """How many lines of galaplan it takes to validate, at each turn of a loop anew."""
    return lines_of(lambda: validate(*sources))


def lines_of(act: Callable[[], object]) -> int:
    """How many lines of galaplan are run."""
    count = 0

    def in_frame(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return in_frame

    def entered(frame: FrameType, event: str, argument: Any) -> Any:
        return in_frame if frame.f_code.co_filename.startswith(HOME) else None

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


@pytest.fixture(scope="module", autouse=True)
def low_limits() -> Iterator[None]:
    """Limits that these rows reach: below them galaplan compares all names with all names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(namen, "COMPARISONS", 5)
        patch.setattr(namen, "GLANCES", 50)
        patch.setattr(samenloop, "AT_MOST", 4)
        patch.setattr(Speller.__init__, "__defaults__", (50,))
        yield


@pytest.fixture(scope="module")
def of_none() -> int:
    """The lines for a plan without the rows that a shape adds, once everything has been imported."""
    for name in ("one_key", "support_points", "unknown_keys", "members_of_a_region"):
        validate(shapes.text_of(getattr(shapes, name), 2).encode())
    return lines_run(plans.toml_text(shapes.one_key(0)).encode())


@pytest.mark.parametrize("shape", shapes.PLANS, ids=lambda shape: shape.__name__)
def test_rows(shape: Any, of_none: int) -> None:
    few, many = (lines_run(shapes.text_of(shape, count).encode()) - of_none for count in (FEW, 4 * FEW))
    assert many <= MOST * max(few, of_none)


@pytest.mark.parametrize("shape", shapes.SETS, ids=lambda shape: shape.__name__)
def test_files(shape: Any) -> None:
    few, many = (
        lines_run(*(plans.toml_text(tree).encode() for tree in shape(count))) / len(list(shape(count)))
        for count in (4, 16)
    )
    assert many <= MOST / 4 * few


def insured_in_the_region(count: int) -> tuple[bytes, bytes]:
    """A municipal file whose actions are, by key, all those that the file of its region has for the IZA and the Zvw."""

    def rows(about: str, cost: str, line: str) -> str:
        return "".join(
            f'[[acties]]\nid = "a{n}"\ntitel = "Praten"\nsleutel = "actie"\n{about}[[acties.kosten]]\nid = "k{n}"\n'
            f'omschrijving = "Gesprek"\nsleutel = "kosten"\n{cost}bedragen = {{ 2024 = 9 }}\n'
            f"[[acties.kosten.dekking]]\n{line}bedragen = {{ 2024 = 9 }}\n"
            for n in range(count)
        )

    head = 'galaplan = "1.0"\neditie = "spuk-2023"\ntitel = "Een plan"\n'
    municipal = 'soort = "gemeente"\nkenmerk = "plan"\n[gemeente]\ncode = "GM0050"\nnaam = "Zeewolde"\n'
    regional = 'soort = "regio"\nkenmerk = "regio"\n[regio]\nnaam = "Flevoland"\ngemeenten = ["GM0050"]\n'
    own = rows("", "", 'bron = "spuk"\nonderdeel = "mentale-gezondheid"\n')
    about = 'gala_acties = ["ggz-huisarts-sociaal-domein"]\n'
    theirs = rows(about, "zvw = true\n", 'bron = "zvw"\n')
    return (head + municipal + own).encode(), (head + regional + theirs).encode()


def test_thousands_that_share_a_key_with_thousands_in_another_file() -> None:
    """Each is told, with the first few of the others: neither the work nor the report grows by the square."""
    report = validate(*insured_in_the_region(FEW))
    for code in ("KET008", "OND017"):
        told = [finding for finding in report.findings if finding.code == code]
        assert len(told) == FEW
        assert {len(finding.related) for finding in told} == {5}
        assert all(place.path.startswith("acties[") for place in told[0].related)
    few, many = (lines_run(*insured_in_the_region(count)) for count in (FEW, 4 * FEW))
    assert many <= MOST * few


@pytest.mark.parametrize("render", RENDERERS, ids=lambda render: render.__name__)
def test_reports(render: Callable[[Report], str]) -> None:
    few, many = (validate(shapes.text_of(shapes.unknown_references, count).encode()) for count in (FEW, 4 * FEW))
    assert len(many.findings) >= 3 * len(few.findings)
    render(few)  # imports and what is worked out once
    assert lines_of(lambda: render(many)) <= MOST * lines_of(lambda: render(few))


def test_the_place_of_what_lies_too_deep() -> None:
    """Fifty lists in each other were each gone through to the end, for every list around them."""

    def lines(brackets: int) -> int:
        value = "[" * 60 + "[], " * brackets + "]" * 60
        return lines_run(f"{shapes.text_of(shapes.one_key, 2)}\n[uitbreiding.deel]\nwaarde = {value}\n".encode())

    lines(2)  # imports what is needed
    assert (lines(400) - lines(200)) / 200 < 100  # 40; it was 600


def test_a_comparison() -> None:
    """Of two plans in which every row is another one."""

    def compared(count: int) -> Comparison:
        text = shapes.text_of(shapes.unknown_references, count)
        return compare(
            text.encode(), text.replace('id = "a', 'id = "b').replace('titel = "Actie', 'titel = "Stap').encode()
        )

    few, many = compared(FEW), compared(4 * FEW)
    assert len(many.changes) >= 3 * len(few.changes)
    comparison.render_text(few)  # imports and what is worked out once
    assert lines_of(lambda: comparison.render_text(many)) <= MOST * lines_of(lambda: comparison.render_text(few))


def test_the_count_sees_a_scan_within_a_scan() -> None:
    """Counted as above, a scan of all rows for each row is far above the limit."""

    def scan(count: int) -> int:
        rows = range(count)
        return sum(1 for one in rows for other in rows if one == other)

    def lines(count: int) -> int:
        seen = 0

        def in_frame(frame: FrameType, event: str, argument: Any) -> Any:
            nonlocal seen
            seen += event == "line"
            return in_frame

        before = sys.gettrace()
        sys.settrace(in_frame)
        try:
            scan(count)
        finally:
            sys.settrace(before)
        return seen

    assert lines(4 * FEW) > 3 * MOST * lines(FEW) > 0


# --- memory --------------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Plans of as many municipalities, each of about 33 KB."""
    made = [tmp_path / name for name, _ in plans.country(0, 1, 24)]
    for path, (_, text) in zip(made, plans.country(0, 1, 24), strict=True):
        path.write_text(text, "utf-8")
    return made


def kept(validation: Validation, files: list[Path]) -> int:
    """By how many bytes the memory grows when these are checked too."""
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    for path in files:
        validation.check(str(path), *open_source(path), path=on_disk(path))
    gc.collect()
    return tracemalloc.get_traced_memory()[0] - before


def test_what_is_kept_of_a_file_does_not_grow_with_their_number(files: list[Path]) -> None:
    validation = Validation(Options(), together=True)
    tracemalloc.start()
    try:
        kept(validation, files[:4])  # imports and what is worked out once
        few, many = kept(validation, files[4:8]), kept(validation, files[8:24])
    finally:
        tracemalloc.stop()
    assert many <= 1.2 * 4 * few


def test_the_text_of_a_file_on_disk_is_not_kept(files: list[Path]) -> None:
    """What is kept does not depend on how much text there is that no rule asks for."""
    amounts = []
    for comment in ("", "#" + "-" * 500_000 + "\n"):
        for path in files:
            path.write_text(path.read_text("utf-8").lstrip("#-\n") + comment, "utf-8")
        validation = Validation(Options(), together=True)
        tracemalloc.start()
        try:
            kept(validation, files[:4])
            amounts.append(kept(validation, files[4:8]))
        finally:
            tracemalloc.stop()
    assert amounts[1] < amounts[0] + 4 * 10_000


def test_bytes_and_paths_are_told_alike(files: list[Path]) -> None:
    """The places of what is found together come from the file read again, or from bytes that were kept."""
    twice = [files[0], files[0].with_name("nogmaals.toml")]
    twice[1].write_bytes(twice[0].read_bytes())
    by_path, by_bytes = validate(*twice), validate(*(path.read_bytes() for path in twice))
    spans = [[finding.location.span for finding in report.findings] for report in (by_path, by_bytes)]
    assert spans[0] == spans[1]
    assert spans[0][0].line > 1


@pytest.mark.parametrize("change", ["changed", "broken", "gone", "a directory"])
def test_a_file_that_changes_meanwhile(files: list[Path], change: str) -> None:
    """The finding stays; where it stands is no longer known."""
    twice = [files[0], files[0].with_name("nogmaals.toml")]
    twice[1].write_bytes(twice[0].read_bytes())
    validation = Validation(Options(), together=True)
    for path in twice:
        validation.check(str(path), *open_source(path), path=on_disk(path))
    for path in twice:
        if change == "changed":
            path.write_text("# nieuw\n" + path.read_text("utf-8"), "utf-8")
        elif change == "broken":
            path.write_bytes(b"\xff[[")
        else:
            path.unlink()
            if change == "a directory":
                path.mkdir()
    (finding,) = validation.report().findings
    assert finding.code == "BEG012"
    assert {place.span for place in (finding.location, *finding.related)} == {WHOLE_FILE}
    assert finding.location.path == "kenmerk"
