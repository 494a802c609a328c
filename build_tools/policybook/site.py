"""A site from a folder of data: the check's report and, where it allows, pages and files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from posixpath import relpath
from typing import Any
from urllib.parse import quote, urljoin

from policybook.check import Report, check
from policybook.render.book import assets, render
from policybook.render.edition import Edition
from policybook.render.html import moved_html, page_html
from policybook.render.markdown import page_markdown
from policybook.render.page import Asset, Block, Heading, Page, anchors
from policybook.render.settings import Settings

_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")
"""Where a name in a narrow table of contents may break: before a word."""


@dataclass(frozen=True, slots=True)
class Body:
    """All of a page that takes time to make.

    `html` is what stands on it, without the theme; for a page that has moved, a whole file.
    `toc` are the headings that a table of contents names, nested; their names are HTML.
    `markdown` is the text of its Markdown edition.
    """

    html: str
    toc: list[dict[str, Any]]
    anchors: frozenset[str]
    markdown: str


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page, ready to be handed to a generator of sites."""

    page: Page
    urls: dict[str, str]
    settings: Settings

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
        return _url(self.page, self.settings)

    @property
    def markdown_path(self) -> str:
        """The file of the Markdown edition."""
        return Edition(self.page).path

    def body(self) -> Body:
        """Make the page."""
        page = self.page
        blocks = page.blocks
        markdown = page_markdown(blocks, Edition(page))
        resolve = partial(_resolved, self.urls, self.url)
        if page.moved_to:
            base = self.settings.site_url
            html = moved_html(page, resolve, urljoin(base, self.url) if base else None)
        else:
            html = page_html(blocks, resolve)
        return Body(html, _toc(blocks), frozenset(anchors(blocks)), markdown)


@dataclass(frozen=True, slots=True)
class Site:
    """What a check found and, unless it failed, the pages and other files of the site.

    `moved` stand where other pages were, and lead to where these are now.
    """

    report: Report
    settings: Settings
    pages: tuple[SitePage, ...] = ()
    moved: tuple[SitePage, ...] = ()

    def files(self) -> Iterator[Asset]:
        """Every file that is no page; none where there are no pages."""
        return iter(assets(self.report.catalogue, self.settings) if self.pages else ())


def make(root: Path, settings: Settings) -> Site:
    """Check the data in `root`, a folder of services, and make its site."""
    report = check(root)
    if report.failed:
        return Site(report, settings)
    drafts = list(render(report.catalogue, settings))
    urls = {quote(page.path): _url(page, settings) for page in drafts}
    pages = [SitePage(page, urls, settings) for page in drafts]
    return Site(
        report,
        settings,
        pages=tuple(page for page in pages if not page.page.moved_to),
        moved=tuple(page for page in pages if page.page.moved_to),
    )


def _uri(page: Page) -> str:
    is_file = page.path and page.in_nav
    return f"{page.path.removesuffix('/')}.md" if is_file else f"{page.path}index.md"


def _url(page: Page, settings: Settings) -> str:
    if settings.directory_urls:
        return quote(page.path)
    return f"{quote(_uri(page).removesuffix('.md'))}.html"


def _resolved(urls: dict[str, str], url: str, target: str) -> str:
    """What the page at `url` links to for the target of a link within the site."""
    path, mark, anchor = target.partition("#")
    there = urls.get(path, path)
    if there == url and anchor:
        return f"#{anchor}"
    way = relpath(there or ".", url.rpartition("/")[0] or ".")
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
