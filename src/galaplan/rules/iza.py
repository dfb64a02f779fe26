"""Family IZA: the application of a region, who makes it, who stands behind it, and how the region is steered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from galaplan import catalogue
from galaplan.catalogue import Edition
from galaplan.documents import Path
from galaplan.integrity import plain_name
from galaplan.model.amounts import Amounts
from galaplan.model.moment import Moment
from galaplan.model.regional import Declaration, IzaApplication, Mandate
from galaplan.model.shared import Signature
from galaplan.rules.placed import Placed
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, Outcome, rule
from galaplan.rules.severity import REQUEST_2023
from galaplan.rules.view import NO_AMOUNTS, PlanView, filled, has_text, stated, words_of

AANVRAAG, GOVERNANCE, PLAN_VAN_AANPAK = "aanvraag", "governance", "plan-van-aanpak"
"""Documents of a region, as `bevat` calls them."""
COMPLETION = ("regioplan", GOVERNANCE, PLAN_VAN_AANPAK)
"""What completes the application of a region."""
APPLICATION: Path = ("aanvraag_iza",)
MANDATE: Path = ("mandaat",)

NO_APPLICATION = IzaApplication()
NO_MANDATE = Mandate()
NO_SIGNATURE = Signature()


def _application(plan: PlanView) -> IzaApplication:
    return plan.regional.iza_application or NO_APPLICATION


def _mandate(plan: PlanView) -> Mandate:
    return plan.regional.mandate or NO_MANDATE


def _declarations(plan: PlanView) -> list[Placed[Declaration]]:
    return [Placed(("verklaringen", index), item) for index, item in enumerate(plan.regional.declarations)]


def _name(code: str) -> str:
    municipality = catalogue.municipalities().get(code)
    return municipality.name if municipality else code


def _named(code: str) -> dict[str, Any]:
    return {"code": code, "naam": _name(code)}


def _today(code: str) -> str:
    """The code of a municipality, or of the one that it became part of (IDE010 tells that it ended)."""
    if code in catalogue.municipalities():
        return code
    merger = catalogue.mergers().get(code)
    return merger.successor if merger else code


# --- who applies ---------------------------------------------------------------------------------------------------


@rule(
    "IZA001",
    "een-aanvrager-per-regio",
    {"andere-aanvrager": ERROR, "onenig": ERROR, "meer-aanvragen": ERROR},
    modality="P",
    source=("GALA p62 L3265-3266", "GALA p62 L3291", "GALA p63 L3334-3336"),
    applies=("regio", "set"),
    document=AANVRAAG,
    in_request_2023=True,
)
def een_aanvrager_per_regio(plan: PlanView) -> Iterator[Hit]:
    if any(_names_applicant(plan, declaration) for declaration in plan.regional.declarations):
        return  # IZA007 tells which declarations name another
    naming = [declaration for declaration in _declarations(plan) if not any(_amiss_in_code(declaration))]
    if not _has_applicant(plan):
        yield from _divided(naming)
    elif naming:
        key = "gemeente" if _mandate(plan).municipality else "openbaar_lichaam"
        params = {"naam": _applicant(plan), "genoemd": _applicants_named(naming), "aantal": len(naming)}
        yield Hit("andere-aanvrager", (*MANDATE, key), params, tuple(_at_applicant(d) for d in naming))


def _divided(naming: list[Placed[Declaration]]) -> Iterator[Hit]:
    """Declarations that name different applicants where the mandate names none (IDE002)."""
    names = _applicants_named(naming)
    if len(names) > 1:
        first, *others = naming
        odd = next(d for d in others if _shown(d.item.applicant) != names[0])
        yield Hit("onenig", _at_applicant(odd), {"genoemd": names}, (_at_applicant(first),))


def _has_applicant(plan: PlanView) -> bool:
    return bool(_mandate(plan).municipality) or filled(_mandate(plan).public_body)


def _applicant(plan: PlanView) -> str:
    """The name of the municipality or the public body that applies."""
    mandate = _mandate(plan)
    return _name(mandate.municipality) if mandate.municipality else stated(mandate.public_body)


def _names_applicant(plan: PlanView, declaration: Declaration) -> bool:
    """Whether a declaration names who applies, by code or by name."""
    mandate = _mandate(plan)
    if declaration.applicant == mandate.municipality:
        return True
    if mandate.municipality and _today(_code(declaration.applicant)) == _today(mandate.municipality):
        return True
    named = set(words_of(declaration.applicant))
    names = [name for name in (_name(mandate.municipality or ""), mandate.public_body or "") if name]
    if any(plain_name(name) == plain_name(declaration.applicant) for name in names):
        return True
    return bool(named) and any(named <= words or named >= words for words in map(set, map(words_of, names)) if words)


def _code(applicant: str) -> str:
    """Who a declaration names; a code as codes are written."""
    text = applicant.strip()
    return text.upper() if _is_code(text) else text


def _is_code(text: str) -> bool:
    return text[:2].casefold() == "gm" and text[2:].isdigit()


def _shown(applicant: str) -> str:
    return _name(_today(_code(applicant)))


def _applicants_named(declarations: Iterable[Placed[Declaration]]) -> list[str]:
    return list(dict.fromkeys(_shown(declaration.item.applicant) for declaration in declarations))


def _at_applicant(declaration: Placed[Declaration]) -> Path:
    return (*declaration.path, "aanvrager")


# --- the mandate ---------------------------------------------------------------------------------------------------


def _late(plan: PlanView, path: Path, moment: Moment | None, deadline: str) -> Hit | None:
    """A moment that is not stated, or later than the day that the agreement names."""
    day = plan.edition.deadline(deadline).day
    if moment is None:
        return Hit("geen-datum", path[:-1], {"termijn": day.isoformat()})
    if moment.surely_after(day):
        return Hit("te-laat", path, {"datum": str(moment), "termijn": day.isoformat()})
    return None


def _late_mandate(plan: PlanView, key: str, moment: Moment | None, deadline: str) -> Iterator[Hit]:
    """As `_late`; a text of the mandate may say when, and without a mandate there is nothing to date (IDE002)."""
    mandate = plan.regional.mandate
    if mandate is None or plan.is_renewal or (moment is None and mandate.has_text):
        return
    if hit := _late(plan, (*MANDATE, key), moment, deadline):
        yield hit


@rule(
    "IZA002",
    "mandaathouder-bekend",
    {"geen-bestuurder": ERROR, "bestuurder-onvolledig": ADVICE, "te-laat": WARNING, "geen-datum": ADVICE},
    modality="P",
    source=("GALA p63 L3344-3356",),
    applies=("regio",),
    document=AANVRAAG,
    in_request_2023=True,
)
def mandaathouder_bekend(plan: PlanView) -> Iterator[Hit]:
    mandate = plan.regional.mandate
    if mandate is None:
        return  # IDE002 says that there is no mandate
    path = (*MANDATE, "bestuurder")
    if not (has_text(mandate.administrator) or (filled(mandate.public_body) and mandate.has_text)):
        name, role = (mandate.administrator.name, mandate.administrator.role) if mandate.administrator else (None, None)
        missing = [key for key, text in (("naam", name), ("functie", role)) if not filled(text)]
        if len(missing) > 1:
            yield Hit("geen-bestuurder", path)
        elif missing:
            yield Hit("bestuurder-onvolledig", path, {"ontbreekt": missing[0]})
    yield from _late_mandate(plan, "bekend_op", mandate.known_on, "mandaathouder-bekend")


@rule(
    "IZA003",
    "mandaat-inrichting",
    {"geen-verdeling": ERROR},
    modality="P",
    source=("GALA p63 L3344-3346", "GALA p62 L3277-3279"),
    applies=("regio",),
    document=AANVRAAG,
)
def mandaat_inrichting(plan: PlanView) -> Iterator[Hit]:
    mandate = plan.regional.mandate
    if mandate is None:
        return  # IDE002 says that there is no mandate
    shared = len(set(plan.regional.region.municipalities)) > 1
    if shared and not stated(mandate.distribution) and not mandate.has_text:
        yield Hit("geen-verdeling", MANDATE)


@rule(
    "IZA004",
    "mandaatstructuur-tijdig",
    {"te-laat": WARNING, "geen-datum": ADVICE},
    modality="P",
    source=("GALA p34 L1804",),
    applies=("regio",),
    document=AANVRAAG,
)
def mandaatstructuur_tijdig(plan: PlanView) -> Iterator[Hit]:
    yield from _late_mandate(plan, "compleet_op", _mandate(plan).complete_on, "mandaatstructuur-gereed")


# --- signed, and by all ---------------------------------------------------------------------------------------------

SIGNATORIES = ("wethoud", "burgemeester")
ADMINISTRATORS = (*SIGNATORIES, "bestuurder", "portefeuillehouder", "college", "bestuur", "voorzitter")
"""Parts of what the function of someone who may declare for a municipality is called."""


def _has_office(signature: Signature, offices: Iterable[str]) -> bool:
    """Whether a signature says no function, or one of these."""
    role = (signature.role or "").casefold()
    return any(office in role for office in offices) or not stated(signature.role)


def _unsaid(signature: Signature | None, keys: Mapping[str, Any]) -> list[str]:
    """The keys that a signature leaves empty; a text on it may say all."""
    return [] if has_text(signature) else [key for key, value in keys.items() if not value]


@rule(
    "IZA005",
    "ondertekening",
    {
        "niet-ondertekend": Outcome(WARNING, from_filed=ERROR),
        "onvolledig": Outcome(WARNING, from_filed=ERROR),
        "functie": Outcome(WARNING, from_filed=ERROR),
    },
    modality="P",
    source=("GALA p62 L3292-3294",),
    applies=("regio",),
    document=AANVRAAG,
    in_request_2023=True,
)
def ondertekening(plan: PlanView) -> Iterator[Hit]:
    path = (*APPLICATION, "ondertekening")
    signature = _application(plan).signature
    if signature is None:
        yield Hit("niet-ondertekend", path)
        return
    keys = {"naam": stated(signature.name), "functie": stated(signature.role), "datum": signature.date}
    if missing := _unsaid(signature, keys):
        yield Hit("onvolledig", path, {"ontbreekt": missing})
    if not filled(_mandate(plan).public_body) and not _has_office(signature, SIGNATORIES):
        yield Hit("functie", (*path, "functie"), {"functie": stated(signature.role)})


@rule(
    "IZA006",
    "verklaringen-compleet",
    {"ontbreekt": ERROR, "dubbel": ERROR, "geen-lid": ERROR, "aanvrager-zelf": ADVICE},
    modality="P",
    source=("GALA p62 L3295-3299",),
    applies=("regio",),
    document=AANVRAAG,
    in_request_2023=True,
)
def verklaringen_compleet(plan: PlanView) -> Iterator[Hit]:
    stated_members, mandated = plan.regional.region.municipalities, _mandate(plan).municipality or ""
    if sorted([mandated, *(item.municipality for item in plan.regional.declarations)]) == sorted(stated_members):
        return  # as it should be, and as most files have it
    members, applicant = dict.fromkeys(map(_today, stated_members)), _today(mandated)
    declared: dict[str, Path] = {}
    for declaration in _declarations(plan):
        code, path = _today(declaration.item.municipality), (*declaration.path, "gemeente")
        if declared.setdefault(code, path) != path:
            yield Hit("dubbel", path, _named(code), (declared[code],))
        elif code == applicant:
            yield Hit("aanvrager-zelf", path, _named(code))
        elif members and code not in members and code in catalogue.municipalities():
            yield Hit("geen-lid", path, _named(code), (("regio", "gemeenten"),))
    owing = [code for code in members if code != applicant and code in catalogue.municipalities()]
    missing = [code for code in owing if code not in declared]
    if missing and _has_applicant(plan):  # else IDE002 asks first who applies
        params = {"aantal": len(missing), "gemeenten": [_name(code) for code in missing], "naam": _applicant(plan)}
        yield Hit("ontbreekt", ("verklaringen",), params)


@rule(
    "IZA007",
    "verklaring-ondertekend",
    {
        "onbekende-code": ERROR,
        "vervallen-code": ERROR,
        "andere-aanvrager": ERROR,
        "niet-ondertekend": ERROR,
        "geen-bestuurder": WARNING,
        "na-aanvraag": WARNING,
    },
    modality="P",
    source=("GALA p62 L3295-3298",),
    applies=("regio",),
    document=AANVRAAG,
    in_request_2023=True,
)
def verklaring_ondertekend(plan: PlanView) -> Iterator[Hit]:
    declarations, mandated = _declarations(plan), _mandate(plan).municipality
    others = [declaration for declaration in declarations if declaration.item.applicant != mandated]
    for declaration in others:
        yield from _amiss_in_code(declaration)
    if others:
        yield from _naming_another(plan, declarations)
    yield from _signed_amiss(plan, declarations)


def _amiss_in_code(declaration: Placed[Declaration]) -> Iterator[Hit]:
    """The applicant is a code or a name, so that only here a code is looked up."""
    code = _code(declaration.item.applicant)
    if not _is_code(code) or code in catalogue.municipalities():
        return
    if merger := catalogue.mergers().get(code):
        params = {"naam": merger.name, "opvolger": merger.successor, "opvolger_naam": merger.successor_name}
        yield Hit("vervallen-code", _at_applicant(declaration), {"code": code, **params})
    else:
        yield Hit("onbekende-code", _at_applicant(declaration), {"code": code})


def _naming_another(plan: PlanView, declarations: list[Placed[Declaration]]) -> Iterator[Hit]:
    """The declarations that name another applicant than some do; IZA001 tells it when all of them do."""
    others = [declaration for declaration in declarations if not _names_applicant(plan, declaration.item)]
    if len(others) == len(declarations):
        return
    for declaration in others:
        if not any(_amiss_in_code(declaration)):
            params = {
                "gemeente": _name(declaration.item.municipality),
                "genoemd": _shown(declaration.item.applicant),
                "naam": _applicant(plan),
            }
            yield Hit("andere-aanvrager", _at_applicant(declaration), params, (MANDATE,))


def _signed_amiss(plan: PlanView, declarations: list[Placed[Declaration]]) -> Iterator[Hit]:
    submitted = _application(plan).submitted_on
    amiss: dict[str, list[tuple[Path, str]]] = {}
    for declaration in declarations:
        if not declaration.item.has_text:
            path = (*declaration.path, "ondertekening")
            for variant, *key in _faults(declaration.item.signature or NO_SIGNATURE, submitted):
                amiss.setdefault(variant, []).append(((*path, *key), _name(declaration.item.municipality)))
    for variant, found in amiss.items():
        (first, _), *others = found
        params = {"aantal": len(found), "gemeenten": [name for _, name in found], "ingediend": str(submitted)}
        yield Hit(variant, first, params, tuple(path for path, _ in others))


def _faults(signature: Signature, submitted: Moment | None) -> Iterator[tuple[str, ...]]:
    """What is wrong with the signature of a declaration, and at which of its keys."""
    if _unsaid(signature, {"naam": stated(signature.name), "functie": stated(signature.role)}):
        yield ("niet-ondertekend",)
    if not _has_office(signature, ADMINISTRATORS):
        yield ("geen-bestuurder", "functie")
    if submitted and signature.date and signature.date.surely_after(submitted):
        yield ("na-aanvraag", "datum")


# --- outline and completion -----------------------------------------------------------------------------------------


@rule(
    "IZA008",
    "aanvraag-2023-onderdelen",
    {"geen-bedrag": WARNING, "andere-jaren": WARNING, "geen-werkzaamheden": WARNING},
    modality="P",
    source=("GALA p62 L3301-3306", "GALA p33 L1746-1748"),
    applies=("regio",),
    document=AANVRAAG,
    in_request_2023=True,
    phases=(REQUEST_2023,),
)
def aanvraag_2023_onderdelen(plan: PlanView) -> Iterator[Hit]:
    application, first = _application(plan), plan.edition.first_year
    asked = (application.amounts or NO_AMOUNTS).without_zeros()
    if first not in asked:
        yield Hit("geen-bedrag", (*APPLICATION, "bedragen"), {"jaar": first})
    if later := [year for year in asked if year in plan.edition.years and year != first]:
        place, *others = [(*APPLICATION, "bedragen", str(year)) for year in later]
        yield Hit("andere-jaren", place, {"jaren": later, "jaar": first}, tuple(others))
    prepares = any(placed.cost.preparation for placed in plan.costs)
    if not (prepares or plan.actions_by_iza_agreement or application.has_text):
        yield Hit("geen-werkzaamheden", ("acties",))


@rule(
    "IZA009",
    "completering-bijlagen",
    {"zonder-inhoud": ERROR, "ontbreekt": ERROR, "niet-in-bestand": ADVICE},
    modality="P",
    source=("GALA p62-63 L3308-3326",),
    applies=("regio", "set"),
)
def completering_bijlagen(plan: PlanView) -> Iterator[Hit]:
    empty = [document for document, has_some in HOLDS.items() if document in plan.contains and not has_some(plan)]
    if empty:
        yield Hit("zonder-inhoud", ("bevat",), {"documenten": empty})
    if plan.alone and (elsewhere := [document for document in COMPLETION if document not in plan.contains]):
        yield Hit("niet-in-bestand", ("bevat",), {"regio": plan.regional.region.name, "documenten": elsewhere})


def _says_governance(plan: PlanView) -> bool:
    governance = plan.regional.governance
    if governance and (filled(governance.mandate) or filled(governance.steering) or governance.has_text):
        return True
    return filled(_mandate(plan).powers)


HOLDS: Mapping[str, Callable[[PlanView], bool]] = {
    GOVERNANCE: _says_governance,
    PLAN_VAN_AANPAK: lambda plan: bool(plan.plan.actions),
}
"""Whether a file has anything of a document; what of the regioplan is missing REG001 tells part by part."""


@rule(
    "IZA010",
    "completering-tijdig",
    {"te-laat": ERROR, "te-laat-toegelicht": ADVICE, "geen-datum": Outcome(WARNING, from_filed=ERROR)},
    modality="P",
    source=("GALA p62 L3308-3309",),
    applies=("regio",),
    document=AANVRAAG,
)
def completering_tijdig(plan: PlanView) -> Iterator[Hit]:
    application = _application(plan)
    if plan.is_renewal:
        return
    hit = _late(plan, (*APPLICATION, "gecompleteerd_op"), application.completed_on, "iza-completeren")
    if hit and hit.variant == "te-laat" and application.has_text:
        hit = hit.replace(variant="te-laat-toegelicht")
    if hit:
        yield hit


# --- steering -------------------------------------------------------------------------------------------------------

PENDING = (
    "nog te ",
    "nader te ",
    "moet nog ",
    "moeten nog ",
    "wordt nog ",
    "worden nog ",
    "volgt nog",
    "volgt later",
    "nog niet geregeld",
    "nog niet uitgewerkt",
    "nog niet vastgesteld",
)
"""What a text says of something that is still to be arranged."""
LONGEST_PENDING = 12
"""The words of a text in which that is all it says; in a longer one it can be about a part (as ELE009)."""


def _is_pending(text: str | None) -> bool:
    """Whether a text is there and says no more than that something is still to come."""
    written = (text or "").strip().casefold()
    is_short = len(words_of(written)) <= LONGEST_PENDING
    return bool(written) and (not stated(written) or (is_short and any(words in written for words in PENDING)))


@rule(
    "IZA011",
    "governance-inhoud",
    {"ontbreekt": ERROR, "nog-te-regelen": WARNING},
    modality="P",
    source=("GALA p62 L3312-3315",),
    applies=("regio",),
    document=GOVERNANCE,
)
def governance_inhoud(plan: PlanView) -> Iterator[Hit]:
    if not _says_governance(plan):
        return  # IZA009 says that there is nothing at all
    governance, powers = plan.regional.governance, _mandate(plan).powers
    said: dict[str, tuple[str | None, ...]] = {
        "mandaat": (governance.mandate if governance else None, powers),
        "sturing": (governance.steering if governance else None,),
    }
    missing = [key for key, texts in said.items() if not any(map(filled, texts))]
    if missing and not has_text(governance):
        yield Hit("ontbreekt", (GOVERNANCE,), {"ontbreekt": missing})
    pending = [
        key for key, texts in said.items() if key not in missing and all(map(_is_pending, filter(filled, texts)))
    ]
    if pending:
        first, *others = [(GOVERNANCE, key) for key in pending]
        yield Hit("nog-te-regelen", first, {"sleutels": pending}, tuple(others))


@rule(
    "IZA023",
    "mandaathouder-terugkoppeling",
    {"niet-genoemd": ADVICE},
    modality="P",
    source=("GALA p63 L3350-3353",),
    applies=("regio",),
    document=GOVERNANCE,
)
def mandaathouder_terugkoppeling(plan: PlanView) -> Iterator[Hit]:
    governance, mandate = plan.regional.governance, _mandate(plan)
    if governance is None or filled(governance.found_at) or not (filled(governance.steering) or governance.has_text):
        return  # the text is elsewhere, or IZA011 says that it is missing
    texts = (governance.steering, governance.mandate, governance.text, mandate.text)
    if not any(word in (text or "").casefold() for text in texts for word in ("vng", "terugkoppel")):
        yield Hit("niet-genoemd", (GOVERNANCE, "sturing"))


# --- how much, and on what footing ----------------------------------------------------------------------------------


def asked_for(plan: PlanView) -> Amounts:
    """The IZA money that a region asks for, or plans to use where its file does not hold the application."""
    asked = _application(plan).amounts
    if asked is not None:
        return asked
    return Amounts.sum(line.line.amounts for lines in plan.iza_lines.values() for line in lines)


def exceeds_national(edition: Edition, year: int, euros: int) -> bool:
    """Whether it is more than the whole country has in a year, by more than rounding and indexation explain."""
    margin: Mapping[str, int] = edition.tolerance("onderdeel_landelijk")
    national = edition.iza.in_year(year)
    return year in edition.iza and (euros - national) * 100 > max(margin["bedrag"] * 100, national * margin["procent"])


@rule(
    "IZA019",
    "iza-plafond",
    {"regio-boven-landelijk": ERROR, "samen-boven-landelijk": ERROR},
    modality="P",
    source=("GALA p62 L3283-3286", "GALA p33 L1728-1730"),
    applies=("regio", "set"),
    in_request_2023=True,
)
def iza_plafond(plan: PlanView) -> Iterator[Hit]:
    for year, euros in asked_for(plan).items():
        if exceeds_national(plan.edition, year, euros):
            place = (*APPLICATION, "bedragen", str(year)) if _application(plan).amounts else ("acties",)
            params = {"jaar": year, "aangevraagd": euros, "landelijk": plan.edition.iza[year]}
            yield Hit("regio-boven-landelijk", place, params)


@rule(
    "IZA021",
    "iza-commitment",
    {"niet-gezegd": WARNING, "niet-verbonden": WARNING},
    modality="V",
    source=("GALA p61 L3184-3185",),
    applies=("regio",),
    document=AANVRAAG,
    in_request_2023=True,
    inferred=True,
)
def iza_commitment(plan: PlanView) -> Iterator[Hit]:
    commitment = _application(plan).commitment
    if commitment is None:
        yield Hit("niet-gezegd", APPLICATION)
    elif not commitment:
        yield Hit("niet-verbonden", (*APPLICATION, "iza_commitment"))


@rule(
    "IZA022",
    "aanspreekpunten",
    {"ontbreekt": WARNING},
    modality="I",
    source=("GALA p63 L3363-3365", "GALA p64 L3381-3382"),
    applies=("regio",),
    document=AANVRAAG,
    in_request_2023=True,
)
def aanspreekpunten(plan: PlanView) -> Iterator[Hit]:
    contacts = plan.regional.contacts
    if has_text(contacts):
        return
    levels = {
        "bestuurlijk": contacts.board_level if contacts else None,
        "ambtelijk": contacts.staff_level if contacts else None,
    }
    missing = [key for key, function in levels.items() if not stated(function)]
    if missing:
        yield Hit("ontbreekt", ("aanspreekpunten",), {"ontbreekt": missing})


@rule(
    "IZA024",
    "boven-toegekend-regio",
    {"boven-toegekend": WARNING},
    modality="P",
    source=("Brief VWS 12-09-2025 bijlage 2B",),
    applies=("regio",),
    document=AANVRAAG,
)
def boven_toegekend_regio(plan: PlanView) -> Iterator[Hit]:
    asked, mandate = _application(plan).amounts, _mandate(plan)
    if not asked:
        return
    granted = plan.edition.granted_to_region(mandate.municipality or mandate.public_body, plan.regional.region.name)
    for year, euros in asked.only(granted).excess_over(granted).items():
        if not exceeds_national(plan.edition, year, asked[year]):  # else IZA019 speaks
            params = {"jaar": year, "aangevraagd": asked[year], "toegekend": granted[year], "bedrag": euros}
            yield Hit("boven-toegekend", (*APPLICATION, "bedragen", str(year)), params)
