"""A folder that was built → the site that it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from os import fstat
from os.path import join
from pathlib import Path

from policybook.links import files, slots
from policybook.links.aim import Home, Where
from policybook.links.contents import Contents, Unread
from policybook.links.forwards import FILE, Forwards
from policybook.links.home import found_home
from policybook.links.index import index
from policybook.links.site import Site, placed

Watch = Callable[[Sequence[str]], Iterable[str]]
"""What may show how many of the files are read."""


def survey(root: Path, home: Home | None = None, watch: Watch = iter) -> Site:
    """Read the site in a folder; `home` is where it is published unless it says so itself."""
    found = index(root)
    contents = {
        (folder.rstrip("/") or "."): _unread(f"the folder cannot be read: {reason}")
        for folder, reason in found.unread.items()
    }
    readers = {file: files.reader(file) for file in sorted(found.files)}
    for file in watch([file for file, reader in readers.items() if reader]):
        if reader := readers[file]:
            contents[file] = _read(root, file, reader)
    led = Forwards(contents.get(FILE, Contents()).forwards)
    built = found_home(contents, found).home
    site = Site(found, contents, built if built.is_known else home or built, led)
    for file in _manifests(site) - contents.keys():
        contents[file] = _read(root, file, files.manifest)
    return site


def _manifests(site: Site) -> set[str]:
    """The web app manifests that pages name."""
    named = set()
    for file, contents in site.contents.items():
        for use in contents.uses:
            if use.slot is slots.MANIFEST:
                led = site.aim(use)
                path = placed(file, led)
                if led.where is Where.INSIDE and path is not None:
                    named.add(site.find(path).file or "")
    return named - {""}


def _read(root: Path, file: str, reader: Callable[[bytes], Contents]) -> Contents:
    try:
        with open(join(root, file), "rb", 0) as opened:  # noqa: PTH118, PTH123 - in half the time
            if fstat(opened.fileno()).st_size > files.MAX_BYTES:
                most = files.MAX_BYTES >> 20
                return _unread(f"the file has more than {most} MiB and is not read: split it")
            content = opened.read()
        return reader(content)
    except OSError as error:
        return _unread(f"the file cannot be read: {error.strerror}")


def _unread(message: str) -> Contents:
    return Contents(faults=(Unread(1, 1, message),))
