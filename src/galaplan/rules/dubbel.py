"""Family DUB."""

from __future__ import annotations

FAMILY = "DUB"
