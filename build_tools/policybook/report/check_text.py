"""The outcome of a check as text, for the command line and the console of a build."""

from __future__ import annotations

from policybook.problem import Severity
from policybook.report.outcome import Outcome
from policybook.words import counted

_ONE = {
    "services": "service",
    "policies": "policy",
    "versions": "version",
    "changes": "change",
    "pages": "page",
    "links": "link",
}
"""What one of the things is that are counted."""


def summary(outcome: Outcome, done: str = "") -> str:
    """What was checked, what was done about it and what came of it, in one line."""
    severities = outcome.severities
    found = ", ".join(counted(severities[s], s, f"{s}s") for s in Severity if severities[s])
    told = f"{done}, {found or 'no problems'} left" if done else found or "no problems"
    return f"{checked(outcome)}: {told}"


def checked(outcome: Outcome) -> str:
    """What was checked."""
    return ", ".join(counted(number, _ONE[many], many) for many, number in outcome.counts.items())


def help_lines(outcome: Outcome) -> list[str]:
    """Where the rules that found something are explained, and what can be mended at once."""
    if not outcome.problems:
        return []
    first = outcome.problems[0].rule
    lines = [f"policybook rules {first} explains a rule; its page is {outcome.rule_url(first)}"]
    fixable = sum(problem.fixable for problem in outcome.problems)
    if fixable:
        some = counted(fixable, "of these", "of these")
        lines.append(f"policybook fix mends {some} where versions are not published yet")
    return lines
