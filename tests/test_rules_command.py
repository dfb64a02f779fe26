"""`galaplan rules`: every rule explained, with the examples that the tests run."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from click.testing import CliRunner, Result

from galaplan.cases import cases_of
from galaplan.cli import main
from galaplan.rules import all_rules


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rules", *arguments])


def as_json(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--format", "json").output)


def test_the_table_has_a_line_for_every_rule_in_the_order_of_the_families() -> None:
    lines = run().output.splitlines()
    assert [line.split()[0] for line in lines[:-2]] == list(all_rules())
    assert "VAL001  fout" in run().output


def test_part_of_a_code_gives_the_rules_that_begin_so() -> None:
    assert [row["code"] for row in as_json("val")] == [f"VAL00{number}" for number in range(1, 10)]


def test_one_rule_says_what_why_where_and_how_to_mend() -> None:
    output = run("VAL001").output
    for piece in (
        "VAL001 valpreventie-aangevraagd",
        "Bron         GALA p42 L2285-2291",
        "Waarom ",
        "Herstel ",
        "  Goed  ",
        "  Fout  ",
        "# <-- VAL001",
    ):
        assert piece in output


def test_a_rule_that_is_inferred_says_so_behind_its_source_or_alone() -> None:
    remark = "(inferred: the documents do not state it as a rule)"
    assert f"  Source       {remark}\n" in run("IDE010", "--lang", "en").output
    assert f"  Source       GALA p23 L1209-1211 {remark}\n" in run("OND027", "--lang", "en").output
    pages = "".join(run(*arguments, "--format", "markdown").output for arguments in ((), ("IDE",), ("BEG",)))
    assert not re.search(r"[:|] {2,}\(", pages)


def test_what_is_only_part_of_a_message_is_marked_as_such() -> None:
    case = next(case for case in cases_of("DUB001") if not case.good)
    assert case.message.startswith("wordt in 2025")
    assert f": … {case.message} …\n" in run("DUB001", "--format", "markdown").output
    assert next(row for row in as_json("DUB001")["examples"] if not row["good"])["message"] == case.message


def test_in_english_too() -> None:
    output = run("dub002", "--lang", "en").output
    assert "  Why  " in output
    assert "  Bad  " in output
    assert "may not" in output or "never" in output


@pytest.mark.parametrize("code", ["DUB002", "IDE010"])
def test_as_data_with_all_examples(code: str) -> None:
    tree = as_json(code)
    rule = all_rules()[code]
    assert (tree["code"], tree["name"], tree["source"]) == (code, rule.name, list(rule.source))
    assert {row["variant"] for row in tree["outcomes"]} == set(rule.outcomes)
    assert [row["files"][0]["text"] for row in tree["examples"]] == [case.files[0].text for case in cases_of(code)]
    assert all(row["path"] is not None and row["message"] for row in tree["examples"] if not row["good"])


def test_what_an_outcome_weighs_otherwise_is_said() -> None:
    (outcome,) = [row for row in as_json("BEG011")["outcomes"] if row["severity_when"]]
    assert outcome["severity_when"]


def test_an_unknown_code_is_refused_in_a_sentence() -> None:
    result = run("XYZ9\x1b[2J")
    assert (result.exit_code, "there is no rule 'XYZ9\\x1b[2J'" in result.output) == (2, True)


@pytest.mark.parametrize("format", ["text", "json", "markdown"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_rule_can_be_shown_in_every_form(format: str, language: str) -> None:
    for code in all_rules():
        result = run(code, "--format", format, "--lang", language)
        assert (result.exit_code, code in result.output) == (0, True)
