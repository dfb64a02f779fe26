"""Messages with their facts filled in, as people write them."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from typing import Any

from galaplan.catalogue import Edition
from galaplan.texts import words


def fill(template: str, params: Mapping[str, Any], language: str, edition: Edition | None = None) -> str:
    """A message with its facts filled in.

    After a colon in a placeholder stands how a fact is shown: `euro` (`€ 12.000`), `getal` (`4.000`, `15,6`), `datum`
    (`10 oktober 2023`, and a year as it is), `lijst` (items joined, the first six), `woord` (a word of `woorden.toml`),
    `plaats` (`regel 12`, or `cel Acties!A3` in a workbook),
    or the name of a code list, which shows labels instead of codes.
    """
    if "{" not in template and "}" not in template:  # most ways to mend are the same whatever the facts
        return template
    return _Filler(language, edition).vformat(template, (), params)


class _Filler(string.Formatter):
    def __init__(self, language: str, edition: Edition | None) -> None:
        self.language = language
        self.edition = edition

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "euro":
            return euro(value, self.language)
        if format_spec == "getal":
            return number(value, self.language)
        if format_spec == "datum":
            return written_date(value, self.language)
        if format_spec == "woord":
            return words(self.language)[value]
        if format_spec == "plaats":
            return f"{words(self.language)['cel' if isinstance(value, str) else 'op-regel']} {value}"
        if format_spec in ("", "lijst"):
            return self._joined(value, lambda item: str(item))
        return self._joined(value, lambda item: self._label(format_spec, item))

    def _label(self, list_name: str, code: str) -> str:
        if self.edition is not None and code in (rows := self.edition.codes(list_name)):
            return rows[code].label
        return code

    def _joined(self, value: Any, show: Any) -> str:
        if isinstance(value, str) or not isinstance(value, Iterable):
            return str(show(value))
        return joined([show(item) for item in value], self.language)


LONGEST_FACT = 500
"""Characters of a fact that are told: a text of megabytes may be what thousands of findings are about."""


def short(fact: Any) -> Any:
    """A fact with the end of very long texts left out, in lists too."""
    if isinstance(fact, str):
        return fact if len(fact) <= LONGEST_FACT else f"{fact[: LONGEST_FACT - 1]}…"
    return type(fact)(map(short, fact)) if type(fact) in (list, tuple) else fact


def joined(items: list[str], language: str, *, at_most: int = 6) -> str:
    """Items as a sentence names them: `a, b en c`; what is too many is counted."""
    word = words(language)
    if len(items) > at_most:
        return f"{', '.join(items[:at_most])} {word['en-nog'].format(aantal=len(items) - at_most)}"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word['en']} {items[-1]}"


def euro(amount: int, language: str) -> str:
    """Whole euros as people write them in this language."""
    separator, space = (".", " ") if language == "nl" else (",", "")
    return f"€{space}{amount:,}".replace(",", separator)


_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


def written_date(value: str, language: str) -> str:
    """A date as people write it in this language, for `2023-10-10`; a year stays a year."""
    year, *rest = value.split("-")
    if not rest:
        return year
    month, day = map(int, rest)
    return f"{day} {_MONTHS[language].split()[month - 1]} {year}"


def number(value: float, language: str) -> str:
    """A number as people write it in this language."""
    text = f"{value:,}"
    return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text
