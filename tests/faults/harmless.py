"""Harmless edits of clean plans: other order, other wording, other formatting, and more of what is right."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import permutations
from typing import Any

from galaplan import dumps, loads
from galaplan.documents import Path
from tests.faults.across import CleanSet, clean_sets
from tests.faults.clean import Clean, Edit, Tree, all_of, append, as_json, as_toml, clean_plans, evenly, put
from tests.faults.misnamed import REFERENCES


class Touch(Enum):
    """What an edit touches, and so what must stay as it was."""

    FORMAT = "format"
    """Nothing that a plan says: every finding stays, word for word."""
    ORDER = "order"
    """The order of what it says: every finding stays, though it may name things in another order."""
    CONTENT = "content"
    """What it says: there is no error, as before."""


@dataclass(frozen=True)
class Harmless:
    """A harmless edit of clean plans."""

    source: str
    what: str
    touch: Touch
    plans: tuple[Clean, ...]
    """The plans without the edit."""
    make: Callable[[], list[bytes]]

    def __str__(self) -> str:
        return f"{self.source}: {self.what}"


Written = Iterable[tuple[str, Callable[[], bytes]]]
"""Of each edit the name, and how the file is then written."""


def all_harmless() -> list[Harmless]:
    """Every kind of edit, in every clean plan and in the clean sets."""
    found = []
    for plan in clean_plans():
        of_plan = [(Touch.FORMAT, formatted(plan)), (Touch.ORDER, reordered(plan)), (Touch.CONTENT, extended(plan))]
        for touch, edits in of_plan:
            found += [Harmless(plan.name, what, touch, (plan,), _alone(write)) for what, write in edits]
    for plans in clean_sets():
        found += list(_together(plans))
    return found


def _alone(write: Callable[[], bytes]) -> Callable[[], list[bytes]]:
    return lambda: [write()]


# --- formatting ----------------------------------------------------------------------------------------------------


def formatted(plan: Clean) -> Written:
    """The same plan, written in another way."""
    yield "as JSON", lambda: as_json(plan.tree)
    yield "as JSON on many lines", lambda: json.dumps(plan.tree, default=str, indent=2).encode()
    yield "as TOML of another program", lambda: as_toml(plan.tree)
    yield "read and written as TOML", lambda: dumps(loads(plan.text)).encode()
    for what, rewrite in REWRITTEN.items():
        if rewrite(plan.text) != plan.text:
            yield what, _encoded(rewrite, plan.text)


def _encoded(rewrite: Callable[[str], str], text: str) -> Callable[[], bytes]:
    return lambda: rewrite(text).encode()


def everywhere(old: str, new: str) -> Callable[[str], str]:
    """Replace what a regular expression finds."""
    return lambda text: re.sub(old, new, text, flags=re.MULTILINE)


REWRITTEN: dict[str, Callable[[str], str]] = {
    "a comment above every heading": everywhere(r"^( *\[)", r"# Hieronder volgt meer.\n\1"),
    "a comment after every number": everywhere(r"^(\w+ = [\d_]+)$", r"\1  # nagekeken"),
    "no comments of its own": everywhere(r"^#.*\n", ""),
    "more blank lines": everywhere(r"^( *\[)", r"\n\n\1"),
    "spaces at the end of lines": everywhere(r"^( *\[.*\])$", r"\1   "),
    "lines that end as in Windows": lambda text: text.replace("\n", "\r\n"),
    "no indentation": everywhere(r"^ +(\[|\w+ = [\d\[{\"t])", r"\1"),
    "tabs for indentation": everywhere(r"^  (?=\[|\w+ = )", "\t"),
    "numbers without underscores": everywhere(r"(?<=\d)_(?=\d{3}\b)", ""),
    "numbers with other underscores": everywhere(r"(?<= )(\d)(\d)(\d{3})\b(?!-)", r"\1_\2\3"),
    "single quotes": everywhere(r"^(\w+ = )\"([^\"'\\\n]*)\"$", r"\1'\2'"),
    "keys in quotes": everywhere(r"^(titel|omschrijving|naam)(?= = )", r'"\1"'),
    "dense inline tables": everywhere(r"= \{ (\d{4}) = ([\d_]+)", r"={\1=\2"),
    "no last line end": lambda text: text.rstrip("\n"),
}

# --- order ---------------------------------------------------------------------------------------------------------


def reordered(plan: Clean) -> Written:
    """The same plan, in another order."""
    rows = [(key, value) for key, value in plan.tree.items() if isinstance(value, list) and len(value) > 1]
    for key, value in rows:
        yield f"{key} the other way round", _edited(plan, put((key,), value[::-1]))
    for name in ("acties.*.kosten", "acties.*.kosten.*.dekking", "afspraken.*.partijen", "acties.*.partners"):
        turned = [put(path, plan.get(path)[::-1]) for path in reversed(plan.each(name)) if len(plan.get(path)) > 1]
        if turned:
            yield f"{name.rsplit('.', 1)[1]} the other way round", _edited(plan, all_of(*turned))
    yield "every list the other way round", lambda: as_json(_turned(plan.tree, lists=True, keys=False))
    yield "every table the other way round", lambda: as_json(_turned(plan.tree, lists=False, keys=True))
    yield "the first heading last", lambda: as_json(dict([*list(plan.tree.items())[1:], *list(plan.tree.items())[:1]]))


def _edited(plan: Clean, edit: Edit) -> Callable[[], bytes]:
    def write() -> bytes:
        tree = plan.copy()
        edit(tree)
        return as_toml(tree)

    return write


def _turned(value: Any, *, lists: bool, keys: bool) -> Any:
    """Lists of single values, or the keys of tables, in the opposite order, at every depth."""
    if isinstance(value, dict):
        items = [(key, _turned(item, lists=lists, keys=keys)) for key, item in value.items()]
        return dict(items[::-1] if keys else items)
    if isinstance(value, list):
        turned = [_turned(item, lists=lists, keys=keys) for item in value]
        return turned[::-1] if lists and not any(isinstance(item, dict) for item in value) else turned
    return value


# --- content -------------------------------------------------------------------------------------------------------

FREE_TEXTS = (
    "titel",
    "acties.*.titel",
    "acties.*.omschrijving",
    "acties.*.indicatoren.*.naam",
    "acties.*.partners.*.naam",
    "acties.*.kosten.*.omschrijving",
    "acties.*.kosten.*.afbakening",
    "acties.*.differentiatie",
    "acties.*.fasering.*",
    "doelen.*.titel",
    "elementen.*.tekst",
    "elementen.*.samenhang",
    "elementen.*.bereik.aanpak",
    "elementen.*.sociaal",
    "afspraken.*.onderwerp",
    "afspraken.*.tekst",
    "participatie.*.wie",
    "participatie.*.vorm",
    "beleidsdocumenten.*.titel",
    "ketens.*.tekst",
    "onderdelen.*.tekst",
    "organisatie.team",
    "monitoring.momenten",
    "monitoring.evaluatie",
    "afbakening_iza.tekst",
    "governance.sturing",
    "regiobeeld.opgaven.*",
    "regioplan.onderdelen.*.tekst",
    "mandaat.verdeling",
    "onderbouwing.*.inzicht",
    "zelftoets.*",
)
MORE_WORDS = "Zo is het met de uitvoerders doorgesproken."


def extended(plan: Clean) -> Written:
    """A plan that says a little more, or says it in other words."""
    texts = [path for pattern in FREE_TEXTS for path in evenly(plan.each(pattern), 2)]
    for path in evenly(texts, 5):
        yield f"more words at {plan.named(path)}", _edited(plan, put(path, f"{plan.get(path).strip()} {MORE_WORDS}"))
    for what, edit in [*_renamed(plan), *_more_rows(plan), *_split(plan)]:
        yield what, _edited(plan, edit)


def _renamed(plan: Clean) -> Iterator[tuple[str, Edit]]:
    """Ids under another name, wherever the file refers to them."""
    for name in ("acties", "doelen", "afspraken", "participatie"):
        for path in evenly(plan.each(f"{name}.*.id"), 2):
            users = [f"{pattern}.={plan.get(path)}" for pattern, rows in REFERENCES.items() if rows == name]
            new = f"{plan.get(path)}-anders"
            yield (
                f"{plan.named(path[:-1])} under another id",
                all_of(*(put(p, new) for p in (path, *plan.each(*users)))),
            )
    own = str(plan.tree["kenmerk"])
    for path in evenly(plan.each("acties.*.kosten.*.id"), 2):
        new = f"{plan.get(path)}-anders"
        named = [line for line in plan.each(VERWIJZING) if plan.get(line) == f"{own}#{plan.get(path)}"]
        edits = [put(path, new), *(put(line, f"{own}#{new}") for line in named)]
        yield f"cost {plan.get(path)} under another id", all_of(*edits)
    own_lines = [line for line in plan.each(VERWIJZING) if plan.get(line).startswith(f"{own}#")]
    moved = [put(line, plan.get(line).replace(own, f"{own}-anders")) for line in own_lines]
    yield "another kenmerk", all_of(put(("kenmerk",), f"{own}-anders"), *moved)


VERWIJZING = "acties.*.kosten.*.dekking.*.verwijzing"


def _action(plan: Clean, **more: Any) -> Tree:
    """An action without money: it has a goal, a group and an owner."""
    return {
        "id": "wandelen",
        "titel": "Wandelgroep met koffie na",
        "omschrijving": "Elke week een rondje, met iemand die de weg kent.",
        "niveau": "lokaal" if plan.municipal else "regionaal",
        "doelgroepen": ["alle-inwoners"],
        "eigenaar": {"naam": "Wandelclub", "soort": "sportaanbieder"},
        "indicatoren": [{"naam": "Wandelaars", "soort": "activiteit"}],
        **({"gala_acties": ["vindbaar-beweegaanbod"]} if plan.municipal else {"verantwoordelijk": "anders"}),
        "start": 2024,
        **more,
    }


def _more_rows(plan: Clean) -> Iterator[tuple[str, Edit]]:
    if plan.get("doelen"):
        yield "one more action", append(("acties",), _action(plan, doelen=[plan.get("doelen")[0]["id"]]))
    yield (
        "one more action, on a goal of the agreement",
        append(("acties",), _action(plan, gala_doelen=["gezonde-leefstijl"])),
    )
    goal = {"id": "meer-lopen", "titel": "Meer mensen lopen elke dag", "gala": ["gezonde-leefstijl"]}
    both = all_of(append(("doelen",), goal), append(("acties",), _action(plan, doelen=["meer-lopen"])))
    yield "one more goal, with an action", both
    for action in evenly(plan.each("acties.*"), 2):
        partner = append((*action, "partners"), {"naam": "Wandelclub", "soort": "sportaanbieder"})
        counts = append((*action, "indicatoren"), {"naam": "Deelnemers", "soort": "activiteit"})
        yield f"one more partner of {plan.named(action)}", partner
        yield f"one more indicator of {plan.named(action)}", counts
    for agreement in evenly(plan.each("afspraken.*"), 2):
        party = append((*agreement, "partijen"), {"naam": "Apothekers", "soort": "zorgprofessionals"})
        yield f"one more party of {plan.named(agreement)}", party
    people = {"id": "wandelaars", "wie": "Wandelaars uit alle wijken", "vorm": "Gesprek na elke tocht"}
    yield "one more row of participation", append(("participatie",), people)
    yield "one more document", append(("beleidsdocumenten",), {"soort": "anders", "titel": "Visie op wandelen"})
    yield (
        "one more source",
        append(("onderbouwing",), {"bron": "Wandelmonitor", "jaar": 2022, "inzicht": "Wie loopt, blijft."}),
    )
    local = {"id": "wandelakkoord", "onderwerp": "Samen lopen", "niveau": "lokaal", "datum": 2023}
    yield (
        "one more agreement",
        append(("afspraken",), {**local, "partijen": [{"naam": "Club", "soort": "sportaanbieder"}]}),
    )
    free = {"zaaksysteem": {"nummer": 2024_0017, "mappen": ["gezondheid", "sport"], "gesloten": False}}
    yield "a table of another tool", put(("uitbreiding",), free)
    yield "the next version", put(("versie",), 7)
    places = [put((*element, "vindplaats"), "hoofdstuk 4, p. 12") for element in plan.each("elementen.*")]
    if places:
        yield "where every element stands", all_of(*places)


def _split(plan: Clean) -> Iterator[tuple[str, Edit]]:
    """One funding line as two of the same kind that add up to it."""
    lines = [line for line in plan.each("acties.*.kosten.*.dekking.*") if "overloop" not in plan.get(line)]
    for line in evenly(lines, 4):
        yield f"{plan.named(line)} in two lines", _in_two(line, plan.get(line))


def _in_two(line: Path, whole: Tree) -> Edit:
    first, second = dict(whole), dict(whole)
    for key in ("bedragen", "realisatie"):
        if key in whole:
            first[key] = {year: amount // 3 for year, amount in whole[key].items()}
            second[key] = {year: amount - amount // 3 for year, amount in whole[key].items()}
    return all_of(put(line, first), append(line[:-1], second))


# --- several files ---------------------------------------------------------------------------------------------------


def _together(plans: CleanSet) -> Iterator[Harmless]:
    files = plans.plans
    for order in evenly(list(permutations(range(len(files)))), 12)[1:]:
        what = f"the files in order {' '.join(map(str, order))}"
        yield Harmless(plans.name, what, Touch.ORDER, files, _in_order(files, order))
    for number, plan in enumerate(files):
        written: list[tuple[Touch, str, Callable[[], bytes]]] = [
            (Touch.FORMAT, "as JSON", _encoded_tree(plan.tree)),
            (Touch.ORDER, "every table the other way round", _encoded_tree(_turned(plan.tree, lists=True, keys=True))),
            (Touch.ORDER, "actions the other way round", _edited(plan, put(("acties",), plan.get("acties")[::-1]))),
        ]
        written += [(Touch.CONTENT, what, _edited(plan, edit)) for what, edit in evenly(list(_more_rows(plan)), 4)]
        for touch, what, write in written:
            yield Harmless(plans.name, f"{plan.name} {what}", touch, files, _with(files, number, write))


def _encoded_tree(tree: Tree) -> Callable[[], bytes]:
    return lambda: as_json(tree)


def _in_order(files: tuple[Clean, ...], order: tuple[int, ...]) -> Callable[[], list[bytes]]:
    return lambda: [files[number].text.encode() for number in order]


def _with(files: tuple[Clean, ...], number: int, write: Callable[[], bytes]) -> Callable[[], list[bytes]]:
    """The files, of which one is written anew."""
    return lambda: [write() if n == number else plan.text.encode() for n, plan in enumerate(files)]
