"""A digest of a folder of data, to tell whether anything in it has changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from policybook.source.files import MAX_BYTES

_DEPTH = 3
"""How deep the walk looks: into services, and in them into policies and changes."""


class _OddError(Exception):
    """There is more than plain files and folders."""


def stamp(root: Path) -> str | None:
    """The digest of all that a check of `root` reads: every name, and what each file holds.

    None where a file cannot be read, or something is there that is no plain file or folder:
    what that comes to is not for the folder alone to say.
    """
    found = blake2b(digest_size=20)
    try:
        for part in _parts(root, _DEPTH):
            found.update(b"%d:" % len(part))
            found.update(part)
    except (OSError, _OddError):
        return None
    return found.hexdigest()


def _parts(folder: Path | str, depth: int) -> Iterator[bytes]:
    with os.scandir(folder) as listed:
        entries = sorted((e for e in listed if not e.name.startswith(".")), key=lambda e: e.name)
    for entry in entries:
        name = os.fsencode(entry.name)
        if entry.is_dir(follow_symlinks=False):
            yield b"/" + name
            if depth > 1:
                yield from _parts(entry.path, depth - 1)
        elif entry.is_file(follow_symlinks=False):
            with open(entry.path, "rb") as file:  # noqa: PTH123 - a Path for each takes longer
                content = file.read(MAX_BYTES + 1)
            if len(content) > MAX_BYTES:
                raise _OddError
            yield b"=" + name
            yield content
        else:
            raise _OddError
    yield b"."
