"""The file that a page is made from, as far as the page itself names it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from policybook.links.addresses import web

_MOST_PARTS = 30


def source_file(address: str, folder: Path) -> str | None:
    """The file in a folder that is edited at an address, if there is one.

    Where in the address the path of the file starts differs from host to host, so that the longest
    end counts that is one.
    """
    parts = web(address)
    names = unquote(parts.rest.partition("?")[0].partition("#")[0]).split("/") if parts else []
    if not names or len(names) > _MOST_PARTS or not {"", ".", ".."}.isdisjoint(names[1:]):
        return None
    ends = ("/".join(names[start:]) for start in range(1, len(names)))
    return next((end for end in ends if _is_file(folder / end)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False
