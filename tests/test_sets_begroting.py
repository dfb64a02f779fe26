"""BEG on several files where an example file would be too long: the whole country, and files in any order."""

from __future__ import annotations

from itertools import permutations

import pytest

from galaplan import Finding, catalogue, validate
from tests.cases import PLANS, changed

COUNTRY = list(catalogue.municipalities())


def plan(code: str, *, on_behalf_of: list[str], component: str) -> bytes:
    """A plan that asks one component."""
    text = changed(
        "leeg",
        [
            ['kenmerk = "leeg-2024"', f'kenmerk = "plan-{code.lower()}"'],
            ["GM0050", code],
            ['naam = "Zeewolde"', f'naam = "{catalogue.municipalities()[code].name}"\nnamens = {on_behalf_of}'],
        ],
        f'\n[[aanvraag]]\nonderdeel = "{component}"\n',
    )
    return text.encode()


def found(*sources: bytes, code: str) -> list[Finding]:
    return list(validate(*sources, select=code).findings)


class TestWholeCountry:
    """BEG013: at least half of all municipalities, where each of them has a plan."""

    @pytest.mark.parametrize(("asking", "count"), [(170, 1), (171, 0)])
    def test_half_of_342_is_171(self, asking: int, count: int) -> None:
        with_it = plan(COUNTRY[0], on_behalf_of=COUNTRY[1:asking], component="leefomgeving")
        without = plan(COUNTRY[asking], on_behalf_of=COUNTRY[asking + 1 :], component="valpreventie")
        assert len(findings := found(with_it, without, code="BEG013")) == count
        assert all(f.params == {"gevraagd": 170, "aantal": 342, "procent": 50} for f in findings)

    def test_one_plan_that_is_missing_leaves_the_share_unknown(self) -> None:
        with_it = plan(COUNTRY[0], on_behalf_of=COUNTRY[1:5], component="leefomgeving")
        without = plan(COUNTRY[5], on_behalf_of=COUNTRY[7:], component="valpreventie")
        assert found(with_it, without, code="BEG013") == []


def test_the_accounting_for_one_year_does_not_take_the_place_of_the_plan() -> None:
    """BEG006: the plan for 2024-2026 still counts in 2025, when the accounting for 2024 is given with it."""
    requested = "bedragen = { 2024 = 60_000, 2025 = 60_000, 2026 = 60_000 }"
    much = [requested, requested.replace("2025 = 60_000", "2025 = 30_000_000")]
    own = changed("minimaal", [much])
    other = changed(
        "minimaal", [much, ['"minimaal-2024"', '"almere-2024"'], ["GM0050", "GM0034"], ["Zeewolde", "Almere"]]
    )
    accounting = changed(
        "minimaal",
        [
            ['"minimaal-2024"', '"over-2024"'],
            ['"plan-van-aanpak"', '"verantwoording"'],
            ["periode = { van = 2024, tot_en_met = 2026 }", "periode = { van = 2024, tot_en_met = 2024 }"],
        ],
    )
    (finding,) = found(own.encode(), other.encode(), accounting.encode(), code="BEG006")
    assert (finding.params["jaar"], finding.params["aangevraagd"]) == (2025, 60_000_000)


def test_the_order_of_the_files_does_not_count() -> None:
    """BEG012: a plan in three versions, of which the second replaces the first."""
    whole = (PLANS / "minimaal.toml").read_text("utf-8")
    versions = [
        whole,
        whole.replace('"minimaal-2024"', '"minimaal-2024-b"\nvervangt = "minimaal-2024"\nversie = 2'),
        whole.replace('"minimaal-2024"', '"minimaal-2024-c"\nversie = 3'),
    ]
    told = {
        (finding.message, texts[int(finding.location.file[len("<bytes ")]) - 1])
        for texts in permutations(versions)
        for finding in found(*(text.encode() for text in texts), code="BEG012")
    }
    assert told == {
        ("Van Zeewolde zijn er 2 plannen over 2024, 2025 en 2026, en geen ervan vervangt een ander.", versions[2])
    }
