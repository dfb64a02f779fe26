"""Family KET, regional files: which municipalities start which chain, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from galaplan import catalogue
from galaplan.documents import Path
from galaplan.rules.iza import PLAN_VAN_AANPAK
from galaplan.rules.ketens import KETENS, NIET
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, rule
from galaplan.rules.view import PlanView, filled, has_begun

if TYPE_CHECKING:
    from galaplan.rules.ketens import State

START = "start-ketens"
"""The day by which every region has begun with each chain."""
AFSPRAKEN = "samenwerkingsafspraken-ketens"
"""The day by which the agreements on the chains were to be made."""


def _named(plan: PlanView, code: str) -> frozenset[str]:
    """The members that agreements name as those that start a chain, and whose own cell does not deny it."""
    agreements = plan.agreements_by_chain.get(code, ())
    named = {gm for placed in agreements for gm in placed.item.starting_municipalities}
    named.intersection_update(plan.regional.region.municipalities)
    if named:
        named.difference_update(str(state.path[1]) for state in _cells(plan, code) if _denies(plan, state))
    return frozenset(named)


def _denies(plan: PlanView, state: State) -> bool:
    """Whether a cell says that the chain does not start there by the day, whatever an agreement says."""
    return not starts_in_time(plan, state) and (state.item.status == NIET or state.item.start is not None)


def _cells(plan: PlanView, code: str) -> list[State]:
    """The cells of the matrix for a chain, of the members of the region."""
    members = frozenset(plan.regional.region.municipalities)
    return [state for state in plan.chain_states.get(code, ()) if state.path[1] in members]


def starts_in_time(plan: PlanView, state: State) -> bool:
    """Whether a chain runs, or is to run, by the day on which every region has begun with it."""
    start = state.item.start
    if start is None or state.item.existing is True:
        return has_begun(state.item)
    return start.possibly_by(plan.edition.deadline(START).day)


def _is_dated(state: State) -> bool:
    return state.item.start is not None or has_begun(state.item)


def _gives_reason(plan: PlanView, code: str) -> bool:
    """Whether the file says why a chain does not start, or starts later."""
    chain = plan.plan.chains.get(code)
    tables = [state.item for state in plan.chain_states.get(code, ())]
    if chain is not None:
        tables.append(chain)
    return any(filled(table.reason) or table.has_text for table in tables)


@rule(
    "KET003",
    "keten-start-2024",
    {"later": WARNING, "niet-volgens-gemeenten": WARNING},
    modality="P",
    source=("GALA p33 L1761-1764", "GALA p40 L2148-2149", "Pharos-SPUK L99"),
    applies=("regio", "set"),
    document="regioplan",
)
def keten_start_2024(plan: PlanView) -> Iterator[Hit]:
    late: dict[str, Path] = {}
    for code in plan.edition.codes(KETENS):
        starts = [state for state in _cells(plan, code) if _is_dated(state)]
        if not starts or _named(plan, code) or _gives_reason(plan, code):
            continue
        if not any(starts_in_time(plan, state) for state in starts):
            late[code] = (*starts[0].path, "start")
    if late:
        place, *others = late.values()
        day = plan.edition.deadline(START).day.isoformat()
        yield Hit("later", place, {"ketens": list(late), "dag": day}, tuple(others))


@rule(
    "KET004",
    "keten-startmatrix",
    {"geen-startgemeente": WARNING, "geen-startgemeente-na-start": ERROR, "cellen-ontbreken": WARNING},
    modality="P",
    source=("GALA p39 L2083-2084",),
    applies=("regio",),
    document="regioplan",
)
def keten_startmatrix(plan: PlanView) -> Iterator[Hit]:
    codes = tuple(plan.edition.codes(KETENS))
    named = {code: _named(plan, code) for code in codes}
    unnamed = [
        code
        for code in codes
        if not named[code]
        and not any(_is_dated(state) for state in _cells(plan, code))
        and not _gives_reason(plan, code)
    ]
    if unnamed:
        variant = "geen-startgemeente-na-start" if _is_due(plan) else "geen-startgemeente"
        day = plan.edition.deadline(START).day.isoformat()
        yield Hit(variant, _place(plan, unnamed[0]), {"ketens": unnamed, "dag": day})
    if matrix := plan.regional.chain_matrix:
        missing = [
            gm
            for gm in dict.fromkeys(plan.regional.region.municipalities)
            for code in codes
            if code not in unnamed and gm not in named[code] and code not in matrix.get(gm, ())
        ]
        if missing:
            facts = {"aantal": len(missing), "gemeenten": names(dict.fromkeys(missing))}
            yield Hit("cellen-ontbreken", ("ketenmatrix",), facts)


def _is_due(plan: PlanView) -> bool:
    """Whether the file says it is of after the day of the start, and holds the plan of action as well."""
    date = plan.plan.date
    day = plan.edition.deadline(START).day
    return PLAN_VAN_AANPAK in plan.contains and date is not None and date.surely_after(day)


def _place(plan: PlanView, code: str) -> Path:
    """Where the municipalities that start a chain belong: in the matrix, else in the agreement on the chain."""
    agreements = plan.agreements_by_chain.get(code)
    return ("ketenmatrix",) if plan.regional.chain_matrix or not agreements else agreements[0].path


def names(codes: Iterable[str]) -> list[str]:
    """The names of municipalities; the code of one that does not exist."""
    known = catalogue.municipalities()
    return [known[code].name if code in known else code for code in codes]


@rule(
    "KET010",
    "keten-afspraken-tijdig",
    {"later": ADVICE},
    modality="P",
    source=("GALA p39 L2079-2081",),
    applies=("regio",),
    document="regioplan",
)
def keten_afspraken_tijdig(plan: PlanView) -> Iterator[Hit]:
    if plan.is_renewal:
        return  # it names the agreements that hold now
    day = plan.edition.deadline(AFSPRAKEN).day
    late: dict[str, Path] = {}
    for code in plan.edition.codes(KETENS):
        agreements = plan.agreements_by_chain.get(code, ())
        dates = {placed.path: placed.item.date for placed in agreements if placed.item.date}
        if dates and all(date.surely_after(day) for date in dates.values()):
            late[code] = (*next(iter(dates)), "datum")
    if late:
        place, *others = dict.fromkeys(late.values())
        yield Hit("later", place, {"ketens": list(late), "dag": day.isoformat()}, tuple(others))
