"""What the fuzzers begin with: plan files, right and wrong, and the words of the format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from conformance.run import cases

import galaplan
import galaplan.cases
from galaplan.files import plan_bytes

ROOT = Path(__file__).parent.parent
CONFORMANCE = ROOT / "conformance" / "1.0"
PLANS = Path(galaplan.cases.__file__).parent / "plans"

SYNTAX = (
    *('"', "'", '"""', "'''", "[[", "]]", "[", "]", "{", "}", "=", ":", ",", ".", "#", "\n", "\r\n", "\r", "\\", "\\u"),
    *('""', "[]", "{}", "true", "false", "null", "nan", "inf", "-inf", "NaN", "Infinity", "\\ud800", "\\x00", "\\e"),
)
"""What TOML and JSON are made of."""

VALUES = (
    *("0", "-0", "-1", "1.5", "60000.0", "1e400", "0x7fffffffffffffff", "9223372036854775808", "9" * 400, "1_0", "007"),
    *("2024-02-30", "2024-01-01", "07:32", "1979-05-27T07:32:00Z", "9999-12-31T23:59:60Z", "2024", "19999", "GM9999"),
    *("€ 60.000,-", "60.000", "12,5", "12,5%", "2024-2026", "ja", "n.v.t.", "eigen:", "eigen:x", "spuk-2099"),
)
"""Values that are right in some places and wrong in most."""

HOSTILE = (
    *(
        "\x00",
        "\x07",
        "\x1b[31m",
        "\x1b]8;;http://a.example\x07",
        "\x7f",
        "\x85",
        "\u2028",
        "\u202e",
        "\u2066",
        "\u200b",
    ),
    *(
        "\ufeff",
        "\ufffe",
        "\U000e0041",
        "\U0001f600",
        "e\u0301",
        "::error::x",
        "%0A",
        "]]>",
        "<!--",
        "&lt;",
        "{0}",
        "{",
    ),
    *("%s", "../../x", "=1+1", "[k](http://a.example)", "``", "__proto__", "$ref", "x" * 5000),
)
"""What could do harm in a terminal, a log, markup or a format string."""


@cache
def files() -> Mapping[str, bytes]:
    """The corpus, by name: every example, the plans and examples of the rules, the conformance cases, as JSON and
    as workbooks too.
    """
    plans = [*(ROOT / "examples").rglob("*.toml"), *PLANS.glob("*.toml")]
    found = {"-".join(path.relative_to(path.parents[1]).parts): path.read_bytes() for path in sorted(plans)}
    for name in ("minimaal", "minimaal-regio", "leeg"):
        plan = galaplan.load(PLANS / f"{name}.toml")
        found[f"{name}.json"] = plan_bytes(plan, "json")
        found[f"{name}.xlsx"] = plan_bytes(plan, "xlsx")
    for name in ("zonnedorp", "almere"):
        plan = galaplan.load(ROOT / "examples" / f"{name}.toml")
        found[f"{name}.json"] = plan_bytes(plan, "json")
    found.update(_examples_of_rules())
    found.update(_conformance())
    return dict(sorted(found.items(), key=lambda item: (len(item[1]), item[0])))


def _examples_of_rules() -> Iterator[tuple[str, bytes]]:
    """The first bad example of each rule: together they reach every rule, and more of them would only take longer."""
    for code in galaplan.cases.codes():
        bad = next(case for case in galaplan.cases.cases_of(code) if not case.good)
        for index, file in enumerate(bad.files):
            yield f"{code}-{index}.toml", file.data


def _conformance() -> Iterator[tuple[str, bytes]]:
    """The files of the conformance suite on reading and on shape, most of them bad."""
    for case in cases(CONFORMANCE):
        if case.group in ("lezen", "vorm"):
            for index, data in enumerate(case.files.values()):
                yield f"{case.group}-{case.name}-{index}", data


@cache
def words() -> tuple[str, ...]:
    """The keys and codes of the format and pieces of its syntax: what a dictionary of a fuzzer holds."""
    schema = json.loads((ROOT / "schemas" / "1.0" / "plan.schema.json").read_text("utf-8"))
    return (*sorted(_names(schema)), *SYNTAX, *VALUES, *HOSTILE)


def _names(schema: Any) -> set[str]:
    found: set[str] = set()
    waiting = [schema]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            found.update(value.get("properties", {}))
            found.update(code for code in (*value.get("enum", ()), value.get("const")) if isinstance(code, str))
            waiting.extend(value.values())
    return found


def dictionary() -> str:
    """The words as a dictionary file of libFuzzer, which takes at most 64 bytes each."""
    pieces = (re.sub(rb"[^ !#-\[\]-~]", lambda b: b"\\x%02x" % b[0][0], word.encode()) for word in words())
    return "".join(f'"{piece.decode()}"\n' for piece in pieces if 0 < len(re.sub(rb"\\x..", b"x", piece)) <= 64)
