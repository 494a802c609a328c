"""A site from a folder of data: the check's report and, where it allows, pages and files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from policybook.check import Report, check
from policybook.render.book import assets, render
from policybook.render.edition import Edition
from policybook.render.html import Resolve, moved_html, page_html
from policybook.render.markdown import page_markdown
from policybook.render.page import Asset, Heading, Page, anchors
from policybook.render.settings import Settings

_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")
"""Where a name in a narrow table of contents may break: before a word."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page, ready to be handed to a generator of sites."""

    page: Page

    @property
    def uri(self) -> str:
        """What the page's file would be called among hand-written ones.

        A page of the navigation is a file rather than a folder, so that a navigation that is
        made from files stays flat.
        """
        path = self.page.path
        is_file = path and self.page.in_nav
        return f"{path.removesuffix('/')}.md" if is_file else f"{path}index.md"

    @property
    def markdown(self) -> Asset:
        """The Markdown edition."""
        edition = Edition(self.page)
        return Asset(edition.path, page_markdown(edition))

    @property
    def anchors(self) -> set[str]:
        """Every anchor of the page."""
        return set(anchors(self.page))

    @property
    def toc(self) -> list[dict[str, Any]]:
        """The headings that a table of contents names, nested; their names are HTML."""
        top: list[dict[str, Any]] = []
        above: list[dict[str, Any]] = []
        for heading in self._headings():
            item = {
                "level": heading.level,
                "id": heading.anchor,
                "name": _BREAK.sub("<wbr>", escape(heading.short or "")),
                "children": [],
            }
            while above and above[-1]["level"] >= heading.level:
                above.pop()
            (above[-1]["children"] if above else top).append(item)
            above.append(item)
        return top

    def html(self, resolve: Resolve) -> str:
        """The HTML edition, without the theme."""
        return page_html(self.page, resolve)

    def moved(self, resolve: Resolve, url: str | None) -> str:
        """What stands in the place of a page that has moved, a whole HTML file at `url`."""
        return moved_html(self.page, resolve, url)

    def _headings(self) -> Iterator[Heading]:
        for block in self.page.blocks:
            if isinstance(block, Heading) and block.short:
                yield block


@dataclass(frozen=True, slots=True)
class Site:
    """What a check found and, unless it failed, the pages and other files of the site.

    `moved` stand where other pages were, and lead to where these are now.
    """

    report: Report
    pages: tuple[SitePage, ...] = ()
    moved: tuple[SitePage, ...] = ()
    files: tuple[Asset, ...] = ()


def make(root: Path, settings: Settings) -> Site:
    """Check the data in `root`, a folder of services, and make its site."""
    report = check(root)
    if report.failed:
        return Site(report)
    pages = [SitePage(page) for page in render(report.catalogue, settings)]
    return Site(
        report,
        pages=tuple(page for page in pages if not page.page.moved_to),
        moved=tuple(page for page in pages if page.page.moved_to),
        files=tuple(assets(report.catalogue, settings)),
    )
