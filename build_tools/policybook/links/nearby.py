"""What an address may mean that leads to nothing: the page or anchor that comes closest."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from policybook.links.files import PAGES
from policybook.links.index import Index, address
from policybook.words import closest

_MOST = 2_000
"""How many names are compared with one: more take too long."""


def nearby_file(path: str, index: Index) -> str | None:
    """The path of the file that comes closest to a path, if one comes close."""
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
        return beside[found][1:]
    moved = [other for other in every if other.rstrip("/").endswith(f"/{name}")]
    above = [other for other in every if not wanted.startswith(f"{stem(other)}/")]
    few = moved or (above if len(above) <= _MOST else [])
    by_stem = {stem(other): other for other in sorted(few)}
    found = closest(stem(wanted), by_stem, cutoff=0 if moved else 0.85)
    return by_stem[found][1:] if found else None


def nearby_anchor(fragment: str, anchors: Collection[str]) -> str | None:
    """The anchor that comes closest, if one comes close."""
    return closest(fragment, sorted(anchors)) if len(anchors) <= _MOST else None
