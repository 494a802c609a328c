"""Which resources an action can work on, and when they are all of them."""

from __future__ import annotations

import pytest

from policybook.iam.actions import details, operations
from policybook.iam.reach import is_everything, takes, takes_all, takes_all_of_a_type
from policybook.iam.servicedata import Action, resource_types


def action(name: str) -> Action:
    found = details(name)
    assert found
    return found


@pytest.mark.parametrize(
    ("name", "resource", "expected"),
    [
        ("s3:GetObject", "arn:aws:s3:::acme/*", True),
        ("s3:GetObject", "arn:aws:s3:::acme*", True),
        ("s3:GetObject", "arn:aws:s3:::*", True),
        ("s3:GetObject", "arn:aws:s3:*", True),
        ("s3:GetObject", "arn:aws-cn:s3:::acme/a/b", True),
        ("s3:GetObject", "arn:aws:s3:::${aws:username}/*", True),
        ("s3:GetObject", "arn:aws:s3:::${aws:PrincipalTag/bucket}", True),
        ("s3:GetObject", "arn:aws:s3:eu-west-1:111122223333:accesspoint/a/object/b", True),
        ("s3:GetObject", "arn:aws:s3:::acme", False),
        ("s3:GetObject", "arn:aws:sqs:*:*:acme/*", False),
        ("s3:ListBucket", "arn:aws:s3:::acme", True),
        ("s3:ListBucket", "arn:aws:s3:::acme-*", True),
        ("s3:ListBucket", "arn:aws:s3:::${aws:PrincipalTag/bucket}", True),
        ("s3:ListBucket", "arn:aws:s3:::acme/*", False),
        ("s3:ListAllMyBuckets", "*", True),
        ("s3:ListAllMyBuckets", "arn:aws:s3:::*", True),
        ("s3:ListAllMyBuckets", "arn:aws:s3:::acme", False),
        ("ec2:RunInstances", "arn:aws:ec2:*::image/*", True),
        ("ec2:RunInstances", "arn:aws:ec2:*:*:volume*", True),
        ("ec2:RunInstances", "arn:aws:ec2:*:*:vpc/*", False),
        ("iam:PassRole", "arn:aws:iam::111122223333:role/path/acme", True),
        ("iam:PassRole", "arn:aws:iam::111122223333:instance-profile/acme", False),
        ("dynamodb:Query", "arn:aws:dynamodb:*:*:table/a/index/b", True),
        ("dynamodb:Query", "arn:aws:dynamodb:*:table/a", True),
        ("logs:PutLogEvents", "arn:aws:logs:*:*:*", True),
        ("elasticloadbalancing:AddTags", "arn:aws:elasticloadbalancing:*:*:targetgroup/*", True),
        ("s3:GetObject", "acme", False),
        ("s3:GetObject", "", False),
    ],
)
def test_takes(name: str, resource: str, expected: bool) -> None:
    assert takes(action(name), (resource,)) is expected


@pytest.mark.parametrize(
    ("name", "resources", "whole", "of_a_type"),
    [
        ("s3:PutObject", ["*"], True, True),
        ("s3:PutObject", ["arn:aws:s3:::*"], True, True),
        ("s3:PutObject", ["arn:aws:s3:::*/*"], True, True),
        ("s3:PutObject", ["arn:aws:s3:::acme/*"], False, False),
        ("s3:DeleteBucket", ["arn:aws:s3:::*"], True, True),
        ("s3:DeleteBucket", ["arn:*:s3:::*"], True, True),
        ("secretsmanager:GetSecretValue", ["arn:aws:secretsmanager:*:*:secret:*"], True, True),
        ("secretsmanager:GetSecretValue", ["arn:aws:secretsmanager:eu-west-1:1:*"], True, True),
        ("secretsmanager:GetSecretValue", ["arn:aws:secretsmanager:*:*:secret:a*"], False, False),
        ("dynamodb:Query", ["arn:aws:dynamodb:*:*:table/*"], True, True),
        ("iam:PassRole", ["arn:aws:iam::*:role/*"], True, True),
        ("iam:PassRole", ["arn:aws:iam::111122223333:role/*"], True, True),
        ("iam:PassRole", ["arn:aws:iam::*:role/acme-*"], False, False),
        ("ec2:RunInstances", ["arn:aws:ec2:*::image/*"], False, True),
    ],
)
def test_takes_all(name: str, resources: list[str], whole: bool, of_a_type: bool) -> None:
    assert takes_all(action(name), tuple(resources)) is whole
    assert takes_all_of_a_type(action(name), tuple(resources)) is of_a_type


@pytest.mark.parametrize("service", ["s3", "ec2", "iam", "apigateway", "lex", "backup"])
def test_actions_take_what_their_types_are(service: str) -> None:
    for operation in operations(service):
        found = action(f"{service}:{operation}")
        assert takes(found, ("*",))
        for kind in found.resource_types:
            for arn in resource_types(service)[kind]:
                assert takes(found, (arn,)), (found.name, arn)


@pytest.mark.parametrize(("resource", "expected"), [("*", True), ("**", True), ("arn:*", False)])
def test_is_everything(resource: str, expected: bool) -> None:
    assert is_everything(resource) is expected
