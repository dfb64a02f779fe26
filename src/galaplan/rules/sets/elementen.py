"""Families ELE, OND and VAL, several files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from galaplan.documents import Path
from galaplan.records import Record
from galaplan.rules.elementen import telling_texts
from galaplan.rules.onderdelen.mentaal import GGZ_HUISARTS, MENTAAL, iza_work
from galaplan.rules.plan_set import Fact, PlanSet, SetHit
from galaplan.rules.registry import across
from galaplan.rules.valpreventie import ASSESSMENTS, CHAIN, PARTICIPANTS, Measure, shown, sound_figures
from galaplan.rules.view import PlanView

# --- ELE009: what two municipalities say in the same words ---


class Said(Record):
    """A text of an element."""

    element: str
    path: Path
    words: str
    shared: bool
    """Whether the plan says that others have this text as well, or speaks for several municipalities."""


def said(plan: PlanView) -> Iterator[Said]:
    """What a municipal plan says of its elements."""
    if plan.kind == "gemeente":
        elements, is_joint = plan.municipal.elements, bool(plan.municipal.municipality.on_behalf_of)
        for element, path, words in telling_texts(plan):
            yield Said(element, path, words, is_joint or elements[element].shared_text is True)


@across("ELE009", said)
def element_van_een_ander(plans: PlanSet) -> Iterator[SetHit]:
    by_words: dict[str, dict[str, Fact[Said]]] = {}
    on_purpose: set[str] = set()
    for fact in plans.facts(said):
        by_words.setdefault(fact.fact.words, {}).setdefault(fact.member.municipality, fact)
        if fact.fact.shared:
            on_purpose.add(fact.fact.words)
    copies: dict[tuple[str, str], list[tuple[Fact[Said], Fact[Said]]]] = {}
    for words, by_municipality in by_words.items():
        first, *others = by_municipality.values()
        if words not in on_purpose:
            for other in others:
                copies.setdefault((other.member.file, first.member.file), []).append((other, first))
    for pairs in copies.values():
        own, first = pairs[0]
        elements = list(dict.fromkeys(copy.fact.element for copy, _ in pairs))
        params = {"elementen": elements, "aantal": len(pairs), "gemeente": first.member.name}
        related = tuple(original.at(original.fact.path) for _, original in pairs)
        yield SetHit("gelijk-aan-gemeente", own.at(own.fact.path), params, related)


# --- VAL004, VAL005: the national percentages over all files together ---


class Planned(Record):
    """How many people a municipality plans to reach in a year."""

    year: int
    path: Path
    count: int
    older: int
    """All home-dwelling 65-plus."""
    percentage: int
    """The national one."""
    is_told: bool
    """Whether the rule says of this file by itself that it stays below."""

    @property
    def short(self) -> int:
        """How far the municipality stays below the national percentage, in hundredths of people."""
        return self.percentage * self.older - 100 * self.count


def _planned(plan: PlanView, measure: Measure) -> Iterator[Planned]:
    """The years for which both numbers of people are stated."""
    norm, _ = measure
    percentage = plan.edition.norms[norm]["procent"]
    for year, stated, figure in sound_figures(plan, *measure):
        if figure.count is not None and figure.older:
            path = (*CHAIN, "aantallen", str(year), figure.count_key)
            is_told = figure.is_below(percentage) and not stated.has_text
            yield Planned(year, path, figure.count, figure.older, percentage, is_told)


def planned_assessments(plan: PlanView) -> Iterator[Planned]:
    """The risk assessments that a municipality plans."""
    return _planned(plan, ASSESSMENTS)


def planned_participants(plan: PlanView) -> Iterator[Planned]:
    """The participants in movement interventions that a municipality plans."""
    return _planned(plan, PARTICIPANTS)


@across("VAL004", planned_assessments)
def risico_inschattingen_samen(plans: PlanSet) -> Iterator[SetHit]:
    return _below_together(plans.facts(planned_assessments))


@across("VAL005", planned_participants)
def beweeginterventies_samen(plans: PlanSet) -> Iterator[SetHit]:
    return _below_together(plans.facts(planned_participants))


def _below_together(facts: Iterable[Fact[Planned]]) -> Iterator[SetHit]:
    """One finding for the years in which every file explains itself and they stay below together."""
    by_year: dict[int, list[Fact[Planned]]] = {}
    for fact in facts:
        by_year.setdefault(fact.fact.year, []).append(fact)
    below = {year: rows for year, rows in sorted(by_year.items()) if _is_below(rows)}
    if not below:
        return
    year, rows = next(iter(below.items()))
    most, *others = sorted((row for row in rows if row.fact.short > 0), key=lambda row: -row.fact.short)
    count, older = sum(row.fact.count for row in rows), sum(row.fact.older for row in rows)
    params = {
        "jaren": list(below),
        "jaar": year,
        "plannen": len(rows),
        "aantal": count,
        "ouderen": older,
        "procent": shown(100 * count / older),
        "norm": most.fact.percentage,
    }
    yield SetHit("samen-onder-norm", most.at(most.fact.path), params, tuple(row.at(row.fact.path) for row in others))


def _is_below(rows: list[Fact[Planned]]) -> bool:
    """Whether several files are a whole person short together, of which none is told so by itself."""
    return len(rows) > 1 and not any(row.fact.is_told for row in rows) and sum(row.fact.short for row in rows) >= 100


# --- OND017: work that elsewhere is work for the IZA ---

MOST_SHOWN = 5
"""So many actions are shown with a finding."""


class Shared(Record):
    """An action that bears a `sleutel`."""

    join_key: str
    title: str
    path: Path
    """Of the action; for a charged one of the component on its first funding line."""


def iza_actions(plan: PlanView) -> Iterator[Shared]:
    """The actions that carry out agreements on mental health for which the IZA pays."""
    for action in plan.actions:
        if action.item.join_key and (iza_work(plan, action.item) or GGZ_HUISARTS in action.item.gala_actions):
            yield Shared(action.item.join_key, action.item.title, action.path)


def charged_actions(plan: PlanView) -> Iterator[Shared]:
    """The actions of a municipal plan that the component pays, save those of which OND017 speaks already."""
    told = {action.path for action in iza_actions(plan)}
    charged: set[Path] = set()
    for line in plan.spuk_lines.get(MENTAAL, ()) if plan.kind == "gemeente" else ():
        action, path = line.action, line.path[:2]
        if action.join_key and path not in told | charged and plan.paid(line.line).total:
            charged.add(path)
            yield Shared(action.join_key, action.title, (*line.path, "onderdeel"))


@across("OND017", iza_actions, charged_actions)
def mgc_in_een_ander_bestand(plans: PlanSet) -> Iterator[SetHit]:
    work: dict[str, dict[str, list[Fact[Shared]]]] = {}
    """By key and file the first of the actions; thousands may share a key."""
    for fact in plans.facts(iza_actions):
        in_file = work.setdefault(fact.fact.join_key, {}).setdefault(fact.member.file, [])
        if len(in_file) < MOST_SHOWN:
            in_file.append(fact)
    for own in plans.facts(charged_actions):
        by_file = work.get(own.fact.join_key, {}).items()
        elsewhere = (other for file, actions in by_file if file != own.member.file for other in actions)
        others = list(islice(elsewhere, MOST_SHOWN))
        if others:
            first = others[0]
            params = {"actie": own.fact.title, "andere": first.fact.title, "bestand": first.member.identifier}
            related = tuple(other.at(other.fact.path) for other in others)
            yield SetHit("andere-bestand", own.at(own.fact.path), params, related)
