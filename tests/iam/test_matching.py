"""Which statements are said to have become which, and how they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.iam.contrast import Contrast, Limit, Limits, Patterns, Swap, contrasts
from policybook.iam.matching import match
from policybook.model import Document, Effect

Statements = Sequence[Mapping[str, Any]]
Make = Callable[[Statements], Document]

GET, PUT = "s3:GetObject", "s3:PutObject"
BUCKET = "arn:aws:s3:::bucket"
TLS = {"Bool": {"aws:SecureTransport": "true"}}


def allow(*actions: str, on: Any = "*", **more: Any) -> Mapping[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": on, **more}


def deny(*actions: str, on: Any = "*", **more: Any) -> Mapping[str, Any]:
    return {**allow(*actions, on=on, **more), "Effect": "Deny"}


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ([], [], []),
        ([allow(GET)], [allow(GET)], [(1, 1)]),
        ([allow(GET), allow(PUT)], [allow(PUT), allow(GET)], [(2, 1), (1, 2)]),
        ([allow(GET), allow(GET)], [allow(GET)], [(1, 1), (2, None)]),
        ([allow(GET, Sid="A")], [allow(GET, Sid="B")], [(1, 1)]),
        (
            [allow(GET, Sid="A"), allow(GET, Sid="B")],
            [allow(GET, Sid="B"), allow(GET, Sid="A")],
            [(2, 1), (1, 2)],
        ),
        ([allow(GET, Sid="A")], [allow("s3:*", on=BUCKET, Sid="A", Condition=TLS)], [(1, 1)]),
        ([allow(GET, Sid="A")], [allow("ec2:RunInstances", Sid="A")], [(None, 1), (1, None)]),
        ([allow(GET, Sid="A")], [deny("*", Sid="A")], [(1, 1)]),
        ([allow(GET, PUT)], [allow(GET, on=BUCKET), allow("iam:GetUser")], [(1, 1), (None, 2)]),
        ([allow("iam:GetUser"), allow(GET)], [allow("s3:*")], [(2, 1), (1, None)]),
        ([allow(GET)], [allow("ec2:RunInstances")], [(None, 1), (1, None)]),
        ([allow(GET), allow(GET, PUT)], [allow(GET, PUT, "s3:A")], [(2, 1), (1, None)]),
    ],
)
def test_match(old: Statements, new: Statements, pairs: Any, document: Make) -> None:
    found = match(document(old), document(new))
    assert [(p.old and p.old.number, p.new and p.new.number) for p in found] == pairs


STATEMENTS = st.lists(
    st.builds(
        lambda make, actions, on, sid: make(*actions, on=on, **({"Sid": sid} if sid else {})),
        st.sampled_from([allow, deny]),
        st.lists(st.sampled_from([GET, PUT, "s3:*", "ec2:A"]), min_size=1, max_size=3),
        st.sampled_from(["*", BUCKET]),
        st.sampled_from([None, "A", "B"]),
    ),
    max_size=5,
)


@given(old=STATEMENTS, new=STATEMENTS)
def test_every_statement_is_in_one_pair(old: Statements, new: Statements, document: Make) -> None:
    before, after = document(old), document(new)
    pairs = match(before, after)
    assert [p.new for p in pairs if p.new] == list(after.statements)
    assert sorted(p.old.number for p in pairs if p.old) == [s.number for s in before.statements]
    assert all(pair.old or pair.new for pair in pairs)


@given(statements=STATEMENTS, data=st.data())
def test_nothing_differs_in_another_order(
    statements: Statements, data: st.DataObject, document: Make
) -> None:
    other = data.draw(st.permutations(statements))
    assert contrasts(document(statements), document(other)) == ()


def test_many_statements_are_quick_to_match(document: Make) -> None:
    old = [allow(f"s3:Get{number}", "s3:List") for number in range(1_500)]
    new = [allow(f"s3:Get{number}", "s3:Put") for number in range(1_500)]
    pairs = match(document(old), document(new))
    assert all(p.old and p.new and p.old.number == p.new.number for p in pairs)


def contrast(old: Mapping[str, Any], new: Mapping[str, Any], document: Make) -> Contrast:
    (found,) = contrasts(document([old]), document([new]))
    return found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([GET], [GET, PUT], Patterns(added=(PUT,))),
        ([GET, PUT], [GET], Patterns(removed=(PUT,))),
        (["s3:Get*", GET], ["s3:*"], Patterns(widened=(Swap(("s3:Get*", GET), ("s3:*",)),))),
        (["s3:*"], [PUT, "s3:Get*"], Patterns(narrowed=(Swap(("s3:*",), (PUT, "s3:Get*")),))),
        (
            [GET, "s3:Put*"],
            [PUT, "s3:Get*", "s3:List"],
            Patterns(
                added=("s3:List",),
                widened=(Swap((GET,), ("s3:Get*",)),),
                narrowed=(Swap(("s3:Put*",), (PUT,)),),
            ),
        ),
    ],
)
def test_patterns(old: list[str], new: list[str], expected: Patterns, document: Make) -> None:
    sid = {"Sid": "A"}
    assert contrast(allow(*old, **sid), allow(*new, **sid), document).actions == expected


def test_resources_have_case_and_actions_do_not(document: Make) -> None:
    found = contrast(allow(GET, on="a"), allow(GET.upper(), on="A"), document)
    assert not found.actions
    assert found.resources == Patterns(added=("A",), removed=("a",))


def test_what_else_may_differ(document: Make) -> None:
    old = {"Effect": "Allow", "NotAction": [GET], "NotResource": [BUCKET], "Sid": "A"}
    new = {"Effect": "Deny", "NotAction": [GET, PUT], "NotResource": [BUCKET, "b"], "Sid": "A"}
    found = contrast(old, new, document)
    assert found.effects == (Effect.ALLOW, Effect.DENY)
    assert found.all_but == Patterns(added=(PUT,))
    assert found.resources_all_but == Patterns(added=("b",))
    assert found.sids is None
    assert contrast(allow(GET), allow(GET, Sid="B"), document).sids == (None, "B")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, TLS, Limits(added=(Limit("Bool", "aws:SecureTransport", ("true",)),))),
        (TLS, {}, Limits(dropped=(Limit("Bool", "aws:SecureTransport", ("true",)),))),
        (
            {"StringEquals": {"aws:A": "1"}, "StringLike": {"aws:B": "x"}},
            {"StringEquals": {"AWS:a": ["1", "2"]}, "StringLike": {"aws:b": ["x"]}},
            Limits(
                changed=(
                    (
                        Limit("StringEquals", "aws:A", ("1",)),
                        Limit("StringEquals", "AWS:a", ("1", "2")),
                    ),
                )
            ),
        ),
        (
            {"StringEquals": {"aws:A": "1"}},
            {"StringLike": {"aws:A": "1"}},
            Limits(
                changed=(
                    (Limit("StringEquals", "aws:A", ("1",)), Limit("StringLike", "aws:A", ("1",))),
                )
            ),
        ),
    ],
)
def test_limits(
    old: Mapping[str, Any], new: Mapping[str, Any], expected: Limits, document: Make
) -> None:
    found = contrast(allow(GET, Condition=old), allow(GET, Condition=new), document)
    assert found.limits == expected


def test_a_statement_that_came_or_went_is_different_in_all(document: Make) -> None:
    (came,) = contrasts(document([]), document([allow(GET, on=BUCKET, Condition=TLS)]))
    assert came.old is None
    assert came.actions == Patterns(added=(GET,))
    assert came.resources == Patterns(added=(BUCKET,))
    assert came.limits.added
    (gone,) = contrasts(document([deny(GET)]), document([]))
    assert gone.new is None
    assert gone.statement.effect is Effect.DENY
    assert gone.actions == Patterns(removed=(GET,))
