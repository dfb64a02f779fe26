"""The last line of a report for people: how many files, how many findings of each severity, and what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from galaplan.findings import Report, Severity
from galaplan.texts import words


def summary(report: Report) -> str:
    """Such as `2 bestanden: 1 fout, 3 adviezen, 1 erkend (VER weggelaten)`."""
    counts = {severity: report.count(severity) for severity in sorted(Severity, reverse=True)}
    told = counted(counts, report.acknowledged, report.language)
    left_out = limits(report.select, [file.ignore for file in report.files], report.language)
    return f"{_files(len(report.files), report.language)}: {told}{left_out}"


def counted(counts: Mapping[Severity, int], acknowledged: int, language: str) -> str:
    """Such as `1 fout, 3 adviezen, 1 erkend`, the weightiest first as they are given, or that there is nothing."""
    word = words(language)
    parts = [
        f"{count} {word[severity.word + ('' if count == 1 else 's')]}" for severity, count in counts.items() if count
    ]
    if acknowledged:
        parts.append(f"{acknowledged} {word['erkend']}")
    return ", ".join(parts) or word["geen-bevindingen"]


def limits(select: tuple[str, ...], ignored: Sequence[tuple[str, ...]], language: str) -> str:
    """What nothing was said about, between brackets: no findings among three codes is not a plan without faults.

    `ignored`: of each file the codes that were left out. Empty where all codes were asked for.
    """
    told = "; ".join(_limits(select, ignored, language))
    return f" ({told})" if told else ""


def _limits(select: tuple[str, ...], ignored: Sequence[tuple[str, ...]], language: str) -> Iterator[str]:
    word = words(language)
    if select:
        yield word["alleen-gevraagd"].format(codes=", ".join(select))
    files_by_code = Counter(code for codes in ignored for code in codes)
    for count in sorted(set(files_by_code.values()), reverse=True):
        codes = ", ".join(code for code, files in files_by_code.items() if files == count)
        if count == len(ignored):
            yield word["weggelaten"].format(codes=codes)
        else:
            yield word["weggelaten-bij"].format(codes=codes, bestanden=_files(count, language))


def _files(count: int, language: str) -> str:
    return f"{count} {words(language)['bestand' if count == 1 else 'bestanden']}"
