"""A path in a plan file, in the file's own keys."""

from __future__ import annotations

Path = tuple[str | int, ...]
"""Keys and indices from the root down; an index counts from 0."""


def path_text(path: Path) -> str:
    """The path as people read it: `acties[3].kosten[0].bedragen.2025`; the whole file is the empty text."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        else:
            key = step if _is_bare(step) else _quoted(step)
            parts.append(f".{key}" if parts else key)
    return "".join(parts)


def _is_bare(key: str) -> bool:
    return key.isascii() and key.replace("_", "a").replace("-", "a").isalnum()


def _quoted(key: str) -> str:
    import json

    return json.dumps(key, ensure_ascii=False)
