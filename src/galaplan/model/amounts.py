"""Money over time: whole euros per calendar year (*bedragen*)."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView

from galaplan.model.fields import MAX_AMOUNT


class Amounts(Mapping[int, int]):
    """Whole euros per calendar year, immutable and exact.

    A year that is not there is not stated, which is not the same as zero: `Amounts()` states nothing and
    `Amounts({2024: 0})` states that 2024 costs nothing. The years are in ascending order.

    >>> Amounts({2025: 62_000, 2024: 60_000}).total
    122000
    """

    __slots__ = ("_by_year",)

    def __init__(self, by_year: Mapping[int, int] | None = None) -> None:
        """Take a mapping from calendar year to whole euros.

        Raises `TypeError` for a year or an amount that is not an `int` (a `bool` is not one), `ValueError` for an
        amount below 0 or above `MAX_AMOUNT`, or a year that does not have four digits.
        """
        stated = dict(by_year or {})
        for year, amount in stated.items():
            if type(year) is not int or type(amount) is not int:
                raise TypeError(f"a year and its amount are whole numbers, not {year!r}: {amount!r}")
            if not 1000 <= year <= 9999:
                raise ValueError(f"{year} is not a calendar year")
            if not 0 <= amount <= MAX_AMOUNT:
                raise ValueError(f"an amount is between 0 and {MAX_AMOUNT} euros, not {amount}")
        self._by_year = dict(sorted(stated.items()))

    @classmethod
    def _of(cls, by_year: dict[int, int]) -> Amounts:
        """A result of arithmetic: integers by construction, and a sum may pass what one entry may not.

        `by_year` has its years in ascending order.
        """
        result = cls.__new__(cls)
        result._by_year = by_year
        return result

    @classmethod
    def sum(cls, parts: Iterable[Amounts]) -> Amounts:
        """The sum by year. A year is stated in the sum when it is stated in any of the parts."""
        parts = tuple(parts)
        if len(parts) < 2:
            return parts[0] if parts else NOTHING
        by_year = dict(parts[0]._by_year)
        for part in parts[1:]:
            for year, amount in part._by_year.items():
                by_year[year] = by_year.get(year, 0) + amount
        if len(by_year) > len(parts[0]._by_year):  # in ascending order no more
            by_year = dict(sorted(by_year.items()))
        whole = cls.__new__(cls)
        whole._by_year = by_year
        return whole

    @property
    def total(self) -> int:
        """Whole euros over all stated years."""
        return sum(self._by_year.values())

    @property
    def years(self) -> tuple[int, ...]:
        """The stated years, ascending."""
        return tuple(self._by_year)

    def in_year(self, year: int) -> int:
        """Whole euros in `year`; 0 where the year is not stated."""
        return self._by_year.get(year, 0)

    def __add__(self, other: Amounts) -> Amounts:
        if not isinstance(other, Amounts):
            return NotImplemented
        return Amounts.sum((self, other))

    def __sub__(self, other: Amounts) -> Amounts:
        """The difference by year. Raises `ValueError` where a year would fall below zero, see `excess_over`."""
        if not isinstance(other, Amounts):
            return NotImplemented
        if short := other.excess_over(self):
            raise ValueError(f"the difference is below zero in {', '.join(map(str, short.years))}")
        return Amounts._of(
            {year: self.in_year(year) - other.in_year(year) for year in sorted({*self._by_year, *other._by_year})}
        )

    def excess_over(self, other: Amounts, *, tolerance: int = 0) -> Amounts:
        """By how much this is above `other`, in the years where it is by more than `tolerance` euros."""
        if self._by_year == other._by_year:
            return NOTHING
        less = other._by_year.get
        return Amounts._of(
            {
                year: amount - less(year, 0)
                for year, amount in self._by_year.items()
                if amount - less(year, 0) > tolerance
            }
        )

    def within(self, other: Amounts) -> bool:
        """Whether no year is above the same year of `other`."""
        return not self.excess_over(other)

    def without_zeros(self) -> Amounts:
        """The years whose amount is not zero."""
        if 0 not in self._by_year.values():
            return self
        return Amounts._of({year: amount for year, amount in self._by_year.items() if amount})

    def only(self, years: Iterable[int]) -> Amounts:
        """The stated amounts of these years."""
        wanted = years if isinstance(years, (frozenset, set)) else frozenset(years)
        if wanted.issuperset(self._by_year):
            return self
        return Amounts._of({year: amount for year, amount in self._by_year.items() if year in wanted})

    def __getitem__(self, year: int) -> int:
        return self._by_year[year]

    def __iter__(self) -> Iterator[int]:
        return iter(self._by_year)

    def __len__(self) -> int:
        return len(self._by_year)

    def keys(self) -> KeysView[int]:
        """The stated years, ascending."""
        return self._by_year.keys()

    def items(self) -> ItemsView[int, int]:
        """Years and amounts, ascending by year."""
        return self._by_year.items()

    def values(self) -> ValuesView[int]:
        """The amounts, ascending by year."""
        return self._by_year.values()

    def __contains__(self, year: object) -> bool:
        return year in self._by_year

    def __eq__(self, other: object) -> bool:
        return self._by_year == other._by_year if isinstance(other, Amounts) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._by_year.items()))

    def __repr__(self) -> str:
        return f"Amounts({self._by_year!r})"


NOTHING = Amounts()
"""No year is stated."""
