"""Prose of the data: Markdown → tokens for pages, and what rules have to look at in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, backtick, image, link
from markdown_it.token import Token

InlineRule = Callable[[StateInline, bool], bool]

UNSUPPORTED = {
    "heading_open": "a heading",
    "image": "an image",
    "fence": "a code block",
    "code_block": "a code block (a paragraph is not indented)",
    "blockquote_open": "a quotation",
    "hr": "a rule across the page",
    "table_open": "a table",
}
"""The Markdown that prose has no use for, by the type of its token."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of markup: what it reads, or what it is, and where to look for it.

    `word` has no white space, since a folded text in YAML breaks its lines where it likes.
    """

    text: str
    word: str


@dataclass(frozen=True, slots=True)
class Link(Mark):
    """A link, whether it may be one or not: what it reads and where it goes."""

    target: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The words of a paragraph, with CODE in the place of each code mark.

    `level` says how deep in lists it stands; `starts_item` that it is the first of its item.
    """

    words: str
    codes: tuple[Mark, ...]
    level: int
    starts_item: bool


CODE = "`"
"""What stands in the words of a paragraph for a code mark."""


@dataclass(frozen=True, slots=True)
class Markup:
    """What there is to look at in a text: its paragraphs, and the markup that can be wrong."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    codes: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    unknown_links: list[Mark] = field(default_factory=list)
    unsupported: list[Mark] = field(default_factory=list)


@cache
def parser() -> MarkdownIt:
    """The parser that pages are made with. Headings belong to the page, images to nobody."""
    md = MarkdownIt("commonmark", {"html": False, "linkify": False})
    md.disable(["heading", "lheading", "image", "html_block", "html_inline", "reference"])
    md.validateLink = is_safe  # type: ignore[method-assign,assignment]
    md.inline.ruler.at("link", _addressed(link))
    return md


def is_safe(target: str) -> bool:
    """Whether a link may go there: the same text stands on several pages, so it is absolute."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return bool(parts.netloc) if parts.scheme in ("http", "https") else parts.scheme == "mailto"


def parse(markdown: str, links: Mapping[str, str]) -> list[Token]:
    """The tokens of prose, in which `[text][key]` goes where `links` says."""
    return parser().parse(markdown, _environment(links.items()))


def look(markdown: str, links: Mapping[str, str]) -> Markup:
    """What rules look at in prose. They do so one after the other, so the last are kept."""
    return _look(markdown, tuple(links.items()))


@lru_cache(maxsize=8)
def _look(markdown: str, links: tuple[tuple[str, str], ...]) -> Markup:
    markup = Markup()
    lines = markdown.split("\n")
    level, starts_item = 0, False
    for token in _inspector().parse(markdown, _environment(links)):
        if kind := UNSUPPORTED.get(token.type):
            first = lines[token.map[0]] if token.map else ""
            markup.unsupported.append(Mark(kind, _start(first, token)))
        if token.type == "inline":
            before = len(markup.codes)
            _look_inside(token.children or (), markup)
            codes = tuple(markup.codes[before:])
            markup.paragraphs.append(Paragraph(_words(token), codes, level, starts_item))
        level += (token.type == "list_item_open") - (token.type == "list_item_close")
        starts_item = token.type == "list_item_open" or (
            starts_item and token.type == "paragraph_open"
        )
    return markup


def _words(paragraph: Token) -> str:
    """What a paragraph reads, its code marks left out."""
    return "".join(
        CODE
        if token.type == "code_inline"
        else " "
        if "break" in token.type
        else token.content.replace(CODE, "'")
        for token in paragraph.children or ()
        if token.type != "reference_unknown"
    )


def plain(tokens: Iterable[Token]) -> str:
    """The words of tokens, without their markup."""
    return "".join(
        plain(token.children) if token.children else " " if "break" in token.type else token.content
        for token in tokens
    )


def _look_inside(children: Iterable[Token], markup: Markup) -> None:
    """Note what stands in a paragraph."""
    opening: Token | None = None
    words: list[str] = []
    for token in children:
        words.append(" " if "break" in token.type else token.content)
        if token.type == "code_inline":
            markup.codes.append(Mark(token.content.strip(), _run(token, token.content.strip())))
        elif token.type == "image":
            markup.unsupported.append(Mark(UNSUPPORTED["image"], _run(token, "![")))
        elif token.type == "reference_unknown":
            markup.unknown_links.append(Mark(token.content, _run(token, "][")))
            words.pop()
        elif token.type == "link_open":
            opening, words = token, []
        elif token.type == "link_close" and opening:
            target = str(opening.attrs["href"])
            markup.links.append(Link("".join(words), _run(opening, "](", "]["), target))


def _environment(links: Iterable[tuple[str, str]]) -> dict[str, object]:
    return {"references": {key.upper(): {"href": url, "title": ""} for key, url in links}}


@cache
def _inspector() -> MarkdownIt:
    """A parser that takes everything as what it was meant to be, and notes how it is written."""
    md = MarkdownIt("commonmark", {"html": False, "linkify": False})
    md.disable(["html_block", "html_inline", "reference"]).enable("table")
    md.validateLink = lambda _: True  # type: ignore[method-assign,assignment]
    md.inline.ruler.at("link", _or_unknown(_noting(link)))
    md.inline.ruler.at("autolink", _noting(autolink))
    md.inline.ruler.at("backticks", _noting(backtick))
    md.inline.ruler.at("image", _noting(image))
    return md


def _addressed(rule: InlineRule) -> InlineRule:
    """The rule for links, which leaves one without an address as it is written.

    The parser does not ask of an empty address whether a link may go there.
    """

    def addressed(state: StateInline, silent: bool) -> bool:
        start, count, pending = state.pos, len(state.tokens), state.pending
        if not rule(state, silent):
            return False
        made = (token for token in state.tokens[count:] if token.type == "link_open")
        if silent or next(made).attrs["href"]:
            return True
        del state.tokens[count:], state.tokens_meta[count:]
        state.pos, state.pending = start, pending
        return False

    return addressed


def _noting(rule: InlineRule) -> InlineRule:
    """A rule of the parser that also notes in its token how that is written."""

    def noting(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        matched = rule(state, silent)
        if matched and not silent:
            for token in state.tokens[count:]:
                if token.type != "text":
                    token.meta["written"] = state.src[start : state.pos]
                    break
        return matched

    return noting


_KEY = re.compile(r"\[([^\[\]]*)\]")


def _or_unknown(rule: InlineRule) -> InlineRule:
    """The rule for links, which also notes each `[text][key]` that no link is known for."""

    def noting(state: StateInline, silent: bool) -> bool:
        if rule(state, silent):
            return True
        start = state.pos
        if not silent and state.src[start] == "[":
            end = state.md.helpers.parseLinkLabel(state, start, True)
            key = _KEY.match(state.src, end + 1, state.posMax) if end > 0 else None
            if key:
                token = state.push("reference_unknown", "", 0)
                token.content = " ".join((key.group(1) or state.src[start + 1 : end]).split())
                token.meta["written"] = state.src[start : key.end()]
        return False

    return noting


def _run(token: Token, *parts: str) -> str:
    """The stretch without white space in which a part of a token's markup is written."""
    runs = str(token.meta["written"]).split()
    return next((run for part in parts for run in runs if part in run), runs[0])


def _start(line: str, token: Token) -> str:
    """What a block starts with, on its first line."""
    is_underlined = token.type == "heading_open" and token.markup in ("=", "-")
    at = 0 if is_underlined else max(line.find(token.markup), 0)
    return line[at:].strip()
