"""Families ELE, OND and VAL, several files."""

from __future__ import annotations
