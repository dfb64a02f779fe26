"""What changed between two plans, in meaning."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import galaplan
from galaplan.cli import main
from galaplan.comparison import Change, Comparison
from galaplan.comparison.changes import changes_between
from galaplan.comparison.findings import findings_between
from galaplan.documents import Path as Steps
from galaplan.documents import path_text
from galaplan.structure import ShapeError, structure, unstructure
from tests.strategies import Tree, plans

EXAMPLES = Path(__file__).parent.parent / "examples"

PLAN = """\
galaplan = "1.0"
soort = "gemeente"
editie = "spuk-2023"
kenmerk = "dorp-2024"
titel = "Plan van een dorp"

[gemeente]
code = "GM0050"
naam = "Zeewolde"

[[aanvraag]]
onderdeel = "valpreventie"
bedragen = { 2024 = 60_000, 2025 = 60_000 }

[[aanvraag]]
onderdeel = "kansrijke-start"
bedragen = { 2024 = 20_000 }

[elementen.inzet-ggd]
tekst = "Elk jaar een gesprek."

[[acties]]
id = "wandelen"
titel = "Wandelgroepen"
onderdelen = ["valpreventie"]

  [[acties.kosten]]
  id = "begeleiding"
  bedragen = { 2024 = 10_000 }
  dekking = [
    { bron = "spuk", onderdeel = "valpreventie", bedragen = { 2024 = 8_000 } },
    { bron = "gemeente", bedragen = { 2024 = 2_000 } },
  ]

[[acties]]
id = "eten"
titel = "Samen eten"
"""


def compared(old: str, new: str, **options: Any) -> Comparison:
    return galaplan.compare(old.encode(), new.encode(), **options)


def told(changes: tuple[Change, ...]) -> list[tuple[str, str, Any, Any]]:
    """The changes, those inside rows below their rows."""
    found: list[tuple[str, str, Any, Any]] = []
    for change in changes:
        found.append((change.kind, change.anchor, change.old, change.new))
        found.extend(told(change.details))
    return found


def leaves(changes: tuple[Change, ...]) -> Iterator[Change]:
    """The changes, those inside rows in place of their rows."""
    for change in changes:
        if change.details:
            yield from leaves(change.details)
        else:
            yield change


def edited(*replacements: tuple[str, str]) -> str:
    text = PLAN
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


class TestChanges:
    def test_a_value(self) -> None:
        new = edited(('titel = "Plan van een dorp"', 'titel = "Plan van een stad"'))
        assert told(compared(PLAN, new).changes) == [("changed", "titel", "Plan van een dorp", "Plan van een stad")]

    def test_a_row_that_came_and_one_that_went(self) -> None:
        new = edited(('id = "eten"\ntitel = "Samen eten"', 'id = "zwemmen"\ntitel = "Zwemles"'))
        assert told(compared(PLAN, new).changes) == [
            ("removed", "acties[eten]", {"id": "eten", "titel": "Samen eten"}, None),
            ("added", "acties[zwemmen]", None, {"id": "zwemmen", "titel": "Zwemles"}),
        ]

    def test_a_row_put_above_changes_nothing_below(self) -> None:
        first = '[[acties]]\nid = "wandelen"'
        new = edited((first, f'[[acties]]\nid = "zwemmen"\ntitel = "Zwemles"\n\n{first}'))
        assert [change[:2] for change in told(compared(PLAN, new).changes)] == [("added", "acties[zwemmen]")]

    def test_inside_a_row(self) -> None:
        new = edited(("bedragen = { 2024 = 10_000 }", "bedragen = { 2024 = 12_000, 2025 = 5_000 }"))
        assert told(compared(PLAN, new).changes) == [
            ("changed", "acties[wandelen]", None, None),
            ("changed", "acties[wandelen].kosten[begeleiding]", None, None),
            ("changed", "acties[wandelen].kosten[begeleiding].bedragen.2024", 10_000, 12_000),
            ("added", "acties[wandelen].kosten[begeleiding].bedragen.2025", None, 5_000),
        ]

    def test_another_id_is_a_change_where_all_else_is_alike(self) -> None:
        new = edited(('id = "eten"', 'id = "eettafel"'))
        assert told(compared(PLAN, new).changes) == [
            ("changed", "acties[eettafel]", None, None),
            ("changed", "acties[eettafel].id", "eten", "eettafel"),
        ]

    def test_a_row_with_the_same_id_is_the_same_however_much_it_changed(self) -> None:
        new = edited(('titel = "Wandelgroepen"\nonderdelen = ["valpreventie"]', 'titel = "Zwemmen"\nstatus = "loopt"'))
        new = new.replace(new[new.index("\n  [[acties.kosten]]") : new.index('\n[[acties]]\nid = "eten"')], "\n")
        (change,) = compared(PLAN, new).of_rows("acties")
        assert (change.kind, change.anchor, change.title, change.label) == (
            "changed",
            "acties[wandelen]",
            "Acties",
            "Zwemmen",
        )
        assert [(inner.kind, inner.anchor.rpartition(".")[2], inner.title) for inner in change.details] == [
            ("changed", "titel", "Titel"),
            ("changed", "status", "Status"),
            ("removed", "onderdelen", "SPUK-onderdelen"),
            ("removed", "kosten[begeleiding]", "Kosten"),
        ]

    def test_a_list_of_codes_has_no_order(self) -> None:
        codes = ('onderdelen = ["valpreventie"]', 'onderdelen = ["valpreventie", "brc"]')
        turned = ('onderdelen = ["valpreventie"]', 'onderdelen = ["brc", "valpreventie"]')
        assert compared(edited(codes), edited(turned)).is_equal

    def test_line_ends_of_windows_change_nothing(self) -> None:
        told = edited(('tekst = "Elk jaar een gesprek."', 'tekst = """\nElk jaar\neen gesprek.\n"""'))
        assert compared(told, told.replace("\n", "\r\n")).is_equal
        assert not compared(told, told.replace("\n", "\r\n").replace("jaar", "kwartaal")).is_equal

    def test_what_is_left_out_and_what_that_means_are_the_same(self) -> None:
        stated = edited(('titel = "Plan van een dorp"', 'titel = "Plan van een dorp"\nstatus = "concept"'))
        assert compared(PLAN, stated).is_equal

    def test_what_is_left_out_of_a_list_and_what_that_means_are_the_same(self) -> None:
        region = (EXAMPLES / "regio-zonneland" / "regio-zonneland.toml").read_text("utf-8")
        all_four = 'bevat = ["aanvraag", "regioplan", "governance", "plan-van-aanpak"]\n'
        assert compared(region, region.replace(all_four, "")).is_equal
        one = compared(region.replace(all_four, 'bevat = ["aanvraag"]\n'), region.replace(all_four, "")).changes
        assert [(c.kind, c.path, c.old) for c in one] == [("changed", "bevat", ["aanvraag"])]
        title = 'titel = "Samen eten"'
        part = edited((title, f'{title}\nregioplan = ["activiteiten"]'))
        assert not compared(PLAN, part).changes

    def test_a_yes_is_no_one(self) -> None:
        stated = "\n[uitbreiding.portaal]\ncontrole = [{ akkoord = true }]\n"
        changes = compared(PLAN + stated, PLAN + stated.replace("true", "1")).changes
        assert [c.path for c in changes] == ["uitbreiding.portaal.controle"]

    def test_what_is_carried_over_is_money(self) -> None:
        line = '{ bron = "gemeente", bedragen = { 2024 = 2_000 } }'
        old, new = (
            edited((line, line.replace("} }", f"}}, overloop = {{ van = 2023, bedrag = {euros} }} }}")))
            for euros in (500, 600)
        )
        (action,) = compared(old, new).changes
        (cost,) = action.details
        (change,) = cost.details
        assert (change.anchor.rpartition(".dekking")[2], change.is_money) == ("[gemeente].overloop.bedrag", True)

    def test_a_date_and_a_free_table(self) -> None:
        new = PLAN + "\n[uitbreiding.portaal]\nnummer = 7\n"
        new = new.replace('titel = "Plan van een dorp"', 'titel = "Plan van een dorp"\ndatum = 2023-09-18')
        assert told(compared(PLAN, new).changes) == [
            ("added", "datum", None, "2023-09-18"),
            ("added", "uitbreiding.portaal.nummer", None, 7),
        ]

    def test_another_kind_of_plan_is_all_that_is_told(self) -> None:
        region = EXAMPLES / "regio-zonneland" / "regio-zonneland.toml"
        changes = galaplan.compare(PLAN.encode(), region).changes
        assert told(changes) == [("changed", "soort", "gemeente", "regio")]


class TestMeaning:
    def test_amounts_per_component_source_and_year(self) -> None:
        new = edited(
            ("bedragen = { 2024 = 60_000, 2025 = 60_000 }", "bedragen = { 2024 = 61_000 }"),
            ("bedragen = { 2024 = 8_000 }", "bedragen = { 2024 = 7_000 }"),
            ("bedragen = { 2024 = 2_000 }", "bedragen = { 2024 = 3_000 }"),
        )
        rows = [(r.what, r.source, r.code, r.year, r.old, r.new, r.difference) for r in compared(PLAN, new).amounts]
        assert rows == [
            ("aanvraag", "spuk", "valpreventie", 2024, 60_000, 61_000, 1_000),
            ("aanvraag", "spuk", "valpreventie", 2025, 60_000, None, -60_000),
            ("dekking", "gemeente", "", 2024, 2_000, 3_000, 1_000),
            ("dekking", "spuk", "valpreventie", 2024, 8_000, 7_000, -1_000),
        ]

    def test_what_was_spent_and_a_total_without_its_split(self) -> None:
        line = '{ bron = "gemeente", bedragen = { 2024 = 2_000 } }'
        title = 'titel = "Plan van een dorp"'
        spent = (line, line.replace("} }", "}, realisatie = { 2024 = 1_500 } }"))
        new = edited(spent, (title, f"{title}\naanvraag_totaal = {{ 2025 = 90_000 }}"))
        rows = [(r.what, r.source, r.code, r.year, r.old, r.new) for r in compared(PLAN, new).amounts]
        assert rows == [
            ("aanvraag", "spuk", "", 2025, None, 90_000),
            ("realisatie", "gemeente", "", 2024, None, 1_500),
        ]

    def test_money_that_moves_between_actions_changes_no_sum(self) -> None:
        line = '{ bron = "gemeente", bedragen = { 2024 = 2_000 } },'
        moved = '\n  [[acties.kosten]]\n  id = "tafels"\n  bedragen = { 2024 = 2_000 }\n  dekking = [\n' + line + "]\n"
        new = edited((line, "")) + moved
        comparison = compared(PLAN, new)
        assert not comparison.amounts
        assert [change.anchor for change in comparison.of_rows("acties")] == ["acties[wandelen]", "acties[eten]"]

    @pytest.mark.parametrize(
        ("old", "new", "kind"),
        [
            ("", 'tekst = "Elk jaar een gesprek."', "filled"),
            ('tekst = "Elk jaar een gesprek."', "", "emptied"),
            ('tekst = "Elk jaar een gesprek."', 'vindplaats = "p. 9"', "changed"),
        ],
    )
    def test_elements(self, old: str, new: str, kind: str) -> None:
        text = 'tekst = "Elk jaar een gesprek."'
        (change,) = compared(edited((text, old)), edited((text, new))).elements
        assert (change.code, change.kind) == ("inzet-ggd", kind)

    def test_findings_that_went_and_came(self) -> None:
        # Costs of 10,000 that receive 8,000 + 3,000: 1,000 too much. The request for 2025 no longer covers all years.
        too_much = edited(("bedragen = { 2024 = 2_000 }", "bedragen = { 2024 = 3_000 }"))
        came = compared(PLAN, too_much, select="DUB002").findings
        went = compared(too_much, PLAN, select="DUB002").findings
        assert [(c.kind, c.finding.code, c.finding.location.anchor) for c in (*came, *went)] == [
            ("added", "DUB002", "acties[wandelen].kosten[begeleiding]"),
            ("removed", "DUB002", "acties[wandelen].kosten[begeleiding]"),
        ]

    def test_a_finding_that_says_something_else_is_changed(self) -> None:
        more, most = (
            edited(("bedragen = { 2024 = 2_000 }", f"bedragen = {{ 2024 = {euros} }}")) for euros in (3_000, 4_000)
        )
        (change,) = compared(more, most, select="DUB002", language="en").findings
        assert change.kind == "changed"
        assert change.old is not None
        assert change.new is not None
        assert "€1,000 too much" in change.old.message
        assert "€2,000 too much" in change.new.message

    def test_of_two_wordings_of_a_rule_each_is_compared_with_itself(self) -> None:
        (found,) = galaplan.validate(PLAN.encode(), select="VER008").findings
        none, two, one = (found.replace(variant=v, message=m) for v, m in (("a", "geen"), ("b", "twee"), ("b", "een")))
        changes = findings_between([none, two], [one])
        assert [(c.kind, c.finding.message) for c in changes] == [("removed", "geen"), ("changed", "een")]

    def test_bytes_with_a_name_are_called_so(self) -> None:
        comparison = galaplan.compare(("oud.toml", PLAN.encode()), ("nieuw.toml", b"\xef\xbb\xbf" + PLAN.encode()))
        assert (comparison.old.path, comparison.new.path) == ("oud.toml", "nieuw.toml")
        assert [c.finding.location.file for c in comparison.findings] == ["nieuw.toml"]

    def test_a_mark_at_the_beginning_of_the_file_is_a_finding_and_changes_no_value(self) -> None:
        comparison = galaplan.compare(PLAN.encode(), b"\xef\xbb\xbf" + PLAN.encode())
        assert not comparison.changes
        assert [c.finding.code for c in comparison.findings] == ["LEZ008"]
        assert not comparison.is_equal

    def test_a_row_put_above_moves_findings_and_changes_none(self) -> None:
        # 'sport' is no key of a partner. Of two partners of one name only their numbers tell which is which.
        partners = '{ naam = "Huisartsen", sport = 1 }, { naam = "Buurthuis" }, { naam = "Buurthuis", sport = 2 }'
        title = 'titel = "Samen eten"'
        above = '{ naam = "Zorgsaam" }'
        old, new = (edited((title, f"{title}\npartners = [{rows}]")) for rows in (partners, f"{above}, {partners}"))
        assert [f.location.path for f in galaplan.validate(new.encode(), select="LEZ").findings] == [
            "acties[1].partners[1].sport",
            "acties[1].partners[3].sport",
        ]
        assert not compared(old, new, select="LEZ").findings

    def test_a_finding_that_the_new_plan_acknowledges_stays_in_sight_with_its_reason(self, tmp_path: Path) -> None:
        text = (EXAMPLES / "zonnedorp.toml").read_text()
        place = 'code = "BEG008"\npad = "aanvraag[welzijn-op-recept].bedragen.2026"\n'
        for name, reason in (("een.toml", "Toegezegd."), ("twee.toml", "Toegezegd op 3 mei.")):
            (tmp_path / name).write_text(f'{text}\n[[erkend]]\n{place}reden = "{reason}"\n')
        found = galaplan.compare(EXAMPLES / "zonnedorp.toml", tmp_path / "een.toml")
        assert (found.old.counts, found.old.acknowledged) == ((0, 0, 1), 0)
        assert (found.new.counts, found.new.acknowledged) == ((0, 0, 0), 1)
        paths = ["diff", str(tmp_path / "een.toml"), str(tmp_path / "twee.toml"), "--no-config"]
        lines = CliRunner().invoke(main, [*paths, "--lang", "en"]).stdout.splitlines()
        assert "      Acknowledged: Toegezegd op 3 mei." in lines
        assert lines[-1] == "Findings: 1 acknowledged -> 1 acknowledged"
        tree: Any = json.loads(CliRunner().invoke(main, [*paths, "--format", "json"]).stdout)
        assert tree["new"]["summary"] == {"error": 0, "warning": 0, "advice": 0, "acknowledged": 1}

    def test_findings_that_settings_leave_out_do_not_pass_for_findings_that_are_not_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "a.toml").write_text(PLAN)
        (tmp_path / "b.toml").write_text(PLAN.replace("2_000 }", "4_000 }"))
        settled = 'select = ["DUB", "VAL"]\nignore = ["DUB"]\n\n[per-file-ignores]\n"b.toml" = ["VAL"]\n'
        (tmp_path / "galaplan.toml").write_text(settled)
        paths = ["diff", "--lang", "en", "a.toml", "b.toml"]
        told = CliRunner().invoke(main, paths).stdout.rstrip()
        assert told.endswith("-> no findings (only DUB, VAL asked for; DUB left out; VAL left out of 1 file)")
        tree: Any = json.loads(CliRunner().invoke(main, [*paths, "--format", "json"]).stdout)
        assert (tree["select"], tree["old"]["ignore"], tree["new"]["ignore"]) == (
            ["DUB", "VAL"],
            ["DUB"],
            ["DUB", "VAL"],
        )

    def test_a_file_that_is_no_plan_is_compared_by_its_findings(self) -> None:
        comparison = compared(PLAN, "titel = ")
        assert not comparison.can_be_compared
        assert not comparison.is_equal
        assert not comparison.changes
        assert [c.finding.code for c in comparison.findings if c.kind == "added"] == ["LEZ003"]


SAYS_NOTHING: tuple[Any, ...] = (
    {},
    "concept",
    "plan-van-aanpak",
    "completering",
    "gepland",
    "uitvoering",
    "gesloten",
    ["activiteiten"],
)
"""What says the same as leaving its key out."""


def keys_of(tree: Any, above: Steps = ()) -> Iterator[Steps]:
    """The paths of all keys that hold no further tables."""
    for step, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        if (value and isinstance(value, dict)) or (isinstance(value, list) and any(isinstance(v, dict) for v in value)):
            yield from keys_of(value, (*above, step))
        elif isinstance(step, str):
            yield (*above, step)


class TestLaws:
    @given(plans, st.data())
    @settings(max_examples=60, deadline=None)
    def test_one_key_left_out_is_told_once_at_its_place(self, tree: Tree, data: st.DataObject) -> None:
        old = unstructure(structure(tree))
        path = data.draw(st.sampled_from(list(keys_of(old))))
        new = copy.deepcopy(old)
        holder: Any = new
        for step in path[:-1]:
            holder = holder[step]
        value = holder.pop(path[-1])
        try:
            plans_of_both = structure(old), structure(new)
        except ShapeError:  # the key is required
            return
        place = re.sub(r"\d+", "#", path_text(path))  # which of two rows that are alike it was, cannot be told
        for changes in (changes_between(*plans_of_both, old, new), changes_between(*plans_of_both[::-1], new, old)):
            found = [re.sub(r"\d+", "#", change.path) for change in leaves(changes)]
            assert found == [place] or (not found and value in SAYS_NOTHING)

    @given(plans)
    @settings(max_examples=50, deadline=None)
    def test_a_plan_is_equal_to_itself_in_the_other_language(self, tree: Tree) -> None:
        plan = structure(tree)
        texts = (galaplan.dumps(plan, format=form).encode() for form in ("toml", "json"))
        assert galaplan.compare(*texts, select="LEZ").is_equal

    @given(plans, plans)
    @settings(max_examples=50, deadline=None)
    def test_it_tells_something_just_when_the_plans_differ(self, old: Tree, new: Tree) -> None:
        before, after = structure(old), structure(new)
        texts = [galaplan.dumps(plan, format="json").encode() for plan in (before, after)]
        comparison = galaplan.compare(*texts, select="LEZ")
        if unstructure(before) == unstructure(after):
            assert comparison.is_equal
        back = galaplan.compare(*reversed(texts), select="LEZ")
        assert comparison.is_equal == back.is_equal
        assert [-row.difference for row in comparison.amounts] == [row.difference for row in back.amounts]

    @given(st.randoms(use_true_random=False))
    @settings(max_examples=20, deadline=None)
    def test_the_order_of_rows_does_not_count(self, random: Any) -> None:
        tree = unstructure(galaplan.load(EXAMPLES / "zonnedorp.toml"))
        for rows in (tree["acties"], tree["aanvraag"], *(action.get("partners", []) for action in tree["acties"])):
            random.shuffle(rows)
        for action in tree["acties"]:
            for cost in action.get("kosten", []):
                random.shuffle(cost.get("dekking", []))
        shuffled = galaplan.dumps(structure(tree)).encode()
        assert not galaplan.compare(EXAMPLES / "zonnedorp.toml", shuffled).changes


class TestCommand:
    def run(self, tmp_path: Path, new: str, *options: str) -> tuple[int, str]:
        (tmp_path / "old.toml").write_text(PLAN, "utf-8")
        (tmp_path / "new.toml").write_text(new, "utf-8")
        result = CliRunner().invoke(main, ["diff", str(tmp_path / "old.toml"), str(tmp_path / "new.toml"), *options])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.output

    def test_nothing_changed(self, tmp_path: Path) -> None:
        status, output = self.run(tmp_path, "# Een opmerking\n" + PLAN, "--lang", "en")
        assert status == 0
        assert output.endswith("Nothing changed in meaning.\n")

    def test_the_text_shows_each_part(self, tmp_path: Path) -> None:
        new = edited(
            ('titel = "Plan van een dorp"', 'titel = "Plan van een stad"'),
            ("bedragen = { 2024 = 60_000, 2025 = 60_000 }", "bedragen = { 2024 = 61_000, 2025 = 60_000 }"),
            ('tekst = "Elk jaar een gesprek."', ""),
            ('titel = "Samen eten"', 'titel = "Samen koken"'),
        )
        status, output = self.run(tmp_path, new)
        assert status == 1
        for line in (
            "  ~ titel: Plan van een dorp -> Plan van een stad",
            "  ~ aanvraag[valpreventie]",
            "    ~ bedragen.2024: € 60.000 -> € 61.000",
            "  ~ acties[eten]  Samen koken",
            "  aangevraagd: valpreventie  2024  € 60.000 -> € 61.000  (+€ 1.000)",
        ):
            assert line in output.splitlines()
        assert "- inzet-ggd: leeggemaakt" in output

    def test_a_block_of_rows_has_the_title_of_the_block(self, tmp_path: Path) -> None:
        old = f'{PLAN}[monitoring]\nmomenten = "Elk jaar"\n[[beleidsdocumenten]]\nsoort = "nota-gezondheidsbeleid"\n'
        new = old.replace("[[b", '[[monitoring.indicatoren]]\nnaam = "Valongelukken"\n[[b') + 'status = "vastgesteld"\n'
        (tmp_path / "before.toml").write_text(old + 'titel = "Nota"\n', "utf-8")
        (tmp_path / "after.toml").write_text(new + 'titel = "Nota"\n', "utf-8")
        result = CliRunner().invoke(main, ["diff", str(tmp_path / "before.toml"), str(tmp_path / "after.toml")])
        told = "\nBeleidsdocumenten\n  + beleidsdocumenten[nota-gezondheidsbeleid].status: vastgesteld\n"
        assert told in result.output
        assert "\nVerder\n  + monitoring.indicatoren[Valongelukken]  Valongelukken\n" in result.output

    def test_the_json_holds_the_same(self, tmp_path: Path) -> None:
        new = edited(('titel = "Plan van een dorp"', 'titel = "Plan van een stad"'))
        status, output = self.run(tmp_path, new, "--format", "json")
        tree = json.loads(output)
        assert status == 1
        assert not tree["equal"]
        assert [(c["kind"], c["path"], c["old"], c["new"]) for c in tree["changes"]] == [
            ("changed", "titel", "Plan van een dorp", "Plan van een stad")
        ]

    def test_what_a_plan_says_cannot_steer_the_terminal(self, tmp_path: Path) -> None:
        new = edited(('titel = "Samen eten"', 'titel = "Samen \\u001b[2J\\u202eneteM\\n::error::"'))
        _, output = self.run(tmp_path, new)
        assert not {"\x1b", "\u202e"} & set(output)
        assert "\n::error::" not in output

    def test_it_writes_to_a_file(self, tmp_path: Path) -> None:
        status, output = self.run(tmp_path, PLAN, "--format", "json", "--output", str(tmp_path / "diff.json"))
        assert (status, output) == (0, "")
        assert json.loads((tmp_path / "diff.json").read_text("utf-8"))["equal"]

    @pytest.mark.parametrize("plan", ["old.toml", "new.toml"])
    def test_it_never_writes_over_a_plan(self, tmp_path: Path, plan: str) -> None:
        (tmp_path / "x").mkdir()
        status, output = self.run(tmp_path, PLAN, "--output", str(tmp_path / "x" / ".." / plan))
        assert status == 2
        assert "is one of the files to read" in output
        assert (tmp_path / plan).read_text("utf-8") == PLAN

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(main, ["diff", str(EXAMPLES / "almere.toml"), str(tmp_path / "niets.toml")])
        assert result.exit_code == 2
        assert result.stderr == f"Error: {tmp_path / 'niets.toml'}: No such file or directory\n"

    def test_standard_input_once(self) -> None:
        assert CliRunner().invoke(main, ["diff", "-", "-"]).exit_code == 2
        result = CliRunner().invoke(main, ["diff", "-", str(EXAMPLES / "almere.toml"), "--format", "json"], PLAN)
        assert json.loads(result.stdout)["old"]["kenmerk"] == "dorp-2024"
