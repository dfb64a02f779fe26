"""How the comments of a template are set."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

from galaplan.model.amounts import Amounts

WIDTH = 118
"""How long a line with comment may become."""

HOW_TO = (
    "Vul in wat bij TE DOEN staat en haal die opmerking weg als het klaar is. Bij TE OVERWEGEN hoeft u niets.",
    "Staat het al in uw eigen document, zet dan in plaats van 'tekst' waar: vindplaats = \"hoofdstuk 3, p. 17\".",
    "Achter een hekje (#) staat uitleg, of een regel die meedoet zodra u het hekje ervoor weghaalt.",
    "Wat er nog te doen is, zegt galaplan validate. Meer over een code als ELE001: galaplan rules ELE001.",
)
"""What whoever fills in the template has to know."""


_EXAMPLE = re.compile(r'\{[^{}]*\}|[\w.-]+ = (?:\[[^\]]*\]|"[^"]*"|\w+)')
_GLUE = "\N{NO-BREAK SPACE}"


def block(*paragraphs: str, indent: str = "") -> Iterator[str]:
    """Paragraphs as comment, each from a line of its own. `indent`: between the hash and the text.

    An example of a key with its value stays on one line.
    """
    for paragraph in paragraphs:
        glued = _EXAMPLE.sub(lambda example: example[0].replace(" ", _GLUE), paragraph)
        lines = textwrap.wrap(
            glued,
            width=WIDTH,
            initial_indent=f"# {indent}",
            subsequent_indent=f"# {indent}",
            break_long_words=False,
            break_on_hyphens=False,
        )
        yield from (line.replace(_GLUE, " ") for line in lines)


def part(words: str, *blocks: Iterable[str]) -> Iterator[str]:
    """A part of the file: a line that says which, and its blocks with an empty line before each."""
    yield from ("", "", f"# --- {words} ".ljust(WIDTH, "-"))
    for lines in blocks:
        yield ""
        yield from lines


def by_year(amounts: Amounts) -> str:
    """Amounts as Dutch readers write them: `2025 € 3.478.172, 2026 € 2.961.529`."""
    return ", ".join(f"{year} € {amounts[year]:,}".replace(",", ".") for year in amounts)
