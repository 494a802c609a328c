"""The outcome of a check as JSON, in the form that check.schema.json describes."""

from __future__ import annotations

from typing import Any

from policybook.iam.actions import data_version
from policybook.problem import Severity
from policybook.report.json_text import json_text
from policybook.report.outcome import Outcome

FORMAT = "policybook-check/1"


def as_json(outcome: Outcome) -> str:
    """One object: what was checked, with which action data, and every problem."""
    severities = outcome.severities
    value: dict[str, Any] = {
        "format": FORMAT,
        "action_data": data_version(),
        "counts": {
            **outcome.counts,
            **{f"{severity}s": severities[severity] for severity in Severity},
        },
        "problems": [
            {
                "file": str(problem.file),
                "line": problem.line,
                "column": problem.column,
                "severity": problem.severity,
                "rule": problem.rule,
                "message": problem.message,
                "fixable": bool(problem.edits),
                "url": outcome.rule_url(problem.rule),
            }
            for problem in outcome.problems
        ],
    }
    return json_text(value)
