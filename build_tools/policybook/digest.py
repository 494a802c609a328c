"""Short texts that stand for long ones."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b


def digest(*parts: str | bytes) -> str:
    """What tells these parts from any others, in this order."""
    return digest_all(parts)


def digest_all(parts: Iterable[str | bytes]) -> str:
    """The digest of parts of which only one need be there at a time."""
    found = blake2b(digest_size=20)
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.hexdigest()
