"""The outcome of a check as SARIF 2.1.0, for code scanning.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from policybook.choice import Profile
from policybook.guide import Guide, guides
from policybook.problem import Problem, Severity
from policybook.report.json_text import json_text
from policybook.report.outcome import Outcome

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def as_sarif(outcome: Outcome) -> str:
    """One run, with the rules that found something."""
    found = sorted({problem.rule for problem in outcome.problems})
    index = {rule: number for number, rule in enumerate(found)}
    value = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Policybook",
                        "informationUri": outcome.settings.docs_url,
                        "semanticVersion": version("policybook"),
                        "rules": [_rule(guides()[rule], outcome) for rule in found],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(problem, index) for problem in outcome.problems],
            }
        ],
    }
    return json_text(value)


def _rule(guide: Guide, outcome: Outcome) -> dict[str, Any]:
    severity = guide.severities[Profile.CUSTOMER]
    return {
        "id": guide.id,
        "shortDescription": {"text": guide.title},
        "fullDescription": {"text": guide.documentation},
        "help": {"text": guide.documentation, "markdown": guide.documentation},
        "helpUri": outcome.rule_url(guide.id),
        "defaultConfiguration": (
            {"level": _LEVELS[severity]} if severity else {"enabled": False, "level": "none"}
        ),
    }


def _result(problem: Problem, index: dict[str, int]) -> dict[str, Any]:
    return {
        "ruleId": problem.rule,
        "ruleIndex": index[problem.rule],
        "level": _LEVELS[problem.severity],
        "message": {"text": _unlinked(problem.message)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(problem.file)},
                    "region": {"startLine": problem.line, "startColumn": problem.column},
                }
            }
        ],
    }


def _unlinked(message: str) -> str:
    """A message in which nothing from the data is taken for an embedded link (SARIF 3.11.6)."""
    return message.replace("](", "] (")


def _uri(file: PurePosixPath) -> str:
    """The address of a file, relative where its path is."""
    return file.as_uri() if file.is_absolute() else quote(str(file), safe="/+=,@!$&'()*;~")
