"""Which part of a document a grouping explains."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import pytest

from policybook.iam.coverage import Grant, explained, grants, patterns, unexplained
from policybook.model import Document, Grouping, GroupingBy, Policy, PolicyType, Text
from policybook.problem import Place
from policybook.source.source import Whole

PLACE = Place(Whole(PurePosixPath("policy.yaml")))

STATEMENTS: Sequence[Mapping[str, Any]] = [
    {"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject", "S3:ListBucket"]},
    {"Effect": "Allow", "Action": ["kms:Decrypt", "s3:GetObject", "*"]},
    {"Sid": "Not", "Effect": "Deny", "NotAction": ["iam:Get*"]},
]
GRANTS = [
    (1, "s3:GetObject"),
    (1, "S3:ListBucket"),
    (2, "kms:Decrypt"),
    (2, "s3:GetObject"),
    (2, "*"),
    (3, "iam:Get*"),
]
Make = Callable[[Sequence[Mapping[str, Any]]], Document]


def grouping(
    sids: tuple[str, ...] = (), services: tuple[str, ...] = (), actions: tuple[str, ...] = ()
) -> Grouping:
    return Grouping(PLACE, GroupingBy.TOPIC, "A topic", sids, services, actions, Text(PLACE, ""))


def policy(*groupings: Grouping, lists_operations: bool = False) -> Policy:
    return Policy(
        at=PLACE,
        name="AcmePolicy",
        service="acme",
        type=PolicyType.CUSTOMER,
        path="/",
        account=None,
        description=Text(PLACE, ""),
        lists_operations=lists_operations,
        attachable=None,
        notes=(),
        groupings=groupings,
        aliases=(),
        deprecated=None,
        exemptions=(),
        dates={},
        default_version=None,
        versions=(),
        default=None,
    )


def test_patterns_are_those_of_not_action_too(document: Make) -> None:
    made = document(STATEMENTS)
    written = [(s.number, action) for s in made.statements for action in patterns(s)]
    assert written == GRANTS
    assert patterns(made.statements[2]) == ("iam:Get*",)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (grouping(), []),
        (grouping(sids=("Read",)), [(1, "s3:GetObject"), (1, "S3:ListBucket")]),
        (grouping(sids=("read",)), []),
        (grouping(sids=("Not",)), [(3, "iam:Get*")]),
        (
            grouping(services=("S3",)),
            [(1, "s3:GetObject"), (1, "S3:ListBucket"), (2, "s3:GetObject")],
        ),
        (grouping(services=("*",)), [(2, "*")]),
        (grouping(actions=("s3:getobject",)), [(1, "s3:GetObject"), (2, "s3:GetObject")]),
        (grouping(actions=("iam:GetUser",)), []),
        (grouping(actions=("iam:*", "kms:?ecrypt")), [(2, "kms:Decrypt"), (3, "iam:Get*")]),
        (
            grouping(sids=("Not",), services=("kms",), actions=("kms:*",)),
            [(2, "kms:Decrypt"), (3, "iam:Get*")],
        ),
        (grouping(actions=("*",)), GRANTS),
    ],
)
def test_explained(part: Grouping, expected: list[tuple[int, str]], document: Make) -> None:
    assert list(explained(part, document(STATEMENTS))) == [Grant(*grant) for grant in expected]


def test_grants_are_named_once(document: Make) -> None:
    repeated = [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:GetObject", "s3:getobject"]}]
    assert grants(document([*STATEMENTS, *repeated])) == tuple(
        Grant(*grant) for grant in [*GRANTS, (4, "s3:GetObject"), (4, "s3:getobject")]
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (policy(), GRANTS),
        (policy(grouping(actions=("*",))), []),
        (policy(grouping(sids=("Read", "Not"))), GRANTS[2:5]),
        (
            policy(grouping(sids=("Read",)), grouping(services=("kms", "*"))),
            GRANTS[3:4] + GRANTS[5:],
        ),
        (policy(lists_operations=True), [GRANTS[2], GRANTS[4], GRANTS[5]]),
        (policy(grouping(services=("kms",)), lists_operations=True), GRANTS[4:]),
    ],
)
def test_unexplained(words: Policy, expected: list[tuple[int, str]], document: Make) -> None:
    left = unexplained(words, document(STATEMENTS), ("s3",))
    assert list(left) == [Grant(*grant) for grant in expected]
