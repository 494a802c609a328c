"""Annotations stay whole, and lines beside them are none, whatever they tell of."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.report.annotation import annotation, uncommanding

MARKS = st.text(st.sampled_from(" :#[]%,;=\r\n\tax\u2028"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("::stop-commands::x", "\ufffd::stop-commands::x"),
        (" \t::debug::x", " \t\ufffd::debug::x"),
        ("a/##[stop-commands]x ##[", "a/##\ufffd[stop-commands]x ##\ufffd["),
        ("policies/a:1: `s3::x` # [a](b)", "policies/a:1: `s3::x` # [a](b)"),
    ],
)
def test_a_line_is_no_command(line: str, told: str) -> None:
    assert uncommanding(line) == told


@given(MARKS)
def test_no_line_is_a_command(line: str) -> None:
    told = uncommanding(line)
    assert not told.lstrip().startswith("::")
    assert "##[" not in told


@given(MARKS, MARKS)
def test_an_annotation_is_one_command(file: str, message: str) -> None:
    """As the runner of GitHub Actions reads it (ActionCommand.TryParseV2)."""
    line = annotation("error", message, file=file, title="x")
    assert not re.search(r"[\r\n]", line)
    found = re.fullmatch(r"::error (.*?)::(.*)", line, re.DOTALL)
    assert found
    said = dict(part.split("=", 1) for part in found[1].split(","))
    marks = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    for text, meant in ((said["file"], file), (found[2], message)):
        for written, mark in marks.items():
            if mark not in ":," or meant == file:
                text = text.replace(written, mark)
        assert text == meant
