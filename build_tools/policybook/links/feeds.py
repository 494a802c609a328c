"""Feeds and sitemaps → the addresses that they name.

Sources: RFC 4287 (Atom), RSS 2.0 Specification, sitemaps.org Protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import cast
from urllib.parse import urljoin

from lxml import etree

from policybook.links import reading
from policybook.links.reference import Role, Slot, Use

Element = etree._Element


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
    for element in root.iter(etree.Element):
        base, line = element.base, cast("int", element.sourceline or 1)
        for use in take(element):
            yield Use(use.slot, joined(base, use.target)) if base else use, line


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def joined(base: str, target: str) -> str:
    """An address as it is meant where relative ones start from `base`."""
    try:
        return urljoin(base, target)
    except ValueError:
        return target


def _atom(element: Element) -> Iterator[Use]:
    name = local(element)
    if name == "link":
        is_attached = element.get("rel", "") == "enclosure"
        yield Use(ENCLOSURE if is_attached else LINK, element.get("href", ""))
    elif name == "id" and _is_address(_text(element)):
        yield Use(IDENTITY, _text(element))
    elif name in ("icon", "logo"):
        yield Use(IMAGE, _text(element))
    elif name in ("content", "summary", "title"):
        if source := element.get("src"):
            yield Use(CONTENT, source)
        elif element.get("type") == "html":
            yield from _words(element.text or "")
        elif element.get("type") == "xhtml":
            yield from _words("".join(etree.tostring(e, encoding="unicode") for e in element))


def _rss(element: Element) -> Iterator[Use]:
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
        base = _link_beside(element)
        for use in _words(element.text or ""):
            yield Use(use.slot, joined(base, use.target)) if base else use


def _sitemap(element: Element) -> Iterator[Use]:
    name = local(element)
    if name == "loc":
        yield Use(ENTRY, _text(element))
    elif name == "link":
        yield Use(ALTERNATE, element.get("href", ""))


_ROOTS: Mapping[str, Callable[[Element], Iterator[Use]]] = {
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


def _link_beside(element: Element) -> str:
    """The link of the item that an element describes."""
    parent = element.getparent()
    beside = () if parent is None else parent.iterchildren("{*}link")
    return next((_text(link) for link in beside if _text(link)), "")


def _words(html: str) -> Iterator[Use]:
    """The addresses in the words of an entry."""
    markup = reading.parse(html.encode("utf-8", "replace"))
    for use, _ in reading.uses(markup):
        if use.slot.role.is_fetched:
            yield Use(_in_feed(use.slot), use.target)


@lru_cache(1024)
def _in_feed(slot: Slot) -> Slot:
    return replace(slot, role=Role.FEED)
