"""What a reviewer is made to see, and what is no cause for alarm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from policybook.iam.actions import AccessLevel
from policybook.iam.levels import levels, opened
from policybook.iam.review import review
from policybook.model import Document

Statements = Sequence[Mapping[str, Any]]
Make = Callable[[Statements], Document]

GET, PUT = "s3:GetObject", "s3:PutObject"
BUCKET = "arn:aws:s3:::bucket"
ROLE = "arn:aws:iam::*:role/a"


def allow(*actions: str, on: Any = "*", **more: Any) -> Mapping[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": on, **more}


def deny(*actions: str, on: Any = "*", **more: Any) -> Mapping[str, Any]:
    return {**allow(*actions, on=on, **more), "Effect": "Deny"}


def all_but(*actions: str) -> Mapping[str, Any]:
    return {"Effect": "Allow", "NotAction": list(actions), "Resource": "*"}


def when(operator: str, *values: Any) -> Mapping[str, Any]:
    return {"Condition": {operator: {"aws:k": list(values)}}}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([allow(GET)], [allow(GET)], []),
        ([allow(GET)], [allow(GET, PUT)], []),
        ([allow(GET)], [allow(GET), deny("s3:DeleteObject")], []),
        (
            [allow("iam:GetUser")],
            [allow("iam:GetUser", "iam:passrole", on=ROLE)],
            ["narrowed: may allow less of <iam:GetUser>", "pass-role: newly allows <iam:PassRole>"],
        ),
        (
            [allow("iam:*", on="r")],
            [allow("iam:*", on="r"), allow("iam:PassRole", on=ROLE)],
            ["pass-role: may allow more of <iam:PassRole> than before"],
        ),
        ([allow("iam:Pass*")], [allow("iam:Pass*")], []),
        (
            [allow("iam:GetUser")],
            [allow("iam:GetUser"), allow("iam:P*", on=ROLE)],
            [
                "pass-role: newly allows <iam:PassRole> through <iam:P*>",
                "permissions-gained: opens the access level Permissions management in <iam>",
            ],
        ),
        (
            [allow(GET)],
            [allow(GET), all_but("s3:*", "a*", "b*", "c*", "d*", "e*", "f*", "g*", "h*", "iam:C*")],
            ["pass-role: newly allows <iam:PassRole>", "permissions-gained"],
        ),
        (
            [allow(GET)],
            [allow("*")],
            [
                "full-admin: allows every action on every resource",
                "pass-role: newly allows <iam:PassRole> through <*>",
                "permissions-gained",
                "wildcard-widened: widens <s3:GetObject> to <*>",
            ],
        ),
        ([allow("*")], [allow("*"), allow(GET)], []),
        ([allow("s3:Get*")], [allow("s3:Get*", "s3:Put*")], ["permissions-gained"]),
        (
            [allow("s3:Get*", on=BUCKET)],
            [allow("s3:Get*", on="*")],
            ["resources-widened: now reaches every resource"],
        ),
        (
            [allow(GET, on=BUCKET)],
            [allow(GET, on=[BUCKET, "*"])],
            ["resources-widened: now reaches every resource"],
        ),
        ([allow(GET, on=BUCKET)], [allow(GET, on=[BUCKET, "b"])], []),
        (
            [allow(GET, **when("Bool", "true"))],
            [allow(GET)],
            ["condition-dropped: drops the condition <Bool aws:k>"],
        ),
        ([allow(GET)], [allow(GET, **when("Bool", "true"))], ["narrowed"]),
        (
            [allow(GET, **when("StringEquals", "1"))],
            [allow(GET, **when("StringEquals", "1", "2"))],
            ["condition-loosened: loosens the condition <StringEquals aws:k>"],
        ),
        (
            [allow(GET, **when("StringEquals", "1", "2"))],
            [allow(GET, **when("StringEquals", "1"))],
            ["narrowed: may allow less of <s3:GetObject>"],
        ),
        ([allow(GET, PUT)], [allow(GET)], ["removed: no longer allows <s3:PutObject>"]),
        (
            [allow(GET, Sid="A")],
            [deny(GET, Sid="A")],
            [
                "effect-flipped: denies what it allowed before",
                "removed: no longer allows <s3:GetObject>",
            ],
        ),
        (
            [deny(GET, Sid="A")],
            [allow(GET, Sid="A")],
            ["effect-flipped: allows what it denied before"],
        ),
        (
            [allow("s3:*"), deny(GET, PUT)],
            [allow("s3:*")],
            ["deny-dropped: no longer denies <s3:GetObject>, <s3:PutObject>"],
        ),
        ([allow("s3:*"), deny(GET, PUT)], [allow("s3:*"), deny("s3:*")], ["removed"]),
        ([deny(GET), deny(PUT)], [deny(GET, PUT)], []),
        (
            [allow("s3:*"), deny(GET, PUT)],
            [allow("s3:*"), deny(GET)],
            ["deny-narrowed: may deny less of <s3:GetObject>, <s3:PutObject>"],
        ),
        (
            [deny(GET)],
            [deny(GET, **when("Bool", "true"))],
            ["deny-narrowed: may deny less of <s3:GetObject>"],
        ),
        ([deny(GET, **when("Bool", "true"))], [deny(GET)], []),
        (
            [{"Effect": "Deny", "NotAction": [GET], "Resource": "*"}],
            [],
            ["deny-dropped: no longer denies all actions but <s3:GetObject>"],
        ),
    ],
)
def test_callouts(old: Statements, new: Statements, expected: list[str], document: Make) -> None:
    found = review(document(old), document(new)).callouts
    said = sorted(f"{c.kind}: {c.phrase.said(lambda name: f'<{name}>')}" for c in found)
    assert len(said) == len(expected)
    for text, start in zip(said, sorted(expected), strict=True):
        assert text == start or text.partition(":")[0] == start


def test_the_gravest_comes_first_and_knows_its_statement(document: Make) -> None:
    old = document([allow(GET, PUT, on=BUCKET), allow("ec2:RunInstances", Sid="Run")])
    new = document([allow(GET, on="*"), allow("*", Sid="Run")])
    found = review(old, new).callouts
    kinds = [callout.kind for callout in found]
    assert kinds[0] == "full-admin"
    assert [c.statement.label for c in found if c.kind == "full-admin" and c.statement] == ["Run"]
    labels = {str(c.kind): c.statement.label for c in found if c.statement}
    assert labels["resources-widened"] == "statement 1"


def test_a_new_document_is_looked_at_too(document: Make) -> None:
    found = review(None, document([allow("*")]))
    assert [c.kind for c in found.callouts] == ["full-admin", "pass-role", "permissions-gained"]
    assert found.difference.added == ("*",)


def test_of_many_names_the_first_are_said(document: Make) -> None:
    actions = [f"s3:Do{number}" for number in range(1_005)]
    (found,) = review(document([allow(*actions)]), document([])).callouts
    assert found.phrase.said(str) == (
        "no longer allows s3:Do0, s3:Do1, s3:Do2, s3:Do3, s3:Do4 and 1,000 more"
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([allow(GET)], [allow(GET, PUT)], {"s3": ["Write"]}),
        ([allow(GET)], [allow("s3:GetBucketAcl")], {}),
        (
            [allow(GET)],
            [allow("s3:ListAllMyBuckets", "sqs:TagQueue", GET)],
            {"s3": ["List"], "sqs": ["Tagging"]},
        ),
        ([allow("s3:*")], [allow("*")], None),
        ([allow(GET)], [deny(PUT)], {}),
        ([allow(GET)], [allow("nosuchservice:Get")], {}),
        ([all_but("s3:Put*")], [all_but("s3:*")], {}),
    ],
)
def test_opened(
    old: Statements, new: Statements, expected: Mapping[str, list[str]] | None, document: Make
) -> None:
    found = {name: list(of_it) for name, of_it in opened(document(old), document(new)).items()}
    if expected is None:
        assert len(found) > 100
        assert "s3" not in found
    else:
        assert found == expected


def test_levels_of_all_actions_but_some(document: Make) -> None:
    old, new = document([all_but("sqs:*")]), document([all_but("sqs:Tag*", "sqs:Untag*")])
    found = opened(old, new)
    assert found.keys() == {"sqs"}
    assert AccessLevel.WRITE in found["sqs"]
    assert AccessLevel.TAGGING not in found["sqs"]


def test_levels_of_a_wildcard(document: Make) -> None:
    assert levels(document([allow("s3:*")])) == {("s3", level) for level in AccessLevel}
