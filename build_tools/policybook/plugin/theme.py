"""The theme of MkDocs, as it is asked for one page."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation

from policybook.plugin.pages import GeneratedPage

if TYPE_CHECKING:
    from policybook.plugin.shell import StandIn

TEMPLATE = "main.html"

_SEARCH = ("mkdocs.contrib.search", "material.plugins.search.plugin", "properdocs.contrib.search")
"""Plugins that look at each page, and that need not look at those of the data."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The theme, with all that it goes by beside the page."""

    config: MkDocsConfig
    env: Environment
    nav: Navigation
    pages: list[File]

    def render(self, page: GeneratedPage | StandIn) -> str:
        """The whole page, as MkDocs renders it."""
        page.active = True
        context: Any = get_context(self.nav, self.pages, self.config, page)  # type: ignore[arg-type]
        template = self.env.get_template(TEMPLATE)
        if isinstance(page, GeneratedPage):
            context = self.config.plugins.on_page_context(
                context, page=page, config=self.config, nav=self.nav
            )
        text = template.render(context)
        if isinstance(page, GeneratedPage):
            text = self.config.plugins.on_post_page(text, page=page, config=self.config)
        page.active = False
        return text


def strangers(config: MkDocsConfig, events: Container[str]) -> list[str]:
    """Plugins and hooks that handle events, by name, but for this one and the search."""
    return sorted({*_strangers(config, events)})


def _strangers(config: MkDocsConfig, events: Container[str]) -> Iterator[str]:
    for event, methods in config.plugins.events.items():
        if event not in events:
            continue
        for method in methods:
            owner = getattr(method, "__self__", None)
            module = type(owner).__module__ if owner else method.__module__
            if module not in (*_SEARCH, __package__, f"{__package__}.plugin"):
                names = (name for name, plugin in config.plugins.items() if plugin is owner)
                yield next(names, module)


OF_PAGES = (
    "env",
    "pre_page",
    "page_read_source",
    "page_markdown",
    "page_content",
    "page_context",
    "post_page",
)
"""The events in which a plugin may change single pages."""

OF_BUILDS = ("files", "nav", "pre_template", "template_context", "post_template", "post_build")
"""The events of a build that may have to do with any page."""
