"""A moment is a date or a year; comparisons say which they mean."""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from galaplan import Moment
from galaplan.model.moment import DATE

moments = st.one_of(st.integers(1990, 2040), st.dates(date(1990, 1, 1), date(2040, 12, 31))).map(Moment)


def test_a_year_has_a_first_and_a_last_day() -> None:
    assert (Moment(2024).first, Moment(2024).last) == (date(2024, 1, 1), date(2024, 12, 31))


def test_a_date_is_both() -> None:
    assert Moment("2024-03-01").first == Moment("2024-03-01").last == date(2024, 3, 1)


@pytest.mark.parametrize(
    "value",
    [
        *("2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "2024", "24-01-01", "1899-12-31", "2100-01-01"),
        *("20240301", "2024-W09-5", "2024W095", "2024-3-1", "2024-03-01\n", "2024-03-01T00:00", "٢٠٢٤-03-01"),
        *(1899, 2101, date(1899, 12, 31), date(2100, 1, 1)),
    ],
)
def test_what_does_not_exist_is_refused(value: str | int | date) -> None:
    with pytest.raises(ValueError, match="not"):
        Moment(value)


@pytest.mark.parametrize(
    "value", ["2024-02-29", "2000-02-29", "2099-12-31", date(2024, 2, 29), date(1900, 1, 1), 1900, 2100]
)
def test_what_exists_is_taken(value: str | int | date) -> None:
    assert Moment(value) == Moment(Moment(value).value)


def is_taken(text: str) -> bool:
    try:
        moment = Moment(text)
    except ValueError:
        return False
    assert moment.value == date(*map(int, text.split("-")))
    return True


def has_the_form(text: str) -> bool:
    """By the pattern of the schema, of which `$` is the very end."""
    return re.search(DATE.removesuffix("$") + r"\Z", text) is not None


def test_a_date_as_text_is_taken_just_when_the_schema_takes_it() -> None:
    centuries = (*range(1895, 1910), *range(1990, 2010), *range(2095, 2105), 0, 1, 1600, 2200, 9999)
    texts = [f"{year:04}-{month:02}-{day:02}" for year, month, day in product(centuries, range(14), range(33))]
    assert [text for text in texts if is_taken(text) != has_the_form(text)] == []
    assert sum(map(is_taken, texts)) == sum((date(year + 1, 1, 1) - date(year, 1, 1)).days for year in centuries[5:40])


@given(
    st.one_of(
        st.text(
            st.sampled_from("0123456789-TWZ:+. \n\0\N{ARABIC-INDIC DIGIT TWO}\N{FULLWIDTH DIGIT TWO}\ud800"),
            max_size=12,
        ),
        st.from_regex(r"(19|20)[0-9]{2}-?([01][0-9]|W[0-5][0-9])-?[0-3]?[0-9](T00:00|\n)?", fullmatch=True),
        st.dates().map(date.isoformat),
    )
)
def test_so_it_is_of_any_text(text: str) -> None:
    assert is_taken(text) == has_the_form(text)


@pytest.mark.parametrize("value", [True, 2024.0, None, datetime(2024, 1, 1, 12)])
def test_what_is_neither_date_nor_year_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        Moment(value)  # type: ignore[arg-type]


def test_a_year_is_neither_surely_before_nor_surely_after_a_day_in_it() -> None:
    year, day = Moment(2024), Moment("2024-07-01")
    assert not year.surely_before(day)
    assert not year.surely_after(day)
    assert year.possibly_by(day)


def test_a_deadline_given_as_a_year_holds_through_its_last_day() -> None:
    assert Moment("2024-12-31").possibly_by(Moment(2024))
    assert Moment("2025-01-01").surely_after(Moment(2024))


@pytest.mark.parametrize("moment", [Moment(2024), Moment("2024-03-01")])
def test_it_is_shown_as_it_is_made(moment: Moment) -> None:
    assert eval(repr(moment)) == moment


@given(moments, moments)
def test_at_most_one_of_before_and_after_is_sure(one: Moment, other: Moment) -> None:
    assert not (one.surely_before(other) and one.surely_after(other))
    assert one.surely_before(other) == other.surely_after(one)
    assert one.possibly_by(other) == (not one.surely_after(other))
