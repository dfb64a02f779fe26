"""What a plan is: frozen classes with English names, each field with its Dutch key. No I/O and no rules."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from galaplan.model.amounts import Amounts
    from galaplan.model.fields import Keyed
    from galaplan.model.moment import Moment
    from galaplan.model.municipal import (
        Advice,
        Brc,
        BrcFunction,
        Component,
        CoreTeamMember,
        Element,
        Filing,
        Ggd,
        Goal,
        GoalsElement,
        InformalCare,
        KansrijkeStart,
        LivingEnvironment,
        Loneliness,
        MentalHealth,
        Municipality,
        MunicipalPlan,
        MunicipalSignature,
        NotElaborated,
        NotRequested,
        OkoVa,
        Organisation,
        ProjectLeader,
        Reach,
        RegionalCoordination,
        RegionalReference,
        Request,
        SocialPhysicalElement,
        Sportakkoord,
        SportCoordinator,
        WelzijnOpRecept,
    )
    from galaplan.model.plan import (
        FORMAT_VERSION,
        Acknowledgement,
        Period,
        Plan,
    )
    from galaplan.model.regional import (
        Administrator,
        Condition,
        Contacts,
        Contribution,
        Declaration,
        Evaluation,
        Governance,
        IzaApplication,
        Mandate,
        MatrixCell,
        Region,
        RegionalGoal,
        RegionalPicture,
        RegionalPlan,
        Regioplan,
        RegioplanPart,
    )
    from galaplan.model.shared import (
        Action,
        Agreement,
        CarryOver,
        Chain,
        ChainPart,
        ChildWeightChain,
        Content,
        Cost,
        Deployment,
        Evidence,
        FallChain,
        FallFigures,
        FallStep,
        FundingLine,
        Indicator,
        Intervention,
        IzaDelimitation,
        Monitoring,
        Owner,
        Participation,
        Partner,
        Party,
        PolicyDocument,
        Signature,
        SocialOffer,
    )

    AnyPlan: TypeAlias = MunicipalPlan | RegionalPlan

__all__ = [
    "FORMAT_VERSION",
    "Acknowledgement",
    "Action",
    "Administrator",
    "Advice",
    "Agreement",
    "Amounts",
    "AnyPlan",
    "Brc",
    "BrcFunction",
    "CarryOver",
    "Chain",
    "ChainPart",
    "ChildWeightChain",
    "Component",
    "Condition",
    "Contacts",
    "Content",
    "Contribution",
    "CoreTeamMember",
    "Cost",
    "Declaration",
    "Deployment",
    "Element",
    "Evaluation",
    "Evidence",
    "FallChain",
    "FallFigures",
    "FallStep",
    "Filing",
    "FundingLine",
    "Ggd",
    "Goal",
    "GoalsElement",
    "Governance",
    "Indicator",
    "InformalCare",
    "Intervention",
    "IzaApplication",
    "IzaDelimitation",
    "KansrijkeStart",
    "Keyed",
    "LivingEnvironment",
    "Loneliness",
    "Mandate",
    "MatrixCell",
    "MentalHealth",
    "Moment",
    "Monitoring",
    "MunicipalPlan",
    "MunicipalSignature",
    "Municipality",
    "NotElaborated",
    "NotRequested",
    "OkoVa",
    "Organisation",
    "Owner",
    "Participation",
    "Partner",
    "Party",
    "Period",
    "Plan",
    "PolicyDocument",
    "ProjectLeader",
    "Reach",
    "Region",
    "RegionalCoordination",
    "RegionalGoal",
    "RegionalPicture",
    "RegionalPlan",
    "RegionalReference",
    "Regioplan",
    "RegioplanPart",
    "Request",
    "Signature",
    "SocialOffer",
    "SocialPhysicalElement",
    "SportCoordinator",
    "Sportakkoord",
    "WelzijnOpRecept",
]

if not TYPE_CHECKING:
    # A name is imported when it is first asked for: who reads a municipal plan does not wait for the regional classes.

    def __getattr__(name: str) -> Any:
        if name == "AnyPlan":
            value = __getattr__("MunicipalPlan") | __getattr__("RegionalPlan")
        elif name in __all__:
            homes = (import_module(f"{__name__}.{home}") for home in _HOMES)
            value = next(getattr(home, name) for home in homes if hasattr(home, name))
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value


_HOMES = ("amounts", "moment", "fields", "shared", "plan", "municipal", "regional")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
