"""A page → the addresses that it names and the anchors that it has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree

from policybook.links import slots, styles
from policybook.links.contents import Contents, Unread
from policybook.links.crowding import crowded
from policybook.links.decoding import decoded
from policybook.links.reference import Use
from policybook.links.values import candidates, refreshed
from policybook.source.source import line_and_column

Element = etree._Element

_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
_IDS = etree.XPath("descendant-or-self::*/@id", smart_strings=False)
_NAMES = etree.XPath("descendant::a/@name", smart_strings=False)
_SAME = etree.XPath("descendant-or-self::*[@id=$id]")
_MAPS = etree.XPath("descendant::map/@name", smart_strings=False)
_STYLED = etree.XPath("descendant-or-self::*[@style]")
_EDITED = etree.XPath(
    "(descendant::*[self::a or self::link][contains(concat(' ', normalize-space(@rel), ' '), "
    "' edit ') or @title = 'Edit this page'])[1]/@href",
    smart_strings=False,
)
_PAINTED = etree.XPath(
    f"descendant-or-self::*[{' or '.join(f'@{name}' for name in slots.PAINTED)}]"
)


_ALONE = re.compile(r"\s*url\([^()]*\)\s*", re.IGNORECASE)
"""A `url()` with nothing to take in its place."""


@dataclass(frozen=True, slots=True)
class Markup:
    """The elements of a page, if it has any.

    `is_styled` says that its styles may name files, `base` where relative addresses start.
    """

    root: Element | None
    is_styled: bool
    base: str = ""
    faults: tuple[Unread, ...] = ()


def contents(page: bytes) -> Contents:
    """What a page has that links can be about."""
    markup = parse(page)
    if markup.root is None:
        return Contents(anchors=frozenset(), faults=markup.faults)
    found = [use for use, _ in uses(markup)]
    every = ids(markup.root)
    anchors = frozenset(every)
    maps = _MAPS(markup.root) if any(use.slot is slots.IMAGE_MAP for use in found) else ()
    repeated: frozenset[str] = frozenset()
    if len(anchors) != len(every):
        repeated = frozenset(anchor for anchor, times in Counter(every).items() if times > 1)
    return Contents(
        uses=tuple(dict.fromkeys(found)),
        count=len(found),
        anchors=anchors.union(_texts(_NAMES(markup.root)), _texts(maps)),
        repeated=repeated,
        base=markup.base,
        lead=next((use for use in found if use.slot in (slots.REFRESH, slots.RELOAD)), None),
        faults=markup.faults,
    )


def parse(page: bytes) -> Markup:
    """The elements of a page as browsers see them: what is in comments or templates is none."""
    text, wrong = decoded(page)
    faults = []
    if wrong is not None:
        line, column = line_and_column(text, wrong)
        message = "the page is not in the encoding that it says, or not UTF-8: save it as UTF-8"
        faults.append(Unread(line, column, message))
    encoded = text.encode()
    if (crowd := crowded(encoded)) is not None:
        line, column = line_and_column(text, len(encoded[:crowd].decode()))
        message = "this tag has more attributes than can be read: the page is left out"
        return Markup(None, False, "", (*faults, Unread(line, column, message)))
    root: Element | None = etree.fromstring(encoded, _PARSER) if text.strip() else None
    for error in _PARSER.error_log if text else ():
        if error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            message = "elements are nested too deep here: the rest of the page is not read"
            faults.append(Unread(max(error.line, 1), max(error.column, 1), message))
    lowered = encoded.lower()
    if root is not None and b"<template" in lowered:
        for template in [*root.iter("template")]:
            del template[:]
    base = "" if root is None or b"<base" not in lowered else _base(root)
    return Markup(root, _is_styled(lowered), base, tuple(faults))


def _is_styled(lowered: bytes) -> bool:
    if b"@import" in lowered:
        return True
    at = lowered.find(b"url(")
    while at >= 0 and lowered.startswith(b"new ", at - 4):  # as scripts of many themes have it
        at = lowered.find(b"url(", at + 1)
    return at >= 0


def _base(root: Element) -> str:
    return next((base.get("href", "") for base in root.iter("base")), "").strip()


def uses(markup: Markup) -> list[tuple[Use, Element]]:
    """Every use of an address in a page, with the element that has it."""
    root = markup.root
    if root is None:
        return []
    found = []
    for element in root.iter(*_TAGS):
        tag = element.tag
        for slot, attribute in _PLAIN.get(tag, ()):
            target = element.get(attribute)
            if target is not None:
                found.append((Use(slot, target), element))
        if tag in _TAKERS:
            found += [(use, element) for use in _TAKERS[tag](element)]
    if markup.is_styled:
        found += _styled(root)
    return found


def _styled(root: Element) -> Iterator[tuple[Use, Element]]:
    for element in root.iter("style"):
        for target in styles.addresses(element.text or ""):
            yield Use(slots.STYLE, target), element
    for element in _elements(_STYLED(root)):
        for target in styles.addresses(element.get("style", "")):
            yield Use(slots.STYLE_ATTRIBUTE, target), element
    for element in _elements(_PAINTED(root)):
        for use in painted(element):
            yield use, element


def painted(element: Element) -> Iterator[Use]:
    """The parts of a drawing that an element of it is painted with and cannot do without."""
    for name, slot in slots.PAINTED.items():
        value = element.get(name)
        if value and _ALONE.fullmatch(value):
            for target in styles.addresses(value):
                yield Use(slot, target)


def ids(root: Element) -> list[str]:
    """Every id of an element, in order."""
    return _texts(_IDS(root))


def repeats(markup: Markup, anchor: str) -> list[Element]:
    """The elements of a page with that id, but for the first."""
    return [] if markup.root is None else _elements(_SAME(markup.root, id=anchor))[1:]


def source(markup: Markup) -> str:
    """The address at which a page says that what it is made from can be edited."""
    return "" if markup.root is None else next(iter(_texts(_EDITED(markup.root))), "")


def _texts(found: Any) -> list[str]:
    """What an expression for attributes finds."""
    return cast("list[str]", found)


def _elements(found: Any) -> list[Element]:
    """What an expression for elements finds."""
    return cast("list[Element]", found)


def _candidates(element: Element) -> Iterable[Use]:
    slot = slots.CANDIDATES[element.tag]
    value = element.get(slot.attribute)
    if value is None:
        return ()
    return [Use(slot, target) for target in [*candidates(value)] or [""]]


def _link(element: Element) -> Iterable[Use]:
    href = element.get("href")
    images = _candidates(element)
    if href is None:
        return images
    return (Use(slots.of_link(element.get("rel", ""), element.get("type", "")), href), *images)


def _meta(element: Element) -> Iterable[Use]:
    content = element.get("content")
    name = element.get("property") or element.get("name")
    if content is None:
        return ()
    if slot := slots.of_meta(name or ""):
        return (Use(slot, content),)
    if name or element.get("http-equiv", "").strip().lower() != "refresh":
        return ()
    found = refreshed(content)
    return [Use(slots.RELOAD if delay else slots.REFRESH, target) for delay, target in found]


def _input(element: Element) -> Iterable[Use]:
    src = element.get("src")
    if src is None or element.get("type", "").strip().lower() != "image":
        return ()
    return (Use(slots.INPUT_IMAGE, src),)


_PLAIN = {
    element: tuple((slot, slot.attribute) for slot in named)
    for element, named in slots.PLAIN.items()
}
_TAKERS: Mapping[str, Callable[[Element], Iterable[Use]]] = {
    "img": _candidates,
    "input": _input,
    "link": _link,
    "meta": _meta,
    "source": _candidates,
}
_TAGS = sorted({*_PLAIN, *_TAKERS})
