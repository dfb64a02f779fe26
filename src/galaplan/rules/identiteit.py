"""Family IDE."""

from __future__ import annotations

FAMILY = "IDE"
