"""The house: data walks one way, and what belongs to the agreement stands in its data."""

from __future__ import annotations

import ast
import graphlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import galaplan
from galaplan.rules import MODULES, all_rules
from galaplan.texts import LANGUAGES, rule_text, words
from galaplan.texts.filling import fill

SOURCE = Path(galaplan.__file__).parent

# From left to right. A room imports from rooms to its left; `galaplan` itself is the front door, open to all.
ROOMS = [
    ["galaplan.records", "galaplan.spelling"],
    ["galaplan.documents"],
    ["galaplan.sources"],
    ["galaplan.model"],
    ["galaplan.catalogue"],
    ["galaplan.structure"],
    ["galaplan.schema"],
    ["galaplan.shape"],
    ["galaplan.integrity"],
    ["galaplan.workbook"],
    ["galaplan.reading"],
    ["galaplan.findings"],
    ["galaplan.rules"],
    ["galaplan.texts"],
    ["galaplan.cases"],
    ["galaplan.selection"],
    ["galaplan.acknowledgement"],
    ["galaplan.validation"],
    ["galaplan.processes"],
    ["galaplan.files"],
    ["galaplan.comparison"],
    ["galaplan.template"],
    ["galaplan.settings"],
    ["galaplan.reports"],
    ["galaplan.cli"],
    ["galaplan.__main__"],
]


def room_of(module: str) -> int:
    for number, names in enumerate(ROOMS):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return number
    raise AssertionError(f"{module} has no room")


def test_the_table_of_the_house_has_these_rooms_in_this_order() -> None:
    page = (Path(__file__).parent.parent / "docs" / "house.md").read_text("utf-8")
    rows = [re.findall(r"`(\w+)`", cell) for cell in re.findall(r"^\| (`[\w`, ]+) \|", page, re.M)]
    assert [[f"galaplan.{name}" for name in names] for names in rows] == ROOMS[:-1]


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name != "galaplan":
            yield name, path


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("galaplan"):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                is_module = (SOURCE.parent / Path(*whole.split("."))).with_suffix(".py").exists()
                yield whole if is_module or node.module == "galaplan" else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("galaplan."))


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_no_room_reaches_to_its_right(module: str, path: Path) -> None:
    for imported in imports(path):
        assert room_of(imported) <= room_of(module), f"{module} imports {imported}"


def test_no_two_modules_need_each_other() -> None:
    named = dict(modules())
    needs = {
        name: {found for found in imports(path) if found in named and found != name} for name, path in named.items()
    }
    list(graphlib.TopologicalSorter(needs).static_order())


REGISTRATIONS = ("rule", "set_rule", "across")


def _without_sources(tree: ast.Module) -> Iterator[ast.Constant]:
    """The constants of a module, save docstrings and the code, name and locators of a rule."""
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("rule", "set_rule", "across")
        ):
            skipped.update(node.args[:2])
        if isinstance(node, ast.keyword) and node.arg == "source":
            skipped.update(ast.walk(node.value))
        if isinstance(node, ast.Expr):
            skipped.update(ast.walk(node))
    yield from (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and n not in skipped)


@pytest.mark.parametrize("path", sorted((SOURCE / "rules").rglob("*.py")), ids=lambda path: path.stem)
def test_rules_hold_no_date_year_or_amount_of_the_agreement(path: Path) -> None:
    for constant in _without_sources(ast.parse(path.read_text("utf-8"))):
        if isinstance(constant.value, int | float) and not isinstance(constant.value, bool):
            assert abs(constant.value) < 1000, f"line {constant.lineno}: {constant.value}"
        if isinstance(constant.value, str) and not constant.value.startswith("aanvraag-2023"):
            assert not re.search(r"\b20\d\d\b", constant.value), f"line {constant.lineno}: {constant.value}"


class TestWords:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("code", list(all_rules()))
    def test_every_rule_has_all_its_words(self, code: str, language: str) -> None:
        text = rule_text(code, language)
        assert text.title
        assert text.why
        assert set(text.messages) == set(all_rules()[code].outcomes)
        assert set(text.fixes) | set(text.fixes_in_cell) <= set(text.messages)
        assert all(text.fix_for(variant) for variant in text.messages)

    @pytest.mark.parametrize("code", list(all_rules()))
    def test_both_languages_fill_in_the_same_facts(self, code: str) -> None:
        dutch, english = (rule_text(code, language) for language in LANGUAGES)
        for variant, message in dutch.messages.items():
            assert _placeholders(message) == _placeholders(english.messages[variant]), variant

    def test_the_languages_have_the_same_words(self) -> None:
        dutch, english = (words(language) for language in LANGUAGES)
        assert set(dutch) == set(english)

    def test_no_words_are_left_over(self) -> None:
        for language in LANGUAGES:
            for file in (SOURCE / "texts" / language).glob("*.toml"):
                if file.stem != "woorden":
                    assert set(tomllib.loads(file.read_text("utf-8"))) <= set(all_rules())


def _placeholders(message: str) -> set[str]:
    return {name.partition(":")[0] for name in re.findall(r"\{([^{}]+)\}", message)}


class TestFilling:
    def test_facts_are_shown_as_people_write_them(self) -> None:
        assert fill("{x:euro}", {"x": 1234567}, "nl") == "€ 1.234.567"
        assert fill("{x:euro}", {"x": 1234567}, "en") == "€1,234,567"
        assert fill("{x:getal} {y:getal}", {"x": 4000, "y": 15.6}, "nl") == "4.000 15,6"
        assert fill("{x:lijst}", {"x": ["a", "b", "c"]}, "nl") == "a, b en c"
        assert fill("{x:lijst}", {"x": list("abcdefgh")}, "en") == "a, b, c, d, e, f and 2 more"

    def test_a_text_of_the_file_is_not_taken_for_a_placeholder(self) -> None:
        assert fill("'{x}'", {"x": "{y} {0} %s"}, "nl") == "'{y} {0} %s'"


class TestRules:
    def test_codes_names_and_sources_have_their_form(self) -> None:
        names = [rule.name for rule in all_rules().values()]
        assert len(names) == len(set(names))
        for code, rule in all_rules().items():
            assert re.fullmatch(r"[A-Z]{3}\d{3}", code)
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
            assert rule.source or rule.modality == "-", code

    @pytest.mark.parametrize(
        ("kind", "codes"),
        [
            ("gemeente", "IDE001 IDE004 IDE009 IDE010 VAL001 BEG001 BEG004 BEG005 BEG007"),
            (
                "regio",
                "IDE002 IDE004 IDE009 IDE010 BEG001 BEG002 BEG004 DUB001 DUB002 DUB003 "
                "IZA001 IZA002 IZA005 IZA006 IZA007 IZA008 IZA019 IZA021 IZA022",
            ),
        ],
    )
    def test_what_holds_for_a_simple_request_of_2023(self, kind: str, codes: str) -> None:
        """The outline requests of 2023 owe no elements yet (p44 L2363-2364; p62 L3291-3326)."""
        found = {c for c, rule in all_rules().items() if kind in rule.in_request_2023 and not c.startswith("LEZ")}
        assert found == set(codes.split())

    def test_every_check_is_loaded_for_what_it_looks_at(self) -> None:
        for code, rule in all_rules().items():
            checks = {kind: rule.set_check if kind == "set" else rule.check for kind in rule.applies}
            for kind, check in checks.items():
                assert check or kind != "set", code
                if check:  # what reading finds has no check
                    assert check.__module__.removeprefix("galaplan.rules.") in MODULES[kind], f"{code} {kind}"

    def test_strict_lifts_what_the_rulebook_marks_and_nothing_else(self) -> None:
        lifted = {code for code, rule in all_rules().items() if any(o.strict for o in rule.outcomes.values())}
        assert lifted == {"OND018", "OND019", "OND038", "OND042", "KET009", "OOR001", "IZA015"}

    def test_what_may_be_done_never_weighs_more_than_advice(self) -> None:
        for rule in all_rules().values():
            if rule.modality == "K":
                assert rule.severity.word == "advice", rule.code
