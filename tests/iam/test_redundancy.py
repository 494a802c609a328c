"""Which actions and resources of a list can go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.iam.pattern import covered
from policybook.iam.redundancy import redundant_actions, redundant_resources
from policybook.iam.resources import covers


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([], {}),
        (["s3:GetObject", "s3:PutObject"], {}),
        (["s3:GetObject", "s3:getobject"], {}),
        (["s3:GetObject", "s3:Get*"], {"s3:GetObject": "s3:Get*"}),
        (["S3:GETOBJECT", "s3:get*"], {"S3:GETOBJECT": "s3:get*"}),
        (["s3:Get*", "s3:*", "s3:GetObject"], {"s3:Get*": "s3:*", "s3:GetObject": "s3:*"}),
        (["*", "s3:*"], {"s3:*": "*"}),
        (["s3:Get**", "s3:Get*"], {"s3:Get*": "s3:Get**"}),
    ],
)
def test_redundant_actions(actions: list[str], expected: dict[str, str]) -> None:
    assert redundant_actions(actions) == expected


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        (["arn:aws:s3:::a", "arn:aws:s3:::a/*"], {}),
        (["arn:aws:s3:::a/b", "arn:aws:s3:::a/*"], {"arn:aws:s3:::a/b": "arn:aws:s3:::a/*"}),
        (["arn:aws:s3:::A/b", "arn:aws:s3:::a/*"], {}),
        (["arn:aws:s3:::a-*", "arn:aws:s3:::a-*/*"], {}),
        (["arn:aws:s3:::a*", "arn:aws:s3:::ab*"], {"arn:aws:s3:::ab*": "arn:aws:s3:::a*"}),
        (["arn:aws:s3:::*", "arn:aws:s3:::a-*/*"], {"arn:aws:s3:::a-*/*": "arn:aws:s3:::*"}),
        (["*", "arn:aws:s3:::a"], {"arn:aws:s3:::a": "*"}),
        (["arn:aws:sqs:*", "arn:aws:sqs:eu-west-1:*:a"], {}),
        (
            ["arn:aws:s3:::a/${aws:username}", "arn:aws:s3:::a/*"],
            {"arn:aws:s3:::a/${aws:username}": "arn:aws:s3:::a/*"},
        ),
        (["arn:aws:s3:::a/${*}", "arn:aws:s3:::a/b"], {}),
    ],
)
def test_redundant_resources(resources: list[str], expected: dict[str, str]) -> None:
    assert redundant_resources(resources) == expected


@given(st.lists(st.text("aB:*?", max_size=5), max_size=6))
def test_what_stays_covers_what_goes(actions: list[str]) -> None:
    going = redundant_actions(actions)
    staying = [action for action in actions if action not in going]
    assert set(going.values()) <= set(staying)
    assert all(covered(action, staying) for action in actions)


@given(st.lists(st.text("aB/*?", max_size=3).map("arn:aws:s3:*::{}".format), max_size=6))
def test_what_stays_covers_the_resources_that_go(resources: list[str]) -> None:
    going = redundant_resources(resources)
    assert all(covers(other, resource) for resource, other in going.items())
    assert not going.keys() & set(going.values())
