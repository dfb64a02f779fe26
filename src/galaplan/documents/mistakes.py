"""What people write that no reader takes, and what they meant by it.

Loaded when a reader of TOML or JSON has stopped. It says where it stopped and, in English, what it would have liked
there; people want to know what they did. The tables below go from the text around that place to a variant of LEZ003,
which has words of its own; what is in no table keeps the words of the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from galaplan.documents.problems import Problem, Span

if TYPE_CHECKING:
    from galaplan.documents.positions import TextSyntax

# --- data ----------------------------------------------------------------------------------------------------------

_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)

_UNITS = r"(?:euro|EUR|€|%|procent|fte|uur|jaar)"
_FACTORS = {"k": 1_000, "K": 1_000, "mln": 1_000_000, "miljoen": 1_000_000, "M": 1_000_000}
_NUMBER = (
    rf"(?:€|EUR)? ?-?(?P<whole>\d{{1,3}}(?:[. '_]\d{{3}})+|\d[\d_]*?)(?P<cents>,(?:\d\d?|--?|=))? ?{_UNITS}?"
    rf"|-?(?P<count>\d+(?:[.,]\d+)?) ?(?P<factor>{'|'.join(_FACTORS)})(?: ?euro)?"
)
_DAY = (
    r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})"
    r"|(?P<year2>\d{4})[-/. ](?P<month2>\d{1,2})[-/. ](?P<day2>\d{1,2})(?:T.*| \d.*)?"
    rf"|(?P<day3>\d{{1,2}}) (?P<month3>{'|'.join(_MONTHS)}) (?P<year3>\d{{4}})"
)

VALUES = {
    "datum": _DAY,
    "maand": r"\d{4}-\d{1,2}|\d{1,2}[-/]\d{4}",
    "periode": r"(?P<first>(?:19|20)\d\d) ?[-–/] ?(?P<last>(?:19|20)\d\d)",
    "datum-bestaat-niet": r"\d+-\d+(?:-\d*)*",
    "voorloopnul": r"(?P<sign>[+-]?)0+(?P<rest>\d+(?:\.(?!\d{3}\Z)\d*)?)",
    "decimaalkomma": r"-?\d+,\d+",
    "getal": _NUMBER,
    "ja": r"(?!true)(?i:ja|yes|waar|true)",
    "nee": r"(?!false)(?i:nee|no|onwaar|false)",
    "niets": r"(?i:null|none|nil|nvt|n\.v\.t\.?|n/a|onbekend)|[-?]+",
    "kaal": r"(?s:[^\"']*[^\W\d_][^\"']*)",
}
"""What stands where a value belongs, by variant: the first that is the whole value counts."""

_RIGHT = {
    "toml": r"[+-]?(?:0|[1-9]\d*(?:_\d+)*)(?:\.\d+)?|true|false",
    "json": r"-?(?:0|[1-9]\d*)(?:\.\d+)?|true|false|null",
}
"""Numbers and words that are right as they stand."""

_QUOTES = "[“”„‟‘’‚«»]"
_SPACES = "[\u00a0\u2007\u202f\u200b\ufeff]"
_KEY = r"(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')"


class _Row(NamedTuple):
    variant: str
    before: str = ""
    """What the text before the place ends with."""
    after: str = ""
    """What the text from the place on begins with."""
    reason: str = ""
    """What the reader says."""


PLACES_TOML = (
    _Row("backslash", reason="escaped value|unicode value|hexadecimal"),
    _Row("stuurteken", after=r"[\x00-\x08\x0b-\x1f\x7f]"),
    _Row("dichte-tabel", reason="^cannot extend"),
    _Row("harde-spatie", after=_SPACES),
    _Row("krul", after=_QUOTES),
    _Row("json-in-toml", before=r"\A\s*", after=r"\{"),
    _Row("commentaar", before=r"\n\s*(?://|/\*|--|;|<!--).*"),
    _Row("commentaar", after=r"[^\s\"']*\s*(?://|/\*)(?:\s|$)"),
    _Row("dubbele-punt", before=rf"[\n{{,]\s*{_KEY}\s*:\s*"),
    _Row("dubbele-punt", before=rf"[\n{{,]\s*{_KEY}\s*", after=r"\s*:"),
    _Row("kop", reason="unclosed (?:array )?table"),
    _Row("kop", before=r"\n\s*\[{1,2}[ \t]*[A-Za-z][^\[\]\n=,\"']*", after=r"[^\[\]\n=,\"']*\]{0,2}[ \t]*(?:\n|\Z)"),
    _Row("kop", before=r"\n\s*\[[^\[\]\n]*\]", after=r"\]"),
    _Row("kop", before=r"\n\s*[\w.-]+", after=r"\]+\s*(?:#|\n|\Z)"),
)
"""Faults of TOML that are looked for first."""

PLACES_TOML_AFTER_VALUES = (
    _Row("citaat", before=r"\"\s*", after=r"[^\s,;:=\]}\"']", reason="^(?:unexpected|missing|invalid)"),
    _Row("apostrof", before=r"'\s*", after=r"[^\s,;:=\]}\"']", reason="^(?:unexpected|missing|invalid)"),
    _Row("teken-te-veel", before=r"[^\s{\[,]\s*", after=r"[,;][ \t]*(?:#.*)?(?:\n|\Z)", reason="^unexpected key"),
    _Row("komma-te-veel", reason="^extra comma"),
    _Row("komma", reason="^(?:missing comma|extra assignment)"),
    _Row("geen-waarde", before=r"=[ \t]*", after=r"[ \t]*(?:#|\n|\Z)"),
    _Row("getal-te-groot", reason="overflow"),
    _Row("geen-is-teken", after=r"[ \t]*[\"'\d\[{]", reason="^key with no value"),
    _Row("sleutel", before=r"[\w-]\s+", after=r"[^=\n\"']*=", reason="^key with no value"),
    _Row("sleutel", reason="unquoted key"),
    _Row("losse-regel", reason="^key with no value"),
    _Row("na-waarde", reason="^unexpected key or value"),
)
"""Faults of TOML that are looked for when the value itself tells nothing."""

PLACES_JSON = (
    _Row("backslash", reason=r"\\escape|\\uXXXX"),
    _Row("stuurteken", after=r"[\x00-\x09\x0b-\x1f]", reason="control character"),
    _Row("toml-in-json", before=r"\A\s*", after=r"(?:#|\[\[?[\w.-]+\]|[\w-]+\s*=)"),
    _Row("harde-spatie", after=_SPACES),
    _Row("krul", after=_QUOTES),
    _Row("komma-eind", before=r",\s*", after=r"\s*[}\]]"),
    _Row("komma-eind", after=r",\s*[}\]]"),
    _Row("commentaar-json", after=r"\s*(?://|/\*|#)"),
    _Row("enkele", after=r"'"),
    _Row("kale-sleutel", before=r"[{,]\s*", after=rf"{_KEY}\s*[:=]"),
    _Row("is-teken", reason="^Expecting ':'"),
)
"""Faults of JSON that are looked for first."""

PLACES_JSON_AFTER_VALUES = (
    _Row("citaat", before=r"\"[ ]*", after=r"[^\s,:\]}\"]"),
    _Row("geen-waarde", before=r":\s*", after=r"\s*[,}\]]"),
    _Row("komma-te-veel", before=r"[,\[{]\s*", after=r","),
    _Row("na-einde", reason="^Extra data"),
    _Row("komma", before=r"[\"\w\]}]\s*", after=r"[\"\w\[{-]", reason="^Expecting ',' delimiter"),
)
"""Faults of JSON that are looked for when the value itself tells nothing."""

_TOML_TOKEN = (
    r'(?P<long>"""(?:[^"\\]|\\.|"[^"\\]|"\\.|""[^"\\]|""\\.)*+"{3,5}' + r"|'''(?:[^']|'[^']|''[^'])*+'{3,5})"
    r"|(?P<open_long>\"\"\"|''')"
    r'|"(?:[^"\\\n]|\\[^\n])*+"' + r"|'[^'\n]*+'"
    r"|(?P<open_text>[\"'])|\#[^\n]*|(?P<open>[\[{])|(?P<close>[\]}])"
)
_JSON_TOKEN = r'"(?:[^"\\\n]|\\[^\n])*+"|(?P<open_text>")|(?P<open>[\[{])|(?P<close>[\]}])'
_TOKENS = {"toml": _TOML_TOKEN, "json": _JSON_TOKEN}
_CLOSES = {"[": "]", "{": "}"}
_STATEMENT = rf"[ \t]*(?:\[+[ \t]*{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*[ \t]*\]+[ \t]*(?:\n|#|\Z)|{_KEY}[ \t]*=)"

_NEAR = 300
"""How many characters around the place are looked at."""

# --- finding out ---------------------------------------------------------------------------------------------------


def explained(text: str, offset: int, reason: str, syntax: TextSyntax) -> Problem:
    """What is wrong where a reader stopped at `offset` for `reason`."""
    text = text.replace("\r\n", " \n")
    places, later = (
        (PLACES_TOML, PLACES_TOML_AFTER_VALUES) if syntax == "toml" else (PLACES_JSON, PLACES_JSON_AFTER_VALUES)
    )
    return (
        _by_place(text, offset, reason, places)
        or _unclosed(text, offset, reason, syntax)
        or _by_value(text, offset, reason, syntax)
        or _by_place(text, offset, reason, later)
        or _problem(syntax, text, offset, offset + 1, reason)
    )


def doubled(text: str, offset: int, key: str) -> Problem:
    """A key that stands for the second time at `offset`; a header that does so has a mend of its own."""
    line = text.count("\n", 0, offset) + 1
    lines = text.split("\n")
    header = re.match(r"\s*+(\[\[?)\s*+([^\[\]]++)\]", lines[line - 1])
    span = _span(text, offset, offset + 1)
    if not header:
        return Problem("LEZ005", "dubbel", span, {"sleutel": key})
    name = header[2].rstrip()
    same = re.compile(rf"\s*(\[\[?)\s*{re.escape(name)}\s*\]")
    for number, other in enumerate(lines[: line - 1], 1):
        if found := same.match(other):
            both = {header[1], found[1]}
            variant = "kop-en-lijst" if len(both) == 2 else "kop"
            return Problem("LEZ005", variant, span, {"kop": name, "eerste_regel": number})
    return Problem("LEZ005", "dubbel", span, {"sleutel": key})


def _problem(variant: str, text: str, start: int, end: int, reason: str, **params: object) -> Problem:
    return Problem("LEZ003", variant, _span(text, start, end), {"reden": reason, **params})


def _span(text: str, start: int, end: int) -> Span:
    """A stretch of one line; empty where the line ends."""
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    line_end = text.find("\n", start)
    last = min(max(end, start + 1), len(text) if line_end < 0 else line_end)
    return Span(line, column, line, column + last - start)


def _by_place(text: str, offset: int, reason: str, rows: tuple[_Row, ...]) -> Problem | None:
    before = text[max(offset - _NEAR, 0) : offset]
    if offset <= _NEAR:  # the first line begins as every line does; nothing but blanks is the very beginning
        before = f"\n{before}" if before.strip() else ""
    after = text[offset : offset + _NEAR]
    for row in rows:
        if (
            re.search(row.reason, reason)
            and (not row.before or re.search(rf"(?:{row.before})\Z", before))
            and re.match(row.after, after)
        ):
            return _problem(row.variant, text, offset, offset + 1, reason, waarde=after[:1])
    return None


def _unclosed(text: str, offset: int, reason: str, syntax: TextSyntax) -> Problem | None:
    """A text, list or table that began before the place and has no end."""
    after = text[offset:]
    opened: list[tuple[str, int]] = []
    for found in re.finditer(_TOKENS[syntax], text, re.S):
        start, kind = found.start(), found.lastgroup
        if start > offset or (start == offset and syntax == "toml"):
            break
        if kind in ("open_text", "open_long"):
            return _open_text(text, start, offset, reason, long=kind == "open_long")
        if kind == "long" and found.end() == offset and "\n" in found[0] and re.match(r"[ \t]*\S", after):
            return _open_text(text, start, offset, reason, long=True)
        if kind == "open" and start < offset:
            opened.append((found[0], start))
        elif kind == "close" and opened and start < offset:
            opened.pop()
    if not opened or not _has_no_end(text, offset, opened[-1][0], syntax):
        return None
    bracket, start = opened[-1]
    variant = "open-lijst" if bracket == "[" else "open-tabel"
    return _problem(variant, text, start, start + 1, reason, regel=_span(text, offset, offset).line)


def _has_no_end(text: str, offset: int, bracket: str, syntax: TextSyntax) -> bool:
    """Whether what comes next shows that the bracket should have been closed by now."""
    after = text[offset:]
    if not after.strip():
        return True
    if closing := re.match(r"\s*([\]}])", after):
        return closing[1] != _CLOSES[bracket]
    begins_a_line = not text[:offset].rpartition("\n")[2].strip()
    return syntax == "toml" and begins_a_line and bool(re.match(_STATEMENT, after))


def _open_text(text: str, start: int, offset: int, reason: str, *, long: bool) -> Problem:
    line = text[start:].partition("\n")[0].rstrip()
    if not long and (curly := re.search(rf"{_QUOTES}[\s,\]}}]*\Z", line)):
        return _problem("krul", text, start + curly.start(), start + curly.start() + 1, reason, waarde=curly[0][0])
    variant = "open-tekst-lang" if long else "open-tekst"
    return _problem(variant, text, start, start + len(line), reason, regel=_span(text, offset, offset).line)


def _by_value(text: str, offset: int, reason: str, syntax: TextSyntax) -> Problem | None:
    for start, end in _values(text, offset, syntax):
        if _is_right(text[start:end], syntax):
            continue
        for variant, pattern in VALUES.items():
            if found := re.fullmatch(pattern, text[start:end]):
                return _of_value(variant, text, start, found, reason, syntax)
    return None


def _is_right(value: str, syntax: TextSyntax) -> bool:
    """Whether the value can stand as it is; then the fault is something around it."""
    if re.fullmatch(_RIGHT[syntax], value):
        return True
    day = day_of(value)
    return syntax == "toml" and day is not None and day.isoformat() == value


def _values(text: str, offset: int, syntax: TextSyntax) -> Iterator[tuple[int, int]]:
    """Where the value at the place begins and ends; then where numbers with a comma stand in the same line."""
    first = max(text.rfind("\n", 0, offset) + 1, offset - _NEAR)
    end = text.find("\n", offset)
    last = min(len(text) if end < 0 else end, offset + _NEAR)
    words = r"(?:[^\s=\[\]{}\"'#:]|(?<=\d) (?=\d|\Z))*" if text[offset:last][:1].isdigit() else r"[^\s=\[\]{}\"'#:]*"
    run = re.search(rf"{words}\Z", text[first:offset])
    start = first + run.start() if run else offset
    before = text[:start].rstrip()[-1:]
    if before == ("=" if syntax == "toml" else ":") or (before in ("[", ",") and _in_list(text, start, syntax)):
        yield _trimmed(text, start, last)
    if syntax == "toml":
        # A reader that takes the comma for the end of the number may stop anywhere after it.
        for number in re.finditer(r"=\s*((?:€ ?)?[\d.]+,[\d-]+)", text[first:last]):
            yield first + number.start(1), first + number.end(1)


def _in_list(text: str, offset: int, syntax: TextSyntax) -> bool:
    opened: list[str] = []
    for found in re.finditer(_TOKENS[syntax], text[:offset], re.S):
        if found.lastgroup == "open":
            opened.append(found[0])
        elif found.lastgroup == "close" and opened:
            opened.pop()
    return opened[-1:] == ["["]


def _trimmed(text: str, start: int, limit: int) -> tuple[int, int]:
    found = re.compile(r"[\s,]*((?:(?!,\s)[^=\[\]{}\"'#\n])*)").match(text, start, limit)
    assert found is not None
    return found.start(1), found.start(1) + len(found[1].rstrip(" \t,"))


def _of_value(variant: str, text: str, start: int, found: re.Match[str], reason: str, syntax: TextSyntax) -> Problem:
    value = found[0]
    params: dict[str, object] = {"waarde": value if len(value) <= 40 else value[:37] + "…"}
    match variant:
        case "datum":
            day = day_of(value)
            if day is None:
                variant = "datum-bestaat-niet"
            elif syntax == "json":
                variant, params["voorstel"] = "datum-json", f'"{day.isoformat()}"'
            else:
                params["voorstel"] = day.isoformat()
        case "maand":
            year = re.search(r"\d{4}", value)
            params["jaar"] = year[0] if year else ""
        case "periode":
            params.update(van=found["first"], tot_en_met=found["last"])
        case "voorloopnul":
            whole, _, decimals = found["rest"].partition(".")
            number = f"{whole.lstrip('0') or '0'}{'.' if decimals else ''}{decimals}"
            params["voorstel"] = f"{found['sign'].strip('+')}{number}"
        case "decimaalkomma" | "getal":
            params["voorstel"] = number_text(value, syntax)
        case "ja" | "nee":
            params["voorstel"] = "true" if variant == "ja" else "false"
            variant = "ja-nee"
    return _problem(variant, text, start, start + len(value), reason, **params)


# --- what was meant ------------------------------------------------------------------------------------------------


def day_of(text: str) -> date | None:
    """The day that a text means, however it is written; None for a day that does not exist or another text."""
    found = re.fullmatch(_DAY, text.strip())
    if not found:
        return None
    year, month, day = (found[name] or found[f"{name}2"] or found[f"{name}3"] for name in ("year", "month", "day"))
    try:
        return date(int(year), _MONTHS.index(month) + 1 if month in _MONTHS else int(month), int(day))
    except ValueError:
        return None


def number_of(text: str) -> float | None:
    """The number that a text means, with Dutch separators: `€ 60.000,-` is sixty thousand. None for another text."""
    if found := re.fullmatch(r"-?(\d+),(\d+)", text.strip()):
        return float(f"{found[1]}.{found[2]}")
    found = re.fullmatch(_NUMBER, text.strip())
    if not found:
        return None
    if found["factor"]:
        return float(found["count"].replace(",", ".")) * _FACTORS[found["factor"]]
    cents = re.sub(r"\D", "", found["cents"] or "")
    return float(re.sub(r"\D", "", found["whole"]) + "." + (cents or "0"))


def number_text(text: str, syntax: TextSyntax) -> str:
    """How the number that a text means is written in a file; `60_000` where it means none."""
    value = number_of(text)
    if value is None or value >= 2**53:
        value = 60_000
    if value != int(value):
        return f"{value:g}" if value < 1000 else f"{value:.2f}"
    return f"{int(value):_}" if syntax == "toml" else str(int(value))
