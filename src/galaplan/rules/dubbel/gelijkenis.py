"""Costs that SPUK and IZA pay and that no key joins, but that look like one activity: a reason to ask, no proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from galaplan.documents import Path
from galaplan.rules.dubbel.kenmerken import Crowd, Traits, first_of, traits_of
from galaplan.rules.dubbel.namen import Names
from galaplan.rules.registry import Hit
from galaplan.rules.view import PlanView, Side, has_text


def likenesses(plan: PlanView, spuk: Iterable[Side], iza: Iterable[Side]) -> Iterator[Hit]:
    """The IZA costs that look like one of these SPUK costs: by name and amount first, which says more than purpose."""
    traits, crowd = list(traits_of(plan, iza)), Crowd(traits_of(plan, spuk))
    yield from _look_alikes(crowd, traits)
    yield from _same_purposes(plan, crowd, traits)


def _look_alikes(crowd: Crowd, iza: Sequence[Traits]) -> Iterator[Hit]:
    """The IZA costs that bear the name of a SPUK cost and have its amount in the same year."""
    found = _twins(crowd, iza)
    for traits in iza:
        if traits.side.path in found:
            year, number, euros = min(found[traits.side.path])
            twin = crowd.traits[number].side
            params = {"iza": traits.side.id, "spuk": twin.id, "jaar": year, "bedrag": euros}
            yield Hit("lijkt-op", traits.side.path, params, (twin.path,))


Twin = tuple[int, int, int]
"""A year, the number of the SPUK cost that has the name and the amount in it, and the amount."""


def _twins(crowd: Crowd, iza: Sequence[Traits]) -> Mapping[Path, Sequence[Twin]]:
    """By IZA cost the first twin for each year and amount it is known by."""
    by_entry: dict[tuple[int, int], list[Traits]] = {}
    for traits in iza:
        for entry in traits.entries:
            if crowd.members(("post", entry)):
                by_entry.setdefault(entry, []).append(traits)
    pairs = {entry: len(same) * len(crowd.members(("post", entry))) for entry, same in by_entry.items()}
    names = Names()
    found: dict[Path, list[Twin]] = {}
    # The small crowds first: what many costs have in common is not to keep a few from being compared.
    for entry in sorted(by_entry, key=lambda entry: (pairs[entry], entry)):
        year, euros = entry
        others = [crowd.traits[number] for number in crowd.members(("post", entry))]
        known = list(dict.fromkeys(name for other in others for name in (other.title, other.description) if name))
        own = dict.fromkeys(name for traits in by_entry[entry] for name in (traits.title, traits.description))
        alike = {name: names.like(name, known) for name in own}
        for traits in by_entry[entry]:
            twins = crowd.having([("post", entry)]) & _named_alike(crowd, alike, traits)
            if twins and (twins := twins & crowd.like(traits)):
                found.setdefault(traits.side.path, []).append((year, first_of(twins), euros))
    return found


def _named_alike(crowd: Crowd, alike: Mapping[str, Sequence[str]], traits: Traits) -> int:
    """The costs with nearly the same name; inside one action the title says nothing."""
    titles, descriptions = alike[traits.title], alike[traits.description]
    same_action = crowd.having([("actie", traits.action)])
    by_title = crowd.having((about, name) for name in titles for about in ("titel", "omschrijving"))
    by_title |= crowd.having(("titel", name) for name in descriptions)
    # Words such as "loonkosten" say the same of costs that have nothing else in common.
    related = same_action | crowd.having(("onderwerp", subject) for subject in traits.subjects)
    return (by_title & ~same_action) | (crowd.having(("omschrijving", name) for name in descriptions) & related)


def _same_purposes(plan: PlanView, crowd: Crowd, iza: Sequence[Traits]) -> Iterator[Hit]:
    """The IZA costs with chain or theme, purpose, place and year of a SPUK cost, in a file that delimits nothing."""
    if has_text(plan.plan.iza_delimitation):
        return
    for traits in iza:
        uses = [use for use in traits.uses if crowd.members(("gebruik", use))]
        if not uses or not traits.subjects:
            continue
        related = crowd.like(traits)
        related &= crowd.having(("onderwerp", subject) for subject in traits.subjects)
        related &= crowd.having(("gemeente", place) for place in traits.places or ("",))
        twins = {use: related & crowd.having([("gebruik", use)]) for use in uses}
        if found := [(year, first_of(costs), purpose) for (year, purpose), costs in twins.items() if costs]:
            year, number, purpose = min(found)
            twin = crowd.traits[number].side
            params = {"iza": traits.side.id, "spuk": twin.id, "jaar": year, "doel": purpose}
            yield Hit("zelfde-bestedingsdoel", traits.side.path, params, (twin.path,))
