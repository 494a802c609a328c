"""Which attributes of which elements name addresses, and what for.

Source: WHATWG HTML, "Attributes", those whose values are URLs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from policybook.links.reference import Role, Slot

_XLINK = "{http://www.w3.org/1999/xlink}"


def _of(element: str, *attributes: str, noun: str, role: Role = Role.EMBED) -> tuple[Slot, ...]:
    return tuple(Slot(noun, role, element, attribute) for attribute in attributes)


IMAGE_MAP = Slot("image map", Role.PART, "img", "usemap")

PLAIN: Mapping[str, tuple[Slot, ...]] = {
    slots[0].element: slots
    for slots in (
        _of("a", "href", "xlink:href", noun="link", role=Role.LINK),
        _of("area", "href", noun="link", role=Role.LINK),
        _of("audio", "src", noun="sound"),
        _of("button", "formaction", noun="form", role=Role.FORM),
        _of("embed", "src", noun="embedded file"),
        _of("form", "action", noun="form", role=Role.FORM),
        _of("frame", "src", noun="frame"),
        _of("iframe", "src", noun="frame"),
        _of("image", "href", "xlink:href", "src", noun="image"),
        (*_of("img", "src", noun="image"), IMAGE_MAP),
        _of("input", "formaction", noun="form", role=Role.FORM),
        _of("object", "data", noun="embedded file"),
        _of("script", "src", noun="script"),
        _of("source", "src", noun="media file"),
        _of("track", "src", noun="text track"),
        _of("use", "href", "xlink:href", noun="drawing"),
        (*_of("video", "src", noun="video"), *_of("video", "poster", noun="image")),
    )
}
"""Attributes that are an address and nothing else, by element."""

DRAWING: Mapping[str, tuple[Slot, ...]] = {
    element: tuple(
        replace(slot, attribute=slot.attribute.replace("xlink:", _XLINK))
        for slot in PLAIN[element]
        if slot.attribute != "src"
    )
    for element in ("a", "image", "use")
}
"""The same in a drawing that is a file of its own."""

PAINTED: Mapping[str, Slot] = {
    attribute: Slot(noun, Role.PART, "", attribute)
    for noun, *attributes in (
        ("paint", "fill", "stroke"),
        ("clipping path", "clip-path"),
        ("mask", "mask"),
        ("filter", "filter"),
        ("marker", "marker-start", "marker-mid", "marker-end"),
    )
    for attribute in attributes
}
"""Attributes of elements of a drawing that may name one of its parts (SVG 2, "Painting")."""

CANDIDATES: Mapping[str, Slot] = {
    "img": Slot("image", Role.EMBED, "img", "srcset"),
    "source": Slot("image", Role.EMBED, "source", "srcset"),
    "link": Slot("image", Role.EMBED, "link", "imagesrcset"),
}
"""Attributes that are a list of images, by element."""

ANCHOR = Slot("anchor", Role.ANCHOR, "", "id")
STYLE = Slot("file", Role.EMBED, "style", "")
STYLE_ATTRIBUTE = Slot("file", Role.EMBED, "", "style")
REFRESH = Slot("redirect", Role.REDIRECT, "meta", "content")
RELOAD = Slot("late redirect", Role.REDIRECT, "meta", "content")
"""A redirect that waits a while, which may lead a page to itself to keep it fresh."""

CANONICAL = Slot("canonical address", Role.RELATED, "link", "href")
OWN_ADDRESS = Slot("address for previews", Role.RELATED, "meta", "content")
MANIFEST = Slot("web app manifest", Role.EMBED, "link", "href")
INPUT_IMAGE = Slot("image", Role.EMBED, "input", "src")

_RELATIONS: Mapping[str, tuple[str, Role]] = {
    "stylesheet": ("stylesheet", Role.EMBED),
    "icon": ("icon", Role.EMBED),
    "apple-touch-icon": ("icon", Role.EMBED),
    "apple-touch-icon-precomposed": ("icon", Role.EMBED),
    "mask-icon": ("icon", Role.EMBED),
    "preload": ("preloaded file", Role.EMBED),
    "modulepreload": ("preloaded script", Role.EMBED),
    "preconnect": ("host", Role.HOST),
    "dns-prefetch": ("host", Role.HOST),
    "next": ("next page", Role.RELATED),
    "prev": ("previous page", Role.RELATED),
}
_FEEDS = frozenset(("application/atom+xml", "application/rss+xml", "application/feed+json"))
_PREVIEW = Slot("image for previews", Role.EMBED, "meta", "content")
_META: Mapping[str, Slot] = {
    "og:url": OWN_ADDRESS,
    "og:image": _PREVIEW,
    "og:image:secure_url": _PREVIEW,
    "og:image:url": _PREVIEW,
    "twitter:image": _PREVIEW,
}

ATTRIBUTES = frozenset(
    slot.attribute
    for slot in (
        *(slot for named in PLAIN.values() for slot in named),
        *CANDIDATES.values(),
        *PAINTED.values(),
        STYLE_ATTRIBUTE,
        REFRESH,
        ANCHOR,
    )
)
"""The names of all attributes that have an address, or an anchor."""


@lru_cache(1024)
def of_link(rel: str, kind: str) -> Slot:
    """What a `link` element with that `rel` and `type` names."""
    relations = rel.lower().split()
    if "canonical" in relations:
        return CANONICAL
    if "manifest" in relations:
        return MANIFEST
    for relation in relations:
        if relation in _RELATIONS:
            return Slot(*_RELATIONS[relation], "link", "href")
    is_feed = "alternate" in relations and kind.strip().lower() in _FEEDS
    return Slot("feed" if is_feed else "related page", Role.RELATED, "link", "href")


def of_meta(name: str) -> Slot | None:
    """What a `meta` element with that `property` or `name` names, if it is an address."""
    return _META.get(name.strip().lower())
