"""Misname and double: a code, a name, an id or a row that is not the right one, or that is there twice."""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults.clean import Clean, all_of, append, evenly, put, remove
from tests.faults.kinds import (
    ERROR,
    MUNICIPAL,
    REGIONAL,
    WARNING,
    Change,
    When,
    by_status,
    change,
    holds,
    kind,
    lacks,
    puts,
    row,
)

APPLICATION = holds("aanvraag")

# --- municipalities ---

puts("IDE001", ERROR, "gemeente", {"code": "GM9998"}, what="an unknown code")
puts("IDE001", ERROR, "gemeente", {"code": "GM0501", "naam": "Brielle"}, what="a municipality that merged in 2023")
puts("IDE001", ERROR, "gemeente", {"namens": ["GM9998"]}, when=lacks("gemeente.namens"), what="for an unknown one")
puts("LEZ020", ERROR, "gemeente", {"naam": "Utrecht"}, what="the name of another municipality")
puts("LEZ020", WARNING, "gemeente", {"naam": "Zewoldestad"}, what="a name that is not quite right")


@kind("IDE001", WARNING)
def a_municipality_that_speaks_for_itself_twice(plan: Clean) -> Iterator[Change]:
    if plan.municipal:
        edit = append(("gemeente", "namens"), plan.code)
        yield change("on behalf of itself", edit, ("gemeente", "namens"))


IN_THE_REGION = row(lambda agreement: agreement.get("niveau") == "regionaal")
STRANGER = {"startgemeenten": lambda codes: [*(codes or []), "GM9998"]}
NO_DECLARATION = {"IZA006": "the declaration of a member is gone, or an unknown member has none"}

puts("IDE010", ERROR, "ketens.*", {"aanbod": "GM9998"}, when=MUNICIPAL)
puts("IDE010", ERROR, "afspraken.*", STRANGER, when=IN_THE_REGION)
puts("IDE010", ERROR, "verklaringen.*", {"gemeente": "GM9998"}, when=APPLICATION, also=NO_DECLARATION)
puts(
    "IDE010", ERROR, "acties.*", {"gemeenten": ["GM9998"]}, when=REGIONAL & row(lambda action: "sleutel" not in action)
)
puts("IDE010", ERROR, "regio", {"gemeenten": lambda codes: [*codes, "GM9998"]}, also=NO_DECLARATION)
LATER_CODE = {"doel": "mz-logeerzorg"}
OF_2023 = When(lambda plan, path: plan.tree["editie"] == "spuk-2023")
puts("IDE010", ERROR, "acties.*.kosten.*.dekking.onderdeel=mantelzorg-respijtzorg", LATER_CODE, when=OF_2023)

# --- who applies and who signs ---

FROM_OUTSIDE = {
    "IZA001": "no declaration names this applicant",
    "IZA006": "the municipality that applied is now a member without a declaration",
}
puts("IDE002", ERROR, "mandaat", {"gemeente": "GM0363"}, when=APPLICATION, also=FROM_OUTSIDE, what="from Amsterdam")


@kind(
    "IDE002", ERROR, also={"IZA006": "who applies is no member, so that the declarations are not those of the others"}
)
def the_applicant_is_no_member(plan: Clean) -> Iterator[Change]:
    applicant = plan.get("mandaat.gemeente")
    for member in plan.each(f"regio.gemeenten.={applicant}") if plan.holds("aanvraag") else ():
        rows = plan.each(
            f"ketenmatrix.{applicant}", f"bijdragen.gemeente={applicant}", f"acties.*.kosten.gemeente={applicant}"
        )
        yield change("the applicant leaves the region", remove(member, *rows), ("mandaat",), ("regio",))


def _another(applicant: str) -> str:
    return "GM0050" if applicant != "GM0050" else "GM0034"


OTHER_APPLICANT = {"aanvrager": _another}
SEVERAL = When(lambda plan, path: len(plan.each("verklaringen.*")) > 1)
EVERYWHERE = "mandaat | verklaringen"
puts("IZA007", ERROR, "verklaringen.*", OTHER_APPLICANT, when=APPLICATION & SEVERAL, what="another applicant")
puts(
    "IZA001",
    ERROR,
    "verklaringen.*",
    OTHER_APPLICANT,
    when=APPLICATION,
    together=True,
    at=EVERYWHERE,
    what="all others",
)
puts("IZA005", by_status, "aanvraag_iza.ondertekening", {"functie": "programmaleider"}, when=APPLICATION)
ADVISER = {"functie": "beleidsadviseur"}
puts("IZA007", WARNING, "verklaringen.*.ondertekening", ADVISER, when=APPLICATION, at="verklaringen")
puts("LEZ013", ERROR, "indiening.ondertekening", {"functie": "directeur"})
puts("IZA021", WARNING, "aanvraag_iza", {"iza_commitment": False}, when=APPLICATION)

# --- twice ---


@kind("LEZ018", ERROR, most=10)
def one_id_twice(plan: Clean) -> Iterator[Change]:
    """A row is copied; an action without its costs, so that no money is counted twice."""
    for name in ("acties", "doelen", "afspraken", "participatie"):
        for path in evenly(plan.each(f"{name}.*"), 2):
            copied = {key: value for key, value in plan.get(path).items() if key != "kosten"}
            second = {**copied, "tekst": "Hetzelfde nog eens."}
            yield change(f"{plan.named(path)} twice", append((name,), second), (name, len(plan.tree[name])))


@kind("LEZ018", ERROR)
def one_component_in_two_rows(plan: Clean) -> Iterator[Change]:
    for component in plan.requested:
        second = append(("aanvraag",), {"onderdeel": component})
        yield change(f"{component} in two rows", second, ("aanvraag", len(plan.tree["aanvraag"])))


@kind("LEZ018", ERROR)
def one_goal_left_out_twice(plan: Clean) -> Iterator[Change]:
    for path in plan.each("niet_uitgewerkt.*"):
        yield change(f"{plan.named(path)} twice", append(path[:1], plan.get(path)), path[:1])


@kind("LEZ022", ERROR)
def asked_for_and_not_asked_for(plan: Clean) -> Iterator[Change]:
    for component in plan.requested:
        said = {"onderdeel": component, "reden": "Dit doen wij al uit eigen middelen."}
        place = ("niet_aangevraagd",)
        yield change(f"{component} is not asked for either", append(place, said), place)


@kind("IDE002", ERROR)
def one_member_twice(plan: Clean) -> Iterator[Change]:
    for path in plan.each("regio.gemeenten.*"):
        yield change(f"member {plan.get(path)} twice", append(path[:-1], plan.get(path)), path[:-1])


@kind("IZA006", ERROR)
def one_declaration_too_many(plan: Clean) -> Iterator[Change]:
    for path in plan.each("verklaringen.*") if plan.holds("aanvraag") else ():
        outside = {**plan.get(path), "gemeente": "GM0363"}
        yield change(f"{plan.named(path)} twice", append(path[:1], plan.get(path)), path[:1])
        yield change(f"beside {plan.named(path)} one of Amsterdam", append(path[:1], outside), path[:1])


# --- codes, versions and references ---


@kind("LEZ009", ERROR)
def another_version_of_the_format(plan: Clean) -> Iterator[Change]:
    yield change("galaplan = 2.0", put(("galaplan",), "2.0"), ("galaplan",))


@kind("LEZ013", ERROR)
def an_edition_that_is_not_known(plan: Clean) -> Iterator[Change]:
    yield change("editie = spuk-2031", put(("editie",), "spuk-2031"), ("editie",))


@kind("LEZ013", ERROR)
def an_element_under_another_name(plan: Clean) -> Iterator[Change]:
    for path in plan.each("elementen.*"):
        other = ("elementen", "inzet-van-de-ggd")
        yield change(
            f"{plan.named(path)} is called {other[1]}", all_of(remove(path), put(other, plan.get(path))), other
        )


REFERENCES = {
    "acties.*.doelen": "doelen",
    "acties.*.afspraken": "afspraken",
    "acties.*.participatie": "participatie",
    "ketens.*.afspraken": "afspraken",
    "ketens.valpreventie.stappen.*.acties": "acties",
}
"""Where a file refers to its own rows, and to which."""


@kind("LEZ019", ERROR, most=12)
def a_reference_to_nothing(plan: Clean) -> Iterator[Change]:
    for pattern in REFERENCES:
        for path in evenly(plan.each(pattern), 3):
            edit = append(path, "bestaat-niet")
            yield change(f"{plan.named(path)} names what is not there", edit, (*path, len(plan.get(path))))


@kind("LEZ019", ERROR, most=6)
def a_row_under_another_id(plan: Clean) -> Iterator[Change]:
    """What refers to it now refers to nothing; it refers to other rows too, so that nothing else is lost."""
    for pattern, rows in (("acties.*.participatie", "participatie"), ("acties.*.afspraken", "afspraken")):
        for place in plan.each(f"{rows}.*.id"):
            users = plan.each(f"{pattern}.={plan.get(place)}")
            if users and all(len(plan.get(user[:-1])) > 1 for user in users):
                edit = put(place, "onder-een-andere-naam")
                yield change(f"{plan.named(place[:-1])} under another id", edit, users[0], ("ketens",))
