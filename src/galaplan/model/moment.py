"""A moment as plans know it: a date, or only a year."""

from __future__ import annotations

from datetime import date
from typing import Final

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100

_LEAP = r"(19|20)(0[48]|[2468][048]|[13579][26])|2000"
DATE: Final = (
    r"^((19|20)[0-9]{2}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    r"|(19|20)[0-9]{2}-(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    r"|(19|20)[0-9]{2}-02-(0[1-9]|1[0-9]|2[0-8])"
    rf"|({_LEAP})-02-29)$"
)
"""A date that exists, from 1900 through 2099, written as year-month-day."""


class Moment:
    """A date or a whole calendar year, immutable.

    A year has a first and a last day, a date is both. There is no `<`: with whole years "earlier" has two
    meanings, so a comparison says which it means.
    """

    __slots__ = ("_first", "_is_year", "_last")

    def __init__(self, value: date | int | str) -> None:
        """Take a `date`, a calendar year as `int`, or a date as text (`"2024-03-01"`).

        Raises `TypeError` for anything else, `ValueError` for a year outside 1900-2100 or a date that does not exist.
        """
        if type(value) is int:
            if not FIRST_YEAR <= value <= LAST_YEAR:
                raise ValueError(f"{value} is not a year between {FIRST_YEAR} and {LAST_YEAR}")
            self._is_year = True
            self._first, self._last = date(value, 1, 1), date(value, 12, 31)
            return
        if isinstance(value, str):
            day = _existing(value)
        elif type(value) is date:
            day = value
            if not _has_a_form(day):
                raise ValueError(f"{day} does not lie between 1900 and 2099")
        else:
            raise TypeError(f"a moment is a date or a year, not {value!r}")
        self._is_year = False
        self._first = self._last = day

    @property
    def first(self) -> date:
        """The first day: 1 January for a year."""
        return self._first

    @property
    def last(self) -> date:
        """The last day: 31 December for a year."""
        return self._last

    @property
    def is_year(self) -> bool:
        """Whether only the year is known."""
        return self._is_year

    @property
    def year(self) -> int:
        """The calendar year."""
        return self._first.year

    @property
    def value(self) -> date | int:
        """What the file says: the year or the date."""
        return self.year if self._is_year else self._first

    def surely_after(self, other: Moment | date) -> bool:
        """Whether every day of this moment is later than every day of `other`."""
        return self._first > _last_day(other)

    def surely_before(self, other: Moment | date) -> bool:
        """Whether every day of this moment is earlier than every day of `other`."""
        return self._last < _first_day(other)

    def possibly_by(self, deadline: Moment | date) -> bool:
        """Whether some day of this moment is on or before the last day of `deadline`."""
        return not self.surely_after(deadline)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Moment):
            return NotImplemented
        return self._is_year == other._is_year and self._first == other._first

    def __hash__(self) -> int:
        return hash((self._is_year, self._first))

    def __str__(self) -> str:
        return str(self.year) if self._is_year else self._first.isoformat()

    def __repr__(self) -> str:
        return f"Moment({self.year})" if self._is_year else f"Moment({self._first.isoformat()!r})"


def _first_day(moment: Moment | date) -> date:
    return moment.first if isinstance(moment, Moment) else moment


def _last_day(moment: Moment | date) -> date:
    return moment.last if isinstance(moment, Moment) else moment


def _existing(text: str) -> date:
    """The date that a text states, if it does so in the form of `DATE`."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # Newer Pythons read other forms of ISO 8601 too.
    if day is None or day.isoformat() != text or not _has_a_form(day):
        raise ValueError(f"{text!r} is not an existing date such as 2024-03-01")
    return day


def _has_a_form(day: date) -> bool:
    """Whether `DATE` has a form for it."""
    return FIRST_YEAR <= day.year < LAST_YEAR
