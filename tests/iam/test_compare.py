"""What is said to have changed between two documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.iam.compare import allowed, allows, compare, excepted
from policybook.iam.pattern import covered
from policybook.model import Document

Statements = Sequence[Mapping[str, Any]]
Make = Callable[[Statements], Document]


def allow(*actions: str, on: str = "*", **more: Any) -> Mapping[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": on, **more}


def all_but(*actions: str) -> Mapping[str, Any]:
    return {"Effect": "Allow", "NotAction": list(actions), "Resource": "*"}


def deny(*actions: str) -> Mapping[str, Any]:
    return {"Effect": "Deny", "Action": list(actions), "Resource": "*"}


GET, PUT = "s3:GetObject", "s3:PutObject"


@pytest.mark.parametrize(
    ("old", "new", "added", "removed"),
    [
        ([allow(GET)], [allow(GET, PUT)], [PUT], []),
        ([allow(GET, PUT)], [allow(GET)], [], [PUT]),
        ([allow(GET)], [allow(PUT)], [PUT], [GET]),
        ([allow(GET)], [allow("S3:getobject")], [], []),
        ([allow(GET)], [allow("s3:Get*")], ["s3:Get*"], []),
        ([allow("s3:Get*")], [allow(GET)], [], ["s3:Get*"]),
        ([allow(GET)], [allow("*")], ["*"], []),
        ([allow(GET, GET.lower())], [allow()], [], [GET]),
        ([allow(GET)], [allow(GET), deny(GET)], [], [GET]),
        ([allow(GET), deny("s3:*")], [allow(GET)], [GET], []),
        ([allow(GET)], [allow(GET), deny(PUT)], [], []),
        ([deny(GET)], [allow(GET)], [GET], []),
        ([allow(GET, "iam:GetUser")], [all_but("iam:*")], [], ["iam:GetUser"]),
        ([allow(GET, "i*:GetUser")], [all_but("iam:*")], [], ["i*:GetUser"]),
        ([all_but("iam:*")], [allow(GET, "iam:GetUser")], ["iam:GetUser"], []),
    ],
)
def test_actions(
    old: Statements, new: Statements, added: list[str], removed: list[str], document: Make
) -> None:
    difference = compare(document(old), document(new))
    assert (list(difference.added), list(difference.removed)) == (added, removed)


BOOL = {"Bool": {"aws:SecureTransport": "true"}}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([allow(GET)], [allow(GET, on="arn:aws:s3:::a/*")]),
        ([allow(GET)], [allow(GET, Condition=BOOL)]),
        ([allow(GET)], [allow(GET), deny(PUT)]),
        ([allow(GET, on="a"), allow(PUT, on="b")], [allow(GET, PUT, on="a"), allow(on="b")]),
        ([allow(GET, PUT)], [allow(GET), allow(PUT)]),
        ([all_but("iam:*")], [all_but("iam:*", "sts:*")]),
        ([deny(GET)], [deny(PUT)]),
    ],
)
def test_reshaped(old: Statements, new: Statements, document: Make) -> None:
    difference = compare(document(old), document(new))
    assert difference.reshaped
    assert difference
    assert (difference.added, difference.removed) == ((), ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([allow(GET, PUT)], [allow(PUT, GET)]),
        ([allow(GET, on="a"), deny(PUT)], [deny(PUT.upper()), allow(GET, on="a")]),
        ([allow(GET, Sid="One")], [allow(GET, Sid="Two")]),
        (
            [allow(GET, Condition={"A": {"k": "1"}, "B": {"l": ["1", "2"]}})],
            [allow(GET, Condition={"B": {"L": ["2", "1"]}, "A": {"k": ["1"]}})],
        ),
    ],
)
def test_the_same_in_other_words(old: Statements, new: Statements, document: Make) -> None:
    assert not compare(document(old), document(new))


def test_only_actions_came(document: Make) -> None:
    difference = compare(document([allow(GET)]), document([allow(GET, PUT)]))
    assert difference
    assert not difference.reshaped
    assert not compare(document([allow(GET)]), document([allow("s3:Get*")])).reshaped


def test_allowed_is_each_once_as_written(document: Make) -> None:
    statements = [allow("s3:B", "s3:A"), deny("s3:C"), allow("s3:a", "S3:D")]
    assert allowed(document(statements)) == ("s3:B", "s3:A", "S3:D")


def test_allows(document: Make) -> None:
    some = document([allow("s3:Get*"), all_but("iam:*", "s3:*")])
    assert allows(some, GET)
    assert allows(some, "kms:*")
    assert not allows(some, PUT)
    assert not allows(some, "*:Get*")


PATTERNS = st.sampled_from(
    ["*", "s3:*", "s3:Get*", "S3:GET?", "s3:Geta", "s3:Put", "k?s:*", "kms:A"]
)
STATEMENTS = st.lists(
    st.builds(
        lambda effect, key, actions, on: {"Effect": effect, key: actions, "Resource": on},
        st.sampled_from(["Allow", "Allow", "Deny"]),
        st.just("Action"),
        st.lists(PATTERNS, max_size=4),
        st.sampled_from(["*", "arn:aws:s3:::a"]),
    ),
    max_size=3,
)


@given(old=STATEMENTS, new=STATEMENTS)
def test_every_action_is_kept_or_removed(old: Statements, new: Statements, document: Make) -> None:
    before, after = document(old), document(new)
    difference = compare(before, after)
    for action in allowed(before):
        is_lost = allows(before, action) and not allows(after, action)
        assert is_lost or action not in difference.removed
        assert not is_lost or covered(action, difference.removed)
    back = compare(after, before)
    assert (back.added, back.removed) == (difference.removed, difference.added)
    assert back.reshaped == difference.reshaped


@given(statements=STATEMENTS)
def test_nothing_changes_by_itself(statements: Statements, document: Make) -> None:
    assert not compare(document(statements), document(statements))
    assert not compare(document(statements), document([*reversed(statements)]))


@pytest.mark.parametrize(
    ("lists", "left_out"),
    [
        ([], None),
        ([["iam:*", "s3:Get*"]], ("iam:*", "s3:Get*")),
        ([["iam:*"], ["s3:*"]], ()),
        ([["iam:*"], ["iam:Get*", "s3:*"]], ("iam:Get*",)),
    ],
)
def test_excepted(lists: list[list[str]], left_out: tuple[str, ...] | None, document: Make) -> None:
    statements: list[dict[str, Any]] = [
        {"Effect": "Allow", "NotAction": actions, "Resource": "*"} for actions in lists
    ]
    statements.append({"Effect": "Deny", "NotAction": ["ec2:*"], "Resource": "*"})
    assert excepted(document(statements)) == left_out


def test_what_another_statement_allows_is_not_excepted(document: Make) -> None:
    statements: list[dict[str, Any]] = [
        {"Effect": "Allow", "NotAction": ["iam:GetUser", "iam:GetRole"], "Resource": "*"},
        {"Effect": "Allow", "Action": "iam:*User", "Resource": "*"},
    ]
    assert excepted(document(statements)) == ("iam:GetRole",)
