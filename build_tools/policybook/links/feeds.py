"""Feeds and sitemaps → the addresses that they name.

Sources: RFC 4287 (Atom), RSS 2.0 Specification, sitemaps.org Protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import cast
from urllib.parse import urljoin

from lxml import etree

from policybook.links import reading
from policybook.links.contents import LONGEST
from policybook.links.reference import Role, Slot, Use

Element = etree._Element
_LinkIn = Callable[[Element | None], str]
"""What finds the link of an item, once for all that is in that."""

_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_WORDS = ("content", "summary", "title")


def _feed_slot(noun: str) -> Slot:
    return Slot(noun, Role.FEED)


LINK = _feed_slot("link of the feed")
IDENTITY = _feed_slot("id in the feed")
CONTENT = _feed_slot("content of the feed")
ENCLOSURE = _feed_slot("attached file of the feed")
IMAGE = _feed_slot("image of the feed")
ENTRY = Slot("entry", Role.SITEMAP)
ALTERNATE = Slot("alternate page", Role.SITEMAP)


def uses(root: Element) -> Iterator[tuple[Use, int]]:
    """The addresses in an XML file, if it is a feed or a sitemap, with the lines of their tags."""
    take = _ROOTS.get(local(root))
    if take is None:
        return
    link_in = cache(_link_in)
    bases = [""]
    walk = etree.iterwalk(root, ("start", "end"), "{*}*")
    for event, element in walk:
        if event == "end":
            bases.pop()
            continue
        base, line = joined(bases[-1], element.get(_BASE, "")), cast("int", element.sourceline or 1)
        bases.append(base)
        for use in take(element, link_in):
            yield Use(use.slot, joined(base, use.target)), line
        if _is_markup(element):
            walk.skip_subtree()


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def joined(base: str, target: str) -> str:
    """An address as it is meant where relative ones start from `base`, if that can be used."""
    if len(base) > LONGEST:
        return target
    try:
        return urljoin(base, target)
    except ValueError:
        return target


def _atom(element: Element, _: _LinkIn) -> Iterator[Use]:
    name = local(element)
    if name == "link":
        is_attached = element.get("rel", "") == "enclosure"
        yield Use(ENCLOSURE if is_attached else LINK, element.get("href", ""))
    elif name == "id" and _is_address(_text(element)):
        yield Use(IDENTITY, _text(element))
    elif name in ("icon", "logo"):
        yield Use(IMAGE, _text(element))
    elif name in _WORDS:
        if source := element.get("src"):
            yield Use(CONTENT, source)
        elif element.get("type") == "html":
            yield from _words(element.text or "")
        elif _is_markup(element):
            yield from _in_words(_markup(element))


def _rss(element: Element, link_in: _LinkIn) -> Iterator[Use]:
    name = local(element)
    if name == "link":
        # Atom's own element, which RSS feeds borrow, has an attribute.
        yield Use(LINK, element.get("href") or _text(element))
    elif name == "guid" and element.get("isPermaLink", "true") == "true":
        yield Use(IDENTITY, _text(element))
    elif name == "enclosure":
        yield Use(ENCLOSURE, element.get("url", ""))
    elif name == "url":
        yield Use(IMAGE, _text(element))
    elif name in ("description", "encoded"):
        base = link_in(element.getparent())
        for use in _words(element.text or ""):
            yield Use(use.slot, joined(base, use.target))


def _sitemap(element: Element, _: _LinkIn) -> Iterator[Use]:
    name = local(element)
    if name == "loc":
        yield Use(ENTRY, _text(element))
    elif name == "link":
        yield Use(ALTERNATE, element.get("href", ""))


_ROOTS: Mapping[str, Callable[[Element, _LinkIn], Iterator[Use]]] = {
    "RDF": _rss,
    "feed": _atom,
    "rss": _rss,
    "sitemapindex": _sitemap,
    "urlset": _sitemap,
}


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def _link_in(item: Element | None) -> str:
    """The link of an item."""
    links = () if item is None else item.iterchildren("{*}link")
    return next((_text(link) for link in links if _text(link)), "")


def _is_markup(element: Element) -> bool:
    """Whether the elements in an element are those of a page."""
    return local(element) in _WORDS and element.get("type") == "xhtml"


def _markup(words: Element) -> reading.Markup:
    """The elements in an element, renamed to what they are called in a page."""
    for element in words.iterdescendants(etree.Element):
        if (name := local(element)).isascii():
            element.tag = name
    return reading.Markup(words, is_styled=True)


def _words(html: str) -> Iterator[Use]:
    """The addresses in the words of an entry."""
    return _in_words(reading.parse(html.encode("utf-8", "replace")))


def _in_words(markup: reading.Markup) -> Iterator[Use]:
    for use, _ in reading.uses(markup):
        if use.slot.role.is_fetched:
            yield Use(_in_feed(use.slot), use.target)


@lru_cache(1024)
def _in_feed(slot: Slot) -> Slot:
    return replace(slot, role=Role.FEED)
