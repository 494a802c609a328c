"""Whether a proposal can be merged, and what was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from policybook.problem import Severity
from policybook.report.check_text import checked
from policybook.report.markdown import code
from policybook.report.review.blocks import Block, Rank
from policybook.report.review.proposal import Proposal
from policybook.words import counted


def verdict(proposal: Proposal) -> Iterator[Block]:
    """The heading and a sentence or two."""
    severities = Counter(problem.severity for problem in proposal.news.new)
    new = [counted(severities[s], f"new {s}", f"new {s}s") for s in Severity if severities[s]]
    title = f"## Policy data: {', '.join(new) or 'no new problems'}"
    base = f"{code(proposal.base)} ({proposal.old.name})"
    if proposal.moved_on:
        base = f"{proposal.old.name}, where it branched off from {code(proposal.base)}"
    what = f"{checked(proposal.outcome)} in {proposal.new.name}, compared with {base}"
    yield Block(f"{title}\n\n{_judged(proposal)} Checked: {what}.", rank=Rank.VERDICT)


def _judged(proposal: Proposal) -> str:
    if proposal.outcome.fails(strict=True):
        grave = any(problem.severity is not Severity.HINT for problem in proposal.news.new)
        what = "errors and warnings" if grave else "problems that were there before"
        return f"**It cannot be merged** as it is: {what} have to be mended first."
    undone = [
        *(["its files have to be laid out"] if proposal.layout.texts else []),
        *(["its addresses have to be recorded"] if proposal.unrecorded.texts else []),
    ]
    if undone:
        return f"**It cannot be merged** yet: {' and '.join(undone)}, see below."
    return "**It can be merged**, as far as the check can tell."
