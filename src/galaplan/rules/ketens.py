"""Family KET: the five chains. Which municipalities of a region start when stands in `startmatrix`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from galaplan.documents import Path
from galaplan.model.shared import Action, Agreement, Chain, ChainPart, ChildWeightChain, FallChain, FallStep
from galaplan.rules.placed import Placed, PlacedCost, PlacedLine
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, Outcome, rule
from galaplan.rules.view import STARTED, PlanView, filled, has_begun, has_text, stated, words_of

if TYPE_CHECKING:
    from galaplan.catalogue import Edition
    from galaplan.model.amounts import Amounts
    from galaplan.model.moment import Moment
    from galaplan.model.municipal import KansrijkeStart
    from galaplan.model.regional import MatrixCell
    from galaplan.model.shared import FundingLine

    State = Placed[Chain | MatrixCell]
    """Where a plan says how far a chain is: under the chain itself, or in a cell of the regional matrix."""

KETENS = "ketenaanpak"
"""The code list of the chains."""
KANSRIJKE_START, VALPREVENTIE, WELZIJN_OP_RECEPT = "kansrijke-start", "valpreventie", "welzijn-op-recept"

NIET, VOORBEREIDING, TOEGANKELIJK = "niet", "voorbereiding", "toegankelijk"
EIGEN = "eigen"
VOORGENOMEN = "voorgenomen"
REGIONAAL = "regionaal"
DOORVERWIJZING = "doorverwijzing"
"""The last step of fall prevention, the only one that insurers never pay."""
ZVW = "zvw"
MUNICIPAL_MONEY = ("spuk", "iza")
INSURER_WORDS = frozenset(["zvw", "zorgkantoor"])
FILLERS = frozenset(
    ["de", "het", "en", "van", "uit", "door", "via", "eigen", "brede", "gala", "geld", "gelden", "middelen", "budget"]
)
"""Words beside the municipality or its money that name nobody else."""
HANDREIKING = frozenset(["handreiking-keten"])
INKOOPADVIES = frozenset(["integraal-inkoopadvies-wor"])
"""What serves as handreiking for Welzijn op Recept."""
EMPTY = (Chain(), FallChain(), ChildWeightChain())
"""Chains that say nothing."""
CHAIN_TEXTS = ("reason", "coordinator", "text", "found_at")


def _path(code: str) -> Path:
    return ("ketens", code)


def _hit(variant: str, places: Sequence[Path], **facts: Any) -> Hit:
    """One finding for what is wrong in several places: at the first, with the others beside it."""
    first, *others = dict.fromkeys(places)
    return Hit(variant, first, facts, tuple(others))


def _is_requested(plan: PlanView, code: str) -> bool:
    """Whether the component that pays for a chain is requested."""
    return plan.edition.codes(KETENS).texts("onderdeel").get(code) in plan.requested


def _regional(plan: PlanView, code: str) -> list[Placed[Agreement]]:
    return [placed for placed in plan.agreements_by_chain.get(code, ()) if placed.item.level == REGIONAAL]


def _ran_before(plan: PlanView, state: State) -> bool:
    """Whether a chain ran before the scheme: here, or in a region by what it says of the chain as a whole."""
    whole = plan.plan.chains.get(str(state.path[-1]))
    return state.item.existing is True or (whole is not None and whole.existing is True)


def _starts_anew(plan: PlanView, state: State) -> bool:
    """Whether a chain has begun that did not run before the scheme."""
    return state.item.status in STARTED and not _ran_before(plan, state)


def _table(plan: PlanView, code: str) -> Path:
    """The table of a chain; where a region has none, the first cell of its matrix for the chain."""
    states = plan.chain_states.get(code)
    return _path(code) if code in plan.plan.chains or not states else states[0].path


# --- whether each chain is there, and on what agreements it stands ---


@rule(
    "KET001",
    "vijf-ketens-ingericht",
    {
        "niet-geregeld": WARNING,
        "niet-geregeld-aangevraagd": ERROR,
        "ontbreekt": WARNING,
        "voorbereiding": ADVICE,
        "aanbod-onbekend": ADVICE,
    },
    modality="P",
    source=("GALA p40 L2130-2135", "GALA p40 L2144-2153"),
)
def vijf_ketens_ingericht(plan: PlanView) -> Iterator[Hit]:
    found: dict[str | None, list[str]] = {}
    for code in plan.edition.codes(KETENS):
        found.setdefault(_how_arranged(plan, code), []).append(code)
    if codes := found.get("niet-geregeld"):
        for code in codes:
            variant = "niet-geregeld-aangevraagd" if _is_requested(plan, code) else "niet-geregeld"
            yield Hit(variant, (*_path(code), "status"), {"keten": code})
    if codes := found.get("ontbreekt"):
        yield Hit("ontbreekt", ("ketens",), {"ketens": codes})
    if codes := found.get("voorbereiding"):
        yield _hit("voorbereiding", [(*_path(code), "status") for code in codes], ketens=codes)
    if codes := found.get("aanbod-onbekend"):
        yield _hit("aanbod-onbekend", [_path(code) for code in codes], ketens=codes)


def _how_arranged(plan: PlanView, code: str) -> str | None:
    """The variant of KET001 for what the plan says of a chain; None where that is enough, or another rule tells."""
    chain = plan.plan.chains.get(code)
    if chain and chain.status == NIET:
        variant = "niet-geregeld" if _is_left_out(plan, chain) else None
    elif _says_nothing(plan, code):
        variant = None if _is_requested(plan, code) else "ontbreekt"  # of those requested KET005 tells
    elif chain and chain.status == VOORBEREIDING:
        variant = "voorbereiding"
    else:
        variant = None if _says_where(plan, code) else "aanbod-onbekend"
    return None if code == KANSRIJKE_START and variant and _is_told_by_ond008(plan) else variant


def _says_where(plan: PlanView, code: str) -> bool:
    """Whether the plan says where residents can turn to: itself, in a regional agreement, or in words."""
    chain = plan.plan.chains.get(code)
    return bool(chain and (chain.offered_by or chain.has_text)) or bool(_regional(plan, code))


def _is_left_out(plan: PlanView, chain: Chain) -> bool:
    """Whether a chain that is not there is neither elsewhere nor explained."""
    here = (None, EIGEN, plan.municipal.municipality.code)
    return chain.offered_by in here and not filled(chain.reason) and not chain.has_text


def _is_told_by_ond008(plan: PlanView) -> bool:
    from galaplan.rules.onderdelen.kansrijke_start import ks_keten_2024

    return any(True for _ in ks_keten_2024(plan))


def _says_nothing(plan: PlanView, code: str) -> bool:
    """Whether the plan has nothing on a chain: no table that says something, no agreement and no action."""
    if code in plan.agreements_by_chain or code in plan.actions_by_chain:
        return False
    chain = plan.plan.chains.get(code)
    return chain is None or chain in EMPTY or _without_blanks(chain) in EMPTY


def _without_blanks(chain: Chain) -> Chain:
    """The chain without texts that wait to be written."""
    return chain.replace(**{name: None for name in CHAIN_TEXTS if not filled(getattr(chain, name))})


@rule(
    "KET002",
    "keten-afspraak-voor-start",
    {
        "geen-afspraak": ERROR,
        "afspraak-na-start": ERROR,
        "vernieuwde-afspraak": WARNING,
        "alleen-voorgenomen": WARNING,
        "zonder-datum": WARNING,
    },
    modality="P",
    source=("GALA p39 L2079-2081", "GALA p39 L2086-2087", "GALA p39 L2107-2108"),
    applies=("gemeente", "regio"),
    document="regioplan",
)
def keten_afspraak_voor_start(plan: PlanView) -> Iterator[Hit]:
    intended: dict[Path, list[State]] = {}
    undated: dict[Path, list[State]] = {}
    for code in plan.edition.codes(KETENS):
        states = [state for state in plan.chain_states.get(code, ()) if not _ran_before(plan, state)]
        if not states:
            continue
        begun = [state for state in states if state.item.status in STARTED]
        agreements = plan.agreements_by_chain.get(code, ())
        if begun and not agreements:
            yield _hit("geen-afspraak", [(*state.path, "status") for state in begun], keten=code)
        starting = [state for state in states if state.item.start]
        first = _earliest(agreements) if starting else None
        early = [state for state in starting if first and state.item.start and first.surely_after(state.item.start)]
        if early:
            places = [(*state.path, "start") for state in early] + [(*placed.path, "datum") for placed in agreements]
            variant = "vernieuwde-afspraak" if plan.is_renewal else "afspraak-na-start"
            yield _hit(variant, places, keten=code, afspraak=str(first))
        elif begun and agreements:
            closed = [placed for placed in agreements if placed.item.status != VOORGENOMEN]
            if not closed:
                intended.setdefault((*agreements[0].path, "status"), []).extend(begun)
            elif not any(placed.item.date for placed in closed):
                undated.setdefault(closed[0].path, []).extend(begun)
    for variant, by_agreement in (("alleen-voorgenomen", intended), ("zonder-datum", undated)):
        for agreement, begun in by_agreement.items():
            yield _hit(variant, [agreement, *((*state.path, "status") for state in begun)], ketens=_codes(begun))


def _earliest(agreements: Sequence[Placed[Agreement]]) -> Moment | None:
    """The first of the moments at which these were made; None when not of all of them it is known."""
    dates = [placed.item.date for placed in agreements if placed.item.date]
    return min(dates, key=lambda date: date.first) if dates and len(dates) == len(agreements) else None


def _codes(states: Sequence[State]) -> list[str]:
    """The chains of these states."""
    return list(dict.fromkeys(str(state.path[-1]) for state in states))


@rule(
    "KET005",
    "keten-regionale-afspraken-in-plan",
    {"geen-afspraak": ERROR, "alleen-voorgenomen": WARNING},
    modality="P",
    source=("GALA p39 L2097-2098", "GALA p39 L2115"),
)
def keten_regionale_afspraken_in_plan(plan: PlanView) -> Iterator[Hit]:
    intended: dict[Path, list[str]] = {}
    for code in plan.edition.codes(KETENS):
        chain = plan.plan.chains.get(code)
        if not _is_requested(plan, code) or has_text(chain) or _has_regional_text(plan, code):
            continue
        regional = _regional(plan, code)
        if not regional:
            if not _is_told_elsewhere(plan, code):
                yield Hit("geen-afspraak", _path(code), {"keten": code})
        elif _are_intended(regional) and not _begins_on_intentions(plan, code):
            intended.setdefault((*regional[0].path, "status"), []).append(code)
    for agreement, codes in intended.items():
        yield Hit("alleen-voorgenomen", agreement, {"ketens": codes})


def _are_intended(agreements: Sequence[Placed[Agreement]]) -> bool:
    return all(placed.item.status == VOORGENOMEN for placed in agreements)


def _begins_on_intentions(plan: PlanView, code: str) -> bool:
    """Whether KET002 tells that a chain has begun and all its agreements, also the local ones, are intended."""
    begun = any(_starts_anew(plan, state) for state in plan.chain_states.get(code, ()))
    return begun and _are_intended(plan.agreements_by_chain[code])


def _has_regional_text(plan: PlanView, code: str) -> bool:
    """Whether the component Kansrijke Start, which has a key for it, tells of the regional agreements."""
    if code != KANSRIJKE_START:
        return False
    component = cast("KansrijkeStart | None", plan.municipal.components.get(code))
    return component is not None and bool(stated(component.regional_agreements))


def _is_told_elsewhere(plan: PlanView, code: str) -> bool:
    """Whether KET001 or KET002 tells the same: not there at all, or begun without any agreement."""
    chain = plan.plan.chains.get(code)
    if chain is None:
        return False
    if chain.status == NIET:
        return _is_left_out(plan, chain) or filled(chain.reason)
    return code not in plan.agreements_by_chain and _starts_anew(plan, Placed(_path(code), chain))


# --- who does what, and who pays ---


@rule(
    "KET007",
    "keten-taken-verdeeld",
    {"geen-onderdelen": WARNING, "niet-ingevuld": WARNING},
    modality="P",
    source=("GALA p37 L1932-1937", "GALA p38 L2008-2023"),
    applies=("gemeente", "regio"),
    document="regioplan",
)
def keten_taken_verdeeld(plan: PlanView) -> Iterator[Hit]:
    for code in plan.edition.codes(KETENS):
        if code == WELZIJN_OP_RECEPT:
            continue  # which parts of it are insured care has not been settled
        chain = plan.plan.chains.get(code)
        steps = chain.steps if isinstance(chain, FallChain) else None
        if chain and (chain.parts or steps):
            if undivided := _undivided(chain):
                yield _not_divided(code, undivided)
        elif any(has_begun(state.item) for state in plan.chain_states.get(code, ())):
            yield Hit("geen-onderdelen", _table(plan, code), {"keten": code})


def _undivided(chain: Chain) -> dict[Path, ChainPart | FallStep]:
    """The parts of a chain and the steps of fall prevention that do not say who does them or who pays."""
    parts: list[tuple[Path, ChainPart | FallStep]] = [
        (("onderdelen", index), part) for index, part in enumerate(chain.parts)
    ]
    if isinstance(chain, FallChain):
        parts += [(("stappen", code), step) for code, step in chain.steps.items()]
    return {path: part for path, part in parts if not (part.responsible and filled(part.payer)) and not part.has_text}


def _not_divided(code: str, parts: Mapping[Path, ChainPart | FallStep]) -> Hit:
    names = [part.name if isinstance(part, ChainPart) else path[-1] for path, part in parts.items()]
    blank = {
        "verantwoordelijk": not all(part.responsible for part in parts.values()),
        "betaler": not all(filled(part.payer) for part in parts.values()),
    }
    keys = [key for key, is_blank in blank.items() if is_blank]
    return _hit("niet-ingevuld", [(*_path(code), *path) for path in parts], keten=code, onderdelen=names, sleutels=keys)


@rule(
    "KET008",
    "zvw-deel-niet-uit-spuk",
    {
        "kosten": ERROR,
        "kosten-valpreventie": WARNING,
        "betaler": ERROR,
        "betaler-met-ander": WARNING,
        "betaler-valpreventie": WARNING,
        "andere-kosten": ERROR,
        "andere-kosten-valpreventie": WARNING,
        "ander-onderdeel": WARNING,
    },
    modality="P",
    source=(
        "GALA p42 L2263",
        "GALA p42 L2293-2306",
        "GALA p43 L2320-2326",
        "GALA p41 L2235-2237",
        "GALA p39 L2103-2113",
    ),
    applies=("gemeente", "regio", "set"),
)
def zvw_deel_niet_uit_spuk(plan: PlanView) -> Iterator[Hit]:
    for placed in plan.costs:
        if placed.cost.insured_care and (lines := municipal_lines(plan.edition, plan.paid, placed)):
            variant = "kosten-valpreventie" if has_two_payers(placed.action) else "kosten"
            sources = sorted({line.line.source.upper() for line in lines})
            yield _hit(variant, [line.path for line in lines], kosten=placed.cost.id, bronnen=sources)
    if plan.kind != "gemeente":
        return  # in the file of a region "gemeente" is one of its members, whose own file says what it pays
    for code, chain in plan.plan.chains.items():
        for index, part in enumerate(chain.parts):
            if part.domain == ZVW and is_paid_municipally(plan, part):
                variant = "betaler" if _pays_alone(plan, part) else "betaler-met-ander"
                if code == VALPREVENTIE:
                    variant = "betaler-valpreventie"
                path = (*_path(code), "onderdelen", index, "betaler")
                yield Hit(variant, path, {"keten": code, "naam": part.name, "betaler": part.payer})


def municipal_lines(edition: Edition, paid: Callable[[FundingLine], Amounts], placed: PlacedCost) -> list[PlacedLine]:
    """The lines of a cost that really pay SPUK or IZA money for something other than coordination, which is no care.

    `paid`: what the plan says that a line pays.
    """
    coordinating = edition.codes_where("bestedingsdoel", "coordinatie")
    coordinating_iza = edition.codes_where("iza-categorie", "coordinatie")
    return [
        PlacedLine((*placed.path, "dekking", index), placed.action, placed.cost, line)
        for index, line in enumerate(placed.cost.funding)
        if line.source in MUNICIPAL_MONEY
        and line.purpose not in coordinating
        and line.iza_category not in coordinating_iza
        and paid(line).total
    ]


def has_two_payers(action: Action) -> bool:
    """Whether it is a part of fall prevention that both municipalities and insurers may pay: all but its last step."""
    return (action.chain == VALPREVENTIE or action.step is not None) and action.step != DOORVERWIJZING


def is_paid_municipally(plan: PlanView, part: ChainPart) -> bool:
    """Whether `betaler`, which is free text, names the municipality or its money and no insurer."""
    words = frozenset(words_of(part.payer or ""))
    if words & INSURER_WORDS or any("verzeker" in word for word in words):
        return False
    if any(map(_is_municipal, words)):
        return True
    return bool(words) and words.issuperset(words_of(plan.municipal.municipality.name))


def _pays_alone(plan: PlanView, part: ChainPart) -> bool:
    """Whether `betaler` names nothing besides the municipality or its money: what else it names may be an insurer."""
    own = FILLERS.union(words_of(plan.municipal.municipality.name))
    return all(word in own or _is_municipal(word) for word in words_of(part.payer or ""))


def _is_municipal(word: str) -> bool:
    return word in MUNICIPAL_MONEY or word.startswith("gemeente")


@rule(
    "KET009",
    "keten-inkoop-sluit-aan",
    {
        "niet-afgestemd": Outcome(WARNING, strict=ERROR),
        "niet-afgestemd-regio": ERROR,
        "niet-vermeld": WARNING,
    },
    modality="P",
    source=("GALA p39 L2066-2070", "GALA p40 L2116-2120", "GALA p36 L1911-1913"),
    applies=("gemeente", "regio"),
    document="regioplan",
)
def keten_inkoop_sluit_aan(plan: PlanView) -> Iterator[Hit]:
    unsaid = []
    for code in plan.edition.codes(KETENS):
        if not any(_starts_anew(plan, state) for state in plan.chain_states.get(code, ())):
            continue
        chain = plan.plan.chains.get(code)
        if chain is None or chain.purchasing_aligned is None:
            unsaid.append(code)
        elif not chain.purchasing_aligned:
            variant = "niet-afgestemd" if plan.kind == "gemeente" else "niet-afgestemd-regio"
            yield Hit(variant, (*_path(code), "inkoop_afgestemd"), {"keten": code})
    if unsaid:
        yield _hit("niet-vermeld", [_table(plan, code) for code in unsaid], ketens=unsaid)


# --- what else is said of a chain ---


@rule(
    "KET011",
    "keten-gegevens",
    {"niet-vermeld": WARNING},
    modality="P",
    source=("GALA p40 L2174-2175",),
    applies=("gemeente", "regio"),
    document="regioplan",
)
def keten_gegevens(plan: PlanView) -> Iterator[Hit]:
    monitoring = plan.plan.monitoring
    if (monitoring is not None and monitoring.data_supply) or _asks_all_data(plan):
        return
    chains = plan.plan.chains
    silent = [
        code
        for code in plan.edition.codes(KETENS)
        if not (code in chains and chains[code].data_supply) and _is_under_way(plan, code)
    ]
    if silent:
        yield Hit("niet-vermeld", ("monitoring",) if monitoring else _table(plan, silent[0]), {"ketens": silent})


def _asks_all_data(plan: PlanView) -> bool:
    """Whether VER002, or of a region VER006, asks for the data of the whole plan where nothing promises these."""
    if plan.kind == "gemeente":
        filing = plan.municipal.filing
        return not (filing and filing.permission_to_use)
    monitoring = plan.plan.monitoring
    return not (monitoring and filled(monitoring.found_at))


def _is_under_way(plan: PlanView, code: str) -> bool:
    """Whether a chain has actions here, or is said to be anything but absent."""
    return code in plan.actions_by_chain or any(
        state.item.status not in (None, NIET) or state.item.existing is True
        for state in plan.chain_states.get(code, ())
    )


@rule(
    "KET012",
    "regionale-preventieafspraken",
    {"niet-genoemd": WARNING},
    modality="P",
    source=("GALA p36 L1911-1913",),
)
def regionale_preventieafspraken(plan: PlanView) -> Iterator[Hit]:
    reference = plan.municipal.regional_reference
    if reference is not None and (reference.plan or reference.has_text):
        return
    if has_text(plan.element("samenwerking-regionaal")) or plan.documents_of("regioplan", "samenwerkingsagenda"):
        return
    regional = {placed.item.id for placed in plan.agreements if placed.item.level == REGIONAAL}
    if regional and not any(regional.intersection(action.item.agreements) for action in plan.actions):
        yield Hit("niet-genoemd", ("regioverwijzing",))  # that there are none at all is told by ELE004


@rule(
    "KET013",
    "keten-handreiking",
    {"niet-genoemd": ADVICE},
    modality="P",
    source=("GALA p39 L2075-2077", "GALA p38 L2025-2033", "GALA p42 L2250-2253"),
    applies=("gemeente", "regio"),
)
def keten_handreiking(plan: PlanView) -> Iterator[Hit]:
    unsaid = [
        code
        for code in plan.edition.codes(KETENS)
        if code in plan.agreements_by_chain and not _follows_handreiking(plan, code)
    ]
    if unsaid:
        places = [plan.agreements_by_chain[code][0].path for code in unsaid]
        yield _hit("niet-genoemd", places, ketens=unsaid)


def _follows_handreiking(plan: PlanView, code: str) -> bool:
    if any(placed.item.has_text for placed in plan.agreements_by_chain[code]):
        return True
    sources = HANDREIKING
    if code == WELZIJN_OP_RECEPT:
        if code in plan.requested:
            return True  # whether the purchasing advice is used is asked by OND043
        sources |= INKOOPADVIES
    actions = plan.actions_by_chain.get(code, ())
    return any(intervention.source in sources for action in actions for intervention in action.item.interventions)


@rule(
    "KET014",
    "keten-toegankelijk-onderbouwd",
    {"zonder-uitleg": ADVICE},
    modality="P",
    source=("GALA p40 L2137-2142",),
    applies=("gemeente", "regio"),
)
def keten_toegankelijk_onderbouwd(plan: PlanView) -> Iterator[Hit]:
    for code, states in plan.chain_states.items():
        bare = [state for state in states if state.item.status == TOEGANKELIJK and not state.item.has_text]
        if bare and not has_text(plan.plan.chains.get(code)):
            yield _hit("zonder-uitleg", [(*state.path, "status") for state in bare], keten=code)
