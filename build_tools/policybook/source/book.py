"""Where the folder of services is that a path is part of."""

from __future__ import annotations

from os.path import normpath, relpath
from pathlib import Path

from policybook.source.names import ABOUT


def book_of(path: Path) -> Path:
    """The folder of services that has `path` in it; `path` itself where nothing says so.

    A service is known by its service.yaml, so the folder above the nearest one is meant.
    """
    here = Path(normpath(Path.cwd() / path))
    for folder in (here, *here.parents):
        if (folder / ABOUT).is_file():
            return folder.parent if path.is_absolute() else Path(relpath(folder.parent))
    return path if path.is_dir() else path.parent
