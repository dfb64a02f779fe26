"""Family REG: regioplan, regiobeeld and infrastructure."""

from __future__ import annotations
