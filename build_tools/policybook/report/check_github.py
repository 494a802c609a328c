"""The outcome of a check as annotations of GitHub Actions."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from policybook.problem import Problem, Severity
from policybook.report.annotation import annotation
from policybook.report.outcome import Outcome
from policybook.words import counted

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
_ORDER = [*Severity]
_MOST = 10
"""How many annotations of a kind GitHub shows of a step."""


def as_annotations(outcome: Outcome, touched: Collection[Problem] | None = None) -> Iterator[str]:
    """A line for each problem; those that are `touched` come first, and the gravest of them.

    The first ones are those that GitHub shows. Where it is not known which are touched, they come
    as they stand in the data.
    """
    found = outcome.problems
    if touched is not None:
        found = tuple(sorted(found, key=lambda p: (p not in touched, _ORDER.index(p.severity))))
    for problem in found:
        yield problem_annotation(problem, outcome.rule_url(problem.rule))


def problem_annotation(problem: Problem, url: str) -> str:
    """The line of a problem, which leads to the page of its rule."""
    return annotation(
        _COMMANDS[problem.severity],
        f"{problem.message}\n{url}",
        file=problem.file,
        line=problem.line,
        col=problem.column,
        title=problem.rule,
    )


def overflow(outcome: Outcome) -> str | None:
    """How much there is that GitHub shows nowhere but in the log of the step."""
    severities = outcome.severities
    more = [
        counted(severities[severity] - _MOST, severity, f"{severity}s")
        for severity in Severity
        if severities[severity] > _MOST
    ]
    if not more:
        return None
    return f"GitHub shows {_MOST} annotations of a kind; only in this log: {', '.join(more)}"
