"""The pages on the rules are in step with the rules, and nothing of the rulebook is lost."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from galaplan import validate
from galaplan.cli import COMMANDS, main
from galaplan.reports.rule_pages import render_index, render_page
from galaplan.reports.rules import explained
from galaplan.rules import FAMILIES, all_rules

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "regels"
RULEBOOK = [line.split() for line in (ROOT / "tests" / "rulebook.txt").read_text("utf-8").splitlines()]
OPTION = re.compile(r"--[a-z][a-z-]*")
DECISIONS = (ROOT / "docs" / "decisions.md").read_text("utf-8")


def test_the_table_of_all_rules_is_in_step() -> None:
    assert (PAGES / "README.md").read_text("utf-8") == render_index(explained())


@pytest.mark.parametrize("family", FAMILIES)
def test_the_page_of_each_family_is_in_step(family: str) -> None:
    assert (PAGES / f"{family.lower()}.md").read_text("utf-8") == render_page(explained(family))


def test_the_rulebook_has_two_hundred_rows() -> None:
    assert len({code for code, _ in RULEBOOK}) == len({name for _, name in RULEBOOK}) == 200


@pytest.mark.parametrize(("code", "name"), RULEBOOK)
def test_every_row_of_the_rulebook_has_a_rule_or_a_decision(code: str, name: str) -> None:
    rule = all_rules().get(code)
    if rule is None:
        assert f"{code} is no rule" in DECISIONS
    else:
        assert rule.name == name


def test_every_rule_comes_from_the_rulebook_or_is_about_reading() -> None:
    rows = {code for code, _ in RULEBOOK}
    assert {rule.rulebook_row for rule in all_rules().values()} <= {*rows, ""}
    assert {code for code, rule in all_rules().items() if not rule.rulebook_row} == {
        code for code in all_rules() if code.startswith("LEZ")
    }


def test_the_links_of_the_table_lead_to_headings() -> None:
    for code, page, anchor in re.findall(r"\[(\w+)\]\((\w+\.md)#([\w-]+)\)", (PAGES / "README.md").read_text("utf-8")):
        headings = re.findall(r"^## (.*)$", (PAGES / page).read_text("utf-8"), re.M)
        assert anchor in [heading.lower().replace(" ", "-") for heading in headings], code


def test_the_walk_through_almere_names_every_finding_at_its_line() -> None:
    page = (ROOT / "docs" / "almere.md").read_text("utf-8")
    told = re.findall(r"^\| ([A-Z]{3}\d{3}) \| (\d+) \| (warning|advice) \|", page, re.M)
    report = validate(ROOT / "examples" / "almere.toml")
    found = [(f.code, str(f.location.span.line), f.severity.word) for f in report.findings]
    assert sorted(told) == sorted(found)


def test_the_page_of_the_commands_names_every_command_with_its_options_and_no_other() -> None:
    sections = re.split(r"^## ", (ROOT / "docs" / "commands.md").read_text("utf-8"), flags=re.M)[1:]
    common, *own = [section.partition("\n") for section in sections]
    assert [title for title, _, _ in own] == [f"galaplan {name}" for name in COMMANDS]
    rows = re.findall(r"^\| (`--.*?) \| (.*?) \|", common[2], re.M)
    for (title, _, text), name in zip(own, COMMANDS, strict=True):
        command = main.get_command(click.Context(main), name)
        assert command is not None
        taken = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        known = {option for option in taken if option.startswith("--")}
        shared = {option for options, of in rows if shares(of, name) for option in OPTION.findall(options)}
        assert shared <= known, title
        assert {*OPTION.findall(text), *shared} == known, title


def shares(of: str, name: str) -> bool:
    """Whether a row of the options that several commands have is about this one."""
    return name != "schema" if of == "all but `schema`" else f"`{name}`" in of
