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
    suffix = PurePosixPath(path).suffix
    endings = PAGES if not suffix or suffix.lower() in PAGES else (suffix.lower(),)
    every = [address(file) for file in index.files if file.lower().endswith(endings)]

    def stem(name: str) -> str:
        return name.rstrip("/").removesuffix(suffix)

    wanted = f"/{path}"
    folder, _, name = wanted.rstrip("/").rpartition("/")
    below = len(folder) + 1
    beside = {
        stem(other[below:]): other
        for other in every
        if other.startswith(f"{folder}/") and "/" not in other[below:-1]
    }
    if len(beside) <= _MOST and (found := closest(stem(name), beside)):
        return _meant(beside[found])
    moved = [other for other in every if other.rstrip("/").endswith(f"/{name}")]
    few = moved or (every if len(every) <= _MOST else [])
    by_stem = {stem(other): other for other in sorted(few)}
    found = closest(stem(wanted), by_stem, cutoff=0 if moved else 0.85)
    return _meant(by_stem[found] if found else None)


def nearby_anchor(fragment: str, anchors: Collection[str]) -> str:
    """`; did you mean …?` with the anchor that comes closest, or nothing."""
    found = closest(fragment, sorted(anchors)) if len(anchors) <= _MOST else None
    return _meant(f"#{found}" if found else None)


def _meant(found: str | None) -> str:
    return f"; did you mean {quoted(found)}?" if found else ""
