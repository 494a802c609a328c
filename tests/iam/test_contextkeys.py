"""Which condition keys there are, and of what type."""

from __future__ import annotations

import pytest

from policybook.iam.actions import services
from policybook.iam.contextkeys import global_key, key_names, key_of, known_key
from policybook.iam.globalkeys import global_keys
from policybook.iam.servicedata import ValueType, condition_keys


@pytest.mark.parametrize(
    ("key", "name", "value_type", "is_multivalued"),
    [
        ("aws:SourceIp", "aws:SourceIp", ValueType.IP_ADDRESS, False),
        ("AWS:sourceip", "aws:SourceIp", ValueType.IP_ADDRESS, False),
        ("aws:TagKeys", "aws:TagKeys", ValueType.STRING, True),
        ("aws:PrincipalTag/team", "aws:PrincipalTag/${TagKey}", ValueType.STRING, False),
        ("aws:RequestTag/a/b:c", "aws:RequestTag/${TagKey}", ValueType.STRING, False),
        ("aws:SourceArn", "aws:SourceArn", ValueType.ARN, False),
        ("aws:EpochTime", "aws:EpochTime", ValueType.DATE, False),
        ("lambda:SourceFunctionArn", "lambda:SourceFunctionArn", ValueType.ARN, False),
    ],
)
def test_global_key(key: str, name: str, value_type: ValueType, is_multivalued: bool) -> None:
    found = global_key(key)
    assert found
    assert (found.name, found.type, found.is_multivalued) == (name, value_type, is_multivalued)


@pytest.mark.parametrize(
    "key",
    ["aws:Source", "aws:PrincipalTag", "aws:PrincipalTag/", "s3:prefix", "SourceIp", "aws:", ""],
)
def test_no_global_key(key: str) -> None:
    assert global_key(key) is None


@pytest.mark.parametrize(
    ("service", "key", "expected"),
    [
        ("s3", "s3:prefix", True),
        ("s3", "S3:Prefix", True),
        ("s3", "s3:ExistingObjectTag/team", True),
        ("s3", "s3:ExistingObjectTag/", False),
        ("s3", "s3:prefixes", False),
        ("ec2", "s3:prefix", False),
        ("ec2-instance-connect", "ec2:ResourceTag/team", True),
        ("kms", "kms:EncryptionContext:aws:s3:arn", True),
        ("nosuchservice", "s3:prefix", False),
    ],
)
def test_key_of(service: str, key: str, expected: bool) -> None:
    assert (key_of(service, key) is not None) is expected


def test_every_key_of_a_service_is_known() -> None:
    for service in services():
        for key in condition_keys(service).values():
            assert key_of(service, key.name) is not None
            assert known_key(key.name) is not None


def test_key_names_are_global_and_of_the_service() -> None:
    names = key_names("s3")
    assert {"aws:SourceIp", "s3:prefix"} <= set(names)
    assert not any(name.startswith("ec2:Inst") for name in names)


def test_global_keys_are_those_that_the_data_leaves_out() -> None:
    assert len(global_keys()) > 50
    assert all(pattern == pattern.lower() for pattern in global_keys())
