"""Move, overspend, pay twice: money that goes where it must not go, in one file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tests.faults.clean import Clean, add, all_of, append, put, remove
from tests.faults.kinds import (
    ADVICE,
    ERROR,
    GONE,
    MUNICIPAL,
    PLANNING,
    WARNING,
    Change,
    When,
    asks,
    change,
    has,
    holds,
    in_action,
    kind,
    lacks,
    paid_by,
    puts,
    row,
)

AMOUNTS = (
    "aanvraag.*.bedragen.*",
    "aanvraag_totaal.*",
    "aanvraag_iza.bedragen.*",
    "bijdragen.*.bedragen.*",
    "regioverwijzing.iza_lokaal.*",
    "acties.*.kosten.*.bedragen.*",
    "acties.*.kosten.*.dekking.*.bedragen.*",
    "acties.*.kosten.*.dekking.*.realisatie.*",
)
"""Every amount of a year that a plan states."""

# --- money to another component, purpose, year or source ---


@kind("OOR001", ERROR, most=10)
def money_for_the_purpose_of_another_component(plan: Clean) -> Iterator[Change]:
    for component, lines in plan.component_lines.items():
        purpose = "mg-acties" if component == "gezondheidsachterstanden" else "ga-aanpak"
        told_by_others = component == "coordinatie-regionale-preventie" or not plan.municipal
        for line in lines if not told_by_others else ():
            if "doel" in plan.get(line) and plan.bound(line) and plan.get(line[:2]).get("keten") != "gli-volwassenen":
                place = (*line, "doel")
                yield change(f"{plan.named(line)} for {purpose}", put(place, purpose), place)


BOUND = When(lambda plan, path: plan.municipal and plan.bound(path))
OVERWEIGHT_LINE = "kosten.*.dekking.onderdeel=overgewicht-obesitas"
REGIONAL_LINE = "acties.*.kosten.*.dekking.onderdeel=coordinatie-regionale-preventie"
puts("OOR001", ERROR, f"acties.keten=overgewicht-kinderen.{OVERWEIGHT_LINE}", {"doel": "gli-coordinatie"}, when=BOUND)
puts("OND022", ERROR, f"acties.keten=gli-volwassenen.{OVERWEIGHT_LINE}", {"doel": "ow-functionarissen"}, when=BOUND)
puts("OND046", ERROR, REGIONAL_LINE, {"doel": "ggd-kennis-en-advies"}, when=BOUND)

SMALL_COMPONENTS = {
    "mantelzorg-respijtzorg": "mz-positie-mantelzorger",
    "wijkaanpak-sociale-basis": "sb-vrijwilligerswerk",
}
"""Components that a small plan may not ask for, with money in every year, and a purpose of each."""


@kind("DOE006", ERROR, most=6)
def money_from_a_component_that_is_not_asked_for(plan: Clean) -> Iterator[Change]:
    """The action says itself what it carries out, so that its own component keeps an action."""
    for lines in plan.component_lines.values() if plan.requested else ():
        for line in lines:
            for other, purpose in SMALL_COMPONENTS.items():
                alone = len(plan.lines(line[:4], "spuk")) == 1 and "onderdelen" in plan.get(line[:2])
                if other not in plan.requested and alone and plan.bound(line):
                    edit = all_of(put((*line, "onderdeel"), other), put((*line, "doel"), purpose))
                    yield change(f"{plan.named(line)} from {other}", edit, line)


@kind("DOE014", ERROR, most=6)
def an_action_that_says_it_carries_out_something_else(plan: Clean) -> Iterator[Change]:
    for lines in plan.component_lines.values() if plan.municipal else ():
        for line in lines[:1]:
            action, others = line[:2], [name for name in plan.requested if name not in str(plan.get(line[:2]))]
            if plan.get(action).get("onderdelen") and others and plan.get(line)["onderdeel"] in plan.requested:
                edit = put((*action, "onderdelen"), others[:1])
                yield change(f"{plan.named(action)} carries out {others[0]}", edit, action)


ONLY_SPUK = paid_by(lambda sources: "spuk" in sources and "iza" not in sources)
STREAM = paid_by(lambda sources: sources & {"spuk", "iza"})
UNDELIMITED = When(lambda plan, path: "afbakening" not in plan.get(path[:4]))
OWN_MONEY = "acties.*.kosten.*.dekking.bron=gemeente"
IZA_TOO = {"bron": "iza", "iza_categorie": "netwerk-sociaal-domein"}
puts("DUB001", ERROR, OWN_MONEY, IZA_TOO, when=ONLY_SPUK & UNDELIMITED & PLANNING, at="acties", what="from IZA")
puts("DUB016", ADVICE, OWN_MONEY, {"bron": "gemeentefonds"}, when=STREAM & UNDELIMITED, at="acties")

NO_MONEY_IN_2026 = (
    "mentale-gezondheid",
    "overgewicht-obesitas",
    "leefomgeving",
    "oko-va",
    "een-tegen-eenzaamheid",
    "kennisfunctie-ggd",
    "coordinatie-regionale-preventie",
)


@kind("BEG007", ERROR, most=8)
def money_in_a_year_without_any(plan: Clean) -> Iterator[Change]:
    for component in NO_MONEY_IN_2026 if plan.walls("2026") else ():
        if plan.asked(component):
            amount = (*plan.requested[component], "bedragen", "2026")
            yield change(f"{component} is asked for in 2026", put(amount, 2_500), amount)
        for line in plan.component_lines.get(component, ())[:1] if component in plan.requested else ():
            edit = add(2_500, (*line, "bedragen", "2026"), (*line[:4], "bedragen", "2026"))
            yield change(f"{plan.named(line)} also in 2026", edit, line)


MOVED = {
    "BEG003": "in that year more is spent than is asked for the component",
    "BEG004": "in that year more is spent than the region asks",
    "BEG007": "the component has no money in that year",
    "DOE006": "the component is not asked for in that year",
    "DUB002": "in that year more is paid than the cost",
}


@kind("BEG002", ERROR, also=MOVED)
def money_in_the_wrong_year(plan: Clean) -> Iterator[Change]:
    for cost in plan.costs if not plan.accounts else ():
        for line in plan.lines(cost)[:1]:
            alone = "verwijzing" not in plan.get(line) and "sleutel" not in plan.get(cost)
            if plan.covered(cost, "2024") and plan.get(line)["bedragen"].get("2024", 0) > 5_000 and alone:
                edit = all_of(add(-5_000, (*line, "bedragen", "2024")), add(5_000, (*line, "bedragen", "2026")))
                yield change(f"{plan.named(line)} 5.000 of 2024 in 2026", edit, cost)


@kind("OOR001", ERROR)
def an_action_in_another_chain(plan: Clean) -> Iterator[Change]:
    """Coordination of adult GLI is no work for children; the other way round it is OND022."""
    for action in plan.each("acties.keten=gli-volwassenen"):
        lines = plan.each("acties.keten=gli-volwassenen.kosten.*.dekking.doel=gli-coordinatie")
        if any(line[:2] == action and plan.bound(line) for line in lines) and plan.municipal:
            edit = put((*action, "keten"), "overgewicht-kinderen")
            yield change(f"{plan.named(action)} for children", edit, action)


@kind("OND022", ERROR)
def an_action_for_children_in_the_chain_of_adults(plan: Clean) -> Iterator[Change]:
    for action in plan.each("acties.keten=overgewicht-kinderen"):
        lines = [line for line in plan.component_lines.get("overgewicht-obesitas", ()) if line[:2] == action]
        if any(plan.bound(line) and "doel" in plan.get(line) for line in lines):
            yield change(f"{plan.named(action)} for adults", put((*action, "keten"), "gli-volwassenen"), action)


@kind("OND017", ERROR)
def centres_for_mental_health_from_component_5(plan: Clean) -> Iterator[Change]:
    for line in plan.component_lines.get("mentale-gezondheid", ()):
        for key, code in (("gala_acties", "ggz-huisarts-sociaal-domein"), ("iza_afspraken", "ggz-mgc")):
            yield change(f"{plan.named(line[:2])} is also {code}", append((*line[:2], key), code), line)


PLAN = holds("plan-van-aanpak")
UNTIED = in_action(lambda action: action.keys().isdisjoint(("afspraken", "regioplan")))
CATEGORY = "acties.*.kosten.*.dekking.bron=iza"
OTHER_THAN_COORDINATION = row(
    lambda line: line.get("iza_categorie") not in ("regioplan-extra", "regionale-samenwerking")
)
EXTRA = {"iza_categorie": "regioplan-extra"}
puts("IZA014", ERROR, CATEGORY, EXTRA, when=PLAN & UNTIED & OTHER_THAN_COORDINATION, at="acties")
puts(
    "IZA017",
    lambda plan: WARNING if plan.has("bijdragen") else ERROR,
    "acties.*.kosten.*.dekking.iza_categorie=regionale-samenwerking",
    {"iza_categorie": "netwerk-sociaal-domein"},
    when=PLAN,
    together=True,
    at="acties",
    what="nothing for regional cooperation",
)


@kind("IZA015", WARNING)
def a_category_of_iza_that_nobody_works_on(plan: Clean) -> Iterator[Change]:
    """E-health goes: its agreements, and its money to the support points."""
    codes = ("eh-coordinatie", "eh-bevorderen", "eh-contracten", "ggz-lotgenoten-digitaal")
    gone = plan.each(*(f"acties.*.iza_afspraken.={code}" for code in codes))
    if plan.holds("plan-van-aanpak"):
        moved = [
            put(path, "steunpunten") for path in plan.each(f"{CATEGORY}.iza_categorie") if plan.get(path) == "e-health"
        ]
        yield change("nothing on e-health", all_of(remove(*gone), *moved), ("acties",))


puts("IZA020", WARNING, "acties.iza_afspraken=eh-contracten", {"start": 2026}, when=PLAN)

SPENDS_SPUK = MUNICIPAL & paid_by(lambda sources: "spuk" in sources)
PREVENTION = SPENDS_SPUK & When(lambda plan, path: not plan.says(path) and "afbakening" not in plan.get(path))
puts("OOR002", ERROR, "acties.*.kosten.*", {"aard": "buiten-gala"}, when=SPENDS_SPUK, most=8)
puts("OOR003", ADVICE, "acties.*.kosten.*", {"aard": "wettelijke-taak"}, when=PREVENTION)

COORDINATING = ("coordinat", "coalitie", "samenwerking")


@kind("KET008", ERROR, most=8)
def insured_care_from_municipal_money(plan: Clean) -> Iterator[Change]:
    """Of valpreventie insurer and municipality may both pay the first three steps; coordination is no care."""
    for cost in plan.costs if plan.municipal else ():
        purposes = [
            str(plan.get(line).get("doel", plan.get(line).get("iza_categorie")))
            for line in plan.lines(cost, "spuk", "iza")
        ]
        action = plan.get(cost[:2])
        coordinates = any(word in purpose for word in COORDINATING for purpose in purposes)
        if purposes and not coordinates and action.get("stap") != "doorverwijzing":
            weight = WARNING if action.get("keten") == "valpreventie" else ERROR
            edit = put((*cost, "zvw"), True)
            yield change(f"{plan.named(cost)} is insured care", edit, cost, severity=weight)


INSURED = MUNICIPAL & When(lambda plan, path: path[1] != "valpreventie")
OWN_CARE = {"betaler": "gemeente", "verantwoordelijk": "gemeente"}
puts("KET008", ERROR, "ketens.*.onderdelen.domein=zvw", OWN_CARE, when=INSURED)


@kind("VAL008", WARNING)
def a_home_adaptation_that_is_not_partial(plan: Clean) -> Iterator[Change]:
    for line in plan.component_lines.get("valpreventie", ()) if "valpreventie" in plan.requested else ():
        purpose = put((*line, "doel"), "val-woningaanpassing")
        whole = all_of(purpose, put((*line[:4], "gedeelte"), 1.0))
        yield change(f"{plan.named(line)} for a whole home adaptation", whole, line[:4])
        yield change(f"{plan.named(line)} for a home adaptation", purpose, line[:4], severity=ADVICE)


# --- more than there is ---

BESIDE_DUB002 = {
    "BEG003": "the same euros are above what is asked for the component",
    "BEG004": "the same euros are above what the region asks",
}


@kind("DUB002", ERROR, also=BESIDE_DUB002, most=12)
def more_money_than_the_cost(plan: Clean) -> Iterator[Change]:
    for cost in plan.costs if not plan.accounts else ():
        for line in plan.lines(cost)[-1:]:
            year = next(iter(plan.get(line)["bedragen"]))
            if plan.covered(cost, year):
                edit = add(10_000, (*line, "bedragen", year))
                yield change(f"{plan.named(line)} 10.000 above the cost in {year}", edit, cost)


@kind("BEG002", ERROR, most=10)
def less_money_than_the_cost(plan: Clean) -> Iterator[Change]:
    """Who pays the rest of a cost with a `sleutel` may stand in another file; with a `verwijzing` it does."""
    for cost in plan.costs if not plan.accounts else ():
        year = next(iter(plan.get(cost)["bedragen"]))
        elsewhere = any("verwijzing" in plan.get(line) for line in plan.lines(cost))
        if plan.covered(cost, year) and not elsewhere:
            weight = WARNING if "sleutel" in plan.get(cost) else ERROR
            edit = add(1_000, (*cost, "bedragen", year))
            yield change(f"{plan.named(cost)} costs 1.000 more in {year}", edit, cost, severity=weight)


def _spent_to_the_euro(plan: Clean) -> Iterator[tuple[str, str]]:
    """The components and years with walls in which just what is asked is planned."""
    for component in plan.requested if not plan.accounts else ():
        for year, amount in plan.asked(component).items():
            carried = plan.has(f"acties.*.kosten.*.dekking.onderdeel={component}.overloop")
            if amount and plan.walls(year) and plan.spent(component, year) == amount and not carried:
                yield component, year


@kind("BEG003", ERROR, most=8)
def a_component_spends_more_than_it_asks(plan: Clean) -> Iterator[Change]:
    for component, year in _spent_to_the_euro(plan):
        for line in plan.component_lines[component][:1]:
            edit = add(1_000, (*line, "bedragen", year), (*line[:4], "bedragen", year))
            yield change(f"{plan.named(line)} 1.000 more in {year}", edit, plan.requested[component], line)


@kind("BEG003", ERROR, most=8)
def a_component_asks_less_than_it_spends(plan: Clean) -> Iterator[Change]:
    for component, year in _spent_to_the_euro(plan):
        asked = plan.requested[component]
        yield change(f"{component} asks 1.000 less in {year}", add(-1_000, (*asked, "bedragen", year)), asked)


@kind("BEG003", WARNING)
def a_component_asks_more_than_it_spends(plan: Clean) -> Iterator[Change]:
    for component, year in _spent_to_the_euro(plan):
        asked = plan.requested[component]
        if not plan.says(asked):
            edit = add(5_000, (*asked, "bedragen", year))
            yield change(f"{component} asks 5.000 more in {year}", edit, asked, ("acties",))


@kind("BEG004", ERROR)
def a_total_that_is_not_the_sum(plan: Clean) -> Iterator[Change]:
    rows = [plan.asked(component) for component in plan.requested]
    total = {year: sum(row.get(year, 0) for row in rows) for row in rows for year in row}
    if rows and all(rows) and "aanvraag_totaal" not in plan.tree:
        for year in [year for year in total if plan.walls(year)]:
            wrong = put(("aanvraag_totaal",), {**total, year: total[year] + 7_500})
            yield change(f"a total that is 7.500 too high in {year}", wrong, ("aanvraag_totaal",))


@kind("BEG004", ERROR)
def a_region_that_asks_less_than_it_spends(plan: Clean) -> Iterator[Change]:
    for asked in plan.each("aanvraag_iza.bedragen.*") if not plan.accounts else ():
        spent = sum(plan.get(line)["bedragen"].get(asked[-1], 0) for line in plan.each(CATEGORY))
        if spent > 1_000:
            yield change(f"asks less than it spends in {asked[-1]}", put(asked, spent - 1_000), asked)
            yield change(f"does not ask for {asked[-1]}", remove(asked), asked[:-1])


@kind("BEG005", ERROR, most=8)
def more_than_the_whole_country_has(plan: Clean) -> Iterator[Change]:
    for component, asked in plan.requested.items():
        for year in [year for year in plan.asked(component) if plan.walls(year)][:1]:
            place = (*asked, "bedragen", year)
            yield change(f"{component} asks 990 million in {year}", put(place, 990_000_000), place)


puts("IZA019", ERROR, "aanvraag_iza.bedragen", {"2024": 190_000_000}, when=holds("aanvraag"))


@kind("BEG001", WARNING)
def amounts_in_thousands(plan: Clean) -> Iterator[Change]:
    places = plan.each(*AMOUNTS)
    if places and all(plan.get(path) % 1_000 == 0 and plan.get(path) < 1_000_000 for path in places):
        edits = [put(path, plan.get(path) // 1_000) for path in places]
        yield change("every amount in thousands", all_of(*edits), places[0], ("aanvraag",), ("acties",))


STATED = has("aanvraag.*.bedragen") & lacks("gemeente.namens") & When(lambda plan, path: plan.walls("2026"))
HAS_INHABITANTS = row(lambda municipality: "inwoners" in municipality)
TOO_MANY = {"inwoners": lambda number: 20 * number}
puts("BEG010", ADVICE, "gemeente", TOO_MANY, when=STATED & HAS_INHABITANTS, at="aanvraag", what="20 times the people")


@kind("BEG011", lambda plan: WARNING if "gezondheidsachterstanden" in plan.requested else ADVICE)
def no_money_for_people_with_disadvantages(plan: Clean) -> Iterator[Change]:
    if plan.municipal and plan.costs:
        for_all = [put((*action, "doelgroepen"), ["alle-inwoners"]) for action in plan.each("acties.*")]
        code = "acties.*.gala_acties.=gelijke-kansen-en-differentiatie"
        gone = plan.each("acties.*.wijken", "acties.*.differentiatie", code)
        yield change("all money is for everybody", all_of(remove(*gone), *for_all), ("acties",))


# --- numbers of fall prevention ---

FALLS, ELDERLY = "ketens.valpreventie", "gemeente.thuiswonende_65plus"


@kind("VAL006", ERROR)
def numbers_that_contradict_each_other(plan: Clean) -> Iterator[Change]:
    for year in plan.each(f"{FALLS}.aantallen.*"):
        elderly, done = plan.get(ELDERLY), plan.get(year).get("risico_inschattingen")
        if elderly and done:
            more = put((*year, "risico_inschattingen"), elderly + 500)
            share = put((*year, "risico_percentage"), 100 * done // elderly + 6)
            yield change(f"more assessments than elderly in {year[-1]}", more, year)
            yield change(f"another share than the numbers in {year[-1]}", share, year)


UNEXPLAINED = asks("valpreventie") & has(ELDERLY) & When(lambda plan, path: not plan.says(path))
FEW_ASSESSED = {"risico_inschattingen": 200, "risico_percentage": GONE}
FEW_TRAINED = {"beweeginterventies": 15, "interventie_percentage": GONE}
puts("VAL004", WARNING, f"{FALLS}.aantallen.*", FEW_ASSESSED, when=UNEXPLAINED, what="200 assessments")
puts("VAL005", WARNING, f"{FALLS}.aantallen.*", FEW_TRAINED, when=UNEXPLAINED, what="15 participants")

# --- one cost twice in one file ---


@kind("DUB003", ERROR, most=6)
def one_key_for_spuk_and_iza(plan: Clean) -> Iterator[Change]:
    """An IZA cost gets the key of a SPUK cost of the same years; one of the two says nothing of which part it is.

    Costs with one `sleutel` that state the same amount state one whole, which is then paid twice: that is DUB002.
    """
    spuk = [cost for cost in plan.costs if "spuk" in plan.sources(cost) and "iza" not in plan.sources(cost)]
    iza = [cost for cost in plan.costs if "iza" in plan.sources(cost) and "spuk" not in plan.sources(cost)]
    for first, second in ((first, second) for second in iza for first in spuk[:1]):
        ours, theirs = plan.get(first), plan.get(second)
        years = ours["bedragen"].keys() & theirs["bedragen"].keys()
        unlike = all(ours["bedragen"][year] != theirs["bedragen"][year] for year in years)
        if years and not ("afbakening" in ours and "afbakening" in theirs) and not plan.accounts:
            for key in ("referentie", "sleutel") if unlike else ("referentie",):
                value = ours.get(key, "een-en-dezelfde-post")
                edit = all_of(put((*first, key), value), put((*second, key), value))
                what = f"{plan.named(second)} with the {key} of {plan.named(first)}"
                yield change(what, edit, second, first)


@kind("DUB010", WARNING)
def support_points_that_nobody_tells_apart(plan: Clean) -> Iterator[Change]:
    """For the same people, and delimited neither at the costs nor in the file."""
    iza = plan.each("acties.*.kosten.*.dekking.iza_categorie=steunpunten") if plan.municipal else []
    spuk = plan.each("acties.*.kosten.*.dekking.doel=sb-laagdrempelige-voorzieningen")
    for first, second in zip(spuk[:1], iza[:1], strict=False):
        gone = [place for line in (first, second) for place in plan.within(line[:4], "afbakening")]
        gone += [place for line in (first, second) for place in plan.within(line[:2], "wijken")]
        same = [put((*line[:2], "doelgroepen"), ["psychische-kwetsbaarheid"]) for line in (first, second)]
        alone = all(len(plan.sources(line[:4]) & {"spuk", "iza"}) == 1 for line in (first, second))
        if alone and not plan.accounts:
            edit = all_of(remove(*gone, *plan.each("afbakening_iza")), *same)
            yield change(f"nothing tells {plan.named(second[:2])} apart", edit, first[:4], second[:4])


@kind("DUB014", ERROR, most=6)
def one_reference_for_two_components(plan: Clean) -> Iterator[Change]:
    costs = [cost for cost in plan.costs if plan.municipal and plan.lines(cost, "spuk") and not plan.lines(cost, "iza")]
    for first, second in pairwise(costs):
        ours, theirs = plan.get(first), plan.get(second)
        paying = [{plan.get(line)["onderdeel"] for line in plan.lines(cost, "spuk")} for cost in (first, second)]
        years = [year for year in ours["bedragen"].keys() & theirs["bedragen"].keys() if plan.walls(year)]
        if years and paying[0].isdisjoint(paying[1]) and not ("afbakening" in ours and "afbakening" in theirs):
            value = ours.get("referentie", "post-1")
            edit = all_of(put((*first, "referentie"), value), put((*second, "referentie"), value))
            what = f"{plan.named(second)} with the reference of {plan.named(first)}"
            yield change(what, edit, second, first)


@kind("BEG014", ERROR)
def more_than_the_municipality_is_granted(plan: Clean) -> Iterator[Change]:
    """An edition that grants an amount to each municipality; 300 million is less than the country has."""
    year = "2025"
    total, rows = (
        ("aanvraag_totaal", year),
        [place for place in plan.requested.values() if year in plan.get(place).get("bedragen", {})],
    )
    if plan.municipal and not plan.walls(year) and not plan.accounts:
        if plan.get(total):
            yield change("asks 300 million in 2025", put(total, 300_000_000), total[:1])
        elif rows:
            amount = (*rows[0], "bedragen", year)
            yield change("asks 300 million in 2025", put(amount, 300_000_000), ("aanvraag",))


@kind("IZA024", WARNING)
def more_than_the_region_is_granted(plan: Clean) -> Iterator[Change]:
    place = ("aanvraag_iza", "bedragen", "2026")
    if plan.holds("aanvraag") and plan.tree["editie"] != "spuk-2023" and plan.get(place):
        yield change("the region asks 90 million in 2026", put(place, 90_000_000), place)


@kind("BEG015", WARNING)
def more_carried_over_than_is_allowed(plan: Clean) -> Iterator[Change]:
    """All SPUK money of 2025 is spent in 2026; at most a tenth of what was granted may be."""
    lines = [line for line in plan.each("acties.*.kosten.*.dekking.bron=spuk") if "2025" in plan.get(line)["bedragen"]]
    if plan.municipal and not plan.walls("2025") and not plan.accounts and lines:
        edits = []
        for line in lines:
            amount = plan.get(line)["bedragen"]["2025"]
            for row_of in (line, line[:4]):
                edits += [add(-amount, (*row_of, "bedragen", "2025")), add(amount, (*row_of, "bedragen", "2026"))]
            edits.append(put((*line, "overloop"), {"van": 2025, "bedrag": amount}))
        yield change("all money of 2025 goes to 2026", all_of(*edits), ("acties",), ("aanvraag",))
