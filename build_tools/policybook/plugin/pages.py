"""The pages of the data as pages of MkDocs."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

if TYPE_CHECKING:
    from policybook.site import Body, SitePage


class GeneratedPage(Page):
    """A page that MkDocs takes as it is, without Python-Markdown.

    What stands on it is made when it is shown, and not kept.
    """

    def __init__(self, source: SitePage, title: str, file: File, config: MkDocsConfig) -> None:
        # Themes take titles and descriptions for HTML.
        super().__init__(escape(title), file, config)
        self.source = source

    def read_source(self, config: MkDocsConfig) -> None:
        """Give what a page's front matter would say."""
        del config
        page = self.source.page
        self.markdown = ""
        self.meta = {
            "description": escape(page.description),
            "feed": page.feed,
            "outside_nav": not page.in_nav or not page.listed,
        }
        if page.path:
            self.meta["title"] = escape(page.title)
        self._title_from_render = escape(page.title)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Leave what stands on the page to when it is shown."""
        del config, files
        self.hide()

    def show(self, body: Body) -> None:
        """Hold what stands on the page."""
        self.content = body.html
        self.toc = get_toc(body.toc)  # type: ignore[arg-type]

    def hide(self) -> None:
        """Let go of what stands on the page."""
        self.content = ""
        self.toc = get_toc([])

    @cached_property
    def present_anchor_ids(self) -> set[str]:  # type: ignore[override]
        """The anchors of the page, for links of hand-written pages to it."""
        return {*self.source.body().anchors}

    def forget_anchors(self) -> None:
        """Look again for anchors, as the page changed."""
        vars(self).pop("present_anchor_ids", None)


class EagerPage(GeneratedPage):
    """A page for plugins that look at what stands on pages, and may change it, at any time."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Make what stands on the page at once."""
        del config, files
        super().show(self.source.body())

    def show(self, body: Body) -> None:
        """Leave the page as it is."""

    def hide(self) -> None:
        """Hold on to what stands on the page."""


class BookFiles(Files):
    """The files of a site, with those that are written beside MkDocs.

    Links are followed to pages that are taken out of MkDocs' hands, and to files of which only
    `publishes` knows.
    """

    def __init__(
        self, files: Iterable[File], config: MkDocsConfig, publishes: Callable[[str], bool]
    ) -> None:
        super().__init__(files)
        self.beside: set[str] = set()
        self._config = config
        self._publishes = publishes
        self._followed: dict[str, File | None] = {}

    def __iter__(self) -> Iterator[File]:
        """The files that MkDocs handles."""
        if not self.beside:
            return super().__iter__()
        return (file for file in super().__iter__() if file.src_uri not in self.beside)

    def get_file_from_path(self, path: str) -> File | None:
        """The file of the site that a link leads to."""
        return super().get_file_from_path(path) or self._other(PurePath(path).as_posix())

    def _other(self, uri: str) -> File | None:
        if posixpath.splitext(uri)[1] in ("", ".md"):
            return None
        if uri not in self._followed:
            is_there = self._publishes(uri)
            file = File.generated(self._config, uri, content="") if is_there else None
            self._followed[uri] = file
        return self._followed[uri]

    def every_page(self, handled: Iterable[File]) -> list[File]:
        """The files of pages that MkDocs handles and of those beside, in their order."""
        uris = self.beside.union(file.src_uri for file in handled)
        return [file for file in super().__iter__() if file.src_uri in uris]
