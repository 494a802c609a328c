"""What a folder holds: how much, and whether it is the same as another."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

KB = 1000
MB = 1000 * KB


def size(folder: Path) -> float:
    """The megabytes of all files."""
    return sum(path.stat().st_size for path in _files(folder)) / MB


def packed(paths: Iterable[Path]) -> float:
    """The kilobytes of files as they are sent, each by itself."""
    return sum(len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in paths) / KB


def differing(left: Path, right: Path) -> list[str]:
    """The files that only one of two folders has, or that are not the same in both."""
    mine, theirs = _sums(left), _sums(right)
    return sorted(path for path in mine | theirs if mine.get(path) != theirs.get(path))


def _sums(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in _files(folder)
    }


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
