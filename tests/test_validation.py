"""Laws of validation: it never raises, the order of keys and files does not count, every place is in the file."""

from __future__ import annotations

import contextlib
import json
import os
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from galaplan import FileReport, InvalidPlan, Report, Severity, load, validate
from galaplan.documents import MAX_BYTES
from galaplan.rules import all_rules
from tests.cases import PLANS
from tests.strategies import Tree, damaged, plans

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.toml"))

many = settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)


def as_json(tree: Tree) -> bytes:
    return json.dumps(tree).encode()


def said(report: Report) -> list[tuple[str, str, str, str]]:
    """What a report says, apart from lines and columns."""
    return sorted((f.code, f.severity.word, f.location.path, f.message) for f in report.findings)


@many
@given(plans)
def test_any_plan_ends_in_a_report(tree: Tree) -> None:
    report = validate(as_json(tree))
    assert all(file.complete for file in report.files)


@many
@given(damaged())
def test_any_damaged_plan_ends_in_a_report(tree: Tree) -> None:
    report = validate(as_json(tree), strict=True, language="en")
    assert report.files[0].complete or not report.valid


@many
@given(plans, st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_count(tree: Tree, chance: random.Random) -> None:
    assert said(validate(as_json(_shuffled(tree, chance)))) == said(validate(as_json(tree)))


def _shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        items = [(key, _shuffled(item, chance)) for key, item in value.items()]
        chance.shuffle(items)
        return dict(items)
    return [_shuffled(item, chance) for item in value] if isinstance(value, list) else value


@given(st.data(), st.sampled_from(EXAMPLES))
@settings(max_examples=60, deadline=None)
def test_a_flipped_byte_in_an_example_ends_in_a_report(data: st.DataObject, file: Path) -> None:
    whole = bytearray(file.read_bytes())
    whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    validate(bytes(whole), language=data.draw(st.sampled_from(["nl", "en"])))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_every_finding_stands_in_the_file(file: Path) -> None:
    lines = file.read_text("utf-8").splitlines()
    for finding in validate(file).findings:
        span = finding.location.span
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
        assert (span.line, span.column) <= (span.end_line, span.end_column)


def test_the_same_input_gives_the_same_report() -> None:
    assert validate(*EXAMPLES) == validate(*EXAMPLES)


def test_files_in_any_order_give_the_same_report() -> None:
    forth, back = validate(*EXAMPLES), validate(*reversed(EXAMPLES))
    assert forth == back
    assert [file.path for file in forth.files] == sorted(str(file) for file in EXAMPLES)


BROKEN = b'galaplan = "1.0"\nsoort = "gemeente"\nbegroting = 3\n'
"""A file that has not the shape of a plan."""


class TestNoPlan:
    @pytest.mark.parametrize("data", [BROKEN, b"onzin", b"\xff", b"[]"])
    @pytest.mark.parametrize("options", [{"select": "DUB"}, {"ignore": "LEZ"}, {"select": "DUB", "ignore": "LEZ"}])
    def test_what_keeps_a_file_from_being_checked_is_always_told(self, data: bytes, options: dict[str, str]) -> None:
        report = validate(data, **options)  # type: ignore[arg-type]
        assert said(report) == said(validate(data)) != []
        assert (report.valid, report.files[0].complete) == (False, False)

    def test_it_is_not_valid_even_without_findings(self) -> None:
        assert not FileReport(path="x", complete=False).valid
        assert FileReport(path="x").valid

    def test_reading_of_a_plan_can_be_ignored(self) -> None:
        plan = b"\xef\xbb\xbf" + (PLANS / "minimaal.toml").read_bytes()
        assert [finding.code for finding in validate(plan).findings] == ["LEZ008"]
        assert validate(plan, ignore="LEZ").findings == ()
        assert validate(plan, select="DUB").findings == ()


class TestSources:
    def test_a_directory_is_its_plan_files_by_name(self, tmp_path: Path) -> None:
        for name in ("b.toml", "a.TOML", "c.json", "d.txt"):
            (tmp_path / name).write_bytes((PLANS / "minimaal.toml").read_bytes())
        (tmp_path / "map.toml").mkdir()
        (tmp_path / "map.toml" / "dieper.toml").touch()
        os.mkfifo(tmp_path / "pijp.toml")
        files = [Path(file.path).name for file in validate(tmp_path, str(tmp_path / "b.toml")).files]
        assert files == ["a.TOML", "b.toml", "c.json"]

    def test_a_directory_without_plans_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="no plan files"):
            validate(tmp_path)

    def test_an_empty_path_is_not_this_directory(self) -> None:
        with pytest.raises(ValueError, match="empty"):
            validate("")

    def test_bytes_with_a_name_are_a_file_of_that_name(self) -> None:
        folder = EXAMPLES[0].parent / "regio-zonneland-fouten"
        named = validate(*((file.name, file.read_bytes()) for file in folder.glob("*.toml")), select="DUB")
        with contextlib.chdir(folder):
            assert named == validate(".", select="DUB")
        assert any(place.file == "urk.toml" for finding in named.findings for place in finding.related)

    @pytest.mark.parametrize(("name", "code"), [("a.json", "LEZ003"), ("a.xlsx", "LEZ030"), ("a.toml", ""), ("a", "")])
    def test_the_end_of_the_name_tells_the_language(self, name: str, code: str) -> None:
        (file,) = validate((name, (PLANS / "minimaal.toml").read_bytes())).files
        assert [finding.code for finding in file.findings] == [code] * bool(code)
        assert file.path == name

    @pytest.mark.parametrize("other", ["path", "pair"])
    def test_no_two_files_have_one_name(self, other: str) -> None:
        name = str(PLANS / "minimaal.toml")
        with pytest.raises(ValueError, match="two files have the name"):
            validate((name, b""), name if other == "path" else (name, b"a = 1"))

    def test_a_file_of_which_the_bytes_are_given_has_a_name(self) -> None:
        with pytest.raises(ValueError, match="empty"):
            validate(("", b""))

    def test_a_link_to_nothing_in_a_directory_is_not_passed_over(self, tmp_path: Path) -> None:
        (tmp_path / "a.toml").symlink_to("weg.toml")
        with pytest.raises(FileNotFoundError):
            validate(tmp_path)

    def test_a_file_that_is_too_large_is_not_read_whole(self, tmp_path: Path) -> None:
        file = tmp_path / "groot.toml"
        with file.open("wb") as made:
            made.truncate(3 * 2**40)  # takes no room on the disk
        assert [finding.code for finding in validate(file).findings] == ["LEZ002"]
        with pytest.raises(InvalidPlan, match="LEZ002"):
            load(file)

    def test_the_largest_file_is_read_whole(self, tmp_path: Path) -> None:
        whole = (PLANS / "minimaal.toml").read_bytes()
        file = tmp_path / "grens.toml"
        file.write_bytes(whole + b"\n" * (MAX_BYTES - len(whole)))
        assert validate(file).valid

    def test_closed_standard_input_is_an_error_of_the_system(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", None)
        with pytest.raises(OSError, match="standard input is closed"):
            validate("-")


def test_a_severity_shows_as_its_word_and_compares_as_a_number() -> None:
    assert (f"{Severity.ERROR}", str(Severity.ADVICE), f"{Severity.WARNING:>8}") == ("error", "advice", " warning")
    assert int(Severity.ERROR) == 3 > Severity.WARNING
    assert {3: "x"}[Severity.ERROR] == "x"


class TestOptions:
    @pytest.mark.parametrize(
        "select", ["ele,IDE003", ["ELE", "IDE003"], "ELE, ide003,", ("ele,ide003",), iter(["ELE", "IDE003"])]
    )
    def test_codes_come_as_one_text_or_several(self, select: str | Iterable[str]) -> None:
        whole = validate(PLANS / "leeg.toml").findings
        wanted = tuple(finding for finding in whole if finding.code.startswith(("ELE", "IDE003")))
        assert validate(PLANS / "leeg.toml", select=select).findings == wanted != whole

    @pytest.mark.parametrize("name", ["select", "ignore"])
    @pytest.mark.parametrize("value", ["XYZ", ["DUB", "XYZ"], "DUB XYZ", "VAL0011"])
    def test_an_unknown_code_is_refused(self, name: str, value: str | list[str]) -> None:
        with pytest.raises(ValueError, match=r"'(XYZ|DUB XYZ|VAL0011)' is no code"):
            validate(PLANS / "leeg.toml", **{name: value})  # type: ignore[arg-type]

    def test_an_unknown_language_is_refused(self) -> None:
        with pytest.raises(ValueError, match="'fr'"):
            validate(PLANS / "leeg.toml", language="fr")

    def test_selecting_each_rule_and_joining_is_the_whole(self) -> None:
        whole = said(validate(PLANS / "leeg.toml"))
        parts = [row for code in all_rules() for row in said(validate(PLANS / "leeg.toml", select=[code]))]
        assert sorted(parts) == whole
        assert whole

    def test_ignoring_what_is_selected_leaves_nothing(self) -> None:
        assert said(validate(PLANS / "leeg.toml", select=["ELE"], ignore=["ELE"])) == []

    def test_an_empty_plan_hears_the_seven_elements(self) -> None:
        codes = {f.code for f in validate(PLANS / "leeg.toml").findings if f.code.startswith("ELE")}
        assert {f"ELE00{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8)} <= codes
