"""DUB on several files where an example file would be too long: a region with many costs, and accounts beside plans."""

from __future__ import annotations

from itertools import permutations

from galaplan import Finding, Severity, catalogue, validate
from tests.cases import changed

ZEEWOLDE = "GM0050"
OTHERS = [code for code in catalogue.municipalities() if code != ZEEWOLDE][:29]


def cost(id: str, title: str, line: str, more: str = "") -> str:
    """An action with one cost of 10,000 euros."""
    return f"""
[[acties]]
id = "{id}"
titel = "{title}"

  [[acties.kosten]]
  id = "{id}"
  bedragen = {{ 2024 = 10_000 }}
  {more}

    [[acties.kosten.dekking]]
    {line}
    bedragen = {{ 2024 = 10_000 }}
"""


IZA = 'bron = "iza"\n    iza_categorie = "netwerk-sociaal-domein"'
SPUK = 'bron = "spuk"\n    onderdeel = "{}"'


def region(*costs: str, members: list[str], changes: list[list[str]] | None = None) -> bytes:
    own = [['["GM0034", "GM0050", "GM0995"]', str(members)], *(changes or [])]
    return changed("minimaal-regio", own, "".join(costs)).encode()


def found(*sources: bytes, code: str) -> list[Finding]:
    return list(validate(*sources, select=code).findings)


def test_thirty_costs_of_one_amount_do_not_hide_the_one_for_this_municipality() -> None:
    """DUB003: of costs with one amount only so many are looked at, but those for other municipalities do not count."""
    elsewhere = [cost(f"inzet-{code.lower()}", f"Inzet {code}", IZA, f'gemeente = "{code}"') for code in OTHERS]
    here = cost("buurtgesprekken", "Buurtgesprekken met ouderen", IZA, f'gemeente = "{ZEEWOLDE}"')
    plan = changed("leeg", [], cost("gesprekken", "Buurtgesprekken met ouderen", SPUK.format("een-tegen-eenzaamheid")))
    (finding,) = found(plan.encode(), region(*elsewhere, here, members=[*OTHERS, ZEEWOLDE]), code="DUB003")
    assert finding.params["iza"] == ["buurtgesprekken"]


def test_an_accounting_is_compared_too_when_the_plan_is_given_with_it() -> None:
    """DUB006: a doubt in the plan, a fault in the accounting for one of its years; in whatever order they are given."""
    no_line = ['tekst = "IZA betaalt de regionale uren; de gemeenten betalen hun eigen inzet uit de SPUK."', ""]
    own = cost("coordinator", "Coördinator", SPUK.format("coordinatie-regionale-preventie"))
    accounting = [
        ['"leeg-2024"', '"over-2024"\nfase = "verantwoording"\nperiode = { van = 2024, tot_en_met = 2024 }'],
    ]
    files = [
        changed("leeg", [], own).encode(),
        changed("leeg", accounting, own).encode(),
        region(members=["GM0034", ZEEWOLDE], changes=[no_line]),
    ]
    for order in permutations(files):
        findings = found(*order, code="DUB006")
        assert sorted(finding.severity for finding in findings) == [Severity.WARNING, Severity.ERROR]
