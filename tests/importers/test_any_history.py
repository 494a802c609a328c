"""Whatever history a policy has: what is imported is what is read back, and once is enough."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from collected import document, imported, save, state
from policybook.check import check
from policybook.choice import Choice, Profile
from policybook.problem import Severity

NAMES = ("AmazonS3Reader", "AWSThing", "reader", "Odd+Name=1,@x.y_z-")
ACTIONS = ("s3:GetObject", "s3:Get*", "s3:PutObject", "kms:Decrypt", "sqs:*", "*", "s3:ListBucket")
DOCUMENTS = st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=4, unique=True).map(
    lambda actions: document(*actions)
)
DATES = st.none() | st.dates(date(2011, 1, 1), date(2026, 1, 1))
HISTORIES = st.dictionaries(
    st.integers(1, 999_999) | st.integers(1, 6), st.tuples(DATES, DOCUMENTS), min_size=1, max_size=6
)
POLICIES = st.dictionaries(
    st.sampled_from(NAMES),
    HISTORIES.flatmap(lambda found: st.tuples(st.just(found), st.sampled_from(sorted(found)))),
    min_size=1,
)


def details(policies: dict[str, Any]) -> dict[str, Any]:
    """What the AWS CLI prints of an account."""
    return {
        "Policies": [
            {
                "PolicyName": name,
                "Arn": f"arn:aws:iam::111122223333:policy/team/{name}",
                "DefaultVersionId": f"v{default}",
                "PolicyVersionList": [
                    {
                        "VersionId": f"v{number}",
                        "Document": document,
                        **({"CreateDate": f"{day}T00:00:00+00:00"} if day else {}),
                    }
                    for number, (day, document) in history.items()
                ],
            }
            for name, (history, default) in policies.items()
        ]
    }


@given(POLICIES)
@settings(max_examples=60, deadline=None)
def test_what_is_read_back(policies: dict[str, Any]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        file, root = save(folder / "details.json", details(policies)), folder / "policies"
        imported(file, root)
        report = check(root, Choice(profile=Profile.CUSTOMER), today=date(2026, 11, 24))
        assert {*report.catalogue.policies} == {*policies}
        for policy_name, (history, default) in policies.items():
            policy = report.catalogue.policies[policy_name]
            assert policy.default is not None
            assert policy.default.number == default
            assert policy.account == "111122223333"
            assert [version.number for version in policy.versions] == sorted(history)
            for version in policy.versions:
                day, wanted = history[version.number]
                assert version.date == day
                assert json.dumps(version.document.data) == json.dumps(wanted)
        expected = {"description-missing", "dates-out-of-order", "full-wildcard"}
        errors = [p for p in report.problems if p.severity is Severity.ERROR]
        assert [str(p) for p in errors if p.rule not in expected] == []
        before = state(root)
        imported(file, root)
        assert state(root) == before


@given(POLICIES, st.data())
@settings(max_examples=40, deadline=None)
def test_it_does_not_matter_in_how_many_steps(
    policies: dict[str, Any], data: st.DataObject
) -> None:
    """Older versions first and all of them then: the same documents, dates and version in force."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        first = {}
        for policy, (history, _) in policies.items():
            kept = sorted(history)[: data.draw(st.integers(0, len(history)))]
            if kept:
                first[policy] = ({n: history[n] for n in kept}, kept[-1])
        root = folder / "policies"
        imported(save(folder / "first.json", details(first)), root)
        imported(save(folder / "all.json", details(policies)), root)
        found = check(root, today=date(2026, 11, 24)).catalogue.policies
        for policy, (history, default) in policies.items():
            assert found[policy].default_version in (default, None)
            assert found[policy].default == found[policy].version(default)
            assert dict(found[policy].dates) == {n: day for n, (day, _) in history.items() if day}
            assert [v.number for v in found[policy].versions] == sorted(history)
