"""Plans as Excel workbooks: nothing is lost, people's edits are read or told with their cell, hostile ones refused."""

from __future__ import annotations

import datetime
import io
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula

import galaplan
from galaplan import Finding, InvalidPlan, MunicipalPlan, catalogue, dump, load, loads, validate
from galaplan.cli import main
from galaplan.files import plan_bytes
from galaplan.model import Action, Moment
from galaplan.rules import all_rules
from galaplan.structure import structure
from galaplan.workbook import extension, package, read_workbook, write_workbook
from galaplan.workbook.layout import layout
from galaplan.workbook.writing import MissingExtra
from tests import strategies

EXAMPLES = Path(__file__).parent.parent / "examples"
ALL_EXAMPLES = sorted(EXAMPLES.rglob("*.toml"))

PLAN = """
galaplan = "1.0"
soort = "gemeente"
editie = "spuk-2023"
kenmerk = "zonnedorp-2024"
titel = "Plan van aanpak"
periode = { van = 2024, tot_en_met = 2026 }
gemeente = { code = "GM0034", naam = "Almere" }

[[doelen]]
id = "langer-thuis"
titel = "Ouderen wonen langer thuis"
gala = ["vitaal-ouder-worden"]

[[acties]]
id = "training"
titel = "Valtraining"
doelen = ["langer-thuis"]
onderdelen = ["valpreventie"]
start = 2024-03-01
eind = 2026
structureel = true
wijken = ["Noord", "Zuid, en het centrum"]

[[acties.kosten]]
id = "cursus"
bedragen = { 2024 = 60_000, 2025 = 62_000 }

[[acties.kosten.dekking]]
bron = "spuk"
onderdeel = "valpreventie"
bedragen = { 2024 = 60_000, 2025 = 62_000 }

[ketens.valpreventie]
status = "gestart"
aantallen.2024 = { risico_inschattingen = 120, risico_percentage = 15.6 }

[uitbreiding.begroting]
versie = 3
"""
"""A small plan; its sheets have their first row with values in row 3."""

Book = Any
Change = Callable[[Book], None]


@cache
def workbook(plan: str | galaplan.AnyPlan = PLAN) -> bytes:
    return plan_bytes(loads(plan) if isinstance(plan, str) else plan, "xlsx")


def opened(data: bytes) -> Book:
    return openpyxl.load_workbook(io.BytesIO(data))


KEPT = ("Plan", "Doelen", "Acties", "Kosten", "Dekking", "Ketens", "Aantallen", "Uitbreiding")


@cache
def saved_by_another() -> bytes:
    """The workbook of `PLAN` as another program saves it: without the sheets that are empty or only list codes,
    drop-downs and comments.
    """
    book = opened(workbook())
    for name in book.sheetnames:
        if name not in KEPT:
            book.remove(book[name])
    for sheet in book:  # what takes longest to save again, and is not read
        sheet.data_validations.dataValidation.clear()
        for head in sheet[1]:
            head.comment = None
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def edited(change: Change) -> bytes:
    """That workbook after a change."""
    book = opened(saved_by_another())
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def cell(sheet: Any, key: str, row: int = 3) -> Any:
    """The cell below a key of the key row; on the sheet `Plan` the value of the line of that key."""
    if sheet.title == "Plan":
        (number,) = (line[3].row for line in sheet.iter_rows() if line[3].value == key)
        return sheet.cell(number, 2)
    (place,) = (head.column for head in sheet[2] if head.value == key)
    return sheet.cell(row, place)


def put(sheet: str, key: str, value: Any, row: int = 3, number_format: str | None = None) -> Change:
    def change(book: Book) -> None:
        place = cell(book[sheet], key, row)
        place.value = value
        if number_format:
            place.number_format = number_format

    return change


def plan_in(data: bytes) -> MunicipalPlan:
    plan = loads(data)
    assert isinstance(plan, MunicipalPlan)
    return plan


def with_actions(change: Callable[[Action, Any], Action], values: list[Any]) -> MunicipalPlan:
    """The plan with one action for each value."""
    plan = loads(PLAN)
    assert isinstance(plan, MunicipalPlan)
    action = plan.actions[0].replace(costs=())
    return plan.replace(actions=tuple(change(action.replace(id=f"actie-{n}"), value) for n, value in enumerate(values)))


def of_shape(data: bytes) -> list[tuple[str, str, str]]:
    """Code, cell and path of what was found in reading a workbook."""
    findings = [f for f in validate(data).findings if f.code.startswith("LEZ")]
    return [(f.code, f.location.span.place, f.location.path) for f in findings]


class TestNothingIsLost:
    @pytest.mark.parametrize("path", ALL_EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
    def test_every_example_comes_back_equal(self, path: Path) -> None:
        plan = load(path)
        assert loads(workbook(plan)) == plan

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategies.plans)
    def test_every_plan_comes_back_equal(self, tree: dict[str, Any]) -> None:
        plan = structure(tree)
        assert loads(write_workbook(plan)) == plan

    def test_every_text_comes_back_as_it_was(self) -> None:
        texts = [
            *("=1+1", "+31 6", "-", "@naam", "\t=1", "'s avonds", "=cmd|' /C calc'!A0"),
            *("60.000", "2024-03-01", "WAAR", "ja", "1e5", "007", "3%"),
            *("", "(leeg)", "\\(leeg)", "\\\\(leeg)", " (leeg)", " voor en na ", "\n", "een\ntwee\r\ndrie"),
            *("x005F_", "_x0041_", "_x000A_", "\x00", "\x0b\x1f", "\ufffe", "\x85\u2028", "🏃‍♀️ é ẞ", "<b>&amp;"),
        ]
        plan = with_actions(lambda action, text: action.replace(description=text), texts)
        assert [action.description for action in plan_in(workbook(plan)).actions] == texts

    def test_every_list_of_texts_comes_back_as_it_was(self) -> None:
        lists: list[tuple[str, ...]] = [("a, b; c", "d"), ("",), (" x",), ("een\ntwee", "drie"), ('"q"', "\\")]
        lists += [("(leeg)",), ("a\u2028b",), ("\r", "'"), ("x" * 300,) * 20]
        plan = with_actions(lambda action, items: action.replace(neighbourhoods=items), lists)
        assert [action.neighbourhoods for action in plan_in(workbook(plan)).actions] == lists

    def test_a_reference_that_no_id_looks_like_comes_back(self) -> None:
        """The shape lets it through, so that it can be told with its place."""
        plan = with_actions(lambda action, ids: action.replace(goals=ids), [("",), ("a, b", '"'), ("c d", "e")])
        assert loads(workbook(plan)) == plan

    def test_what_is_stated_as_empty_is_not_the_same_as_what_is_not_stated(self) -> None:
        plan = loads(PLAN.replace("bedragen = { 2024 = 60_000, 2025 = 62_000 }", "bedragen = {}") + "\n[ggd]\n")
        assert loads(workbook(plan)) == plan
        assert plan_in(workbook(plan)).ggd is not None
        assert plan_in(workbook()).ggd is None

    def test_moments_before_excel_counts_days_come_back(self) -> None:
        moments: list[str | int] = ["1900-01-01", "1905-07-16", "1949-12-31", "1950-01-01", "2099-12-31", 1900, 2100]
        plan = with_actions(lambda action, moment: action.replace(start=Moment(moment)), moments)
        assert [action.start for action in plan_in(workbook(plan)).actions] == [Moment(moment) for moment in moments]

    def test_numbers_with_more_digits_than_a_workbook_writes_come_back(self) -> None:
        number = 0.1 + 0.2
        plan = loads(PLAN.replace("15.6", repr(number)))
        assert loads(workbook(plan)) == plan

    def test_rows_of_two_parents_with_one_id_stay_with_their_own(self) -> None:
        """Such a plan has a fault, which is told; it is still kept."""
        twice = PLAN.replace("[ketens", '[[acties]]\nid="training"\ntitel="Nog een"\npartners=[{naam="GGD"}]\n[ketens')
        plan = loads(twice)
        assert loads(workbook(plan)) == plan
        assert ("LEZ018", "Acties!A4", "acties[1].id") in of_shape(workbook(plan))

    def test_the_same_plan_gives_the_same_bytes(self) -> None:
        assert plan_bytes(loads(PLAN), "xlsx") == plan_bytes(loads(PLAN), "xlsx")

    @given(st.dictionaries(strategies.text, strategies.free, max_size=3))
    def test_free_tables_come_back_value_by_value(self, tree: dict[str, Any]) -> None:
        tables = extension.Tables()
        for _, path, kind, stated in extension.rows_of(tree):
            found = extension.path_of(path)
            assert found is not None
            assert tables.put(found, extension.value_of(kind, stated))
        assert tables.tree() == tree


class TestWhatOthersSee:
    """The workbook as openpyxl, a program of others, sees it."""

    book = opened(workbook())

    def test_a_sheet_for_each_block(self) -> None:
        names = self.book.sheetnames
        assert names[0] == "Plan"
        assert names[-2:] == ["Uitbreiding", "Codes"]
        assert {"Aanvraag", "Doelen", "Acties", "Kosten", "Dekking", "Afspraken", "Elementen", "Ketens"} <= set(names)

    def test_amounts_are_numbers_with_a_column_for_each_year(self) -> None:
        costs = self.book["Kosten"]
        assert [cell(costs, f"bedragen.{year}").value for year in (2023, 2024, 2025, 2026)] == [
            *(None, 60_000, 62_000, None),
        ]
        assert (cell(costs, "bij").value, cell(costs, "id").value) == ("training", "cursus")
        assert cell(self.book["Dekking"], "bij").value == "cursus"

    def test_titles_are_dutch_and_keys_stand_below_them(self) -> None:
        goals = self.book["Doelen"]
        assert [goals["A1"].value, goals["A2"].value] == ["Kenmerk", "id"]
        assert goals.freeze_panes == "B3"
        assert "Het doel in één zin." in goals["B1"].comment.text

    def test_what_is_said_once_is_a_line_each(self) -> None:
        sheet = self.book["Plan"]
        assert cell(sheet, "periode.van").value == 2024
        assert cell(sheet, "gemeente.naam").value == "Almere"

    def test_moments_are_dates_or_years_and_a_yes_is_ja(self) -> None:
        actions = self.book["Acties"]
        assert cell(actions, "start").value == datetime.datetime(2024, 3, 1)
        assert cell(actions, "eind").value == 2026
        assert cell(actions, "structureel").value == "ja"
        assert cell(actions, "wijken").value == "Noord\nZuid, en het centrum"

    def test_a_drop_down_has_the_codes_of_its_list(self) -> None:
        sheet = self.book["Dekking"]
        column = cell(sheet, "onderdeel").column_letter
        (rule,) = (v for v in sheet.data_validations.dataValidation if f"{column}3" in v.sqref)
        first, last = (int(place.split("$")[-1]) for place in rule.formula1.split(":"))
        offered = [self.book["Codes"].cell(row, 2).value for row in range(first, last + 1)]
        assert offered == list(catalogue.edition("spuk-2023").codes("spuk-onderdeel"))
        labels = [self.book["Codes"].cell(row, 3).value for row in range(first, last + 1)]
        assert "Valpreventie" in " ".join(labels)

    def test_no_cell_is_a_formula_whatever_a_text_begins_with(self) -> None:
        plan = load(EXAMPLES / "zonnedorp.toml").replace(title="=1+1", communication="@SUM(A1)", smoke_free="+1")
        book = opened(workbook(plan))
        assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
        title = cell(book["Plan"], "titel")
        assert (title.value, title.data_type, title.quotePrefix) == ("=1+1", "s", True)


class TestWhatPeopleDo:
    """Edits that mean one thing are read."""

    @pytest.mark.parametrize(
        "typed", [61_000, 61_000.0, "61000", "61.000", "61 000", "€ 61.000,-", "€61.000,00", " 61000 "]
    )
    def test_an_amount_however_it_is_typed(self, typed: Any) -> None:
        (action,) = plan_in(edited(put("Kosten", "bedragen.2024", typed))).actions
        assert dict(action.costs[0].amounts) == {2024: 61_000, 2025: 62_000}

    @pytest.mark.parametrize(
        ("key", "typed", "expected"),
        [
            ("start", datetime.date(2025, 5, 1), Moment("2025-05-01")),
            ("start", "1-5-2025", Moment("2025-05-01")),
            ("start", "1 mei 2025", Moment("2025-05-01")),
            ("start", "2025", Moment(2025)),
            ("structural", False, False),
            ("structural", "Nee", False),
            ("structural", "WAAR", True),
            ("description", 12, "12"),
            ("description", 1.5, "1,5"),
            ("title", "  Valtraining ", "  Valtraining "),
            ("components", "valpreventie; brc\nsportakkoord", ("valpreventie", "brc", "sportakkoord")),
            ("components", " brc ", ("brc",)),
            ("neighbourhoods", "Noord\n\n Oost ", ("Noord", "Oost")),
            ("chain", " valpreventie ", "valpreventie"),
        ],
    )
    def test_other_values(self, key: str, typed: Any, expected: Any) -> None:
        keys = {"structural": "structureel", "description": "omschrijving", "title": "titel", "chain": "keten"}
        keys |= {"components": "onderdelen", "neighbourhoods": "wijken"}
        (action,) = plan_in(edited(put("Acties", keys.get(key, key), typed))).actions
        assert getattr(action, key) == expected

    def test_a_year_typed_in_a_cell_for_dates_is_a_year(self) -> None:
        """The cell keeps its format, so Excel shows 16 July 1905; the year is what was typed."""
        change = put("Acties", "start", 2024, number_format="yyyy-mm-dd")
        assert plan_in(edited(change)).actions[0].start == Moment(2024)

    def test_a_percentage_typed_as_text_stays_what_is_shown(self) -> None:
        change = put("Acties", "omschrijving", 0.25, number_format="0%")
        assert plan_in(edited(change)).actions[0].description == "25%"

    def test_an_emptied_cell_is_not_stated(self) -> None:
        (action,) = plan_in(edited(put("Kosten", "bedragen.2025", None))).actions
        assert dict(action.costs[0].amounts) == {2024: 60_000}

    def test_rows_columns_and_sheets_in_another_order(self) -> None:
        def shuffle(book: Book) -> None:
            costs = book["Kosten"]
            rows = [[c.value for c in reversed(row)] for row in costs.iter_rows()]
            for number, row in enumerate(rows, 1):
                for place, value in enumerate(row, 1):
                    costs.cell(number, place).value = value
            book.move_sheet("Dekking", -20)
            book.move_sheet("Plan", 5)

        assert plan_in(edited(shuffle)) == loads(PLAN)

    def test_an_added_row_and_blank_rows(self) -> None:
        def add(book: Book) -> None:
            for key, value in (("bij", "training"), ("id", "zaal"), ("bedragen.2026", 5_000)):
                cell(book["Kosten"], key, 9).value = value
            cell(book["Kosten"], "omschrijving", 12).value = "   "

        costs = plan_in(edited(add)).actions[0].costs
        assert [(cost.id, cost.amounts.total) for cost in costs] == [("cursus", 122_000), ("zaal", 5_000)]

    def test_a_column_for_another_year(self) -> None:
        def add(book: Book) -> None:
            sheet = book["Kosten"]
            sheet.cell(2, sheet.max_column + 1).value = "bedragen.2027"
            sheet.cell(3, sheet.max_column).value = 7

        assert plan_in(edited(add)).actions[0].costs[0].amounts[2027] == 7

    def test_a_row_above_the_keys(self) -> None:
        assert loads(edited(lambda book: book["Kosten"].insert_rows(1, 2))) == loads(PLAN)

    def test_a_removed_sheet_holds_nothing(self) -> None:
        plan = plan_in(edited(lambda book: book.remove(book["Ketens"]) or book.remove(book["Aantallen"])))
        assert not plan.chains

    def test_a_web_address_that_excel_makes_a_link_of(self) -> None:
        def add(book: Book) -> None:
            place = cell(book["Acties"], "omschrijving")
            place.value = "https://www.example.org/"
            place.hyperlink = "https://www.example.org/"

        assert plan_in(edited(add)).actions[0].description == "https://www.example.org/"

    def test_days_counted_from_1904(self) -> None:
        def count(book: Book) -> None:
            book.epoch = CALENDAR_MAC_1904
            cell(book["Acties"], "start").value = datetime.date(2025, 5, 1)

        assert plan_in(edited(count)).actions[0].start == Moment("2025-05-01")


def _column_with(sheet: str, key: str | None, value: Any, row: int = 3) -> Change:
    def change(book: Book) -> None:
        place = book[sheet].max_column + 1
        book[sheet].cell(2, place).value = key
        book[sheet].cell(row, place).value = value

    return change


def _line(key: Any, value: Any) -> Change:
    def change(book: Book) -> None:
        book["Plan"].cell(200, 2).value = value
        book["Plan"].cell(200, 4).value = key

    return change


def _row(sheet: str, **values: Any) -> Change:
    def change(book: Book) -> None:
        for key, value in values.items():
            cell(book[sheet], key.replace("__", "."), 4).value = value

    return change


def _year_column(book: Book) -> None:
    """A column put in between, with a title but without a key."""
    book["Kosten"].insert_cols(6)
    book["Kosten"]["F1"].value, book["Kosten"]["F3"].value = "2027", 5_000


def _sorted_with_its_keys(book: Book) -> None:
    """As when row 1 is taken for the only heading: the keys are sorted in among the rows."""
    for cells in book["Kosten"].iter_cols(min_row=2, max_row=3):
        cells[0].value, cells[1].value = cells[1].value, cells[0].value


def _no_keys(book: Book) -> None:
    for place in book["Kosten"][2]:
        place.value = None


def _free(path: str, kind: str = "tekst", value: Any = "x") -> Change:
    def change(book: Book) -> None:
        for place, stated in enumerate((path, kind, value), 1):
            book["Uitbreiding"].cell(4, place).value = stated

    return change


FAULTS: dict[tuple[str, str], tuple[Change, str, str]] = {
    ("LEZ031", "blad-naaste"): (lambda book: setattr(book["Kosten"], "title", "Kostn"), "Kostn!A1", ""),
    ("LEZ031", "blad-onbekend"): (lambda book: book.create_sheet("Rekenblad").append(["=1+1"]), "Rekenblad!A1", ""),
    ("LEZ031", "blad-dubbel"): (
        *(lambda book: setattr(book.copy_worksheet(book["Kosten"]), "title", "Kosten "), "Kosten !A1", ""),
    ),
    ("LEZ031", "geen-sleutels"): (_no_keys, "Kosten!A1", ""),
    ("LEZ031", "kolom-naaste"): (lambda book: setattr(book["Doelen"]["B2"], "value", "title"), "Doelen!B2", ""),
    ("LEZ031", "kolom-onbekend"): (_column_with("Doelen", "kleurcode", "x"), "Doelen!H2", ""),
    ("LEZ031", "kolom-dubbel"): (_column_with("Doelen", "titel", "x"), "Doelen!H2", ""),
    ("LEZ031", "kolom-zonder-sleutel"): (_column_with("Doelen", None, "eigen notitie"), "Doelen!H2", ""),
    ("LEZ031", "kolom-sleutel-weg"): (_year_column, "Kosten!F2", ""),
    ("LEZ031", "rij-boven-sleutels"): (_sorted_with_its_keys, "Kosten!A2", ""),
    ("LEZ031", "regel-naaste"): (_line("gemeente.inwonrs", 5), "Plan!B200", ""),
    ("LEZ031", "regel-onbekend"): (_line("kleurcode", 5), "Plan!B200", ""),
    ("LEZ031", "regel-dubbel"): (_line("titel", "Nog een"), "Plan!D200", ""),
    ("LEZ031", "regel-zonder-sleutel"): (_line(None, "los"), "Plan!B200", ""),
    ("LEZ032", "formule"): (
        *(put("Kosten", "bedragen.2024", "=2*30000"), "Kosten!D3", "acties[0].kosten[0].bedragen.2024"),
    ),
    ("LEZ032", "fout"): (put("Acties", "titel", "#REF!"), "Acties!B3", "acties[0].titel"),
    ("LEZ032", "breuk"): (
        *(put("Kosten", "bedragen.2024", 60_000.5), "Kosten!D3", "acties[0].kosten[0].bedragen.2024"),
    ),
    ("LEZ032", "geen-bedrag"): (
        *(put("Kosten", "bedragen.2024", "60,000"), "Kosten!D3", "acties[0].kosten[0].bedragen.2024"),
    ),
    ("LEZ032", "geen-geheel-getal"): (put("Plan", "periode.van", "vanaf 2024"), "Plan!B14", "periode.van"),
    ("LEZ032", "geen-getal"): (
        put("Aantallen", "risico_percentage", "ruim 15"),
        *("Aantallen!F3", "ketens.valpreventie.aantallen.2024.risico_percentage"),
    ),
    ("LEZ032", "procent"): (
        put("Aantallen", "risico_percentage", 0.156, number_format="0.0%"),
        *("Aantallen!F3", "ketens.valpreventie.aantallen.2024.risico_percentage"),
    ),
    ("LEZ032", "geen-ja-nee"): (put("Acties", "structureel", "misschien"), "Acties!AH3", "acties[0].structureel"),
    ("LEZ032", "geen-datum"): (put("Acties", "start", "voorjaar"), "Acties!AB3", "acties[0].start"),
    ("LEZ032", "tijd"): (
        *(put("Acties", "start", datetime.datetime(2024, 3, 1, 12)), "Acties!AB3", "acties[0].start"),
    ),
    ("LEZ032", "niet-leeg"): (_column_with("Kosten", "bedragen", 5), "Kosten!Y3", "acties[0].kosten[0].bedragen"),
    ("LEZ032", "pad"): (_free("een..twee"), "Uitbreiding!A4", ""),
    ("LEZ032", "pad-bezet"): (_free("begroting.versie.x"), "Uitbreiding!A4", ""),
    ("LEZ032", "vrije-waarde"): (_free("begroting.x", "getal", "drie"), "Uitbreiding!A4", ""),
    ("LEZ033", "naaste"): (_row("Kosten", bij="trainign", id="zaal"), "Kosten!A4", ""),
    ("LEZ033", "onbekend"): (_row("Kosten", bij="iets-anders", id="zaal"), "Kosten!A4", ""),
    ("LEZ033", "zonder"): (_row("Kosten", id="zaal", bedragen__2024=5), "Kosten!A4", ""),
    ("LEZ033", "zonder-code"): (_row("Ketens", status="gestart"), "Ketens!A4", ""),
    ("LEZ033", "dubbel"): (_row("Ketens", ketenaanpak="valpreventie", status="niet"), "Ketens!A4", ""),
}
"""What is wrong with sheets and cells: a change that does it, and the cell and the path at which it is told."""

HARMLESS = {("LEZ031", "blad-onbekend"), ("LEZ031", "kolom-zonder-sleutel")}


@cache
def faulty(code: str, variant: str) -> bytes:
    """The workbook with this fault."""
    return edited(FAULTS[code, variant][0])


class TestFaults:
    @pytest.mark.parametrize(("code", "variant"), list(FAULTS), ids=lambda value: value)
    def test_each_is_told_once_with_its_cell(self, code: str, variant: str) -> None:
        _, place, path = FAULTS[code, variant]
        found = [f for f in validate(faulty(code, variant)).findings if f.code.startswith("LEZ")]
        told = [f for f in found if f.code == code]
        assert [(f.location.span.place, f.location.path) for f in told] == [(place, path)]
        assert told[0].message.startswith(_beginning(code, variant))

    @pytest.mark.parametrize(("code", "variant"), [key for key in FAULTS if key not in HARMLESS], ids=lambda v: v)
    def test_a_plan_of_which_something_was_not_read_is_no_plan(self, code: str, variant: str) -> None:
        """An amount that could not be read must not count as an amount that is not there."""
        with pytest.raises(InvalidPlan, match=FAULTS[code, variant][1]):
            loads(faulty(code, variant))

    @pytest.mark.parametrize(("code", "variant"), sorted(HARMLESS))
    def test_sheets_and_columns_of_ones_own_may_stay(self, code: str, variant: str) -> None:
        assert loads(faulty(code, variant)) == loads(PLAN)

    def test_every_fault_that_is_registered_is_among_them(self) -> None:
        registered = {
            (code, variant) for code in ("LEZ031", "LEZ032", "LEZ033") for variant in all_rules()[code].outcomes
        }
        assert registered == set(FAULTS)

    def test_a_fault_of_a_cell_is_not_told_again_as_a_fault_of_shape(self) -> None:
        assert of_shape(edited(put("Acties", "titel", "=A1"))) == [("LEZ032", "Acties!B3", "acties[0].titel")]

    def test_a_second_row_names_the_first(self) -> None:
        (finding,) = (f for f in validate(faulty("LEZ033", "dubbel")).findings if f.code == "LEZ033")
        assert "cel Ketens!A3" in finding.message
        assert [other.span.place for other in finding.related] == ["Ketens!A3"]

    def test_faults_of_shape_and_references_have_their_cell(self) -> None:
        def change(book: Book) -> None:
            cell(book["Acties"], "onderdelen").value = "valprevntie"
            cell(book["Acties"], "doelen").value = "langer-thuiss"
            cell(book["Doelen"], "titel").value = None
            cell(book["Kosten"], "bedragen.2024").value = -5

        assert of_shape(edited(change)) == [
            ("LEZ019", "Acties!E3", "acties[0].doelen[0]"),
            ("LEZ013", "Acties!F3", "acties[0].onderdelen[0]"),
            ("LEZ011", "Doelen!B3", "doelen[0].titel"),
            ("LEZ016", "Kosten!D3", "acties[0].kosten[0].bedragen.2024"),
        ]

    def test_a_sheet_under_another_name_is_known_by_its_keys(self) -> None:
        """Its rows would go missing with no more than a warning."""
        data = edited(lambda book: setattr(book["Dekking"], "title", "Wie betaalt"))
        assert of_shape(data) == [("LEZ031", "Wie betaalt!A1", "")]
        with pytest.raises(InvalidPlan, match="Dekking"):
            loads(data)

    def test_a_row_of_formulas_without_outcomes_is_not_passed_over(self) -> None:
        """So a program writes them that does not work them out."""
        found = of_shape(edited(_row("Kosten", bij="=A3", bedragen__2024="=SUM(D3:D3)")))
        assert found == [("LEZ033", "Kosten!A4", "")]

    def test_what_a_formula_fills_beside_its_own_cell_is_an_outcome_too(self) -> None:
        def change(book: Book) -> None:
            book["Kosten"]["D3"].value = ArrayFormula("D3:E3", "=D9:E9")

        assert [place for _, place, _ in of_shape(edited(change))] == ["Kosten!D3", "Kosten!E3"]

    def test_the_rows_below_a_row_without_place_are_not_told_as_well(self) -> None:
        assert of_shape(edited(put("Kosten", "bij", "elders"))) == [("LEZ033", "Kosten!A3", "")]

    def test_a_number_that_could_be_meant_in_two_ways_is_not_guessed(self) -> None:
        for typed in ("1.500", "1,500"):
            data = edited(put("Aantallen", "risico_percentage", typed))
            assert [code for code, *_ in of_shape(data)] == ["LEZ032"]

    def test_a_count_that_is_shown_as_a_percentage(self) -> None:
        """15 with that format is shown as 1500%."""
        data = edited(put("Aantallen", "risico_inschattingen", 15, number_format="0%"))
        assert [code for code, *_ in of_shape(data)] == ["LEZ032"]

    def test_days_before_march_1900_are_counted_in_two_ways(self) -> None:
        data = edited(put("Acties", "start", 32, number_format="yyyy-mm-dd"))
        assert [code for code, *_ in of_shape(data)] == ["LEZ032"]

    def test_how_to_mend_a_cell_speaks_of_cells(self, tmp_path: Path) -> None:
        def change(book: Book) -> None:
            cell(book["Doelen"], "titel").value = None
            for key in ("id", "titel"):
                cell(book["Acties"], key, 4).value = cell(book["Acties"], key).value

        said = {f.code: f"{f.message} {f.fix}" for f in validate(edited(change)).findings}
        assert said["LEZ011"].endswith("Vul 'titel' in.")
        assert "(cel Acties!A3)" in said["LEZ018"]

    def test_free_values_that_are_a_list_and_a_table_at_once(self) -> None:
        assert of_shape(edited(_free("begroting[0].x"))) == [("LEZ032", "Uitbreiding!A4", "")]

    def test_many_faults_are_told_up_to_a_bound(self) -> None:
        def change(book: Book) -> None:
            for row in range(3, 2_000):
                cell_of_row = book["Uitbreiding"].cell(row, 1)
                cell_of_row.value = "a..b"

        found = of_shape(edited(change))
        assert 500 < len(found) < 1_100


def _beginning(code: str, variant: str) -> str:
    from galaplan.texts import rule_text

    return rule_text(code, "nl").messages[variant].partition("{")[0]


def _place_of(findings: tuple[Finding, ...], code: str) -> list[str]:
    return [f.location.span.place for f in findings if f.code == code]


class TestRules:
    def test_a_rule_speaks_of_the_cell(self, tmp_path: Path) -> None:
        """In 2025 SPUK and the municipality pay 1,000 euros more than the cost, see the comment in the example."""
        dump(load(EXAMPLES / "zonnedorp-dubbel.toml"), tmp_path / "plan.xlsx")
        texts = validate(EXAMPLES / "zonnedorp-dubbel.toml")
        cells = validate(tmp_path / "plan.xlsx")
        assert sorted(f.code + f.location.path for f in cells.findings) == sorted(
            f.code + f.location.path for f in texts.findings
        )
        (place,) = _place_of(cells.findings, "DUB002")
        sheet, _, where = place.partition("!")
        assert sheet == "Kosten"
        row = opened((tmp_path / "plan.xlsx").read_bytes())["Kosten"][int(where.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))]
        assert "valtest" in [c.value for c in row]

    def test_workbooks_and_texts_are_checked_together(self, tmp_path: Path) -> None:
        """A set in which half the files are workbooks has the findings of the set of texts."""
        folder = EXAMPLES / "regio-zonneland-fouten"
        files = []
        for number, path in enumerate(sorted(folder.glob("*.toml"))):
            files.append(tmp_path / f"{path.stem}{'.xlsx' if number % 2 else '.toml'}")
            dump(load(path), files[-1])
        found = validate(*files).findings
        assert sorted((f.code, f.location.path) for f in found) == sorted(
            (f.code, f.location.path) for f in validate(folder).findings
        )
        across = [o for f in found for o in f.related if o.file.endswith(".xlsx")]
        assert across
        assert all(other.span.sheet for other in across)

    def test_a_directory_means_texts_only(self, tmp_path: Path) -> None:
        dump(load(EXAMPLES / "zonnedorp.toml"), tmp_path / "plan.xlsx")
        with pytest.raises(ValueError, match="no plan files"):
            validate(tmp_path)


class TestTheCommand:
    def test_there_and_back(self, tmp_path: Path) -> None:
        text = tmp_path / "plan.toml"
        text.write_text(PLAN, "utf-8")
        for source, target in (("plan.toml", "plan.xlsx"), ("plan.xlsx", "terug.json")):
            result = CliRunner().invoke(main, ["convert", str(tmp_path / source), str(tmp_path / target)])
            assert (result.exit_code, result.output) == (0, "")
        assert load(tmp_path / "terug.json") == loads(PLAN)

    def test_a_fault_is_told_with_its_cell(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.xlsx"
        path.write_bytes(edited(put("Kosten", "bedragen.2024", "=2*30000")))
        result = CliRunner().invoke(main, ["validate", str(path)])
        assert result.exit_code == 1
        assert "Kosten!D3" in result.output
        assert "LEZ032" in result.output

    def test_what_is_left_behind_is_told(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.xlsx"
        path.write_bytes(faulty("LEZ031", "blad-onbekend"))
        result = CliRunner().invoke(main, ["convert", str(path), str(tmp_path / "plan.toml")])
        assert result.exit_code == 0
        assert result.stderr.startswith(f"{path}:Rekenblad!A1: LEZ031 ")
        assert load(tmp_path / "plan.toml") == loads(PLAN)

    def test_without_what_writing_needs_it_says_how_to_install_that(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = tmp_path / "plan.toml"
        text.write_text(PLAN, "utf-8")
        monkeypatch.setitem(sys.modules, "xlsxwriter", None)
        result = CliRunner().invoke(main, ["convert", str(text), str(tmp_path / "plan.xlsx")])
        assert result.exit_code == 2
        assert "pip install 'galaplan[xlsx]'" in result.output
        assert not (tmp_path / "plan.xlsx").exists()
        with pytest.raises(MissingExtra):
            dump(loads(PLAN), tmp_path / "plan.xlsx")

    def test_reading_needs_nothing_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        data = workbook()
        for name in ("xlsxwriter", "openpyxl"):
            monkeypatch.setitem(sys.modules, name, None)
        assert loads(data) == loads(PLAN)

    def test_a_text_that_no_cell_holds_is_told_before_anything_is_written(self, tmp_path: Path) -> None:
        plan = loads(PLAN).replace(communication="x" * 32_768)
        with pytest.raises(InvalidPlan, match="LEZ034") as raised:
            dump(plan, tmp_path / "plan.xlsx")
        assert raised.value.findings[0].location.path == "communicatie"
        assert not (tmp_path / "plan.xlsx").exists()
        dump(plan.replace(communication="x" * 32_767), tmp_path / "plan.xlsx")
        assert load(tmp_path / "plan.xlsx").communication == "x" * 32_767  # type: ignore[union-attr]


def repacked(change: Callable[[dict[str, bytes]], None], data: bytes | None = None) -> bytes:
    """A workbook whose parts are changed."""
    with zipfile.ZipFile(io.BytesIO(data or saved_by_another())) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return made.getvalue()


def added(name: str, content: bytes = b"<x/>") -> bytes:
    return repacked(lambda parts: parts.update({name: content}))


def replaced(name: str, old: bytes, new: bytes, data: bytes | None = None) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new, 1)

    return repacked(change, data)


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def _hostile() -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    external = (
        b'<Relationships><Relationship Id="r" Type="x/externalLinkPath" Target="http://x" TargetMode="External"/>'
    )
    yield "macro", "vbaProject", lambda: added("xl/vbaProject.bin")
    yield "macro", "a macro sheet", lambda: added("xl/macrosheets/sheet1.xml")
    yield (
        *("macro", "the type of a workbook with macros"),
        lambda: replaced("[Content_Types].xml", b".sheet.main+xml", b".sheet.macroEnabled.main+xml"),
    )
    yield "koppeling", "another workbook", lambda: added("xl/externalLinks/externalLink1.xml")
    yield "koppeling", "a relation", lambda: added("xl/worksheets/_rels/x.xml.rels", external + b"</Relationships>")
    yield "koppeling", "a database", lambda: added("xl/connections.xml")
    yield "ingesloten", "an object", lambda: added("xl/embeddings/oleObject1.bin")
    yield "ingesloten", "a control", lambda: added("xl/activeX/activeX1.xml")
    yield "dtd", "billion laughs", lambda: replaced(SHEET, b"<worksheet", LAUGHS + b"<worksheet")
    yield (
        *("dtd", "an entity from elsewhere"),
        lambda: replaced(SHEET, b"<worksheet", b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet'),
    )
    yield "te-groot", "a zip bomb", lambda: replaced(SHEET, b"</sheetData>", b"</sheetData>" + b" " * (65 * 2**20))
    yield "te-groot", "a zip bomb that lies", _lying
    yield (
        "te-groot",
        "one tag of a megabyte",
        lambda: replaced(SHEET, b"<sheetData>", b"<sheetData " + b"a" * 2**20 + b">"),
    )
    yield "te-groot", "deep nesting", lambda: replaced(SHEET, b"<sheetData>", b"<a>" * 10_000)
    yield "te-groot", "thousands of parts", lambda: repacked(lambda p: p.update({f"x{n}": b"" for n in range(3_000)}))
    yield "pad", "a path that leads elsewhere", lambda: added("../../etc/cron.d/x")
    yield "pad", "a path from the root", lambda: added("/etc/passwd")
    yield "pad", "a path of Windows", lambda: added("C:\\x")
    yield "versleuteld", "a password, or Excel 97", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    yield "binair", "an xlsb", lambda: added("xl/workbook.bin")
    yield "geen-werkmap", "a text", lambda: b"galaplan = 1"
    yield (
        "geen-werkmap",
        "a zip of something else",
        lambda: repacked(_without_its_sheets),
    )
    yield "beschadigd", "half a workbook", lambda: saved_by_another()[:9_000]
    yield "beschadigd", "no XML", lambda: replaced(SHEET, b"<worksheet", b"<worksheet <")
    yield "beschadigd", "a text that is not there", lambda: replaced(SHEET, b't="s"><v>', b't="s"><v>99999', workbook())
    yield "beschadigd", "one part twice", _twice
    yield "beschadigd", "one cell twice", lambda: replaced(SHEET, b"</c>", b'</c><c r="A1"><v>1</v></c>')
    yield "beschadigd", "a sheet that is not there", lambda: repacked(lambda parts: parts.__delitem__(SHEET))
    yield (
        *("beschadigd", "another encoding"),
        lambda: replaced(SHEET, b"<worksheet", b'<?xml version="1.0" encoding="iso-8859-1"?><worksheet'),
    )
    yield "te-groot", "a text that ten thousand cells share", lambda: _shared(b"<t>" + b"a, " * 5_000 + b"</t>", 10_000)
    yield "te-groot", "a thousand keys", _many_keys
    yield "geen-plan", "a workbook of one's own", lambda: edited(lambda book: setattr(book["Plan"], "title", "Blad1"))


def _lying() -> bytes:
    """A part that says that it is small in both places where a zip says so."""
    size = 65 * 2**20
    data = bytearray(replaced(SHEET, b"</sheetData>", b"</sheetData>" + b" " * size))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.getinfo(SHEET).file_size
    return bytes(data.replace(real.to_bytes(4, "little"), (1_000).to_bytes(4, "little")))


def _shared(text: bytes, cells: int) -> bytes:
    """A sheet with one text of the workbook over and over."""
    rows = b"".join(b'<row><c t="s"><v>0</v></c></row>' for _ in range(cells))

    def change(parts: dict[str, bytes]) -> None:
        parts[SHEET] = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
        parts["xl/sharedStrings.xml"] = b"<sst><si>" + text + b"</si></sst>"

    return repacked(change)


def _by_hand(sheets: dict[str, list[list[str]]]) -> bytes:
    """A workbook with nothing but these sheets."""
    names = "".join(f'<sheet name="{name}" r:id="{name}"/>' for name in sheets)
    ways = "".join(f'<Relationship Id="{name}" Type="x/worksheet" Target="{name}.xml"/>' for name in sheets)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("[Content_Types].xml", "<Types/>")
        new.writestr("xl/workbook.xml", f'<workbook xmlns:r="r">{names}</workbook>')
        new.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{ways}</Relationships>")
        for name, rows in sheets.items():
            lines = ("".join(f'<c t="str"><v>{text}</v></c>' for text in row) for row in rows)
            new.writestr(f"xl/{name}.xml", f"<sheet>{''.join(f'<row>{line}</row>' for line in lines)}</sheet>")
    return made.getvalue()


def _many_keys() -> bytes:
    def change(book: Book) -> None:
        for place in range(1, 1_000):
            book["Kosten"].cell(2, 30 + place).value = f"bedragen.{place}"

    return edited(change)


def _twice() -> bytes:
    made = io.BytesIO(saved_by_another())
    with zipfile.ZipFile(made, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    return made.getvalue()


HOSTILE = list(_hostile())


class TestHostileWorkbooks:
    @pytest.mark.parametrize(("variant", "what", "make"), HOSTILE, ids=[what for _, what, _ in HOSTILE])
    def test_each_is_refused_in_one_sentence(
        self, variant: str, what: str, make: Callable[[], bytes], tmp_path: Path
    ) -> None:
        path = tmp_path / "plan.xlsx"
        path.write_bytes(make())
        (file,) = validate(path).files
        (finding,) = file.findings
        assert not file.complete
        assert finding.code == "LEZ030"
        allowed = [variant, "beschadigd"] if what.endswith("lies") else [variant]
        assert any(finding.message == _message(one) for one in allowed)

    def test_all_reasons_to_refuse_are_among_them(self) -> None:
        assert {variant for variant, _, _ in HOSTILE} == set(all_rules()["LEZ030"].outcomes)

    def test_too_many_cells_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        data = workbook()
        monkeypatch.setattr("galaplan.workbook.cells.MAX_CELLS", 100)
        assert [code for code, *_ in of_shape(data)] == ["LEZ030"]

    @pytest.mark.parametrize(
        ("sheet", "row"),
        [("Doelen", {"id": "a", "titel": "b"}), ("Uitbreiding", {"pad": "a.b{}", "soort": "tekst", "waarde": "x"})],
    )
    def test_twenty_thousand_rows_take_no_minute(self, sheet: str, row: dict[str, str]) -> None:
        """Rows of one name, and values of one table: each row was once held against all before it."""
        rows = [list(row), *([text.format(number) for text in row.values()] for number in range(20_000))]
        data = _by_hand({"Plan": [["sleutel", "waarde"], ["soort", "gemeente"]], sheet: rows})
        begun = time.process_time()
        read_workbook(data)
        assert time.process_time() - begun < 5

    def test_a_file_above_the_limit_is_not_looked_into(self) -> None:
        assert [code for code, *_ in of_shape(b"PK\x03\x04 xl/workbook.xml" + b"\0" * 2**24)] == ["LEZ002"]

    def test_a_workbook_under_the_name_of_a_text_is_told_as_before(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.toml"
        path.write_bytes(workbook())
        assert [f.code for f in validate(path).findings] == ["LEZ001"]

    def test_a_word_file_is_no_workbook(self) -> None:
        assert [code for code, *_ in of_shape(repacked(_as_word))] == ["LEZ001"]

    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def test_damaged_bytes_never_raise(self, data: st.DataObject) -> None:
        damaged = bytearray(SMALL)
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(damaged) - 1))
            damaged[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
        report = validate(bytes(damaged))
        assert report.findings

    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def test_damaged_parts_never_raise(self, data: st.DataObject) -> None:
        """Inside a zip that is whole, so that the damage reaches the reader of XML and of cells."""

        def change(parts: dict[str, bytes]) -> None:
            name = data.draw(st.sampled_from(sorted(parts)))
            content = parts[name]
            at = data.draw(st.integers(0, max(len(content) - 1, 0)))
            pieces = [b"", b"<", b"9", b'"', b"<c r='ZZZ1'><f>1</f></c>", b"\xff", b"-1", b"<row r='1048577'>", b"&#0;"]
            parts[name] = (
                content[:at] + data.draw(st.sampled_from(pieces)) + content[at + data.draw(st.integers(0, 9)) :]
            )

        assert validate(repacked(change, SMALL)).files


SMALL = saved_by_another()


def _without_its_sheets(parts: dict[str, bytes]) -> None:
    del parts["xl/workbook.xml"]


def _as_word(parts: dict[str, bytes]) -> None:
    parts["word/document.xml"] = parts["xl/workbook.xml"]
    for name in [name for name in parts if name.startswith("xl/")]:
        del parts[name]


def _message(variant: str) -> str:
    from galaplan.texts import rule_text

    return rule_text("LEZ030", "nl").messages[variant]


class TestLayout:
    @pytest.mark.parametrize("kind", ["gemeente", "regio"])
    def test_names_of_sheets_are_such_as_excel_takes(self, kind: str) -> None:
        names = ["Plan", "Uitbreiding", "Codes", *(sheet.name for sheet in layout(kind).sheets)]
        assert len({name.casefold() for name in names}) == len(names)
        assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)

    @pytest.mark.parametrize("kind", ["gemeente", "regio"])
    def test_keys_of_columns_differ_and_rows_with_rows_below_them_have_a_name(self, kind: str) -> None:
        for sheet in layout(kind).sheets:
            names = ["bij", *sheet.key_columns, *(c.name for c in sheet.columns if c.content != "presence")]
            assert len(set(names)) == len(names), sheet.name
            if sheet.identifier:  # where the drop-downs of other sheets look for it
                assert sheet.columns[0] == sheet.identifier, sheet.name
            if sheet.parent:
                assert sheet.parent.identifier or sheet.parent.keys, sheet.name

    def test_limits_hold_a_large_plan(self) -> None:
        """Three hundred actions with their costs take less than a tenth of what is read."""
        action = loads(PLAN).actions[0]
        plan = loads(PLAN)
        many = tuple(
            action.replace(id=f"a{n}", costs=tuple(cost.replace(id=f"k{n}") for cost in action.costs))
            for n in range(300)
        )
        data = workbook(plan.replace(actions=many))
        assert loads(data) == plan.replace(actions=many)
        assert (
            sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()) * 10 < package.MAX_INFLATED
        )
