"""The entries of the search index that come from the data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from policybook.plugin.pages import GeneratedPage


class SearchIndex:
    """The index of a search plugin: of MkDocs' own, or of Material's.

    Hand-written pages are in the hands of that plugin.
    """

    def __init__(self, index: Any) -> None:
        self._index = index
        self._add: Callable[[Page], None] = index.add_entry_from_context
        self._entries: dict[str, list[Any]] = {}
        index.add_entry_from_context = self._add_hand_written

    def _add_hand_written(self, page: Page) -> None:
        if not isinstance(page, GeneratedPage):
            self._add(page)

    @property
    def _list(self) -> list[Any]:
        name = "entries" if hasattr(self._index, "entries") else "_entries"
        found: list[Any] = getattr(self._index, name)
        return found

    def add(self, page: GeneratedPage) -> None:
        """Take up what stands on a page that is shown."""
        start = len(self._list)
        self._add(page)
        self._entries[page.url] = self._list[start:]
        del self._list[start:]

    def settle(self, pages: Iterable[GeneratedPage]) -> None:
        """Hand everything to the plugin, in the order of the pages."""
        for page in pages:
            self._list.extend(self._entries.pop(page.url, ()))


def search_indexes(config: MkDocsConfig) -> list[SearchIndex]:
    """The indexes of the plugins that are there."""
    found = (getattr(plugin, "search_index", None) for plugin in config.plugins.values())
    return [SearchIndex(index) for index in found if hasattr(index, "add_entry_from_context")]
