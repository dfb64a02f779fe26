"""Family IZA: the plan of action of a region, what the municipalities do for the IZA and what they have for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from galaplan import catalogue
from galaplan.catalogue import Edition
from galaplan.documents import Path
from galaplan.model.shared import Action
from galaplan.rules.iza import PLAN_VAN_AANPAK
from galaplan.rules.placed import Placed, PlacedCost, PlacedLine
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, Outcome, rule
from galaplan.rules.view import PlanView, actors_of, stated

EXPLORING = "verkenning"
"""The status of an action that owes no level, role, owner, target group or money yet."""

REGIONAL_COOPERATION = "regionale-samenwerking"
NETWORK = "netwerk-sociaal-domein"
EXTRA = "regioplan-extra"
"""The category that differs by region."""


@cache
def _categories(edition: Edition) -> Mapping[str, frozenset[str]]:
    """The categories of spending that each agreement of the IZA belongs to."""
    return {code: frozenset(row.texts("categorieen")) for code, row in edition.codes("iza-afspraak").items()}


@cache
def _subjects(edition: Edition) -> Mapping[str, tuple[str, ...]]:
    """The agreements of the IZA by the subject that the agenda puts them under."""
    subjects: dict[str, list[str]] = {}
    for code, row in edition.codes("iza-afspraak").items():
        subjects.setdefault(row.text("themagroep"), []).append(code)
    return {subject: tuple(codes) for subject, codes in subjects.items()}


def _explores(action: Action) -> bool:
    return action.status == EXPLORING


def _together(variant: str, actions: Sequence[Placed[Action]]) -> Hit:
    """One finding for all these actions."""
    params = {"aantal": len(actions), "acties": [action.item.id for action in actions]}
    return Hit(variant, actions[0].path, params, tuple(action.path for action in actions[1:]))


def _costs_together(variant: str, costs: Sequence[PlacedCost]) -> Hit:
    """One finding for all these costs."""
    params = {
        "aantal": len(costs),
        "posten": [placed.cost.id for placed in costs],
        "bedrag": sum(placed.cost.amounts.total for placed in costs),
    }
    return Hit(variant, costs[0].path, params, tuple(placed.path for placed in costs[1:]))


# --- effort and budget ----------------------------------------------------------------------------------------------

OTHERS = ("zorgverzekeraar", "anders")
"""Who may be responsible without a municipality."""


@rule(
    "IZA012",
    "iza-pva-dekking",
    {"geen-bedragen": ERROR, "zonder-bedrag": ERROR, "verkenning": ADVICE},
    modality="P",
    source=("GALA p63 L3323-3325",),
    applies=("regio",),
    document=PLAN_VAN_AANPAK,
)
def iza_pva_dekking(plan: PlanView) -> Iterator[Hit]:
    exploring, without = [], []
    for action in plan.actions:
        if _explores(action.item):
            exploring.append(action)
        elif not _has_budget(action.item) and action.item.responsible not in OTHERS and not action.item.has_text:
            without.append(action)
    if without:
        none_at_all = not any(_has_budget(action.item) for action in plan.actions)
        yield _together("geen-bedragen" if none_at_all else "zonder-bedrag", without)
    if exploring:
        yield _together("verkenning", exploring)


def _has_budget(action: Action) -> bool:
    return any(cost.amounts.total for cost in action.costs)


@rule(
    "IZA013",
    "iza-regionaal-lokaal",
    {
        "posten-zonder-niveau": ERROR,
        "acties-zonder-niveau": ERROR,
        "lokaal-zonder-gemeente": ERROR,
        "geen-lid": WARNING,
    },
    modality="P",
    source=("GALA p63 L3325-3326", "GALA p61 L3194-3196"),
    applies=("regio",),
    document=PLAN_VAN_AANPAK,
)
def iza_regionaal_lokaal(plan: PlanView) -> Iterator[Hit]:
    unmarked, nowhere = [], []
    members = frozenset(plan.regional.region.municipalities)
    for placed in plan.costs:
        level, cost = _level(placed), placed.cost
        if level == "regionaal" or not cost.amounts.total or _explores(placed.action):
            continue
        if level is None:
            unmarked.append(placed)
        elif len(members) > 1 and not (cost.municipality or placed.action.municipalities):
            nowhere.append(placed)
    if unmarked:
        yield _costs_together("posten-zonder-niveau", unmarked)
    if nowhere:
        yield _costs_together("lokaal-zonder-gemeente", nowhere)
    if "regioplan" not in plan.contains:  # else REG005 asks it of the actions
        efforts = [a for a in plan.actions if not (a.item.level or _has_budget(a.item) or _explores(a.item))]
        yield from [_together("acties-zonder-niveau", efforts)] if efforts else ()
    if members:  # else IDE002 says that the region has none
        yield from _elsewhere(plan, members)


def _level(placed: PlacedCost) -> str | None:
    """Regional or local: of the cost itself, which is local where it names a municipality, or else of its action."""
    return placed.cost.level or ("lokaal" if placed.cost.municipality else placed.action.level)


def _elsewhere(plan: PlanView, members: frozenset[str]) -> Iterator[Hit]:
    """Municipalities that are no members of the region; what is no municipality at all IDE010 tells."""
    places: dict[str, list[Path]] = {}
    for path, code in _named(plan):
        if code not in members:
            places.setdefault(code, []).append(path)
    for code, (path, *others) in places.items():
        if municipality := catalogue.municipalities().get(code):
            yield Hit("geen-lid", path, {"code": code, "naam": municipality.name}, tuple(others))


def _named(plan: PlanView) -> Iterator[tuple[Path, str]]:
    """The municipalities for which, by which or in which something is done."""
    for placed in plan.costs:
        if placed.cost.municipality:
            yield (*placed.path, "gemeente"), placed.cost.municipality
    for action in plan.actions:
        for index, code in enumerate(action.item.municipalities):
            yield (*action.path, "gemeenten", index), code
    for agreement in plan.agreements:
        for index, code in enumerate(agreement.item.starting_municipalities):
            yield (*agreement.path, "startgemeenten", index), code
    yield from ((("ketenmatrix", code), code) for code in plan.regional.chain_matrix)
    for index, contribution in enumerate(plan.regional.contributions):
        yield ("bijdragen", index, "gemeente"), contribution.municipality


# --- the six categories ---------------------------------------------------------------------------------------------


@rule(
    "IZA014",
    "iza-categorie-past",
    {"geen-categorie": ERROR, "extra-zonder-afspraak": ERROR, "andere-categorie": WARNING},
    modality="P",
    source=("GALA p61-62 L3229-3252", "GALA p62 L3271-3273", "GALA p62 L3279-3281", "GALA p62 L3301-3304"),
    applies=("regio", "set"),
    document=PLAN_VAN_AANPAK,
)
def iza_categorie_past(plan: PlanView) -> Iterator[Hit]:
    unsorted = [line for line in _unsorted(plan) if not _is_shared_with_spuk(plan, line)]
    if unsorted:
        params = {
            "aantal": len(unsorted),
            "bedrag": sum(line.line.amounts.total for line in unsorted),
            "posten": list(dict.fromkeys(line.cost.id for line in unsorted)),
        }
        yield Hit("geen-categorie", unsorted[0].path, params, tuple(line.path for line in unsorted[1:]))
    for line in _first_of_each_action(plan.iza_lines.get(EXTRA, ())):
        if not (line.action.agreements or line.action.regioplan_parts or _prepares(plan, line)):
            params = {"actie": line.action.title, "post": line.cost.id, "categorie": EXTRA}
            yield Hit("extra-zonder-afspraak", (*line.path, "iza_categorie"), params)


def _unsorted(plan: PlanView) -> list[PlacedLine]:
    """The lines that pay something from IZA money without a category, save preparation in the first year."""
    return [line for line in plan.iza_lines.get("", ()) if line.line.amounts.total and not _prepares(plan, line)]


def _prepares(plan: PlanView, line: PlacedLine) -> bool:
    """Whether it pays preparation in the year of the outline, which asked no more than an estimate."""
    paid = line.line.amounts.without_zeros()
    return line.cost.preparation is True and paid.years in ((), (plan.edition.first_year,))


def _is_shared_with_spuk(plan: PlanView, line: PlacedLine) -> bool:
    """Whether SPUK pays the same cost in one of its years: then DUB001 asks for the category."""
    years = frozenset(plan.paid(line.line).without_zeros())
    return any(
        not years.isdisjoint(plan.paid(other).without_zeros()) for other in line.cost.funding if other.source == "spuk"
    )


def _first_of_each_action(lines: Iterable[PlacedLine]) -> Iterable[PlacedLine]:
    first: dict[Path, PlacedLine] = {}
    for line in lines:
        first.setdefault(line.path[:2], line)
    return first.values()


@rule(
    "IZA015",
    "iza-categorieen-gedekt",
    {"ontbreken": Outcome(WARNING, strict=ERROR)},
    modality="P",
    source=("GALA p61 L3229-3250",),
    applies=("regio",),
    document=PLAN_VAN_AANPAK,
)
def iza_categorieen_gedekt(plan: PlanView) -> Iterator[Hit]:
    if not plan.actions or _unsorted(plan):
        return  # IZA009 says that there is no plan, IZA014 that it is not known which category money is for
    missing = _empty_categories(plan)
    if REGIONAL_COOPERATION in missing and any(True for _ in iza_coordinatie_bekostigd(plan)):
        missing.remove(REGIONAL_COOPERATION)  # IZA017 says that nothing is paid of it
    if missing:
        yield Hit("ontbreken", ("acties",), {"categorieen": missing, "aantal": len(missing)})


def _empty_categories(plan: PlanView) -> list[str]:
    """The categories without money and without an action on one of their agreements, save the one that may be empty."""
    of_agreement = _categories(plan.edition)
    filled_in = set(plan.iza_lines).union(*(of_agreement.get(code, ()) for code in plan.actions_by_iza_agreement))
    categories = plan.edition.codes("iza-categorie").items()
    return [code for code, row in categories if code not in filled_in and not row.flag("optioneel")]


@rule(
    "IZA016",
    "iza-cat2-partners",
    {"ontbreken": WARNING},
    modality="P",
    source=("GALA p61 L3238-3239",),
    applies=("regio",),
    document=PLAN_VAN_AANPAK,
)
def iza_cat2_partners(plan: PlanView) -> Iterator[Hit]:
    network, partners = _network_actions(plan), plan.edition.codes("iza-categorie")[NETWORK].texts("partners")
    present = {kind for action in network for kind in actors_of(action.item)}
    if not network or present.issuperset(partners):
        return
    behind = {identifier for action in network for identifier in action.item.agreements}
    present.update(party.kind for a in plan.plan.agreements if a.id in behind for party in a.parties)
    if missing := [kind for kind in partners if kind not in present]:
        params = {"partijen": missing, "acties": [action.item.id for action in network]}
        yield Hit("ontbreken", (*network[0].path, "partners"), params, tuple(a.path for a in network[1:]))


def _network_actions(plan: PlanView) -> list[Placed[Action]]:
    """The actions of category 2, by a line or by an agreement that can belong to no other category."""
    indices = {line.path[1] for line in plan.iza_lines.get(NETWORK, ())}
    for code in _network_agreements(plan.edition).intersection(plan.actions_by_iza_agreement):
        indices.update(action.path[1] for action in plan.actions_by_iza_agreement[code])
    return [a for a in plan.actions if a.path[1] in indices and not _explores(a.item)] if indices else []


@cache
def _network_agreements(edition: Edition) -> frozenset[str]:
    only = frozenset([NETWORK])
    return frozenset(code for code, categories in _categories(edition).items() if categories == only)


@rule(
    "IZA017",
    "iza-coordinatie-bekostigd",
    {"geen-budget": ERROR, "uit-bijdragen": WARNING},
    modality="P",
    source=("GALA p62 L3279-3281",),
    applies=("regio",),
    document=PLAN_VAN_AANPAK,
)
def iza_coordinatie_bekostigd(plan: PlanView) -> Iterator[Hit]:
    if any(line.line.amounts.total for line in plan.iza_lines.get(REGIONAL_COOPERATION, ())) or _unsorted(plan):
        return
    if not any(placed.cost.amounts.total for placed in plan.costs):
        return  # IZA012 says that there is no amount at all
    contributed = sum(contribution.amounts.total for contribution in plan.regional.contributions)
    params = {"categorie": REGIONAL_COOPERATION, "bijgedragen": contributed}
    yield Hit("uit-bijdragen" if contributed else "geen-budget", ("acties",), params)


@rule(
    "IZA018",
    "iza-verdeling",
    {"niet-uitgelegd": WARNING},
    modality="P",
    source=("GALA p62 L3277-3279", "GALA p63 L3345-3346"),
    applies=("regio",),
    document=PLAN_VAN_AANPAK,
)
def iza_verdeling(plan: PlanView) -> Iterator[Hit]:
    mandate = plan.regional.mandate
    if mandate is None or stated(mandate.distribution) or stated(mandate.found_at):
        return
    if not mandate.has_text and "aanvraag" in plan.contains:
        return  # IZA003 says that nothing is said of the division
    if any(word in (mandate.text or "").casefold() for word in ("verdeel", "verdel")):
        return
    local = [side for side in plan.sides("iza") if side.placed.cost.municipality]
    if local:
        params = {
            "gemeenten": len({side.placed.cost.municipality for side in local}),
            "bedrag": sum(side.paid.total for side in local),
        }
        yield Hit("niet-uitgelegd", ("mandaat",), params, tuple(side.path for side in local))


# --- the agreements of the IZA --------------------------------------------------------------------------------------

HYBRID_CARE = "eh-contracten"
"""The one agreement that has a day of its own."""


@rule(
    "IZA020",
    "iza-afspraken-dekking",
    {"geen": ADVICE, "onderwerpen": ADVICE, "e-health-te-laat": WARNING},
    modality="I",
    source=("GALA p64-65 L3398-3500", "GALA p65 L3476-3478"),
    applies=("regio",),
    document=PLAN_VAN_AANPAK,
)
def iza_afspraken_dekking(plan: PlanView) -> Iterator[Hit]:
    subjects, taken_up = _subjects(plan.edition), plan.actions_by_iza_agreement
    if not plan.actions:
        return  # IZA009 says that there is no plan
    if not taken_up:
        yield Hit("geen", ("acties",), {"aantal": sum(map(len, subjects.values()))})
    elif untouched := [
        subject
        for subject, codes in subjects.items()
        if not (any(code in taken_up for code in codes) or _belongs_to_empty_categories(plan, codes))
    ]:
        left = [code for subject in untouched for code in subjects[subject]]
        yield Hit("onderwerpen", ("acties",), {"onderwerpen": untouched, "afspraken": left, "aantal": len(left)})
    yield from _too_late_for_contracts(plan)


def _belongs_to_empty_categories(plan: PlanView, agreements: Iterable[str]) -> bool:
    """Whether IZA015 or IZA017 tells of these agreements: all are of categories of which nothing is filled in."""
    if _unsorted(plan):
        return False
    empty, categories = frozenset(_empty_categories(plan)), _categories(plan.edition)
    return all(categories[code] and categories[code] <= empty for code in agreements)


def _too_late_for_contracts(plan: PlanView) -> Iterator[Hit]:
    """The actions on contracts for hybrid care, when not one of them can begin in time."""
    actions = plan.actions_by_iza_agreement.get(HYBRID_CARE, ())
    if not actions:
        return
    day = plan.edition.deadline("e-health-contracten").day
    if all(action.item.start and action.item.start.surely_after(day) for action in actions):
        first, *others = [(*action.path, "start") for action in actions]
        params = {"actie": actions[0].item.title, "start": str(actions[0].item.start), "termijn": day.isoformat()}
        yield Hit("e-health-te-laat", first, params, tuple(others))
