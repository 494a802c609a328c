"""Policy documents on a page: as text while there is room for them, else as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from policybook import addresses
from policybook.model import Policy, Version
from policybook.render import rich
from policybook.render.page import Document
from policybook.source.jsonwriting import json_text

LONG = 8_000
"""How many characters a document has at most that is not folded: some 200 lines."""

ROOM = 60_000
"""How many characters of documents a page has at most, so that it loads at once on a phone."""


class Wanted(NamedTuple):
    """A document that a page should have at an anchor."""

    policy: Policy
    version: Version
    anchor: str


def fitted(wanted: Iterable[Wanted], room: int = ROOM) -> Iterator[Document]:
    """The documents, first come first served: those for which no room is left are files only.

    One that is not in force is folded.
    """
    for policy, version, anchor in wanted:
        text = json_text(version.document.data)
        fits = len(text) <= room
        room -= len(text) if fits else 0
        is_long = len(text) > LONG
        yield Document(
            anchor=anchor,
            label=rich.inline(rich.code(policy.name), f" {version.label}"),
            text=text,
            path=addresses.document_file(policy, version.label),
            shown=fits,
            size="" if fits and not is_long else _size(text),
            folded=is_long or version is not policy.default,
        )


def _size(text: str) -> str:
    """The size of a file with a text, as readers of other sites know sizes."""
    count = len(text.encode())
    return f"{max(count / 1000, 0.1):,.{0 if count >= 10_000 else 1}f} kB"
