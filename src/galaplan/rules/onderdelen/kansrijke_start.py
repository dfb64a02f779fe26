"""Family OND, Kansrijke Start: the chain, the coalition and its offer (OND008-013)."""

from __future__ import annotations
