"""A path in a plan file, in the file's own keys."""

from __future__ import annotations

import json
import re

Path = tuple[str | int, ...]
"""Keys and indices from the root down; an index counts from 0."""

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")


def path_text(path: Path) -> str:
    """The path as people read it: `acties[3].kosten[0].bedragen.2025`; the whole file is the empty text."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        else:
            key = step if _BARE.match(step) else json.dumps(step, ensure_ascii=False)
            parts.append(f".{key}" if parts else key)
    return "".join(parts)
