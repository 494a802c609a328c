"""Patterns of resources, their variables, and looking many patterns up at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.iam import glob, resources

NAME = "${aws:username}"


@pytest.mark.parametrize(
    ("pattern", "other", "expected"),
    [
        ("arn:aws:s3:::a/*", "arn:aws:s3:::a/b/*", True),
        ("arn:aws:s3:::A/*", "arn:aws:s3:::a/b", False),
        ("arn:*", "arn:aws:s3:::a", True),
        ("arn:*", "*", False),
        (f"home/{NAME}", f"home/{NAME}", True),
        (f"home/{NAME}", "home/ann", False),
        (f"home/{NAME}/*", f"home/{NAME}/a*", True),
        ("home/*", f"home/{NAME}/x", True),
        ("home/*/x", f"home/{NAME}/x", True),
        ("home/*name*", f"home/{NAME}", False),
        ("home/$*}", f"home/{NAME}", False),
        ("home/" + "?" * len(NAME), f"home/{NAME}", False),
        ("home/${*}", "home/*", False),
        ("home/*", "home/${*}", True),
        ("home/${?}", "home/${?}", True),
        ("home/?", "home/${?}", True),
        ("home/?", "home/${$}", True),
        ("home/${", "home/${", True),
    ],
)
def test_covers(pattern: str, other: str, expected: bool) -> None:
    assert resources.covers(pattern, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (f"home/{NAME}", "home/ann", True),
        (f"home/{NAME}", "house/*", False),
        (f"{NAME}/a", "*/b", False),
        ("home/${*}", "home/*", True),
        ("home/a", "home/A", False),
    ],
)
def test_overlaps(one: str, other: str, expected: bool) -> None:
    assert resources.overlaps(one, other) is expected
    assert resources.overlaps(other, one) is expected


PATTERNS = st.lists(st.sampled_from(["", "a", "a", "b", "*", "?", "${v}", "${*}"]), max_size=5).map(
    lambda parts: resources.marked("".join(parts))
)


@given(st.lists(PATTERNS, max_size=6), PATTERNS)
def test_an_index_finds_what_a_look_at_each_finds(patterns: list[str], other: str) -> None:
    index = glob.Index(patterns)
    covering = {pattern for pattern in patterns if glob.covers(pattern, other)}
    overlapping = {pattern for pattern in patterns if glob.overlaps(pattern, other)}
    assert set(index.covering(other)) == covering
    assert set(index.overlapping(other)) == overlapping
    assert index.covers(other) == bool(covering)
    assert index.overlaps(other) == bool(overlapping)


@given(PATTERNS, PATTERNS)
def test_what_is_covered_overlaps(one: str, other: str) -> None:
    assert glob.overlaps(one, other) == glob.overlaps(other, one)
    if glob.covers(one, other):
        assert glob.overlaps(one, other)
