"""Family OND, sport: coordinators, links with health, BRC functions (OND001-004)."""

from __future__ import annotations
