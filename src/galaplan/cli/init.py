"""`galaplan init`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from galaplan.cli.options import edition_option, language_option, with_settings
from galaplan.cli.output import put, shown, stop, write_out
from galaplan.sources import STDIN as STREAM

if TYPE_CHECKING:
    from galaplan.catalogue import Edition
    from galaplan.findings import Finding
    from galaplan.settings import Settings
    from galaplan.template import Template
    from galaplan.template.choices import Choice, UnknownChoice

T = TypeVar("T")

MUNICIPAL, REGIONAL = "gemeente", "regio"

MISSING = {
    "soort": "name the municipality with --gemeente, or the region with --regio",
    "gemeente": "name the municipality with --gemeente, such as GM0034 or Almere",
    "regio": "name the region with --regio, such as Flevoland",
    "onderdelen": "name the components with --onderdelen, such as valpreventie,brc, or alle; "
    "`galaplan codelists spuk-onderdeel` shows them",
}
"""What is asked at a terminal, as a sentence for who has none."""

WORDS = {
    "nl": {
        "soort": "Een plan van een gemeente of van een regio",
        "gemeente": "Gemeente (naam of code)",
        "regio": "IZA-regio (naam)",
        "editie": "Editie: de stand van het akkoord en de regeling",
        "onderdelen": "Onderdelen die u aanvraagt (nummers of codes, met komma's ertussen, of 'alle')",
        "onbekend": "'{word}' is niet bekend.",
        "bedoelt u": "Bedoelt u {hint}?",
        "verplicht": "{component} is erbij gezet: wie geld aanvraagt, vraagt dat onderdeel in elk geval aan.",
        "geschreven": "{file} is geschreven: een sjabloon voor {whose}, editie {edition}.",
        "te doen": "Te doen",
        "te overwegen": "Te overwegen",
        "regel": "regel",
        "verder": "Vul het bestand in en kijk na wat er nog te doen is met: galaplan validate {file}",
    },
    "en": {
        "soort": "A plan of a municipality (gemeente) or of a region (regio)",
        "gemeente": "Municipality (name or code)",
        "regio": "IZA region (name)",
        "editie": "Edition: the state of the agreement and the scheme",
        "onderdelen": "Components to request (numbers or codes, separated by commas, or 'alle')",
        "onbekend": "'{word}' is not known.",
        "bedoelt u": "Did you mean {hint}?",
        "verplicht": "{component} has been put in: who requests money requests that component in any case.",
        "geschreven": "{file} has been written: a template for {whose}, edition {edition}.",
        "te doen": "To do",
        "te overwegen": "To consider",
        "regel": "line",
        "verder": "Fill in the file, and see what is left to do with: galaplan validate {file}",
    },
}


@click.command()
@click.argument("file", metavar="[FILE]", default="plan.toml")
@click.option("--soort", type=click.Choice([MUNICIPAL, REGIONAL]), help="A municipal plan or a regional file.")
@click.option("--gemeente", metavar="CODE|NAME", help="The municipality, such as GM0034 or Almere.")
@click.option("--regio", metavar="NAME", help="The IZA region, such as Flevoland; makes a regional file.")
@click.option("--onderdelen", metavar="CODES", help="Components to request, such as valpreventie,brc, or alle.")
@edition_option("The edition; default: that of the settings, or the newest.")
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@language_option("what is asked and listed")
@with_settings
def init(
    settings: Settings,
    file: str,
    soort: str | None,
    gemeente: str | None,
    regio: str | None,
    onderdelen: str | None,
    edition: str | None,
    force: bool,
    language: str | None,
) -> None:
    """Write a plan to begin with.

    FILE is the TOML file to write (default: plan.toml), or - for standard output. It is in Dutch, with what is known
    filled in and all that is still to be done marked; that list is the same as that of `galaplan validate`. What no
    option says is asked, when there is someone at a terminal to answer.
    """
    from galaplan.template import template

    language = language or settings.language
    _check_file(file, force)
    asking = _Asking(language)
    choice = _choice(asking, soort, gemeente, regio, onderdelen, edition or settings.edition)
    made = template(choice, language=language)
    write_out(made.text.encode(), file)
    lines = _summary(made, choice, file, language)
    if file == STREAM:
        click.echo("\n".join(lines), err=True)
    else:
        put("\n".join(lines) + "\n")


def _check_file(file: str, force: bool) -> None:
    if file == STREAM:
        return
    if Path(file).suffix.lower() != ".toml":
        raise click.UsageError(f"{shown(file)}: a template has comments, so its name ends in .toml")
    try:
        exists = Path(file).exists() or Path(file).is_symlink()
    except (OSError, ValueError):  # writing it will say why not
        return
    if exists and not force:
        stop(f"{shown(file)}: there is such a file; --force overwrites it")


def _choice(
    asking: _Asking,
    kind: str | None,
    municipality: str | None,
    region: str | None,
    components: str | None,
    edition: str | None,
) -> Choice:
    """What the template is for, from the options and, at a terminal, from the answers."""
    from galaplan.template.choices import MunicipalChoice, RegionalChoice, find_municipality, find_region

    if municipality is not None and (region is not None or kind == REGIONAL):
        raise click.UsageError("--gemeente is for a municipal plan, --regio for a regional file")
    if region is not None and kind == MUNICIPAL:
        raise click.UsageError("--regio is for a regional file; leave out --soort gemeente")
    nothing_said = municipality is None and region is None
    if nothing_said and kind is None:
        kind = asking.kind()
    if region is not None or kind == REGIONAL:
        if components is not None:
            raise click.UsageError("--onderdelen is for a municipal plan: a region requests IZA money as a whole")
        name, members = asking.until_known("regio", region, find_region)
        chosen = asking.edition(edition, ask=nothing_said)
        return RegionalChoice(region=name, municipalities=members, edition=chosen)
    whose = asking.until_known("gemeente", municipality, find_municipality)
    chosen = asking.edition(edition, ask=nothing_said)
    return MunicipalChoice(municipality=whose, edition=chosen, components=asking.components(components, chosen))


def _known(find: Callable[[str], T], word: str) -> T:
    from galaplan.template.choices import UnknownChoice

    try:
        return find(word)
    except UnknownChoice as error:
        raise click.UsageError(_unknown(error, "en", f"{error.kind}: ")) from None


def _unknown(error: UnknownChoice, language: str, before: str = "") -> str:
    words = WORDS[language]
    sentence = before + words["onbekend"].format(word=shown(error.word))
    return f"{sentence} {words['bedoelt u'].format(hint=error.hint)}" if error.hint else sentence


class _Asking:
    """Questions to whoever sits at the terminal; without one the option that is missing is told."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._words = WORDS[language]
        self._someone = sys.stdin is not None and sys.stdin.isatty()

    def kind(self) -> str:
        """Whether it is for a municipality or a region."""
        if not self._someone:
            raise click.UsageError(MISSING["soort"])
        return self._answer("soort", type=click.Choice([MUNICIPAL, REGIONAL]), default=MUNICIPAL)

    def edition(self, given: str | None, *, ask: bool) -> Edition:
        """The edition that an option or a setting names; else the newest, unless `ask` and another is answered."""
        from galaplan.template.choices import find_edition

        newest = find_edition("").name
        asked = given is None and ask and self._someone
        return self.until_known("editie", None if asked else given or newest, find_edition, default=newest)

    def until_known(self, option: str, given: str | None, find: Callable[[str], T], *, default: str | None = None) -> T:
        """What an option names or, without it, what is answered: again until it is known."""
        from galaplan.template.choices import UnknownChoice

        if given is not None:
            return _known(find, given)
        if not self._someone:
            raise click.UsageError(MISSING[option])
        while True:
            try:
                return find(self._answer(option, default=default))
            except UnknownChoice as error:
                click.echo(_unknown(error, self._language), err=True)

    def _answer(self, question: str, **how: Any) -> str:
        try:
            answer: str = click.prompt(self._words[question], err=True, **how)
        except click.Abort:  # Ctrl-C, Ctrl-D
            click.echo(err=True)
            stop("nothing has been written")
        return answer

    def components(self, given: str | None, edition: Edition) -> tuple[str, ...]:
        """The components, with the mandatory ones; it is told which were put in for that."""
        from galaplan.template.choices import find_components

        if given is None and self._someone:
            for code, row in edition.components.items():
                click.echo(f"{row.number:4}  {code:<32}{row.label}", err=True)
        found, added = self.until_known("onderdelen", given, lambda answer: find_components(_split(answer), edition))
        for code in added:
            click.echo(self._words["verplicht"].format(component=edition.components[code].label), err=True)
        return found


def _split(answer: str) -> list[str]:
    return [word.strip() for word in answer.split(",") if word.strip()]


def _summary(made: Template, choice: Choice, file: str, language: str) -> list[str]:
    """What was written, and what is to be done in it: line, code and rule."""
    from galaplan.findings import Severity
    from galaplan.template.choices import MunicipalChoice

    words, lines = WORDS[language], []
    if file != STREAM:
        if isinstance(choice, MunicipalChoice):
            whose = f"{choice.municipality.name} ({choice.municipality.code})"
        else:
            whose = choice.region
        lines.append(words["geschreven"].format(file=shown(file), whose=whose, edition=choice.edition.name))
    advice = [finding for finding in made.findings if finding.severity is Severity.ADVICE]
    to_do = [finding for finding in made.findings if finding.severity is not Severity.ADVICE]
    for title, findings in ((words["te doen"], to_do), (words["te overwegen"], advice)):
        lines.extend(_listed(title, findings, language))
    if file != STREAM:
        lines.extend(("", words["verder"].format(file=shown(file))))
    return lines


def _listed(title: str, findings: list[Finding], language: str) -> Iterator[str]:
    from galaplan.texts import rule_text

    if findings:
        yield from ("", f"{title} ({len(findings)}):")
        for finding in findings:
            place = f"{WORDS[language]['regel']} {finding.location.span.line}"
            yield f"  {place:<10} {finding.code}  {rule_text(finding.code, language).title}"
