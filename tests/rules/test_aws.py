"""What the rules say of every policy that AWS maintains, as moto has them.

AWS publishes these documents, so under its profile none has an error. How often each rule finds
something is a table to be reviewed: it changes with the rules, and with the action data.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from policybook.check import Report, check
from policybook.choice import Choice, Profile
from policybook.problem import Severity

GOLDEN = Path(__file__).parent / "aws.md"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of all AWS managed policies in their latest versions, with as few words as can be."""
    root = tmp_path_factory.mktemp("aws")
    service = root / "aws"
    service.mkdir()
    (service / "service.yaml").write_text("name: AWS\nshort_name: AWS\n")
    for name, policy in json.loads(aws_managed_policies_data).items():
        folder = service / name
        folder.mkdir()
        (folder / "policy.yaml").write_text(
            f"type: aws-managed\npath: {policy['Path']}\ndescription: A policy of AWS.\n"
        )
        document = policy["Document"]
        text = document if isinstance(document, str) else json.dumps(document)
        (folder / f"{policy['DefaultVersionId']}.json").write_text(text)
    return root


@pytest.fixture(scope="module")
def reports(book: Path) -> dict[Profile, Report]:
    return {profile: check(book, Choice(profile=profile)) for profile in Profile}


def test_there_are_many(reports: dict[Profile, Report]) -> None:
    assert len(reports[Profile.AWS_MANAGED].catalogue.policies) > 1400


def test_aws_publishes_nothing_that_is_an_error(reports: dict[Profile, Report]) -> None:
    problems = reports[Profile.AWS_MANAGED].problems
    assert [str(problem) for problem in problems if problem.severity is Severity.ERROR] == []


def test_table_of_findings(reports: dict[Profile, Report], request: pytest.FixtureRequest) -> None:
    text = table(reports)
    if request.config.getoption("--update-goldens"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def table(reports: dict[Profile, Report]) -> str:
    """How many findings, and in how many policies, by rule and profile."""
    lines = [
        "| rule | aws-managed | findings | policies | customer | findings | policies |",
        "| --- | --- | --: | --: | --- | --: | --: |",
    ]
    cells = {profile: _cells(report) for profile, report in reports.items()}
    for rule in sorted({rule for found in cells.values() for rule in found}):
        aws, own = (cells[p].get(rule, "off or none | 0 | 0") for p in Profile)
        lines.append(f"| {rule} | {aws} | {own} |")
    return "\n".join(lines) + "\n"


def _cells(report: Report) -> dict[str, str]:
    findings = Counter((problem.rule, problem.severity) for problem in report.problems)
    policies = Counter(
        rule for rule, _ in {(problem.rule, problem.file.parent) for problem in report.problems}
    )
    return {
        rule: f"{severity} | {count} | {policies[rule]}"
        for (rule, severity), count in findings.items()
    }
