"""Family OND, elderly, GGD and regional coordination (OND044-046)."""

from __future__ import annotations
