"""Writing the files of a site, of which few differ from those of the old one."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)


class Writer:
    """Writes files into a folder.

    One that is the same in the folder of the `old` site is linked to instead, which takes a small
    part of the time and keeps its date. No file is ever written in place, as it may be linked to.
    """

    def __init__(self, folder: Path, old: Path | None = None) -> None:
        self._folder = folder
        self._old = old if old and old.is_dir() else None
        self._made: set[str] = set()

    def write(self, uri: str, text: str) -> None:
        """Write a file."""
        path = os.path.join(self._folder, uri)  # noqa: PTH118 - of ten thousand
        above = os.path.dirname(path)  # noqa: PTH120
        if above not in self._made:
            os.makedirs(above, exist_ok=True)  # noqa: PTH103
            self._made.add(above)
        data = text.encode(errors="xmlcharrefreplace")
        if not self._is_linked(uri, path, data):
            with suppress(FileNotFoundError):
                os.unlink(path)  # noqa: PTH108
            with open(path, "xb") as file:  # noqa: PTH123
                file.write(data)

    def _is_linked(self, uri: str, path: str, data: bytes) -> bool:
        if self._old is None:
            return False
        old = os.path.join(self._old, uri)  # noqa: PTH118
        try:
            held = os.open(old, os.O_RDONLY | _NO_LINKS)
            with open(held, "rb") as file:  # noqa: PTH123
                if os.fstat(held).st_size != len(data) or file.read() != data:
                    return False
            os.link(old, path)
        except OSError:
            # There is no such file, or no second name for it.
            return False
        return True
