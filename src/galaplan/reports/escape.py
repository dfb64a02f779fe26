"""Text of a plan on its way to a terminal: what could steer it is shown, not obeyed."""

from __future__ import annotations

import re
from functools import cache

# Control characters, line and paragraph separators, the marks that turn the direction of text, lone surrogates, the
# invisible, and what is no character: all that could hide or forge what a person reads.
_UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(_UNSAFE)


def visible(text: str) -> str:
    """The text with every steering or invisible character written as `\\x1b` or `\\u202e`."""
    return _unsafe().sub(lambda found: _escape(ord(found[0])), text)


def whole_characters(text: str) -> str:
    """The text with every half character written out; a file name that is no UTF-8 has them, and JSON has not."""
    return text.encode(errors="backslashreplace").decode()


def _escape(code: int) -> str:
    if code in (9, 10, 13):
        return {9: "\\t", 10: "\\n", 13: "\\r"}[code]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
