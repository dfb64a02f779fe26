"""What the fuzzers of `fuzz/` found, each input as it is: none may come back."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from galaplan import InvalidPlan, RegionalPlan, dumps, loads, validate
from tests.cases import PLANS


class TestPlaces:
    """A place lies in the file: an editor that is told of a character that is not there marks nothing, or fails."""

    @pytest.mark.parametrize(
        ("data", "place"),
        [
            (b"0", (1, 2, 1, 2)),  # a key without a value: the reader stops at the end
            (b"l\n", (1, 2, 1, 2)),
            (b"a = 1\na = \nb = 2", (2, 5, 2, 5)),
            (b"[x", (1, 3, 1, 3)),
            (b"a = 07:32", (1, 6, 1, 7)),  # TOML 1.1, by the standard library
            (b'{"a": 1}\nx', (2, 1, 2, 2)),  # what is not at the end of a line has its character
            (b'{"a": ', (1, 1, 1, 2)),
        ],
    )
    def test_where_a_reader_stops(self, data: bytes, place: tuple[int, int, int, int]) -> None:
        (finding,) = validate(data).findings
        span = finding.location.span
        assert (span.line, span.column, span.end_line, span.end_column) == place

    @pytest.mark.parametrize(
        ("line", "column"),
        [
            ("naam = 'Één' x", 14),
            ("naam = '€ 5' x", 14),
            ("naam = '\U0001f600' x", 12),
            ("\tnaam = 'é' 'é'", 13),
            ("['é'] x", 7),
        ],
    )
    def test_columns_of_the_reader_count_characters(self, line: str, column: int) -> None:
        """They were taken for bytes, so that a place lay before the fault by one for each letter with an accent."""
        (finding,) = validate(f"a = 1\n{line}\n".encode()).findings
        span = finding.location.span
        assert (span.line, span.column, span.end_column) == (2, column, column + 1)

    @pytest.mark.parametrize(
        "data", [b"a = { b = 1,\n}", b'a = "\\e"', b"a = {b = 1,}", b"t = 07:32\nx = {\n", b"t = 07:32"]
    )
    def test_what_only_newer_toml_allows(self, data: bytes) -> None:
        (finding,) = validate(data).findings
        span, lines = finding.location.span, data.decode().split("\n")
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert span.end_column <= len(lines[span.end_line - 1]) + 1


class TestLeadingZeros:
    """`00.5` ended in a KeyError: the words for a leading zero asked for a proposal that only `007` had."""

    @pytest.mark.parametrize(
        ("value", "proposal"),
        [
            ("007", "7"),
            ("00", "0"),
            ("00.", "0"),
            ("00.5", "0.5"),
            ("-01.5", "-1.5"),
            ("+01", "1"),
            ("012.500", "12_500"),
        ],
    )
    def test_a_proposal_for_each(self, value: str, proposal: str) -> None:
        (finding,) = validate(f"s = [{{ n = [{{ n = {{ 2 = {value} }} }}] }}]".encode()).findings
        assert finding.code == "LEZ003"
        assert finding.fix.startswith(f"Schrijf {proposal}.")

    def test_what_has_no_proposal_keeps_the_words_of_the_reader(self) -> None:
        with pytest.raises(InvalidPlan, match="leading zero"):
            loads("a = 01.5.6")


class TestSameMunicipality:
    """A list of 65,000 times the same code was a finding for each of them: 3.5 s for 650 KB."""

    def plan(self, times: int) -> bytes:
        text = (PLANS / "minimaal-regio.toml").read_text("utf-8")
        tree = json.loads(json.dumps(tomllib.loads(text), default=str))
        tree["regio"]["gemeenten"] += ["GM0995"] * times
        return json.dumps(tree).encode()

    def test_is_told_once(self) -> None:
        told = [f for f in validate(self.plan(3)).findings if f.variant == "lid-dubbel"]
        assert len(told) == 1

    def test_takes_no_longer_than_reading(self) -> None:
        data = self.plan(60_000)
        began = time.process_time()
        findings = validate(data).findings
        assert time.process_time() - began < 2
        assert sum(finding.variant == "lid-dubbel" for finding in findings) == 1


def test_a_list_of_37000_texts_is_written_at_once() -> None:
    """tomlkit counts all of a list for each item put into it: 75 s did not suffice for a plan of 370 KB."""
    plan = loads((PLANS / "minimaal-regio.toml").read_text("utf-8"))
    assert isinstance(plan, RegionalPlan)
    region = plan.region.replace(zorgkantoor_regions=("Zorgkantoor Zonneland",) * 37_000)
    long = plan.replace(region=region)
    began = time.process_time()
    text = dumps(long)
    assert time.process_time() - began < 10
    assert loads(text) == long


class TestBracketsThatStayOpen:
    """The reader of TOML goes on after a fault: eight thousand of these took all of the stack, and so the process."""

    OPEN = '={=0[]c\n"\ni'
    """An inline table that is not closed, in which the reader counts one table too few."""

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            (OPEN, "1:5"),
            ("a=[\n1,\n" + OPEN, "3:1"),
            ("# tot hier \r" + OPEN, "1:13"),  # where a comment ends for the reader
            ('a=b"{"\n' + OPEN, "1:5"),  # a quote that begins no text
            ('a="b\\\n' + OPEN, "1:3"),  # a text that ends with its line
            ("a='''\n[{'''''\n" + OPEN, "3:5"),
            ('a="""\n[{\\""""""\n' + OPEN, "3:5"),
        ],
    )
    def test_the_first_fault_is_told(self, text: str, place: str, tmp_path: Path) -> None:
        file = tmp_path / "plan.toml"
        file.write_text(f"{text}\n" + self.OPEN * 20_000, "utf-8", newline="")
        command = [sys.executable, "-m", "galaplan", "validate", "--no-config", "--format", "concise", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        told = done.stdout.splitlines()
        assert (done.returncode, len(told)) == (1, 1), done
        assert told[0].startswith(f"{file}:{place}: LEZ003 ")

    @pytest.mark.parametrize(
        ("written", "value"),
        [
            ("[\n  1, # een ]\n  [2],\n]", (1, (2,))),
            ('["]", \']\', "\\"]"]', ("]", "]", '"]')),
            ('"""\n]" }"" ] \\""" [ """""', ']" }"" ] """ [ ""'),
            ("'''\n]' }'' ] [\\'''''", "]' }'' ] [\\''"),
        ],
    )
    def test_what_is_closed_is_read(self, written: str, value: object) -> None:
        own = "".join(f"[uitbreiding.deel-{number}]\nlijst = [[]]\nwaarde = {written}\n" for number in range(500))
        read = loads((PLANS / "minimaal.toml").read_text("utf-8") + own).extension["deel-499"]
        assert isinstance(read, Mapping)
        assert read["waarde"] == value
