"""What is kept from one run to the next: which addresses were all right, and when.

Faults are not kept, so that each is looked at anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from policybook.links.external.address import Address

MOST_ENTRIES = 20_000
_NAME = "policybook-links"
_VERSION = 1
_START = re.compile(rf'\s*(\{{\s*"{_NAME}"|\Z)')


@dataclass(frozen=True, slots=True)
class Cache:
    """Addresses that were all right, each with when it was, in seconds of the calendar."""

    good: Mapping[Address, int] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The cache that a file holds, None where it cannot be read."""
        if not text.strip():
            return cls()
        try:
            data: Any = json.loads(text)
        except (ValueError, RecursionError):
            return None
        if not isinstance(data, dict) or data.get(_NAME) != _VERSION:
            return None
        entries = data.get("good")
        if not isinstance(entries, dict):
            return None
        read = ((Address.of(written), then) for written, then in entries.items())
        return cls({address: then for address, then in read if address and type(then) is int})

    def written(self) -> str:
        """What a file holds: the latest entries, in the order of their addresses."""
        latest = sorted(self.good.items(), key=lambda entry: (-entry[1], entry[0]))
        good = {str(address): then for address, then in sorted(latest[:MOST_ENTRIES])}
        return json.dumps({_NAME: _VERSION, "good": good}, indent=1, ensure_ascii=True) + "\n"

    def fresh(self, now: float, max_age: float) -> Self:
        """The entries that are no older than that; clocks set wrong make such of the future."""
        return type(self)({a: then for a, then in self.good.items() if 0 <= now - then <= max_age})

    def plus(self, addresses: Iterable[Address], now: float) -> Self:
        """The cache with what is all right now; a page that has a place is so too."""
        new = {part: int(now) for a in addresses for part in (a, Address(a.page))}
        return type(self)({**self.good, **new})


def is_cache(text: str) -> bool:
    """Whether a file was meant to hold a cache, even if it is damaged or of another version."""
    return _START.match(text) is not None
