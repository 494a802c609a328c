"""What commands would make of the proposed files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from policybook.report.hunks import printed, unified
from policybook.report.markdown import fenced, folded
from policybook.report.outcome import seen_from
from policybook.report.review.blocks import Block
from policybook.report.review.proposal import Proposal, Suggestion
from policybook.words import counted

_OPEN = 20
"""How many lines are shown to everyone."""

_MOST = 200
"""How many lines are shown at all."""

_LONGEST = 300
"""How many characters of a line are shown."""


def suggestions(proposal: Proposal) -> Iterator[Block]:
    """What would be mended, and what would be laid out anew."""
    fixes, layout = proposal.fixes, proposal.layout
    if fixes.texts:
        mended = counted(fixes.count, "problem", "problems")
        told = f"`policybook fix` mends {mended} in changed files."
        yield suggested("Suggested fixes", told, fixes, proposal.root)
    if layout.texts:
        files = counted(len(layout.texts), "changed file", "changed files")
        told = f"`policybook format` lays out {files} anew."
        yield suggested("Suggested layout", told, layout, proposal.root)


def suggested(title: str, told: str, suggestion: Suggestion, root: Path) -> Block:
    """A difference of files, folded where it is long, with what is said about it."""
    lines = [
        printed(line, _LONGEST)
        for file, (before, after) in sorted(suggestion.texts.items())
        for line in unified(str(seen_from(root, file)), before, after)
    ]
    above, below = fenced(lines, "diff")
    if len(lines) > _OPEN:
        shown = "The first" if len(lines) > _MOST else "The"
        opened, closed = folded(f"{shown} {counted(min(len(lines), _MOST), 'line', 'lines')}")
        above, below = f"{opened}\n{above}", f"{below}\n{closed}"
    return Block(f"### {title}\n\n{told}\n\n{above}", tuple(lines[:_MOST]), below)
