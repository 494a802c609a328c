"""What a proposal changes, by what it means."""

from __future__ import annotations

from collections.abc import Iterator

from policybook.difference import compare_catalogues
from policybook.report.diff_markdown import listed
from policybook.report.diff_outline import outline
from policybook.report.markdown import code
from policybook.report.review.blocks import Block, Rank
from policybook.report.review.proposal import Proposal


def meaning(proposal: Proposal) -> Iterator[Block]:
    """What nobody may miss, and then what happened to each policy."""
    old, new = proposal.old, proposal.new
    difference = compare_catalogues(
        old.report.catalogue,
        new.report.catalogue,
        (old.name, new.name),
        {*old.unread, *new.unread},
    )
    if not difference:
        return
    found = outline(difference)
    summary = f"{found.summary[0].upper()}{found.summary[1:]}."
    yield Block(f"### What changes\n\n{summary}", rank=Rank.GRAVE)
    if found.callouts:
        yield Block.titled("#### Look at this", listed(found.callouts), Rank.GRAVE)
    for section in found.sections:
        yield Block.titled(f"#### {section.title.said(code)}", listed(section.items))
