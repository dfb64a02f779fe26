"""The head of a plan file and the blocks that both kinds carry."""

from typing import Annotated, Literal

from galaplan.model.fields import Key, Keyed, Table, table
from galaplan.model.moment import FIRST_YEAR, LAST_YEAR, Moment
from galaplan.model.shared import (
    Action,
    Agreement,
    Chain,
    ChildWeightChain,
    Evidence,
    FallChain,
    IzaDelimitation,
    Monitoring,
    Participation,
    PolicyDocument,
)

FORMAT_VERSION = "1.0"
"""The version of the plan file that this release writes."""

FORMAT_VERSIONS = ("1.0",)
"""The versions of the plan file that this release reads."""

Status = Literal["concept", "gepubliceerd", "ingediend", "vastgesteld"]

Free = str | int | float | bool | tuple["Free", ...] | Keyed["Free"]
"""A value in an extension: what TOML and JSON have in common."""


@table
class Period(Table):
    """Calendar years, both included."""

    dutch_name = "periode"
    dutch_title = "De kalenderjaren waar het plan over gaat, beide meegerekend."

    from_year: Annotated[int, Key("van", "Van", "Eerste jaar.", minimum=FIRST_YEAR, maximum=LAST_YEAR)]
    through_year: Annotated[
        int, Key("tot_en_met", "Tot en met", "Laatste jaar.", minimum=FIRST_YEAR, maximum=LAST_YEAR)
    ]

    @property
    def years(self) -> range:
        """The years of the period, ascending; empty when the last year lies before the first."""
        return range(self.from_year, self.through_year + 1)


@table
class Plan(Table):
    """A plan file: what `MunicipalPlan` and `RegionalPlan` have in common."""

    version: Annotated[
        Literal["1.0"], Key("galaplan", "Versie van het formaat", "De versie van het planbestand, '1.0'.")
    ]
    edition: Annotated[
        str,
        Key(
            "editie",
            "Editie",
            "De stand van akkoord en regeling waaraan het plan wordt getoetst.",
            code_list="editie",
        ),
    ]
    identifier: Annotated[
        str,
        Key(
            "kenmerk",
            "Kenmerk",
            "Vaste sleutel van dit plan, uniek onder de bestanden die worden uitgewisseld.",
            form="slug",
        ),
    ]
    title: Annotated[str, Key("titel", "Titel", "Titel van het plan.")]
    status: Annotated[
        Status | None,
        Key(
            "status",
            "Status",
            "Concept, gepubliceerd, ingediend (bij de kerngroep, of aangevraagd) of vastgesteld.",
            absent="concept",
        ),
    ] = None
    revision: Annotated[
        int | None, Key("versie", "Versienummer", "Volgnummer van het plan.", minimum=0, maximum=10**6)
    ] = None
    replaces: Annotated[
        str | None, Key("vervangt", "Vervangt", "Kenmerk van het plan dat hiermee vervalt.", form="slug")
    ] = None
    date: Annotated[Moment | None, Key("datum", "Datum", "Datum of jaar van het plan.")] = None
    period: Annotated[Period | None, Key("periode", "Periode", "De jaren waar het plan over gaat.")] = None

    actions: Annotated[tuple[Action, ...], Key("acties", "Acties", "Wat er wordt gedaan.")] = ()
    agreements: Annotated[tuple[Agreement, ...], Key("afspraken", "Afspraken", "Afspraken met andere partijen.")] = ()
    participation: Annotated[
        tuple[Participation, ...], Key("participatie", "Participatie", "Hoe inwoners meedoen.")
    ] = ()
    policy_documents: Annotated[
        tuple[PolicyDocument, ...],
        Key("beleidsdocumenten", "Beleidsdocumenten", "Documenten waar het plan bij aansluit."),
    ] = ()
    chains: Annotated[
        Keyed[Chain],
        Key(
            "ketens",
            "Ketenaanpakken",
            "Hoe het met de vijf ketens staat.",
            keys="ketenaanpak",
            special={"valpreventie": FallChain, "overgewicht-kinderen": ChildWeightChain},
        ),
    ] = Keyed()
    evidence: Annotated[
        tuple[Evidence, ...], Key("onderbouwing", "Onderbouwing", "Gegevens die de keuzes ondersteunen.")
    ] = ()
    monitoring: Annotated[Monitoring | None, Key("monitoring", "Monitoring", "Hoe de voortgang wordt gevolgd.")] = None
    iza_delimitation: Annotated[
        IzaDelimitation | None,
        Key(
            "afbakening_iza",
            "Afbakening IZA",
            "Hoe IZA-geld en het andere SPUK-geld uit elkaar worden gehouden.",
        ),
    ] = None
    extension: Annotated[
        Keyed[Free],
        Key(
            "uitbreiding",
            "Uitbreiding",
            "Vrije tabellen van andere programma's; blijven zoals ze zijn.",
            keys="vrij",
        ),
    ] = Keyed()
