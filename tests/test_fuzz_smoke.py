"""The harness of `fuzz/`: that it runs, is the same for the same seed, and sees a broken promise when there is one."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random
from xml.etree import ElementTree as Xml

import pytest

pytest.importorskip("resource", reason="limits of memory and CPU as Unix has them")

from fuzz import generated, mutation, promises, seeds
from fuzz.ledger import Ledger, fault_of
from fuzz.outputs import CHECKS
from fuzz.replay import smallest

import galaplan
from galaplan.cases import changed
from galaplan.reports import FORMATS, renderer

STEERING = changed("minimaal", [], added='\nonbekend = "x"\n"\\u001b[31m" = 1\n').encode()
"""A plan with two unknown keys, one of which turns a terminal red."""


@pytest.mark.parametrize("target", promises.CHECK)
def test_a_few_inputs_of_a_fixed_seed_keep_every_promise(target: str, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, target, "hypothesis", 7)
    faults: list[tuple[str, bytes]] = []

    def one(data: bytes) -> None:
        if fault := ledger.fault(data):
            faults.append((fault, data))

    generated.each(7, 15, one)
    assert faults == []


def test_a_seed_stands_for_the_same_inputs() -> None:
    first: list[bytes] = []
    second: list[bytes] = []
    generated.each(3, 30, first.append)
    generated.each(3, 30, second.append)
    assert first == second
    assert len(set(first)) > 15


def test_a_mutation_is_another_file_of_bounded_length() -> None:
    plan = (seeds.PLANS / "minimaal.toml").read_bytes()
    random = Random(5)
    made = [mutation.mutated(plan, random) for _ in range(80)]
    assert sum(data != plan for data in made) > 60
    assert max(map(len, made)) <= mutation.LARGEST
    still_plans = sum(galaplan.validate(data).files[0].complete for data in made)
    assert 10 < still_plans < 70  # so that the rules get something to look at, and the reader of faults too


def test_the_corpus_holds_both_formats_and_workbooks() -> None:
    ends = {name.rpartition(".")[2] for name in seeds.files()}
    assert {"toml", "json", "xlsx"} <= ends
    assert sum(galaplan.validate(data).files[0].complete for data in list(seeds.files().values())[:200]) > 20


def _busy(seconds: float) -> None:
    """Work for so long, under the limits of ten bytes."""
    with promises.within_limits(10):
        until = time.process_time() + seconds
        while time.process_time() < until:
            pass


class TestSees:
    def test_an_exception(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object, **__: object) -> None:
            raise KeyError("x")

        monkeypatch.setattr("galaplan.loads", broken)
        fault = fault_of(promises.check_loads, b"a = 1")
        assert fault is not None
        assert fault.startswith("KeyError in ")

    def test_what_takes_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(promises, "SECONDS_PER_MB", 0.01)
        assert fault_of(lambda _: _busy(0.02), b"") == "broken: two seconds for each megabyte"
        assert str(fault_of(lambda _: _busy(30), b"")).startswith("Hang in ")  # stopped on the way

    @pytest.mark.parametrize("name", ["text", "concise", "github", "sarif", "gitlab"])
    def test_text_that_steers(self, name: str) -> None:
        """The same report, as it would be if the renderer had let one character through."""
        report = galaplan.validate(STEERING)
        output = renderer(name)(report)
        assert all(kept for kept, _ in CHECKS[name](output, report, thorough=True))
        shown, raw = ("\\\\x1b", "\\u001b") if name in ("sarif", "gitlab") else ("\\x1b", "\x1b")
        assert shown in output
        if name == "sarif":
            raw = "\x1b\x1b"  # what no JSON may hold
            with pytest.raises(ValueError, match="control character"):
                list(CHECKS[name](output.replace(shown, raw), report, thorough=False))
        else:
            broken = [
                said for kept, said in CHECKS[name](output.replace(shown, raw), report, thorough=False) if not kept
            ]
            assert broken == ["no colours but its own" if name == "text" else "no characters that steer"]

    def test_xml_that_is_none(self) -> None:
        report = galaplan.validate(STEERING)
        with pytest.raises(Xml.ParseError):
            list(CHECKS["junit"](renderer("junit")(report).replace("\\x1b", "\x1b"), report, thorough=False))

    def test_a_place_that_is_not_in_the_file(self) -> None:
        (finding, *_) = galaplan.validate(b"a = 1").findings
        far = finding.location.replace(span=finding.location.span.replace(end_line=2))
        with pytest.raises(promises.Broken, match="a place is in the file"):
            promises._in_file(finding, far, b"a = 1")

    def test_every_report_is_looked_at(self) -> None:
        assert set(CHECKS) == set(FORMATS)


def test_a_finding_is_made_smaller() -> None:
    data = b"".join(b"line %d\n" % number for number in range(60))
    assert smallest(data, lambda less: b"e 4" in less and b"e 51" in less) == b"e 4e 51"
