"""The head of a plan file and the blocks that both kinds carry."""

from typing import Literal

from galaplan.model.fields import Keyed, Table, key
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

HEAD = (
    "version",
    "kind",
    "edition",
    "identifier",
    "title",
    "phase",
    "status",
    "revision",
    "replaces",
    "date",
    "period",
)
"""The fields that a plan file opens with. After them come those of its kind, then those that both kinds have."""

Status = Literal["concept", "gepubliceerd", "ingediend", "vastgesteld"]

Free = str | int | float | bool | tuple["Free", ...] | Keyed["Free"]
"""A value in an extension: what TOML and JSON have in common."""


class Period(Table):
    """Calendar years, both included."""

    dutch_name = "periode"
    dutch_title = "De kalenderjaren waar het plan over gaat, beide meegerekend."

    from_year: int = key("van", "Van", "Eerste jaar van het plan.", minimum=FIRST_YEAR, maximum=LAST_YEAR)
    through_year: int = key(
        "tot_en_met", "Tot en met", "Laatste jaar van het plan.", minimum=FIRST_YEAR, maximum=LAST_YEAR
    )

    @property
    def years(self) -> range:
        """The years of the period, ascending; empty when the last year lies before the first."""
        return range(self.from_year, self.through_year + 1)


class Acknowledgement(Table):
    """A finding that the author knows and lets stand, with the reason."""

    dutch_name = "erkenning"
    dutch_title = "Een bevinding die u kent en laat staan, met de reden."

    code: str = key("code", "Code", "De code van de bevinding, zoals OND012.", form="regelcode")
    path: str = key(
        "pad",
        "Pad",
        "De plaats van de bevinding zoals het rapport die noemt; leeg ('') voor het hele bestand.",
        may_be_empty=True,
    )
    reason: str = key("reden", "Reden", "Waarom de bevinding blijft staan; het rapport toont deze reden.")


class Plan(Table):
    """A plan file: what `MunicipalPlan` and `RegionalPlan` have in common."""

    version: Literal["1.0"] = key("galaplan", "Versie van het formaat", "De versie van het planbestand, '1.0'.")
    edition: str = key(
        "editie", "Editie", "De stand van akkoord en regeling waaraan het plan wordt getoetst.", code_list="editie"
    )
    identifier: str = key(
        "kenmerk",
        "Kenmerk",
        "Vaste sleutel van dit plan, uniek onder de bestanden die worden uitgewisseld.",
        form="slug",
    )
    title: str = key("titel", "Titel", "Titel van het plan.")
    status: Status | None = key(
        "status",
        "Status",
        "Concept, gepubliceerd, ingediend (bij de kerngroep, of aangevraagd) of vastgesteld.",
        absent="concept",
        default=None,
    )
    revision: int | None = key(
        "versie", "Versienummer", "Volgnummer van het plan.", minimum=0, maximum=10**6, default=None
    )
    replaces: str | None = key(
        "vervangt", "Vervangt", "Kenmerk van het plan dat hiermee vervalt.", form="slug", default=None
    )
    date: Moment | None = key("datum", "Datum", "Datum of jaar van het plan.", default=None)
    period: Period | None = key("periode", "Periode", "De jaren waar het plan over gaat.", default=None)

    actions: tuple[Action, ...] = key("acties", "Acties", "Wat er wordt gedaan.", default=())
    agreements: tuple[Agreement, ...] = key("afspraken", "Afspraken", "Afspraken met andere partijen.", default=())
    participation: tuple[Participation, ...] = key("participatie", "Participatie", "Hoe inwoners meedoen.", default=())
    policy_documents: tuple[PolicyDocument, ...] = key(
        "beleidsdocumenten", "Beleidsdocumenten", "Documenten waar het plan bij aansluit.", default=()
    )
    chains: Keyed[Chain] = key(
        "ketens",
        "Ketenaanpakken",
        "Hoe het met de vijf ketens staat.",
        keys="ketenaanpak",
        special={"valpreventie": FallChain, "overgewicht-kinderen": ChildWeightChain},
        default=Keyed(),
    )
    evidence: tuple[Evidence, ...] = key(
        "onderbouwing", "Onderbouwing", "Gegevens die de keuzes ondersteunen.", default=()
    )
    monitoring: Monitoring | None = key("monitoring", "Monitoring", "Hoe de voortgang wordt gevolgd.", default=None)
    iza_delimitation: IzaDelimitation | None = key(
        "afbakening_iza",
        "Afbakening IZA",
        "Hoe IZA-geld en het andere SPUK-geld uit elkaar worden gehouden.",
        default=None,
    )
    acknowledgements: tuple[Acknowledgement, ...] = key(
        "erkend", "Erkend", "Bevindingen die u kent en laat staan, elk met de reden.", default=()
    )
    extension: Keyed[Free] = key(
        "uitbreiding",
        "Uitbreiding",
        "Vrije tabellen van andere programma's; blijven zoals ze zijn.",
        keys="vrij",
        default=Keyed(),
    )
