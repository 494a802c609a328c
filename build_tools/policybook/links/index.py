"""Index: which files a site has, by the names that addresses give them."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePath

INDEX = "index.html"
_MOST_LINKS = 40
"""How many symbolic links may lead to each other, as Linux has it."""

_LONGEST = 4096
"""How many characters a path may have, as Linux has it; no longer one is looked for."""


@dataclass(frozen=True)
class Index:
    """The files of a site and its folders, as paths from its root.

    `linked` has the symbolic links that lead to something inside, with what that is; `strays` are
    the others, which are no part of the site. `unread` are folders that cannot be listed, with
    the reason.
    """

    files: frozenset[str]
    folders: frozenset[str] = frozenset()
    linked: Mapping[str, str] = field(default_factory=dict)
    strays: frozenset[str] = frozenset()
    unread: Mapping[str, str] = field(default_factory=dict)

    def file(self, path: str) -> str | None:
        """The file at a path, through symbolic links."""
        for _ in range(_MOST_LINKS):
            if len(path) > _LONGEST:
                break
            if path in self.files:
                return path
            led = self._led(path)
            if led is None:
                break
            path = led
        return None

    def is_stray(self, path: str) -> bool:
        """Whether a path leads through a symbolic link that is no part of the site."""
        if not self.strays or len(path) > _LONGEST:
            return False
        return any(part in self.strays for part in _parts(path))

    def like(self, path: str) -> str | None:
        """The file whose path differs in nothing but capitals or the way to write accents."""
        return self._folded.get(_folded(path))

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        return {_folded(file): file for file in sorted(self.files, reverse=True)}

    def _led(self, path: str) -> str | None:
        """A path with the first symbolic link in it replaced by what that leads to."""
        for part in _parts(path) if self.linked else ():
            if target := self.linked.get(part):
                return f"{target}{path[len(part) :]}"
        return None


def index(root: Path) -> Index:
    """Look which files there are in a folder and below."""
    real = os.path.realpath(root)
    files: list[str] = []
    folders: list[str] = []
    linked: dict[str, str] = {}
    strays: list[str] = []
    unread: dict[str, str] = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            for entry in _entries(real, folder):
                path = f"{folder}{entry.name}"
                if entry.is_symlink():
                    target = PurePath(os.path.realpath(entry.path))
                    if target.is_relative_to(real) and target != PurePath(real):
                        linked[path] = target.relative_to(real).as_posix()
                    else:
                        strays.append(path)
                elif entry.is_dir():
                    folders.append(path)
                    waiting.append(f"{path}/")
                elif entry.is_file():
                    files.append(path)
        except OSError as error:
            unread[folder] = error.strerror or str(error)
    return Index(frozenset(files), frozenset(folders), linked, frozenset(strays), unread)


def _parts(path: str) -> Iterator[str]:
    """A path and the folders above it, the topmost first."""
    yield from (path[:end] for end, mark in enumerate(path) if mark == "/")
    yield path


def _entries(root: str, folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(os.path.join(root, folder)) as entries:  # noqa: PTH118 - a name may be any
        yield from entries


def address(file: str) -> str:
    """The address of a file from the root of its site, for people to read."""
    if file == INDEX or file.endswith(f"/{INDEX}"):
        return f"/{file.removesuffix(INDEX)}"
    return f"/{file}"


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
