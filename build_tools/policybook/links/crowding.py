"""Tags with so many attributes that the parser would take minutes for them.

It looks at all attributes of a tag for each that it adds.
"""

from __future__ import annotations

import re

_SUSPECT = 100_000
"""The size of a page, in bytes, below which no tag can take long."""

_LONG = 10_000
_MOST = 5_000
"""How many pieces a tag may have; real ones stay below a hundred."""

_TAG = re.compile(rb"""<[a-zA-Z](?:[^>"']++|"[^"]*+"|'[^']*+')*+""")
_VALUE = re.compile(rb""""[^"]*"|'[^']*'""")


def crowded(page: bytes) -> int | None:
    """Where the first tag starts that has too many attributes, if one has."""
    if len(page) < _SUSPECT:
        return None
    for tag in _TAG.finditer(page):
        if len(tag[0]) > _LONG and len(_VALUE.sub(b" ", tag[0]).split()) > _MOST:
            return tag.start()
    return None
