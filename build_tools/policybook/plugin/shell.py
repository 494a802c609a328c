"""The theme around pages, rendered once for each kind of page and then filled.

That a page comes out as the theme would render it is tried on pages of each kind: the more there
are, the more, and on one with each number of headings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from jinja2 import TemplateError
from mkdocs.structure.toc import get_toc

from policybook.plugin import headings, marks
from policybook.plugin.marks import Mark, Piece
from policybook.plugin.pages import GeneratedPage

_FEW = 2
"""How many pages of a kind the theme renders before that kind gets a shell."""

_TRIED = {4**power for power in range(12)}
"""Which pages of a kind are rendered by the theme too: the more there are, the more."""

_HEADING = "<h1"
"""What themes look for in a page, to give it a heading if it has none."""

_ADDRESSES = ("canonical_url", "abs_url", "edit_url")
_WORDS = ("title", "description")


class ShellError(Exception):
    """The theme cannot be rendered once for many pages; says why."""


class Theme(Protocol):
    """What renders pages."""

    def render(self, page: GeneratedPage | StandIn) -> str:
        """The whole page."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What pages have in common that share a shell.

    `url` are the parts of the URL that they share, `headings` how their headings are nested, a long
    row as a short one, and `given` which values they have, with anything else that a theme goes by.
    """

    url: tuple[str | None, ...]
    headings: tuple[Any, ...]
    given: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Shell:
    """A page without what differs from page to page.

    It links to the names `beside`, so it is not for a page that is below one of them.
    """

    pieces: tuple[Piece, ...]
    beside: frozenset[str]


class Shells:
    """Renders pages, nearly all of them through the shell of their kind."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._shells: dict[Kind, Shell] = {}
        self._pieces: dict[tuple[Kind, int], tuple[Piece, ...]] = {}
        self._seen: Counter[Kind] = Counter()
        self._untried: dict[Kind, GeneratedPage] = {}

    def render(self, page: GeneratedPage) -> str:
        """The whole page."""
        values = dict(_values(page))
        for kind in _kinds(page, values):
            self._seen[kind] += 1
            if self._seen[kind] <= _FEW:
                break
            shell = self._shells.get(kind) or self._make(kind, page, values)
            if _name(page, kind) not in shell.beside:
                return self._filled(shell, kind, page, values)
        return self._theme.render(page)

    def finish(self) -> None:
        """Try the last page of each kind too."""
        for kind, page in self._untried.items():
            page.show(page.source.body())
            self._try(self._fill(self._shells[kind], kind, page, dict(_values(page))), page)
            page.hide()
        self._untried.clear()

    def _make(self, kind: Kind, page: GeneratedPage, values: Mapping[str, str]) -> Shell:
        found = {name: _mark(name, value, kind) for name, value in values.items()}
        named = headings.named(headings.folded(page.toc.items))
        found |= {name: marks.text_mark(name) for name, _ in named}
        stand_in = StandIn(page, {name: mark.text for name, mark in found.items()})
        try:
            text = self._theme.render(stand_in)
        except (TemplateError, AttributeError, LookupError, TypeError, ValueError) as error:
            # A template that cannot do with marks may well do with pages.
            raise ShellError(
                stand_in.asked_for or f"the theme needs real pages: {error}"
            ) from error
        if stand_in.asked_for:
            raise ShellError(stand_in.asked_for)
        pieces = marks.cut(text, found, stand_in.url)
        if pieces is None:
            raise ShellError("the theme makes something of its own of what it is told of a page")
        self._shells[kind] = shell = Shell(pieces, marks.names_beside(pieces))
        return shell

    def _filled(
        self, shell: Shell, kind: Kind, page: GeneratedPage, values: Mapping[str, str]
    ) -> str:
        is_new = (kind, len(page.toc)) not in self._pieces
        text = self._fill(shell, kind, page, values)
        if is_new or self._seen[kind] - _FEW in _TRIED:
            self._try(text, page)
            self._untried.pop(kind, None)
        else:
            self._untried[kind] = page
        return text

    def _fill(
        self, shell: Shell, kind: Kind, page: GeneratedPage, values: Mapping[str, str]
    ) -> str:
        count = len(page.toc)
        if (kind, count) not in self._pieces:
            is_row = count > len(kind.headings)
            pieces = headings.unfolded(shell.pieces, count) if is_row else shell.pieces
            self._pieces[kind, count] = pieces
        named = dict(headings.named(page.toc))
        return marks.fill(self._pieces[kind, count], {**values, **named}, page.url)

    def _try(self, text: str, page: GeneratedPage) -> None:
        if text != self._theme.render(page):
            raise ShellError(f"the theme renders `{page.url}` in a way of its own")


class StandIn:
    """Stands for any page of a kind, with marks for values, and knows what else it was asked."""

    previous_page = next_page = parent = children = None
    active = is_page = is_top_level = True
    is_section = is_link = is_homepage = False
    ancestors: tuple[object, ...] = ()

    def __init__(self, page: GeneratedPage, values: Mapping[str, str]) -> None:
        self.asked_for = ""
        self.url = values["url"]
        self.title, self.content = values.get("title"), values["content"]
        for name in _ADDRESSES:
            setattr(self, name, values.get(name))
        self.is_index = page.is_index
        self.meta = {name: values.get(f"meta.{name}", value) for name, value in page.meta.items()}
        toc = headings.tokens(headings.folded(page.toc.items), values)
        self.toc = get_toc([*toc])  # type: ignore[list-item]

    def __getattr__(self, name: str) -> Any:
        """Note a question that the pages of a kind may answer in different ways."""
        self.asked_for = f"the theme looks at `page.{name}`"
        raise AttributeError(name)


def _kinds(page: GeneratedPage, values: Mapping[str, str]) -> Iterator[Kind]:
    """The kinds that a page may be of, the widest first."""
    *folder, end = page.url.split("/")
    nested = tuple(headings.nested(headings.folded(page.toc.items)))
    rest = tuple((name, value) for name, value in page.meta.items() if f"meta.{name}" not in values)
    flags = (_HEADING in values["content"], "/blob/" in values.get("edit_url", ""), page.is_index)
    given = (*values, *rest, *flags)
    yield Kind((*(None for _ in folder), end), nested, given)
    if len(folder) > 1:
        yield Kind((*folder[:-1], None, end), nested, given)


def _name(page: GeneratedPage, kind: Kind) -> str | None:
    """The part of the page's URL where it leaves what the kind has in common."""
    parts = zip(page.url.split("/"), kind.url, strict=True)
    return next((part for part, common in parts if common is None), None)


def _values(page: GeneratedPage) -> Iterator[tuple[str, str]]:
    """All that differs from page to page, by name."""
    yield "url", page.url
    yield "content", page.content or ""
    for name in ("title", *_ADDRESSES):
        if value := getattr(page, name):
            yield name, value
    for name in (*_WORDS, "feed"):
        if value := page.meta.get(name):
            yield f"meta.{name}", value


def _mark(name: str, value: str, kind: Kind) -> Mark:
    if name == "url":
        return marks.url_mark(kind.url)
    if name == "content":
        return marks.html_mark(name, _HEADING if _HEADING in value else "")
    if name == "meta.feed":
        return marks.path_mark(name)
    return marks.text_mark(f"{name}/blob/" if "/blob/" in value else name)
