"""The pages and files of the data in one build of MkDocs."""

from __future__ import annotations

import logging
import os
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from gzip import GzipFile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import log as mkdocs_log
from mkdocs.utils import CountHandler

from policybook.plugin.pages import BookFiles, EagerPage, GeneratedPage
from policybook.plugin.search import search_indexes
from policybook.plugin.shell import ShellError, Shells
from policybook.plugin.theme import OF_BUILDS, OF_PAGES, Theme, strangers
from policybook.plugin.writing import Writer

if TYPE_CHECKING:
    from policybook.site import Body, Site, SitePage

log = logging.getLogger("mkdocs.plugins.policybook")


class Book:
    """The pages of a site in one build of MkDocs.

    MkDocs handles those in its navigation. The others, which are thousands, are written beside it,
    unless the shell is off or there are plugins that want to handle them too.
    """

    def __init__(
        self, site: Site, config: MkDocsConfig, data_uri: str, *, shell: bool, old: Path | None
    ) -> None:
        self._site = site
        self._config = config
        self._data_uri = data_uri
        self._strangers = strangers(config, OF_PAGES)
        self._beside = shell and not self._strangers
        if shell and self._strangers:
            names = ", ".join(f"`{name}`" for name in self._strangers)
            log.info(f"The theme is rendered for every page, since {names} may change single pages")
        self._indexes = search_indexes(config)
        self._taken: dict[str, str] = {}
        self._old = old
        self._every: tuple[Sequence[File], Sequence[File]] | None = None
        self._paths: dict[str, set[str]] = {}

    def add_to(self, files: Files) -> Files:
        """The files of MkDocs with every page of the data."""
        self._taken.update((file.dest_uri, file.abs_src_path or file.src_uri) for file in files)
        self._files = BookFiles(files, self._config, self._publishes)
        for index in self._indexes:
            for uri in index.files:
                self._claim(uri)
        for source in self._site.moved:
            self._claim(self._was(source))
            self._claim(source.markdown_path)
        titles = dict(_titles(self._config.nav))
        self._pages = [*self._made(titles)]
        return self._files

    def _made(self, titles: Mapping[str, str]) -> Iterator[GeneratedPage]:
        kind = EagerPage if self._strangers else GeneratedPage
        for source in self._site.pages:
            page = source.page
            if not page.path and "index.html" in self._taken:
                # A hand-written home page stands in for the generated one.
                continue
            in_nav = page.in_nav and page.listed and not self._config.nav
            level = InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV
            file = File.generated(self._config, source.uri, content="", inclusion=level)
            self._claim(file.dest_uri)
            self._claim(source.markdown_path)
            if page.source:
                file.edit_uri = posixpath.join(self._data_uri, page.source)
            title = titles.get(source.uri, page.in_nav or page.title)
            self._files.append(file)
            yield kind(source, title, file, self._config)

    def _claim(self, uri: str, *, again: bool = False) -> None:
        """Hold a place for a file; `again` allows for one that is written a second time."""
        if again and uri == self._taken.get(uri):
            return
        if name := self._taken.get(uri):
            message = f"{name} has the place of a generated file: move or rename it"
            raise PluginError(message)
        self._taken[uri] = uri

    def _publishes(self, uri: str) -> bool:
        """Whether a file that is no page is published under a name."""
        if any(self._was(source) == uri for source in self._site.moved):
            return True
        # A file is nearly always below its page.
        sources = sorted(
            (*self._site.pages, *self._site.moved),
            key=lambda source: -len(source.page.path) if uri.startswith(source.page.path) else 1,
        )
        return any(asset.path == uri for source in sources for asset in source.body().files)

    def _was(self, source: SitePage) -> str:
        """Where a page was that has moved, which is for MkDocs to say."""
        return File.generated(self._config, source.uri, content="").dest_uri

    def divide(self, nav: Navigation) -> None:
        """Take the pages that are not in the navigation out of MkDocs' hands."""
        self._nav = nav
        if self._beside:
            shown = {page.file.src_uri for page in nav.pages}
            self._files.beside = {
                page.file.src_uri
                for page in self._pages
                if page.file.src_uri not in shown and not page.is_homepage
            }

    def begin(self, env: Environment) -> None:
        """Write the pages that have moved.

        On a disk without regard to case, one whose name only changed its case has the very file of
        the page that it leads to, which then overwrites it.
        """
        self._env = env
        self._writer = Writer(Path(self._config.site_dir))
        for source in self._site.moved:
            body = source.body()
            self._writer.write(self._was(source), body.html)
            self._write_files(source, body)
        if self.can_change:
            # Nobody else writes to what is linked to from here on.
            self._writer = Writer(Path(self._config.site_dir), self._old)

    def show(self, page: GeneratedPage) -> None:
        """Let a page that is about to be rendered hold what stands on it, unless it does."""
        if not page.content or isinstance(page, EagerPage):
            self._show(page, page.source.body())

    def _show(self, page: GeneratedPage, body: Body) -> None:
        page.show(body)
        self._write_files(page.source, body)
        for index in self._indexes:
            index.add(page, body.entries)

    def every_page(self, handled: Sequence[File]) -> Sequence[File]:
        """The pages of the site, where MkDocs knows of those that it handles."""
        if not self._files.beside:
            return handled
        if self._every is None or self._every[0] is not handled:
            self._every = handled, self._files.every_page(handled)
        return self._every[1]

    def finish(self) -> None:
        """Write the pages that MkDocs did not."""
        if self._files.beside:
            theme = self._theme()
            shells = Shells(theme)
            try:
                self._write_pages(shells.render)
                shells.finish()
            except ShellError as error:
                log.info(f"The theme is rendered for every page, since {error}")
                self._write_pages(theme.render)

    def settle(self) -> None:
        """Write what goes by all pages."""
        for index in self._indexes:
            index.settle(self._pages, self._writer.write)
        _compress_again(Path(self._config.site_dir, "sitemap.xml"))

    def complete(self) -> bool:
        """Give the site the files that the old one has too; False if that has the very same."""
        if self._writer.is_old():
            return False
        self._writer.fill()
        return True

    def _theme(self) -> Theme:
        every = self._files.every_page(self._files.documentation_pages())
        return Theme(self._config, self._env, self._nav, every)

    def _write_pages(self, render: Callable[[GeneratedPage], str]) -> None:
        for page in self._pages:
            if page.file.src_uri in self._files.beside:
                page.read_source(self._config)
                self._show(page, page.source.body())
                self._writer.write(page.file.dest_uri, render(page))
                page.hide()

    @property
    def can_change(self) -> bool:
        """Whether pages can be made again by themselves."""
        return self._beside and not strangers(self._config, OF_BUILDS)

    def change(self, site: Site) -> int | None:
        """Make the pages again that changed, and tell how many did.

        None if more changed than what stands on pages: that takes a build.
        """
        if _frame(site) != _frame(self._site):
            return None
        sources = {source.page.path: source for source in site.pages}
        before = {source.page.path: source.key for source in self._site.pages}
        changed: list[tuple[GeneratedPage, Body]] = []
        for page in self._pages:
            path = page.source.page.path
            page.source = sources[path]
            page.forget_anchors()
            if page.source.key != before[path]:
                body = page.source.body()
                if self._paths[page.source.uri] != {file.path for file in body.files}:
                    return None
                changed.append((page, body))
        if not self._links_hold():
            return None
        self._site = site
        self._writer = Writer(Path(self._config.site_dir))
        theme = self._theme()
        for page, body in changed:
            page.read_source(self._config)
            self._show(page, body)
            self._writer.write(page.file.dest_uri, theme.render(page))
            page.hide()
        for index in self._indexes:
            index.settle(self._pages, self._writer.write)
            index.write(self._config)
        return len(changed)

    def _links_hold(self) -> bool:
        """Whether hand-written pages link to anchors that are there."""
        counter = CountHandler(level=logging.WARNING)
        mkdocs_log.addHandler(counter)
        level = self._config.validation.links.anchors
        for file in self._files.documentation_pages():
            if file.page and not isinstance(file.page, GeneratedPage):
                file.page.validate_anchor_links(files=self._files, log_level=level)
        mkdocs_log.removeHandler(counter)
        return not counter.get_counts()

    def _write_files(self, source: SitePage, body: Body) -> None:
        self._paths[source.uri] = {asset.path for asset in body.files}
        self._writer.write(source.markdown_path, body.markdown)
        for asset in body.files:
            self._claim(asset.path, again=True)
            self._writer.write(asset.path, asset.text)


def _frame(site: Site) -> Any:
    """All of a site that more than one page shows, and what has moved."""
    heads = (
        (
            page.page.source,
            page.page.feed,
            page.page.path,
            page.page.title,
            page.page.in_nav,
            page.page.listed,
        )
        for page in site.pages
    )
    return [*heads, *((source.uri, source.key) for source in site.moved)]


def _compress_again(sitemap: Path) -> None:
    """Compress the sitemap without the day of the build, unless that is given."""
    compressed = sitemap.with_name(f"{sitemap.name}.gz")
    if compressed.exists():
        time = int(os.environ.get("SOURCE_DATE_EPOCH", 0))
        with compressed.open("wb") as file, GzipFile(sitemap.name, "wb", 9, file, time) as packed:
            packed.write(sitemap.read_bytes())


def _titles(nav: Any) -> Iterator[tuple[str, str]]:
    """Titles that the nav of mkdocs.yml gives, by source file."""
    if isinstance(nav, list):
        for item in nav:
            yield from _titles(item)
    elif isinstance(nav, Mapping):
        for title, value in nav.items():
            if isinstance(value, str):
                yield value, title
            else:
                yield from _titles(value)
