"""Family OND, mentale gezondheid (OND014-017)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from galaplan.documents import Path
from galaplan.model.municipal import MentalHealth
from galaplan.model.shared import Action
from galaplan.rules.placed import Placed, PlacedLine
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, rule
from galaplan.rules.view import PlanView, has_text, is_own

MENTAAL = "mentale-gezondheid"
"""The component, and the theme of the same name."""
PLACE: Path = ("onderdelen", MENTAAL)

JONGEREN = "jongeren-12-27"
GGD = "ggd"
GGZ_HUISARTS = "ggz-huisarts-sociaal-domein"
"""The agreed municipal action whose money is that of the IZA."""


def _own(plan: PlanView) -> MentalHealth:
    return plan.municipal.components.of(MentalHealth) or MentalHealth()


def _carried_out(plan: PlanView) -> tuple[Placed[Action], ...]:
    return plan.actions_by_component.get(MENTAAL, ())


@rule(
    "OND014",
    "mentaal-beleid",
    {"niet-vermeld": WARNING, "interventie-zonder-bron": WARNING, "nog-geen-interventie": ADVICE},
    modality="P",
    source=("GALA p27 L1427-1428", "GALA p27 L1448-1455"),
    component=MENTAAL,
    only_requested=True,
)
def mentaal_beleid(plan: PlanView) -> Iterator[Hit]:
    own, actions = _own(plan), _carried_out(plan)
    stated = {"landelijke_aanpak": own.national_approach, "begrippenkader": own.conceptual_framework}
    missing = [key for key, value in stated.items() if not value]
    with_interventions = [action for action in actions if action.item.interventions]
    grounded = any(each.source or each.recognised for a in with_interventions for each in a.item.interventions)
    if missing:
        without_source = with_interventions and not grounded
        yield Hit("niet-vermeld", PLACE, {"sleutels": [*missing, "interventies.bron"] if without_source else missing})
    elif not with_interventions and actions:
        yield Hit("nog-geen-interventie", actions[0].path, {"aantal": len(actions)})
    elif with_interventions and not grounded:
        first = with_interventions[0]
        params = {"actie": first.item.id, "titel": first.item.title}
        yield Hit("interventie-zonder-bron", (*first.path, "interventies"), params)


@rule(
    "OND015",
    "mentaal-doelgroepen",
    {"geen-jongeren": WARNING, "geen-kwetsbare-groep": WARNING, "geen-van-beide": WARNING},
    modality="P",
    source=("GALA p28 L1471-1474",),
    component=MENTAAL,
    only_requested=True,
)
def mentaal_doelgroepen(plan: PlanView) -> Iterator[Hit]:
    actions = (*_carried_out(plan), *plan.actions_by_theme.get(MENTAAL, ()))
    groups = {group for action in actions for group in action.item.target_groups}
    young = JONGEREN in groups
    vulnerable = not groups.isdisjoint(plan.edition.codes_where("risicogroep", "kwetsbare_positie"))
    if not groups or (young and vulnerable):
        return  # a component without any action is DOE007's, actions without any group are ACH001's
    if any(map(is_own, groups)) and has_text(_own(plan)):
        return  # only the municipality knows who they are; the text says it
    variant = "geen-kwetsbare-groep" if young else "geen-jongeren" if vulnerable else "geen-van-beide"
    yield Hit(variant, (*actions[0].path, "doelgroepen"), {"groepen": sorted(groups)})


@rule(
    "OND016",
    "mentaal-samenwerking",
    {"geen-partner": WARNING, "geen-settings": ADVICE},
    modality="I",
    source=("GALA p28 L1467-1469", "GALA p28 L1476-1478"),
    component=MENTAAL,
    only_requested=True,
)
def mentaal_samenwerking(plan: PlanView) -> Iterator[Hit]:
    actions = _carried_out(plan)
    if actions and not _others_take_part(plan, actions):
        yield Hit("geen-partner", actions[0].path, {"aantal": len(actions)})
    if not _own(plan).settings:
        yield Hit("geen-settings", PLACE)


def _others_take_part(plan: PlanView, actions: Sequence[Placed[Action]]) -> bool:
    """Whether a party that is not public has a part in an action, or in an agreement that an action names."""
    public = plan.edition.codes_where("actor", "overheid") | {GGD}
    if any(partner.kind not in public for action in actions for partner in action.item.partners):
        return True
    if any(a.item.owner and a.item.owner.kind and a.item.owner.kind not in public for a in actions):
        return True
    named = {agreement for action in actions for agreement in action.item.agreements}
    return any(
        party.kind not in public
        for agreement in plan.agreements
        if agreement.item.id in named
        for party in agreement.item.parties
    )


def iza_work(plan: PlanView, action: Action) -> list[str]:
    """The IZA agreements that make an action work on mental health for which the IZA pays (p65 L3444-3449)."""
    if not action.iza_agreements:
        return []
    paid_by_iza = plan.edition.codes_where("iza-afspraak", "mentaal_via_iza")
    return [code for code in action.iza_agreements if code in paid_by_iza]


@rule(
    "OND017",
    "mgc-niet-uit-spuk-mentaal",
    {"gala-actie": ERROR, "iza-afspraak": ERROR, "andere-bestand": ERROR},
    modality="P",
    source=("GALA p28 L1480-1483", "GALA p28 L1505-1508", "GALA p64-65 L3444-3450"),
    applies=("gemeente", "set"),
)
def mgc_niet_uit_spuk_mentaal(plan: PlanView) -> Iterator[Hit]:
    charged: dict[Path, list[PlacedLine]] = {}
    for line in plan.spuk_lines.get(MENTAAL, ()):
        if plan.paid(line.line).total:
            charged.setdefault(line.path[:2], []).append(line)
    for first, *others in charged.values():
        agreements = iza_work(plan, first.action)
        if agreements or GGZ_HUISARTS in first.action.gala_actions:
            variant = "iza-afspraak" if agreements else "gala-actie"
            params = {"actie": first.action.id, "titel": first.action.title, "afspraken": agreements}
            related = tuple((*line.path, "onderdeel") for line in others)
            yield Hit(variant, (*first.path, "onderdeel"), params, related)
