"""Family IDE: who files the plan, over which years, when it was filed, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from galaplan import catalogue
from galaplan.catalogue import Edition
from galaplan.documents import Path
from galaplan.findings import Severity
from galaplan.model.moment import FIRST_YEAR, LAST_YEAR, Moment
from galaplan.model.municipal import Advice, Filing
from galaplan.model.shared import Action
from galaplan.rules.placed import Placed
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Applies, Hit, Outcome, Rule, register, rule
from galaplan.rules.severity import FILED, REQUEST_2023
from galaplan.rules.view import PlanView, filled, has_text

BOTH: tuple[Applies, ...] = ("gemeente", "regio")


# --- who ---


@rule(
    "IDE001",
    "identiteit-gemeente",
    {
        "vervallen-code": ERROR,
        "onbekende-code": ERROR,
        "code-van-naam": ERROR,
        "eigen-code": WARNING,
        "dubbel": WARNING,
    },
    modality="-",
    source=("GALA p44 L2401-2404", "GALA p44 L2394-2395"),
    in_request_2023=True,
    inferred=True,
)
def identiteit_gemeente(plan: PlanView) -> Iterator[Hit]:
    """The codes themselves are looked up in `galaplan.integrity`, also in a file that is not yet a plan."""
    municipality = plan.municipal.municipality
    for index, first, code in _repeated(municipality.on_behalf_of):
        yield Hit("dubbel", ("gemeente", "namens", index), _named(code), (("gemeente", "namens", first),))
    if municipality.code in municipality.on_behalf_of:
        index = municipality.on_behalf_of.index(municipality.code)
        yield Hit("eigen-code", ("gemeente", "namens", index), _named(municipality.code), (("gemeente", "code"),))


@rule(
    "IDE002",
    "identiteit-regio",
    {
        "geen-leden": ERROR,
        "lid-dubbel": ERROR,
        "een-gemeente": ADVICE,
        "geen-aanvrager": ERROR,
        "openbaar-lichaam": WARNING,
        "aanvrager-geen-lid": ERROR,
    },
    modality="P",
    source=("GALA p62 L3265-3266", "GALA p62 L3291", "GALA p63 L3333-3336"),
    applies=("regio",),
    in_request_2023=True,
)
def identiteit_regio(plan: PlanView) -> Iterator[Hit]:
    members = plan.regional.region.municipalities
    if not members:
        yield Hit("geen-leden", ("regio", "gemeenten"))
    for index, first, code in _repeated(members):
        yield Hit("lid-dubbel", ("regio", "gemeenten", index), _named(code), (("regio", "gemeenten", first),))
    if len(set(members)) == 1:
        yield Hit("een-gemeente", ("regio", "gemeenten"), _named(members[0]))
    if "aanvraag" in plan.contains:
        yield from _applicant(plan, members)


def _applicant(plan: PlanView, members: tuple[str, ...]) -> Iterator[Hit]:
    mandate = plan.regional.mandate
    applicant = mandate.municipality if mandate else None
    if applicant is None:
        if mandate and filled(mandate.public_body):
            yield Hit("openbaar-lichaam", ("mandaat", "openbaar_lichaam"), {"naam": mandate.public_body})
        else:
            yield Hit("geen-aanvrager", ("mandaat",))
    elif members and applicant not in members and applicant in catalogue.municipalities():
        yield Hit("aanvrager-geen-lid", ("mandaat", "gemeente"), _named(applicant), (("regio", "gemeenten"),))


def _repeated(codes: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Every code that is there more than once: the index of its second time, that of its first, and the code.

    One finding each, however often it is there: a list of the same code is short to write and long to tell.
    """
    first: dict[str, int] = {}
    told: set[str] = set()
    for index, code in enumerate(codes):
        if first.setdefault(code, index) != index and code not in told:
            told.add(code)
            yield index, first[code], code


def _named(code: str) -> dict[str, str]:
    municipality = catalogue.municipalities().get(code)
    return {"code": code, "naam": municipality.name if municipality else code}


# --- which years ---


@rule(
    "IDE003",
    "planperiode",
    {"ontbreekt": ERROR, "begin": ERROR, "eind": ERROR},
    modality="P",
    source=("GALA p44 L2363-2366", "GALA p53 L2815-2816"),
    phases=("plan-van-aanpak",),
)
def planperiode(plan: PlanView) -> Iterator[Hit]:
    """The first year of the scheme took a simple request; the plan may keep it, but has to cover all years after."""
    simple_request, last = plan.edition.first_year, plan.edition.last_year
    first = simple_request + 1
    years = {"van": first, "tot_en_met": last}
    period = plan.plan.period
    if period is None:
        yield Hit("ontbreekt", ("periode",), years)
        return
    if period.from_year not in (simple_request, first):
        yield Hit("begin", ("periode", "van"), {**years, "jaar": period.from_year})
    if period.through_year != last:
        yield Hit("eind", ("periode", "tot_en_met"), {**years, "jaar": period.through_year})


register(
    Rule(
        code="IDE004",
        name="jaren-binnen-spuk",
        applies=BOTH,
        outcomes={"buiten-regeling": Outcome(ERROR)},
        modality="-",
        source=("GALA p46 L2490", "GALA p61 L3211-3212"),
        in_request_2023=BOTH,
        check=None,  # found by `galaplan.integrity`, also in a file that is not yet a plan
    )
)


@rule(
    "IDE005",
    "actie-buiten-periode",
    {
        "eind-voor-start": WARNING,
        "start-na-plan": WARNING,
        "eind-voor-plan": WARNING,
        "geld-voor-start": WARNING,
        "geld-na-eind": WARNING,
    },
    modality="-",
    source=("GALA p46 L2490-2491",),
    applies=BOTH,
    inferred=True,
)
def actie_buiten_periode(plan: PlanView) -> Iterator[Hit]:
    years = _years(plan)
    for action in plan.actions:
        if not _is_plainly_within(action.item, years[0], years[-1]):
            yield from _outside_run(plan, action)


def _is_plainly_within(action: Action, begin: int, end: int) -> bool:
    """Whether it runs over years of a plan, and costs nothing outside its run: most actions do."""
    first, last = _run(action)
    if not (first < last and first <= end and last >= begin):
        return False
    for cost in action.costs:
        years = cost.amounts.years  # ascending
        if years and not (first <= years[0] and years[-1] <= last):
            return False
    return True


def _run(action: Action) -> tuple[int, int]:
    """The first and the last year of an action; where it does not say, all years lie within."""
    return action.start.year if action.start else FIRST_YEAR, action.end.year if action.end else LAST_YEAR


def _outside_run(plan: PlanView, action: Placed[Action]) -> list[Hit]:
    if _ends_before_start(action.item):
        return [_reversed(action)]
    if any(cost.amounts.total for cost in action.item.costs):
        return _outside_period(plan, action) or list(_money_outside_run(plan, action))
    return []


def _reversed(action: Placed[Action]) -> Hit:
    params = {"actie": action.item.title, "start": str(action.item.start), "eind": str(action.item.end)}
    return Hit("eind-voor-start", (*action.path, "eind"), params, ((*action.path, "start"),))


def _outside_period(plan: PlanView, action: Placed[Action]) -> list[Hit]:
    years, start, end = _years(plan), action.item.start, action.item.end
    if (not start or start.year <= years[-1]) and (not end or end.year >= years[0]):
        return []
    params = {"actie": action.item.title, "van": years[0], "tot_en_met": years[-1]}
    if start and start.first.year > years[-1]:
        return [Hit("start-na-plan", (*action.path, "start"), {**params, "start": str(start)})]
    if end and end.last.year < years[0]:
        return [Hit("eind-voor-plan", (*action.path, "eind"), {**params, "eind": str(end)})]
    return []


def _money_outside_run(plan: PlanView, action: Placed[Action]) -> Iterator[Hit]:
    start, end = action.item.start, action.item.end
    first, last = _run(action.item)
    for index, cost in enumerate(action.item.costs):
        outside = [year for year in cost.amounts if not first <= year <= last]
        if not outside:
            continue
        path = (*action.path, "kosten", index, "bedragen")
        params = {"actie": action.item.title, "kosten": cost.id}
        paid = [year for year in outside if cost.amounts[year] and year in plan.edition.years]
        early = [year for year in paid if year < first]
        if early and not cost.preparation:
            start_path = (*action.path, "start")
            yield Hit("geld-voor-start", path, {**params, "jaren": early, "start": str(start)}, (start_path,))
        late = [year for year in paid if year > last]
        if late:
            yield Hit("geld-na-eind", path, {**params, "jaren": late, "eind": str(end)}, ((*action.path, "eind"),))


@rule(
    "IDE012",
    "fasering-binnen-actie",
    {"voor-start": WARNING, "na-eind": WARNING, "buiten-periode": WARNING},
    modality="-",
    source=("GALA p44 L2364-2366", "Gemeenschappelijk format VNG/VSG"),
    applies=BOTH,
    inferred=True,
)
def fasering_binnen_actie(plan: PlanView) -> Iterator[Hit]:
    for action in plan.actions:
        years = _phased_years(action.item, plan.edition) if action.item.phasing else []
        if not years or _is_within(years, action.item, _years(plan)):
            continue
        start, end = action.item.start, action.item.end
        if _ends_before_start(action.item):
            start = end = None  # IDE005 says so; which of the two is wrong nobody knows
        early = [year for year in years if start and year < start.year]
        late = [year for year in years if end and year > end.year]
        outside = [year for year in years if year not in early and year not in late and year not in _years(plan)]
        told = {hit.variant for hit in _outside_run(plan, action)}
        if not told.isdisjoint(("start-na-plan", "eind-voor-plan")):
            continue  # IDE005 says that the action as a whole lies outside the plan
        period = {"van": _years(plan)[0], "tot_en_met": _years(plan)[-1]}
        if "geld-voor-start" not in told:  # else IDE005 says that the start is too late
            yield from _phased("voor-start", action, early, {"start": str(start)})
        if "geld-na-eind" not in told:
            yield from _phased("na-eind", action, late, {"eind": str(end)})
        yield from _phased("buiten-periode", action, outside, period)


def _is_within(phased: list[int], action: Action, years: range) -> bool:
    """Whether these years lie within the action and the plan."""
    first, last = _run(action)
    return max(first, years[0]) <= phased[0] and phased[-1] <= min(last, years[-1])


def _phased(variant: str, action: Placed[Action], years: list[int], params: Mapping[str, Any]) -> Iterator[Hit]:
    if years:
        first, *others = [(*action.path, "fasering", str(year)) for year in years]
        yield Hit(variant, first, {"actie": action.item.title, "jaren": years, **params}, tuple(others))


def _phased_years(action: Action, edition: Edition) -> list[int]:
    """The years of the phasing after the first year of the scheme, which may always be one of preparation."""
    years = sorted(map(int, action.phasing))
    return [year for year in years if year in edition.years and year != edition.first_year]


def _ends_before_start(action: Action) -> bool:
    start, end = action.start, action.end
    return start is not None and end is not None and start.first > end.last


def _years(plan: PlanView) -> range:
    """The years of the plan; those of the scheme where the plan states none, or the last before the first."""
    return plan.plan_years or plan.edition.years


# --- filed when, and after which advice ---

_OUTCOMES_OF_FILING: Mapping[str, Severity | Outcome] = {
    "te-laat": Outcome(WARNING, from_filed=ERROR),
    "te-laat-toegelicht": ADVICE,
    "op-de-dag": ADVICE,
    "geen-datum": ADVICE,
}


@rule(
    "IDE006",
    "indiening-kerngroep",
    _OUTCOMES_OF_FILING,
    modality="P",
    source=("GezondIn-stap5 L3", "GALA p53 L2818-2819"),
)
def indiening_kerngroep(plan: PlanView) -> Iterator[Hit]:
    filing = plan.municipal.filing or Filing()
    yield from _filed_by(plan, "kerngroep", filing.core_group, "plan-bij-kerngroep")


@rule(
    "IDE007",
    "indiening-dus-i",
    _OUTCOMES_OF_FILING,
    modality="P",
    source=("GezondIn-stap5 L3",),
)
def indiening_dus_i(plan: PlanView) -> Iterator[Hit]:
    filing = plan.municipal.filing or Filing()
    yield from _filed_by(plan, "dus_i", filing.dus_i, "plan-bij-dus-i")


def _filed_by(plan: PlanView, key: str, moment: Moment | None, code: str) -> Iterator[Hit]:
    if not plan.edition.is_first_round or plan.plan.replaces:
        return
    if moment is None and plan.status not in FILED:
        return
    deadline = plan.edition.deadline(code)
    if moment is None:
        yield Hit("geen-datum", ("indiening",), {"status": plan.status, "termijn": deadline.day.isoformat()})
    elif moment.surely_after(deadline.day):
        variant = "te-laat-toegelicht" if has_text(plan.municipal.filing) else "te-laat"
        yield Hit(variant, ("indiening", key), {"datum": str(moment), "termijn": deadline.day.isoformat()})
    elif deadline.exclusive and moment == Moment(deadline.day):
        yield Hit("op-de-dag", ("indiening", key), {"datum": str(moment), "termijn": deadline.day.isoformat()})


@rule(
    "IDE008",
    "positief-advies-eerst",
    {
        "negatief": ERROR,
        "advies-voor-kerngroep": ERROR,
        "dus-i-voor-advies": ERROR,
        "dus-i-voor-kerngroep": ERROR,
        "geen-advies": WARNING,
    },
    modality="P",
    source=("GezondIn-stap5 L3",),
)
def positief_advies_eerst(plan: PlanView) -> Iterator[Hit]:
    filing = plan.municipal.filing
    if filing is None or filing.dus_i is None:
        return
    advice = filing.advice or Advice()
    params = {"dus_i": str(filing.dus_i)}
    if advice.outcome == "negatief":
        yield Hit("negatief", ("indiening", "advies", "uitkomst"), params)
    elif advice.outcome is None and not advice.has_text and plan.status != "concept":
        yield Hit("geen-advies", ("indiening", "advies"), params)
    yield from _wrong_order([("kerngroep", filing.core_group), ("advies.datum", advice.date), ("dus_i", filing.dus_i)])


def _wrong_order(moments: list[tuple[str, Moment | None]]) -> Iterator[Hit]:
    known = [(key, moment) for key, moment in moments if moment is not None]
    wrong = [(earlier, later) for earlier, later in pairwise(known) if earlier[1].surely_after(later[1])]
    if not wrong and known[0][1].surely_after(known[-1][1]):
        wrong = [(known[0], known[-1])]  # a whole year between them decides nothing
    for (before, earlier), (after, later) in wrong:
        params = {"eerst": str(earlier), "daarna": str(later)}
        yield Hit(f"{_STEPS[after]}-voor-{_STEPS[before]}", _in_filing(after), params, (_in_filing(before),))


_STEPS = {"kerngroep": "kerngroep", "advies.datum": "advies", "dus_i": "dus-i"}
"""By key of `indiening` what it is called in a variant, in the order in which it happens."""


def _in_filing(key: str) -> Path:
    return ("indiening", *key.split("."))


@rule(
    "IDE009",
    "aanvraag-2023-licht",
    {"gemeente": ADVICE, "regio": ADVICE},
    modality="K",
    source=("GALA p44 L2363-2364", "GALA p62 L3291-3306", "GALA p62-63 L3308-3326"),
    applies=BOTH,
    in_request_2023=True,
    phases=(REQUEST_2023,),
)
def aanvraag_2023_licht(plan: PlanView) -> Iterator[Hit]:
    yield Hit(plan.kind, ("fase",), {"fase": plan.phase})


# --- in which words ---


register(
    Rule(
        code="IDE010",
        name="bekende-codes",
        applies=BOTH,
        outcomes={
            "vervallen-code": Outcome(ERROR),
            "onbekende-code": Outcome(ERROR),
            "andere-editie": Outcome(ERROR),
        },
        modality="-",
        source=(),
        in_request_2023=BOTH,
        inferred=True,
        check=None,  # found by `galaplan.integrity`, also in a file that is not yet a plan
    )
)


# --- with whose backing ---


@rule(
    "IDE011",
    "mandaat-intern",
    {"ontbreekt": ADVICE},
    modality="K",
    source=("GezondIn-stap1 L16",),
)
def mandaat_intern(plan: PlanView) -> Iterator[Hit]:
    organisation = plan.municipal.organisation
    if not has_text(organisation) and not (organisation and filled(organisation.mandate)):
        yield Hit("ontbreekt", ("organisatie",))
