"""The agreement as data: complete, with a source for every row, and adding up."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from galaplan import catalogue
from galaplan.model.amounts import Amounts
from galaplan.model.fields import Table
from galaplan.model.shapes import fields_of
from galaplan.structure import plan_class

EDITION = catalogue.edition("spuk-2023")
CHANGED = catalogue.edition("spuk-2025")
EDITIONS = [catalogue.edition(name) for name in catalogue.editions()]
FOLDER = Path(catalogue.__file__).parent / "editions"
M = 1_000_000

# Printed in the table of the agreement, p45 L2415-2474, in tenths of a million euro.
PRINTED = {
    "sport-en-bewegen": {2023: 1023, 2024: 1023, 2025: 1023, 2026: 963},
    "gezondheid-en-sociale-basis": {2023: 1853, 2024: 1838, 2025: 1838, 2026: 1383},
    "algemeen": {2023: 114, 2024: 98, 2025: 98},
    "iza": {2023: 1500, 2024: 1500, 2025: 1500, 2026: 1500},
    "alles": {2023: 4490, 2024: 4459, 2025: 4459, 2026: 3846},
}
STRUCTURAL = {"sport-en-bewegen": 963, "gezondheid-en-sociale-basis": 979}

GROUPS = {
    "sport-en-bewegen": range(1, 3),
    "gezondheid-en-sociale-basis": range(3, 14),
    "algemeen": range(14, 16),
}


def printed(name: str) -> Amounts:
    return Amounts({year: tenths * M // 10 for year, tenths in PRINTED[name].items()})


def test_a_list_read_by_itself_is_the_list_of_the_whole_file() -> None:
    whole = tomllib.loads((FOLDER / "spuk-2023.toml").read_text("utf-8"))["lijsten"]
    assert list(EDITION.list_names) == list(whole)
    for name, table in whole.items():
        assert {code: row.label for code, row in EDITION.codes(name).items()} == {
            code: row["label"] for code, row in table["codes"].items()
        }


@pytest.mark.parametrize("name", catalogue.editions())
def test_what_is_read_off_the_text_of_a_list_is_what_a_parser_says(name: str) -> None:
    text = (FOLDER / f"{name}.toml").read_text("utf-8")
    lists = tomllib.loads(text)["lijsten"]
    stated = catalogue.Edition(text)
    assert stated.stated_lists == set(lists)
    for list_name, table in lists.items():
        quickly = stated.stated_codes(list_name)
        assert quickly == set(table.get("codes", {})) - {"vervallen"}, list_name
        rows = stated.codes(list_name)
        assert (stated.is_open(list_name), stated.stated_codes(list_name)) == (rows.is_open, quickly), list_name


def test_rows_that_are_not_one_to_a_line_are_parsed() -> None:
    text = """titel = "Proef"
[lijsten.doel]
titel = "Doelen"
[lijsten.doel.codes]
een = { label = "Een", toelichting = '''
twee = { label = "geen rij" }''' }
"drie" = { label = "Drie" }
[lijsten.doel.codes.vier]
label = "Vier"
[lijsten.thema.codes]
vijf = { label = "Vijf" } # zes = { label = "geen rij" }
"""
    edition = catalogue.Edition(text)
    assert edition.stated_codes("doel") == {"een", "drie", "vier"}
    assert edition.stated_codes("thema") == {"vijf"}
    assert edition.stated_codes("onbekend") == frozenset()


@pytest.mark.parametrize("group", GROUPS)
def test_the_components_add_up_to_the_printed_totals(group: str) -> None:
    components = [c for c in EDITION.components.values() if c.number in GROUPS[group]]
    assert Amounts.sum(c.amounts for c in components) == printed(group)
    if group in STRUCTURAL:
        assert sum(c.structural or 0 for c in components) == STRUCTURAL[group] * M // 10


def test_all_components_and_iza_add_up_to_the_printed_whole() -> None:
    assert EDITION.iza == printed("iza")
    assert Amounts.sum(c.amounts for c in EDITION.components.values()) == EDITION.national_total
    assert EDITION.national_total + EDITION.iza == printed("alles")


def test_a_component_without_money_in_a_year_does_not_state_the_year() -> None:
    without_2026 = {code for code, c in EDITION.components.items() if 2026 not in c.amounts}
    assert without_2026 == {
        "mentale-gezondheid",
        "overgewicht-obesitas",
        "leefomgeving",
        "oko-va",
        "een-tegen-eenzaamheid",
        "kennisfunctie-ggd",
        "coordinatie-regionale-preventie",
    }


def test_only_fall_prevention_must_be_asked() -> None:
    assert [code for code, c in EDITION.components.items() if c.mandatory] == ["valpreventie"]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("doel", 7),
        ("beoogd-resultaat", 25),
        ("spuk-onderdeel", 15),
        ("plan-element", 7),
        ("ketenaanpak", 5),
        ("keten-voorwaarde", 14),
        ("regio-voorwaarde", 6),
        ("regioplan-onderdeel", 9),
        ("iza-categorie", 6),
        ("iza-afspraak", 35),
        ("vws-actie", 57),
        ("zorgverzekeraar-actie", 20),
        ("eenzaamheid-pijler", 5),
        ("valpreventie-stap", 4),
        ("visie-thema", 5),
        ("leidende-vraag", 7),
        ("sportakkoord-doel", 6),
        ("brc-doel", 3),
    ],
)
def test_the_lists_have_their_length(name: str, count: int) -> None:
    assert len(EDITION.codes(name)) == count


def test_the_open_lists_are_those_of_the_format() -> None:
    assert {name for name in EDITION.list_names if EDITION.codes(name).is_open} == {
        "actor",
        "risicogroep",
        "beleidsdocument",
        "kennisbron",
        "ggd-taak",
        "domein",
        "thema",
        "bestedingsdoel",
        "mentaal-setting",
        "kernteamrol",
    }


LOCATOR = re.compile(
    r"GALA p\d+(-\d+)? L\d+(-\d+)?"
    r"|(Pharos-SPUK|GezondIn-(stap1|stap5|lessen)) L\d+(-\d+)?"
    r"|Gemeenschappelijk format VNG/VSG|Regeling Stcrt\. \d{4}, \d+"
    r"|Brief VWS 12-09-2025( bijlage 2[AB])?"
)


@pytest.mark.parametrize(("name", "edition"), [(name, edition) for edition in EDITIONS for name in edition.list_names])
def test_every_row_has_a_label_and_a_source_or_is_marked_inferred(name: str, edition: catalogue.Edition) -> None:
    for code, row in edition.codes(name).items():
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", code)
        assert row.label
        assert row.source or row.inferred, code
        for locator in row.source:
            assert LOCATOR.fullmatch(locator), locator


@pytest.mark.parametrize(
    ("name", "attribute", "target"),
    [
        ("thema", "doel", "doel"),
        ("beoogd-resultaat", "doel", "doel"),
        ("gemeente-actie", "doel", "doel"),
        ("gemeente-actie", "onderdelen", "spuk-onderdeel"),
        ("spuk-onderdeel", "doelen", "doel"),
        ("spuk-onderdeel", "acties", "gemeente-actie"),
        ("spuk-onderdeel", "ketens", "ketenaanpak"),
        ("ketenaanpak", "onderdeel", "spuk-onderdeel"),
        ("bestedingsdoel", "onderdeel", "spuk-onderdeel"),
        ("bestedingsdoel", "keten", "ketenaanpak"),
        ("iza-afspraak", "categorieen", "iza-categorie"),
    ],
)
def test_rows_refer_to_codes_that_exist(name: str, attribute: str, target: str) -> None:
    for code, row in EDITION.codes(name).items():
        stated = row.attributes.get(attribute, ())
        for other in [stated] if isinstance(stated, str) else stated:
            assert other in EDITION.codes(target), f"{code}: {other}"


@pytest.mark.parametrize("kind", ["gemeente", "regio"])
def test_every_list_that_the_format_names_exists_and_is_no_reference_list(kind: str) -> None:
    waiting: list[type[Table]] = [plan_class(kind)]
    seen: set[type[Table]] = set()
    while waiting:
        table = waiting.pop()
        if table in seen:
            continue
        seen.add(table)
        for field in fields_of(table):
            for name in (field.key.code_list, field.key.keys):
                if name and name not in ("editie", "jaar", "gemeentecode", "vrij"):
                    assert not EDITION.codes(name).is_reference
            waiting.extend(t for t in (field.value.table, *field.key.special.values()) if t)
    assert len(seen) > 20


def test_the_norms() -> None:
    assert {name: norm["procent"] for name, norm in EDITION.norms.items()} == {
        "valpreventie_risico_inschatting": 14,
        "valpreventie_beweeginterventie": 3,
        "leefomgeving_deelname": 50,
    }


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("plan-bij-kerngroep", date(2023, 9, 30)),
        ("plan-bij-dus-i", date(2023, 10, 31)),
        ("mandaathouder-bekend", date(2023, 6, 30)),
        ("iza-completeren", date(2023, 12, 31)),
        ("start-ketens", date(2024, 1, 1)),
    ],
)
def test_deadlines(code: str, day: date) -> None:
    assert EDITION.deadline(code).day == day


class TestChanged:
    """Edition `spuk-2025`, against the letter of 12 September 2025 and its annexes."""

    def test_the_file_says_what_differs_and_takes_over_the_rest(self) -> None:
        assert CHANGED.basis is EDITION
        assert CHANGED.stated_lists == {"spuk-onderdeel", "bestedingsdoel"} == set(catalogue.lists_that_differ())
        assert CHANGED.list_names == EDITION.list_names
        for name in EDITION.list_names:
            same = CHANGED.codes(name) is EDITION.codes(name)
            assert same == (name not in CHANGED.stated_lists)
        assert (CHANGED.years, CHANGED.norms) == (EDITION.years, EDITION.norms)
        assert CHANGED.deadline("start-ketens") == EDITION.deadline("start-ketens")

    def test_a_row_keeps_what_is_not_stated_anew(self) -> None:
        old, new = (
            EDITION.codes("spuk-onderdeel")["kansrijke-start"],
            CHANGED.codes("spuk-onderdeel")["kansrijke-start"],
        )
        changed = {key for key, value in new.attributes.items() if value != old.attributes[key]}
        assert (changed, new.label) == ({"bedragen"}, old.label)
        assert CHANGED.components["kansrijke-start"].amounts == Amounts(
            {2023: 15 * M, 2024: 16 * M, 2025: 16 * M, 2026: 20 * M + 3 * M}
        )

    def test_walls_through_2024_and_no_filing_days_of_the_first_round(self) -> None:
        assert EDITION.bound_years == {2023, 2024, 2025, 2026}
        assert CHANGED.bound_years == {2023, 2024}
        assert (EDITION.is_first_round, CHANGED.is_first_round) == (True, False)

    def test_what_came_in_addition(self) -> None:
        more = {
            (code, year): euros
            for code, component in CHANGED.components.items()
            for year, euros in component.amounts.excess_over(EDITION.components[code].amounts).items()
        }
        assert more == {
            ("mentale-gezondheid", 2025): 2_500_000,
            ("kansrijke-start", 2026): 3 * M,
            ("mentale-gezondheid", 2026): 5 * M,
            ("overgewicht-obesitas", 2026): 17 * M,
            ("mantelzorg-respijtzorg", 2026): 18 * M,
        }
        assert sum(euros for (_, year), euros in more.items() if year == 2026) == 43 * M

    def test_the_iza_maximum(self) -> None:
        assert EDITION.iza.in_year(2026) + 25 * M - 14_100_000 == pytest.approx(CHANGED.iza.in_year(2026), rel=0.001)
        assert CHANGED.iza.only([2023, 2024, 2025]) == EDITION.iza.only([2023, 2024, 2025])

    def test_what_the_municipalities_are_granted_adds_up(self) -> None:
        by_code = {code: CHANGED.granted(code) for code in catalogue.municipalities()}
        assert len([amounts for amounts in by_code.values() if amounts.years == (2025, 2026)]) == 342
        total = Amounts.sum(by_code.values())
        assert total == Amounts({2025: 310_475_334, 2026: 264_423_052}) == CHANGED.national_total.only([2025, 2026])
        assert by_code["GM0034"] == Amounts({2025: 3_478_172, 2026: 2_961_529})

    def test_a_cut_of_a_tenth_after_the_additions_and_the_indexation_of_2024(self) -> None:
        """The total of 2026 hangs together with the amounts by component: so 310.5 and 264.4 are no slip."""
        components = Amounts.sum(c.amounts for c in CHANGED.components.values())
        indexed = CHANGED.national_total.in_year(2025) / components.in_year(2025)
        expected = (components.in_year(2026) - 23_500_000) * indexed
        assert CHANGED.national_total.in_year(2026) == pytest.approx(expected, rel=0.001)

    def test_what_the_42_regions_are_granted(self) -> None:
        tree = tomllib.loads((FOLDER / "spuk-2025.toml").read_text("utf-8"))["toegekend"]["regios"]
        by_holder = {row["mandaathouder"]: CHANGED.granted_to_region(row["mandaathouder"], "") for row in tree.values()}
        assert len(by_holder) == len(tree) == 42
        assert set(by_holder) - set(catalogue.municipalities()) == {"SamenTwente"}
        assert Amounts.sum(by_holder.values()) == Amounts({2025: 142_900_002, 2026: 153_213_599})
        assert Amounts.sum(by_holder.values()).within(CHANGED.iza)

    @pytest.mark.parametrize(
        ("holder", "region"),
        [("SamenTwente", "Regio Twente"), (None, "twente"), (None, "Regio Twente"), ("GM0153", "Twente")],
    )
    def test_a_region_is_found_by_its_mandate_holder_or_else_by_its_name(self, holder: str | None, region: str) -> None:
        assert CHANGED.granted_to_region(holder, region) == Amounts({2025: 5_326_438, 2026: 5_711_031})

    def test_the_mandate_holder_goes_before_the_name(self) -> None:
        assert CHANGED.granted_to_region("GM0034", "Utrecht") == CHANGED.granted_to_region(None, "Flevoland")

    def test_of_what_is_not_granted_nothing_is_stated(self) -> None:
        assert not CHANGED.granted("GM9999")
        assert not CHANGED.granted_to_region(None, "")
        assert not EDITION.granted("GM0034")
        assert not EDITION.granted_to_region("GM0034", "Flevoland")

    def test_what_may_be_carried_over(self) -> None:
        assert not EDITION.carry_over_limits
        first, second = CHANGED.carry_over_limits.values()
        assert (first.from_year, first.to_year, first.percent, first.per_component) == (2023, 2024, 20, True)
        assert (second.from_year, second.to_year, second.percent, second.per_component) == (2025, 2026, 10, False)
        assert (first.secondary, second.secondary) == (True, False)

    def test_the_group_totals_follow_the_components(self) -> None:
        tree = tomllib.loads((FOLDER / "spuk-2025.toml").read_text("utf-8"))
        components = [c for c in CHANGED.components.values() if c.number in GROUPS["gezondheid-en-sociale-basis"]]
        stated = tree["themagroepen"]["gezondheid-en-sociale-basis"]["totaal"]
        assert stated == {str(year): sum(c.amounts.in_year(year) for c in components) for year in (2025, 2026)}


class TestMunicipalities:
    def test_there_are_342(self) -> None:
        assert len(catalogue.municipalities()) == 342

    def test_a_municipality_knows_where_it_belongs(self) -> None:
        almere = catalogue.municipalities()["GM0034"]
        assert (almere.name, almere.province, almere.ggd_region_code) == ("Almere", "Flevoland", "GG2209")

    def test_an_ended_code_has_a_successor_that_exists(self) -> None:
        assert len(catalogue.mergers()) == 14
        for code, merger in catalogue.mergers().items():
            assert code not in catalogue.municipalities()
            assert catalogue.municipalities()[merger.successor].name == merger.successor_name

    def test_an_unknown_edition_is_an_error_of_its_own(self) -> None:
        with pytest.raises(catalogue.UnknownEdition):
            catalogue.edition("spuk-1999")
