"""The headings of a page that a table of contents names, and what a theme makes of a row of them.

What it makes of three equal headings in a row tells what it makes of more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mkdocs.structure.toc import AnchorLink

from policybook.plugin.marks import Piece, Slot

_ROW = 3


def folded(headings: Sequence[AnchorLink]) -> Sequence[AnchorLink]:
    """The headings, but for what is beyond three if they are a row of equal ones."""
    first = headings[0].level if headings else 0
    is_row = all(heading.level == first and not heading.children for heading in headings)
    return headings[:_ROW] if is_row else headings


def nested(headings: Iterable[AnchorLink]) -> Iterator[tuple[Any, ...]]:
    """How headings are nested."""
    return ((heading.level, *nested(heading.children)) for heading in headings)


def named(headings: Iterable[AnchorLink], above: str = "") -> Iterator[tuple[str, str]]:
    """All that differs between headings that are nested alike, by name."""
    for index, heading in enumerate(headings):
        place = f"{above}.{index}"
        yield f"id{place}", heading.id
        yield f"name{place}", heading.title
        yield from named(heading.children, place)


def tokens(
    headings: Iterable[AnchorLink], values: Mapping[str, str], above: str = ""
) -> Iterator[dict[str, Any]]:
    """Headings that are nested alike, with other values."""
    for index, heading in enumerate(headings):
        place = f"{above}.{index}"
        children = [*tokens(heading.children, values, place)]
        id_, name = values[f"id{place}"], values[f"name{place}"]
        yield {"level": heading.level, "id": id_, "name": name, "children": children}


def unfolded(pieces: Iterable[Piece], count: int) -> tuple[Piece, ...]:
    """What is made of a row of so many headings, by what is made of three.

    All from the second to the third is repeated.
    """
    found: list[Piece] = []
    second: list[Piece] = []
    for piece in pieces:
        index = _index(piece)
        if index == _ROW - 1:
            found += (_moved(one, at) for at in range(1, count - 1) for one in second)
            second = []
            found.append(_moved(piece, count - 1))
        elif second or index == 1:
            second.append(piece)
        else:
            found.append(piece)
    return (*found, *second)


def _index(piece: Piece) -> int | None:
    if isinstance(piece, str):
        return None
    _, dot, index = piece.name.rpartition(".")
    return int(index) if dot and index.isdigit() else None


def _moved(piece: Piece, index: int) -> Piece:
    if isinstance(piece, Slot) and _index(piece) is not None:
        return replace(piece, name=f"{piece.name.rpartition('.')[0]}.{index}")
    return piece
