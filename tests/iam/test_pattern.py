"""What patterns match and cover, held against a matcher that is plainly right."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policybook.iam.pattern import (
    covered,
    covers,
    is_wildcard,
    overlaps,
    prefix,
    uncovered,
)


def matches(pattern: str, text: str) -> bool:
    """IAM's glob by its definition, character by character."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return matches(pattern[1:], text) or (bool(text) and matches(pattern, text[1:]))
    return bool(text) and pattern[0] in ("?", text[0]) and matches(pattern[1:], text[1:])


@pytest.mark.parametrize(
    ("pattern", "other", "expected"),
    [
        ("s3:GetObject", "s3:GetObject", True),
        ("s3:GetObject", "S3:getobject", True),
        ("s3:GetObject", "s3:GetObjectAcl", False),
        ("s3:Get*", "s3:GetObject", True),
        ("s3:Get*", "s3:Get", True),
        ("s3:Get*", "s3:GetObject*", True),
        ("s3:GetObject*", "s3:Get*", False),
        ("s3:*Object", "s3:GetObject", True),
        ("s3:*Object", "s3:Get*", False),
        ("s3:*ob*ob*", "s3:ob", False),
        ("s3:*ob*ob*", "s3:obob", True),
        ("s3:*", "s3:*", True),
        ("*", "s3:*", True),
        ("*:*", "s3:GetObject", True),
        ("*:*", "*", False),
        ("s3:*", "s3-outposts:GetObject", False),
        ("s3*:Get*", "s3-outposts:GetObject", True),
        ("s3:?etObject", "s3:GetObject", True),
        ("s3:?etObject", "s3:etObject", False),
        ("s3:GetObject?", "s3:GetObject", False),
        ("s3:Get?", "s3:Get?", True),
        ("s3:Get?", "s3:Get*", False),
        ("s3:Get*", "s3:Get?", True),
        ("s3:Get?*", "s3:Get*", False),
        ("s3:Get**", "s3:Get*", True),
        ("s3:[GP]et", "s3:Get", False),
        ("s3:[GP]et", "s3:[gp]et", True),
        ("s3.*", "s3:GetObject", False),
        ("", "", True),
        ("*", "", True),
        ("?", "", False),
        ("s3:a\nb*", "s3:a\nbc", True),
    ],
)
def test_covers(pattern: str, other: str, expected: bool) -> None:
    assert covers(pattern, other) is expected


PATTERNS = st.text("aB:*?[", max_size=7)
TEXTS = st.text("aB:[", max_size=9)
WILDCARDS = st.text("aB:[", max_size=3)


@st.composite
def pattern_and_match(draw: st.DrawFn) -> tuple[str, str]:
    """A pattern, and a text that it matches by the way it is made."""
    pattern = draw(PATTERNS)
    parts = [
        draw(WILDCARDS) if mark == "*" else draw(st.sampled_from("aB:[")) if mark == "?" else mark
        for mark in pattern
    ]
    return pattern, "".join(parts)


@given(PATTERNS, TEXTS)
def test_a_plain_action_is_covered_as_it_is_matched(pattern: str, text: str) -> None:
    assert covers(pattern, text) == matches(pattern.lower(), text.lower())


@settings(max_examples=400)
@given(PATTERNS, pattern_and_match())
def test_what_a_covered_pattern_matches_is_matched(pattern: str, made: tuple[str, str]) -> None:
    other, text = made
    assert matches(other, text)
    if covers(pattern, other):
        assert matches(pattern.lower(), text.lower())


@given(PATTERNS)
def test_every_pattern_covers_itself(pattern: str) -> None:
    assert covers(pattern, pattern)
    assert covers("*", pattern)
    assert covers(pattern.swapcase(), pattern)


@given(PATTERNS, PATTERNS, PATTERNS)
def test_covering_is_transitive(one: str, two: str, three: str) -> None:
    if covers(one, two) and covers(two, three):
        assert covers(one, three)


@given(PATTERNS, pattern_and_match())
def test_overlaps(pattern: str, made: tuple[str, str]) -> None:
    other, text = made
    assert overlaps(pattern, other) == overlaps(other, pattern)
    if matches(pattern.lower(), text.lower()):
        assert overlaps(pattern, other)
    if not is_wildcard(other):
        assert overlaps(pattern, other) == matches(pattern.lower(), other.lower())
    if covers(pattern, other):
        assert overlaps(pattern, other)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("s3:Get*", "s3:*Object", True),
        ("s3:Get*", "S3:PUT*", False),
        ("*", "?", True),
        ("s3:?", "s3:*b", True),
        ("s3:a?c", "s3:*d", False),
        ("s3:*a", "s3:b*", True),
        ("s3:*a", "s3:*b", False),
        ("", "*", True),
        ("", "?", False),
    ],
)
def test_overlaps_by_example(one: str, other: str, expected: bool) -> None:
    assert overlaps(one, other) is expected


@given(st.lists(PATTERNS, max_size=6), st.lists(PATTERNS, max_size=6))
def test_uncovered_is_what_covered_denies(actions: list[str], patterns: list[str]) -> None:
    expected = [action for action in actions if not covered(action, patterns)]
    assert list(uncovered(actions, patterns)) == expected


def test_many_actions_are_quick_to_compare() -> None:
    actions = [f"service{number % 300}:Do{number}" for number in range(7_000)]
    patterns = [*actions[1:], *(f"service{number}:Get*" for number in range(300))]
    assert list(uncovered(actions, patterns)) == actions[:1]


def test_a_hostile_pattern_is_quick_to_match() -> None:
    assert not covers("s3:" + "*a" * 40 + "b", "s3:" + "a" * 400)
    assert not overlaps("s3:" + "*a" * 40 + "b", "s3:" + "a*" * 40 + "c")


@pytest.mark.parametrize(
    ("action", "expected"),
    [("s3:GetObject", "s3"), ("S3:GetObject", "s3"), ("*", "*"), ("s3*:Get", "s3*"), ("", "")],
)
def test_prefix(action: str, expected: str) -> None:
    assert prefix(action) == expected
