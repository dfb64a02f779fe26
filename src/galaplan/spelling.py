"""The known word that a reader may have meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like `word`, or nothing when none is alike. Case and `_` for `-` do not count."""
    from difflib import get_close_matches

    plain = {_plain(candidate): candidate for candidate in sorted(known)}
    close = get_close_matches(_plain(word[:100]), plain, 1, 0.6)
    return plain[close[0]] if close else ""


def _plain(word: str) -> str:
    return word.lower().replace("_", "-")
