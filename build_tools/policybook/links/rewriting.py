"""How to write an address of the site in the form in which a file writes another."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

from policybook.links.addresses import SCHEME
from policybook.links.aim import Home, Where, plain
from policybook.links.reference import Role, Use
from policybook.links.site import Site

_UNMARKED = "/-._~!$*+=@"
_UNMARKED_IN_FRAGMENTS = f"{_UNMARKED}:,;()?"


def rewritten(use: Use, file: str, path: str, site: Site) -> str:
    """The address that leads to a path of the site as a use of another in `file` would.

    It stays a whole one, one from the root of the host or one from the folder, and keeps its query
    and its anchor if that is there.
    """
    address, _, fragment = plain(use.target).partition("#")
    query = address.partition("?")[2]
    found = site.find(path).file
    has_anchor = fragment and found is not None and site.has_anchor(found, fragment)
    return "".join(
        (
            _start(address, use, file, path, site),
            f"?{query}" if query and _is_plain(query) else "",
            f"#{fragment}" if has_anchor and _is_plain(fragment) else "",
        )
    )


def anchored(address: str, anchor: str) -> str:
    """An address with another anchor."""
    return f"{address.partition('#')[0]}#{_encoded(anchor, _UNMARKED_IN_FRAGMENTS)}"


def _start(address: str, use: Use, file: str, path: str, site: Site) -> str:
    home = site.home
    if SCHEME.match(address):
        return f"{home}{_encoded(path)}"
    if address.startswith("//"):
        return f"{home}{_encoded(path)}".removeprefix(f"{home.scheme}:")
    if address.startswith("/"):
        root = Home() if use.slot.role is Role.LOCK else home
        return _encoded(f"{root.path}{path}")
    folder = _folder(use, file, site)
    return f"{home}{_encoded(path)}" if folder is None else _encoded(_relative(path, folder))


def _folder(use: Use, file: str, site: Site) -> str | None:
    """The folder from which relative addresses in a file start, None where it is of no site."""
    contents = site.contents.get(file)
    if contents and contents.base:
        led = site.aim(site.based(file, contents.base, Use(use.slot, "")))
        if led.where is not Where.INSIDE or led.path is None:
            return None
        file = led.path
    return posixpath.dirname(file)


def _relative(path: str, folder: str) -> str:
    relative = posixpath.relpath(f"/{path}", f"/{folder}")
    return f"{relative}/" if not path or path.endswith("/") else relative


def _encoded(text: str, unmarked: str = _UNMARKED) -> str:
    """A text with percent-encodings for what is not sure to be read as it is, wherever it stands.

    Letters of any language stay for people to read; accents that are marks of their own do not,
    since one sees no difference.
    """
    return "".join(
        mark if mark.isalnum() or mark in unmarked else quote(mark, "", errors="surrogateescape")
        for mark in text
    )


def _is_plain(text: str) -> bool:
    """Whether a text can be shown as it is."""
    return text.isprintable() and " " not in text and "`" not in text
