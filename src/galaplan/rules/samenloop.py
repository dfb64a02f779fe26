"""Family DUB: what both SPUK and IZA may pay for, such as coordination, and how to see that nothing keeps them apart.

Both may stand side by side. It is a fault when one key says that they pay the same thing, and a doubt when nothing
says where the line is. The rules on several files ask the same; here are those that one file can break by itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product
from typing import Any, Generic, TypeVar

from galaplan.catalogue import Edition
from galaplan.documents import Path
from galaplan.model.amounts import Amounts
from galaplan.model.shared import FundingLine
from galaplan.records import Record
from galaplan.rules.dubbel.sleutels import REFERENTIE, SLEUTEL, Key
from galaplan.rules.dubbel.zelfde_activiteit import zelfde_activiteit_iza_en_spuk
from galaplan.rules.placed import PlacedCost
from galaplan.rules.registry import ERROR, WARNING, Hit, Outcome, rule
from galaplan.rules.view import IZA, SPUK, PlanView, has_text, stated, words_of

COORDINATION = "coordinatie-regionale-preventie"
GGD_KNOWLEDGE = "kennisfunctie-ggd"
WELZIJN_OP_RECEPT = "welzijn-op-recept"
COMMUNITY = "wijkaanpak-sociale-basis"
MENTAL_HEALTH = "mentale-gezondheid"

REGIONAL_COOPERATION, CHAIN_COORDINATION, SUPPORT_POINTS = "regionale-samenwerking", "ketencoordinatie", "steunpunten"
"""Categories of IZA money."""

FIRST_LINE = "el-sociaal-domein"
"""The IZA agreement on first line and social domain, which names Welzijn op Recept as an example."""
LOCAL, REGIONAL = "lokaal", "regionaal"
REGIONAL_AGREEMENTS = "ks-regionale-afspraken"
"""The only purpose of chain coordination that is not about the municipality itself."""
LOW_THRESHOLD_PURPOSE = "sb-laagdrempelige-voorzieningen"
LOW_THRESHOLD_ACTIONS = frozenset(["sociale-basis-als-ondersteuning", "sluitende-ondersteuning-mentaal"])
EVERYONE = "alle-inwoners"
BODIES = frozenset(["ggd", "gemeente", "de", "het"])
"""Words that do not say which body it is."""

INZET, ONTVANGER = "inzet.sleutel", "ontvanger"
"""What besides a `sleutel` says that two costs pay for one thing: the same person, or one receiver with one task."""

Values = tuple[str, ...]
"""What a claim says of itself in one respect; nothing where it says nothing, and then it may be anything."""
Respects = tuple[Values, ...]
Join = tuple[Key | None, Respects]
"""What two claims must have in common: a key, or none for those that merely meet, and in each respect a value."""
UNSAID, ANY = "", "*"
MANY = 6
"""Claims that say more than this in one respect are looked for among all, and looked at afterwards."""


AT_MOST = 100
"""So many claims with one key that differ in what they say are looked at one by one; of more the first."""


class Claim(Record):
    """What some of the lines of a cost pay."""

    placed: PlacedCost
    lines: tuple[FundingLine, ...]
    paid: Amounts
    """Without the years in which it is nothing."""
    part: str
    """Which part of the cost it is, by its `afbakening`; may be empty."""

    @property
    def path(self) -> Path:
        """The path of the cost."""
        return self.placed.path

    @property
    def id(self) -> str:
        """The id of the cost."""
        return self.placed.cost.id

    @property
    def source(self) -> str:
        """Who pays: SPUK or IZA."""
        return self.lines[0].source


C = TypeVar("C", bound=Claim)


def paid_by(lines: Iterable[FundingLine], paid: Callable[[FundingLine], Amounts]) -> Amounts:
    """What lines pay together, without the years in which it is nothing. `paid`: what one line pays."""
    return Amounts.sum(map(paid, lines)).without_zeros()


class Subject(ABC):
    """Something that SPUK and IZA may both pay, each its own part of it."""

    code = ""
    """The rule that speaks of it."""

    def pays(
        self, source: str, edition: Edition, placed: PlacedCost, lines: Iterable[FundingLine] | None = None
    ) -> Iterator[FundingLine]:
        """The lines of a source, `spuk` or `iza`, that pay for this. `lines`: which lines of the cost to look at."""
        concerns = self.concerns_spuk if source == SPUK else self.concerns_iza
        among = placed.cost.funding if lines is None else lines
        return (line for line in among if line.source == source and concerns(edition, placed, line))

    @abstractmethod
    def concerns_spuk(self, edition: Edition, placed: PlacedCost, line: FundingLine) -> bool:
        """Whether a SPUK line pays for this."""

    @abstractmethod
    def concerns_iza(self, edition: Edition, placed: PlacedCost, line: FundingLine) -> bool:
        """Whether an IZA line pays for this."""

    def kinds(self, source: str, edition: Edition, placed: PlacedCost, lines: Iterable[FundingLine]) -> Iterator[str]:
        """By what SPUK and IZA lines of costs are known to be this rule's: they are when they have one in common."""
        if any(True for _ in self.pays(source, edition, placed, lines)):
            yield self.code

    def respects(self, edition: Edition, claim: Claim) -> Respects:
        """In what respects two claims may be about different things."""
        return ()

    def tasks(self, edition: Edition, claim: Claim) -> Iterable[str]:
        """What the receiver of the money is to do."""
        return ()

    def joins(self, edition: Edition, claim: Claim, *more: Values) -> Iterator[Join]:
        """What another claim must have in common with this one. `more`: further respects, such as the place."""
        respects = (*more, *self.respects(edition, claim))
        cost, action = claim.placed.cost, claim.placed.action
        level = cost.level or action.level
        for key in (*keys_of(claim.placed), *self._received(edition, claim), None):
            of_action = key == (SLEUTEL, action.join_key) and action.join_key != cost.join_key
            yield key, (*respects, (level,) if of_action and level else ())

    def _received(self, edition: Edition, claim: Claim) -> Iterator[Key]:
        if receiver := " ".join(words_of(stated(claim.placed.cost.recipient))):
            yield from ((ONTVANGER, f"{receiver}: {task}") for task in self.tasks(edition, claim))


def keys_of(placed: PlacedCost) -> Iterator[Key]:
    """The keys that say that a cost is for the same thing as another, or the same person."""
    cost, seen = placed.cost, placed.action.join_key
    if cost.join_key:
        yield SLEUTEL, cost.join_key
    if seen and seen != cost.join_key:
        yield SLEUTEL, seen
    if cost.deployment and cost.deployment.join_key:
        yield INZET, cost.deployment.join_key


class Coordination(Subject):
    """Regional coordination: component 15, and IZA for the region or its chains."""

    code = "DUB006"

    def concerns_spuk(self, edition: Edition, placed: PlacedCost, line: FundingLine) -> bool:
        """Component 15."""
        return line.component == COORDINATION

    def concerns_iza(self, edition: Edition, placed: PlacedCost, line: FundingLine) -> bool:
        """Cooperation in the region and coordination of chains."""
        return line.iza_category in (REGIONAL_COOPERATION, CHAIN_COORDINATION)

    def tasks(self, edition: Edition, claim: Claim) -> Iterable[str]:
        """The purposes, and the function that is paid."""
        deployment = claim.placed.cost.deployment
        function = " ".join(words_of(stated(deployment.role))) if deployment else ""
        return (*(line.purpose for line in claim.lines if line.purpose), *([function] if function else ()))


class ChainCoordination(Subject):
    """Coordination of one of the chains: a component within the municipality, and IZA."""

    code = "DUB007"

    def concerns_spuk(self, edition: Edition, placed: PlacedCost, line: FundingLine) -> bool:
        """The purposes that coordinate a chain, paid from their own component; from component 15 it is regional."""
        if line.purpose is None or line.purpose not in edition.codes_where("bestedingsdoel", "coordinatie"):
            return False
        return line.component in (None, edition.codes("bestedingsdoel")[line.purpose].text("onderdeel"))

    def concerns_iza(self, edition: Edition, placed: PlacedCost, line: FundingLine) -> bool:
        """Coordination of chains."""
        return line.iza_category == CHAIN_COORDINATION

    def kinds(self, source: str, edition: Edition, placed: PlacedCost, lines: Iterable[FundingLine]) -> Iterator[str]:
        """The chains that are coordinated; all of them where an IZA cost does not say which."""
        if paying := tuple(self.pays(source, edition, placed, lines)):
            chains = self._chains(edition, placed, paying) or tuple(edition.codes("ketenaanpak"))
            yield from (f"{self.code} {chain}" for chain in chains)

    def respects(self, edition: Edition, claim: Claim) -> Respects:
        """The chains and the level."""
        return self._chains(edition, claim.placed, claim.lines), self._levels(claim)

    def tasks(self, edition: Edition, claim: Claim) -> Iterable[str]:
        """The chains: coordinating one is the task."""
        return self._chains(edition, claim.placed, claim.lines)

    def chains(self, edition: Edition, claims: Iterable[Claim]) -> list[str]:
        """The chains of some claims, each once."""
        return list(dict.fromkeys(c for claim in claims for c in self._chains(edition, claim.placed, claim.lines)))

    def _chains(self, edition: Edition, placed: PlacedCost, lines: Iterable[FundingLine]) -> Values:
        """By the purposes of SPUK lines; an IZA line has none, and its action says which chain."""
        purposes = edition.codes("bestedingsdoel")
        of_purpose = dict.fromkeys(
            purposes[line.purpose].text("keten")
            for line in lines
            if line.source == SPUK and line.purpose is not None and line.purpose in purposes
        )
        chain = placed.action.chain
        return tuple(of_purpose) or ((chain,) if chain else ())

    def _levels(self, claim: Claim) -> Values:
        """Where it is not stated, a component pays within the municipality, as does IZA for one municipality."""
        cost = claim.placed.cost
        level = cost.level or claim.placed.action.level
        if level:
            return (level,)
        if claim.source == SPUK:
            regional = all(line.purpose == REGIONAL_AGREEMENTS for line in claim.lines)
            return (REGIONAL if regional else LOCAL,)
        return (LOCAL,) if cost.municipality else ()


class GgdKnowledge(Subject):
    """The knowledge function of the GGD: its component, and IZA."""

    code = "DUB008"

    def concerns_spuk(self, edition: Edition, placed: PlacedCost, line: FundingLine) -> bool:
        """Component 14."""
        return line.component == GGD_KNOWLEDGE

    def concerns_iza(self, edition: Edition, placed: PlacedCost, line: FundingLine) -> bool:
        """The agreements on that function."""
        rows, agreements = edition.codes("iza-afspraak"), placed.action.iza_agreements
        return any(rows[code].text("overlap") == GGD_KNOWLEDGE for code in agreements if code in rows)

    def respects(self, edition: Edition, claim: Claim) -> Respects:
        """The tasks, and which GGD it is."""
        words = words_of(stated(claim.placed.cost.recipient))
        which = " ".join(word for word in words if word not in BODIES)
        return claim.placed.action.ggd_tasks, (which,) if which else ()

    def tasks(self, edition: Edition, claim: Claim) -> Iterable[str]:
        """The tasks that are stated."""
        return claim.placed.action.ggd_tasks


class WelzijnOpRecept(Subject):
    """Welzijn op Recept: its component, and IZA for the cooperation of first line and social domain."""

    code = "DUB009"

    def concerns_spuk(self, edition: Edition, placed: PlacedCost, line: FundingLine) -> bool:
        """Component 13."""
        return line.component == WELZIJN_OP_RECEPT

    def concerns_iza(self, edition: Edition, placed: PlacedCost, line: FundingLine) -> bool:
        """The agreement that names it as an example, unless it is about another chain or another of these subjects.

        An office that works for many agreements is not this by one of them; it is where its chain says so.
        """
        chain, elsewhere = placed.action.chain, (CHAIN_COORDINATION, SUPPORT_POINTS)
        if FIRST_LINE not in placed.action.iza_agreements or line.iza_category in elsewhere:
            return False
        return chain == WELZIJN_OP_RECEPT or (chain is None and line.iza_category != REGIONAL_COOPERATION)

    def tasks(self, edition: Edition, claim: Claim) -> Iterable[str]:
        """The chain, where the cost is about nothing else."""
        said = claim.source == SPUK or claim.placed.action.chain == WELZIJN_OP_RECEPT
        return (WELZIJN_OP_RECEPT,) if said else ()


class SupportPoints(Subject):
    """Low-threshold support without referral: some components, and the support points of the IZA."""

    code = "DUB010"

    components = (MENTAL_HEALTH, COMMUNITY, WELZIJN_OP_RECEPT)

    def concerns_spuk(self, edition: Edition, placed: PlacedCost, line: FundingLine) -> bool:
        """Money of these components, where the purpose is such support, or the action where the purpose is wider."""
        if line.component not in self.components or line.purpose == LOW_THRESHOLD_PURPOSE:
            return line.component in self.components
        if line.component == COMMUNITY and line.purpose:
            return False
        action = placed.action
        return not LOW_THRESHOLD_ACTIONS.isdisjoint(action.gala_actions) or any(
            SUPPORT_POINTS in _categories(edition, code) for code in action.iza_agreements
        )

    def concerns_iza(self, edition: Edition, placed: PlacedCost, line: FundingLine) -> bool:
        """Support points."""
        return line.iza_category == SUPPORT_POINTS

    def kinds(self, source: str, edition: Edition, placed: PlacedCost, lines: Iterable[FundingLine]) -> Iterator[str]:
        """None: this rule only asks, and what one key says of two costs is DUB003's."""
        return iter(())

    def respects(self, edition: Edition, claim: Claim) -> Respects:
        """The neighbourhoods, and the groups it is for."""
        action = claim.placed.action
        areas = tuple(dict.fromkeys(" ".join(words_of(area)) for area in action.neighbourhoods))
        groups = () if EVERYONE in action.target_groups else action.target_groups
        return areas, groups


COORDINATING, COORDINATING_CHAINS, KNOWING = Coordination(), ChainCoordination(), GgdKnowledge()
PRESCRIBING, SUPPORTING = WelzijnOpRecept(), SupportPoints()

SUBJECTS: tuple[Subject, ...] = (COORDINATING, COORDINATING_CHAINS, KNOWING, PRESCRIBING, SUPPORTING)


def _categories(edition: Edition, agreement: str) -> Values:
    rows = edition.codes("iza-afspraak")
    return rows[agreement].texts("categorieen") if agreement in rows else ()


# --- who meets whom ------------------------------------------------------------------------------------------------


class Crossing(Generic[C]):
    """Claims by what they have in common with others, so that one that meets a given claim is found at once."""

    def __init__(self, claims: Iterable[C], joins: Callable[[C], Iterable[Join]]) -> None:
        """`joins`: what another claim must have in common with each of these."""
        self._found: dict[tuple[Key | None, Values, int, str], dict[Respects, tuple[int, C, int]]] = {}
        number = 0
        for claim in claims:
            for key, respects in joins(claim):
                for cell in product(*((*(_few(values) or (UNSAID,)), ANY) for values in respects)):
                    for year, euros in claim.paid.items():
                        # Of each part the claim for the most money, and what they all are.
                        for part in (claim.part, ANY):
                            found = self._found.setdefault((key, cell, year, part), {})
                            number += 1
                            first, most, euros_in_all = found.get(respects, (number, claim, 0))
                            found[respects] = first, claim if euros > most.paid[year] else most, euros_in_all + euros

    def undelimited(self, claim: C, join: Join, year: int) -> tuple[C, int] | None:
        """The largest claim of the year with this in common with `claim`, unless both say another part.

        And what all such claims are together.
        """
        key, respects = join
        parts = ("", claim.part) if claim.part else (ANY,)
        found: dict[tuple[str, Respects], tuple[int, C, int]] = {}
        for cell in product(*((*values, UNSAID) if (values := _few(said)) else (ANY,) for said in respects)):
            for part in parts:
                for said, one in islice(self._found.get((key, cell, year, part), {}).items(), AT_MOST):
                    if _may_meet(said, respects):
                        found[part, said] = one
        if not found:
            return None
        _, largest, _ = max(found.values(), key=lambda one: (one[1].paid[year], -one[0]))
        return largest, sum(euros for _, _, euros in found.values())


def _may_meet(one: Respects, other: Respects) -> bool:
    """Whether two claims are not told apart in any respect."""
    return all(not here or not there or not set(here).isdisjoint(there) for here, there in zip(one, other, strict=True))


def _few(values: Values) -> Values:
    return values if len(values) <= MANY else ()


class Meeting(Record, Generic[C]):
    """SPUK and IZA money that come together, where nothing says which part is whose."""

    key: Key | None
    """What says that they pay for one thing; None where they merely meet."""
    spuk: tuple[C, ...]
    iza: tuple[C, ...]
    years: tuple[int, ...]

    def facts(self) -> dict[str, Any]:
        """What a message says of it."""
        told: dict[str, Any] = {
            "spuk": list(dict.fromkeys(claim.id for claim in self.spuk)),
            "iza": list(dict.fromkeys(claim.id for claim in self.iza)),
            "jaren": list(self.years),
        }
        if self.key:
            kind, value = self.key
            cost = self.spuk[0].placed.cost
            as_written = {ONTVANGER: cost.recipient, REFERENTIE: cost.ledger_reference}
            told |= {"sleutel": kind, "waarde": stated(as_written.get(kind)) or value}
        return told


Excused = Callable[[C, C, Key | None, int, int], bool]
"""Whether a SPUK claim and an IZA claim, joined by a key or by none, are told elsewhere or are one booking.

The last is what all claims like the second are together in the year.
"""


def meetings(
    claims: Iterable[C], crossing: Crossing[C], joins: Callable[[C], Iterable[Join]], excused: Excused[C]
) -> Iterator[Meeting[C]]:
    """Where these claims meet one of the other source: one for each key, then one for those that share no key."""
    claims = tuple(claims)
    found: dict[Key | None, list[tuple[C, C, int]]] = {}
    for claim in claims:
        for join in joins(claim):
            for year in claim.paid:
                met = crossing.undelimited(claim, join, year)
                if met and not excused(claim, met[0], join[0], year, met[1]):
                    found.setdefault(join[0], []).append((claim, met[0], year))
    told: set[frozenset[int]] = set()
    for key in (*(key for key in found if key), None):
        pairs = found.get(key, [])
        both = frozenset(id(claim) for one, other, _ in pairs for claim in (one, other))
        if pairs and both not in told and (key or not told):
            told.add(both)  # costs that share two keys are told once, and those that share one do not merely meet
            yield meeting(key, pairs)


def meeting(key: Key | None, pairs: Sequence[tuple[C, C, int]]) -> Meeting[C]:
    """One of pairs of claims, of whatever source each is, and years."""
    claims = {id(claim): claim for one, other, _ in pairs for claim in (one, other)}.values()
    by_source = {source: tuple(c for c in claims if c.source == source) for source in (SPUK, IZA)}
    return Meeting(key, by_source[SPUK], by_source[IZA], tuple(sorted({year for _, _, year in pairs})))


# --- in one file ---------------------------------------------------------------------------------------------------

BESIDE = Outcome(WARNING, accounting=ERROR)
"""Both streams meet and nothing keeps them apart: a doubt in a plan, a fault at accountability."""


@rule(
    "DUB009",
    "wor-dubbel",
    {"dubbel": ERROR, "naast-elkaar": BESIDE, "dubbel-met-regio": ERROR, "naast-regio": BESIDE},
    modality="P",
    source=("GALA p42 L2256-2266", "GALA p65 L3458-3461", "GALA p62 L3254-3256"),
    applies=("gemeente", "set"),
)
def wor_dubbel(plan: PlanView) -> Iterator[Hit]:
    if WELZIJN_OP_RECEPT in plan.spuk_lines and FIRST_LINE in plan.actions_by_iza_agreement:
        for found in _in_one_plan(plan, PRESCRIBING):
            yield _hit("dubbel" if found.key else "naast-elkaar", found)


@rule(
    "DUB010",
    "steunpunten-dubbel",
    {"naast-elkaar": WARNING, "naast-regio": WARNING},
    modality="P",
    source=("GALA p61 L3246-3247", "GALA p64 L3438-3440", "GALA p17 L866-867", "GALA p28 L1463-1464"),
    applies=("gemeente", "set"),
)
def steunpunten_dubbel(plan: PlanView) -> Iterator[Hit]:
    if has_text(plan.plan.iza_delimitation) or plan.spuk_lines.keys().isdisjoint(SUPPORTING.components):
        return
    for found in _in_one_plan(plan, SUPPORTING):
        if not found.key:
            yield _hit("naast-elkaar", found)


def _in_one_plan(plan: PlanView, subject: Subject) -> Iterator[Meeting[Claim]]:
    """Where SPUK and IZA meet in one plan on a subject; one cost that both pay is DUB001's."""
    iza = [claim for claim in _claims(plan, subject, IZA) if not claim.placed.paid_by(SPUK)]
    if not iza:
        return
    delimited = has_text(plan.plan.iza_delimitation)

    @cache
    def told() -> Mapping[Path, set[int]]:
        """By cost the numbers of the findings of DUB003 that name it."""
        by_path: dict[Path, set[int]] = {}
        for number, hit in enumerate(zelfde_activiteit_iza_en_spuk(plan)):
            for path in (hit.path, *hit.related):
                by_path.setdefault(path, set()).add(number)
        return by_path

    def is_told(one: Claim, other: Claim) -> bool:
        return not told().get(one.path, set()).isdisjoint(told().get(other.path, ()))

    def joins(claim: Claim) -> Iterator[Join]:
        return subject.joins(plan.edition, claim)

    def excused(one: Claim, other: Claim, key: Key | None, year: int, euros: int) -> bool:
        return (delimited and key is None) or is_told(one, other)

    yield from meetings(_claims(plan, subject, SPUK), Crossing(iza, joins), joins, excused)


def _claims(plan: PlanView, subject: Subject, source: str) -> list[Claim]:
    claims = []
    for side in plan.sides(source):
        lines = tuple(subject.pays(source, plan.edition, side.placed))
        if paid := paid_by(lines, plan.paid):
            claims.append(Claim(side.placed, lines, paid, side.part))
    return claims


def _hit(variant: str, found: Meeting[Claim]) -> Hit:
    place, *others = (claim.path for claim in (*found.spuk, *found.iza))
    return Hit(variant, place, found.facts(), tuple(others))
