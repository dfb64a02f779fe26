"""The agreement and the scheme as data: editions with their code lists and amounts, and the municipalities.

An edition is one TOML file in `editions/`. Everything is read when first asked for and kept. Rules hold no figure,
date or list of their own; they ask here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import rtoml

from galaplan.model.amounts import Amounts
from galaplan.records import Record, record

_DATA = Path(__file__).parent
EDITIONS_LIST = "editie"
"""The name under which the editions themselves are a code list."""


class UnknownEdition(LookupError):
    """No edition of this name is part of this release."""


@record
class Code(Record):
    """One row of a code list."""

    code: str
    label: str
    """Dutch, for people."""
    note: str
    """Dutch, a sentence of explanation; may be empty."""
    source: tuple[str, ...]
    """Locators such as `GALA p45 L2415-2474`."""
    inferred: bool
    """Whether the row is a reading of the documents rather than named in them."""
    attributes: Mapping[str, Any]
    """What else the list says of its rows, by Dutch key (`doel`, `onderdeel`, `modaliteit` …)."""

    def flag(self, name: str) -> bool:
        """A yes or no of the row; absent is no."""
        return self.attributes.get(name) is True

    def text(self, name: str) -> str:
        """A text of the row; absent is empty."""
        value = self.attributes.get(name, "")
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts of the row; absent is empty."""
        return tuple(self.attributes.get(name, ()))


class CodeList(Mapping[str, Code]):
    """A code list of an edition: rows by code, in the order of the agreement."""

    def __init__(self, name: str, raw: Mapping[str, Any]) -> None:
        """`raw`: the table of the data file."""
        self.name = name
        self.title: str = raw["titel"]
        self.note: str = raw.get("toelichting", "")
        self.is_open: bool = raw.get("open", False)
        """Whether it also takes additions of one's own, written `eigen:slug`."""
        self.is_reference: bool = raw.get("naslag", False)
        """Whether it serves messages and other tools only, and is never a value in a plan."""
        self.source: tuple[str, ...] = tuple(raw.get("bron", ()))
        self._raw: Mapping[str, Mapping[str, Any]] = raw["codes"]
        self._rows: dict[str, Code] = {}

    def __getitem__(self, code: str) -> Code:
        if code not in self._rows:
            raw = dict(self._raw[code])
            self._rows[code] = Code(
                code=code,
                label=raw.pop("label"),
                note=raw.pop("toelichting", ""),
                source=tuple(raw.pop("bron", ())),
                inferred=raw.pop("afgeleid", False),
                attributes=raw,
            )
        return self._rows[code]

    def __contains__(self, code: object) -> bool:
        return code in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


@record
class Deadline(Record):
    """A date of the agreement."""

    code: str
    label: str
    day: date
    exclusive: bool
    """Whether the text says *before* this day."""
    source: tuple[str, ...]


@record
class Component(Record):
    """One of the components of the Brede SPUK."""

    code: str
    label: str
    number: int
    amounts: Amounts
    """National budget, whole euros per calendar year; a year without money is not stated."""
    structural: int | None
    """National budget a year after the last stated year, or None."""
    goals: tuple[str, ...]
    """GALA goals it serves."""
    actions: tuple[str, ...]
    """Municipal actions that come with it."""
    chains: tuple[str, ...]
    closed_purposes: bool
    """Whether the agreement lists what the money may be used for."""
    mandatory: bool
    """Whether every municipality that asks for money asks for this component."""
    source: tuple[str, ...]


class Edition:
    """One state of the agreement and the scheme."""

    def __init__(self, text: str) -> None:
        """`text`: the data file. A list is parsed when it is asked for: a plan meets a third of them."""
        rest, self._list_texts = _split_lists(text)
        raw = self._raw = rtoml.loads(rest)
        self.name: str = raw["editie"]
        self.title: str = raw["titel"]
        self.first_year: int = raw["periode"]["van"]
        self.last_year: int = raw["periode"]["tot_en_met"]
        self._lists: dict[str, CodeList] = {}
        self._marked: dict[tuple[str, str], frozenset[str]] = {}

    @cached_property
    def years(self) -> range:
        """The calendar years of the scheme."""
        return range(self.first_year, self.last_year + 1)

    @cached_property
    def bound_years(self) -> frozenset[int]:
        """The years of the scheme in which money is bound to its component, rather than free within the whole."""
        return frozenset(self.years).intersection(self._raw["schotten"]["jaren"])

    @property
    def list_names(self) -> tuple[str, ...]:
        """The names of the code lists."""
        return tuple(self._list_texts)

    def codes(self, name: str) -> CodeList:
        """The code list of this name. Raises `KeyError` when the edition has none."""
        if name not in self._lists:
            self._lists[name] = CodeList(name, rtoml.loads(self._list_texts[name])["lijsten"][name])
        return self._lists[name]

    @cached_property
    def components(self) -> Mapping[str, Component]:
        """The components of the Brede SPUK by code, without the IZA money."""
        return {code: _component(row) for code, row in self.codes("spuk-onderdeel").items()}

    @cached_property
    def iza(self) -> Amounts:
        """The national IZA money, whole euros per calendar year."""
        return _amounts(self._raw["iza"]["bedragen"])

    def deadline(self, code: str) -> Deadline:
        """A date of list `deadline`. Raises `KeyError` for an unknown code."""
        row = self.codes("deadline")[code]
        return Deadline(code, row.label, row.attributes["datum"], row.flag("exclusief"), row.source)

    def codes_where(self, list_name: str, attribute: str) -> frozenset[str]:
        """The codes of a list whose rows carry this mark (`zorgpartij`, `achterstand` …)."""
        known = self._marked.get((list_name, attribute))
        if known is None:
            known = frozenset(code for code, row in self.codes(list_name).items() if row.flag(attribute))
            self._marked[list_name, attribute] = known
        return known

    def tolerance(self, name: str) -> Any:
        """A margin that checks on amounts keep, as the data file states it."""
        return self._raw["toleranties"][name]

    @property
    def is_first_round(self) -> bool:
        """Whether the filing days of the agreement bind plans of this edition."""
        return self._raw["indiening"]["eerste_ronde"] is True

    @property
    def norms(self) -> Mapping[str, Mapping[str, Any]]:
        """Norms by name, each with `procent` and `vanaf`."""
        norms: Mapping[str, Mapping[str, Any]] = self._raw["normen"]
        return norms


_HEADER = re.compile(r"^\[(?:lijsten\.([a-z0-9-]+))?", re.M)
"""The first line of each table of an edition file; the group is the name of a list."""


def _split_lists(text: str) -> tuple[str, dict[str, str]]:
    """The text of an edition without its lists, and the text of each list by name."""
    rest, lists = [], dict[str, str]()
    headers = list(_HEADER.finditer(text))
    rest.append(text[: headers[0].start()])
    for header, following in zip(headers, [*headers[1:], None], strict=True):
        part = text[header.start() : following.start() if following else None]
        if name := header[1]:
            lists[name] = lists.get(name, "") + part
        else:
            rest.append(part)
    return "".join(rest), lists


def _component(row: Code) -> Component:
    return Component(
        code=row.code,
        label=row.label,
        number=row.attributes["nr"],
        amounts=_amounts(row.attributes["bedragen"]),
        structural=row.attributes.get("structureel"),
        goals=row.texts("doelen"),
        actions=row.texts("acties"),
        chains=row.texts("ketens"),
        closed_purposes=row.text("bestedingslijst") == "gesloten",
        mandatory=row.flag("verplicht"),
        source=row.source,
    )


def _amounts(raw: Mapping[str, int]) -> Amounts:
    return Amounts({int(year): amount for year, amount in raw.items()})


@cache
def editions() -> tuple[str, ...]:
    """The names of the editions of this release, oldest first."""
    return tuple(sorted(path.stem for path in (_DATA / "editions").glob("*.toml")))


@cache
def edition(name: str) -> Edition:
    """The edition of this name. Raises `UnknownEdition`."""
    if name not in editions():
        raise UnknownEdition(name)
    return Edition((_DATA / "editions" / f"{name}.toml").read_text("utf-8"))


@cache
def all_codes(list_name: str) -> frozenset[str]:
    """The codes of a list in any edition: what the shape of a plan file allows."""
    if list_name == EDITIONS_LIST:
        return frozenset(editions())
    return frozenset(code for name in editions() for code in edition(name).codes(list_name))


@cache
def is_open(list_name: str) -> bool:
    """Whether the list takes additions of one's own."""
    return list_name != EDITIONS_LIST and edition(editions()[-1]).codes(list_name).is_open


@record
class Municipality(Record):
    """A municipality and where it belongs."""

    code: str
    """CBS code: `GM` and four digits."""
    name: str
    province: str
    ggd_region_code: str
    ggd_region: str
    inhabitants: int
    """On 1 January 2024."""


@record
class Merger(Record):
    """A municipality that ended and the one it became part of."""

    code: str
    name: str
    successor: str
    successor_name: str
    day: date


class _Municipalities(Mapping[str, Municipality]):
    """Rows of the data file by code; a row is taken apart when it is asked for, for a plan asks for one or two."""

    def __init__(self) -> None:
        header, *lines = (_DATA / "data" / "gemeenten.csv").read_text("utf-8").splitlines()
        self._header = header
        self._lines = {line.partition(",")[0]: line for line in lines}
        self._known: dict[str, Municipality] = {}

    def __getitem__(self, code: str) -> Municipality:
        if code not in self._known:
            (row,) = _rows([self._header, self._lines[code]])
            self._known[code] = Municipality(
                code=row["code"],
                name=row["naam"],
                province=row["provincie"],
                ggd_region_code=row["ggd_regio_code"],
                ggd_region=row["ggd_regio_naam"],
                inhabitants=int(row["inwoners_2024"]),
            )
        return self._known[code]

    def __contains__(self, code: object) -> bool:
        return code in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def total_inhabitants(self) -> int:
        """The last column, added up; no row need be taken apart for it."""
        return sum(int(line.rpartition(",")[2]) for line in self._lines.values())

    def __len__(self) -> int:
        return len(self._lines)


@cache
def _municipalities() -> _Municipalities:
    return _Municipalities()


def municipalities() -> Mapping[str, Municipality]:
    """The municipalities of 2023 through 2026 by CBS code; the same 342 in each of these years."""
    return _municipalities()


@cache
def national_inhabitants() -> int:
    """The inhabitants of all municipalities together, on 1 January 2024."""
    return _municipalities().total_inhabitants()


@cache
def mergers() -> Mapping[str, Merger]:
    """Municipalities that ended in 2022 and 2023, by their old code."""
    return {
        row["oude_code"]: Merger(
            code=row["oude_code"],
            name=row["oude_naam"],
            successor=row["nieuwe_code"],
            successor_name=row["nieuwe_naam"],
            day=date.fromisoformat(row["datum"]),
        )
        for row in _rows((_DATA / "data" / "herindelingen.csv").read_text("utf-8").splitlines())
    }


def _rows(lines: list[str]) -> list[dict[str, str]]:
    import csv

    return list(csv.DictReader(lines))
