"""What the agreement does not ask: no plan is accused of it, however strictly it is read."""

from __future__ import annotations

import pytest

from galaplan import Severity, catalogue, validate
from tests.cases import PLANS, changed

EDITION = catalogue.edition("spuk-2023")


def errors(text: str) -> list[str]:
    return [
        f"{f.code} {f.message}" for f in validate(text.encode(), strict=True).findings if f.severity is Severity.ERROR
    ]


def everything(text: str) -> list[str]:
    return [f"{f.code} {f.message}" for f in validate(text.encode(), strict=True).findings]


MINIMAL = (PLANS / "minimaal.toml").read_text("utf-8")

REQUEST = """[[aanvraag]]
onderdeel = "kansrijke-start"
bedragen = { 2024 = 20_000, 2025 = 20_000, 2026 = 20_000 }"""

COALITION = '''partners = [{ naam = "GGD", soort = "ggd" }]
indicatoren = [{ naam = "Aantal besproken gezinnen"'''


def test_optional_actions_may_be_left_out() -> None:
    """GA-3, OW-5, OW-6, MI-4, MI-6, RO-2, OU-3 to OU-7, OV-1, OV-3 are things a municipality *can* do."""
    optional = [code for code, row in EDITION.codes("gemeente-actie").items() if row.text("modaliteit") == "K"]
    assert len(optional) == 13
    assert not any(code in MINIMAL for code in optional)
    assert everything(MINIMAL) == []


def test_outcomes_are_not_settled_on() -> None:
    """p45 L2405-2409: only the agreed results are followed, not smoking, weight or visits to the emergency ward."""
    outcome = '''indicatoren = [{ naam = "SEH-bezoeken", soort = "outcome", nulmeting = "300", streefwaarde = "310" },
  { naam = "Bezochte ouderen", soort = "activiteit" }]
start = 2024

  [[acties.kosten]]
  id = "huisbezoeken"'''
    assert errors(changed("minimaal", [['start = 2024\n\n  [[acties.kosten]]\n  id = "huisbezoeken"', outcome]])) == []


@pytest.mark.parametrize("explained", ["", ', tekst = "De verzekeraar doet de rest."'])
def test_a_municipality_may_stay_below_the_national_percentages(explained: str) -> None:
    """p42 L2280: 14 % and 3 % are national."""
    line = "2025 = { risico_inschattingen = 600, beweeginterventies = 130 }"
    below = f"2025 = {{ risico_inschattingen = 10, beweeginterventies = 2{explained} }}"
    assert errors(changed("minimaal", [[line, below]])) == []


def test_no_component_but_fall_prevention_must_be_asked() -> None:
    """p44 L2394-2395, L2404."""
    cut = MINIMAL.index('[[acties]]\nid = "coalitie"'), MINIMAL.index("[organisatie]")
    text = MINIMAL[: cut[0]] + MINIMAL[cut[1] :]
    text = text.replace(f'{REQUEST}\ngala = ["gezondheidsachterstanden"]\n', "")
    assert text.count("[[aanvraag]]") == 1
    assert errors(text) == []


def test_the_offer_of_a_chain_may_lie_outside_the_municipality() -> None:
    """p40 L2133-2135."""
    elsewhere = '[ketens.valpreventie]\nstatus = "niet"\naanbod = "GM0034"\nreden = "Almere biedt het aan."'
    old = '[ketens.valpreventie]\nstatus = "gestart"\nstart = 2024-01-01'
    assert errors(changed("minimaal", [[old, elsewhere]])) == []


def test_a_plan_without_amounts_is_lawful() -> None:
    """p44 L2374-2390: none of the seven elements is a budget."""
    lines = MINIMAL.splitlines(keepends=True)
    without_costs, inside = [], False
    for line in lines:
        if line.startswith("["):
            inside = False
        if line.strip().startswith("[[acties.kosten"):
            inside = True
        if not inside and not (line.startswith("bedragen") and "2024" in line):
            without_costs.append(line)
    text = "".join(without_costs)
    assert "bedragen" not in text
    assert [finding for finding in everything(text) if not finding.startswith("DOE008")] == []
    assert errors(text) == []


@pytest.mark.parametrize("party", ["ggd", "geboortezorg", "jgz", "huisarts", "zorgverzekeraar"])
def test_a_coalition_may_lack_a_party_that_is_an_example(party: str) -> None:
    """p13 L582."""
    one = COALITION.replace('"ggd"', f'"{party}"')
    assert errors(changed("minimaal", [['indicatoren = [{ naam = "Aantal besproken gezinnen"', one]])) == []


@pytest.mark.parametrize("status", ["voorbereiding", "gestart", "ingericht"])
def test_a_chain_need_not_be_accessible_on_the_first_of_january_2024(status: str) -> None:
    """p40 L2144-2146."""
    old = 'status = "gestart"\nstart = 2024-01-01'
    assert errors(changed("minimaal", [[old, f'status = "{status}"\nstart = 2024-09-01']])) == []


@pytest.mark.parametrize(
    "agreement",
    [
        "eh-coordinatie",
        "ggz-werkwijze",
        "ggz-verkennend-gesprek",
        "ggz-steunpunten",
        "az-handreiking-cruciaal",
        "am-stages",
    ],
)
def test_iza_money_may_be_spent_outside_prevention(agreement: str) -> None:
    """p61-62 L3229-3252."""
    assert everything(changed("minimaal-regio", [["rs-organiseren", agreement]])) == []


def test_component_15_and_iza_coordination_may_stand_side_by_side() -> None:
    """p34 L1800-1803 and p62 L3279-3281: each pays its own part."""
    region = (PLANS / "minimaal-regio.toml").read_text("utf-8")
    text = region + (
        '\n[[bijdragen]]\ngemeente = "GM0050"\nbedragen = { 2024 = 5_000, 2025 = 5_000 }\n'
        "\n[[acties]]\n"
        'id = "preventiecoordinatie"\n'
        'titel = "Coördinatie van de regionale preventie"\n'
        'doelgroepen = ["alle-inwoners"]\n'
        'indicatoren = [{ naam = "Overleggen", soort = "activiteit" }]\n'
        'doelen = ["gezonde-regio"]\n'
        'niveau = "regionaal"\n'
        'verantwoordelijk = "gemeente"\n'
        'eigenaar = { naam = "Almere", soort = "mandaatgemeente" }\n'
        "  [[acties.kosten]]\n"
        '  id = "preventiecoordinator"\n'
        '  omschrijving = "Coördinator preventie"\n'
        '  referentie = "spuk-300"\n'
        "  bedragen = { 2024 = 5_000, 2025 = 5_000 }\n"
        "    [[acties.kosten.dekking]]\n"
        '    bron = "spuk"\n'
        '    onderdeel = "coordinatie-regionale-preventie"\n'
        '    doel = "coord-regionale-samenwerking"\n'
        "    bedragen = { 2024 = 5_000, 2025 = 5_000 }\n"
    )
    assert everything(text) == []


def test_an_agreement_may_know_only_its_year_and_an_intervention_may_still_be_chosen() -> None:
    chosen = 'interventies = [{ naam = "In Balans", bron = "loket-gezond-leven", erkend = true }]\n'
    text = changed("minimaal", [["datum = 2023-04-01", "datum = 2023"], [chosen, ""]])
    assert errors(text) == []


def test_amounts_are_not_held_against_an_entitlement() -> None:
    """The agreement names no amount for a municipality; a large share gets advice at most."""
    request = "bedragen = { 2024 = 60_000, 2025 = 60_000, 2026 = 60_000 }"
    large = "bedragen = { 2024 = 900_000, 2025 = 900_000, 2026 = 900_000 }\ntekst = 'Een deel is reserve.'"
    found = validate(changed("minimaal", [[request, large]]).encode()).findings
    assert [(f.code, f.severity.word) for f in found] == [("BEG010", "advice")]
