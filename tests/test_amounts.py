"""Money over time: whole euros per calendar year, exact."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from galaplan import Amounts

amounts = st.dictionaries(st.integers(2023, 2026), st.integers(0, 10**12)).map(Amounts)


@pytest.mark.parametrize("amount", [1.5, 60_000.0, True, "100", None])
def test_only_whole_numbers_are_amounts(amount: Any) -> None:
    with pytest.raises(TypeError):
        Amounts({2024: amount})


@pytest.mark.parametrize("amount", [-1, 10**12 + 1])
def test_an_amount_is_from_zero_through_a_million_million(amount: int) -> None:
    with pytest.raises(ValueError, match="between 0 and"):
        Amounts({2024: amount})


@pytest.mark.parametrize("year", [24, 999, 10_000])
def test_a_year_has_four_digits(year: int) -> None:
    with pytest.raises(ValueError, match="calendar year"):
        Amounts({year: 1})


def test_every_year_of_four_digits_is_one() -> None:
    assert Amounts({1000: 1, 9999: 10**12}).years == (1000, 9999)


def test_adding_goes_by_year() -> None:
    assert Amounts({2024: 1, 2025: 2}) + Amounts({2025: 3, 2026: 4}) == Amounts({2024: 1, 2025: 5, 2026: 4})


def test_subtracting_goes_by_year_and_never_below_zero() -> None:
    assert Amounts({2024: 5, 2025: 2}) - Amounts({2024: 3}) == Amounts({2024: 2, 2025: 2})
    with pytest.raises(ValueError, match="2025"):
        Amounts({2024: 5}) - Amounts({2025: 1})


def test_the_excess_names_the_years_that_are_above() -> None:
    spent, asked = Amounts({2024: 105, 2025: 90, 2026: 10}), Amounts({2024: 100, 2025: 100})
    assert spent.excess_over(asked) == Amounts({2024: 5, 2026: 10})
    assert spent.excess_over(asked, tolerance=5) == Amounts({2026: 10})
    assert not spent.within(asked)


def test_absent_is_not_zero() -> None:
    assert Amounts() != Amounts({2024: 0})
    assert Amounts().in_year(2024) == 0


@given(amounts, amounts)
def test_a_sum_less_one_part_is_the_other_part_by_year(left: Amounts, right: Amounts) -> None:
    rest = (left + right) - right
    assert all(rest.in_year(year) == left.in_year(year) for year in range(2023, 2027))
    assert (left + right).total == left.total + right.total


@given(amounts, amounts)
def test_addition_does_not_mind_the_order(left: Amounts, right: Amounts) -> None:
    assert left + right == right + left
    assert hash(left + right) == hash(right + left)


@given(amounts)
def test_it_cannot_be_changed(value: Amounts) -> None:
    with pytest.raises(TypeError):
        value[2024] = 1  # type: ignore[index]
