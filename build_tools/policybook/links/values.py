"""Attributes that have addresses among other things."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CANDIDATE = re.compile(r"[\s,]*(\S+)")
_DESCRIPTORS = re.compile(r"(?:\([^)]*\)?|[^,(])*,?")
_REFRESH = re.compile(r"\s*(\d+)(?:\.[\d.]*)?(\s*[;,]?\s*)(.*)", re.DOTALL)
_URL = re.compile(r"url\s*=\s*", re.IGNORECASE)


def candidates(srcset: str) -> Iterator[str]:
    """The addresses in a `srcset` (WHATWG HTML, "Parsing a srcset attribute")."""
    at = 0
    while found := _CANDIDATE.match(srcset, at):
        address, at = found[1], found.end()
        if address.endswith(","):
            address = address.rstrip(",")
        elif descriptors := _DESCRIPTORS.match(srcset, at):
            at = descriptors.end()
        if address:
            yield address


def refreshed(content: str) -> Iterator[tuple[int, str]]:
    """After how many seconds a `<meta http-equiv="refresh">` leads where, if it leads on.

    Source: WHATWG HTML, "Refresh state".
    """
    found = _REFRESH.match(content)
    if found and found[2]:
        target = _URL.sub("", found[3], count=1) if _URL.match(found[3]) else found[3]
        if target.startswith(("'", '"')):
            target = target[1:].partition(target[0])[0]
        if target.strip():
            yield int(found[1][:9]), target.strip()
