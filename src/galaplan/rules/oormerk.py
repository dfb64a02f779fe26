"""Family OOR: what SPUK money may be spent on."""

from __future__ import annotations
