"""Family OND, the living environment (OND024-026, OND047)."""

from __future__ import annotations
