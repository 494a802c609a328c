"""What becomes of addresses that others may have links to."""

from __future__ import annotations

from collections.abc import Iterator

from policybook.forwarding.forwarding import Forwarding
from policybook.forwarding.recording import addresses_of
from policybook.report.markdown import code, folded
from policybook.report.review.blocks import Block, Rank
from policybook.report.review.proposal import Proposal
from policybook.report.review.suggestions import suggested
from policybook.source.names import LOCK
from policybook.words import counted

_OPEN = 10
"""How many addresses are shown to everyone."""


def addresses(proposal: Proposal) -> Iterator[Block]:
    """Those that lead nowhere any more or elsewhere, and those that are to be recorded."""
    old, new = proposal.old, proposal.new
    if old.unread or new.unread:
        return
    forwarding = Forwarding(new.report.catalogue)
    gone = [a for a in addresses_of(old.report.catalogue) if not forwarding.has(a)]
    leads = [(address, forwarding.lead(address)) for address in gone]
    lost = [f"- {code(str(address))}" for address, target in leads if target is None]
    if lost:
        told = counted(len(lost), "address leads", "addresses lead")
        yield _listed(f"### {told} nowhere any more", lost, Rank.GRAVE)
    moved = [f"- {code(str(a))} → {code(str(target))}" for a, target in leads if target]
    if moved:
        told = counted(len(moved), "address leads", "addresses lead")
        yield _listed(f"### {told} elsewhere now", moved, Rank.USUAL)
    if proposal.unrecorded.texts:
        count = proposal.unrecorded.count
        added = f" and adds {counted(count, 'new address', 'new addresses')}" if count else ""
        told = (
            "`policybook anchors --base BRANCH`, with the branch that this is for, brings "
            f"`{LOCK}` up to date{added}."
        )
        yield suggested("Addresses to record", told, proposal.unrecorded, proposal.root)


def _listed(title: str, lines: list[str], rank: Rank) -> Block:
    if len(lines) <= _OPEN:
        return Block.titled(title, lines, rank)
    above, below = folded("Which")
    return Block(f"{title}\n\n{above}", tuple(lines), below, rank)
