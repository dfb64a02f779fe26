"""The site of the documentation: built whole, read from a folder, and nothing of it comes from elsewhere."""

from __future__ import annotations

import re
import subprocess
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import attrs
import pytest
from conftest import tool

import galaplan.model

ROOT = Path(__file__).parent.parent
LOADING = {
    "href": {"link"},
    "src": {"script", "img", "iframe", "source", "embed", "audio", "video"},
    "data": {"object"},
}
CHROMIUM = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=10000",
    "--dump-dom",
]


@attrs.define
class PageOf(HTMLParser):
    """What a page of the site loads, links to, and can be linked to."""

    loads: list[str] = attrs.field(factory=list)
    links: list[str] = attrs.field(factory=list)
    anchors: set[str] = attrs.field(factory=set)
    language: str = ""

    def __attrs_post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        stated = {name: value or "" for name, value in attributes}
        self.anchors |= {stated[name] for name in ("id", "name") if name in stated}
        self.loads += [stated[name] for name, tags in LOADING.items() if name in stated and tag in tags]
        if tag == "a" and "href" in stated:
            self.links.append(stated["href"])
        if tag == "html":
            self.language = stated.get("lang", "")


@pytest.fixture(scope="session")
def site() -> Path:
    target = ROOT / "docs" / "_build" / "html"
    command = [tool("sphinx-build"), "-W", "--keep-going", "-q", "-E", str(ROOT / "docs"), str(target)]
    built = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert built.returncode == 0, built.stderr
    return target


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[Path, PageOf]:
    return dict(read_pages(site))


def read_pages(site: Path) -> Iterator[tuple[Path, PageOf]]:
    for path in sorted(site.rglob("*.html")):
        page = PageOf()
        page.feed(path.read_text("utf-8"))
        yield path, page


def test_no_page_loads_anything_from_elsewhere(pages: dict[Path, PageOf]) -> None:
    assert len(pages) > 30
    loaded = {target for page in pages.values() for target in page.loads}
    assert loaded
    assert not [target for target in loaded if urlsplit(target).scheme or target.startswith("//")]


def test_no_style_loads_anything_from_elsewhere(site: Path) -> None:
    for style in site.rglob("*.css"):
        text = style.read_text("utf-8")
        found = re.findall(r"url\(\s*['\"]?([^'\")]+)", text) + re.findall(r"@import\s+['\"]([^'\"]+)", text)
        assert not [target for target in found if re.match(r"(https?:)?//", target)], style.name


def test_what_a_page_loads_is_there(pages: dict[Path, PageOf]) -> None:
    for path, page in pages.items():
        for target in page.loads:
            assert (path.parent / unquote(urlsplit(target).path)).exists(), f"{path.name}: {target}"


def test_every_link_within_the_site_leads_somewhere(pages: dict[Path, PageOf]) -> None:
    for path, page in pages.items():
        for link in page.links:
            target = urlsplit(link)
            if target.scheme:
                continue
            file = (path.parent / unquote(target.path)).resolve() if target.path else path
            assert file.exists(), f"{path.name}: {link}"
            if target.fragment and file in pages and file.stem not in {"genindex", "search"}:
                assert unquote(target.fragment) in pages[file].anchors, f"{path.name}: {link}"


def test_each_page_says_in_which_language_it_is(site: Path, pages: dict[Path, PageOf]) -> None:
    assert pages[site / "gids" / "index.html"].language == "nl"
    assert pages[site / "regels" / "dub.html"].language == "nl"
    assert pages[site / "formaat.html"].language == "nl"
    assert pages[site / "index.html"].language == "en"
    assert "Zoeken" in (site / "gids" / "index.html").read_text("utf-8")
    assert "Zoeken" not in (site / "library.html").read_text("utf-8")


def test_every_page_can_be_reached_from_the_first(site: Path, pages: dict[Path, PageOf]) -> None:
    seen, ahead = set(), [site / "index.html"]
    while ahead:
        page = ahead.pop()
        if page in seen or page not in pages:
            continue
        seen.add(page)
        ahead += [(page.parent / urlsplit(link).path).resolve() for link in pages[page].links if "://" not in link]
    assert {path for path in pages if path.stem not in {"genindex", "py-modindex", "search"}} <= seen


def test_every_public_name_is_in_the_reference(site: Path) -> None:
    documented = names_in_the_index(site)
    model = {f"galaplan.model.{name}" for name in galaplan.model.__all__}
    assert model <= documented, sorted(model - documented)
    for name in set(galaplan.__all__) - set(galaplan.model.__all__):
        assert f"galaplan.{name}" in documented, name


def names_in_the_index(site: Path) -> set[str]:
    """The names of the Python objects that the site describes."""
    head, body = (site / "objects.inv").read_bytes().split(b"using zlib.\n", 1)
    assert b"Project: galaplan" in head
    rows = [row.split(" ") for row in zlib.decompress(body).decode().splitlines()]
    return {row[0] for row in rows if row[1].startswith("py:")}


def test_the_reference_names_the_key_of_every_field(site: Path) -> None:
    text = re.sub(r"<[^>]+>", " ", (site / "model.html").read_text("utf-8"))
    for key in ("kenmerk", "aanvraag", "thuiswonende_65plus", "ketenmatrix", "iza_categorie", "aanbod_sociaal"):
        assert re.search(rf"\b{key}\b", text), key


@pytest.mark.parametrize(("words", "page"), [("mantelzorgers", "regels/val.html"), ("DUB002", "regels/dub.html")])
def test_the_search_works_in_a_folder(words: str, page: str, site: Path, tmp_path: Path) -> None:
    address = f"{(site / 'search.html').as_uri()}?q={words}"
    command = [tool("chromium"), *CHROMIUM, f"--user-data-dir={tmp_path}", address]
    shown = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False).stdout
    results = shown.partition('id="search-results"')[2].partition("</ul>")[0]
    assert f'href="{page}' in results


def test_the_checks_above_would_see_what_they_look_for() -> None:
    page = PageOf()
    page.feed('<html lang="nl"><script src="https://elders/x.js"></script><a id="hier" href="daar.html">x</a>')
    assert (page.loads, page.links, page.anchors, page.language) == (
        ["https://elders/x.js"],
        ["daar.html"],
        {"hier"},
        "nl",
    )
