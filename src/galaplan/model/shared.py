"""The blocks that a municipal and a regional file share: actions and their costs, agreements, chains, monitoring."""

# No `from __future__ import annotations` in the modules of the model: the keys are read from the annotations
# themselves, and evaluating text at start-up would cost more than building them.

from typing import Annotated, Literal

from galaplan.model.amounts import Amounts
from galaplan.model.fields import Key, Keyed, Table, table
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


@table
class Content(Table):
    """A content table: it may say in words, or by reference to the adopted document, what it holds."""

    text: Annotated[str | None, Key("tekst", "Tekst", "Vrije tekst; mag meer regels beslaan.")] = None
    found_at: Annotated[
        str | None,
        Key(
            "vindplaats",
            "Vindplaats",
            "Waar het staat in het vastgestelde document, zoals 'hoofdstuk 3, p. 17'.",
        ),
    ] = None

    @property
    def has_text(self) -> bool:
        """Whether it says something: a text or a place in the adopted document (format, 'Notation')."""
        return bool((self.text and self.text.strip()) or (self.found_at and self.found_at.strip()))


@table
class Partner(Content):
    """A party that takes part in an action."""

    dutch_name = "partner"
    dutch_title = "Een partij die meedoet."

    name: Annotated[str, Key("naam", "Naam", "Naam van de organisatie; een soort zoals 'huisartsen' mag ook.")]
    kind: Annotated[str | None, Key("soort", "Soort partij", "Wat voor partij het is.", code_list="actor")] = None
    role: Annotated[str | None, Key("rol", "Rol", "Wat deze partij doet.")] = None


@table
class Party(Content):
    """A party to an agreement."""

    dutch_name = "partij"
    dutch_title = "Een partij bij een afspraak of plan."

    name: Annotated[str, Key("naam", "Naam", "Naam van de organisatie.")]
    kind: Annotated[str, Key("soort", "Soort partij", "Wat voor partij het is.", code_list="actor")]


@table
class Owner(Content):
    """Who answers for an action."""

    dutch_name = "eigenaar"
    dutch_title = "Wie voor de actie verantwoordelijk is."

    name: Annotated[str | None, Key("naam", "Naam", "Naam van de organisatie.")] = None
    kind: Annotated[str | None, Key("soort", "Soort partij", "Wat voor partij het is.", code_list="actor")] = None


@table
class Intervention(Content):
    """A programme or method that an action uses."""

    dutch_name = "interventie"
    dutch_title = "Een interventie of programma dat wordt ingezet."

    name: Annotated[str, Key("naam", "Naam", "Naam van de interventie.")]
    source: Annotated[
        str | None,
        Key("bron", "Bron", "Overzicht waarin de interventie is opgenomen.", code_list="kennisbron"),
    ] = None
    recognised: Annotated[bool | None, Key("erkend", "Erkend", "Of de interventie is erkend.")] = None
    municipalities: Annotated[
        tuple[str, ...],
        Key("gemeenten", "Gemeenten", "Waar de interventie loopt.", form="gemeentecode"),
    ] = ()


@table
class Indicator(Content):
    """What is followed to see whether it works."""

    dutch_name = "indicator"
    dutch_title = "Wat er wordt gevolgd."

    name: Annotated[str, Key("naam", "Naam", "Wat er wordt gemeten.")]
    kind: Annotated[
        IndicatorSoort | None,
        Key(
            "soort",
            "Soort",
            "Activiteit (wat wordt gedaan), resultaat (wat het oplevert) of outcome (effect).",
        ),
    ] = None
    source: Annotated[str | None, Key("bron", "Bron", "Waar het cijfer vandaan komt, zoals de gezondheidsmonitor.")] = (
        None
    )
    baseline: Annotated[str | None, Key("nulmeting", "Nulmeting", "De waarde bij het begin.")] = None
    target: Annotated[str | None, Key("streefwaarde", "Streefwaarde", "De waarde die wordt nagestreefd.")] = None
    year: Annotated[
        int | None,
        Key("jaar", "Jaar", "Jaar van de streefwaarde.", minimum=FIRST_YEAR, maximum=LAST_YEAR),
    ] = None


@table
class Deployment(Content):
    """Staff that a cost pays for."""

    dutch_name = "inzet"
    dutch_title = "Personele inzet achter een kostenpost."

    role: Annotated[str | None, Key("functie", "Functie", "De functie, geen persoonsnaam.")] = None
    fte: Annotated[float | None, Key("fte", "Fte", "Omvang in voltijdsbanen per jaar.", minimum=0, maximum=1000)] = None
    join_key: Annotated[
        str | None,
        Key("sleutel", "Sleutel", "Dezelfde persoon of functie draagt overal dezelfde sleutel.", form="slug"),
    ] = None


@table
class CarryOver(Content):
    """Money of an earlier year that a funding line uses."""

    dutch_name = "overloop"
    dutch_title = "Geld dat uit een eerder jaar is meegenomen."

    from_year: Annotated[
        int, Key("van", "Van jaar", "Het jaar waaruit het geld komt.", minimum=FIRST_YEAR, maximum=LAST_YEAR)
    ]
    amount: Annotated[int, Key("bedrag", "Bedrag", "Hele euro's.", minimum=0, maximum=10**12)]


@table
class FundingLine(Content):
    """One source that pays a part of a cost."""

    dutch_name = "dekking"
    dutch_title = "Eén bron die een deel van een kostenpost betaalt."

    source: Annotated[
        Bron,
        Key(
            "bron",
            "Bron",
            "Waar het geld vandaan komt. 'spuk' is de brede SPUK zonder IZA, 'iza' de SPUK IZA, "
            "'iza-transitie' transformatiegeld via verzekeraars.",
        ),
    ]
    amounts: Annotated[Amounts, Key("bedragen", "Bedragen", "Hele euro's per kalenderjaar uit deze bron.")]
    component: Annotated[
        str | None,
        Key(
            "onderdeel",
            "SPUK-onderdeel",
            "Alleen bij bron 'spuk': het onderdeel dat betaalt.",
            code_list="spuk-onderdeel",
        ),
    ] = None
    iza_category: Annotated[
        str | None,
        Key(
            "iza_categorie",
            "IZA-categorie",
            "Alleen bij bron 'iza': de bestedingscategorie.",
            code_list="iza-categorie",
        ),
    ] = None
    purpose: Annotated[
        str | None,
        Key("doel", "Bestedingsdoel", "Waaraan het geld wordt besteed.", code_list="bestedingsdoel"),
    ] = None
    carry_over: Annotated[
        CarryOver | None, Key("overloop", "Overloop", "Het deel dat uit een eerder jaar is meegenomen.")
    ] = None
    counterpart: Annotated[
        str | None,
        Key(
            "verwijzing",
            "Verwijzing",
            "kenmerk#kosten-id van de kostenpost in een ander bestand waar dit geld vandaan komt of naartoe gaat.",
            form="kostenverwijzing",
        ),
    ] = None
    realised: Annotated[
        Amounts | None,
        Key("realisatie", "Realisatie", "Werkelijk besteed, hele euro's per kalenderjaar (verantwoording)."),
    ] = None


@table
class Cost(Content):
    """One cost object of an action."""

    dutch_name = "kosten"
    dutch_title = "Eén kostenpost van een actie."

    id: Annotated[
        str,
        Key("id", "Kenmerk", "Uniek onder de kostenposten van het bestand.", form="slug", identifies="kosten"),
    ]
    amounts: Annotated[Amounts, Key("bedragen", "Bedragen", "Hele euro's per kalenderjaar.")]
    description: Annotated[str | None, Key("omschrijving", "Omschrijving", "Wat er wordt betaald.")] = None
    level: Annotated[Niveau | None, Key("niveau", "Niveau", "Lokaal of regionaal; anders geldt dat van de actie.")] = (
        None
    )
    municipality: Annotated[
        str | None,
        Key(
            "gemeente",
            "Gemeente",
            "Bij een lokaal deel in een regionaal bestand: welke gemeente.",
            form="gemeentecode",
        ),
    ] = None
    recipient: Annotated[str | None, Key("ontvanger", "Ontvanger", "Wie het geld krijgt.")] = None
    deployment: Annotated[Deployment | None, Key("inzet", "Inzet", "Personele inzet achter deze post.")] = None
    insured_care: Annotated[bool | None, Key("zvw", "Verzekerde zorg", "Of dit een deel is dat onder de Zvw valt.")] = (
        None
    )
    nature: Annotated[
        Aard | None,
        Key("aard", "Aard", "Activiteit uit het GALA, bestaande wettelijke taak, of iets buiten het GALA."),
    ] = None
    preparation: Annotated[
        bool | None, Key("voorbereiding", "Voorbereiding", "Kosten die voor de start worden gemaakt.")
    ] = None
    join_key: Annotated[
        str | None,
        Key(
            "sleutel",
            "Sleutel",
            "Dezelfde kostenpost in meer bestanden draagt dezelfde sleutel.",
            form="slug",
        ),
    ] = None
    ledger_reference: Annotated[str | None, Key("referentie", "Referentie", "Nummer of code in de administratie.")] = (
        None
    )
    delimitation: Annotated[
        str | None,
        Key("afbakening", "Afbakening", "Welk deel, welke uren of welke plaats door welke bron wordt betaald."),
    ] = None
    share: Annotated[
        float | None,
        Key(
            "gedeelte",
            "Gedeelte",
            "Deel van een woningaanpassing dat wordt vergoed, van 0 tot 1.",
            minimum=0,
            maximum=1,
        ),
    ] = None
    funding: Annotated[
        tuple[FundingLine, ...], Key("dekking", "Dekking", "De bronnen die deze kostenpost betalen.")
    ] = ()


@table
class Action(Content):
    """What will be done."""

    dutch_name = "actie"
    dutch_title = "Wat er wordt gedaan."

    id: Annotated[str, Key("id", "Kenmerk", "Uniek onder de acties van het bestand.", form="slug", identifies="acties")]
    title: Annotated[str, Key("titel", "Titel", "Korte naam van de actie.")]
    description: Annotated[str | None, Key("omschrijving", "Omschrijving", "Wat de actie inhoudt.")] = None
    status: Annotated[ActieStatus | None, Key("status", "Status", "Hoe ver de actie is.", absent="gepland")] = None
    goals: Annotated[
        tuple[str, ...],
        Key("doelen", "Doelen", "Eigen doelen die de actie dient, met hun id.", refers_to="doelen"),
    ] = ()
    components: Annotated[
        tuple[str, ...],
        Key(
            "onderdelen",
            "SPUK-onderdelen",
            "De onderdelen die de actie uitvoert.",
            code_list="spuk-onderdeel",
        ),
    ] = ()
    gala_goals: Annotated[
        tuple[str, ...],
        Key(
            "gala_doelen",
            "GALA-doelen",
            "Doelen van het GALA; zonder deze sleutel tellen die van de eigen doelen.",
            code_list="doel",
        ),
    ] = ()
    results: Annotated[
        tuple[str, ...],
        Key("resultaten", "Beoogde resultaten", "Resultaten uit het GALA.", code_list="beoogd-resultaat"),
    ] = ()
    gala_actions: Annotated[
        tuple[str, ...],
        Key("gala_acties", "GALA-acties", "Acties van gemeenten uit het GALA.", code_list="gemeente-actie"),
    ] = ()
    iza_agreements: Annotated[
        tuple[str, ...],
        Key(
            "iza_afspraken",
            "IZA-afspraken",
            "Afspraken voor gemeenten uit het IZA.",
            code_list="iza-afspraak",
        ),
    ] = ()
    chain: Annotated[
        str | None, Key("keten", "Ketenaanpak", "De keten waar de actie bij hoort.", code_list="ketenaanpak")
    ] = None
    step: Annotated[
        str | None,
        Key("stap", "Stap valpreventie", "De stap van de keten valpreventie.", code_list="valpreventie-stap"),
    ] = None
    themes: Annotated[
        tuple[str, ...], Key("themas", "Thema's", "Thema's onder de doelen van het GALA.", code_list="thema")
    ] = ()
    level: Annotated[
        Niveau | None,
        Key("niveau", "Niveau", "Lokaal of regionaal; enkele gemeenten samen is regionaal met 'gemeenten'."),
    ] = None
    municipalities: Annotated[
        tuple[str, ...],
        Key("gemeenten", "Gemeenten", "Bij een regionaal bestand: voor welke gemeenten.", form="gemeentecode"),
    ] = ()
    owner: Annotated[Owner | None, Key("eigenaar", "Eigenaar", "Zonder eigenaar is dat de indiener van het plan.")] = (
        None
    )
    partners: Annotated[tuple[Partner, ...], Key("partners", "Partners", "Partijen die meedoen.")] = ()
    target_groups: Annotated[
        tuple[str, ...], Key("doelgroepen", "Doelgroepen", "Voor wie de actie is.", code_list="risicogroep")
    ] = ()
    neighbourhoods: Annotated[tuple[str, ...], Key("wijken", "Wijken", "Wijken of kernen waar de actie loopt.")] = ()
    policy_fields: Annotated[
        tuple[str, ...],
        Key("beleidsterreinen", "Beleidsterreinen", "Andere beleidsterreinen waarmee de actie is verbonden."),
    ] = ()
    reach: Annotated[str | None, Key("bereik", "Bereik", "Wie wordt bereikt, en hoe dat wordt gevolgd.")] = None
    differentiation: Annotated[
        str | None,
        Key(
            "differentiatie",
            "Differentiatie",
            "Hoe de inzet verschilt voor (wijken met) mensen met achterstanden.",
        ),
    ] = None
    participation: Annotated[
        tuple[str, ...],
        Key(
            "participatie",
            "Participatie",
            "Id's van de participatie bij deze actie.",
            refers_to="participatie",
        ),
    ] = ()
    agreements: Annotated[
        tuple[str, ...],
        Key("afspraken", "Afspraken", "Id's van de afspraken achter deze actie.", refers_to="afspraken"),
    ] = ()
    ggd_tasks: Annotated[
        tuple[str, ...],
        Key("ggd_taken", "GGD-taken", "Kennistaken van de GGD in deze actie.", code_list="ggd-taak"),
    ] = ()
    start: Annotated[Moment | None, Key("start", "Start", "Datum of jaar; een jaar telt vanaf 1 januari.")] = None
    end: Annotated[Moment | None, Key("eind", "Eind", "Datum of jaar; een jaar telt tot en met 31 december.")] = None
    phasing: Annotated[
        Keyed[str],
        Key("fasering", "Fasering", "Per kalenderjaar wat er wordt gedaan of bereikt.", keys="jaar"),
    ] = Keyed()
    structural: Annotated[bool | None, Key("structureel", "Structureel", "Of de actie blijft na het geld.")] = None
    follow_up_cover: Annotated[
        str | None,
        Key("vervolgdekking", "Vervolgdekking", "Hoe de actie daarna wordt betaald of afgebouwd."),
    ] = None
    kind: Annotated[
        ActieSoort | None,
        Key(
            "soort",
            "Soort actie",
            "Uitvoering, organisatie, overdracht van geld, of voorbereiding.",
            absent="uitvoering",
        ),
    ] = None
    responsible: Annotated[
        str | None,
        Key(
            "verantwoordelijk",
            "Verantwoordelijk",
            "Wie aan zet is (regionaal bestand).",
            code_list="verantwoordelijk-domein",
        ),
    ] = None
    regioplan_parts: Annotated[
        tuple[str, ...],
        Key(
            "regioplan",
            "Onderdelen van het regioplan",
            "Waar de actie in het regioplan thuishoort (regionaal bestand).",
            code_list="regioplan-onderdeel",
            absent="activiteiten",
        ),
    ] = ()
    interventions: Annotated[
        tuple[Intervention, ...], Key("interventies", "Interventies", "Interventies die worden ingezet.")
    ] = ()
    indicators: Annotated[tuple[Indicator, ...], Key("indicatoren", "Indicatoren", "Wat er wordt gevolgd.")] = ()
    join_key: Annotated[
        str | None,
        Key(
            "sleutel",
            "Sleutel",
            "Dezelfde activiteit in meer bestanden draagt dezelfde sleutel.",
            form="slug",
        ),
    ] = None
    costs: Annotated[tuple[Cost, ...], Key("kosten", "Kosten", "De kostenposten van de actie.")] = ()


@table
class Agreement(Content):
    """An agreement with other parties."""

    dutch_name = "afspraak"
    dutch_title = "Een afspraak met andere partijen."

    id: Annotated[str, Key("id", "Kenmerk", "Uniek onder de afspraken.", form="slug", identifies="afspraken")]
    subject: Annotated[str, Key("onderwerp", "Onderwerp", "Waar de afspraak over gaat.")]
    level: Annotated[Niveau, Key("niveau", "Niveau", "Lokaal of regionaal.")]
    chains: Annotated[
        tuple[str, ...],
        Key("ketens", "Ketens", "Ketenaanpakken waar de afspraak over gaat.", code_list="ketenaanpak"),
    ] = ()
    accord: Annotated[
        str | None,
        Key("akkoord", "Akkoord", "Akkoord of document waarin de afspraak staat.", code_list="beleidsdocument"),
    ] = None
    parties: Annotated[tuple[Party, ...], Key("partijen", "Partijen", "Met wie de afspraak is gemaakt.")] = ()
    status: Annotated[AfspraakStatus | None, Key("status", "Status", "Voorgenomen of gesloten.", absent="gesloten")] = (
        None
    )
    date: Annotated[Moment | None, Key("datum", "Datum", "Datum of jaar van de afspraak.")] = None
    starting_municipalities: Annotated[
        tuple[str, ...],
        Key("startgemeenten", "Startgemeenten", "Gemeenten die met de keten beginnen.", form="gemeentecode"),
    ] = ()


@table
class Participation(Content):
    """How residents take part."""

    dutch_name = "participatie"
    dutch_title = "Hoe inwoners meedoen."

    id: Annotated[str, Key("id", "Kenmerk", "Uniek onder de participatie.", form="slug", identifies="participatie")]
    who: Annotated[str, Key("wie", "Wie", "Welke inwoners of welk initiatief.")]
    groups: Annotated[
        tuple[str, ...], Key("groepen", "Groepen", "Doelgroepen die meedoen.", code_list="risicogroep")
    ] = ()
    initiative: Annotated[
        bool | None, Key("initiatief", "Bewonersinitiatief", "Of het een initiatief van bewoners is.")
    ] = None
    form: Annotated[str | None, Key("vorm", "Vorm", "Hoe zij meedoen, zoals een panel of medezeggenschap.")] = None
    moment: Annotated[str | None, Key("moment", "Moment", "Wanneer dat gebeurt.")] = None


@table
class PolicyDocument(Content):
    """A policy document that the plan leans on."""

    dutch_name = "beleidsdocument"
    dutch_title = "Een beleidsdocument waar het plan bij aansluit."

    kind: Annotated[str, Key("soort", "Soort", "Wat voor document het is.", code_list="beleidsdocument")]
    title: Annotated[str, Key("titel", "Titel", "Naam van het document.")]
    status: Annotated[DocumentStatus | None, Key("status", "Status", "In voorbereiding of vastgesteld.")] = None
    from_year: Annotated[int | None, Key("van", "Van", "Eerste jaar.", minimum=FIRST_YEAR, maximum=LAST_YEAR)] = None
    through_year: Annotated[
        int | None, Key("tot_en_met", "Tot en met", "Laatste jaar.", minimum=FIRST_YEAR, maximum=LAST_YEAR)
    ] = None
    date: Annotated[Moment | None, Key("datum", "Datum", "Datum of jaar van vaststelling.")] = None
    url: Annotated[str | None, Key("url", "Adres", "Waar het document te vinden is.")] = None
    themes: Annotated[
        tuple[str, ...],
        Key(
            "themas",
            "Thema's",
            "Bij een visie op de sociale basis: de thema's erin.",
            code_list="visie-thema",
        ),
    ] = ()
    area_based: Annotated[
        bool | None,
        Key("gebiedsgericht", "Gebiedsgericht", "Of het document gebiedsgericht werken uitwerkt."),
    ] = None


@table
class ChainPart(Content):
    """A part of a chain: who answers for it and who pays."""

    dutch_name = "ketenonderdeel"
    dutch_title = "Een onderdeel van een keten: wie verantwoordelijk is en wie betaalt."

    name: Annotated[str, Key("naam", "Naam", "Naam van het onderdeel.")]
    domain: Annotated[
        str | None, Key("domein", "Wet", "De wet waar het onderdeel onder valt.", code_list="wetsdomein")
    ] = None
    responsible: Annotated[
        str | None,
        Key("verantwoordelijk", "Verantwoordelijk", "Wie aan zet is.", code_list="verantwoordelijk-domein"),
    ] = None
    payer: Annotated[str | None, Key("betaler", "Betaler", "Wie het betaalt.")] = None


@table
class Chain(Content):
    """How far a chain approach is."""

    dutch_name = "keten"
    dutch_title = "Hoe het met een ketenaanpak staat."

    status: Annotated[KetenStatus | None, Key("status", "Status", "Hoe ver de keten is (gemeentelijk bestand).")] = None
    start: Annotated[Moment | None, Key("start", "Start", "Datum of jaar waarop de keten begint.")] = None
    existing: Annotated[bool | None, Key("bestaand", "Bestaand", "Of de keten al voor 2023 liep.")] = None
    reason: Annotated[str | None, Key("reden", "Reden", "Waarom niet, of waarom later.")] = None
    offered_by: Annotated[
        str | None,
        Key("aanbod", "Aanbod", "'eigen', of de code van de gemeente die het aanbod heeft.", form="aanbod"),
    ] = None
    agreements: Annotated[
        tuple[str, ...],
        Key("afspraken", "Afspraken", "Id's van afspraken over de keten.", refers_to="afspraken"),
    ] = ()
    coordinator: Annotated[str | None, Key("coordinator", "Coördinator", "Functie of organisatie die coördineert.")] = (
        None
    )
    purchasing_aligned: Annotated[
        bool | None,
        Key("inkoop_afgestemd", "Inkoop afgestemd", "Of het inkoopbeleid in de regio is afgestemd."),
    ] = None
    data_supply: Annotated[
        bool | None, Key("gegevenslevering", "Gegevenslevering", "Of gegevens over de keten worden geleverd.")
    ] = None
    parts: Annotated[tuple[ChainPart, ...], Key("onderdelen", "Onderdelen", "De onderdelen van de keten.")] = ()


@table
class FallStep(Content):
    """One of the four steps of fall prevention."""

    dutch_name = "valpreventiestap"
    dutch_title = "Een van de vier stappen van valpreventie."

    responsible: Annotated[
        str | None,
        Key("verantwoordelijk", "Verantwoordelijk", "Wie aan zet is.", code_list="verantwoordelijk-domein"),
    ] = None
    payer: Annotated[str | None, Key("betaler", "Betaler", "Wie het betaalt.")] = None
    actions: Annotated[
        tuple[str, ...], Key("acties", "Acties", "Id's van de acties in deze stap.", refers_to="acties")
    ] = ()


@table
class FallFigures(Content):
    """Fall prevention in one calendar year: people, and shares of home-dwelling 65-plus in percent."""

    dutch_name = "valpreventie-aantallen"
    dutch_title = "Aantallen valpreventie in één jaar."

    home_dwelling_65_plus: Annotated[
        int | None,
        Key("thuiswonende_65plus", "Thuiswonende 65-plussers", "Aantal mensen.", minimum=0, maximum=10**8),
    ] = None
    risk_assessments: Annotated[
        int | None,
        Key(
            "risico_inschattingen",
            "Risico-inschattingen",
            "Aantal mensen in het jaar.",
            minimum=0,
            maximum=10**8,
        ),
    ] = None
    exercise_interventions: Annotated[
        int | None,
        Key(
            "beweeginterventies",
            "Deelnemers beweeginterventies",
            "Aantal mensen in het jaar.",
            minimum=0,
            maximum=10**8,
        ),
    ] = None
    risk_percentage: Annotated[
        float | None,
        Key(
            "risico_percentage",
            "Percentage risico-inschattingen",
            "Deel van alle thuiswonende 65-plussers, in procenten.",
            minimum=0,
            maximum=100,
        ),
    ] = None
    intervention_percentage: Annotated[
        float | None,
        Key(
            "interventie_percentage",
            "Percentage beweeginterventies",
            "Deel van alle thuiswonende 65-plussers, in procenten.",
            minimum=0,
            maximum=100,
        ),
    ] = None


@table
class FallChain(Chain):
    """The chain of fall prevention: steps and figures besides what every chain has."""

    dutch_name = "keten-valpreventie"
    dutch_title = "De keten valpreventie, met haar stappen en aantallen."

    steps: Annotated[
        Keyed[FallStep],
        Key("stappen", "Stappen", "De vier stappen.", keys="valpreventie-stap"),
    ] = Keyed()
    figures: Annotated[
        Keyed[FallFigures], Key("aantallen", "Aantallen", "Aantallen per kalenderjaar.", keys="jaar")
    ] = Keyed()


@table
class SocialOffer(Content):
    """An offer from the social domain in the chain for overweight children."""

    dutch_name = "sociaal-aanbod"
    dutch_title = "Aanbod uit het sociaal domein voor kinderen met overgewicht."

    payer: Annotated[str | None, Key("betaler", "Betaler", "Wie het betaalt, of uit welk beleid.")] = None


@table
class ChildWeightChain(Chain):
    """The chain for overweight children."""

    dutch_name = "keten-overgewicht-kinderen"
    dutch_title = "De keten overgewicht bij kinderen."

    national_model: Annotated[
        bool | None, Key("landelijk_model", "Landelijk model", "Of het landelijk model het uitgangspunt is.")
    ] = None
    social_offer: Annotated[
        Keyed[SocialOffer],
        Key("aanbod_sociaal", "Aanbod sociaal domein", "De vijf soorten aanbod.", keys="ow-aanbodcategorie"),
    ] = Keyed()
    network_approach: Annotated[
        Moment | None, Key("netwerkaanpak", "Netwerkaanpak", "Wanneer de netwerkaanpak obesitas er is.")
    ] = None


@table
class Evidence(Content):
    """Data that supports the choices."""

    dutch_name = "onderbouwing"
    dutch_title = "Gegevens die de keuzes ondersteunen."

    source: Annotated[str, Key("bron", "Bron", "Naam van de bron.")]
    year: Annotated[int | None, Key("jaar", "Jaar", "Jaar van de gegevens.", minimum=FIRST_YEAR, maximum=LAST_YEAR)] = (
        None
    )
    insight: Annotated[str | None, Key("inzicht", "Inzicht", "Wat eruit blijkt.")] = None


@table
class Monitoring(Content):
    """How progress is followed."""

    dutch_name = "monitoring"
    dutch_title = "Hoe de voortgang wordt gevolgd."

    moments: Annotated[str | None, Key("momenten", "Momenten", "Wanneer er wordt gemeten of besproken.")] = None
    responsible: Annotated[str | None, Key("verantwoordelijke", "Verantwoordelijke", "Wie het volgt.")] = None
    data_supply: Annotated[
        bool | None,
        Key("gegevenslevering", "Gegevenslevering", "Of gegevens worden geleverd zoals de regeling vraagt."),
    ] = None
    cooperation_window: Annotated[
        bool | None,
        Key("venster", "Venster", "Of het Venster op de regionale samenwerking wordt gebruikt."),
    ] = None
    evaluation: Annotated[str | None, Key("evaluatie", "Evaluatie", "Hoe er wordt geleerd en bijgesteld.")] = None
    indicators: Annotated[tuple[Indicator, ...], Key("indicatoren", "Indicatoren", "Wat er wordt gevolgd.")] = ()


@table
class IzaDelimitation(Content):
    """How IZA money and the other SPUK money are kept apart."""

    dutch_name = "afbakening-iza"
    dutch_title = "Hoe IZA-geld en het andere SPUK-geld uit elkaar worden gehouden."


@table
class Signature(Content):
    """Who signed, and in which office."""

    dutch_name = "ondertekening"
    dutch_title = "Wie heeft ondertekend, en in welke functie."

    name: Annotated[str | None, Key("naam", "Naam", "Naam van de bestuurder.")] = None
    role: Annotated[str | None, Key("functie", "Functie", "Functie van de ondertekenaar.")] = None
    date: Annotated[Moment | None, Key("datum", "Datum", "Datum van ondertekening.")] = None
