"""The known word that a reader may have meant."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 60
"""A longer word is looked up by its beginning."""

ALIKE, AS_GOOD_AS = 0.6, 20
"""How alike two words are at least, from 0 to 1, and how many candidates are compared letter by letter."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like `word`, or nothing when none is alike. Case and `_` for `-` do not count."""
    return Speller().nearest(word, known)


class Speller:
    """Finds the words that were meant, until it has looked at so many that a reader no longer profits.

    A file with a thousand slips is mended from the first fifty on, and not the sooner for a minute of looking.
    """

    def __init__(self, budget: int = 50_000) -> None:
        """`budget`: how many known words may be looked at, over all that is asked."""
        self._left = budget

    def nearest(self, word: str, known: Iterable[str], *, alike: float = ALIKE, beginning: bool = False) -> str:
        """The known word most like `word`, or nothing. Case and `_` for `-` do not count.

        `beginning`: a single known word that begins with `word`, or that `word` begins with, will do as well.
        """
        if self._left <= 0:
            return ""
        candidates = {_plain(candidate): candidate for candidate in sorted(known)}
        self._left -= len(candidates) + AS_GOOD_AS
        word = _plain(word[:LONGEST])
        if close := _most_alike(word, list(candidates), alike):
            return candidates[close]
        if beginning and len(word) > 3:
            begun = [plain for plain in candidates if plain.startswith(word) or word.startswith(f"{plain}-")]
            if len(begun) == 1:
                return candidates[begun[0]]
        return ""


def _most_alike(word: str, candidates: list[str], alike: float) -> str:
    """Compares in full only those that share most pairs of letters."""
    from difflib import SequenceMatcher
    from heapq import nlargest

    pairs = _pairs(word)
    about_as_long = [other for other in candidates if abs(len(other) - len(word)) <= 0.4 * max(len(other), len(word))]
    compared = SequenceMatcher(None, "", word, autojunk=False)
    best, most = "", 0.0
    for other in nlargest(AS_GOOD_AS, about_as_long, key=lambda other: (len(pairs & _pairs(other)), other)):
        compared.set_seq1(other)
        if (ratio := compared.ratio()) >= alike and ratio > most:
            best, most = other, ratio
    return best


def _pairs(word: str) -> set[str]:
    edged = f"^{word}$"
    return {edged[at : at + 2] for at in range(len(edged) - 1)}


def _plain(word: str) -> str:
    return word.lower().replace("_", "-")
