"""The zip around a workbook: what is in it, and why it may be refused. Nothing is ever written to disk."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any
from xml.parsers import expat

from galaplan.documents import MAX_BYTES, Problem, Unreadable

MAX_INFLATED = 64 * 1024 * 1024
"""How many bytes the parts of a workbook may be together, unpacked; a plan of ten thousand actions is a third of it."""

MAX_ELEMENTS = 2_000_000
"""How many elements of XML are read; each cell with a value has two or three."""

_MAX_PARTS = 2_000
_MAX_DIRECTORY = 1024 * 1024
_MAX_DEPTH = 64
_MAX_TAG = 65_536
_LONG_TAG = re.compile(rb"<[^<>]{%d}" % _MAX_TAG)

_END, _END_SIZE, _MAX_COMMENT, _LOCATOR_64 = b"PK\x05\x06", 22, 65_535, b"PK\x06\x07"

_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, OSError),
    *(ValueError, struct.error, OverflowError, KeyError),
)
"""What the reader of zip files raises for bytes that are not what they say they are."""

_REFUSED: Mapping[str, tuple[str, ...]] = {
    "macro": ("xl/vbaproject", "xl/macrosheets/", "xl/dialogsheets/"),
    "koppeling": ("xl/externallinks/", "xl/connections", "xl/querytables/", "xl/webextensions/"),
    "ingesloten": ("xl/embeddings/", "xl/activex/", "xl/ctrlprops/"),
    "binair": ("xl/workbook.bin",),
}
"""How the names of parts begin that a plan has no use for, by what they are."""


def refused(why: str, **params: Any) -> Unreadable:
    """The workbook is not read, because of `why`: a wording of LEZ030."""
    return Unreadable(Problem("LEZ030", why, params=params))


class Package:
    """A workbook whose zip can be trusted so far: no macros, no links to elsewhere, no more than can be held."""

    def __init__(self, data: bytes) -> None:
        """Raises `Unreadable` with one sentence for what is refused."""
        if len(data) > MAX_BYTES:
            raise Unreadable(Problem("LEZ002", "te-groot", params={"maximum": MAX_BYTES}))
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise refused("versleuteld")
        if not data.startswith(b"PK"):
            raise refused("geen-werkmap")
        _check_directory(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise refused("beschadigd") from None
        self._parts = _checked(self._zip.infolist())
        self._left = MAX_INFLATED
        self._elements = MAX_ELEMENTS
        self._check_content()

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name in self._parts

    def parse(
        self,
        name: str,
        start: Callable[[str, Mapping[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Walk through a part of XML; names of elements come without their namespace.

        Raises `Unreadable` where it is no XML, has a document type (which could make much of little, or ask for other
        files), or is more than can be held.
        """
        data = self._read(name)
        if _LONG_TAG.search(data):
            raise refused("te-groot")
        depth = 0

        def opened(element: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._elements -= 1
            if depth > _MAX_DEPTH or self._elements < 0:
                raise refused("te-groot")
            start(element.rpartition(":")[2], attributes)

        def closed(element: str) -> None:
            nonlocal depth
            depth -= 1
            if end:
                end(element.rpartition(":")[2])

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.StartDoctypeDeclHandler = _no_document_type
        parser.XmlDeclHandler = _only_unicode
        if text:
            parser.CharacterDataHandler = text
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError):
            raise refused("beschadigd") from None

    def _read(self, name: str) -> bytes:
        """The bytes of a part, as far as they are within bounds: what the zip says of its size is not believed."""
        pieces: list[bytes] = []
        try:
            with self._zip.open(self._parts[name]) as file:
                while piece := file.read(min(self._left + 1, 1 << 20)):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise refused("te-groot")
                    pieces.append(piece)
        except _BROKEN:
            raise refused("beschadigd") from None
        return b"".join(pieces)

    def _check_content(self) -> None:
        for name in self._parts:
            for why, beginnings in _REFUSED.items():
                if name.lower().startswith(beginnings):
                    raise refused(why)
        if "xl/workbook.xml" not in self._parts or "[Content_Types].xml" not in self._parts:
            raise refused("geen-werkmap")
        self.parse("[Content_Types].xml", _check_content_type)
        for name in self._parts:
            if name.endswith(".rels"):
                self.parse(name, _check_relationship)


def _check_directory(data: bytes) -> None:
    """Refuse a directory that is too large to make objects of, or that there are two of."""
    tail = data[-_END_SIZE - _MAX_COMMENT :]
    if tail.count(_END) != 1:
        raise refused("beschadigd")
    end = tail[tail.index(_END) :]
    size = int.from_bytes(end[12:16], "little")
    if len(end) < _END_SIZE or _LOCATOR_64 in tail:
        raise refused("beschadigd")
    if size > _MAX_DIRECTORY:
        raise refused("te-groot")


def _checked(entries: list[zipfile.ZipInfo]) -> Mapping[str, zipfile.ZipInfo]:
    parts: dict[str, zipfile.ZipInfo] = {}
    if len(entries) > _MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_INFLATED:
        raise refused("te-groot")
    for entry in entries:
        name = entry.orig_filename
        if entry.flag_bits & 1:
            raise refused("versleuteld")
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\0" in name:
            raise refused("pad")
        if name in parts or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refused("beschadigd")
        parts[name] = entry
    return parts


def _check_content_type(element: str, attributes: Mapping[str, str]) -> None:
    content = attributes.get("ContentType", "").lower()
    if "macro" in content or "vba" in content:
        raise refused("macro")


def _check_relationship(element: str, attributes: Mapping[str, str]) -> None:
    """What lies elsewhere is refused, but a web address in a cell is a text that can be clicked on."""
    if attributes.get("TargetMode") == "External" and not attributes.get("Type", "").endswith("/hyperlink"):
        raise refused("koppeling")


def _only_unicode(version: str, encoding: str | None, standalone: int) -> None:
    """A workbook is written in UTF-8 or UTF-16; what another encoding says, programs may read differently."""
    if encoding and encoding.lower() not in ("utf-8", "utf-16"):
        raise refused("beschadigd")


def _no_document_type(*declared: Any) -> None:
    raise refused("dtd")
