"""Where a site is published, as it says itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from policybook.links import addresses, feeds, slots
from policybook.links.addresses import Web
from policybook.links.aim import Home
from policybook.links.contents import Contents
from policybook.links.index import INDEX, Index

_SAID = (slots.CANONICAL, slots.OWN_ADDRESS)
_SAMPLE = 50
"""How many entries of a sitemap are looked at."""


def found_home(contents: Mapping[str, Contents], index: Index) -> Home:
    """The home that the root page names, or else the one that fits the sitemap."""
    root = contents.get(INDEX, Contents())
    for slot in _SAID:
        for use in root.uses:
            if use.slot is slot and (home := Home.of(use.target.strip().removesuffix(INDEX))):
                return home
    listed = contents.get("sitemap.xml", Contents()).uses
    entries = [use.target for use in listed if use.slot is feeds.ENTRY][:_SAMPLE]
    homes = [home for entry in sorted(entries, key=len)[:1] for home in _above(entry)]
    best = max(homes, key=lambda home: _fitting(home, entries, index), default=Home())
    return best if 2 * _fitting(best, entries, index) > len(entries) else Home()


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
