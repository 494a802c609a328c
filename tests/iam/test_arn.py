"""What is an ARN, part by part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.iam import arn
from policybook.iam.arn import parse


def read(text: str) -> tuple[str | bool, ...]:
    """The parts of an ARN, and whether it has all of them."""
    found = parse(text)
    assert found
    return (*found.head, found.resource, found.is_complete)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("arn:aws:s3:::acme/key", ("aws", "s3", "", "", "acme/key")),
        ("arn:aws:sns:eu-west-1:111122223333:topic", ("aws", "sns", "eu-west-1", "111122223333", "topic")),
        ("arn:aws:logs:*:*:log-group:a:*", ("aws", "logs", "*", "*", "log-group:a:*")),
        ("arn:aws:organizations::*:", ("aws", "organizations", "", "*", "")),
        ("arn:*:iam::${aws:PrincipalAccount}:role/a", ("*", "iam", "", "${aws:PrincipalAccount}", "role/a")),
        ("arn:aws:s3:::${aws:username}/*", ("aws", "s3", "", "", "${aws:username}/*")),
        ("arn:aws:s3:::${a:b, 'x:y'}", ("aws", "s3", "", "", "${a:b, 'x:y'}")),
    ],
)  # fmt: skip
def test_parts(text: str, parts: tuple[str, ...]) -> None:
    assert read(text) == (*parts, True)


@pytest.mark.parametrize("text", ["", "*", "arn", "ARN:aws:s3:::a", "aws:s3:::a", "s3:::a", "a:b"])
def test_what_does_not_start_as_an_arn_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("arn:", ("", "", "", "", "")),
        ("arn:aws", ("aws", "", "", "", "")),
        ("arn:aws:sqs", ("aws", "sqs", "", "", "")),
        ("arn:aws:sqs:eu-west-1:queue", ("aws", "sqs", "eu-west-1", "queue", "")),
    ],
)
def test_parts_that_are_left_out(text: str, parts: tuple[str, ...]) -> None:
    assert read(text) == (*parts, False)


@given(st.lists(st.text("a*${}:/", max_size=6), min_size=5, max_size=5))
def test_the_parts_make_the_text(parts: list[str]) -> None:
    text = ":".join(["arn", *parts])
    found = parse(text)
    assert found
    if found.is_complete:
        assert ":".join(["arn", *found.head, found.resource]) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((partition, True) for partition in arn.PARTITIONS),
        ("*", True),
        ("aws*", True),
        ("aws-*", True),
        ("aws-??", True),
        ("AWS", False),
        ("azure", False),
        ("azure*", False),
        ("", False),
    ],
)
def test_is_partition(text: str, expected: bool) -> None:
    assert arn.is_partition(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("*", True),
        ("1111*", True),
        ("aws", True),
        ("111122223333", True),
        ("11112222333", False),
        ("1111-2222-3333", False),
        ("account-id", False),
        ("${aws:PrincipalAccount}", True),
    ],
)
def test_is_account(text: str, expected: bool) -> None:
    assert arn.is_account(text) is expected


@pytest.mark.parametrize(
    ("text", "region", "account"),
    [
        ("arn:aws:s3:::acme", False, False),
        ("arn:aws:s3:*:*:acme", False, False),
        ("arn:aws:s3::*:acme", False, False),
        ("arn:aws:s3:eu-west-1::acme", True, False),
        ("arn:aws:s3:eu-*::acme", True, False),
        ("arn:aws:s3:eu-west-1:111122223333:*", False, False),
        ("arn:aws:s3:eu-west-1:111122223333:accesspoint/acme", False, False),
        ("arn:aws:s3:eu-west-1:111122223333:acc*", False, False),
        ("arn:aws:s3:eu-west-1:111122223333:acme*", True, False),
        ("arn:aws:s3::111122223333:acme", False, True),
        ("arn:aws:s3::111122223333:accesspoint/acme", False, False),
        ("arn:aws:iam:eu-west-1:111122223333:role/a", True, False),
        ("arn:aws:iam:${aws:RequestedRegion}:111122223333:role/a", False, False),
        ("arn:aws:iam:*:111122223333:role/a", False, False),
        ("arn:aws:sqs:eu-west-1:111122223333:a", False, False),
    ],
)
def test_parts_that_a_resource_does_not_have(text: str, region: bool, account: bool) -> None:
    found = parse(text)
    assert found
    assert arn.has_needless_region(found) is region
    assert arn.has_needless_account(found) is account


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ("user/Ada", False),
        ("role/aws-service-role/*", False),
        ("root", False),
        ("*", False),
        ("r*", False),
        ("role*", False),
        ("?ole/a", False),
        ("${aws:username}", False),
        ("acme", True),
        ("Role/a", True),
        ("roles/*", True),
        ("x*", True),
        ("", True),
    ],
)
def test_is_strange_to_iam(resource: str, expected: bool) -> None:
    found = parse(f"arn:aws:iam::111122223333:{resource}")
    assert found
    assert arn.is_strange_to_iam(found) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("arn:aws:s3:::acme/*", "arn:aws:s3:::acme/a", True),
        ("arn:aws:s3:::acme/*", "arn:aws:s3:::acme/a/*", True),
        ("arn:aws:s3:::acme/*", "arn:aws:s3:::acme/${aws:username}", True),
        ("arn:aws:s3:::acme/*", "arn:aws:s3:::Acme/a", False),
        ("arn:*:s3:::acme", "arn:aws:s3:::acme", True),
        ("arn:aws:logs:*:*:*", "arn:aws:logs:eu-west-1:111122223333:log-group:a:*", True),
        ("arn:aws:logs:*:a", "arn:aws:logs:*:a:b:a", False),
        ("arn:aws:s*:::a", "arn:aws:sns:::a", True),
        ("arn:aws:s3:*", "arn:aws:s3:::acme", False),
        ("*", "arn:aws:s3:::acme", True),
        ("*", "*", True),
        ("arn:*:*:*:*:*", "*", False),
    ],
)
def test_covers(one: str, other: str, expected: bool) -> None:
    assert arn.covers(one, other) is expected
