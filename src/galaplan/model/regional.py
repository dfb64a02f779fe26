"""The regional IZA file: the region, its mandate, its application and the documents that complete it."""

# No `from __future__ import annotations` in the modules of the model, see `shared`.

from typing import Annotated, Literal

from galaplan.model.amounts import Amounts
from galaplan.model.fields import Key, Keyed, table
from galaplan.model.moment import Moment
from galaplan.model.municipal import Goal
from galaplan.model.plan import Plan
from galaplan.model.shared import Content, KetenStatus, Party, Signature

RegioFase = Literal["aanvraag-2023", "completering", "verantwoording"]
RegioDocument = Literal["aanvraag", "regioplan", "governance", "plan-van-aanpak"]
VoorwaardeStatus = Literal["open", "bezig", "voldaan"]


@table
class Region(Content):
    """The IZA region that the file is about."""

    dutch_name = "regio"
    dutch_title = "De IZA-regio waar het bestand over gaat."

    name: Annotated[str, Key("naam", "Naam", "Naam van de IZA-regio.")]
    municipalities: Annotated[
        tuple[str, ...],
        Key("gemeenten", "Gemeenten", "Codes van alle gemeenten in de regio.", form="gemeentecode"),
    ]
    code: Annotated[str | None, Key("code", "Code", "Code van de regio, als die er is.")] = None
    ggd_regions: Annotated[
        tuple[str, ...],
        Key("ggd_regios", "GGD-regio's", "Namen of codes van de GGD-regio's waarin de gemeenten liggen."),
    ] = ()
    zorgkantoor_regions: Annotated[
        tuple[str, ...],
        Key(
            "zorgkantoorregios",
            "Zorgkantoorregio's",
            "Namen of codes van de zorgkantoorregio's waarin de gemeenten liggen.",
        ),
    ] = ()
    division_note: Annotated[
        str | None,
        Key("indeling", "Indeling", "Hoe wordt omgegaan met regio's die niet dezelfde grenzen hebben."),
    ] = None


@table
class RegionalGoal(Goal):
    """A goal of the region; a region orders by its own tasks and need not name a goal of the agreement."""

    dutch_name = "regionaal-doel"
    dutch_title = "Een eigen doel van de regio."

    gala: Annotated[
        tuple[str, ...],
        Key("gala", "GALA-doelen", "Doelen van het GALA waar dit doel onder valt.", code_list="doel"),
    ] = ()


@table
class Administrator(Content):
    """The alderman or other administrator who holds the mandate."""

    dutch_name = "bestuurder"
    dutch_title = "De bestuurder van de mandaathouder."

    name: Annotated[str | None, Key("naam", "Naam", "Naam van de bestuurder.")] = None
    role: Annotated[str | None, Key("functie", "Functie", "Functie van de bestuurder, zoals wethouder.")] = None


@table
class Mandate(Content):
    """Who acts for the region, and how that is arranged."""

    dutch_name = "mandaat"
    dutch_title = "Wie namens de regio optreedt, en hoe dat is geregeld."

    municipality: Annotated[
        str | None,
        Key("gemeente", "Gemandateerde gemeente", "Code van de gemeente die aanvraagt.", form="gemeentecode"),
    ] = None
    public_body: Annotated[
        str | None,
        Key(
            "openbaar_lichaam",
            "Openbaar lichaam",
            "Naam van het openbaar lichaam dat in plaats van een gemeente aanvraagt.",
        ),
    ] = None
    coordinating_municipalities: Annotated[
        tuple[str, ...],
        Key(
            "coordinerende_gemeenten",
            "Coördinerende gemeenten",
            "Codes van gemeenten die in de regio coördineren.",
            form="gemeentecode",
        ),
    ] = ()
    health_insurer: Annotated[
        str | None,
        Key("zorgverzekeraar", "Zorgverzekeraar", "De zorgverzekeraar die namens de verzekeraars optreedt."),
    ] = None
    administrator: Annotated[
        Administrator | None, Key("bestuurder", "Bestuurder", "De bestuurder van de mandaathouder.")
    ] = None
    known_on: Annotated[Moment | None, Key("bekend_op", "Bekend op", "Wanneer de mandaathouder bekend is gemaakt.")] = (
        None
    )
    powers: Annotated[
        str | None,
        Key("bevoegdheden", "Bevoegdheden", "Wat de mandaathouder voor of met de anderen mag besluiten."),
    ] = None
    board_level: Annotated[
        str | None, Key("bestuurlijk", "Bestuurlijk niveau", "Hoe het mandaat bestuurlijk is geregeld.")
    ] = None
    staff_level: Annotated[
        str | None, Key("ambtelijk", "Ambtelijk niveau", "Hoe het mandaat ambtelijk is geregeld.")
    ] = None
    distribution: Annotated[
        str | None, Key("verdeling", "Verdeling", "Hoe het geld over de gemeenten wordt verdeeld.")
    ] = None
    financial_arrangement: Annotated[
        str | None,
        Key(
            "financiele_regeling",
            "Financiële regeling",
            "Hoe de gemandateerde gemeente voor haar werk wordt betaald.",
        ),
    ] = None
    complete_on: Annotated[
        Moment | None, Key("compleet_op", "Compleet op", "Wanneer de mandaatstructuur volledig is geregeld.")
    ] = None


@table
class Contacts(Content):
    """Where the region can be reached, by function."""

    dutch_name = "aanspreekpunten"
    dutch_title = "De aanspreekpunten van de regio, met hun functie."

    board_level: Annotated[
        str | None, Key("bestuurlijk", "Bestuurlijk", "Functie van het bestuurlijke aanspreekpunt.")
    ] = None
    staff_level: Annotated[str | None, Key("ambtelijk", "Ambtelijk", "Functie van het ambtelijke aanspreekpunt.")] = (
        None
    )


@table
class IzaApplication(Content):
    """The application of the region for IZA money."""

    dutch_name = "aanvraag-iza"
    dutch_title = "De aanvraag van de regio voor het IZA-geld."

    amounts: Annotated[
        Amounts | None, Key("bedragen", "Bedragen", "Het gevraagde bedrag, hele euro's per kalenderjaar.")
    ] = None
    commitment: Annotated[
        bool | None,
        Key("iza_commitment", "IZA-commitment", "Of de gemeenten zich aan het IZA hebben verbonden."),
    ] = None
    submitted_on: Annotated[Moment | None, Key("ingediend_op", "Ingediend op", "Wanneer de aanvraag is ingediend.")] = (
        None
    )
    completed_on: Annotated[
        Moment | None, Key("gecompleteerd_op", "Gecompleteerd op", "Wanneer de aanvraag volledig is gemaakt.")
    ] = None
    signature: Annotated[
        Signature | None, Key("ondertekening", "Ondertekening", "Wie de aanvraag heeft ondertekend.")
    ] = None


@table
class Declaration(Content):
    """A municipality declares that the applicant acts for it."""

    dutch_name = "verklaring"
    dutch_title = "De verklaring van een gemeente dat de aanvrager namens haar aanvraagt."

    municipality: Annotated[
        str, Key("gemeente", "Gemeente", "Code van de gemeente die verklaart.", form="gemeentecode")
    ]
    applicant: Annotated[
        str,
        Key("aanvrager", "Aanvrager", "Code van de gemeente, of naam van het openbaar lichaam, dat aanvraagt."),
    ]
    signature: Annotated[
        Signature | None, Key("ondertekening", "Ondertekening", "De bestuurder die de verklaring tekende.")
    ] = None


@table
class Governance(Content):
    """How the region decides and is steered."""

    dutch_name = "governance"
    dutch_title = "Hoe de regio besluit en wordt gestuurd."

    mandate: Annotated[
        str | None, Key("mandaat", "Mandaat", "Hoe de aanvrager voor of met de anderen mag besluiten.")
    ] = None
    steering: Annotated[
        str | None,
        Key("sturing", "Sturing", "Hoe de regio stuurt, afstemt en terugkoppelt, ook aan de VNG."),
    ] = None


@table
class RegionalPicture(Content):
    """The picture of health and care in the region that the regioplan builds on."""

    dutch_name = "regiobeeld"
    dutch_title = "Het beeld van gezondheid en zorg in de regio waarop het regioplan bouwt."

    date: Annotated[Moment | None, Key("datum", "Datum", "Datum of jaar van het regiobeeld.")] = None
    sources: Annotated[
        tuple[str, ...], Key("bronnen", "Bronnen", "Gegevens die zijn gebruikt, zoals de GGD-monitors.")
    ] = ()
    prevention: Annotated[bool | None, Key("preventie", "Preventie", "Of preventie deel is van het regiobeeld.")] = None
    ggd: Annotated[
        tuple[str, ...], Key("ggd", "GGD'en", "Namen van de GGD'en die aan het regiobeeld hebben meegewerkt.")
    ] = ()
    challenges: Annotated[
        tuple[str, ...], Key("opgaven", "Opgaven", "De opgaven voor de regio die uit het regiobeeld volgen.")
    ] = ()
    url: Annotated[str | None, Key("url", "Adres", "Waar het regiobeeld te vinden is.")] = None


@table
class RegioplanPart(Content):
    """One of the minimum parts of the regioplan."""

    dutch_name = "onderdeel-regioplan"
    dutch_title = "Een van de onderdelen die elk regioplan heeft."


@table
class Evaluation(Content):
    """When and how the regioplan is evaluated."""

    dutch_name = "evaluatie"
    dutch_title = "Wanneer en hoe het regioplan wordt geëvalueerd."

    moment: Annotated[Moment | None, Key("moment", "Moment", "Datum of jaar van de evaluatie.")] = None
    form: Annotated[str | None, Key("vorm", "Vorm", "Hoe er wordt geëvalueerd en gerapporteerd, en aan wie.")] = None


@table
class Regioplan(Content):
    """The plan of municipalities, insurers and others in the region."""

    dutch_name = "regioplan"
    dutch_title = "Het plan van gemeenten, zorgverzekeraars en andere partijen in de regio."

    date: Annotated[Moment | None, Key("datum", "Datum", "Datum of jaar waarop het regioplan klaar was.")] = None
    url: Annotated[str | None, Key("url", "Adres", "Waar het regioplan openbaar te vinden is.")] = None
    parties: Annotated[
        tuple[Party, ...], Key("partijen", "Partijen", "Partijen die het regioplan samen hebben gemaakt.")
    ] = ()
    risk_groups: Annotated[
        tuple[str, ...],
        Key("risicogroepen", "Risicogroepen", "Groepen die de regio heeft gekozen.", code_list="risicogroep"),
    ] = ()
    parts: Annotated[
        Keyed[RegioplanPart],
        Key(
            "onderdelen",
            "Onderdelen",
            "Per verplicht onderdeel een tekst, of waar het in het regioplan staat.",
            keys="regioplan-onderdeel",
        ),
    ] = Keyed()
    coordinator: Annotated[
        str | None, Key("coordinator", "Coördinator", "Functie of organisatie die de uitvoering coördineert.")
    ] = None
    evaluation: Annotated[
        Evaluation | None, Key("evaluatie", "Evaluatie", "Wanneer en hoe het regioplan wordt geëvalueerd.")
    ] = None
    disadvantages: Annotated[
        str | None,
        Key(
            "achterstanden",
            "Achterstanden",
            "Wat de regio doet aan sociaal-economische gezondheidsverschillen.",
        ),
    ] = None


@table
class MatrixCell(Content):
    """How far one chain is in one municipality."""

    dutch_name = "ketenmatrixcel"
    dutch_title = "Hoe het in één gemeente met één ketenaanpak staat."

    status: Annotated[KetenStatus | None, Key("status", "Status", "Hoe ver de keten in deze gemeente is.")] = None
    start: Annotated[Moment | None, Key("start", "Start", "Datum of jaar waarop de keten begint.")] = None
    existing: Annotated[bool | None, Key("bestaand", "Bestaand", "Of de keten al voor 2023 liep.")] = None
    reason: Annotated[str | None, Key("reden", "Reden", "Waarom niet, of waarom later.")] = None


@table
class Condition(Content):
    """How far one condition for the regional prevention infrastructure is met."""

    dutch_name = "voorwaarde"
    dutch_title = "Hoe het staat met een voorwaarde voor de regionale preventie-infrastructuur."

    status: Annotated[
        VoorwaardeStatus | None, Key("status", "Status", "Of de voorwaarde open, bezig of voldaan is.")
    ] = None
    date: Annotated[Moment | None, Key("datum", "Datum", "Wanneer aan de voorwaarde is of wordt voldaan.")] = None


@table
class Contribution(Content):
    """Money for regional coordination (component 15) that the region received from a member."""

    dutch_name = "bijdrage"
    dutch_title = "Geld voor regionale coördinatie dat de regio van een gemeente heeft ontvangen."

    municipality: Annotated[
        str, Key("gemeente", "Gemeente", "Code van de gemeente die bijdraagt.", form="gemeentecode")
    ]
    amounts: Annotated[Amounts, Key("bedragen", "Bedragen", "Het ontvangen bedrag, hele euro's per kalenderjaar.")]


@table
class RegionalPlan(Plan):
    """A file of an IZA region."""

    dutch_name = "regionaal-bestand"
    dutch_title = "Het bestand van een IZA-regio: aanvraag, regioplan, governance en plan van aanpak."

    region: Annotated[Region, Key("regio", "Regio", "De IZA-regio waar het bestand over gaat.")]
    kind: Annotated[Literal["regio"], Key("soort", "Soort", "Soort bestand: 'regio' is een regionaal IZA-bestand.")] = (
        "regio"
    )
    phase: Annotated[
        RegioFase | None,
        Key(
            "fase",
            "Fase",
            "De aanvraag van 2023, de completering ervan, of de verantwoording.",
            absent="completering",
        ),
    ] = None
    contains: Annotated[
        tuple[RegioDocument, ...],
        Key("bevat", "Bevat", "Welke van de vier regionale documenten dit bestand bevat.", absent="alle vier"),
    ] = ()
    goals: Annotated[
        tuple[RegionalGoal, ...], Key("doelen", "Doelen", "De gezondheidsdoelen waar de regio aan werkt.")
    ] = ()
    mandate: Annotated[
        Mandate | None, Key("mandaat", "Mandaat", "Wie namens de regio optreedt, en hoe dat is geregeld.")
    ] = None
    contacts: Annotated[
        Contacts | None,
        Key("aanspreekpunten", "Aanspreekpunten", "Bij wie de regio bestuurlijk en ambtelijk te bereiken is."),
    ] = None
    iza_application: Annotated[
        IzaApplication | None, Key("aanvraag_iza", "Aanvraag IZA", "De aanvraag voor het IZA-geld.")
    ] = None
    declarations: Annotated[
        tuple[Declaration, ...],
        Key("verklaringen", "Verklaringen", "Eén verklaring van elke gemeente naast de aanvrager."),
    ] = ()
    governance: Annotated[
        Governance | None, Key("governance", "Governance", "Hoe de regio besluit en wordt gestuurd.")
    ] = None
    regional_picture: Annotated[
        RegionalPicture | None, Key("regiobeeld", "Regiobeeld", "Het regiobeeld waarop het regioplan bouwt.")
    ] = None
    regioplan: Annotated[
        Regioplan | None, Key("regioplan", "Regioplan", "Het plan van gemeenten en zorgverzekeraars samen.")
    ] = None
    chain_matrix: Annotated[
        Keyed[Keyed[MatrixCell]],
        Key(
            "ketenmatrix",
            "Ketenmatrix",
            "Per gemeente en per ketenaanpak hoe ver die is.",
            keys="gemeentecode",
            inner=Key(
                "ketenaanpak",
                "Ketenaanpak",
                "Hoe ver elke ketenaanpak in deze gemeente is.",
                keys="ketenaanpak",
            ),
        ),
    ] = Keyed()
    conditions: Annotated[
        Keyed[Condition],
        Key(
            "voorwaarden",
            "Voorwaarden",
            "Hoe het staat met de zes voorwaarden voor de regionale preventie-infrastructuur.",
            keys="regio-voorwaarde",
        ),
    ] = Keyed()
    contributions: Annotated[
        tuple[Contribution, ...],
        Key("bijdragen", "Bijdragen", "Geld van onderdeel 15 dat van gemeenten is ontvangen."),
    ] = ()
