"""TOML 1.0 text to a plain tree.

rtoml reads a plan ten times faster than the standard library and refuses deep nesting cleanly, but it also reads
TOML 1.1. A plan file is TOML 1.0: text that looks as if it could be newer is put before the standard library's
reader, which knows 1.0 only.

After a fault rtoml reads on, and what it then takes to be open it no longer counts: a text in which thousands of
brackets stay open would take all of the stack and with it the process. Of a text with many brackets it is therefore
given no more than up to where they no longer close one another.
"""

from __future__ import annotations

import re
from typing import Any

import rtoml

from galaplan.documents.problems import Problem, Span, Unreadable

# What only a faulty text needs is compiled when there is one.
_POSITION = r"(?s)^(?P<reason>.*?) at line (?P<line>\d+) column (?P<column>\d+)\Z"
_POSITION_1_0 = r"(?s)^(?P<reason>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)\Z"

# What TOML 1.1 allows and 1.0 does not. Each pattern may say yes too often, never too seldom.
_NEW_ESCAPE = r"\\[ex]"
_TRAILING_COMMA = re.compile(r",[ \t]*\}")
_MINUTES = re.compile(r":\d\d(?![:\d])")
_BEFORE_A_TIME = "=,[Tt \t"

# A line as strings, comment, inline tables that end on it, and all the rest. A line with a brace that this does not
# match may have a newer inline table. The quantifiers are possessive: what does not match is found out in one pass.
# Up to Python 3.11.4 a possessive group is left where the last try at it gave up. So within `(?:…)*+` what can give up
# late does not stand last.
_STRINGS = (
    r'"""(?:[^"\\]++|\\.|"[^"\\]|"\\.|""[^"\\]|""\\.)*+"{3,5}'
    r"|'''(?:[^']++|'[^']|''[^'])*+'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'"
)
_INLINE = rf"{_STRINGS}|[^{{}}\"'#\n]++"
_LINE_OF_1_0 = re.compile(
    rf"(?:{_STRINGS}|\#[^\n]*+|\{{(?:\{{(?:{_INLINE})*+\}}|{_INLINE})*+\}}|[^{{}}\"'#]++)*+", re.S
)

MOST_OPEN = 700
"""So many brackets may be open: more than rtoml allows in a sound text. After a fault each takes 1.2 KB of stack."""

_HEADERS = r"\n\[\[[^\n\"'\[\]{}#]*+\]\]"
# What rtoml takes for a string, also one that the text ends in. It begins where no bare word is being read.
_TAKEN_FOR_STRING = (
    r"""(?<![^.=,\[\]{} \t#\r\n"'])(?:"""
    r'"""(?:[^"\\]++|\\.|"[^"\\]|"\\.|""[^"\\]|""\\.)*+(?:"{3,5}|"{0,2}\Z)'
    r"|'''(?:[^']++|'[^']|''[^'])*+(?:'{3,5}|'{0,2}\Z)"
    r'|"(?!"")(?:[^"\\\n]++|\\[^\n])*+"'
    r"|'(?!'')[^'\n]*+')"
)
_NO_BRACKET = rf"""{_TAKEN_FOR_STRING}|\#[^\r\n]*+|[^\[\]{{}}"'#]++"""
_CLOSED = rf"\[(?:{_NO_BRACKET})*+\]|\{{(?:{_NO_BRACKET})*+\}}"
_NEXT_BRACKET = rf"""(?s)(?:{_CLOSED}|{_NO_BRACKET})*+([\[\]{{}}"']|\Z)"""


def parse_toml(text: str) -> dict[str, Any]:
    """The tree of a TOML 1.0 text. Raises `Unreadable` with the line and column of the first fault."""
    try:
        tree: dict[str, Any] = rtoml.loads(_as_far_as_brackets_close(text))
    except rtoml.TomlParsingError as error:
        raise Unreadable(_problem(str(error), text)) from None
    except ValueError as error:  # a character that has no UTF-8 form
        raise Unreadable(Problem("LEZ003", "toml-zonder-plaats", params={"reden": type(error).__name__})) from None
    if _may_be_newer(text):
        _require_1_0(text)
    return tree


def _as_far_as_brackets_close(text: str) -> str:
    """The text, or as much of it as has the first fault in it where more than `MOST_OPEN` brackets may stay open.

    Up to the first bracket that closes none, and the first quote that begins no string, it is known what is text and
    what is not. Such a text is at fault, and nothing after it is told.
    """
    brackets = text.count("[") + text.count("{")
    if brackets > MOST_OPEN:
        brackets -= 2 * len(re.findall(_HEADERS, text))  # each closes what it opens, wherever it stands
    if brackets <= MOST_OPEN:
        return text
    opened: list[str] = []
    for found in re.finditer(_NEXT_BRACKET, text):
        match found[1]:
            case "[" | "{" as bracket:
                opened.append(bracket)
                if len(opened) > MOST_OPEN:
                    return text[: found.end()]
            case "]" | "}" as bracket:
                if not opened or opened.pop() + bracket not in ("[]", "{}"):
                    return text[: found.end()]
            case "":
                break
            case _:
                return text[: text.find("\n", found.end()) + 1 or len(text)]
    return text


def _problem(message: str, text: str) -> Problem:
    if "recursion" in message or "recurse" in message:
        return Problem("LEZ007", "bestand")
    found = re.match(_POSITION, message)
    if not found:
        return Problem("LEZ003", "toml-zonder-plaats", params={"reden": message})
    from galaplan.documents.mistakes import doubled, explained

    offset = _offset(text, int(found["line"]), int(found["column"]))
    if found["reason"].startswith("duplicate key"):
        return doubled(text, offset, _word_at(text, offset))
    return explained(text, offset, found["reason"], "toml")


def _offset(text: str, line: int, column: int) -> int:
    """Columns of the reader count characters; until rtoml 0.14 they counted bytes."""
    lines = text.split("\n")
    line = min(max(line, 1), len(lines))
    return sum(len(earlier) + 1 for earlier in lines[: line - 1]) + min(column - 1, len(lines[line - 1]))


def _word_at(text: str, offset: int) -> str:
    rest = text[offset:].partition("\n")[0]
    found = re.match(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""", rest)
    return found[0].strip("\"'") if found else rest.strip()


def _may_be_newer(text: str) -> bool:
    return bool(
        ("\\" in text and re.search(_NEW_ESCAPE, text))
        or _TRAILING_COMMA.search(text)
        or any(_is_time(text, found.start()) for found in _MINUTES.finditer(text))
        or not all(_LINE_OF_1_0.fullmatch(line) for line in text.split("\n") if "{" in line or "}" in line)
    )


def _is_time(text: str, colon: int) -> bool:
    """Whether the colon stands between hours and minutes of a value, rather than in a word or a number."""
    return text[max(colon - 2, 0) : colon].isdigit() and text[colon - 3 : colon - 2] in _BEFORE_A_TIME


def _require_1_0(text: str) -> None:
    import tomllib

    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.match(_POSITION_1_0, str(error))
        if found and found["line"]:
            line, column = int(found["line"]), int(found["column"])
        else:
            line, column = text.count("\n") + 1, 1
        last = min(column + 1, len(text.split("\n")[line - 1]) + 1)
        raise Unreadable(Problem("LEZ004", "nieuwer", Span(line, column, line, last))) from None
    except RecursionError:
        raise Unreadable(Problem("LEZ007", "bestand")) from None
