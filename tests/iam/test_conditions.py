"""Condition operators, what they compare, and which values they take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from policybook.iam.conditions import Kind, Operator, comparisons, operator
from policybook.iam.elements import OPERATORS
from policybook.iam.values import WANTED, fits
from policybook.model import Document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("StringEquals", Operator(None, "StringEquals", if_exists=False)),
        ("ForAnyValue:StringLike", Operator("ForAnyValue", "StringLike", if_exists=False)),
        ("BoolIfExists", Operator(None, "Bool", if_exists=True)),
        (
            "ForAllValues:ArnNotEqualsIfExists",
            Operator("ForAllValues", "ArnNotEquals", if_exists=True),
        ),
        ("NullIfExists", Operator(None, "Null", if_exists=True)),
    ],
)
def test_operator(text: str, expected: Operator) -> None:
    assert operator(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "stringEquals",
        "StringEqual",
        "StringEquals ",
        "StringEqualsIfExistsIfExists",
        "IfExists",
        "ForAnyValue:",
        "ForAnyValue::StringEquals",
        "forAnyValue:StringEquals",
        "ForAnyValue:ForAllValues:StringEquals",
        "ForSomeValues:StringEquals",
        "BinaryNotEquals",
    ],
)
def test_what_is_no_operator(text: str) -> None:
    assert operator(text) is None


def test_every_operator_has_a_kind() -> None:
    kinds = {name: found.kind for name in OPERATORS if (found := operator(name))}
    assert kinds.keys() == OPERATORS
    assert set(kinds.values()) == set(Kind)
    assert {name for name, kind in kinds.items() if kind is Kind.IP} == {
        "IpAddress",
        "NotIpAddress",
    }
    assert not WANTED.keys() - set(Kind)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("StringNotLike", True), ("NotIpAddress", True), ("Null", False), ("Bool", False)],
)
def test_is_negated(name: str, expected: bool) -> None:
    found = operator(name)
    assert found
    assert found.is_negated is expected


def test_comparisons(document: Callable[[Sequence[Mapping[str, Any]]], Document]) -> None:
    condition = {"Bool": {"a:b": True}, "StringLike": {"a:c": ["x", "y"], "a:d": []}, "Null": {}}
    data = {"Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": condition}
    found = list(comparisons(document([data]).statements[0]))
    assert [(c.operator, c.key, list(c.values)) for c in found] == [
        ("Bool", "a:b", ["true"]),
        ("StringLike", "a:c", ["x", "y"]),
        ("StringLike", "a:d", []),
    ]
    at = ("Statement", 0, "Condition")
    assert [place.pointer for c in found for place, _ in c.each()] == [
        (*at, "Bool", "a:b"),
        (*at, "StringLike", "a:c", 0),
        (*at, "StringLike", "a:c", 1),
    ]


TAKEN: Mapping[Kind, Sequence[object]] = {
    Kind.STRING: ["", "a", "${aws:username}", True, 10],
    Kind.ARN: ["*", "arn:aws:s3:::a", "a"],
    Kind.NUMERIC: ["0", "10", "-10", "2.5", "1.2e3", 10, 2.5, "10."],
    Kind.DATE: [
        "2024",
        "2024-05",
        "2024-05-31",
        "2024-05-31T12:00Z",
        "2024-05-31T12:00:00Z",
        "2024-05-31t12:00:00z",
        "2024-05-31T12:00:00.123456+01:00",
        "2024-05-31T12:00:00-05:00",
        "2024-05-31T12:00:00.1+23",
        "1717156800",
        1717156800,
        "9223372036854775807",
        "01T",
        "-292275054",
    ],
    Kind.BOOL: ["true", "false", "True", "FALSE", True, False, "${aws:SecureTransport}"],
    Kind.NULL: ["true", "false", "False", True],
    Kind.BINARY: ["QmluYXJ5", "QmluYXI=", "QmluYQ==", "QmluYQ"],
    Kind.IP: [
        "203.0.113.5",
        "203.0.113.0/24",
        "203.0.113.7/24",
        "0.0.0.0/0",
        "2001:DB8:1234:5678::/64",
        "::1",
    ],
}
REFUSED: Mapping[Kind, Sequence[object]] = {
    Kind.NUMERIC: ["", "ten", "1,000", "10 ", "1.2.3", "0x10", "*", "${aws:username}", True, "--1"],
    Kind.DATE: [
        "",
        "soon",
        "2024-13-01",
        "2024-00",
        "2024-05-32",
        "234-13",
        "31/05/2024",
        "2024-05-31 12:00",
        "2024-05-31T24:00:00Z",
        "2024-05-31T12:60",
        "2016-12-13t2:00:00.593194+1",
        "2016-12-13t2:00:00.1999999999+10:59",
        "9223372036854775808",
        "2024-*",
        "2024-",
        "${aws:CurrentTime}",
        True,
        "١٢",
    ],
    Kind.BOOL: ["", "yes", "1", 1, 0, "x${aws:SecureTransport}"],
    Kind.NULL: ["", "yes", "null", 0, "${aws:SecureTransport}"],
    Kind.BINARY: ["", "a", "no base64!", "QmluYXJ5=", "${aws:username}"],
    Kind.IP: [
        "",
        "203.0.113",
        "203.0.113.256",
        "203.0.113.0/33",
        "203.0.113.*",
        "2001:db8::/129",
        "2001:db8:::1",
        "10.0.0.0/255.0.0.0",
        "localhost",
        "fe80::1%eth0",
        "${aws:SourceIp}",
        10,
    ],
}


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, values in TAKEN.items() for value in values]
)
def test_value_that_is_taken(kind: Kind, value: object) -> None:
    assert fits(kind, value)


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, values in REFUSED.items() for value in values]
)
def test_value_that_is_refused(kind: Kind, value: object) -> None:
    assert not fits(kind, value)


def test_long_values_are_quick_to_look_at() -> None:
    for kind in Kind:
        for text in ("1" * 100_000, "a" * 100_001, "1:" * 50_000, "A=" * 50_000, "${" * 50_000):
            fits(kind, text)
