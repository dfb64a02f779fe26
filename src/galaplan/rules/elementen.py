"""Family ELE."""

from __future__ import annotations

FAMILY = "ELE"
