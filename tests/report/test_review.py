"""What a review keeps where there is no room for all, and which problems it calls new."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.problem import Problem
from policybook.report.review.blocks import Block, Rank, fitted
from policybook.report.review.proposal import news

LINES = st.lists(st.text("xyz", min_size=1, max_size=40), max_size=30).map(tuple)
RANKS = st.sampled_from([Rank.GRAVE, Rank.USUAL])
BLOCKS = st.lists(
    st.builds(Block, st.just("### A"), LINES, rank=RANKS)
    | st.builds(Block, st.just("```diff"), LINES, st.just("```"), RANKS),
    max_size=8,
)
HEAD = Block("## Verdict", rank=Rank.VERDICT)


@given(BLOCKS, st.integers(200, 2_000))
def test_a_review_is_never_longer(blocks: list[Block], limit: int) -> None:
    whole = fitted([HEAD, *blocks], 1_000_000)
    text = fitted([HEAD, *blocks], limit)
    assert len(text) <= limit
    assert text.startswith("## Verdict\n")
    assert (text == whole) == (len(whole) <= limit)
    assert ("There is room for no more here" in text) == (text != whole)
    assert text.count("\n```diff\n") * 2 == text.count("\n```")


@given(BLOCKS, st.integers(200, 2_000))
def test_a_block_is_cut_at_the_end_of_a_line(blocks: list[Block], limit: int) -> None:
    lines = {line for block in blocks for line in (block.above, *block.lines, block.below)}
    for line in fitted([HEAD, *blocks], limit).splitlines()[1:]:
        assert not line or line in lines or line.startswith(("… and ", "There is room"))


def test_what_is_grave_stays_longest() -> None:
    usual = Block.titled("## Usual", [f"{n}" * 9 for n in range(100, 120)])
    grave = Block.titled("## Grave", [f"{n}" * 9 for n in range(200, 210)], Rank.GRAVE)
    blocks = [HEAD, usual, grave]
    text = fitted(blocks, 600)
    assert re.search(r"## Usual\n\n(1\d+\n)+\n… and \d+ more lines\n\n## Grave\n", text)
    assert grave.text in text
    text = fitted(blocks, 440)
    assert "## Usual" not in text
    assert grave.text in text
    text = fitted(blocks, 330)
    assert re.search(r"## Grave\n\n(2\d+\n)+\n… and \d+ more lines\n\nThere is room", text)


def test_a_cut_block_keeps_what_is_below_it() -> None:
    block = Block("```diff", tuple("abcdefghij" * 10 for _ in range(10)), "```")
    text = fitted([HEAD, block], 500)
    assert re.search(r"```diff\n(\w{100}\n)+```\n\n… and 7 more lines\n\nThere is room", text)


def problem(line: int, message: str = "m", file: str = "a/policy.yaml") -> Problem:
    return Problem(PurePosixPath(file), line, 1, "rule", message)


@pytest.mark.parametrize(
    ("before", "after", "new", "old", "gone"),
    [
        ([], [problem(1)], 1, 0, 0),
        ([problem(1)], [], 0, 0, 1),
        ([problem(1)], [problem(7)], 0, 1, 0),
        ([problem(1)], [problem(1), problem(2)], 1, 1, 0),
        ([problem(1), problem(2), problem(3)], [problem(2)], 0, 1, 2),
        ([problem(1, "m")], [problem(1, "n")], 1, 0, 1),
        ([problem(1)], [problem(1, file="b/policy.yaml")], 1, 0, 1),
        # What was wrong with a version is not new in the next, but more of it is.
        ([problem(1, file="a/v1.json")], [problem(9, file="a/v2.json")], 0, 1, 0),
        (
            [problem(1, file="a/v1.json")],
            [problem(1, file="a/v1.json"), problem(1, file="a/v2.json")],
            1,
            1,
            0,
        ),
        ([problem(1, file="a/v1.json")], [problem(1, file="b/v2.json")], 1, 0, 1),
    ],
)
def test_what_is_new(
    before: list[Problem], after: list[Problem], new: int, old: int, gone: int
) -> None:
    found = news(before, after, is_whole=True)
    assert (len(found.new), len(found.old), found.gone) == (new, old, gone)
    assert sorted((*found.new, *found.old)) == sorted(after)
    assert news(before, after, is_whole=False).gone is None
