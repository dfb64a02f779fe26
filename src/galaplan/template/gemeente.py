"""The template of a municipal plan, in the order in which a plan file is written, before it is marked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from galaplan.catalogue import Component
from galaplan.model.fields import Table
from galaplan.model.municipal import Component as ComponentTable
from galaplan.model.municipal import Element, Ggd, Goal, Municipality, MunicipalPlan, Organisation, RegionalReference
from galaplan.model.plan import FORMAT_VERSION
from galaplan.model.shapes import Field, fields_of
from galaplan.model.shared import Action, Chain, IzaDelimitation, Monitoring
from galaplan.template.blank import Blanks, assigned, heading
from galaplan.template.choices import MunicipalChoice, slug
from galaplan.template.layout import HOW_TO, block, by_year, part

_ACTION_KEYS = (
    "omschrijving",
    "doelen",
    "resultaten",
    "gala_acties",
    "niveau",
    "partners",
    "doelgroepen",
    "wijken",
    "differentiatie",
    "start",
    "indicatoren",
)
_CHAIN_KEYS = ("status", "start", "aanbod", "coordinator", "tekst")

_COSTS = """\
# Weet u wat een actie kost en wie dat betaalt, zet het dan onder die actie, zoals hier. Haal de hekjes weg.
#
#   [[acties.kosten]]
#   id = "kostenpost-1"
#   omschrijving = "…"
#   bedragen = {amounts}
#
#     [[acties.kosten.dekking]]
#     bron = "spuk"
#     onderdeel = "{component}"
#     bedragen = {amounts}"""

_AGREEMENTS = """\
# Haal de hekjes weg bij wat u gebruikt. Een actie noemt de afspraak bij 'afspraken', een keten ook.
#
# [[afspraken]]
# id = "regionale-afspraak"
# onderwerp = "…"
# niveau = "regionaal" # of "lokaal", met bij 'akkoord' het sportakkoord of preventieakkoord
# ketens = ["valpreventie"]
# partijen = [{ naam = "…", soort = "zorgverzekeraar" }, { naam = "…", soort = "huisarts" }]
# status = "voorgenomen"
#
# [[participatie]]
# id = "inwoners"
# wie = "…"
# vorm = "…"
# initiatief = false"""

_SUBMISSION = """\
# Is het plan klaar en verstuurd, zet dan boven in het bestand status = "ingediend" en haal hier de hekjes weg. Zet er
# de datums bij.
#
# [indiening]
# kerngroep = {year} # Wanneer het plan naar de kerngroep is gestuurd.
# advies = {{ uitkomst = "positief", datum = {year} }} # Wat de kerngroep vond, en wanneer.
# dus_i = {year} # Wanneer de aanvraag bij DUS-I is ingediend.
# toestemming_gebruik = true # Of de gegevens gebruikt mogen worden voor monitoring.
# ondertekening = {{ naam = "…", functie = "wethouder", datum = {year} }}"""

_OTHER_CHAIN = """\
U vraagt hier geen geld voor. Zeg toch hoe het ermee staat: haal de hekjes weg.
[ketens.{chain}]
status = "voorbereiding"
start = {year}
reden = "…\""""

_AMOUNTS = "Bedragen zijn hele euro's per kalenderjaar. Haal het hekje weg en vul ze in."
_TICKED = "Bij 'gala' staan de doelen van het akkoord die bij het onderdeel horen. Haal weg wat bij u niet past."
_GOALS = "De titels zijn die van het akkoord. Schrijf er uw eigen doel voor in de plaats."

_DOCUMENTS = """
# Documenten waar het plan bij aansluit, elk op een regel.
beleidsdocumenten = [
  # {{ soort = "nota-gezondheidsbeleid", titel = "…", status = "vastgesteld", van = {year}, tekst = "…" }},
  # {{ soort = "beleidsvisie-sociale-basis", titel = "…", themas = ["mantelzorg"], gebiedsgericht = true }},
]

# Gegevens die uw keuzes ondersteunen, elke bron op een regel.
onderbouwing = [
  # {{ bron = "Gezondheidsmonitor van de GGD", jaar = {year}, inzicht = "…" }},
]"""


class MunicipalTemplate:
    """The text of a municipal template without marks."""

    def __init__(self, choice: MunicipalChoice) -> None:
        """`choice`: the municipality, the edition and the components to be requested."""
        self._municipality = choice.municipality
        self._edition = choice.edition
        # The first year of the scheme took a simple request; the plan is for those that follow.
        self._years = range(choice.edition.first_year + 1, choice.edition.last_year + 1)
        self._blanks = Blanks(choice.edition, self._years)
        self._requested = [choice.edition.components[code] for code in choice.components]
        self._asked = choice.components

    def text(self, also: Collection[str] = ()) -> str:
        """The text. `also`: components that are not requested and on which the plan has to say something still."""
        lines = [
            *self._head(),
            *part("De gemeente", self._own()),
            *part("Aanvraag: voor welke onderdelen u geld vraagt", self._money(), *map(self._request, self._requested)),
            *part("Doelen: wat u wilt bereiken", block(_GOALS), *self._goals()),
            *part("De verplichte elementen van elk plan van aanpak", *self._elements()),
            *part("GGD", self._blanks.table("[ggd]", Ggd, {"naam": self._municipality.ggd_region})),
            *part("Per onderdeel: wat het plan erover zegt naast de acties", *self._components(also)),
            *part("Organisatie: wie er aan het plan werken", self._blanks.table("[organisatie]", Organisation)),
            *part("De regio", self._blanks.table("[regioverwijzing]", RegionalReference)),
            *part("Zelftoets: de leidende vragen", self._self_assessment()),
            *part("Acties: wat u gaat doen, met ten minste één actie voor elk onderdeel", *self._actions()),
            *part("Afspraken met andere partijen, en hoe inwoners meedoen", (_AGREEMENTS,)),
            *part("De ketenaanpakken", *self._chains()),
            *part("Monitoring", self._blanks.table("[monitoring]", Monitoring)),
            *part("Afbakening van IZA-geld", self._blanks.table("[afbakening_iza]", IzaDelimitation, shown={"tekst"})),
            *part("Indiening: pas als het plan klaar is", (_SUBMISSION.format(year=self._edition.first_year),)),
        ]
        return "\n".join(lines) + "\n"

    def _head(self) -> Iterator[str]:
        name = self._municipality.name
        yield from block(f"Plan van aanpak van {name}, editie {self._edition.name}: {self._edition.title}.")
        yield "#"
        yield from block(*HOW_TO)
        yield ""
        known = {
            "galaplan": FORMAT_VERSION,
            "soort": "gemeente",
            "editie": self._edition.name,
            "kenmerk": f"{slug(name)}-{self._years[0]}",
            "titel": f"Plan van aanpak GALA en brede SPUK {name} {self._years[0]}-{self._years[-1]}",
            "fase": "plan-van-aanpak",
            "status": "concept",
        }
        yield from (assigned(key, value) for key, value in known.items())
        yield f"periode = {{ van = {self._years[0]}, tot_en_met = {self._years[-1]} }}"
        yield ""
        for field in fields_of(MunicipalPlan):
            if field.value.kind == "text" and not field.many and not field.required and field.key.form is None:
                yield from self._blanks.line(field)
        yield _DOCUMENTS.format(year=self._years[0])

    def _own(self) -> Iterator[str]:
        row = self._municipality
        known = {
            "code": row.code,
            "naam": row.name,
            "inwoners": row.inhabitants,
            "ggd_regio": row.ggd_region,
            "iza_regio": row.iza_region,
        }
        hints = {"thuiswonende_65plus": "Nodig voor de cijfers over valpreventie."}
        yield from block("Inwoners: op 1 januari 2024. De IZA-regio is afgeleid: kijk na of zij klopt.")
        yield from self._blanks.table("[gemeente]", Municipality, known, shown=hints, hints=hints)

    def _money(self) -> Iterator[str]:
        yield from block(_AMOUNTS, _TICKED)
        if granted := self._edition.granted(self._municipality.code):
            yield from block(f"Toegekend aan {self._municipality.name}, alle onderdelen samen: {by_year(granted)}.")

    def _request(self, component: Component) -> Iterator[str]:
        yield f"[[aanvraag]] # {component.label}"
        yield assigned("onderdeel", component.code)
        yield f"# bedragen = {self._blanks.amounts(self._years_of(component))}"
        yield assigned("gala", list(component.goals))

    def _years_of(self, component: Component) -> list[int]:
        """The years in which a component may be paid: those in which it has money, or money is free."""
        free = self._edition.free_years
        return [year for year in self._years if year in free or component.amounts.in_year(year)]

    def _goals(self) -> Iterator[Iterator[str]]:
        for code, row in self._edition.codes("doel").items():
            if any(code in component.goals for component in self._requested):
                known = {"id": code, "titel": row.label, "gala": [code]}
                yield self._blanks.table("[[doelen]]", Goal, known, shown=())

    def _elements(self) -> Iterator[Iterator[str]]:
        for number, (code, row) in enumerate(self._edition.codes("plan-element").items(), 1):
            table = _field("elementen").key.special.get(code, Element)
            shown = _text_and_own(table) - {"gedeelde_tekst"}
            yield self._described(f"[elementen.{code}]", table, shown, heading(row, f"Element {number}: "))

    def _components(self, also: Collection[str]) -> Iterator[Iterator[str]]:
        for code, row in self._edition.codes("spuk-onderdeel").items():
            if code in self._asked or code in also:
                words = [heading(row)]
                if code not in self._asked:
                    words.append("U vraagt dit onderdeel niet aan. Het akkoord vraagt er ook dan iets over.")
                table = _field("onderdelen").key.special.get(code, ComponentTable)
                yield self._described(f"[onderdelen.{code}]", table, _text_and_own(table) - {"status"}, *words)

    def _chains(self) -> Iterator[Iterator[str]]:
        for code, row in self._edition.codes("ketenaanpak").items():
            table = _field("ketens").key.special.get(code, Chain)
            if row.text("onderdeel") in self._asked:
                shown = {*_CHAIN_KEYS, *(_text_and_own(table) - _text_and_own(Chain))}
                yield self._described(f"[ketens.{code}]", table, shown, heading(row))
            else:
                yield block(heading(row), *_OTHER_CHAIN.format(chain=code, year=self._years[0]).splitlines())

    def _described(self, header: str, table: type[Table], shown: Collection[str], *words: str) -> Iterator[str]:
        yield from block(*words)
        yield from self._blanks.table(header, table, shown=shown)

    def _self_assessment(self) -> Iterator[str]:
        field = _field("zelftoets")
        assert field.value.keyed is not None
        yield f"[{field.key.name}] # {field.key.description}"
        yield from self._blanks.rows(field.key, field.value.keyed)

    def _actions(self) -> Iterator[Iterable[str]]:
        pairs = [(component, chain) for component in self._requested for chain in component.chains or ("",)]
        for component, chain in pairs:
            yield self._action(component, chain)
            if (component, chain) == pairs[0]:
                yield self._costs(component)

    def _costs(self, component: Component) -> Iterable[str]:
        """An example of costs; it stands below an action of this component."""
        return (_COSTS.format(component=component.code, amounts=self._blanks.amounts(self._years_of(component))),)

    def _action(self, component: Component, chain: str) -> Iterator[str]:
        known: dict[str, object] = {
            "id": chain or component.code,
            "titel": self._edition.codes("ketenaanpak")[chain].label if chain else component.label,
            "onderdelen": [component.code],
        }
        if chain:
            known["keten"] = chain
        fitting = {"doelen": component.goals, "gala_acties": component.actions}
        hints = {key: f"Bij dit onderdeel: {', '.join(codes)}." for key, codes in fitting.items() if codes}
        shown = (*_ACTION_KEYS, "stap") if chain == "valpreventie" else _ACTION_KEYS
        yield from self._blanks.table("[[acties]]", Action, known, shown=shown, hints=hints)


def _field(key: str) -> Field:
    return next(field for field in fields_of(MunicipalPlan) if field.key.name == key)


def _text_and_own(table: type[Table]) -> set[str]:
    return {field.key.name for field in fields_of(table)} - {"vindplaats"}
