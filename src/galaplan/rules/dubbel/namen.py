"""When two names are nearly the same, also in a file that holds thousands of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from galaplan.rules.view import words_of

NEARLY_EQUAL = 0.85
"""From this likeness on, 0 to 1, two names are taken for one."""
NAME_LENGTH = 120
"""How much of a name is compared; a name that differs only after that is the same name."""
COMPARISONS = 20 * 100
"""How many times in one file names are compared letter by letter; after that only equal names count."""
GLANCES = 25 * COMPARISONS
"""How many pairs of names are looked at to see whether comparing them is worth while."""
NUMBER_WORDS = ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def plain_name(text: str) -> str:
    """The words of a text without case, accents or order."""
    return " ".join(sorted(words_of(text[:NAME_LENGTH])))


class Names:
    """Which names are nearly equal, for so many names as can be compared in a short time."""

    def __init__(self) -> None:
        self._comparisons = COMPARISONS
        self._glances = GLANCES
        self._judged: dict[tuple[str, str], bool] = {}
        self._parts: dict[str, tuple[frozenset[str], Counter[str]]] = {}

    def like(self, name: str, known: Sequence[str]) -> list[str]:
        """The name itself and the known names that are nearly equal to it; none for an empty name."""
        if not name:
            return []
        if self._glances < len(known):
            return [name]
        return [name, *(other for other in known if other != name and self._alike(name, other))]

    def _alike(self, one: str, other: str) -> bool:
        pair = (one, other)
        if pair not in self._judged:
            self._glances -= 1
            self._judged[pair] = self._may_be_alike(one, other) and self._compare(one, other)
        return self._judged[pair]

    def _may_be_alike(self, one: str, other: str) -> bool:
        """Whether length, words and numbers leave room for likeness: groups 1 and 2 are not alike."""
        if 2 * min(len(one), len(other)) < NEARLY_EQUAL * (len(one) + len(other)):
            return False
        (words, numbers), (other_words, other_numbers) = self._parts_of(one), self._parts_of(other)
        if len(words) > 2 and len(other_words) > 2 and words.isdisjoint(other_words):
            return False
        return not numbers or not other_numbers or numbers == other_numbers

    def _parts_of(self, name: str) -> tuple[frozenset[str], Counter[str]]:
        """The words of a name and its numbers."""
        if name not in self._parts:
            words = name.split()
            self._parts[name] = frozenset(words), _numbers(words)
        return self._parts[name]

    def _compare(self, one: str, other: str) -> bool:
        if not self._comparisons:
            return False
        self._comparisons -= 1
        from difflib import SequenceMatcher

        matcher = SequenceMatcher(None, one, other, autojunk=False)
        return matcher.quick_ratio() >= NEARLY_EQUAL and matcher.ratio() >= NEARLY_EQUAL


def _numbers(words: Sequence[str]) -> Counter[str]:
    """The numbers of a name: figures, number words, Roman numerals and single letters; `een` when there is no other."""
    found = Counter(number for word in words if (number := _number(word)))
    return found or Counter(["1"] if "een" in words else [])


def _number(word: str) -> str:
    """The number that a word is, however it is written; empty when it is none."""
    if word.isdecimal():
        return word.lstrip("0") or "0"
    if word in NUMBER_WORDS:
        return str(NUMBER_WORDS.index(word) + 2)
    if word in ROMAN:
        return str(ROMAN.index(word) + 1)
    return word if len(word) == 1 else ""
