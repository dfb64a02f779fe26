"""Family VER: monitoring and accountability."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from galaplan.catalogue import Edition
from galaplan.documents import Path
from galaplan.model.amounts import Amounts
from galaplan.model.municipal import KansrijkeStart, OkoVa
from galaplan.model.shared import FallChain, FundingLine, Monitoring
from galaplan.rules.placed import PlacedLine
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, rule
from galaplan.rules.severity import ACCOUNTING
from galaplan.rules.view import IZA, NO_AMOUNTS, SPUK, PlanView, actors_of, filled, stated

if TYPE_CHECKING:
    from galaplan.model.regional import Regioplan

VALPREVENTIE, OKO_VA = "valpreventie", "oko-va"
JGZ, INCLUSIE_AGENDA = "jgz", "lokale-inclusie-agenda"


# --- how the municipality follows its own plan ---


@rule(
    "VER001",
    "monitoring-eigen-beleid",
    {
        "geen-monitoring": WARNING,
        "geen-momenten": WARNING,
        "geen-indicator": WARNING,
        "geen-verantwoordelijke": ADVICE,
    },
    modality="I",
    source=("GALA p55 L2951-2952", "GALA p54 L2915-2919"),
)
def monitoring_eigen_beleid(plan: PlanView) -> Iterator[Hit]:
    monitoring = plan.plan.monitoring or Monitoring()
    says_when = bool(stated(monitoring.moments) or stated(monitoring.evaluation)) or monitoring.has_text
    measures = _has_indicator(plan, monitoring)
    if not says_when:
        yield Hit("geen-momenten" if measures else "geen-monitoring", ("monitoring",))
    elif not measures:
        yield Hit("geen-indicator", ("monitoring",))
    if says_when and not (stated(monitoring.responsible) or monitoring.has_text):
        yield Hit("geen-verantwoordelijke", ("monitoring",))


def _has_indicator(plan: PlanView, monitoring: Monitoring) -> bool:
    return (
        bool(monitoring.indicators)
        or any(action.item.indicators for action in plan.actions)
        or any(goal.item.indicators for goal in plan.goals)
    )


@rule(
    "VER002",
    "gegevens-spuk",
    {"niet-toegezegd": WARNING},
    modality="P",
    source=("GALA p54 L2889-2891", "GALA p55 L2945-2946"),
)
def gegevens_spuk(plan: PlanView) -> Iterator[Hit]:
    monitoring, filing = plan.plan.monitoring, plan.municipal.filing
    if not (monitoring and monitoring.data_supply) and not (filing and filing.permission_to_use):
        yield Hit("niet-toegezegd", ("monitoring", "gegevenslevering"))


@rule(
    "VER003",
    "indicator-per-onderdeel",
    {"zonder-indicator": ADVICE},
    modality="I",
    source=("GALA p54 L2878-2879",),
)
def indicator_per_onderdeel(plan: PlanView) -> Iterator[Hit]:
    if plan.plan.monitoring and plan.plan.monitoring.indicators:
        return  # those of the plan as a whole do not say of which component they are
    goals = frozenset(goal.item.id for goal in plan.goals if goal.item.indicators)
    measured = {component: _is_measured(plan, component, goals) for component in plan.requested}
    missing = [row for row in plan.requests if not measured[row.item.component]]
    if missing:
        params = {"onderdelen": [row.item.component for row in missing], "aantal": len(missing)}
        yield Hit("zonder-indicator", missing[0].path, params)


def _is_measured(plan: PlanView, component: str, measured_goals: frozenset[str]) -> bool:
    """By an indicator of an action of the component, or of a goal that such an action serves, or by a monitor."""
    return (
        any(
            action.item.indicators or not measured_goals.isdisjoint(action.item.goals)
            for action in plan.actions_by_component.get(component, ())
        )
        or _has_own_figures(plan, component)
        or component in _nationally_monitored(plan.edition)
    )


@lru_cache(maxsize=8)
def _nationally_monitored(edition: Edition) -> frozenset[str]:
    monitors = edition.codes("monitoringsinstrument").values()
    return frozenset(component for monitor in monitors for component in monitor.texts("onderdelen"))


def _has_own_figures(plan: PlanView, component: str) -> bool:
    """Whether the plan has a place of its own for what is measured, and uses it."""
    if component == VALPREVENTIE:
        chain = plan.plan.chains.of(FallChain)
        return chain is not None and bool(chain.figures)
    told = plan.municipal.components.of(OkoVa) if component == OKO_VA else None
    return told is not None and bool(told.monitor_years)


# --- accountability: what was really spent ---


@rule(
    "VER004",
    "sisa-verantwoording",
    {
        "iza-zonder-realisatie": ERROR,
        "spuk-zonder-realisatie": WARNING,
        "iza-boven-begroting": ERROR,
        "spuk-boven-begroting": WARNING,
    },
    modality="P",
    source=("GALA p62 L3304-3306",),
    applies=("gemeente", "regio"),
    phases=(ACCOUNTING,),
)
def sisa_verantwoording(plan: PlanView) -> Iterator[Hit]:
    lines = [line for line in plan.lines if line.line.source in (SPUK, IZA)]
    mixed, overpaid = _mixed_actions(plan), _overpaid_years(plan, lines)
    for kind, of_kind in _by_kind(plan, lines).items():
        owing = [line for line in of_kind if line.path[:2] not in mixed and _years_owed(plan, line.line)]
        yield from _without_realisation(plan, kind, owing)
        for line in of_kind:
            yield from _above_budget(plan, kind, line, overpaid)


def _by_kind(plan: PlanView, lines: Iterable[PlacedLine]) -> dict[str, list[PlacedLine]]:
    """The IZA lines of a region, whose accounts the agreement names, apart from all others."""
    by_kind: dict[str, list[PlacedLine]] = {IZA: [], SPUK: []}
    for line in lines:
        by_kind[IZA if plan.kind == "regio" and line.line.source == IZA else SPUK].append(line)
    return by_kind


def _years_owed(plan: PlanView, line: FundingLine, others: Iterable[int] = ()) -> list[int]:
    """The years with money of which what was spent is not stated, and should be: past ones, or these others."""
    realised, day = line.realised or NO_AMOUNTS, plan.plan.date
    years = [year for year, euros in line.amounts.items() if euros and year not in realised]
    return [year for year in years if year in others or (day is not None and year < day.year)]


def _without_realisation(plan: PlanView, kind: str, lines: Sequence[PlacedLine]) -> Iterator[Hit]:
    """One finding for all lines, at the first."""
    if not lines:
        return
    params = {
        "aantal": len(lines),
        "posten": list(dict.fromkeys(line.cost.id for line in lines)),
        "jaren": sorted({year for line in lines for year in _years_owed(plan, line.line)}),
    }
    yield Hit(f"{kind}-zonder-realisatie", lines[0].path, params, tuple(line.path for line in lines[1:]))


def _above_budget(
    plan: PlanView, kind: str, line: PlacedLine, overpaid: Mapping[Path, frozenset[int]]
) -> Iterator[Hit]:
    """What a line spent above its amount of a year, save what DUB002 tells of the cost (`overpaid`)."""
    if not line.line.realised:
        return
    rounding: int = plan.edition.tolerance("afronding_per_regel")
    above = line.line.realised.excess_over(line.line.amounts, tolerance=rounding).only(plan.edition.years)
    above = above.only(frozenset(above).difference(overpaid[line.path[:-2]]))
    if above:
        params = {
            "post": line.cost.id,
            "jaren": [*above],
            "bedrag": above.total,
            "begroot": line.line.amounts.only(above).total,
            "besteed": line.line.realised.only(above).total,
        }
        yield Hit(f"{kind}-boven-begroting", (*line.path, "realisatie", str(above.years[0])), params)


def _overpaid_years(plan: PlanView, lines: Iterable[PlacedLine]) -> Mapping[Path, frozenset[int]]:
    """By cost of which lines say what they spent the years in which all its lines spent too much, as DUB002 says."""
    rounding: int = plan.edition.tolerance("afronding_per_regel")
    overpaid: dict[Path, frozenset[int]] = {}
    for line in lines:
        if line.line.realised and line.path[:-2] not in overpaid:
            paid = [plan.paid(other).without_zeros() for other in line.cost.funding]
            paying = Counter(year for amounts in paid for year in amounts)
            above = Amounts.sum(paid).excess_over(line.cost.amounts)
            overpaid[line.path[:-2]] = frozenset(year for year in above if above[year] > rounding * paying[year])
    return overpaid


@rule(
    "VER005",
    "verantwoording-gescheiden",
    {"zonder-realisatie": ERROR},
    modality="P",
    source=("GALA p62 L3254-3256", "GALA p63 L3329"),
    applies=("gemeente", "regio"),
    phases=(ACCOUNTING,),
)
def verantwoording_gescheiden(plan: PlanView) -> Iterator[Hit]:
    for lines in _mixed_actions(plan).values():
        realised = {year for line in lines for year in line.line.realised or ()}
        owed = {line.path: _years_owed(plan, line.line, realised) for line in lines}
        owing = [line for line in lines if owed[line.path]]
        if owing:
            first, *others = owing
            params = {
                "actie": first.action.id,
                "titel": first.action.title,
                "posten": list(dict.fromkeys(line.cost.id for line in owing)),
                "jaren": sorted({year for line in owing for year in owed[line.path]}),
            }
            yield Hit("zonder-realisatie", first.path, params, tuple(line.path for line in others))


def _mixed_actions(plan: PlanView) -> dict[Path, list[PlacedLine]]:
    """The SPUK and IZA lines of the actions that both pay for, by the path of the action."""
    spuk, iza = ({side.path[:2] for side in plan.sides(source)} for source in (SPUK, IZA))
    by_action: dict[Path, list[PlacedLine]] = {path: [] for path in sorted(spuk & iza)}
    for line in plan.lines if by_action else ():
        if line.line.source in (SPUK, IZA) and line.path[:2] in by_action:
            by_action[line.path[:2]].append(line)
    return by_action


# --- the region ---


@rule(
    "VER006",
    "regio-monitoring",
    {"ontbreekt": WARNING},
    modality="P",
    source=("GALA p64 L3392-3396", "GALA p36 L1916-1927", "GALA p64 L3406-3408"),
    applies=("regio",),
    document="regioplan",
)
def regio_monitoring(plan: PlanView) -> Iterator[Hit]:
    monitoring = plan.plan.monitoring or Monitoring()
    if filled(monitoring.found_at):
        return  # what stands in the adopted document is not here to look into
    answers = {
        "venster": monitoring.cooperation_window,
        "momenten": filled(monitoring.moments) or filled(monitoring.responsible) or filled(monitoring.text),
        "gegevenslevering": monitoring.data_supply,
        "evaluatie": filled(monitoring.evaluation) or _is_evaluated(plan.regional.regioplan),
    }
    if missing := [key for key, answer in answers.items() if not answer]:
        yield Hit("ontbreekt", ("monitoring",), {"sleutels": missing})


def _is_evaluated(regioplan: Regioplan | None) -> bool:
    evaluation = regioplan.evaluation if regioplan else None
    return evaluation is not None and (bool(evaluation.moment) or filled(evaluation.form) or evaluation.has_text)


@rule(
    "VER007",
    "deadline-volgorde",
    {"regioplan-na-completering": ERROR, "regiobeeld-na-regioplan": WARNING},
    modality="P",
    source=("GALA p35 L1873-1875", "GALA p63-64 L3379-3381", "GALA p62 L3308-3311"),
    applies=("regio",),
    document="regioplan",
)
def deadline_volgorde(plan: PlanView) -> Iterator[Hit]:
    picture, regioplan, application = (
        plan.regional.regional_picture,
        plan.regional.regioplan,
        plan.regional.iza_application,
    )
    ready = regioplan.date if regioplan else None
    completed = application.completed_on if application else None
    if ready is None:
        return
    place = ("regioplan", "datum")
    if completed is not None and ready.surely_after(completed):
        params = {"regioplan": str(ready), "compleet": str(completed)}
        yield Hit("regioplan-na-completering", place, params, (("aanvraag_iza", "gecompleteerd_op"),))
    if picture and picture.date and picture.date.surely_after(ready) and not picture.has_text:
        params = {"regiobeeld": str(picture.date), "regioplan": str(ready)}
        yield Hit("regiobeeld-na-regioplan", ("regiobeeld", "datum"), params, (place,))


# --- data and knowledge ---


@rule(
    "VER008",
    "keuzes-met-data",
    {"geen-bron": WARNING, "zonder-jaar": ADVICE},
    modality="P",
    source=("GALA p52 L2787-2790", "GALA p51 L2705-2709"),
)
def keuzes_met_data(plan: PlanView) -> Iterator[Hit]:
    if not plan.plan.evidence:
        yield Hit("geen-bron", ("onderbouwing",))
    elif not any(row.year for row in plan.plan.evidence):
        yield Hit("zonder-jaar", ("onderbouwing", 0), {"aantal": len(plan.plan.evidence)})


KENNISACTIES = frozenset(
    (
        "landelijke-kennis-gebruiken",
        "ervaringen-terugbrengen",
        "regionale-netwerken",
        "ondersteuningsaanbod-benutten",
        "ervaringen-delen",
        "landelijke-implementatie-overleggen",
    )
)


@rule(
    "VER009",
    "kennis-terug-en-netwerken",
    {"niet-genoemd": ADVICE},
    modality="P",
    source=("GALA p52 L2795-2801", "GALA p53 L2849-2856", "GALA p55 L2948-2949", "GALA p38 L1988-1991"),
)
def kennis_terug_en_netwerken(plan: PlanView) -> Iterator[Hit]:
    if not KENNISACTIES.isdisjoint(plan.actions_by_gala_action):
        return
    knowing = {"kennisinstelling", "netwerk"} | plan.edition.codes_where("actor", "landelijk")
    if not any(kind in knowing for action in plan.actions for kind in actors_of(action.item)):
        yield Hit("niet-genoemd", ("acties",))


@rule(
    "VER010",
    "jgz-5a-lia",
    {"niet-genoemd": ADVICE},
    modality="I",
    source=("GALA p59 L3142-3147", "GALA p29-30 L1575-1587", "GALA p8 L297-308"),
)
def jgz_5a_lia(plan: PlanView) -> Iterator[Hit]:
    carried_out = plan.actions_by_gala_action
    considered = {
        "additionele-rol-jgz": "additionele-rol-jgz" in carried_out or _involves_jgz(plan),
        "praktijkvoorbeelden-5a": "praktijkvoorbeelden-5a" in carried_out
        or "ouderengezondheidszorg-5a" in plan.actions_by_theme,
        "inclusie-coordinator-betrekken": "inclusie-coordinator-betrekken" in carried_out
        or bool(plan.documents_of(INCLUSIE_AGENDA)),
    }
    if missing := [code for code, answer in considered.items() if not answer]:
        yield Hit("niet-genoemd", ("acties",), {"acties": missing})


def _involves_jgz(plan: PlanView) -> bool:
    """Whether the JGZ takes part in an action, an agreement or the coalition of Kansrijke Start."""
    coalition = plan.municipal.components.of(KansrijkeStart) or KansrijkeStart()
    return (
        any(partner.kind == JGZ for partner in coalition.partners)
        or any(party.kind == JGZ for agreement in plan.agreements for party in agreement.item.parties)
        or any(JGZ in actors_of(action.item) for action in plan.actions)
    )
