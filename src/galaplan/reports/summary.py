"""The last line of a report for people: how many files, how many findings of each severity, and what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from galaplan.findings import Report, Severity
from galaplan.texts import words


def summary(report: Report) -> str:
    """Such as `2 bestanden: 1 fout, 3 adviezen, 1 erkend (VER weggelaten)`."""
    word = words(report.language)
    counts = [
        f"{count} {word[severity.word + ('' if count == 1 else 's')]}"
        for severity in sorted(Severity, reverse=True)
        if (count := report.count(severity))
    ]
    if report.acknowledged:
        counts.append(f"{report.acknowledged} {word['erkend']}")
    limits = "; ".join(_limits(report))
    told = ", ".join(counts) or word["geen-bevindingen"]
    return f"{_files(len(report.files), report.language)}: {told}{f' ({limits})' if limits else ''}"


def _limits(report: Report) -> Iterator[str]:
    """What the report says nothing about: no findings among three codes is not a plan without faults."""
    word = words(report.language)
    if report.select:
        yield word["alleen-gevraagd"].format(codes=", ".join(report.select))
    files_by_code = Counter(code for file in report.files for code in file.ignore)
    for count in sorted(set(files_by_code.values()), reverse=True):
        codes = ", ".join(code for code, files in files_by_code.items() if files == count)
        if count == len(report.files):
            yield word["weggelaten"].format(codes=codes)
        else:
            yield word["weggelaten-bij"].format(codes=codes, bestanden=_files(count, report.language))


def _files(count: int, language: str) -> str:
    return f"{count} {words(language)['bestand' if count == 1 else 'bestanden']}"
