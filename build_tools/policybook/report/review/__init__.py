"""A proposal as one text in Markdown, for a job's summary and a comment on a pull request."""

from __future__ import annotations

from policybook.report.review.addresses import addresses
from policybook.report.review.blocks import fitted
from policybook.report.review.meaning import meaning
from policybook.report.review.problems import problems
from policybook.report.review.proposal import Proposal
from policybook.report.review.suggestions import suggestions
from policybook.report.review.verdict import verdict

_PARTS = (verdict, problems, suggestions, meaning, addresses)
"""What makes the blocks of a review, in their order."""


def as_markdown(proposal: Proposal, limit: int) -> str:
    """What a reviewer should see of a proposal, in at most so many characters."""
    return fitted([block for part in _PARTS for block in part(proposal)], limit)
