"""The index of the search, with entries that come from the data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import unescape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from policybook.plugin.pages import GeneratedPage

if TYPE_CHECKING:
    from policybook.render.search import Entry


class SearchIndex:
    """The index of a search plugin: of Material's, or of MkDocs' own.

    Hand-written pages are in the hands of that plugin.
    """

    def __init__(self, plugin: Any) -> None:
        self._plugin = plugin
        self._index = plugin.search_index
        self._add_page: Callable[[Page], None] = self._index.add_entry_from_context
        self._index.add_entry_from_context = self._add_hand_written
        self._found: dict[str, list[dict[str, str]]] = {}
        self._hand_written: list[Any] | None = None

    @property
    def _is_of_material(self) -> bool:
        return hasattr(self._index, "entries")

    def _add_hand_written(self, page: Page) -> None:
        if not isinstance(page, GeneratedPage):
            self._add_page(page)

    def add(self, page: GeneratedPage, entries: Iterable[Entry]) -> None:
        """Take up what a page is found by."""
        shown = self._as_html if self._is_of_material else self._as_text
        self._found[page.url] = [shown(entry) for entry in entries]

    def settle(self, pages: Iterable[GeneratedPage]) -> None:
        """Hand everything to the plugin, in the order of the pages."""
        name = "entries" if self._is_of_material else "_entries"
        if self._hand_written is None:
            self._hand_written = [*getattr(self._index, name)]
        found = (entry for page in pages for entry in self._found.get(page.url, ()))
        setattr(self._index, name, [*self._hand_written, *found])

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
    return [
        SearchIndex(plugin)
        for plugin in config.plugins.values()
        if hasattr(getattr(plugin, "search_index", None), "add_entry_from_context")
    ]
