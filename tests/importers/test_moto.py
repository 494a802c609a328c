"""All policies that moto brings along arrive as they are, in a folder that can be published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from moto.iam import aws_managed_policies

from collected import imported, state
from policybook.check import Report, check
from policybook.choice import Choice, Profile
from policybook.problem import Severity

MODULE = Path(aws_managed_policies.__file__)
POLICIES = json.loads(aws_managed_policies.aws_managed_policies_data)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("moto") / "policies"
    imported(MODULE, root)
    return root


@pytest.fixture(scope="module")
def report(root: Path) -> Report:
    return check(root, Choice(profile=Profile.AWS_MANAGED))


def test_every_document_arrives_value_for_value(report: Report) -> None:
    assert len(POLICIES) > 1400
    found = report.catalogue.policies
    assert {*found} == {*POLICIES}
    for name, policy in POLICIES.items():
        version = found[name].default
        assert version is not None
        assert version.label == policy["DefaultVersionId"]
        assert json.dumps(version.document.data) == json.dumps(policy["Document"])
        assert found[name].path == policy["Path"]
        day = policy["CreateDate" if version.number == 1 else "UpdateDate"]
        assert str(version.date) == day[:10]


def test_the_check_finds_no_error(report: Report) -> None:
    errors = [p for p in report.problems if p.severity is Severity.ERROR]
    assert [str(problem) for problem in errors] == []


def test_it_can_be_done_again(root: Path) -> None:
    before = state(root)
    assert "nothing new" in imported(MODULE, root).output
    assert state(root) == before
