"""A digest of a folder of data, to tell whether anything in it has changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from policybook.cache import Cache
from policybook.digest import digest, digest_all
from policybook.source.files import MAX_BYTES, content_of
from policybook.source.sign import is_settled, sign

_DEPTH = 3
"""How deep the walk looks: into services, and in them into policies and changes."""

_Found = bytes | os.DirEntry[str]
"""A file, or the name of what stands around files."""


class _OddError(Exception):
    """There is more than plain files and folders."""


def stamp(root: Path, cache: Cache) -> str | None:
    """The digest of all that a check of `root` reads: every name, and what each file holds.

    Files that the cache knows by their signs are not read. None where a file cannot be read, or
    something is there that is no plain file or folder: what that comes to is not for the folder
    alone to say.
    """
    try:
        found = [*_walk(root, _DEPTH)]
        key = _signed(found) if _has_signs(root) else None
        if key and (known := cache.get(key)):
            return known.decode()
        # The signs were taken before: what changes meanwhile has another one ever after.
        content = digest_all(_contents(found))
    except (OSError, _OddError):
        return None
    if key:
        cache.put(key, content.encode())
    return content


def _walk(folder: Path | str, depth: int) -> Iterator[_Found]:
    with os.scandir(folder) as listed:
        entries = sorted((e for e in listed if not e.name.startswith(".")), key=lambda e: e.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield b"/" + os.fsencode(entry.name)
            if depth > 1:
                yield from _walk(entry.path, depth - 1)
        elif entry.is_file(follow_symlinks=False):
            yield b"=" + os.fsencode(entry.name)
            yield entry
        else:
            raise _OddError
    yield b"."


def _has_signs(root: Path) -> bool:
    """Whether files have a time of their last change that nobody can set.

    Windows does not tell it, and images, which are mounted to be read only, may have any.
    """
    return os.name != "nt" and not os.statvfs(root).f_flag & os.ST_RDONLY


def _signed(found: Iterable[_Found]) -> str | None:
    """What tells the signs of all files from any others; None where one cannot be believed."""
    signs = []
    for part in found:
        if isinstance(part, bytes):
            signs.append(part)
        else:
            mine = sign(part.stat(follow_symlinks=False))
            if not is_settled(mine):
                return None
            signs.append(b"%d %d %d %d" % mine)
    return digest("signs", *signs)


def _contents(found: Iterable[_Found]) -> Iterator[bytes]:
    for part in found:
        if isinstance(part, bytes):
            yield part
            continue
        with open(part.path, "rb", buffering=0) as file:  # noqa: PTH123 - many are read
            content = content_of(file, MAX_BYTES)
        if len(content) > MAX_BYTES:
            raise _OddError
        yield content
