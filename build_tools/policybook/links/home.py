"""Where a site is published, as it says itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from policybook.links import addresses, feeds, slots
from policybook.links.addresses import Web
from policybook.links.aim import Home
from policybook.links.contents import Contents
from policybook.links.index import INDEX, Index
from policybook.links.reference import Use

_SAID = (slots.CANONICAL, slots.OWN_ADDRESS)
_SITEMAP = "sitemap.xml"
_SAMPLE = 50
"""How many entries of a sitemap are looked at."""


class Found(NamedTuple):
    """Where a site is published, if that is known, and what in it says so."""

    home: Home
    file: str = INDEX
    use: Use | None = None


def found_home(contents: Mapping[str, Contents], index: Index) -> Found:
    """The home that the root page names, or else the one that fits the sitemap."""
    root = contents.get(INDEX, Contents())
    for slot in _SAID:
        for use in root.uses:
            if use.slot is slot and (home := Home.of(use.target.strip().removesuffix(INDEX))):
                return Found(home, INDEX, use)
    listed = [use for use in contents.get(_SITEMAP, Contents()).uses if use.slot is feeds.ENTRY]
    entries = [use.target for use in listed[:_SAMPLE]]
    first = min(listed[:_SAMPLE], key=lambda use: len(use.target), default=None)
    homes = _above(first.target) if first else ()
    best = max(homes, key=lambda home: _fitting(home, entries, index), default=Home())
    if 2 * _fitting(best, entries, index) > len(entries):
        return Found(best, _SITEMAP, first)
    return Found(Home())


def _above(address: str) -> Iterator[Home]:
    """The homes that an address can be of, the shortest first."""
    parts = addresses.web(address)
    if parts and parts.scheme:
        path = _path(parts)
        for end, mark in enumerate(path, 1):
            if mark == "/":
                yield Home(parts.scheme, parts.host, parts.port, unquote(path[:end]))


def _path(parts: Web) -> str:
    return re.split("[?#]", parts.rest, maxsplit=1)[0] or "/"


def _fitting(home: Home, entries: Sequence[str], index: Index) -> int:
    """How many addresses are of files, if this is the home."""
    number = 0
    for entry in entries:
        parts = addresses.web(entry)
        path = unquote(_path(parts)) if parts and home.has(parts) else ""
        if path.startswith(home.path):
            below = path[len(home.path) :]
            found = f"{below}{INDEX}" if not below or below.endswith("/") else below
            number += index.file(found) is not None
    return number
