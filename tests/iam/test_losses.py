"""Verdicts on permissions, held against requests that are decided one by one as IAM does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import translate
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policybook.iam.compare import allows, compare
from policybook.iam.pattern import is_wildcard
from policybook.model import Document, Effect, Statement

Statements = Sequence[Mapping[str, Any]]
Make = Callable[[Statements], Document]


@dataclass(frozen=True)
class Request:
    action: str
    resource: str
    context: Mapping[str, tuple[str, ...]]


REQUESTS = [
    Request(action, resource, {k: v for k, v in (("one", one), ("many", many)) if v})
    for action, resource, one, many in product(
        ("a:x", "a:xy", "b:x"),
        ("r", "r1", "R1", "rt"),
        ((), ("1",), ("12",)),
        ((), ("1",), ("2", "1")),
    )
]


def matches(pattern: str, text: str) -> bool:
    return bool(re.fullmatch(translate(pattern.replace("[", "[[]")), text))


def is_allowed(document: Document, request: Request) -> bool:
    """Whether a document allows a request, by the logic that IAM documents."""
    effects = {s.effect for s in document.statements if applies(s, request, document)}
    return effects == {Effect.ALLOW}


def applies(statement: Statement, request: Request, document: Document) -> bool:
    def resource_matches(pattern: str) -> bool:
        if document.language_version == "2012-10-17" and "${one}" in pattern:
            value = request.context.get("one")
            return value is not None and matches(
                pattern.replace("${one}", value[0]), request.resource
            )
        return matches(pattern, request.resource)

    return (
        (
            any(matches(a.lower(), request.action) for a in statement.actions)
            or (
                bool(statement.not_actions)
                and not any(matches(a.lower(), request.action) for a in statement.not_actions)
            )
        )
        and (
            any(map(resource_matches, statement.resources))
            or (
                bool(statement.not_resources)
                and not any(map(resource_matches, statement.not_resources))
            )
        )
        and all(
            holds(operator, request.context.get(key.lower()), values)
            for operator, keys in statement.condition.items()
            for key, values in keys.items()
        )
    )


def holds(operator: str, found: tuple[str, ...] | None, values: Sequence[str]) -> bool:
    """Whether a test of a condition holds for what a request has of its key."""
    quantifier, _, rest = operator.rpartition(":")
    name = rest.removesuffix("IfExists")
    if name == "Null":
        return any((value == "true") == (found is None) for value in values)
    if found is None:
        return name != rest or quantifier == "ForAllValues" or (not quantifier and "Not" in name)
    quantify = all if quantifier == "ForAllValues" else any
    return quantify(
        any(matches(value, it) if "Like" in name else value == it for value in values)
        != ("Not" in name)
        for it in found
    )


ACTIONS = st.lists(
    st.sampled_from(["a:x", "A:X", "a:xy", "b:x", "a:*", "a:x*", "*:x", "a:x?", "*", "c:z"]),
    min_size=1,
    max_size=3,
)
RESOURCES = st.lists(
    st.sampled_from(["r", "r1", "R1", "r*", "r?", "*", "?*", "r${one}", "r${one}*", "rt"]),
    min_size=1,
    max_size=2,
)
VALUES = st.lists(st.sampled_from(["1", "2", "12", "1*", "*", "?"]), max_size=2)
OPERATORS = [
    f"{quantifier}String{name}{if_exists}"
    for quantifier in ("", "ForAllValues:", "ForAnyValue:")
    for name in ("Equals", "NotEquals", "Like", "NotLike")
    for if_exists in ("", "IfExists")
]
ONE = st.sampled_from([operator for operator in OPERATORS if ":" not in operator])
MANY = st.sampled_from([operator for operator in OPERATORS if ":" in operator])
TESTS = st.one_of(
    st.tuples(ONE, st.sampled_from(["one", "One"]), VALUES),
    st.tuples(MANY, st.just("many"), VALUES),
    st.tuples(st.just("Null"), st.sampled_from(["one", "many"]), st.just(["true"])),
)
CONDITIONS = st.lists(TESTS, max_size=1).map(
    lambda tests: {operator: {key: values} for operator, key, values in tests}
)


def statement(
    effect: str, action: str, actions: list[str], resource: str, *rest: Any
) -> Mapping[str, Any]:
    resources, condition = rest
    return {"Effect": effect, action: actions, resource: resources, "Condition": condition}


def statements(at_most: int = 3) -> st.SearchStrategy[list[Mapping[str, Any]]]:
    return st.lists(
        st.builds(
            statement,
            st.sampled_from(["Allow", "Allow", "Deny"]),
            st.sampled_from(["Action", "Action", "Action", "NotAction"]),
            ACTIONS,
            st.sampled_from(["Resource", "Resource", "Resource", "NotResource"]),
            RESOURCES,
            CONDITIONS,
        ),
        max_size=at_most,
    )


@st.composite
def steps(draw: st.DrawFn) -> tuple[Statements, Statements]:
    """A document and the next one, which has most of its statements, changed a little."""
    old = draw(statements())
    new = [draw(tweaked(data)) for data in old if draw(st.integers(0, 5))]
    return old, [*new, *draw(statements(at_most=1))]


@st.composite
def tweaked(draw: st.DrawFn, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """A statement, with at most one of its parts different."""
    key = draw(st.sampled_from([None, "Effect", *(key for key in data if key != "Effect")]))
    if key is None:
        return data
    if key == "Effect":
        return {**data, key: draw(st.sampled_from(["Allow", "Deny"]))}
    if key == "Condition":
        return {**data, key: draw(tweaked_condition(data[key]))}
    return {**data, key: draw(ACTIONS if "Action" in key else RESOURCES)}


@st.composite
def tweaked_condition(draw: st.DrawFn, condition: Mapping[str, Any]) -> Mapping[str, Any]:
    if not condition or draw(st.booleans()):
        return draw(CONDITIONS)
    ((operator, keys),) = condition.items()
    ((key, values),) = keys.items()
    if operator in OPERATORS and draw(st.booleans()):
        near = [other for other in OPERATORS if (":" in other) == (":" in operator)]
        alike = [other for other in near if bare(other) == bare(operator)]
        return {draw(st.sampled_from(alike)): keys}
    return {operator: {key: draw(st.lists(st.sampled_from(["1", "2", *values]), max_size=2))}}


def bare(operator: str) -> str:
    return operator.rpartition(":")[2].removesuffix("IfExists")


def granting(document: Document, pattern: str, request: Request) -> bool:
    """Whether a document allows a request through a pattern of an `Action`."""
    return is_allowed(document, request) and any(
        applies(replace(s, actions=(pattern,)), request, document)
        for s in document.statements
        if s.effect is Effect.ALLOW and pattern in s.actions
    )


@settings(max_examples=500)
@given(step=steps())
def test_what_is_kept_is_still_allowed(step: tuple[Statements, Statements], document: Make) -> None:
    old, new = map(document, step)
    difference = compare(old, new)
    unkept = {name.lower() for name in (*difference.removed, *difference.narrowed)}
    lost = [r for r in REQUESTS if is_allowed(old, r) and not is_allowed(new, r)]
    for request in lost:
        assert any(matches(name, request.action) for name in unkept), request
        for data in old.statements:
            for pattern in data.actions:
                if pattern.lower() not in unkept:
                    assert not granting(old, pattern, request), (pattern, request)


@settings(max_examples=500)
@given(step=steps())
def test_of_what_is_removed_nothing_is_left(
    step: tuple[Statements, Statements], document: Make
) -> None:
    old, new = map(document, step)
    for action in compare(old, new).removed:
        assert allows(old, action)
        assert not allows(new, action)
        for request in REQUESTS:
            if not is_wildcard(action) and granting(old, action, request):
                assert not is_allowed(new, request), (action, request)


@settings(max_examples=300)
@given(step=steps())
def test_the_way_back_is_the_mirror_image(
    step: tuple[Statements, Statements], document: Make
) -> None:
    old, new = map(document, step)
    there, back = compare(old, new), compare(new, old)
    assert (there.added, there.widened) == (back.removed, back.narrowed)
    assert (there.removed, there.narrowed) == (back.added, back.widened)
    assert there.reshaped == back.reshaped
    assert not set(there.removed) & set(there.narrowed)


@given(statements=statements(), data=st.data())
def test_nothing_changes_by_writing_it_differently(
    statements: Statements, data: st.DataObject, document: Make
) -> None:
    other = data.draw(st.permutations(statements))
    other = [{key: shuffled(value, data) for key, value in item.items()} for item in other]
    assert not compare(document(statements), document(other))
    assert not compare(document(other), document(statements))


def shuffled(value: Any, data: st.DataObject) -> Any:
    if isinstance(value, list):
        items = data.draw(st.permutations(value))
        return items[0] if len(items) == 1 else items
    if isinstance(value, dict):
        return {key: shuffled(value[key], data) for key in reversed(value)}
    return value


def allow(*actions: str, on: Any = "*", **more: Any) -> Mapping[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": on, **more}


def deny(*actions: str, on: Any = "*", **more: Any) -> Mapping[str, Any]:
    return {**allow(*actions, on=on, **more), "Effect": "Deny"}


def when(operator: str, *values: Any, key: str = "aws:k") -> Mapping[str, Any]:
    return {"Condition": {operator: {key: list(values)}}}


def all_but(*actions: str, **more: Any) -> Mapping[str, Any]:
    return {"Effect": "Allow", "NotAction": list(actions), "Resource": "*", **more}


GET, PUT = "s3:GetObject", "s3:PutObject"
KEPT, NARROWED, REMOVED = "kept", "narrowed", "removed"
BUCKET = "arn:aws:s3:::bucket"


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ([allow(GET)], [allow(GET, on=BUCKET)], NARROWED),
        ([allow(GET, on=BUCKET)], [allow(GET)], KEPT),
        ([allow(GET, on=BUCKET)], [allow(GET, on=BUCKET.upper())], NARROWED),
        ([allow(GET, on=[BUCKET, "b"])], [allow("s3:*", on="b"), allow(GET, on=BUCKET)], KEPT),
        ([allow(GET, on=[BUCKET, "b"])], [allow(GET, on=BUCKET)], NARROWED),
        ([allow(GET, on=f"{BUCKET}/${{aws:u}}")], [allow(GET, on=f"{BUCKET}/*")], KEPT),
        ([allow(GET, on=f"{BUCKET}/${{aws:u}}")], [allow(GET, on=f"{BUCKET}/????????")], NARROWED),
        ([allow(GET, on=f"{BUCKET}/a")], [allow(GET, on=f"{BUCKET}/${{aws:u}}")], NARROWED),
        ([allow(GET, on="${*}")], [allow(GET, on="a*")], NARROWED),
        ([allow(GET)], [{**allow(GET), "Resource": [], "NotResource": [BUCKET]}], NARROWED),
        ([allow(GET, on="b")], [{**allow(GET), "Resource": [], "NotResource": [BUCKET]}], KEPT),
        ([allow(GET)], [allow(GET, **when("StringEquals", "1"))], NARROWED),
        ([allow(GET, **when("StringEquals", "1"))], [allow(GET)], KEPT),
        ([allow(GET, **when("Bool", "true"))], [allow(GET, **when("Bool", True))], KEPT),
        ([allow(GET), allow(PUT)], [allow(GET, PUT)], KEPT),
        ([allow(GET)], [all_but("iam:*")], KEPT),
        ([allow(GET)], [all_but("s3:Get*")], REMOVED),
        ([allow(GET)], [all_but("iam:*", **when("Bool", "true"))], NARROWED),
        ([allow(GET)], [allow(GET), deny(PUT)], KEPT),
        ([allow(GET)], [allow(GET), deny(GET)], REMOVED),
        ([allow(GET)], [allow(GET), deny("*")], REMOVED),
        ([allow(GET, on="a")], [allow(GET, on=["a", "b"]), deny(GET, on="a")], NARROWED),
        ([allow(GET, on=BUCKET)], [allow(GET, on=BUCKET), deny(GET, on=f"{BUCKET}*")], REMOVED),
        ([allow(GET)], [allow(GET), deny(GET, on=BUCKET)], NARROWED),
        ([allow(GET)], [allow(GET), deny(GET, **when("Bool", "true"))], NARROWED),
        ([allow("s3:*")], [allow("s3:*"), deny("s3:Delete*")], NARROWED),
        ([allow(GET), deny(GET)], [allow(GET), deny(GET)], KEPT),
        ([allow(GET), deny(GET)], [], KEPT),
        ([allow(GET), deny(GET), deny(PUT)], [allow(GET), deny(PUT)], KEPT),
        (
            [allow("s3:*"), deny(GET), deny(PUT)],
            [allow("s3:*"), deny(GET, PUT, **when("Bool", "true"))],
            KEPT,
        ),
        (
            [allow("s3:*"), deny(GET, **when("Bool", "true"))],
            [allow("s3:*"), deny(GET)],
            NARROWED,
        ),
        (
            [allow("s3:*"), deny("s3:*", **when("StringNotEquals", "1", "2"))],
            [allow("s3:*"), deny("s3:*", **when("StringNotEquals", "1"))],
            NARROWED,
        ),
        (
            [allow("s3:*"), deny("s3:*", **when("StringNotEquals", "1"))],
            [allow("s3:*"), deny("s3:*", **when("StringNotEquals", "1", "2"))],
            KEPT,
        ),
    ],
)
def test_verdicts(old: Statements, new: Statements, verdict: str, document: Make) -> None:
    difference = compare(document(old), document(new))
    names = {NARROWED: difference.narrowed, REMOVED: difference.removed}
    first = old[0]["Action"][0]
    assert next((word for word, found in names.items() if first in found), KEPT) == verdict


@pytest.mark.parametrize(
    ("old", "new", "is_kept"),
    [
        (when("StringEquals", "1"), when("StringEquals", "1", "2"), True),
        (when("StringEquals", "1", "2"), when("StringEquals", "1"), False),
        (when("StringEquals", "1", key="aws:K"), when("StringEquals", "1"), True),
        (when("StringEquals", "1", key="aws:l"), when("StringEquals", "1"), False),
        (when("StringNotEquals", "1", "2"), when("StringNotEquals", "1"), True),
        (when("StringNotEquals", "1"), when("StringNotEquals", "1", "2"), False),
        (when("StringEquals", "1"), when("StringEqualsIfExists", "1"), True),
        (when("StringEqualsIfExists", "1"), when("StringEquals", "1"), False),
        (when("StringEquals", "a"), when("StringEquals", "A"), False),
        (when("StringEqualsIgnoreCase", "a"), when("StringEqualsIgnoreCase", "A"), True),
        (when("StringLike", "a-*"), when("StringLike", "a*"), True),
        (when("StringLike", "a*"), when("StringLike", "a-*"), False),
        (when("StringNotLike", "a*"), when("StringNotLike", "a-*"), True),
        (when("StringNotLike", "a-*"), when("StringNotLike", "a*"), False),
        (when("StringEquals", "a-b"), when("StringLike", "a*"), True),
        (when("StringLike", "a*"), when("StringEquals", "a*"), False),
        (when("ArnEquals", "arn:aws:s3:::a"), when("ArnLike", "arn:aws:s3:::a"), True),
        (when("ArnLike", "arn:aws:s3:::a-*"), when("ArnLike", "arn:aws:s3:::a*"), True),
        (when("ArnLike", "arn:aws:s3:::a:b"), when("ArnLike", "arn:aws:s3:::a*"), True),
        (when("ArnLike", "arn:aws:s3:::a"), when("ArnLike", "arn:*"), False),
        (when("ArnLike", "arn:aws:s3:::${a:b}"), when("ArnLike", "arn:aws:s3:::*"), True),
        (when("ForAllValues:StringEquals", "1"), when("StringEquals", "1"), False),
        (when("ForAnyValue:StringEquals", "1"), when("ForAnyValue:StringEquals", "1", "2"), True),
        (when("NumericLessThan", 1), when("NumericLessThan", 2), False),
        (when("Null", "false"), when("Null", False), True),
        (when("StringEquals"), when("StringEquals", "1"), True),
        (when("stringnotlike", "1"), when("stringnotlike", "1"), True),
        (when("stringnotlike", "1"), when("stringnotlike", "1", "2"), False),
    ],
)
def test_conditions(
    old: Mapping[str, Any], new: Mapping[str, Any], is_kept: bool, document: Make
) -> None:
    difference = compare(document([allow(GET, **old)]), document([allow(GET, **new)]))
    assert difference.removed == ()
    assert difference.narrowed == (() if is_kept else (GET,))


@pytest.mark.parametrize(
    ("old", "new", "narrowed"),
    [
        ([all_but("iam:*")], [all_but("iam:*")], []),
        ([all_but("iam:*")], [all_but("iam:Get*")], []),
        ([all_but("iam:*")], [allow("*")], []),
        ([all_but("iam:*")], [all_but("iam:*", "sts:*")], ["sts:*"]),
        ([all_but("iam:*")], [all_but("iam:*", "sts:*"), allow("STS:*")], []),
        ([all_but("iam:*")], [all_but("iam:*", "sts:*"), allow("sts:*", on="b")], ["sts:*"]),
        ([all_but("iam:*")], [all_but("iam:*", **when("Bool", "true"))], ["*"]),
        ([all_but("iam:*")], [all_but("iam:*"), deny("s3:*")], ["*"]),
        ([all_but("iam:*")], [all_but("iam:*"), deny("iam:Get*")], []),
        ([all_but("iam:*")], [allow(GET)], ["*"]),
        ([all_but("iam:*")], [], ["*"]),
        ([all_but("iam:*"), deny("*")], [], []),
    ],
)
def test_all_actions_but_some(
    old: Statements, new: Statements, narrowed: list[str], document: Make
) -> None:
    difference = compare(document(old), document(new))
    assert list(difference.narrowed) == narrowed
    assert difference.removed == ()


def test_variables_are_text_in_the_old_language(document: Make) -> None:
    new = document([allow(GET, on=f"{BUCKET}/${{aws:username}}")])
    old = replace(new, language_version="2008-10-17")
    assert compare(old, new).narrowed == compare(new, old).narrowed == (GET,)
    assert not compare(old, replace(old, language_version=None))


def test_a_pattern_counts_as_narrowed_if_one_of_its_statements_does(document: Make) -> None:
    old = document([allow(GET, on="a"), allow(GET.upper(), on="b")])
    difference = compare(old, document([allow(GET, on="a")]))
    assert (difference.narrowed, difference.removed) == ((GET,), ())


def test_large_documents_are_quick_to_compare(document: Make) -> None:
    actions = [
        f"service{number % 300}:Do{number:04}{'*' * (number % 2)}" for number in range(4_000)
    ]
    arns = [f"arn:aws:s3:::bucket{number}/*" for number in range(500)]
    old = document([allow(*actions, on=arns), deny(*actions[:500], on=arns)])
    new = document([allow(*actions[1:], on=arns[1:]), deny(*actions[:500], on=arns[:-1])])
    difference = compare(old, new)
    assert (difference.removed, len(difference.narrowed)) == ((), 3_500)
