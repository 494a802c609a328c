"""What IAM refuses is an error, and what IAM takes, however odd, is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from moto.iam.exceptions import MalformedPolicyDocument
from moto.iam.policy_validation import IAMPolicyDocumentValidator

from documents import Row, rows, text
from policybook.check import Report, check
from policybook.choice import Choice, Profile
from policybook.problem import Severity

REFUSED = rows("refused")
ACCEPTED = rows("accepted")

CheckedRow = Callable[[Row], Report]
each_refused = pytest.mark.parametrize("row", REFUSED, ids=[row["what"] for row in REFUSED])
each_accepted = pytest.mark.parametrize("row", ACCEPTED, ids=[row["what"] for row in ACCEPTED])


@pytest.fixture
def checked_row(tmp_path: Path) -> CheckedRow:
    """Check the document of a row in a policy that says no more than it has to."""

    def checked_row(row: Row) -> Report:
        folder = tmp_path / "acme" / row.get("name", "AcmeReader")
        folder.mkdir(parents=True)
        (tmp_path / "acme" / "service.yaml").write_text("name: Acme\nshort_name: Acme\n")
        words = {"type": "customer-managed", "description": "Reads.", **row.get("policy", {})}
        (folder / "policy.yaml").write_text(yaml.safe_dump(words, allow_unicode=True))
        (folder / "v1.json").write_text(text(row), encoding="utf-8", newline="")
        return check(tmp_path, Choice(profile=Profile.CUSTOMER))

    return checked_row


def errors(report: Report) -> set[str]:
    return {problem.rule for problem in report.problems if problem.severity is Severity.ERROR}


@each_refused
def test_refused(row: Row, checked_row: CheckedRow) -> None:
    report = checked_row(row)
    expected = {row["rule"]} if isinstance(row["rule"], str) else set(row["rule"])
    assert errors(report) == expected
    assert report.failed


@each_accepted
def test_accepted(row: Row, checked_row: CheckedRow) -> None:
    report = checked_row(row)
    assert errors(report) == set()
    if "finds" in row:
        assert row["finds"] in {problem.rule for problem in report.problems}


@pytest.mark.parametrize("row", [*REFUSED, *ACCEPTED], ids=lambda row: str(row["what"]))
def test_refused_is_what_moto_refuses_too(row: Row) -> None:
    """Where moto judges otherwise, the row says why."""
    if row.keys() & {"name", "policy"}:
        return
    try:
        IAMPolicyDocumentValidator(text(row)).validate()
        is_refused = False
    except (MalformedPolicyDocument, AttributeError):  # the latter for null in a list
        is_refused = True
    assert is_refused == (("rule" in row) != ("moto" in row))


def test_the_tables_are_large() -> None:
    assert len(REFUSED) >= 250
    assert len(ACCEPTED) >= 140
    for table in (REFUSED, ACCEPTED):
        assert len({json.dumps(row) for row in table}) == len(table)


def test_rows_say_what_is_expected() -> None:
    assert all("rule" in row and "finds" not in row for row in REFUSED)
    assert all("rule" not in row for row in ACCEPTED)
