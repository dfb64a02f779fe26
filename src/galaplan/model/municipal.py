"""The municipal plan file: what a municipality asks, aims at, describes and arranges besides its actions."""

# No `from __future__ import annotations` here: the shapes are read from the annotations themselves.

from typing import Literal

from galaplan.model.amounts import Amounts
from galaplan.model.fields import Keyed, key
from galaplan.model.moment import FIRST_YEAR, LAST_YEAR, Moment
from galaplan.model.plan import Plan
from galaplan.model.shared import Content, Indicator, Partner

GemeenteFase = Literal["aanvraag-2023", "plan-van-aanpak", "verantwoording"]
AdviesUitkomst = Literal["positief", "negatief"]
Tekenfunctie = Literal["wethouder", "burgemeester"]
OnderdeelStatus = Literal["verkenning", "voorbereiding", "uitvoering"]
OkoVaAanpak = Literal["oko", "va"]
SchoneLuchtAkkoord = Literal["deelnemer", "verkenning", "nee"]


class Municipality(Content):
    """The municipality that files the plan."""

    dutch_name = "gemeente"
    dutch_title = "De gemeente die het plan indient."

    code: str = key("code", "Gemeentecode", "Code van het CBS.", form="gemeentecode")
    name: str = key("naam", "Naam", "Naam van de gemeente.")
    inhabitants: int | None = key("inwoners", "Inwoners", "Aantal inwoners.", minimum=0, maximum=10**8, default=None)
    home_dwelling_65_plus: int | None = key(
        "thuiswonende_65plus",
        "Thuiswonende 65-plussers",
        "Aantal mensen van 65 jaar en ouder dat zelfstandig woont.",
        minimum=0,
        maximum=10**8,
        default=None,
    )
    ggd_region: str | None = key(
        "ggd_regio", "GGD-regio", "Naam of code van de GGD-regio van de gemeente.", default=None
    )
    iza_region: str | None = key(
        "iza_regio", "IZA-regio", "Naam of code van de IZA-regio van de gemeente.", default=None
    )
    zorgkantoor_region: str | None = key(
        "zorgkantoorregio", "Zorgkantoorregio", "Naam of code van de zorgkantoorregio van de gemeente.", default=None
    )
    on_behalf_of: tuple[str, ...] = key(
        "namens",
        "Namens",
        "Codes van andere gemeenten namens welke dit plan ook wordt ingediend.",
        form="gemeentecode",
        default=(),
    )


class Advice(Content):
    """What the kerngroep advised."""

    dutch_name = "advies"
    dutch_title = "Het advies van de kerngroep over het plan."

    outcome: AdviesUitkomst | None = key("uitkomst", "Uitkomst", "Of het advies positief of negatief is.", default=None)
    date: Moment | None = key("datum", "Datum", "Wanneer het advies is gegeven.", default=None)


class MunicipalSignature(Content):
    """Who signed for the municipality."""

    dutch_name = "ondertekening-gemeente"
    dutch_title = "Wie namens de gemeente heeft ondertekend."

    name: str | None = key("naam", "Naam", "Naam van de bestuurder.", default=None)
    role: Tekenfunctie | None = key(
        "functie", "Functie", "Functie van de ondertekenaar: wethouder of burgemeester.", default=None
    )
    date: Moment | None = key("datum", "Datum", "Datum van ondertekening.", default=None)


class Filing(Content):
    """When and how the plan was filed."""

    dutch_name = "indiening"
    dutch_title = "Wanneer en hoe het plan is ingediend."

    core_group: Moment | None = key(
        "kerngroep", "Bij de kerngroep", "Wanneer het plan naar de kerngroep is gestuurd.", default=None
    )
    dus_i: Moment | None = key("dus_i", "Bij DUS-I", "Wanneer de aanvraag bij DUS-I is ingediend.", default=None)
    advice: Advice | None = key("advies", "Advies", "Het advies van de kerngroep over het plan.", default=None)
    permission_to_use: bool | None = key(
        "toestemming_gebruik",
        "Toestemming voor gebruik",
        "Of de gegevens uit het plan mogen worden gebruikt voor monitoring.",
        default=None,
    )
    signature: MunicipalSignature | None = key(
        "ondertekening", "Ondertekening", "Wie heeft ondertekend, en wanneer.", default=None
    )


class Request(Content):
    """What is requested for one component."""

    dutch_name = "aanvraag"
    dutch_title = "Wat voor één SPUK-onderdeel wordt aangevraagd."

    component: str = key(
        "onderdeel",
        "SPUK-onderdeel",
        "Het onderdeel dat wordt aangevraagd.",
        code_list="spuk-onderdeel",
        identifies="aanvraag",
    )
    amounts: Amounts | None = key(
        "bedragen", "Bedragen", "Het gevraagde bedrag, hele euro's per kalenderjaar.", default=None
    )
    gala: tuple[str, ...] = key(
        "gala", "GALA-doelen", "Doelen van het GALA waaraan het onderdeel bijdraagt.", code_list="doel", default=()
    )
    sportakkoord: tuple[str, ...] = key(
        "sportakkoord",
        "Doelen Sportakkoord",
        "Doelen van het Sportakkoord II waaraan het onderdeel bijdraagt.",
        code_list="sportakkoord-doel",
        default=(),
    )
    brc: tuple[str, ...] = key(
        "brc",
        "Doelen BRC",
        "Doelen van de Brede Regeling Combinatiefuncties waaraan het onderdeel bijdraagt.",
        code_list="brc-doel",
        default=(),
    )


class NotRequested(Content):
    """A component that is not requested, with the reason."""

    dutch_name = "niet-aangevraagd"
    dutch_title = "Een SPUK-onderdeel dat niet wordt aangevraagd, met de reden."

    component: str = key(
        "onderdeel",
        "SPUK-onderdeel",
        "Het onderdeel dat niet wordt aangevraagd.",
        code_list="spuk-onderdeel",
        identifies="niet_aangevraagd",
    )
    reason: str = key("reden", "Reden", "Waarom het niet wordt aangevraagd.")


class NotElaborated(Content):
    """A goal of the agreement that the plan does not work out, with the reason."""

    dutch_name = "niet-uitgewerkt"
    dutch_title = "Een GALA-doel dat het plan niet uitwerkt, met de reden."

    goal: str = key(
        "doel", "GALA-doel", "Het doel dat niet is uitgewerkt.", code_list="doel", identifies="niet_uitgewerkt"
    )
    reason: str = key("reden", "Reden", "Waarom het niet is uitgewerkt, of waar het wel staat.")


class Goal(Content):
    """A goal of the municipality."""

    dutch_name = "gemeentelijk-doel"
    dutch_title = "Een eigen doel van de gemeente."

    id: str = key("id", "Kenmerk", "Uniek onder de doelen.", form="slug", identifies="doelen")
    title: str = key("titel", "Titel", "Het doel in één zin.")
    gala: tuple[str, ...] = key(
        "gala", "GALA-doelen", "Doelen van het GALA waar dit doel onder valt.", code_list="doel"
    )
    sportakkoord: tuple[str, ...] = key(
        "sportakkoord",
        "Doelen Sportakkoord",
        "Doelen van het Sportakkoord II waar dit doel bij hoort.",
        code_list="sportakkoord-doel",
        default=(),
    )
    results: tuple[str, ...] = key(
        "resultaten",
        "Beoogde resultaten",
        "Resultaten uit het GALA die dit doel nastreeft.",
        code_list="beoogd-resultaat",
        default=(),
    )
    indicators: tuple[Indicator, ...] = key(
        "indicatoren", "Indicatoren", "Waaraan te zien is of het doel dichterbij komt.", default=()
    )


class Reach(Content):
    """How people with a health disadvantage, and their neighbourhoods, are reached."""

    dutch_name = "bereik"
    dutch_title = "Hoe (wijken met) mensen met gezondheidsachterstanden worden bereikt."

    groups: tuple[str, ...] = key(
        "groepen", "Groepen", "Groepen die extra aandacht krijgen.", code_list="risicogroep", default=()
    )
    neighbourhoods: tuple[str, ...] = key(
        "wijken", "Wijken", "Wijken of kernen die extra aandacht krijgen.", default=()
    )
    approach: str | None = key("aanpak", "Aanpak", "Hoe deze groepen en wijken worden bereikt.", default=None)


class Element(Content):
    """One of the seven elements that a plan has in any case."""

    dutch_name = "element"
    dutch_title = "Een van de zeven onderdelen die elk plan van aanpak heeft."

    shared_text: bool | None = key(
        "gedeelde_tekst",
        "Gedeelde tekst",
        "Of deze tekst met opzet gelijk is aan die van andere gemeenten, bijvoorbeeld uit de regio.",
        default=None,
    )


class GoalsElement(Element):
    """The element of goals and actions: besides its text the coherence, and how people are reached."""

    dutch_name = "element-doelen-en-acties"
    dutch_title = "Het element doelen en acties: de samenhang en het bereik."

    coherence: str | None = key(
        "samenhang", "Samenhang", "Hoe de doelen en de acties met elkaar samenhangen.", default=None
    )
    reach: Reach | None = key(
        "bereik", "Bereik", "Hoe (wijken met) mensen met gezondheidsachterstanden worden bereikt.", default=None
    )


class SocialPhysicalElement(Element):
    """The element that links the plan to the social and the physical domain."""

    dutch_name = "element-verbinding-sociaal-fysiek"
    dutch_title = "Het element verbinding met het sociaal en het fysiek domein."

    social: str | None = key(
        "sociaal", "Sociaal domein", "Hoe het plan aansluit op de aanpak in het sociaal domein.", default=None
    )
    physical: str | None = key(
        "fysiek", "Fysiek domein", "Hoe het plan aansluit op de aanpak in het fysiek domein.", default=None
    )


class Ggd(Content):
    """What the GGD does for the plan."""

    dutch_name = "ggd"
    dutch_title = "Wat de GGD voor het plan doet."

    name: str | None = key("naam", "Naam", "Naam van de GGD.", default=None)
    tasks: tuple[str, ...] = key(
        "taken", "Taken", "Advies- en kennistaken die de GGD uitvoert.", code_list="ggd-taak", default=()
    )
    assignment: str | None = key(
        "opdracht", "Opdracht", "Welke opdracht de GGD voor haar kennisfunctie heeft.", default=None
    )


class Component(Content):
    """What the plan says of one SPUK component besides its actions."""

    dutch_name = "onderdeel"
    dutch_title = "Wat het plan over één SPUK-onderdeel zegt naast de acties."

    status: OnderdeelStatus | None = key(
        "status", "Status", "Of het onderdeel wordt verkend, voorbereid of uitgevoerd.", default=None
    )


class KansrijkeStart(Component):
    """The component Kansrijke Start."""

    dutch_name = "onderdeel-kansrijke-start"
    dutch_title = "Het onderdeel Kansrijke Start."

    partners: tuple[Partner, ...] = key(
        "partners", "Partners", "Partijen in de lokale coalitie Kansrijke Start.", default=()
    )
    contraception: str | None = key(
        "anticonceptie",
        "Anticonceptie",
        "Hoe de kosten van anticonceptie worden gedragen voor wie ze niet kan betalen.",
        default=None,
    )
    preconception: str | None = key(
        "preconceptie", "Preconceptie", "Hoe voorlichting vóór de zwangerschap wordt aangeboden.", default=None
    )
    regional_agreements: str | None = key(
        "regionale_afspraken", "Regionale afspraken", "Welke afspraken hierover in de regio gelden.", default=None
    )


class ProjectLeader(Content):
    """Who leads a project, by function."""

    dutch_name = "projectleider"
    dutch_title = "Wie het project leidt, en vanaf wanneer."

    function: str | None = key("functie", "Functie", "De functie, geen persoonsnaam.", default=None)
    since: Moment | None = key("vanaf", "Vanaf", "Datum of jaar waarop de projectleider begint.", default=None)


class OkoVa(Component):
    """The component on growing up in a promising environment and early signs of alcohol problems."""

    dutch_name = "onderdeel-oko-va"
    dutch_title = "Het onderdeel Opgroeien in een Kansrijke Omgeving en Vroegsignalering Alcoholproblematiek."

    approach: tuple[OkoVaAanpak, ...] = key(
        "aanpak",
        "Aanpak",
        "'oko' (Opgroeien in een Kansrijke Omgeving), 'va' (Vroegsignalering Alcohol) of beide.",
        labels={"oko": "Opgroeien in een Kansrijke Omgeving (OKO)", "va": "Vroegsignalering Alcohol (VA)"},
        default=(),
    )
    project_leader: ProjectLeader | None = key("projectleider", "Projectleider", "Wie de aanpak leidt.", default=None)
    partners: tuple[Partner, ...] = key(
        "partners", "Partners", "Partijen in het samenwerkingsverband, zoals GGD en verslavingszorg.", default=()
    )
    monitor_years: tuple[int, ...] = key(
        "monitor_jaren",
        "Jaren van de monitor",
        "Kalenderjaren waarin wordt gemeten, zoals met de jeugdgezondheidsmonitor.",
        minimum=FIRST_YEAR,
        maximum=LAST_YEAR,
        default=(),
    )
    plan_with_partners: str | None = key(
        "plan_met_partners", "Plan met partners", "Welk plan er met de partners is of wordt gemaakt.", default=None
    )


class Loneliness(Component):
    """The component against loneliness."""

    dutch_name = "onderdeel-een-tegen-eenzaamheid"
    dutch_title = "Het onderdeel Eén tegen eenzaamheid."

    pillars: Keyed[str] = key(
        "pijlers",
        "Pijlers",
        "Per pijler wat de gemeente doet tegen eenzaamheid.",
        keys="eenzaamheid-pijler",
        default=Keyed(),
    )


class InformalCare(Component):
    """The component on informal care and respite care."""

    dutch_name = "onderdeel-mantelzorg-respijtzorg"
    dutch_title = "Het onderdeel mantelzorg en respijtzorg."

    implementation_agenda: str | None = key(
        "uitvoeringsagenda",
        "Uitvoeringsagenda",
        "Hoe de landelijke uitvoeringsagenda mantelzorg wordt gebruikt.",
        default=None,
    )
    regional_dialogue: str | None = key(
        "regionale_dialoog",
        "Regionale dialoog",
        "Hoe met zorgverzekeraars en zorgkantoor over zwaardere respijtzorg wordt gesproken.",
        default=None,
    )


class BrcFunction(Content):
    """A function that the BRC pays for."""

    dutch_name = "brc-functie"
    dutch_title = "Een functie uit de Brede Regeling Combinatiefuncties."

    function: str = key("functie", "Functie", "De functie, zoals buurtsportcoach of cultuurcoach.")
    fte: float | None = key("fte", "Fte", "Omvang in voltijdsbanen per jaar.", minimum=0, maximum=1000, default=None)


class Brc(Component):
    """The component Brede Regeling Combinatiefuncties."""

    dutch_name = "onderdeel-brc"
    dutch_title = "Het onderdeel Brede Regeling Combinatiefuncties."

    functions: tuple[BrcFunction, ...] = key(
        "functies", "Functies", "Welke functies er zijn, en hoeveel fte.", default=()
    )


class SportCoordinator(Content):
    """Who coordinates the Sportakkoord or an accord next to it."""

    dutch_name = "sportcoordinator"
    dutch_title = "Wie het Sportakkoord, of een akkoord ernaast, coördineert."

    role: str = key(
        "rol",
        "Rol",
        "Welk akkoord wordt gecoördineerd; meer rollen van één persoon zijn meer rijen.",
        code_list="kernteamrol",
    )
    function: str | None = key("functie", "Functie", "De functie, geen persoonsnaam.", default=None)


class Sportakkoord(Component):
    """The component Sportakkoord."""

    dutch_name = "onderdeel-sportakkoord"
    dutch_title = "Het onderdeel Sportakkoord."

    coordinators: tuple[SportCoordinator, ...] = key(
        "coordinatoren", "Coördinatoren", "Wie Sportakkoord, GALA, IZA en preventieakkoord coördineren.", default=()
    )


class MentalHealth(Component):
    """The component on mental health."""

    dutch_name = "onderdeel-mentale-gezondheid"
    dutch_title = "Het onderdeel mentale gezondheid."

    national_approach: bool | None = key(
        "landelijke_aanpak",
        "Landelijke aanpak",
        "Of het plan aansluit op de landelijke aanpak 'Mentale gezondheid: van ons allemaal'.",
        default=None,
    )
    conceptual_framework: bool | None = key(
        "begrippenkader", "Begrippenkader", "Of het landelijke begrippenkader wordt gebruikt.", default=None
    )
    settings: tuple[str, ...] = key(
        "settings", "Leefomgevingen", "Waar de aanpak mensen bereikt.", code_list="mentaal-setting", default=()
    )


class LivingEnvironment(Component):
    """The component on the living environment."""

    dutch_name = "onderdeel-leefomgeving"
    dutch_title = "Het onderdeel leefomgeving."

    position_paper: str | None = key(
        "position_paper",
        "Position paper",
        "Hoe de aspecten uit het VNG-position paper over gezonde leefomgeving terugkomen.",
        default=None,
    )
    heat: str | None = key("hitte", "Hitte", "Hoe de aanpak van hitte, smog en uv-straling is geregeld.", default=None)
    clean_air_agreement: SchoneLuchtAkkoord | None = key(
        "schone_lucht_akkoord",
        "Schone Lucht Akkoord",
        "Of de gemeente meedoet, deelname verkent, of niet meedoet.",
        labels={
            "deelnemer": "De gemeente doet mee",
            "verkenning": "De gemeente verkent deelname",
            "nee": "De gemeente doet niet mee",
        },
        default=None,
    )


class WelzijnOpRecept(Component):
    """The component Welzijn op Recept."""

    dutch_name = "onderdeel-welzijn-op-recept"
    dutch_title = "Het onderdeel Welzijn op Recept."

    purchasing_advice: bool | None = key(
        "inkoopadvies", "Inkoopadvies", "Of het integraal inkoopadvies als handreiking is gebruikt.", default=None
    )


class RegionalCoordination(Component):
    """The component that pays for regional coordination of prevention."""

    dutch_name = "onderdeel-coordinatie-regionale-preventie"
    dutch_title = "Het onderdeel coördinatiekosten regionale aanpak preventie."

    recipient: str | None = key(
        "ontvanger", "Ontvanger", "Wie het geld krijgt, zoals de gemandateerde gemeente of de GGD.", default=None
    )


class CoreTeamMember(Content):
    """A place in the core team of the municipality."""

    dutch_name = "kernteamlid"
    dutch_title = "Een plaats in het kernteam van de gemeente."

    function: str = key("functie", "Functie", "De functie, geen persoonsnaam.")
    role: str | None = key(
        "rol",
        "Rol",
        "De rol in het kernteam; meer rollen van één persoon zijn meer rijen.",
        code_list="kernteamrol",
        default=None,
    )


class Organisation(Content):
    """How the municipality has organised the work."""

    dutch_name = "organisatie"
    dutch_title = "Hoe de gemeente het werk heeft georganiseerd."

    core_team: tuple[CoreTeamMember, ...] = key("kernteam", "Kernteam", "Wie er in het kernteam zitten.", default=())
    domains: tuple[str, ...] = key(
        "domeinen", "Domeinen", "Beleidsdomeinen die in de organisatie meedoen.", code_list="domein", default=()
    )
    mandate: str | None = key("mandaat", "Mandaat", "Wat het kernteam zelf mag besluiten, en van wie.", default=None)
    team: str | None = key("team", "Team", "Hoe het team werkt en hoe de coördinatoren zijn verbonden.", default=None)


class RegionalReference(Content):
    """Where the regional file is, and which part of its money is for this municipality."""

    dutch_name = "regioverwijzing"
    dutch_title = "Verwijzing naar het bestand van de IZA-regio."

    plan: str | None = key("plan", "Regionaal plan", "Kenmerk van het regionale bestand.", form="slug", default=None)
    local_iza: Amounts | None = key(
        "iza_lokaal",
        "Lokaal IZA-deel",
        "Het deel van het IZA-geld voor deze gemeente, hele euro's per kalenderjaar.",
        default=None,
    )


class MunicipalPlan(Plan):
    """A plan file of a municipality."""

    dutch_name = "gemeentelijk-plan"
    dutch_title = "Een GALA/SPUK-plan van een gemeente."

    municipality: Municipality = key("gemeente", "Gemeente", "De gemeente die het plan indient.")
    kind: Literal["gemeente"] = key(
        "soort", "Soort", "Soort bestand: 'gemeente' is een gemeentelijk plan.", default="gemeente"
    )
    phase: GemeenteFase | None = key(
        "fase",
        "Fase",
        "De aanvraag van 2023, het plan van aanpak, of de verantwoording.",
        absent="plan-van-aanpak",
        default=None,
    )
    filing: Filing | None = key("indiening", "Indiening", "Wanneer en hoe het plan is ingediend.", default=None)
    requests: tuple[Request, ...] = key(
        "aanvraag", "Aanvraag", "Wat wordt aangevraagd, één rij per SPUK-onderdeel.", default=()
    )
    requested_total: Amounts | None = key(
        "aanvraag_totaal",
        "Totaal van de aanvraag",
        "Hele euro's per kalenderjaar; alleen als de verdeling over onderdelen niet is vermeld.",
        default=None,
    )
    not_requested: tuple[NotRequested, ...] = key(
        "niet_aangevraagd", "Niet aangevraagd", "Onderdelen die niet worden aangevraagd, met de reden.", default=()
    )
    not_elaborated: tuple[NotElaborated, ...] = key(
        "niet_uitgewerkt", "Niet uitgewerkt", "GALA-doelen die niet zijn uitgewerkt, met de reden.", default=()
    )
    goals: tuple[Goal, ...] = key("doelen", "Doelen", "De eigen doelen, verbonden met die van het GALA.", default=())
    elements: Keyed[Element] = key(
        "elementen",
        "Planelementen",
        "De zeven elementen die elk plan van aanpak heeft.",
        keys="plan-element",
        special={
            "doelen-en-acties": GoalsElement,
            "verbinding-sociaal-fysiek": SocialPhysicalElement,
        },
        default=Keyed(),
    )
    ggd: Ggd | None = key("ggd", "GGD", "Wat de GGD voor het plan doet.", default=None)
    components: Keyed[Component] = key(
        "onderdelen",
        "SPUK-onderdelen",
        "Per SPUK-onderdeel wat het plan erover zegt naast de acties.",
        keys="spuk-onderdeel",
        special={
            "sportakkoord": Sportakkoord,
            "brc": Brc,
            "kansrijke-start": KansrijkeStart,
            "mentale-gezondheid": MentalHealth,
            "leefomgeving": LivingEnvironment,
            "oko-va": OkoVa,
            "mantelzorg-respijtzorg": InformalCare,
            "een-tegen-eenzaamheid": Loneliness,
            "welzijn-op-recept": WelzijnOpRecept,
            "coordinatie-regionale-preventie": RegionalCoordination,
        },
        default=Keyed(),
    )
    organisation: Organisation | None = key(
        "organisatie", "Organisatie", "Hoe de gemeente het werk heeft georganiseerd.", default=None
    )
    regional_reference: RegionalReference | None = key(
        "regioverwijzing", "Regioverwijzing", "Verwijzing naar het bestand van de IZA-regio.", default=None
    )
    self_assessment: Keyed[str] = key(
        "zelftoets",
        "Zelftoets",
        "Antwoorden op de leidende vragen over gezondheidsachterstanden.",
        keys="leidende-vraag",
        default=Keyed(),
    )
    communication: str | None = key(
        "communicatie", "Communicatie", "Hoe over het plan en de acties wordt gecommuniceerd.", default=None
    )
    key_persons: str | None = key(
        "sleutelpersonen", "Sleutelpersonen", "Welke sleutelpersonen helpen om inwoners te bereiken.", default=None
    )
    smoke_free: str | None = key(
        "rookvrij", "Rookvrij", "Wat de gemeente doet voor een rookvrije omgeving.", default=None
    )
    alcohol_and_drugs: str | None = key(
        "alcohol_drugs", "Alcohol en drugs", "Wat de gemeente doet aan alcohol- en drugsgebruik.", default=None
    )
