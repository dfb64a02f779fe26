"""Family REG: the regioplan and its parts. The regiobeeld and what else a region arranges stand in `infrastructuur`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from galaplan.documents import Path
from galaplan.model.moment import Moment
from galaplan.model.regional import Evaluation, RegionalPicture, Regioplan
from galaplan.model.shared import Action, PolicyDocument
from galaplan.rules.iza import PLAN_VAN_AANPAK
from galaplan.rules.placed import Placed
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, rule
from galaplan.rules.view import PlanView, actors_of, filled, has_begun, has_text, is_own

REGIOPLAN = "regioplan"
PLACE: Path = (REGIOPLAN,)
PARTS: Path = (REGIOPLAN, "onderdelen")
PICTURE: Path = ("regiobeeld",)
GOALS, GROUPS, ACTIVITIES = "gezondheidsdoelen", "risicogroepen", "activiteiten"
LEVELS, DIVISION, EXECUTION = "regionaal-lokaal", "verantwoordelijkheidsverdeling", "uitvoeringsafspraken"
COORDINATION, EVALUATION, MONEY = "coordinatie", "evaluatie-en-rapportage", "financiele-afspraken"

EVERYONE = "alle-inwoners"
EXPLORING = "verkenning"
INSURER = "zorgverzekeraar"

NO_REGIOPLAN, NO_PICTURE, NO_EVALUATION = Regioplan(), RegionalPicture(), Evaluation()


def regioplan_of(plan: PlanView) -> Regioplan:
    """The regioplan; an empty one where there is none."""
    return plan.regional.regioplan or NO_REGIOPLAN


def has_regioplan(plan: PlanView) -> bool:
    """Whether there is anything under `regioplan`; of a file that holds it in name alone only REG001 speaks."""
    return plan.regional.regioplan is not None


def evaluation_of(plan: PlanView) -> Evaluation:
    """How the regioplan is evaluated; empty where that is not said."""
    return regioplan_of(plan).evaluation or NO_EVALUATION


def text_of_part(plan: PlanView, part: str) -> str | None:
    """What the file says in words of a part of the regioplan."""
    described = regioplan_of(plan).parts.get(part)
    return described.text if described else None


def picture_of(plan: PlanView) -> RegionalPicture:
    """The regiobeeld; an empty one where there is none."""
    return plan.regional.regional_picture or NO_PICTURE


def has_picture(plan: PlanView) -> bool:
    """Whether there is a regiobeeld, here or as a document of its own."""
    return plan.regional.regional_picture is not None or bool(plan.documents_of("regiobeeld"))


def mentions(word: str, *texts: str | None) -> bool:
    """Whether one of these texts has this word, or a longer one with it; that can only acquit."""
    return any(word in text.lower() for text in texts if text)


def is_late(plan: PlanView, moment: Moment, deadline: date) -> bool:
    """Whether what had to be ready by a day was not; what renews an earlier file has days of its own."""
    return moment.surely_after(deadline) and not plan.is_renewal


def _part(part: str) -> Path:
    return (*PARTS, part)


def _describes(plan: PlanView, part: str) -> bool:
    """Whether a part of the regioplan has a text, or says where it stands in the adopted document."""
    return has_text(regioplan_of(plan).parts.get(part))


def _stands_elsewhere(plan: PlanView, part: str) -> bool:
    """Whether a part stands in the adopted document, which is not here to look into."""
    described = regioplan_of(plan).parts.get(part)
    return described is not None and filled(described.found_at)


# --- the parts A to I ---

ROWS: Mapping[str, Callable[[PlanView], object]] = {
    GOALS: lambda plan: plan.goals,
    DIVISION: lambda plan: any(action.item.responsible for action in plan.actions),
    EXECUTION: lambda plan: plan.agreements,
    COORDINATION: lambda plan: filled(regioplan_of(plan).coordinator),
    EVALUATION: lambda plan: _says_how(evaluation_of(plan)),
    MONEY: lambda plan: any(placed.cost.amounts.total for placed in plan.costs),
}
"""By part what fills it besides a text and an action that names it."""

WITH_A_RULE = {GROUPS, LEVELS}
"""The parts of which REG003 and REG005 say what is missing."""

TEXT_SUFFICES = {DIVISION, MONEY}
"""The parts with a text of which REG005 and REG007 ask for more."""


def _says_how(evaluation: Evaluation) -> bool:
    return bool(evaluation.moment) or filled(evaluation.form) or evaluation.has_text


def _has_rows(plan: PlanView, part: str) -> bool:
    return bool(part in ROWS and ROWS[part](plan)) or _has_action(plan, part)


def _has_action(plan: PlanView, part: str) -> bool:
    """Whether an action belongs to a part: one that says so, or for part C one that does not say."""
    return any(part in (action.item.regioplan_parts or (ACTIVITIES,)) for action in plan.actions)


def _asks_budget(plan: PlanView) -> bool:
    """Whether IZA012 asks the money of each action of the plan of action, and so that of part I."""
    return PLAN_VAN_AANPAK in plan.contains and bool(plan.actions)


@rule(
    "REG001",
    "regioplan-a-i",
    {"niets": ERROR, "ontbreekt": ERROR, "alleen-tekst": WARNING},
    modality="P",
    source=("GALA p35 L1871-1900",),
    applies=("regio",),
    document=REGIOPLAN,
)
def regioplan_a_i(plan: PlanView) -> Iterator[Hit]:
    if not has_regioplan(plan):
        yield Hit("niets", PLACE)
        return
    missing, in_words = [], []
    for part in plan.edition.codes("regioplan-onderdeel"):
        if part in WITH_A_RULE or _has_rows(plan, part):
            continue
        if _describes(plan, part):
            in_words.append(part)
        elif part != MONEY or not _asks_budget(plan):
            missing.append(part)
    if missing:
        yield Hit("ontbreekt", PARTS, {"onderdelen": missing, "aantal": len(missing)})
    if in_words := [part for part in in_words if part not in TEXT_SUFFICES]:
        paths = [_part(part) for part in in_words]
        yield Hit("alleen-tekst", paths[0], {"onderdelen": in_words, "aantal": len(in_words)}, tuple(paths[1:]))


@rule(
    "REG002",
    "regioplan-a-uit-regiobeeld",
    {"geen-verband": WARNING},
    modality="P",
    source=("GALA p35 L1873-1875",),
    applies=("regio",),
    document=REGIOPLAN,
)
def regioplan_a_uit_regiobeeld(plan: PlanView) -> Iterator[Hit]:
    if picture_of(plan).challenges or _stands_elsewhere(plan, GOALS) or not has_picture(plan):
        return
    if not plan.goals and not _describes(plan, GOALS):
        return  # REG001 says that there are no goals
    texts = [text for goal in plan.goals for text in (goal.item.text, goal.item.title)]
    if not mentions("regiobeeld", text_of_part(plan, GOALS), *texts):
        yield Hit("geen-verband", PICTURE if plan.regional.regional_picture else _part(GOALS))


@rule(
    "REG003",
    "regioplan-b-groepen",
    {"ontbreekt": ERROR, "alleen-alle-inwoners": ERROR, "alleen-tekst": WARNING},
    modality="P",
    source=("GALA p35 L1876-1881",),
    applies=("regio",),
    document=REGIOPLAN,
)
def regioplan_b_groepen(plan: PlanView) -> Iterator[Hit]:
    groups = regioplan_of(plan).risk_groups
    if not has_regioplan(plan) or any(group != EVERYONE for group in groups):
        return
    if _describes(plan, GROUPS):
        yield Hit("alleen-tekst", _part(GROUPS))
    elif groups:
        yield Hit("alleen-alle-inwoners", (*PLACE, "risicogroepen"))
    else:
        yield Hit("ontbreekt", PLACE)


@rule(
    "REG004",
    "regioplan-c-vijf-ketens",
    {"keten-ontbreekt": ERROR, "keten-alleen-in-tekst": WARNING, "geen-inwoners": WARNING},
    modality="P",
    source=("GALA p35 L1883-1885", "GALA p37 L1941-1944"),
    applies=("regio",),
    document=REGIOPLAN,
)
def regioplan_c_vijf_ketens(plan: PlanView) -> Iterator[Hit]:
    if not _has_action(plan, ACTIVITIES):
        return  # REG001 says that part C has no activities
    chains = [chain for chain in plan.edition.codes("ketenaanpak") if not _works_on(plan, chain)]
    if chains:
        variant = "keten-alleen-in-tekst" if _describes(plan, ACTIVITIES) else "keten-ontbreekt"
        yield Hit(variant, _part(ACTIVITIES), {"ketens": chains, "aantal": len(chains)})
    if not _is_for_everyone(plan):
        yield Hit("geen-inwoners", _part(ACTIVITIES))


def _works_on(plan: PlanView, code: str) -> bool:
    if code in plan.actions_by_chain or code in plan.agreements_by_chain:
        return True
    chain = plan.plan.chains.get(code)
    if chain and (chain.has_text or chain.parts or filled(chain.coordinator)):
        return True
    return any(has_begun(state.item) or state.item.start for state in plan.chain_states.get(code, ()))


def _is_for_everyone(plan: PlanView) -> bool:
    """Whether something is meant for all people, as far as the actions say for whom they are."""
    if EVERYONE in plan.actions_by_group or not plan.actions_by_group or _stands_elsewhere(plan, ACTIVITIES):
        return True
    words = text_of_part(plan, ACTIVITIES)
    return mentions("inwoners", words) or mentions("bevolking", words) or mentions("populatie", words)


DIVIDERS = {"gemeente", "mandaatgemeente", "openbaar-lichaam", INSURER, "zorgkantoor"}
"""The actors between whom part E divides; what others do by themselves it leaves alone."""


@rule(
    "REG005",
    "regioplan-d-e-toedeling",
    {
        "niveau-ontbreekt": ERROR,
        "niveau-deels": WARNING,
        "verantwoordelijk-deels": WARNING,
        "verantwoordelijk-in-tekst": ADVICE,
    },
    modality="P",
    source=("GALA p35 L1887-1891", "GALA p61 L3195-3196"),
    applies=("regio",),
    document=REGIOPLAN,
)
def regioplan_d_e_toedeling(plan: PlanView) -> Iterator[Hit]:
    if has_regioplan(plan) or plan.actions:
        actions = _owing(plan)
        yield from _regional_or_local(plan, actions)
        yield from _municipality_or_insurer(plan, actions)


def _owing(plan: PlanView) -> list[Placed[Action]]:
    """The actions that are past exploring, so that level and responsibility are known."""
    return [action for action in plan.actions if action.item.status != EXPLORING]


def _regional_or_local(plan: PlanView, actions: list[Placed[Action]]) -> Iterator[Hit]:
    unmarked = [action for action in actions if not action.item.level and not _costs_have_level(action.item)]
    none_is_marked = len(unmarked) == len(actions)
    if PLAN_VAN_AANPAK in plan.contains:  # then IZA013 asks it of every cost
        unmarked = [action for action in unmarked if not any(cost.amounts.total for cost in action.item.costs)]
    if none_is_marked and not _describes(plan, LEVELS) and (unmarked or not actions):
        yield Hit("niveau-ontbreekt", _part(LEVELS))
    elif unmarked:
        yield _summed("niveau-deels", unmarked, actions)


def _costs_have_level(action: Action) -> bool:
    """Whether each cost says it for itself; one for a municipality is local."""
    return bool(action.costs) and all(cost.level or cost.municipality for cost in action.costs)


def _municipality_or_insurer(plan: PlanView, actions: list[Placed[Action]]) -> Iterator[Hit]:
    unmarked = [action for action in actions if not action.item.responsible and _is_to_be_divided(action.item)]
    if not unmarked:
        return
    if _describes(plan, DIVISION):
        yield _summed("verantwoordelijk-in-tekst", unmarked, actions)
    elif _has_rows(plan, DIVISION):  # else REG001 says that part E is missing
        yield _summed("verantwoordelijk-deels", unmarked, actions)


def _is_to_be_divided(action: Action) -> bool:
    """Whether municipality or insurer takes part; who files the plan owns an action without owner."""
    if action.owner is None or action.owner.kind is None:
        return True
    return not DIVIDERS.isdisjoint(actors_of(action))


def _summed(variant: str, some: list[Placed[Action]], of: list[Placed[Action]]) -> Hit:
    first, *others = [action.path for action in some]
    ids = [action.item.id for action in some]
    return Hit(variant, first, {"acties": ids, "aantal": len(some), "totaal": len(of)}, tuple(others))


@rule(
    "REG006",
    "regioplan-f-uitvoering",
    {"geen-zorgpartij": WARNING},
    modality="P",
    source=("GALA p35 L1893-1896",),
    applies=("regio",),
    document=REGIOPLAN,
)
def regioplan_f_uitvoering(plan: PlanView) -> Iterator[Hit]:
    if _describes(plan, EXECUTION) or not _has_rows(plan, EXECUTION):
        return  # answered, or told by REG001
    kinds = {party.kind for agreement in plan.agreements for party in agreement.item.parties}
    if plan.care_parties.isdisjoint(kinds) and not any(map(is_own, kinds)):
        first, *others = [agreement.path for agreement in plan.agreements] or [_part(EXECUTION)]
        yield Hit("geen-zorgpartij", first, {"aantal": len(plan.agreements)}, tuple(others))


@rule(
    "REG007",
    "regioplan-g-i",
    {"onvolledig": WARNING, "bedragen-later": ADVICE},
    modality="P",
    source=("GALA p35 L1898-1900",),
    applies=("regio",),
    document=REGIOPLAN,
)
def regioplan_g_i(plan: PlanView) -> Iterator[Hit]:
    if missing := [*_missing_coordinator(plan), *_missing_evaluation(plan)]:
        yield Hit("onvolledig", PLACE, {"sleutels": missing, "aantal": len(missing)})
    if PLAN_VAN_AANPAK not in plan.contains and _describes(plan, MONEY) and not _has_rows(plan, MONEY):
        yield Hit("bedragen-later", _part(MONEY))


def _missing_coordinator(plan: PlanView) -> Iterator[str]:
    if not filled(regioplan_of(plan).coordinator) and _is_left_to_rows(plan, COORDINATION):
        yield "coordinator"


def _missing_evaluation(plan: PlanView) -> Iterator[str]:
    evaluation = evaluation_of(plan)
    if evaluation.has_text or not _is_left_to_rows(plan, EVALUATION):
        return
    if evaluation.moment is None:
        yield "evaluatie.moment"
    if not filled(evaluation.form):
        yield "evaluatie.vorm"


def _is_left_to_rows(plan: PlanView, part: str) -> bool:
    """Whether a part has rows and no text that may tell the rest; of a part without rows REG001 speaks."""
    return not _describes(plan, part) and _has_rows(plan, part)


# --- ready in time, and public ---

PUBLISHED_ON = "dejuistezorgopdejuisteplek.nl"


@rule(
    "REG008",
    "regioplan-tijdig-en-gepubliceerd",
    {"te-laat": WARNING, "geen-moment": WARNING, "niet-gepubliceerd": WARNING, "andere-plaats": ADVICE},
    modality="P",
    source=("GALA p36 L1905-1907",),
    applies=("regio",),
    document=REGIOPLAN,
)
def regioplan_tijdig_en_gepubliceerd(plan: PlanView) -> Iterator[Hit]:
    if not has_regioplan(plan):
        return
    documents = plan.documents_of(REGIOPLAN, "samenwerkingsagenda")
    yield from _ready(plan, documents)
    urls = [((*PLACE, "url"), regioplan_of(plan).url), *(((*d.path, "url"), d.item.url) for d in documents)]
    stated = [(path, url) for path, url in urls if filled(url)]
    if not stated:
        yield Hit("niet-gepubliceerd", PLACE)
    elif not mentions(PUBLISHED_ON, *(url for _, url in stated)):
        yield Hit("andere-plaats", stated[0][0], {"url": stated[0][1]})


def _ready(plan: PlanView, documents: Iterable[Placed[PolicyDocument]]) -> Iterator[Hit]:
    moments = [((*PLACE, "datum"), regioplan_of(plan).date), *(((*d.path, "datum"), d.item.date) for d in documents)]
    stated = [(path, moment) for path, moment in moments if moment]
    deadline = plan.edition.deadline("regioplan-gereed").day
    if not stated:
        yield Hit("geen-moment", PLACE, {"termijn": deadline.isoformat()})
    elif is_late(plan, stated[0][1], deadline):
        yield Hit("te-laat", stated[0][0], {"moment": str(stated[0][1]), "termijn": deadline.isoformat()})


# --- differences in health ---


@rule(
    "REG013",
    "regio-achterstanden",
    {"niet-genoemd": ADVICE},
    modality="K",
    source=("GezondIn-lessen L13-16", "GALA p10 L424-425"),
    applies=("regio",),
    document=REGIOPLAN,
)
def regio_achterstanden(plan: PlanView) -> Iterator[Hit]:
    regioplan = plan.regional.regioplan
    if regioplan is None or filled(regioplan.disadvantages):
        return
    if not plan.edition.codes_where("risicogroep", "lage_positie").isdisjoint(regioplan.risk_groups):
        return
    if "gezondheidsachterstanden" not in plan.actions_by_goal:
        yield Hit("niet-genoemd", PLACE)
