"""The MkDocs plugin: hands its configuration to `site` and the site's pages to MkDocs.

The only importer of mkdocs. It imports the rest of the package when it builds, so that a
preview can run code that changed since it started.
"""

from __future__ import annotations

import gc
import logging
import math
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment
from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.pages import log as mkdocs_log
from mkdocs.utils import CountHandler

from policybook.plugin import code
from policybook.plugin.approval import approve
from policybook.plugin.book import Book
from policybook.plugin.pages import GeneratedPage
from policybook.plugin.places import data_uri, edit_url
from policybook.plugin.preview import Preview, Stamps, Touched, rest, stamps
from policybook.plugin.staging import Stage, told
from policybook.plugin.watching import Watch

if TYPE_CHECKING:
    from policybook.problem import Problem
    from policybook.render.settings import Command
    from policybook.site import Maker, Site

log = logging.getLogger("mkdocs.plugins.policybook")

THEME = code.PACKAGE / "theme"
STYLES = "assets/policybook.css"

_SELDOM = 20_000, 50, 100
"""When to look for garbage: a build keeps most of what it makes for a while."""


class PolicybookConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in mkdocs.yml."""

    policies_dir = c.Type(str, default="policies")
    dates = c.Choice(("long", "ordinal", "iso"), default="long")
    shell = c.Type(bool, default=True)
    policies_per_page = c.Type(int, default=25)


class PolicybookPlugin(BasePlugin[PolicybookConfig]):  # type: ignore[no-untyped-call]
    """Checks the policy data and adds its pages to the site."""

    site: Site
    maker: Maker
    problems: Collection[Problem]
    serves = False
    only_builds = False
    is_dirty = False
    preview: Preview | None = None
    around: Stamps
    written = 0.0
    stage: Stage | None = None
    opened = ExitStack()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember what runs; that this exists also lets one instance see every rebuild."""
        self.serves = command == "serve"
        self.only_builds = not self.serves
        self.is_dirty = dirty

    @event_priority(math.inf)
    def _open(self, config: MkDocsConfig) -> None:
        """Have the site built in a folder of its own, before anyone asks where that is."""
        self.opened = ExitStack()
        self.opened.callback(gc.set_threshold, *gc.get_threshold())
        gc.set_threshold(*_SELDOM)
        if self.is_dirty:
            # What did not change is not built again.
            return
        site = Path(config.site_dir)
        if self.policies(config).resolve().is_relative_to(site.resolve()):
            message = (
                "`site_dir` has the data in it, which a build would remove: name another folder"
            )
            raise PluginError(message)
        try:
            self.stage = Stage(site, inside=self.serves)
        except OSError as error:
            raise PluginError(told(site, error)) from error
        self.opened.callback(self._close, self.stage, config, config.site_dir)
        config.site_dir = str(self.stage.path)

    def _close(self, stage: Stage, config: MkDocsConfig, site_dir: str) -> None:
        config.site_dir = site_dir
        self.stage = None
        stage.discard()

    def _adorn(self, config: MkDocsConfig) -> None:
        """Add the styles and templates of the pages to the theme."""
        if str(THEME) not in config.theme.dirs:
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        if STYLES not in config.extra_css:
            config.extra_css.insert(0, STYLES)

    on_config = CombinedEvent(_open, _adorn)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Check the data before anything is built of it."""
        if self.serves:
            self.around = self.stamps(config)
            written = code.newest()
            if self.written and written > self.written:
                code.forget()
            self.written = written
        from policybook.cache import user_cache
        from policybook.render.dates import DateStyle
        from policybook.render.settings import Settings
        from policybook.site import Maker, make

        root = self.policies(config)
        settings = Settings(
            site_name=config.site_name,
            site_url=f"{config.site_url.rstrip('/')}/" if config.site_url else None,
            edit_url=edit_url(root, config),
            dates=DateStyle(self.config.dates),
            directory_urls=config.use_directory_urls,
            commands=_commands,
            policies_per_page=self.config.policies_per_page,
        )
        cache = self.opened.enter_context(user_cache())
        if self.serves:
            self.maker = Maker(root, settings, cache)
            site = self.maker.make()
        else:
            site = make(root, settings, cache)
            code.let_go()
        # All of a catalogue stays, so that there is no use in looking through it for garbage: not
        # even when Python ends.
        gc.freeze()
        if not self.only_builds:
            self.opened.callback(gc.unfreeze)
        self.problems = ()
        self.site = self.approved(site, config)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add every page that the data makes."""
        old = self.stage.site if self.stage else None
        self.book = Book(
            self.site,
            config,
            data_uri(self.policies(config), config),
            shell=self.config.shell,
            old=old,
        )
        return self.book.add_to(files)

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Let MkDocs handle the pages of the navigation only, once that is complete."""
        del config, files
        self.book.divide(nav)

    @event_priority(-100)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Begin to write, as MkDocs does."""
        del config, files
        self.book.begin(env)

    def on_template_context(
        self, context: Any, *, template_name: str, config: MkDocsConfig
    ) -> None:
        """Let templates, such as that of the sitemap, see all pages."""
        del template_name, config
        context["pages"] = self.book.every_page(context["pages"])

    @event_priority(100)
    def on_page_context(
        self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> None:
        """Make what stands on a generated page only now."""
        del config, nav
        if isinstance(page, GeneratedPage):
            self.book.show(page)
        context["pages"] = self.book.every_page(context["pages"])

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> None:
        """Let go of what stands on a page that is written."""
        del output, config
        if isinstance(page, GeneratedPage):
            page.hide()

    @event_priority(100)
    def _finish(self, *, config: MkDocsConfig) -> None:
        """Write the pages that MkDocs did not handle, before other plugins look at the site."""
        del config
        self.book.finish()
        if not self.serves:
            code.let_go()
        self.book.settle()

    @event_priority(-math.inf)
    def _publish(self, *, config: MkDocsConfig) -> None:
        """Let the new site take the place of the old one, unless MkDocs is about to refuse it."""
        if not (config.strict and _warned()):
            if self.stage and self.book.complete():
                self.stage.publish()
            if self.serves and not self.is_dirty:
                self.preview = Preview(self.book, partial(self.again, config), self.around)
        self.opened.close()
        if self.preview:
            rest()

    on_post_build = CombinedEvent(_finish, _publish)

    @event_priority(-math.inf)
    def on_build_error(self, *, error: Exception) -> None:
        """Leave nothing behind, and tell in plain words of a disk that takes no more."""
        message = self.stage and isinstance(error, OSError) and self.stage.unwritten(error)
        self.opened.__exit__(type(error), error, error.__traceback__)
        if message:
            log.error(message)
            raise Abort("Aborted, since the site cannot be written.") from error

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Rebuild the preview when data changes, and keep the last good site when that fails.

        MkDocs by itself builds everything again, and answers no request after a failed build until
        one succeeds.
        """
        watch = Watch(server.observer, str(self.policies(config)))

        def rebuild() -> None:
            touched = watch.touched()
            try:
                if not (self.preview and self.preview.rebuild(self.stamps(config), touched)):
                    builder()
            except Exception as error:
                # What was touched may not have been looked at.
                watch.doubt()
                if isinstance(error, PluginError):
                    log.error(error)
                elif not isinstance(error, SystemExit):
                    log.exception("The site could not be built.")
                log.error("The last good site is still served.")

        server.builder = rebuild
        server.observer = watch  # type: ignore[assignment]
        server.watch(str(self.policies(config)))
        return server

    def again(self, config: MkDocsConfig, touched: Touched) -> Site:
        """The site of the data as it is now, which is right."""
        return self.approved(self.maker.make(touched), config)

    def approved(self, site: Site, config: MkDocsConfig) -> Site:
        """The site, if its data is right."""
        known, self.problems = self.problems, site.verdict.problems
        log.info(approve(site, self.policies(config), known, strict=config.strict))
        return site

    def stamps(self, config: MkDocsConfig) -> Stamps:
        """What tells whether anything but the data has changed."""
        files = [config.config_file_path] if config.config_file_path else []
        theme = [config.theme.custom_dir] if config.theme.custom_dir else []
        paths = map(Path, (*files, config.docs_dir, *theme, *config.watch))
        return stamps([*paths, code.PACKAGE], self.policies(config))

    def policies(self, config: MkDocsConfig) -> Path:
        """The folder of the data; a relative one starts at mkdocs.yml."""
        base = Path(config.config_file_path).parent if config.config_file_path else Path()
        return base / self.config.policies_dir


def _commands() -> Sequence[Command]:
    """What commands say of themselves: they are loaded only where their page is made."""
    from policybook.cli import main
    from policybook.cli.reference import commands

    return commands(main)


def _warned() -> bool:
    """Whether MkDocs, or what takes its place, counted a warning, so that a strict build fails."""
    logger: logging.Logger | None = mkdocs_log
    while logger:
        counters = (one for one in logger.handlers if isinstance(one, CountHandler))
        if any(counter.get_counts() for counter in counters):
            return True
        logger = logger.parent
    return False
