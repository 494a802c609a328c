"""Marks that stand for what differs from page to page, and where they come out of a template."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup
from mkdocs.utils import get_relative_url

_TOKEN = "qzpolicybookqz"  # noqa: S105 - what no page says
_CUT = "\0"
_UP = re.compile(r"(?:\.\./)+([^/\"'<>\s?#]+)")

Form = Callable[[str, str], str]
"""What a template makes of a value on the page at a URL."""


def _as_it_is(value: str, _: str) -> str:
    return value


def _without_tags(value: str) -> str:
    return str(Markup(value).striptags())  # noqa: S704 - as the filter of that name does


_TEXT: tuple[Form, ...] = (
    _as_it_is,
    lambda value, _: escape(value),
    lambda value, _: _without_tags(value),
    lambda value, _: escape(_without_tags(value)),
    lambda value, _: quote(value, safe="/"),
    lambda value, _: str(htmlsafe_json_dumps(value)),
    lambda value, _: value.replace("edit", "raw"),
    lambda value, _: value.replace("blob", "raw"),
)
_PATH: tuple[Form, ...] = (_as_it_is, get_relative_url)


@dataclass(frozen=True, slots=True)
class Mark:
    """A text that stands for a value; each of the forms makes a text of its own from it."""

    text: str
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value, with what the template makes of it."""

    name: str
    form: Form


Piece = str | Slot


def text_mark(name: str) -> Mark:
    """The mark of a text or an address."""
    return Mark(f"{_TOKEN}<i>  {name} edit blob</i>&amp;%+{_TOKEN}", _TEXT)


def html_mark(name: str, html: str) -> Mark:
    """The mark of HTML, which no template changes; `html` is in it."""
    return Mark(f"{_TOKEN}{name}{html}{_TOKEN}", (_as_it_is,))


def path_mark(name: str) -> Mark:
    """The mark of a path from the root of the site."""
    return Mark(f"{_TOKEN}-{name}", _PATH)


def url_mark(parts: Iterable[str | None]) -> Mark:
    """The mark of a page's URL, with the parts that are given."""
    words = (f"{_TOKEN}-{i}" if part is None else part for i, part in enumerate(parts))
    return Mark("/".join(words), (_as_it_is,))


def cut(text: str, marks: Mapping[str, Mark], url: str) -> tuple[Piece, ...] | None:
    """A text that a template made for the page at `url`, cut where it shows marks, by name.

    None if the template made something else of a mark than any of its forms.
    """
    if _CUT in text:
        return None
    slots: dict[str, Slot] = {}
    for name, mark in marks.items():
        for form in mark.forms:
            slots.setdefault(form(mark.text, url), Slot(name, form))
    images = sorted(slots, key=len, reverse=True)
    for index, image in enumerate(images):
        text = text.replace(image, f"{_CUT}{index}{_CUT}")
    parts = text.split(_CUT)
    found: list[Piece] = [
        slots[images[int(part)]] if index % 2 else part for index, part in enumerate(parts)
    ]
    if any(_TOKEN in part.casefold() for part in found if isinstance(part, str)):
        return None
    return tuple(found)


def fill(pieces: Sequence[Piece], values: Mapping[str, str], url: str) -> str:
    """The text for the page at `url` with its values."""
    return "".join(
        piece if isinstance(piece, str) else piece.form(values[piece.name], url) for piece in pieces
    )


def names_beside(pieces: Iterable[Piece]) -> frozenset[str]:
    """What links that lead up from a page name first on their way down."""
    plain = (piece for piece in pieces if isinstance(piece, str))
    return frozenset(name for text in plain for name in _UP.findall(text))
