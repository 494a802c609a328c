"""What differs as Markdown for a pull request. Every name from the data stands in a code span."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policybook.difference import CatalogueDifference
from policybook.problem import printable
from policybook.report.diff_items import Item, Mark
from policybook.report.diff_outline import outline

_FENCE = re.compile(r"`+")


def as_markdown(difference: CatalogueDifference) -> str:
    """The outline of what differs: a heading for each policy and lists below it."""
    found = outline(difference)
    parts = [f"## {found.title.said(code)}", f"{found.summary[0].upper()}{found.summary[1:]}."]
    if found.callouts:
        parts += ["### Look at this", "\n".join(_items(found.callouts, 0))]
    for section in found.sections:
        parts.append(f"### {section.title.said(code)}")
        parts.append("\n".join(_items(section.items, 0)))
    return "\n\n".join(filter(None, parts)) + "\n"


def code(text: str) -> str:
    """A name as a code span, whatever marks it has (CommonMark: code spans)."""
    name = printable(text) or " "
    longest = max(map(len, _FENCE.findall(name)), default=0)
    fence = "`" * (longest + 1)
    space = " " if name.startswith("`") or name.endswith("`") or name.strip() != name else ""
    return f"{fence}{space}{name}{space}{fence}"


def _items(items: Iterable[Item], depth: int) -> Iterator[str]:
    for item in items:
        shows_word = item.mark not in (Mark.PLAIN, Mark.CALLOUT)
        word = f"**{item.mark.word}** " if shows_word else ""
        note = f" – {item.note}" if item.note else ""
        yield f"{'  ' * depth}- {word}{item.phrase.said(code)}{note}"
        yield from _items(item.items, depth + 1)
