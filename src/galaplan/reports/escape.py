"""Text of a plan on its way to a reader: what could steer the place where it is shown is shown itself, not obeyed."""

from __future__ import annotations

import re
from functools import cache

# Control characters, line and paragraph separators, marks that turn the direction of text or otherwise format it, half
# characters, what is no character, and what a reader does not see: all that could hide or forge what a person reads.
_UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)

_COMMAND = r"#(?=#\w*\[)|(?<!\S):(?=:)"
"""Where a command begins to a program that reads a log: `##[group]`, `##vso[…]`, and `::error::` at the start."""

_ACTIVE = rf"<(?=[/!]|script)|{_COMMAND}"
"""The same, and where the text of a script ends, or changes its meaning, to who reads a page."""


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(_UNSAFE)


@cache
def _command() -> re.Pattern[str]:
    return re.compile(_COMMAND)


def visible(text: str) -> str:
    """The text with every steering or invisible character written as `\\x1b` or `\\u202e`."""
    return _unsafe().sub(lambda found: _escape(ord(found[0])), text)


def printed(text: str) -> str:
    """What people read at a terminal and in the log of a pipeline: visible, and without commands to a build server.

    GitHub and Azure DevOps obey `##[…]` and `##vso[…]` anywhere in a line that a program prints, and GitHub `::…::` at
    its beginning, blanks or not. The text may come to stand anywhere in a line.
    """
    return _command().sub(lambda found: _escape(ord(found[0])), visible(text))


def harmless_json(text: str) -> str:
    """The same JSON, in which neither a page that holds it nor the log it is printed to finds a command."""
    return re.sub(_ACTIVE, lambda found: f"\\u{ord(found[0]):04x}", text, flags=re.IGNORECASE)


def harmless_xml(text: str) -> str:
    """The same XML, in which the log it is printed to finds no command."""
    return _command().sub(lambda found: f"&#{ord(found[0])};", text)


def whole_characters(text: str) -> str:
    """The text with every half character written out; a file name that is no UTF-8 has them, and JSON has not."""
    return text.encode(errors="backslashreplace").decode()


def _escape(code: int) -> str:
    if code in (9, 10, 13):
        return {9: "\\t", 10: "\\n", 13: "\\r"}[code]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
