"""The settings of a project: `galaplan.toml`, or `[tool.galaplan]` in a `pyproject.toml`.

Only the command reads them; the library is told what to do by whoever calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from galaplan.records import Record
from galaplan.selection import Options, PerFile, codes, pattern
from galaplan.sources import SETTINGS_FILES

if TYPE_CHECKING:
    from galaplan.documents import Document
    from galaplan.documents import Path as KeyPath

FILE, PROJECT_FILE = SETTINGS_FILES

TABLE = ("tool", "galaplan")
"""Where settings stand in a `pyproject.toml`."""


class WrongSettings(ValueError):
    """The settings can't be used; one English sentence says what is wrong, in which file and on which line."""


class Settings(Record):
    """What a project has settled for everyone who checks its plans."""

    file: str = ""
    """The file that says so; empty where nothing does."""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: PerFile = ()
    strict: bool = False
    language: str = "nl"
    edition: str | None = None
    """The edition for what names none."""

    def options(
        self,
        *,
        select: tuple[str, ...] = (),
        ignore: tuple[str, ...] = (),
        strict: bool | None = None,
        language: str | None = None,
        edition: str | None = None,
    ) -> Options:
        """What holds for one run: what is given here takes the place of what the file says."""
        return Options(
            select=select or self.select,
            ignore=ignore or self.ignore,
            strict=self.strict if strict is None else strict,
            language=language or self.language,
            per_file_ignores=self.per_file_ignores,
            folder=str(Path(self.file).parent),
            edition=edition or self.edition,
        )


def find(start: Path | None = None) -> Settings:
    """The settings that hold in a directory: the nearest file that has some, from `start` (the current one) upwards.

    A `pyproject.toml` without a table for galaplan is passed over. Raises `WrongSettings`.
    """
    try:
        here = Path.cwd() if start is None else start.resolve()
    except OSError:  # the current directory is gone
        return Settings()
    for folder in (here, *here.parents):
        for name in (FILE, PROJECT_FILE):
            file = folder / name
            if _is_there(file) and (found := _load(file, may_lack=True)):
                return found
    return Settings()


def load(file: str | Path) -> Settings:
    """The settings in this file. Raises `WrongSettings`, also when it is not there or has none."""
    settings = _load(Path(file), may_lack=False)
    assert settings is not None
    return settings


def _is_there(file: Path) -> bool:
    """Whether there is such a file, or a link that was to lead to one: settings are not passed over in silence."""
    try:
        return file.is_file() or (file.is_symlink() and not file.exists())
    except OSError:  # nobody may look there
        return False


def _load(file: Path, *, may_lack: bool) -> Settings | None:
    from galaplan.documents import read_limited

    try:
        data = read_limited(file)
    except (OSError, ValueError) as error:
        raise WrongSettings(f"{_shown(file)}: {getattr(error, 'strerror', None) or 'this is no file'}") from None
    in_project = file.name == PROJECT_FILE
    if in_project and may_lack and TABLE[-1].encode() not in data:
        return None
    document = _document(file, data)
    table: Any = document.tree
    for depth, key in enumerate(TABLE if in_project else (), 1):
        if key not in table:
            if may_lack:
                return None
            raise WrongSettings(f"{_shown(file)}: there is no table [{'.'.join(TABLE)}] in it")
        table = table[key]
        if not isinstance(table, dict):
            _wrong(file, document, TABLE[:depth], f"[{'.'.join(TABLE[:depth])}] must be a table")
    return _Table(file, document, TABLE if in_project else (), table).settings()


def _document(file: Path, data: bytes) -> Document:
    from galaplan.documents import WHOLE_FILE, Unreadable, read_document

    try:
        return read_document(data, "toml")
    except Unreadable as error:
        from galaplan.texts import rule_text
        from galaplan.texts.filling import fill

        problem = error.problems[0]
        message = fill(rule_text(problem.code, "en").messages[problem.variant], problem.params, "en")
        line = (problem.span or WHOLE_FILE).line
        raise WrongSettings(f"{_shown(file)}:{line}: {message.rstrip('.')}") from None


def _wrong(file: Path, document: Document, path: KeyPath, sentence: str) -> NoReturn:
    raise WrongSettings(f"{_shown(file)}:{document.locate(path).line}: {sentence}")


def _shown(file: Path) -> str:
    """The name of the file as seen from here, where that is shorter."""
    try:
        return str(file.relative_to(Path.cwd()))
    except (OSError, ValueError):
        return str(file)


class _Table:
    """The table of settings in one file."""

    def __init__(self, file: Path, document: Document, root: KeyPath, table: Mapping[str, Any]) -> None:
        self._file = file
        self._document = document
        self._root = root
        self._table = table

    def settings(self) -> Settings:
        """What the table says. Raises `WrongSettings` for the first fault in it."""
        stated: dict[str, Any] = {}
        for key, value in self._table.items():
            if key not in _READERS:
                self.wrong((key,), self._unknown(key))
            name, read = _READERS[key]
            stated[name] = read(self, key, value)
        return Settings(file=str(self._file), **stated)

    def wrong(self, path: KeyPath, sentence: str) -> NoReturn:
        """Stop at a value of the table."""
        _wrong(self._file, self._document, (*self._root, *path), sentence)

    def _unknown(self, key: str) -> str:
        from galaplan.spelling import nearest

        if key in TABLE and not self._root:
            if isinstance(self._table[key], dict):
                return (
                    f"in {FILE} and files like it settings stand in no table; [{'.'.join(TABLE)}] is for {PROJECT_FILE}"
                )
            if key == "galaplan":
                return f"this is a plan; give settings and plan each a file, the settings as {FILE}"
        close = nearest(key, _READERS)
        return f"unknown key {key!r}; " + (f"did you mean {close!r}?" if close else f"known are {', '.join(_READERS)}")

    def codes(self, key: str, value: Any) -> tuple[str, ...]:
        """A list of codes."""
        return self._codes((key,), value)

    def _codes(self, path: KeyPath, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.wrong(path, f'{path[-1]!r} takes a list of codes, such as ["DUB", "VAL001"]')
        found: list[str] = []
        for index, code in enumerate(value):
            if not isinstance(code, str) or not code.strip():
                self.wrong((*path, index), f'{path[-1]!r} takes a list of codes, such as ["DUB", "VAL001"]')
            try:
                found.extend(codes(code))
            except ValueError as error:
                self.wrong((*path, index), str(error))
        return tuple(found)

    def per_file(self, key: str, value: Any) -> PerFile:
        """Lists of codes by pattern."""
        if not isinstance(value, dict):
            self.wrong((key,), f'{key!r} takes a table of patterns, such as "concept-*.toml" = ["ELE"]')
        for name in value:
            try:
                pattern(name)
            except ValueError as error:
                self.wrong((key, name), str(error))
        return tuple((name, self._codes((key, name), stated)) for name, stated in value.items())

    def flag(self, key: str, value: Any) -> bool:
        """True or false."""
        if not isinstance(value, bool):
            self.wrong((key,), f"{key!r} takes true or false")
        return value

    def language(self, key: str, value: Any) -> str:
        """One of the languages."""
        from galaplan.texts import LANGUAGES

        return self._one_of(key, value, LANGUAGES)

    def edition(self, key: str, value: Any) -> str:
        """One of the editions."""
        from galaplan import catalogue

        return self._one_of(key, value, catalogue.editions())

    def _one_of(self, key: str, value: Any, known: tuple[str, ...]) -> str:
        if value not in known:
            self.wrong((key,), f"{key!r} takes {' or '.join(repr(word) for word in known)}")
        return str(value)


_READERS: Mapping[str, tuple[str, Callable[[_Table, str, Any], Any]]] = {
    "select": ("select", _Table.codes),
    "ignore": ("ignore", _Table.codes),
    "per-file-ignores": ("per_file_ignores", _Table.per_file),
    "strict": ("strict", _Table.flag),
    "language": ("language", _Table.language),
    "edition": ("edition", _Table.edition),
}
"""By key the field of `Settings` and what reads its value."""
