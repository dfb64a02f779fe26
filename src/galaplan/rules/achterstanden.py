"""Family ACH: equity and participation."""

from __future__ import annotations
