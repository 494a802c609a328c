"""The MkDocs plugin: hands its configuration to the check and its pages to MkDocs.

The only importer of mkdocs. What it publishes comes from `check` and `render`, which know
nothing of mkdocs.
"""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from policybook.check import check
from policybook.model import Catalogue
from policybook.problem import Severity
from policybook.render.book import assets, markdown_edition, render
from policybook.render.dates import DateStyle
from policybook.render.html import page_html
from policybook.render.page import Asset, Heading, Page, anchors
from policybook.render.settings import Settings
from policybook.report import lines, summary

log = logging.getLogger("mkdocs.plugins.policybook")

THEME = Path(__file__).parent / "theme"
STYLES = "assets/policybook.css"
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING}


class PolicybookConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in mkdocs.yml."""

    policies_dir = c.Type(str, default="policies")
    dates = c.Choice([style.value for style in DateStyle], default=DateStyle.LONG.value)


class PolicybookPlugin(BasePlugin[PolicybookConfig]):  # type: ignore[no-untyped-call]
    """Checks the policy data and adds its pages to the site."""

    catalogue: Catalogue

    def on_startup(self, **_: Any) -> None:
        """Let one instance see every rebuild of a preview."""

    def on_config(self, config: MkDocsConfig) -> None:
        """Add the styles and templates of the pages to the theme."""
        if str(THEME) not in config.theme.dirs:
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        if STYLES not in config.extra_css:
            config.extra_css.insert(0, STYLES)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Check the data before MkDocs empties the folder of the old site."""
        root = self.policies(config)
        report = check(root)
        for problem, line in zip(report.problems, lines(report, _shown(root)), strict=True):
            log.log(_LEVELS.get(problem.severity, logging.INFO), line)
        if report.failed:
            raise PluginError(f"{summary(report)}; nothing was built")
        log.info(summary(report))
        self.catalogue = report.catalogue

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add every page and file that the data makes."""
        settings = self.settings(config)
        pages = list(render(self.catalogue, settings))
        titles = dict(_titles(config.nav))
        for page in pages:
            if page.path == "" and files.get_file_from_path("index.md"):
                continue  # a hand-written home page stands in for the generated one
            file = _file(f"{page.path}index.md", "", config, files)
            in_nav = page.in_nav and not config.nav
            file.inclusion = InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV
            if page.source:
                file.edit_uri = posixpath.join(self.data_uri(config), page.source)
            files.append(file)
            GeneratedPage(page, titles.get(file.src_uri, page.title), file, config)
        for asset in (*assets(self.catalogue, settings), *self.editions(pages, files)):
            files.append(_asset(asset, config, files))
        return files

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Rebuild the preview when data changes."""
        del builder
        server.watch(str(self.policies(config)))
        return server

    def policies(self, config: MkDocsConfig) -> Path:
        """The folder of the data; a relative one starts at mkdocs.yml."""
        base = Path(config.config_file_path).parent if config.config_file_path else Path()
        return base / self.config.policies_dir

    def data_uri(self, config: MkDocsConfig) -> str:
        """The folder of the data as seen from that of the hand-written pages."""
        root = self.policies(config).resolve().as_posix()
        return posixpath.relpath(root, Path(config.docs_dir).resolve().as_posix())

    def settings(self, config: MkDocsConfig) -> Settings:
        """What pages need to know of the site."""
        data_url = None
        if config.repo_url and config.edit_uri:
            base = urljoin(f"{config.repo_url.rstrip('/')}/", config.edit_uri)
            data_url = urljoin(base, f"{self.data_uri(config)}/")
        return Settings(
            site_name=config.site_name,
            site_url=f"{config.site_url.rstrip('/')}/" if config.site_url else None,
            data_url=data_url,
            dates=DateStyle(self.config.dates),
        )

    @staticmethod
    def editions(pages: list[Page], files: Files) -> Iterator[Asset]:
        """The Markdown files beside the pages, but for pages that are hand-written."""
        for asset in markdown_edition(pages):
            file = files.get_file_from_path(asset.path)
            if file and isinstance(file.page, GeneratedPage):
                yield asset


class GeneratedPage(MkDocsPage):
    """A page that MkDocs takes as it is, without Python-Markdown."""

    def __init__(self, source: Page, title: str, file: File, config: MkDocsConfig) -> None:
        super().__init__(title, file, config)
        self.source = source

    def read_source(self, config: MkDocsConfig) -> None:
        """Give what a page's front matter would say."""
        del config
        self.markdown = ""
        self.meta = {
            "description": self.source.description,
            "feed": self.source.feed,
            "outside_nav": not self.source.in_nav,
        }
        if self.source.path:
            self.meta["title"] = self.source.title

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Make the page's HTML and table of contents."""
        del config

        def resolve(target: str) -> str:
            path, mark, anchor = target.partition("#")
            path = unquote(path)
            uri = f"{path}index.md" if not path or path.endswith("/") else path
            file = files.src_uris[uri]
            if file is self.file and anchor:
                return f"#{anchor}"
            return f"{get_relative_url(file.url, self.url)}{mark}{anchor}"

        self.content = page_html(self.source, resolve)
        self.toc = get_toc(_toc(self.source))
        self.present_anchor_ids = set(anchors(self.source))
        self._title_from_render = self.source.title


def _toc(page: Page) -> list[Any]:
    """The headings of a page, nested as MkDocs wants them."""
    top: list[Any] = []
    open_: list[dict[str, Any]] = []
    for block in page.blocks:
        if not isinstance(block, Heading) or not block.short:
            continue
        item: dict[str, Any] = {
            "level": block.level,
            "id": block.anchor,
            "name": escape(block.short),
            "children": [],
        }
        while open_ and open_[-1]["level"] >= block.level:
            open_.pop()
        (open_[-1]["children"] if open_ else top).append(item)
        open_.append(item)
    return top


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


def _file(src_uri: str, content: str, config: MkDocsConfig, files: Files) -> File:
    if taken := files.get_file_from_path(src_uri):
        raise PluginError(
            f"{taken.abs_src_path or src_uri} has the place of a generated page: move or rename it"
        )
    return File.generated(config, src_uri, content=content)


def _asset(asset: Asset, config: MkDocsConfig, files: Files) -> File:
    if not asset.path.endswith(".md"):
        return _file(asset.path, asset.text, config, files)
    # Under its own name MkDocs would take a Markdown file for a page.
    file = _file(f"{asset.path}.txt", asset.text, config, files)
    file.dest_uri = asset.path
    return file


def _shown(root: Path) -> Path:
    """The folder as seen from where the command runs, if it is below."""
    here = Path.cwd()
    return root.resolve().relative_to(here) if root.resolve().is_relative_to(here) else root
