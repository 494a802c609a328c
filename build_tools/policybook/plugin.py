"""The MkDocs plugin: hands its configuration to `site` and the site's pages to MkDocs.

The only importer of mkdocs. It imports the rest of the package when it builds, so that a
preview can run code that changed since it started.
"""

from __future__ import annotations

import logging
import posixpath
import sys
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urljoin

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

if TYPE_CHECKING:
    from policybook.site import Site, SitePage

log = logging.getLogger("mkdocs.plugins.policybook")

PACKAGE = Path(__file__).parent
THEME = PACKAGE / "theme"
STYLES = "assets/policybook.css"
_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "hint": logging.DEBUG}


class PolicybookConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in mkdocs.yml."""

    policies_dir = c.Type(str, default="policies")
    dates = c.Choice(("long", "ordinal", "iso"), default="long")
    policies_per_page = c.Type(int, default=25)


class PolicybookPlugin(BasePlugin[PolicybookConfig]):  # type: ignore[no-untyped-call]
    """Checks the policy data and adds its pages to the site."""

    site: Site
    serves = False
    touched = False
    code = 0.0

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember what runs; that this exists also lets one instance see every rebuild."""
        del dirty
        self.serves = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Add the styles and templates of the pages to the theme."""
        if str(THEME) not in config.theme.dirs:
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        if STYLES not in config.extra_css:
            config.extra_css.insert(0, STYLES)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Check the data before MkDocs empties the folder of the old site."""
        if self.serves:
            self.forget_old_code()
        from policybook.cli import main
        from policybook.cli.reference import commands
        from policybook.render.dates import DateStyle
        from policybook.render.settings import Settings
        from policybook.report.check_text import help_lines, summary
        from policybook.report.outcome import outcome
        from policybook.site import make

        root = self.policies(config)
        settings = Settings(
            site_name=config.site_name,
            site_url=f"{config.site_url.rstrip('/')}/" if config.site_url else None,
            edit_url=self.edit_url(config),
            dates=DateStyle(self.config.dates),
            directory_urls=config.use_directory_urls,
            commands=commands(main),
            policies_per_page=self.config.policies_per_page,
        )
        self.site = make(root, settings)
        found = outcome([(_shown(root), self.site.verdict)])
        for problem in found.problems:
            log.log(_LEVELS[problem.severity], problem)
        for line in help_lines(found):
            log.info(line)
        if found.fails(strict=config.strict):
            raise PluginError(f"{summary(found)}; nothing was built")
        log.info(summary(found))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add every page and file that the data makes."""
        self.touched = True
        titles = dict(_titles(config.nav))
        taken = {file.dest_uri: file for file in files}

        def generated(uri: str, content: str, dest_uri: str | None = None) -> File:
            file = File.generated(config, uri, content=content)
            if dest_uri:
                file.dest_uri = dest_uri
            if other := taken.get(file.dest_uri):
                name = other.abs_src_path or other.src_uri
                message = f"{name} has the place of a generated file: move or rename it"
                raise PluginError(message)
            taken[file.dest_uri] = file
            files.append(file)
            return file

        def edition(source: SitePage) -> None:
            # Under its own name MkDocs would take the Markdown edition for a page.
            path = source.markdown_path
            body = source.body()
            generated(f"{path}.txt", body.markdown, path)
            for asset in body.files:
                generated(asset.path, asset.text)

        # First, as they are rendered: pages may overwrite them on a disk without regard to case.
        for source in self.site.moved:
            edition(source)
        for source in self.site.pages:
            page = source.page
            if not page.path and "index.html" in taken:
                # A hand-written home page stands in for the generated one.
                continue
            file = generated(source.uri, "")
            in_nav = page.in_nav and page.listed and not config.nav
            file.inclusion = InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV
            if page.source:
                file.edit_uri = posixpath.join(self.data_uri(config), page.source)
            title = titles.get(source.uri, page.in_nav or page.title)
            GeneratedPage(source, title, file, config)
            edition(source)
        for source in self.site.moved:
            # Where its page was, which is for MkDocs to say.
            was = File.generated(config, source.uri, content="")
            generated(was.dest_uri, source.body().html)
        return files

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Rebuild the preview when data changes, and keep the last good site when that fails.

        MkDocs by itself answers no request after a failed build until one succeeds.
        """

        def rebuild() -> None:
            self.touched = False
            try:
                builder()
            except Exception as error:
                if self.touched:
                    raise
                if not isinstance(error, SystemExit):
                    log.exception("The site could not be built.")
                log.error("The last good site is still served.")

        server.builder = rebuild
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

    def edit_url(self, config: MkDocsConfig) -> Callable[[str], str] | None:
        """Where the data is edited, as MkDocs says where hand-written pages are."""
        template, prefix = config.edit_uri_template, config.edit_uri
        if not template and not prefix:
            return None
        repository = f"{config.repo_url.rstrip('/')}/" if config.repo_url else ""
        folder = self.data_uri(config)

        def url(file: str) -> str:
            path = posixpath.join(folder, quote(file))
            if template:
                uri = template.format(path=path, path_noext=posixpath.splitext(path)[0])
            else:
                uri = f"{prefix}{path}"
            if uri.startswith(("?", "#")):
                return f"{repository.rstrip('/')}{uri}"
            return urljoin(repository, uri)

        return url

    def forget_old_code(self) -> None:
        """Drop the package's modules if their files changed, so that they are imported anew."""
        files = (*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.json"))
        newest = max(path.stat().st_mtime for path in files)
        if self.code and newest > self.code:
            package = sys.modules[__name__.partition(".")[0]]
            for name in [name for name in sys.modules if name.startswith("policybook.")]:
                if name != __name__:
                    del sys.modules[name]
                    # `from policybook import x` looks here before it imports.
                    vars(package).pop(name.partition(".")[2], None)
        self.code = newest


class GeneratedPage(Page):
    """A page that MkDocs takes as it is, without Python-Markdown."""

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

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Make the page's HTML and table of contents."""
        del config, files

        body = self.source.body()
        self.content = body.html
        self.toc = get_toc(body.toc)  # type: ignore[arg-type]
        self.present_anchor_ids = {*body.anchors}
        self._title_from_render = escape(self.source.page.title)


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


def _shown(root: Path) -> Path:
    """The folder as seen from where the command runs, if it is below."""
    here = Path.cwd()
    return root.resolve().relative_to(here) if root.resolve().is_relative_to(here) else root
