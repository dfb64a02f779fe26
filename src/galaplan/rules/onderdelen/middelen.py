"""Family OND, OKO and VA, alcohol, drugs and smoking (OND027-034)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from galaplan.documents import Path
from galaplan.model.municipal import OkoVa, ProjectLeader
from galaplan.model.shared import Owner, Partner, Party
from galaplan.rules.placed import distinct
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, Outcome, rule
from galaplan.rules.severity import EXPLORED
from galaplan.rules.valpreventie import LOKET
from galaplan.rules.view import PlanView, filled, has_text, parties_of, stated, words_of

OKO_VA = "oko-va"
PLACE: Path = ("onderdelen", OKO_VA)

OKO, OKO_AANPAK = "oko", "oko-aanpak"
VA, VA_AANPAK = "va", "vroegsignalering-alcohol"
"""Each of the two as the component names it, and as an agreed municipal action."""
REQUIRED_PARTIES = ("ggd", "verslavingszorg")
PROJECTLEIDER = "projectleider"
ROOKVRIJ = ("rookvrije-generatie-in-beleid", "rookvrije-omgevingen-stimuleren")
"""The agreed municipal actions on smoking."""
VACANT = {"vacature", "vacant", "werven", "werving"}

IN_EXECUTION = Outcome(WARNING, explored=ADVICE, in_execution=ERROR)
"""A warning while the approach is prepared; who explores it owes nothing of it yet."""
VACANCY = Outcome(WARNING, explored=ADVICE)


def _own(plan: PlanView) -> OkoVa:
    return plan.municipal.components.of(OkoVa) or OkoVa()


def _has_oko(plan: PlanView) -> bool:
    return OKO in _own(plan).approach or OKO_AANPAK in plan.actions_by_gala_action


def _has_va(plan: PlanView) -> bool:
    return VA in _own(plan).approach or VA_AANPAK in plan.actions_by_gala_action


def _parties(plan: PlanView) -> list[Partner | Owner | Party]:
    """Who takes part in the component: its partners, and who takes part in its actions."""
    return [*_own(plan).partners, *parties_of(plan, plan.actions_by_component.get(OKO_VA, ()))]


def _missing_parties(plan: PlanView) -> list[str]:
    parties = _parties(plan)
    return [kind for kind in REQUIRED_PARTIES if not any(_is_of_kind(party, kind) for party in parties)]


def _is_of_kind(party: Partner | Owner | Party, kind: str) -> bool:
    """Whether a party is of a kind, by its name where the plan leaves the kind out."""
    return party.kind == kind or (party.kind is None and kind in (party.name or "").casefold())


def _leader_fault(plan: PlanView) -> str | None:
    """The variant of OND029 for the project leader, if any."""
    leader = _own(plan).project_leader or ProjectLeader()
    if not filled(leader.function):
        is_partner = any(_is_of_kind(party, PROJECTLEIDER) for party in _parties(plan))
        return None if has_text(leader) or is_partner else "geen-projectleider"
    if not stated(leader.function) or not VACANT.isdisjoint(words_of(leader.function or "")):
        return "vacature"
    years = plan.plan_years
    return "begint-te-laat" if leader.since and years and leader.since.year > years[-1] else None


@rule(
    "OND027",
    "okova-keuze",
    {"geen-keuze": IN_EXECUTION},
    modality="P",
    source=("GALA p23 L1209-1211",),
    component=OKO_VA,
    only_requested=True,
    inferred=True,
)
def okova_keuze(plan: PlanView) -> Iterator[Hit]:
    if not _has_oko(plan) and not _has_va(plan):
        yield Hit("geen-keuze", (*PLACE, "aanpak"))


@rule(
    "OND028",
    "oko-partners",
    {"partij-ontbreekt": IN_EXECUTION},
    modality="P",
    source=("GALA p23 L1197-1198",),
    component=OKO_VA,
    only_requested=True,
)
def oko_partners(plan: PlanView) -> Iterator[Hit]:
    if _has_oko(plan) and (missing := _missing_parties(plan)):
        yield Hit("partij-ontbreekt", (*PLACE, "partners"), {"partijen": missing})


@rule(
    "OND029",
    "oko-projectleider",
    {"geen-projectleider": IN_EXECUTION, "begint-te-laat": IN_EXECUTION, "vacature": VACANCY},
    modality="P",
    source=("GALA p23 L1198-1199",),
    component=OKO_VA,
    only_requested=True,
)
def oko_projectleider(plan: PlanView) -> Iterator[Hit]:
    if not _has_oko(plan) or (fault := _leader_fault(plan)) is None:
        return
    place = (*PLACE, "projectleider")
    leader = _own(plan).project_leader
    if fault == "begint-te-laat" and leader:
        params = {"vanaf": str(leader.since), "tot_en_met": plan.plan_years[-1]}
        yield Hit(fault, (*place, "vanaf"), params)
    else:
        yield Hit(fault, (*place, "functie"))


@rule(
    "OND030",
    "oko-monitor",
    {"geen-jaren": IN_EXECUTION, "te-weinig": IN_EXECUTION},
    modality="P",
    source=("GALA p23 L1199", "GALA p23 L1188-1189"),
    component=OKO_VA,
    only_requested=True,
)
def oko_monitor(plan: PlanView) -> Iterator[Hit]:
    if not _has_oko(plan):
        return
    measured = frozenset(_own(plan).monitor_years)
    if not measured:
        yield Hit("geen-jaren", (*PLACE, "monitor_jaren"))
    elif gap := next((pair for pair in pairwise(plan.plan_years) if measured.isdisjoint(pair)), None):
        yield Hit("te-weinig", (*PLACE, "monitor_jaren"), {"jaren": list(gap), "gemeten": sorted(measured)})


@rule(
    "OND031",
    "okova-interventies",
    {"niet-erkend": ADVICE, "nog-geen-interventie": ADVICE},
    modality="I",
    source=("GALA p23 L1199-1200", "GALA p23 L1216-1217"),
    component=OKO_VA,
    only_requested=True,
)
def okova_interventies(plan: PlanView) -> Iterator[Hit]:
    actions = plan.actions_by_component.get(OKO_VA, ())
    chosen = [intervention for action in actions for intervention in action.item.interventions]
    if not actions or any(each.recognised or each.source == LOKET for each in chosen):
        return  # a component without any action is DOE007's
    if plan.component_status.get(OKO_VA) == EXPLORED:
        return
    if chosen:
        first = next(action for action in actions if action.item.interventions)
        yield Hit("niet-erkend", (*first.path, "interventies"), {"interventies": [each.name for each in chosen]})
    else:
        yield Hit("nog-geen-interventie", actions[0].path, {"aantal": len(actions)})


@rule(
    "OND032",
    "va-aanpak",
    {"onvolledig": IN_EXECUTION},
    modality="P",
    source=("GALA p24 L1265-1269",),
    component=OKO_VA,
    only_requested=True,
)
def va_aanpak(plan: PlanView) -> Iterator[Hit]:
    if not _has_va(plan):
        return
    missing = [] if _has_oko(plan) else _missing_in_network(plan)  # of OKO these are told by OND028 to OND030
    if not stated(_own(plan).plan_with_partners):
        missing.append("plan_met_partners")
    if missing:
        yield Hit("onvolledig", PLACE, {"sleutels": missing})


def _missing_in_network(plan: PlanView) -> list[str]:
    missing = ["partners"] if _missing_parties(plan) else []
    if _leader_fault(plan) in ("geen-projectleider", "begint-te-laat"):
        missing.append("projectleider")
    if not _own(plan).monitor_years and not has_text(plan.plan.monitoring):
        missing.append("monitor_jaren")
    return missing


@rule(
    "OND033",
    "rookvrij-in-beleid",
    {"ontbreekt": ADVICE, "geen-doel": ADVICE},
    modality="P",
    source=("GALA p24 L1284-1286",),
)
def rookvrij_in_beleid(plan: PlanView) -> Iterator[Hit]:
    if stated(plan.municipal.smoke_free):
        return
    actions = distinct(
        plan.actions_by_theme.get("roken", ()), *(plan.actions_by_gala_action.get(code, ()) for code in ROOKVRIJ)
    )
    if not actions:
        yield Hit("ontbreekt", ("rookvrij",))
    elif not any(action.item.goals for action in actions) and not any(
        word.startswith(("rook", "roken")) for goal in plan.goals for word in words_of(goal.item.title)
    ):
        first = actions[0]
        yield Hit("geen-doel", first.path, {"actie": first.item.id, "titel": first.item.title})


@rule(
    "OND034",
    "alcohol-en-drugs",
    {"ontbreekt": ADVICE},
    modality="I",
    source=("GALA p24 L1242-1245", "GALA p22 L1166-1169"),
)
def alcohol_en_drugs(plan: PlanView) -> Iterator[Hit]:
    answered = (
        stated(plan.municipal.alcohol_and_drugs)
        or "handhaving-leeftijdsgrens-alcohol" in plan.actions_by_gala_action
        or "netwerk-drugspreventie" in plan.actions_by_gala_action
        or "leeftijdsgrens-alcohol" in plan.actions_by_theme
        or "drugspreventie" in plan.actions_by_theme
        or plan.documents_of("preventie-en-handhavingsplan-alcohol")
    )
    if not answered:
        yield Hit("ontbreekt", ("alcohol_drugs",))
