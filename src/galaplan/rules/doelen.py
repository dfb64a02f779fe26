"""Family DOE."""

from __future__ import annotations

FAMILY = "DOE"
