"""Family OND, gezondheidsachterstanden: the local approach (OND005-007)."""

from __future__ import annotations
