"""A report as text, for the command line and the console of a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from policybook.check import Report


def lines(report: Report, root: Path) -> Iterator[str]:
    """Each problem on a line, its file as seen from where `root` was named."""
    for problem in report.problems:
        yield str(replace(problem, file=PurePosixPath(root.as_posix()) / problem.file))


def summary(report: Report) -> str:
    """What was checked and what came of it, in one line."""
    catalogue = report.catalogue
    policies = catalogue.policies.values()
    checked = ", ".join(
        (
            _count(len(catalogue.services), "service", "services"),
            _count(len(policies), "policy", "policies"),
            _count(sum(len(policy.versions) for policy in policies), "version", "versions"),
            _count(
                sum(len(service.changes) for service in catalogue.services), "change", "changes"
            ),
        )
    )
    if not report.problems:
        return f"{checked}: no problems"
    severities = Counter(problem.severity for problem in report.problems)
    found = ", ".join(_count(n, severity, f"{severity}s") for severity, n in severities.items())
    return f"{checked}: {found}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
