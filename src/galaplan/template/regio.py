"""The template of a regional IZA file, in the order in which it is written, before it is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from galaplan.catalogue import Code
from galaplan.model.plan import FORMAT_VERSION
from galaplan.model.regional import (
    Contacts,
    Governance,
    IzaApplication,
    Mandate,
    Region,
    RegionalPicture,
    RegionalPlan,
    Regioplan,
)
from galaplan.model.shapes import Field, fields_of
from galaplan.model.shared import Action, Chain, IzaDelimitation, Monitoring
from galaplan.template.blank import Blanks, assigned, heading
from galaplan.template.choices import RegionalChoice, slug
from galaplan.template.layout import HOW_TO, block, by_year, part

_ACTION_KEYS = (
    "omschrijving",
    "doelen",
    "iza_afspraken",
    "niveau",
    "verantwoordelijk",
    "eigenaar",
    "partners",
    "doelgroepen",
    "start",
    "indicatoren",
)
_CHAIN_KEYS = ("coordinator", "inkoop_afgestemd", "gegevenslevering", "onderdelen", "tekst")

_DOCUMENTS = ("aanvraag", "regioplan", "governance", "plan-van-aanpak")

_DECLARATIONS = (
    "Elke andere gemeente verklaart dat de aanvrager namens haar aanvraagt. Haal de hekjes weg, laat de aanvrager zelf "
    "weg en zet bij 'aanvrager' de code van de gemeente of de naam van het openbaar lichaam dat aanvraagt."
)

_DECLARATION = """\
#
# [[verklaringen]] # {name}
# gemeente = "{code}"
# aanvrager = "…"
# ondertekening = {{ naam = "…", functie = "wethouder", datum = {year} }}"""

_GOALS = """\
# Zet hier de doelen van uw regio, elk als volgt. Haal de hekjes weg; een actie noemt het id van haar doel.
#
# [[doelen]]
# id = "langer-thuis"
# titel = "…"
# gala = ["vitaal-ouder-worden"]"""

_COSTS = """\
# Elke actie heeft een begroting. Zet die onder die actie, zoals hier. Haal de hekjes weg.
#
#   [[acties.kosten]]
#   id = "kostenpost-1"
#   omschrijving = "…"
#   niveau = "regionaal"
#   bedragen = {amounts}
#
#     [[acties.kosten.dekking]]
#     bron = "iza"
#     iza_categorie = "{category}"
#     bedragen = {amounts}"""

_AGREEMENTS = """\
# Haal de hekjes weg bij wat u gebruikt. Een actie noemt de afspraak bij 'afspraken', een keten ook.
#
# [[afspraken]]
# id = "ketens"
# onderwerp = "…"
# niveau = "regionaal"
# ketens = ["valpreventie"]
# partijen = [{ naam = "…", soort = "zorgverzekeraar" }, { naam = "…", soort = "huisarts" }]
# status = "voorgenomen\""""


class RegionalTemplate:
    """The text of a regional template without marks."""

    def __init__(self, choice: RegionalChoice) -> None:
        """`choice`: the region, its municipalities and the edition."""
        self._region = choice.region
        self._municipalities = choice.municipalities
        self._edition = choice.edition
        self._blanks = Blanks(choice.edition, choice.edition.years)

    def text(self) -> str:
        """The text."""
        lines = [
            *self._head(),
            *part("De regio", self._own()),
            *part("Doelen: wat de regio wil bereiken", (_GOALS,)),
            *part("Mandaat: wie namens de regio optreedt", self._blanks.table("[mandaat]", Mandate)),
            *part("Aanspreekpunten", self._blanks.table("[aanspreekpunten]", Contacts)),
            *part("Aanvraag van het IZA-geld", self._application()),
            *part("Verklaringen van de gemeenten", self._declarations()),
            *part("Governance: hoe de regio besluit en stuurt", self._blanks.table("[governance]", Governance)),
            *part("Regiobeeld", self._blanks.table("[regiobeeld]", RegionalPicture)),
            *part("Regioplan", self._blanks.table("[regioplan]", Regioplan)),
            *part("Ketenmatrix: welke keten waar begint", *self._matrix()),
            *part("Voorwaarden voor de regionale preventie-infrastructuur", self._conditions()),
            *part("Plan van aanpak: de acties, met ten minste één voor elke bestedingscategorie", *self._actions()),
            *part("Afspraken met andere partijen", (_AGREEMENTS,)),
            *part("De ketenaanpakken: wie wat doet en betaalt", *self._chains()),
            *part("Monitoring", self._blanks.table("[monitoring]", Monitoring)),
            *part("Afbakening van IZA-geld", self._blanks.table("[afbakening_iza]", IzaDelimitation, shown={"tekst"})),
        ]
        return "\n".join(lines) + "\n"

    def _head(self) -> Iterator[str]:
        first, last = self._edition.first_year, self._edition.last_year
        yield from block(f"Bestand van IZA-regio {self._region}, editie {self._edition.name}: {self._edition.title}.")
        yield "#"
        yield from block(*HOW_TO)
        yield ""
        known = {
            "galaplan": FORMAT_VERSION,
            "soort": "regio",
            "editie": self._edition.name,
            "kenmerk": f"{slug(self._region)}-{first}",
            "titel": f"IZA-regio {self._region}: aanvraag, regioplan en plan van aanpak {first}-{last}",
            "fase": "completering",
            "bevat": list(_DOCUMENTS),
            "status": "concept",
        }
        yield from (assigned(key, value) for key, value in known.items())
        yield f"periode = {{ van = {first}, tot_en_met = {last} }}"

    def _own(self) -> Iterator[str]:
        yield from block("Welke gemeenten in de regio liggen is afgeleid. Kijk na of de lijst klopt.")
        yield from block(", ".join(f"{row.code} {row.name}" for row in self._municipalities))
        known = {
            "naam": self._region,
            "gemeenten": [row.code for row in self._municipalities],
            "ggd_regios": list(dict.fromkeys(row.ggd_region for row in self._municipalities)),
        }
        yield from self._blanks.table("[regio]", Region, known, shown=("zorgkantoorregios", "indeling"))

    def _application(self) -> Iterator[str]:
        if granted := self._edition.granted_to_region(None, self._region):
            yield from block(f"Toegekend aan de regio: {by_year(granted)}.")
        yield from self._blanks.table("[aanvraag_iza]", IzaApplication)

    def _declarations(self) -> Iterator[str]:
        yield from block(_DECLARATIONS)
        for row in self._municipalities:
            yield _DECLARATION.format(name=row.name, code=row.code, year=self._edition.first_year)

    def _matrix(self) -> Iterator[Iterable[str]]:
        for row in self._municipalities:
            yield (
                f"[ketenmatrix.{row.code}] # {row.name}",
                *(
                    f'# {chain} = {{ status = "gestart", start = {self._edition.first_year} }}'
                    for chain in self._edition.codes("ketenaanpak")
                ),
            )

    def _conditions(self) -> Iterator[str]:
        field = _field("voorwaarden")
        assert field.value.keyed is not None
        yield f"[{field.key.name}] # {field.key.description}"
        yield from self._blanks.rows(field.key, field.value.keyed)

    def _actions(self) -> Iterator[Iterable[str]]:
        # A category that is the choice of a region has no place in a template.
        categories = [row for row in self._edition.codes("iza-categorie").values() if not row.flag("optioneel")]
        for category in categories:
            yield self._action(category)
            if category is categories[0]:
                yield (_COSTS.format(category=category.code, amounts=self._blanks.amounts()),)

    def _action(self, category: Code) -> Iterator[str]:
        yield from block(heading(category))
        known = {"id": category.code, "titel": category.label}
        yield from self._blanks.table("[[acties]]", Action, known, shown=_ACTION_KEYS)

    def _chains(self) -> Iterator[Iterable[str]]:
        for code, row in self._edition.codes("ketenaanpak").items():
            table = _field("ketens").key.special.get(code, Chain)
            own = {field.key.name for field in fields_of(table)} - {field.key.name for field in fields_of(Chain)}
            shown = {*_CHAIN_KEYS, *own} - {"aantallen"}
            yield (*block(heading(row)), *self._blanks.table(f"[ketens.{code}]", table, shown=shown))


def _field(key: str) -> Field:
    return next(field for field in fields_of(RegionalPlan) if field.key.name == key)
