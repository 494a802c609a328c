"""What differs as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policybook.difference import CatalogueDifference
from policybook.problem import printable
from policybook.report.diff_items import Item, Mark
from policybook.report.diff_outline import outline


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, with what it is for whoever gives it a colour."""

    text: str
    mark: Mark = Mark.PLAIN
    is_title: bool = False


def lines(difference: CatalogueDifference) -> Iterator[Line]:
    """The outline of what differs, two spaces for each level below."""
    found = outline(difference)
    yield Line(f"{found.title.said(printable)}: {found.summary}", is_title=True)
    if found.callouts:
        yield from (Line(""), Line("Look at this", is_title=True))
        yield from _lines(found.callouts, 1)
    for section in found.sections:
        yield from (Line(""), Line(section.title.said(printable), is_title=True))
        yield from _lines(section.items, 1)


def _lines(items: Sequence[Item], depth: int) -> Iterator[Line]:
    texts = [item.phrase.said(printable) for item in items]
    noted = [len(text) for text, item in zip(texts, items, strict=True) if item.note]
    width = min(max(noted, default=0), 60)
    for text, item in zip(texts, items, strict=True):
        whole = f"{text.ljust(width)}  {item.note}" if item.note else text
        sign = f"{item.mark.sign} " if item.mark.sign else ""
        yield Line("  " * depth + sign + whole, item.mark)
        yield from _lines(item.items, depth + 1)
