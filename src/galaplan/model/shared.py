"""The blocks that a municipal and a regional file share: actions and their costs, agreements, chains, monitoring."""

# No `from __future__ import annotations` here: the shapes are read from the annotations themselves.

from typing import Literal

from galaplan.model.amounts import Amounts
from galaplan.model.fields import Keyed, Table, key
from galaplan.model.moment import FIRST_YEAR, LAST_YEAR, Moment

Niveau = Literal["lokaal", "regionaal"]
ActieStatus = Literal["verkenning", "gepland", "loopt", "afgerond"]
ActieSoort = Literal["uitvoering", "organisatie", "overdracht", "voorbereiding"]
AfspraakStatus = Literal["voorgenomen", "gesloten"]
DocumentStatus = Literal["in-voorbereiding", "vastgesteld"]
KetenStatus = Literal["niet", "voorbereiding", "gestart", "ingericht", "toegankelijk"]
Bron = Literal[
    "spuk",
    "iza",
    "iza-transitie",
    "gemeente",
    "gemeentefonds",
    "zvw",
    "wmo",
    "provincie",
    "anders-rijk",
    "overig",
]
Aard = Literal["gala", "wettelijke-taak", "buiten-gala"]
IndicatorSoort = Literal["activiteit", "resultaat", "outcome"]


class Content(Table):
    """A content table: it may say in words, or by reference to the adopted document, what it holds."""

    text: str | None = key("tekst", "Tekst", "Vrije tekst; mag meer regels beslaan.", default=None)
    found_at: str | None = key(
        "vindplaats",
        "Vindplaats",
        "Waar het staat in het vastgestelde document, zoals 'hoofdstuk 3, p. 17'.",
        default=None,
    )

    @property
    def has_text(self) -> bool:
        """Whether it says something: a text or a place in the adopted document (format, 'Notation')."""
        return bool((self.text and self.text.strip()) or (self.found_at and self.found_at.strip()))


class Partner(Content):
    """A party that takes part in an action."""

    dutch_name = "partner"
    dutch_title = "Een partij die meedoet."

    name: str = key("naam", "Naam", "Naam van de organisatie; een soort zoals 'huisartsen' mag ook.")
    kind: str | None = key("soort", "Soort partij", "Wat voor partij het is.", code_list="actor", default=None)
    role: str | None = key("rol", "Rol", "Wat deze partij doet.", default=None)


class Party(Content):
    """A party to an agreement."""

    dutch_name = "partij"
    dutch_title = "Een partij bij een afspraak of plan."

    name: str = key("naam", "Naam", "Naam van de organisatie.")
    kind: str = key("soort", "Soort partij", "Wat voor partij het is.", code_list="actor")


class Owner(Content):
    """Who answers for an action."""

    dutch_name = "eigenaar"
    dutch_title = "Wie voor de actie verantwoordelijk is."

    name: str | None = key("naam", "Naam", "Naam van de organisatie.", default=None)
    kind: str | None = key("soort", "Soort partij", "Wat voor partij het is.", code_list="actor", default=None)


class Intervention(Content):
    """A programme or method that an action uses."""

    dutch_name = "interventie"
    dutch_title = "Een interventie of programma dat wordt ingezet."

    name: str = key("naam", "Naam", "Naam van de interventie.")
    source: str | None = key(
        "bron", "Bron", "Overzicht waarin de interventie is opgenomen.", code_list="kennisbron", default=None
    )
    recognised: bool | None = key("erkend", "Erkend", "Of de interventie is erkend.", default=None)
    municipalities: tuple[str, ...] = key(
        "gemeenten", "Gemeenten", "Waar de interventie loopt.", form="gemeentecode", default=()
    )


class Indicator(Content):
    """What is followed to see whether it works."""

    dutch_name = "indicator"
    dutch_title = "Wat er wordt gevolgd."

    name: str = key("naam", "Naam", "Wat er wordt gemeten.")
    kind: IndicatorSoort | None = key(
        "soort",
        "Soort",
        "Activiteit (wat wordt gedaan), resultaat (wat het oplevert) of outcome (effect).",
        default=None,
    )
    source: str | None = key("bron", "Bron", "Waar het cijfer vandaan komt, zoals de gezondheidsmonitor.", default=None)
    baseline: str | None = key("nulmeting", "Nulmeting", "De waarde bij het begin.", default=None)
    target: str | None = key("streefwaarde", "Streefwaarde", "De waarde die wordt nagestreefd.", default=None)
    year: int | None = key(
        "jaar", "Jaar", "Jaar van de streefwaarde.", minimum=FIRST_YEAR, maximum=LAST_YEAR, default=None
    )


class Deployment(Content):
    """Staff that a cost pays for."""

    dutch_name = "inzet"
    dutch_title = "Personele inzet achter een kostenpost."

    role: str | None = key("functie", "Functie", "De functie, geen persoonsnaam.", default=None)
    fte: float | None = key("fte", "Fte", "Omvang in voltijdsbanen per jaar.", minimum=0, maximum=1000, default=None)
    join_key: str | None = key(
        "sleutel", "Sleutel", "Dezelfde persoon of functie draagt overal dezelfde sleutel.", form="slug", default=None
    )


class CarryOver(Content):
    """Money of an earlier year that a funding line uses."""

    dutch_name = "overloop"
    dutch_title = "Geld dat uit een eerder jaar is meegenomen."

    from_year: int = key("van", "Van jaar", "Het jaar waaruit het geld komt.", minimum=FIRST_YEAR, maximum=LAST_YEAR)
    amount: int = key("bedrag", "Bedrag", "Het meegenomen bedrag, in hele euro's.", minimum=0, maximum=10**12)


class FundingLine(Content):
    """One source that pays a part of a cost."""

    dutch_name = "dekking"
    dutch_title = "Eén bron die een deel van een kostenpost betaalt."

    source: Bron = key(
        "bron",
        "Bron",
        "Waar het geld vandaan komt. 'spuk' is de brede SPUK zonder IZA, 'iza' de SPUK IZA, "
        "'iza-transitie' transformatiegeld via verzekeraars.",
        labels={
            "spuk": "Brede SPUK, zonder IZA",
            "iza": "SPUK IZA",
            "iza-transitie": "Transformatiegeld IZA, via verzekeraars",
            "zvw": "Zorgverzekeringswet (Zvw)",
            "wmo": "Wet maatschappelijke ondersteuning (Wmo)",
            "anders-rijk": "Ander geld van het Rijk",
        },
    )
    amounts: Amounts = key("bedragen", "Bedragen", "Hele euro's per kalenderjaar uit deze bron.")
    component: str | None = key(
        "onderdeel",
        "SPUK-onderdeel",
        "Alleen bij bron 'spuk': het onderdeel dat betaalt.",
        code_list="spuk-onderdeel",
        default=None,
    )
    iza_category: str | None = key(
        "iza_categorie",
        "IZA-categorie",
        "Alleen bij bron 'iza': de bestedingscategorie.",
        code_list="iza-categorie",
        default=None,
    )
    purpose: str | None = key(
        "doel", "Bestedingsdoel", "Waaraan het geld wordt besteed.", code_list="bestedingsdoel", default=None
    )
    carry_over: CarryOver | None = key(
        "overloop", "Overloop", "Het deel dat uit een eerder jaar is meegenomen.", default=None
    )
    counterpart: str | None = key(
        "verwijzing",
        "Verwijzing",
        "De kostenpost in een ander bestand waar dit geld vandaan komt of naartoe gaat.",
        form="kostenverwijzing",
        default=None,
    )
    realised: Amounts | None = key(
        "realisatie", "Realisatie", "Werkelijk besteed, hele euro's per kalenderjaar (verantwoording).", default=None
    )


class Cost(Content):
    """One cost object of an action."""

    dutch_name = "kosten"
    dutch_title = "Eén kostenpost van een actie."

    id: str = key("id", "Kenmerk", "Uniek onder de kostenposten van het bestand.", form="slug", identifies="kosten")
    amounts: Amounts = key("bedragen", "Bedragen", "Hele euro's per kalenderjaar.")
    description: str | None = key("omschrijving", "Omschrijving", "Wat er wordt betaald.", default=None)
    level: Niveau | None = key("niveau", "Niveau", "Lokaal of regionaal; anders geldt dat van de actie.", default=None)
    municipality: str | None = key(
        "gemeente",
        "Gemeente",
        "Bij een lokaal deel in een regionaal bestand: welke gemeente.",
        form="gemeentecode",
        default=None,
    )
    recipient: str | None = key("ontvanger", "Ontvanger", "Wie het geld krijgt.", default=None)
    deployment: Deployment | None = key("inzet", "Inzet", "Personele inzet achter deze post.", default=None)
    insured_care: bool | None = key("zvw", "Verzekerde zorg", "Of dit onder de Zorgverzekeringswet valt.", default=None)
    nature: Aard | None = key(
        "aard",
        "Aard",
        "Activiteit uit het GALA, bestaande wettelijke taak, of iets buiten het GALA.",
        labels={
            "gala": "Activiteit uit het GALA",
            "wettelijke-taak": "Bestaande wettelijke taak",
            "buiten-gala": "Buiten het GALA",
        },
        default=None,
    )
    preparation: bool | None = key(
        "voorbereiding", "Voorbereiding", "Kosten die voor de start worden gemaakt.", default=None
    )
    join_key: str | None = key(
        "sleutel",
        "Sleutel",
        "Dezelfde kostenpost in meer bestanden draagt dezelfde sleutel.",
        form="slug",
        default=None,
    )
    ledger_reference: str | None = key("referentie", "Referentie", "Nummer of code in de administratie.", default=None)
    delimitation: str | None = key(
        "afbakening", "Afbakening", "Welk deel, welke uren of welke plaats door welke bron wordt betaald.", default=None
    )
    share: float | None = key(
        "gedeelte",
        "Gedeelte",
        "Deel van een woningaanpassing dat wordt vergoed; de helft is 0.5.",
        minimum=0,
        maximum=1,
        default=None,
    )
    funding: tuple[FundingLine, ...] = key("dekking", "Dekking", "De bronnen die deze kostenpost betalen.", default=())


class Action(Content):
    """What will be done."""

    dutch_name = "actie"
    dutch_title = "Wat er wordt gedaan."

    id: str = key("id", "Kenmerk", "Uniek onder de acties van het bestand.", form="slug", identifies="acties")
    title: str = key("titel", "Titel", "Korte naam van de actie.")
    description: str | None = key("omschrijving", "Omschrijving", "Wat de actie inhoudt.", default=None)
    status: ActieStatus | None = key("status", "Status", "Hoe ver de actie is.", absent="gepland", default=None)
    goals: tuple[str, ...] = key(
        "doelen", "Doelen", "Eigen doelen die de actie dient, met hun id.", refers_to="doelen", default=()
    )
    components: tuple[str, ...] = key(
        "onderdelen", "SPUK-onderdelen", "De onderdelen die de actie uitvoert.", code_list="spuk-onderdeel", default=()
    )
    gala_goals: tuple[str, ...] = key(
        "gala_doelen",
        "GALA-doelen",
        "Doelen van het GALA; zonder deze sleutel tellen die van de eigen doelen.",
        code_list="doel",
        default=(),
    )
    results: tuple[str, ...] = key(
        "resultaten", "Beoogde resultaten", "Resultaten uit het GALA.", code_list="beoogd-resultaat", default=()
    )
    gala_actions: tuple[str, ...] = key(
        "gala_acties", "GALA-acties", "Acties van gemeenten uit het GALA.", code_list="gemeente-actie", default=()
    )
    iza_agreements: tuple[str, ...] = key(
        "iza_afspraken", "IZA-afspraken", "Afspraken voor gemeenten uit het IZA.", code_list="iza-afspraak", default=()
    )
    chain: str | None = key(
        "keten", "Ketenaanpak", "De keten waar de actie bij hoort.", code_list="ketenaanpak", default=None
    )
    step: str | None = key(
        "stap", "Stap valpreventie", "De stap van de keten valpreventie.", code_list="valpreventie-stap", default=None
    )
    themes: tuple[str, ...] = key(
        "themas", "Thema's", "Thema's onder de doelen van het GALA.", code_list="thema", default=()
    )
    level: Niveau | None = key(
        "niveau",
        "Niveau",
        "Lokaal of regionaal. Doen enkele gemeenten samen iets, dan is dat regionaal en noemt 'gemeenten' welke.",
        default=None,
    )
    municipalities: tuple[str, ...] = key(
        "gemeenten",
        "Gemeenten",
        "Voor welke gemeenten de actie is (regionaal bestand).",
        form="gemeentecode",
        default=(),
    )
    owner: Owner | None = key(
        "eigenaar", "Eigenaar", "Wie de actie trekt. Zonder deze sleutel: de indiener van het plan.", default=None
    )
    partners: tuple[Partner, ...] = key("partners", "Partners", "Partijen die meedoen.", default=())
    target_groups: tuple[str, ...] = key(
        "doelgroepen", "Doelgroepen", "Voor wie de actie is.", code_list="risicogroep", default=()
    )
    neighbourhoods: tuple[str, ...] = key("wijken", "Wijken", "Wijken of kernen waar de actie loopt.", default=())
    policy_fields: tuple[str, ...] = key(
        "beleidsterreinen", "Beleidsterreinen", "Andere beleidsterreinen waarmee de actie is verbonden.", default=()
    )
    reach: str | None = key("bereik", "Bereik", "Wie wordt bereikt, en hoe dat wordt gevolgd.", default=None)
    differentiation: str | None = key(
        "differentiatie",
        "Differentiatie",
        "Hoe de inzet verschilt voor (wijken met) mensen met achterstanden.",
        default=None,
    )
    participation: tuple[str, ...] = key(
        "participatie", "Participatie", "Id's van de participatie bij deze actie.", refers_to="participatie", default=()
    )
    agreements: tuple[str, ...] = key(
        "afspraken", "Afspraken", "Id's van de afspraken achter deze actie.", refers_to="afspraken", default=()
    )
    ggd_tasks: tuple[str, ...] = key(
        "ggd_taken", "GGD-taken", "Kennistaken van de GGD in deze actie.", code_list="ggd-taak", default=()
    )
    start: Moment | None = key(
        "start", "Start", "Wanneer de actie begint; een jaar telt vanaf 1 januari.", default=None
    )
    end: Moment | None = key(
        "eind", "Eind", "Wanneer de actie eindigt; een jaar telt tot en met 31 december.", default=None
    )
    phasing: Keyed[str] = key(
        "fasering", "Fasering", "Per kalenderjaar wat er wordt gedaan of bereikt.", keys="jaar", default=Keyed()
    )
    structural: bool | None = key("structureel", "Structureel", "Of de actie blijft na het geld.", default=None)
    follow_up_cover: str | None = key(
        "vervolgdekking", "Vervolgdekking", "Hoe de actie daarna wordt betaald of afgebouwd.", default=None
    )
    kind: ActieSoort | None = key(
        "soort",
        "Soort actie",
        "Uitvoering, organisatie, overdracht van geld, of voorbereiding.",
        absent="uitvoering",
        labels={"overdracht": "Overdracht van geld"},
        default=None,
    )
    responsible: str | None = key(
        "verantwoordelijk",
        "Verantwoordelijk",
        "Wie aan zet is (regionaal bestand).",
        code_list="verantwoordelijk-domein",
        default=None,
    )
    regioplan_parts: tuple[str, ...] = key(
        "regioplan",
        "Onderdelen van het regioplan",
        "Waar de actie in het regioplan thuishoort (regionaal bestand).",
        code_list="regioplan-onderdeel",
        absent="activiteiten",
        default=(),
    )
    interventions: tuple[Intervention, ...] = key(
        "interventies", "Interventies", "Interventies die worden ingezet.", default=()
    )
    indicators: tuple[Indicator, ...] = key("indicatoren", "Indicatoren", "Wat er wordt gevolgd.", default=())
    join_key: str | None = key(
        "sleutel",
        "Sleutel",
        "Dezelfde activiteit in meer bestanden draagt dezelfde sleutel.",
        form="slug",
        default=None,
    )
    costs: tuple[Cost, ...] = key("kosten", "Kosten", "De kostenposten van de actie.", default=())


class Agreement(Content):
    """An agreement with other parties."""

    dutch_name = "afspraak"
    dutch_title = "Een afspraak met andere partijen."

    id: str = key("id", "Kenmerk", "Uniek onder de afspraken.", form="slug", identifies="afspraken")
    subject: str = key("onderwerp", "Onderwerp", "Waar de afspraak over gaat.")
    level: Niveau = key("niveau", "Niveau", "Lokaal of regionaal.")
    chains: tuple[str, ...] = key(
        "ketens", "Ketens", "Ketenaanpakken waar de afspraak over gaat.", code_list="ketenaanpak", default=()
    )
    accord: str | None = key(
        "akkoord", "Akkoord", "Akkoord of document waarin de afspraak staat.", code_list="beleidsdocument", default=None
    )
    parties: tuple[Party, ...] = key("partijen", "Partijen", "Met wie de afspraak is gemaakt.", default=())
    status: AfspraakStatus | None = key("status", "Status", "Voorgenomen of gesloten.", absent="gesloten", default=None)
    date: Moment | None = key("datum", "Datum", "Datum of jaar van de afspraak.", default=None)
    starting_municipalities: tuple[str, ...] = key(
        "startgemeenten", "Startgemeenten", "Gemeenten die met de keten beginnen.", form="gemeentecode", default=()
    )


class Participation(Content):
    """How residents take part."""

    dutch_name = "participatie"
    dutch_title = "Hoe inwoners meedoen."

    id: str = key("id", "Kenmerk", "Uniek onder de participatie.", form="slug", identifies="participatie")
    who: str = key("wie", "Wie", "Welke inwoners of welk initiatief.")
    groups: tuple[str, ...] = key("groepen", "Groepen", "Doelgroepen die meedoen.", code_list="risicogroep", default=())
    initiative: bool | None = key(
        "initiatief", "Bewonersinitiatief", "Of het een initiatief van bewoners is.", default=None
    )
    form: str | None = key("vorm", "Vorm", "Hoe zij meedoen, zoals een panel of medezeggenschap.", default=None)
    moment: str | None = key("moment", "Moment", "Wanneer zij meedoen.", default=None)


class PolicyDocument(Content):
    """A policy document that the plan leans on."""

    dutch_name = "beleidsdocument"
    dutch_title = "Een beleidsdocument waar het plan bij aansluit."

    kind: str = key("soort", "Soort", "Wat voor document het is.", code_list="beleidsdocument")
    title: str = key("titel", "Titel", "Naam van het document.")
    status: DocumentStatus | None = key("status", "Status", "In voorbereiding of vastgesteld.", default=None)
    from_year: int | None = key(
        "van", "Van", "Eerste jaar waarvoor het geldt.", minimum=FIRST_YEAR, maximum=LAST_YEAR, default=None
    )
    through_year: int | None = key(
        "tot_en_met",
        "Tot en met",
        "Laatste jaar waarvoor het geldt.",
        minimum=FIRST_YEAR,
        maximum=LAST_YEAR,
        default=None,
    )
    date: Moment | None = key("datum", "Datum", "Datum of jaar van vaststelling.", default=None)
    url: str | None = key("url", "Adres", "Waar het document te vinden is.", default=None)
    themes: tuple[str, ...] = key(
        "themas", "Thema's", "Bij een visie op de sociale basis: de thema's erin.", code_list="visie-thema", default=()
    )
    area_based: bool | None = key(
        "gebiedsgericht", "Gebiedsgericht", "Of het document gebiedsgericht werken uitwerkt.", default=None
    )


class ChainPart(Content):
    """A part of a chain: who answers for it and who pays."""

    dutch_name = "ketenonderdeel"
    dutch_title = "Een onderdeel van een keten: wie verantwoordelijk is en wie betaalt."

    name: str = key("naam", "Naam", "Naam van het onderdeel.")
    domain: str | None = key(
        "domein", "Wet", "De wet waar het onderdeel onder valt.", code_list="wetsdomein", default=None
    )
    responsible: str | None = key(
        "verantwoordelijk", "Verantwoordelijk", "Wie aan zet is.", code_list="verantwoordelijk-domein", default=None
    )
    payer: str | None = key("betaler", "Betaler", "Wie het betaalt.", default=None)


class Chain(Content):
    """How far a chain approach is."""

    dutch_name = "keten"
    dutch_title = "Hoe het met een ketenaanpak staat."

    status: KetenStatus | None = key("status", "Status", "Hoe ver de keten is (gemeentelijk bestand).", default=None)
    start: Moment | None = key("start", "Start", "Datum of jaar waarop de keten begint.", default=None)
    existing: bool | None = key("bestaand", "Bestaand", "Of de keten al voor 2023 liep.", default=None)
    reason: str | None = key("reden", "Reden", "Waarom de keten er niet of pas later komt.", default=None)
    offered_by: str | None = key(
        "aanbod",
        "Aanbod",
        "Of de gemeente het aanbod zelf heeft, of bij welke gemeente het loopt.",
        form="aanbod",
        default=None,
    )
    agreements: tuple[str, ...] = key(
        "afspraken", "Afspraken", "Id's van afspraken over de keten.", refers_to="afspraken", default=()
    )
    coordinator: str | None = key("coordinator", "Coördinator", "Functie of organisatie die coördineert.", default=None)
    purchasing_aligned: bool | None = key(
        "inkoop_afgestemd", "Inkoop afgestemd", "Of het inkoopbeleid in de regio is afgestemd.", default=None
    )
    data_supply: bool | None = key(
        "gegevenslevering", "Gegevenslevering", "Of gegevens over de keten worden geleverd.", default=None
    )
    parts: tuple[ChainPart, ...] = key(
        "onderdelen", "Onderdelen", "Waar de keten uit bestaat, en wie elk onderdeel betaalt.", default=()
    )


class FallStep(Content):
    """One of the four steps of fall prevention."""

    dutch_name = "valpreventiestap"
    dutch_title = "Een van de vier stappen van valpreventie."

    responsible: str | None = key(
        "verantwoordelijk", "Verantwoordelijk", "Wie aan zet is.", code_list="verantwoordelijk-domein", default=None
    )
    payer: str | None = key("betaler", "Betaler", "Wie het betaalt.", default=None)
    actions: tuple[str, ...] = key(
        "acties", "Acties", "Id's van de acties in deze stap.", refers_to="acties", default=()
    )


class FallFigures(Content):
    """Fall prevention in one calendar year: people, and shares of home-dwelling 65-plus in percent."""

    dutch_name = "valpreventie-aantallen"
    dutch_title = "Aantallen valpreventie in één jaar."

    home_dwelling_65_plus: int | None = key(
        "thuiswonende_65plus",
        "Thuiswonende 65-plussers",
        "Aantal mensen van 65 jaar en ouder dat zelfstandig woont.",
        minimum=0,
        maximum=10**8,
        default=None,
    )
    risk_assessments: int | None = key(
        "risico_inschattingen",
        "Risico-inschattingen",
        "Aantal mensen van wie in het jaar het valrisico is ingeschat.",
        minimum=0,
        maximum=10**8,
        default=None,
    )
    exercise_interventions: int | None = key(
        "beweeginterventies",
        "Deelnemers beweeginterventies",
        "Aantal mensen dat in het jaar aan een beweeginterventie meedoet.",
        minimum=0,
        maximum=10**8,
        default=None,
    )
    risk_percentage: float | None = key(
        "risico_percentage",
        "Percentage risico-inschattingen",
        "Deel van alle thuiswonende 65-plussers, in procenten.",
        minimum=0,
        maximum=100,
        default=None,
    )
    intervention_percentage: float | None = key(
        "interventie_percentage",
        "Percentage beweeginterventies",
        "Deel van alle thuiswonende 65-plussers, in procenten.",
        minimum=0,
        maximum=100,
        default=None,
    )


class FallChain(Chain):
    """The chain of fall prevention: steps and figures besides what every chain has."""

    dutch_name = "keten-valpreventie"
    dutch_title = "De keten valpreventie, met haar stappen en aantallen."

    steps: Keyed[FallStep] = key(
        "stappen",
        "Stappen",
        "Per stap wie aan zet is en wat er wordt gedaan.",
        keys="valpreventie-stap",
        default=Keyed(),
    )
    figures: Keyed[FallFigures] = key(
        "aantallen", "Aantallen", "Hoeveel mensen worden bereikt, per kalenderjaar.", keys="jaar", default=Keyed()
    )


class SocialOffer(Content):
    """An offer from the social domain in the chain for overweight children."""

    dutch_name = "sociaal-aanbod"
    dutch_title = "Aanbod uit het sociaal domein voor kinderen met overgewicht."

    payer: str | None = key("betaler", "Betaler", "Wie het betaalt, of uit welk beleid.", default=None)


class ChildWeightChain(Chain):
    """The chain for overweight children."""

    dutch_name = "keten-overgewicht-kinderen"
    dutch_title = "De keten overgewicht bij kinderen."

    national_model: bool | None = key(
        "landelijk_model", "Landelijk model", "Of het landelijk model het uitgangspunt is.", default=None
    )
    social_offer: Keyed[SocialOffer] = key(
        "aanbod_sociaal",
        "Aanbod sociaal domein",
        "Wat het sociaal domein biedt, in vijf soorten.",
        keys="ow-aanbodcategorie",
        default=Keyed(),
    )
    network_approach: Moment | None = key(
        "netwerkaanpak", "Netwerkaanpak", "Wanneer de netwerkaanpak obesitas er is.", default=None
    )


class Evidence(Content):
    """Data that supports the choices."""

    dutch_name = "onderbouwing"
    dutch_title = "Gegevens die de keuzes ondersteunen."

    source: str = key("bron", "Bron", "Naam van de bron.")
    year: int | None = key("jaar", "Jaar", "Jaar van de gegevens.", minimum=FIRST_YEAR, maximum=LAST_YEAR, default=None)
    insight: str | None = key("inzicht", "Inzicht", "Wat eruit blijkt.", default=None)


class Monitoring(Content):
    """How progress is followed."""

    dutch_name = "monitoring"
    dutch_title = "Hoe de voortgang wordt gevolgd."

    moments: str | None = key("momenten", "Momenten", "Wanneer er wordt gemeten of besproken.", default=None)
    responsible: str | None = key("verantwoordelijke", "Verantwoordelijke", "Wie de voortgang volgt.", default=None)
    data_supply: bool | None = key(
        "gegevenslevering", "Gegevenslevering", "Of gegevens worden geleverd zoals de regeling vraagt.", default=None
    )
    cooperation_window: bool | None = key(
        "venster", "Venster", "Of het Venster op de regionale samenwerking wordt gebruikt.", default=None
    )
    evaluation: str | None = key("evaluatie", "Evaluatie", "Hoe er wordt geleerd en bijgesteld.", default=None)
    indicators: tuple[Indicator, ...] = key("indicatoren", "Indicatoren", "Wat er wordt gevolgd.", default=())


class IzaDelimitation(Content):
    """How IZA money and the other SPUK money are kept apart."""

    dutch_name = "afbakening-iza"
    dutch_title = "Hoe IZA-geld en het andere SPUK-geld uit elkaar worden gehouden."


class Signature(Content):
    """Who signed, and in which office."""

    dutch_name = "ondertekening"
    dutch_title = "Wie heeft ondertekend, en in welke functie."

    name: str | None = key("naam", "Naam", "Naam van de bestuurder.", default=None)
    role: str | None = key("functie", "Functie", "Functie van de ondertekenaar.", default=None)
    date: Moment | None = key("datum", "Datum", "Datum van ondertekening.", default=None)
