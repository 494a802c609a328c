"""What is known of actions, through the data and beyond it."""

from __future__ import annotations

import re

import pytest

from policybook.iam.actions import (
    AccessLevel,
    access_level,
    changes,
    condition_keys,
    data_version,
    expand,
    known,
    operations,
)
from policybook.iam.elements import is_word


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("s3:GetObject", "s3:GetObject"),
        ("S3:getobject", "s3:GetObject"),
        ("s3:GetObjct", None),
        ("nosuchservice:Get", None),
        ("s3", None),
        ("s3:", None),
        ("*", None),
        ("", None),
        ("../s3:GetObject", None),
    ],
)
def test_known(action: str, expected: str | None) -> None:
    assert known(action) == expected


@pytest.mark.parametrize(
    ("action", "level"),
    [
        ("s3:ListAllMyBuckets", AccessLevel.LIST),
        ("s3:getobject", AccessLevel.READ),
        ("s3:PutObject", AccessLevel.WRITE),
        ("s3:PutObjectTagging", AccessLevel.TAGGING),
        ("s3:PutBucketPolicy", AccessLevel.PERMISSIONS),
        ("s3:GetObjct", None),
        ("nosuchservice:Get", None),
        ("s3:Get*", None),
    ],
)
def test_access_level(action: str, level: AccessLevel | None) -> None:
    assert access_level(action) is level


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("s3:PutObject", True),
        ("S3:putobjecttagging", True),
        ("iam:AttachRolePolicy", True),
        ("s3:GetObject", False),
        ("s3:ListAllMyBuckets", False),
        ("kms:Decrypt", False),
        ("kms:GenerateDataKey", False),
        ("kms:ScheduleKeyDeletion", True),
        ("s3express:CreateSession", False),
        ("s3:PutObjct", False),
        ("s3:Put*", False),
    ],
)
def test_changes(action: str, expected: bool) -> None:
    assert changes(action) is expected


def test_every_action_of_a_service_has_one_level() -> None:
    for service in ("s3", "iam", "kms", "ec2"):
        for name in operations(service).values():
            assert access_level(f"{service}:{name}") is not None


def test_expand_matches_without_regard_to_case() -> None:
    expanded = expand("S3:getobject*")
    assert {"s3:GetObject", "s3:GetObjectTagging"} <= set(expanded)
    assert all(action.startswith("s3:GetObject") for action in expanded)
    assert list(expanded) == sorted(set(expanded))
    assert expand("s3:?etObject") == ("s3:GetObject",)


def test_expand_with_a_wildcard_in_the_prefix() -> None:
    services = {action.partition(":")[0] for action in expand("s3*:Get*")}
    assert {"s3", "s3-outposts"} <= services
    assert all(service.startswith("s3") for service in services)
    assert len(expand("*")) == len(expand("*:*")) > 10_000
    assert "s3:GetObject" in expand("s3*")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("s3:GetObjct", ("s3:GetObjct",)),
        ("nosuchservice:Get", ("nosuchservice:Get",)),
        ("nosuchservice:*", ()),
        ("s3:NoSuchThing*", ()),
        ("nosuch*:*", ()),
    ],
)
def test_expand_what_is_not_known(pattern: str, expected: tuple[str, ...]) -> None:
    assert expand(pattern) == expected


def test_unknown_service_has_nothing() -> None:
    assert operations("nosuchservice") == {}
    assert operations("s*") == {}
    assert condition_keys("nosuchservice") == frozenset()


def test_condition_keys() -> None:
    assert {"s3:prefix", "s3:tlsversion"} <= condition_keys("s3")


def test_data_version_is_a_version() -> None:
    assert re.fullmatch(r"[0-9]+(\.[0-9]+)+", data_version())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NotAction", True),
        ("StringEquals", True),
        ("StringEqualsIfExists", True),
        ("ForAllValues:StringLike", True),
        ("ForAnyValue:StringLikeIfExists", True),
        ("ForAnyValue", True),
        ("ForAnyValue:", True),
        ("IfExists", True),
        ("ForAllValuesStringLike", False),
        ("ForAllValues:StringLikes", False),
        ("StringEqual", False),
        ("s3:GetObject", False),
    ],
)
def test_words_of_the_language(text: str, expected: bool) -> None:
    assert is_word(text) is expected
