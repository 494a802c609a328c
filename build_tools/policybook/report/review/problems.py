"""The problems that a proposal brings, and those that it leaves and takes away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policybook.problem import Problem, Severity
from policybook.report.markdown import code, folded, link, said
from policybook.report.outcome import seen
from policybook.report.review.blocks import Block, Rank
from policybook.report.review.proposal import Proposal
from policybook.words import counted

_SHOWN = 20
"""How many problems are shown at once."""

_LONGEST = 600
"""How many characters of a message are shown."""

_ORDER = [*Severity]


def problems(proposal: Proposal) -> Iterator[Block]:
    """The new ones as a list, the gravest first, and the others in a line."""
    news = proposal.news
    new = sorted(news.new, key=lambda problem: _ORDER.index(problem.severity))
    lines = [*_listed(new, proposal)]
    if lines:
        yield Block.titled("### New problems", lines[:_SHOWN], Rank.GRAVE)
    if len(lines) > _SHOWN:
        above, below = folded(counted(len(lines) - _SHOWN, "more new problem", "more new problems"))
        yield Block(above, tuple(lines[_SHOWN:]), below)
    if proposal.old.unread:
        lost = counted(len(proposal.old.unread), "file or folder", "files or folders")
        yield Block(f"Some of the base could not be read, and is not compared: {lost}.")
    if news.gone:
        is_are = "problem is" if news.gone == 1 else "problems are"
        yield Block(f"{news.gone:,} {is_are} gone.")
    if news.old:
        told = counted(len(news.old), "problem was", "problems were")
        told = f"{told} there before, and still {'is' if len(news.old) == 1 else 'are'}"
        if len(news.old) < _SHOWN:
            above, below = folded(told)
            yield Block(above, tuple(_listed(news.old, proposal)), below)
        else:
            yield Block(f"{told}.")


def _listed(found: Iterable[Problem], proposal: Proposal) -> Iterator[str]:
    for problem in (seen(problem, proposal.root) for problem in found):
        where = code(f"{problem.file}:{problem.line}")
        message = problem.message
        if len(message) > _LONGEST:
            message = f"{message[:_LONGEST]}…"
        rule = link(problem.rule, proposal.outcome.rule_url(problem.rule))
        yield f"- **{problem.severity}** {where}: {said(message)} ({rule})"
