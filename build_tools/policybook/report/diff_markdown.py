"""What differs as Markdown for a pull request. Every name from the data stands in a code span."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policybook.difference import CatalogueDifference
from policybook.report.diff_items import Item, Mark
from policybook.report.diff_outline import outline
from policybook.report.markdown import code


def as_markdown(difference: CatalogueDifference) -> str:
    """The outline of what differs: a heading for each policy and lists below it."""
    found = outline(difference)
    parts = [f"## {found.title.said(code)}", f"{found.summary[0].upper()}{found.summary[1:]}."]
    if found.callouts:
        parts += ["### Look at this", "\n".join(listed(found.callouts))]
    for section in found.sections:
        parts += [f"### {section.title.said(code)}", "\n".join(listed(section.items))]
    return "\n\n".join(filter(None, parts)) + "\n"


def listed(items: Iterable[Item], depth: int = 0) -> Iterator[str]:
    """The lines of a list."""
    for item in items:
        shows_word = item.mark not in (Mark.PLAIN, Mark.CALLOUT)
        word = f"**{item.mark.word}** " if shows_word else ""
        note = f" – {item.note}" if item.note else ""
        yield f"{'  ' * depth}- {word}{item.phrase.said(code)}{note}"
        yield from listed(item.items, depth + 1)
