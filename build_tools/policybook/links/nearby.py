"""What an address may mean that leads to nothing: the page or anchor that comes closest."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from policybook.links.files import PAGES
from policybook.links.index import Index, address
from policybook.links.quoting import quoted
from policybook.words import closest

_MOST = 2_000
"""How many names are compared with one: more take too long."""


def nearby_file(path: str, index: Index) -> str:
    """`; did you mean …?` with the file that comes closest to a path, or nothing."""
    if path.startswith("www."):
        return _meant(f"https://{path}")
    ending = PurePosixPath(path).suffix.lower()
    endings = PAGES if not ending or ending in PAGES else (ending,)
    wanted = f"/{path}"
    folder, name = _split(wanted)
    every = [address(file) for file in index.files if file.lower().endswith(endings)]
    beside = {_split(other)[1]: other for other in every if _split(other)[0] == folder}
    if len(beside) <= _MOST and (found := closest(name, beside)):
        return _meant(beside[found])
    moved = [other for other in every if _split(other)[1] == name]
    few = moved or (every if len(every) <= _MOST else [])
    found = closest(wanted, sorted(few), cutoff=0 if moved else 0.7)
    return _meant(found)


def nearby_anchor(fragment: str, anchors: Collection[str]) -> str:
    """`; did you mean …?` with the anchor that comes closest, or nothing."""
    found = closest(fragment, sorted(anchors)) if len(anchors) <= _MOST else None
    return _meant(f"#{found}" if found else None)


def _meant(found: str | None) -> str:
    return f"; did you mean {quoted(found)}?" if found else ""


def _split(wanted: str) -> tuple[str, str]:
    """The folder that an address is in, and its name there."""
    folder, _, name = wanted.rstrip("/").rpartition("/")
    return folder, name
