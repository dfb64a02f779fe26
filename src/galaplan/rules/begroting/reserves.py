"""What a budget keeps in reserve: it accounts for money that is asked and not yet charged."""

from __future__ import annotations

import math
from collections.abc import Iterable

from galaplan.model.amounts import Amounts
from galaplan.model.shared import Cost
from galaplan.rules.view import NO_AMOUNTS, PlanView


class Reserves:
    """What no line pays of the costs: kept for the components of their action, or for any where it names none.

    A cost without lines is a reserve; of one that its lines pay in part BEG002 speaks.
    """

    def __init__(self, plan: PlanView) -> None:
        """What is in reserve is taken from it as it accounts for what is left."""
        self._pots: dict[frozenset[str], Amounts] = {}
        for action in plan.actions:
            kept = Amounts.sum(map(_unpaid, action.item.costs))
            if kept:
                components = plan.carries_out(action.item)
                self._pots[components] = self._pots.get(components, NO_AMOUNTS) + kept

    def account_for(self, component: str, left: Amounts) -> Amounts:
        """What is left of a component beyond its reserves; one for few components goes before one for many or all."""
        fitting = (components for components in self._pots if component in components or not components)
        return self._without(sorted(fitting, key=lambda components: len(components) or math.inf), left)

    def account_for_any(self, left: Amounts) -> Amounts:
        """The same of all components together."""
        return self._without(list(self._pots), left)

    def _without(self, components: Iterable[frozenset[str]], left: Amounts) -> Amounts:
        for of_components in components:
            pot = self._pots[of_components]
            self._pots[of_components], left = pot.excess_over(left), left.excess_over(pot)
        return left


def _unpaid(cost: Cost) -> Amounts:
    """What no line of a cost pays; of one with a `sleutel` other files may pay it."""
    if cost.funding and cost.join_key:
        return NO_AMOUNTS
    return cost.amounts.excess_over(Amounts.sum(line.amounts for line in cost.funding))
