"""What covers a pattern covers all that the pattern is known to match."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from policybook.iam.actions import expand, operations, services
from policybook.iam.pattern import covers, overlaps

SERVICES = sorted({"s3", "s3-outposts", "s3express", "sqs", "sts", "sns"} & {*services()})
ACTIONS = [f"{service}:{name}" for service in SERVICES for name in operations(service).values()]


def pattern_of(draw: st.DrawFn, action: str) -> str:
    """An action with stretches of it put behind wildcards, in any case."""
    cuts = sorted(draw(st.lists(st.integers(0, len(action)), max_size=4)))
    for start, end in reversed([*zip(cuts[::2], cuts[1::2], strict=False)]):
        action = action[:start] + draw(st.sampled_from(["*", "?", "**", "?*"])) + action[end:]
    return draw(st.sampled_from([action, action.lower(), action.upper(), action.swapcase()]))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """Two patterns, mostly of the same action."""
    action = draw(st.sampled_from(ACTIONS))
    other = draw(st.just(action) | st.sampled_from(ACTIONS))
    return pattern_of(draw, action), pattern_of(draw, other)


def brute(pattern: str) -> set[str]:
    """The actions of a few services that a pattern matches, one regular expression at a time."""
    text = "".join({"*": ".*", "?": "."}.get(mark, re.escape(mark)) for mark in pattern)
    return {action for action in ACTIONS if re.fullmatch(text, action, re.IGNORECASE)}


def known(pattern: str) -> set[str]:
    return {action for action in expand(pattern) if action.partition(":")[0] in SERVICES}


@settings(max_examples=300, deadline=None)
@given(pairs())
def test_expansion_is_all_that_matches(pair: tuple[str, str]) -> None:
    pattern, _ = pair
    if "*" in pattern or "?" in pattern:
        assert known(pattern) == brute(pattern)


@settings(max_examples=300, deadline=None)
@given(pairs())
def test_covering_is_sound(pair: tuple[str, str]) -> None:
    one, other = pair
    if covers(one, other):
        assert brute(other) <= brute(one)
    if brute(one) & brute(other):
        assert overlaps(one, other)
    assert all(covers(one, action) for action in brute(one))
