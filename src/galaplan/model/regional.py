"""The regional IZA file: the region, its mandate, its application and the documents that complete it."""

# No `from __future__ import annotations` in the modules of the model, see `shared`.

from typing import Literal

from galaplan.model.amounts import Amounts
from galaplan.model.fields import Key, Keyed, key
from galaplan.model.moment import Moment
from galaplan.model.municipal import Goal
from galaplan.model.plan import Plan
from galaplan.model.shared import Content, KetenStatus, Party, Signature

RegioFase = Literal["aanvraag-2023", "completering", "verantwoording"]
RegioDocument = Literal["aanvraag", "regioplan", "governance", "plan-van-aanpak"]
VoorwaardeStatus = Literal["open", "bezig", "voldaan"]


class Region(Content):
    """The IZA region that the file is about."""

    dutch_name = "regio"
    dutch_title = "De IZA-regio waar het bestand over gaat."

    name: str = key("naam", "Naam", "Naam van de IZA-regio.")
    municipalities: tuple[str, ...] = key(
        "gemeenten", "Gemeenten", "Codes van alle gemeenten in de regio.", form="gemeentecode"
    )
    code: str | None = key("code", "Code", "Code van de regio, als die er is.", default=None)
    ggd_regions: tuple[str, ...] = key(
        "ggd_regios", "GGD-regio's", "Namen of codes van de GGD-regio's waarin de gemeenten liggen.", default=()
    )
    zorgkantoor_regions: tuple[str, ...] = key(
        "zorgkantoorregios",
        "Zorgkantoorregio's",
        "Namen of codes van de zorgkantoorregio's waarin de gemeenten liggen.",
        default=(),
    )
    division_note: str | None = key(
        "indeling", "Indeling", "Hoe wordt omgegaan met regio's die niet dezelfde grenzen hebben.", default=None
    )


class RegionalGoal(Goal):
    """A goal of the region; a region orders by its own tasks and need not name a goal of the agreement."""

    dutch_name = "regionaal-doel"
    dutch_title = "Een eigen doel van de regio."

    gala: tuple[str, ...] = key(
        "gala", "GALA-doelen", "Doelen van het GALA waar dit doel onder valt.", code_list="doel", default=()
    )


class Administrator(Content):
    """The alderman or other administrator who holds the mandate."""

    dutch_name = "bestuurder"
    dutch_title = "De bestuurder van de mandaathouder."

    name: str | None = key("naam", "Naam", "Naam van de bestuurder.", default=None)
    role: str | None = key("functie", "Functie", "Functie van de bestuurder, zoals wethouder.", default=None)


class Mandate(Content):
    """Who acts for the region, and how that is arranged."""

    dutch_name = "mandaat"
    dutch_title = "Wie namens de regio optreedt, en hoe dat is geregeld."

    municipality: str | None = key(
        "gemeente", "Gemandateerde gemeente", "Code van de gemeente die aanvraagt.", form="gemeentecode", default=None
    )
    public_body: str | None = key(
        "openbaar_lichaam",
        "Openbaar lichaam",
        "Naam van het openbaar lichaam dat in plaats van een gemeente aanvraagt.",
        default=None,
    )
    coordinating_municipalities: tuple[str, ...] = key(
        "coordinerende_gemeenten",
        "Coördinerende gemeenten",
        "Codes van gemeenten die in de regio coördineren.",
        form="gemeentecode",
        default=(),
    )
    health_insurer: str | None = key(
        "zorgverzekeraar", "Zorgverzekeraar", "De zorgverzekeraar die namens de verzekeraars optreedt.", default=None
    )
    administrator: Administrator | None = key(
        "bestuurder", "Bestuurder", "De bestuurder van de mandaathouder.", default=None
    )
    known_on: Moment | None = key("bekend_op", "Bekend op", "Wanneer de mandaathouder bekend is gemaakt.", default=None)
    powers: str | None = key(
        "bevoegdheden", "Bevoegdheden", "Wat de mandaathouder voor of met de anderen mag besluiten.", default=None
    )
    board_level: str | None = key(
        "bestuurlijk", "Bestuurlijk niveau", "Hoe het mandaat bestuurlijk is geregeld.", default=None
    )
    staff_level: str | None = key(
        "ambtelijk", "Ambtelijk niveau", "Hoe het mandaat ambtelijk is geregeld.", default=None
    )
    distribution: str | None = key(
        "verdeling", "Verdeling", "Hoe het geld over de gemeenten wordt verdeeld.", default=None
    )
    financial_arrangement: str | None = key(
        "financiele_regeling",
        "Financiële regeling",
        "Hoe de gemandateerde gemeente voor haar werk wordt betaald.",
        default=None,
    )
    complete_on: Moment | None = key(
        "compleet_op", "Compleet op", "Wanneer de mandaatstructuur volledig is geregeld.", default=None
    )


class Contacts(Content):
    """Where the region can be reached, by function."""

    dutch_name = "aanspreekpunten"
    dutch_title = "De aanspreekpunten van de regio, met hun functie."

    board_level: str | None = key(
        "bestuurlijk", "Bestuurlijk", "Functie van het bestuurlijke aanspreekpunt.", default=None
    )
    staff_level: str | None = key("ambtelijk", "Ambtelijk", "Functie van het ambtelijke aanspreekpunt.", default=None)


class IzaApplication(Content):
    """The application of the region for IZA money."""

    dutch_name = "aanvraag-iza"
    dutch_title = "De aanvraag van de regio voor het IZA-geld."

    amounts: Amounts | None = key(
        "bedragen", "Bedragen", "Het gevraagde bedrag, hele euro's per kalenderjaar.", default=None
    )
    commitment: bool | None = key(
        "iza_commitment", "IZA-commitment", "Of de gemeenten zich aan het IZA hebben verbonden.", default=None
    )
    submitted_on: Moment | None = key("ingediend_op", "Ingediend op", "Wanneer de aanvraag is ingediend.", default=None)
    completed_on: Moment | None = key(
        "gecompleteerd_op", "Gecompleteerd op", "Wanneer de aanvraag volledig is gemaakt.", default=None
    )
    signature: Signature | None = key(
        "ondertekening", "Ondertekening", "Wie de aanvraag heeft ondertekend.", default=None
    )


class Declaration(Content):
    """A municipality declares that the applicant acts for it."""

    dutch_name = "verklaring"
    dutch_title = "De verklaring van een gemeente dat de aanvrager namens haar aanvraagt."

    municipality: str = key("gemeente", "Gemeente", "Code van de gemeente die verklaart.", form="gemeentecode")
    applicant: str = key(
        "aanvrager", "Aanvrager", "Code van de gemeente, of naam van het openbaar lichaam, dat aanvraagt."
    )
    signature: Signature | None = key(
        "ondertekening", "Ondertekening", "De bestuurder die de verklaring tekende.", default=None
    )


class Governance(Content):
    """How the region decides and is steered."""

    dutch_name = "governance"
    dutch_title = "Hoe de regio besluit en wordt gestuurd."

    mandate: str | None = key(
        "mandaat", "Mandaat", "Hoe de aanvrager voor of met de anderen mag besluiten.", default=None
    )
    steering: str | None = key(
        "sturing", "Sturing", "Hoe de regio stuurt, afstemt en terugkoppelt, ook aan de VNG.", default=None
    )


class RegionalPicture(Content):
    """The picture of health and care in the region that the regioplan builds on."""

    dutch_name = "regiobeeld"
    dutch_title = "Het beeld van gezondheid en zorg in de regio waarop het regioplan bouwt."

    date: Moment | None = key("datum", "Datum", "Datum of jaar van het regiobeeld.", default=None)
    sources: tuple[str, ...] = key(
        "bronnen", "Bronnen", "Gegevens die zijn gebruikt, zoals de GGD-monitors.", default=()
    )
    prevention: bool | None = key("preventie", "Preventie", "Of preventie deel is van het regiobeeld.", default=None)
    ggd: tuple[str, ...] = key(
        "ggd", "GGD'en", "Namen van de GGD'en die aan het regiobeeld hebben meegewerkt.", default=()
    )
    challenges: tuple[str, ...] = key(
        "opgaven", "Opgaven", "De opgaven voor de regio die uit het regiobeeld volgen.", default=()
    )
    url: str | None = key("url", "Adres", "Waar het regiobeeld te vinden is.", default=None)


class RegioplanPart(Content):
    """One of the minimum parts of the regioplan."""

    dutch_name = "onderdeel-regioplan"
    dutch_title = "Een van de onderdelen die elk regioplan heeft."


class Evaluation(Content):
    """When and how the regioplan is evaluated."""

    dutch_name = "evaluatie"
    dutch_title = "Wanneer en hoe het regioplan wordt geëvalueerd."

    moment: Moment | None = key("moment", "Moment", "Datum of jaar van de evaluatie.", default=None)
    form: str | None = key("vorm", "Vorm", "Hoe er wordt geëvalueerd en gerapporteerd, en aan wie.", default=None)


class Regioplan(Content):
    """The plan of municipalities, insurers and others in the region."""

    dutch_name = "regioplan"
    dutch_title = "Het plan van gemeenten, zorgverzekeraars en andere partijen in de regio."

    date: Moment | None = key("datum", "Datum", "Datum of jaar waarop het regioplan klaar was.", default=None)
    url: str | None = key("url", "Adres", "Waar het regioplan openbaar te vinden is.", default=None)
    parties: tuple[Party, ...] = key(
        "partijen", "Partijen", "Partijen die het regioplan samen hebben gemaakt.", default=()
    )
    risk_groups: tuple[str, ...] = key(
        "risicogroepen", "Risicogroepen", "Groepen die de regio heeft gekozen.", code_list="risicogroep", default=()
    )
    parts: Keyed[RegioplanPart] = key(
        "onderdelen",
        "Onderdelen",
        "Per verplicht onderdeel een tekst, of waar het in het regioplan staat.",
        keys="regioplan-onderdeel",
        default=Keyed(),
    )
    coordinator: str | None = key(
        "coordinator", "Coördinator", "Functie of organisatie die de uitvoering coördineert.", default=None
    )
    evaluation: Evaluation | None = key(
        "evaluatie", "Evaluatie", "Wanneer en hoe het regioplan wordt geëvalueerd.", default=None
    )
    disadvantages: str | None = key(
        "achterstanden",
        "Achterstanden",
        "Wat de regio doet aan sociaal-economische gezondheidsverschillen.",
        default=None,
    )


class MatrixCell(Content):
    """How far one chain is in one municipality."""

    dutch_name = "ketenmatrixcel"
    dutch_title = "Hoe het in één gemeente met één ketenaanpak staat."

    status: KetenStatus | None = key("status", "Status", "Hoe ver de keten in deze gemeente is.", default=None)
    start: Moment | None = key("start", "Start", "Datum of jaar waarop de keten begint.", default=None)
    existing: bool | None = key("bestaand", "Bestaand", "Of de keten al voor 2023 liep.", default=None)
    reason: str | None = key("reden", "Reden", "Waarom de keten er niet of pas later komt.", default=None)


class Condition(Content):
    """How far one condition for the regional prevention infrastructure is met."""

    dutch_name = "voorwaarde"
    dutch_title = "Hoe het staat met een voorwaarde voor de regionale preventie-infrastructuur."

    status: VoorwaardeStatus | None = key(
        "status", "Status", "Of de voorwaarde open, bezig of voldaan is.", default=None
    )
    date: Moment | None = key("datum", "Datum", "Wanneer aan de voorwaarde is of wordt voldaan.", default=None)


class Contribution(Content):
    """Money for regional coordination (component 15) that the region received from a member."""

    dutch_name = "bijdrage"
    dutch_title = "Geld voor regionale coördinatie dat de regio van een gemeente heeft ontvangen."

    municipality: str = key("gemeente", "Gemeente", "Code van de gemeente die bijdraagt.", form="gemeentecode")
    amounts: Amounts = key("bedragen", "Bedragen", "Het ontvangen bedrag, hele euro's per kalenderjaar.")


class RegionalPlan(Plan):
    """A file of an IZA region."""

    dutch_name = "regionaal-bestand"
    dutch_title = "Het bestand van een IZA-regio: aanvraag, regioplan, governance en plan van aanpak."

    region: Region = key("regio", "Regio", "De IZA-regio waar het bestand over gaat.")
    kind: Literal["regio"] = key(
        "soort", "Soort", "Soort bestand: 'regio' is een regionaal IZA-bestand.", default="regio"
    )
    phase: RegioFase | None = key(
        "fase",
        "Fase",
        "De aanvraag van 2023, de completering ervan, of de verantwoording.",
        absent="completering",
        default=None,
    )
    contains: tuple[RegioDocument, ...] = key(
        "bevat", "Bevat", "Welke van de vier regionale documenten dit bestand bevat.", absent="alle vier", default=()
    )
    goals: tuple[RegionalGoal, ...] = key(
        "doelen", "Doelen", "De gezondheidsdoelen waar de regio aan werkt.", default=()
    )
    mandate: Mandate | None = key(
        "mandaat", "Mandaat", "Wie namens de regio optreedt, en hoe dat is geregeld.", default=None
    )
    contacts: Contacts | None = key(
        "aanspreekpunten", "Aanspreekpunten", "Bij wie de regio bestuurlijk en ambtelijk te bereiken is.", default=None
    )
    iza_application: IzaApplication | None = key(
        "aanvraag_iza", "Aanvraag IZA", "De aanvraag voor het IZA-geld.", default=None
    )
    declarations: tuple[Declaration, ...] = key(
        "verklaringen", "Verklaringen", "Eén verklaring van elke gemeente naast de aanvrager.", default=()
    )
    governance: Governance | None = key(
        "governance", "Governance", "Hoe de regio besluit en wordt gestuurd.", default=None
    )
    regional_picture: RegionalPicture | None = key(
        "regiobeeld", "Regiobeeld", "Het regiobeeld waarop het regioplan bouwt.", default=None
    )
    regioplan: Regioplan | None = key(
        "regioplan", "Regioplan", "Het plan van gemeenten en zorgverzekeraars samen.", default=None
    )
    chain_matrix: Keyed[Keyed[MatrixCell]] = key(
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
        default=Keyed(),
    )
    conditions: Keyed[Condition] = key(
        "voorwaarden",
        "Voorwaarden",
        "Hoe het staat met de zes voorwaarden voor de regionale preventie-infrastructuur.",
        keys="regio-voorwaarde",
        default=Keyed(),
    )
    contributions: tuple[Contribution, ...] = key(
        "bijdragen", "Bijdragen", "Geld van onderdeel 15 dat van gemeenten is ontvangen.", default=()
    )
