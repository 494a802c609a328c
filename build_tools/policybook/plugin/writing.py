"""Writing the files of a site, of which few differ from those of the old one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from filecmp import cmp
from pathlib import Path

from mkdocs.exceptions import PluginError

_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)

Stamp = tuple[int, int]
"""What a file is known by while nobody writes it again."""


class Writer:
    """Writes files into a folder.

    One that is the same in the folder of the `old` site is only noted; `fill` links to it, which
    takes a small part of the time and keeps its date. No file is ever written in place, as it may
    be linked to.
    """

    def __init__(self, folder: Path, old: Path | None = None) -> None:
        self._folder = str(folder)
        self._old = str(old) if old and old.is_dir() else None
        self._made: set[str] = set()
        self._same: dict[str, Stamp] = {}

    def write(self, uri: str, text: str) -> None:
        """Write a file."""
        data = text.encode(errors="xmlcharrefreplace")
        if self._old and (stamp := _stamp_of_same(f"{self._old}/{uri}", data)):
            self._same[uri] = stamp
            return
        path = self._place(uri)
        try:
            file = open(path, "xb")  # noqa: PTH123, SIM115 - of ten thousand
        except FileExistsError:
            os.unlink(path)  # noqa: PTH108
            file = open(path, "xb")  # noqa: PTH123, SIM115
        with file:
            file.write(data)

    def is_old(self) -> bool:
        """Whether the old site has the very files of the new one."""
        if self._old is None:
            return False
        new = dict(_files(self._folder))
        try:
            old = dict(_files(self._old))
        except FileNotFoundError:
            # Something else writes the site.
            return False
        return (
            old.keys() == self._same.keys() | new.keys()
            and all(old[uri] == stamp for uri, stamp in self._same.items())
            and all(
                old[uri] and cmp(f"{self._old}/{uri}", f"{self._folder}/{uri}", shallow=False)
                for uri in new
            )
        )

    def fill(self) -> None:
        """Give the folder the files that the old site has already."""
        for uri, stamp in self._same.items():
            try:
                self._link(uri)
                is_same = _stamp(os.stat(f"{self._old}/{uri}")) == stamp  # noqa: PTH116
            except FileNotFoundError:
                is_same = False
            if not is_same:
                message = "something else wrote the site meanwhile, which is left so: build again"
                raise PluginError(message)

    def _link(self, uri: str) -> None:
        old, path = f"{self._old}/{uri}", self._place(uri)
        with suppress(FileNotFoundError):
            os.unlink(path)  # noqa: PTH108
        try:
            os.link(old, path)
        except OSError:
            # Not every disk has second names for files.
            shutil.copyfile(old, path)

    def _place(self, uri: str) -> str:
        """The path of a file, with a folder for it."""
        path = f"{self._folder}/{uri}"
        above = path.rpartition("/")[0]
        if above not in self._made:
            os.makedirs(above, exist_ok=True)  # noqa: PTH103
            self._made.add(above)
        return path


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_ino, status.st_mtime_ns


def _stamp_of_same(path: str, data: bytes) -> Stamp | None:
    """The stamp of a file that holds the data; None if there is no such file."""
    try:
        held = os.open(path, os.O_RDONLY | _NO_LINKS | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    try:
        status = os.fstat(held)
        is_same = status.st_size == len(data) and os.read(held, len(data)) == data
    except OSError:
        return None
    finally:
        os.close(held)
    return _stamp(status) if is_same else None


def _files(folder: str, below: str = "") -> Iterator[tuple[str, Stamp | None]]:
    """Every file in a folder by its path there; what is no file, or an empty folder, has no stamp."""
    with os.scandir(f"{folder}/{below}") as found:
        entries = [*found]
    if below and not entries:
        yield below, None
    for entry in entries:
        uri = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _files(folder, f"{uri}/")
        else:
            is_file = entry.is_file(follow_symlinks=False)
            yield uri, _stamp(entry.stat(follow_symlinks=False)) if is_file else None
