"""One file of a site → its contents, by what kind of file it is."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from policybook.links import feeds, forwards, reading, slots, styles
from policybook.links.contents import Contents, Unread
from policybook.links.reference import Role, Slot, Use

MAX_BYTES = 1 << 26
"""The largest file that is read, when it is unpacked; sitemaps may have 50 MiB."""

PAGES = (".html", ".htm", ".xhtml")

_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
)
_SITEMAP = Slot("sitemap", Role.SITEMAP)
_MANIFEST_LINK = Slot("page of the web app", Role.RELATED)
_MANIFEST_IMAGE = Slot("image of the web app", Role.EMBED)
_ROBOTS = re.compile(r"(?im)^[ \t]*sitemap[ \t]*:[ \t]*(\S*)")


def reader(file: str) -> Callable[[bytes], Contents] | None:
    """What reads a file of that name; None where no links are looked for in it."""
    if file in _OF_NAMES:
        return _OF_NAMES[file]
    name = file.lower()
    return next((read for ending, read in _OF_ENDINGS.items() if name.endswith(ending)), None)


def manifest(content: bytes) -> Contents:
    """The addresses in a web app manifest (W3C Web Application Manifest)."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        column = getattr(error, "colno", 1)
        return _unread(line, column, "the web app manifest is not JSON: correct it")
    return _found(_in_manifest(value))


def _in_manifest(value: Any) -> Iterator[Use]:
    if not isinstance(value, Mapping):
        return
    if isinstance(value.get("start_url"), str):
        yield Use(_MANIFEST_LINK, value["start_url"])
    for shortcut in _objects(value.get("shortcuts")):
        if isinstance(shortcut.get("url"), str):
            yield Use(_MANIFEST_LINK, shortcut["url"])
        yield from _images(shortcut.get("icons"))
    yield from _images(value.get("icons"))
    yield from _images(value.get("screenshots"))


def _images(value: Any) -> Iterator[Use]:
    for image in _objects(value):
        if isinstance(image.get("src"), str):
            yield Use(_MANIFEST_IMAGE, image["src"])


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []


def _stylesheet(content: bytes) -> Contents:
    found = styles.addresses(content.decode("utf-8", "replace"))
    # Without a path it is a part of the page that is styled, which differs from page to page.
    return _found(Use(slots.STYLE, target) for target in found if not target.startswith("#"))


def _robots(content: bytes) -> Contents:
    text = content.decode("utf-8", "replace")
    return _found(Use(_SITEMAP, target) for target in _ROBOTS.findall(text))


def _xml(content: bytes) -> Contents:
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        reason = str(error.msg).partition(", line ")[0].replace("`", "'")
        message = f"the file is not well-formed XML: {reason}"
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            message = "the file is nested too deep, or has entities that grow too much, to be read"
        return _unread(error.lineno or 1, (error.offset or 0) + 1, message)
    if feeds.local(root) == "svg":
        return _drawing(root)
    lines: dict[Use, int] = {}
    found = []
    for use, line in feeds.uses(root):
        found.append(use)
        lines.setdefault(use, line)
    return replace(_found(found), lines=lines)


def _packed(content: bytes) -> Contents:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacked = unpacker.decompress(content, MAX_BYTES)
    except zlib.error:
        return _unread(1, 1, "the file is not packed with gzip, as its name says: pack it anew")
    if not unpacker.eof:
        return _unread(1, 1, "the file breaks off, or is larger than a sitemap may be")
    return _xml(unpacked)


def _drawing(root: etree._Element) -> Contents:
    found = []
    for element in root.iter(etree.Element):
        for slot in slots.DRAWING.get(feeds.local(element), ()):
            target = element.get(slot.attribute)
            if target is not None:
                found.append(Use(slot, target))
        found += reading.painted(element)
    return _found(found, anchors=frozenset(reading.ids(root)))


def _found(uses: Iterable[Use], anchors: frozenset[str] | None = None) -> Contents:
    found = [*uses]
    return Contents(tuple(dict.fromkeys(found)), len(found), anchors)


def _unread(line: int, column: int, message: str) -> Contents:
    return Contents(faults=(Unread(line, column, message),))


_OF_NAMES: Mapping[str, Callable[[bytes], Contents]] = {
    "_redirects": forwards.contents,
    "robots.txt": _robots,
}
_OF_ENDINGS: Mapping[str, Callable[[bytes], Contents]] = {
    **dict.fromkeys(PAGES, reading.contents),
    ".css": _stylesheet,
    ".webmanifest": manifest,
    **dict.fromkeys((".xml", ".atom", ".rss", ".svg"), _xml),
    ".xml.gz": _packed,
}
