"""A preview after an edit: only the pages that changed are made again."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from policybook.plugin.book import Book

if TYPE_CHECKING:
    from policybook.site import Site

log = logging.getLogger("mkdocs.plugins.policybook")


Touched = Container[str] | None
"""The names in the folder of data below which something may have changed; without them, any."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A site that was built, with all that tells what of it an edit of the data changes.

    `make` makes the site again where names of the data may have changed, or raises if the data is
    wrong; `around` says what the files were like that are not data.
    """

    book: Book
    make: Callable[[Touched], Site]
    around: Stamps

    def rebuild(self, around: Stamps, touched: Touched) -> bool:
        """Make the pages that changed; False where more changed than pages."""
        start = perf_counter()
        if around != self.around or not self.book.can_change:
            return False
        site = self.make(touched)
        count = self.book.change(site)
        if count is None:
            return False
        took = (perf_counter() - start) * 1000
        log.info(f"Rebuilt {count:,} of {len(site.pages):,} pages in {took:.0f} ms")
        return True


def rest() -> None:
    """Let the garbage collector pass over all that a build made and that stays."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


Stamps = Mapping[str, tuple[int, int]]
"""When files were written, and how long they are, by their paths."""


def stamps(paths: Iterable[Path], data: Path) -> Stamps:
    """The stamps of files and of all files in folders, but for data."""
    found = {}
    for path in paths:
        files = _below(path, data) if path.is_dir() else [path]
        for file in files:
            try:
                status = file.stat()
            except FileNotFoundError:
                continue
            found[str(file)] = (status.st_mtime_ns, status.st_size)
    return found


def _below(top: Path, data: Path) -> Iterable[Path]:
    for folder, folders, files in os.walk(top):
        at = Path(folder)
        folders[:] = [name for name in folders if name != "__pycache__" and at / name != data]
        yield from (at / name for name in files)
