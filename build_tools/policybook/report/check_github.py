"""The outcome of a check as annotations of GitHub Actions.

The form is that of workflow commands (GitHub docs: Workflow commands for GitHub Actions), in
which a message says everything on one line and some characters are written with %.
"""

from __future__ import annotations

from collections.abc import Iterator

from policybook.problem import Severity
from policybook.report.outcome import Outcome

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def as_annotations(outcome: Outcome) -> Iterator[str]:
    """A line for each problem."""
    for problem in outcome.problems:
        properties = {
            "file": str(problem.file),
            "line": str(problem.line),
            "col": str(problem.column),
            "title": problem.rule,
        }
        where = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        message = _data(f"{problem.message}\n{outcome.rule_url(problem.rule)}")
        yield f"::{_COMMANDS[problem.severity]} {where}::{message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
