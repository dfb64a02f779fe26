"""Which money a funding line takes: every euro is of one year, also when it is spent in a later one (*overloop*)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from galaplan.model.amounts import NOTHING, Amounts
from galaplan.model.shared import FundingLine

if TYPE_CHECKING:
    from galaplan.documents import Path
    from galaplan.rules.placed import PlacedLine


class Charge(NamedTuple):
    """A funding line and the money that it takes."""

    line: PlacedLine
    own: Amounts
    """Of the years in which it is spent."""
    carried: Amounts = NOTHING
    """Of the earlier year from which it was carried over."""

    @property
    def path(self) -> Path:
        """The path of the line."""
        return self.line.path

    @property
    def taken(self) -> Amounts:
        """Of each year, in whatever year it is spent."""
        return self.own if self.carried is NOTHING else self.own + self.carried

    @property
    def used(self) -> Amounts:
        """What is gone of the money of each year itself: what was really spent where the line says so."""
        planned, really = self.line.line.amounts, self.line.line.realised
        if really is None:
            return self.own
        carried_into = {year: planned.in_year(year) - self.own.in_year(year) for year in really}
        return Amounts({**self.own, **{year: max(0, really[year] - carried_into[year]) for year in really}})


def charges(lines: Iterable[PlacedLine], asked: Amounts) -> tuple[Charge, ...]:
    """What each of these lines takes, when so much is asked for them together.

    A line says how much it carries over, and not in which of its years that is spent. It goes first to the years in
    which more is planned than asked, so that too much is said only of lines that fit in no way.
    """
    lines = tuple(lines)
    carrying = [line for line in lines if line.line.carry_over]
    if not carrying:
        return tuple([Charge(line, line.line.amounts) for line in lines])
    short = dict(Amounts.sum(line.line.amounts for line in lines).excess_over(asked))
    carried_into: dict[Path, Mapping[int, int]] = {}
    for line in sorted(carrying, key=lambda line: len(later_years(line.line))):  # the least free to choose goes first
        carried_into[line.path] = _spread(line.line, short)
    return tuple(_charge(line, carried_into.get(line.path, {})) for line in lines)


def paying_in(taken: Iterable[Charge], year: int) -> tuple[Path, ...]:
    """The lines that take something from the money of `year`."""
    return tuple(charge.path for charge in taken if charge.taken.in_year(year))


def spent_in_own_year(taken: Iterable[Charge]) -> Amounts:
    """What lines spend of the money of each year in that year."""
    return Amounts.sum(charge.own for charge in taken)


def overdrawn(asked: Amounts, taken: Sequence[Charge]) -> Iterator[tuple[str, int, dict[str, int]]]:
    """The years in which the lines take more than is asked, or in which less is left than is carried on."""
    spent, used = spent_in_own_year(taken), Amounts.sum(charge.used for charge in taken)
    carried_on = Amounts.sum(charge.carried for charge in taken)
    for year, euros in asked.items():
        own, later, gone = spent.in_year(year), carried_on.in_year(year), used.in_year(year)
        params = {"jaar": year, "aangevraagd": euros}
        if own > euros:
            yield "meer", year, {**params, "begroot": own, "bedrag": own - euros}
        elif later and gone + later > euros:
            yield "overloop", year, {**params, "begroot": gone, "overloop": later, "bedrag": gone + later - euros}


def later_years(line: FundingLine) -> list[int]:
    """The years in which a line can spend what it carries over."""
    if line.carry_over is None:
        return []
    return [year for year, euros in line.amounts.items() if euros and year > line.carry_over.from_year]


def _spread(line: FundingLine, short: dict[int, int]) -> Mapping[int, int]:
    """By year what of the carried money is spent in it; what helps a year that is short is taken off there."""
    left = line.carry_over.amount if line.carry_over else 0
    years = later_years(line)
    spent = dict.fromkeys(years, 0)
    for year in years:
        euros = min(left, line.amounts[year], short.get(year, 0))
        if euros:
            spent[year] = euros
            short[year] -= euros
            left -= euros
    for year in years:
        euros = min(left, line.amounts[year] - spent[year])
        spent[year] += euros
        left -= euros
    return spent


def _charge(line: PlacedLine, carried_into: Mapping[int, int]) -> Charge:
    if not (line.line.carry_over and carried_into):
        return Charge(line, line.line.amounts)
    own = Amounts({year: euros - carried_into.get(year, 0) for year, euros in line.line.amounts.items()})
    return Charge(line, own, Amounts({line.line.carry_over.from_year: sum(carried_into.values())}))
