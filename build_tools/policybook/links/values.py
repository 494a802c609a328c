"""Attributes that have addresses among other things."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CANDIDATE = re.compile(r"[\s,]*(\S+)")
_DESCRIPTORS = re.compile(r"(?:\([^)]*\)?|[^,(])*,?")
_REFRESH = re.compile(
    r"\s*(?P<delay>\d+)[\d.]*(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?"
    r"(?:\"(?P<double>[^\"]*)|'(?P<single>[^']*)|(?P<bare>[^\"'\s].*))",
    re.IGNORECASE | re.DOTALL,
)


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
    """After how many seconds a `<meta http-equiv="refresh">` leads where, if it leads on."""
    if found := _REFRESH.match(content):
        target = next(text for text in found.group("double", "single", "bare") if text is not None)
        yield int(found["delay"][:9]), target.strip()
