"""Prose of the data: Markdown → tokens, with HTML and all that a page has no use for off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = ("http", "https", "mailto")
"""Where prose may link to. The same text stands on several pages, so nothing is relative."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in prose: what it reads and where it goes."""

    text: str
    target: str


@cache
def parser() -> MarkdownIt:
    """The one parser of prose. Headings belong to the page, images to nobody."""
    md = MarkdownIt("commonmark", {"html": False, "linkify": False})
    md.disable(["heading", "lheading", "image", "html_block", "html_inline", "reference"])
    md.validateLink = is_safe  # type: ignore[method-assign,assignment]
    return md


def is_safe(target: str) -> bool:
    """Whether a link may go there."""
    try:
        return urlsplit(target).scheme.lower() in SCHEMES
    except ValueError:
        return False


def parse(markdown: str, links: Mapping[str, str]) -> list[Token]:
    """The tokens of prose, in which `[text][key]` goes where `links` says."""
    references = {key.upper(): {"href": url, "title": ""} for key, url in links.items()}
    return parser().parse(markdown, {"references": references})


def code_spans(tokens: list[Token]) -> Iterator[str]:
    """What stands in code marks."""
    for token in _inline(tokens):
        if token.type == "code_inline":
            yield token.content


def links(tokens: list[Token]) -> Iterator[Link]:
    """Every link that is one."""
    text: list[str] | None = None
    target = ""
    for token in _inline(tokens):
        if token.type == "link_open":
            text, target = [], str(token.attrs["href"])
        elif token.type == "link_close" and text is not None:
            yield Link("".join(text), target)
            text = None
        elif text is not None:
            text.append(token.content)


_INLINE_LINK = re.compile(r"!?\[[^\[\]]*\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_REFERENCE = re.compile(r"\[[^\[\]]+\]\[([^\[\]]*)\]")
_HEADING = re.compile(r"(?m)^ {0,3}(#{1,6} .*|=+\s*)$")
_IMAGE = re.compile(r"!\[[^\[\]]*\][(\[]")


def refused_links(tokens: list[Token]) -> Iterator[str]:
    """Targets of what is written as a link, but may not be one."""
    yield from _leftovers(tokens, _INLINE_LINK)


def unknown_references(tokens: list[Token]) -> Iterator[str]:
    """Keys of `[text][key]` that no link is known for."""
    yield from _leftovers(tokens, _REFERENCE)


def unsupported(tokens: list[Token]) -> Iterator[str]:
    """Headings and images, which pages do not take from prose: the text of each."""
    for token in tokens:
        if token.type == "inline":
            if match := _HEADING.search(token.content):
                yield match.group(1)
            for match in _IMAGE.finditer(_plain(token)):
                yield match.group()


def _leftovers(tokens: list[Token], pattern: re.Pattern[str]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            for match in pattern.finditer(_plain(token)):
                yield match.group(1)


def _plain(token: Token) -> str:
    """The text of a paragraph that is neither code nor part of a link."""
    depth = 0
    parts = []
    for child in token.children or ():
        depth += child.nesting if child.type.startswith("link") else 0
        if child.type == "text" and not depth:
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return "".join(parts)


def _inline(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()
