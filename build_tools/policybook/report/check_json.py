"""The outcome of a check as JSON, in the form that check.schema.json describes."""

from __future__ import annotations

from typing import Any

from policybook.problem import Problem, Severity
from policybook.report.json_text import json_text
from policybook.report.outcome import Outcome

FORMAT = "policybook-check/1"


def as_json(outcome: Outcome) -> str:
    """One object: what was checked, with which action data, and every problem."""
    from policybook.iam.actions import data_version

    value = {
        "format": FORMAT,
        "action_data": data_version(),
        "counts": counts(outcome),
        "problems": [
            {**described(problem, outcome), "fixable": problem.fixable}
            for problem in outcome.problems
        ],
    }
    return json_text(value)


def counts(outcome: Outcome) -> dict[str, int]:
    """How much was checked, and how many problems of each severity there are."""
    severities = outcome.severities
    return {**outcome.counts, **{f"{severity}s": severities[severity] for severity in Severity}}


def described(problem: Problem, outcome: Outcome) -> dict[str, Any]:
    """A problem, with the page that explains its rule."""
    return {
        "file": str(problem.file),
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity,
        "rule": problem.rule,
        "message": problem.message,
        "url": outcome.rule_url(problem.rule),
    }
