"""A site from a folder of data: the check's report and, where it allows, pages and files."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urljoin

from policybook import addresses
from policybook.cache import NO_CACHE, Cache
from policybook.check import Checker, Report, read
from policybook.digest import digest
from policybook.render.book import render
from policybook.render.edition import Edition
from policybook.render.html import moved_html, page_html
from policybook.render.keys import Keys, Known, decided
from policybook.render.markdown import page_markdown
from policybook.render.page import Asset, Block, Heading, Page, anchors
from policybook.render.search import Entry, page_entries
from policybook.render.settings import Settings
from policybook.verdict import Verdict, verdict

_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")
"""Where a name in a narrow table of contents may break: before a word."""


@dataclass(frozen=True, slots=True)
class Body:
    """All of a page that takes time to make.

    `html` is what stands on it, without the theme; for a page that has moved, a whole file.
    `toc` are the headings that a table of contents names, nested; their names are HTML.
    `markdown` is the text of its Markdown edition; `files` are published beside it. `entries` are
    for the index of the search.
    """

    html: str
    toc: list[dict[str, Any]]
    anchors: frozenset[str]
    markdown: str
    files: tuple[Asset, ...]
    entries: tuple[Entry, ...]

    def written(self) -> bytes:
        """The body as bytes: the long texts as they are, after what tells where each ends."""
        texts = [
            text.encode("utf-8", "surrogatepass")
            for text in (self.html, self.markdown, *(file.text for file in self.files))
        ]
        head = {
            "sizes": [*map(len, texts)],
            "files": [file.path for file in self.files],
            "toc": self.toc,
            "anchors": sorted(self.anchors),
            "entries": [
                (each.location, each.title, each.text, each.actions) for each in self.entries
            ],
        }
        return b"\n".join((json.dumps(head).encode(), b"".join(texts)))

    @classmethod
    def read(cls, kept: bytes) -> Self:
        """The body that was written so."""
        first, _, rest = kept.partition(b"\n")
        head = json.loads(first)
        ends = accumulate(head["sizes"], initial=0)
        html, markdown, *texts = (
            rest[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(ends)
        )
        return cls(
            html,
            head["toc"],
            frozenset(head["anchors"]),
            markdown,
            files=tuple(map(Asset, head["files"], texts)),
            entries=tuple(
                Entry(at, title, text, tuple(named)) for at, title, text, named in head["entries"]
            ),
        )


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page, ready to be handed to a generator of sites.

    Pages with the same `key` have the same body, whenever and wherever they are made.
    """

    page: Page
    key: str
    around: Around

    @property
    def uri(self) -> str:
        """What the page's file would be called among hand-written ones.

        A page of the navigation is a file rather than a folder, so that a navigation that is
        made from files stays flat.
        """
        return _uri(self.page)

    @property
    def url(self) -> str:
        """Where the page is published, from the root of the site."""
        return _url(self.page, self.around.settings)

    @property
    def markdown_path(self) -> str:
        """The file of the Markdown edition."""
        return Edition(self.page).path

    def body(self) -> Body:
        """Make the page, or take it from the cache."""
        kept = self.around.cache.get(self.key)
        if kept:
            return Body.read(kept)
        body = self._made()
        self.around.cache.put(self.key, body.written())
        return body

    def _made(self) -> Body:
        page = self.page
        blocks = page.blocks
        markdown = page_markdown(blocks, Edition(page))
        resolve = partial(_resolved, self.around.urls, self.url)
        if page.moved_to:
            base = self.around.settings.site_url
            html = moved_html(page, resolve, urljoin(base, self.url) if base else None)
        else:
            html = page_html(blocks, resolve)
        return Body(
            html,
            _toc(blocks),
            frozenset(anchors(blocks)),
            markdown,
            files=tuple(page.files(blocks)),
            entries=page_entries(page, self.url, blocks),
        )


@dataclass(frozen=True, slots=True)
class Around:
    """What all pages of a site have in common; `urls` are where they are, by their paths."""

    settings: Settings
    cache: Cache
    urls: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Site:
    """What a check found and, unless it failed, the pages of the site.

    `moved` stand where other pages were, and lead to where these are now.
    """

    verdict: Report | Verdict
    pages: tuple[SitePage, ...] = ()
    moved: tuple[SitePage, ...] = ()


def make(root: Path, settings: Settings, cache: Cache = NO_CACHE) -> Site:
    """Check the data in `root`, a folder of services, and make its site.

    Where nothing changed since it was made last, and the cache has it, no data is read.
    """
    found = verdict(root, cache=cache)
    if found.failed:
        return Site(found)
    key = found.key and digest("site", found.key, *decided(settings))
    kept = cache.get(key) if key else None
    if kept:
        return _site(found, _read(kept, root, settings), settings, cache)
    catalogue = found.report.catalogue if found.report else read(root).catalogue
    drafts = _drafts(Keys(catalogue, settings))
    if key:
        cache.put(key, _written(drafts))
    return _site(found, drafts, settings, cache)


class Maker:
    """Makes the site of a folder of data again and again, quickly where little changed."""

    def __init__(self, root: Path, settings: Settings, cache: Cache = NO_CACHE) -> None:
        self._checker = Checker(root)
        self._settings = settings
        self._cache = cache
        self._known = Known()

    def make(self, touched: Container[str] | None = None) -> Site:
        """The site of the data as it is now; `touched` are the services that may have changed."""
        report = self._checker.check(touched)
        drafts: Drafts = ()
        if not report.failed:
            keys = Keys(report.catalogue, self._settings, self._known)
            drafts = _drafts(keys)
            self._known = keys.known
        return _site(report, drafts, self._settings, self._cache)


Drafts = Sequence[tuple[Page, str]]
"""Pages with their keys."""


def _drafts(keys: Keys) -> Drafts:
    return [(page, keys.key(page)) for page in render(keys.catalogue, keys.settings)]


def _site(found: Report | Verdict, drafts: Drafts, settings: Settings, cache: Cache) -> Site:
    urls = {quote(page.path): _url(page, settings) for page, _ in drafts}
    around = Around(settings, cache, urls)
    pages = [SitePage(page, key, around) for page, key in drafts]
    return Site(
        found,
        pages=tuple(page for page in pages if not page.page.moved_to),
        moved=tuple(page for page in pages if page.page.moved_to),
    )


_HEAD = ("path", "title", "description", "in_nav", "listed", "source", "feed", "moved_to")
"""What is kept of a page beside its body."""


def _written(drafts: Drafts) -> bytes:
    heads = [[*(getattr(page, name) for name in _HEAD), key] for page, key in drafts]
    return json.dumps(heads).encode()


def _read(kept: bytes, root: Path, settings: Settings) -> Drafts:
    """The pages that were kept; one whose body was not is made from the data after all."""

    @cache
    def whole() -> Mapping[str, Page]:
        return {page.path: page for page in render(read(root).catalogue, settings)}

    def draft(path: str, *head: Any) -> Page:
        return Page(
            **dict(zip(_HEAD, (path, *head), strict=True)),
            make=lambda: whole()[path].make(),
            files=lambda blocks: whole()[path].files(blocks),
            searched=lambda: whole()[path].found_by,
        )

    return [(draft(*head), key) for *head, key in json.loads(kept)]


def _uri(page: Page) -> str:
    is_file = page.path and page.in_nav
    return f"{page.path.removesuffix('/')}.md" if is_file else f"{page.path}index.md"


def _url(page: Page, settings: Settings) -> str:
    if settings.directory_urls:
        return quote(page.path)
    return f"{quote(_uri(page).removesuffix('.md'))}.html"


def _resolved(urls: Mapping[str, str], url: str, target: str) -> str:
    """What the page at `url` links to for the target of a link within the site."""
    path, mark, anchor = target.partition("#")
    there = urls.get(path, path)
    if there == url and anchor:
        return f"#{anchor}"
    way = addresses.way(there, url.rpartition("/")[0])
    return f"{way}{'' if there and not there.endswith('/') else '/'}{mark}{anchor}"


def _toc(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    top: list[dict[str, Any]] = []
    above: list[dict[str, Any]] = []
    for heading in blocks:
        if not isinstance(heading, Heading) or not heading.short:
            continue
        item = {
            "level": heading.level,
            "id": heading.anchor,
            "name": _BREAK.sub("<wbr>", escape(heading.short)),
            "children": [],
        }
        while above and above[-1]["level"] >= heading.level:
            above.pop()
        (above[-1]["children"] if above else top).append(item)
        above.append(item)
    return top
