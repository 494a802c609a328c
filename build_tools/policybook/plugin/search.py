"""The index of the search, with entries that come from the data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import unescape
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from policybook.plugin import code
from policybook.plugin.pages import GeneratedPage
from policybook.plugin.theme import TEMPLATE

if TYPE_CHECKING:
    from policybook.render.search import Entry

ACTIONS = "search/actions.json"
"""Where the search worker finds the actions of all pages."""


class SearchIndex:
    """The index of a search plugin: of Material's, or of MkDocs' own.

    Hand-written pages are in the hands of that plugin.
    """

    def __init__(self, plugin: Any, *, has_worker: bool) -> None:
        self._plugin = plugin
        self._index = plugin.search_index
        self._is_of_material = hasattr(self._index, "entries")
        self._has_worker = has_worker and self._is_of_material
        self._add_page: Callable[[Page], None] = self._index.add_entry_from_context
        self._index.add_entry_from_context = self._add_hand_written
        self._found: dict[str, list[dict[str, str]]] = {}
        self._actions: dict[str, tuple[str, ...]] = {}
        self._written: dict[str, tuple[str, ...]] | None = None
        self._hand_written: list[Any] | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """What is written beside the index."""
        return (ACTIONS,) if self._has_worker else ()

    def _add_hand_written(self, page: Page) -> None:
        if not isinstance(page, GeneratedPage):
            self._add_page(page)

    def add(self, page: GeneratedPage, entries: Iterable[Entry]) -> None:
        """Take up what a page is found by."""
        from policybook.render.search import spelled_out

        shown = self._as_html if self._is_of_material else self._as_text
        if self._has_worker:
            for entry in entries:
                self._actions[entry.location] = tuple(map(intern, entry.actions))
        else:
            entries = map(spelled_out, entries)
        self._found[page.url] = [shown(entry) for entry in entries]

    def settle(self, pages: Iterable[GeneratedPage], write: Callable[[str, str], None]) -> None:
        """Hand everything to the plugin, in the order of the pages, and write what is beside it."""
        from policybook.render.search import packed

        name = "entries" if self._is_of_material else "_entries"
        if self._hand_written is None:
            self._hand_written = [*getattr(self._index, name)]
        found = [entry for page in pages for entry in self._found.get(page.url, ())]
        setattr(self._index, name, [*self._hand_written, *found])
        if self._has_worker:
            places = (entry["location"] for entry in found)
            actions = {place: named for place in places if (named := self._actions[place])}
            if actions != self._written:
                write(ACTIONS, packed(actions))
                self._written = actions

    def write(self, config: MkDocsConfig) -> None:
        """Let the plugin write the index again, though a build that failed gave it another."""
        self._plugin.search_index = self._index
        self._plugin.on_post_build(config=config)

    @staticmethod
    def _as_html(entry: Entry) -> dict[str, str]:
        return {"location": entry.location, "title": entry.title, "text": entry.text}

    @staticmethod
    def _as_text(entry: Entry) -> dict[str, str]:
        # Words of neighbouring paragraphs stay apart.
        text = Markup(entry.text.replace("><", "> <")).striptags()  # noqa: S704 - taken off here
        return {"title": unescape(entry.title), "text": str(text), "location": entry.location}


def search_indexes(config: MkDocsConfig) -> list[SearchIndex]:
    """The indexes of the plugins that are there."""
    has_worker = _has_worker(config)
    return [
        SearchIndex(plugin, has_worker=has_worker)
        for plugin in config.plugins.values()
        if hasattr(getattr(plugin, "search_index", None), "add_entry_from_context")
    ]


def _has_worker(config: MkDocsConfig) -> bool:
    """Whether pages name our search worker, which is for the template to do.

    A file on a disk may start no worker; what Material has instead cannot load ours.
    """
    templates = (Path(folder, TEMPLATE) for folder in config.theme.dirs)
    first = next(filter(Path.is_file, templates), None)
    ours = first is not None and first.is_relative_to(code.PACKAGE)
    return ours and config.theme.name == "material" and "material/offline" not in config.plugins
