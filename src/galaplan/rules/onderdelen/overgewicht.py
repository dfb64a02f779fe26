"""Family OND, overgewicht and the coordination of chains (OND018-023)."""

from __future__ import annotations
