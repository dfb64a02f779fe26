"""The agreement and the scheme as data: editions with their code lists and amounts, and the municipalities.

An edition is one TOML file in `editions/`, whole in itself or stated as a difference from another, its `basis`.
Everything is read when first asked for and kept. Rules hold no figure, date or list of their own; they ask here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import rtoml

from galaplan.model.amounts import NOTHING, Amounts
from galaplan.records import Record

_DATA = Path(__file__).parent
EDITION_FOLDERS = [_DATA / "editions"]
"""Where the editions are. To try out an edition add its folder here, before the first plan is read."""

EDITIONS_LIST = "editie"
"""The name under which the editions themselves are a code list."""


class UnknownEdition(LookupError):
    """No edition of this name is part of this release."""


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
        self._texts: dict[str, Mapping[str, str]] = {}

    def texts(self, attribute: str) -> Mapping[str, str]:
        """What the rows say under a key of the list (`doel`, `keten` …), by code; only of rows that say it."""
        if attribute not in self._texts:
            said = {code: row.get(attribute) for code, row in self._raw.items()}
            self._texts[attribute] = {code: text for code, text in said.items() if text and isinstance(text, str)}
        return self._texts[attribute]

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


class Deadline(Record):
    """A date of the agreement."""

    code: str
    label: str
    day: date
    exclusive: bool
    """Whether the text says *before* this day."""
    source: tuple[str, ...]


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


class CarryOverLimit(Record):
    """How much of the money of one year may go to a later one."""

    from_year: int
    to_year: int
    percent: int
    per_component: bool
    """Whether it is a share of what each component has, rather than of all that is granted."""
    secondary: bool
    """Whether only a secondary source says so."""
    source: tuple[str, ...]


class Edition:
    """One state of the agreement and the scheme."""

    def __init__(self, text: str) -> None:
        """`text`: the data file. A part is parsed when it is asked for, and a plan asks for few."""
        self._texts = _split(text)
        self._own_parts: dict[str, Mapping[str, Any]] = {}
        self._lists: dict[str, CodeList] = {}
        self._marked: dict[tuple[str, str], frozenset[str]] = {}
        self._deadlines: dict[str, Deadline] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        # To another process goes its name, which is enough: it has the data file too.
        return edition, (self.name,)

    # --- what is stated, and what the basis states ---

    @cached_property
    def _stated(self) -> Mapping[str, Any]:
        """What the data file itself states, without the parts that are parsed by themselves."""
        return rtoml.loads(self._texts[""])

    @cached_property
    def basis(self) -> Edition | None:
        """The edition that this one is a difference from: what it does not state itself it has from there."""
        return edition(self._stated["basis"]) if "basis" in self._stated else None

    @cached_property
    def _tree(self) -> Mapping[str, Any]:
        return self._stated if self.basis is None else _on_top_of(self.basis._tree, self._stated)

    def _part(self, name: str) -> Mapping[str, Any]:
        """A part that is parsed by itself: `lijsten.doel`, `lijsten.doel.codes`. Empty when there is none."""
        own = self._own_part(name)
        return own if self.basis is None else _on_top_of(self.basis._part(name), own)

    def _own_part(self, name: str) -> Mapping[str, Any]:
        if name not in self._own_parts:
            tree: Mapping[str, Any] = rtoml.loads(self._texts[name]) if name in self._texts else {}
            for key in name.split("."):
                tree = tree.get(key, {})
            self._own_parts[name] = tree
        return self._own_parts[name]

    # --- the head ---

    @cached_property
    def name(self) -> str:
        """Its code, as `editie` of a plan file has it."""
        name: str = self._stated["editie"]
        return name

    @cached_property
    def title(self) -> str:
        """Dutch, for people."""
        title: str = self._tree["titel"]
        return title

    @cached_property
    def first_year(self) -> int:
        """The first calendar year of the scheme."""
        year: int = self._tree["periode"]["van"]
        return year

    @cached_property
    def last_year(self) -> int:
        """The last calendar year of the scheme."""
        year: int = self._tree["periode"]["tot_en_met"]
        return year

    @cached_property
    def years(self) -> range:
        """The calendar years of the scheme."""
        return range(self.first_year, self.last_year + 1)

    @cached_property
    def bound_years(self) -> frozenset[int]:
        """The years of the scheme in which money is bound to its component, rather than free within the whole."""
        return frozenset(self.years).intersection(self._tree["schotten"]["jaren"])

    @cached_property
    def free_years(self) -> frozenset[int]:
        """The years of the scheme in which money may go to every component."""
        return frozenset(self.years) - self.bound_years

    # --- the lists ---

    @cached_property
    def stated_lists(self) -> frozenset[str]:
        """The names of the code lists of which it states something itself, be it a single row."""
        return frozenset(self._own_lists())

    @cached_property
    def list_names(self) -> tuple[str, ...]:
        """The names of the code lists, those of the basis first."""
        return tuple(dict.fromkeys((*(self.basis.list_names if self.basis else ()), *self._own_lists())))

    def _own_lists(self) -> Iterator[str]:
        return (part.removeprefix(_LIST).removesuffix(_ROWS) for part in self._texts if part.startswith(_LIST))

    def codes(self, name: str) -> CodeList:
        """The code list of this name. Raises `KeyError` when the edition has none."""
        if name not in self._lists:
            self._lists[name] = self._list(name)
        return self._lists[name]

    def _list(self, name: str) -> CodeList:
        if name in self.stated_lists:
            return CodeList(name, {**self._part(_LIST + name), "codes": self._part(_LIST + name + _ROWS)})
        if self.basis is None:
            raise KeyError(name)
        return self.basis.codes(name)

    def has(self, list_name: str, code: str) -> bool:
        """Whether a list has a code; an addition of one's own is in no list."""
        return list_name in self.list_names and code in self.codes(list_name)

    def stated_codes(self, name: str) -> frozenset[str]:
        """The codes of a list of which it states the row itself, or a part of the row."""
        part = _LIST + name + _ROWS
        text = self._texts.get(part, "")
        # What any code of any edition may be is asked of every plan; what the rows say besides, of few lists.
        if part not in self._own_parts and _IS_ROW_BY_ROW(text):
            return frozenset(_CODE.findall(text))
        return frozenset(self._own_part(part)) - {_GONE}

    def is_open(self, list_name: str) -> bool:
        """Whether a list takes additions of one's own. Raises `KeyError` when the edition has no such list."""
        if list_name not in self.list_names:
            raise KeyError(list_name)
        return self._part(_LIST + list_name).get("open") is True

    @cached_property
    def components(self) -> Mapping[str, Component]:
        """The components of the Brede SPUK by code, without the IZA money."""
        return {code: _component(row) for code, row in self.codes("spuk-onderdeel").items()}

    def deadline(self, code: str) -> Deadline:
        """A date of list `deadline`. Raises `KeyError` for an unknown code."""
        if code not in self._deadlines:
            row = self.codes("deadline")[code]
            day, exclusive = row.attributes["datum"], row.flag("exclusief")
            self._deadlines[code] = Deadline(code, row.label, day, exclusive, row.source)
        return self._deadlines[code]

    def codes_where(self, list_name: str, attribute: str) -> frozenset[str]:
        """The codes of a list whose rows carry this mark (`zorgpartij`, `achterstand` …)."""
        known = self._marked.get((list_name, attribute))
        if known is None:
            known = frozenset(code for code, row in self.codes(list_name).items() if row.flag(attribute))
            self._marked[list_name, attribute] = known
        return known

    # --- the money ---

    @cached_property
    def national_total(self) -> Amounts:
        """The national money of all components together, whole euros per calendar year.

        Where money is free this is what counts: the amounts by component may leave out a cut or an indexation.
        """
        return _amounts(self._tree["totalen"]["zonder_iza"]["totaal"])

    @cached_property
    def bound_amounts(self) -> Mapping[str, Amounts]:
        """The national money of each component in the years in which it is bound to it; no years with 0."""
        return {
            code: component.amounts.only(self.bound_years).without_zeros()
            for code, component in self.components.items()
        }

    @cached_property
    def iza(self) -> Amounts:
        """The national IZA money, whole euros per calendar year."""
        return _amounts(self._tree["iza"]["bedragen"])

    def granted(self, municipality: str) -> Amounts:
        """What a municipality (GM code) is granted of the Brede SPUK by year, as far as the edition says so."""
        row = self._granted.get("gemeenten", {}).get(municipality)
        return _amounts(row) if row else NOTHING

    def granted_to_region(self, mandate_holder: str | None, region: str) -> Amounts:
        """What a region is granted of the SPUK IZA by year, as far as the edition says so.

        `mandate_holder`: the GM code of the municipality, or the name of the public body, that applies; `region`: the
        name of the region, asked when the mandate holder is not known.
        """
        row = self._regions.get(_plainly(mandate_holder or "")) or self._regions.get(_plainly(region), {})
        return _amounts(row.get("bedragen", {}))

    @cached_property
    def _granted(self) -> Mapping[str, Any]:
        return self._part(_GRANTED)

    @cached_property
    def _regions(self) -> Mapping[str, Mapping[str, Any]]:
        """The rows of the regions by mandate holder and by name."""
        rows = self._granted.get("regios", {})
        by_name = {_plainly(name): row for name, row in rows.items()}
        return {**by_name, **{_plainly(row["mandaathouder"]): row for row in rows.values()}}

    @cached_property
    def carry_over_limits(self) -> Mapping[int, CarryOverLimit]:
        """By year how much of its money may go to a later one; empty when the edition knows no limits."""
        return {int(year): _carry_over_limit(int(year), row) for year, row in self._tree["overloop"].items()}

    # --- the rest ---

    def tolerance(self, name: str) -> Any:
        """A margin that checks on amounts keep, as the data file states it."""
        return self._tree["toleranties"][name]

    @property
    def is_first_round(self) -> bool:
        """Whether the filing days of the agreement bind plans of this edition."""
        return self._tree["indiening"]["eerste_ronde"] is True

    @property
    def norms(self) -> Mapping[str, Mapping[str, Any]]:
        """Norms by name, each with `procent`, and `vanaf` where it holds from a year on."""
        norms: Mapping[str, Mapping[str, Any]] = self._tree["normen"]
        return norms


_LIST, _ROWS, _GRANTED = "lijsten.", ".codes", "toegekend"
"""The parts of a data file that are parsed by themselves: each list, its rows, and what is granted."""

_GONE = "vervallen"
"""In a table of an edition with a basis: the keys that it does not take over."""

_IS_ROW_BY_ROW = re.compile(r"(?:\n\[[a-z0-9.-]+\](?:\n(?:[a-z0-9-]+ = \{[^\n]*\}|#[^\n]*|))*)?").fullmatch
"""Whether a text is nothing but a table of rows that each take a line."""

_CODE = re.compile(r"^([a-z0-9-]+) = \{", re.M)

_HEADER = re.compile(r"\n\[(lijsten\.[a-z0-9-]+(?:\.codes)?|toegekend)?")
"""The first line of each table of a data file; the group is the part that it belongs to."""


def _split(text: str) -> dict[str, str]:
    """The text of each part of a data file, and under an empty name the text of the rest."""
    headers = list(_HEADER.finditer(text))
    parts = {"": text[: headers[0].start()] if headers else text}
    for header, following in zip(headers, [*headers[1:], None], strict=True):
        part = text[header.start() : following.start() if following else None]
        parts[header[1] or ""] = parts.get(header[1] or "", "") + part
    return parts


def _on_top_of(basis: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A table with what its basis has besides; a table within it likewise, all else is stated anew or not at all."""
    gone = own.get(_GONE, ())
    whole = {key: value for key, value in basis.items() if key not in gone}
    for key, value in own.items():
        inherited = whole.get(key)
        if isinstance(value, dict) and isinstance(inherited, dict):
            whole[key] = _on_top_of(inherited, value)
        elif key != _GONE:
            whole[key] = value
    return whole


def _plainly(name: str) -> str:
    """A name without its case, spaces and punctuation, and without "regio" before it."""
    letters = re.sub(r"[\W_]", "", name.casefold())
    return letters.removeprefix("iza").removeprefix("regio")


def _carry_over_limit(year: int, row: Mapping[str, Any]) -> CarryOverLimit:
    return CarryOverLimit(
        from_year=year,
        to_year=row["naar"],
        percent=row["procent"],
        per_component=row["per_onderdeel"],
        secondary=row.get("secundair", False),
        source=tuple(row["bron"]),
    )


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
def _edition_files() -> Mapping[str, Path]:
    files = {path.stem: path for folder in EDITION_FOLDERS for path in folder.glob("*.toml")}
    return {name: files[name] for name in sorted(files)}


@cache
def editions() -> tuple[str, ...]:
    """The names of the editions, oldest first: they are named so that they sort."""
    return tuple(_edition_files())


@cache
def edition(name: str) -> Edition:
    """The edition of this name. Raises `UnknownEdition`."""
    if name not in _edition_files():
        raise UnknownEdition(name)
    return Edition(_edition_files()[name].read_text("utf-8"))


@cache
def all_codes(list_name: str) -> frozenset[str]:
    """The codes of a list in any edition: what the shape of a plan file allows."""
    if list_name == EDITIONS_LIST:
        return frozenset(editions())
    return frozenset(code for name in editions() for code in edition(name).stated_codes(list_name))


@cache
def lists_that_differ() -> tuple[str, ...]:
    """The names of the lists that more than one edition states, in whole or in part; all others are of one."""
    stated = [edition(name).stated_lists for name in editions()]
    return tuple(sorted({name for lists in stated for name in lists if sum(name in other for other in stated) > 1}))


@cache
def codes_that_differ() -> Mapping[str, frozenset[str]]:
    """By list the codes that some editions have and others have not; only lists where there are any."""
    all_editions = [edition(name) for name in editions()]
    differing = {
        list_name: frozenset(
            code for code in all_codes(list_name) if not all(e.has(list_name, code) for e in all_editions)
        )
        for list_name in lists_that_differ()
    }
    return {list_name: codes for list_name, codes in differing.items() if codes}


@cache
def is_open(list_name: str) -> bool:
    """Whether the list takes additions of one's own."""
    return list_name != EDITIONS_LIST and edition(editions()[-1]).is_open(list_name)


class Municipality(Record):
    """A municipality and where it belongs."""

    code: str
    """CBS code: `GM` and four digits."""
    name: str
    province: str
    ggd_region_code: str
    ggd_region: str
    iza_region: str
    """The SPUK IZA region. Most of these are a reading: what is granted to a region names no members."""
    inhabitants: int
    """On 1 January 2024."""


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
                iza_region=row["spuk_iza_regio"],
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
    if not any('"' in line for line in lines):
        header, *values = (line.split(",") for line in lines)
        return [dict(zip(header, row, strict=True)) for row in values]
    import csv

    return list(csv.DictReader(lines))
