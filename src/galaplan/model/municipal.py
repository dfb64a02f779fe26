"""The municipal plan file: what a municipality asks, aims at, describes and arranges besides its actions."""

# No `from __future__ import annotations` in the modules of the model, see `shared`.

from typing import Annotated, Literal

from galaplan.model.amounts import Amounts
from galaplan.model.fields import Key, Keyed, table
from galaplan.model.moment import FIRST_YEAR, LAST_YEAR, Moment
from galaplan.model.plan import Plan
from galaplan.model.shared import Content, Indicator, Partner

GemeenteFase = Literal["aanvraag-2023", "plan-van-aanpak", "verantwoording"]
AdviesUitkomst = Literal["positief", "negatief"]
Tekenfunctie = Literal["wethouder", "burgemeester"]
OnderdeelStatus = Literal["verkenning", "voorbereiding", "uitvoering"]
OkoVaAanpak = Literal["oko", "va"]
SchoneLuchtAkkoord = Literal["deelnemer", "verkenning", "nee"]


@table
class Municipality(Content):
    """The municipality that files the plan."""

    dutch_name = "gemeente"
    dutch_title = "De gemeente die het plan indient."

    code: Annotated[str, Key("code", "Gemeentecode", "Code van het CBS: GM en vier cijfers.", form="gemeentecode")]
    name: Annotated[str, Key("naam", "Naam", "Naam van de gemeente.")]
    inhabitants: Annotated[int | None, Key("inwoners", "Inwoners", "Aantal inwoners.", minimum=0, maximum=10**8)] = None
    home_dwelling_65_plus: Annotated[
        int | None,
        Key(
            "thuiswonende_65plus",
            "Thuiswonende 65-plussers",
            "Aantal mensen van 65 jaar en ouder dat zelfstandig woont.",
            minimum=0,
            maximum=10**8,
        ),
    ] = None
    ggd_region: Annotated[
        str | None, Key("ggd_regio", "GGD-regio", "Naam of code van de GGD-regio van de gemeente.")
    ] = None
    iza_region: Annotated[
        str | None, Key("iza_regio", "IZA-regio", "Naam of code van de IZA-regio van de gemeente.")
    ] = None
    zorgkantoor_region: Annotated[
        str | None,
        Key("zorgkantoorregio", "Zorgkantoorregio", "Naam of code van de zorgkantoorregio van de gemeente."),
    ] = None
    on_behalf_of: Annotated[
        tuple[str, ...],
        Key(
            "namens",
            "Namens",
            "Codes van andere gemeenten namens welke dit plan ook wordt ingediend.",
            form="gemeentecode",
        ),
    ] = ()


@table
class Advice(Content):
    """What the kerngroep advised."""

    dutch_name = "advies"
    dutch_title = "Het advies van de kerngroep over het plan."

    outcome: Annotated[AdviesUitkomst | None, Key("uitkomst", "Uitkomst", "Of het advies positief of negatief is.")] = (
        None
    )
    date: Annotated[Moment | None, Key("datum", "Datum", "Wanneer het advies is gegeven.")] = None


@table
class MunicipalSignature(Content):
    """Who signed for the municipality."""

    dutch_name = "ondertekening-gemeente"
    dutch_title = "Wie namens de gemeente heeft ondertekend."

    name: Annotated[str | None, Key("naam", "Naam", "Naam van de bestuurder.")] = None
    role: Annotated[
        Tekenfunctie | None,
        Key("functie", "Functie", "Functie van de ondertekenaar: wethouder of burgemeester."),
    ] = None
    date: Annotated[Moment | None, Key("datum", "Datum", "Datum van ondertekening.")] = None


@table
class Filing(Content):
    """When and how the plan was filed."""

    dutch_name = "indiening"
    dutch_title = "Wanneer en hoe het plan is ingediend."

    core_group: Annotated[
        Moment | None, Key("kerngroep", "Bij de kerngroep", "Wanneer het plan naar de kerngroep is gestuurd.")
    ] = None
    dus_i: Annotated[Moment | None, Key("dus_i", "Bij DUS-I", "Wanneer de aanvraag bij DUS-I is ingediend.")] = None
    advice: Annotated[Advice | None, Key("advies", "Advies", "Het advies van de kerngroep over het plan.")] = None
    permission_to_use: Annotated[
        bool | None,
        Key(
            "toestemming_gebruik",
            "Toestemming voor gebruik",
            "Of de gegevens uit het plan mogen worden gebruikt voor monitoring.",
        ),
    ] = None
    signature: Annotated[
        MunicipalSignature | None, Key("ondertekening", "Ondertekening", "Wie heeft ondertekend, en wanneer.")
    ] = None


@table
class Request(Content):
    """What is requested for one component."""

    dutch_name = "aanvraag"
    dutch_title = "Wat voor één SPUK-onderdeel wordt aangevraagd."

    component: Annotated[
        str,
        Key("onderdeel", "SPUK-onderdeel", "Het onderdeel dat wordt aangevraagd.", code_list="spuk-onderdeel"),
    ]
    amounts: Annotated[
        Amounts | None, Key("bedragen", "Bedragen", "Het gevraagde bedrag, hele euro's per kalenderjaar.")
    ] = None
    gala: Annotated[
        tuple[str, ...],
        Key("gala", "GALA-doelen", "Doelen van het GALA waaraan het onderdeel bijdraagt.", code_list="doel"),
    ] = ()
    sportakkoord: Annotated[
        tuple[str, ...],
        Key(
            "sportakkoord",
            "Doelen Sportakkoord",
            "Doelen van het Sportakkoord II waaraan het onderdeel bijdraagt.",
            code_list="sportakkoord-doel",
        ),
    ] = ()
    brc: Annotated[
        tuple[str, ...],
        Key(
            "brc",
            "Doelen BRC",
            "Doelen van de Brede Regeling Combinatiefuncties waaraan het onderdeel bijdraagt.",
            code_list="brc-doel",
        ),
    ] = ()


@table
class NotRequested(Content):
    """A component that is not requested, with the reason."""

    dutch_name = "niet-aangevraagd"
    dutch_title = "Een SPUK-onderdeel dat niet wordt aangevraagd, met de reden."

    component: Annotated[
        str,
        Key(
            "onderdeel",
            "SPUK-onderdeel",
            "Het onderdeel dat niet wordt aangevraagd.",
            code_list="spuk-onderdeel",
        ),
    ]
    reason: Annotated[str, Key("reden", "Reden", "Waarom het niet wordt aangevraagd.")]


@table
class NotElaborated(Content):
    """A goal of the agreement that the plan does not work out, with the reason."""

    dutch_name = "niet-uitgewerkt"
    dutch_title = "Een GALA-doel dat het plan niet uitwerkt, met de reden."

    goal: Annotated[str, Key("doel", "GALA-doel", "Het doel dat niet is uitgewerkt.", code_list="doel")]
    reason: Annotated[str, Key("reden", "Reden", "Waarom het niet is uitgewerkt, of waar het wel staat.")]


@table
class Goal(Content):
    """A goal of the municipality."""

    dutch_name = "gemeentelijk-doel"
    dutch_title = "Een eigen doel van de gemeente."

    id: Annotated[str, Key("id", "Kenmerk", "Uniek onder de doelen.", form="slug", identifies="doelen")]
    title: Annotated[str, Key("titel", "Titel", "Het doel in één zin.")]
    gala: Annotated[
        tuple[str, ...],
        Key("gala", "GALA-doelen", "Doelen van het GALA waar dit doel onder valt.", code_list="doel"),
    ]
    sportakkoord: Annotated[
        tuple[str, ...],
        Key(
            "sportakkoord",
            "Doelen Sportakkoord",
            "Doelen van het Sportakkoord II waar dit doel bij hoort.",
            code_list="sportakkoord-doel",
        ),
    ] = ()
    results: Annotated[
        tuple[str, ...],
        Key(
            "resultaten",
            "Beoogde resultaten",
            "Resultaten uit het GALA die dit doel nastreeft.",
            code_list="beoogd-resultaat",
        ),
    ] = ()
    indicators: Annotated[
        tuple[Indicator, ...],
        Key("indicatoren", "Indicatoren", "Waaraan te zien is of het doel dichterbij komt."),
    ] = ()


@table
class Reach(Content):
    """How people with a health disadvantage, and their neighbourhoods, are reached."""

    dutch_name = "bereik"
    dutch_title = "Hoe (wijken met) mensen met gezondheidsachterstanden worden bereikt."

    groups: Annotated[
        tuple[str, ...],
        Key("groepen", "Groepen", "Groepen die extra aandacht krijgen.", code_list="risicogroep"),
    ] = ()
    neighbourhoods: Annotated[
        tuple[str, ...], Key("wijken", "Wijken", "Wijken of kernen die extra aandacht krijgen.")
    ] = ()
    approach: Annotated[str | None, Key("aanpak", "Aanpak", "Hoe deze groepen en wijken worden bereikt.")] = None


@table
class Element(Content):
    """One of the seven elements that a plan has in any case."""

    dutch_name = "element"
    dutch_title = "Een van de zeven onderdelen die elk plan van aanpak heeft."

    shared_text: Annotated[
        bool | None,
        Key(
            "gedeelde_tekst",
            "Gedeelde tekst",
            "Of deze tekst met opzet gelijk is aan die van andere gemeenten, bijvoorbeeld uit de regio.",
        ),
    ] = None


@table
class GoalsElement(Element):
    """The element of goals and actions: besides its text the coherence, and how people are reached."""

    dutch_name = "element-doelen-en-acties"
    dutch_title = "Het element doelen en acties: de samenhang en het bereik."

    coherence: Annotated[
        str | None, Key("samenhang", "Samenhang", "Hoe de doelen en de acties met elkaar samenhangen.")
    ] = None
    reach: Annotated[
        Reach | None,
        Key("bereik", "Bereik", "Hoe (wijken met) mensen met gezondheidsachterstanden worden bereikt."),
    ] = None


@table
class SocialPhysicalElement(Element):
    """The element that links the plan to the social and the physical domain."""

    dutch_name = "element-verbinding-sociaal-fysiek"
    dutch_title = "Het element verbinding met het sociaal en het fysiek domein."

    social: Annotated[
        str | None,
        Key("sociaal", "Sociaal domein", "Hoe het plan aansluit op de aanpak in het sociaal domein."),
    ] = None
    physical: Annotated[
        str | None, Key("fysiek", "Fysiek domein", "Hoe het plan aansluit op de aanpak in het fysiek domein.")
    ] = None


@table
class Ggd(Content):
    """What the GGD does for the plan."""

    dutch_name = "ggd"
    dutch_title = "Wat de GGD voor het plan doet."

    name: Annotated[str | None, Key("naam", "Naam", "Naam van de GGD.")] = None
    tasks: Annotated[
        tuple[str, ...],
        Key("taken", "Taken", "Advies- en kennistaken die de GGD uitvoert.", code_list="ggd-taak"),
    ] = ()
    assignment: Annotated[
        str | None, Key("opdracht", "Opdracht", "Welke opdracht de GGD voor haar kennisfunctie heeft.")
    ] = None


@table
class Component(Content):
    """What the plan says of one SPUK component besides its actions."""

    dutch_name = "onderdeel"
    dutch_title = "Wat het plan over één SPUK-onderdeel zegt naast de acties."

    status: Annotated[
        OnderdeelStatus | None,
        Key("status", "Status", "Of het onderdeel wordt verkend, voorbereid of uitgevoerd."),
    ] = None


@table
class KansrijkeStart(Component):
    """The component Kansrijke Start."""

    dutch_name = "onderdeel-kansrijke-start"
    dutch_title = "Het onderdeel Kansrijke Start."

    partners: Annotated[
        tuple[Partner, ...], Key("partners", "Partners", "Partijen in de lokale coalitie Kansrijke Start.")
    ] = ()
    contraception: Annotated[
        str | None,
        Key(
            "anticonceptie",
            "Anticonceptie",
            "Hoe de kosten van anticonceptie worden gedragen voor wie ze niet kan betalen.",
        ),
    ] = None
    preconception: Annotated[
        str | None,
        Key("preconceptie", "Preconceptie", "Hoe voorlichting vóór de zwangerschap wordt aangeboden."),
    ] = None
    regional_agreements: Annotated[
        str | None,
        Key("regionale_afspraken", "Regionale afspraken", "Welke afspraken hierover in de regio gelden."),
    ] = None


@table
class ProjectLeader(Content):
    """Who leads a project, by function."""

    dutch_name = "projectleider"
    dutch_title = "Wie het project leidt, en vanaf wanneer."

    function: Annotated[str | None, Key("functie", "Functie", "De functie, geen persoonsnaam.")] = None
    since: Annotated[Moment | None, Key("vanaf", "Vanaf", "Datum of jaar waarop de projectleider begint.")] = None


@table
class OkoVa(Component):
    """The component on growing up in a promising environment and early signs of alcohol problems."""

    dutch_name = "onderdeel-oko-va"
    dutch_title = "Het onderdeel Opgroeien in een Kansrijke Omgeving en Vroegsignalering Alcoholproblematiek."

    approach: Annotated[
        tuple[OkoVaAanpak, ...],
        Key(
            "aanpak",
            "Aanpak",
            "'oko' (Opgroeien in een Kansrijke Omgeving), 'va' (Vroegsignalering Alcohol) of beide.",
        ),
    ] = ()
    project_leader: Annotated[ProjectLeader | None, Key("projectleider", "Projectleider", "Wie de aanpak leidt.")] = (
        None
    )
    partners: Annotated[
        tuple[Partner, ...],
        Key("partners", "Partners", "Partijen in het samenwerkingsverband, zoals GGD en verslavingszorg."),
    ] = ()
    monitor_years: Annotated[
        tuple[int, ...],
        Key(
            "monitor_jaren",
            "Jaren van de monitor",
            "Kalenderjaren waarin wordt gemeten, zoals met de jeugdgezondheidsmonitor.",
            minimum=FIRST_YEAR,
            maximum=LAST_YEAR,
        ),
    ] = ()
    plan_with_partners: Annotated[
        str | None,
        Key("plan_met_partners", "Plan met partners", "Welk plan er met de partners is of wordt gemaakt."),
    ] = None


@table
class Loneliness(Component):
    """The component against loneliness."""

    dutch_name = "onderdeel-een-tegen-eenzaamheid"
    dutch_title = "Het onderdeel Eén tegen eenzaamheid."

    pillars: Annotated[
        Keyed[str],
        Key(
            "pijlers",
            "Pijlers",
            "Per pijler wat de gemeente doet tegen eenzaamheid.",
            keys="eenzaamheid-pijler",
        ),
    ] = Keyed()


@table
class InformalCare(Component):
    """The component on informal care and respite care."""

    dutch_name = "onderdeel-mantelzorg-respijtzorg"
    dutch_title = "Het onderdeel mantelzorg en respijtzorg."

    implementation_agenda: Annotated[
        str | None,
        Key(
            "uitvoeringsagenda",
            "Uitvoeringsagenda",
            "Hoe de landelijke uitvoeringsagenda mantelzorg wordt gebruikt.",
        ),
    ] = None
    regional_dialogue: Annotated[
        str | None,
        Key(
            "regionale_dialoog",
            "Regionale dialoog",
            "Hoe met zorgverzekeraars en zorgkantoor over zwaardere respijtzorg wordt gesproken.",
        ),
    ] = None


@table
class BrcFunction(Content):
    """A function that the BRC pays for."""

    dutch_name = "brc-functie"
    dutch_title = "Een functie uit de Brede Regeling Combinatiefuncties."

    function: Annotated[str, Key("functie", "Functie", "De functie, zoals buurtsportcoach of cultuurcoach.")]
    fte: Annotated[float | None, Key("fte", "Fte", "Omvang in voltijdsbanen per jaar.", minimum=0, maximum=1000)] = None


@table
class Brc(Component):
    """The component Brede Regeling Combinatiefuncties."""

    dutch_name = "onderdeel-brc"
    dutch_title = "Het onderdeel Brede Regeling Combinatiefuncties."

    functions: Annotated[
        tuple[BrcFunction, ...], Key("functies", "Functies", "Welke functies er zijn, en hoeveel fte.")
    ] = ()


@table
class SportCoordinator(Content):
    """Who coordinates the Sportakkoord or an accord next to it."""

    dutch_name = "sportcoordinator"
    dutch_title = "Wie het Sportakkoord, of een akkoord ernaast, coördineert."

    role: Annotated[
        str,
        Key(
            "rol",
            "Rol",
            "Welk akkoord wordt gecoördineerd; meer rollen van één persoon zijn meer rijen.",
            code_list="kernteamrol",
        ),
    ]
    function: Annotated[str | None, Key("functie", "Functie", "De functie, geen persoonsnaam.")] = None


@table
class Sportakkoord(Component):
    """The component Sportakkoord."""

    dutch_name = "onderdeel-sportakkoord"
    dutch_title = "Het onderdeel Sportakkoord."

    coordinators: Annotated[
        tuple[SportCoordinator, ...],
        Key("coordinatoren", "Coördinatoren", "Wie Sportakkoord, GALA, IZA en preventieakkoord coördineren."),
    ] = ()


@table
class MentalHealth(Component):
    """The component on mental health."""

    dutch_name = "onderdeel-mentale-gezondheid"
    dutch_title = "Het onderdeel mentale gezondheid."

    national_approach: Annotated[
        bool | None,
        Key(
            "landelijke_aanpak",
            "Landelijke aanpak",
            "Of het plan aansluit op de landelijke aanpak 'Mentale gezondheid: van ons allemaal'.",
        ),
    ] = None
    conceptual_framework: Annotated[
        bool | None,
        Key("begrippenkader", "Begrippenkader", "Of het landelijke begrippenkader wordt gebruikt."),
    ] = None
    settings: Annotated[
        tuple[str, ...],
        Key("settings", "Leefomgevingen", "Waar de aanpak mensen bereikt.", code_list="mentaal-setting"),
    ] = ()


@table
class LivingEnvironment(Component):
    """The component on the living environment."""

    dutch_name = "onderdeel-leefomgeving"
    dutch_title = "Het onderdeel leefomgeving."

    position_paper: Annotated[
        str | None,
        Key(
            "position_paper",
            "Position paper",
            "Hoe de aspecten uit het VNG-position paper over gezonde leefomgeving terugkomen.",
        ),
    ] = None
    heat: Annotated[str | None, Key("hitte", "Hitte", "Hoe de aanpak van hitte, smog en uv-straling is geregeld.")] = (
        None
    )
    clean_air_agreement: Annotated[
        SchoneLuchtAkkoord | None,
        Key(
            "schone_lucht_akkoord",
            "Schone Lucht Akkoord",
            "Of de gemeente meedoet, deelname verkent, of niet meedoet.",
        ),
    ] = None


@table
class WelzijnOpRecept(Component):
    """The component Welzijn op Recept."""

    dutch_name = "onderdeel-welzijn-op-recept"
    dutch_title = "Het onderdeel Welzijn op Recept."

    purchasing_advice: Annotated[
        bool | None,
        Key("inkoopadvies", "Inkoopadvies", "Of het integraal inkoopadvies als handreiking is gebruikt."),
    ] = None


@table
class RegionalCoordination(Component):
    """The component that pays for regional coordination of prevention."""

    dutch_name = "onderdeel-coordinatie-regionale-preventie"
    dutch_title = "Het onderdeel coördinatiekosten regionale aanpak preventie."

    recipient: Annotated[
        str | None,
        Key("ontvanger", "Ontvanger", "Wie het geld krijgt, zoals de gemandateerde gemeente of de GGD."),
    ] = None


@table
class CoreTeamMember(Content):
    """A place in the core team of the municipality."""

    dutch_name = "kernteamlid"
    dutch_title = "Een plaats in het kernteam van de gemeente."

    function: Annotated[str, Key("functie", "Functie", "De functie, geen persoonsnaam.")]
    role: Annotated[
        str | None,
        Key(
            "rol",
            "Rol",
            "De rol in het kernteam; meer rollen van één persoon zijn meer rijen.",
            code_list="kernteamrol",
        ),
    ] = None


@table
class Organisation(Content):
    """How the municipality has organised the work."""

    dutch_name = "organisatie"
    dutch_title = "Hoe de gemeente het werk heeft georganiseerd."

    core_team: Annotated[tuple[CoreTeamMember, ...], Key("kernteam", "Kernteam", "Wie er in het kernteam zitten.")] = ()
    domains: Annotated[
        tuple[str, ...],
        Key("domeinen", "Domeinen", "Beleidsdomeinen die in de organisatie meedoen.", code_list="domein"),
    ] = ()
    mandate: Annotated[str | None, Key("mandaat", "Mandaat", "Wat het kernteam zelf mag besluiten, en van wie.")] = None
    team: Annotated[str | None, Key("team", "Team", "Hoe het team werkt en hoe de coördinatoren zijn verbonden.")] = (
        None
    )


@table
class RegionalReference(Content):
    """Where the regional file is, and which part of its money is for this municipality."""

    dutch_name = "regioverwijzing"
    dutch_title = "Verwijzing naar het bestand van de IZA-regio."

    plan: Annotated[str | None, Key("plan", "Regionaal plan", "Kenmerk van het regionale bestand.", form="slug")] = None
    local_iza: Annotated[
        Amounts | None,
        Key(
            "iza_lokaal",
            "Lokaal IZA-deel",
            "Het deel van het IZA-geld voor deze gemeente, hele euro's per kalenderjaar.",
        ),
    ] = None


@table
class MunicipalPlan(Plan):
    """A plan file of a municipality."""

    dutch_name = "gemeentelijk-plan"
    dutch_title = "Een GALA/SPUK-plan van een gemeente."

    municipality: Annotated[Municipality, Key("gemeente", "Gemeente", "De gemeente die het plan indient.")]
    kind: Annotated[
        Literal["gemeente"], Key("soort", "Soort", "Soort bestand: 'gemeente' is een gemeentelijk plan.")
    ] = "gemeente"
    phase: Annotated[
        GemeenteFase | None,
        Key(
            "fase",
            "Fase",
            "De aanvraag van 2023, het plan van aanpak, of de verantwoording.",
            absent="plan-van-aanpak",
        ),
    ] = None
    filing: Annotated[Filing | None, Key("indiening", "Indiening", "Wanneer en hoe het plan is ingediend.")] = None
    requests: Annotated[
        tuple[Request, ...], Key("aanvraag", "Aanvraag", "Wat wordt aangevraagd, één rij per SPUK-onderdeel.")
    ] = ()
    requested_total: Annotated[
        Amounts | None,
        Key(
            "aanvraag_totaal",
            "Totaal van de aanvraag",
            "Hele euro's per kalenderjaar; alleen als de verdeling over onderdelen niet is vermeld.",
        ),
    ] = None
    not_requested: Annotated[
        tuple[NotRequested, ...],
        Key("niet_aangevraagd", "Niet aangevraagd", "Onderdelen die niet worden aangevraagd, met de reden."),
    ] = ()
    not_elaborated: Annotated[
        tuple[NotElaborated, ...],
        Key("niet_uitgewerkt", "Niet uitgewerkt", "GALA-doelen die niet zijn uitgewerkt, met de reden."),
    ] = ()
    goals: Annotated[tuple[Goal, ...], Key("doelen", "Doelen", "De eigen doelen, verbonden met die van het GALA.")] = ()
    elements: Annotated[
        Keyed[Element],
        Key(
            "elementen",
            "Planelementen",
            "De zeven elementen die elk plan van aanpak heeft.",
            keys="plan-element",
            special={
                "doelen-en-acties": GoalsElement,
                "verbinding-sociaal-fysiek": SocialPhysicalElement,
            },
        ),
    ] = Keyed()
    ggd: Annotated[Ggd | None, Key("ggd", "GGD", "Wat de GGD voor het plan doet.")] = None
    components: Annotated[
        Keyed[Component],
        Key(
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
        ),
    ] = Keyed()
    organisation: Annotated[
        Organisation | None,
        Key("organisatie", "Organisatie", "Hoe de gemeente het werk heeft georganiseerd."),
    ] = None
    regional_reference: Annotated[
        RegionalReference | None,
        Key("regioverwijzing", "Regioverwijzing", "Verwijzing naar het bestand van de IZA-regio."),
    ] = None
    self_assessment: Annotated[
        Keyed[str],
        Key(
            "zelftoets",
            "Zelftoets",
            "Antwoorden op de leidende vragen over gezondheidsachterstanden.",
            keys="leidende-vraag",
        ),
    ] = Keyed()
    communication: Annotated[
        str | None,
        Key("communicatie", "Communicatie", "Hoe over het plan en de acties wordt gecommuniceerd."),
    ] = None
    key_persons: Annotated[
        str | None,
        Key("sleutelpersonen", "Sleutelpersonen", "Welke sleutelpersonen helpen om inwoners te bereiken."),
    ] = None
    smoke_free: Annotated[
        str | None, Key("rookvrij", "Rookvrij", "Wat de gemeente doet voor een rookvrije omgeving.")
    ] = None
    alcohol_and_drugs: Annotated[
        str | None,
        Key("alcohol_drugs", "Alcohol en drugs", "Wat de gemeente doet aan alcohol- en drugsgebruik."),
    ] = None
