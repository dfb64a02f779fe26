"""What a template is asked for: the municipality or region, the edition, the components. Names as people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from galaplan import catalogue
from galaplan.catalogue import Edition, Municipality
from galaplan.records import Record
from galaplan.spelling import nearest

ALSO_CALLED = {"den-haag": "GM0518", "den-bosch": "GM0796"}
"""Municipalities that are called differently from what they are registered as."""

ALL = "alle"
"""The word for all components."""


class UnknownChoice(ValueError):
    """A name or code that is not known. `word` is what was given, `hint` what may have been meant, if anything."""

    def __init__(self, kind: str, word: str, hint: str = "") -> None:
        """`kind`: `gemeente`, `regio`, `editie` or `onderdeel`."""
        self.kind = kind
        self.word = word
        self.hint = hint
        super().__init__(f"{kind}: {word}" + (f" ({hint})" if hint else ""))


class MunicipalChoice(Record):
    """What a municipal template is made for."""

    municipality: Municipality
    edition: Edition
    components: tuple[str, ...]
    """Codes of the requested components, in the order of the agreement; those that are mandatory are among them."""


class RegionalChoice(Record):
    """What a regional template is made for."""

    region: str
    """The name of the IZA region."""
    municipalities: tuple[Municipality, ...]
    edition: Edition


Choice = MunicipalChoice | RegionalChoice


def find_edition(name: str) -> Edition:
    """The edition of this name; the newest for an empty one. Raises `UnknownChoice`."""
    known = catalogue.editions()
    if name and name not in known:
        raise UnknownChoice("editie", name, " / ".join(known))
    return catalogue.edition(name or known[-1])


def find_municipality(word: str) -> Municipality:
    """The municipality of this code or name. Raises `UnknownChoice`, with the name that may have been meant."""
    known = catalogue.municipalities()
    code = ALSO_CALLED.get(slug(word), word.strip().upper())
    if code in known:
        return known[code]
    by_name = {row.name: row for row in known.values()}
    alike = [row for row in by_name.values() if slug(word) in (slug(row.name), slug(row.name.partition(" (")[0]))]
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise UnknownChoice("gemeente", word, _either(alike))
    for merger in catalogue.mergers().values():
        if code == merger.code or slug(word) == slug(merger.name):
            raise UnknownChoice("gemeente", word, f"{merger.successor_name} ({merger.successor})")
    first = nearest(word, by_name)
    second = nearest(word, by_name.keys() - {first})
    raise UnknownChoice("gemeente", word, _either(by_name[name] for name in (first, second) if name))


def _either(rows: Iterable[Municipality]) -> str:
    return " / ".join(f"{row.name} ({row.code})" for row in rows)


def regions() -> dict[str, tuple[Municipality, ...]]:
    """The IZA regions by name, each with its municipalities as far as the documents let it be read."""
    found: dict[str, list[Municipality]] = {}
    for row in catalogue.municipalities().values():
        found.setdefault(row.iza_region, []).append(row)
    return {name: tuple(found[name]) for name in sorted(found)}


def find_region(word: str) -> tuple[str, tuple[Municipality, ...]]:
    """The IZA region of this name, with its municipalities. Raises `UnknownChoice`."""
    known = regions()
    for name, members in known.items():
        if slug(word) == slug(name):
            return name, members
    raise UnknownChoice("regio", word, nearest(word, known))


def find_components(words: Iterable[str], edition: Edition) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The components of these codes, numbers or names, with the mandatory ones; and those that were put in for that.

    Raises `UnknownChoice`.
    """
    known = edition.components
    named = {spelled: code for code, row in known.items() for spelled in (code, str(row.number), slug(row.label))}
    asked: set[str] = set()
    for word in words:
        if slug(word) == ALL:
            asked.update(known)
        elif (code := named.get(word) or named.get(slug(word))) is None:
            raise UnknownChoice("onderdeel", word, nearest(word, known))
        else:
            asked.add(code)
    added = {code for code, row in known.items() if row.mandatory} - asked
    return tuple(code for code in known if code in asked | added), tuple(code for code in known if code in added)


def slug(name: str) -> str:
    """A name as a key: `'s-Hertogenbosch` becomes `s-hertogenbosch`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
