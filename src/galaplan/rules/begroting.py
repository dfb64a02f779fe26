"""Family BEG."""

from __future__ import annotations

FAMILY = "BEG"
